"""A folder comes in, a run of a handful of adults goes out, small enough to count by hand."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from tests.reports.synthetic import COLUMNS, HELD, write_synthetic_run

# Twenty adults at the twelfth publication; in the months before it, one in A.
OFFICIAL: Mapping[str, int] = {"AAA": 1, "A+": 3, "A": 11, "B": 1, "C": 1, "D": 3}
STANDING = {("A", "A"): 14, ("B", "A"): 1, ("C", "B"): 1, ("D", "D"): 3, ("AAA", "AAA"): 1}
# Thirty entries: twenty-one merits, nine deductions and downgrades; the truthful file must not count.
ENTRIES = (
    ("official", "gives-way", "traffic-police", 12, 600),
    ("official", "helps-village", "village-committee", 9, 450),
    ("official", "red-light", "traffic-police", 7, -350),
    ("official", "brawl", "police", 2, 0),
    ("truthful", "brawl", "police", 70, 0),
)


def write_tiny_run(folder: Path, **law: Any) -> Path:  # noqa: ANN401 - any branch of a law
    """Write a run of one year with the counts above; keywords replace branches of the law."""
    write_synthetic_run(folder, adults_n=50, years=1)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["law"].update(law)
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    _grades().write_parquet(folder / "grades.parquet")
    held = {"instrument": "points", "holder": "residents"}
    pairs = [{"year": 0, **held, "official": a, "truthful": b, "n": n} for (a, b), n in STANDING.items()]
    pl.DataFrame(pairs).write_parquet(folder / "standing.parquet")
    columns = ("file", "rule", "provider", "n", "points_pt")
    entries = [dict(zip(columns, row, strict=True)) for row in ENTRIES]
    same = {"year": 0, "kind": "true", **held}
    pl.DataFrame([{**same, **entry} for entry in entries]).write_parquet(folder / "entries.parquet")
    return folder


def _grades() -> pl.DataFrame:
    last = [
        {"month": 11, "file": file, "grade": grade, "n": n, "score_sum_pt": 0}
        for grade, n in OFFICIAL.items()
        for file in ("official", "truthful")
    ]
    before = {"file": "official", "grade": "A", "n": 1, "score_sum_pt": 10_000}
    grades = pl.DataFrame([*({**before, "month": month} for month in range(11)), *last])
    return grades.with_columns(**HELD).select(COLUMNS["grades"])
