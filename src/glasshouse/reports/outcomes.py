"""A comparison comes in, what each variant did to residents goes out: helped, harmed, mixed, untouched."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from glasshouse.reports.runfolder import Scale
from glasshouse.runs import Comparison, Run
from glasshouse.runs.frames_of_burdens import EVERYBODY, OUTCOMES


@dataclass(frozen=True, slots=True)
class VariantOutcome:
    """What one variant did to all residents with an account, beside the base."""

    name: str
    residents: Mapping[str, int]
    """How many, by outcome; in the order helped, harmed, mixed, untouched."""
    undeserved: Mapping[str, int]
    """Of these, those whose burden went beyond what their truthful file gives, where it was greater."""
    below_months: int
    """Person-months below the default grade, the variant's less the base's."""
    listed_days: int
    """Days on lists, likewise."""
    default_grade: str


ORDER = (*OUTCOMES[1:], OUTCOMES[0])


def outcomes_of(comparison: Comparison) -> list[VariantOutcome]:
    """Add up what each variant did, in the order of the manifest."""
    return [_outcome(name, comparison.joint(name), run) for name, run in comparison.variants.items()]


def _outcome(name: str, joint: pl.DataFrame, run: Run) -> VariantOutcome:
    sums = (
        joint.filter(pl.col("dimension") == EVERYBODY)
        .group_by("outcome")
        .agg(pl.col("residents", "undeserved", "below_n", "listed_d").sum())
    )
    rows = {str(outcome): tuple(map(int, n)) for outcome, *n in sums.iter_rows()}
    found = {outcome: rows.get(outcome, (0, 0, 0, 0)) for outcome in ORDER}
    return VariantOutcome(
        name,
        {outcome: n[0] for outcome, n in found.items()},
        {outcome: n[1] for outcome, n in found.items()},
        sum(n[2] for n in found.values()),
        sum(n[3] for n in found.values()),
        Scale(run.regime.instrument).default,
    )
