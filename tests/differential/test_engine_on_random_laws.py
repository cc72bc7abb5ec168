"""Engine and oracle agree on every act, entry, score and count, whatever the law and the town."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.differential.compare import Scene, differences, oracles_account
from tests.differential.engine_account import engines_account
from tests.differential.strategies import scenes

SEEDS = st.sampled_from([1, 0, 2**40 + 7, 2**64 - 1])
YEARS = st.sampled_from([3, 1, 2, 5])
# A scene shrinks for many minutes and little gain: residents do not touch each other, so whoever looks
# into a difference begins with the resident that it names.
HOW = settings(
    deadline=None,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def agree(scene: Scene, *, seed: int, years: int) -> None:
    ours = engines_account(scene, seed=seed, years=years)
    theirs = oracles_account(scene, seed=seed, years=years)
    assert differences(ours, theirs) == []


@settings(HOW, max_examples=40)
@given(scene=scenes(), seed=SEEDS, years=YEARS)
def test_the_engine_agrees_with_the_oracle_on_random_laws(scene: Scene, seed: int, years: int) -> None:
    agree(scene, seed=seed, years=years)


@pytest.mark.slow
@settings(HOW, max_examples=150)
@given(scene=scenes(residents=60), seed=SEEDS, years=YEARS)
def test_the_engine_agrees_with_the_oracle_on_many_random_laws(scene: Scene, seed: int, years: int) -> None:
    agree(scene, seed=seed, years=years)
