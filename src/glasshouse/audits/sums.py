"""A run's table comes in, what each community adds to it goes out: arrays that a bootstrap can weigh."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.errors import misuse
from glasshouse.runs import Run

MOST_UNITS_N = 4096
"""A place with more communities has them added up into so many heaps, which are drawn instead."""
Column = NDArray[np.float64]
"""What each community adds to one number. Shape [communities]."""
Key = tuple[str, ...]
Where = Mapping[int, Collection[str]]
"""By place in a key, the names that count."""


def units_of(run: Run) -> int:
    """Return how many communities, or heaps of them, a bootstrap draws from."""
    return min(int(run.manifest["communities"]), MOST_UNITS_N)


class Summed:
    """Sums of one table: for each key that occurs, a column for each value."""

    def __init__(self, found: Mapping[Key, Mapping[str, Column]], units_n: int) -> None:
        self._found, self._nothing = found, np.zeros(units_n)

    def of(self, value: str, *key: str) -> Column:
        """Return one column; nothing where the key does not occur."""
        columns = self._found.get(key)
        return self._nothing if columns is None else columns[value]

    def total(self, value: str, *start: str, where: Where | None = None) -> Column:
        """Add up a column over all keys that begin so and have, at some places, one of some names."""
        found = self._nothing.copy()
        for key in self._matching(start, where or {}):
            found += self._found[key][value]
        return found

    def names(self, place: int, where: Where | None = None) -> list[str]:
        """Return the names that stand at one place of the keys that match, in the table's order."""
        return list(dict.fromkeys(key[place] for key in self._matching((), where or {})))

    def keys(self) -> Iterator[Key]:
        """Yield all keys, in the order of the table's categories."""
        yield from self._found

    def _matching(self, start: Key, where: Where) -> Iterator[Key]:
        for key in self._found:
            if key[: len(start)] == start and all(key[at] in names for at, names in where.items()):
                yield key


def summed(
    run: Run, table: str, by: Sequence[str], values: Sequence[str], where: pl.Expr | None = None
) -> Summed:
    """Add up a table's values by community and some of its columns.

    Args:
        run: The run.
        table: Its table, as `burdens`.
        by: Columns that keys consist of, in this order; a missing name becomes an empty one.
        values: Columns that are added up.
        where: Which rows count; all if None.
    """
    units_n = units_of(run)
    rows = _collected(run, table, by, values, where)
    if not by:
        return Summed({(): _spread(rows, values, units_n)} if len(rows) else {}, units_n)
    keys = rows.select(by).unique().sort(by).with_row_index("at")
    placed = rows.join(keys, on=list(by), nulls_equal=True).partition_by("at", as_dict=True)
    names = keys.select(pl.col(by).cast(pl.String).fill_null("")).iter_rows()
    return Summed({tuple(key): _spread(placed[at,], values, units_n) for at, key in enumerate(names)}, units_n)


def _spread(rows: pl.DataFrame, values: Sequence[str], units_n: int) -> dict[str, Column]:
    """Put values where their communities stand."""
    unit = rows["unit"].to_numpy()
    found: dict[str, Column] = {}
    for value in values:
        column = np.zeros(units_n)
        column[unit] = rows[value].to_numpy()
        found[value] = column
    return found


def _collected(
    run: Run, table: str, by: Sequence[str], values: Sequence[str], where: pl.Expr | None
) -> pl.DataFrame:
    unit = (pl.col("community") % MOST_UNITS_N).alias("unit")
    try:
        rows = run.scan(table)
        rows = rows if where is None else rows.filter(where)
        added = [pl.col(value).cast(pl.Int64).sum() for value in values]
        return rows.group_by(unit, *by).agg(added).collect()
    except (OSError, pl.exceptions.PolarsError):
        fact = f"the table {table} is missing or damaged"
        raise misuse("N209", fact, "make the run again", file=str(run.folder)) from None
