"""A population and a number of months come in, grades by month go out: the tiny workload, four ways.

The workload is the smallest one that still is a points scheme: everybody starts with 1,000 points;
one kind of conduct costs 5 and happens 0.02 times a month, another earns 5 and happens 0.015 times a
month (both Poisson); nothing expires; each month everybody falls into one of six bands. Every peer
returns, for each month, how many are in each band and the sum of the scores. No peer keeps entries,
files or persons, and none could be asked why: they show what the bare arithmetic costs.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from math import exp, factorial
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.kernel_loop import months_of_slice  # pyright: ignore[reportUnknownVariableType] - kernel

BASE = 1000
STEP = 5
DOWN_RATE = 0.02
UP_RATE = 0.015
EDGES = (600, 850, 960, 1030, 1050)
"""Lowest scores of the bands above the bottom one."""


class Outcome(NamedTuple):
    """What a peer counted.

    T months, six bands from the worst.
    """

    band_n: NDArray[np.int64]  # [T, 6]
    score_sum: NDArray[np.int64]  # [T]


def thresholds(rate: float) -> NDArray[np.uint32]:
    """Return the words below which there is a first, second, ... event of a Poisson month."""
    terms = [exp(-rate) * rate**k / factorial(k) for k in range(12)]
    tails = [1.0 - sum(terms[: k + 1]) for k in range(6)]
    return np.array([round(tail * 2**32) for tail in tails if tail * 2**32 >= 1], np.uint32)


DOWN, UP = thresholds(DOWN_RATE), thresholds(UP_RATE)


def _bands(score: NDArray[np.int16]) -> list[int]:
    at_least = [score.size, *(int(np.count_nonzero(score >= edge)) for edge in EDGES), 0]
    return [at_least[ix] - at_least[ix + 1] for ix in range(len(EDGES) + 1)]


def numpy_dense(residents_n: int, months_n: int, seed: int) -> Outcome:
    """Draw one word for each resident, month and conduct with NumPy, and touch only who was hit."""
    chance = np.random.default_rng(seed)
    score = np.full(residents_n, BASE, np.int16)
    band_n, score_sum = np.empty((months_n, 6), np.int64), np.empty(months_n, np.int64)
    for month in range(months_n):
        for cut, sign in ((DOWN, -STEP), (UP, STEP)):
            words = chance.integers(0, 2**32, residents_n, np.uint32)
            hit = np.flatnonzero(words < cut[0])
            events_n = (words[hit, None] < cut).sum(axis=1)
            score[hit] += (sign * events_n).astype(np.int16)
        band_n[month], score_sum[month] = _bands(score), score.sum(dtype=np.int64)
    return Outcome(band_n, score_sum)


def numpy_scattered(residents_n: int, months_n: int, seed: int) -> Outcome:
    """Draw how many events the whole town has in a month, and throw them at residents.

    The quickest way in NumPy; but whom an event hits depends on everything drawn before, so no two
    worlds can share their dice.
    """
    chance = np.random.default_rng(seed)
    score = np.full(residents_n, BASE, np.int16)
    band_n, score_sum = np.empty((months_n, 6), np.int64), np.empty(months_n, np.int64)
    for month in range(months_n):
        for rate, points in ((DOWN_RATE, np.int16(-STEP)), (UP_RATE, np.int16(STEP))):
            hit = chance.integers(0, residents_n, chance.poisson(rate * residents_n))
            np.add.at(score, hit, points)
        band_n[month], score_sum[month] = _bands(score), score.sum(dtype=np.int64)
    return Outcome(band_n, score_sum)


def polars_monthly(residents_n: int, months_n: int, seed: int) -> Outcome:
    """Hash (resident, month) with Polars, use the halves of the hash as the two words."""
    resident = pl.int_range(residents_n, dtype=pl.UInt32)
    town = pl.select(resident=resident, score=pl.lit(BASE, pl.Int16).repeat_by(residents_n).explode())
    band_n, score_sum = np.empty((months_n, 6), np.int64), np.empty(months_n, np.int64)
    low, high = pl.col("word") & 0xFFFFFFFF, pl.col("word") // 2**32
    down_n = sum(((low < int(cut)).cast(pl.Int16) for cut in DOWN), start=pl.lit(0, pl.Int16))
    up_n = sum(((high < int(cut)).cast(pl.Int16) for cut in UP), start=pl.lit(0, pl.Int16))
    counts = [(pl.col("score") >= edge).sum().cast(pl.Int64).alias(str(edge)) for edge in EDGES]
    for month in range(months_n):
        word = pl.col("resident").hash(seed * months_n + month)
        town = town.with_columns(word=word).with_columns(score=pl.col("score") + STEP * (up_n - down_n))
        *above, score_sum[month] = town.select(
            *counts, pl.col("score").cast(pl.Int64).sum().alias("sum")
        ).row(0)
        at_least = [residents_n, *above, 0]
        band_n[month] = [at_least[ix] - at_least[ix + 1] for ix in range(6)]
    return Outcome(band_n, score_sum)


def numba_loop(residents_n: int, months_n: int, seed: int, *, threads: int = 1) -> Outcome:
    """Loop over months and residents with one keyed Philox draw each, in slices over threads."""
    ends = np.linspace(0, residents_n, threads + 1).astype(np.int64)
    edges = np.array(EDGES, np.int64)
    parts = [Outcome(np.zeros((months_n, 6), np.int64), np.zeros(months_n, np.int64)) for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        work = [
            pool.submit(
                months_of_slice,  # pyright: ignore[reportUnknownArgumentType] - a kernel
                *(ends[k], ends[k + 1], months_n, seed, BASE, STEP, DOWN, UP, edges, *parts[k]),
            )
            for k in range(threads)
        ]
        for part in work:
            part.result()
    return Outcome(
        np.sum([part.band_n for part in parts], axis=0), np.sum([part.score_sum for part in parts], axis=0)
    )


def expected_bands(months: float) -> NDArray[np.float64]:
    """Return the exact shares of the six bands after some months: the difference of two Poissons."""
    size = 4096
    steps = np.zeros(size)
    down_mean, up_mean = DOWN_RATE * months, UP_RATE * months
    for down in range(60):
        for up in range(60):
            p = exp(-down_mean - up_mean) * down_mean**down / factorial(down) * up_mean**up / factorial(up)
            steps[BASE + STEP * (up - down)] += p
    limits = [0, *EDGES, size]
    return np.array([steps[low:high].sum() for low, high in pairwise(limits)])


PEERS: dict[str, Callable[[int, int, int], Outcome]] = {
    "NumPy, a word each": numpy_dense,
    "NumPy, events scattered": numpy_scattered,
    "Polars, hashed words": polars_monthly,
    "Numba, Philox loop": numba_loop,
}
