"""The worlds against the figures that they were calibrated on, and a law against its century."""

import json
from pathlib import Path

import polars as pl
import pytest

from glasshouse import load_regime, load_world, simulate

SUBJECTS_N, MERITS_N, DEMERITS_N = 620_000, 33_000, 260_000
"""Rongcheng in December 2015, two years after the start: press, as the world file says."""
FIRING = Path(__file__).parents[2] / "docs" / "reference" / "firing.json"


@pytest.mark.slow
def test_rongcheng_s_records_of_two_years_are_those_of_december_2015(tmp_path: Path) -> None:
    regime, world = load_regime("wendeng-2020"), load_world("rongcheng-2020")
    run = simulate(regime, world, out=tmp_path / "run", years=2, seed=11, threads=2)
    shown = run.table("grades").filter(pl.col("file") == "official", pl.col("month") == 23)
    accounts = int(shown["n"].sum())
    entries = run.table("entries").filter(pl.col("file") == "official")
    merits = int(entries.filter(pl.col("points_pt") > 0)["n"].sum())
    demerits = int(entries["n"].sum()) - merits
    assert merits / accounts == pytest.approx(MERITS_N / SUBJECTS_N, rel=0.05)
    assert demerits / accounts == pytest.approx(DEMERITS_N / SUBJECTS_N, rel=0.05)


def test_every_rule_of_wendeng_fires_in_a_city_century() -> None:
    figures = json.loads(FIRING.read_text("utf-8"))
    assert (len(figures["seeds"]), figures["years"]) == (10, 10)
    regime = load_regime(figures["regime"])
    assert list(figures["entries"]) == list(regime.rules)
    assert min(figures["entries"].values()) > 0


@pytest.mark.slow
def test_the_counts_of_that_century_are_of_this_engine(tmp_path: Path) -> None:
    figures = json.loads(FIRING.read_text("utf-8"))
    regime, world = load_regime(figures["regime"]), load_world(figures["world"])
    run = simulate(regime, world, out=tmp_path / "run", years=10, seed=1, threads=2)
    assert run.manifest["fingerprint"] == figures["fingerprints"]["1"]


@pytest.mark.parametrize(
    "name", ["wendeng-2020", "wendeng-villages-2020", "rongcheng-2019", "flensburg-2014"]
)
def test_no_conduct_is_under_more_than_twelve_rules(name: str) -> None:
    regime = load_regime(name)
    of_conduct = [rule.conduct for rule in regime.rules.values() if rule.conduct is not None]
    assert max(of_conduct.count(conduct) for conduct in set(of_conduct)) <= 12
