"""An act comes in, records go out: under which rules, on whom, for which months, and on which days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from glasshouse.law.durations import duration
from glasshouse.law.schema import Relation
from reference.calendar import Calendar
from reference.entries import TRUE, Act, Record
from reference.law import Row, Trigger

MONTHS_APART = {"each-month": 1, "each-half-year": 6}
Related = Callable[[Relation], tuple[int, ...]]
"""Who stands in a relation to the doer."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a report comes to one of the two files: so many days after the decision, and as what."""

    side: str
    delay_d: int = 0
    kind: str = TRUE


def records_of(
    calendar: Calendar, trigger: Trigger, act: Act, way: Way, related: Related, ends_day: int
) -> Iterator[Record]:
    """Yield all records of an act under one rule; nobody is booked twice for one rule and instalment."""
    for conduct_day, end_day in instalments(calendar, trigger.rule.counted, act, ends_day):
        whom = {
            (booking.row, person): None
            for booking in trigger.bookings
            for person in related(booking.relation)
        }
        ready_day = max(act.final_day, conduct_day) + way.delay_d
        for row, person in whom:
            booked_day = booking_day(calendar, row, ready_day)
            yield Record(act, row, person, way.side, conduct_day, end_day, booked_day, way.kind)


def instalments(calendar: Calendar, counted: str, act: Act, ends_day: int) -> Iterator[tuple[int, int]]:
    """Yield the days of the conduct that an act is booked for, each with the day of its end.

    Conduct that lasts and is counted by months or half-years is booked for each that begins in it.
    """
    if counted == "once" or act.end_day <= act.day:
        yield act.day, act.end_day
        return
    months, day = 0, act.day
    while months == 0 or day < min(act.end_day, ends_day):
        yield day, day
        months += MONTHS_APART[counted]
        day = calendar.months_later(act.day, months)


def booking_day(calendar: Calendar, row: Row, ready_day: int) -> int:
    """Return when a record that is ready is booked: after the notice, and on lists at their publication."""
    notice = row.instrument.notice
    day = ready_day if notice is None else calendar.later(ready_day, duration(notice.value))
    if row.instrument.kind != "list":
        return day
    month = calendar.month_of(day)
    shown = calendar.publication_day(row.instrument.publication, month)
    if shown is not None and shown < day:
        shown = calendar.publication_day(row.instrument.publication, month + 1)
    return day if shown is None else shown
