"""What must hold for ever, so that twins can be compared: nobody's life hangs on anybody else's place."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from glasshouse.engine.columns import ACT_FIELDS, CHANGE_FIELDS, LEDGER_FIELDS
from glasshouse.engine.fields import Target
from glasshouse.engine.live import Life, People
from glasshouse.engine.state import Trace
from glasshouse.engine.tables import compile_tables
from glasshouse.law.loader import load_regime
from glasshouse.law.remedies import Remedy
from glasshouse.law.schema import Regime, Rule
from tests.engine.towns import YEARS, bay_community, bay_law, bay_world, live_bay, swift_world

CODE = LEDGER_FIELDS.index("code")
EMPTY = Path(__file__).parent / "empty-amendment.yaml"


def _of(rows: NDArray[np.int64], fields: tuple[str, ...], ids: NDArray[np.uint32]) -> set[tuple[int, ...]]:
    """Return rows as a set, residents under their ids instead of their places."""
    named = rows.copy()
    for column in (fields.index(name) for name in ("person", "doer") if name in fields):
        named[:, column] = ids[rows[:, column]]
    return {tuple(row) for row in named.tolist()}


def _logs(trace: Trace, people: People) -> tuple[set[tuple[int, ...]], ...]:
    fields = (LEDGER_FIELDS, CHANGE_FIELDS, ACT_FIELDS)
    return tuple(_of(rows, names, people.resident) for rows, names in zip(trace, fields, strict=True))


def _moved_kin(kin: NDArray[np.int32], order: NDArray[np.intp]) -> NDArray[np.int32]:
    """Say where everybody's kin stand in another order; whoever is left out is nobody's."""
    place = np.full(kin.shape[1] + 1, -1, dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return np.ascontiguousarray(place[kin[:, order]])


def _placed(
    people: People, groups: NDArray[np.int32], order: NDArray[np.intp]
) -> tuple[People, NDArray[np.int32]]:
    """Put the residents into another order; their ids go with them."""
    return (
        people._replace(
            resident=people.resident[order],
            sex=people.sex[order],
            birth_day=people.birth_day[order],
            levels=np.ascontiguousarray(people.levels[:, order]),
            is_follower=people.is_follower[order],
            frailty=np.ascontiguousarray(people.frailty[:, order]),
            kin=_moved_kin(people.kin, order),
            eligible=np.ascontiguousarray(people.eligible[:, order]),
            residents_n=len(order),
        ),
        np.ascontiguousarray(groups[:, order]),
    )


def test_residents_in_another_order_live_the_same_lives() -> None:
    people, groups = bay_community()
    order = np.random.default_rng(5).permutation(len(people.sex))
    moved_people, moved_groups = _placed(people, groups, order)
    here, there = live_bay(people, groups), live_bay(moved_people, moved_groups)
    assert _logs(here.trace, people) == _logs(there.trace, moved_people)
    assert here.sums.digest == there.sums.digest
    assert np.array_equal(here.sums.group_n, there.sums.group_n)


def _with_a_stranger(people: People, groups: NDArray[np.int32]) -> tuple[People, NDArray[np.int32]]:
    """Append a resident who is like the first one and is tied to nobody, with a name of their own."""
    last = len(people.sex)
    order = np.append(np.arange(last), 0)
    kin = np.append(people.kin, np.full((len(people.kin), 1), -1, dtype=np.int32), axis=1)
    kin[Target.DOER, last] = kin[Target.HOUSEHOLD_HEAD, last] = last
    more, more_groups = _placed(people, groups, order)
    resident = np.append(people.resident, people.resident.max() + 1).astype(np.uint32)
    return more._replace(resident=resident, kin=np.ascontiguousarray(kin)), more_groups


def test_one_more_resident_without_ties_changes_nobody_else() -> None:
    """The office of a community takes one objection after the other: here it takes no time."""
    people, groups = bay_community()
    tables = compile_tables(bay_law(), swift_world(), years=YEARS)
    more_people, more_groups = _with_a_stranger(people, groups)
    stranger = int(more_people.resident[-1])
    with_them = live_bay(more_people, more_groups, tables=tables)
    without = live_bay(people, groups, tables=tables)
    names = (LEDGER_FIELDS, CHANGE_FIELDS, ACT_FIELDS)
    logs = _logs(with_them.trace, more_people)
    theirs = [
        {row for row in log if row[n.index("person")] == stranger} for log, n in zip(logs, names, strict=True)
    ]
    assert any(theirs)
    others = tuple(log - own for log, own in zip(logs, theirs, strict=True))
    assert others == _logs(without.trace, people)


def test_watching_somebody_changes_nothing_but_what_is_seen_of_them() -> None:
    people, groups = bay_community()
    alone, watched = live_bay(people, groups), live_bay(people, groups, watch=(0, 60))
    assert np.array_equal(alone.trace.ledger, watched.trace.ledger)
    assert np.array_equal(alone.trace.changes, watched.trace.changes)
    assert len(watched.trace.acts) > len(alone.trace.acts)
    assert alone.sums.digest == watched.sums.digest


@pytest.mark.parametrize("seed", [2, 1 << 40])
def test_another_seed_gives_other_lives(seed: int) -> None:
    people, groups = bay_community()
    assert live_bay(people, groups).sums.digest != live_bay(people, groups, seed=seed).sums.digest


def _with_rule_first(law: Regime, conduct: str) -> Regime:
    rule: Rule = next(iter(law.rules.values())).model_copy(update={"conduct": conduct, "title": "never"})
    return law.model_copy(update={"rules": {"never": rule, **law.rules}})


def test_a_rule_for_conduct_that_nobody_commits_changes_nothing() -> None:
    people, groups = bay_community()
    law = _with_rule_first(bay_law(), "walks-on-the-moon")
    here = live_bay(people, groups)
    there = live_bay(people, groups, tables=compile_tables(law, bay_world(), years=YEARS))
    shifted = there.trace.ledger.copy()
    shifted[:, CODE] -= 1
    assert np.array_equal(here.trace.ledger, shifted)
    assert np.array_equal(here.trace.changes, there.trace.changes)
    assert np.array_equal(here.trace.acts, there.trace.acts)
    assert here.sums.digest == there.sums.digest


def test_an_empty_amendment_changes_nothing() -> None:
    people, groups = bay_community()
    law = load_regime("lantern-bay", amendments=[EMPTY])
    there = live_bay(people, groups, tables=compile_tables(law, bay_world(), years=YEARS))
    assert _rows(live_bay(people, groups)) == _rows(there)


def test_a_procedure_that_is_never_used_changes_nothing() -> None:
    """A review by a body that nobody can come to, since nobody ever loses before the office."""
    people, groups = bay_community()
    remedy = bay_law().instrument.remedy
    assert remedy is not None
    assert remedy.review is not None
    without = _with_remedy(remedy.model_copy(update={"review": None}))
    never_on = swift_world(goes_on=0.0)
    here = live_bay(people, groups, tables=compile_tables(bay_law(), never_on, years=YEARS))
    there = live_bay(people, groups, tables=compile_tables(without, never_on, years=YEARS))
    assert _rows(here) == _rows(there)
    assert here.sums.digest == there.sums.digest
    assert _rows(here) != _rows(live_bay(people, groups)), "it would be noticed where it is used"


def _with_remedy(remedy: Remedy) -> Regime:
    name, its = next(iter(bay_law().instruments.items()))
    return bay_law().model_copy(update={"instruments": {name: its.model_copy(update={"remedy": remedy})}})


def _rows(life: Life) -> list[list[list[int]]]:
    return [rows.tolist() for rows in life.trace]


def test_a_rule_for_conduct_that_people_do_commit_changes_something() -> None:
    """The twin of the test above: it would notice."""
    people, groups = bay_community()
    code, rule = next((c, r) for c, r in bay_law().rules.items() if r.points_pt)
    heavier = rule.model_copy(update={"points_pt": (rule.points_pt or 0) - 10})
    law = bay_law().model_copy(update={"rules": {**bay_law().rules, code: heavier}})
    there = live_bay(people, groups, tables=compile_tables(law, bay_world(), years=YEARS))
    assert live_bay(people, groups).sums.digest != there.sums.digest


def test_a_law_changes_what_happens_and_never_what_could() -> None:
    """An act that happens in two worlds is the same act: its number, day and kind."""
    people, groups = bay_community()
    lawless = bay_law().model_copy(update={"rules": {}})
    unscored = live_bay(people, groups, tables=compile_tables(lawless, bay_world(), years=YEARS))
    scored = live_bay(people, groups)
    columns = [ACT_FIELDS.index(name) for name in ("person", "act", "day", "category")]
    acts = [{tuple(row) for row in life.trace.acts[:, columns].tolist()} for life in (unscored, scored)]
    both = len(acts[0] & acts[1])
    assert acts[0] != acts[1]
    assert both > 0.8 * len(acts[0] | acts[1])
    by_name = [{row[:2]: row for row in world} for world in acts]
    assert all(by_name[1].get(name, row) == row for name, row in by_name[0].items())
