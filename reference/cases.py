"""A law's case comes in, the state of its files at the end of a day goes out: bookkeeping, no chance."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from glasshouse.law.cases import Case, CaseEntry
from glasshouse.law.schema import Regime, Relation
from reference.books import Books, Holding
from reference.calendar import NEVER, Calendar
from reference.entries import OFFICIAL, Act, Record
from reference.files import File
from reference.law import Law, lists_of
from reference.reports import Way, records_of

SOMEBODY = 0
"""The one person, or the one organisation, of a case."""
ANY_SEVERITY = "any"


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody has on one instrument."""

    score_pt: int
    grade: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a law makes of a case."""

    instruments: Mapping[str, Shown]
    """By id, of those on which the person of the case has an account."""
    lists: frozenset[str]
    fired: tuple[str, ...]
    """Codes of the rules booked by the day and not replaced, whether they still count or not; sorted.
    A code is named once for each act and instrument."""
    blocked: tuple[str, ...]
    """Codes of the rules that gave way to another of the same act by the day, likewise."""


def read_case(regime: Regime, case: Case) -> Reading:
    """Book the entries of a case day by day, and look at the end of its day."""
    calendar = Calendar(case.first_year)
    law, last_day = Law(regime), calendar.day(case.at)
    books = Books(law, calendar, last_day + 1)
    for entry in case.entries:
        books.expect(_records(law, calendar, case, entry))
    is_organisation = case.who == "organisation"
    opens_day = calendar.years_later(calendar.day(case.born), regime.scored.from_age_y)
    opens_day = 0 if is_organisation else max(0, opens_day)
    holding = Holding(SOMEBODY, SOMEBODY, "organisations" if is_organisation else "residents", None)
    for day in calendar.days(case.at.year - case.first_year + 1)[: last_day + 1]:
        if day.number == opens_day:
            books.open_accounts(holding, day.number)
        books.live_day(day)
    return _reading(regime, [file for (_, _, side), file in books.files.items() if side == OFFICIAL])


def _records(law: Law, calendar: Calendar, case: Case, entry: CaseEntry) -> Iterator[Record]:
    """Yield all that an entry of a case books; acts are numbered as they are first named."""
    acts = list(dict.fromkeys(its.act for its in case.entries))
    act = _act(calendar, entry, acts.index(entry.act))

    def related(relation: Relation) -> tuple[int, ...]:
        return (SOMEBODY,) if relation == entry.as_ else ()

    trigger = law.trigger(entry.rule, act.severity)
    ends_day = calendar.day(case.at) + 1
    for record in records_of(calendar, trigger, act, Way(OFFICIAL), related, ends_day):
        if entry.booked is None:
            yield record
        else:  # a day that is written holds, and a later month of the same conduct waits for its own
            yield replace(record, booked_day=max(calendar.day(entry.booked), record.conduct_day))


def _act(calendar: Calendar, entry: CaseEntry, number: int) -> Act:
    """Return the act of an entry; what the case does not say happens on the day."""
    day = calendar.day(entry.on)
    end_day = day if entry.ends is None else calendar.day(entry.ends)
    return Act(
        number=number,
        doer=SOMEBODY,
        day=day,
        end_day=NEVER if entry.never_ends else end_day,
        final_day=day if entry.final is None else calendar.day(entry.final),
        severity=entry.severity or ANY_SEVERITY,
        size=1 if entry.size is None else entry.size,
    )


def _reading(regime: Regime, files: Iterable[File]) -> Reading:
    shown: dict[str, Shown] = {}
    fired: set[tuple[str, int, str]] = set()
    blocked: set[tuple[str, int, str]] = set()
    for file in files:
        if file.standing is not None:
            shown[file.name] = Shown(file.standing.score_pt, file.standing.grade)
        replaced = [its.entry for its in file.events if its.name == "replaced"]
        for event in file.events:
            key = event.record.row.code, event.record.act.number, file.name
            if event.name in ("blocked", "replaced"):
                blocked.add(key)
            elif event.name == "booked" and event.entry not in replaced:
                fired.add(key)
    return Reading(
        shown,
        lists_of(regime, {name: its.grade for name, its in shown.items()}),
        tuple(sorted(code for code, _, _ in fired)),
        tuple(sorted(code for code, _, _ in blocked)),
    )


def meets(regime: Regime, reading: Reading, case: Case) -> bool:
    """Whether a reading is what the case expects, as far as it expects anything."""
    expected = case.expected
    wanted = {name: (its.score_pt, its.grade) for name, its in expected.instruments.items()}
    first = next(iter(regime.instruments))
    pairs = [
        (expected.lists, reading.lists),
        (_sorted(expected.fired), reading.fired),
        (_sorted(expected.blocked), reading.blocked),
    ]
    for name, (score_pt, grade) in [(first, (expected.score_pt, expected.grade)), *wanted.items()]:
        got = reading.instruments.get(name)
        pairs += [(score_pt, got and got.score_pt), (grade, got and got.grade)]
    return all(one is None or one == other for one, other in pairs)


def _sorted(codes: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if codes is None else tuple(sorted(codes))
