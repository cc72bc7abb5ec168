"""A run folder and an id come in, why a grade is what it is goes out: `why`."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glasshouse.cli.asking import RunFolder
from glasshouse.cli.console import Form, FormOption, answer, mistakes_shown
from glasshouse.errors import misuse

if TYPE_CHECKING:
    from glasshouse.runs import Run


def why(  # noqa: PLR0913, PLR0917 - a question to a run, all but two by name
    run: RunFolder,
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="A resident: community.number, as in 12.4.")
    ] = None,
    instrument: Annotated[
        str | None, typer.Option(help="The account or list, by its id; the first one if not given.")
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day; the last publication if not given.")
    ] = None,
    world: Annotated[
        str | None, typer.Option("--in", metavar="NAME", help="Of a comparison, the world; `base` at first.")
    ] = None,
    listed: Annotated[
        bool,
        typer.Option(
            "--wrongly-listed", help="Explain those with the lowest ids whom an error put on a list."
        ),
    ] = False,
    most: Annotated[int, typer.Option(help="With `--wrongly-listed`: how many of them.", min=1)] = 10,
    form: FormOption = Form.TEXT,
) -> None:
    """Explain a grade: what each rule of the law came to, and which record did it."""
    with mistakes_shown(form):
        from glasshouse.reports.trace import short_text, trace_text
        from glasshouse.runs import why as trace_of

        width = shutil.get_terminal_size().columns
        if (name is None) != listed:
            raise misuse("N225", _unclear(name), "give an ID, or say --wrongly-listed")
        lived, payload = _run_in(run, world), dict[str, object]()
        if name is None:
            traces = list(_traces(lived, most, instrument, _day(at)))
            payload = {"wrongly_listed": [_short(trace) for trace in traces]}
            lines = [short_text(trace, width).rstrip("\n") for trace in traces]
            lines = lines or ["Nobody is wrongly on a list at the last December's count."]
        else:
            payload = trace_of(lived, name, instrument=instrument, at=_day(at))
            lines = [trace_text(payload, width).rstrip("\n")]
    answer(form, payload, lines)


def _unclear(name: str | None) -> str:
    return "nobody is named" if name is None else "somebody is named, and those wrongly listed as well"


def _run_in(folder: Path, world: str | None) -> "Run":
    """Open a run, or one of the worlds of a comparison."""
    from glasshouse.runs import load_comparison, load_run
    from glasshouse.runs.compare import is_comparison

    if world is None and not is_comparison(folder):
        return load_run(folder)
    comparison = load_comparison(folder)
    if world is not None and world not in comparison.runs:
        raise misuse(
            "N223", f"the comparison has no world `{world}`", f"name one of {', '.join(comparison.runs)}",
            file=str(folder),
        )  # fmt: skip
    return comparison.base if world is None else comparison.runs[world]


def _day(text: str | None) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        raise misuse("N222", f"`{text}` is no day", "write it as in 2024-12-10") from None


def _traces(run: "Run", most: int, instrument: str | None, at: dt.date | None) -> Iterator[dict[str, Any]]:
    from glasshouse.runs import why as trace_of
    from glasshouse.runs import wrongly_listed

    for each in wrongly_listed(run, most):
        yield trace_of(run, each.id, instrument=instrument or each.instrument, at=at)


def _short(trace: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not about the record that did it."""
    return {key: value for key, value in trace.items() if key != "nodes"}
