"""The oracle's calendar, by dates that anybody can look up."""

from datetime import date

import pytest

from glasshouse.law.durations import duration
from glasshouse.law.schema import Publication
from glasshouse.people.world import Holidays
from reference.calendar import Calendar
from tests.differential.laws import publication

TOWN = Calendar(2019)
"""2020 is a leap year, so that a leap day lies inside the first two years."""


def test_day_0_is_new_years_day_and_the_day_before_it_is_negative() -> None:
    assert TOWN.day(date(2019, 1, 1)) == 0
    assert TOWN.day(date(2018, 12, 31)) == -1
    assert TOWN.date(-1) == date(2018, 12, 31)


def test_months_are_real() -> None:
    assert [TOWN.days_in_month(month) for month in (0, 1, 3, 13)] == [31, 28, 30, 29]
    assert TOWN.month_starts(14) == TOWN.day(date(2020, 3, 1)) == 365 + 31 + 29


def test_years_are_real() -> None:
    assert [TOWN.year_starts(year) for year in range(4)] == [0, 365, 731, 1096]


def test_the_days_of_two_years_are_in_order_and_know_their_month() -> None:
    days = TOWN.days(2)
    assert [day.number for day in days] == list(range(731))
    leap_day = days[TOWN.day(date(2020, 2, 29))]
    assert (leap_day.month, leap_day.day_of_month, leap_day.year) == (13, 29, 1)


def test_a_year_later_is_the_same_date_whether_365_or_366_days_on() -> None:
    assert TOWN.years_later(TOWN.day(date(2019, 3, 1)), 1) == TOWN.day(date(2020, 3, 1))
    assert TOWN.years_later(0, 1) == 365
    assert TOWN.years_later(365, 1) == 365 + 366


def test_29_february_falls_back_to_the_28th_where_there_is_none() -> None:
    leap_day = TOWN.day(date(2020, 2, 29))
    assert TOWN.years_later(leap_day, 1) == TOWN.day(date(2021, 2, 28))
    assert TOWN.years_later(leap_day, 4) == TOWN.day(date(2024, 2, 29))


def test_1900_had_no_leap_day_and_2000_had() -> None:
    assert Calendar(1900).year_starts(1) == 365
    assert Calendar(2000).year_starts(1) == 366


def test_birthdays_before_the_world_began_count_backwards() -> None:
    born = TOWN.day(date(2001, 7, 9))
    assert born < 0
    assert TOWN.date(TOWN.years_later(born, 18)) == date(2019, 7, 9)


@pytest.mark.parametrize(
    ("span", "later"),
    [
        ("1 month", "2019-02-28"),
        ("13 months", "2020-02-29"),
        ("2 months", "2019-03-31"),
        ("1 year", "2020-01-31"),
        ("10 days", "2019-02-10"),
        ("1 working day", "2019-02-01"),
        ("2 working days", "2019-02-04"),
        ("to the end of the year", "2020-01-01"),
    ],
)
def test_a_span_that_begins_on_31_january(span: str, later: str) -> None:
    assert TOWN.date(TOWN.later(TOWN.day(date(2019, 1, 31)), duration(span))) == date.fromisoformat(later)


def test_only_the_conduct_says_when_it_is_corrected() -> None:
    with pytest.raises(ValueError, match="conduct"):
        TOWN.later(0, duration("until corrected"))


HOLIDAYS = Holidays(every_year=("05-01",), days=("2019-05-02",), source="ours")


def test_offices_work_neither_at_weekends_nor_on_holidays() -> None:
    free = Calendar(2019, HOLIDAYS)
    # Tuesday 30 April, Wednesday and Thursday free this year, Friday 3 May, Monday 6 May.
    assert [free.date(free.working_days_later(free.day(date(2019, 4, 30)), n)) for n in (1, 2)] == [
        date(2019, 5, 3),
        date(2019, 5, 6),
    ]
    assert free.is_working_day(free.day(date(2020, 5, 4)))
    assert not free.is_working_day(free.day(date(2020, 5, 1)))


def test_the_days_of_publication() -> None:
    free = Calendar(2019, HOLIDAYS)
    first, fifth, daily = (
        Publication.model_validate(publication(its)) for its in ("first_working_day", 5, "at_once")
    )
    assert [free.date(free.publication_day(first, month) or 0) for month in (2, 4, 5)] == [
        date(2019, 3, 1),
        date(2019, 5, 3),
        date(2019, 6, 3),
    ]
    assert free.publication_day(fifth, 0) == 4
    assert free.publication_day(daily, 0) is None
