"""Seed, purpose and names come in, four 32-bit words go out: Philox4x32-10 in plain integers.

Written from Salmon, Moraes, Dror and Shaw (SC11), apart from the engine's own.
"""

from typing import cast

import numpy as np
from numpy.typing import NDArray

WORDS = 4
"""Words that one draw gives."""

YEAR = 32
"""How many candidates a year holds; index = year * 4 + block of four domains."""
CANDIDATE = 17
"""Category, day and acceptance of one candidate; index = act."""
DELAY = 18
"""How long each provider takes to book; index = act."""
DEATH = 19
"""Whether and when somebody dies in a year; index = year."""
SPAN = 24
"""How long an act lasts, and when it is decided; index = act."""
RECORD = 25
"""What becomes of one provider's record on its way; index = act * 4 + place of the provider."""
FALSE_YEAR = 26
"""How many false records a year holds; index = year * 4 + block of four domains."""
FALSE_RECORD = 27
"""Category, day and acceptance of one of them; index = its number."""
STALE = 28
"""How long an entry outstays its end; about the holder of the file, index = act."""
OBJECTION = 29
"""Who learns, who objects, when it is filed and when decided; likewise."""
DECISION = 30
"""Who wins, who goes on, who wins there and when that is decided; likewise."""
FIRST_ORGANISATION = 1 << 20
"""Whom draws about a community's first organisation are about."""

_MASK = 0xFFFF_FFFF
_MULTIPLIERS = (0xD251_1F53, 0xCD9E_8D57)
_WEYL = (0x9E37_79B9, 0xBB67_AE85)
_ROUNDS = 10

Words = tuple[int, int, int, int]


def philox4x32(counter: Words, key: tuple[int, int]) -> Words:
    """Return the four words of Philox4x32-10 for a counter and a key of 32-bit words."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(_ROUNDS):
        product0 = c0 * _MULTIPLIERS[0]
        product1 = c2 * _MULTIPLIERS[1]
        c0, c1, c2, c3 = (
            (product1 >> 32) ^ c1 ^ k0,
            product1 & _MASK,
            (product0 >> 32) ^ c3 ^ k1,
            product0 & _MASK,
        )
        k0 = (k0 + _WEYL[0]) & _MASK
        k1 = (k1 + _WEYL[1]) & _MASK
    return c0, c1, c2, c3


def draw(seed: int, purpose: int, community: int, entity: int, index: int) -> Words:
    """Return the four words of one draw.

    Args:
        seed: The run's seed, of 64 bits; its low half is the first word of the key.
        purpose: What the draw decides.
        community: Number of the community, from 0.
        entity: Whom it is about: a resident's index, or `FIRST_ORGANISATION` and an organisation's.
        index: Act, year or block of a year, from 0.

    Returns:
        Four integers below 2**32.
    """
    return philox4x32((index, entity, community, purpose), (seed & _MASK, seed >> 32))


def draw_each(seed: int, purpose: int, community: int, entity: int, count: int) -> NDArray[np.uint64]:
    """Return the words of all draws with an index below `count`, drawn at once. Shape [count, 4]."""
    index = np.arange(count, dtype=np.uint64)
    whom, where, what = (np.full(count, its, dtype=np.uint64) for its in (entity, community, purpose))
    # The generator's lines take arrays of numbers as they take one.
    counter = cast("Words", (index, whom, where, what))
    return np.stack(cast("list[NDArray[np.uint64]]", philox4x32(counter, (seed & _MASK, seed >> 32))), axis=1)
