"""A run folder comes in, five numbers with a sentence each go out: for the report and the terminal."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from glasshouse.law.schema import Gate
from glasshouse.reports import wording
from glasshouse.reports.runfolder import OFFICIAL, RunFolder, read_run_folder

Basis = Literal["assumed", "published"]
MOST_GATES_N = 3
"""A sentence has room for so many kinds of gates; the law's section has them all."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number that a reader should take away."""

    id: str
    value: float
    """A share between 0 and 1 where the unit is `share`, a count otherwise."""
    unit: str
    sentence: str
    basis: Basis
    """`assumed` where some rate behind the number is an assumption of the world or the law."""

    @property
    def shown(self) -> str:
        """The value as people read it."""
        return wording.percent(self.value) if self.unit == "share" else wording.count(self.value)


def five_numbers(run_folder: Path) -> list[Number]:
    """Compute the five numbers of a run.

    Args:
        run_folder: A folder that `glasshouse run` wrote.

    Returns:
        The share in the default grade or better at the end, the adults on the worst list, the
        share of merits among entries, the share whose grade late booking changed, and the adults
        for whom a gate is shut that a blank file would open.
    """
    return five_numbers_of(read_run_folder(run_folder))


def five_numbers_of(run: RunFolder) -> list[Number]:
    """Compute the five numbers of a run that was read already."""
    by_grade = standing_at_end(run)
    return [
        _default_or_better(run, by_grade),
        _worst_list(run, by_grade),
        _merits(run),
        _moved_by_delay(run),
        _gate_shut(run, by_grade),
    ]


def standing_at_end(run: RunFolder) -> dict[str, int]:
    """Count the adults in each grade at the last publication, official files, worst grade first."""
    here = (pl.col("file") == OFFICIAL) & (pl.col("month") == run.last_month)
    rows = run.table("grades").filter(here).group_by("grade").agg(pl.col("n").sum()).collect()
    counted = dict(zip(rows["grade"].to_list(), rows["n"].to_list(), strict=True))
    return {grade: int(counted.get(grade, 0)) for grade in run.grades}


def shut_grades(run: RunFolder, gate: Gate) -> frozenset[str]:
    """Return the grades to which a gate is shut although it is open to a blank file.

    A perk that a blank file does not have either, such as priority for the best grade alone, shuts
    no gate here.
    """
    shut = run.regime.grades_meant_by(gate.shut_for or ())
    if gate.opens_for:
        shut |= frozenset(run.grades) - run.regime.grades_meant_by(gate.opens_for)
    return frozenset() if run.default_grade in shut else shut


def _n_in(by_grade: dict[str, int], grades: Collection[str]) -> int:
    return sum(n for grade, n in by_grade.items() if grade in grades)


def _default_or_better(run: RunFolder, by_grade: dict[str, int]) -> Number:
    n, all_n = _n_in(by_grade, run.default_or_better), sum(by_grade.values())
    sentence = (
        f"of the {wording.count(all_n)} adults with an account stand in grade {run.default_grade} or better "
        f"at the last publication, on {wording.date(run.last_published)}. A blank file is worth "
        f"{run.default_grade}."
    )
    return Number("default-or-better", n / all_n if all_n else 0.0, "share", sentence, "assumed")


def _worst_list(run: RunFolder, by_grade: dict[str, int]) -> Number:
    worst = run.grades[0]
    holding = [
        (grade_list, meant)
        for grade_list in run.regime.lists.values()
        if worst in (meant := run.regime.grades_meant_by(grade_list.grades))
    ]
    if not holding:
        return Number(
            "worst-list", by_grade[worst], "adults", f"adults stand in {worst}, the lowest grade.", "assumed"
        )
    grade_list, meant = min(holding, key=lambda pair: len(pair[1]))
    named = [grade for grade in run.grades[::-1] if grade in meant]
    title = _lower(grade_list.title).removeprefix("the ")
    of_them = wording.count(by_grade[worst])
    sentence = (
        f"adults are on the {title} (grade {worst}, the lowest) at the last publication."
        if named == [worst]
        else f"adults are on the {title} (grades {wording.listing(named)}) at the last publication; "
        f"{of_them} of them stand in {worst}, the lowest grade."
    )
    return Number("worst-list", _n_in(by_grade, meant), "adults", sentence, "assumed")


def _merits(run: RunFolder) -> Number:
    rows = run.table("entries").filter(pl.col("file") == OFFICIAL).group_by("rule")
    sums = rows.agg(pl.col("n").sum(), pl.col("points_pt").sum()).collect()
    merits_n = int(sums.filter(pl.col("points_pt") > 0)["n"].sum())
    all_n = int(sums["n"].sum())
    sentence = (
        f"of all entries booked in {run.period} are merits: {wording.count(merits_n)} merits beside "
        f"{wording.count(all_n - merits_n)} deductions and direct downgrades."
    )
    return Number("merits", merits_n / all_n if all_n else 0.0, "share", sentence, "assumed")


def _moved_by_delay(run: RunFolder) -> Number:
    rows = run.table("standing").filter(pl.col("year") == run.manifest.years - 1).collect()
    all_n = int(rows["n"].sum())
    moved_n = int(rows.filter(pl.col("official") != pl.col("truthful"))["n"].sum())
    sentence = (
        f"of adults ({wording.count(moved_n)}) are published in another grade at the end than their truthful "
        "file gives them, on which every detected act is booked on its day. Late booking is the only error "
        "that this run knows, so the difference is its doing alone."
    )
    return Number("moved-by-delay", moved_n / all_n if all_n else 0.0, "share", sentence, "assumed")


def _gate_shut(run: RunFolder, by_grade: dict[str, int]) -> Number:
    alike: dict[frozenset[str], list[str]] = {}
    for gate in run.regime.gates.values():
        alike.setdefault(shut_grades(run, gate), []).append(_lower(gate.title))
    alike.pop(frozenset(), None)
    n = _n_in(by_grade, frozenset[str]().union(*alike))
    widest = sorted(alike.items(), key=lambda pair: -_n_in(by_grade, pair[0]))[:MOST_GATES_N]
    each = [f"{_first_of(titles)} ({wording.count(_n_in(by_grade, grades))})" for grades, titles in widest]
    sentence = (
        "adults stand in a grade that shuts at least one gate which a blank file would open: "
        f"{wording.listing(each)}. Who of them comes to that gate is not modelled yet."
        if each
        else "adults: this law shuts no gate that a blank file would open."
    )
    return Number("gate-shut", n, "adults", sentence, "assumed")


def _first_of(titles: list[str]) -> str:
    """Name the first of several gates that are shut to the same grades."""
    return titles[0] if len(titles) == 1 else f"{titles[0]} and {len(titles) - 1} more"


def _lower(title: str) -> str:
    """Lower a title's first letter inside a sentence, unless it begins with an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
