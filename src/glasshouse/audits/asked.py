"""A run or a comparison comes in, what all questions need of it goes out: grades, lists, groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from glasshouse.audits.sums import Column, Summed, summed
from glasshouse.engine.rows import is_charge, rows_of, start_grade
from glasshouse.law.schema import LISTED, Regime
from glasshouse.runs import Comparison, Run
from glasshouse.runs.frames_of_burdens import BURDENS
from glasshouse.runs.layout import EVERYBODY

RIGHT_KINDS = ("true", "late")
"""Records that are no errors."""
OFFICIAL, TRUTHFUL, RESIDENTS = "official", "truthful", "residents"


class Asked(NamedTuple):
    """What a question is put to."""

    run: Run
    """Of a comparison, the law as it is."""
    comparison: Comparison | None = None

    @classmethod
    def of(cls, it: Run | Comparison) -> "Asked":
        """Return a run, or a comparison and its base."""
        return cls(it) if isinstance(it, Run) else cls(it.base, it)


@dataclass(frozen=True, slots=True)
class GradeSet:
    """Grades of one instrument that mean something together: a list, or all below the default."""

    name: str
    """The list; `below default`."""
    instrument: str
    grades: frozenset[str]
    is_burden: bool = True
    """Whether one of them lies below the grade of an empty file."""

    @property
    def of(self) -> dict[str, str]:
        """How findings name it."""
        return {"instrument": self.instrument, "list": self.name}


def below_default(regime: Regime, instrument: str) -> GradeSet:
    """Return the grades below that of an empty file."""
    its = regime.instruments[instrument]
    grades = its.grades_from_worst()
    return GradeSet("below default", instrument, frozenset(grades[: grades.index(start_grade(its))]))


def lists_of(regime: Regime) -> Iterator[GradeSet]:
    """Yield each list: those of their own, and those that follow from grades of an instrument.

    Where none of them is a burden, the grades below that of an empty file take their place.
    """
    found = list(_lists_of(regime))
    yield from found
    if not any(each.is_burden for each in found):
        yield from (below_default(regime, name) for name in regime.instruments)


def _lists_of(regime: Regime) -> Iterator[GradeSet]:
    for name, spec in regime.lists.items():
        meant = regime.grades_meant_by(spec.grades)
        for instrument, its in regime.instruments.items():
            grades = meant & set(its.grades_from_worst())
            if grades:
                below = below_default(regime, instrument).grades
                yield GradeSet(name, instrument, grades, bool(grades & below))
    for name, its in regime.instruments.items():
        if its.kind == "list":
            yield GradeSet(name, name, frozenset({LISTED}))


def charges_of(regime: Regime, instrument: str) -> frozenset[str]:
    """Return the codes of the rules that lower the standing on an instrument."""
    rows = (row for row in rows_of(regime) if row.instrument == instrument)
    return frozenset(row.code for row in rows if is_charge(regime, row))


class Group(NamedTuple):
    """What a group of residents bore: a part of the table `burdens`."""

    of: dict[str, str]
    """How findings name it: dimension and level; empty for everybody."""
    burdens: Summed
    key: tuple[str, str]

    def bore(self, burden: str) -> Column:
        """Return one of the burdens, added up over the group."""
        return self.burdens.of(burden, *self.key)


def group_of(dimension: str, level: str) -> dict[str, str]:
    """Return how findings name a group; everybody is not named."""
    return {} if dimension == EVERYBODY else {"dimension": dimension, "level": level}


def groups_of(run: Run) -> list[Group]:
    """Return everybody, then each level of each dimension."""
    burdens = summed(run, "burdens", ("dimension", "level"), BURDENS)
    return [Group(group_of(dimension, level), burdens, (dimension, level)) for dimension, level in burdens]


def residents_at_end(run: Run) -> Summed:
    """Count residents at the last publication, by instrument, file and grade."""
    where = (pl.col("dimension") == EVERYBODY) & (pl.col("holder") == RESIDENTS)
    return summed(run, "final", ("instrument", "file", "grade"), ("n",), where)


def residents_entries(run: Run) -> Summed:
    """Add up entries on residents' official files, by instrument and rule."""
    return summed(run, "entry_totals", ("instrument", "rule"), ("n", "points_pt"), _on_official_files())


def residents_charges(run: Run) -> Summed:
    """Add up charges on residents' official files, by instrument, kind, cause and provider."""
    is_charge = pl.any_horizontal(
        (pl.col("instrument") == name) & pl.col("rule").is_in(sorted(charges_of(run.regime, name)))
        for name in run.regime.instruments
    )
    by = ("instrument", "kind", "cause", "provider")
    return summed(run, "entry_totals", by, ("n",), _on_official_files() & is_charge)


def _on_official_files() -> pl.Expr:
    return (pl.col("file") == OFFICIAL) & (pl.col("holder") == RESIDENTS)
