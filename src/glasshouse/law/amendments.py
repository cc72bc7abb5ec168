"""The id or path of an amendment comes in, what it says goes out, each value with its place.

An amendment is a patch on a law in the law's own syntax. `stacking` lays it over a law.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, JsonValue

from glasshouse.errors import GlasshouseError, Problem
from glasshouse.law.fit import fit
from glasshouse.law.kinds import wrong_kind
from glasshouse.law.parts import Part
from glasshouse.law.selectors import is_selector, read_selector, steps_of
from glasshouse.law.shelf import Shelf
from glasshouse.law.text import read_file
from glasshouse.law.tree import Tree
from glasshouse.law.values import Model, Name, Reference

MARKER = "amendment/1"
AMENDMENTS = Shelf(Path(__file__).parent / "library" / "amendments", "law/library/amendments", "amendment")
Amendments = str | Path | Sequence[str | Path]
"""One amendment or several: ids of those that ship, or paths."""


class Amendment(Model):
    """A patch on a law: what it takes out, and what it says instead.

    Keys of `patch` and steps of `drop` may be selectors: `*`, or `[field=value|value]`. They stand
    for entries of the law, and not for what an amendment adds.
    """

    glasshouse: Literal["amendment/1"]
    id: Name
    title: str
    about: str
    kind: Literal["safeguard", "harm"]
    """Which direction it studies."""
    for_laws: tuple[Name, ...] = Field(default=(), alias="for", strict=False)
    """The ids of the laws that it was written for; any where it is silent."""
    first: bool = False
    """Whether what is new stands before what is there, and not after it."""
    sources: dict[Name, Reference] = {}
    """Those that the patch cites come to the law's."""
    drop: Annotated[
        tuple[str, ...],
        Field(strict=False, description="dotted paths, with selectors, that are taken out of the law"),
    ] = ()
    patch: Annotated[
        dict[str, JsonValue], Field(description="what is laid over the law, in the syntax of a law")
    ] = {}


class Written(NamedTuple):
    """An amendment, and the file that says it."""

    amendment: Amendment
    root: Part
    """The file, with the place of every value."""


def list_amendments() -> list[Path]:
    """Return the amendments that ship, by id."""
    return AMENDMENTS.paths()


def load_amendment(name_or_path: str | Path) -> Amendment:
    """Load an amendment, to be read and not yet to be laid over a law.

    Raises:
        GlasshouseError: With every problem of the file.
    """
    written, problems = read_amendment(name_or_path)
    if written is None:
        raise GlasshouseError(problems)
    return written.amendment


def read_amendment(name_or_path: str | Path) -> tuple[Written | None, list[Problem]]:
    """Read an amendment, and look at it alone.

    Returns:
        The amendment and no problems; or None and every problem of the file.

    Raises:
        GlasshouseError: If no amendment that ships has that id.
    """
    named = AMENDMENTS.find(name_or_path)
    tree = read_file(named.path, named.label)
    other = wrong_kind(tree, MARKER)
    if other is not None:
        return None, [other]
    amendment, problems = fit(tree, Amendment)
    problems += _strange_selectors(tree)
    return (None, problems) if amendment is None or problems else (Written(amendment, Part.of(tree)), [])


def read_amendments(named: Amendments) -> tuple[list[Written], list[Problem]]:
    """Read amendments, one named twice once; what cannot be read is among the problems."""
    names = [named] if isinstance(named, str | Path) else list(named)
    found: list[Written] = []
    problems: list[Problem] = []
    seen: set[Path] = set()
    for name in names:
        try:
            path = AMENDMENTS.find(name).path.absolute()
            written, its = (None, []) if path in seen else read_amendment(name)
        except GlasshouseError as why:
            problems += why.problems
            continue
        seen.add(path)
        problems += its
        found += [written] if written is not None else []
    return found, problems


def _strange_selectors(tree: Tree) -> list[Problem]:
    """Find what begins as a selector, in a path that is dropped or as a key, and cannot be read as one."""
    root = Part.of(tree)
    keys = [(part, [part.name], True) for part in root.at("patch").walk()]
    paths = [(part, steps_of(part.text() or ""), False) for part in root.at("drop").below()]
    return [
        part.problem("N106", f"`{step}` is no selector", _SELECTORS, at_key=at_key)
        for part, steps, at_key in [*paths, *keys]
        for step in steps
        if is_selector(step) and read_selector(step) is None
    ]


_SELECTORS = "write it as `*`, `[conduct=petition|protest]`, `[points<0]` or `[!repair]`"
