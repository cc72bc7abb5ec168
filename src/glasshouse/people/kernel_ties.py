"""A community's residents come in; name-sakes, housemates and neighbours go out.

Found in one pass each, without sorting: members of a household stand next to each other, and who bears
a name stands in a table of hashes.
"""

# pyright: basic, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

from collections.abc import Callable

import numpy as np
from numba import njit
from numpy.typing import NDArray

from glasshouse.draws import Purpose, draw
from glasshouse.sources import source_hash

NAME = int(Purpose.NAME)
PLACE_NAME = int(Purpose.PLACE_NAME)
NONE = -1
HIGHEST_COMPARED = np.uint64(0xFFFFFFFE)
"""What the highest word counts as, so that it too lies below a share of 1."""
SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""2**64 by the golden ratio: its products spread over the upper bits."""

Tied = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]
"""namesake_ix, housemate_ix, neighbour_ix, as in `Community`."""

_1 = np.uint64(1)
_24 = np.uint64(24)
_32 = np.uint64(32)
_64 = np.uint64(64)


@njit(nogil=True, inline="always")
def _housemates(adult_born_by, birth_day, household_ix):
    """Give everybody of age the next one of the household who is; the last has the first."""
    residents_n = len(birth_day)
    mate_ix = np.full(residents_n, NONE, np.int32)
    household, first, last = -1, -1, -1
    for r in range(residents_n):
        if birth_day[r] > adult_born_by:
            continue
        if household_ix[r] != household:
            household, first = household_ix[r], r
        else:
            mate_ix[last], mate_ix[r] = r, first
        last = r
    return mate_ix


@njit(nogil=True, inline="always")
def _neighbours(household_ix, head_ix):
    """Give everybody the head of the household that their own is paired with."""
    residents_n = len(household_ix)
    neighbour_ix = np.full(residents_n, NONE, np.int32)
    households_n = household_ix[residents_n - 1] + 1 if residents_n else 0
    head_of = np.empty(households_n, np.int32)
    for r in range(residents_n):
        head_of[household_ix[r]] = head_ix[r]
    for r in range(residents_n):
        paired = household_ix[r] ^ 1
        if paired < households_n:
            neighbour_ix[r] = head_of[paired]
    return neighbour_ix


@njit(nogil=True, inline="always")
def _surname(tables, word):
    """Find the first surname whose number is above a word."""
    part = np.int64(word >> _24)
    low, high = tables.surname_from[part], tables.surname_from[part + 1]
    while low < high:
        middle = (low + high) // 2
        if tables.surname_until[middle] > word:
            high = middle
        else:
            low = middle + 1
    return low


@njit(nogil=True, inline="always")
def _bearer(r, head_ix, spouse_ix):
    """Say whose surname a resident has: the head's; the head's spouse has their own."""
    head = head_ix[r]
    return r if spouse_ix[head] == r else head


@njit(nogil=True, inline="always")
def _names(tables, number, sex, head_ix, spouse_ix):
    """Number everybody's name: equal where surname, given name and sex are."""
    residents_n = len(sex)
    words = draw(tables.key, PLACE_NAME, number, 0, 0)
    of_the_place = _surname(tables, np.uint64(words[0]))
    surname = np.empty(residents_n, np.int64)
    given = np.empty(residents_n, np.int64)
    for r in range(residents_n):
        words = draw(tables.key, NAME, number, r, 0)
        given[r] = (np.uint64(words[2]) * tables.given_n) >> _32
        if _bearer(r, head_ix, spouse_ix) == r:
            drawn = min(np.uint64(words[0]), HIGHEST_COMPARED) >= tables.place_threshold
            surname[r] = _surname(tables, np.uint64(words[1])) if drawn else of_the_place
    name = np.empty(residents_n, np.int64)
    for r in range(residents_n):
        ranked = surname[_bearer(r, head_ix, spouse_ix)]
        name[r] = (ranked * np.int64(tables.given_n) + given[r]) * 2 + sex[r]
    return name


@njit(nogil=True, inline="always")
def _namesakes(adult_born_by, birth_day, name):
    """Give everybody of age the next one of the name who is; the last has the first."""
    residents_n = len(name)
    namesake_ix = np.full(residents_n, NONE, np.int32)
    bits = _1
    while (1 << bits) < 2 * residents_n:
        bits += _1
    slots_n = 1 << bits
    first = np.full(slots_n, NONE, np.int32)  # by name, found by its hash and open addressing
    last = np.empty(slots_n, np.int32)
    for r in range(residents_n):
        if birth_day[r] > adult_born_by:
            continue
        slot = np.int64((np.uint64(name[r]) * SPREAD) >> (_64 - bits))
        while first[slot] != NONE and name[first[slot]] != name[r]:
            slot = (slot + 1) & (slots_n - 1)
        if first[slot] == NONE:
            first[slot] = r
        else:
            namesake_ix[last[slot]], namesake_ix[r] = r, first[slot]
        last[slot] = r
    return namesake_ix


def _kept_tie(sources: str) -> Callable[..., Tied]:
    def tie(tables, number, sex, birth_day, household_ix, head_ix, spouse_ix):
        """Return the ties of one community; the arguments are those of `deal_ties`, one by one."""
        assert sources  # named, so that Numba's key holds it
        if len(tables.surname_until):
            name = _names(tables, number, sex, head_ix, spouse_ix)
            namesake_ix = _namesakes(tables.adult_born_by, birth_day, name)
        else:
            namesake_ix = np.full(len(sex), NONE, np.int32)
        return (
            namesake_ix,
            _housemates(tables.adult_born_by, birth_day, household_ix),
            _neighbours(household_ix, head_ix),
        )

    return njit(nogil=True, cache=True)(tie)


tie = _kept_tie(source_hash())
