"""A dealt community comes in, residents by name and level go out."""

from dataclasses import dataclass

from glasshouse.people.deal import Community
from glasshouse.people.world import World
from reference.calendar import Calendar

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
    frailty_levels: dict[str, int]
    """0 to 15 for each domain."""

    def birthday(self, calendar: Calendar, age: int) -> int:
        """Return the day on which the resident turns an age."""
        return calendar.years_later(self.birth_day, age)

    def age_in(self, calendar: Calendar, year: int) -> int:
        """Return the age on the last evening of a year; year 0 is the world's."""
        return calendar.year + year - calendar.date(self.birth_day).year

    def rate_levels(self, calendar: Calendar, world: World, year: int) -> dict[str, str] | None:
        """Return what the resident's rates depend on in a year; None for who is a child throughout."""
        age = self.age_in(calendar, year)
        if age < ADULT_Y:
            return None
        return {"age": age_group(world.age_groups, age), "sex": self.sex, **self.levels}


def age_group(lowest: tuple[int, ...], age: int) -> str:
    """Return the name of an age's group: `30-44`, or `75+` for the oldest."""
    low = max(limit for limit in lowest if limit <= age)
    above = [limit for limit in lowest if limit > age]
    return f"{low}-{min(above) - 1}" if above else f"{low}+"


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
            frailty_levels={
                domain: int(community.frailty[row, ix]) for row, domain in enumerate(world.domains)
            },
        )
        for ix in range(len(community.sex))
    ]
