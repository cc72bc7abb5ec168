"""The oracle's calendar, by dates that anybody can look up."""

from datetime import date

from reference.calendar import Calendar

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
