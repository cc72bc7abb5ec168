"""A case comes in, the state that the law finds its file in goes out: the kernel on a scripted file.

A case is lived by one nameless resident in a world where nothing else happens, so that it tests
the same arithmetic that a city runs on.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.calendar import Calendar, day_number, make_calendar
from glasshouse.engine.kernel_people import ADULT_Y, OLDEST_Y
from glasshouse.engine.live import Life, People, live_community
from glasshouse.engine.responses import NEVER
from glasshouse.engine.rules import compile_law, lowest_scores, start_score
from glasshouse.engine.state import OFFICIAL, Event, Kind
from glasshouse.engine.streams import NO_STREAMS
from glasshouse.engine.tables import Tables
from glasshouse.law.cases import Case
from glasshouse.law.schema import Regime


class CaseResult(NamedTuple):
    """What the law makes of a case at the end of its day."""

    score_pt: int
    grade: str
    lists: frozenset[str]
    fired: tuple[str, ...]
    """Codes of the rules that were booked and did not give way, whether they still count or not."""
    blocked: tuple[str, ...]
    """Codes of the rules that gave way to a heavier one of the same act."""


def run_case(regime: Regime, case: Case) -> CaseResult:
    """Book a case's entries and read what the law shows at the end of `case.at`.

    Points wait for the publication and downgrades do not, as in a city.
    """
    calendar = make_calendar(case.first_year, case.at.year - case.first_year + 1)
    life = live_community(
        _case_tables(regime, calendar),
        _somebody(case),
        np.zeros((2, 1), dtype=np.int32),
        1,
        seed=0,
        script=_script(regime, case),
        is_traced=True,
    )
    at_d = day_number(calendar.year, case.at)
    score_pt = _score_shown(regime, life, at_d)
    grade = _grade_of(regime, score_pt)
    return CaseResult(
        score_pt,
        grade,
        frozenset(
            name for name, spec in regime.lists.items() if grade in regime.grades_meant_by(spec.grades)
        ),
        *_codes(regime, life, at_d),
    )


def _score_shown(regime: Regime, life: Life, at_d: int) -> int:
    changes = life.trace.changes
    seen = changes[(changes[:, 0] == OFFICIAL) & (changes[:, 2] <= at_d)]
    return int(seen[-1, 3]) if len(seen) else start_score(regime)


def _grade_of(regime: Regime, score_pt: int) -> str:
    lowest = lowest_scores(regime)
    return [name for ix, (name, pt) in enumerate(lowest.items()) if ix == 0 or score_pt >= pt][-1]


def _codes(regime: Regime, life: Life, at_d: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the rules that were booked, and those that gave way at once or later."""
    ledger = life.trace.ledger
    rows: list[list[int]] = ledger[(ledger[:, 1] == OFFICIAL) & (ledger[:, 6] <= at_d)].tolist()
    codes = list(regime.rules)
    fired = [(row[3], row[4]) for row in rows if row[0] == Event.BOOKED]
    gone = [(row[3], row[4]) for row in rows if row[0] == Event.REPLACED]
    blocked = [(row[3], row[4]) for row in rows if row[0] in {Event.BLOCKED, Event.REPLACED}]
    for each in gone:
        fired.remove(each)
    return tuple(codes[rule] for rule, _ in fired), tuple(codes[rule] for rule, _ in blocked)


def _case_tables(regime: Regime, calendar: Calendar) -> Tables:
    """Tables of a world in which nobody does anything."""
    conduct_ids = sorted({rule.conduct for rule in regime.rules.values()})
    return Tables(
        seen=NO_STREAMS,
        unseen=NO_STREAMS,
        law=compile_law(regime, calendar, conduct_ids=conduct_ids),
        month_start_d=calendar.month_start_d,
        bound_q16=np.ones(len(conduct_ids), dtype=np.int64),
        m_q16=np.zeros((len(conduct_ids), NEVER + 1), dtype=np.int64),
        age_group_lowest=np.array([ADULT_Y], dtype=np.int32),
        year=calendar.year,
    )


def _somebody(case: Case) -> People:
    """One resident who was born when the case says, and does not die."""
    return People(
        number=0,
        resident=np.zeros(1, dtype=np.uint32),
        sex=np.zeros(1, dtype=np.uint8),
        birth_day=np.array([day_number(case.first_year, case.born)], dtype=np.int32),
        levels=np.zeros((0, 1), dtype=np.uint8),
        is_follower=np.zeros(1, dtype=np.uint8),
        frailty=np.zeros((0, 1), dtype=np.uint8),
        death_threshold=np.zeros((2, OLDEST_Y + 1), dtype=np.uint32),
    )


def _script(regime: Regime, case: Case) -> NDArray[np.int64]:
    codes = list(regime.rules)
    acts = list(dict.fromkeys(entry.act for entry in case.entries))
    rows = [
        (
            OFFICIAL,
            0,
            codes.index(entry.rule),
            acts.index(entry.act),
            day_number(case.first_year, entry.on),
            day_number(case.first_year, entry.booked),
            Kind.TRUE,
        )
        for entry in case.entries
    ]
    return np.array(rows, dtype=np.int64).reshape(len(rows), 7)
