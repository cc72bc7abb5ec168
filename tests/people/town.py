"""A world comes in, all its residents in a row go out: for tests that count them."""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from glasshouse.people.deal import Community, deal_community
from glasshouse.people.tables import PeopleTables, compile_people
from glasshouse.people.world import World

NOBODY = -1
T = TypeVar("T", bound=np.generic)


class Town(NamedTuple):
    """Every resident of a world, community after community. R residents."""

    world: World
    tables: PeopleTables
    communities: tuple[Community, ...]
    sex: NDArray[np.uint8]
    age: NDArray[np.int64]
    """On the evening before the first day. Shape [R]."""
    birth_day: NDArray[np.int32]
    role: NDArray[np.str_]
    household: NDArray[np.int64]
    """Number of the household in the whole town. Shape [R]."""
    head: NDArray[np.int64]
    """Position of the household's head in the whole town. Shape [R]."""
    spouse: NDArray[np.int64]
    """Position in the whole town, or -1. Shape [R]."""
    levels: NDArray[np.uint8]

    def has(self, attribute: str, *levels: str) -> NDArray[np.bool_]:
        """Say who has one of some levels. Shape [R]."""
        ix = self.tables.attribute_names.index(attribute)
        names = self.tables.attribute_levels[ix]
        return np.isin(self.levels[ix], [names.index(level) for level in levels])

    def is_role(self, *roles: str) -> NDArray[np.bool_]:
        """Say who has one of some roles. Shape [R]."""
        return np.isin(self.role, roles)

    def household_sizes(self, members: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Count some residents in each household that has any. Shape [households]."""
        return np.unique(self.household[members], return_counts=True)[1]


def deal_town(world: World) -> Town:
    """Deal every community of a world."""
    tables = compile_people(world)
    communities = tuple(deal_community(tables, number) for number in range(tables.communities_n))
    first = np.concatenate([[0], np.cumsum([len(each.sex) for each in communities])]).astype(np.int64)
    birth_day = _joined(each.birth_day for each in communities)
    # Year starts fall as years before grow: a birthday's place among them is the age.
    starts = tables.deal.year_start
    age = np.searchsorted(-starts, -birth_day, side="left") - 1
    pairs = list(zip(first, communities, strict=False))
    return Town(
        world=world,
        tables=tables,
        communities=communities,
        sex=_joined(each.sex for each in communities),
        age=age.astype(np.int64),
        birth_day=birth_day,
        role=np.array(tables.role_names)[_joined(each.role for each in communities)],
        household=_joined(each.household_ix + at for at, each in pairs),
        head=_joined(each.head_ix + at for at, each in pairs),
        spouse=_joined(np.where(each.spouse_ix == NOBODY, NOBODY, each.spouse_ix + at) for at, each in pairs),
        levels=np.concatenate([each.levels for each in communities], axis=1),
    )


def _joined(parts: Iterable[NDArray[T]]) -> NDArray[T]:
    return np.concatenate(list(parts))
