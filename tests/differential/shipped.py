"""The laws and worlds that ship, each loaded once however many tests look at it."""

from functools import cache
from typing import NamedTuple

from glasshouse.law.cases import Case, cases_of
from glasshouse.law.loader import list_regimes, load_regime
from glasshouse.law.schema import Regime
from glasshouse.people.loader import load_world
from glasshouse.people.tables import PeopleTables, compile_people
from glasshouse.people.world import World
from reference.rates import Rates

LAWS = [path.stem for path in list_regimes()]


class Place(NamedTuple):
    """A world, and what is worked out of it once."""

    world: World
    people: PeopleTables
    rates: Rates


@cache
def law(law_id: str) -> Regime:
    """Return a law that ships."""
    return load_regime(law_id)


@cache
def cases(law_id: str) -> tuple[Case, ...]:
    """Return the cases that ship with a law."""
    return cases_of(law_id, law(law_id))


@cache
def place(world_id: str) -> Place:
    """Return a world that ships."""
    world = load_world(world_id)
    return Place(world, compile_people(world), Rates(world))
