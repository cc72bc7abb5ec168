"""A declaration comes in, its JSON Schema goes out: what an editor needs to complete and check a file.

The schema is looser than `glasshouse check`: it knows keys, types and choices, and no names.
"""

import ast
import inspect
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from itertools import pairwise
from textwrap import dedent
from typing import cast, get_args

from pydantic import BaseModel, JsonValue

from glasshouse.law.layers import DROP, LIKE, Layer

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PART = "-part"
"""Ending of the names of declarations in files that are like another, where nothing is required."""

Schema = dict[str, JsonValue]


def schema_of(model: type[BaseModel], *, can_be_like: bool) -> Schema:
    """Return the JSON Schema of the files of a declaration.

    Args:
        model: The declaration of a whole file.
        can_be_like: Whether such a file can be laid over another. With `like` it need not repeat
            what the other says, so that nothing is required in it.
    """
    whole = cast("Schema", model.model_json_schema(by_alias=True, ref_template="#/$defs/{model}"))
    parts = cast("dict[str, Schema]", whole.pop("$defs", {}))
    parts[model.__name__] = whole
    told = {each.__name__: each for each in _models_below(model)}
    parts = {
        name: cast("Schema", _plainer(_told(part, told.get(name)))) for name, part in sorted(parts.items())
    }
    head: Schema = {"$schema": DIALECT, "title": model.__name__, "description": _first_line(model)}
    if not can_be_like:
        return {**head, "$ref": _to(model.__name__), "$defs": cast("JsonValue", parts)}
    parts |= {f"{name}{_PART}": _without_required(part) for name, part in parts.items()}
    layer = cast("dict[str, JsonValue]", Layer.model_json_schema()["properties"])
    cast("dict[str, JsonValue]", parts[f"{model.__name__}{_PART}"]["properties"]).update(
        {key: layer[key] for key in (LIKE, DROP)}
    )
    return {
        **head,
        "if": {"required": [LIKE]},
        "then": {"$ref": _to(f"{model.__name__}{_PART}")},
        "else": {"$ref": _to(model.__name__)},
        "$defs": cast("JsonValue", parts),
    }


def _to(name: str) -> str:
    return f"#/$defs/{name}"


def _without_required(part: Schema) -> Schema:
    """Return a declaration in which nothing is required, nor in what it refers to."""
    copy = deepcopy(part)
    copy.pop("required", None)
    return cast("Schema", _to_parts(copy))


def _to_parts(node: JsonValue) -> JsonValue:
    if isinstance(node, dict):
        # An item of a list is written whole, since lists are replaced and not laid over each other.
        return {
            key: f"{value}{_PART}"
            if key == "$ref"
            else (value if key in {"items", "prefixItems"} else _to_parts(value))
            for key, value in node.items()
        }
    return [_to_parts(each) for each in node] if isinstance(node, list) else node


def _plainer(node: JsonValue) -> JsonValue:
    """Say `X` for `X or nothing`, and that a mapping of names has no other keys."""
    if isinstance(node, list):
        return [_plainer(each) for each in node]
    if not isinstance(node, dict):
        return node
    plainer = {key: _plainer(value) for key, value in node.items()}
    choices = plainer.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        rest = [each for each in choices if each != {"type": "null"}]
        del plainer["anyOf"]
        plainer = {**(cast("Schema", rest[0]) if len(rest) == 1 else {"anyOf": rest}), **plainer}
    if plainer.get("default", 0) is None:
        del plainer["default"]
    if "patternProperties" in plainer:
        plainer["additionalProperties"] = False
    return plainer


def _told(part: Schema, model: type[BaseModel] | None) -> Schema:
    """Add what the code says of each field: the text below it."""
    if model is None:
        return part
    described = _texts_of_fields(model)
    properties = cast("dict[str, Schema]", part.get("properties", {}))
    for name, spec in model.model_fields.items():
        key = spec.alias or name
        if key in properties:
            its = {word: value for word, value in properties[key].items() if word != "title"}
            properties[key] = {**its, "description": described[name]} if name in described else its
    return {key: value for key, value in part.items() if key != "title"}


@cache
def _texts_of_fields(model: type[BaseModel]) -> Mapping[str, str]:
    """Return the text that stands below each field of a declaration, those that it inherits too."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base.__module__.startswith("glasshouse."):
            found |= _texts_in(base)
    return found


def _texts_in(model: type[BaseModel]) -> dict[str, str]:
    body = cast("ast.ClassDef", ast.parse(dedent(inspect.getsource(model))).body[0]).body
    return {
        before.target.id: " ".join(text.value.value.split())
        for before, text in pairwise(body)
        if isinstance(before, ast.AnnAssign)
        and isinstance(before.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def _models_below(model: type[BaseModel]) -> set[type[BaseModel]]:
    """Return a declaration and all that it is made of."""
    found: set[type[BaseModel]] = set()
    waiting: list[object] = [model]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in found:
            found.add(kind)
            waiting += [spec.annotation for spec in kind.model_fields.values()]
    return found


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").split("\n", maxsplit=1)[0]
