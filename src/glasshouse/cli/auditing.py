"""A run or comparison folder and questions come in, findings with their intervals go out: `audit`."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glasshouse.cli.console import Form, FormOption, answer, mistakes_shown, wrapped
from glasshouse.cli.layout import cells, folded, terminal_width

if TYPE_CHECKING:
    from glasshouse.audits import Finding
    from glasshouse.audits.finding import Unit

GROUP = "dimension"
"""What findings of a single group are split by; without `--every` they are left out of the text."""
SPLITS_N = 12
"""Rows of one definition that a terminal is given without `--every`, the weightiest first."""


def audit(
    run: Annotated[
        Path,
        typer.Argument(metavar="RUN", help="A folder that `glasshouse run` or `glasshouse compare` made."),
    ],
    questions: Annotated[
        list[str] | None, typer.Argument(metavar="[QUESTION]...", help="Questions; all if none is named.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--every", help="Print all rows: each group, and each part of a long split.")
    ] = False,
    form: FormOption = Form.TEXT,
) -> None:
    """Answer questions from a run or a comparison, each number with its interval."""
    with mistakes_shown(form):
        from glasshouse.audits import audit as put
        from glasshouse.runs import load_comparison, load_run
        from glasshouse.runs.compare import is_comparison

        asked = load_comparison(run) if is_comparison(run) else load_run(run)
        found = put(asked, questions or None)
        communities_n = int(asked.manifest["communities"])
    payload = {"findings": [finding.as_json() for finding in found]}
    answer(form, payload, _lines(found, communities_n, every=every))


def _lines(found: "Sequence[Finding]", communities_n: int, *, every: bool) -> Iterator[str]:
    from glasshouse.audits import QUESTIONS

    yield from wrapped(_about(communities_n), "")
    hidden_n = 0
    for question, its in groupby(found, key=lambda finding: finding.question):
        yield ""
        yield from wrapped(f"{question}: {QUESTIONS[question].asks}", "")
        for _, rows in groupby(its, key=lambda finding: finding.definition):
            all_rows = list(rows)
            shown = all_rows if every else _shown(all_rows)
            hidden_n += len(all_rows) - len(shown)
            if shown:
                yield from wrapped(shown[0].title, "  ")
                yield from _table(shown)
    if hidden_n:
        yield ""
        yield from wrapped(f"{hidden_n} more rows, of groups and of long splits, with --every", "")


def _about(communities_n: int) -> str:
    if communities_n == 1:
        return "One community: there is nothing to draw intervals from."
    return (
        f"Values, with intervals of 90 % by luck: a bootstrap over {communities_n:,} communities (of "
        "`escape` over months). Doubt in the assumptions is not in them."
    )


def _shown(rows: "Sequence[Finding]") -> "list[Finding]":
    """Leave out groups, and of a long split what weighs least; the order stays."""
    whole = [row for row in rows if GROUP not in row.of]
    heaviest = sorted(whole, key=lambda row: -abs(row.value))[:SPLITS_N]
    return [row for row in whole if any(row is each for each in heaviest)]


def _table(rows: "Sequence[Finding]") -> Iterator[str]:
    """Lay out what each row is of, its value and its interval; what is too long has lines of its own."""
    keys = [key for key in rows[0].of if len(rows) > 1 and len({row.of.get(key) for row in rows}) == 1]
    table = [(_part(row, keys), *_numbers(row)) for row in rows]
    value, interval = (max(cells(row[ix]) for row in table) for ix in (1, 2))
    room = terminal_width() - 4 - value - interval - 4
    for part, number, limits in table:
        *above, last = (
            folded(part, room) if cells(part) <= room else [*folded(part, terminal_width() - 4), ""]
        )
        numbers = f"{' ' * (value - cells(number))}{number}  {' ' * (interval - cells(limits))}{limits}"
        yield from (f"    {line}" for line in above)
        yield f"    {last}{' ' * (room - cells(last))}  {numbers}".rstrip()


def _part(row: "Finding", shared: Sequence[str]) -> str:
    """Say what a row is of, less what all rows beside it are of as well."""
    said = [f"{key} {name}" for key, name in row.of.items() if key not in shared]
    return ", ".join(said) or "in all"


def _numbers(row: "Finding") -> tuple[str, str]:
    shown = _amount(row.value, row.unit)
    if row.interval is None:
        return shown, ""
    low, high = (_amount(each, row.unit) for each in (row.interval.low, row.interval.high))
    return shown, f"{low} to {high}"


def _amount(value: float, unit: "Unit") -> str:
    """Print a number as people read it, with as many digits as it is worth."""
    if unit == "share":
        return f"{_digits(100 * value)} %"
    return f"{value:,.0f}".replace("-", "−") if unit == "count" else _digits(value)


def _digits(value: float) -> str:
    places = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
    rounded = round(value, places)
    return f"{rounded:,.{places}f}".replace("-", "−") if rounded else "0"
