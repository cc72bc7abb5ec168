"""A Regime and a World come in, the response table m goes out: how a law changes what people do.

Each response is one pure function (conduct, months since the last own charge for it) -> factor.
m is their product, in units of 1/65536, for residents who follow their score; for all others, and
in a world without a law, m is one. Absent from the world file means off.
"""

import math
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.decimals import Q16, dec
from glasshouse.engine.rows import is_charge, rows_of
from glasshouse.engine.streams import bound_q16
from glasshouse.errors import GlasshouseError, Problem
from glasshouse.law.schema import Regime
from glasshouse.people.conduct import Conduct, Responses
from glasshouse.people.world import World

MONTHS_N = 120
"""Months since a charge are counted up to here; the last column is "never charged"."""
DAYS_PER_MONTH = 30
NEVER = MONTHS_N


class Stance(NamedTuple):
    """What a law does with one conduct."""

    is_charged: bool
    """Some rule deducts points for it or downgrades."""
    is_rewarded: bool
    """Some rule adds points for it."""


NO_STANCE = Stance(is_charged=False, is_rewarded=False)


class Past(NamedTuple):
    """What a follower has seen happen for a kind of conduct."""

    months: int
    """Since the last own charge; NEVER for none."""
    is_witness: bool = False
    """Somebody of the household was charged for it, and everybody was shown that."""


Response = Callable[[Responses, Conduct, Stance, Past], Decimal]
ONE = Decimal(1)


def deterrence(responses: Responses, conduct: Conduct, stance: Stance, past: Past) -> Decimal:
    """Unlawful conduct falls after a charge, and the fall halves with time."""
    spec = responses.deterrence
    if spec is None or conduct.lawful or not stance.is_charged or past.months == NEVER:
        return ONE
    return 1 - dec(spec.fall.value) * _halved(past.months, spec.half_life_months.value)


@lru_cache(maxsize=1024)
def _halved(months: int, half_life_months: float) -> Decimal:
    return (-Decimal(months) / dec(half_life_months) * Decimal(2).ln()).exp()


def incentive(responses: Responses, _conduct: Conduct, stance: Stance, _past: Past) -> Decimal:
    """Conduct that the law rewards rises."""
    spec = responses.incentive
    return ONE if spec is None or not stance.is_rewarded else 1 + dec(spec.rise.value)


def chilling(responses: Responses, conduct: Conduct, stance: Stance, past: Past) -> Decimal:
    """Lawful conduct that the law charges falls, more so for who was charged for it before, or saw it."""
    spec = responses.chilling
    if spec is None or conduct.chills_as is None or not conduct.lawful or not stance.is_charged:
        return ONE
    fall = dec(getattr(spec, conduct.chills_as).value)
    if past.months != NEVER:
        fall *= dec(spec.charged_factor.value)
    elif past.is_witness and spec.household is not None:
        fall *= 1 + dec(spec.household.value) * (dec(spec.charged_factor.value) - 1)
    return max(Decimal(0), 1 - fall)


RESPONSES: dict[str, Response] = {"deterrence": deterrence, "incentive": incentive, "chilling": chilling}


def stances_of(regime: Regime) -> dict[str, Stance]:
    """Return whether any rule of the regime charges or rewards a conduct, for those that it knows."""
    charged, rewarded = set[str](), set[str]()
    for row in rows_of(regime):
        conduct = regime.rules[row.code].conduct
        if conduct is not None and (row.points_pt or regime.rules[row.code].downgrade_to is not None):
            (charged if is_charge(regime, row) else rewarded).add(conduct)
    return {name: Stance(name in charged, name in rewarded) for name in charged | rewarded}


def compile_responses(regime: Regime | None, world: World) -> NDArray[np.int64]:
    """Tabulate m for each conduct and months since the last own charge.

    Args:
        regime: The law that people live under; None for the unscored world, where m is one.
        world: Conduct and responses.

    Returns:
        m in units of 1/65536, rounded down; see `Tables.m_q16`. Shape [2, conducts, 121].

    Raises:
        GlasshouseError: If an m exceeds the conduct's bound; names the response and the conduct.
    """
    table = np.full((2, len(world.conduct), MONTHS_N + 1), Q16, dtype=np.int64)
    if regime is None:
        return table
    problems: list[Problem] = []
    stances = stances_of(regime)
    for row, (conduct_id, conduct) in enumerate(world.conduct.items()):
        stance = stances.get(conduct_id, NO_STANCE)
        if stance == NO_STANCE:
            continue
        bound, ways_n = bound_q16(conduct), 1 if conduct.chills_as is None else 2
        for witness, months in product(range(ways_n), range(MONTHS_N + 1)):
            past = Past(months, is_witness=witness == 1)
            factors = {name: f(world.responses, conduct, stance, past) for name, f in RESPONSES.items()}
            table[witness, row, months] = int(math.prod(factors.values(), start=ONE) * Q16)
            if table[witness, row, months] > bound:
                problems.append(_above_bound(world, conduct_id, max(factors, key=lambda n: factors[n])))
                break
        if ways_n == 1:
            table[1, row] = table[0, row]
    if problems:
        raise GlasshouseError(problems)
    return table


def _above_bound(world: World, conduct_id: str, response: str) -> Problem:
    path = f"conduct.{conduct_id}"
    place = world.places.get(f"{path}.bound") or world.places.get(path)
    return Problem(
        place.file if place else world.id,
        place.line if place else 0,
        place.column if place else 0,
        "W201",
        f"the response {response} raises {conduct_id} above its bound {world.conduct[conduct_id].bound}",
        f"{path}.bound",
        "raise `bound` of this conduct, or lower the response",
    )
