"""A Regime and a World come in, all communities are lived in chunks, a run folder goes out."""

import platform
import sys
import threading
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from glasshouse.errors import GlasshouseError, Problem
from glasshouse.law.schema import Regime
from glasshouse.people.tables import compile_people
from glasshouse.people.world import World
from glasshouse.runs.choose import choose
from glasshouse.runs.chunks import live_chunk
from glasshouse.runs.folder import CHOSEN, MANIFEST, Run, check_free, tree_of, whole_folder, write_json
from glasshouse.runs.pool import live_in_order, threads_of
from glasshouse.runs.setting import Setting, compile_setting
from glasshouse.runs.writer import TableWriter

MOST_YEARS_N = 100
LEDGERS = ("none", "sample", "all")
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
    finish: Callable[[Path], object] | None = None,
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
        finish: Called with the folder before it takes its name, to add a report to it.
        command: The command that made the run, for the record.

    Returns:
        The run.

    Raises:
        GlasshouseError: If the folder is in the way, an option is wrong, or a response exceeds a bound.
    """
    out = Path(out)
    check_options(years=years, seed=seed, threads=threads, chunk=chunk, ledger=ledger)
    check_free(out, force=force)
    clock = _Clock()
    people = compile_people(world)
    people_s = clock.lap_s()
    setting = compile_setting(regime, world, years=years, people=people)
    _warm_up(setting, announce)
    compile_s = clock.lap_s()
    with whole_folder(out.absolute(), force=force) as folder:
        writer = TableWriter(setting, folder)
        for each in live_in_order(setting, seed=seed, threads=threads, chunk=chunk, ledger=ledger):
            writer.add(each)
            if progress is not None:
                progress(each.first + len(each.digest), setting.people.communities_n)
        manifest: dict[str, Any] = {
            **_described(setting, writer),
            "seed": seed,
            "years": years,
            "sets": list(sets),
            "command": command,
            "out": str(out),
            "ledger": ledger,
        }
        lived_s = clock.lap_s()
        dealt_s = writer.people_s / min(threads_of(threads), len(writer.best))
        write_json(folder / CHOSEN, choose(setting, seed, writer.best))
        manifest["timing"] = {
            "people_s": round(people_s + dealt_s, 3),
            "compile_s": round(compile_s, 3),
            "simulate_s": round(lived_s - dealt_s, 3),
            "total_s": round(clock.total_s(), 3),
        }
        manifest["peak_rss_mb"] = _peak_rss_mb()
        write_json(folder / MANIFEST, manifest)
        if finish is not None:
            finish(folder)
    return Run(out, manifest)


def _described(setting: Setting, writer: TableWriter) -> dict[str, Any]:
    """Say what was lived and by what: the manifest, less the options and the clock."""
    return {
        "fingerprint": writer.finish(),
        "regime": setting.regime.id,
        "world": setting.world.id,
        "amendments": [],
        "versions": {"python": platform.python_version(), **{name: version(name) for name in VERSIONED}},
        "tables_hash": setting.hash(),
        "communities": setting.people.communities_n,
        "residents": setting.people.residents_n,
        "organisations": setting.people.organisations.organisations_n,
        "scored": writer.scored_n,
        "status": "complete",
        "law": tree_of(setting.regime),
        "world_summary": tree_of(setting.world),
    }


def check_options(*, years: int, seed: int, threads: int | None, chunk: int | None, ledger: str) -> None:
    """Refuse options that no run can have.

    Raises:
        GlasshouseError: With every option that is wrong.
    """
    limits = {"years": (years, 1, MOST_YEARS_N), "seed": (seed, 0, 2**64 - 1)}
    limits |= {"threads": (threads or 1, 1, 4096), "chunk": (chunk or 1, 1, 2**31)}
    wrong = [
        Problem("", 0, 0, "N210", f"{name} is {value}", "", f"choose from {low} to {high}")
        for name, (value, low, high) in limits.items()
        if not low <= value <= high
    ]
    if ledger not in LEDGERS:
        wrong.append(
            Problem("", 0, 0, "N210", f"ledger is {ledger}", "", f"choose one of {', '.join(LEDGERS)}")
        )
    if wrong:
        raise GlasshouseError(wrong)


def _peak_rss_mb() -> int:
    """Return the most memory that this process held, in MB; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415 - not there on every system

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform != "darwin" else peak // 1024**2


def _warm_up(setting: Setting, announce: Callable[[str], None] | None) -> None:
    """Compile the kernel, or load it: what takes longer than a second is said aloud."""
    line = "compiling the kernel, which takes some twenty seconds, once on this machine"
    timer = threading.Timer(1.0, announce or _say_nothing, [line])
    timer.start()
    try:
        live_chunk(setting, 0, 1, seed=0, ledger="none")
    finally:
        timer.cancel()


def _say_nothing(_line: str) -> None:
    """Stand in for who does not want to be told."""
