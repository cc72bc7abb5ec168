"""A draft of a file comes in, the faults of its assumptions and ranges go out.

Every number has a source, or is an assumption that says why and between which limits it may lie:
sweeps vary it there. A span counts as the number before its unit: `2 years` lies in `[1, 3]`.
"""

from collections.abc import Iterator

from glasshouse.errors import Problem
from glasshouse.law.declared import fields_at, type_words
from glasshouse.law.draft import Draft, is_written
from glasshouse.law.durations import WITHOUT_NUMBER
from glasshouse.law.parts import Part
from glasshouse.law.schema import Regime
from glasshouse.law.values import ASSUMPTION, Assumption, Sourced
from glasshouse.law.wording import did_you_mean, listed

NUMBERS = (
    *("value", "points", "points_by", "day_of_month", "from_age_y", "report_within_d", "most", "weight"),
    *("from", "to", "valid", "after", "object_within", "decide_within", "correct_within"),
)
"""Keys of numbers, first come first served: the `range` of a declaration is that of the first it has."""
SPANS = ("value", "valid", "after", "object_within", "decide_within", "correct_within")
"""Those of them that may hold a span."""


def assumption_without_basis(draft: Draft) -> Iterator[Problem]:
    """An assumption that does not say why, or between which limits."""
    assumed = {ASSUMPTION} | {
        each.name for each in draft.root.at("sources").below() if each.text("kind") == ASSUMPTION
    }
    for part in draft.sourced:
        if part.text("source") not in assumed:
            continue
        needed = ["reason", "range"] if _number(part) is not None else ["reason"]
        lacking = [key for key in needed if not is_written(part, key, Sourced)]
        if lacking:
            fact = f"an assumption has no {listed(lacking)}"
            yield part.at("source").problem("R301", fact, _add(*lacking))
    for part in _assuming(draft):
        for field in part.at("assumed").below():
            is_number = bool(_amounts(part.at(field.name)))
            if is_number and field.is_mapping() and not is_written(field, "range", Assumption):
                fact = f"`{field.name}` is assumed without `range`"
                yield field.problem("R301", fact, _add("range"), at_key=True)


def value_outside_range(draft: Draft) -> Iterator[Problem]:
    """A number that its own range does not hold, or a range that holds nothing."""
    for part in draft.sourced:
        number = _number(part) if part.has("range") else None
        if number is not None:
            yield from _outside(number, part.at("range"))
    for part in _assuming(draft):
        for assumed in part.at("assumed").below():
            yield from _outside(part.at(assumed.name), assumed.at("range"))


def _assuming(draft: Draft) -> list[Part]:
    """Return what may assume single fields of its own: providers, remedies and rules."""
    return [*draft.providers_told, *draft.remedies, *draft.rules]


def _outside(number: Part, limits: Part) -> Iterator[Problem]:
    low, high = limits.number(0), limits.number(1)
    if low is None or high is None:
        return
    if low > high:
        fact = f"the range begins at {low} and ends at {high}"
        yield limits.problem("R303", fact, "write the lower limit first")
        return
    for each, amount in _amounts(number):
        # What somebody sets for one run stands in no file, and may leave the range that the file gives.
        if each.node.mark.line and not low <= amount <= high:
            fact = f"`{each.name}` is {each.scalar()}, outside its own range, {low} to {high}"
            yield each.problem("R302", fact, "change the value, or widen the range")


def assumed_but_absent(draft: Draft) -> Iterator[Problem]:
    """A rule, a provider or a remedy that assumes a field which it does not have."""
    for kind, parts in {
        "provider": draft.providers_told,
        "remedy": draft.remedies,
        "rule": draft.rules,
    }.items():
        for part in parts:
            fields = [field.name for field in part.below() if field.name != "assumed"]
            for assumed in (each for each in part.at("assumed").below() if each.name not in fields):
                fact = f"`{assumed.name}` is assumed, and the {kind} has no such field"
                yield assumed.problem("R304", fact, did_you_mean(assumed.name, fields), at_key=True)


def range_of_no_number(draft: Draft) -> Iterator[Problem]:
    """A range beside a value that is no number."""
    ranges = [(part.at("range"), part) for part in draft.sourced if part.has("range")]
    found = [limits for limits, part in ranges if not any(_is_for_number(part, key) for key in NUMBERS)]
    for part in _assuming(draft):
        assumed = [each for each in part.at("assumed").below() if each.has("range") and part.has(each.name)]
        found += [each.at("range") for each in assumed if not _is_for_number(part, each.name)]
    for limits in found:
        remedy = "remove it; the reason can say what else could be"
        yield limits.problem("R305", "a range stands where there is no number", remedy, at_key=True)


def _is_for_number(part: Part, key: str) -> bool:
    """Say whether a key is written here, and holds a number or is for one."""
    spec = fields_at(Regime, part.path).get(key)
    is_for = key == "points_by" or (spec is not None and "number" in type_words(spec.annotation))
    if key in SPANS[1:]:
        is_for = part.text(key) not in WITHOUT_NUMBER
    return part.has(key) and (is_for or bool(_amounts(part.at(key))))


def _number(part: Part) -> Part | None:
    """Return the number that a declaration's range is about."""
    return next((part.at(key) for key in NUMBERS if _amounts(part.at(key))), None)


def _amounts(part: Part) -> list[tuple[Part, int | float]]:
    """Return the numbers at a key: itself, the one of a span, or each of a table such as `points_by`."""
    if part.is_mapping():
        return [(each, value) for each in part.below() if (value := each.number()) is not None]
    number = part.number()
    if number is None and part.name in SPANS:
        number = _of_span(part.text() or "")
    return [] if number is None else [(part, number)]


def _of_span(text: str) -> int | None:
    """Return the number of a span; None for those that have none."""
    first, _, unit = text.partition(" ")
    return int(first) if unit and first.isascii() and first.isdecimal() and len(first) < 5 else None


def _add(*keys: str) -> str:
    hints = {"reason": "why the value is what it is", "range": "`[least, most]`"}
    return "add " + " and ".join(f"`{key}:` with {hints[key]}" for key in keys)
