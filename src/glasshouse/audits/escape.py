"""Who gets out: of the grades below the default, and of each list. A run comes in, chances go out.

Moves are counted from one month's publication to the next, among residents with an account at both;
who dies has not got out. The table of moves does not keep communities apart, so these intervals are a
bootstrap over months: they say how far the months of one run differ, and not how far places do.
"""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.audits.asked import RESIDENTS, Asked, GradeSet, below_default, lists_of
from glasshouse.audits.estimates import Estimates
from glasshouse.audits.finding import Definition, Finding, Interval
from glasshouse.audits.luck import intervals, weights
from glasshouse.runs import Run

DEFINITIONS = {
    "escape.leave_share": Definition(
        "chance to get out within a month",
        "share",
        "Of the residents in one of the grades at a publication, those who are in none of them at the next; "
        "all months of the run together.",
    ),
    "escape.enter_share": Definition(
        "chance to get in within a month",
        "share",
        "Of the residents in none of the grades at a publication, those who are in one of them at the next.",
    ),
    "escape.months": Definition(
        "months that a stay takes",
        "months",
        "Months that residents were found in the grades for each time that somebody got out. Where as many "
        "come as go that is the mean length of a stay, also when its end does not come by chance; in a run "
        "that begins with empty files it is somewhat too short.",
    ),
    "escape.still_share": Definition(
        "still there after twelve months without having left",
        "share",
        "Of residents spread over the grades as on average over the run, the share who would still be there "
        "after twelve months if each month moved them as the months of the run did on average. The months of "
        "one stay are taken to be alike; entries that count for a fixed time make the true share higher for "
        "who has just come.",
    ),
}
AFTER_MONTHS_N = 12


class _Moves(NamedTuple):
    """Moves in and around a set of grades. T months, S grades."""

    within: NDArray[np.float64]
    """Shape [T, S * S]: from the first to the second."""
    out: NDArray[np.float64]
    """Shape [T, S]."""
    entered: NDArray[np.float64]
    """Shape [T]."""
    outside: NDArray[np.float64]
    """Who could have entered. Shape [T]."""


def audit(asked: Asked) -> list[Finding]:
    """Ask how likely it is to get out of what is below the default, and out of each list."""
    run, found = asked.run, Estimates("escape", DEFINITIONS, "months")
    regime = run.regime
    sets = [below_default(regime, name) for name, its in regime.instruments.items() if its.kind != "list"]
    sets += [grades for grades in lists_of(regime) if grades.is_burden and grades not in sets]
    for file in ("official", "truthful"):
        flows = _flows(run, file)
        for grades in sets:
            if grades.grades:
                _ask(
                    found, grades.of | {"file": file}, _moves(flows, grades, 12 * int(run.manifest["years"]))
                )
    return found.findings()


def _ask(found: Estimates, of: dict[str, str], moves: _Moves) -> None:
    there, left = moves.within.sum(axis=1) + moves.out.sum(axis=1), moves.out.sum(axis=1)
    found.share("leave_share", of, left, there)
    found.share("months", of, there, left)
    if there.any():
        months_n = len(there)
        (value,) = _still(moves, np.ones((1, months_n))).tolist()
        found_still = _still(moves, weights(months_n))[:, None]
        ((low, high),) = intervals(found_still, months_n)
        found.ready("still_share", of, value, Interval(low, high, how="months"), round(float(there.sum())))
    found.share("enter_share", of, moves.entered, moves.outside)


def _still(moves: _Moves, drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share still there after twelve months, under each weighing of the months."""
    grades_n = moves.out.shape[1]
    within = (drawn @ moves.within).reshape(-1, grades_n, grades_n)
    there = within.sum(axis=2) + drawn @ moves.out
    with np.errstate(divide="ignore", invalid="ignore"):
        stays = np.where(there[:, :, None] == 0, 0.0, within / there[:, :, None])
        start = there / there.sum(axis=1, keepdims=True)
    after = np.linalg.matrix_power(stays, AFTER_MONTHS_N)
    return np.einsum("rs,rst->r", start, after)


def _flows(run: Run, file: str) -> pl.DataFrame:
    here = (pl.col("file") == file) & (pl.col("holder") == RESIDENTS)
    names = pl.col("instrument", "grade_from", "grade_to").cast(pl.String)
    return run.table("flows").filter(here).select("month", names, pl.col("n").cast(pl.Float64))


def _moves(flows: pl.DataFrame, grades: GradeSet, months_n: int) -> _Moves:
    names = sorted(grades.grades)
    place = {name: ix for ix, name in enumerate(names)}
    # The first month has no month before it, and so no moves.
    within = np.zeros((months_n - 1, len(names) ** 2))
    out, entered, outside = (
        np.zeros((months_n - 1, len(names))),
        np.zeros(months_n - 1),
        np.zeros(months_n - 1),
    )
    here = flows.filter(pl.col("instrument") == grades.instrument).select(
        "month", "grade_from", "grade_to", "n"
    )
    for month, before, after, n in here.iter_rows():
        at = month - 1
        if before in place and after in place:
            within[at, place[before] * len(names) + place[after]] += n
        elif before in place:
            out[at, place[before]] += n
        else:
            outside[at] += n
            entered[at] += n if after in place else 0.0
    return _Moves(within, out, entered, outside)
