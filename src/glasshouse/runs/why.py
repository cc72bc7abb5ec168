"""A run, an id, an account and a day come in; why the grade is what it is goes out, rule by rule."""

import datetime as dt
from typing import Any

from glasshouse.engine.columns import FILES, Person, Standing
from glasshouse.errors import misuse
from glasshouse.runs.asked import Asked
from glasshouse.runs.did_it import did_it
from glasshouse.runs.folder import Run
from glasshouse.runs.slip_files import shown_on
from glasshouse.runs.slips import ask
from glasshouse.runs.trail import Trail
from glasshouse.units import points

TRACE = "trace/1"


def why(run: Run, name: str, *, instrument: str | None = None, at: dt.date | None = None) -> dict[str, Any]:
    """Explain a grade: what each rule of the law came to for somebody, and which records did it.

    Args:
        run: The run.
        name: The public id, `community.number`, or `community.oNumber` of an organisation.
        instrument: The account or list; the first one that keeps a score on them if not given.
        at: The day; that of their last publication if not given.

    Returns:
        A trace, as docs/reference/trace.md describes it.

    Raises:
        GlasshouseError: If there is nobody of that name, if they have no score there on that day, or if the
            run was made by another version.
    """
    if not run.manifest.get("is_scored", True):
        raise misuse("N224", "nobody is scored in this run", "name a run with a law", file=str(run.folder))
    asked = ask(run, name)
    instrument_ix = _account(asked, instrument)
    at_d = _day(asked, instrument_ix, at)
    trail = Trail(asked, instrument_ix, at_d)
    return {
        "trace": TRACE,
        "run": str(run.folder),
        "law": asked.setting.regime.id,
        "id": name,
        "instrument": trail.liner.name,
        "title": trail.liner.its.title,
        "at": asked.iso(at_d),
        **{file: _stands(trail, place) for place, file in enumerate(FILES)},
        "nodes": list(trail.nodes()),
        "did_it": did_it(trail),
    }


def _account(asked: Asked, instrument: str | None) -> int:
    """Return the position of the instrument that is asked about."""
    names = list(asked.setting.regime.instruments)
    scored = [name for name, its in zip(names, asked.standing, strict=True) if its is Standing.SCORED]
    if instrument is not None and instrument not in names:
        raise misuse("N221", f"the law keeps no `{instrument}`", f"name one of {', '.join(names)}")
    if not scored or (instrument is not None and instrument not in scored):
        kept = f"it scores them on {', '.join(scored)}" if scored else "ask about somebody else"
        where = f"on {instrument}" if instrument else "by this law"
        raise misuse("N221", f"{asked.id} is not scored {where}", kept)
    return names.index(instrument or scored[0])


def _day(asked: Asked, instrument_ix: int, at: dt.date | None) -> int:
    """Return the day that is asked about, on which the account must be open."""
    tables, person = asked.setting.tables, asked.person
    opens_d = int(person[Person.OPENS_D])
    last_d = min(int(person[Person.DEATH_D]), int(tables.month_start_d[-1])) - 1
    name = list(asked.setting.regime.instruments)[instrument_ix]
    at_d = asked.last_shown_d(name) if at is None else (at - dt.date(tables.year, 1, 1)).days
    if opens_d <= at_d <= last_d:
        return at_d
    if opens_d > last_d:
        raise misuse("N221", f"{asked.id} never had an account", "ask about somebody else")
    asked_for = "at its last publication" if at is None else f"on {at.isoformat()}"
    span = f"it is open from {asked.iso(opens_d)} to {asked.iso(last_d)}"
    raise misuse("N222", f"{asked.id} has no account {asked_for}", f"say --at with a day on which {span}")


def _stands(trail: Trail, file: int) -> dict[str, Any]:
    """Say where somebody stands by one file."""
    score_pt, grade = shown_on(trail.asked, trail.instrument_ix, file, trail.at_d)
    lists = trail.asked.setting.regime.lists_of({trail.liner.name: grade})
    is_list = trail.liner.its.kind == "list"
    return {"score": None if is_list else points(score_pt), "grade": grade, "lists": sorted(lists)}
