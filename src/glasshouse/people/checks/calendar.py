"""A world comes in, the faults of its holidays go out."""

from collections.abc import Iterator
from datetime import date

from glasshouse.people.checks.faults import Fault
from glasshouse.people.world import World

A_LEAP_YEAR = 2000
"""A holiday on 29 February is one in the years that have it."""


def holiday_that_does_not_exist(world: World) -> Iterator[Fault]:
    """A holiday on a day that no calendar has."""
    if world.holidays is None:
        return
    every_year, days = world.holidays.every_year, world.holidays.days
    named = [(f"every_year.{ix}", day, f"{A_LEAP_YEAR}-{day}") for ix, day in enumerate(every_year)]
    named += [(f"days.{ix}", day, day) for ix, day in enumerate(days)]
    for path, day, written in named:
        if not _exists(written):
            remedy = "write a day of the calendar, as MM-DD under `every_year` and YYYY-MM-DD under `days`"
            yield Fault(f"holidays.{path}", "W181", f"there is no day {day}", remedy)


def _exists(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
