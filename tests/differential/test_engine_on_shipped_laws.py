"""Engine and oracle agree on communities of every law that ships, in the world that it was written for."""

from functools import cache
from typing import NamedTuple

import pytest

from glasshouse.engine.tables import Tables, compile_tables
from glasshouse.law.loader import list_regimes, load_regime
from glasshouse.law.schema import Regime
from glasshouse.people.deal import deal_community
from glasshouse.people.loader import load_world
from glasshouse.people.tables import PeopleTables, compile_people
from glasshouse.people.world import World
from reference.candidates import Rates
from tests.differential.compare import Scene, differences, oracles_account
from tests.differential.engine_account import engines_account

LAWS = [path.stem for path in list_regimes()]
COMMUNITIES_N = 20
MOST_RESIDENTS = 900
"""Communities with more are left to the engine: the oracle takes a second for each thousand people."""
YEARS = 5
LONG_Y = 12
"""Charges older than the response table's last month are still charges."""


class Place(NamedTuple):
    """A world, and what is worked out of it once."""

    world: World
    people: PeopleTables
    rates: Rates


@cache
def place(world_id: str) -> Place:
    world = load_world(world_id)
    return Place(world, compile_people(world), Rates(world))


def scenes(law: Regime, where: Place) -> list[Scene]:
    """Return communities from all over a place; of a small one each comes more than once."""
    found: list[Scene] = []
    step = max(1, where.people.communities_n // COMMUNITIES_N)
    for number in range(where.people.communities_n * COMMUNITIES_N):
        people = deal_community(where.people, number * step % where.people.communities_n)
        if len(people.sex) <= MOST_RESIDENTS:
            found.append(Scene(law, where.world, people, where.people.death_threshold.tolist()))
        if len(found) == COMMUNITIES_N:
            break
    return found


def agree(scene: Scene, *, seed: int, years: int, rates: Rates, tables: Tables) -> int:
    """Compare both sides, and return how many entries they agree on."""
    ours = engines_account(scene, seed=seed, years=years, tables=tables)
    theirs = oracles_account(scene, seed=seed, years=years, rates=rates)
    assert differences(ours, theirs) == [], f"community {scene.people.number}, seed {seed}"
    return len(ours.bookings)


@pytest.mark.parametrize("law_id", LAWS)
def test_the_engine_agrees_with_the_oracle_on_a_community_of_every_law(law_id: str) -> None:
    law = load_regime(law_id)
    where = place(law.world)
    tables = compile_tables(law, where.world, years=2)
    agree(scenes(law, where)[0], seed=1, years=2, rates=where.rates, tables=tables)


@pytest.mark.slow
@pytest.mark.parametrize("law_id", LAWS)
def test_the_engine_agrees_with_the_oracle_on_twenty_communities_of_every_law(law_id: str) -> None:
    law = load_regime(law_id)
    where = place(law.world)
    tables = compile_tables(law, where.world, years=YEARS)
    entries_n = sum(
        agree(scene, seed=seed, years=YEARS, rates=where.rates, tables=tables)
        for seed, scene in enumerate(scenes(law, where), start=1)
    )
    assert entries_n > 200


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 2**33])
def test_the_engine_agrees_with_the_oracle_on_twelve_years(seed: int) -> None:
    law = load_regime("lantern-bay")
    where = place(law.world)
    tables = compile_tables(law, where.world, years=LONG_Y)
    agree(scenes(law, where)[0], seed=seed, years=LONG_Y, rates=where.rates, tables=tables)
