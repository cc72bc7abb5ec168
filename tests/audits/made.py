"""Tables written by hand come in, runs and comparisons that audits can be put to go out."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from glasshouse.audits import Finding, audit
from glasshouse.law.loader import load_regime
from glasshouse.law.schema import Regime
from glasshouse.people.loader import load_world
from glasshouse.runs import Comparison, Run, load_run
from glasshouse.runs.folder import tree_of

BAY = {"instrument": "lanterns", "file": "official", "holder": "residents"}
Rows = Sequence[Mapping[str, object]]


def rows_of(common: Mapping[str, object], rows: Rows) -> list[dict[str, object]]:
    """Return rows that share some columns."""
    return [{**common, **row} for row in rows]


def made_run(
    folder: Path,
    tables: Mapping[str, Rows],
    *,
    law: Regime | None = None,
    communities: int = 2,
    years: int = 1,
    amendments: Sequence[str] = (),
    is_scored: bool = True,
) -> Run:
    """Write a run of Lantern Bay with these tables and no others."""
    folder.mkdir(parents=True)
    manifest: dict[str, Any] = {
        "fingerprint": "made",
        "regime": "lantern-bay",
        "world": "lantern-bay",
        "seed": 1,
        "years": years,
        "communities": communities,
        "amendments": list(amendments),
        "is_scored": is_scored,
        "law": tree_of(law or load_regime("lantern-bay")),
        "world_summary": tree_of(load_world("lantern-bay")),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    for name, rows in tables.items():
        _named(pl.DataFrame(rows)).write_parquet(folder / f"{name}.parquet")
    return load_run(folder)


def _named(table: pl.DataFrame) -> pl.DataFrame:
    """Make names what they are in the tables of a run: some of a list."""
    names = table.select(pl.selectors.string()).columns
    return table.with_columns(
        pl.col(name).cast(pl.Enum(table[name].drop_nulls().unique().sort())) for name in names
    )


def made_comparison(
    folder: Path, worlds: Mapping[str, Mapping[str, Rows]], stacks: Mapping[str, Sequence[str]] | None = None
) -> Comparison:
    """Write a comparison whose worlds have these tables; variants carry a stack of amendments each."""
    for name, tables in worlds.items():
        stack = (stacks or {}).get(name, ())
        made_run(folder / name, tables, amendments=stack, is_scored=name != "unscored")
    return Comparison(folder, {"communities": 2, "worlds": [{"name": name} for name in worlds]})


def answers(asked: Run | Comparison, definition: str) -> dict[str, float]:
    """Put the question of a definition and return its values, by what they are of."""
    return {part: finding.value for part, finding in findings(asked, definition).items()}


def findings(asked: Run | Comparison, definition: str) -> dict[str, Finding]:
    """Put the question of a definition and return its findings, by what they are of."""
    found = audit(asked, [definition.partition(".")[0]])
    return {finding.part: finding for finding in found if finding.definition == definition}
