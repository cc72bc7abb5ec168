"""Fitting and rounding keep both margins, whatever the seed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from glasshouse.people.fit import CannotFitError, apportion, fit_most, fit_table, round_table

COMPILES = settings(deadline=None)  # the first call compiles its kernel
COUNTS = st.integers(min_value=0, max_value=400)


@st.composite
def whole_tables(draw: st.DrawFn) -> NDArray[np.int64]:
    """Draw a table of counts, some of which are 0."""
    rows, cols = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    cells = draw(st.lists(st.one_of(st.just(0), COUNTS), min_size=rows * cols, max_size=rows * cols))
    return np.array(cells, dtype=np.int64).reshape(rows, cols)


@COMPILES
@given(whole_tables(), st.integers(0, 10**6))
def test_a_fitted_table_keeps_both_margins_and_its_empty_cells(counts: NDArray[np.int64], salt: int) -> None:
    # A seed on the same cells, but of other sizes: the counts themselves are one solution.
    noise = 1 + (np.arange(counts.size).reshape(counts.shape) * 7919 + salt) % 13
    seed = (counts > 0) * noise.astype(np.float64)
    whole = fit_table(seed, counts.sum(axis=1), counts.sum(axis=0))
    assert np.array_equal(whole.sum(axis=1), counts.sum(axis=1))
    assert np.array_equal(whole.sum(axis=0), counts.sum(axis=0))
    assert whole.min() >= 0
    assert not whole[counts == 0].any()


@COMPILES
@given(whole_tables())
def test_rounding_moves_no_cell_by_one_or_more(counts: NDArray[np.int64]) -> None:
    # Halves of even sums: both margins are whole, and the cells are not.
    halves = np.concatenate([counts, counts[::-1]], axis=0)
    halves = np.concatenate([halves, halves[:, ::-1]], axis=1) / 2
    rows, cols = halves.sum(axis=1).astype(np.int64), halves.sum(axis=0).astype(np.int64)
    whole = round_table(halves, rows, cols)
    assert np.array_equal(whole.sum(axis=1), rows)
    assert np.array_equal(whole.sum(axis=0), cols)
    assert np.abs(whole - halves).max(initial=0) < 1


def test_fitting_keeps_the_odds_of_the_seed() -> None:
    seed = np.array([[6.0, 1.0], [1.0, 2.0]])
    whole = fit_table(seed, np.array([60_000, 40_000]), np.array([50_000, 50_000]))
    odds = whole[0, 0] * whole[1, 1] / (whole[0, 1] * whole[1, 0])
    assert odds == pytest.approx(12, rel=0.01)


def test_margins_of_other_totals_cannot_be_fitted() -> None:
    with pytest.raises(CannotFitError, match="the rows sum to 3 and the columns to 4"):
        fit_table(np.ones((1, 2)), np.array([3]), np.array([2, 2]))


def test_margins_that_empty_cells_forbid_cannot_be_fitted() -> None:
    seed = np.array([[1.0, 0.0], [1.0, 1.0]])
    rows, cols = np.array([5, 1]), np.array([3, 3])
    with pytest.raises(CannotFitError, match="2 of 6 find no place"):
        fit_table(seed, rows, cols)
    assert fit_most(seed, rows, cols).sum() == 4


@COMPILES
@given(st.integers(0, 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_parts_sum_to_the_whole_and_are_near_their_share(total_n: int, weights: list[int]) -> None:
    if sum(weights) == 0:
        return
    parts = apportion(total_n, np.array(weights, dtype=np.float64))
    assert parts.sum() == total_n
    shares = np.array(weights) * total_n / sum(weights)
    assert np.abs(parts - shares).max() <= 1
    assert not parts[np.array(weights) == 0].any()


def test_nothing_can_be_split_by_no_weight() -> None:
    assert apportion(0, np.zeros(2)).tolist() == [0, 0]
    with pytest.raises(CannotFitError):
        apportion(1, np.zeros(2))
