"""Two regimes come in, what changed from one to the other goes out, value by value, each with both places."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pydantic import JsonValue

from glasshouse.law.labels import place_of, place_words
from glasshouse.law.schema import Place, Regime

SECTIONS = (
    "law", "scored", "instruments", "annexes", "rules", "tallies", "feeds", "lists", "gates", "providers",
    "sources", "labels",
)  # fmt: skip
"""In this order; `law` is what a file says of itself: title, world, notes. `labels` is by which source
and article a value stands, wherever it does."""
LABELS = frozenset({"source", "article"})
FEWEST_FOLDED = 4
"""So many changes of one kind become a line of their own."""
NOTES = "notes"
PROSE = frozenset({"about", NOTES, "note", "reason", "reference"})
"""What explains the law and is none; many such changes are only counted."""
_NAMED_BY: dict[str, Callable[[JsonValue], str]] = {
    "bands": lambda band: str(band["grade"]) if isinstance(band, dict) else "",
    NOTES: str,
}
"""Lists whose items have names."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is not the same in both laws."""

    path: str
    kind: Literal["added", "removed", "changed"]
    before: JsonValue
    """None where it was added."""
    after: JsonValue
    """None where it was removed."""
    before_place: Place | None
    after_place: Place | None

    @property
    def section(self) -> str:
        """The section of a law file that it belongs to, or `labels`."""
        first, *rest = self.path.split(".")
        if first in SECTIONS and rest and rest[-1] in LABELS:
            return "labels"
        return first if first in SECTIONS else SECTIONS[0]

    @property
    def entry(self) -> str:
        """The name of the part that changed: a rule's code, a gate's id; empty outside of any."""
        steps = self.path.split(".")
        if self.section == "labels":
            return ".".join(steps[:-1])
        return steps[1] if len(steps) > 1 and self.section not in {"law", "scored"} else ""

    @property
    def field(self) -> str:
        """What changed within the entry; empty where the whole of it came or went."""
        steps = self.path.split(".")
        return ".".join(steps[2:] if self.entry and self.section != "labels" else steps[-1:])

    @property
    def is_prose(self) -> bool:
        """Whether it explains the law and is none."""
        return self.path.rsplit(".", 1)[-1] in PROSE

    def as_json(self) -> dict[str, JsonValue]:
        """Return the change with both values and both places."""
        return {
            "section": self.section,
            "path": self.path,
            "change": self.kind,
            "before": self.before,
            "after": self.after,
            "before_place": place_words(self.before_place) or None,
            "after_place": place_words(self.after_place) or None,
        }


class Fold(NamedTuple):
    """Changes that are one: the same value of the same field, in several entries of one section.

    Of prose the values need not be the same.
    """

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        """The one that stands for all."""
        return self.changes[0]


class _Value(NamedTuple):
    """A value of one law, its parts by name, and the path under which the file has it."""

    plain: JsonValue
    parts: "dict[str, _Value] | None"
    written_at: str


def differences(before: Regime, after: Regime) -> tuple[Change, ...]:
    """Return what changed from one law to another.

    A value that a file leaves to the schema's default is not there; an entry that is in one law
    alone is one change. The id of the law is not compared.

    Returns:
        The changes by section, in the order of the files.
    """
    found = [
        Change(
            path,
            "added" if was is None else "removed" if now is None else "changed",
            None if was is None else was.plain,
            None if now is None else now.plain,
            None if was is None else place_of(before, was.written_at),
            None if now is None else place_of(after, now.written_at),
        )
        for path, was, now in _compare("", _tree(before), _tree(after))
    ]
    return tuple(sorted(found, key=lambda change: SECTIONS.index(change.section)))


def _tree(regime: Regime) -> _Value:
    tree = regime.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    return _read({key: value for key, value in tree.items() if key not in {"glasshouse", "id"}}, "", "")


def folded(changes: Iterable[Change]) -> tuple[Fold, ...]:
    """Put changes together that change one field in the same way in many entries."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        where = change.section if change.field and change.entry else change.path
        values = None if change.is_prose else (change.before, change.after)
        alike = (where, change.field, change.kind, values)
        groups.setdefault(repr(alike), []).append(change)
    return tuple(_folds(list(groups.values())))


def _folds(groups: Sequence[Sequence[Change]]) -> Iterator[Fold]:
    for group in groups:
        if len(group) >= FEWEST_FOLDED:
            yield Fold(tuple(group))
        else:
            yield from (Fold((change,)) for change in group)


def citing(regime: Regime, source: str) -> int:
    """Count the values that cite a source."""
    return sum(declared.source == source for _, declared in regime.sourced())


def _read(value: JsonValue, path: str, key: str) -> _Value:
    """Read a value; bands go by their grade and notes by their text, so that one that moves is the same."""
    if isinstance(value, dict):
        parts = {name: _read(each, _below(path, name), name) for name, each in value.items()}
        return _Value(value, parts, path)
    if isinstance(value, list) and key in _NAMED_BY:
        names = [_NAMED_BY[key](each) for each in value]
        items = [_read(each, _below(path, ix), "") for ix, each in enumerate(value)]
        return _Value(value, dict(zip(names, items, strict=True)), path)
    return _Value(value, None, path)


def _below(path: str, step: str | int) -> str:
    return f"{path}.{step}" if path else str(step)


def _compare(path: str, old: _Value, new: _Value) -> Iterator[tuple[str, _Value | None, _Value | None]]:
    """Yield what differs at and below a path: the path, what was there, what is there now."""
    if old.plain == new.plain:
        return
    if old.parts is None or new.parts is None:
        yield path, old, new
        return
    for name in dict.fromkeys((*old.parts, *new.parts)):
        was, now = old.parts.get(name), new.parts.get(name)
        if was is not None and now is not None:
            yield from _compare(_below(path, name), was, now)
        else:
            yield path if path == NOTES else _below(path, name), was, now
