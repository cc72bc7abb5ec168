"""The peers of the benchmarks do the same work: their bands are those of theory, and so are their sums."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from benchmarks.bench import distance
from benchmarks.peers import BASE, DOWN_RATE, PEERS, STEP, UP_RATE, Outcome, expected_bands, numba_loop
from glasshouse.law.loader import check_regime
from glasshouse.people.loader import catalogue, check_world, load_world

RESIDENTS_N, MONTHS_N = 60_000, 120
TINY = Path(__file__).parents[1] / "benchmarks" / "tiny"


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_has_the_bands_and_the_mean_of_theory(name: str) -> None:
    outcome = PEERS[name](RESIDENTS_N, MONTHS_N, 7)
    mean = BASE + STEP * (UP_RATE - DOWN_RATE) * MONTHS_N
    deviation = STEP * ((UP_RATE + DOWN_RATE) * MONTHS_N / RESIDENTS_N) ** 0.5
    assert abs(outcome.score_sum[-1] / RESIDENTS_N - mean) < 5 * deviation
    assert distance(outcome.band_n[-1], MONTHS_N) < 8
    assert (outcome.band_n.sum(axis=1) == RESIDENTS_N).all()


def test_bands_that_are_not_those_of_theory_are_noticed() -> None:
    wrong = np.array([0, 0, 500, RESIDENTS_N - 600, 100, 0])
    assert distance(wrong, MONTHS_N) > 8


def test_the_loop_gives_the_same_on_two_threads() -> None:
    loops: list[Callable[[int, int, int], Outcome]] = [numba_loop, partial(numba_loop, threads=2)]
    one, two = (loop(5_000, 12, 3) for loop in loops)
    assert (one.band_n == two.band_n).all()
    assert (one.score_sum == two.score_sum).all()


def test_theory_adds_up() -> None:
    assert expected_bands(MONTHS_N).sum() == pytest.approx(1.0, abs=1e-9)


def test_the_tiny_law_and_world_have_no_problems() -> None:
    world = TINY / "world.yaml"
    assert check_world(world) == []
    assert check_regime(TINY / "law.yaml", catalogue(load_world(world))) == []
