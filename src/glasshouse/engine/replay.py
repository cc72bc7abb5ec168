"""A case comes in, the state that the law finds its files in goes out: the kernel on scripted files.

A case is lived by one nameless holder in a world where nothing else happens, so that it tests the
same arithmetic that a city runs on.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.calendar import Calendar, day_number, make_calendar, months_after
from glasshouse.engine.columns import (
    CHANGE_FIELDS,
    LEDGER_FIELDS,
    OFFICIAL,
    SCRIPT_FIELDS,
    Event,
    Kind,
    Person,
    Standing,
)
from glasshouse.engine.false_records import NO_FALSE
from glasshouse.engine.fields import COUNTED_MONTHS, TARGETS, Target
from glasshouse.engine.kernel_people import ADULT_Y, OLDEST_Y
from glasshouse.engine.links import booked_by
from glasshouse.engine.live import Life, People, live_community
from glasshouse.engine.responses import NEVER
from glasshouse.engine.rows import Row, grade_axis, is_graded_so, rows_of, sign_of, start_grade, start_score
from glasshouse.engine.rules import compile_law
from glasshouse.engine.spans import NO_END_D, compile_spans
from glasshouse.engine.streams import NO_STREAMS
from glasshouse.engine.tables import Tables
from glasshouse.law.cases import Case, CaseEntry
from glasshouse.law.schema import Regime


class Shown(NamedTuple):
    """What an instrument shows."""

    score_pt: int
    """In tenths, as the law prints it."""
    grade: str


class CaseResult(NamedTuple):
    """What the law makes of a case at the end of its day."""

    instruments: Mapping[str, Shown]
    """By id, those on which the holder of the case has an account."""
    has_first: bool
    """Whether the first instrument of the law is among them."""
    lists: frozenset[str]
    fired: tuple[str, ...]
    """Codes of the rules that were booked and did not give way, whether they still count or not; once
    for each act and instrument."""
    blocked: tuple[str, ...]
    """Codes of the rules that gave way to a heavier one of the same act, likewise."""

    @property
    def score_pt(self) -> int | None:
        """Score on the first instrument of the law; None where the holder has no account there."""
        return self._first().score_pt if self.has_first else None

    @property
    def grade(self) -> str | None:
        """Grade on the first instrument of the law."""
        return self._first().grade if self.has_first else None

    def _first(self) -> Shown:
        return next(iter(self.instruments.values()))


def run_case(regime: Regime, case: Case) -> CaseResult:
    """Book a case's entries and read what the law shows at the end of `case.at`.

    Points wait for the publication and downgrades do not, as in a city. Of days off only weekends
    are known.
    """
    calendar = make_calendar(case.first_year, case.at.year - case.first_year + 1)
    life = live_community(
        _case_tables(regime, calendar),
        _somebody(regime, case),
        np.zeros((2, 1), dtype=np.int32),
        1,
        seed=0,
        script=_script(regime, case, calendar),
        is_traced=True,
    )
    at_d = day_number(calendar.year, case.at)
    shown = {
        name: _shown(regime, name, life, at_d)
        for name, its in regime.instruments.items()
        if _holder(case) in its.holders and life.state.person[0, Person.OPENS_D] <= at_d
    }
    lists = regime.lists_of({name: its.grade for name, its in shown.items()})
    return CaseResult(shown, next(iter(regime.instruments)) in shown, lists, *_codes(regime, life, at_d))


def _holder(case: Case) -> str:
    return "organisations" if case.who == "organisation" else "residents"


def _column(fields: tuple[str, ...], rows: NDArray[np.int64], name: str) -> NDArray[np.int64]:
    return rows[:, fields.index(name)]


def _shown(regime: Regime, name: str, life: Life, at_d: int) -> Shown:
    """Return what was shown last; the score of an empty file where nothing ever was."""
    rows = life.trace.changes
    instrument = regime.instruments[name]
    is_here = (
        (_column(CHANGE_FIELDS, rows, "file") == OFFICIAL)
        & (_column(CHANGE_FIELDS, rows, "instrument") == list(regime.instruments).index(name))
        & (_column(CHANGE_FIELDS, rows, "day") <= at_d)
    )
    if not is_here.any():
        return Shown(sign_of(instrument) * start_score(instrument), start_grade(instrument))
    last = rows[is_here][-1]
    grade_ix = int(last[CHANGE_FIELDS.index("grade_ix")])
    return Shown(int(last[CHANGE_FIELDS.index("score_pt")]), grade_axis(regime)[grade_ix][1])


def _codes(regime: Regime, life: Life, at_d: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the rules that were booked, and those that gave way at once or later."""
    rows = life.trace.ledger
    is_seen = (_column(LEDGER_FIELDS, rows, "file") == OFFICIAL) & (
        _column(LEDGER_FIELDS, rows, "booked_d") <= at_d
    )
    at = [LEDGER_FIELDS.index(name) for name in ("event", "code", "act", "instrument", "act_d")]
    entries: list[list[int]] = rows[is_seen][:, at].tolist()
    gone = [its[1:] for its in entries if its[0] == Event.REPLACED]
    fired = [its[1:] for its in entries if its[0] == Event.BOOKED and its[1:] not in gone]
    blocked = [its[1:] for its in entries if its[0] in {Event.BLOCKED, Event.REPLACED}]
    return _named(regime, fired), _named(regime, blocked)


def _named(regime: Regime, entries: list[list[int]]) -> tuple[str, ...]:
    """Name the rules of some entries, once for each act and instrument."""
    codes = list(regime.rules)
    return tuple(codes[code] for code, _, _ in dict.fromkeys(tuple(its[:3]) for its in entries))


def _case_tables(regime: Regime, calendar: Calendar) -> Tables:
    """Tables of a world in which nobody does anything."""
    conduct_ids = sorted({rule.conduct for rule in regime.rules.values() if rule.conduct is not None})
    return Tables(
        seen=NO_STREAMS,
        unseen=NO_STREAMS,
        false=NO_FALSE,
        law=compile_law(regime, calendar),
        spans=compile_spans([]),
        month_start_d=calendar.month_start_d,
        bound_q16=np.ones(len(conduct_ids), dtype=np.int64),
        m_q16=np.zeros((2, len(conduct_ids), NEVER + 1), dtype=np.int64),
        age_group_lowest=np.array([ADULT_Y], dtype=np.int32),
        year=calendar.year,
    )


def _somebody(regime: Regime, case: Case) -> People:
    """One holder, who was born when the case says and does not die, or is an organisation."""
    holds = [_holder(case) in its.holders for its in regime.instruments.values()]
    kin = np.full((len(Target), 1), -1, dtype=np.int32)
    kin[Target.DOER] = 0
    return People(
        number=0,
        resident=np.zeros(1, dtype=np.uint32),
        sex=np.zeros(1, dtype=np.uint8),
        birth_day=np.array([day_number(case.first_year, case.born)], dtype=np.int32),
        levels=np.zeros((1, 1), dtype=np.uint8),
        is_follower=np.zeros(1, dtype=np.uint8),
        frailty=np.zeros((0, 1), dtype=np.uint8),
        death_threshold=np.zeros((2, OLDEST_Y + 1), dtype=np.uint32),
        kin=kin,
        eligible=np.array([[Standing.SCORED if its else Standing.NONE] for its in holds], dtype=np.uint8),
        residents_n=0 if case.who == "organisation" else 1,
    )


def _script(regime: Regime, case: Case, calendar: Calendar) -> NDArray[np.int64]:
    acts = list(dict.fromkeys(entry.act for entry in case.entries))
    rows = rows_of(regime)
    records = [
        record
        for entry in case.entries
        for row_ix in _rows_booked(regime, rows, entry)
        for record in _records(regime, entry, row_ix, acts.index(entry.act), calendar)
    ]
    return np.array(records, dtype=np.int64).reshape(len(records), len(SCRIPT_FIELDS))


def _rows_booked(regime: Regime, rows: list[Row], entry: CaseEntry) -> Iterator[int]:
    """Yield the rule rows that an entry books on the person of the case, each once."""
    found = [
        booked
        for ix, row in enumerate(rows)
        if row.code == entry.rule and is_graded_so(row, entry.severity)
        for booked, target in booked_by(regime, rows, ix, entry.severity)
        if target in TARGETS[entry.as_]
    ]
    yield from dict.fromkeys(found)


def _records(
    regime: Regime, entry: CaseEntry, row_ix: int, act: int, calendar: Calendar
) -> Iterator[tuple[int, ...]]:
    """Yield a record, or one for each month of conduct that lasts, as `SCRIPT_FIELDS` say."""
    on_d = _day(calendar, entry.on)
    final_d = on_d if entry.final is None else _day(calendar, entry.final)
    end_d = on_d if entry.ends is None else _day(calendar, entry.ends)
    end_d = NO_END_D if entry.never_ends else end_d
    step = COUNTED_MONTHS[regime.rules[entry.rule].counted]
    for day in _parts(calendar, entry.on, on_d, end_d, step):
        ready_d = max(final_d, day) if entry.booked is None else max(_day(calendar, entry.booked), day)
        ends_d = day if step and end_d > on_d else end_d
        yield (
            OFFICIAL, row_ix, act, day, ready_d, ends_d, max(final_d, day), Kind.TRUE, entry.size or 1,
            entry.booked is not None,
        )  # fmt: skip


def _parts(calendar: Calendar, on: date, on_d: int, end_d: int, step: int) -> Iterator[int]:
    """Yield the day of the conduct, and of conduct counted by months each day on which one begins."""
    months = 0
    day = on_d
    while months == 0 or (day < end_d and day < calendar.days_n):
        yield day
        if step == 0:
            return
        months += step
        later = months_after(np.array([np.datetime64(on)]), months)[0]
        day = _day(calendar, later.astype(object))


def _day(calendar: Calendar, day: date) -> int:
    return day_number(calendar.year, day)
