"""A tree and a pydantic model come in; a declaration goes out, or problems in words that people use.

Each of pydantic's complaints is brought to its place in the file: an unknown key to the key, a
wrong value to the value, a missing key to the key of the mapping that lacks it.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from glasshouse.errors import Problem
from glasshouse.law.declared import fields_at, type_words
from glasshouse.law.tree import Items, Leaf, Mark, Node, Path, Tree
from glasshouse.law.wording import described, did_you_mean, nearest, ordinal, problem_at, shown

M = TypeVar("M", bound=BaseModel)


class _Complaint(NamedTuple):
    """One of pydantic's errors, brought to the tree."""

    kind: str
    path: Path
    """The part of pydantic's location that exists in the tree."""
    missing: str | int | None
    """The key or position that is not there."""
    is_about_key: bool
    error: ErrorDetails


class _Fact(NamedTuple):
    code: str
    message: str
    remedy: str


def fit(tree: Tree, model: type[M]) -> tuple[M | None, list[Problem]]:
    """Read a declaration out of a tree.

    What the reader reported already is not reported again, and one slip is one problem: a key
    misspelt so that another is missing counts as unknown alone.

    Args:
        tree: A file as `read_tree` gives it.
        model: The declaration to fit.

    Returns:
        The declaration and no problems; or None and every problem, those of the tree included.
    """
    if tree.root is None:
        return None, list(tree.problems)
    try:
        fitted = model.model_validate_json(tree.as_json(), by_alias=True, by_name=False)
    except ValidationError as why:
        complaints = [_complaint(tree, error) for error in why.errors(include_url=False)]
        problems = _problems(tree, model, complaints)
        return None, [*tree.problems, *problems]
    return (None, list(tree.problems)) if tree.problems else (fitted, [])


def refusal(fact: str, remedy: str) -> PydanticCustomError:
    """Build what a validator raises for a value that has the right type and cannot be used.

    Args:
        fact: What is wrong; it follows the name of the key, its value and a colon.
        remedy: What to write instead.
    """
    return PydanticCustomError("refused", "{fact}", {"fact": fact, "remedy": remedy})


def _complaint(tree: Tree, error: ErrorDetails) -> _Complaint:
    """Keep of pydantic's location what exists in the tree; it also names unions and their tags."""
    path: Path = ()
    loc = error["loc"]
    missing = loc[-1] if error["type"] == "missing" else None
    tag = str(error.get("ctx", {}).get("discriminator", "")).strip("'")
    for step in loc[:-1] if missing is not None else (*loc, tag):
        if tree.find((*path, step)) is not None:
            path = (*path, step)
    missing = tag if error["type"] == "union_tag_not_found" else missing
    return _Complaint(error["type"], path, missing, "[key]" in loc, error)


def _problems(tree: Tree, model: type[BaseModel], complaints: Iterable[_Complaint]) -> list[Problem]:
    broken = tree.broken()
    misspelt: set[tuple[Path, str | int | None]] = set()
    found: dict[tuple[Path, str | int | None, bool], Problem] = {}
    # Unknown keys come first, since each may explain a missing one.
    for each in sorted(complaints, key=lambda c: c.kind != "extra_forbidden"):
        if any(each.path[: len(part)] == part for part in broken) or (each.path, each.missing) in misspelt:
            continue
        if each.missing is not None and (*each.path, each.missing) in broken:
            continue
        if each.kind == "extra_forbidden":
            meant = nearest(str(each.path[-1]), fields_at(model, each.path[:-1]))
            misspelt.add((each.path[:-1], meant))
        # The alternatives of a union each complain about one value; the first one speaks for all.
        found.setdefault((each.path, each.missing, each.is_about_key), _problem(tree, model, each))
    return sorted(found.values())


def _mark(tree: Tree, complaint: _Complaint) -> Mark:
    there = tree.nearest(complaint.path)
    is_at_key = (
        complaint.is_about_key or isinstance(complaint.missing, str) or complaint.kind == "extra_forbidden"
    )
    return there.key if is_at_key else there.node.mark


def _problem(tree: Tree, model: type[BaseModel], complaint: _Complaint) -> Problem:
    node = tree.nearest(complaint.path).node
    fact = _fact(model, complaint, node)
    at = complaint.path if complaint.missing is None else (*complaint.path, complaint.missing)
    return problem_at(_mark(tree, complaint), fact.code, fact.message, at, fact.remedy)


def _fact(model: type[BaseModel], complaint: _Complaint, node: Node) -> _Fact:
    name = _name(complaint.path)
    if complaint.kind == "extra_forbidden":
        return _unknown_key(model, complaint)
    if isinstance(complaint.missing, str):
        return _missing_key(model, complaint, complaint.missing)
    if complaint.kind in _TYPES:
        wanted, remedy = _TYPES[complaint.kind]
        return _Fact(
            "F203", f"{name} must be {wanted}, not {described(node)}", _remedy_of_type(node, wanted, remedy)
        )
    for kinds, say in _SAYINGS:
        if complaint.kind in kinds:
            return say(complaint, name, node)
    return _Fact(
        "F208", f"{name} is {described(node)}, which cannot be used here", "see the reference of the schema"
    )


def _name(path: Path) -> str:
    """Name what stands at a path: its key, or its position in the list of a key."""
    if not path:
        return "the file"
    last = path[-1]
    return f"`{shown(last)}`" if isinstance(last, str) else f"the {ordinal(last)} item of {_name(path[:-1])}"


def _unknown_key(model: type[BaseModel], complaint: _Complaint) -> _Fact:
    key = str(complaint.path[-1])
    known = fields_at(model, complaint.path[:-1])
    return _Fact("F201", f"`{shown(key)}` is not a key here", did_you_mean(key, known, nothing="remove it"))


def _missing_key(model: type[BaseModel], complaint: _Complaint, key: str) -> _Fact:
    spec = fields_at(model, complaint.path).get(key)
    wanted = (spec.description or type_words(spec.annotation)) if spec is not None else "a value"
    return _Fact("F202", f"{_name(complaint.path)} has no `{key}`", f"add `{key}:` with {wanted}")


_TYPES: dict[str, tuple[str, str]] = {
    "string_type": ("text", "put it in quotes"),
    "int_type": ("a whole number", "write a whole number, such as `5`"),
    "int_from_float": ("a whole number", "write a whole number, such as `5`"),
    "int_parsing": ("a whole number", "write a whole number, such as `5`"),
    "float_type": ("a number", "write a number, such as `0.5`"),
    "points_type": ("a number of points", "write points with at most one decimal, such as `-5` or `2.5`"),
    "span_type": ("a span of time", "write it as in `2 years`"),
    "bool_type": ("true or false", "write `true` or `false`, without quotes"),
    "date_type": ("a date", "write a date, such as `2017-09-25`"),
    "model_type": ("a mapping", "write `key: value` lines below it"),
    "model_attributes_type": ("a mapping", "write `key: value` lines below it"),
    "dict_type": ("a mapping", "write `key: value` lines below it"),
    "tuple_type": ("a list", "write a list, such as `[one, two]`"),
    "list_type": ("a list", "write a list, such as `[one, two]`"),
    "frozen_set_type": ("a list", "write a list, such as `[one, two]`"),
    "set_type": ("a list", "write a list, such as `[one, two]`"),
}


def _remedy_of_type(node: Node, wanted: str, remedy: str) -> str:
    """Prefer a remedy that shows the very value, where it is clear what was meant."""
    value = node.value if isinstance(node, Leaf) else None
    if wanted == "text" and not isinstance(node, Leaf):
        return "write text"
    if wanted == "text" and value is None:
        return "write text, or remove the key"
    if isinstance(value, str) and "number" in wanted:
        bare = value.replace("_", "").replace(",", "").replace(" ", "")
        if re.fullmatch(r"[-+]?[0-9]{1,18}(\.[0-9]+)?", bare, re.ASCII):
            return f"write `{bare}`, without quotes or signs between the digits"
    if isinstance(value, str) and wanted == "true or false" and value.lower() in _YES_OR_NO:
        return f"write `{_YES_OR_NO[value.lower()]}`, without quotes"
    return f"write `[{shown(value)}]`" if isinstance(value, str) and wanted == "a list" else remedy


_YES_OR_NO = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
_BOUNDS = {
    "greater_than_equal": ("ge", "the least is {}", "at least"),
    "greater_than": ("gt", "it must be above {}", "above"),
    "less_than_equal": ("le", "the most is {}", "at most"),
    "less_than": ("lt", "it must be below {}", "below"),
}


def _say_choice(complaint: _Complaint, name: str, node: Node) -> _Fact:
    ctx = complaint.error.get("ctx", {})
    choices = re.findall(r"'([^']*)'", str(ctx.get("expected") or ctx.get("expected_tags")))
    value = node.value if isinstance(node, Leaf) else None
    remedy = did_you_mean(value if isinstance(value, str) else "", choices)
    return _Fact("F204", f"{name} is {described(node)}, which is not one of its choices", remedy)


def _say_bound(complaint: _Complaint, name: str, node: Node) -> _Fact:
    key, words, sign = _BOUNDS[complaint.kind]
    limit = _number(complaint.error.get("ctx", {}).get(key, "the limit"))
    fact = f"{name} is {described(node)}; {words.format(limit)}"
    return _Fact("F205", fact, f"write a number that is {sign} {limit}")


def _say_pattern(complaint: _Complaint, name: str, node: Node) -> _Fact:
    written = str(complaint.path[-1] if complaint.is_about_key else getattr(node, "value", ""))
    is_code = "A-Z" in str(complaint.error.get("ctx", {}).get("pattern", ""))
    rule = "letters, digits, `+` and `-`" if is_code else "lower case letters, digits and `-`"
    better = re.sub("[^A-Za-z0-9+]+", "-", written) if is_code else re.sub("[^a-z0-9]+", "-", written.lower())
    better = better.strip("-+")
    fact = f"{'the key' if complaint.is_about_key else name} is `{shown(written)}`; a name has {rule} alone"
    return _Fact("F206", fact, f"write `{shown(better)}`" if better else f"use {rule}")


def _say_length(complaint: _Complaint, name: str, node: Node) -> _Fact:
    ctx = complaint.error.get("ctx", {})
    is_text = isinstance(node, Leaf)
    has_n = (
        len(str(node.value))
        if isinstance(node, Leaf)
        else len(node.nodes if isinstance(node, Items) else node.entries)
    )
    most = ctx.get("max_length")
    # A pair with one item lacks its second position; pydantic then names no length.
    limit = f"at least {ctx.get('min_length', has_n + 1)}" if most is None else f"at most {most}"
    unit = ("character" if is_text else "item") + ("" if has_n == 1 else "s")
    remedy = (
        "remove what is too many" if most is not None else "write more" if is_text else "add what is missing"
    )
    return _Fact("F207", f"{name} has {has_n} {unit}; {limit} must be there", remedy)


def _say_refused(complaint: _Complaint, name: str, node: Node) -> _Fact:
    ctx = complaint.error.get("ctx", {})
    why = str(ctx.get("fact") or ctx.get("error") or complaint.error["msg"])
    return _Fact(
        "F208", f"{name} is {described(node)}: {why}", str(ctx.get("remedy") or "change it so that it fits")
    )


def _number(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


_SAYINGS: tuple[tuple[frozenset[str], Callable[[_Complaint, str, Node], _Fact]], ...] = (
    (frozenset({"literal_error", "enum", "union_tag_invalid"}), _say_choice),
    (frozenset(_BOUNDS), _say_bound),
    (frozenset({"string_pattern_mismatch"}), _say_pattern),
    (frozenset({"too_short", "too_long", "missing", "string_too_short", "string_too_long"}), _say_length),
    (frozenset({"refused", "value_error", "assertion_error"}), _say_refused),
)
