"""Chunks come in one after the other, the tables of a run folder go out, a block of communities at a time.

They are written by another thread, so that what needs no disk goes on meanwhile.

A table that keeps communities apart has one file per block of them, `final.parquet`, `final.1.parquet` and
so on, so that memory does not grow with the place and the bytes do not depend on the chunks.
"""

import hashlib
import json
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.engine.rows import grade_axis
from glasshouse.law.schema import LISTED, Regime
from glasshouse.runs.chunks import Chunk, CitySums
from glasshouse.runs.frames import concat_tables, counted_frame
from glasshouse.runs.frames_of_acts import EntrySums, act_frame
from glasshouse.runs.pool import BLOCK_N
from glasshouse.runs.setting import Setting


class _Waiting(NamedTuple):
    """What is kept of a chunk until its block is written."""

    first: int
    tables: dict[str, pl.DataFrame]
    residents_n: NDArray[np.int64]
    organisations_n: NDArray[np.int64]
    digest: NDArray[np.uint64]


class TableWriter:
    """Takes chunks in order, writes whole blocks, and keeps what the manifest says of the run."""

    def __init__(self, setting: Setting, folder: Path, pool: Executor, *, hold: bool = False) -> None:
        """Write into a folder in the threads of a pool; `hold` the tables of a place that is a single block.

        Whoever made the pool shuts it down before the folder is moved or removed.
        """
        self.held: dict[str, pl.DataFrame] = {}
        """Tables as they were written, by name."""
        self._hold = hold and setting.people.communities_n <= BLOCK_N
        self.scored_n = 0
        """Accounts at the first publication."""
        self.people_s = 0.0
        """Seconds that threads spent on dealing people."""
        self.best: list[tuple[int, NDArray[np.int64]]] = []
        """First community of each chunk, and its best residents for each rule of choice."""
        self._setting, self._folder = setting, folder
        self._block: list[_Waiting] = []
        self._city: CitySums | None = None
        self._entries = EntrySums(setting.layout, setting.years)
        self._grade_days: NDArray[np.int64] | None = None
        self._digest = hashlib.sha256()
        self._pool = pool
        self._written: list[Future[None]] = []

    def add(self, chunk: Chunk) -> None:
        """Take the next chunk."""
        if self._block and self._block[0].first // BLOCK_N != chunk.first // BLOCK_N:
            self._write_block()
        self._block.append(
            _Waiting(chunk.first, chunk.tables, chunk.residents_n, chunk.organisations_n, chunk.digest)
        )
        self._city = chunk.city if self._city is None else self._city.plus(chunk.city)
        self._entries.add(chunk.entries)
        days = self._grade_days
        self._grade_days = chunk.grade_days if days is None else days + chunk.grade_days
        self._digest.update(chunk.digest.tobytes())
        self.best.append((chunk.first, chunk.best))
        self.scored_n += chunk.scored_n
        self.people_s += chunk.people_s

    def wait(self) -> None:
        """Wait until everything is written, or something could not be.

        Raises:
            OSError: If it could not.
        """
        written, self._written = self._written, []
        for each in written:
            each.result()

    def finish(self) -> str:
        """Have what is left written and return the run's fingerprint; `wait` until it is.

        The fingerprint is a hash of every community's digest of entries and scores, and of the days
        on each list.
        """
        self._write_block()
        layout = self._setting.layout
        if self._city is not None and self._grade_days is not None:
            city = self._city
            self._write(counted_frame(layout.grades, city.grades, city.grade_scores), "grades.parquet")
            self._write(counted_frame(layout.groups, city.groups, city.group_scores), "groups.parquet")
            self._write(counted_frame(layout.flows, city.flows), "flows.parquet")
            self._write(counted_frame(layout.scores, city.scores), "scores.parquet")
            self._write(counted_frame(layout.standing, city.standing), "standing.parquet")
            self._write(act_frame(layout, city.acts, city.recorded), "acts.parquet")
            self._write(self._entries.frame(), "entries.parquet")
            days = list_days(self._setting.regime, self._grade_days)
            self._digest.update(json.dumps(days, sort_keys=True).encode())
        return self._digest.hexdigest()

    def _write_block(self) -> None:
        # One block at a time is on its way to the disk, lest a country pile up in memory.
        self.wait()
        number = self._block[0].first // BLOCK_N
        ending = f".{number}.parquet" if number else ".parquet"
        names = sorted({name for chunk in self._block for name in chunk.tables})
        for name in names:
            parts = [chunk.tables.pop(name) for chunk in self._block if name in chunk.tables]
            self._write(concat_tables(parts), f"{name}{ending}")
        first, last = self._block[0].first, self._block[-1].first + len(self._block[-1].digest)
        communities = pl.DataFrame(
            {
                "community": np.arange(first, last, dtype=np.int32),
                "residents": np.concatenate([chunk.residents_n for chunk in self._block]),
                "organisations": np.concatenate([chunk.organisations_n for chunk in self._block]),
                "digest": np.concatenate([chunk.digest for chunk in self._block]),
            }
        )
        self._write(communities, f"communities{ending}")
        self._block = []

    def _write(self, table: pl.DataFrame, name: str) -> None:
        self._written.append(self._pool.submit(_write, table, self._folder / name))
        if self._hold:
            self.held[name.removesuffix(".parquet")] = table


def _write(table: pl.DataFrame, path: Path) -> None:
    # Statistics would cost as long as the rest, and a reader of sums scans whole tables anyway.
    table.write_parquet(path, compression="zstd", compression_level=1, statistics=False)


def list_days(regime: Regime, grade_days: NDArray[np.int64]) -> dict[str, list[int]]:
    """Add up the days that holders spent on each list, by account.

    Args:
        regime: The law with its lists, by grade or of their own.
        grade_days: Days by account and grade. Shape [A, B].
    """
    axis = grade_axis(regime)
    named = {name: regime.grades_meant_by(spec.grades) for name, spec in regime.lists.items()}
    on = {name: [grade in meant for _, grade in axis] for name, meant in named.items()}
    own = [name for name, its in regime.instruments.items() if its.kind == "list"]
    on |= {name: [(its, grade) == (name, LISTED) for its, grade in axis] for name in own}
    return {name: grade_days[:, np.array(of_list)].sum(axis=1).tolist() for name, of_list in on.items()}
