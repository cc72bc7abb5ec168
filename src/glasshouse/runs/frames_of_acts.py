"""Rows of acts and of entries come in, tables go out: by year for the place, over all years by community.

The columns are described in docs/reference/columns.md.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.engine.columns import COUNTED_ACT_FIELDS
from glasshouse.engine.state import Sums
from glasshouse.runs.accounts import Ix
from glasshouse.runs.layout import Layout

YEAR, CATEGORY, HAPPENED_N, RECORDED_N = range(len(COUNTED_ACT_FIELDS))


class EntrySums:
    """Entries and their points of a place by year, added up chunk by chunk.

    There are hundred thousand kinds of entries that could be, and few thousand that are: those have rows.
    """

    def __init__(self, layout: Layout, years: int) -> None:
        """Begin with nothing; `layout` names what is added up."""
        self._layout, self._years = layout, years
        self._row = np.full(layout.cells_n, -1, dtype=np.int64)
        self._cells = np.zeros(0, dtype=np.int64)
        self._sums = np.zeros((2, 0), dtype=np.int64)

    def add(self, entries: Ix) -> None:
        """Add rows as `ENTRY_FIELDS` say. Shape [n, 4]."""
        year, cell, n, points_pt = entries.T
        new = np.unique(cell[self._row[cell] < 0])
        self._row[new] = len(self._cells) + np.arange(len(new))
        self._cells = np.append(self._cells, new)
        self._sums = np.pad(self._sums, ((0, 0), (0, self._years * len(new))))
        at = self._row[cell] * self._years + year
        np.add.at(self._sums[0], at, n)
        np.add.at(self._sums[1], at, points_pt)

    def frame(self) -> pl.DataFrame:
        """Name what was added up, year by year."""
        in_order = np.argsort(self._cells)
        sums = self._sums.reshape(2, len(self._cells), self._years)[:, in_order].transpose(0, 2, 1)
        year, row = np.nonzero(sums[0])
        n, points_pt = sums[:, year, row]
        years, cells = pl.Series(year.astype(np.int16)), self._cells[in_order][row]
        return pl.DataFrame({"year": years, **self._layout.cell_names(cells), "n": n, "points_pt": points_pt})


def entry_totals(layout: Layout, first: int, sums: Sequence[Sums]) -> pl.DataFrame:
    """Name what was booked in all years, community by community; `first` is the number of the first."""
    cell, n, points_pt = np.concatenate([each.entry_totals for each in sums]).T
    community = np.arange(first, first + len(sums), dtype=np.int32)
    return pl.DataFrame(
        {
            "community": pl.Series(community.repeat([len(each.entry_totals) for each in sums])),
            **layout.cell_names(cell),
            "n": pl.Series(n.astype(np.int32)),
            "points_pt": pl.Series(points_pt),
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
