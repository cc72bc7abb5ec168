"""Permutations are one to one, and hang on nothing but their key, pool and range."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.people.kernel_permute import permute
from glasshouse.people.permute import radices, radix_table, round_keys

COMPILES = settings(deadline=None)  # the first call compiles its kernel
SIZES = st.integers(min_value=1, max_value=1500)
KEYS = st.integers(min_value=0, max_value=2**63 - 1)


def permuted(size_n: int, key: int, pool: str = "pool", tweak: int = 0) -> list[int]:
    """Permute a whole range."""
    first, second = radices(size_n)
    keys = round_keys(key, pool)
    return [permute(position, size_n, first, second, keys, tweak) for position in range(size_n)]


@COMPILES
@given(SIZES, KEYS, st.integers(min_value=0, max_value=100))
def test_a_permutation_reaches_every_position_once(size_n: int, key: int, tweak: int) -> None:
    assert sorted(permuted(size_n, key, tweak=tweak)) == list(range(size_n))


@COMPILES
@given(st.integers(min_value=0, max_value=2**40))
def test_radices_hold_the_range_with_little_to_spare(size_n: int) -> None:
    first, second = radices(size_n)
    assert size_n <= first * second <= size_n + first + second


def test_another_key_pool_or_tweak_permutes_otherwise() -> None:
    ways = [permuted(200, 1), permuted(200, 2), permuted(200, 1, "other"), permuted(200, 1, tweak=1)]
    assert len({tuple(way) for way in ways}) == len(ways)


def test_keys_hang_on_the_name_of_the_pool_alone() -> None:
    assert np.array_equal(round_keys(7, "attribute/work"), round_keys(7, "attribute/work"))
    assert not np.array_equal(round_keys(7, "attribute/work"), round_keys(7, "attribute/online"))


def test_small_ranges_take_every_order_about_equally_often() -> None:
    orders: dict[tuple[int, ...], int] = {}
    for key in range(3000):
        way = tuple(permuted(3, key))
        orders[way] = orders.get(way, 0) + 1
    # Six orders, 500 each on average, with a standard deviation of 20.
    assert len(orders) == 6
    assert all(400 < count < 600 for count in orders.values())


def test_neighbours_are_not_kept_together() -> None:
    way = np.array(permuted(10_000, 11))
    gaps = np.abs(np.diff(way))
    # Two places drawn at random are a third of the range apart on average.
    assert 3200 < gaps.mean() < 3470
    assert abs(np.corrcoef(np.arange(len(way)), way)[0, 1]) < 0.03


def test_a_permutation_serves_a_country() -> None:
    size_n = 1_409_778_724
    first, second = radices(size_n)
    keys = round_keys(3, "pool")
    positions = range(0, size_n, size_n // 5000)
    reached = {permute(position, size_n, first, second, keys, 0) for position in positions}
    assert len(reached) == len(positions)
    assert 0 <= min(reached) < size_n // 500 < size_n - size_n // 500 < max(reached) < size_n


def test_a_table_of_ranges_has_size_and_radices_of_each() -> None:
    table = radix_table(np.array([[0, 1], [10, 714_211]], dtype=np.int64))
    assert table.shape == (2, 2, 3)
    assert table[..., 0].tolist() == [[0, 1], [10, 714_211]]
    assert (table[..., 1] * table[..., 2] >= table[..., 0]).all()
