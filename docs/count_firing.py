"""A law and a world come in, how often each rule fires in a city-century goes out.

    python docs/count_firing.py

writes docs/reference/firing.json from ten runs of ten years; `make docs` makes the page of it. It
takes a minute or two, so it is run by hand when the law, its world or the engine has changed.
"""

import json
import sys
import tempfile
from pathlib import Path

import polars as pl

from glasshouse import load_regime, load_world, simulate

FIGURES = Path(__file__).parent / "reference" / "firing.json"
REGIME, WORLD = "wendeng-2020", "rongcheng-2020"
SEEDS, YEARS = range(1, 11), 10


def main() -> None:
    """Run the law once for each seed, and write the counts of the official files."""
    regime, world = load_regime(REGIME), load_world(WORLD)
    counts = dict.fromkeys(regime.rules, 0)
    fingerprints: dict[str, str] = {}
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            run = simulate(regime, world, out=Path(folder) / "run", years=YEARS, seed=seed, threads=2)
            fingerprints[str(seed)] = str(run.manifest["fingerprint"])
            entries = run.table("entries").filter(pl.col("file") == "official")
            rows = entries.group_by("rule").agg(pl.col("n").sum()).rows()
        for code, n in rows:
            counts[code] += int(n)
        sys.stderr.write(f"seed {seed}: {sum(n for _, n in rows):,} entries\n")
    figures = {
        "regime": REGIME, "world": WORLD, "seeds": list(SEEDS), "years": YEARS, "fingerprints": fingerprints,
        "entries": counts,
    }  # fmt: skip
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
