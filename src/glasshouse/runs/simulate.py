"""A Regime and a World come in, all communities are lived in chunks, a run folder goes out."""

import platform
import resource
import threading
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from glasshouse.law.schema import Regime
from glasshouse.people.world import World
from glasshouse.runs.choose import choose
from glasshouse.runs.chunks import live_chunk
from glasshouse.runs.folder import CHOSEN, MANIFEST, Run, check_free, tree_of, whole_folder, write_json
from glasshouse.runs.pool import live_in_order, threads_of
from glasshouse.runs.setting import Setting, compile_setting
from glasshouse.runs.writer import TableWriter

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
        writer = TableWriter(setting, folder)
        for each in live_in_order(setting, seed=seed, threads=threads, chunk=chunk, ledger=ledger):
            writer.add(each)
            if progress is not None:
                progress(each.first + len(each.digest), setting.people.communities_n)
        manifest: dict[str, Any] = {
            "fingerprint": writer.finish(),
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
            "scored": writer.scored_n,
            "ledger": ledger,
            "status": "complete",
            "law": tree_of(regime),
            "world_summary": tree_of(world),
        }
        lived_s, dealt_s = clock.lap_s(), writer.people_s / threads_of(threads)
        write_json(folder / CHOSEN, choose(setting, seed, writer.best))
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
    """Compile the kernel, or load it: what takes longer than a second is said aloud."""
    line = "compiling the kernel, which takes some ten seconds, once on this machine"
    timer = threading.Timer(1.0, announce or _say_nothing, [line])
    timer.start()
    try:
        live_chunk(setting, 0, 1, seed=0, ledger="none")
    finally:
        timer.cancel()


def _say_nothing(_line: str) -> None:
    """Stand in for who does not want to be told."""
