"""A world comes in, how often each mechanism fails goes out: of whom, under which law, and at most."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import floor, prod

from glasshouse.law.schema import ProviderRole
from glasshouse.people.conduct import Conduct, SourcedRate, SourcedShare
from glasshouse.people.mistakes import Errors
from glasshouse.people.world import World
from reference.shares import ONE_Q8
from reference.thresholds import Category, exact, severities

MISTAKE, MALICE, QUOTA, GRUDGE, ELSEWHERE = "mistake", "malice", "quota", "grudge", "elsewhere"
CAUSES = (MISTAKE, MALICE, QUOTA, GRUDGE, ELSEWHERE)
"""Of records of what nobody did, in the order of categories."""
MADE_UP = (MALICE, QUOTA, GRUDGE)
"""Made up by somebody, of what one can be blamed or silenced for."""


def thin_q8(errors: Errors, levels: Mapping[str, str]) -> int:
    """Return how much likelier records of a resident go astray, in units of 1/256, rounded half up."""
    factors = (exact(table.factors.get(levels[name], 1)) for name, table in errors.thin_files.items())
    return _q8(prod(factors, start=Fraction(1)))


def highest_thin_q8(world: World) -> int:
    """Return the highest of these factors that any resident can have, rounded likewise."""
    highest = Fraction(1)
    for name, table in world.errors.thin_files.items():
        highest *= max(exact(table.factors.get(level, 1)) for level in world.levels_of(name) or ())
    return _q8(highest)


def kept(errors: Errors, role: ProviderRole) -> Fraction:
    """Return the share of errors that nobody catches by looking at the records of a provider."""
    return 1 - value(errors.caught_by_hand) if role.checked_by_hand else Fraction(1)


def wrong_person(errors: Errors, role: ProviderRole) -> Fraction:
    """Return the share of a provider's records that go to a wrong person, by what they are matched by."""
    return value(errors.wrong_person.get(role.matched_by))


def false_ratio(errors: Errors, role: ProviderRole, cause: str) -> Fraction:
    """Return how many false records of a cause come for each true one, under a law, nobody looking."""
    match cause:
        case "mistake":
            return value(errors.mistake.get(role.evidence))
        case "malice":
            return value(errors.malice.get(role.evidence))
        case "quota":
            return value(errors.quota) if role.quota else Fraction(0)
        case "grudge":
            return value(errors.grudge) if role.discretion else Fraction(0)
        case _:
            return wrong_person(errors, role)


def highest_ratio(world: World, conduct: Conduct, cause: str) -> Fraction:
    """Return the highest such ratio over all mechanisms that a law may name, for one conduct."""
    errors = world.errors
    if cause in MADE_UP and conduct.lawful and conduct.chills_as is None:
        return Fraction(0)
    match cause:
        case "mistake":
            return _highest(errors.mistake.values())
        case "malice":
            return _highest(errors.malice.values())
        case "quota":
            return value(errors.quota)
        case "grudge":
            return value(errors.grudge)
        case _:
            return _highest(errors.wrong_person.values()) * Fraction(highest_thin_q8(world), ONE_Q8)


def false_shares(world: World, name: str) -> dict[Category, Fraction]:
    """Return the categories of false records of a conduct, with how many come at most for each act of it.

    They come by severity, then provider, then cause; the cell of a resident plays no part.
    """
    conduct = world.conduct[name]
    found = {
        Category(name, severity, (provider,), cause): share
        * exact(seen.value)
        * highest_ratio(world, conduct, cause)
        for severity, share in severities(conduct).items()
        for provider, seen in conduct.seen_by.items()
        for cause in CAUSES
    }
    return {category: share for category, share in found.items() if share > 0}


def value(sourced: SourcedShare | SourcedRate | None) -> Fraction:
    """Return the number that a world names, exactly; 0 where it is silent."""
    return Fraction(0) if sourced is None else exact(sourced.value)


def _highest(of: Iterable[SourcedShare | SourcedRate]) -> Fraction:
    return max((value(its) for its in of), default=Fraction(0))


def _q8(factor: Fraction) -> int:
    return floor(factor * ONE_Q8 + Fraction(1, 2))
