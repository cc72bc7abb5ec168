"""Who is where: grades, lists and time in each. A run comes in, shares go out.

`DEFINITIONS` says exactly what is counted. The last publication is that of the run's last December.
A list follows from grades, or is an instrument of its own. Groups are those of the end of the run.
"""

from collections.abc import Iterator

import polars as pl

from glasshouse.audits.asked import (
    OFFICIAL,
    RESIDENTS,
    TRUTHFUL,
    Asked,
    GradeSet,
    below_default,
    group_of,
    groups_of,
    lists_of,
)
from glasshouse.audits.estimates import Estimates
from glasshouse.audits.finding import Definition, Finding
from glasshouse.audits.sums import Column, Summed, summed
from glasshouse.law.schema import Regime
from glasshouse.runs import Run
from glasshouse.runs.layout import EVERYBODY
from glasshouse.units import TENTHS

DEFINITIONS = {
    "standing.grade_share": Definition(
        "in this grade at the last publication",
        "share",
        "Of the holders of an account with the instrument, those in the grade at the last publication.",
    ),
    "standing.below_share": Definition(
        "below the default grade at the last publication",
        "share",
        "Of the residents with an account, those whose grade is below that of an empty file at the last "
        "publication. On a list that is to be listed.",
    ),
    "standing.listed_share": Definition(
        "on the list at the last publication",
        "share",
        "Of the residents with an account with the instrument, those whose grade means the list at the last "
        "publication, lists of honour included.",
    ),
    "standing.score": Definition(
        "mean score at the last publication",
        "points",
        "The mean score of residents with an account, as published last. Lists have none.",
    ),
    "standing.days_share": Definition(
        "of all days, spent in this grade",
        "share",
        "Of the days that holders had an account with the instrument in all years, those in the grade, on "
        "the official file.",
    ),
    "standing.below_months": Definition(
        "months below the default grade",
        "months",
        "Publications of the first instrument in all years that found somebody's official grade below that "
        "of an empty file, for each resident who had an account.",
    ),
    "standing.listed_days": Definition(
        "days on lists",
        "days",
        "Days in all years on which a resident's official grade means a list, for each resident who had an "
        "account. Lists are those of their own and those of grades below that of an empty file; a day "
        "counts once for each instrument.",
    ),
    "standing.ever_below_share": Definition(
        "ever below the default grade",
        "share",
        "Of the residents who had an account, those with one month or more as in `standing.below_months`.",
    ),
    "standing.ever_listed_share": Definition(
        "ever on a list",
        "share",
        "Of the residents who had an account, those with one day or more as in `standing.listed_days`.",
    ),
}
FILES = (OFFICIAL, TRUTHFUL)


def audit(asked: Asked) -> list[Finding]:
    """Ask who is where: by grade and list, at the end and over time, and in which groups."""
    run, found = asked.run, Estimates("standing", DEFINITIONS)
    _at_end(run, found)
    _days(run, found)
    for group in groups_of(run):
        residents = group.bore("residents")
        found.share("ever_below_share", group.of, group.bore("ever_below"), residents)
        found.share("ever_listed_share", group.of, group.bore("ever_listed"), residents)
        found.share("below_months", group.of, group.bore("below_n"), residents)
        found.share("listed_days", group.of, group.bore("listed_d"), residents)
    _groups(run, found)
    return found.findings()


def _at_end(run: Run, found: Estimates) -> None:
    by = ("instrument", "holder", "file", "grade")
    n = summed(run, "final", by, ("n", "score_sum_pt"), pl.col("dimension") == EVERYBODY)
    for instrument, its in run.regime.instruments.items():
        for holder in n.names(1, {0: {instrument}}):
            for file in FILES:
                here = (instrument, holder, file)
                of = {"instrument": instrument, "file": file}
                of |= {} if holder == RESIDENTS else {"holder": holder}
                everybody = n.total("n", *here)
                for grade in its.grades_from_worst():
                    found.share("grade_share", of | {"grade": grade}, n.of("n", *here, grade), everybody)
                if its.kind != "list":
                    found.share("score", of, n.total("score_sum_pt", *here) / TENTHS, everybody)
    for grades, name, of in _sets(run.regime):
        for file in FILES:
            here = (grades.instrument, RESIDENTS, file)
            found.share(name, of | {"file": file}, *_in_set(n, here, grades))


def _sets(regime: Regime) -> Iterator[tuple[GradeSet, str, dict[str, str]]]:
    """Yield the sets of grades that are counted, with the definition and what findings call them."""
    for instrument in regime.instruments:
        yield below_default(regime, instrument), "below_share", {"instrument": instrument}
    for grades in lists_of(regime):
        yield grades, "listed_share", grades.of


def _in_set(n: Summed, here: tuple[str, ...], grades: GradeSet) -> tuple[Column, Column]:
    """Return who is in a set of grades, and who could be."""
    return n.total("n", *here, where={len(here): grades.grades}), n.total("n", *here)


def _days(run: Run, found: Estimates) -> None:
    by = ("instrument", "holder", "grade")
    days = summed(run, "days", by, ("person_days",), pl.col("file") == OFFICIAL)
    for instrument, holder, grade in days:
        of = {"instrument": instrument, "grade": grade}
        of |= {} if holder == RESIDENTS else {"holder": holder}
        everything = days.total("person_days", instrument, holder)
        found.share("days_share", of, days.of("person_days", instrument, holder, grade), everything)


def _groups(run: Run, found: Estimates) -> None:
    """Split who is below the default or on a list, on the official files, by group."""
    here = (pl.col("dimension") != EVERYBODY) & (pl.col("file") == OFFICIAL)
    n = summed(run, "final", ("dimension", "level", "instrument", "grade"), ("n",), here)
    groups = list(dict.fromkeys((dimension, level) for dimension, level, *_ in n))
    for grades, name, of in _sets(run.regime):
        for dimension, level in groups:
            split = of | {"file": OFFICIAL} | group_of(dimension, level)
            found.share(name, split, *_in_set(n, (dimension, level, grades.instrument), grades))
