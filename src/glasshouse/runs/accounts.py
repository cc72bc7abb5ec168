"""A Regime comes in, what stands on the axes of accounts and grades goes out, as positions and as names."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.engine.columns import FILES, HOLDERS
from glasshouse.engine.rows import grade_axis
from glasshouse.law.schema import Regime

FILES_N, HOLDERS_N = len(FILES), len(HOLDERS)
Ix = NDArray[np.int64]


class Account(NamedTuple):
    """One instrument's file for one kind of holders, by position: instrument, file, holder."""

    instrument: int
    file: int
    holder: int

    @property
    def place(self) -> int:
        """Position on the axis of accounts."""
        return self.book * HOLDERS_N + self.holder

    @property
    def book(self) -> int:
        """Position on the axis of books."""
        return self.instrument * FILES_N + self.file


class Accounts:
    """The axes of a law's accounts and grades.

    A sum has a place for every account and grade. Most of them stay empty, since a grade belongs
    to one instrument and not all instruments have both kinds of holders; `accounts` lists those
    that can hold anything.
    """

    def __init__(self, regime: Regime) -> None:
        self.instruments = tuple(regime.instruments)
        axis = grade_axis(regime)
        self.grades = tuple(dict.fromkeys(grade for _, grade in axis))
        """Names of grades, in the order of the law; instruments may share one."""
        self.named = np.array([self.grades.index(grade) for _, grade in axis], dtype=np.int64)
        """Position of each grade's name in `grades`. Shape [B]."""
        self.accounts = tuple(
            Account(ix, file, holder)
            for ix, its in enumerate(regime.instruments.values())
            for file, holder in product(range(FILES_N), range(HOLDERS_N))
            if HOLDERS[holder] in its.holders
        )
        self._of = [
            np.array([ix for ix, (name, _) in enumerate(axis) if name == instrument], dtype=np.int64)
            for instrument in self.instruments
        ]

    def grades_of(self, instrument: int) -> Ix:
        """Return the positions of an instrument's grades, worst first."""
        return self._of[instrument]

    @cached_property
    def spread(self) -> tuple[Sequence[Account], Ix]:
        """Every account with each of its grades, one after the other."""
        pairs = [(account, grade) for account in self.accounts for grade in self._of[account.instrument]]
        return [account for account, _ in pairs], np.array([grade for _, grade in pairs], dtype=np.int64)

    @cached_property
    def resident_spread(self) -> tuple[Sequence[Account], Ix]:
        """The same for the accounts of residents alone."""
        accounts, grades = self.spread
        kept = [ix for ix, account in enumerate(accounts) if HOLDERS[account.holder] == "residents"]
        return [accounts[ix] for ix in kept], grades[kept]

    @cached_property
    def moves(self) -> tuple[Sequence[Account], Ix, Ix]:
        """Every account with each pair of its grades."""
        triples = [
            (account, before, after)
            for account in self.accounts
            for before, after in product(self._of[account.instrument], repeat=2)
        ]
        before, after = (np.array([triple[at] for triple in triples], dtype=np.int64) for at in (1, 2))
        return [account for account, *_ in triples], before, after

    def columns(self, accounts: Sequence[Account], *, holder: bool = True) -> dict[str, pl.Series]:
        """Name accounts: instrument, file and holder."""
        names = {
            "instrument": named([its.instrument for its in accounts], self.instruments),
            "file": named([its.file for its in accounts], FILES),
        }
        if holder:
            names["holder"] = named([its.holder for its in accounts], HOLDERS)
        return names

    def grade_names(self, places: Ix) -> pl.Series:
        """Name grades by their position."""
        return named(self.named[places], self.grades)


def places(accounts: Sequence[Account]) -> Ix:
    """Return positions on the axis of accounts."""
    return np.array([its.place for its in accounts], dtype=np.int64)


def books(accounts: Sequence[Account]) -> Ix:
    """Return positions on the axis of books."""
    return np.array([its.book for its in accounts], dtype=np.int64)


def named(codes: Sequence[int] | NDArray[np.integer], names: Sequence[str]) -> pl.Series:
    """Turn positions into names; −1 is nothing."""
    # Unsigned places are taken as they are; signed ones would each be looked at first.
    places = np.asarray(codes, dtype=np.int64)
    places = np.where(places < 0, len(names), places)
    return _categories(tuple(names))[pl.Series(places.astype(np.uint32))]


@lru_cache(maxsize=256)
def _categories(names: tuple[str, ...]) -> pl.Series:
    """Return the names in order, and at the end nothing, where position −1 leads."""
    return pl.Series([*names, None], dtype=pl.Enum(names))
