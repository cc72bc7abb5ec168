"""A tree in the syntax of a law or world file comes in, every assumption in it goes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from pydantic import JsonValue

from glasshouse.reports import wording
from glasshouse.reports.runfolder import Manifest, tree_at

NOT_THE_VALUE = {"source", "reason", "range", "note", "article", "title", "assumed", "places"}

SAYS_ALL = ("value", "points", "points_by", "downgrade_to", "valid")
"""The keys beside which the others of a declaration say what it is about, and not how much."""
UNITS = {
    "points": "{} points",
    "downgrade_to": "down to {}",
    "d": "{} days",
    "y": "{} years",
}


@dataclass(frozen=True, slots=True)
class Assumption:
    """One value that no source gives: where it stands, why it is what it is, and how far it may lie off."""

    path: str
    value: str
    reason: str
    low: str
    high: str
    place: str

    @property
    def range(self) -> str:
        """The range in words; nothing where a value is no number."""
        return f"{self.low} to {self.high}" if self.low else ""


@dataclass(frozen=True, slots=True)
class AssumptionGroup:
    """The assumptions of one branch of a file."""

    name: str
    rows: Sequence[Assumption]


def grouped(assumptions: Sequence[Assumption]) -> list[AssumptionGroup]:
    """Put the assumptions of each branch of a file together."""
    return [
        AssumptionGroup(name, list(rows))
        for name, rows in groupby(assumptions, key=lambda one: one.path.split(".")[0])
    ]


def law_assumptions(manifest: Manifest) -> list[Assumption]:
    """List every assumption of the law, in the order of its file."""
    return _in_tree(manifest.law)


def world_assumptions(manifest: Manifest) -> list[Assumption]:
    """List every assumption of the world, in the order of its file."""
    return _in_tree(manifest.world_summary)


def place_text(places: Mapping[str, JsonValue], path: str) -> str:
    """Return the `file:line` of a path or of what it is part of, or nothing where the loader kept none."""
    while path and path not in places:
        path = path.rpartition(".")[0]
    place = places.get(path)
    return f"{place['file']}:{place['line']}" if isinstance(place, dict) else ""


def _in_tree(tree: Mapping[str, JsonValue]) -> list[Assumption]:
    places = cast("dict[str, JsonValue]", tree.get("places") or {})
    return [_assumption(path, node, value, places) for path, node, value in _walk(dict(tree), "")]


def _walk(node: JsonValue, path: str) -> Iterator[tuple[str, dict[str, JsonValue], JsonValue]]:
    """Yield path, the mapping with reason and range, and the value that it is about."""
    if isinstance(node, list):
        for ix, child in enumerate(node):
            yield from _walk(child, f"{path}.{ix}")
    elif isinstance(node, dict):
        yield from _here(node, path)
        for key, child in node.items():
            if key not in {"assumed", "places"}:
                yield from _walk(child, f"{path}.{key}" if path else key)


def _here(node: dict[str, JsonValue], path: str) -> Iterator[tuple[str, dict[str, JsonValue], JsonValue]]:
    """Yield what one declaration assumes: all of it, or the fields on which its source is silent."""
    if node.get("source") == "assumption":
        yield path, node, {key: value for key, value in node.items() if key not in NOT_THE_VALUE}
    for name, ground in tree_at(node, "assumed").items():
        if isinstance(ground, dict):
            yield f"{path}.{name}", ground, {name: node.get(name)}


def _assumption(
    path: str, node: dict[str, JsonValue], value: JsonValue, places: Mapping[str, JsonValue]
) -> Assumption:
    low, high = _range(node.get("range"))
    said = _value(value) or str(node.get("title") or "") or _size(value)
    return Assumption(path, said, str(node.get("reason") or ""), low, high, place_text(places, path))


def _range(limits: JsonValue) -> tuple[str, str]:
    pair = limits if isinstance(limits, list) and len(limits) == 2 else [None, None]
    return _value(pair[0]), _value(pair[1])


def _value(value: JsonValue) -> str:
    """Write a value in one short line; nested declarations have lines of their own."""
    if isinstance(value, dict):
        plain = {key: child for key, child in value.items() if _is_plain(child)}
        alone = next((key for key in SAYS_ALL if key in plain), None)
        if alone is not None:
            return UNITS.get(alone, "{}").format(_value(plain[alone]))
        return ", ".join(_named(key, child) for key, child in plain.items())
    if isinstance(value, list):
        return ", ".join(_value(child) for child in value)
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: ""}[value]
    return f"{value:.6g}".replace("-", wording.MINUS) if isinstance(value, int | float) else str(value)


def _size(value: JsonValue) -> str:
    """Say how large a table is that is too large for a line."""
    return f"a table of {_leaves_n(value)} values" if isinstance(value, dict) and value else ""


def _leaves_n(node: JsonValue) -> int:
    below = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else None
    return 1 if below is None else sum(_leaves_n(child) for child in below)


def _named(key: str, value: JsonValue) -> str:
    """Write a value with its name, and the unit that the name ends in: delay median 6 days."""
    name, _, unit = key.rpartition("_")
    words = wording.phrase(name if unit in UNITS else key).lower()
    return f"{words} {UNITS.get(unit if name else '', '{}').format(_value(value))}"


def _is_plain(child: JsonValue) -> bool:
    if isinstance(child, dict):
        return bool(child) and all(isinstance(leaf, int | float) for leaf in child.values())
    return child is not None
