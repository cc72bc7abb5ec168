"""A model and a path come in, what may stand there goes out: its keys, its type in words."""

import types
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from glasshouse.law.wording import listed

_PLAIN_WORDS = {str: "text", int: "a whole number", float: "a number", bool: "`true` or `false`"}


def fields_at(model: type[BaseModel], path: Sequence[str | int]) -> dict[str, FieldInfo]:
    """Return the keys that a mapping at a path may have, with their declarations."""
    kinds: list[object] = [model]
    for step in path:
        kinds = [below for kind in kinds for below in _below(kind, step)]
    found: dict[str, FieldInfo] = {}
    for kind in kinds:
        for member in _members(kind):
            found |= _fields(member)
    return found


def type_words(kind: object) -> str:
    """Say which type a declaration asks for."""
    members = [member for member in _members(kind) if member is not type(None)]
    return " or ".join(dict.fromkeys(_words(member) for member in members)) or "a value"


def _words(kind: object) -> str:
    origin = get_origin(kind)
    if origin is Literal:
        return listed([str(arg) for arg in get_args(kind)], last="or")
    if origin in (tuple, list, set, frozenset):
        return "a list"
    fields = _fields(kind)
    if fields:
        required = [key for key, spec in fields.items() if spec.is_required()]
        return f"a mapping with {listed(required)}" if required else "a mapping"
    return next(
        (words for plain, words in _PLAIN_WORDS.items() if kind is plain),
        "a mapping" if origin is dict else "a value",
    )


def _fields(kind: object) -> dict[str, FieldInfo]:
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return {}
    return {spec.alias or name: spec for name, spec in kind.model_fields.items()}


def _members(kind: object) -> Iterator[object]:
    """Yield the alternatives of an annotation, without what pydantic adds to it."""
    if get_origin(kind) is Annotated:
        yield from _members(get_args(kind)[0])
    elif get_origin(kind) in (Union, types.UnionType):
        for member in get_args(kind):
            yield from _members(member)
    else:
        yield kind


def _below(kind: object, step: str | int) -> Iterator[object]:
    for member in _members(kind):
        args = get_args(member)
        spec = _fields(member).get(str(step))
        if spec is not None:
            yield spec.annotation
        elif get_origin(member) is dict:
            yield args[1]
        elif get_origin(member) in (tuple, list, set, frozenset) and args:
            is_uniform = len(args) == 1 or args[-1] is Ellipsis
            position = 0 if is_uniform else int(step)
            if position < len(args):
                yield args[position]
