"""A run folder comes in, five numbers with a sentence each go out: for the report and the terminal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from glasshouse.law.schema import LISTED, UNLISTED, Gate
from glasshouse.reports import tallies, wording
from glasshouse.reports.runfolder import OFFICIAL, RunFolder

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


def five_numbers_of(run: RunFolder) -> list[Number]:
    """Compute the five numbers of a run.

    Returns:
        All of the law's first instrument and of residents. Of an account: the share in the default
        grade or better at the end, the adults on the worst list, the share of merits among
        entries. Of a list: who is on it, how often somebody came on, how long a stay took. Of both:
        the share whose grade is not that of their truthful file, and the adults for whom a gate is shut
        that a blank file would open.
    """
    by_grade = standing_at_end(run)
    if run.is_list():
        first = [_on_the_list(run, by_grade), _came_on(run), _stay(run)]
    else:
        first = [_default_or_better(run, by_grade), _worst_list(run, by_grade), _merits(run)]
    return [*first, _wrong_grade(run), _gate_shut(run, by_grade)]


def standing_at_end(run: RunFolder) -> Mapping[str, int]:
    """Count the adults in each grade at the last publication, official files, worst grade first."""
    return tallies.at_end(run)[OFFICIAL]


def shut_grades(run: RunFolder, gate: Gate, instrument: str = "") -> frozenset[str]:
    """Return the grades of an instrument to which a gate is shut although it is open to a blank file.

    A perk that a blank file does not have either, such as priority for the best grade alone, shuts
    no gate here; nor does a gate that asks for a grade of another instrument.
    """
    instrument = instrument or run.first
    scale = run.scale_of(instrument)
    shut = run.grades_named(instrument, gate.shut_for or ())
    opened = run.grades_named(instrument, gate.opens_for or ())
    if opened:
        shut |= frozenset(scale.grades) - opened
    return frozenset() if scale.default in shut else shut


def _n_in(by_grade: Mapping[str, int], grades: Collection[str]) -> int:
    return sum(n for grade, n in by_grade.items() if grade in grades)


def _default_or_better(run: RunFolder, by_grade: Mapping[str, int]) -> Number:
    n, all_n = _n_in(by_grade, run.default_or_better), sum(by_grade.values())
    sentence = (
        f"of the {wording.count(all_n)} adults with an account stand in grade {run.default_grade} or better "
        f"at the last publication, on {wording.date(run.last_published)}. A blank file is worth "
        f"{run.default_grade}."
    )
    return Number("default-or-better", n / all_n if all_n else 0.0, "share", sentence, "assumed")


def _worst_list(run: RunFolder, by_grade: Mapping[str, int]) -> Number:
    worst, called = run.grades[0], "worst" if run.regime.instrument.is_up_worse else "lowest"
    holding = [
        (grade_list, meant)
        for grade_list in run.regime.lists.values()
        if worst in (meant := run.grades_named(run.first, grade_list.grades))
    ]
    if not holding:
        sentence = f"adults stand in {worst}, the {called} grade."
        return Number("worst-list", by_grade[worst], "adults", sentence, "assumed")
    grade_list, meant = min(holding, key=lambda pair: len(pair[1]))
    named = [grade for grade in run.grades[::-1] if grade in meant]
    title = _lower(grade_list.title).removeprefix("the ")
    of_them = wording.count(by_grade[worst])
    sentence = (
        f"adults are on the {title} (grade {worst}, the {called}) at the last publication."
        if named == [worst]
        else f"adults are on the {title} (grades {wording.listing(named)}) at the last publication; "
        f"{of_them} of them stand in {worst}, the {called} grade."
    )
    return Number("worst-list", _n_in(by_grade, meant), "adults", sentence, "assumed")


def _merits(run: RunFolder) -> Number:
    booked = tallies.by_rule(run)
    merits_n = sum(each.booked_n for each in booked if each.is_merit)
    all_n = sum(each.booked_n for each in booked)
    charges = "deductions and direct downgrades"
    sentence = (
        f"of all entries booked in {run.period} are merits: {wording.count(merits_n)} merits beside "
        f"{wording.count(all_n - merits_n)} {'charges' if run.regime.instrument.is_up_worse else charges}."
    )
    return Number("merits", merits_n / all_n if all_n else 0.0, "share", sentence, "assumed")


def _on_the_list(run: RunFolder, by_grade: Mapping[str, int]) -> Number:
    n, all_n = by_grade[LISTED], sum(by_grade.values())
    title = _lower(run.regime.instrument.title).removeprefix("the ")
    sentence = (
        f"adults are on the {title} at the end, on {wording.date(run.last_published)}: "
        f"{wording.percent(n / max(1, all_n))} of the {wording.count(all_n)} who could be."
    )
    return Number("on-the-list", n, "adults", sentence, "assumed")


def _came_on(run: RunFolder) -> Number:
    on_n, off_n = _on_and_off(run)
    sentence = (
        f"times somebody came onto the list in {run.period}, as counted at the end of each month; "
        f"{wording.count(off_n)} times somebody came off it."
    )
    return Number("came-on", on_n, "times", sentence, "assumed")


def _on_and_off(run: RunFolder) -> tuple[int, int]:
    """Count who came onto the list and off it; who was on it at the first count came on before that."""
    moved = tallies.moves(run, run.last_month + 1)
    first_n = tallies.by_month(run).get((OFFICIAL, 0, LISTED), 0)
    return first_n + moved.get((UNLISTED, LISTED), 0), moved.get((LISTED, UNLISTED), 0)


def _stay(run: RunFolder) -> Number:
    here = (pl.col("file") == OFFICIAL) & (pl.col("grade") == LISTED)
    days = run.account("days").filter(here).select(pl.col("person_days").sum()).collect().item()
    on_n, _ = _on_and_off(run)
    sentence = (
        "days were spent on the list for each time that somebody came onto it. Who is still on it counts "
        "with the days so far."
    )
    return Number("stay", round(int(days) / max(1, on_n)), "days", sentence, "assumed")


def _wrong_grade(run: RunFolder) -> Number:
    rows = run.account("standing").filter(pl.col("year") == run.manifest.years - 1).collect()
    all_n = int(rows["n"].sum())
    moved_n = int(rows.filter(pl.col("official") != pl.col("truthful"))["n"].sum())
    shown = "are shown on the other side of the list" if run.is_list() else "are published in another grade"
    sentence = (
        f"of adults ({wording.count(moved_n)}) {shown} at the end than their truthful "
        "file gives them, on which every detected act is booked once, on its day and for its doer. "
        "Records that were late, false, doubled, lost or with a wrong person made the difference."
    )
    return Number("wrong-grade", moved_n / all_n if all_n else 0.0, "share", sentence, "assumed")


def _gate_shut(run: RunFolder, by_grade: Mapping[str, int]) -> Number:
    alike = gates_shut(run)
    n = _n_in(by_grade, frozenset[str]().union(*alike))
    widest = sorted(alike.items(), key=lambda pair: -_n_in(by_grade, pair[0]))[:MOST_GATES_N]
    each = [f"{_first_of(titles)} ({wording.count(_n_in(by_grade, grades))})" for grades, titles in widest]
    stand = "are on the list, which shuts" if run.is_list() else "stand in a grade that shuts"
    which = "this law" if len(run.regime.instruments) == 1 else "a grade or list of this account"
    sentence = (
        f"adults {stand} at least one gate which a blank file would open: "
        f"{wording.listing(each)}. Who of them comes to that gate is not modelled yet."
        if each
        else f"adults: {which} shuts no gate that a blank file would open."
    )
    return Number("gate-shut", n, "adults", sentence, "assumed")


def gates_shut(run: RunFolder, instrument: str = "") -> dict[frozenset[str], list[str]]:
    """Return the titles of the gates that an instrument shuts, by the grades that they are shut to."""
    alike: dict[frozenset[str], list[str]] = {}
    for gate in run.regime.gates.values():
        alike.setdefault(shut_grades(run, gate, instrument), []).append(_lower(gate.title))
    alike.pop(frozenset(), None)
    return alike


def _first_of(titles: list[str]) -> str:
    """Name the first of several gates that are shut to the same grades."""
    return titles[0] if len(titles) == 1 else f"{titles[0]} and {len(titles) - 1} more"


def _lower(title: str) -> str:
    """Lower a title's first letter inside a sentence, unless it begins with an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
