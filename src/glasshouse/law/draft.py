"""The tree of a law file comes in, its sections go out by their own names, readable or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pydantic import BaseModel

from glasshouse.law.catalogue import Catalogue
from glasshouse.law.declared import fields_at
from glasshouse.law.parts import Part
from glasshouse.law.schema import Regime
from glasshouse.law.tree import Tree
from glasshouse.law.wording import nearest


class Names(NamedTuple):
    """The names of one section that others may use."""

    known: frozenset[str]
    is_complete: bool
    """False where a name could not be read; then a name that is not here is nobody's mistake."""

    def lacks(self, name: str) -> bool:
        """Say whether a name is surely not among these."""
        return self.is_complete and name not in self.known


def is_written(part: Part, key: str, model: type[BaseModel]) -> bool:
    """Say whether a key stands in a part, be it misspelt: the slip is reported as an unknown key alone."""
    known = fields_at(model, ())
    return part.has(key) or any(
        nearest(each.name, known) == key for each in part.below() if each.name not in known
    )


@dataclass(frozen=True)
class Draft:
    """A law file that may have mistakes, and the world that it is checked against."""

    tree: Tree
    catalogue: Catalogue | None = None

    @cached_property
    def root(self) -> Part:
        """The whole file."""
        return Part.of(self.tree)

    @cached_property
    def instruments(self) -> list[Part]:
        """The instruments."""
        return list(self.root.at("instruments").below())

    @cached_property
    def rules(self) -> list[Part]:
        """The rules, in the order of the file."""
        return list(self.root.at("rules").below())

    @cached_property
    def sourced(self) -> list[Part]:
        """Every part that cites a source."""
        return [part for part in self.root.walk() if part.has("source")]

    def bands(self) -> Iterator[Part]:
        """Yield the bands of every instrument."""
        for instrument in self.instruments:
            yield from instrument.at("bands").below()

    @cached_property
    def sources(self) -> Names:
        """The ids of the sources."""
        return self._names("sources")

    @cached_property
    def providers(self) -> Names:
        """The providers that the law lets report."""
        return self._names("providers")

    @cached_property
    def lists(self) -> Names:
        """The lists; a law without the section has none."""
        names = self._names("lists")
        return names if is_written(self.root, "lists", Regime) else Names(frozenset(), is_complete=True)

    @cached_property
    def grades(self) -> Names:
        """The grades of every instrument."""
        found = [band.text("grade") for band in self.bands()]
        return Names(
            frozenset(grade for grade in found if grade is not None), bool(found) and None not in found
        )

    def _names(self, section: str) -> Names:
        part = self.root.at(section)
        return Names(frozenset(below.name for below in part.below()), part.is_mapping())
