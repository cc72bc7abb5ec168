"""Engine and oracle agree on every act, entry, score and count, whatever the law and the town."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.differential.compare import Scene, differences, oracles_account
from tests.differential.engine_account import engines_account
from tests.differential.strategies import NUMBERS, scene

SEEDS = st.sampled_from([1, 0, 2**40 + 7, 2**64 - 1])
YEARS = st.sampled_from([3, 1, 2, 5])
# Nothing shrinks: a scene is made up from one number, and a smaller number makes no smaller scene.
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
@given(number=NUMBERS, seed=SEEDS, years=YEARS)
def test_the_engine_agrees_with_the_oracle_on_random_laws(number: int, seed: int, years: int) -> None:
    agree(scene(number, residents=30), seed=seed, years=years)


@pytest.mark.slow
@settings(HOW, max_examples=250)
@given(number=NUMBERS, seed=SEEDS, years=YEARS)
def test_the_engine_agrees_with_the_oracle_on_many_random_laws(number: int, seed: int, years: int) -> None:
    agree(scene(number, residents=40), seed=seed, years=years)
