"""Settings of one world come in, all communities are lived in chunks, tables and manifests go out."""

import platform
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from glasshouse.errors import GlasshouseError, Problem
from glasshouse.law.schema import Regime
from glasshouse.people.tables import compile_people
from glasshouse.people.world import World
from glasshouse.runs.choose import Best, choose
from glasshouse.runs.chunks import live_chunk
from glasshouse.runs.folder import CHOSEN, tree_of, write_json
from glasshouse.runs.pool import live_in_order, threads_of
from glasshouse.runs.setting import Setting, compile_setting, unscored_twin
from glasshouse.runs.writer import TableWriter

MOST_YEARS_N = 100
LEDGERS = ("none", "sample", "all")
VERSIONED = ("glasshouse", "numpy", "numba", "polars", "pydantic")
Progress = Callable[[int, int], None]
WRITING_N = 2
"""Threads that choose residents and write tables, beside what else there is to do."""
BASE, UNSCORED = "base", "unscored"
"""Names of the worlds that every comparison has: the law as it is, and no law at all."""


class Options(NamedTuple):
    """How a world is lived."""

    years: int = 10
    seed: int = 0
    threads: int | None = None
    chunk: int | None = None
    ledger: str = "none"
    sets: tuple[str, ...] = ()
    command: str = ""


class Watch(NamedTuple):
    """Who is told how far it has come."""

    progress: Progress | None = None
    """Called with the communities done and their total."""
    announce: Callable[[str], None] | None = None
    """Called with a line of talk, as when the kernel has to be compiled."""


class Lived(NamedTuple):
    """A world at the end of its years."""

    manifest: dict[str, Any]
    writer: TableWriter
    """It may still be writing; what it wrote it holds, where the world is alone and a single block."""


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


def live_worlds(
    folders: Mapping[str, Path],
    laws: Mapping[str, Regime],
    world: World,
    options: Options,
    *,
    watch: Watch,
    writing: Executor,
) -> dict[str, Lived]:
    """Let one world live under some laws, side by side, and write the tables of each.

    Args:
        folders: By name of the world, the folder to write into; the first is the base. A name without
            a law, `unscored`, is lived without any.
        laws: By name of the world.
        world: The people.
        options: How they live.
        watch: Who is told.
        writing: Whose threads choose residents and write the tables. They may still be writing when this
            returns; shut it down before the folders are moved or removed.

    Returns:
        What is to be said of each.
    """
    clock = _Clock()
    people = compile_people(world)
    seconds = {"people_s": clock.lap_s()}
    base = compile_setting(laws[next(iter(folders))], world, years=options.years, people=people)
    settings = {
        name: unscored_twin(base)
        if name not in laws
        else base
        if ix == 0
        else compile_setting(laws[name], world, years=options.years, like=base)
        for ix, name in enumerate(folders)
    }
    _warm_up(list(settings.values()), watch.announce)
    seconds["compile_s"] = clock.lap_s()
    writers = {
        name: TableWriter(settings[name], folder, writing, hold=len(folders) == 1)
        for name, folder in folders.items()
    }
    for chunks in live_in_order(
        list(settings.values()),
        seed=options.seed,
        threads=options.threads,
        chunk=options.chunk,
        ledger=options.ledger,
    ):
        for writer, chunk in zip(writers.values(), chunks, strict=True):
            writer.add(chunk)
        if watch.progress is not None:
            watch.progress(chunks[0].first + len(chunks[0].digest), people.communities_n)
    chosen = [
        writing.submit(_choose, settings[name], options.seed, writer.best, folders[name])
        for name, writer in writers.items()
    ]
    fingerprints = [writer.finish() for writer in writers.values()]
    manifests = {
        name: _described(settings[name], writer, fingerprint, options)
        for (name, writer), fingerprint in zip(writers.items(), fingerprints, strict=True)
    }
    for each in chosen:
        each.result()
    first = next(iter(writers.values()))
    dealt_s = first.people_s / min(threads_of(options.threads), len(first.best))
    seconds["simulate_s"] = clock.lap_s() - dealt_s
    seconds["people_s"] += dealt_s
    seconds["total_s"] = clock.total_s()
    for manifest in manifests.values():
        manifest["timing"] = {name: round(seconds[name], 3) for name in seconds}
        manifest["peak_rss_mb"] = _peak_rss_mb()
    return {name: Lived(manifests[name], writer) for name, writer in writers.items()}


def _choose(setting: Setting, seed: int, best: Best, folder: Path) -> None:
    if setting.is_scored:
        write_json(folder / CHOSEN, choose(setting, seed, best))


def _described(setting: Setting, writer: TableWriter, fingerprint: str, options: Options) -> dict[str, Any]:
    """Say what was lived and by what: the manifest, less the clock."""
    return {
        "fingerprint": fingerprint,
        "regime": setting.regime.id,
        "world": setting.world.id,
        "is_scored": setting.is_scored,
        "amendments": list(setting.regime.amendments) if setting.is_scored else [],
        "versions": {"python": platform.python_version(), **{name: version(name) for name in VERSIONED}},
        "tables_hash": setting.hash(),
        "communities": setting.people.communities_n,
        "residents": setting.people.residents_n,
        "organisations": setting.people.organisations.organisations_n,
        "scored": writer.scored_n,
        "status": "complete",
        "seed": options.seed,
        "years": options.years,
        "sets": list(options.sets),
        "command": options.command,
        "ledger": options.ledger,
        "law": tree_of(setting.regime),
        "world_summary": tree_of(setting.world),
    }


def check_options(options: Options) -> None:
    """Refuse options that no run can have.

    Raises:
        GlasshouseError: With every option that is wrong.
    """
    limits = {"years": (options.years, 1, MOST_YEARS_N), "seed": (options.seed, 0, 2**64 - 1)}
    limits |= {"threads": (options.threads or 1, 1, 4096), "chunk": (options.chunk or 1, 1, 2**31)}
    wrong = [
        Problem("", 0, 0, "N210", f"{name} is {value}", "", f"choose from {low} to {high}")
        for name, (value, low, high) in limits.items()
        if not low <= value <= high
    ]
    if options.ledger not in LEDGERS:
        remedy = f"choose one of {', '.join(LEDGERS)}"
        wrong.append(Problem("", 0, 0, "N210", f"ledger is {options.ledger}", "", remedy))
    if wrong:
        raise GlasshouseError(wrong)


def _peak_rss_mb() -> int:
    """Return the most memory that this process held, in MB; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415 - not there on every system

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform != "darwin" else peak // 1024**2


def _warm_up(settings: list[Setting], announce: Callable[[str], None] | None) -> None:
    """Compile the kernel, or load it: what takes longer than a second is said aloud."""
    line = "compiling the kernels, which takes up to a minute, once on this machine"
    timer = threading.Timer(1.0, announce or _say_nothing, [line])
    timer.start()
    try:
        live_chunk(settings, 0, 1, seed=0, ledger="none")
    finally:
        timer.cancel()


def _say_nothing(_line: str) -> None:
    """Stand in for who does not want to be told."""
