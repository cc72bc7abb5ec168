"""Engine and oracle agree on every act, entry, score, grade and list day of Lantern Bay."""

from functools import cache

import pytest

from glasshouse.law.loader import load_regime
from glasshouse.people.deal import deal_community
from glasshouse.people.loader import load_world
from glasshouse.people.tables import PeopleTables, compile_people
from tests.differential.compare import Scene, differences, oracles_account
from tests.differential.engine_account import engines_account

COMMUNITIES = range(5)


@cache
def people() -> PeopleTables:
    return compile_people(load_world("lantern-bay"))


def lantern_bay(community: int) -> Scene:
    tables = people()
    return Scene(
        load_regime("lantern-bay"),
        load_world("lantern-bay"),
        deal_community(tables, community),
        tables.death_threshold.tolist(),
    )


def test_these_are_all_communities_of_the_bay() -> None:
    assert people().communities_n == len(COMMUNITIES)


@pytest.mark.parametrize("community", COMMUNITIES)
def test_the_engine_agrees_with_the_oracle_on_three_years_of_lantern_bay(community: int) -> None:
    scene = lantern_bay(community)
    ours = engines_account(scene, seed=community + 1, years=3)
    theirs = oracles_account(scene, seed=community + 1, years=3)
    assert len(ours.bookings) > 1000
    assert differences(ours, theirs) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11, 12, 2**33])
@pytest.mark.parametrize("community", COMMUNITIES)
def test_the_engine_agrees_with_the_oracle_on_other_seeds_of_lantern_bay(community: int, seed: int) -> None:
    scene = lantern_bay(community)
    assert differences(
        engines_account(scene, seed=seed, years=3), oracles_account(scene, seed=seed, years=3)
    ) == []  # fmt: skip


@pytest.mark.slow
def test_the_engine_agrees_with_the_oracle_on_twelve_years() -> None:
    """Charges older than the response table's last month are still charges."""
    scene = lantern_bay(0)
    assert (
        differences(engines_account(scene, seed=3, years=12), oracles_account(scene, seed=3, years=12)) == []
    )
