"""Sums by community come in, estimates with their intervals go out: a bootstrap over communities.

Communities are what a run consists of: they are alone, so that another draw of them is another run's
luck. Each replicate weighs every community by how often it was drawn.

The interval lies between two quantiles of the replicates. A bootstrap of few communities varies too
little, by (n - 1) / n, and knows its own spread badly; so the quantiles lie further out, as far as a
t distribution of n - 1 degrees would have them (Hesterberg, 2015: the expanded percentile interval).
"""

from collections.abc import Callable
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from glasshouse.audits.finding import LEVEL, Interval
from glasshouse.draws import Purpose, draw_many

REPLICATES_N = 400
Sums = NDArray[np.float64]
Statistic = Callable[[Sums], Sums]
"""From weighted totals (shape [replicates, columns]) to the estimate of each replicate."""
SHORT_T = (6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812)
"""The 0.95 quantile of t with 1 to 10 degrees of freedom, from any table of it."""


@lru_cache(maxsize=8)
def weights(units_n: int, replicates_n: int = REPLICATES_N) -> Sums:
    """Return how often each community is drawn in each replicate. Shape [replicates, communities].

    The draws are keyed by nothing but their place: the same run always has the same interval.
    """
    entities = np.arange(units_n, dtype=np.int64)
    counts = np.zeros((replicates_n, units_n))
    for at in range(replicates_n):
        words = draw_many(np.uint64(0), int(Purpose.BOOTSTRAP), 0, entities, at)[:, 0].astype(np.uint64)
        drawn = (words * np.uint64(units_n)) >> np.uint64(32)
        counts[at] = np.bincount(drawn.astype(np.int64), minlength=units_n)
    counts.flags.writeable = False
    return counts


def tail(units_n: int) -> float:
    """Return which share of the replicates lies below the interval, from so many communities."""
    degrees = units_n - 1
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    t = SHORT_T[degrees - 1] if degrees <= len(SHORT_T) else z + (z**3 + z) / (4 * degrees)
    return NormalDist().cdf(-t * sqrt(units_n / degrees))


def intervals(replicates: Sums, units_n: int) -> list[tuple[float, float]]:
    """Return between which values the middle of the replicates lies. From shape [replicates, estimates].

    Replicates that have no estimate, since nobody was drawn whom it is of, are left out.
    """
    share = tail(units_n)
    known = np.isfinite(replicates)
    whole = known.all(axis=0)
    found = np.full((2, replicates.shape[1]), np.nan)
    found[:, whole] = np.quantile(replicates[:, whole], [share, 1 - share], axis=0)
    for at in np.flatnonzero(~whole & known.any(axis=0)):
        found[:, at] = np.quantile(replicates[known[:, at], at], [share, 1 - share])
    return list(zip(*found.tolist(), strict=True))


def interval_of(sums: Sums, statistic: Statistic, drawn: Sums | None = None) -> tuple[float, Interval]:
    """Return an estimate and its interval.

    Args:
        sums: What each community adds. Shape [communities, columns].
        statistic: The estimate from totals.
        drawn: Weights, where they are made already.

    Returns:
        The estimate from all communities, and the interval of the replicates' middle part.
    """
    drawn = weights(len(sums)) if drawn is None else drawn
    value = float(statistic(sums.sum(axis=0, keepdims=True))[0])
    found = statistic(drawn @ sums)
    found = found[np.isfinite(found)]
    if len(found) == 0 or len(sums) == 1:
        return value, Interval(value, value)
    ((low, high),) = intervals(found[:, None], len(sums))
    return value, Interval(low, high)


def ratio(totals: Sums) -> Sums:
    """Return the first column over the second; not a number where the second is nothing."""
    return over(totals[:, 0], totals[:, 1])


def over(top: Sums, bottom: Sums) -> Sums:
    """Return one total over another; not a number where the other is nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bottom == 0, np.nan, top / bottom)
