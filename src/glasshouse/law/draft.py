"""The tree of a law file comes in, its sections go out by their own names, readable or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from pydantic import BaseModel

from glasshouse.law.catalogue import Catalogue
from glasshouse.law.declared import fields_at
from glasshouse.law.parts import Part
from glasshouse.law.schema import LISTED, UNLISTED, Regime, Rule
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
    if part.has(key):
        return True
    known = _keys(model)
    return any(nearest(each.name, known) == key for each in part.below() if each.name not in known)


@cache
def _keys(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(fields_at(model, ()))


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

    @cached_property
    def providers_told(self) -> list[Part]:
        """The providers, with what the law says of each."""
        return list(self.root.at("providers").below())

    @cached_property
    def remedies(self) -> list[Part]:
        """The remedies of the instruments that have one."""
        return [each.at("remedy") for each in self.instruments if each.has("remedy")]

    def bands(self) -> Iterator[Part]:
        """Yield the bands of every instrument."""
        for instrument in self.instruments:
            yield from instrument.at("bands").below()

    def instrument_of(self, rule: Part) -> Part | None:
        """Return the instrument that a rule is booked on; None where that cannot be read."""
        return self._homes.get(rule.name)

    @cached_property
    def _homes(self) -> dict[str, Part]:
        by_id = {each.name: each for each in self.instruments}
        first = next(iter(by_id), "")
        named = {
            rule.name: rule.text("instrument") if is_written(rule, "instrument", Rule) else first
            for rule in self.rules
        }
        return {code: by_id[name] for code, name in named.items() if name is not None and name in by_id}

    def grades_of(self, instrument: Part) -> Names:
        """Return the grades of one instrument; a list has the same two always."""
        return self._grades[instrument.name]

    @cached_property
    def _grades(self) -> dict[str, Names]:
        return {each.name: self._read_grades(each) for each in self.instruments}

    def _read_grades(self, instrument: Part) -> Names:
        if instrument.text("kind") == "list":
            return Names(frozenset((LISTED, UNLISTED)), is_complete=True)
        found = [band.text("grade") for band in instrument.at("bands").below()]
        known = frozenset(grade for grade in found if grade is not None)
        return Names(known, bool(found) and None not in found)

    @cached_property
    def sources(self) -> Names:
        """The ids of the sources."""
        return self.section("sources")

    @cached_property
    def providers(self) -> Names:
        """The providers that the law lets report."""
        return self.section("providers")

    @cached_property
    def lists(self) -> Names:
        """The lists that follow from grades, and the instruments that are lists."""
        names = self.section("lists")
        listings = {each.name for each in self.instruments if each.text("kind") == "list"}
        return Names(names.known | listings, names.is_complete)

    @cached_property
    def grades(self) -> Names:
        """The grades of every instrument; those of lists are no names to cite."""
        own = [self.grades_of(each) for each in self.instruments if each.text("kind") != "list"]
        known = frozenset[str]().union(*(names.known for names in own))
        return Names(known, bool(self.instruments) and all(names.is_complete for names in own))

    @cached_property
    def booked_by_others(self) -> frozenset[str]:
        """The codes of rules that another rule's record or a feed books, and of those misspelt there."""
        named = [part.text() for part in self.links()]
        meant = [
            code if code in self.codes.known else nearest(code, self.codes.known) for code in named if code
        ]
        following = [rule.name for rule in self.rules if is_written(rule, "follows", Rule)]
        return frozenset([*(code for code in meant if code is not None), *following])

    def links(self) -> Iterator[Part]:
        """Yield every part that names a rule which something else books."""
        for rule in self.rules:
            if rule.at("repair").has("rule"):
                yield rule.at("repair", "rule")
            yield from rule.at("books_too").below()
        for feed in self.root.at("feeds").below():
            yield from feed.at("books").below()

    @cached_property
    def codes(self) -> Names:
        """The codes of the rules."""
        return self.section("rules")

    def section(self, key: str) -> Names:
        """Return the names of a section; a law without one that may be left out has none there."""
        part = self.root.at(key)
        is_absent = not fields_at(Regime, ())[key].is_required() and not is_written(self.root, key, Regime)
        return Names(frozenset(below.name for below in part.below()), is_absent or part.is_mapping())
