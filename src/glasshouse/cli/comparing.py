"""A law, amendments and a world come in, a comparison folder goes out: `compare`."""

import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glasshouse.cli.amending import stacked
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
from glasshouse.errors import misuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glasshouse.audits import Finding
    from glasshouse.runs import Comparison

VariantsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="AMENDMENT",
        help="One variant of the law: an amendment, by id or path, or several with commas, as one stack.",
    ),
]
NUMBER_WIDTH = 11


def compare(  # noqa: PLR0913, PLR0917 - one argument for each option
    regime: RegimeArgument,
    world: WorldOption = None,
    variants: VariantsOption = None,
    no_unscored: Annotated[
        bool, typer.Option("--no-unscored", help="Leave out the same people without any law.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="The folder to make; out/REGIME.WORLD.compared.seed-SEED if not given."),
    ] = None,
    years: YearsOption = 10,
    seed: SeedOption = 0,
    seeds: SeedsOption = 1,
    threads: ThreadsOption = None,
    chunk: ChunkOption = None,
    ledger: LedgerOption = Ledger.NONE,
    changes: SetOption = None,
    force: ForceOption = False,
    form: FormOption = Form.TEXT,
) -> None:
    """Let one world live under a law, under each variant of it and under none, with the same dice."""
    with mistakes_shown(form):
        from glasshouse.runs import compare as lived_beside

        sets, stacks = changes or [], _stacks(variants or [], unscored=not no_unscored)
        (law, *amended), place = loaded(regime, world, [[], *stacks], sets)
        named = _named(["+".join(each.amendments) for each in amended])
        whole = out or Path("out") / f"{law.id}.{place.id}.compared.seed-{seed}"
        rows: list[dict[str, Any]] = []
        for each, folder in folders_of(whole, seed, seeds, force=force).items():
            answers: list[Finding] = []
            with talk_shown(f"seed {each}") as talk:
                found = lived_beside(
                    law,
                    place,
                    variants=dict(zip(named, amended, strict=True)),
                    unscored=not no_unscored,
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
                    finish=partial(_finished, answers),
                    command=shlex.join(["glasshouse", *sys.argv[1:]]),
                )
            rows.append(_row(found, answers))
    answer(form, {"comparisons": rows}, (line for row in rows for line in _lines(row)))


def _stacks(variants: "Sequence[str]", *, unscored: bool) -> list[list[str]]:
    """Read each `--with` as a stack of amendments.

    Raises:
        GlasshouseError: If there is nothing to compare with, or a stack is empty.
    """
    stacks = [stacked([each]) for each in variants]
    if [] in stacks:
        raise misuse("X808", "a `--with` names no amendment", "name one, or leave the option out")
    if not stacks and not unscored:
        fact = "there is nothing to compare the law with"
        raise misuse("X808", fact, "name an amendment with `--with`, or leave `--no-unscored` out")
    return stacks


def _named(names: list[str]) -> list[str]:
    """Refuse to compare a variant with itself."""
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise misuse("X808", f"the variant {twice} is named twice", "name each variant once")
    return names


def _finished(answers: "list[Finding]", folder: Path) -> None:
    """Write the report, and keep what it was made from."""
    from glasshouse.reports.beside import findings_of
    from glasshouse.reports.comparison import write_comparison
    from glasshouse.runs import load_comparison

    answers += findings_of(load_comparison(folder))
    write_comparison(folder, findings=answers)


def _row(found: "Comparison", answers: "Sequence[Finding]") -> dict[str, Any]:
    from dataclasses import asdict

    from glasshouse.reports.outcomes import outcomes_of
    from glasshouse.reports.runfolder import Scale

    return {
        "folder": str(found.folder),
        "report": str(found.folder / "report.html"),
        "findings": str(found.folder / "findings.json"),
        "manifest": dict(found.manifest),
        "default_grade": Scale(found.base.regime.instrument).default,
        "variants": {each.name: asdict(each) for each in outcomes_of(answers)},
    }


def _lines(row: dict[str, Any]) -> "Iterator[str]":
    """Say in words what came out: a block for each world, then where the report is."""
    manifest, seconds = row["manifest"], row["manifest"]["timing"]["total_s"]
    worlds = manifest["worlds"]
    years = "1 year" if manifest["years"] == 1 else f"{manifest['years']} years"
    yield from wrapped(
        f"{manifest['regime']} in {manifest['world']}: {manifest['residents']:,} residents, {years}, seed"
        f" {manifest['seed']}, {len(worlds)} worlds with the same dice",
        "",
    )
    for world in worlds:
        yield ""
        yield world["name"]
        yield from _variant_lines(row["variants"].get(world["name"]), row["default_grade"])
        yield f"fingerprint  {world['fingerprint']}"
    yield ""
    yield f"time         {seconds:.1f} s, {manifest['peak_rss_mb']:,.0f} MB"
    yield f"report       {row['report']}"


def _variant_lines(its: dict[str, Any] | None, default: str) -> "Iterator[str]":
    """Say for whom a variant changed what; nothing of the base and of the world without a law."""
    if its is None:
        return
    yield f"{'':11}{'residents':>{NUMBER_WIDTH}}{'undeserved':>{NUMBER_WIDTH + 2}}"
    for outcome, n in its["residents"].items():
        undeserved = its["undeserved"].get(outcome)
        beside = "" if undeserved is None else f"{undeserved:,}"
        yield f"  {outcome:9}{n:>{NUMBER_WIDTH},}{beside:>{NUMBER_WIDTH + 2}}".rstrip()
    yield from wrapped(f"months below {default}: {_change(its['below_months'])}")
    yield from wrapped(f"days on lists: {_change(its['listed_days'])}")


def _change(n: int) -> str:
    return f"{n:+,}".replace("-", "\N{MINUS SIGN}") if n else "no change"
