"""Words typed in a terminal come in, an answer and an exit code go out: the `glasshouse` command.

Nothing heavy is imported here or at the top of the commands' modules, so that `--help` is quick.
"""

import gc
import sys
from typing import Annotated

import typer

from glasshouse.cli import (
    amending,
    asking,
    auditing,
    checking,
    comparing,
    differing,
    explaining,
    listing,
    running,
    showing,
)

app = typer.Typer(
    name="glasshouse",
    help="A laboratory for scoring regimes: a law file goes in, residents who never existed live under it,"
    " and a report says what the law did.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from glasshouse import __version__

        sys.stdout.write(f"{__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A laboratory for scoring regimes."""


for _command in (
    listing.regimes,
    listing.worlds,
    amending.amendments,
    listing.new,
    showing.show,
    differing.diff,
    checking.check,
    checking.cases,
    running.run,
    comparing.compare,
    asking.resident,
    explaining.why,
    auditing.audit,
    asking.report,
    asking.export,
):
    app.command()(_command)


def main() -> None:
    """Run the command line; what `glasshouse` on the PATH calls."""
    # A law is half a million objects that live until the end. Python looks through all of them for cycles
    # again and again, an eighth of the time of a run, and once more when it stops.
    gc.set_threshold(100_000, 20, 20)
    try:
        app()
    except SystemExit as stop:
        if stop.code == 130:
            sys.stderr.write("stopped; nothing half-written was left behind\n")
        raise
    finally:
        gc.freeze()
