"""A tree comes in, its parts go out as far as they can be read: the view that checks take of a law.

A check must work on a file that has other mistakes too. So it reads through a `Part`: what is
missing, of a wrong type or reported already is None, and the check passes over it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from glasshouse.errors import Problem
from glasshouse.law.tree import Fields, Items, Leaf, Mark, Node, Path, Scalar, Tree, child
from glasshouse.law.wording import problem_at


@dataclass(frozen=True, slots=True)
class Part:
    """One mapping or list of a file, or what stands in its place."""

    path: Path
    key: Mark
    node: Node

    @classmethod
    def of(cls, tree: Tree) -> "Part":
        """Return the root of a tree as a part."""
        found = tree.nearest(())
        return cls((), found.key, found.node)

    def has(self, key: str) -> bool:
        """Say whether a key is written, whatever its value."""
        return child(self.node, key) is not None

    def is_mapping(self) -> bool:
        """Say whether keys can be read here."""
        return isinstance(self.node, Fields)

    def is_empty(self) -> bool:
        """Say whether an empty list or mapping stands here."""
        return not isinstance(self.node, Leaf) and not any(self.below())

    def at(self, *steps: str | int) -> "Part":
        """Return the part below, or an unreadable one at the nearest place."""
        part = self
        for step in steps:
            found = child(part.node, step)
            path = (*part.path, step)
            part = (
                Part(path, part.key, Leaf(None, part.key, is_broken=True))
                if found is None
                else Part(path, found.key, found.node)
            )
        return part

    def below(self) -> Iterator["Part"]:
        """Yield the parts one step below, in the order of the file."""
        if isinstance(self.node, Fields):
            for key, entry in self.node.entries.items():
                yield Part((*self.path, key), entry.key, entry.node)
        elif isinstance(self.node, Items):
            for ix, item in enumerate(self.node.nodes):
                yield Part((*self.path, ix), item.mark, item)

    def walk(self) -> Iterator["Part"]:
        """Yield this part and every one below it, parents first."""
        yield self
        for part in self.below():
            yield from part.walk()

    @property
    def name(self) -> str:
        """The last step of the path: the key that names this part."""
        return str(self.path[-1]) if self.path else ""

    def scalar(self) -> Scalar:
        """Return the value here, or None where there is none to read."""
        return self.node.value if isinstance(self.node, Leaf) and not self.node.is_broken else None

    def text(self, *steps: str | int) -> str | None:
        """Return the text below, or None."""
        value = self.at(*steps).scalar()
        return value if isinstance(value, str) else None

    def number(self, *steps: str | int) -> int | float | None:
        """Return the number below, or None."""
        value = self.at(*steps).scalar()
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def whole(self, *steps: str | int) -> int | None:
        """Return the whole number below, or None."""
        value = self.number(*steps)
        return value if isinstance(value, int) else None

    def texts(self, *steps: str | int) -> list["Part"]:
        """Return the items of the list below that are texts."""
        return [part for part in self.at(*steps).below() if part.text() is not None]

    def problem(self, code: str, message: str, remedy: str, *, at_key: bool = False) -> Problem:
        """Build a problem of this part, at its value or at its key."""
        mark = self.key if at_key else self.node.mark
        return problem_at(mark, code, message, self.path, remedy)
