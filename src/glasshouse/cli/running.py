"""A law and a world come in, a run folder goes out: `run`."""

import shlex
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from glasshouse.cli.console import Form, FormOption, answer, mistakes_shown, say, wrapped

if TYPE_CHECKING:
    from glasshouse.law.schema import Regime
    from glasshouse.people.world import World
    from glasshouse.runs import Run

WORLD = "world."
"""A `--set` path that starts so changes the world; any other changes the law."""


class Ledger(StrEnum):
    """Whose entries a run stores."""

    NONE = "none"
    SAMPLE = "sample"
    ALL = "all"


def run(  # noqa: PLR0913, PLR0917 - one argument for each option
    regime: Annotated[str, typer.Argument(metavar="REGIME", help="A law: its id, or a path.")],
    world: Annotated[
        str | None, typer.Option(help="A world: its id, or a path; the law's own if not given.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The folder to make; out/REGIME.WORLD.seed-SEED if not given.")
    ] = None,
    years: Annotated[int, typer.Option(min=1, max=100, help="Years to live.")] = 10,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, help="The seed of what happens.")] = 0,
    seeds: Annotated[
        int, typer.Option(min=1, max=1000, help="How many runs, with seeds from --seed on, in OUT/seed-N.")
    ] = 1,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads; one a core if not given.")] = None,
    chunk: Annotated[int | None, typer.Option(min=1, help="Communities handled at a time.")] = None,
    ledger: Annotated[Ledger, typer.Option(help="Whose entries are stored one by one.")] = Ledger.NONE,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PATH=VALUE",
            help="Change one value of the law for this run, or of the world: world.PATH=VALUE.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the folder if it is there.")] = False,
    form: FormOption = Form.TEXT,
) -> None:
    """Let a world live under a law; write a folder with sums, a manifest and a report."""
    with mistakes_shown(form):
        from glasshouse.reports.report import write_report
        from glasshouse.runs import simulate
        from glasshouse.runs.folder import check_free

        sets = changes or []
        law, place = _loaded(regime, world, sets)
        whole = out or Path("out") / f"{law.id}.{place.id}.seed-{seed}"
        folders = {each: whole / f"seed-{each}" if seeds > 1 else whole for each in range(seed, seed + seeds)}
        for folder in folders.values():
            check_free(folder, force=force)
        rows: list[dict[str, Any]] = []
        for each, folder in folders.items():
            with _talk_shown(f"seed {each}") as talk:
                lived = simulate(
                    law,
                    place,
                    years=years,
                    seed=each,
                    threads=threads,
                    chunk=chunk,
                    ledger=ledger.value,
                    sets=sets,
                    out=folder,
                    force=force,
                    progress=talk.progress,
                    announce=talk.announce,
                    finish=write_report,
                    command=shlex.join(["glasshouse", *sys.argv[1:]]),
                )
            rows.append(_row(lived))
    answer(form, {"runs": rows}, (line for row in rows for line in _lines(row)))


def _loaded(regime: str, world: str | None, sets: list[str]) -> "tuple[Regime, World]":
    """Load the law and the world, each with its changes, and say which rules will never be used."""
    from glasshouse.law.loader import check_regime, load_regime
    from glasshouse.people.loader import catalogue, load_world

    of_law = [change for change in sets if not change.startswith(WORLD)]
    of_world = [change.removeprefix(WORLD) for change in sets if change.startswith(WORLD)]
    law = load_regime(regime, sets=of_law)
    place = load_world(world or law.world, sets=of_world)
    for problem in check_regime(regime, catalogue(place), sets=of_law):
        say(f"note: {problem.message}")
    return law, place


class _Talk(NamedTuple):
    """How a run says where it is."""

    progress: Callable[[int, int], None] | None
    announce: Callable[[str], None]


@contextmanager
def _talk_shown(what: str) -> "Generator[_Talk]":
    """Draw a bar with the time to go, reckoned from the communities done, where stderr is a terminal."""
    if not sys.stderr.isatty():
        yield _Talk(None, say)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(None), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{what}: getting ready", total=None)

        def progress(done: int, total: int) -> None:
            doing = what if done < total else f"{what}: writing"
            bar.update(task, description=doing, completed=done, total=total)

        def announce(line: str) -> None:
            bar.update(task, description=line)

        yield _Talk(progress, announce)


def _row(lived: "Run") -> dict[str, Any]:
    from dataclasses import asdict

    from glasshouse.reports.headline import five_numbers

    return {
        "folder": str(lived.folder),
        "report": str(lived.folder / "report.html"),
        "manifest": dict(lived.manifest),
        "numbers": [{**asdict(number), "shown": number.shown} for number in five_numbers(lived.folder)],
    }


def _lines(row: dict[str, Any]) -> list[str]:
    """Say in words what came out: five numbers, then where they are and what proves them."""
    manifest, numbers = row["manifest"], row["numbers"]
    years, scored = manifest["years"], f"{manifest['scored']:,}"
    lines = wrapped(
        f"{manifest['regime']} in {manifest['world']}: {manifest['residents']:,} residents, {scored} of them"
        f" scored, {years} years, seed {manifest['seed']}",
        "",
    )
    for number in numbers:
        lines += ["", *wrapped(f"{number['shown']} {number['sentence']}", "")]
    seconds = manifest["timing"]["total_s"]
    return [
        *lines,
        "",
        f"fingerprint  {manifest['fingerprint']}",
        f"time         {seconds:.1f} s, {manifest['peak_rss_mb']:,.0f} MB",
        f"report       {row['report']}",
    ]
