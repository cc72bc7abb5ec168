"""Rows of acts and of entries come in, tables go out: by year for the place, over all years by community.

The columns are described in docs/reference/columns.md.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.engine.state import COUNTED_ACT_FIELDS, ENTRY_FIELDS, Sums
from glasshouse.runs.accounts import Ix
from glasshouse.runs.layout import Layout

YEAR, CELL, N, POINTS_PT = range(len(ENTRY_FIELDS))
_, CATEGORY, HAPPENED_N, RECORDED_N = range(len(COUNTED_ACT_FIELDS))


class Added(NamedTuple):
    """Sums at the places of an axis where there is anything."""

    at: Ix
    """Places, rising. Shape [n]."""
    values: Ix
    """What is there. Shape [V, n]."""

    @classmethod
    def of(cls, at: Ix, values: Ix) -> "Added":
        """Add up what stands at the same place. Shapes [m], [V, m]."""
        # A place and a row in one number: numbers are put in order faster than rows by their numbers.
        bits = len(at).bit_length()
        both = np.sort(at << bits | np.arange(len(at)))
        at, order = both >> bits, both & ((1 << bits) - 1)
        first = np.flatnonzero(np.diff(at, prepend=-1))
        return cls(at[first], np.array([np.add.reduceat(each[order], first) for each in values]))

    def plus(self, other: "Added") -> "Added":
        """Add other sums of the same axis."""
        return Added.of(
            np.concatenate([self.at, other.at]), np.concatenate([self.values, other.values], axis=1)
        )


def entries_by_year(layout: Layout, sums: Sequence[Sums]) -> Added:
    """Add up entries and their points over communities. The axis is year, then kind of entry."""
    rows = np.concatenate([each.entries for each in sums])
    return Added.of(rows[:, YEAR] * layout.cells_n + rows[:, CELL], rows.T[[N, POINTS_PT]])


def entry_frame(layout: Layout, added: Added) -> pl.DataFrame:
    """Name what `entries_by_year` added up."""
    year, cell = np.divmod(added.at, layout.cells_n)
    n, points_pt = added.values
    years = pl.Series(year.astype(np.int16))
    return pl.DataFrame({"year": years, **layout.cell_names(cell), "n": n, "points_pt": points_pt})


def entry_totals(layout: Layout, first: int, sums: Sequence[Sums]) -> pl.DataFrame:
    """Name what was booked in all years, community by community; `first` is the number of the first."""
    rows = np.concatenate([each.entries for each in sums])
    community = np.arange(len(sums)).repeat([len(each.entries) for each in sums])
    added = Added.of(community * layout.cells_n + rows[:, CELL], rows.T[[N, POINTS_PT]])
    community, cell = np.divmod(added.at, layout.cells_n)
    return pl.DataFrame(
        {
            "community": pl.Series((first + community).astype(np.int32)),
            **layout.cell_names(cell),
            "n": pl.Series(added.values[0].astype(np.int32)),
            "points_pt": pl.Series(added.values[1]),
        }
    )


def _acts_at(
    layout: Layout, sums: Sequence[Sums], at: Sequence[NDArray[np.integer]], places_n: int
) -> tuple[Ix, Ix]:
    """Add up acts, and those that were recorded; categories that differ only in who saw the act are one.

    Args:
        layout: Which are one.
        sums: One per community.
        at: For each community, the place of each of its rows on the first axis.
        places_n: Length of that axis.

    Returns:
        Two sums. Shape [places_n * acts].
    """
    kind_of, keys = layout.acts
    rows = np.concatenate([each.acts for each in sums])
    place = np.concatenate(at) * len(keys) + kind_of[rows[:, CATEGORY]]
    happened, recorded = (
        np.bincount(place, rows[:, field], places_n * len(keys)).astype(np.int64)
        for field in (HAPPENED_N, RECORDED_N)
    )
    return happened, recorded


def acts_by_year(layout: Layout, years: int, sums: Sequence[Sums]) -> tuple[Ix, Ix]:
    """Add up acts, and those recorded, over communities. Shape [years * acts]."""
    return _acts_at(layout, sums, [each.acts[:, YEAR] for each in sums], years)


def act_frame(layout: Layout, happened: Ix, recorded: Ix) -> pl.DataFrame:
    """Name what `acts_by_year` added up."""
    at, place, names = _acts_named(layout, happened)
    counts = {"happened_n": happened[at], "recorded_n": recorded[at]}
    return pl.DataFrame({"year": pl.Series(place.astype(np.int16)), **names, **counts})


def act_totals(layout: Layout, first: int, sums: Sequence[Sums]) -> pl.DataFrame:
    """Name what was done in all years, community by community; `first` is the number of the first."""
    communities = [np.full(len(each.acts), ix) for ix, each in enumerate(sums)]
    happened, recorded = _acts_at(layout, sums, communities, len(sums))
    at, place, names = _acts_named(layout, happened)
    return pl.DataFrame(
        {
            "community": pl.Series((first + place).astype(np.int32)),
            **names,
            "happened_n": pl.Series(happened[at].astype(np.int32)),
            "recorded_n": pl.Series(recorded[at].astype(np.int32)),
        }
    )


def _acts_named(layout: Layout, happened: Ix) -> tuple[Ix, Ix, dict[str, pl.Series]]:
    """Return where acts happened, the place of each on the first axis, and the name of each."""
    _, keys = layout.acts
    at = np.flatnonzero(happened != 0)
    place, kind = np.divmod(at, len(keys))
    return at, place, {column.name: column for column in keys[pl.Series(kind.astype(np.uint32))]}
