"""Hypothesis comes in; laws, towns and cases that nobody would write go out."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from random import Random

from hypothesis import strategies as st

from glasshouse.law.cases import Case, CaseEntry, Expected
from glasshouse.law.schema import Regime
from glasshouse.law.tree import Mark
from glasshouse.people.world import World
from glasshouse.units import points
from tests.differential import laws, towns
from tests.differential.compare import Scene
from tests.differential.laws import SOURCE, Tree

GRADES: tuple[str, ...] = ("E", "D", "C", "B", "A", "AA")
SEVERITIES = ("light", "grave", "worst")
SEVERITY_SHARES = ((1.0,), (0.5, 0.5), (0.9, 0.1), (0.2, 0.3, 0.5))
SEEING = (0.7, 0.3, 1.0, 0.8, 0.4, 0.05, 0.0)
DELAYS = ((0, 0.0, 0), (1, 0.0, 5), (10, 1.0, 60), (45, 0.5, 180), (365, 0.0, 365), (400, 0.4, 720))
"""Median in days, sigma of the log, and the longest."""
AMOUNTS = (-20, None, -5, 7.5, None, -60, -5, -0.5, 40, None)
"""Points of a rule; None is a direct downgrade."""
FACTORS = (1.7, 1, 0.5, 1.2, 0)
DAYS_PER_Y = 365
TURNING_DAYS = ((1, 1), (2, 29), (12, 31))
"""Birthdays that a calendar gets wrong, by month and day."""
LEAP_YEARS = tuple(range(1916, 2004, 4))


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
    """Draw grades with their lower limits; now and then one is a sub-band of its neighbour."""
    most = len(GRADES) - 1
    lower = sorted(draw(st.sets(st.integers(-50, 200), min_size=draw(st.integers(0, 2)), max_size=most)))
    names: list[str] = list(GRADES[: len(lower) + 1])
    if lower and draw(st.booleans()):
        part = draw(st.integers(0, len(lower)))
        whole = draw(st.sampled_from([ix for ix in (part - 1, part + 1) if 0 <= ix <= len(lower)]))
        names[part] = f"{names[whole]}+"
    return list(zip(names, [None, *lower], strict=True))


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
def families(draw: st.DrawFn, world: World, grades: Sequence[str]) -> list[Tree]:
    """Draw up to four rules for one conduct of the world; some rules no report ever fires."""
    name = draw(st.sampled_from(list(world.conduct)))
    conduct = world.conduct[name]
    reporters = [*(list(conduct.seen_by) * 4), *world.providers]
    return [
        laws.rule(
            name,
            draw(st.sampled_from(reporters)),
            points=amount,
            downgrade_to=draw(st.sampled_from(grades)) if amount is None else None,
            valid_y=draw(st.sampled_from([1, 1, 2, 5])),
            severity=(draw(subsets(list(conduct.severity))) if draw(st.booleans()) else None) or None,
        )
        # Few different amounts, so that rules for one act are often equally heavy.
        for amount in draw(st.lists(st.sampled_from(AMOUNTS), min_size=1, max_size=4))
    ]


@st.composite
def regimes(draw: st.DrawFn, world: World) -> Regime:
    """Draw a law for a world."""
    grades = draw(limits())
    names = [grade for grade, _ in grades]
    deadlines = {name: draw(st.sampled_from([None, 0, 7, 60])) for name in world.providers}
    listed = {f"list-{ix}": draw(subsets(names, least=1)) for ix in range(draw(st.integers(0, 2)))}
    found = draw(st.lists(families(world, names), min_size=2, max_size=5))
    return laws.regime(
        {f"rule-{ix}": tree for ix, tree in enumerate(chain.from_iterable(found))},
        points=draw(instruments(grades)),
        lists=listed,
        from_age_y=draw(st.sampled_from([18, 18, 18, 19, 21])),
        report_within_d=deadlines,
    )


def persons(luck: Random, *, count: int, year: int) -> list[towns.Person]:
    """Return some residents of a world that begins in a year; many are about to come of age."""
    return [
        towns.Person(
            birth_day=luck.choice(
                [
                    -luck.randint(14 * DAYS_PER_Y, 22 * DAYS_PER_Y),
                    -luck.randint(1, 100 * DAYS_PER_Y),
                    (date(luck.choice(LEAP_YEARS), *luck.choice(TURNING_DAYS)) - date(year, 1, 1)).days,
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
    people = persons(Random(draw(st.integers(0, 2**32))), count=residents, year=world.year)
    dying = draw(st.sampled_from([0, 2**27, 2**30]))
    # Some ages are deadly and their neighbours are not, differently by sex.
    death = tuple(tuple(dying * ((age + sex) % 3) for age in range(towns.LAST_AGE + 1)) for sex in range(2))
    return Scene(
        draw(regimes(world)),
        world,
        towns.community(people, domains=len(world.domains), number=draw(st.integers(0, 2**20))),
        death,
    )


@st.composite
def cases(draw: st.DrawFn, law: Regime) -> Case:
    """Draw a file of entries in any order, some of them on the same days and of the same acts."""
    first = date(draw(st.sampled_from([2019, 2020])), 1, 1)
    days = st.sampled_from([0, 0, 1, 20, 40, 58, 59, 60, 300, 365, 366, 424, 425, 426, 700])
    waits = st.sampled_from([0, 0, 1, 40, 364, 365, 366])
    entries: list[CaseEntry] = []
    for number in range(draw(st.integers(0, 12))):
        on = first + timedelta(draw(days))
        act = draw(st.sampled_from(["same", "other", f"act-{number}"]))
        code = draw(st.sampled_from(list(law.rules)))
        entries.append(CaseEntry(code, on, on + timedelta(draw(waits)), act))
    at = max([first, *(entry.on for entry in entries)]) + timedelta(draw(st.integers(0, 800)))
    born = first.replace(year=first.year - 18) + timedelta(draw(st.sampled_from([-9000, -1, 30])))
    nothing = Expected(None, None, None, None, None)
    return Case(law.id, "drawn", "A case for a test", None, born, tuple(entries), at, nothing, Mark("", 0, 0))
