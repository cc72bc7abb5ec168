"""A run folder comes in; a slip, a report or tables go out: `resident`, `report` and `export`."""

import shutil
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from glasshouse.cli.console import Form, FormOption, answer, mistakes_shown
from glasshouse.errors import misuse

RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="A folder that `glasshouse run` made.")]


class SlipForm(StrEnum):
    """How a slip is printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def resident(
    run: RunFolder,
    name: Annotated[str, typer.Argument(metavar="ID", help="A resident: community.number, as in 12.4.")],
    form: Annotated[SlipForm, typer.Option("--format", help="How the slip is printed.")] = SlipForm.TEXT,
) -> None:
    """Print one resident's slip: balance, entries, grade, and what really happened."""
    shape = Form.JSON if form is SlipForm.JSON else Form.TEXT
    with mistakes_shown(shape):
        from glasshouse.reports.slip import slip_html, slip_text
        from glasshouse.runs import load_run
        from glasshouse.runs import resident as slip_of

        slip = slip_of(load_run(run), name)
        width = shutil.get_terminal_size().columns
        text = slip_html(slip) if form is SlipForm.HTML else slip_text(slip, width)
    answer(shape, slip, [text.rstrip("\n")])


def report(
    run: RunFolder,
    out: Annotated[Path | None, typer.Option(help="The file to write; RUN/report.html if not given.")] = None,
    form: FormOption = Form.TEXT,
) -> None:
    """Write the report of a run or a comparison anew and print where it is."""
    with mistakes_shown(form):
        from glasshouse.reports.comparison import write_comparison
        from glasshouse.reports.report import write_report
        from glasshouse.runs.compare import is_comparison

        written = (write_comparison if is_comparison(run) else write_report)(run, out)
    answer(form, {"report": str(written)}, [str(written)])


def export(
    run: RunFolder,
    out: Annotated[Path, typer.Option(help="The folder for the CSV files; it may exist.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite CSV files that are there.")] = False,
    form: FormOption = Form.TEXT,
) -> None:
    """Write each table of a run as a CSV file."""
    with mistakes_shown(form):
        from glasshouse.runs import load_run

        lived = load_run(run)
        written = [out / f"{table}.csv" for table in lived.tables]
        folders = [str(path) for path in written if path.is_dir()]
        if folders:
            raise misuse("X802", "a folder has the name of a file", "name another folder", file=folders[0])
        there = [str(path) for path in written if path.exists()]
        if there and not force:
            message = f"{len(there)} of the files are there already, {there[0]} first"
            raise misuse("X802", message, "name another folder, or say `--force`", file=str(out))
        out.mkdir(parents=True, exist_ok=True)
        for table, path in zip(lived.tables, written, strict=True):
            lived.scan(table).sink_csv(path)
    answer(form, {"written": [str(path) for path in written]}, map(str, written))
