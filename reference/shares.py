"""A share and a word come in, whether it is so goes out; a span and a word, and how many days it takes.

A word of 32 bits decides up to three things by bits of its own: the whole word by a threshold, the
ten highest bits by a quantile, the lowest sixteen by a threshold of their own.
"""

from fractions import Fraction

from glasshouse.people.conduct import Span
from reference.calendar import NEVER
from reference.thresholds import ONE_Q16, WORD, span_d

QUANTILE_BITS = 22
"""The ten highest bits of a word are one of 1,024 quantiles."""
ONE_Q8 = 256


def threshold_of(share: Fraction) -> int:
    """Return how many of the words lie below a share; at most all but one of them."""
    return min(int(share * WORD), WORD - 1)


def times_q8(threshold: int, factor_q8: int) -> int:
    """Return a threshold times a factor in units of 1/256."""
    return min(threshold * factor_q8 >> 8, WORD - 1)


def lies_below(word: int, threshold: int) -> bool:
    """Whether a word lies below a threshold; every word lies below that of a whole."""
    return min(word, WORD - 2) < threshold


def lies_among_highest(word: int, threshold: int) -> bool:
    """Whether a word is one of so many highest ones."""
    return word + threshold > WORD - 1


def low_bits_lie_below(word: int, share: Fraction) -> bool:
    """Whether the lowest sixteen bits of a word lie below a share."""
    return word % ONE_Q16 < int(share * ONE_Q16)


def quantile_of(word: int) -> int:
    """Return the quantile that the ten highest bits of a word name."""
    return word >> QUANTILE_BITS


def days_of(span: Span | None, word: int) -> int:
    """Return how many days a span takes by a word: none where there is no span, `NEVER` without an end."""
    days = 0 if span is None else span_d(span, quantile_of(word))
    return NEVER if days is None else days
