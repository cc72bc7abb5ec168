"""What residents bore comes in, by resident; sums by group go out, of one world or of two side by side.

Kernel. Floats are for reports: everything here is counted in whole months, days and persons.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

from collections.abc import Callable
from enum import IntEnum

import numpy as np

from glasshouse.engine.columns import NOBODY, OFFICIAL, TRUTHFUL, Book, Person, Standing, TallyColumn
from glasshouse.engine.kernel_forms import body, inlined, kernel
from glasshouse.sources import source_hash


class Burden(IntEnum):
    """What is added up over the residents of a group."""

    RESIDENTS = 0
    """Who had an account."""
    BELOW_N = 1
    """Counts that found the official grade below that of an empty file; then the truthful one."""
    TRUTHFUL_BELOW_N = 2
    LISTED_D = 3
    TRUTHFUL_LISTED_D = 4
    WRONGED_N = 5
    SPARED_N = 6
    OTHERS_N = 7
    MERITS_N = 8
    CHARGES_N = 9
    EVER_BELOW = 10
    """Residents to whom it happened at all; so the next ones."""
    EVER_LISTED = 11
    EVER_WRONGED = 12
    EVER_SPARED = 13
    EVER_WRONGLY_LISTED = 14
    """Residents with more days on lists than the truthful files give."""
    EVER_FOR_OTHERS = 15


class Outcome(IntEnum):
    """What another world did to somebody, beside the base."""

    UNTOUCHED = 0
    HELPED = 1
    """Fewer counts below the default grade or days on a list, and more of neither."""
    HARMED = 2
    MIXED = 3


class Joint(IntEnum):
    """What is added up over the residents of a group with one outcome."""

    RESIDENTS = 0
    UNDESERVED = 1
    """Of these, those whose burden went beyond what the truthful files give: in the base if it became
    less, in the other world if it became more."""
    BELOW_N = 2
    """Counts below the default grade, other world less base."""
    LISTED_D = 3
    """Days on lists, other world less base."""


BELOW_N, LISTED_D = TallyColumn.BELOW_N.value, TallyColumn.LISTED_D.value
TRUTHFUL_BELOW_N, TRUTHFUL_LISTED_D = (
    TallyColumn.TRUTHFUL_BELOW_N.value,
    TallyColumn.TRUTHFUL_LISTED_D.value,
)
WRONGED_N, SPARED_N, OTHERS_N = (
    TallyColumn.WRONGED_N.value,
    TallyColumn.SPARED_N.value,
    TallyColumn.OTHERS_N.value,
)
MERITS_N, CHARGES_N = TallyColumn.MERITS_N.value, TallyColumn.CHARGES_N.value
PUBLISHED, STANDING, SCORED = Book.PUBLISHED.value, Book.STANDING.value, Standing.SCORED.value
OPENS_D, DEATH_D = Person.OPENS_D.value, Person.DEATH_D.value
HELPED, HARMED, MIXED = Outcome.HELPED.value, Outcome.HARMED.value, Outcome.MIXED.value


@inlined
def _add(group, found, r, column, n):
    """Add a number to all groups of a resident, and to the first row, which is everybody's."""
    found[0, column] += n
    for dim in range(group.shape[0]):
        found[1 + group[dim, r], column] += n


@inlined
def _has_account(books, person, r, last_d):
    """Return whether somebody ever had an account within the years."""
    opens_d = person[r, OPENS_D]
    return books[OFFICIAL, r, STANDING] == SCORED and opens_d < last_d and opens_d < person[r, DEATH_D]


@body
def _burdens(tally, group, books, person, residents_n, last_d, found):
    """Add up what the residents of each group bore.

    Args:
        tally: Of each holder; see `TallyColumn`. Shape [N, TallyColumn].
        group: Group of each resident in each dimension. Shape [X, N].
        books: At the end of the years. Shape [W, N, Book].
        person: Likewise. Shape [N, Person].
        residents_n: How many of the holders are residents.
        last_d: One past the last day.
        found: Added to; the first row is everybody's. Shape [1 + G, Burden].
    """
    for r in range(residents_n):
        if not _has_account(books, person, r, last_d):
            continue
        _add(group, found, r, 0, 1)
        wrongly_listed = tally[r, LISTED_D] > tally[r, TRUTHFUL_LISTED_D]
        if tally[r, BELOW_N] | tally[r, TRUTHFUL_BELOW_N] | tally[r, WRONGED_N] | tally[r, SPARED_N]:
            _add(group, found, r, 1, tally[r, BELOW_N])
            _add(group, found, r, 2, tally[r, TRUTHFUL_BELOW_N])
            _add(group, found, r, 5, tally[r, WRONGED_N])
            _add(group, found, r, 6, tally[r, SPARED_N])
            _add(group, found, r, 10, tally[r, BELOW_N] > 0)
            _add(group, found, r, 12, tally[r, WRONGED_N] > 0)
            _add(group, found, r, 13, tally[r, SPARED_N] > 0)
        if tally[r, LISTED_D] | tally[r, TRUTHFUL_LISTED_D]:
            _add(group, found, r, 3, tally[r, LISTED_D])
            _add(group, found, r, 4, tally[r, TRUTHFUL_LISTED_D])
            _add(group, found, r, 11, tally[r, LISTED_D] > 0)
            _add(group, found, r, 14, wrongly_listed)
        if tally[r, MERITS_N] | tally[r, CHARGES_N]:
            _add(group, found, r, 8, tally[r, MERITS_N])
            _add(group, found, r, 9, tally[r, CHARGES_N])
        if tally[r, OTHERS_N]:
            _add(group, found, r, 7, tally[r, OTHERS_N])
            _add(group, found, r, 15, 1)


@inlined
def _outcome(base, other, r):
    """Return what another world did to somebody, and whether that went beyond what truth gives."""
    below_n, listed_d = other[r, BELOW_N] - base[r, BELOW_N], other[r, LISTED_D] - base[r, LISTED_D]
    is_less, is_more = below_n < 0 or listed_d < 0, below_n > 0 or listed_d > 0
    if not is_less and not is_more:
        return 0, False
    which = base if is_less else other
    is_undeserved = (below_n != 0 and which[r, BELOW_N] > which[r, TRUTHFUL_BELOW_N]) or (
        listed_d != 0 and which[r, LISTED_D] > which[r, TRUTHFUL_LISTED_D]
    )
    if is_less and is_more:
        return MIXED, is_undeserved
    return (HELPED if is_less else HARMED), is_undeserved


@body
def _joint(base, other, group, books, person, residents_n, last_d, found):
    """Count the residents of each group by what another world did to them.

    Args:
        base: Tally of each holder in the base. Shape [N, TallyColumn].
        other: The same in the other world.
        group: Group of each resident in each dimension. Shape [X, N].
        books: Of the base, at the end of the years. Shape [W, N, Book].
        person: Likewise. Shape [N, Person].
        residents_n: How many of the holders are residents.
        last_d: One past the last day.
        found: Added to; the first row is everybody's. Shape [1 + G, Outcome, Joint].
    """
    for r in range(residents_n):
        if not _has_account(books, person, r, last_d):
            continue
        outcome, is_undeserved = _outcome(base, other, r)
        below_n, listed_d = other[r, BELOW_N] - base[r, BELOW_N], other[r, LISTED_D] - base[r, LISTED_D]
        for dim in range(-1, group.shape[0]):
            row = 0 if dim < 0 else 1 + group[dim, r]
            found[row, outcome, 0] += 1
            found[row, outcome, 1] += is_undeserved
            found[row, outcome, 2] += below_n
            found[row, outcome, 3] += listed_d


@body
def _pairs(history, books, order, grade_n, found):
    """Count the pairs of residents with equal conduct, and those of them who have another grade.

    Equal conduct is the same non-empty multiset of what the law has a rule for, as far as some
    provider could have recorded it. The grade is that of the last count of the first instrument.

    Args:
        history: Hash of each holder's acts. Shape [N].
        books: At the end of the years. Shape [W, N, Book].
        order: Residents by their hash; overwritten.
        grade_n: Zeros, one for each grade; overwritten.
        found: Pairs of equal conduct, of these with another official grade, with another truthful grade, all
            pairs, and of these with another official grade; added to. Shape [5].
    """
    n = 0
    for at in range(len(order)):
        if books[OFFICIAL, order[at], PUBLISHED] != NOBODY:
            order[n] = order[at]
            n += 1
    for at in range(n):
        a, following = order[at], at + 1
        grade_n[books[OFFICIAL, a, PUBLISHED]] += 1
        while following < n and history[order[following]] == history[a] and history[a] != 0:
            b = order[following]
            found[0] += 1
            found[1] += books[OFFICIAL, a, PUBLISHED] != books[OFFICIAL, b, PUBLISHED]
            found[2] += books[TRUTHFUL, a, PUBLISHED] != books[TRUTHFUL, b, PUBLISHED]
            following += 1
    same = np.int64(0)
    for at in range(len(grade_n)):
        same += grade_n[at] * (grade_n[at] - 1) // 2
    found[3] += n * (n - 1) // 2
    found[4] += n * (n - 1) // 2 - same


def _kept(sources: str) -> tuple[Callable[..., None], Callable[..., None], Callable[..., None]]:
    def burdens(tally, group, books, person, residents_n, last_d, found):
        assert sources  # named, so that Numba's key holds it
        _burdens(tally, group, books, person, residents_n, last_d, found)

    def joint(base, other, group, books, person, residents_n, last_d, found):
        assert sources
        _joint(base, other, group, books, person, residents_n, last_d, found)

    def pairs(history, books, order, grade_n, found):
        assert sources
        _pairs(history, books, order, grade_n, found)

    for function, described in ((burdens, _burdens), (joint, _joint), (pairs, _pairs)):
        function.__doc__ = described.__doc__
    return kernel(burdens), kernel(joint), kernel(pairs)


burdens, joint, pairs = _kept(source_hash())
