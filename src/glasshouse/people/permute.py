"""A world's key and a pool's name come in, the round keys and radices of its permutation go out."""

from math import isqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import WORDS, Purpose, draw
from glasshouse.people.kernel_permute import ROUNDS_N


def round_keys(key: int, pool: str) -> NDArray[np.uint32]:
    """Return the round keys of a pool. Shape [6].

    They hang on the pool's name and not on its position, so that one more pool changes no other.
    """
    entity = crc32(pool.encode())
    blocks = -(-ROUNDS_N // WORDS)
    words = [
        int(word)
        for block in range(blocks)
        for word in draw(np.uint64(key), int(Purpose.PERMUTE), 0, entity, block)
    ]
    return np.array(words[:ROUNDS_N], dtype=np.uint32)


def radices(size_n: int) -> tuple[int, int]:
    """Return two whole numbers near the square root whose product is at least the size."""
    first = max(1, isqrt(max(0, size_n - 1)) + 1) if size_n > 1 else 1
    return first, max(1, -(-size_n // first))


def radix_table(sizes_n: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return size and radices of many ranges. Shape [*sizes, 3]."""
    flat = [(n, *radices(n)) for n in sizes_n.ravel().tolist()]
    return np.array(flat, dtype=np.int64).reshape(*sizes_n.shape, 3)
