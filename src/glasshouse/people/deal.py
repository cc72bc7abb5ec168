"""Tables and a number come in, a `Community` goes out: its residents, made without making any other."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.people.kernel_deal import deal
from glasshouse.people.tables import PeopleTables


class Community(NamedTuple):
    """The residents of one village or quarter. R residents, A attributes, D domains.

    Residents stand household by household, in the order of the roles; a resident's public id is
    `number.index`.
    """

    number: int
    sex: NDArray[np.uint8]
    """0 male, 1 female. Shape [R]."""
    birth_day: NDArray[np.int32]
    """Days from 1 January of the world's year, negative. Shape [R]."""
    household_ix: NDArray[np.int32]
    """From 0 within the community. Shape [R]."""
    role: NDArray[np.uint8]
    """Index into the tables' `role_names`. Shape [R]."""
    head_ix: NDArray[np.int32]
    """Resident index of the household's head. Shape [R]."""
    spouse_ix: NDArray[np.int32]
    """Resident index of the spouse, or -1. Shape [R]."""
    levels: NDArray[np.uint8]
    """Level of each attribute, in the order of the world. Shape [A, R]."""
    is_follower: NDArray[np.uint8]
    """Does the resident follow the score? Shape [R]."""
    frailty: NDArray[np.uint8]
    """Frailty level 0..15 in each domain. Shape [D, R]."""


def deal_community(tables: PeopleTables, number: int) -> Community:
    """Deal the residents of one community from (world, number) alone.

    Args:
        tables: The compiled people of a world.
        number: The community's number, 0 <= number < tables.communities_n.

    Returns:
        The residents.

    Raises:
        IndexError: If there is no such community.
    """
    if not 0 <= number < tables.communities_n:
        msg = f"community {number} of {tables.communities_n}"
        raise IndexError(msg)
    return Community(number, *deal(tables.deal, number))
