"""The names that the synthetic run is built from: its law, its groups, its people and their records."""

import datetime as dt
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from tests.reports.synthetic_law import law

Rule = dict[str, Any]
LAW = law()
RULES = cast("dict[str, Rule]", LAW["rules"])
CODES = list(RULES)
PROVIDERS: dict[str, str] = {name: str(role["title"]) for name, role in LAW["providers"].items()}
BANDS = cast("list[dict[str, Any]]", LAW["instruments"]["points"]["bands"])
FLOOR = float(LAW["instruments"]["points"]["floor"]["value"])
GRADES = [str(band["grade"]) for band in reversed(BANDS)]
LOWEST = [int(band.get("from", -(10**6))) for band in reversed(BANDS)]
HELD_AT = {"D": FLOOR, "C": 600.0}
"""The score that a direct downgrade to a grade sets."""
YEAR = 2020
GROUPS = {
    "age": (("18-29", 0.13), ("30-44", 0.24), ("45-59", 0.29), ("60-74", 0.25), ("75+", 0.09)),
    "sex": (("female", 0.505), ("male", 0.495)),
    "registration": (
        ("local", 0.83),
        ("other-township", 0.09),
        ("same-province", 0.05),
        ("other-province", 0.03),
    ),
    "work": (
        ("not-working", 0.38),
        ("farming-fishing", 0.2),
        ("manufacturing", 0.18),
        ("construction", 0.05),
        ("trade", 0.08),
        ("public-administration", 0.03),
        ("other-services", 0.08),
    ),
}


class City(NamedTuple):
    """The adults. R adults."""

    community: NDArray[np.int32]
    levels: dict[str, NDArray[np.int8]]
    frailty: NDArray[np.float64]


class Records(NamedTuple):
    """What was recorded. E records."""

    adult: NDArray[np.int64]
    rule: NDArray[np.int16]
    act_day: NDArray[np.int32]
    booked_day: NDArray[np.int32]
    until_day: NDArray[np.int32]


def grades_of(scores: NDArray[np.float64]) -> NDArray[np.str_]:
    """Return the grade of each score."""
    return np.array(GRADES)[np.searchsorted(LOWEST, scores, side="right") - 1]


def new_year(year_ix: int) -> int:
    """Return the day number of 1 January of a year of the run."""
    return (dt.date(YEAR + year_ix, 1, 1) - dt.date(YEAR, 1, 1)).days


def publication(month: int) -> int:
    """Return the day number of a month's publication."""
    return (dt.date(YEAR + month // 12, month % 12 + 1, 25) - dt.date(YEAR, 1, 1)).days


def iso(day: int) -> str:
    """Write a day number as a date."""
    return (dt.date(YEAR, 1, 1) + dt.timedelta(days=day)).isoformat()
