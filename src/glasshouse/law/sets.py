"""A tree and `path=value` pairs come in, the tree with those values goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from glasshouse.errors import Problem
from glasshouse.law.text import read_value
from glasshouse.law.tree import Entry, Fields, Items, Leaf, Mark, Node, Tree, dotted
from glasshouse.law.wording import did_you_mean, listed

Sets = Mapping[str, str] | Sequence[str]
"""Changed values: `{"rules.red-light.points": "-6"}` or `["rules.red-light.points=-6"]`."""


def apply_sets(tree: Tree, sets: Sets) -> Tree:
    """Change values of a tree for one run.

    A path must exist in the file: what is new is an amendment, and no slip of the keyboard.

    Args:
        tree: A file as it was read.
        sets: Dotted paths and values; a value is written as in the file.

    Returns:
        The changed tree; problems of the pairs are added to its own.
    """
    pairs = [f"{path}={value}" for path, value in sets.items()] if isinstance(sets, Mapping) else list(sets)
    for pair in pairs:
        if tree.root is not None:
            tree = _apply(tree, pair)
    return tree


def _apply(tree: Tree, pair: str) -> Tree:
    path_text, equals, value = pair.partition("=")
    label = f"--set {pair}"
    path = path_text.strip().split(".")
    if not equals or not path_text.strip() or not value.strip():
        fact = f"`{pair}` is not of the form PATH=VALUE"
        return _with_problems(
            tree, Problem(label, 0, 0, "S101", fact, "", "write it as in `rules.red-light.points=-6`")
        )
    if tree.find(path) is None:
        return _with_problems(tree, _unknown_path(tree, path, label))
    given = read_value(value, label)
    if given.root is None or given.problems:
        return _with_problems(tree, *(replace(problem, line=0, column=0) for problem in given.problems))
    return tree.with_value(path, _moved(given.root, Mark(label, 0, 0)))


def _with_problems(tree: Tree, *problems: Problem) -> Tree:
    return replace(tree, problems=(*tree.problems, *problems))


def _unknown_path(tree: Tree, path: list[str], label: str) -> Problem:
    """Name the first step that is not there, and what could stand in its place."""
    known = next(path[:length] for length in range(len(path), -1, -1) if tree.find(path[:length]) is not None)
    there = tree.nearest(known).node
    keys = list(there.entries) if isinstance(there, Fields) else []
    if isinstance(there, Items):
        keys = [str(ix) for ix in range(len(there.nodes))]
    step = path[len(known)]
    where = f"`{dotted(known)}`" if known else "the file"
    remedy = did_you_mean(step, keys, nothing=f"{where} is a value; set that")
    if isinstance(there, Items):
        remedy = f"name an item by its position: {listed(keys, last='or')}"
    return Problem(label, 0, 0, "S102", f"{where} has no `{step}`", ".".join(path), remedy)


def _moved(node: Node, mark: Mark) -> Node:
    """Give every part of a node one place."""
    match node:
        case Leaf(value=value):
            return Leaf(value, mark)
        case Items(nodes=nodes):
            return Items(tuple(_moved(item, mark) for item in nodes), mark)
        case Fields(entries=entries):
            return Fields(
                {key: Entry(mark, _moved(entry.node, mark)) for key, entry in entries.items()}, mark
            )
