"""Tables and a community's number come in, its residents go out; longer than other functions, in order.

Everything is found by random access: a household slot is permuted into the block of a type at an
offset; the offset, permuted inside the cell of the role before, falls into a cell of age and sex;
the rank there, permuted once per attribute, falls into a level. No other community is looked at.
"""

# pyright: basic, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

from collections.abc import Callable

import numpy as np
from numba import njit
from numpy.typing import NDArray

from glasshouse.draws import Purpose, draw
from glasshouse.people.dealing import DealTables
from glasshouse.people.kernel_permute import permute
from glasshouse.sources import source_hash

BIRTHDAY = int(Purpose.BIRTHDAY)
FOLLOW = int(Purpose.FOLLOW)
FRAILTY = int(Purpose.FRAILTY)
LARGEST_HOUSEHOLD = 8

Dealt = tuple[
    NDArray[np.uint8],
    NDArray[np.int32],
    NDArray[np.int32],
    NDArray[np.uint8],
    NDArray[np.int32],
    NDArray[np.int32],
    NDArray[np.uint8],
    NDArray[np.uint8],
    NDArray[np.uint8],
    NDArray[np.int32],
    NDArray[np.uint8],
]
"""The arrays of a `Community` that are about residents, in their order."""

_32 = np.uint64(32)
_28 = np.uint32(28)


@njit(nogil=True, cache=True, inline="always")
def _level(fixed, skips, couples_level, radix, keys, until, pool, rank):
    """Return the level of an attribute that the resident of a rank in a pool is dealt."""
    level = fixed
    if level < 0 and rank < skips:
        level = couples_level
    if level < 0:
        position = permute(rank - skips, radix[0], radix[1], radix[2], keys, pool)
        level = 0
        while position >= until[level]:
            level += 1
    return level


@njit(nogil=True, inline="always")
def _deal(tables: DealTables, number: int) -> Dealt:
    """Deal one community.

    Args:
        tables: `DealTables`.
        number: The community's number, from 0.

    Returns:
        sex, birth_day, household_ix, role, head_ix, spouse_ix, levels, is_follower, frailty, parent_ix,
        is_consenting, as in `Community`.
    """
    homes, links, dealt = tables.homes, tables.links, tables.levels
    stratum = tables.places.stratum[number]
    first = tables.places.start[number] - tables.places.stratum_start[stratum]
    households_n = tables.places.start[number + 1] - tables.places.start[number]
    types = np.empty(households_n, np.int64)
    offsets = np.empty(households_n, np.int64)
    residents_n = 0
    radix = homes.radix[stratum]
    for h in range(households_n):
        slot = permute(first + h, radix[0], radix[1], radix[2], homes.keys[stratum], 0)
        kind = 0
        while slot >= homes.type_until[stratum, kind]:
            kind += 1
        types[h] = kind
        offsets[h] = slot - (homes.type_until[stratum, kind - 1] if kind > 0 else 0)
        residents_n += homes.type_role[kind + 1] - homes.type_role[kind]

    attributes_n = dealt.keys.shape[0] - 1
    sex = np.empty(residents_n, np.uint8)
    birth_day = np.empty(residents_n, np.int32)
    household_ix = np.empty(residents_n, np.int32)
    role = np.empty(residents_n, np.uint8)
    head_ix = np.empty(residents_n, np.int32)
    spouse_ix = np.empty(residents_n, np.int32)
    levels = np.empty((attributes_n, residents_n), np.uint8)
    is_follower = np.empty(residents_n, np.uint8)
    domains_n = tables.has_frailty.shape[0]
    frailty = np.empty((domains_n, residents_n), np.uint8)
    parent_ix = np.empty((2, residents_n), np.int32)
    is_consenting = np.empty(residents_n, np.uint8)

    roles_n, cells_n = homes.given.shape[0], tables.cell_low.shape[0]
    places = np.empty(LARGEST_HOUSEHOLD, np.int64)  # index among those of the same role and cell
    cells = np.empty(LARGEST_HOUSEHOLD, np.int64)
    r = 0
    for h in range(households_n):
        first_role = homes.type_role[types[h]]
        first_r = r
        for k in range(homes.type_role[types[h] + 1] - first_role):
            m = first_role + k
            row = stratum * roles_n + m
            given = homes.given[m]
            link = row * cells_n
            position = offsets[h]
            if given >= 0:
                link += cells[given]
                radix = links.radix[link]
                position = permute(places[given], radix[0], radix[1], radix[2], links.keys[row], cells[given])
            e = links.start[link]
            before = 0
            while position >= links.until[e]:
                before = links.until[e]
                e += 1
            cell = links.cell[e]
            places[k] = links.base[e] + position - before
            cells[k] = cell
            rank = links.pool_base[row, cell] + places[k]
            pool = stratum * cells_n + cell

            age = tables.cell_low[cell]
            for a in range(attributes_n + 1):
                level = _level(
                    dealt.fixed[a, pool],
                    dealt.skips[a, pool],
                    dealt.couples[a],
                    dealt.radix[a, pool],
                    dealt.keys[a],
                    dealt.until[a, pool],
                    pool,
                    rank,
                )
                if a < attributes_n:
                    levels[a, r] = level
                else:
                    age += level
            # Born in the calendar year that makes them this old on the evening before the first day.
            starts = tables.year_start[age + 1]
            length = tables.year_start[age] - starts
            words = draw(tables.key, BIRTHDAY, number, r, 0)
            birth_day[r] = starts + np.int32((np.uint64(words[0]) * np.uint64(length)) >> _32)
            sex[r] = cell // (cells_n // 2)
            household_ix[r] = h
            role[r] = homes.name[m]
            head_ix[r] = first_r + homes.head[m]
            spouse_ix[r] = first_r + homes.spouse[m] if homes.spouse[m] >= 0 else -1
            words = draw(tables.key, FOLLOW, number, r, 0)
            is_follower[r] = np.uint64(words[0]) < tables.follow_threshold
            is_consenting[r] = np.uint64(words[1]) < tables.consent_threshold
            for p in range(2):
                parent = homes.parents[m, p]
                parent_ix[p, r] = first_r + parent if parent >= 0 else -1
            for d in range(domains_n):
                if d % 4 == 0:
                    words = draw(tables.key, FRAILTY, number, r, d // 4)
                frailty[d, r] = (words[d % 4] >> _28) * tables.has_frailty[d]
            r += 1
    return (
        sex, birth_day, household_ix, role, head_ix, spouse_ix, levels, is_follower, frailty, parent_ix,
        is_consenting,
    )  # fmt: skip


def _kept_deal(sources: str) -> Callable[[DealTables, int], Dealt]:
    def deal(tables: DealTables, number: int) -> Dealt:
        assert sources  # named, so that Numba's key holds it
        return _deal(tables, number)

    deal.__doc__ = _deal.__doc__
    return njit(nogil=True, cache=True)(deal)


deal = _kept_deal(source_hash())
