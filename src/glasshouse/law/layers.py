"""A file that is `like` another comes in, one tree goes out: what it says, laid over what lies below.

A law or a world may begin with `like: <id or path>`. Mappings are laid over each other key by key;
anything else, lists among them, takes the place of what is below. `drop` takes out what shall not
hold any more. Every value keeps its place in the file that it comes from.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field

from glasshouse.errors import GlasshouseError, Problem
from glasshouse.law.fit import fit
from glasshouse.law.parts import Part
from glasshouse.law.shelf import Named, Shelf
from glasshouse.law.text import read_file
from glasshouse.law.tree import Fields, Node, Tree, dotted
from glasshouse.law.values import Model
from glasshouse.law.wording import did_you_mean

LIKE, DROP = "like", "drop"


class Layer(Model):
    """The two keys by which a file is laid over another; no other file has them."""

    like: Annotated[
        str, Field(min_length=1, description="the id, or the path from here, of the file that lies below")
    ]
    drop: Annotated[
        tuple[str, ...],
        Field(strict=False, description="dotted paths that are taken out of what lies below"),
    ] = ()


class _Kind(NamedTuple):
    """What the files of a pile are, and how to say so."""

    shelf: Shelf
    marker: str
    """What their key `glasshouse` says."""


def read_pile(shelf: Shelf, name_or_path: str | Path, marker: str) -> Tree:
    """Read a file, and lay it over the one that it is like, and so on down.

    Args:
        shelf: Where files named by id stand.
        name_or_path: The id or path of the topmost file.
        marker: What the key `glasshouse` of every file below must say.

    Returns:
        The tree without `like` and `drop`, with the problems of all files.

    Raises:
        GlasshouseError: If no file on the shelf has the id of the topmost.
    """
    return _read(_Kind(shelf, marker), (shelf.find(name_or_path),))


def _read(kind: _Kind, names: tuple[Named, ...]) -> Tree:
    """Read the last of some files, each of which is like the next."""
    tree = read_file(names[-1].path, names[-1].label)
    if not isinstance(tree.root, Fields) or not {LIKE, DROP} & set(tree.root.entries):
        return tree
    own = Fields({k: e for k, e in tree.root.entries.items() if k not in (LIKE, DROP)}, tree.root.mark)
    said = Fields({k: e for k, e in tree.root.entries.items() if k in (LIKE, DROP)}, tree.root.mark)
    layer, problems = fit(Tree(tree.file, said), Layer)
    if layer is None:
        return _unread(tree, problems)
    part = Part.of(Tree(tree.file, said))
    below = _below(kind, names, part.at(LIKE))
    if isinstance(below, Problem):
        return _unread(tree, [below])
    if below.root is None:
        return _unread(tree, below.problems)
    ground, undropped = _without(below, part.at(DROP))
    root = own if ground.root is None else overlay(ground.root, own)
    return replace(tree, root=root, problems=(*tree.problems, *below.problems, *undropped))


def _unread(tree: Tree, problems: Sequence[Problem]) -> Tree:
    """Return a file whose ground is missing: nothing of it is looked at, since everything could be."""
    return replace(tree, root=None, problems=(*tree.problems, *problems))


def _below(kind: _Kind, names: tuple[Named, ...], like: Part) -> Tree | Problem:
    """Read the file that another is like, or say why it cannot be."""
    try:
        named = _named(kind.shelf, names[-1], like.text() or "")
    except GlasshouseError as why:
        return like.problem("N101", why.problems[0].message, why.problems[0].help)
    if not _is_file(named.path):
        return like.problem(
            "N101", f"there is no file `{like.text()}`", "give a path from this file's folder"
        )
    seen = [each.path.resolve() for each in names]
    if named.path.resolve() in seen:
        circle = [*names[seen.index(named.path.resolve()) :], named]
        fact = "a file is like itself: " + " is like ".join(each.path.name for each in circle)
        return like.problem("N103", fact, "name another file, or remove `like` from one of them")
    tree = _read(kind, (*names, named))
    said = tree.text("glasshouse")
    if tree.root is not None and said != kind.marker:
        fact = f"`{like.text()}` is {'of no kind' if said is None else f'of the kind `{said}`'}"
        return like.problem("N102", fact, f"name a file that begins with `glasshouse: {kind.marker}`")
    return tree


def _named(shelf: Shelf, above: Named, like: str) -> Named:
    """Find what `like` names: an id, or a path that starts at the folder of the file that says it."""
    named = shelf.find(like)
    if named.label != like:
        return named
    return Named(above.path.parent / named.path, str(Path(above.label).parent / named.path))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _without(below: Tree, drop: Part) -> tuple[Tree, list[Problem]]:
    """Take paths out of what lies below; a path that is not there is a problem."""
    problems: list[Problem] = []
    for part in drop.below():
        path = str(part.text()).split(".")
        if is_key(below, path):
            below = below.without(path)
        else:
            problems.append(nothing_to_drop(below, path, part))
    return below, problems


def is_key(below: Tree, path: Sequence[str]) -> bool:
    """Say whether a path leads to a key of a mapping; items of a list cannot be dropped one by one."""
    parent = below.find(path[:-1])
    return parent is not None and isinstance(parent.node, Fields) and path[-1] in parent.node.entries


def nothing_to_drop(below: Tree, path: Sequence[str], part: Part) -> Problem:
    """Say that there is nothing at a path to drop, and what there is instead."""
    known = max(length for length in range(len(path)) if below.find(path[:length]) is not None)
    there = below.nearest(path[:known]).node
    where = f"`{dotted(path[:known])}`" if known else "the file"
    fact = f"there is no `{part.text()}` to drop: {where} below has no `{path[known]}`"
    if isinstance(there, Fields):
        return part.problem("N104", fact, did_you_mean(path[known], there.entries, nothing="remove it"))
    fact = f"`{part.text()}` cannot be dropped: {where} below has no keys"
    return part.problem("N104", fact, f"write {where} anew, as a whole, in place of the one below")


def overlay(below: Node, above: Node) -> Node:
    """Lay a node over another: mappings key by key, anything else in place of what is below."""
    if not isinstance(below, Fields) or not isinstance(above, Fields):
        return above
    entries = dict(below.entries)
    for key, entry in above.entries.items():
        under = entries.get(key)
        entries[key] = entry if under is None else entry._replace(node=overlay(under.node, entry.node))
    return Fields(entries, above.mark)
