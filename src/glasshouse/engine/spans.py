"""A World comes in, how long acts last and when decisions are final goes out, as integer quantiles."""

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.decimals import QUANTILES_N, dec, lognormal_parts
from glasshouse.people.conduct import Conduct
from glasshouse.people.world import World

NO_END_D = 1 << 30
"""Stands for "never" as a day and as a number of days."""
ON_THE_DAY = -1


class Spans(NamedTuple):
    """How long acts last and when the decision on them is final. C conducts, S spans."""

    lasts: NDArray[np.int32]
    """Row of `days` by conduct, or -1 where an act is over on its day. Shape [C]."""
    decided: NDArray[np.int32]
    """The same for the decision. Shape [C]."""
    days: NDArray[np.int32]
    """Whole days at 1,024 equally likely quantiles, the last of which may be never. Shape [S, 1024]."""


def compile_spans(conducts: Iterable[Conduct]) -> Spans:
    """Compile what acts of each conduct last, in their order."""
    rows: list[NDArray[np.int32]] = []
    lasts, decided = list[int](), list[int]()
    for conduct in conducts:
        for places, span in ((lasts, conduct.lasts), (decided, conduct.decided)):
            places.append(ON_THE_DAY if span is None else len(rows))
            if span is not None:
                rows.append(span_days(span.median_d, span.sigma, span.max_d, span.never))
    return Spans(
        np.array(lasts, dtype=np.int32),
        np.array(decided, dtype=np.int32),
        np.array(rows, dtype=np.int32).reshape(len(rows), QUANTILES_N),
    )


@lru_cache
def span_days(median_d: float, sigma: float, max_d: int, never: float) -> NDArray[np.int32]:
    """Return a `Span` in whole days at 1,024 equally likely quantiles. Shape [1024]."""
    never_n = int((dec(never) * QUANTILES_N).to_integral_value(ROUND_HALF_UP))
    days = lognormal_parts(median_d, sigma, max_d, QUANTILES_N - never_n)
    quantiles = np.array([*days, *[NO_END_D] * never_n], dtype=np.int32)
    quantiles.flags.writeable = False
    return quantiles


def holidays_of(world: World, years: range) -> tuple[dt.date, ...]:
    """Return the days beside weekends on which no office works in some years."""
    if world.holidays is None:
        return ()
    fixed = [dt.date.fromisoformat(f"{year}-{day}") for year in years for day in world.holidays.every_year]
    return tuple(sorted({*fixed, *(dt.date.fromisoformat(day) for day in world.holidays.days)}))
