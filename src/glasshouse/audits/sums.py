"""A run's table comes in, what each community adds to it goes out: arrays that a bootstrap can weigh."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.errors import misuse
from glasshouse.runs import Run

MOST_UNITS_N = 1024
"""A place with more communities has them added up into so many heaps, which are drawn instead."""
KEPT = "rows of "
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

    def __init__(self, keys: Sequence[Key], values: Sequence[str], columns: NDArray[np.float64]) -> None:
        """Take columns of shape [keys, values, communities]."""
        self._keys: list[Key] = list(keys)
        self._columns = columns
        self._units_n = int(columns.shape[2])
        self._row = {key: ix for ix, key in enumerate(self._keys)}
        self._value = {value: ix for ix, value in enumerate(values)}
        self._names = [list(dict.fromkeys(names)) for names in zip(*self._keys, strict=True)]
        self._codes = [
            np.array([names.index(key[place]) for key in self._keys], dtype=np.int64)
            for place, names in enumerate(self._names)
        ]

    def __iter__(self) -> Iterator[Key]:
        """Yield all keys, in the order of the table's categories."""
        yield from self._keys

    def of(self, value: str, *key: str) -> Column:
        """Return one column; nothing where the key does not occur."""
        if key not in self._row:
            return np.zeros(self._units_n)
        return self._columns[self._row[key], self._value[value]]

    def total(self, value: str, *start: str, where: Where | None = None) -> Column:
        """Add up a column over all keys that begin so and have, at some places, one of some names."""
        return self._columns[self._matching(start, where or {}), self._value[value]].sum(axis=0)

    def names(self, place: int, where: Where | None = None) -> list[str]:
        """Return the names that stand at one place of the keys that match, in the table's order."""
        rows: list[int] = self._matching((), where or {}).tolist()
        return list(dict.fromkeys(self._keys[row][place] for row in rows))

    def _matching(self, start: Key, where: Where) -> NDArray[np.int64]:
        """Return the rows of keys that begin so and have one of some names at some places."""
        is_so = np.ones(len(self._keys), dtype=bool)
        wanted = [*((at, (name,)) for at, name in enumerate(start)), *where.items()]
        for at, names in wanted if self._keys else ():
            is_named = np.array([name in names for name in self._names[at]], dtype=bool)
            is_so &= is_named[self._codes[at]]
        return np.flatnonzero(is_so)


def summed(
    run: Run, table: str, by: Sequence[str], values: Sequence[str], where: pl.Expr | None = None
) -> Summed:
    """Add up a table's values by community and some of its columns.

    Args:
        run: The run.
        table: Its table, as `burdens`.
        by: Columns that keys consist of, in this order; where one is empty its name is empty.
        values: Columns that are added up.
        where: Which rows count; all if None.
    """
    rows = _collected(run, table, by, values, where)
    keys = rows.select(by).unique().sort(by).with_row_index("at") if by else None
    rows = rows.with_columns(at=pl.lit(0)) if keys is None else rows.join(keys, on=list(by), nulls_equal=True)
    names: list[Key] = [()] if keys is None else keys.select(pl.col(by).cast(pl.String).fill_null("")).rows()
    columns = np.zeros((len(names), len(values), units_of(run)))
    at, unit = rows["at"].to_numpy(), rows["unit"].to_numpy()
    for ix, value in enumerate(values):
        columns[at, ix, unit] = rows[value].to_numpy()
    return Summed(names, values, columns)


def _rows(run: Run, table: str) -> pl.LazyFrame:
    """Return a table's rows; those of a place of one block are read once for all questions."""
    if int(run.manifest["communities"]) > MOST_UNITS_N:
        return run.scan(table)
    kept = run.memory.get(KEPT + table)
    if not isinstance(kept, pl.DataFrame):
        kept = run.scan(table).collect()
        run.memory[KEPT + table] = kept
    return kept.lazy()


def _collected(
    run: Run, table: str, by: Sequence[str], values: Sequence[str], where: pl.Expr | None
) -> pl.DataFrame:
    unit = (pl.col("community") % MOST_UNITS_N).alias("unit")
    try:
        rows = _rows(run, table)
        rows = rows if where is None else rows.filter(where)
        added = [pl.col(value).cast(pl.Int64).sum() for value in values]
        return rows.group_by(unit, *by).agg(added).collect()
    except (OSError, pl.exceptions.PolarsError):
        fact = f"the table {table} is missing or damaged"
        raise misuse("N209", fact, "make the run again", file=str(run.folder)) from None
