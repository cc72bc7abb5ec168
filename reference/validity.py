"""A record comes in, the days of its entry go out, as the law has them: start, end and repair."""

from glasshouse.law.durations import duration
from reference.calendar import NEVER, Calendar
from reference.entries import Entry, Record


def entry_of(calendar: Calendar, record: Record, amount_pt: int | None) -> Entry:
    """Return the entry that a record would be, were it booked."""
    start_day = _start_day(record)
    return Entry(
        record,
        amount_pt,
        record.booked_day,
        start_day,
        until_day(calendar, record, start_day),
        repair_day(calendar, record),
    )


def until_day(calendar: Calendar, record: Record, start_day: int) -> int:
    """Return the first day on which an entry no longer counts, unless a repair comes before."""
    span = record.row.valid(record.act.severity)
    if span.unit == "correction":
        return NEVER if repair_day(calendar, record) != NEVER else record.end_day
    return NEVER if start_day == NEVER else calendar.later(start_day, span)


def repair_day(calendar: Calendar, record: Record) -> int:
    """Return when a repair ends an entry: only conduct that lasted can be corrected."""
    repair = record.row.repair
    if repair is None or not record.conduct_day < record.end_day < NEVER:
        return NEVER
    return record.end_day if repair.after is None else calendar.later(record.end_day, duration(repair.after))


def _start_day(record: Record) -> int:
    match record.row.starts:
        case "conduct":
            return record.conduct_day
        case "finality":
            return max(record.act.final_day, record.conduct_day)
        case "end":
            return record.end_day
        case _:
            return record.booked_day
