"""A law, a world and a span come in; for each sum, which of its places a table shows and under what names."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.engine.columns import BUCKET_PT, FILES, HOLDERS, OFFICIAL, Kind, kind_word
from glasshouse.engine.state import buckets_n, cells_of, parts_of_cell
from glasshouse.engine.streams import Dimension, severities
from glasshouse.engine.tables import Tables
from glasshouse.law.schema import Regime
from glasshouse.people.world import World
from glasshouse.runs.accounts import FILES_N, HOLDERS_N, Accounts, Ix, books, named, places
from glasshouse.units import TENTHS

EVERYBODY = "everybody"
"""Dimension and level of all residents together, or of all organisations."""
KINDS = tuple(dict.fromkeys(kind_word(kind) for kind in Kind))
KIND_OF = np.array([KINDS.index(kind_word(kind)) for kind in Kind], dtype=np.int64)
CAUSES = tuple(kind.name.lower() for kind in Kind)
"""What records are of their acts: in the words of every page, and how they came about."""
Names = Mapping[str, pl.Series]


class Shown(NamedTuple):
    """What a table shows of a sum: some places after its first axis (time), and the names of all."""

    places: Ix
    """Positions in a row of the sum, its axes but the first taken as one. Shape [P]."""
    keys: pl.DataFrame
    """The names of each, for the first time, then the second, and so on. Time * P rows."""


class Layout:
    """How the sums of a setting become tables. Each part is worked out once, when it is needed."""

    def __init__(
        self, regime: Regime, world: World, tables: Tables, dims: tuple[Dimension, ...], years: int
    ) -> None:
        self.accounts = Accounts(regime)
        self._regime, self._world, self._tables, self._dims, self._years = regime, world, tables, dims, years
        self._grades_n = len(self.accounts.named)

    @cached_property
    def grades(self) -> Shown:
        """Of [T, A, B]."""
        accounts, grades = self.accounts.spread
        names = {**self.accounts.columns(accounts), "grade": self.accounts.grade_names(grades)}
        return Shown(places(accounts) * self._grades_n + grades, self._monthly(names))

    @cached_property
    def days(self) -> Shown:
        """Of [Y, A, B]."""
        accounts, grades = self.accounts.spread
        names = {**self.accounts.columns(accounts), "grade": self.accounts.grade_names(grades)}
        return Shown(places(accounts) * self._grades_n + grades, self._yearly(names))

    @cached_property
    def groups(self) -> Shown:
        """Of [Y, W, G, B]; residents alone."""
        accounts, grades = self.accounts.resident_spread
        pairs_n, levels = len(accounts), [level for dim in self._dims for level in dim.levels]
        of_group = np.arange(len(levels)).repeat(pairs_n)
        dim_of = np.array([ix for ix, dim in enumerate(self._dims) for _ in dim.levels], dtype=np.int64)
        categories = sorted(set(levels))
        level_of = np.array([categories.index(level) for level in levels], dtype=np.int64)
        repeated = pl.DataFrame(
            {
                **self.accounts.columns(accounts, holder=False),
                "grade": self.accounts.grade_names(grades),
            }
        )
        names = {
            "dimension": named(dim_of[of_group], [dim.name for dim in self._dims]),
            "level": named(level_of[of_group], categories),
            **_times(repeated, len(levels)),
        }
        at = (np.tile(books(accounts), len(levels)) * len(levels) + of_group) * self._grades_n
        return Shown(at + np.tile(grades, len(levels)), self._yearly(names))

    @cached_property
    def final(self) -> pl.DataFrame:
        """The names of one month of `grades`, as everybody's, and below them of one year of `groups`."""
        months, years = self.grades, self.groups
        everybody = months.keys.head(len(months.places)).drop("month")
        residents = years.keys.head(len(years.places)).drop("year")
        dims = pl.Enum([EVERYBODY, *(dim.name for dim in self._dims)])
        levels = pl.Enum(sorted({EVERYBODY, *(level for dim in self._dims for level in dim.levels)}))
        all_together = {
            "dimension": pl.lit(EVERYBODY, dtype=dims),
            "level": pl.lit(EVERYBODY, dtype=levels),
        }
        by_group = {
            "dimension": pl.col("dimension").cast(dims),
            "level": pl.col("level").cast(levels),
            "holder": pl.lit("residents", dtype=everybody.schema["holder"]),
        }
        names = ("dimension", "level", "instrument", "file", "holder", "grade")
        parts = (everybody.with_columns(**all_together), residents.with_columns(**by_group))
        return pl.concat([part.select(names) for part in parts])

    @cached_property
    def flows(self) -> Shown:
        """Of [T, A, B, B]."""
        accounts, before, after = self.accounts.moves
        names = {
            **self.accounts.columns(accounts),
            "grade_from": self.accounts.grade_names(before),
            "grade_to": self.accounts.grade_names(after),
        }
        at = (places(accounts) * self._grades_n + before) * self._grades_n + after
        return Shown(at, self._monthly(names))

    @cached_property
    def standing(self) -> Shown:
        """Of [Y, I * 2, B, B]: the axis of accounts without their files."""
        accounts, official, truthful = self.accounts.moves
        once = np.array([its.file == OFFICIAL for its in accounts])
        accounts = [its for its in accounts if its.file == OFFICIAL]
        official, truthful = official[once], truthful[once]
        columns = self.accounts.columns(accounts)
        names = {
            "instrument": columns["instrument"],
            "holder": columns["holder"],
            "official": self.accounts.grade_names(official),
            "truthful": self.accounts.grade_names(truthful),
        }
        at = np.array([its.instrument * HOLDERS_N + its.holder for its in accounts], dtype=np.int64)
        return Shown((at * self._grades_n + official) * self._grades_n + truthful, self._yearly(names))

    @cached_property
    def scores(self) -> Shown:
        """Of [Y, A, S]; lists have no scores."""
        wide = buckets_n(self._tables)
        instruments = list(self._regime.instruments.values())
        accounts = [its for its in self.accounts.accounts if instruments[its.instrument].kind != "list"]
        bucket = np.tile(np.arange(wide), len(accounts))
        floor_pt = np.array([instruments[its.instrument].floor_pt for its in accounts], dtype=np.int64)
        scores = (floor_pt.repeat(wide) + bucket * BUCKET_PT) // TENTHS
        repeated = [its for its in accounts for _ in range(wide)]
        names = {
            **self.accounts.columns(repeated),
            "score_from": pl.Series(scores.astype(np.int32)),
        }
        return Shown(places(repeated) * wide + bucket, self._yearly(names))

    @cached_property
    def act_names(self) -> list[tuple[str, str]]:
        """The conduct and severity of each category of act that somebody could record."""
        conduct = list(self._world.conduct.items())
        seen = self._tables.seen
        return [
            (conduct[int(c)][0], severities(conduct[int(c)][1])[int(s)])
            for c, s in zip(seen.conduct_ix, seen.severity_ix, strict=True)
        ]

    @cached_property
    def severity_names(self) -> list[str]:
        """Every severity that an act can have."""
        return sorted({severity for _, severity in self.act_names})

    @cached_property
    def severity_of(self) -> Ix:
        """Position of each category's severity in `severity_names`. Shape [G]."""
        found = [self.severity_names.index(severity) for _, severity in self.act_names]
        return np.array(found, dtype=np.int64)

    @cached_property
    def severity_of_records(self) -> Ix:
        """The same for all that records may be about: acts, then false records. Shape [G + F]."""
        conducts, false = list(self._world.conduct.values()), self._tables.false
        found = [
            self.severity_names.index(severities(conducts[int(c)])[int(s)])
            for c, s in zip(false.conduct_ix, false.severity_ix, strict=True)
        ]
        return np.array([*self.severity_of, *found], dtype=np.int64)

    @cached_property
    def acts(self) -> tuple[Ix, pl.DataFrame]:
        """What each category of act is shown as, and the names of all that there is."""
        kinds = list(dict.fromkeys(self.act_names))
        place = {name: ix for ix, name in enumerate(kinds)}
        conducts = {name: ix for ix, name in enumerate(self._world.conduct)}
        severity = {name: ix for ix, name in enumerate(self.severity_names)}
        names = {
            "conduct": named([conducts[conduct] for conduct, _ in kinds], list(conducts)),
            "severity": named([severity[each] for _, each in kinds], self.severity_names),
        }
        return np.array([place[name] for name in self.act_names], dtype=np.int64), pl.DataFrame(names)

    @property
    def cells_n(self) -> int:
        """Kinds of entries: by account, code and kind of record."""
        return cells_of(self._tables)

    def cell_names(self, cells: Ix) -> dict[str, pl.Series]:
        """Name kinds of entries. One row for each of `cells`."""
        account, code, kind = parts_of_cell(cells, self._tables)
        book, holder = np.divmod(account, HOLDERS_N)
        instrument, file = np.divmod(book, FILES_N)
        return {
            "instrument": named(instrument, self.accounts.instruments),
            "file": named(file, FILES),
            "holder": named(holder, HOLDERS),
            "rule": named(code, list(self._regime.rules)),
            "provider": named(self.provider_of[code], self.providers),
            "kind": named(KIND_OF[kind], KINDS),
            "cause": named(kind, CAUSES),
        }

    @cached_property
    def providers(self) -> list[str]:
        """Who reports under some rule."""
        return sorted({rule.provider for rule in self._regime.rules.values() if rule.provider is not None})

    @cached_property
    def provider_of(self) -> Ix:
        """Position of each rule's provider; -1 for a rule that only other rules book. Shape [K]."""
        rules = self._regime.rules.values()
        found = [-1 if rule.provider is None else self.providers.index(rule.provider) for rule in rules]
        return np.array(found, dtype=np.int64)

    def _monthly(self, names: Names) -> pl.DataFrame:
        return _in_time("month", 12 * self._years, names)

    def _yearly(self, names: Names) -> pl.DataFrame:
        return _in_time("year", self._years, names)


def _in_time(name: str, n: int, names: Names) -> pl.DataFrame:
    """Repeat names for each month or year."""
    rows = pl.DataFrame(names)
    time: NDArray[np.int16] = np.arange(n, dtype=np.int16).repeat(len(rows))
    return pl.DataFrame({name: pl.Series(time), **_times(rows, n)})


def _times(rows: pl.DataFrame, n: int) -> dict[str, pl.Series]:
    """Put rows below themselves, n times over."""
    return {column.name: column for column in pl.concat([rows] * n, rechunk=True)}
