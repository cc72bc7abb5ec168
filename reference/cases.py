"""A law's case comes in, the state of its file at the end of a day goes out: plain bookkeeping, no chance."""

from dataclasses import dataclass

from glasshouse.law.cases import Case
from glasshouse.law.schema import Regime
from reference.calendar import Calendar
from reference.files import File, Record
from reference.life import is_publication


@dataclass(frozen=True, slots=True)
class Reading:
    """What a law makes of a case."""

    score_pt: int
    grade: str
    lists: frozenset[str]
    fired: tuple[str, ...]
    """Codes of the rules booked and not replaced by the day, whether they still count or not; sorted."""
    blocked: tuple[str, ...]
    """Codes of the rules that gave way to another of the same act by the day, sorted."""


def read_case(regime: Regime, case: Case) -> Reading:
    """Book the entries of a case, publish when it is time, and look at the end of its day."""
    calendar = Calendar(case.first_year)
    coming_of_age = calendar.years_later(calendar.day(case.born), regime.scored.from_age_y)
    file = File(regime, calendar, max(0, coming_of_age))
    records = _records(regime, case, calendar)
    for day in calendar.days(case.at.year - case.first_year + 1):
        if file.opened_day <= day.number <= calendar.day(case.at):
            todays = [record for record in records if record.booked_day == day.number]
            for record in sorted(todays, key=lambda its: (its.act, its.rule_ix)):
                file.book(record)
            if is_publication(regime, day):
                file.publish(day.number)
    shown = file.standing
    replaced = [entry.record.code for entry in file.entries if entry.replaced_day is not None]
    return Reading(
        shown.score_pt,
        shown.grade,
        shown.lists,
        tuple(sorted(entry.record.code for entry in file.entries if entry.replaced_day is None)),
        tuple(sorted([*(record.code for record in file.blocked), *replaced])),
    )


def _records(regime: Regime, case: Case, calendar: Calendar) -> list[Record]:
    """Return the records of a case; acts have the order in which they are first named."""
    codes = list(regime.rules)
    acts = list(dict.fromkeys(entry.act for entry in case.entries))
    return [
        Record(
            act=acts.index(entry.act),
            act_day=calendar.day(entry.on),
            booked_day=calendar.day(entry.booked),
            rule_ix=codes.index(entry.rule),
            code=entry.rule,
            rule=regime.rules[entry.rule],
        )
        for entry in case.entries
    ]


def meets(reading: Reading, case: Case) -> bool:
    """Whether a reading is what the case expects, as far as it expects anything."""
    expected = case.expected
    return all(
        wanted is None or wanted == got
        for wanted, got in (
            (expected.score_pt, reading.score_pt),
            (expected.grade, reading.grade),
            (expected.lists, reading.lists),
            (_sorted(expected.fired), reading.fired),
            (_sorted(expected.blocked), reading.blocked),
        )
    )


def _sorted(codes: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if codes is None else tuple(sorted(codes))
