"""A World comes in, the integer thresholds and weights of what may happen go out.

Worked out again from the world file, by exact fractions where that is possible and by other series
where it is not, and never read from the engine's tables. A threshold may therefore differ from the
engine's by one in 2**32, which no draw of a test will ever meet.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from itertools import accumulate
from math import ceil, exp, lgamma, log
from statistics import NormalDist

from glasshouse.people.conduct import Conduct, Provider, Span

WORD = 2**32
ONE_Q16 = 2**16
FRAILTY_LEVELS = 16
QUANTILES = 1024

Levels = Mapping[str, str]
"""What rates depend on, by name: of residents age, sex and each attribute, of organisations the form."""


@dataclass(frozen=True, slots=True)
class Category:
    """What a candidate may turn out to be: conduct of a severity, seen by these providers alone."""

    conduct: str
    severity: str
    providers: tuple[str, ...]
    cause: str = ""
    """Of a record of what nobody did."""


@cache
def exact(number: float) -> Fraction:
    """Return the decimal that a person wrote: 0.1 is exactly a tenth."""
    return Fraction(str(number))


def bound_q16(conduct: Conduct) -> int:
    """Return the bound of a conduct in units of 1/65536, rounded up."""
    return ceil(exact(conduct.bound) * ONE_Q16)


def bounded_rate(conduct: Conduct, levels: Levels) -> Fraction:
    """Return how many candidates of a conduct a year holds at frailty 1, seen or not, at the bound."""
    return yearly_rate(conduct, levels) * Fraction(bound_q16(conduct), ONE_Q16)


def yearly_rate(conduct: Conduct, levels: Levels) -> Fraction:
    """Return how many acts of a conduct a year holds at frailty 1 where nobody responds to anything."""
    rate = exact(conduct.per_adult_y.value)
    for name, table in conduct.by.items():
        rate *= exact(table.factors.get(levels[name], 1))
    return rate


def severities(conduct: Conduct) -> dict[str, Fraction]:
    """Return the shares of severities, in the order of the world file; `any` where there are none."""
    its = {level: exact(share.value) for level, share in conduct.severity.items()}
    return its or {"any": Fraction(1)}


def shares(name: str, conduct: Conduct) -> dict[Category, Fraction]:
    """Return the categories that acts which somebody sees fall into, with their shares of all acts.

    Severities come in the order of the world file; within one, the patterns of providers as
    binary numbers, the first provider being the lowest bit.
    """
    found: dict[Category, Fraction] = {}
    for severity, severity_share in severities(conduct).items():
        for pattern in range(1, 2 ** len(conduct.seen_by)):
            share = severity_share
            providers: list[str] = []
            for slot, (provider, seen) in enumerate(conduct.seen_by.items()):
                sees = pattern >> slot & 1 == 1
                share *= exact(seen.value) if sees else 1 - exact(seen.value)
                if sees:
                    providers.append(provider)
            if share > 0:
                found[Category(name, severity, tuple(providers))] = share
    return found


def poisson_count(mean: Decimal, word: int) -> int:
    """Return the Poisson count that a word stands for: how many cumulative thresholds it reaches."""
    return bisect_right(poisson_thresholds(mean), word)


@cache
def poisson_thresholds(mean: Decimal) -> tuple[int, ...]:
    """Return the cumulative probabilities of a Poisson count times 2**32, until they reach the end."""
    with localcontext() as context:
        context.prec = 50
        terms = [(-mean).exp()]
        found = [int(terms[0] * WORD)]
        while found[-1] < WORD - 1:
            terms.append(terms[-1] * mean / len(terms))
            found.append(int(sum(terms) * WORD))
    return tuple(min(threshold, WORD - 1) for threshold in found)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which category a word stands for, in proportion to the rates."""

    categories: tuple[Category, ...]
    limits: tuple[int, ...]
    """Running shares times 2**32: a word stands for the first category whose limit lies above it."""

    @classmethod
    def of(cls, rates_: Mapping[Category, Fraction]) -> "Choice":
        """Return the choice between categories of these rates; those of rate 0 are never chosen."""
        categories = [category for category, rate in rates_.items() if rate > 0]
        running = list(accumulate(rates_[category] for category in categories))
        return cls(tuple(categories), tuple(int(share / running[-1] * WORD) for share in running))

    def category_of(self, word: int) -> Category:
        """Return the category that a word stands for."""
        return self.categories[bisect_right(self.limits, word)]


@cache
def frailty(k: float) -> tuple[Decimal, ...]:
    """Return the sixteen multipliers: means of equally likely parts of a gamma of shape k and mean 1."""
    cuts = [_gamma_quantile(k, level / FRAILTY_LEVELS) for level in range(1, FRAILTY_LEVELS)]
    below = [0.0, *(_gamma_share(k + 1, cut) for cut in cuts), 1.0]
    return tuple(Decimal((below[i + 1] - below[i]) * FRAILTY_LEVELS) for i in range(FRAILTY_LEVELS))


def _gamma_share(shape: float, x: float) -> float:
    """Return the share of a gamma of this shape and scale 1 that lies below x, by its power series."""
    if x <= 0:
        return 0.0
    term = total = exp(shape * log(x) - x - lgamma(shape + 1))
    n = 0
    while term > total * 1e-18:
        n += 1
        term *= x / (shape + n)
        total += term
    return total


def _gamma_quantile(shape: float, share: float) -> float:
    low, high = 0.0, 1.0
    while _gamma_share(shape, high) < share:
        high *= 2
    while high - low > 1e-15 * high and low < (low + high) / 2 < high:
        middle = (low + high) / 2
        low, high = (middle, high) if _gamma_share(shape, middle) < share else (low, middle)
    return high


def delay_d(provider: Provider, quantile: int) -> int:
    """Return the whole days that a provider takes at one of 1,024 equally likely quantiles."""
    share = (quantile + 0.5) / QUANTILES
    return min(provider.delay_max_d, _lognormal_d(provider.delay_median_d, provider.delay_sigma, share))


def span_d(span: Span, quantile: int) -> int | None:
    """Return the whole days of a span at one of 1,024 equally likely quantiles; None where it has no end.

    The last quantiles have no end; the others are equally likely parts of what has one.
    """
    ending = QUANTILES - int(exact(span.never) * QUANTILES + Fraction(1, 2))
    if quantile >= ending:
        return None
    return min(span.max_d, _lognormal_d(span.median_d, span.sigma, (quantile + 0.5) / ending))


@cache
def _lognormal_d(median_d: float, sigma: float, share: float) -> int:
    if median_d == 0:
        return 0
    z = Decimal(str(round(NormalDist().inv_cdf(share), 9)))
    return int(Decimal(str(median_d)) * (Decimal(str(sigma)) * z).exp())
