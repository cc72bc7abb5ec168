"""A world file's tree comes in, a `World` goes out: a place, its people, what they do and who sees it."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from glasshouse.law.schema import Place, walk_sourced
from glasshouse.law.values import Code, Model, Name, Reference, Sourced
from glasshouse.people.conduct import Conduct, Domain, Provider, Responses
from glasshouse.people.mistakes import Errors, Names, Objections
from glasshouse.people.population import SEXES, Attribute, Mortality, Organisations, Population

MOST_DOMAINS_N = 8


class Holidays(Sourced):
    """Days beside Saturdays and Sundays on which no office works."""

    every_year: tuple[Annotated[str, Field(pattern=r"^[01][0-9]-[0-3][0-9]$")], ...] = ()
    """`MM-DD`."""
    days: tuple[Annotated[str, Field(pattern=r"^[0-9]{4}-[01][0-9]-[0-3][0-9]$")], ...] = ()
    """`YYYY-MM-DD`."""


class Published(Sourced):
    """A published figure that the report prints beside the model's; nothing is tuned to it.

    The model's own is how many residents have one of `grades` of `instrument` at the last
    publication of the year, scaled to the people whom the world's tables count.
    """

    title: str
    value: Annotated[int, Field(ge=0)]
    instrument: Name
    grades: Annotated[tuple[Code, ...], Field(min_length=1)]
    sex: Literal["male", "female"] | None = None
    after_y: Annotated[int, Field(ge=1, le=100)]
    """At the end of which year of the run the figures are compared."""


class World(Model):
    """A place where nobody real lives: aggregate figures and rates, each with a source."""

    glasshouse: Literal["world/1"]
    id: Name
    title: str
    about: str
    notes: tuple[str, ...] = ()
    """Conflicts between sources, and what is not modelled."""
    year: Annotated[int, Field(ge=1900, le=2100)]
    """The calendar starts on 1 January of this year; ages are those of the evening before."""
    key: Annotated[int, Field(ge=0, lt=2**63)]
    """What the people are drawn from; the run's seed plays no part in who they are."""
    sources: dict[Name, Reference]
    population: Population
    age_groups: Annotated[tuple[Annotated[int, Field(ge=18, le=120)], ...], Field(min_length=1)]
    """Lowest age of each group of adults, ascending; the last group is open."""
    attributes: Annotated[dict[Name, Attribute], Field(max_length=32)]
    mortality: Mortality
    organisations: Organisations | None = None
    holidays: Holidays | None = None
    published: dict[Name, Published] = {}
    domains: Annotated[dict[Name, Domain], Field(min_length=1, max_length=MOST_DOMAINS_N)]
    providers: dict[Name, Provider]
    conduct: dict[Name, Conduct]
    responses: Responses
    names: Names | None = None
    errors: Errors = Errors()
    objections: Objections | None = None
    """Silent, nobody ever objects."""
    _places: dict[str, Place] = PrivateAttr(default_factory=dict)

    @property
    def places(self) -> dict[str, Place]:
        """Where each dotted path stands; filled by the loader, empty for a world made in Python."""
        return self._places

    def with_places(self, places: dict[str, Place]) -> "World":
        """Return the same world with the places of its values."""
        copy = self.model_copy()
        copy._places = places
        return copy

    def levels_of(self, dimension: str) -> tuple[str, ...] | None:
        """Return the levels of `age`, `sex` or an attribute; None if there is no such dimension."""
        if dimension == "age":
            lows = self.age_groups
            closed = [f"{low}-{high - 1}" for low, high in pairwise(lows)]
            return (*closed, f"{lows[-1]}+")
        if dimension == "sex":
            return SEXES
        if dimension == "form" and self.organisations is not None:
            return tuple(self.organisations.forms)
        attribute = self.attributes.get(dimension)
        return None if attribute is None else attribute.levels

    def sourced(self) -> Iterator[tuple[str, Sourced]]:
        """Yield every sourced declaration with its dotted path."""
        yield from walk_sourced(self)
