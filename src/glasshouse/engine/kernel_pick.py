"""A community at the end of its years comes in, its candidates for the report's ten residents go out.

Where a rule picks somebody among equals, the highest keyed hash decides, never a position.
"""
# pyright: basic, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import Purpose, Whole, draw
from glasshouse.engine.columns import NOBODY, OFFICIAL, TRUTHFUL, Book, Person
from glasshouse.engine.kernel_forms import body, inlined, kernel
from glasshouse.sources import source_hash

SHOWN_PT, PUBLISHED = Book.SHOWN_PT.value, Book.PUBLISHED.value
OPENS_D, DEATH_D, AGE_GROUP = Person.OPENS_D.value, Person.DEATH_D.value, Person.AGE_GROUP.value
ID = Person.ID.value
IS_ORGANISATION = Person.IS_ORGANISATION.value
BELOW, MERITS, CHARGES = 0, 1, 2
PICK = np.int64(Purpose.PICK)
NOT_ELIGIBLE = -(1 << 40)


class PickRule(NamedTuple):
    """How the report chooses one of its residents."""

    title: str
    why: str


PICK_RULES = (
    PickRule("lowest score", "the lowest published score in the place"),
    PickRule("highest score", "the highest published score in the place"),
    PickRule("nothing on file", "an account that nothing was ever booked on"),
    PickRule("most charges", "the most deductions and downgrades booked over all years"),
    PickRule("most merits", "the most merits booked over all years"),
    PickRule("longest below", "the most days below the grade that everybody starts with"),
    PickRule("came back", "back at the base or above after the most days below its grade"),
    PickRule("furthest from the truth", "the largest gap between the official and the truthful file"),
    PickRule("came of age", "the lowest score among those with entries whose account opened during the run"),
    PickRule("oldest group", "the lowest score in the highest age group"),
)


@inlined
def value_of(pick, books, person, tally, base_pt, oldest, r):
    """How strongly a resident answers to a rule, or NOT_ELIGIBLE."""
    score_pt = np.int64(books[OFFICIAL, r, SHOWN_PT])
    is_clean = tally[r, MERITS] + tally[r, CHARGES] == 0
    if pick == 0:
        return -score_pt
    if pick == 1:
        return score_pt
    if pick == 2:
        return np.int64(0) if is_clean else NOT_ELIGIBLE
    if pick == 3:
        return np.int64(tally[r, CHARGES]) if tally[r, CHARGES] > 0 else NOT_ELIGIBLE
    if pick == 4:
        return np.int64(tally[r, MERITS]) if tally[r, MERITS] > 0 else NOT_ELIGIBLE
    if pick == 5:
        return np.int64(tally[r, BELOW]) if tally[r, BELOW] > 0 else NOT_ELIGIBLE
    if pick == 6:
        return np.int64(tally[r, BELOW]) if tally[r, BELOW] > 0 and score_pt >= base_pt else NOT_ELIGIBLE
    if pick == 7:
        gap_pt = abs(score_pt - books[TRUTHFUL, r, SHOWN_PT])
        return gap_pt if gap_pt > 0 else NOT_ELIGIBLE
    if pick == 8:
        return -score_pt if person[r, OPENS_D] > 0 and not is_clean else NOT_ELIGIBLE
    return -score_pt if person[r, AGE_GROUP] == oldest else NOT_ELIGIBLE


@inlined
def is_there(books, person, end_d, r):
    """Whether a resident lives and has a score when the run ends."""
    is_scored = books[OFFICIAL, r, PUBLISHED] != NOBODY and person[r, DEATH_D] > end_d
    return is_scored and person[r, IS_ORGANISATION] == 0


@body
def _pick_residents(
    books: NDArray[np.int32], person: NDArray[np.int32], tally: NDArray[np.int32], base_pt: int, oldest: int,
    end_d: int, seed: Whole, community: int, best: NDArray[np.int64],
) -> None:  # fmt: skip
    """Write the best resident for each rule: value, keyed hash, index. Shape [rules, 3]."""
    for pick in range(len(best)):
        highest = np.int64(NOT_ELIGIBLE)
        for r in range(len(person)):
            if is_there(books, person, end_d, r):
                highest = max(highest, value_of(pick, books, person, tally, base_pt, oldest, r))
        best[pick, 0], best[pick, 1], best[pick, 2] = highest, -1, -1
        if highest == NOT_ELIGIBLE:
            continue
        for r in range(len(person)):
            is_here = is_there(books, person, end_d, r)
            if is_here and value_of(pick, books, person, tally, base_pt, oldest, r) == highest:
                key = np.int64(draw(seed, PICK, community, np.int64(person[r, ID]), pick)[0])
                if key > best[pick, 1]:
                    best[pick, 1], best[pick, 2] = key, r


def _kept_pick(sources: str) -> Callable[..., None]:
    def pick_residents(books, person, tally, base_pt, oldest, end_d, seed, community, best):
        assert sources  # named, so that Numba's key holds it
        _pick_residents(books, person, tally, base_pt, oldest, end_d, seed, community, best)

    pick_residents.__doc__ = _pick_residents.__doc__
    return kernel(pick_residents)


pick_residents = _kept_pick(source_hash())
