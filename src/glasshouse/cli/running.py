"""A law and a world come in, a run folder goes out: `run`."""

import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glasshouse.cli.amending import WithOption, stacked
from glasshouse.cli.console import Form, FormOption, answer, mistakes_shown, wrapped
from glasshouse.cli.living import (
    ChunkOption,
    ForceOption,
    Ledger,
    LedgerOption,
    RegimeArgument,
    SeedOption,
    SeedsOption,
    SetOption,
    ThreadsOption,
    WorldOption,
    YearsOption,
    folders_of,
    loaded,
    talk_shown,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasshouse.reports.headline import Number
    from glasshouse.runs import Run


def run(  # noqa: PLR0913, PLR0917 - one argument for each option
    regime: RegimeArgument,
    world: WorldOption = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The folder to make; out/REGIME+AMENDMENTS.WORLD.seed-SEED if not given."),
    ] = None,
    years: YearsOption = 10,
    seed: SeedOption = 0,
    seeds: SeedsOption = 1,
    threads: ThreadsOption = None,
    chunk: ChunkOption = None,
    ledger: LedgerOption = Ledger.NONE,
    changes: SetOption = None,
    amendments: WithOption = None,
    force: ForceOption = False,
    form: FormOption = Form.TEXT,
) -> None:
    """Let a world live under a law; write a folder with sums, a manifest and a report."""
    with mistakes_shown(form):
        from glasshouse.runs import simulate

        sets = changes or []
        (law,), place = loaded(regime, world, [stacked(amendments)], sets)
        whole = out or Path("out") / f"{'+'.join((law.id, *law.amendments))}.{place.id}.seed-{seed}"
        rows: list[dict[str, Any]] = []
        for each, folder in folders_of(whole, seed, seeds, force=force).items():
            numbers: list[Number] = []
            with talk_shown(f"seed {each}") as talk:
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
                    finish=partial(_finished, numbers),
                    command=shlex.join(["glasshouse", *sys.argv[1:]]),
                )
            rows.append(_row(lived, numbers))
    answer(form, {"runs": rows}, (line for row in rows for line in _lines(row)))


def _finished(numbers: "list[Number]", run: "Run") -> None:
    """Write the report, and keep its five numbers."""
    from glasshouse.reports.headline import five_numbers_of
    from glasshouse.reports.report import write_report
    from glasshouse.reports.runfolder import read_run_folder

    read = read_run_folder(run)
    write_report(read)
    numbers += five_numbers_of(read)


def _row(lived: "Run", numbers: "Sequence[Number]") -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "folder": str(lived.folder),
        "report": str(lived.folder / "report.html"),
        "manifest": dict(lived.manifest),
        "numbers": [{**asdict(number), "shown": number.shown} for number in numbers],
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
