"""A scene and a seed come in, the engine's account of the lives goes out, in the oracle's words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.columns import (
    ACT_FIELDS,
    CHANGE_FIELDS,
    COUNTED_ACT_FIELDS,
    ENTRY_FIELDS,
    LEDGER_FIELDS,
    Event,
    Kind,
    Step,
    TallyColumn,
)
from glasshouse.engine.live import group_offsets, groups_of, live_community, people_of
from glasshouse.engine.state import Sums, Trace, parts_of_cell
from glasshouse.engine.streams import Dimension, Streams, dimensions, severities
from glasshouse.engine.tables import Tables, compile_tables
from reference import sums as oracle
from reference.draws import FIRST_ORGANISATION
from reference.entries import SIDES
from reference.sums import Tally
from tests.differential.compare import Account, Booking, Change, Deed, Fate, Scene

Name = tuple[int | str, ...]
"""What one place on an axis of the engine's sums stands for."""
HOLDERS = ("residents", "organisations")
CHARGED = ("rightly", "wrongly")


def engines_account(scene: Scene, *, seed: int, years: int, tables: Tables | None = None) -> Account:
    """Let the engine live the years of a community; several of a world may share their tables."""
    dims = dimensions(scene.world)
    tables = tables or compile_tables(scene.law, scene.world, years=years)
    death = np.array(scene.death, dtype=np.uint32)
    life = live_community(
        tables,
        people_of(scene.people, death, scene.law, scene.world),
        groups_of(scene.people, dims),
        int(group_offsets(dims)[-1]),
        seed=seed,
        is_traced=True,
    )
    return Account(
        acts=sorted(
            Deed(its["person"], its["act"], its["day"], its["end_d"], its["final_d"])
            for its in _rows(life.trace.acts, ACT_FIELDS)
            if its["is_seen"]
        ),
        bookings=sorted(_bookings(scene, life.trace)),
        fates=sorted(_fates(scene, life.trace)),
        changes=sorted(_changes(scene, life.trace)),
        sums=_sums(scene, life.sums, tables, dims),
    )


def _bookings(scene: Scene, trace: Trace) -> Iterator[Booking]:
    for its in _rows(trace.ledger, LEDGER_FIELDS):
        if its["event"] == Event.BOOKED:
            yield Booking(
                *_file(scene, its),
                list(scene.law.rules)[its["code"]],
                its["act"],
                _doer(scene, its),
                its["act_d"],
                its["booked_d"],
                its["until_d"],
                Kind(its["kind"]).name.lower(),
                its["amount_pt"],
            )


def _fates(scene: Scene, trace: Trace) -> Iterator[Fate]:
    for its in _rows(trace.ledger, LEDGER_FIELDS):
        event = Event(its["event"])
        # What a recharge did shows in the scores.
        if event not in {Event.BOOKED, Event.RECHARGED}:
            code = list(scene.law.rules)[its["code"]]
            yield Fate(event.name.lower(), *_file(scene, its), code, its["act"], _doer(scene, its))


def _changes(scene: Scene, trace: Trace) -> Iterator[Change]:
    grades = _grades(scene)
    for its in _rows(trace.changes, CHANGE_FIELDS):
        grade = str(grades[its["grade_ix"]][1])
        yield Change(*_file(scene, its), its["day"], its["score_pt"], grade, bool(its["is_publication"]))


def _file(scene: Scene, its: Mapping[str, int]) -> tuple[int, str, str]:
    return its["person"], list(scene.law.instruments)[its["instrument"]], SIDES[its["file"]]


def _doer(scene: Scene, its: Mapping[str, int]) -> int:
    """Return whom draws about a doer are about: the ledger has its place, organisations after residents."""
    residents = len(scene.people.sex)
    return its["doer"] if its["doer"] < residents else FIRST_ORGANISATION + its["doer"] - residents


def _grades(scene: Scene) -> list[Name]:
    """Return instrument and grade of each place on the axis of grades."""
    return [(name, grade) for name, its in scene.law.instruments.items() for grade in its.grades_from_worst()]


def _sums(scene: Scene, sums: Sums, tables: Tables, dims: Sequence[Dimension]) -> oracle.Sums:
    """Name the axes of the engine's sums; a grade stands on the instrument's own account alone."""
    names = list(scene.law.instruments)
    accounts: list[Name] = list(product(names, SIDES, HOLDERS))
    sides: list[Name] = list(product(names, SIDES))
    holders: list[Name] = list(product(names, HOLDERS))
    grades = _grades(scene)
    groups = [(dim.name, level) for dim in dims for level in dim.levels]
    people, acts = _each(range(len(sums.tally))), _categories(scene, tables.seen)
    years, months = _each(range(len(sums.grade_days))), _each(range(len(sums.grade_n)))
    entries, points_pt = _entries(scene, sums, tables, accounts)
    return oracle.Sums(
        graded=_graded(sums.grade_n, 1, months, accounts, grades),
        scores_pt=_graded(sums.grade_score_pt, 1, months, accounts, grades),
        flows=_graded(sums.flow_n, 2, months, accounts, grades, grades),
        groups=_graded(sums.group_n, 1, years, sides, groups, grades),
        group_scores_pt=_graded(sums.group_score_pt, 1, years, sides, groups, grades),
        standings=_graded(sums.standing_n, 2, years, holders, grades, grades),
        buckets=_named(sums.bucket_n, years, accounts, _each(range(sums.bucket_n.shape[2]))),
        entries=entries,
        points_pt=points_pt,
        happened=_acts(sums, acts, "n"),
        recorded=_acts(sums, acts, "recorded_n"),
        grade_days=_graded(sums.grade_days, 1, years, accounts, grades),
        below_days=_tallied(sums, TallyColumn.BELOW_D, people),
        merits=_tallied(sums, TallyColumn.MERITS_N, people),
        charges=_tallied(sums, TallyColumn.CHARGES_N, people),
        for_others=_tallied(sums, TallyColumn.OTHERS_N, people),
        below_counts=_by_side(sums, TallyColumn.BELOW_N, people),
        listed_days=_by_side(sums, TallyColumn.LISTED_D, people),
        wronged_months=_tallied(sums, TallyColumn.WRONGED_N, people),
        spared_months=_tallied(sums, TallyColumn.SPARED_N, people),
        remedies=_named(
            sums.remedy_n, _each(names), _each(CHARGED), _each(step.name.lower() for step in Step)
        ),
    )


def _tallied(sums: Sums, column: TallyColumn, people: Sequence[Name]) -> Tally:
    return _named(sums.tally[:, column], people)


def _by_side(sums: Sums, column: TallyColumn, people: Sequence[Name]) -> Tally:
    """Return a column of the official file and the one after it, which is of the truthful one."""
    return _named(sums.tally[:, column : column + 2], people, _each(SIDES))


def _entries(scene: Scene, sums: Sums, tables: Tables, accounts: Sequence[Name]) -> tuple[Tally, Tally]:
    entries, points_pt = Tally(), Tally()
    for its in _rows(sums.entries, ENTRY_FIELDS):
        account, code, kind = (int(part[0]) for part in parts_of_cell(np.array([its["cell"]]), tables))
        key = its["year"], *accounts[account], list(scene.law.rules)[code], Kind(kind).name.lower()
        entries[key] += its["n"]
        points_pt[key] += its["points_pt"]
    return entries, points_pt


def _categories(scene: Scene, seen: Streams) -> list[Name]:
    """Return conduct and severity of each category of act; who saw it does not matter here."""
    conducts = list(scene.world.conduct.items())
    found: list[Name] = []
    for ix in range(len(seen.conduct_ix)):
        name, conduct = conducts[int(seen.conduct_ix[ix])]
        found.append((name, severities(conduct)[int(seen.severity_ix[ix])]))
    return found


def _acts(sums: Sums, acts: Sequence[Name], counted: str) -> Tally:
    """Return what was counted of acts by year, conduct and severity."""
    found = Tally()
    for its in _rows(sums.acts, COUNTED_ACT_FIELDS):
        if its[counted]:
            found[(its["year"], *acts[its["category"]])] += its[counted]
    return found


def _each(names: Iterable[int | str]) -> list[Name]:
    return [(name,) for name in names]


def _graded(table: NDArray[np.integer], grades_n: int, *axes: Sequence[Name]) -> Tally:
    """Return the cells of a table whose last axes are grades, each named once by its account."""
    found = Tally()
    for key, n in _named(table, *axes).items():
        grades = key[-2 * grades_n :]
        instruments = {key[1], *grades[::2]}
        assert len(instruments) == 1, f"{key} counts a grade of another instrument"
        found[(*key[: -2 * grades_n], *grades[1::2])] += n
    return found


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
