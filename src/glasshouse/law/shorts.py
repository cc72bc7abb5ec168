"""A rule comes in, what it is in the fewest words goes out: its amount, its span, its class."""

from glasshouse.law import phrases
from glasshouse.law.lengths import charge_word, is_charge, lengths
from glasshouse.law.schema import Regime, Rule


def amount_of(regime: Regime, rule: Rule) -> str:
    """Write what a rule costs or earns in the fewest words: `−50`, `−5 to −50`, `to D`, `listed`."""
    if rule.downgrade_to is not None:
        its = regime.instruments[regime.instrument_of(rule)]
        return rule.downgrade_to if its.kind == "list" else f"to {rule.downgrade_to}"
    amounts = [rule.points_pt or 0] if rule.points_by is None else sorted(rule.points_by.values(), key=abs)
    each = "" if rule.for_each is None else f" per {rule.for_each:,}"
    ends = dict.fromkeys((amounts[0], amounts[-1]))
    return " to ".join(phrases.signed(amount_pt) for amount_pt in ends) + each


def length_in_short(regime: Regime, code: str) -> str:
    """Write how long a rule counts in the fewest words: `2 years`, `1 year or 2 years`."""
    rule = regime.rules[code]
    found = [length for _, length in lengths(regime, code, rule, regime.instrument_of(rule))]
    return phrases.joined(list(dict.fromkeys(length.valid for length in found)), last="or")


def class_of(regime: Regime, rule: Rule) -> str:
    """Return what a rule is: `merit`, `deduction`, `charge`, `direct downgrade` or `listing`."""
    its = regime.instruments[regime.instrument_of(rule)]
    if rule.downgrade_to is not None:
        return "listing" if its.kind == "list" else "direct downgrade"
    amounts = list(rule.points_by.values()) if rule.points_by else [rule.points_pt or 0]
    return charge_word(its) if any(is_charge(its, amount) for amount in amounts) else "merit"
