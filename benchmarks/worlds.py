"""Nothing comes in, two ratios go out: what further worlds cost, and what ten years cost over one.

    python -m benchmarks.worlds [ROUNDS]

runs the full law of Wendeng as commands, each a process of its own, interleaved: one year, ten years, and
a comparison of ten years with three amendments and the unscored twin. Times are wall time, start, tables
and report included; the kernels are compiled before. Before and after each command the bare loop of
`peers.py` goes over as many resident-months as nine years have: shared machines are fast and slow by
turns, and the loop says how fast this one was just then.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bench import CITY_N
from benchmarks.peers import numba_loop

LAW, WORLD, THREADS = "wendeng-2020", "rongcheng-2020", 2
AMENDMENTS = ("strict-identity-match", "human-review", "notice-and-hearing")
ROUNDS = 5
MONTHS_N = 9 * 12
LOOPS = 3


def main() -> None:
    """Take the times and print them."""
    rounds_n = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    variants = [word for name in AMENDMENTS for word in ("--with", name)]
    commands = {
        "one year": ["run", LAW, "--years", "1"],
        "ten years": ["run", LAW, "--years", "10"],
        "five worlds": ["compare", LAW, "--years", "10", *variants],
    }
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        for words in commands.values():
            took_s(words, out / "warm")
        loop_s()
        taken: list[dict[str, float]] = []
        for _ in range(rounds_n):
            loops, row = [loop_s()], dict[str, float]()
            for name, words in commands.items():
                row[name] = took_s(words, out / "run")
                loops.append(loop_s())
            taken.append(row | {"bare loop": statistics.mean(loops)})
    for row in taken:
        print("  ".join(f"{name} {seconds:5.2f} s" for name, seconds in row.items()))
    over_one = statistics.median(row["ten years"] - row["one year"] for row in taken)
    ratio = statistics.median(row["five worlds"] / row["ten years"] for row in taken)
    loop = statistics.median(row["bare loop"] for row in taken)
    print(f"ten years less one: median {over_one:.2f} s, {over_one / loop:.1f} times the bare loop")
    print(f"base, three variants and the unscored twin over the base alone: median {ratio:.2f}")


def loop_s() -> float:
    """Return how long the bare loop takes now, the mean of a few."""
    begun_s = time.perf_counter()
    for _ in range(LOOPS):
        numba_loop(CITY_N, MONTHS_N, 1, threads=THREADS)
    return (time.perf_counter() - begun_s) / LOOPS


def took_s(words: list[str], out: Path) -> float:
    """Run a command and return how long it took."""
    begun_s = time.perf_counter()
    options = ["--world", WORLD, "--seed", "1", "--threads", str(THREADS), "--out", str(out), "--force"]
    subprocess.run(
        [sys.executable, "-m", "glasshouse", *words, *options], check=True, capture_output=True, text=True
    )
    return time.perf_counter() - begun_s


if __name__ == "__main__":
    main()
