"""Hypothesis comes in, laws and towns go out that nobody would write, and that engine and oracle must agree on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from glasshouse.law.schema import Regime
from glasshouse.people.deal import Community
from glasshouse.people.world import World
from glasshouse.units import points
from tests.differential import laws, towns
from tests.differential.compare import Scene
from tests.differential.laws import SOURCE, Tree

GRADES = ("E", "D", "C", "B", "A", "AA")
SEVERITIES = ("light", "grave", "worst")
SEVERITY_SHARES = ((1.0,), (0.5, 0.5), (0.9, 0.1), (0.2, 0.3, 0.5))
SEEING = (0.7, 0.3, 1.0, 0.8, 0.4, 0.05, 0.0)
DELAYS = ((0, 0.0, 0), (1, 0.0, 5), (10, 1.0, 60), (45, 0.5, 180), (400, 0.4, 720))
"""Median in days, sigma of the log, and the longest."""
FACTORS = (1.7, 1, 0.5, 1.2, 0)
DAYS_PER_Y = 365
LEAPLINGS_D = (6881, 6151)
"""Days before 1 January 2019 and 2017 on which it was 29 February 2000."""


def subsets(of: Sequence[str], *, least: int = 0, most: int | None = None) -> st.SearchStrategy[list[str]]:
    """Draw some of these in their order."""
    longest = len(of) if most is None else min(most, len(of))
    picked = st.sets(st.sampled_from(of), min_size=least, max_size=longest) if of else st.just(set[str]())
    return picked.map(lambda names: [name for name in of if name in names])


@st.composite
def responses(draw: st.DrawFn) -> Tree:
    """Draw which responses are on, and how strong."""
    share = st.sampled_from([0.0, 0.25, 0.6, 1.0])
    tree: Tree = {"followers": {"value": 0.5, **SOURCE}}
    if draw(st.booleans()):
        tree["deterrence"] = {
            "fall": {"value": draw(share), **SOURCE},
            "half_life_months": {"value": draw(st.sampled_from([0.5, 3, 7.3])), **SOURCE},
        }
    if draw(st.booleans()):
        tree["incentive"] = {"rise": {"value": draw(st.sampled_from([0.1, 0.9])), **SOURCE}}
    if draw(st.booleans()):
        tree["chilling"] = {
            "expression": {"value": draw(share), **SOURCE},
            "complaint": {"value": draw(share), **SOURCE},
            "charged_factor": {"value": draw(st.sampled_from([1, 1.5, 3])), **SOURCE},
        }
    return tree


@st.composite
def conducts(draw: st.DrawFn, domain: str, providers: Sequence[str], least_bound: float) -> Tree:
    """Draw something that people do, and who sees it."""
    sees = draw(subsets(providers, least=min(2, len(providers)), most=4))
    shares = draw(st.sampled_from(SEVERITY_SHARES))
    by: dict[str, Tree] = {}
    dimensions: Mapping[str, Sequence[str]] = {"age": towns.AGES, "sex": towns.SEXES, **towns.ATTRIBUTES}
    for name in draw(subsets(list(dimensions), most=2)):
        levels = draw(subsets(dimensions[name], least=1))
        by[name] = {"factors": {level: draw(st.sampled_from(FACTORS)) for level in levels}, **SOURCE}
    is_lawful = draw(st.booleans())
    return towns.conduct(
        domain,
        draw(st.sampled_from([2.5, 1.1, 1.8, 0.3, 0])),
        {name: draw(st.sampled_from(SEEING)) for name in sees},
        lawful=is_lawful,
        chills_as=draw(st.sampled_from([None, "expression", "complaint"])) if is_lawful else None,
        bound=draw(st.sampled_from([least_bound, least_bound + 0.33])),
        by=by,
        severity={
            name: {"value": share, **SOURCE}
            for name, share in zip(SEVERITIES, shares, strict=False)
            if len(shares) > 1
        },
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a world of up to six domains, so that more than one draw a month is needed."""
    domains = {f"domain-{ix}": draw(st.sampled_from([0.5, 1, 4])) for ix in range(draw(st.integers(1, 6)))}
    providers = {
        f"agency-{ix}": towns.provider(*draw(st.sampled_from(DELAYS)))
        for ix in range(draw(st.integers(1, 5)))
    }
    answers = draw(responses())
    least_bound = 1.9 if "incentive" in answers else 1.0
    return towns.world(
        domains=domains,
        providers=providers,
        conducts={
            f"conduct-{ix}": draw(
                st.sampled_from(list(domains)).flatmap(lambda d: conducts(d, list(providers), least_bound))
            )
            for ix in range(draw(st.integers(2, 6)))
        },
        responses=answers,
        year=draw(st.sampled_from([2017, 2019, 2020])),
    )


@st.composite
def limits(draw: st.DrawFn) -> list[tuple[str, int | None]]:
    """Draw grades with their lower limits; now and then the best has a sub-band."""
    lower = sorted(
        draw(st.sets(st.integers(-50, 200), min_size=draw(st.integers(0, 2)), max_size=len(GRADES) - 1))
    )
    found: list[tuple[str, int | None]] = [(GRADES[0], None)]
    found += zip(GRADES[1:], lower, strict=False)
    if lower and draw(st.booleans()):
        found.append((f"{found[-1][0]}+", lower[-1] + draw(st.integers(1, 50))))
    return found


@st.composite
def instruments(draw: st.DrawFn, grades: Sequence[tuple[str, int | None]]) -> Tree:
    """Draw the values of a points instrument with these grades."""
    lowest = min([lower for _, lower in grades if lower is not None], default=0)
    base_pt = draw(st.integers(lowest * 10 - 200, 2500))
    floor_pt = min(base_pt, lowest * 10 - draw(st.sampled_from([5, 10, 300, 3000])))
    ceiling_pt = draw(st.sampled_from([None, base_pt, base_pt + 75, base_pt + 600]))
    return laws.instrument(
        grades,
        base=points(base_pt),
        floor=points(floor_pt),
        ceiling=None if ceiling_pt is None else points(ceiling_pt),
        validity_starts=draw(st.sampled_from(["conduct", "booking"])),
        one_act_counts=draw(st.sampled_from(["highest", "each"])),
        publication=draw(st.integers(1, 28)),
    )


@st.composite
def rules(draw: st.DrawFn, world: World, grades: Sequence[str]) -> Tree:
    """Draw a rule for some conduct of the world; some rules no report ever fires."""
    name = draw(st.sampled_from(list(world.conduct)))
    conduct = world.conduct[name]
    provider = draw(st.sampled_from([*(list(conduct.seen_by) * 4), *world.providers]))
    severity = draw(subsets(list(conduct.severity))) if draw(st.booleans()) else []
    # Few different amounts, so that rules for one act are often equally heavy.
    amount = draw(st.sampled_from([-20, None, -5, 7.5, -60, None, -5, -0.5, 40, 7.5]))
    target = draw(st.sampled_from(grades)) if amount is None else None
    return laws.rule(
        name,
        provider,
        points=amount,
        downgrade_to=target,
        valid_y=draw(st.sampled_from([1, 1, 2, 5])),
        severity=severity or None,
    )


@st.composite
def regimes(draw: st.DrawFn, world: World) -> Regime:
    """Draw a law for a world."""
    grades = draw(limits())
    names = [grade for grade, _ in grades]
    deadlines = {name: draw(st.sampled_from([None, 0, 7, 60])) for name in world.providers}
    listed = {f"list-{ix}": draw(subsets(names, least=1)) for ix in range(draw(st.integers(0, 2)))}
    found = draw(st.lists(rules(world, names), min_size=4, max_size=14))
    return laws.regime(
        {f"rule-{ix}": tree for ix, tree in enumerate(found)},
        points=draw(instruments(grades)),
        lists=listed,
        from_age_y=draw(st.sampled_from([18, 18, 18, 19, 21])),
        report_within_d=deadlines,
    )


def persons(luck: Random, *, count: int) -> list[towns.Person]:
    """Return some residents; many are about to come of age, and some were born on a leap day."""
    return [
        towns.Person(
            birth_day=-luck.choice(
                [
                    luck.randint(14 * DAYS_PER_Y, 22 * DAYS_PER_Y),
                    luck.randint(1, 100 * DAYS_PER_Y),
                    *LEAPLINGS_D,
                ]
            ),
            sex=luck.randint(0, 1),
            levels=tuple(luck.randrange(len(levels)) for levels in towns.ATTRIBUTES.values()),
            follows_score=luck.random() < 0.7,
            frailty=tuple(luck.randint(0, 15) for _ in range(8)),
        )
        for _ in range(count)
    ]


@st.composite
def scenes(draw: st.DrawFn, *, residents: int = 30) -> Scene:
    """Draw a town and the law that it lives under.

    Its people come from one number: Hypothesis likes small examples, and in a town of one or two
    next to nothing happens.
    """
    world = draw(worlds())
    people = persons(Random(draw(st.integers(0, 2**32))), count=residents)
    dying = draw(st.sampled_from([0, 2**27, 2**30]))
    # Some ages are deadly and their neighbours are not, differently by sex.
    death = tuple(tuple(dying * ((age + sex) % 3) for age in range(towns.LAST_AGE + 1)) for sex in range(2))
    return Scene(
        draw(regimes(world)),
        world,
        towns.community(people, domains=len(world.domains), number=draw(st.integers(0, 2**20))),
        death,
    )
