"""A year comes in, real dates go out: day 0 is 1 January of the world's year, months are real.

Days before that are negative. The calendar is the proleptic Gregorian one, leap days included.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from glasshouse.law.durations import Duration
from glasshouse.law.schema import Publication
from glasshouse.people.world import Holidays

MONTHS_PER_YEAR = 12
SATURDAY = 5
NEVER = 1 << 30
"""A day that does not come."""


def after(day: int, days: int) -> int:
    """Return the day so many days after another; nothing comes after `NEVER`."""
    return min(day + days, NEVER)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the world, by its number."""

    number: int
    month: int
    """Months since the world began."""
    day_of_month: int

    @property
    def year(self) -> int:
        """Years since the world began."""
        return self.month // MONTHS_PER_YEAR


@dataclass(frozen=True)
class Calendar:
    """The days of a world that starts on 1 January of `year`."""

    year: int
    holidays: Holidays | None = field(default=None, compare=False)

    def day(self, on: date) -> int:
        """Return how many days after day 0 a date lies."""
        return (on - date(self.year, 1, 1)).days

    def date(self, day: int) -> date:
        """Return the date of a day."""
        return date(self.year, 1, 1) + timedelta(days=day)

    def month_starts(self, month: int) -> int:
        """Return the first day of a month; month 0 is January of the world's year."""
        return self.day(date(self.year + month // MONTHS_PER_YEAR, month % MONTHS_PER_YEAR + 1, 1))

    def days_in_month(self, month: int) -> int:
        """Return how many days a month has."""
        return self.month_starts(month + 1) - self.month_starts(month)

    def month_of(self, day: int) -> int:
        """Return the month that a day lies in."""
        on = self.date(day)
        return (on.year - self.year) * MONTHS_PER_YEAR + on.month - 1

    def year_starts(self, year: int) -> int:
        """Return the first day of a year; year 0 is the world's."""
        return self.month_starts(MONTHS_PER_YEAR * year)

    def days(self, years: int) -> list[Day]:
        """Return every day of the first years of the world, in order."""
        return [
            Day(self.month_starts(month) + day_ix, month, day_ix + 1)
            for month in range(MONTHS_PER_YEAR * years)
            for day_ix in range(self.days_in_month(month))
        ]

    def months_later(self, day: int, months: int) -> int:
        """Return the same day of a later month, or that month's last day where it is shorter."""
        on = self.date(day)
        month = (on.year - self.year) * MONTHS_PER_YEAR + on.month - 1 + months
        return self.month_starts(month) + min(on.day, self.days_in_month(month)) - 1

    def years_later(self, day: int, years: int) -> int:
        """Return the same day of the same month so many years on; 29 February falls back to the 28th."""
        return self.months_later(day, MONTHS_PER_YEAR * years)

    def is_working_day(self, day: int) -> bool:
        """Whether offices work on a day: not on Saturdays, Sundays and holidays."""
        on = self.date(day)
        is_holiday = self.holidays is not None and (
            f"{on:%m-%d}" in self.holidays.every_year or f"{on:%Y-%m-%d}" in self.holidays.days
        )
        return on.weekday() < SATURDAY and not is_holiday

    def working_days_later(self, day: int, working_days: int) -> int:
        """Return the so many-th working day after a day."""
        while working_days > 0:
            day += 1
            working_days -= self.is_working_day(day)
        return day

    def later(self, day: int, span: Duration) -> int:
        """Return the first day after a span that begins on a day.

        Raises:
            ValueError: For a span that ends with the conduct alone.
        """
        match span.unit:
            case "months":
                return self.months_later(day, span.n)
            case "days":
                return day + span.n
            case "working days":
                return self.working_days_later(day, span.n)
            case "year end":
                return self.day(date(self.date(day).year + 1, 1, 1))
            case "correction":
                msg = "only the conduct says when it is corrected"
                raise ValueError(msg)

    def publication_day(self, publication: Publication, month: int) -> int | None:
        """Return the day of a month on which balances are shown; None where that is every day."""
        first = self.month_starts(month)
        if publication.day_of_month is not None:
            return first + publication.day_of_month - 1
        if publication.first_working_day is not None:
            return self.working_days_later(first - 1, 1)
        return None


@cache
def days_of(calendar: Calendar, years: int) -> tuple[Day, ...]:
    """Return every day of the first years, worked out once."""
    return tuple(calendar.days(years))
