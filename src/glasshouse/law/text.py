"""The text of a file comes in, a `Tree` with the place of every key and value goes out.

Restricted YAML: only `true`, `false`, `null`, plain whole numbers and plain decimals have a type;
`yes`, `no`, `1_000`, `0x1F`, `2017-09-25` and everything in quotes stay text. Duplicate keys,
anchors, aliases, tags and a second document are problems. Nothing that stands in a file raises.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from glasshouse.errors import Problem
from glasshouse.law.fit import fit
from glasshouse.law.persons import is_table_of_persons, table_of_persons
from glasshouse.law.syntax import syntax_problem
from glasshouse.law.tree import Entry, Fields, Items, Leaf, Mark, Node, Scalar, Tree
from glasshouse.law.wording import problem_at

__all__ = ["fit", "read_file", "read_tree", "read_value"]

DEEPEST = 24
"""Levels of nesting; the schemas need fewer than ten."""
LARGEST_BYTES = 8 * 1024 * 1024
LONGEST_NUMBER = 18
"""Digits of a number: what is longer does not fit into 64 bits."""

_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "": None}
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PARSER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_file(path: Path, label: str | None = None) -> Tree:
    """Read a file into a tree.

    Args:
        path: The file.
        label: How diagnostics name the file; the path itself where it is None.

    Returns:
        The tree; a file that cannot be read is a tree without root and with a problem.
    """
    file = str(path) if label is None else label
    if is_table_of_persons(path):
        return Tree(file, None, (table_of_persons(file),))
    try:
        if path.stat().st_size > LARGEST_BYTES:
            limit = LARGEST_BYTES // 1024 // 1024
            return _refused(
                file, "T103", f"the file is larger than {limit} MB", "split it, or remove what is not law"
            )
        return read_tree(path.read_bytes(), file)
    except (OSError, ValueError) as why:
        reason = getattr(why, "strerror", None) or "the name is not a path"
        return _refused(
            file, "T101", f"the file cannot be read: {reason.lower()}", "check the path, and who may read it"
        )


def read_tree(text: str | bytes, file: str) -> Tree:
    """Read a text into a tree; problems of its form are in `Tree.problems`.

    Args:
        text: The whole text; bytes must be UTF-8.
        file: How diagnostics name the file.

    Returns:
        The tree. Its `root` is None where the text could not be read to its end.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as why:
            before = text[: why.start].decode("utf-8")
            fact = f"byte 0x{text[why.start]:02x} is not UTF-8"
            return Tree(
                file, None, (Problem(*_place(file, before), "T102", fact, "", "save the file as UTF-8"),)
            )
    text = text.removeprefix("\ufeff")
    strange = _UNREADABLE.search(text)
    if strange:
        fact = f"character U+{ord(strange[0]):04X} may not stand in a text"
        place = _place(file, text[: strange.start()])
        return Tree(file, None, (Problem(*place, "T104", fact, "", "remove it"),))
    return _Reader(file).read(text)


def read_value(text: str, file: str) -> Tree:
    """Read one value, as it stands after `path=` on a command line."""
    strange = _UNREADABLE.search(text)
    if strange:
        return _refused(
            file, "T104", f"character U+{ord(strange[0]):04X} may not stand in a text", "remove it"
        )
    return _Reader(file).read(text, is_value=True)


def _refused(file: str, code: str, message: str, remedy: str) -> Tree:
    return Tree(file, None, (Problem(file, 0, 0, code, message, "", remedy),))


def _place(file: str, before: str) -> Mark:
    """Return the place right after a beginning of the text."""
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", before)
    return Mark(file, len(lines), len(lines[-1]) + 1)


class _Stop(Exception):  # noqa: N818 - it ends the reading of a file and leaves this module never
    """Reading cannot go on; the problem is noted."""


class _Reader:
    """Builds the tree of one file from the parser's events, noting problems on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def read(self, text: str, *, is_value: bool = False) -> Tree:
        """Read the whole text; a value alone may be a list of mappings, as bands are."""
        root: Node | None = None
        try:
            for event in (events := iter(_events(text))):
                if isinstance(event, DocumentStartEvent):
                    if root is not None:
                        self.note(
                            event, "T110", "a second document begins", "keep one document; remove `---`"
                        )
                        break
                    root = self.node(next(events), events, ())
        except yaml.YAMLError as why:
            self.problems.append(syntax_problem(self.file, why))
            root = None
        except _Stop:
            root = None
        if not is_value and is_table_of_persons(root, text):
            return Tree(self.file, None, (table_of_persons(self.file),))
        if root is None and not self.problems:
            remedy = "write it; `glasshouse new` has a template"
            self.problems.append(Problem(self.file, 1, 1, "T105", "the file is empty", "", remedy))
        return Tree(self.file, root, tuple(self.problems))

    def node(self, event: Event, events: Iterator[Event], path: tuple[str | int, ...]) -> Node:
        """Build the node that begins with an event."""
        if len(path) > DEEPEST:
            self.note(
                event,
                "T111",
                f"the nesting is deeper than {DEEPEST} levels",
                "no part of a file is that deep",
            )
            raise _Stop
        self.refuse_yaml_extras(event)
        if isinstance(event, MappingStartEvent):
            return self.fields(event, events, path)
        if isinstance(event, SequenceStartEvent):
            nodes: list[Node] = []
            while not isinstance(item := next(events), SequenceEndEvent):
                nodes.append(self.node(item, events, (*path, len(nodes))))
            return Items(tuple(nodes), self.mark(event))
        if isinstance(event, ScalarEvent):
            return self.leaf(event)
        return Leaf(None, self.mark(event), is_broken=True)

    def fields(self, start: Event, events: Iterator[Event], path: tuple[str | int, ...]) -> Fields:
        """Build a mapping; of a key given twice the first counts."""
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            key = self.key(event, events, path)
            node = self.node(next(events), events, (*path, key or "?"))
            if key in entries:
                fact = f"`{key}` is given twice, first in line {entries[key].key.line}"
                self.note(event, "T106", fact, "keep one of the two", (*path, key))
            elif key is not None:
                entries[key] = Entry(self.mark(event), node)
        return Fields(entries, self.mark(start))

    def key(self, event: Event, events: Iterator[Event], path: tuple[str | int, ...]) -> str | None:
        """Return the text of a key, or None for a key that cannot be used."""
        self.refuse_yaml_extras(event)
        if not isinstance(event, ScalarEvent):
            self.note(event, "T107", "a key is a list, a mapping or an alias", "write the key as plain text")
            self.node(event, events, (*path, "?"))
        elif _UNREADABLE.search(event.value):
            self.note(event, "T104", "an escape makes a character that may not stand in a text", "remove it")
        else:
            return str(event.value)
        return None

    def leaf(self, event: ScalarEvent) -> Leaf:
        """Type a scalar: only plain ones can be more than text."""
        mark, text = self.mark(event), event.value
        if _UNREADABLE.search(text):
            self.note(event, "T104", "an escape makes a character that may not stand in a text", "remove it")
            return Leaf(None, mark, is_broken=True)
        if event.style or event.tag is not None:
            return Leaf(text, mark)
        number = _NUMBER.fullmatch(text)
        if number is None:
            return Leaf(_WORDS.get(text, text), mark)
        if len(text) > LONGEST_NUMBER:
            fact = f"a number has {len(text)} digits; the most is {LONGEST_NUMBER}"
            self.note(event, "T112", fact, "write a shorter number, or put it in quotes if it is text")
            return Leaf(None, mark, is_broken=True)
        return Leaf(float(text) if number[2] else int(text), mark)

    def refuse_yaml_extras(self, event: Event) -> None:
        """Note an anchor, an alias or a tag."""
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, AliasEvent):
            self.note(event, "T108", f"`*{anchor}` is an alias", "write the value out where it is needed")
        elif anchor is not None:
            self.note(event, "T108", f"`&{anchor}` is an anchor", "remove it; write repeated values out")
        if tag is not None:
            self.note(event, "T109", f"`{tag}` is a tag", "remove it; the schema knows the type")

    def mark(self, event: Event) -> Mark:
        """Return where an event begins."""
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def note(self, event: Event, code: str, fact: str, remedy: str, path: tuple[str | int, ...] = ()) -> None:
        """Note a problem at an event."""
        self.problems.append(problem_at(self.mark(event), code, fact, path, remedy))


def _events(text: str) -> Iterator[Event]:
    """Yield the parser's events, however the parser ends."""
    return yaml.parse(text, Loader=_PARSER)  # pyright: ignore[reportUnknownMemberType,reportUnknownVariableType] - the stubs give no type
