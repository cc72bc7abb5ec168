"""A position, a range and keys come in, another position in the range goes out: one to one, and no table.

A Feistel network over the mixed radix a x b >= n, with a and b near the square root of n: each
half is moved by a keyed hash of the other. What falls outside the range walks on until it falls
inside (a x b exceeds n by less than a + b, so that hardly anything has to).
"""

# pyright: basic, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np
from numba import njit
from numpy.typing import NDArray

ROUNDS_N = 6

_MIX1 = np.uint64(0x9E3779B97F4A7C15)
_MIX2 = np.uint64(0xD6E8FEB86659FD93)
_0 = np.uint64(0)
_1 = np.uint64(1)
_32 = np.uint64(32)


@njit(nogil=True, cache=True, inline="always")
def keyed_hash(half: np.uint64, round_key: np.uint32, tweak: np.uint64) -> np.uint64:
    """Return 32 mixed bits of a half, its round key and the tweak, as `uint64`."""
    h = (np.uint64(half) ^ (np.uint64(round_key) << _32)) + tweak
    h *= _MIX1
    h ^= h >> _32
    h *= _MIX2
    return h >> _32


@njit(nogil=True, cache=True)
def permute(
    position: int, size_n: int, radix_a: int, radix_b: int, keys: NDArray[np.uint32], tweak: int
) -> int:
    """Return where a position goes.

    Args:
        position: 0 <= position < size_n, `int64`.
        size_n: Length of the range, >= 1.
        radix_a: First radix; radix_a * radix_b >= size_n.
        radix_b: Second radix.
        keys: Round keys, `uint32`. Shape [6].
        tweak: Tells ranges apart that share keys.

    Returns:
        0 <= result < size_n, `int64`.
    """
    n, a, b = np.uint64(size_n), np.uint64(radix_a), np.uint64(radix_b)
    t = np.uint64(tweak) * _MIX2
    x = np.uint64(position)
    outside = n > _1
    while outside:
        left = x // b
        right = x - left * b
        for ix in range(0, ROUNDS_N, 2):
            left += (keyed_hash(right, keys[ix], t) * a) >> _32
            left -= a if left >= a else _0
            right += (keyed_hash(left, keys[ix + 1], t) * b) >> _32
            right -= b if right >= b else _0
        x = left * b + right
        outside = x >= n
    return np.int64(x)
