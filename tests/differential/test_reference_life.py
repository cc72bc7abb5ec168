"""Whole lives by hand: worlds in which what happens is certain, or whose consequences are."""

from datetime import date
from itertools import pairwise

from glasshouse.law.schema import Regime
from glasshouse.people.world import World
from reference.calendar import Calendar
from reference.candidates import Chance
from reference.life import OFFICIAL, TRUTHFUL, DeathThresholds, Life, Setting, live_community
from reference.tallies import tally
from tests.differential import laws, towns
from tests.differential.laws import SOURCE
from tests.differential.towns import Person

YEAR = 2019
TOWN = Calendar(YEAR)
FINE_RULES = {"fine": laws.rule("littering", points=-5)}
FINE = laws.regime(FINE_RULES)
ALWAYS = 2**32
"""Above every word: whoever has this threshold dies in the year."""


def born(text: str, **its: object) -> Person:
    return Person(TOWN.day(date.fromisoformat(text)), **its)  # type: ignore[arg-type]


def littering(
    rate: float = 6, *, median_d: float = 0, responses: laws.Tree | None = None, **its: object
) -> World:
    """Return a world in which people litter and the police see all of it."""
    return towns.world(
        domains={"streets": 4},
        providers={"police": towns.provider(median_d)},
        conducts={"littering": towns.conduct("streets", rate, {"police": 1}, **its)},
        responses=responses,
        year=YEAR,
    )


def live(
    world: World,
    people: list[Person],
    *,
    law: Regime = FINE,
    years: int = 2,
    seed: int = 1,
    death: tuple[tuple[int, ...], ...] = towns.NOBODY_DIES,
) -> tuple[Setting, list[Life]]:
    thresholds: DeathThresholds = dict(zip(towns.SEXES, death, strict=True))
    setting = Setting(law, Chance(world, seed, 0), thresholds, TOWN.days(years))
    return setting, live_community(setting, towns.community(people, domains=1))


def deadly(age: int, *, sex: int = 0) -> tuple[tuple[int, ...], ...]:
    """Return thresholds by which everybody of one age and sex dies, and nobody else."""
    return tuple(
        tuple(ALWAYS if (its, years) == (sex, age) else 0 for years in range(towns.LAST_AGE + 1))
        for its in range(len(towns.SEXES))
    )


def test_everything_that_is_seen_without_delay_is_on_both_files_on_its_day() -> None:
    _, (life,) = live(littering(), [born("1980-05-05")])
    acts = [(act.act, act.day) for act in life.acts]
    assert len(acts) > 4
    for name in (OFFICIAL, TRUTHFUL):
        entries = [entry.record for entry in life.files[name].entries]
        assert [(its.act, its.act_day) for its in sorted(entries, key=lambda its: its.act)] == sorted(acts)
        assert all(its.booked_day == its.act_day for its in entries)


def test_nobody_does_anything_before_the_18th_birthday_and_nobody_has_an_account() -> None:
    _, lives = live(littering(), [born("2001-07-09") for _ in range(40)])
    birthday = TOWN.day(date(2019, 7, 9))
    days = [act.day for life in lives for act in life.acts]
    assert {life.opens_day for life in lives} == {birthday}
    assert birthday <= min(days) < birthday + 31
    assert all(life.files[OFFICIAL].published[0].day == birthday for life in lives)


def test_who_was_born_on_29_february_comes_of_age_on_the_28th() -> None:
    _, (life,) = live(littering(), [born("2004-02-29")], years=4)
    assert life.opens_day == TOWN.day(date(2022, 2, 28))


def test_a_child_of_the_whole_span_has_no_file() -> None:
    setting, (life,) = live(littering(), [born("2010-01-01")])
    assert (life.acts, life.files) == ([], {})
    assert tally(setting, [life]).graded == {}


def test_a_law_may_score_from_a_later_age_and_books_nothing_before() -> None:
    law = laws.regime(FINE_RULES, from_age_y=20)
    _, lives = live(littering(median_d=10), [born("1999-07-09") for _ in range(40)], law=law)
    opens = TOWN.day(date(2019, 7, 9))
    assert any(act.day < opens for life in lives for act in life.acts)
    booked = [
        (entry.record.act_day, entry.record.booked_day)
        for life in lives
        for entry in life.files[OFFICIAL].entries
    ]
    assert min(day for _, day in booked) >= opens
    # What was done before the account opened and is booked after it counts on the official file alone.
    assert any(act_day < opens for act_day, _ in booked)
    assert all(entry.record.act_day >= opens for life in lives for entry in life.files[TRUTHFUL].entries)


def test_the_risk_of_death_is_that_of_the_age_on_the_evening_before_the_year() -> None:
    people = [born("1979-01-01"), born("1978-12-31"), born("1979-12-31"), born("1978-12-31", sex=1)]
    _, lives = live(littering(), people, death=deadly(40))
    assert [None if life.dies_day is None else life.dies_day // 365 for life in lives] == [1, 0, 1, None]


def test_the_dead_do_nothing_and_leave_the_counts() -> None:
    setting, lives = live(littering(), [born("1978-06-01") for _ in range(30)], years=2, death=deadly(40))
    counts = tally(setting, lives).graded
    for life in lives:
        assert life.dies_day is not None
        assert all(act.day < life.dies_day for act in life.acts)
        assert all(shown.day < life.dies_day for shown in life.files[OFFICIAL].published)
    for month in (3, 7, 13):
        day = TOWN.month_starts(month) + 24
        alive = sum(1 for life in lives if life.dies_day is not None and day < life.dies_day)
        assert sum(n for (its, name, _), n in counts.items() if (its, name) == (month, OFFICIAL)) == alive


def test_a_delay_moves_the_official_booking_and_not_the_truthful_one() -> None:
    law = laws.regime(FINE_RULES, report_within_d={"police": 9})
    for median_d, kind in ((9, "true"), (10, "late")):
        _, (life,) = live(littering(median_d=median_d), [born("1980-05-05")], law=law)
        official = [entry.record for entry in life.files[OFFICIAL].entries]
        truthful = [entry.record for entry in life.files[TRUTHFUL].entries]
        assert {its.booked_day - its.act_day for its in official} == {median_d}
        assert {its.booked_day - its.act_day for its in truthful} == {0}
        assert {its.kind for its in official} == {kind}
        assert {its.kind for its in truthful} == {"true"}


def total_deterrence() -> laws.Tree:
    return {
        "followers": {"value": 1.0, **SOURCE},
        "deterrence": {"fall": {"value": 1.0, **SOURCE}, "half_life_months": {"value": 1200, **SOURCE}},
    }


def test_who_is_wholly_deterred_does_nothing_in_the_month_after_a_charge() -> None:
    people = [born("1980-05-05") for _ in range(20)]
    _, lives = live(littering(12, responses=total_deterrence()), people)
    _, free = live(littering(12), people)
    assert all(gap >= 30 for life in lives for gap in gaps(life))
    assert any(0 < gap < 30 for life in free for gap in gaps(life))


def gaps(life: Life) -> list[int]:
    """Return the days between acts of different days."""
    return [after - before for before, after in pairwise(sorted({act.day for act in life.acts}))]


def test_who_does_not_follow_the_score_is_not_deterred() -> None:
    people = [born("1980-05-05", follows_score=False) for _ in range(20)]
    _, deterred = live(littering(12, responses=total_deterrence()), people)
    _, free = live(littering(12), people)
    assert [life.acts for life in deterred] == [life.acts for life in free]
    assert min(len(life.acts) for life in free) > 1


def test_deterrence_begins_on_the_day_after_the_official_booking() -> None:
    people = [born("1980-05-05") for _ in range(60)]
    _, lives = live(littering(12, median_d=40, responses=total_deterrence()), people)
    after_first = [act.day - min(its.day for its in life.acts) for life in lives for act in life.acts]
    assert any(0 < days <= 40 for days in after_first)
    assert not any(40 < days < 70 for days in after_first)


def test_a_law_that_does_not_charge_does_not_deter() -> None:
    people = [born("1980-05-05") for _ in range(5)]
    praise = laws.regime({"praise": laws.rule("littering", points=5)})
    _, praised = live(littering(12, responses=total_deterrence()), people, law=praise)
    _, free = live(littering(12), people, law=laws.regime({}))
    assert [life.acts for life in praised] == [life.acts for life in free]


def test_lawful_conduct_is_not_deterred_but_chilled_more_after_a_charge() -> None:
    people = [born("1980-05-05") for _ in range(40)]
    _, free = live(littering(12), people)
    _, charged = live(littering(12, responses=total_deterrence(), lawful=True), people)
    assert [life.acts for life in charged] == [life.acts for life in free]
    chilling: laws.Tree = {
        "expression": {"value": 0.5, **SOURCE},
        "complaint": {"value": 0.0, **SOURCE},
        "charged_factor": {"value": 2, **SOURCE},
    }
    answers: laws.Tree = {"followers": {"value": 1.0, **SOURCE}, "chilling": chilling}
    posts = littering(12, responses=answers, lawful=True, chills_as="expression")
    _, chilled = live(posts, people)
    # Half is left before the first charge, and nothing after it.
    assert {len({act.day for act in life.acts}) for life in chilled} == {1}


def test_of_two_rules_as_heavy_the_first_of_the_law_holds() -> None:
    rules = {name: laws.rule("littering", points=-5) for name in ("first", "second")}
    _, (life,) = live(littering(), [born("1980-05-05")], law=laws.regime(rules))
    for file in life.files.values():
        assert {entry.record.code for entry in file.entries} == {"first"}
        assert [its.code for its in file.blocked] == ["second"] * len(life.acts)


def test_each_provider_takes_its_own_time() -> None:
    agencies = ("police", "council")
    world = towns.world(
        domains={"streets": 4},
        providers={name: towns.provider(30, 1.0) for name in agencies},
        conducts={"littering": towns.conduct("streets", 6, dict.fromkeys(agencies, 1))},
    )
    rules = {name: laws.rule("littering", name, points=-5) for name in agencies}
    law = laws.regime(rules, points=laws.instrument(one_act_counts="each"))
    _, (life,) = live(world, [born("1980-05-05")], law=law, years=4)
    days = {
        name: [its.booked_day for its in life.under_way[OFFICIAL] if its.code == name] for name in agencies
    }
    assert len(days["police"]) == len(days["council"]) == len(life.acts)
    assert days["police"] != days["council"]


def test_a_law_changes_nothing_that_it_does_not_reach() -> None:
    people = [born("1980-05-05") for _ in range(5)]
    unused = laws.regime({"unused": laws.rule("heroism", points=50), **FINE_RULES})
    _, ours = live(littering(), people, law=unused)
    _, theirs = live(littering(), people)
    for one, other in zip(ours, theirs, strict=True):
        assert one.acts == other.acts
        assert [its.score_pt for its in one.files[OFFICIAL].published] == [
            its.score_pt for its in other.files[OFFICIAL].published
        ]


def test_each_publication_shows_what_was_booked_by_its_day() -> None:
    _, (life,) = live(littering(), [born("1980-05-05")], years=1)
    shown = life.files[OFFICIAL].published
    assert [TOWN.date(its.day).day for its in shown[1:]] == [25] * 12
    for its in shown[1:]:
        assert its.score_pt == 10000 - 50 * sum(1 for act in life.acts if act.day <= its.day)


def test_tallies_add_up() -> None:
    people = [born("1980-05-05"), born("2001-07-09"), born("1950-01-01", sex=1), born("2015-01-01")]
    setting, lives = live(littering(), people, years=2)
    counts = tally(setting, lives)
    accounts = [life for life in lives if life.files]
    days = sum(setting.ends_day(life) - life.opens_day for life in accounts)
    assert sum(n for (_, name, _), n in counts.grade_days.items() if name == OFFICIAL) == days
    assert sum(counts.happened.values()) == sum(len(life.acts) for life in lives)
    assert counts.happened == counts.recorded
    flows = sum(n for (_, name, _, _), n in counts.flows.items() if name == OFFICIAL)
    shown = sum(1 for life in accounts for its in life.files[OFFICIAL].published if its.why == "publication")
    assert flows == shown - len(accounts)
    ages = {level for (_, _, dimension, level, _) in counts.groups if dimension == "age"}
    assert ages == {"18-29", "30-59", "60+"}
    assert sum(n for (_, _, dimension, _, _), n in counts.groups.items() if dimension == "sex") == 2 * (3 + 3)
