"""A community's residents come in; name-sakes, housemates and neighbours go out: whom a mistake can hit.

All three are told from (world, number) alone. Only residents of age on the world's first day have a
name-sake or a housemate. Names are numbers: nobody here needs to be called anything.
"""

from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.people.ages import year_starts
from glasshouse.people.kernel_deal import Dealt
from glasshouse.people.kernel_ties import tie
from glasshouse.people.mistakes import Names
from glasshouse.people.world import World

WORD = 1 << 32
ADULT_Y = 18
UNIT = 1 << 96
"""What the first surname weighs; the k-th weighs its k-th part, rounded down."""
PARTS_N = 256
"""Into how many equal parts the words are cut, so that a surname is found in two or three steps."""
_24 = np.uint64(24)


class TieTables(NamedTuple):
    """What ties follow from. S surnames."""

    key: np.uint64
    adult_born_by: np.int64
    """Who is born on this day or before is of age on the first day of the world."""
    surname_until: NDArray[np.uint64]
    """A word has the first surname whose number is above it; empty where names are not shared. Shape [S]."""
    surname_from: NDArray[np.int64]
    """The surname of the first word of each 256th of all words, and the last one. Shape [257]."""
    place_threshold: np.uint64
    """Who has a word below this has the surname of the community."""
    given_n: np.uint64
    """Given names of each sex."""


class Ties(NamedTuple):
    """Whom a mistake can hit, as in `Community`."""

    namesake_ix: NDArray[np.int32]
    housemate_ix: NDArray[np.int32]
    neighbour_ix: NDArray[np.int32]


def compile_ties(world: World) -> TieTables:
    """Turn shares of names into what a community compares."""
    names = world.names
    until = np.array([] if names is None else surname_thresholds(names), dtype=np.uint64)
    firsts = np.arange(PARTS_N, dtype=np.uint64) << _24
    return TieTables(
        key=np.uint64(world.key),
        adult_born_by=np.int64(year_starts(world.year)[ADULT_Y]),
        surname_until=until,
        surname_from=np.append(np.searchsorted(until, firsts, side="right"), max(len(until) - 1, 0)),
        place_threshold=np.uint64(0 if names is None else _threshold(names.of_the_place.value)),
        given_n=np.uint64(1 if names is None else names.given.value),
    )


def surname_thresholds(names: Names) -> list[int]:
    """Return the cumulative shares of the surnames in units of 2**-32; the last is 2**32."""
    weights = [UNIT // rank for rank in range(1, names.surnames.value + 1)]
    total = sum(weights)
    running, thresholds = 0, list[int]()
    for weight in weights:
        running += weight
        thresholds.append(running * WORD // total)
    return thresholds


def _threshold(share: float) -> int:
    return min(int(Decimal(str(share)) * WORD), WORD - 1)


def deal_ties(tables: TieTables, number: int, people: Dealt) -> Ties:
    """Tie the residents of one community to each other.

    Args:
        tables: What the world says of names.
        number: The community's number.
        people: Its residents, household by household.

    Returns:
        Name-sakes and housemates in rings, and the heads of the households next door.
    """
    sex, birth_day, household_ix, _, head_ix, spouse_ix, *_ = people
    return Ties(*tie(tables, number, sex, birth_day, household_ix, head_ix, spouse_ix))
