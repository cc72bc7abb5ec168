"""A dealt community comes in; its residents and organisations go out, by name and level."""

from collections.abc import Sequence
from dataclasses import dataclass

from glasshouse.law.schema import Relation
from glasshouse.people.deal import Community
from glasshouse.people.world import World
from reference.calendar import Calendar
from reference.draws import FIRST_ORGANISATION

ADULT_Y = 18
"""From this birthday on somebody does what a world counts as conduct."""
SEXES = ("male", "female")


@dataclass(frozen=True, slots=True)
class Resident:
    """One person who never existed, as the law may not change them."""

    ix: int
    """Place in the community."""
    sex: str
    birth_day: int
    levels: dict[str, str]
    """Level of each attribute, by name."""
    follows_score: bool
    consents: bool
    frailty_levels: dict[str, int]
    """0 to 15 for each domain."""
    head: int
    """Place of the household's head."""
    spouse: int | None
    parents: tuple[int, ...]
    namesake: int | None
    """Place of whom records by name go to when they go wrong."""
    housemate: int | None
    """Place of whom records by address go to, in the household."""
    neighbour: int | None
    """Likewise, next door."""

    @property
    def doer(self) -> int:
        """Whom draws are about."""
        return self.ix

    def birthday(self, calendar: Calendar, age: int) -> int:
        """Return the day on which the resident turns an age."""
        return calendar.years_later(self.birth_day, age)

    def age_in(self, calendar: Calendar, year: int) -> int:
        """Return the age on the last evening of a year; year 0 is the world's."""
        return calendar.year + year - calendar.date(self.birth_day).year

    def first_conduct_day(self, calendar: Calendar) -> int:
        """Return the day from which on they do what a world counts as conduct."""
        return self.birthday(calendar, ADULT_Y)

    def rate_levels(self, calendar: Calendar, world: World, year: int) -> dict[str, str] | None:
        """Return what the resident's rates depend on in a year; None for who is a child throughout."""
        age = self.age_in(calendar, year)
        if age < ADULT_Y:
            return None
        return {"age": age_group(world.age_groups, age), "sex": self.sex, **self.levels}

    def related(self, relation: Relation) -> tuple[int, ...]:
        """Return who stands in a relation to the resident; a resident has no head of an organisation."""
        match relation:
            case "doer":
                return (self.ix,)
            case "household-head":
                return (self.head,)
            case "spouse":
                return () if self.spouse is None else (self.spouse,)
            case "parents":
                return self.parents
            case "head":
                return ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """One firm, sole trader or society that never existed; it has no age and does not respond."""

    ix: int
    """Place in the community, after the residents."""
    number: int
    """Place among the organisations."""
    form: str
    frailty_levels: dict[str, int]
    head: int | None
    """Place of the resident at its head; None where the community had nobody for it."""

    @property
    def doer(self) -> int:
        """Whom draws are about."""
        return FIRST_ORGANISATION + self.number

    def first_conduct_day(self, _: Calendar) -> int:
        """Return the day from which on it does what a world counts as conduct."""
        return 0

    def rate_levels(self, _calendar: Calendar, _world: World, _year: int) -> dict[str, str]:
        """Return what the organisation's rates depend on."""
        return {"form": self.form}

    def related(self, relation: Relation) -> tuple[int, ...]:
        """Return who stands in a relation to the organisation; it has no family."""
        match relation:
            case "doer":
                return (self.ix,)
            case "head":
                return () if self.head is None else (self.head,)
            case _:
                return ()


Person = Resident | Organisation
"""Whoever may have an account."""


def age_group(lowest: tuple[int, ...], age: int) -> str:
    """Return the name of an age's group: `30-44`, or `75+` for the oldest."""
    low = max(limit for limit in lowest if limit <= age)
    above = [limit for limit in lowest if limit > age]
    return f"{low}-{min(above) - 1}" if above else f"{low}+"


def people_of(world: World, community: Community) -> list[Person]:
    """Return the residents of a community in its order, and then its organisations."""
    return [*residents_of(world, community), *organisations_of(world, community)]


def residents_of(world: World, community: Community) -> list[Resident]:
    """Return the residents of a community, in its order."""
    return [
        Resident(
            ix=ix,
            sex=SEXES[int(community.sex[ix])],
            birth_day=int(community.birth_day[ix]),
            levels={
                name: tuple(spec.levels)[int(community.levels[row, ix])]
                for row, (name, spec) in enumerate(world.attributes.items())
            },
            follows_score=bool(community.is_follower[ix]),
            consents=bool(community.is_consenting[ix]),
            frailty_levels={
                domain: int(community.frailty[row, ix]) for row, domain in enumerate(world.domains)
            },
            head=int(community.head_ix[ix]),
            spouse=_someone(int(community.spouse_ix[ix])),
            parents=tuple(int(its) for its in community.parent_ix[:, ix] if its >= 0),
            namesake=_someone(int(community.namesake_ix[ix])),
            housemate=_someone(int(community.housemate_ix[ix])),
            neighbour=_someone(int(community.neighbour_ix[ix])),
        )
        for ix in range(len(community.sex))
    ]


def housemates_of(people: Sequence[Person]) -> dict[int, tuple[int, ...]]:
    """Return everybody's housemates, by place: all others of the ring that they are in."""
    following = {its.ix: its.housemate for its in people if isinstance(its, Resident)}
    found: dict[int, tuple[int, ...]] = {}
    for ix, first in following.items():
        others: list[int] = []
        housemate = first
        while housemate is not None and housemate != ix:
            others.append(housemate)
            housemate = following[housemate]
        found[ix] = tuple(others)
    return found


def organisations_of(world: World, community: Community) -> list[Organisation]:
    """Return the organisations of a community, in its order."""
    residents_n = len(community.sex)
    forms = () if world.organisations is None else tuple(world.organisations.forms)
    return [
        Organisation(
            ix=residents_n + number,
            number=number,
            form=forms[int(community.org_form[number])],
            frailty_levels={
                domain: int(community.org_frailty[row, number]) for row, domain in enumerate(world.domains)
            },
            head=_someone(int(community.org_head_ix[number])),
        )
        for number in range(len(community.org_form))
    ]


def _someone(ix: int) -> int | None:
    return None if ix < 0 else ix
