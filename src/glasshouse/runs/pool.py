"""A setting and a number of threads come in, chunks of communities come out one after the other."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import islice

from glasshouse.runs.chunks import Chunk, live_chunk
from glasshouse.runs.setting import Setting

CHUNK_N = 16
"""Communities in a chunk unless asked otherwise: a tenth of a second, so that the bar moves."""
BLOCK_N = 2048
"""Communities that one file of a table holds; no chunk reaches over its end."""
IN_FLIGHT = 4
"""Chunks handed out per thread before the first of them is taken: enough to keep threads busy, few
enough that memory stays flat, whatever the size of the place."""


def threads_of(threads: int | None) -> int:
    """Return the number of threads to use; one a core unless asked otherwise."""
    if threads is not None:
        return threads
    # Not every system says which of its cores this process may use.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def chunk_ranges(communities_n: int, chunk_n: int) -> Iterator[tuple[int, int]]:
    """Cut communities into ranges, first and one past the last, that stay inside their block."""
    for block in range(0, communities_n, BLOCK_N):
        end = min(block + BLOCK_N, communities_n)
        for first in range(block, end, chunk_n):
            yield first, min(first + chunk_n, end)


def live_in_order(
    settings: Sequence[Setting], *, seed: int, threads: int | None, chunk: int | None, ledger: str
) -> Iterator[tuple[Chunk, ...]]:
    """Live all communities of some worlds in threads and yield their chunks in order, world by world.

    When the caller stops early, the chunks that did not begin are dropped.
    """
    ranges = chunk_ranges(settings[0].people.communities_n, chunk or CHUNK_N)
    pool = ThreadPoolExecutor(threads_of(threads))
    waiting: deque[Future[tuple[Chunk, ...]]] = deque()
    try:
        _hand_out(pool, waiting, ranges, IN_FLIGHT * threads_of(threads), settings, seed, ledger)
        while waiting:
            chunk_done = waiting.popleft().result()
            _hand_out(pool, waiting, ranges, 1, settings, seed, ledger)
            yield chunk_done
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _hand_out(  # noqa: PLR0913, PLR0917 - what a chunk is given
    pool: Executor,
    waiting: deque[Future[tuple[Chunk, ...]]],
    ranges: Iterator[tuple[int, int]],
    count: int,
    settings: Sequence[Setting],
    seed: int,
    ledger: str,
) -> None:
    for first, last in islice(ranges, count):
        waiting.append(pool.submit(live_chunk, settings, first, last, seed=seed, ledger=ledger))
