"""Engine and oracle agree on communities of every law that ships, in the world that it was written for."""

from collections.abc import Iterator
from itertools import count, islice

import pytest

from glasshouse.engine.tables import Tables, compile_tables
from glasshouse.law.schema import Regime
from glasshouse.people.deal import deal_community
from reference.rates import Rates
from tests.differential import shipped
from tests.differential.compare import Scene, differences, oracles_account
from tests.differential.engine_account import engines_account
from tests.differential.shipped import Place

COMMUNITIES_N = 20
MOST_RESIDENTS = 1000
"""Communities with more are left to the engine: the oracle takes a second for each thousand people."""
YEARS = 5
LONG_Y = 12
"""Charges older than the response table's last month are still charges."""


def scenes(law: Regime, where: Place) -> Iterator[Scene]:
    """Yield communities from all over a place without end; of a small place each comes more than once."""
    communities_n = where.people.communities_n
    step = max(1, communities_n // COMMUNITIES_N)
    for number in count(0, step):
        people = deal_community(where.people, number % communities_n)
        if len(people.sex) <= MOST_RESIDENTS:
            yield Scene(law, where.world, people, where.people.death_threshold.tolist())


def agree(scene: Scene, *, seed: int, years: int, rates: Rates, tables: Tables) -> int:
    """Compare both sides, and return how many entries they agree on."""
    ours = engines_account(scene, seed=seed, years=years, tables=tables)
    theirs = oracles_account(scene, seed=seed, years=years, rates=rates)
    assert differences(ours, theirs) == [], f"community {scene.people.number}, seed {seed}"
    return len(ours.bookings)


@pytest.mark.parametrize("law_id", shipped.LAWS)
def test_the_engine_agrees_with_the_oracle_on_a_community_of_every_law(law_id: str) -> None:
    law = shipped.law(law_id)
    where = shipped.place(law.world)
    tables = compile_tables(law, where.world, years=2)
    agree(next(scenes(law, where)), seed=1, years=2, rates=where.rates, tables=tables)


@pytest.mark.slow
@pytest.mark.parametrize("law_id", shipped.LAWS)
def test_the_engine_agrees_with_the_oracle_on_twenty_communities_of_every_law(law_id: str) -> None:
    law = shipped.law(law_id)
    where = shipped.place(law.world)
    tables = compile_tables(law, where.world, years=YEARS)
    entries_n = sum(
        agree(scene, seed=seed, years=YEARS, rates=where.rates, tables=tables)
        for seed, scene in enumerate(islice(scenes(law, where), COMMUNITIES_N), start=1)
    )
    assert entries_n > 200


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 2**33])
def test_the_engine_agrees_with_the_oracle_on_twelve_years(seed: int) -> None:
    law = shipped.law("lantern-bay")
    where = shipped.place(law.world)
    tables = compile_tables(law, where.world, years=LONG_Y)
    agree(next(scenes(law, where)), seed=seed, years=LONG_Y, rates=where.rates, tables=tables)
