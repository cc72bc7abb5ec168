"""Integer thresholds against theory."""

import math
from decimal import Decimal
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.engine.decimals import (
    LAST_WORD,
    WORD,
    cumulative_weights,
    frailty_multipliers,
    lognormal_days,
    lognormal_parts,
    poisson_thresholds,
    poisson_width,
)


@given(st.floats(1e-6, 8.0))
def test_poisson_thresholds_are_the_distribution_function(mean: float) -> None:
    row = poisson_thresholds(Decimal(str(mean)), 12)
    total = 0.0
    for n, threshold in enumerate(row):
        total += math.exp(-mean) * mean**n / math.factorial(n)
        assert threshold == pytest.approx(min(total * WORD, LAST_WORD), abs=64)
    assert row == sorted(row)


@pytest.mark.parametrize("months_n", [1, 12])
@given(monthly=st.floats(1e-6, 8.0))
def test_the_width_leaves_less_than_one_draw_in_four_billion(monthly: float, months_n: int) -> None:
    mean = Decimal(str(monthly)) * months_n
    width = poisson_width(mean, months_n)
    assert poisson_thresholds(mean, width)[-1] == LAST_WORD
    assert width == 1 or poisson_thresholds(mean, width)[-2] < LAST_WORD


@pytest.mark.parametrize(("months_n", "most"), [(1, 64), (12, 768)])
def test_no_row_is_longer_than_an_acts_number_has_room_for(months_n: int, most: int) -> None:
    assert poisson_width(Decimal(1000), months_n) == most


def test_a_rate_of_zero_never_has_a_candidate() -> None:
    assert poisson_thresholds(Decimal(0), 2) == [LAST_WORD, LAST_WORD]


def test_sixteen_frailty_levels_of_an_exponential_are_its_bin_means() -> None:
    # For k = 1 the mean of the bin from a to b is 16 * [(1 + a) e^-a - (1 + b) e^-b].
    cuts = [-math.log(1 - i / 16) for i in range(16)]
    below = [1 - (1 + x) * math.exp(-x) for x in cuts] + [1.0]
    expected = [16 * (b - a) for a, b in pairwise(below)]
    assert [float(m) for m in frailty_multipliers(1.0)] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("k", [0.1, 0.5, 2.0])
def test_frailty_averages_to_one_and_rises(k: float) -> None:
    levels = frailty_multipliers(k)
    assert float(sum(levels)) == pytest.approx(16, abs=1e-12)
    assert list(levels) == sorted(levels)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=9).filter(any))
def test_a_category_of_weight_zero_is_never_reached(weights: list[int]) -> None:
    row = cumulative_weights([Decimal(w) for w in weights])
    words = [0, LAST_WORD, *row, *(t - 1 for t in row if t)]
    for word in words:
        # The kernel takes the highest word for the one below it.
        reached = next(ix for ix, t in enumerate(row) if min(word, LAST_WORD - 1) < t)
        assert weights[reached] > 0
    assert row[-1] == LAST_WORD


def test_delays_have_their_median_and_never_exceed_their_limit() -> None:
    days = lognormal_days(20, 1.0, 180)
    assert (days[511], days[-1]) == (19, 180)
    # Mean of the log-normal is median * e^(sigma^2 / 2) = 33; the cut takes a little off.
    assert 30 < days.mean() < 33
    assert not lognormal_days(0, 1.0, 180).any()
    assert np.array_equal(days, np.sort(days))


@given(
    st.integers(0, 4000), st.sampled_from([0.0, 0.1, 0.5, 1.0, 2.5, 300.0]), st.integers(1, 9),
    st.integers(1, 5000),
)  # fmt: skip
def test_days_are_those_that_decimals_give(tenths: int, sigma: float, n: int, longest_d: int) -> None:
    median_d, exactly = tenths / 10, list[int]()
    for ix in range(n):
        z = Decimal(str(round(NormalDist().inv_cdf((ix + 0.5) / n), 9)))
        exactly.append(min(longest_d, int(Decimal(str(median_d)) * (Decimal(str(sigma)) * z).exp())))
    assert lognormal_parts(median_d, sigma, longest_d, n) == exactly


def test_where_floats_reach_a_whole_day_that_decimals_do_not_decimals_hold() -> None:
    median_d, z = 3.926062167546685, round(NormalDist().inv_cdf(0.25), 9)
    assert int(median_d * math.exp(z)) == 2
    assert lognormal_parts(median_d, 1.0, 10, 2)[0] == 1
