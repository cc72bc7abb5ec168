"""The tables of a run folder come in, the few sums that pages show go out, as plain mappings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

import polars as pl
from pydantic import JsonValue

from glasshouse.law.schema import Holder, Instrument
from glasshouse.reports import wording
from glasshouse.reports.runfolder import OFFICIAL, RESIDENTS, TRUTHFUL, RunFolder, tree_at

SHOWN_DIMENSIONS = ("age", "sex", "registration", "work")
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def _once(
    added: Callable[Concatenate[RunFolder, Asked], Answer],
) -> Callable[Concatenate[RunFolder, Asked], Answer]:
    """Let a sum be added up once for a run, whoever asks for it."""

    @wraps(added)
    def remembered(run: RunFolder, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        key = (added.__name__, args, tuple(sorted(kwargs.items())))
        if key not in run.memory:
            run.memory[key] = added(run, *args, **kwargs)
        return cast("Answer", run.memory[key])

    return remembered


@dataclass(frozen=True, slots=True)
class RuleTally:
    """How often one rule was booked for one provider, official files, all years."""

    rule: str
    provider: str | None
    """Nobody where another rule books it."""
    booked_n: int
    late_n: int
    is_merit: bool


@dataclass(frozen=True, slots=True)
class ActTally:
    """How often one kind of conduct was seen by some provider, and how likely it is to be seen."""

    conduct: str
    title: str
    seen_n: int
    recorded_n: int
    """Of those seen, the acts for which the law has a rule of a provider that saw it."""
    seen_p: float
    """The world's probability that at least one provider sees an act."""

    @property
    def all_n(self) -> float:
        """How many acts there must have been, seen or not, for so many to be seen: an expectation."""
        return self.seen_n / self.seen_p if self.seen_p else float(self.seen_n)


@_once
def by_month(run: RunFolder, instrument: str = "") -> Mapping[tuple[str, int, str], int]:
    """Count adults by (file, month, grade); a grade that nobody has is absent."""
    rows = run.account("grades", instrument).group_by("file", "month", "grade").agg(pl.col("n").sum())
    return {(file, month, grade): int(n) for file, month, grade, n in rows.collect().iter_rows()}


@_once
def at_end(
    run: RunFolder, instrument: str = "", holder: Holder = RESIDENTS
) -> Mapping[str, Mapping[str, int]]:
    """Count holders by file and grade at the last publication, worst grade first."""
    here = pl.col("month") == run.last_month
    rows = (
        run.account("grades", instrument, holder)
        .filter(here)
        .group_by("file", "grade")
        .agg(pl.col("n").sum())
    )
    counted = {(file, grade): int(n) for file, grade, n in rows.collect().iter_rows()}
    grades = run.scale_of(instrument or run.first).grades
    return {file: {grade: counted.get((file, grade), 0) for grade in grades} for file in (OFFICIAL, TRUTHFUL)}


@_once
def moves(run: RunFolder, months_n: int = 12, instrument: str = "") -> Mapping[tuple[str, str], int]:
    """Count moves by (grade before, grade after) over the last publications, official."""
    here = (pl.col("file") == OFFICIAL) & (pl.col("month") > run.last_month - months_n)
    flows = run.account("flows", instrument).filter(here).group_by("grade_from", "grade_to")
    return {
        (before, after): int(n) for before, after, n in flows.agg(pl.col("n").sum()).collect().iter_rows()
    }


def moves_by_year(run: RunFolder) -> Mapping[tuple[int, str, str], int]:
    """Count moves by (year, grade before, grade after), official."""
    flows = run.account("flows").filter(pl.col("file") == OFFICIAL)
    keys = [(pl.col("month") // 12).alias("year"), pl.col("grade_from"), pl.col("grade_to")]
    rows = flows.group_by(keys).agg(pl.col("n").sum()).collect()
    return {(year, before, after): int(n) for year, before, after, n in rows.iter_rows()}


def by_score(run: RunFolder) -> list[tuple[int, int]]:
    """Count adults by the lowest score of their bucket, at the last December, official."""
    here = (pl.col("file") == OFFICIAL) & (pl.col("year") == run.manifest.years - 1)
    rows = run.account("scores").filter(here).group_by("score_from").agg(pl.col("n").sum()).collect()
    return sorted((int(score), int(n)) for score, n in rows.iter_rows())


@_once
def by_group(run: RunFolder) -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    """Count adults by dimension, level and grade at the last December, official.

    Returns:
        The dimensions that a report shows (all of them where the world has none of those), each
        with its levels in the world's order.
    """
    here = (pl.col("file") == OFFICIAL) & (pl.col("year") == run.manifest.years - 1)
    sums = run.account("groups").filter(here).group_by("dimension", "level", "grade").agg(pl.col("n").sum())
    counted: dict[str, dict[str, dict[str, int]]] = {}
    for dimension, level, grade, n in sums.collect().sort("dimension", "level", "grade").iter_rows():
        counted.setdefault(dimension, {}).setdefault(level, {})[grade] = int(n)
    shown = [name for name in SHOWN_DIMENSIONS if name in counted] or sorted(counted)
    return {name: _in_order(run, name, counted[name]) for name in shown}


@_once
def by_rule(run: RunFolder, instrument: str = "", holder: Holder = RESIDENTS) -> list[RuleTally]:
    """Count official entries on an account by rule and provider, most often booked first."""
    official = run.account("entries", instrument, holder).filter(pl.col("file") == OFFICIAL)
    sums = official.group_by("rule", "provider").agg(
        pl.col("n").sum(),
        late=pl.col("n").filter(pl.col("kind") == "late").sum(),
        points=pl.col("points_pt").sum(),
    )
    its = run.regime.instruments[instrument or run.first]
    tallies = [
        RuleTally(rule, provider, int(n), int(late), is_merit(its, points))
        for rule, provider, n, late, points in sums.collect().iter_rows()
    ]
    return sorted(tallies, key=lambda tally: (-tally.booked_n, tally.rule))


def is_merit(its: Instrument, points: float) -> bool:
    """Say whether points raise somebody's standing; a direct downgrade has none."""
    return points < 0 if its.is_up_worse else points > 0


@_once
def by_conduct(run: RunFolder) -> list[ActTally]:
    """Count acts that some provider saw, by conduct, most frequent first.

    The run folder's `happened_n` holds those acts alone: acts that nobody sees change nothing and are
    drawn only for a slip.
    """
    sums = run.table("acts").group_by("conduct").agg(pl.col("happened_n").sum(), pl.col("recorded_n").sum())
    conduct = tree_at(run.manifest.world_summary, "conduct")
    tallies: list[ActTally] = []
    for name, seen, recorded in sums.collect().iter_rows():
        known = tree_at(conduct, name)
        title = wording.sentence(str(known.get("title", name)))
        tallies.append(ActTally(name, title, int(seen), int(recorded), _seen_p(known)))
    return sorted(tallies, key=lambda tally: (-tally.all_n, tally.conduct))


def _seen_p(conduct: Mapping[str, JsonValue]) -> float:
    """Combine the providers' probabilities, each of which sees an act independently of the others."""
    unseen_p = 1.0
    for provider in tree_at(conduct, "seen_by"):
        value = tree_at(conduct, "seen_by", provider).get("value")
        unseen_p *= 1 - float(value) if isinstance(value, int | float) else 1.0
    return 1 - unseen_p


def _in_order(
    run: RunFolder, dimension: str, levels: Mapping[str, Mapping[str, int]]
) -> Mapping[str, Mapping[str, int]]:
    known = tree_at(run.manifest.world_summary, "attributes", dimension).get("levels")
    order = [str(level) for level in known] if isinstance(known, list) else []
    if dimension == "age":
        order = sorted(levels)

    def rank(level: str) -> tuple[int, int]:
        return (order.index(level) if level in order else len(order), -sum(levels[level].values()))

    return {level: levels[level] for level in sorted(levels, key=rank)}
