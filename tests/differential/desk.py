"""A law and a few entries come in, what the oracle reads in them on a day goes out: tests by pencil."""

from datetime import date
from typing import Literal

from glasshouse.law.cases import Case, CaseEntry, Expected
from glasshouse.law.schema import Regime, Relation
from glasshouse.law.tree import Mark
from reference.cases import Reading, read_case

BORN = date(1980, 5, 5)
NEVER = "never"


def entry(
    rule: str,
    on: str,
    *,
    booked: str | None = None,
    act: str | None = None,
    ends: str | None = None,
    final: str | None = None,
    as_: Relation = "doer",
    severity: str | None = None,
    size: int | None = None,
) -> CaseEntry:
    """Return one entry; without an act of its own it is an act by itself, apart from all others."""
    return CaseEntry(
        rule=rule,
        on=date.fromisoformat(on),
        booked=_date(booked),
        act=act or f"{rule} of {on} and {booked}",
        ends=None if ends == NEVER else _date(ends),
        never_ends=ends == NEVER,
        final=_date(final),
        as_=as_,
        severity=severity,
        size=size,
    )


def read(
    law: Regime,
    at: str,
    *entries: CaseEntry,
    who: Literal["resident", "organisation"] = "resident",
    born: date = BORN,
) -> Reading:
    """Return what the law makes of entries at the end of a day."""
    nothing = Expected(None, None, None, None, None)
    on = date.fromisoformat(at)
    return read_case(
        law, Case(law.id, "by-hand", "by hand", None, born, entries, on, nothing, Mark("", 0, 0), who)
    )


def score(law: Regime, at: str, *entries: CaseEntry, of: str = "points") -> float:
    """Return the score in points that an instrument shows at the end of a day."""
    return read(law, at, *entries).instruments[of].score_pt / 10


def scores(law: Regime, days: tuple[str, ...], *entries: CaseEntry, of: str = "points") -> list[float]:
    """Return the score at the end of each of some days."""
    return [score(law, day, *entries, of=of) for day in days]


def grade(law: Regime, at: str, *entries: CaseEntry, of: str = "points") -> str:
    """Return the grade that an instrument shows at the end of a day."""
    return read(law, at, *entries).instruments[of].grade


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
