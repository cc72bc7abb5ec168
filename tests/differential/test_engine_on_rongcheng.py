"""Engine and oracle agree on a village of Rongcheng, under the law as the reports tell it."""

import pytest

from glasshouse.law.loader import load_regime
from glasshouse.people.deal import deal_community
from glasshouse.people.loader import load_world
from glasshouse.people.tables import compile_people
from tests.differential.compare import Scene, differences, oracles_account
from tests.differential.engine_account import engines_account


@pytest.mark.slow
@pytest.mark.parametrize("world_id", ["rongcheng-2017", "rongcheng-2020"])
def test_the_engine_agrees_with_the_oracle_on_three_years_of_a_village(world_id: str) -> None:
    world = load_world(world_id)
    people = compile_people(world)
    village = deal_community(people, 500)
    scene = Scene(load_regime("rongcheng-2017"), world, village, people.death_threshold.tolist())
    ours = engines_account(scene, seed=1, years=3)
    assert len(ours.bookings) > 100
    assert differences(ours, oracles_account(scene, seed=1, years=3)) == []
