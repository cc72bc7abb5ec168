"""Chunks come in one after the other, the tables of a run folder go out, a block of communities at a time.

A table has one file per block of communities, `grades.parquet`, `grades.1.parquet` and so on, so
that memory does not grow with the place and the bytes do not depend on the chunks.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.engine.state import FILES
from glasshouse.runs.chunks import Chunk, CitySums
from glasshouse.runs.frames import concat_tables, flows_frame, grades_of, scores_frame, standing_frame
from glasshouse.runs.pool import BLOCK_N
from glasshouse.runs.setting import Setting


class TableWriter:
    """Takes chunks in order, writes whole blocks, and keeps what the manifest says of the run."""

    def __init__(self, setting: Setting, folder: Path) -> None:
        self.scored_n = 0
        """Accounts at the first publication."""
        self.people_s = 0.0
        """Seconds that threads spent on dealing people."""
        self.best: list[tuple[int, NDArray[np.int64]]] = []
        """First community of each chunk, and its best residents for each rule of choice."""
        self._setting, self._folder = setting, folder
        self._block: list[Chunk] = []
        self._city: CitySums | None = None
        self._grade_days = np.zeros((len(FILES), len(grades_of(setting))), dtype=np.int64)
        self._digest = hashlib.sha256()

    def add(self, chunk: Chunk) -> None:
        """Take the next chunk."""
        if self._block and self._block[0].first // BLOCK_N != chunk.first // BLOCK_N:
            self._write_block()
        self._block.append(chunk)
        self._city = chunk.city if self._city is None else CitySums(*map(np.add, self._city, chunk.city))
        self._grade_days += chunk.grade_days
        self._digest.update(chunk.digest.tobytes())
        self.best.append((chunk.first, chunk.best))
        self.scored_n += chunk.scored_n
        self.people_s += chunk.people_s

    def finish(self) -> str:
        """Write what is left and return the run's fingerprint.

        The fingerprint is a hash of every community's digest of entries and scores, and of the days
        on each list.
        """
        self._write_block()
        if self._city is not None:
            self._write(flows_frame(self._setting, self._city.flow_n), "flows.parquet")
            self._write(scores_frame(self._setting, self._city.bucket_n), "scores.parquet")
            self._write(standing_frame(self._setting, self._city.standing_n), "standing.parquet")
        grades, regime = grades_of(self._setting), self._setting.regime
        list_days = {
            name: self._grade_days[:, [g in regime.grades_meant_by(spec.grades) for g in grades]]
            .sum(axis=1)
            .tolist()
            for name, spec in sorted(regime.lists.items())
        }
        self._digest.update(json.dumps([list_days, grades]).encode())
        return self._digest.hexdigest()

    def _write_block(self) -> None:
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
                "digest": np.concatenate([chunk.digest for chunk in self._block]),
            }
        )
        self._write(communities, f"communities{ending}")
        self._block = []

    def _write(self, table: pl.DataFrame, name: str) -> None:
        # Statistics would cost as long as the rest, and a reader of sums scans whole tables anyway.
        table.write_parquet(self._folder / name, compression="zstd", compression_level=1, statistics=False)
