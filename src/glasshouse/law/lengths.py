"""A rule and an instrument come in, how long its entries count there goes out, and what says so."""

from collections.abc import Iterator
from typing import NamedTuple

from glasshouse.law import phrases
from glasshouse.law.schema import Instrument, Regime, Rule


class Length(NamedTuple):
    """How long an entry counts, and the path of what says so."""

    valid: str
    path: str
    why: str
    """What it goes by, where it is not the rule itself that says it: `deductions above 40 points`."""


def is_charge(its: Instrument, amount_pt: int) -> bool:
    """Say whether an amount lowers somebody's standing."""
    return amount_pt > 0 if its.is_up_worse else amount_pt < 0


def charge_word(its: Instrument) -> str:
    """Return what lowers the standing here: a deduction, or a charge where more points are worse."""
    return "charge" if its.is_up_worse else "deduction"


def length_of(regime: Regime, code: str, instrument: str, amount_pt: int | None) -> Length | None:
    """Resolve how long an entry of a rule counts on an instrument.

    Args:
        regime: The law.
        code: The code of the rule.
        instrument: The id of its own instrument, or of one that takes it over.
        amount_pt: The base amount in tenths; None for a direct downgrade.

    Returns:
        The span and what says it; None where nothing in the law does.
    """
    rule, its = regime.rules[code], regime.instruments[instrument]
    is_own = instrument == regime.instrument_of(rule)
    if is_own and rule.valid is not None:
        return Length(rule.valid, f"rules.{code}.valid", "")
    path = f"instruments.{instrument}.validity"
    if its.validity is None:
        return None
    if amount_pt is None:
        target = rule.downgrade_to or ""
        valid = its.validity.downgrades.get(target)
        words = f"every direct downgrade to {target}"
        return None if valid is None else Length(valid, f"{path}.downgrades.{target}", words)
    if not is_charge(its, amount_pt):
        level = rule.level if is_own else None
        if level in its.validity.levels:
            return Length(
                its.validity.levels[level], f"{path}.levels.{level}", f"every merit of the level {level}"
            )
        return Length(its.validity.merits, f"{path}.merits", "every merit without a level of its own")
    return _length_by_size(its, path, abs(amount_pt))


def _length_by_size(its: Instrument, path: str, size_pt: int) -> Length | None:
    below_pt: int | None = None
    for ix, step in enumerate(its.validity.deductions if its.validity else ()):
        if step.up_to_pt is None or size_pt <= step.up_to_pt:
            words = f"every {charge_word(its)}"
            if step.up_to_pt is not None:
                words += f" of up to {phrases.number(step.up_to_pt)}"
            elif below_pt is not None:
                words += f" above {phrases.number(below_pt)}"
            return Length(step.valid, f"{path}.deductions.{ix}", words)
        below_pt = step.up_to_pt
    return None


def lengths(regime: Regime, code: str, rule: Rule, instrument: str) -> Iterator[tuple[str, Length]]:
    """Yield how long a rule counts on an instrument, by severity where it grades its points."""
    amounts: dict[str, int | None] = {"": rule.points_pt}
    if rule.points_by is not None:
        amounts = dict(rule.points_by)
    for severity, amount_pt in amounts.items():
        length = length_of(regime, code, instrument, amount_pt)
        if length is not None:
            yield severity, length
