"""Seed, purpose and names come in, four 32-bit words go out: the only source of chance.

The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, SC11), keyed by the seed. What a
draw is *for* and *whom* it is about is its counter, so no draw depends on what was drawn before:

    words = philox4x32(index, entity, community, purpose,  seed_low, seed_high)

`entity` is a resident's index inside its community (or a pool, a slot), `index` an act, a month or
a year. Purposes are a closed enum: adding one changes no other stream. People are drawn with the
world's `key` as the seed; everything that happens to them with the run's seed.
"""

from enum import IntEnum

import numpy as np
from numba import njit
from numpy.typing import NDArray

WORDS = 4
"""Words that one draw gives."""


FIRST_ORGANISATION = 1 << 20
"""Entity of a community's first organisation; the residents of a community stand below it."""


class Purpose(IntEnum):
    """What a draw decides. Numbers are for ever; a retired purpose keeps its number."""

    # Drawn with the world's key (people).
    PERMUTE = 1  # round keys of the keyed permutations; entity = pool, index = round
    FOLLOW = 2  # word 0: does this resident follow the score; word 1: consent to it; entity = resident
    FRAILTY = 3  # frailty levels; entity = resident, index = domain // 4, word = domain % 4
    BIRTHDAY = 4  # day within the year of birth; entity = resident
    COMMUNITY = 5  # which size a community has
    ORGANISATION = 6  # which form an organisation has; entity = organisation
    HEAD = 7  # who is at the head of an organisation: the highest number; entity = resident
    NAME = 8  # words 0 and 1: surname, entity = household head or spouse; word 2: given name, own entity
    PLACE_NAME = 9  # word 0: the surname of a community; entity = 0
    # Drawn with the run's seed (what happens).
    MONTH = 16  # retired: candidates of a month
    CANDIDATE = 17  # one candidate: category, day, acceptance, spare; index = act
    DELAY = 18  # booking delay; index = act, word = provider slot of the category
    DEATH = 19  # index = year: word 0 whether, word 1 the day
    UNSEEN_MONTH = 20  # as YEAR, by the month, for acts that nobody could record
    UNSEEN_CANDIDATE = 21  # as CANDIDATE, for acts that nobody could record
    PICK = 22  # tie-breaks where a rule picks a resident
    SAMPLE = 23  # which communities a sampled ledger keeps
    SPAN = 24  # word 0: how long an act lasts; word 1: when it is decided; entity = doer, index = act
    RECORD = 25  # wrong person, missed or spared, duplicate, whose and when; index = act * 4 + slot
    FALSE_YEAR = 26  # as YEAR, for false records
    FALSE_RECORD = 27  # one of them: category, day, acceptance, spare; index = its number
    STALE = 28  # word 0: how long an entry outstays its end; entity = holder of the file, index = act
    OBJECTION = 29  # learns, objects, when filed, when decided; entity = holder, index = act
    DECISION = 30  # won, goes on, won there, when decided there; entity = holder, index = act
    BOOTSTRAP = 31  # which communities a replicate has, whatever the seed; index = replicate
    YEAR = 32  # candidates of a year; index = year * 4 + domain // 4, word = domain % 4


Whole = int | np.uint32 | np.uint64
"""A number that Numba takes as it comes."""
_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint32(0x9E3779B9)
_W1 = np.uint32(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)


@njit(nogil=True, cache=True, inline="always")
def philox4x32(
    c0: Whole, c1: Whole, c2: Whole, c3: Whole, k0: Whole, k1: Whole
) -> tuple[np.uint32, np.uint32, np.uint32, np.uint32]:
    """Return the four words of Philox4x32-10 for a counter and a key, all `uint32`."""
    x0, x1, x2, x3 = np.uint32(c0), np.uint32(c1), np.uint32(c2), np.uint32(c3)
    key0, key1 = np.uint32(k0), np.uint32(k1)
    for _ in range(10):
        p0 = _M0 * np.uint64(x0)
        p1 = _M1 * np.uint64(x2)
        x0, x2 = (
            np.uint32(np.uint32(p1 >> _32) ^ x1 ^ key0),  # Numba widens ^ to 64 bits
            np.uint32(np.uint32(p0 >> _32) ^ x3 ^ key1),
        )
        x1, x3 = np.uint32(p1 & _LOW), np.uint32(p0 & _LOW)
        key0 = np.uint32(key0 + _W0)
        key1 = np.uint32(key1 + _W1)
    return x0, x1, x2, x3


@njit("UniTuple(uint32, 4)(uint64, int64, int64, int64, int64)", nogil=True, cache=True)
def draw(
    seed: Whole, purpose: int, community: int, entity: int, index: int
) -> tuple[np.uint32, np.uint32, np.uint32, np.uint32]:
    """Return the four `uint32` words of a draw.

    Args:
        seed: The run's seed or the world's key, `uint64`.
        purpose: A `Purpose`.
        community: Number of the community, from 0.
        entity: Resident index, pool or slot, from 0; organisations from `FIRST_ORGANISATION`.
        index: Act, month, year or round, from 0.

    Returns:
        Four `uint32` words.
    """
    s = np.uint64(seed)
    return philox4x32(index, entity, community, purpose, np.uint32(s & _LOW), np.uint32(s >> _32))


@njit("uint32[:,::1](uint64, int64, int64, int64[::1], int64)", nogil=True, cache=True)
def draw_many(
    seed: Whole, purpose: int, community: int, entities: NDArray[np.int64], index: int
) -> NDArray[np.uint32]:
    """Return the words of a draw for many entities, as `draw` gives them one by one. Shape [entities, 4]."""
    words = np.empty((len(entities), WORDS), np.uint32)
    for at in range(len(entities)):
        words[at, 0], words[at, 1], words[at, 2], words[at, 3] = draw(
            seed, purpose, community, entities[at], index
        )
    return words
