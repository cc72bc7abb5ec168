"""The fictional town, compiled, for the tests of the engine."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.live import Life, People, group_offsets, groups_of, live_community, people_of
from glasshouse.engine.streams import dimensions
from glasshouse.engine.tables import Tables, compile_tables
from glasshouse.law.loader import load_regime
from glasshouse.law.schema import Regime
from glasshouse.people.deal import deal_community
from glasshouse.people.loader import load_world
from glasshouse.people.tables import PeopleTables, compile_people
from glasshouse.people.world import World

YEARS = 3


@cache
def bay_law() -> Regime:
    return load_regime("lantern-bay")


@cache
def bay_world() -> World:
    return load_world("lantern-bay")


def swift_world(**shares: float) -> World:
    """Return the bay with an office that takes no time, and other shares of who objects."""
    objections = bay_world().objections
    assert objections is not None
    changed = {
        name: getattr(objections, name).model_copy(update={"value": its}) for name, its in shares.items()
    }
    days = objections.office_days.model_copy(update={"value": 0})
    its = objections.model_copy(update={"office_days": days, **changed})
    return bay_world().model_copy(update={"objections": its})


@cache
def bay_people() -> PeopleTables:
    return compile_people(bay_world())


@cache
def bay_tables() -> Tables:
    return compile_tables(bay_law(), bay_world(), years=YEARS)


def bay_community(number: int = 0) -> tuple[People, NDArray[np.int32]]:
    """Return the people of a community of the bay and their groups."""
    community = deal_community(bay_people(), number)
    dims = dimensions(bay_world())
    people = people_of(community, bay_people().death_threshold, bay_law(), bay_world())
    return people, groups_of(community, dims)


def live_bay(
    people: People,
    groups: NDArray[np.int32],
    *,
    tables: Tables | None = None,
    seed: int = 1,
    watch: tuple[int, int] = (0, 0),
) -> Life:
    """Live the bay's years and keep every row."""
    groups_n = int(group_offsets(dimensions(bay_world()))[-1])
    return live_community(
        tables or bay_tables(), people, groups, groups_n, seed=seed, is_traced=True, watch=watch
    )
