"""Tables and a number come in, a `Community` goes out: its people, made without making any other."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.people.kernel_deal import deal
from glasshouse.people.organisations import deal_organisations
from glasshouse.people.tables import PeopleTables
from glasshouse.people.ties import deal_ties


class Community(NamedTuple):
    """One village or quarter. R residents, A attributes, D domains, O organisations.

    Residents stand household by household, in the order of the roles; a resident's public id is
    `number.index`. Organisations are numbered from 0 within the community.
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
    """Frailty level 0..15 in each domain; 0 in those of organisations. Shape [D, R]."""
    parent_ix: NDArray[np.int32]
    """Resident indices of the parents in the same household, in the order of the world; -1 for who
    does not live there. Shape [2, R]."""
    is_consenting: NDArray[np.uint8]
    """Would the resident consent to be scored? 1 for all where the world does not say. Shape [R]."""
    org_form: NDArray[np.uint8]
    """Index into the forms of the world's organisations. Shape [O]."""
    org_head_ix: NDArray[np.int32]
    """Resident index of the head; -1 where the community has fewer who may be one. Shape [O]."""
    org_frailty: NDArray[np.uint8]
    """Frailty level 0..15 in each domain; 0 in those of residents. Shape [D, O]."""
    namesake_ix: NDArray[np.int32]
    """The next resident of the same name, in a ring; -1 for who is alone with it or was under age on
    the world's first day. Shape [R]."""
    housemate_ix: NDArray[np.int32]
    """The next member of the household, likewise. Shape [R]."""
    neighbour_ix: NDArray[np.int32]
    """Head of the household next door; -1 for the last one of an odd number. Shape [R]."""


def deal_community(tables: PeopleTables, number: int) -> Community:
    """Deal the residents and organisations of one community from (world, number) alone.

    Args:
        tables: The compiled people of a world.
        number: The community's number, 0 <= number < tables.communities_n.

    Returns:
        The residents and organisations.

    Raises:
        IndexError: If there is no such community.
    """
    if not 0 <= number < tables.communities_n:
        msg = f"community {number} of {tables.communities_n}"
        raise IndexError(msg)
    people = deal(tables.deal, number)
    birth_day, levels = people[1], people[6]
    organisations = deal_organisations(tables.organisations, number, birth_day, levels)
    return Community(number, *people, *organisations, *deal_ties(tables.ties, number, people))
