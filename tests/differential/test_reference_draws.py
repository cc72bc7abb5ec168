"""The oracle's generator, against the published vectors and against the engine's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glasshouse.draws
from reference import draws

WORD = st.integers(0, 2**32 - 1)

KNOWN_ANSWERS = [
    ("00000000 " * 4, "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff " * 4, "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
"""Random123's vectors for philox4x32 with 10 rounds: counter, key, output."""


def words(text: str) -> tuple[int, ...]:
    return tuple(int(word, 16) for word in text.split())


@pytest.mark.parametrize(("counter", "key", "output"), KNOWN_ANSWERS)
def test_the_generator_gives_the_published_answers(counter: str, key: str, output: str) -> None:
    c0, c1, c2, c3 = words(counter)
    k0, k1 = words(key)
    assert draws.philox4x32((c0, c1, c2, c3), (k0, k1)) == words(output)


@settings(deadline=None)  # the first call compiles
@given(seed=st.integers(0, 2**64 - 1), community=WORD, entity=WORD, index=WORD)
def test_a_draw_is_the_engines_draw(seed: int, community: int, entity: int, index: int) -> None:
    theirs = glasshouse.draws.draw(np.uint64(seed), draws.CANDIDATE, community, entity, index)
    assert draws.draw(seed, draws.CANDIDATE, community, entity, index) == tuple(int(w) for w in theirs)


def test_drawing_all_at_once_is_drawing_one_by_one() -> None:
    together = draws.draw_each(2**40 + 7, draws.YEAR, 3, 5, 40)
    one_by_one = [draws.draw(2**40 + 7, draws.YEAR, 3, 5, index) for index in range(40)]
    assert [tuple(row) for row in together.tolist()] == one_by_one


def test_organisations_are_drawn_apart_from_residents() -> None:
    assert draws.FIRST_ORGANISATION == glasshouse.draws.FIRST_ORGANISATION


@pytest.mark.parametrize("purpose", ["YEAR", "CANDIDATE", "DELAY", "DEATH", "SPAN"])
def test_purposes_have_the_engines_numbers(purpose: str) -> None:
    assert getattr(draws, purpose) == glasshouse.draws.Purpose[purpose]
