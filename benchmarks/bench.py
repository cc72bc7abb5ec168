"""Nothing comes in, a table goes out: what a month of a resident costs here and elsewhere.

`make bench` runs it. Each measurement of Glasshouse is a process of its own, so that peak memory is its
own; a first run, not measured, leaves the compiled kernels behind. Times are wall time.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
import polars as pl

from benchmarks.peers import PEERS, Outcome, expected_bands, numba_loop

HERE = Path(__file__).parent
CITY_N, COMMUNITIES_N = 714_211, 916
SIZES = (100_000, CITY_N, 7_000_000)
TINY_N, TINY_MONTHS = 670_000, 120
THREADS = min(2, os.cpu_count() or 1)
REPEATS = 3


class Lived(NamedTuple):
    """What a run of Glasshouse took."""

    residents_n: int
    months_n: int
    people_s: float
    simulate_s: float
    total_s: float
    peak_mb: float
    folder: Path

    @property
    def ns(self) -> float:
        """Simulation alone, per resident and month."""
        return self.simulate_s / (self.residents_n * self.months_n) * 1e9


def live(law: str, world: str, years: int, out: Path, *changes: str) -> Lived:
    """Run Glasshouse in a process of its own."""
    sets = [word for change in changes for word in ("--set", change)]
    command = [sys.executable, "-m", "glasshouse", "run", law, "--world", world, "--years", str(years)]
    command += [
        "--seed",
        "1",
        "--threads",
        str(THREADS),
        "--out",
        str(out),
        "--force",
        "--format",
        "json",
        *sets,
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    manifest: dict[str, Any] = json.loads(done.stdout)["runs"][0]["manifest"]
    timing = cast("dict[str, float]", manifest["timing"])
    return Lived(
        manifest["residents"],
        years * 12,
        timing["people_s"],
        timing["simulate_s"],
        timing["total_s"],
        manifest["peak_rss_mb"],
        out,
    )


def best(measure: Callable[[], Lived], repeats: int = REPEATS) -> Lived:
    """Return the median of some runs, by the time of the simulation."""
    return sorted((measure() for _ in range(repeats)), key=lambda lived: lived.simulate_s)[repeats // 2]


def scaled(residents_n: int) -> tuple[str, ...]:
    """Return the changes that give the city another size, with communities as large as before."""
    communities_n = round(COMMUNITIES_N * residents_n / CITY_N)
    return (
        f"world.population.residents.value={residents_n}",
        f"world.population.communities.count={communities_n}",
    )


def show_sizes(folder: Path) -> None:
    """Print the cost by the size of the place."""
    print(f"Rongcheng's law for ten years, {THREADS} threads, median of {REPEATS} (the largest once)")
    print(f"{'residents':>12} {'people':>9} {'lives':>9} {'ns a resident-month':>20} {'peak MB':>9}")
    for residents_n in SIZES:
        changes = scaled(residents_n)
        measure = partial(live, "rongcheng-2017", "rongcheng-2017", 10, folder / str(residents_n), *changes)
        lived = best(measure, 1 if residents_n == max(SIZES) else REPEATS)
        cells = (
            f"{lived.people_s:>7.2f} s {lived.simulate_s:>7.2f} s {lived.ns:>20.1f} {lived.peak_mb:>9,.0f}"
        )
        print(f"{lived.residents_n:>12,} {cells}", flush=True)


def show_nine_years(folder: Path) -> None:
    """Print ten years less one year, beside the bare loop over as many resident-months."""
    ten = best(partial(live, "rongcheng-2017", "rongcheng-2020", 10, folder / "ten"))
    one = best(partial(live, "rongcheng-2017", "rongcheng-2020", 1, folder / "one"))
    loop_s = timed(partial(numba_loop, threads=THREADS), CITY_N, 108)[0]
    nine_s = ten.total_s - one.total_s
    print(f"\nten years less one year: {nine_s:.2f} s; the bare loop over as many: {loop_s:.2f} s;", end=" ")
    print(f"ratio {nine_s / loop_s:.1f}")


def timed(peer: Callable[[int, int, int], Outcome], residents_n: int, months_n: int) -> tuple[float, Outcome]:
    """Return the median time of a peer, warm, and what it counted."""
    peer(1000, 2, 0)
    times: list[float] = []
    outcome: Outcome | None = None
    for seed in range(1, REPEATS + 1):
        start = time.perf_counter()
        outcome = peer(residents_n, months_n, seed)
        times.append(time.perf_counter() - start)
    return statistics.median(times), cast("Outcome", outcome)


def distance(band_n: "np.ndarray[Any, np.dtype[np.int64]]", months: float) -> float:
    """Return how far counts lie from theory: chi-square over its degrees of freedom."""
    expected = expected_bands(months) * band_n.sum()
    shown = expected >= 5
    return float(
        (((band_n - expected) ** 2 / np.maximum(expected, 1))[shown]).sum() / max(shown.sum() - 1, 1)
    )


def show_tiny(folder: Path) -> None:
    """Print the tiny workload in each peer and in Glasshouse."""
    resident_months = TINY_N * TINY_MONTHS
    print(f"\nthe tiny workload: {TINY_N:,} residents, {TINY_MONTHS} months, two kinds of conduct, six bands")
    print(f"{'':34} {'time':>9} {'ns a resident-month':>20} {'ratio':>7} {'fit':>6}")
    peers: dict[str, Callable[[int, int, int], Outcome]] = dict(PEERS)
    peers[f"Numba, Philox loop, {THREADS} threads"] = partial(numba_loop, threads=THREADS)
    rows = [
        (name, seconds, distance(outcome.band_n[-1], TINY_MONTHS))
        for name, peer in peers.items()
        for seconds, outcome in [timed(peer, TINY_N, TINY_MONTHS)]
    ]
    law, world = str(HERE / "tiny" / "law.yaml"), str(HERE / "tiny" / "world.yaml")
    tiny = best(partial(live, law, world, 10, folder / "tiny"))
    rows.append((f"Glasshouse, {THREADS} threads", tiny.simulate_s, _fit_of(tiny)))
    for name, seconds, fit in rows:
        ratio = tiny.simulate_s / seconds
        print(
            f"{name:34} {seconds:>7.2f} s {seconds / resident_months * 1e9:>20.1f} {ratio:>7.1f} {fit:>6.2f}"
        )
    print(
        "ratio: Glasshouse's time over the peer's. fit: chi-square against theory over its degrees of\n"
        "freedom; about 1 is right. Glasshouse keeps two files with entries, days and expiry for everybody\n"
        "meanwhile, and can be asked why; the peers keep one number."
    )


def _fit_of(tiny: Lived) -> float:
    law_bands = ("D", "C", "B", "A", "AA", "AAA")
    table = pl.read_parquet(tiny.folder / "grades.parquet").filter(
        (pl.col("file") == "truthful") & (pl.col("month") == pl.col("month").max())
    )
    by_grade = dict(table.group_by("grade").agg(pl.col("n").sum()).iter_rows())
    band_n = np.array([by_grade.get(grade, 0) for grade in law_bands], np.int64)
    return distance(band_n, TINY_MONTHS - 1 + 28 / 31)


def main() -> None:
    """Run everything and print it."""
    load = os.getloadavg()[0]
    print(f"load of this machine at the start: {load:.1f}" + "; other work slows all of this" * (load > 0.5))
    with tempfile.TemporaryDirectory(prefix="glasshouse-bench-") as name:
        folder = Path(name)
        live("lantern-bay", "lantern-bay", 1, folder / "warm-up")
        show_sizes(folder)
        show_nine_years(folder)
        show_tiny(folder)


if __name__ == "__main__":
    main()
