"""A scene and a seed come in, the engine's account of the lives goes out, in the oracle's words."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.live import group_offsets, groups_of, live_community, people_of
from glasshouse.engine.state import ACT_FIELDS, CHANGE_FIELDS, FILES, LEDGER_FIELDS, Event, Kind, Sums, Trace
from glasshouse.engine.streams import Dimension, Streams, dimensions, severities
from glasshouse.engine.tables import compile_tables
from reference.tallies import Tallies
from tests.differential.compare import Account, Act, Booking, Change, Displaced, Scene


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
    grades, codes = scene.grades, list(scene.law.rules)
    kinds = [kind.name.lower() for kind in Kind]
    groups = [(dim.name, level) for dim in dims for level in dim.levels]
    kinds_of_act = [_category(scene, seen, ix) for ix in range(len(seen.conduct_ix))]
    grade_days = _named(sums.grade_days, None, FILES, grades)
    found = Tallies(
        graded=_named(sums.grade_n, None, FILES, grades),
        scores_pt=_named(sums.grade_score_pt, None, FILES, grades),
        flows=_named(sums.flow_n, None, FILES, grades, grades),
        standings=_named(sums.standing_n, None, grades, grades),
        buckets=_named(sums.bucket_n, None, FILES, None),
        entries=_named(sums.entry_n, None, FILES, codes, kinds),
        grade_days=grade_days,
        below_days=_named_one(sums.tally[:, 0]),
        merits=_named_one(sums.tally[:, 1]),
        charges=_named_one(sums.tally[:, 2]),
    )
    for (year, file, group, grade), n in _named(sums.group_n, None, FILES, groups, grades).items():
        found.groups[year, file, *group, grade] += n
    for (year, what, column), n in _named(sums.act_n, None, kinds_of_act, ("happened", "recorded")).items():
        getattr(found, column)[year, *what] += n
    for (year, file, grade), n in grade_days.items():
        band = next(band for band in scene.law.instrument.bands if band.grade == grade)
        for name, its in scene.law.lists.items():
            if {band.grade, band.part_of} & set(its.grades):
                found.list_days[year, file, name] += n
    return found


def _category(scene: Scene, seen: Streams, ix: int) -> tuple[str, str]:
    conduct = list(scene.world.conduct)[seen.conduct_ix[ix]]
    return conduct, severities(scene.world.conduct[conduct])[seen.severity_ix[ix]]


def _named(table: NDArray[np.integer], *names: Sequence[object] | None) -> Counter:
    """Return the cells of a table that are not 0, by the names of their places; None names by number."""
    found: Counter = Counter()
    for place in np.argwhere(table):
        key = tuple(int(ix) if axis is None else axis[ix] for ix, axis in zip(place, names, strict=True))
        found[key] += int(table[tuple(place)])
    return found


def _named_one(row: NDArray[np.integer]) -> Counter[int]:
    return Counter({int(ix): int(row[ix]) for ix in np.flatnonzero(row)})


def _rows(table: NDArray[np.integer], names: Sequence[str]) -> Iterator[dict[str, int]]:
    for row in table.tolist():
        yield dict(zip(names, row, strict=True))
