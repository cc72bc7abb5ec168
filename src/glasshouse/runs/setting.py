"""A Regime, a World and a span come in, everything that its communities share goes out."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.live import (
    Life,
    People,
    candidates_of,
    group_offsets,
    groups_of,
    live_community,
    people_of,
)
from glasshouse.engine.streams import Dimension, dimensions
from glasshouse.engine.tables import Tables, compile_tables, tables_hash, unscored
from glasshouse.law.schema import Regime
from glasshouse.people.deal import Community, deal_community
from glasshouse.people.tables import PeopleTables, compile_people
from glasshouse.people.world import World
from glasshouse.runs.layout import Layout


class Setting(NamedTuple):
    """A law, a world and a span, compiled: what every community of a run is given."""

    regime: Regime
    world: World
    years: int
    tables: Tables
    people: PeopleTables
    dims: tuple[Dimension, ...]
    layout: Layout
    """How sums become tables."""
    is_scored: bool = True
    """False in the unscored twin: the same people, whom nobody reports and who respond to nothing."""

    @property
    def groups_n(self) -> int:
        """Number of groups: the levels of all dimensions in a row."""
        return int(group_offsets(self.dims)[-1])

    def hash(self) -> str:
        """Hash every compiled table of the law and of the people."""
        return tables_hash(self.tables, self.people)


def compile_setting(
    regime: Regime,
    world: World,
    *,
    years: int,
    people: PeopleTables | None = None,
    like: Setting | None = None,
) -> Setting:
    """Compile what the communities of a run share.

    Args:
        regime: The law.
        world: The people.
        years: Whole years, from 1 January of the world's year.
        people: The world's people, where they are compiled already.
        like: Another law in the same world and span: what no law changes is taken from it.
    """
    tables = compile_tables(regime, world, years=years, like=None if like is None else like.tables)
    people = people if like is None else like.people
    dims = dimensions(world)
    layout = Layout(regime, world, tables, dims, years)
    return Setting(regime, world, years, tables, people or compile_people(world), dims, layout)


def unscored_twin(setting: Setting) -> Setting:
    """Return the same world and span without a law."""
    return setting._replace(tables=unscored(setting.tables), is_scored=False)


def people_in(setting: Setting, community: Community) -> People:
    """Return a community's people, and what they are to the setting's law."""
    people = people_of(community, setting.people.death_threshold, setting.regime, setting.world)
    return people if setting.is_scored else people._replace(eligible=np.zeros_like(people.eligible))


def live_each(
    settings: Sequence[Setting], communities: Sequence[Community], *, seed: int, traced: Collection[int] = ()
) -> Iterator[tuple[Life, NDArray[np.int32]]]:
    """Let some communities live in each of some settings of one world, from the same candidates.

    First all candidates are drawn, then all communities live in the first setting, and so on: what
    they have in common stays in the processor's cache.

    Args:
        settings: Worlds; the first says who lives there.
        communities: Who lives.
        seed: The run's seed.
        traced: Numbers of the communities that leave a trace.

    Yields:
        The life, and the group of each holder in each dimension at the end of it; setting by setting.
    """
    first = settings[0]
    people = [people_in(first, community) for community in communities]
    could = [candidates_of(first.tables, each, seed=seed) for each in people]
    for setting in settings:
        for community, each, found in zip(communities, people, could, strict=True):
            groups = groups_of(community, setting.dims)
            mine = each if setting is first else people_in(setting, community)
            life = live_community(
                setting.tables, mine, groups, setting.groups_n, seed=seed, could=found,
                is_traced=community.number in traced,
            )  # fmt: skip
            yield life, groups


def live_one(
    setting: Setting,
    community: Community,
    *,
    seed: int,
    is_traced: bool = False,
    watch: tuple[int, int] = (0, 0),
    struck: NDArray[np.int64] | None = None,
) -> Life:
    """Let one community live under the setting's law; see `live_community`."""
    return live_community(
        setting.tables,
        people_in(setting, community),
        groups_of(community, setting.dims),
        setting.groups_n,
        seed=seed,
        is_traced=is_traced,
        watch=watch,
        struck=struck,
    )


def deal_one(setting: Setting, number: int) -> Community:
    """Deal one community of the setting's world."""
    return deal_community(setting.people, number)
