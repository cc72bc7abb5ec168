"""A scene and a seed come in, the engine's account of the lives goes out, in the oracle's words."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.live import group_offsets, groups_of, live_community, people_of
from glasshouse.engine.state import ACT_FIELDS, CHANGE_FIELDS, FILES, LEDGER_FIELDS, Event, Kind, Sums, Trace
from glasshouse.engine.streams import Dimension, Streams, dimensions, severities
from glasshouse.engine.tables import compile_tables
from reference.tallies import Tallies, Tally
from tests.differential.compare import Account, Act, Booking, Change, Displaced, Scene

Name = tuple[int | str, ...]
"""What one place on an axis of the engine's sums stands for."""


def engines_account(scene: Scene, *, seed: int, years: int) -> Account:
    """Let the engine live the years of a community."""
    dims = dimensions(scene.world)
    tables = compile_tables(scene.law, scene.world, years=years)
    life = live_community(
        tables,
        people_of(scene.people, np.array(scene.death, dtype=np.uint32)),
        groups_of(scene.people, dims),
        int(group_offsets(dims)[-1]),
        seed=seed,
        is_traced=True,
    )
    return Account(
        acts=sorted(
            Act(its["resident"], its["act"], its["day"])
            for its in _rows(life.trace.acts, ACT_FIELDS)
            if its["is_seen"]
        ),
        bookings=sorted(_bookings(scene, life.trace)),
        displaced=sorted(_displaced(scene, life.trace)),
        changes=sorted(
            Change(
                its["resident"],
                FILES[its["file"]],
                its["day"],
                its["score_pt"],
                scene.grades[its["grade_ix"]],
                bool(its["is_publication"]),
            )
            for its in _rows(life.trace.changes, CHANGE_FIELDS)
        ),
        tallies=_tallies(scene, life.sums, tables.seen, dims),
    )


def _bookings(scene: Scene, trace: Trace) -> Iterator[Booking]:
    codes = list(scene.law.rules)
    for its in _rows(trace.ledger, LEDGER_FIELDS):
        if its["event"] == Event.BOOKED:
            yield Booking(
                its["resident"],
                FILES[its["file"]],
                codes[its["rule"]],
                its["act"],
                its["act_d"],
                its["booked_d"],
                its["until_d"],
                Kind(its["kind"]).name.lower(),
            )


def _displaced(scene: Scene, trace: Trace) -> Iterator[Displaced]:
    codes = list(scene.law.rules)
    for its in _rows(trace.ledger, LEDGER_FIELDS):
        event = Event(its["event"])
        if event != Event.BOOKED:
            yield Displaced(
                event.name.lower(), its["resident"], FILES[its["file"]], codes[its["rule"]], its["act"]
            )


def _tallies(scene: Scene, sums: Sums, seen: Streams, dims: Sequence[Dimension]) -> Tallies:
    """Name the axes of the engine's sums, and count lists from grades."""
    files, grades = _each(FILES), _each(scene.grades)
    rules, kinds = _each(list(scene.law.rules)), _each([kind.name.lower() for kind in Kind])
    groups = [(dim.name, level) for dim in dims for level in dim.levels]
    residents, acts = _each(range(len(scene.people.sex))), _categories(scene, seen)
    years, months = _each(range(len(sums.grade_days))), _each(range(len(sums.grade_n)))
    grade_days = _named(sums.grade_days, years, files, grades)
    return Tallies(
        graded=_named(sums.grade_n, months, files, grades),
        scores_pt=_named(sums.grade_score_pt, months, files, grades),
        flows=_named(sums.flow_n, months, files, grades, grades),
        groups=_named(sums.group_n, years, files, groups, grades),
        standings=_named(sums.standing_n, years, grades, grades),
        buckets=_named(sums.bucket_n, years, files, _each(range(sums.bucket_n.shape[2]))),
        entries=_named(sums.entry_n, years, files, rules, kinds),
        happened=_named(sums.act_n[:, :, 0], years, acts),
        recorded=_named(sums.act_n[:, :, 1], years, acts),
        grade_days=grade_days,
        list_days=_list_days(scene, grade_days),
        below_days=_named(sums.tally[:, 0], residents),
        merits=_named(sums.tally[:, 1], residents),
        charges=_named(sums.tally[:, 2], residents),
    )


def _list_days(scene: Scene, grade_days: Tally) -> Tally:
    found = Tally()
    for (year, file, grade), n in grade_days.items():
        band = next(band for band in scene.law.instrument.bands if band.grade == grade)
        for name, its in scene.law.lists.items():
            if {band.grade, band.part_of} & set(its.grades):
                found[year, file, name] += n
    return found


def _categories(scene: Scene, seen: Streams) -> list[Name]:
    """Return conduct and severity of each category of act; who saw it does not matter here."""
    conducts = list(scene.world.conduct.items())
    found: list[Name] = []
    for ix in range(len(seen.conduct_ix)):
        name, conduct = conducts[int(seen.conduct_ix[ix])]
        found.append((name, severities(conduct)[int(seen.severity_ix[ix])]))
    return found


def _each(names: Iterable[int | str]) -> list[Name]:
    return [(name,) for name in names]


def _named(table: NDArray[np.integer], *axes: Sequence[Name]) -> Tally:
    """Return the cells of a table that are not 0, by the names of their places."""
    found = Tally()
    for place in np.argwhere(table).tolist():
        key: Name = ()
        for ix, axis in zip(place, axes, strict=True):
            key += axis[ix]
        found[key] += int(table[tuple(place)])
    return found


def _rows(table: NDArray[np.integer], names: Sequence[str]) -> Iterator[dict[str, int]]:
    for row in table.tolist():
        yield dict(zip(names, row, strict=True))
