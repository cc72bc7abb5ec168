"""A run folder comes in, its manifest, law and tables go out under typed names."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, cast

import polars as pl
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from glasshouse.errors import misuse
from glasshouse.law.schema import Band, Regime, Rule

Table = Literal["grades", "groups", "flows", "scores", "entries", "acts", "standing", "days"]
OFFICIAL, TRUTHFUL = "official", "truthful"


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
    scored: int
    versions: dict[str, str]
    tables_hash: str
    command: str | list[str]
    out: str | None = None
    """The folder as the command named it."""
    law: dict[str, JsonValue]
    world_summary: dict[str, JsonValue]


@dataclass(frozen=True)
class RunFolder:
    """A run folder that was read; tables are read when they are asked for."""

    folder: Path
    manifest: Manifest
    regime: Regime

    def table(self, name: Table) -> pl.LazyFrame:
        """Scan one of the run's tables."""
        return pl.scan_parquet(self.folder / f"{name}*.parquet")

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """The bands, worst first."""
        return self.regime.bands_from_worst()

    @property
    def grades(self) -> list[str]:
        """The grades, worst first."""
        return [band.grade for band in self.bands]

    @property
    def base(self) -> float:
        """The points of a blank file."""
        return self.regime.instrument.base.value_pt / 10

    @cached_property
    def default_grade(self) -> str:
        """The grade of a blank file: the band that holds the base."""
        return self.grade_at(self.base)

    def rank(self, grade: str) -> int:
        """Return a grade's place, counted from the worst."""
        return self.grades.index(grade)

    @property
    def default_or_better(self) -> list[str]:
        """The default grade and those above it, worst first."""
        return self.grades[self.grades.index(self.default_grade) :]

    def grade_at(self, score: float) -> str:
        """Return the grade of a score."""
        reached = [band.grade for band in self.bands if band.lowest is None or score >= band.lowest]
        return reached[-1]

    def rule(self, code: str) -> Rule | None:
        """Return the rule of a code, if the law has it."""
        return self.regime.rules.get(code)

    def rule_title(self, code: str) -> str:
        """Return a rule's title, or its code where the law does not know it."""
        rule = self.rule(code)
        return rule.title if rule else code

    def provider_title(self, name: str) -> str:
        """Return a provider's title, or its id where the law does not know it."""
        role = self.regime.providers.get(name)
        return role.title if role else name

    @property
    def year(self) -> int:
        """The calendar year in which the run starts."""
        return cast("int", self.manifest.world_summary["year"])

    def published_on(self, month: int) -> dt.date:
        """Return the day of a month's publication; month 0 is January of the first year."""
        day = self.regime.instrument.publication.day_of_month
        return dt.date(self.year + month // 12, month % 12 + 1, day)

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


def read_run_folder(folder: Path) -> RunFolder:
    """Read the manifest and the law of a run folder.

    Args:
        folder: The run folder; it must hold `manifest.json`.

    Returns:
        The run; its tables are read later.

    Raises:
        GlasshouseError: If the folder is no run folder.
    """
    place = folder / "manifest.json"
    if not place.is_file():
        raise misuse(
            "U201", "this is not a run folder: it has no manifest.json",
            "name a folder that `glasshouse run` wrote", file=str(folder),
        )  # fmt: skip
    try:
        manifest = Manifest.model_validate_json(place.read_bytes())
        law = {key: part for key, part in manifest.law.items() if key != "places"}
        return RunFolder(folder, manifest, Regime.model_validate_json(json.dumps(law)))
    except ValidationError:
        raise misuse("N202", "the manifest is damaged", "make the run again", file=str(place)) from None


def tree_at(tree: Mapping[str, JsonValue], *path: str) -> Mapping[str, JsonValue]:
    """Return the branch of a tree at a path of keys; an absent branch is empty."""
    for key in path:
        branch = tree.get(key)
        tree = branch if isinstance(branch, dict) else {}
    return tree
