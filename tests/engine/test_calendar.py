"""Spans of laws against the calendar, each case worked out by hand."""

import datetime as dt

import numpy as np
import pytest

from glasshouse.engine.calendar import (
    date_of,
    day_number,
    days_after,
    first_working_days,
    make_calendar,
    next_of,
)
from glasshouse.engine.spans import NO_END_D, span_days
from glasshouse.law.durations import duration

YEAR = 2023
SPRING = (dt.date(2024, 5, 1),)


def _after(span: str, day: str, holidays: tuple[dt.date, ...] = ()) -> str:
    calendar = make_calendar(YEAR, 3)
    after = days_after(calendar, calendar.days_n, duration(span), holidays)
    return date_of(YEAR, int(after[day_number(YEAR, dt.date.fromisoformat(day))])).isoformat()


@pytest.mark.parametrize(
    ("span", "day", "over"),
    [
        ("1 year", "2023-03-01", "2024-03-01"),
        ("1 year", "2024-02-29", "2025-02-28"),
        ("4 years", "2024-02-29", "2028-02-29"),
        ("30 months", "2023-08-31", "2026-02-28"),
        ("1 month", "2024-01-31", "2024-02-29"),
        ("180 days", "2024-01-01", "2024-06-29"),
        ("to the end of the year", "2024-01-01", "2025-01-01"),
        ("to the end of the year", "2024-12-31", "2025-01-01"),
        ("3 working days", "2024-04-22", "2024-04-25"),  # Monday to Thursday
        ("3 working days", "2024-04-25", "2024-04-30"),  # Thursday to Tuesday
        ("1 working day", "2024-04-27", "2024-04-29"),  # Saturday to Monday
    ],
)
def test_a_span_is_over_when_the_calendar_says(span: str, day: str, over: str) -> None:
    assert _after(span, day) == over


def test_holidays_are_no_working_days() -> None:
    assert _after("3 working days", "2024-04-26", SPRING) == "2024-05-02"
    assert _after("3 working days", "2024-04-26") == "2024-05-01"


def test_the_first_working_day_of_a_month_is_no_weekend_and_no_holiday() -> None:
    days = first_working_days(make_calendar(2024, 1), SPRING)
    first = [date_of(2024, int(day)).isoformat() for day in days]
    assert first[4] == "2024-05-02"
    assert first[5] == "2024-06-03"  # the first was a Saturday


def test_after_the_last_chosen_day_comes_none() -> None:
    assert next_of(np.array([3, 10], dtype=np.int32), 12, NO_END_D).tolist() == [
        3, 3, 3, 3, 10, 10, 10, 10, 10, 10, 10, NO_END_D
    ]  # fmt: skip


def test_a_span_without_end_for_some_keeps_its_median_for_the_rest() -> None:
    days = span_days(100.0, 1.0, 3600, 0.25)
    assert (days == NO_END_D).sum() == 256
    assert np.median(days[:768]) == pytest.approx(100, abs=1)
    assert np.all(np.diff(days) >= 0)
    assert days[:768].max() <= 3600
