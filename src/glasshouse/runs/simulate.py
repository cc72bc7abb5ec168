"""A Regime and a World come in, all communities are lived in chunks, a run folder goes out."""

import hashlib
import json
import os
import platform
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from glasshouse.engine.kernel_month import live
from glasshouse.engine.state import FILES
from glasshouse.law.schema import Regime
from glasshouse.people.world import World
from glasshouse.runs.choose import choose
from glasshouse.runs.chunks import Chunk, CitySums, live_chunk
from glasshouse.runs.folder import CHOSEN, MANIFEST, Run, check_free, tree_of, whole_folder, write_json
from glasshouse.runs.frames import concat_tables, flows_frame, grades_of, scores_frame, standing_frame
from glasshouse.runs.setting import Setting, compile_setting

CHUNK_N = 16
"""Communities in a chunk unless asked otherwise: a tenth of a second, so that the bar moves."""
VERSIONED = ("glasshouse", "numpy", "numba", "polars", "pydantic")
Progress = Callable[[int, int], None]


class _Clock:
    """Seconds since the last look, and since the beginning."""

    def __init__(self) -> None:
        self._begun_s = self._last_s = time.perf_counter()

    def lap_s(self) -> float:
        now_s = time.perf_counter()
        lap_s, self._last_s = now_s - self._last_s, now_s
        return lap_s

    def total_s(self) -> float:
        return time.perf_counter() - self._begun_s


def simulate(  # noqa: PLR0913 - the options of a run, all but two by name
    regime: Regime,
    world: World,
    *,
    out: Path | str,
    years: int = 10,
    seed: int = 0,
    threads: int | None = None,
    chunk: int | None = None,
    ledger: str = "none",
    sets: Sequence[str] = (),
    force: bool = False,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
    command: str = "",
) -> Run:
    """Let a world live under a law and write what came of it.

    The same law, world, years and seed give the same bytes in every table and the same
    fingerprint, whatever the threads and chunks.

    Args:
        regime: The law.
        world: The people.
        out: The folder to make.
        years: Whole years from 1 January of the world's year, >= 1.
        seed: What everything that happens is drawn from, 0 <= seed < 2**64.
        threads: Threads; one a core if None.
        chunk: Communities handled at a time.
        ledger: Whose entries are stored one by one: `none`, `sample` (one community in a
            hundred) or `all`.
        sets: Values that were changed for this run, as `path=value`, for the record.
        force: Replace a run folder that is there already.
        progress: Called with the communities done and their total.
        announce: Called with a line of talk, as when the kernel has to be compiled.
        command: The command that made the run, for the record.

    Returns:
        The run.

    Raises:
        GlasshouseError: If the folder is in the way, or a response exceeds a bound.
    """
    check_free(Path(out), force=force)
    clock = _Clock()
    setting = compile_setting(regime, world, years=years)
    people_s = clock.lap_s()
    _warm_up(setting, announce)
    compile_s = clock.lap_s()
    with whole_folder(Path(out), force=force) as folder:
        chunks = _live_all(setting, seed=seed, threads=threads, chunk=chunk, ledger=ledger, progress=progress)
        lived_s = clock.lap_s()
        dealt_s = sum(each.people_s for each in chunks) / _threads_n(threads)
        manifest: dict[str, Any] = {
            "fingerprint": _fingerprint(setting, chunks),
            "regime": regime.id,
            "world": world.id,
            "amendments": [],
            "seed": seed,
            "years": years,
            "sets": list(sets),
            "versions": {"python": platform.python_version(), **{name: version(name) for name in VERSIONED}},
            "tables_hash": setting.hash(),
            "command": command,
            "communities": setting.people.communities_n,
            "residents": setting.people.residents_n,
            "scored": _scored_n(chunks),
            "ledger": ledger,
            "status": "complete",
            "law": tree_of(regime),
            "world_summary": tree_of(world),
        }
        _write_tables(setting, chunks, folder)
        write_json(folder / MANIFEST, manifest)
        write_json(folder / CHOSEN, choose(Run(folder, manifest), setting, chunks))
        manifest["timing"] = {
            "people_s": round(people_s + dealt_s, 3),
            "compile_s": round(compile_s, 3),
            "simulate_s": round(lived_s - dealt_s, 3),
            "total_s": round(clock.total_s(), 3),
        }
        manifest["peak_rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        write_json(folder / MANIFEST, manifest)
    return Run(Path(out), manifest)


def _warm_up(setting: Setting, announce: Callable[[str], None] | None) -> None:
    """Compile the kernel, or load it; the first time is said aloud, since it takes seconds."""
    kept = Path(live.stats.cache_path or ".")
    if (
        announce is not None
        and not live.signatures
        and not list(kept.glob(f"{live.__module__.split('.')[-1]}.live-*.nbi"))
    ):
        announce("compiling the kernel, once on this machine: some ten seconds")
    live_chunk(setting, 0, 1, seed=0, ledger="none")


def _threads_n(threads: int | None) -> int:
    return threads or len(os.sched_getaffinity(0))


def _live_all(
    setting: Setting,
    *,
    seed: int,
    threads: int | None,
    chunk: int | None,
    ledger: str,
    progress: Progress | None,
) -> list[Chunk]:
    """Live all communities in threads; the chunks come back in order."""
    total, size = setting.people.communities_n, chunk or CHUNK_N
    done: list[Chunk] = []
    done_n = 0
    pool = ThreadPoolExecutor(_threads_n(threads))
    try:
        waiting: set[Future[Chunk]] = {
            pool.submit(live_chunk, setting, first, min(first + size, total), seed=seed, ledger=ledger)
            for first in range(0, total, size)
        }
        while waiting:
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in ready:
                done.append(future.result())
                done_n += len(done[-1].digest)
            if progress is not None:
                progress(done_n, total)
    finally:
        # On Ctrl-C or an error the chunks that did not begin are dropped.
        pool.shutdown(wait=True, cancel_futures=True)
    return sorted(done, key=lambda each: each.first)


def _city(chunks: Sequence[Chunk]) -> CitySums:
    return CitySums(
        *(np.sum([getattr(each.city, name) for each in chunks], axis=0) for name in CitySums._fields)
    )


def _write_tables(setting: Setting, chunks: Sequence[Chunk], folder: Path) -> None:
    """Write every table; a table's parts are let go as soon as it is written."""
    city = _city(chunks)
    flows_frame(setting, city.flow_n).write_parquet(folder / "flows.parquet")
    scores_frame(setting, city.bucket_n).write_parquet(folder / "scores.parquet")
    standing_frame(setting, city.standing_n).write_parquet(folder / "standing.parquet")
    names = sorted({name for each in chunks for name in each.tables})
    for name in names:
        concat_tables([each.tables[name] for each in chunks if name in each.tables]).write_parquet(
            folder / f"{name}.parquet"
        )
    pl.DataFrame(
        {
            "community": np.arange(setting.people.communities_n, dtype=np.int32),
            "residents": np.concatenate([each.residents_n for each in chunks]),
            "digest": np.concatenate([each.digest for each in chunks]),
        }
    ).write_parquet(folder / "communities.parquet")


def _scored_n(chunks: Sequence[Chunk]) -> int:
    """Count the accounts at the first publication."""
    first = [
        each.tables["grades"].filter((pl.col("month") == 0) & (pl.col("file") == FILES[0])) for each in chunks
    ]
    return sum(int(part["n"].sum()) for part in first)


def _fingerprint(setting: Setting, chunks: Sequence[Chunk]) -> str:
    """Hash every community's digest of entries and scores, and the days on each list."""
    digest = hashlib.sha256()
    for each in chunks:
        digest.update(each.digest.tobytes())
    days = concat_tables([each.tables["days"] for each in chunks])
    lists = {
        name: [
            int(
                days.filter(
                    pl.col("grade").cast(pl.String).is_in(setting.regime.grades_meant_by(spec.grades)),
                    pl.col("file") == file,
                )["person_days"].sum()
            )
            for file in FILES
        ]
        for name, spec in sorted(setting.regime.lists.items())
    }
    digest.update(json.dumps([lists, grades_of(setting)]).encode())
    return digest.hexdigest()
