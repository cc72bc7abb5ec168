"""The forms in which functions are compiled, and the hash that digests are made of.

They are compiled without Numba's memory, so that nothing counts references; what they need is handed to
them (docs/decisions/no-reference-counts.md). Functions are handed plain arrays and not tuples of them,
which are a hundred words at every call. What is handed on as an argument has one fixed type: Numba compiles
a function anew for every literal that it is called with.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np
from numba import njit

from glasshouse.engine.decimals import LAST_WORD

kernel = njit(nogil=True, cache=True, error_model="numpy", _nrt=False)
"""For what Python calls; the compiled code of all that it calls is kept with it."""
inner = njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)
"""For what only kernels call: half the time to compile."""
body = njit(nogil=True, error_model="numpy", inline="always")
"""For what a kept kernel consists of: taken into it before anything is compiled."""
inlined = njit(
    nogil=True,
    error_model="numpy",
    no_cpython_wrapper=True,
    no_cfunc_wrapper=True,
    forceinline=True,
    _nrt=False,
)
"""For what runs per event: an array handed on is ten words, and calls hand on many."""

_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
BY_ACT, BY_HOLDER, BY_DAY, BY_ACT_DAY = (
    np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
)
BY_END, BY_DOER, BY_KIND, BY_POINTS = (
    np.uint64(odd) for odd in (0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3)
)
"""Factors of what a digest is made of."""
_LAST, _BELOW_LAST = np.int64(LAST_WORD), np.int64(LAST_WORD - 1)


@inlined
def place(ix):
    """Return an index that is no less than 0, known to be: Numba looks at every other for its sign."""
    return np.int64(np.uint32(ix))


@inlined
def digested(x):
    """Spread every bit of a 64-bit number over all of them (the finaliser of splitmix64).

    What is to be digested is first added up, each number times a factor of its own that is odd: another
    number gives another sum, and another sum another digest.
    """
    x = (x ^ (x >> np.uint64(30))) * _MIX1
    x = (x ^ (x >> np.uint64(27))) * _MIX2
    return x ^ (x >> np.uint64(31))


@inlined
def is_below(word, threshold):
    """Return whether a word lies below a threshold, of which 2**32 - 1 is certainty."""
    return min(np.int64(word), _BELOW_LAST) < threshold


@inlined
def is_among_highest(word, threshold):
    """Return whether a word is one of the highest, as many as the threshold says."""
    return np.int64(word) + threshold > _LAST


@inlined
def multiplied(threshold, factor_q8):
    """Return a threshold times a factor in 1/256, certainty at most."""
    return min(threshold * factor_q8 >> 8, _LAST)
