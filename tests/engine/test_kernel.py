"""The kernel on its own: compiled once, and room that grows."""

from typing import Any, cast

import numpy as np
import pytest

from glasshouse.engine import live as live_module
from glasshouse.engine.kernel_month import live
from glasshouse.engine.live import group_offsets, groups_of, live_community, people_of
from glasshouse.engine.responses import compile_responses
from glasshouse.engine.state import State, make_state
from glasshouse.engine.streams import dimensions
from glasshouse.engine.tables import Tables, compile_tables, tables_hash
from glasshouse.errors import GlasshouseError
from glasshouse.law.loader import load_regime
from glasshouse.people.deal import deal_community
from glasshouse.people.loader import load_world
from glasshouse.people.tables import compile_people
from tests.engine.towns import YEARS, bay_community, bay_law, bay_tables, bay_world, live_bay


def test_one_compilation_serves_every_law_and_world() -> None:
    live_bay(*bay_community())
    law, world = load_regime("rongcheng-2017"), load_world("rongcheng-2020")
    tables, people = compile_tables(law, world, years=1), compile_people(world)
    dims = dimensions(world)
    community = deal_community(people, 7)
    groups_n = int(group_offsets(dims)[-1])
    person = people_of(community, people.death_threshold, law, world)
    live_community(tables, person, groups_of(community, dims), groups_n, seed=1)
    assert len(cast("Any", live).signatures) == 1


def test_a_community_without_room_is_lived_again_with_more(monkeypatch: pytest.MonkeyPatch) -> None:
    rooms: list[int] = []

    def cramped(tables: Tables, residents_n: int, groups_n: int, room: int = 1) -> State:
        rooms.append(room)
        state = make_state(tables, residents_n, groups_n, room)
        return state._replace(node=state.node[: 40 * room], due=state.due[: 40 * room])

    people, groups = bay_community()
    roomy = live_bay(people, groups)
    monkeypatch.setattr(live_module, "make_state", cramped)
    assert live_bay(people, groups).sums.digest == roomy.sums.digest
    assert max(rooms) > 1


def test_a_response_above_its_bound_is_refused_by_name() -> None:
    rewarded = {rule.conduct or "" for rule in bay_law().rules.values() if (rule.points_pt or 0) > 0}
    name = sorted(rewarded)[0]
    world = bay_world()
    tight = world.conduct[name].model_copy(update={"bound": 1.0})
    world = world.model_copy(update={"conduct": {**world.conduct, name: tight}})
    with pytest.raises(GlasshouseError, match=rf"the response incentive raises {name} above its bound 1\.0"):
        compile_responses(bay_law(), world)


def test_without_a_law_nobody_responds() -> None:
    assert np.unique(compile_responses(None, bay_world())).tolist() == [1 << 16]


def test_the_hash_of_the_tables_sees_every_value() -> None:
    other = compile_tables(bay_law(), bay_world(), years=YEARS)
    assert tables_hash(other) == tables_hash(bay_tables())
    terms = other.law.terms.copy()
    terms[0] += 1
    assert tables_hash(other._replace(law=other.law._replace(terms=terms))) != tables_hash(bay_tables())
