"""The generator against the known answers that its authors publish, and the promises of its names."""

import numpy as np
import pytest

from glasshouse.draws import Purpose, draw, philox4x32

# Random123, kat_vectors, philox4x32 with 10 rounds: counter, key, answer.
KNOWN_ANSWERS = (
    (
        (0x00000000, 0x00000000, 0x00000000, 0x00000000),
        (0x00000000, 0x00000000),
        (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
    ),
    (
        (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF),
        (0xFFFFFFFF, 0xFFFFFFFF),
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_philox_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, ...], answer: tuple[int, ...]
) -> None:
    words = philox4x32(*(np.uint32(word) for word in (*counter, *key)))
    assert tuple(int(word) for word in words) == answer


def test_the_counter_of_a_draw_is_index_entity_community_purpose_and_its_key_is_the_seed() -> None:
    seed = (5 << 32) | 7
    named = draw(np.uint64(seed), 17, 3, 2, 1)
    counted = philox4x32(*(np.uint32(word) for word in (1, 2, 3, 17, 7, 5)))
    assert [int(word) for word in named] == [int(word) for word in counted]


def test_every_name_of_a_draw_matters() -> None:
    names = [
        (1, 17, 3, 2, 1),
        (2, 17, 3, 2, 1),
        (1, 18, 3, 2, 1),
        (1, 17, 4, 2, 1),
        (1, 17, 3, 1, 1),
        (1, 17, 3, 2, 2),
    ]
    drawn = {tuple(int(word) for word in draw(np.uint64(seed), *rest)) for seed, *rest in names}
    assert len(drawn) == len(names)


def test_no_two_purposes_share_a_number() -> None:
    assert len({int(purpose) for purpose in Purpose}) == len(Purpose.__members__)
