"""A resident's charges come in, the response m goes out: how much of a conduct is left under the law.

m is a product of deterrence, incentive and chilling, in units of 1/65536, rounded down. Who does not
follow the score does not respond.
"""

from decimal import Decimal

from glasshouse.people.conduct import Conduct, Responses
from glasshouse.people.world import World
from reference.law import Law
from reference.thresholds import ONE_Q16

DAYS_PER_MONTH = 30
LAST_MONTH = 119
"""A charge is remembered for ever, but the fall that it causes fades no further after this."""


def months_since(day: int, charged_day: int | None) -> int | None:
    """Return the whole months of thirty days since the last charge; None where there was none."""
    return None if charged_day is None else min(LAST_MONTH, (day - charged_day) // DAYS_PER_MONTH)


def response_q16(
    law: Law, world: World, name: str, months: int | None, *, has_witnessed: bool = False
) -> int:
    """Return m of a follower for a conduct, so many months after being charged for it.

    Args:
        law: The law; what counts is only whether it charges or rewards the conduct.
        world: The world of which the conduct is.
        name: The conduct.
        months: Months since the last charge for this conduct; None if never charged.
        has_witnessed: Whether a housemate was charged for it before everybody.
    """
    conduct = world.conduct[name]
    is_charged = law.charges(name)
    m = Decimal(1)
    if is_charged and not conduct.lawful and months is not None:
        m *= _deterred(world.responses, months)
    if law.rewards(name) and world.responses.incentive is not None:
        m *= 1 + _dec(world.responses.incentive.rise.value)
    if is_charged and conduct.lawful:
        m *= _chilled(world.responses, conduct, was_charged=months is not None, has_witnessed=has_witnessed)
    return int(m * ONE_Q16)


def _deterred(responses: Responses, months: int) -> Decimal:
    """Return what is left of unlawful conduct; the fall halves with every half-life."""
    deterrence = responses.deterrence
    if deterrence is None:
        return Decimal(1)
    halvings = months / _dec(deterrence.half_life_months.value)
    return 1 - _dec(deterrence.fall.value) * Decimal(2) ** -halvings


def _chilled(responses: Responses, conduct: Conduct, *, was_charged: bool, has_witnessed: bool) -> Decimal:
    """Return what is left of lawful conduct that the law charges."""
    chilling = responses.chilling
    if chilling is None or conduct.chills_as is None:
        return Decimal(1)
    fall = _dec((chilling.expression if conduct.chills_as == "expression" else chilling.complaint).value)
    if was_charged:
        fall *= _dec(chilling.charged_factor.value)
    elif has_witnessed and chilling.household is not None:
        fall *= 1 + _dec(chilling.household.value) * (_dec(chilling.charged_factor.value) - 1)
    return max(Decimal(0), 1 - fall)


def _dec(number: float) -> Decimal:
    return Decimal(str(number))
