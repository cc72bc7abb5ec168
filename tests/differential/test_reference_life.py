"""Whole lives by hand: worlds in which what happens is certain, or whose consequences are."""

from datetime import date
from itertools import pairwise

from reference.calendar import NEVER
from reference.entries import OFFICIAL, SIDES, TRUTHFUL
from reference.life import Life
from reference.sums import Spell, spells_of, sum_up
from tests.differential import laws, towns
from tests.differential.laws import SOURCE
from tests.differential.lives import FINE_RULES, TOWN, born, entries, file, littering, live
from tests.differential.towns import Firm, Person

ALWAYS = 2**32
"""Above every word: whoever has this threshold dies in the year."""


def deadly(age: int, *, sex: int = 0) -> tuple[tuple[int, ...], ...]:
    """Return thresholds by which everybody of one age and sex dies, and nobody else."""
    return tuple(
        tuple(ALWAYS if (its, years) == (sex, age) else 0 for years in range(towns.LAST_AGE + 1))
        for its in range(len(towns.SEXES))
    )


def test_everything_that_is_seen_without_delay_is_on_both_files_on_its_day() -> None:
    _, (life,) = live(littering(), [born("1980-05-05")])
    acts = [(act.number, act.day) for act in life.acts]
    assert len(acts) > 4
    for side in SIDES:
        records = [its.record for its in entries(life, side)]
        assert sorted((its.act.number, its.conduct_day) for its in records) == sorted(acts)
        assert all(its.booked_day == its.conduct_day for its in records)


def test_nobody_does_anything_before_the_18th_birthday_and_nobody_has_an_account() -> None:
    _, lives = live(littering(), [born("2001-07-09") for _ in range(40)])
    birthday = TOWN.day(date(2019, 7, 9))
    days = [act.day for life in lives for act in life.acts]
    assert {life.opens_day for life in lives} == {birthday}
    assert birthday <= min(days) < birthday + 31
    assert all(file(life).shown[0].day == birthday for life in lives)


def test_who_was_born_on_29_february_comes_of_age_on_the_28th() -> None:
    _, (life,) = live(littering(), [born("2004-02-29")], years=4)
    assert life.opens_day == TOWN.day(date(2022, 2, 28))


def test_a_child_of_the_whole_span_has_no_file() -> None:
    setting, (life,) = live(littering(), [born("2010-01-01")])
    assert (life.acts, life.files) == ([], {})
    assert sum_up(setting, [life]).graded == {}


def test_a_law_may_score_from_a_later_age_and_books_nothing_before() -> None:
    law = laws.regime(FINE_RULES, from_age_y=20)
    _, lives = live(littering(median_d=10), [born("1999-07-09") for _ in range(40)], law=law)
    opens = TOWN.day(date(2019, 7, 9))
    assert any(act.day < opens for life in lives for act in life.acts)
    booked = [(its.record.conduct_day, its.booked_day) for life in lives for its in entries(life)]
    assert min(day for _, day in booked) >= opens
    # What was done before the account opened and is booked after it counts on the official file alone.
    assert any(day < opens for day, _ in booked)
    assert all(its.record.conduct_day >= opens for life in lives for its in entries(life, TRUTHFUL))


def test_the_risk_of_death_is_that_of_the_age_on_the_evening_before_the_year() -> None:
    people = [born("1979-01-01"), born("1978-12-31"), born("1979-12-31"), born("1978-12-31", sex=1)]
    _, lives = live(littering(), people, death=deadly(40))
    assert [None if life.dies_day is None else life.dies_day // 365 for life in lives] == [1, 0, 1, None]


def test_the_dead_do_nothing_and_leave_the_counts() -> None:
    setting, lives = live(littering(), [born("1978-06-01") for _ in range(30)], years=2, death=deadly(40))
    counts = sum_up(setting, lives).graded
    for life in lives:
        assert life.dies_day is not None
        assert all(act.day < life.dies_day for act in life.acts)
        assert all(shown.day < life.dies_day for shown in file(life).shown)
    for month in (3, 7, 13):
        day = TOWN.month_starts(month) + 24
        alive = sum(1 for life in lives if life.dies_day is not None and day < life.dies_day)
        assert sum(n for (its, _, side, *_), n in counts.items() if (its, side) == (month, OFFICIAL)) == alive


def test_a_delay_moves_the_official_booking_and_not_the_truthful_one() -> None:
    law = laws.regime(FINE_RULES, report_within_d={"police": 9})
    for median_d, kind in ((9, "true"), (10, "late")):
        _, (life,) = live(littering(median_d=median_d), [born("1980-05-05")], law=law)
        official, truthful = ([its.record for its in entries(life, side)] for side in SIDES)
        assert {its.booked_day - its.conduct_day for its in official} == {median_d}
        assert {its.booked_day - its.conduct_day for its in truthful} == {0}
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
    for its in life.files.values():
        assert {entry.code for entry in its.entries} == {"first"}
        blocked = [event.record.row.code for event in its.events if event.name == "blocked"]
        assert blocked == ["second"] * len(life.acts)


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
        name: {its.record.act.number: its.booked_day for its in entries(life) if its.code == name}
        for name in agencies
    }
    assert days["police"].keys() == days["council"].keys()
    assert any(day != days["council"][act] for act, day in days["police"].items())


def test_a_law_changes_nothing_that_it_does_not_reach() -> None:
    people = [born("1980-05-05") for _ in range(5)]
    unused = laws.regime({"unused": laws.rule("heroism", points=50), **FINE_RULES})
    _, ours = live(littering(), people, law=unused)
    _, theirs = live(littering(), people)
    for one, other in zip(ours, theirs, strict=True):
        assert one.acts == other.acts
        assert [its.score_pt for its in file(one).shown] == [its.score_pt for its in file(other).shown]


def test_each_publication_shows_what_was_booked_by_its_day() -> None:
    _, (life,) = live(littering(), [born("1980-05-05")], years=1)
    shown = file(life).shown
    assert {TOWN.date(its.day).day for its in shown[1:]} == {25}
    for its in shown[1:]:
        assert its.score_pt == 10000 - 50 * sum(1 for act in life.acts if act.day <= its.day)


def test_who_did_nothing_is_shown_once() -> None:
    _, (life,) = live(littering(0), [born("1980-05-05")])
    assert [(its.day, its.score_pt, its.why) for its in file(life).shown] == [(0, 10000, "opening")]


def test_a_spell_holds_at_the_end_of_its_first_day_and_until_the_next_one() -> None:
    law = laws.regime({"ban": laws.rule("littering", downgrade_to="D")})
    setting, (life,) = live(littering(), [born("1980-05-05")], law=law)
    first, second, *others = spells_of(file(life), setting.ends_day(life))
    banned = min(act.day for act in life.acts)
    assert first == Spell(0, banned, 10000, "A")
    assert (second.starts, second.grade) == (banned, "D")
    assert all(one.ends == other.starts for one, other in pairwise([second, *others]))
    assert [second, *others][-1].ends == len(setting.days)


def test_sums_add_up() -> None:
    people = [born("1980-05-05"), born("2001-07-09"), born("1950-01-01", sex=1), born("2015-01-01")]
    setting, lives = live(littering(), people, years=2)
    counts = sum_up(setting, lives)
    accounts = [life for life in lives if life.files]
    days = sum(setting.ends_day(life) - life.opens_day for life in accounts)
    assert sum(n for (_, _, side, *_), n in counts.grade_days.items() if side == OFFICIAL) == days
    assert sum(counts.happened.values()) == sum(len(life.acts) for life in lives)
    assert counts.happened == counts.recorded
    flows = sum(n for (_, _, side, *_), n in counts.flows.items() if side == OFFICIAL)
    graded = sum(n for (_, _, side, *_), n in counts.graded.items() if side == OFFICIAL)
    # Two have an account all the time, one from 9 July 2019 on: their first counts have none before them.
    assert (graded, flows) == (24 + 24 + 18, 24 + 24 + 18 - len(accounts))
    ages = {level for (_, _, _, dimension, level, _) in counts.groups if dimension == "age"}
    assert ages == {"18-29", "30-59", "60+"}
    by_sex = sum(n for (_, _, _, dimension, *_), n in counts.groups.items() if dimension == "sex")
    assert by_sex == 2 * (3 + 3)


def test_an_act_lasts_and_is_decided_as_the_world_says() -> None:
    world = littering(lasts=towns.span(40), decided=towns.span(10))
    law = laws.regime({"fine": laws.rule("littering", points=-5, starts="finality", counted="each-month")})
    _, (life,) = live(world, [born("1980-05-05")], law=law)
    assert {(act.end_day - act.day, act.final_day - act.day) for act in life.acts} == {(40, 10)}
    first = [its for its in entries(life) if its.record.conduct_day == its.record.act.day]
    later = [its for its in entries(life) if its.record.conduct_day != its.record.act.day]
    assert all(its.booked_day == its.start_day == its.record.act.day + 10 for its in first)
    # Forty days hold the first of another month, by when the decision is final.
    assert len(later) > len(first) / 2
    assert all(its.booked_day == its.start_day == its.record.conduct_day for its in later)


def test_some_acts_never_end() -> None:
    world = littering(lasts=towns.span(40, never=0.5))
    _, lives = live(world, [born("1980-05-05") for _ in range(40)])
    ends = {act.end_day - act.day if act.end_day < NEVER else NEVER for life in lives for act in life.acts}
    assert ends == {40, NEVER}


def family() -> list[Person]:
    """Return a couple and their grown child; the father is at the head of the household."""
    return [
        born("1970-05-05", head=0, spouse=1),
        born("1970-05-05", sex=1, head=0, spouse=0),
        born("1995-05-05", head=0, parents=(0, 1)),
    ]


def test_an_act_is_booked_on_whom_the_law_says() -> None:
    fine = laws.rule(
        "littering", points=-5, booked_on=("household-head", "parents"), books_too={"spouse": "blame"}
    )
    rules = {"fine": fine, "blame": laws.rule(points=-1)}
    law = laws.regime(rules, points=laws.instrument(one_act_counts="each"))
    _, lives = live(littering(), family(), law=law)
    doers = [{(its.code, its.record.act.doer) for its in entries(life)} for life in lives]
    # The father is head and parent of the child, and is booked for its acts once.
    assert doers == [
        {("fine", 0), ("fine", 1), ("fine", 2), ("blame", 1)},
        {("fine", 2), ("blame", 0)},
        set(),
    ]
    assert len(entries(lives[0])) == sum(len(life.acts) for life in lives) + len(lives[1].acts)


def test_who_is_charged_for_somebody_elses_act_is_deterred() -> None:
    law = laws.regime({"fine": laws.rule("littering", points=-5, booked_on=("spouse",))})
    people = [born("1970-05-05", spouse=1), born("1970-05-05", spouse=0)]
    _, (one, other) = live(littering(12, responses=total_deterrence()), people, law=law)
    for doer, spouse in ((one, other), (other, one)):
        charged = [act.day for act in spouse.acts]
        assert not any(0 < act.day - day < 30 for act in doer.acts for day in charged)


FIRMS = laws.instrument(holders=("residents", "organisations"))


def test_organisations_act_and_have_accounts_and_their_heads_may_pay() -> None:
    fine = laws.rule("littering", points=-5, booked_on=("doer", "head"))
    law = laws.regime({"fine": fine}, points=FIRMS)
    world = littering(of_organisations=["streets"])
    _, lives = live(
        world, [born("1980-05-05"), born("1980-05-05")], law=law, firms=[Firm(head=1), Firm(head=None)]
    )
    nobody, head, firm, headless = lives
    assert nobody.acts == head.acts == []
    assert len(firm.acts) > 4
    assert len(headless.acts) > 4
    assert len(entries(firm)) == len(entries(head)) == len(firm.acts)
    assert len(entries(headless)) == len(headless.acts)
    assert entries(nobody) == []
    assert {its.record.act.doer for its in entries(head)} == {2**20}


def test_rates_of_organisations_differ_by_form() -> None:
    world = littering(
        of_organisations=["streets"], by={"form": {"factors": {"trader": 0, "society": 0}, **SOURCE}}
    )
    _, lives = live(world, [born("1980-05-05")], firms=[Firm(form=form) for form in (0, 1, 2)])
    assert [len(life.acts) > 0 for life in lives] == [False, True, False, False]


def test_organisations_do_not_respond() -> None:
    law = laws.regime(FINE_RULES, points=FIRMS)
    deterred = littering(12, of_organisations=["streets"], responses=total_deterrence())
    _, ours = live(deterred, [born("1980-05-05")], law=law, firms=[Firm()])
    _, theirs = live(
        littering(12, of_organisations=["streets"]), [born("1980-05-05")], law=law, firms=[Firm()]
    )
    assert ours[1].acts == theirs[1].acts
    assert len(ours[1].acts) > 10


def test_only_some_residents_may_hold_an_account() -> None:
    law = laws.regime(FINE_RULES, points=laws.instrument(only={"work": ("farm", "shop")}))
    people = [born("1980-05-05", levels=(0, work, 0)) for work in (0, 1, 2)]
    _, lives = live(littering(), people, law=law)
    assert [bool(life.files) for life in lives] == [False, True, True]


def test_who_does_not_consent_has_charges_and_neither_score_nor_merits() -> None:
    rules = {"fine": laws.rule("littering", points=-5), "praise": laws.rule("littering", points=5)}
    law = laws.regime(rules, asks_consent=True)
    setting, (life,) = live(littering(), [born("1980-05-05", consents=False)], law=law)
    assert {its.code for its in entries(life)} == {"fine"}
    assert len(entries(life)) == len(life.acts)
    assert file(life).shown == []
    counts = sum_up(setting, [life])
    assert counts.graded == counts.grade_days == counts.buckets == {}
    assert sum(counts.entries.values()) == 2 * len(life.acts)


def test_where_the_law_does_not_ask_consent_plays_no_part() -> None:
    _, (life,) = live(littering(), [born("1980-05-05", consents=False)])
    assert file(life).shown[-1].score_pt < 10000


def test_nothing_is_repaired_on_the_file_of_the_dead() -> None:
    law = laws.regime(
        {
            "fine": laws.rule("littering", points=-5, repair={"rule": "mild", **SOURCE}),
            "mild": laws.rule(points=-1),
        }
    )
    people = [born("1978-06-01") for _ in range(30)]
    _, lives = live(littering(12, lasts=towns.span(100)), people, law=law, years=1, death=deadly(40))
    assert any(its.code == "mild" for life in lives for its in entries(life))
    for life in lives:
        assert life.dies_day is not None
        assert all(event.day < life.dies_day for event in file(life).events)


def test_of_two_rules_that_book_the_same_on_somebody_the_first_does() -> None:
    rules = {
        "first": laws.rule("littering", points=-5, books_too={"spouse": "blame"}),
        "second": laws.rule("littering", points=-5, books_too={"spouse": "blame"}),
        "blame": laws.rule(points=-1),
    }
    law = laws.regime(rules, points=laws.instrument(one_act_counts="each"))
    _, (one, other) = live(littering(), [born("1970-05-05", spouse=1), born("1970-05-05", spouse=0)], law=law)
    assert sum(its.code == "blame" for its in entries(one)) == len(other.acts)


def test_grades_of_lists_and_of_daily_accounts_are_counted_on_the_last_day_of_the_month() -> None:
    law = laws.regime(
        {"owes": laws.rule("littering", instrument="wall", downgrade_to="listed", valid="5 years")},
        points=laws.daily(),
        others={"wall": laws.listing(publication=3)},
    )
    setting, lives = live(littering(), [born("2001-12-30")], law=law, years=1)
    graded = sum_up(setting, lives).graded
    # Of age on 30 December: in time for the last day, when the account is a day old.
    assert {key[:3] for key in graded} == {(11, name, side) for name in ("points", "wall") for side in SIDES}
