"""Rates and shares come in as decimals, integer thresholds and weights go out.

Decimal arithmetic gives the same digits on every processor, which floating exp and sums do not.
"""

import math
from collections.abc import Sequence
from decimal import Decimal, localcontext
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

WORD = 1 << 32
"""Draws are compared as whole numbers below this."""
LAST_WORD = WORD - 1
Q16 = 1 << 16
"""Responses and bounds are compared in units of 1/65536."""
FRAILTY_LEVELS_N = 16
QUANTILES_N = 1024
MOST_A_MONTH_N = 64
"""Candidates of one resident and domain in a month; an act's number has room for so many, and for twelve
times as many in a year."""
PRECISION = 30
NEAR, FAR = 1e-9, 500.0
"""Floating-point numbers are surely nearer to the truth than that part of it, and hold exp of so much."""


@lru_cache(maxsize=1 << 14, typed=True)
def dec(value: float) -> Decimal:
    """Return the decimal that a person wrote: 0.1 is exactly a tenth."""
    return Decimal(str(value))


def poisson_thresholds(mean: Decimal, width_n: int) -> list[int]:
    """Return thresholds for a Poisson count: the count is how many of them are <= the word.

    Args:
        mean: Expected count, >= 0.
        width_n: Length of the row; the count cannot exceed it.
    """
    row: list[int] = []
    with localcontext() as ctx:
        ctx.prec = PRECISION
        total = term = (-mean).exp()
        while len(row) < width_n and (not row or row[-1] < LAST_WORD):
            row.append(min(LAST_WORD, int(total * WORD)))
            term = term * mean / len(row)
            total += term
    return row + [LAST_WORD] * (width_n - len(row))


def poisson_width(mean: Decimal, months_n: int) -> int:
    """Return the shortest row of thresholds after which less than one draw in 2**32 is cut off.

    Where the limit comes first, it is the limit.

    Args:
        mean: Expected count, >= 0.
        months_n: Of so many months; the row has 64 thresholds for each at most.
    """
    row = poisson_thresholds(mean, MOST_A_MONTH_N * months_n)
    return row.index(LAST_WORD) + 1 if LAST_WORD in row else len(row)


def cumulative_weights(weights: Sequence[Decimal]) -> list[int]:
    """Return cumulative 32-bit weights; the last is 2**32 - 1, and all zeros give a row of it."""
    total = sum(weights, Decimal(0))
    if total == 0:
        return [LAST_WORD] * len(weights)
    running, row = Decimal(0), list[int]()
    for weight in weights:
        running += weight
        row.append(min(LAST_WORD, int(running / total * WORD)))
    # A trailing category of weight 0 must stay out of reach of the last word.
    last = max(ix for ix, weight in enumerate(weights) if weight > 0)
    return row[:last] + [LAST_WORD] * (len(row) - last)


@lru_cache
def lognormal_days(median_d: float, sigma: float, longest_d: int) -> NDArray[np.int32]:
    """Return the delay in whole days at 1,024 equally likely quantiles. Shape [1024]."""
    quantiles = np.array(lognormal_parts(median_d, sigma, longest_d, QUANTILES_N), dtype=np.int32)
    quantiles.flags.writeable = False
    return quantiles


def lognormal_parts(median_d: float, sigma: float, longest_d: int, n: int) -> list[int]:
    """Return the middles of n equally likely parts of a lognormal distribution, in whole days.

    The days are those that decimals give. Floating-point numbers give the same where they are not within
    rounding of a whole day, and decimals take a hundred times as long.
    """
    days: list[int] = []
    for z in _normal_parts(n):
        near_d = median_d * math.exp(min(sigma * z, FAR))
        is_sure = abs(near_d - round(near_d)) > NEAR * max(1.0, near_d)
        exactly_d = near_d if is_sure else dec(median_d) * (dec(sigma) * dec(z)).exp()
        days.append(min(longest_d, int(exactly_d)))
    return days


@lru_cache
def _normal_parts(n: int) -> tuple[float, ...]:
    """Return the middles of n equally likely parts of a normal distribution, to nine places."""
    normal = NormalDist()
    return tuple(round(normal.inv_cdf((ix + 0.5) / n), 9) for ix in range(n))


@lru_cache
def frailty_multipliers(k: float) -> tuple[Decimal, ...]:
    """Return the mean of a gamma of shape k and mean 1 inside each of 16 equally likely bins.

    The mean below a quantile q is P(k + 1, k q), P the regularised lower incomplete gamma
    function; the sixteen multipliers average to one.
    """
    shape = dec(k)
    with localcontext() as ctx:
        ctx.prec = 20
        cuts = [_gamma_quantile(k, i / FRAILTY_LEVELS_N) for i in range(1, FRAILTY_LEVELS_N)]
        below = [Decimal(0), *(_gamma_share(shape + 1, x) for x in cuts), Decimal(1)]
        return tuple((below[i + 1] - below[i]) * FRAILTY_LEVELS_N for i in range(FRAILTY_LEVELS_N))


def _gamma_share(shape: Decimal, x: Decimal) -> Decimal:
    """P(shape, x) by its power series; Gamma(shape + 1) by Stirling's series after a shift."""
    if x <= 0:
        return Decimal(0)
    term = total = Decimal(1)
    n = 0
    while term > total * Decimal("1e-16"):
        n += 1
        term = term * x / (shape + n)
        total += term
    return total * (shape * x.ln() - x - _log_gamma(shape + 1)).exp()


def _log_gamma(x: Decimal) -> Decimal:
    shift, log_shift = x, Decimal(0)
    while shift < 20:
        log_shift += shift.ln()
        shift += 1
    series = 1 / (12 * shift) - 1 / (360 * shift**3) + 1 / (1260 * shift**5) - 1 / (1680 * shift**7)
    half_log_tau = Decimal("0.918938533204672741780329736406")
    return (shift - Decimal("0.5")) * shift.ln() - shift + half_log_tau + series - log_shift


def _gamma_quantile(shape: float, share: float) -> Decimal:
    """Find a quantile by bisection, to ten digits: the last ones of `exp` differ by processor."""
    # Chebyshev bounds the 15/16 quantile by the mean and four standard deviations.
    low, high = 0.0, shape + 4 * math.sqrt(shape)
    for _ in range(60):
        middle = (low + high) / 2
        if _gamma_share_float(shape, middle) < share:
            low = middle
        else:
            high = middle
    return dec(float(f"{high:.10e}"))


def _gamma_share_float(shape: float, x: float) -> float:
    term = total = 1.0
    n = 0
    while term > total * 1e-17:
        n += 1
        term *= x / (shape + n)
        total += term
    return total * math.exp(shape * math.log(x) - x - math.lgamma(shape + 1)) if x > 0 else 0.0
