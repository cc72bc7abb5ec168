"""Does the interval of one run cover the mean of many, as often as it says?

    python -m verification.coverage [SEEDS]

lives a small town of many communities with each of 200 seeds, takes the interval of every estimate of
the audits from each run, and counts how many of them hold the mean over all runs. The town is Lantern
Bay, its 3,900 residents dealt into 60 communities, for three years. What comes out is written to
docs/reference/coverage.md.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from glasshouse import load_regime, load_world, simulate
from glasshouse.audits import Finding, audit
from glasshouse.audits.finding import LEVEL

SEEDS_N, COMMUNITIES_N, YEARS = 200, 60, 3
QUESTIONS = ("standing", "wrongful", "equal_conduct", "escape", "remedies", "contagion")
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "coverage.md"
LEAST_N = 30
"""Estimates that came from fewer residents, entries or pairs on average are left out: they are hardly any."""
Key = tuple[str, str]


class Covered(NamedTuple):
    """How often the intervals of an estimate held the mean over all runs."""

    definition: str
    of: str
    mean: float
    share: float
    runs_n: int


def main() -> None:
    """Take the figures, and write the page."""
    seeds_n = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS_N
    covered = measure(seeds_n)
    PAGE.write_text(page_of(covered, seeds_n), "utf-8")
    sys.stdout.write(f"{PAGE}: {overall(covered):.3f} of the intervals, {LEVEL} is said\n")


def measure(seeds_n: int) -> list[Covered]:
    """Live the town with each seed and count what its intervals cover."""
    law = load_regime("lantern-bay")
    town = load_world("lantern-bay", sets=[f"population.communities.count={COMMUNITIES_N}"])
    found = defaultdict[Key, list[Finding]](list)
    for seed in range(seeds_n):
        with tempfile.TemporaryDirectory() as folder:
            run = simulate(law, town, out=Path(folder) / "run", years=YEARS, seed=seed, threads=2)
            for each in audit(run, QUESTIONS):
                if each.interval is not None and each.interval.how == "communities":
                    found[each.definition, _words(each.of)].append(each)
        if seed % 20 == 19:
            sys.stderr.write(f"{seed + 1} of {seeds_n}\n")
    return list(_covered(found, seeds_n))


def _covered(found: dict[Key, list[Finding]], seeds_n: int) -> Iterator[Covered]:
    for (definition, of), findings in sorted(found.items()):
        values = np.array([each.value for each in findings])
        if len(findings) < seeds_n or not np.isfinite(values).all():
            continue
        if np.mean([each.n for each in findings]) < LEAST_N or values.std() == 0:
            continue
        mean = float(values.mean())
        held = [
            each.interval is not None and each.interval.low <= mean <= each.interval.high for each in findings
        ]
        yield Covered(definition, of, mean, float(np.mean(held)), len(findings))


def overall(covered: list[Covered]) -> float:
    """Return the share of all intervals that hold their mean."""
    return float(np.mean([each.share for each in covered]))


def page_of(covered: list[Covered], seeds_n: int) -> str:
    """Write what was measured as a page."""
    rows = [f"| {each.definition} | {each.of} | {each.mean:.4g} | {each.share:.0%} |" for each in covered]
    return "\n".join(
        [
            "# How often intervals cover",
            "",
            f"Written by `python -m verification.coverage`: Lantern Bay in {COMMUNITIES_N} communities lived"
            f" for {YEARS} years with {seeds_n} seeds. The interval of each run is a bootstrap over its"
            f" communities and says {LEVEL:.0%}; the last column is the share of runs whose interval holds"
            " the mean over all runs. The people are the same in every run, so that what makes communities"
            " differ for good widens an interval and is no luck: where the share is higher, that is why."
            f" Estimates from fewer than {LEAST_N} cases, and those that not every run has, are left out.",
            "",
            f"Of all intervals {overall(covered):.1%} hold their mean.",
            "",
            "| estimate | of | mean | covered |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _words(of: dict[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in of.items()) or "all"


if __name__ == "__main__":
    main()
