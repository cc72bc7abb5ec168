"""Luck comes in, towns that nobody would write go out: a world, its people and when they die."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import TypeVar

from glasshouse.people.deal import Community
from glasshouse.people.world import World
from reference.calendar import Calendar
from reference.people import ADULT_Y
from tests.differential import random_remedies, towns
from tests.differential.laws import SOURCE, Tree

SEVERITIES = ("light", "grave", "worst")
SEVERITY_SHARES = ((1.0,), (0.5, 0.5), (0.9, 0.1), (0.2, 0.3, 0.5))
SEEING = (0.7, 0.3, 1.0, 0.8, 0.4, 0.05, 0.0)
DELAYS = ((0, 0.0, 0), (1, 0.0, 5), (10, 1.0, 60), (45, 0.5, 180), (365, 0.0, 365), (400, 0.4, 720))
"""Median in days, sigma of the log, and the longest."""
LASTING = (
    (0, 0.0, 0, 0.0),
    (40, 0.8, 300, 0.2),
    (200, 1.2, 3600, 0.05),
    (5, 0.0, 9, 0.0),
    (90, 0.5, 7200, 1.0),
)
"""Likewise, and the share that never ends."""
DECIDING = ((20, 0.0, 60), (60, 1.0, 400))
RATES = (2.5, 1.1, 1.8, 0.3, 0)
FACTORS = (1.7, 1, 0.5, 1.2, 0)
HOLIDAYS = ("01-01", "05-01", "05-02", "10-01", "2019-02-04", "2020-03-02", "2018-06-01")
DAYS_PER_Y = 365
HOUSEHOLD = 4
TURNING_DAYS = ((1, 1), (2, 29), (12, 31))
"""Birthdays that a calendar gets wrong, by month and day."""
LEAP_YEARS = tuple(range(1916, 2004, 4))
Thing = TypeVar("Thing")


def some(luck: Random, of: Sequence[Thing], *, least: int = 0, most: int | None = None) -> list[Thing]:
    """Return some of these in their order."""
    longest = len(of) if most is None else min(most, len(of))
    picked = luck.sample(range(len(of)), luck.randint(min(least, longest), longest))
    return [of[ix] for ix in sorted(picked)]


def _value(value: float) -> Tree:
    return {"value": value, **SOURCE}


def responses(luck: Random) -> Tree:
    """Return which responses are on, and how strong."""
    shares = (0.0, 0.25, 0.6, 1.0)
    tree: Tree = {"followers": _value(0.5), "consents": _value(0.7)}
    if luck.random() < 0.5:
        tree["deterrence"] = {
            "fall": _value(luck.choice(shares)),
            "half_life_months": _value(luck.choice((0.5, 3, 7.3))),
        }
    if luck.random() < 0.5:
        tree["incentive"] = {"rise": _value(luck.choice((0.1, 0.9)))}
    if luck.random() < 0.5:
        tree["chilling"] = {
            "expression": _value(luck.choice(shares)),
            "complaint": _value(luck.choice(shares)),
            "charged_factor": _value(luck.choice((1, 1.5, 3))),
            "household": luck.choice((None, _value(luck.choice((0, 0.5, 1))))),
        }
    return tree


def conduct(
    luck: Random, domain: str, providers: Sequence[str], *, of_organisations: bool, least_bound: float
) -> Tree:
    """Return something that people or organisations do, who sees it, and how long it takes."""
    shares = luck.choice(SEVERITY_SHARES)
    severities = SEVERITIES[: len(shares)] if len(shares) > 1 else ()
    dimensions: Mapping[str, Sequence[str]] = {"age": towns.AGES, "sex": towns.SEXES, **towns.ATTRIBUTES}
    dimensions = {"form": list(towns.FORMS)} if of_organisations else dimensions
    is_lawful = luck.random() < 0.5
    its: Tree = {
        "lawful": is_lawful,
        "chills_as": luck.choice((None, "expression", "complaint")) if is_lawful else None,
        "bound": luck.choice((least_bound, least_bound + 0.33)),
        "by": {
            name: {
                "factors": {level: luck.choice(FACTORS) for level in some(luck, dimensions[name], least=1)},
                **SOURCE,
            }
            for name in some(luck, list(dimensions), most=2)
        },
        "severity": {name: _value(share) for name, share in zip(severities, shares, strict=False)},
        "sizes": {name: luck.choice((1, 3, 8, 20)) for name in some(luck, severities or ("any",))},
    }
    if luck.random() < 0.6:
        its["lasts"] = towns.span(*luck.choice(LASTING))
    if luck.random() < 0.3:
        its["decided"] = towns.span(*luck.choice(DECIDING))
    sees = some(luck, providers, least=2, most=4)
    rate = luck.choice(RATES) * (5 if of_organisations else 1)
    return towns.conduct(domain, rate, {name: luck.choice(SEEING) for name in sees}, **its)


def world(luck: Random) -> World:
    """Return a world of up to six domains, so that more than one draw a month is needed."""
    domains = {f"domain-{ix}": luck.choice((0.5, 1, 4)) for ix in range(luck.randint(1, 6))}
    theirs = [name for name in domains if luck.random() < 0.25]
    providers = {f"agency-{ix}": towns.provider(*luck.choice(DELAYS)) for ix in range(luck.randint(1, 5))}
    answers = responses(luck)
    places = [luck.choice(list(domains)) for _ in range(luck.randint(2, 7))]
    return towns.world(
        domains=domains,
        providers=providers,
        conducts={
            f"conduct-{ix}": conduct(
                luck,
                domain,
                list(providers),
                of_organisations=domain in theirs,
                least_bound=1.9 if "incentive" in answers else 1.0,
            )
            for ix, domain in enumerate(places)
        },
        responses=answers,
        year=luck.choice((2017, 2019, 2020)),
        of_organisations=theirs,
        holidays=some(luck, HOLIDAYS),
        errors=random_remedies.errors(luck),
        objections=random_remedies.objections(luck) if luck.random() < 0.8 else None,
    )


def persons(luck: Random, *, count: int, year: int) -> list[towns.Person]:
    """Return some residents of a world that begins in a year; many are about to come of age.

    They live in households of four: a head, a spouse, and two who may be children of both. Every
    second household is a neighbour of the one before; the last may have none.
    """
    days = [_birth_day(luck, year) for _ in range(count)]
    adults = [ix for ix, day in enumerate(days) if Calendar(year).years_later(day, ADULT_Y) <= 0]
    namesakes = _rings(luck.choices(range(max(1, count // 3)), k=count), adults)
    housemates = _rings([ix // HOUSEHOLD for ix in range(count)], adults)
    found: list[towns.Person] = []
    for ix, birth_day in enumerate(days):
        first, place = ix - ix % HOUSEHOLD, ix % HOUSEHOLD
        next_door = (ix // HOUSEHOLD ^ 1) * HOUSEHOLD
        couple = [its for its in (first, first + 1) if its < count]
        is_married = place < len(couple) == 2
        found.append(
            towns.Person(
                birth_day=birth_day,
                sex=luck.randint(0, 1),
                levels=tuple(luck.randrange(len(levels)) for levels in towns.ATTRIBUTES.values()),
                follows_score=luck.random() < 0.7,
                frailty=tuple(luck.randint(0, 15) for _ in range(8)),
                consents=luck.random() < 0.7,
                head=first,
                spouse=couple[1 - place] if is_married else None,
                parents=() if place < 2 else tuple(some(luck, couple)),
                namesake=namesakes.get(ix),
                housemate=housemates.get(ix),
                neighbour=next_door if next_door < count else None,
            )
        )
    return found


def _rings(groups: Sequence[int], members: Sequence[int]) -> dict[int, int]:
    """Return who comes next among those of one group; nobody for who is alone in it."""
    found: dict[int, int] = {}
    for group in set(groups):
        ring = [ix for ix in members if groups[ix] == group]
        if len(ring) > 1:
            found.update(zip(ring, [*ring[1:], ring[0]], strict=True))
    return found


def _birth_day(luck: Random, year: int) -> int:
    return luck.choice(
        [
            -luck.randint(14 * DAYS_PER_Y, 22 * DAYS_PER_Y),
            -luck.randint(1, 100 * DAYS_PER_Y),
            (date(luck.choice(LEAP_YEARS), *luck.choice(TURNING_DAYS)) - date(year, 1, 1)).days,
        ]
    )


def firms(luck: Random, *, residents: int) -> list[towns.Firm]:
    """Return some organisations; one in ten has nobody at its head, and nobody heads two."""
    heads = luck.sample(range(residents), luck.randint(0, residents // 4))
    return [
        towns.Firm(
            head=head if luck.random() < 0.9 else None,
            form=luck.randrange(len(towns.FORMS)),
            frailty=tuple(luck.randint(0, 15) for _ in range(8)),
        )
        for head in heads
    ]


def community(luck: Random, of: World, *, residents: int) -> Community:
    """Return a community of a world."""
    return towns.community(
        persons(luck, count=residents, year=of.year),
        domains=len(of.domains),
        number=luck.randrange(2**20),
        firms=firms(luck, residents=residents),
    )


def death(luck: Random) -> tuple[tuple[int, ...], ...]:
    """Return when people die: some ages are deadly and their neighbours are not, differently by sex."""
    dying = luck.choice((0, 2**27, 2**30))
    return tuple(tuple(dying * ((age + sex) % 3) for age in range(towns.LAST_AGE + 1)) for sex in range(2))
