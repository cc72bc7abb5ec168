"""A run's table comes in, what each community adds to it goes out: arrays that a bootstrap can weigh."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.errors import misuse
from glasshouse.runs import Run

MOST_UNITS_N = 1024
"""A place with more communities has them added up into so many heaps, which are drawn instead."""
KEPT = "sums of "
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
        codes = [{name: ix for ix, name in enumerate(dict.fromkeys(at))} for at in zip(*keys, strict=True)]
        self._names = [list(code) for code in codes]
        self._codes = [
            np.array([code[key[place]] for key in self._keys], dtype=np.int64)
            for place, code in enumerate(codes)
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
    """Add up a table's values by community and some of its columns; what was added up once is kept.

    Args:
        run: The run.
        table: Its table, as `burdens`; one that has a column `community`.
        by: Columns of names that keys consist of, in this order; where one is empty its name is empty.
        values: Columns that are added up.
        where: Which rows count; all if None.
    """
    asked = f"{KEPT}{table} {by} {values} {None if where is None else where.meta.serialize()!r}"
    kept = run.memory.get(asked)
    if not isinstance(kept, Summed):
        kept = _summed(run, table, by, values, where)
        run.memory[asked] = kept
    return kept


def _summed(run: Run, table: str, by: Sequence[str], values: Sequence[str], where: pl.Expr | None) -> Summed:
    try:
        rows = run.scan(table)
        schema = rows.collect_schema()
        names = [_names_of(schema.get(column)) for column in by]
        unit = pl.col("community").cast(pl.Int64) % MOST_UNITS_N
        place = _code(by, names) * MOST_UNITS_N + unit
        rows = rows if where is None else rows.filter(where)
        added = [pl.col(value).cast(pl.Int64).sum() for value in values]
        rows = rows.group_by(place.alias("place")).agg(added).collect()
    except (OSError, pl.exceptions.PolarsError):
        fact = f"the table {table} is missing or damaged"
        raise misuse("N209", fact, "make the run again", file=str(run.folder)) from None
    codes, unit_of = np.divmod(rows["place"].to_numpy(), MOST_UNITS_N)
    found, at = np.unique(codes, return_inverse=True)
    columns = np.zeros((len(found) if by else 1, len(values), units_of(run)))
    for ix, value in enumerate(values):
        columns[at, ix, unit_of] = rows[value].to_numpy()
    return Summed(_keys(found, names) if by else [()], values, columns)


def _names_of(dtype: pl.DataType | None) -> list[str]:
    """Return what can stand in a column of names or of yes and no, nothing first."""
    if isinstance(dtype, pl.Enum):
        return ["", *dtype.categories]
    if dtype != pl.Boolean:
        msg = f"a column of names is {dtype}"
        raise pl.exceptions.SchemaError(msg)
    return ["", "false", "true"]


def _code(by: Sequence[str], names: Sequence[Sequence[str]]) -> pl.Expr:
    """Number the keys in the order of their names: a group is found by one number faster than by columns."""
    code = pl.lit(0, dtype=pl.Int64)
    for column, possible in zip(by, names, strict=True):
        code = code * len(possible) + (pl.col(column).to_physical().cast(pl.Int64) + 1).fill_null(0)
    return code


def _keys(codes: NDArray[np.int64], names: Sequence[Sequence[str]]) -> list[Key]:
    """Return the keys of some numbers."""
    parts: list[list[str]] = []
    for possible in reversed(names):
        codes, of = codes // len(possible), codes % len(possible)
        parts.append([possible[int(ix)] for ix in of])
    return list(zip(*reversed(parts), strict=True))
