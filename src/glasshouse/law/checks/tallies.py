"""A draft of a law comes in, the rules that do not add up go out: tiers, pieces and their limits."""

from collections.abc import Iterator
from itertools import pairwise

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft, is_written
from glasshouse.law.parts import Part
from glasshouse.law.schema import Rule
from glasshouse.law.wording import listed

_SCALED = ("from", "for_each", "above", "up_to")
_PIECE = ("above", "up_to")
_WORDS = {"from": "is a tier", "for_each": "earns by the piece", "": "earns each time"}


def scaled_without_tally(draft: Draft) -> Iterator[Problem]:
    """A rule that goes by size, and adds to no tally or does not say how."""
    for rule in draft.rules:
        written = [key for key in _SCALED if rule.has(key)]
        if not written:
            continue
        fact, remedy = _unclear(rule, written)
        if fact:
            yield rule.at(written[0]).problem("R431", f"rule {rule.name} {fact}", remedy, at_key=True)


def _unclear(rule: Part, written: list[str]) -> tuple[str, str]:
    """Say what a rule that goes by size lacks, if anything."""
    if not is_written(rule, "tally", Rule):
        return f"has {listed(written)} and no `tally` to add up", f"add `tally:`, or remove {listed(written)}"
    if rule.has("from") and rule.has("for_each"):
        return "has both `from` and `for_each`", "keep one of the two, or make two rules"
    limits = [key for key in _PIECE if rule.has(key)]
    if limits and not is_written(rule, "for_each", Rule):
        return f"has {listed(limits)} and no `for_each`", "add `for_each:` with how many earn the points"
    if rule.has("points_by"):
        return "goes by size, and its points by severity", "write `points:` with what a tier or piece earns"
    return "", ""


def tally_of_several_kinds(draft: Draft) -> Iterator[Problem]:
    """A tally of rules that count in different ways: tiers, pieces, each time."""
    for tally, rules in _tallied(draft).items():
        first = rules[0]
        other = next((rule for rule in rules if _kind(rule) != _kind(first)), None)
        if other is not None:
            fact = (
                f"in the tally {tally[0]}, {first.name} {_WORDS[_kind(first)]}, "
                f"and {other.name} {_WORDS[_kind(other)]}"
            )
            yield other.at("tally").problem("R432", fact, "give one of them a tally of its own")


def tiers_out_of_order(draft: Draft) -> Iterator[Problem]:
    """Tiers of one tally of which the higher does not earn more."""
    for rules in _tallied(draft).values():
        tiers = [
            (size, amount, rule)
            for rule in rules
            if (size := rule.number("from")) is not None and (amount := rule.number("points")) is not None
        ]
        for (low, less, below), (high, more, above) in pairwise(sorted(tiers, key=lambda tier: tier[0])):
            if low == high:
                fact = f"{below.name} and {above.name} are both tiers from {high}"
                yield above.at("from").problem("R433", fact, "give each tier its own `from`")
            elif less * more < 0 or abs(more) <= abs(less):
                fact = f"the tier from {high} has {more} points, and the one from {low} has {less}"
                remedy = "let the points grow with the tiers, all with one sign"
                yield above.at("points").problem("R433", fact, remedy)


def piece_backwards(draft: Draft) -> Iterator[Problem]:
    """A rule by the piece that ends where it begins, or before."""
    for rule in draft.rules:
        above, up_to = rule.number("above"), rule.number("up_to")
        if above is not None and up_to is not None and up_to <= above:
            fact = f"`up_to` is {up_to}, and nothing lies between `above`, {above}, and it"
            yield rule.at("up_to").problem("R434", fact, "exchange the two, or raise `up_to`")


def _tallied(draft: Draft) -> dict[tuple[str, str], list[Part]]:
    """Return the rules of each tally and instrument."""
    found: dict[tuple[str, str], list[Part]] = {}
    for rule in draft.rules:
        tally, instrument = rule.text("tally"), draft.instrument_of(rule)
        if tally is not None and instrument is not None:
            found.setdefault((tally, instrument.name), []).append(rule)
    return found


def _kind(rule: Part) -> str:
    return next((key for key in ("from", "for_each") if is_written(rule, key, Rule)), "")
