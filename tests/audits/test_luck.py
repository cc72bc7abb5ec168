"""Intervals: what they cover, and when there are none."""

from pathlib import Path

import numpy as np
import pytest

from glasshouse.audits.luck import interval_of, intervals, ratio, tail, weights
from glasshouse.runs.frames_of_burdens import BURDENS
from tests.audits.made import BAY, findings, made_run

SEEDS_N = 400


def test_each_replicate_draws_as_many_communities_as_there_are() -> None:
    drawn = weights(37)
    assert (drawn.sum(axis=1) == 37).all()
    assert drawn.mean(axis=0) == pytest.approx(np.ones(37), abs=0.25)
    assert weights(37) is drawn


@pytest.mark.parametrize(("communities_n", "least"), [(5, 0.8), (20, 0.85), (200, 0.87)])
def test_nine_in_ten_intervals_cover_what_is_estimated(communities_n: int, least: float) -> None:
    # Five communities of very different size are too few to know how much they differ.
    luck = np.random.default_rng(communities_n)
    covered = 0
    for _ in range(SEEDS_N):
        residents = luck.integers(300, 1500, communities_n)
        listed = luck.binomial(residents, luck.beta(8, 72, communities_n))
        _, its = interval_of(np.stack([listed, residents], axis=1).astype(float), ratio)
        covered += its.low <= 0.1 <= its.high
    assert least <= covered / SEEDS_N <= 0.95


def test_few_communities_give_wider_intervals_than_a_bare_bootstrap() -> None:
    assert tail(2) < tail(5) < tail(20) < tail(10_000) == pytest.approx(0.05, abs=1e-4)


def test_replicates_of_nobody_are_left_out() -> None:
    found = np.array([[0.0, np.nan], [1.0, np.nan], [np.nan, np.nan]])
    (low, high), nothing = intervals(found, 100)
    assert (low, high) == pytest.approx((0.05, 0.95), abs=0.01)
    assert np.isnan(nothing).all()


@pytest.mark.parametrize(("communities_n", "has_interval"), [(1, False), (2, True), (3000, True)])
def test_one_community_has_no_interval(tmp_path: Path, communities_n: int, has_interval: bool) -> None:
    last = {**BAY, "dimension": "everybody", "level": "everybody", "score_sum_pt": 0}
    final = [
        {**last, "community": ix, "grade": grade, "n": 1 + ix % 7}
        for ix in range(communities_n)
        for grade in ("dim", "steady")
    ]
    tables = {
        "final": final,
        "days": [{"community": 0, "year": 0, **BAY, "grade": "dim", "person_days": 0}],
        "burdens": _no_burdens(),
    }
    run = made_run(tmp_path / "bay", tables, communities=communities_n)
    found = findings(run, "standing.below_share")["instrument lanterns, file official"]
    assert found.value == pytest.approx(0.5)
    assert (found.interval is not None) == has_interval


def _no_burdens() -> list[dict[str, object]]:
    return [{"community": 0, "dimension": "everybody", "level": "everybody", **dict.fromkeys(BURDENS, 0)}]
