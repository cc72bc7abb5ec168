"""A span as a law says it comes in, its number and unit go out."""

from typing import Literal, NamedTuple

Unit = Literal["months", "days", "working days", "year end", "correction"]
WITHOUT_NUMBER = ("to the end of the year", "until corrected")
"""The spans that have no number."""
_MONTHS_PER_YEAR = 12
_UNITS: dict[str, Unit] = {"month": "months", "day": "days", "working day": "working days"}


class Duration(NamedTuple):
    """A span: so many calendar months, days or working days, or one of two without a number.

    `year end` ends with the calendar year that it begins in; `correction` ends with the conduct alone.
    """

    n: int
    unit: Unit


def duration(text: str) -> Duration:
    """Read a `DurationText`: `2 years`, `180 days`, `to the end of the year`."""
    if text in WITHOUT_NUMBER:
        return Duration(0, "year end" if text == WITHOUT_NUMBER[0] else "correction")
    number, _, unit = text.partition(" ")
    if unit.startswith("year"):
        return Duration(int(number) * _MONTHS_PER_YEAR, "months")
    return Duration(int(number), _UNITS[unit.removesuffix("s")])
