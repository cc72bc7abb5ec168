"""What the reader found comes in, values with their places go out: the tree of a restricted YAML file.

A tree holds whatever could be read, also of a file with mistakes, so that every later step can
go on and report its own problems in the same run. A part that was reported already is a `Leaf`
with `is_broken`; later steps pass over it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from glasshouse.errors import Problem

Scalar = str | int | float | bool | None
Path = tuple[str | int, ...]
"""Keys and list positions from the root down."""


class Mark(NamedTuple):
    """Where something stands; `line` and `column` count from 1 and are 0 for what stands in no file."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value: text, a number, true, false or nothing."""

    value: Scalar
    mark: Mark
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple["Node", ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping: each key with its own place."""

    entries: dict[str, "Entry"]
    mark: Mark


class Entry(NamedTuple):
    """The value under a key, and where the key stands."""

    key: Mark
    node: "Node"


Node = Leaf | Items | Fields


class Found(NamedTuple):
    """A node, and the place by which people find it: its key where it has one."""

    node: Node
    key: Mark


@dataclass(frozen=True, slots=True)
class Tree:
    """A file as it was read; `root` is None where nothing could be."""

    file: str
    root: Node | None
    problems: tuple[Problem, ...] = ()

    def find(self, path: Sequence[str | int]) -> Found | None:
        """Return what stands at a path, or None."""
        if self.root is None:
            return None
        found = Found(self.root, self.root.mark)
        for step in path:
            below = child(found.node, step)
            if below is None:
                return None
            found = below
        return found

    def nearest(self, path: Sequence[str | int]) -> Found:
        """Return what stands at a path, or at the longest beginning of it that exists."""
        for length in range(len(path), -1, -1):
            found = self.find(path[:length])
            if found is not None:
                return found
        mark = Mark(self.file, 1, 1)
        return Found(Leaf(None, mark, is_broken=True), mark)

    def text(self, *path: str | int) -> str | None:
        """Return the text at a path, or None where there is no text."""
        found = self.find(path)
        return (
            found.node.value
            if found and isinstance(found.node, Leaf) and isinstance(found.node.value, str)
            else None
        )

    def as_json(self) -> str:
        """Return the values as JSON, without their places; a broken part is null."""
        return json.dumps(None if self.root is None else _plain(self.root))

    def walk(self) -> Iterator[tuple[Path, Found]]:
        """Yield every node below the root with its path, parents first, in the order of the file."""
        if self.root is not None:
            yield from _walk((), self.root)

    def places(self) -> dict[str, Mark]:
        """Return where each dotted path stands."""
        return {dotted(path): found.key for path, found in self.walk()}

    def broken(self) -> frozenset[Path]:
        """Return the paths of the parts that were reported already."""
        return frozenset(
            p for p, found in self.walk() if isinstance(found.node, Leaf) and found.node.is_broken
        )

    def with_value(self, path: Sequence[str | int], node: Node) -> "Tree":
        """Return the tree with another node at a path that exists."""
        return replace(self, root=node if self.root is None else _put(self.root, path, node))

    def without(self, path: Sequence[str | int]) -> "Tree":
        """Return the tree without the key at a path that exists."""
        return replace(self, root=None if self.root is None else _put(self.root, path, None))


def dotted(path: Sequence[str | int]) -> str:
    """Write a path as people do: `rules.red-light.points`, `instruments.points.bands.0`."""
    return ".".join(str(step) for step in path)


def child(node: Node, step: str | int) -> Found | None:
    """Return what stands one step below a node; a list position may come as text."""
    if isinstance(node, Fields):
        entry = node.entries.get(str(step))
        return None if entry is None else Found(entry.node, entry.key)
    if isinstance(node, Items) and str(step) in {str(ix) for ix in range(len(node.nodes))}:
        below = node.nodes[int(step)]
        return Found(below, below.mark)
    return None


def _walk(path: Path, node: Node) -> Iterator[tuple[Path, Found]]:
    below: Iterator[tuple[str | int, Found]] = iter(())
    if isinstance(node, Fields):
        below = ((key, Found(entry.node, entry.key)) for key, entry in node.entries.items())
    elif isinstance(node, Items):
        below = ((ix, Found(item, item.mark)) for ix, item in enumerate(node.nodes))
    for step, found in below:
        yield (*path, step), found
        yield from _walk((*path, step), found.node)


def _plain(node: Node) -> object:
    match node:
        case Leaf(value=value, is_broken=is_broken):
            return None if is_broken else value
        case Items(nodes=nodes):
            return [_plain(item) for item in nodes]
        case Fields(entries=entries):
            return {key: _plain(entry.node) for key, entry in entries.items()}


def _put(node: Node, path: Sequence[str | int], new: Node | None) -> Node:
    if not path:
        return node if new is None else new
    step, rest = path[0], path[1:]
    if isinstance(node, Fields):
        entries = dict(node.entries)
        key = str(step)
        if new is None and not rest:
            del entries[key]
        else:
            entries[key] = entries[key]._replace(node=_put(entries[key].node, rest, new))
        return replace(node, entries=entries)
    if isinstance(node, Items):
        nodes = list(node.nodes)
        nodes[int(step)] = _put(nodes[int(step)], rest, new)
        return replace(node, nodes=tuple(nodes))
    return node
