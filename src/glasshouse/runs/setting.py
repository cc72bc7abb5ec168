"""A Regime, a World and a span come in, everything that its communities share goes out."""

from typing import NamedTuple

from glasshouse.engine.live import Life, group_offsets, groups_of, live_community, people_of
from glasshouse.engine.streams import Dimension, dimensions
from glasshouse.engine.tables import Tables, compile_tables, tables_hash
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

    @property
    def groups_n(self) -> int:
        """Number of groups: the levels of all dimensions in a row."""
        return int(group_offsets(self.dims)[-1])

    def hash(self) -> str:
        """Hash every compiled table of the law and of the people."""
        return tables_hash(self.tables, self.people)


def compile_setting(
    regime: Regime, world: World, *, years: int, people: PeopleTables | None = None
) -> Setting:
    """Compile what the communities of a run share.

    Args:
        regime: The law.
        world: The people.
        years: Whole years, from 1 January of the world's year.
        people: The world's people, where they are compiled already.
    """
    tables = compile_tables(regime, world, years=years)
    dims = dimensions(world)
    layout = Layout(regime, world, tables, dims, years)
    return Setting(regime, world, years, tables, people or compile_people(world), dims, layout)


def live_one(
    setting: Setting,
    community: Community,
    *,
    seed: int,
    is_traced: bool = False,
    watch: tuple[int, int] = (0, 0),
) -> Life:
    """Let one community live under the setting's law; see `live_community`."""
    return live_community(
        setting.tables,
        people_of(community, setting.people.death_threshold, setting.regime, setting.world),
        groups_of(community, setting.dims),
        setting.groups_n,
        seed=seed,
        is_traced=is_traced,
        watch=watch,
    )


def deal_one(setting: Setting, number: int) -> Community:
    """Deal one community of the setting's world."""
    return deal_community(setting.people, number)
