"""A world's year and a number of years come in, day numbers go out: real months, leap days.

Day 0 is 1 January of the world's year. "n years later" keeps month and day; 29 February becomes
the 28th where the year has none (design 4.4, validity).
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.law.durations import Duration

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


def days_after(
    calendar: Calendar, days_n: int, span: Duration, holidays: Sequence[dt.date] = ()
) -> NDArray[np.int32]:
    """Return, for each of the first days, the day on which a span that begins then is over.

    Calendar months keep the day of the month; where a month is too short, its last day holds. Of
    working days the n-th after the day counts.

    Args:
        calendar: The span of years.
        days_n: How many days from day 0.
        span: Months, days, working days or the rest of a year.
        holidays: Days beside weekends on which no office works.

    Returns:
        Day numbers. Shape [days_n].
    """
    zero = np.datetime64(dt.date(calendar.year, 1, 1))
    days = zero + np.arange(days_n)
    if span.unit == "months":
        later = months_after(days, span.n)
    elif span.unit == "working days":
        closed = [np.datetime64(day) for day in holidays]
        # The count begins on the next day, whether or not the day itself is one of work.
        later = np.busday_offset(days + 1, span.n - 1, roll="forward", holidays=closed)
    elif span.unit == "year end":
        later = (days.astype("datetime64[Y]") + 1).astype("datetime64[D]")
    else:
        later = days + span.n
    return (later - zero).astype(np.int32)


def months_after(days: NDArray[np.datetime64], months_n: int) -> NDArray[np.datetime64]:
    """Return the same day of the month some months later, or the last day of a shorter month."""
    months = days.astype("datetime64[M]")
    target = months + months_n
    last = (target + 1).astype("datetime64[D]") - 1
    return np.minimum(target.astype("datetime64[D]") + (days - months.astype("datetime64[D]")), last)


def first_working_days(calendar: Calendar, holidays: Sequence[dt.date] = ()) -> NDArray[np.int32]:
    """Return the first day of work of each month. Shape [T]."""
    zero = np.datetime64(dt.date(calendar.year, 1, 1))
    closed = [np.datetime64(day) for day in holidays]
    firsts = zero + calendar.month_start_d[:-1]
    return (np.busday_offset(firsts, 0, roll="forward", holidays=closed) - zero).astype(np.int32)


def next_of(chosen_d: NDArray[np.int32], days_n: int, never_d: int) -> NDArray[np.int32]:
    """Return, for each of the first days, the first chosen day on or after it. Shape [days_n]."""
    at = np.searchsorted(chosen_d, np.arange(days_n))
    return np.append(chosen_d, never_d)[at].astype(np.int32)
