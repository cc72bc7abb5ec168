"""A run folder comes in, its manifest, law and tables go out under typed names."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Literal, cast

import polars as pl
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from glasshouse.errors import misuse
from glasshouse.law.schema import LISTED, Band, Holder, Instrument, Regime, Rule
from glasshouse.law.shorts import amount_of
from glasshouse.runs import Run, load_run
from glasshouse.runs.folder import MANIFEST

Table = Literal["grades", "groups", "flows", "scores", "entries", "acts", "standing", "days"]
OFFICIAL, TRUTHFUL = "official", "truthful"
RESIDENTS: Holder = "residents"
ORGANISATIONS: Holder = "organisations"
FRIDAY = 5


class Manifest(BaseModel):
    """What a run says about itself; `law` and `world_summary` are trees.

    Both are in the syntax of their files (points in points), each with a branch `places` of
    dotted path to `file`, `line` and `column`.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    fingerprint: str
    regime: str
    world: str
    amendments: list[str] = []
    seed: int
    years: int
    communities: int
    residents: int
    organisations: int = 0
    scored: int
    versions: dict[str, str]
    tables_hash: str
    command: str | list[str]
    out: str | None = None
    """The folder as the command named it."""
    law: dict[str, JsonValue]
    world_summary: dict[str, JsonValue]


@dataclass(frozen=True)
class Scale:
    """The grades of one instrument, from the worst to the best."""

    its: Instrument

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """The bands, worst first."""
        return self.its.bands_from_worst()

    @cached_property
    def grades(self) -> list[str]:
        """The grades, worst first."""
        return [band.grade for band in self.bands]

    @cached_property
    def default(self) -> str:
        """The grade of a blank file."""
        ceiling_pt = self.its.ceiling_pt
        least_pt = max(self.its.floor_pt, self.its.base_pt)
        return self.at((least_pt if ceiling_pt is None else min(least_pt, ceiling_pt)) / 10)

    def at(self, score: float) -> str:
        """Return the grade of a score, as the law prints it."""
        if self.its.is_up_worse:
            tops = [(band.grade, band.highest_pt) for band in reversed(self.bands)]
            return next(grade for grade, top_pt in tops if top_pt is None or score * 10 <= top_pt)
        lows = [(band.grade, band.lowest_pt) for band in reversed(self.bands)]
        return next(grade for grade, low_pt in lows if low_pt is None or score * 10 >= low_pt)

    @property
    def edges(self) -> list[float]:
        """The scores, as printed, at which another grade begins."""
        return sorted(band.lowest_pt / 10 for band in self.bands if band.lowest_pt is not None)


@dataclass(frozen=True)
class RunFolder:
    """A run folder that was read; tables are read when they are asked for."""

    lived: Run
    """The run, as audits ask it."""
    manifest: Manifest
    regime: Regime
    memory: dict[object, object] = field(default_factory=dict[object, object], repr=False, compare=False)
    """What was added up from the tables already."""

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.lived.folder

    def table(self, name: Table) -> pl.LazyFrame:
        """Scan one of the run's tables, all accounts together."""
        return self.lived.scan(name)

    def account(self, name: Table, instrument: str = "", holder: Holder = RESIDENTS) -> pl.LazyFrame:
        """Scan what one of the run's tables says of one account.

        Args:
            name: The table.
            instrument: The account or list; the law's first if it is not named.
            holder: Whose; groups are of residents alone.
        """
        here = pl.col("instrument") == (instrument or self.first)
        if name != "groups":
            here &= pl.col("holder") == holder
        return self.table(name).filter(here)

    @property
    def first(self) -> str:
        """The id of the law's first instrument, which the numbers and pictures are about."""
        return next(iter(self.regime.instruments))

    @property
    def further(self) -> list[str]:
        """The ids of the law's other instruments."""
        return list(self.regime.instruments)[1:]

    @cached_property
    def scale(self) -> Scale:
        """The grades of the first instrument."""
        return self.scale_of(self.first)

    def scale_of(self, instrument: str) -> Scale:
        """Return the grades of an instrument."""
        return Scale(self.regime.instruments[instrument])

    @property
    def bands(self) -> tuple[Band, ...]:
        """The bands of the first instrument, worst first."""
        return self.scale.bands

    @property
    def grades(self) -> list[str]:
        """Its grades, worst first."""
        return self.scale.grades

    @property
    def base(self) -> float:
        """The points of a blank file."""
        return self.regime.instrument.base_pt / 10

    @property
    def default_grade(self) -> str:
        """The grade of a blank file."""
        return self.scale.default

    def rank(self, grade: str) -> int:
        """Return a grade's place, counted from the worst."""
        return self.grades.index(grade)

    @property
    def default_or_better(self) -> list[str]:
        """The default grade and those above it, worst first."""
        return self.grades[self.grades.index(self.default_grade) :]

    def grades_named(self, instrument: str, names: Collection[str]) -> frozenset[str]:
        """Return the grades of an instrument that are meant by names of grades and lists.

        The id of a list of its own means who is listed there.
        """
        its = self.regime.instruments[instrument]
        if its.kind == "list":
            return frozenset({LISTED} if instrument in names else ())
        wanted = {grade for name in names for grade in self._grades_of_list(name)}
        return frozenset(grade for name in wanted for grade in its.meant_by(name))

    def _grades_of_list(self, name: str) -> tuple[str, ...]:
        return self.regime.lists[name].grades if name in self.regime.lists else (name,)

    def rule(self, code: str) -> Rule | None:
        """Return the rule of a code, if the law has it."""
        return self.regime.rules.get(code)

    def worth(self, rule: Rule) -> str:
        """Say what one entry of a rule is worth: −5, −5 to −50, down to D, onto the list."""
        if rule.downgrade_to is None:
            return amount_of(self.regime, rule)
        if self.is_list(self.regime.instrument_of(rule)):
            return "onto the list"
        return f"down to {rule.downgrade_to}"

    def provider_title(self, name: str | None) -> str:
        """Return a provider's title, or its id where the law does not know it.

        Where nobody reports, since another rule books it, it is the law itself.
        """
        if name is None:
            return "The law itself"
        role = self.regime.providers.get(name)
        return role.title if role else name

    @property
    def year(self) -> int:
        """The calendar year in which the run starts."""
        return cast("int", self.manifest.world_summary["year"])

    def published_on(self, month: int, instrument: str = "") -> dt.date:
        """Return the day of a month on which an instrument's holders are counted; month 0 is January.

        It is the day of publication; where there is none, since all is shown at once, the month's
        last day.
        """
        publication = self.regime.instruments[instrument or self.first].publication
        first = dt.date(self.year + month // 12, month % 12 + 1, 1)
        if publication.day_of_month is not None and not self.is_list(instrument):
            return first.replace(day=publication.day_of_month)
        if publication.first_working_day and not self.is_list(instrument):
            return next(day for day in _days_from(first) if self._is_working_day(day))
        return dt.date(self.year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(1)

    def is_list(self, instrument: str = "") -> bool:
        """Say whether an instrument, the first if it is not named, is a list."""
        return self.regime.instruments[instrument or self.first].kind == "list"

    def _is_working_day(self, day: dt.date) -> bool:
        holidays = tree_at(self.manifest.world_summary, "holidays")
        closed = [
            str(each)
            for name in ("every_year", "days")
            for each in cast("list[str]", holidays.get(name) or [])
        ]
        return day.isoweekday() <= FRIDAY and f"{day:%m-%d}" not in closed and day.isoformat() not in closed

    @property
    def last_month(self) -> int:
        """The index of the last publication."""
        return self.manifest.years * 12 - 1

    @property
    def last_published(self) -> dt.date:
        """The day of the last publication."""
        return self.published_on(self.last_month)

    @property
    def period(self) -> str:
        """The calendar years of the run, in words."""
        last = self.year + self.manifest.years - 1
        return f"{self.year}–{last}" if last > self.year else str(last)

    @property
    def command(self) -> str:
        """The command that made the run."""
        command = self.manifest.command
        return command if isinstance(command, str) else " ".join(command)

    @property
    def world_title(self) -> str:
        """The world's title, or its id."""
        return str(self.manifest.world_summary.get("title", self.manifest.world))


def _days_from(day: dt.date) -> Iterator[dt.date]:
    return (day + dt.timedelta(n) for n in count())


def read_run_folder(run: Path | Run) -> RunFolder:
    """Read the manifest and the law of a run.

    Args:
        run: A run, or its folder.

    Returns:
        The run; its tables are read later.

    Raises:
        GlasshouseError: If the folder is no run folder.
    """
    run = run if isinstance(run, Run) else load_run(run)
    try:
        return RunFolder(run, Manifest.model_validate(run.manifest), run.regime)
    except ValidationError:
        place = str(run.folder / MANIFEST)
        raise misuse("N202", "the manifest is damaged", "make the run again", file=place) from None


def tree_at(tree: Mapping[str, JsonValue], *path: str) -> Mapping[str, JsonValue]:
    """Return the branch of a tree at a path of keys; an absent branch is empty."""
    for key in path:
        branch = tree.get(key)
        tree = branch if isinstance(branch, dict) else {}
    return tree
