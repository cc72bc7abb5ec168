"""A draft of a file comes in, the faults of its assumptions and ranges go out.

Every number has a source, or is an assumption that says why and between which limits it may lie:
sweeps vary it there.
"""

from collections.abc import Iterator, Sequence

from glasshouse.errors import Problem
from glasshouse.law.declared import fields_at, type_words
from glasshouse.law.draft import Draft, is_written
from glasshouse.law.parts import Part
from glasshouse.law.schema import ASSUMPTION, Assumption, Regime, Sourced
from glasshouse.law.wording import did_you_mean, listed

NUMBERS = ("value", "points", "day_of_month", "from_age_y", "report_within_d", "from", "to", "valid_y")
"""Keys of numbers, first come first served: the `range` of a declaration is that of the first it has."""


def assumption_without_basis(draft: Draft) -> Iterator[Problem]:
    """An assumption that does not say why, or between which limits."""
    yield from bare_assumptions(draft.root, NUMBERS)
    for rule in draft.rules:
        for assumed in rule.at("assumed").below():
            is_number = rule.number(assumed.name) is not None
            if is_number and assumed.is_mapping() and not is_written(assumed, "range", Assumption):
                fact = f"`{assumed.name}` is assumed without `range`"
                yield assumed.problem("R301", fact, _add("range"), at_key=True)


def bare_assumptions(root: Part, numbers: Sequence[str]) -> Iterator[Problem]:
    """Yield the declarations of any file that cite `assumption` without saying why and how far.

    Args:
        root: The file.
        numbers: The keys of numbers; a declaration with one of them needs a range.
    """
    assumed = {ASSUMPTION} | {
        each.name for each in root.at("sources").below() if each.text("kind") == ASSUMPTION
    }
    for part in root.walk():
        if part.text("source") not in assumed:
            continue
        needed = ["reason", "range"] if _number(part, numbers) is not None else ["reason"]
        lacking = [key for key in needed if not is_written(part, key, Sourced)]
        if lacking:
            fact = f"an assumption has no {listed(lacking)}"
            yield part.at("source").problem("R301", fact, _add(*lacking))


def value_outside_range(draft: Draft) -> Iterator[Problem]:
    """A number that its own range does not hold, or a range that holds nothing."""
    for part in draft.sourced:
        number = _number(part, NUMBERS) if part.has("range") else None
        if number is not None:
            yield from _outside(number, part.at("range"))
    for rule in draft.rules:
        for assumed in rule.at("assumed").below():
            yield from _outside(rule.at(assumed.name), assumed.at("range"))


def _outside(number: Part, limits: Part) -> Iterator[Problem]:
    value, low, high = number.number(), limits.number(0), limits.number(1)
    if low is None or high is None:
        return
    if low > high:
        fact = f"the range begins at {low} and ends at {high}"
        yield limits.problem("R303", fact, "write the lower limit first")
    # What somebody sets for one run may leave the range that the file gives.
    elif value is not None and number.node.mark.file == limits.node.mark.file and not low <= value <= high:
        fact = f"`{number.name}` is {value}, outside its own range, {low} to {high}"
        yield number.problem("R302", fact, "change the value, or widen the range")


def assumed_but_absent(draft: Draft) -> Iterator[Problem]:
    """A rule that assumes a field which it does not have."""
    for rule in draft.rules:
        fields = [field.name for field in rule.below() if field.name != "assumed"]
        for assumed in rule.at("assumed").below():
            if assumed.name not in fields:
                fact = f"`{assumed.name}` is assumed, and the rule has no such field"
                yield assumed.problem("R304", fact, did_you_mean(assumed.name, fields), at_key=True)


def range_of_no_number(draft: Draft) -> Iterator[Problem]:
    """A range beside a value that is no number."""
    ranges = [(part.at("range"), part) for part in draft.sourced if part.has("range")]
    found = [limits for limits, part in ranges if not any(_is_for_number(part, key) for key in NUMBERS)]
    for rule in draft.rules:
        assumed = [each for each in rule.at("assumed").below() if each.has("range") and rule.has(each.name)]
        found += [each.at("range") for each in assumed if not _is_for_number(rule, each.name)]
    for limits in found:
        remedy = "remove it; the reason can say what else could be"
        yield limits.problem("R305", "a range stands where there is no number", remedy, at_key=True)


def _is_for_number(part: Part, key: str) -> bool:
    """Say whether a key is written here, and is one for a number."""
    spec = fields_at(Regime, part.path).get(key)
    return part.has(key) and spec is not None and "number" in type_words(spec.annotation)


def _number(part: Part, numbers: Sequence[str]) -> Part | None:
    """Return the number that a declaration's range is about."""
    return next((part.at(key) for key in numbers if part.number(key) is not None), None)


def _add(*keys: str) -> str:
    hints = {"reason": "why the value is what it is", "range": "`[least, most]`"}
    return "add " + " and ".join(f"`{key}:` with {hints[key]}" for key in keys)
