"""A year comes in, real dates go out: day 0 is 1 January of the world's year, months are real.

Days before that are negative. The calendar is the proleptic Gregorian one, leap days included.
"""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_PER_YEAR = 12


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


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a world that starts on 1 January of `year`."""

    year: int

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

    def years_later(self, day: int, years: int) -> int:
        """Return the same day of the same month so many years on; 29 February falls back to the 28th."""
        on = self.date(day)
        try:
            return self.day(on.replace(year=on.year + years))
        except ValueError:  # only 29 February is missing from a year
            return self.day(on.replace(year=on.year + years, day=28))
