"""A Regime and a World come in, all communities are lived in chunks, a run folder goes out."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from glasshouse.law.schema import Regime
from glasshouse.people.world import World
from glasshouse.runs.folder import MANIFEST, Run, check_free, whole_folder, write_json
from glasshouse.runs.living import BASE, WRITING_N, Options, Progress, Watch, check_options, live_worlds


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
    finish: Callable[[Run], object] | None = None,
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
        finish: Called with the run before its folder takes its name, to add a report to it. Tables that the
            run holds may still be on their way to the disk; all others are there.
        command: The command that made the run, for the record.

    Returns:
        The run.

    Raises:
        GlasshouseError: If the folder is in the way, an option is wrong, or a response exceeds a bound.
    """
    out = Path(out)
    options = Options(years, seed, threads, chunk, ledger, tuple(sets), command)
    check_options(options)
    check_free(out, force=force)
    # The pool is shut down first: nobody writes into a folder that is moved or removed.
    with whole_folder(out.absolute(), force=force) as folder, ThreadPoolExecutor(WRITING_N) as writing:
        watch = Watch(progress, announce)
        lived = live_worlds({BASE: folder}, {BASE: regime}, world, options, watch=watch, writing=writing)
        manifest, writer = lived[BASE]
        manifest["out"] = str(out)
        write_json(folder / MANIFEST, manifest)
        if finish is not None:
            if not writer.held:
                writer.wait()
            finish(Run.just_lived(folder, manifest, writer.held, regime, world))
        writer.wait()
    return Run(out, manifest)
