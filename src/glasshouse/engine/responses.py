"""A Regime and a World come in, the response table m goes out: how a law changes what people do.

Each response is one pure function (kind of conduct, months since the last own charge for it) -> factor.
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
from glasshouse.people.conduct import Responses
from glasshouse.people.world import World

MONTHS_N = 120
"""Months since a charge are counted up to here; the last column is "never charged"."""
DAYS_PER_MONTH = 30
NEVER = MONTHS_N


class Kind(NamedTuple):
    """What responses look at of a conduct."""

    lawful: bool
    chills_as: str | None


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


Response = Callable[[Responses, Kind, Stance, Past], Decimal]
ONE = Decimal(1)


def deterrence(responses: Responses, kind: Kind, stance: Stance, past: Past) -> Decimal:
    """Unlawful conduct falls after a charge, and the fall halves with time."""
    spec = responses.deterrence
    if spec is None or kind.lawful or not stance.is_charged or past.months == NEVER:
        return ONE
    return 1 - dec(spec.fall.value) * _halved(past.months, spec.half_life_months.value)


@lru_cache(maxsize=1024)
def _halved(months: int, half_life_months: float) -> Decimal:
    return (-Decimal(months) / dec(half_life_months) * Decimal(2).ln()).exp()


def incentive(responses: Responses, _kind: Kind, stance: Stance, _past: Past) -> Decimal:
    """Conduct that the law rewards rises."""
    spec = responses.incentive
    return ONE if spec is None or not stance.is_rewarded else 1 + dec(spec.rise.value)


def chilling(responses: Responses, kind: Kind, stance: Stance, past: Past) -> Decimal:
    """Lawful conduct that the law charges falls, more so for who was charged for it before, or saw it."""
    spec = responses.chilling
    if spec is None or kind.chills_as is None or not kind.lawful or not stance.is_charged:
        return ONE
    fall = dec(getattr(spec, kind.chills_as).value)
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
    stances, known = stances_of(regime), dict[tuple[Kind, Stance], NDArray[np.int64]]()
    for row, (conduct_id, conduct) in enumerate(world.conduct.items()):
        kind, stance = Kind(conduct.lawful, conduct.chills_as), stances.get(conduct_id, NO_STANCE)
        if (kind, stance) not in known:
            known[kind, stance] = _tabulated(world.responses, kind, stance)
        table[:, row] = known[kind, stance]
        above = np.argwhere(table[:, row] > bound_q16(conduct))
        if len(above):
            witness, months = above[0].tolist()
            factors = _factors(world.responses, kind, stance, Past(months, is_witness=witness == 1))
            problems.append(_above_bound(world, conduct_id, max(factors, key=lambda n: factors[n])))
    if problems:
        raise GlasshouseError(problems)
    return table


def _tabulated(responses: Responses, kind: Kind, stance: Stance) -> NDArray[np.int64]:
    """Tabulate m for a kind of conduct. Shape [2, 121]."""
    table = np.full((2, MONTHS_N + 1), Q16, dtype=np.int64)
    for witness, months in product(range(2), range(MONTHS_N + 1)) if stance != NO_STANCE else ():
        factors = _factors(responses, kind, stance, Past(months, is_witness=witness == 1))
        table[witness, months] = int(math.prod(factors.values(), start=ONE) * Q16)
    return table


def _factors(responses: Responses, kind: Kind, stance: Stance, past: Past) -> dict[str, Decimal]:
    return {name: response(responses, kind, stance, past) for name, response in RESPONSES.items()}


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
