"""A world's year and a number of years come in, day numbers go out: real months, leap days.

Day 0 is 1 January of the world's year. "n years later" keeps month and day; 29 February becomes
the 28th where the year has none (design 4.4, validity).
"""

import datetime as dt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LEAP_DAY = (2, 29)


class Calendar(NamedTuple):
    """Day numbers of a span of whole years. T months, Y years."""

    year: int
    month_start_d: NDArray[np.int32]
    """First day of each month, and one past the last. Shape [T + 1]."""
    year_start_d: NDArray[np.int32]
    """First day of each year, and one past the last. Shape [Y + 1]."""

    @property
    def days_n(self) -> int:
        """Days in the span."""
        return int(self.month_start_d[-1])


def make_calendar(year: int, years_n: int) -> Calendar:
    """Lay out the months of `years_n` years from 1 January of `year`."""
    zero = dt.date(year, 1, 1).toordinal()
    months = [dt.date(year + y, m, 1).toordinal() - zero for y in range(years_n) for m in range(1, 13)]
    end = dt.date(year + years_n, 1, 1).toordinal() - zero
    month_start_d = np.array([*months, end], dtype=np.int32)
    return Calendar(year, month_start_d, month_start_d[::12].copy())


def day_number(year: int, date: dt.date) -> int:
    """Return the day number of a date, counted from 1 January of `year`."""
    return date.toordinal() - dt.date(year, 1, 1).toordinal()


def date_of(year: int, day: int) -> dt.date:
    """Return the date of a day number counted from 1 January of `year`."""
    return dt.date.fromordinal(dt.date(year, 1, 1).toordinal() + day)


def years_later(date: dt.date, years_n: int) -> dt.date:
    """Return the same month and day `years_n` years on; 29 February falls back to the 28th."""
    if (date.month, date.day) == LEAP_DAY and not _is_leap(date.year + years_n):
        return dt.date(date.year + years_n, 2, 28)
    return date.replace(year=date.year + years_n)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def anniversaries(year: int, days_n: int, years_n: int) -> NDArray[np.int32]:
    """Return, for each day of the span, the day number `years_n` years later. Shape [days_n]."""
    first = dt.date(year, 1, 1).toordinal()
    days = [years_later(dt.date.fromordinal(first + d), years_n).toordinal() - first for d in range(days_n)]
    return np.array(days, dtype=np.int32)
