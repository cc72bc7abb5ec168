"""A few words come in, lives go out: towns in which people litter and the police see all of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from glasshouse.law.schema import Regime
from glasshouse.people.world import World
from reference.calendar import Calendar
from reference.candidates import Chance
from reference.entries import OFFICIAL, Entry, EventName
from reference.files import File
from reference.life import DeathThresholds, Life, Setting, live_community
from reference.rates import Rates
from tests.differential import laws, towns
from tests.differential.laws import SOURCE, Tree
from tests.differential.towns import Firm, Person

YEAR = 2019
TOWN = Calendar(YEAR)
ENDS = TOWN.year_starts(2)
ADULT = "1980-05-05"
FINE_RULES = {"fine": laws.rule("littering", points=-5)}
FINE = laws.regime(FINE_RULES)


def born(text: str, **its: object) -> Person:
    """Return somebody by the date of birth."""
    return Person(TOWN.day(date.fromisoformat(text)), **its)  # type: ignore[arg-type]


def littering(
    rate: float = 6,
    *,
    median_d: float = 0,
    responses: Tree | None = None,
    of_organisations: Sequence[str] = (),
    errors: Tree | None = None,
    objections: Tree | None = None,
    **its: object,
) -> World:
    """Return a world in which people litter and the police see all of it."""
    return towns.world(
        domains={"streets": 4},
        providers={"police": towns.provider(median_d)},
        conducts={"littering": towns.conduct("streets", rate, {"police": 1}, **its)},
        responses=responses,
        year=YEAR,
        of_organisations=of_organisations,
        errors=errors,
        objections=objections,
    )


def live(
    world: World,
    people: list[Person],
    *,
    law: Regime = FINE,
    years: int = 2,
    seed: int = 1,
    death: tuple[tuple[int, ...], ...] = towns.NOBODY_DIES,
    firms: Sequence[Firm] = (),
) -> tuple[Setting, list[Life]]:
    """Live the years of a town."""
    thresholds: DeathThresholds = dict(zip(towns.SEXES, death, strict=True))
    setting = Setting(law, Chance(Rates(world), seed, 0), thresholds, years)
    return setting, live_community(setting, towns.community(people, domains=1, firms=firms))


def file(life: Life, side: str = OFFICIAL, *, of: str = "points") -> File:
    """Return one of somebody's files."""
    return life.files[of, side]


def entries(life: Life, side: str = OFFICIAL, *, of: str = "points") -> list[Entry]:
    """Return the entries of one of somebody's files."""
    return file(life, side, of=of).entries


def days_of(life: Life, name: EventName, *, of: str = "points") -> list[tuple[int, int]]:
    """Return when something became of official entries: the days of booking and of the event."""
    return [
        (its.entry.booked_day, its.day)
        for its in file(life, of=of).events
        if its.name == name and its.entry is not None
    ]


def fine(
    *,
    points: Tree | None = None,
    role: Mapping[str, object] | None = None,
    report_within_d: int | None = None,
    **its: object,
) -> Regime:
    """Return a law that fines littering, shown every day, and what it says of the police."""
    return laws.regime(
        {"fine": laws.rule("littering", points=-5, **its)},
        points=points or laws.daily(one_act_counts="each"),
        roles={"police": dict(role or {})},
        report_within_d={"police": report_within_d},
    )


def shares(**its: float) -> Tree:
    """Return values with their source, by name."""
    return {name: {"value": value, **SOURCE} for name, value in its.items()}


def crowd(count: int, **its: object) -> list[Person]:
    """Return so many grown residents who have nothing to do with one another."""
    return [born(ADULT, **its) for _ in range(count)]


def ring(count: int) -> list[Person]:
    """Return name-sakes, each of the next."""
    return [born(ADULT, namesake=(ix + 1) % count) for ix in range(count)]


def wrong(matched_by: str, share: float = 1, **its: object) -> Tree:
    """Return how many records go to a wrong person, by what they are matched by."""
    return {"wrong_person": shares(**{matched_by: share}), **its}


def whose(life: Life) -> set[tuple[int, str]]:
    """Return of which doers, and of which kind, the records on the official file are."""
    return {(its.record.act.doer, its.record.kind) for its in entries(life)}


def near(**its: object) -> list[Person]:
    """Return a household of two who are of age, and the head of another."""
    return [
        born(ADULT, head=0, housemate=1, neighbour=2, **its),
        born(ADULT, head=0, housemate=0, neighbour=2, **its),
        born(ADULT, neighbour=0, **its),
    ]


def couples() -> list[Person]:
    """Return two couples; the husbands are name-sakes."""
    return [
        born(ADULT, spouse=1, namesake=2),
        born(ADULT, spouse=0),
        born(ADULT, spouse=3, namesake=0),
        born(ADULT, spouse=2),
    ]


def thin(factor: float) -> Tree:
    """Return that records of those who farm go wrong so many times as often."""
    return {"thin_files": {"work": {"factors": {"farm": factor}, **SOURCE}}}


def objections(
    *,
    files_d: int = 10,
    decides_d: int = 30,
    wins: Mapping[str, tuple[float, float]] | None = None,
    **its: float,
) -> Tree:
    """Return that everybody learns and objects, so many days after, and wins where it is not said otherwise.

    Args:
        files_d: Days from learning to filing.
        decides_d: Days from taking an objection to the decision, of every body.
        wins: By body, which share wins of those charged wrongly, and of all others; silent, all win.
        its: Any other value of the world.
    """
    always = dict.fromkeys(("office", "court", "tribunal"), (1.0, 1.0))
    usual = {"objects": 1.0, "wrongly_factor": 1, "office_days": 0, "keeps_deadline": 0, "goes_on": 1.0}
    return {
        "learns": shares(**{"each-charge": 1, "publication": 1}),
        "files_after": towns.span(files_d),
        "decides_after": {body: towns.span(decides_d) for body in always},
        "wins": {
            body: shares(wrongly=wrongly, rightly=rightly)
            for body, (wrongly, rightly) in (always if wins is None else wins).items()
        },
        **shares(**(usual | its)),
    }
