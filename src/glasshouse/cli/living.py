"""What `run` and `compare` share: their options, how they load a law and a world, and how they talk."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from glasshouse.cli.console import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasshouse.law.schema import Regime
    from glasshouse.people.world import World

WORLD = "world."
"""A `--set` path that starts so changes the world; any other changes the law."""


class Ledger(StrEnum):
    """Whose entries a run stores."""

    NONE = "none"
    SAMPLE = "sample"
    ALL = "all"


RegimeArgument = Annotated[str, typer.Argument(metavar="REGIME", help="A law: its id, or a path.")]
WorldOption = Annotated[
    str | None, typer.Option(help="A world: its id, or a path; the law's own if not given.")
]
YearsOption = Annotated[int, typer.Option(min=1, max=100, help="Years to live.")]
SeedOption = Annotated[int, typer.Option(min=0, max=2**63 - 1, help="The seed of what happens.")]
SeedsOption = Annotated[
    int, typer.Option(min=1, max=1000, help="How many runs, with seeds from --seed on, in OUT/seed-N.")
]
ThreadsOption = Annotated[int | None, typer.Option(min=1, help="Threads; one a core if not given.")]
ChunkOption = Annotated[int | None, typer.Option(min=1, help="Communities handled at a time.")]
LedgerOption = Annotated[Ledger, typer.Option(help="Whose entries are stored one by one.")]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change one value of the law for this run, or of the world: world.PATH=VALUE.",
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the folder if it is there.")]


class Sets(NamedTuple):
    """Values that `--set` changes, apart for the law and for the world."""

    of_law: list[str]
    of_world: list[str]

    @classmethod
    def of(cls, changes: "Sequence[str]") -> "Sets":
        """Tell the changes of the law from those of the world."""
        of_world = [change.removeprefix(WORLD) for change in changes if change.startswith(WORLD)]
        return cls([change for change in changes if not change.startswith(WORLD)], of_world)


def loaded(
    regime: str, world: str | None, stacks: "Sequence[Sequence[str]]", changes: "Sequence[str]"
) -> "tuple[list[Regime], World]":
    """Load a law under each stack of amendments, and the world, with the values that `--set` changes.

    Rules of the first law that will never be used in that world are named on stderr.

    Args:
        regime: The law's id or path.
        world: The world's; the law's own if None.
        stacks: Amendments of each law; an empty stack is the law as it is.
        changes: `path=value`, of the law or, as `world.path=value`, of the world.
    """
    from glasshouse.law.loader import open_regime
    from glasshouse.people.loader import catalogue, load_world

    sets = Sets.of(changes)
    laws = [open_regime(regime, amendments=list(stack), sets=sets.of_law) for stack in stacks]
    place = load_world(world or laws[0].regime.world, sets=sets.of_world)
    for problem in laws[0].faults_in(catalogue(place)):
        say(f"note: {problem.message}")
    return [law.regime for law in laws], place


def folders_of(whole: Path, seed: int, seeds: int, *, force: bool) -> dict[int, Path]:
    """Name the folder of each seed, and refuse at once what is in the way of one of them."""
    from glasshouse.runs.folder import check_free

    folders = {each: whole / f"seed-{each}" if seeds > 1 else whole for each in range(seed, seed + seeds)}
    for folder in folders.values():
        check_free(folder, force=force)
    return folders


class Talk(NamedTuple):
    """How a run says where it is."""

    progress: Callable[[int, int], None] | None
    announce: Callable[[str], None]


@contextmanager
def talk_shown(what: str) -> Generator[Talk]:
    """Draw a bar with the time to go, reckoned from the communities done, where stderr is a terminal."""
    if not sys.stderr.isatty():
        yield Talk(None, say)
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

        yield Talk(progress, announce)
