"""A key of an amendment comes in, the entries of a law that it stands for go out.

`*` stands for every entry that is there. `[conduct=petition|protest]` stands for those whose field
has one of these values; `!=` for those that have the field with another value; `<` and `>` compare
numbers, or spans such as `1 year`; `[repair]` has the field, `[!repair]` has not. A field may be
dotted, `key` is the entry's own key, and without a field, as in `[>1 year]`, the entry's value is
meant. Of several brackets, as in `[valid=until corrected][!repair]`, all must hold.
"""

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from glasshouse.law.durations import duration
from glasshouse.law.tree import Entry, Fields, Items, Leaf, Node, Scalar, child
from glasshouse.law.values import SPAN

EVERY = "*"
KEY = "key"
_CONDITION = re.compile(
    r"\[(?P<lacks>!(?!=))?(?P<field>[a-z_]+(?:\.[A-Za-z0-9+_-]+)*)?(?:(?P<sign>!=|=|<|>)(?P<values>[^\[\]<>=]+))?\]"
)
_DAYS = {"months": 365.25 / 12, "days": 1.0, "working days": 1.4}


class Condition(NamedTuple):
    """What one pair of brackets asks of an entry."""

    field: tuple[str, ...]
    """Keys from the entry down; none for the entry itself."""
    sign: str
    """`=`, `!=`, `<` or `>`; empty: the field is there; `!`: it is not."""
    values: tuple[str, ...]


Selector = tuple[Condition, ...]
"""Conditions that must all hold; none for `*`."""


def is_selector(step: str) -> bool:
    """Say whether a key or a step of a path is no name, but stands for entries."""
    return step == EVERY or step.startswith("[")


def read_selector(step: str) -> Selector | None:
    """Read a selector; None where it is none that can be read."""
    found: list[Condition] = []
    at = 1 if step == EVERY else 0
    while at < len(step):
        condition = _CONDITION.match(step, at)
        if condition is None:
            return None
        lacks, field, sign, values = condition.group("lacks", "field", "sign", "values")
        if (lacks and (sign or not field)) or not (field or sign):
            return None
        path = tuple(field.split(".")) if field else ()
        wanted = tuple(each.strip() for each in (values or "").split("|"))
        if sign in {"<", ">"} and (len(wanted) != 1 or _size(wanted[0]) is None):
            return None
        found.append(Condition(path, sign or lacks or "", wanted))
        at = condition.end()
    return tuple(found)


def steps_of(path: str) -> list[str]:
    """Split a dotted path; dots within brackets do not part it."""
    return re.split(r"\.(?![^\[]*\])", path)


def chosen(step: str, entries: Mapping[str, Entry]) -> list[str]:
    """Return the keys that a step stands for: those selected, or the exact one if it is there."""
    if not is_selector(step):
        return [step] if step in entries else []
    selector = read_selector(step)
    if selector is None:
        return []
    return [key for key, entry in entries.items() if all(_holds(each, key, entry.node) for each in selector)]


def _holds(condition: Condition, key: str, node: Node) -> bool:
    """Say whether an entry is as a condition asks; a field that is not there is as only `!` asks."""
    if condition.field == (KEY,):
        node = Leaf(key, node.mark)
    else:
        for step in condition.field:
            found = child(node, step)
            if found is None:
                return condition.sign == "!"
            node = found.node
    if condition.sign in {"", "!"}:
        return not condition.sign
    values = _values(node)
    if condition.sign in {"=", "!="}:
        has_one = any(_is(value, text) for value in values for text in condition.values)
        return has_one if condition.sign == "=" else bool(values) and not has_one
    return any(_compares(value, condition.sign, condition.values[0]) for value in values)


def _values(node: Node) -> list[Scalar]:
    """Return the value of a leaf, or those of a list; of a list one is enough to match."""
    leaves = node.nodes if isinstance(node, Items) else () if isinstance(node, Fields) else (node,)
    return [leaf.value for leaf in leaves if isinstance(leaf, Leaf) and not leaf.is_broken]


def _is(value: Scalar, text: str) -> bool:
    if isinstance(value, bool) or value is None:
        return text == {True: "true", False: "false", None: "null"}[value]
    return text == value if isinstance(value, str) else _size(text) == _size(value)


def _compares(value: Scalar, sign: str, text: str) -> bool:
    """Compare a number with a number, or a span with a span."""
    one, other = _size(value), _size(text)
    if one is None or other is None or one[0] != other[0]:
        return False
    return one[1] < other[1] if sign == "<" else one[1] > other[1]


def _size(value: Scalar) -> tuple[str, float] | None:
    """Return whether something is a number or a span, and how large; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if not isinstance(value, str):
        return "number", float(value)
    if re.fullmatch(r"[-+]?[0-9]{1,18}(\.[0-9]+)?", value, re.ASCII):
        return "number", float(value)
    return ("span", _days(value)) if re.fullmatch(SPAN, value, re.ASCII) else None


def _days(text: str) -> float:
    """Return about how many days a span has: a year at most to its end, and no end until corrected."""
    span = duration(text)
    if span.unit in _DAYS:
        return span.n * _DAYS[span.unit]
    return 365.0 if span.unit == "year end" else math.inf
