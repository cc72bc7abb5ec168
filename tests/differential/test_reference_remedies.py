"""Objections and what comes of them, by hand: everybody learns, everybody dares, and days are known."""

from datetime import date

from glasshouse.law.schema import Regime
from reference.entries import TRUTHFUL, EventName
from reference.files import File
from reference.life import Life
from reference.sums import sum_up
from tests.differential import laws, towns
from tests.differential.laws import SOURCE, Tree
from tests.differential.lives import (
    ADULT,
    ENDS,
    TOWN,
    born,
    crowd,
    days_of,
    entries,
    file,
    fine,
    littering,
    live,
    objections,
    shares,
)
from tests.differential.towns import Firm

LOST = {"office": (0.0, 0.0), "court": (0.0, 0.0), "tribunal": (0.0, 0.0)}
ONE_ACT_SEED, ONE_ACT_RATE = 6, 0.5
"""Of one grown resident, this luck makes one act in two years."""
OBJECTED: tuple[EventName, ...] = ("objected", "rejected", "corrected")


def law(remedy: Tree | None, **its: object) -> Regime:
    """Return a law that fines littering for five years, with a remedy."""
    return fine(points=laws.daily(one_act_counts="each", remedy=remedy), valid="5 years", **its)  # type: ignore[arg-type]


def one(what: Regime, how: Tree | None = None, **its: object) -> tuple[int, Life]:
    """Return the day of the one act of somebody, and the life."""
    world = littering(ONE_ACT_RATE, objections=how or objections(), **its)  # type: ignore[arg-type]
    _, (life,) = live(world, crowd(1), law=what, seed=ONE_ACT_SEED)
    (act,) = life.acts
    return act.day, life


def story(life: Life) -> list[tuple[str, int]]:
    """Return what became of objections, with the days since the first booking."""
    booked_day = entries(life)[0].booked_day
    return [(its.name, its.day - booked_day) for its in file(life).events if its.name in OBJECTED]


def scores(of: File, since: int) -> list[tuple[int, float]]:
    """Return the scores that are shown, each on its first day, counted from another."""
    found: list[tuple[int, float]] = []
    for its in of.shown:
        if not found or found[-1][1] != its.score_pt / 10:
            found.append((its.day - since, its.score_pt / 10))
    return found


def test_who_wins_is_corrected_and_the_truthful_file_is_not() -> None:
    day, life = one(law(laws.remedy(by="court", correct_within="5 days")))
    assert story(life) == [("objected", 10), ("corrected", 45)]
    assert scores(file(life), day) == [(-day, 1000), (0, 995), (45, 1000)]
    assert scores(file(life, TRUTHFUL), day) == [(-day, 1000), (0, 995)]


def test_where_nobody_can_object_or_nobody_does_there_is_no_objection() -> None:
    _, life = one(law(None))
    assert story(life) == []
    world = littering(ONE_ACT_RATE)
    setting, (life,) = live(world, crowd(1), law=law(laws.remedy()), seed=ONE_ACT_SEED)
    assert story(life) == []
    assert sum_up(setting, [life]).remedies == {}


def test_who_is_not_told_does_not_learn() -> None:
    _, life = one(law(laws.remedy("nobody")))
    assert story(life) == []
    assert file(life).remedies == {("rightly", "charged"): 1}


def test_who_learns_from_what_is_shown_learns_at_the_next_publication() -> None:
    points = laws.instrument(one_act_counts="each", remedy=laws.remedy("publication"))
    day, life = one(fine(points=points, valid="5 years"))
    ((_, filed),) = days_of(life, "objected")
    assert filed >= day + 10
    assert TOWN.date(filed - 10).day == 25
    assert filed - 10 - day < 31


def test_an_objection_may_come_too_late() -> None:
    _, life = one(law(laws.remedy(object_within="10 days")))
    assert story(life)[0] == ("objected", 10)
    _, life = one(law(laws.remedy(object_within="9 days")))
    assert story(life) == []
    assert file(life).remedies["rightly", "too_late"] == 1


def test_what_is_suspended_does_not_count_until_the_decision() -> None:
    remedy = laws.remedy(by="court", suspends=True)
    day, life = one(law(remedy), objections(wins=LOST))
    assert story(life) == [("objected", 10), ("rejected", 40)]
    assert scores(file(life), day) == [(-day, 1000), (0, 995), (10, 1000), (40, 995)]


def test_what_is_suspended_and_won_does_not_count_again_before_the_correction() -> None:
    day, life = one(law(laws.remedy(suspends=True, correct_within="1 month")))
    assert scores(file(life), day) == [(-day, 1000), (0, 995), (10, 1000)]
    assert story(life)[-1][1] > 40


def ban(remedy: Tree) -> Regime:
    rules = {"ban": laws.rule("littering", downgrade_to="D", valid="5 years")}
    return laws.regime(rules, points=laws.instrument(remedy=remedy))


def test_a_hearing_keeps_a_downgrade_from_biting() -> None:
    day, life = one(ban(laws.remedy(hearing=True, object_within="1 day")))
    assert story(life) == [("objected", 0), ("corrected", 30)]
    assert scores(file(life), day) == [(-day, 1000)]


def test_after_a_lost_hearing_a_downgrade_bites_on_the_day_of_the_decision() -> None:
    day, life = one(ban(laws.remedy(hearing=True)), objections(wins=LOST))
    assert scores(file(life), day) == [(-day, 1000), (30, 0)]
    assert file(life).shown[-1].why in ("downgrade", "publication")
    assert (day + 30, "downgrade") in [(its.day, its.why) for its in file(life).shown]


def test_without_a_hearing_a_downgrade_bites_and_a_suspension_shows_at_the_publication() -> None:
    day, life = one(ban(laws.remedy(suspends=True)), objections(wins=LOST))
    shown = scores(file(life), 0)
    assert shown[1] == (day, 0)
    lifted = shown[2][0] if len(shown) > 2 else None
    published = [its for its in range(day + 10, day + 40) if TOWN.date(its).day == 25]
    assert lifted == published[0]
    assert shown[3] == (day + 40, 0)


def test_who_objects_on_the_day_of_booking_has_it_suspended_before_it_bites() -> None:
    day, life = one(ban(laws.remedy(suspends=True)), objections(files_d=0))
    assert scores(file(life), day) == [(-day, 1000)]


def both(remedy: Tree) -> Regime:
    """Return a law that charges whoever litters and the spouse."""
    return law(remedy, booked_on=("doer", "spouse"))


def first_decisions(what: Regime, how: Tree) -> list[int]:
    """Return when the first objections of a couple are decided, in days after the booking."""
    people = [born(ADULT, spouse=1), born(ADULT, spouse=0)]
    _, lives = live(littering(objections=how), people, law=what)
    day = min(its.booked_day for life in lives for its in entries(life))
    return [
        decided - booked for life in lives for booked, decided in days_of(life, "corrected") if booked == day
    ]


def test_the_office_takes_objections_one_after_the_other_and_courts_at_once() -> None:
    how = objections(office_days=7)
    assert first_decisions(both(laws.remedy()), how) == [40, 47]
    assert first_decisions(both(laws.remedy(by="court")), how) == [40, 40]


def test_a_deadline_may_hurry_a_decision_but_not_the_office() -> None:
    remedy = laws.remedy(decide_within="20 days")
    assert first_decisions(both(remedy), objections(keeps_deadline=1)) == [30, 30]
    assert first_decisions(both(remedy), objections(keeps_deadline=1, office_days=25)) == [30, 35]
    assert first_decisions(both(remedy), objections()) == [40, 40]
    in_time = laws.remedy(decide_within="30 days")
    assert first_decisions(both(in_time), objections(keeps_deadline=1)) == [40, 40]


def test_nothing_is_decided_before_the_day_after_filing() -> None:
    _, life = one(law(laws.remedy()), objections(files_d=0, decides_d=0))
    assert story(life) == [("objected", 0), ("corrected", 1)]


def review(**its: object) -> Tree:
    return {"by": "tribunal", **its}


WON_THERE = LOST | {"tribunal": (1.0, 1.0)}


def test_who_loses_may_go_on_and_win_there() -> None:
    remedy = laws.remedy(review=review(), correct_within="2 days")
    day, life = one(law(remedy), objections(wins=WON_THERE))
    assert story(life) == [("objected", 10), ("rejected", 40), ("corrected", 10 + 30 + 10 + 30 + 2)]
    assert scores(file(life), day) == [(-day, 1000), (0, 995), (82, 1000)]
    assert file(life).remedies == {
        ("rightly", step): 1
        for step in ("charged", "learnt", "objected", "went_on", "granted_there", "corrected")
    } | {("rightly", "corrected_d"): 82}


def test_who_loses_there_too_has_lost() -> None:
    _, life = one(law(laws.remedy(review=review())), objections(wins=LOST))
    assert story(life) == [("objected", 10), ("rejected", 40), ("rejected", 80)]


def test_going_on_may_be_too_late() -> None:
    _, life = one(law(laws.remedy(review=review(within="9 days"))), objections(wins=WON_THERE))
    assert story(life) == [("objected", 10), ("rejected", 40)]
    assert file(life).remedies["rightly", "went_on"] == 0
    _, life = one(law(laws.remedy(review=review(within="10 days"))), objections(wins=WON_THERE))
    assert story(life)[-1] == ("corrected", 80)


def test_some_do_not_go_on() -> None:
    _, life = one(law(laws.remedy(review=review())), objections(wins=WON_THERE, goes_on=0))
    assert story(life) == [("objected", 10), ("rejected", 40)]


def test_a_review_may_suspend_from_the_lost_decision_on() -> None:
    remedy = laws.remedy(review=review(suspends=True))
    day, life = one(law(remedy), objections(wins=LOST))
    assert scores(file(life), day) == [(-day, 1000), (0, 995), (40, 1000), (80, 995)]
    day, life = one(law(laws.remedy(suspends=True, review=review())), objections(wins=LOST))
    assert scores(file(life), day) == [(-day, 1000), (0, 995), (10, 1000), (40, 995)]


def test_a_downgrade_bites_when_the_last_body_has_decided() -> None:
    remedy = laws.remedy(hearing=True, review=review(suspends=True))
    day, life = one(ban(remedy), objections(wins=LOST))
    # Decided after thirty days; taken on after as many as filing takes without a hearing.
    assert story(life) == [("objected", 0), ("rejected", 30), ("rejected", 70)]
    assert scores(file(life), day) == [(-day, 1000), (70, 0)]


def test_who_is_wrongly_charged_may_win_where_others_lose() -> None:
    """Each act is booked twice, and the second record is an error."""
    wins = {"office": (1.0, 0.0)}
    _, life = one(law(laws.remedy()), objections(wins=wins), errors=shares(duplicate=1))
    gone = [(its.record.kind, its.is_corrected) for its in entries(life)]
    assert gone == [("true", False), ("duplicate", True)]
    assert file(life).remedies["wrongly", "granted"] == file(life).remedies["rightly", "objected"] == 1


def test_who_is_wrongly_charged_may_be_likelier_to_object() -> None:
    how = objections(objects=0.5, wrongly_factor=2)
    world = littering(objections=how, errors=shares(duplicate=1))
    _, lives = live(world, crowd(10), law=law(laws.remedy()))
    wrong = [its for life in lives for its in entries(life) if its.record.kind == "duplicate"]
    objected = [
        event.record.kind for life in lives for event in file(life).events if event.name == "objected"
    ]
    assert objected.count("duplicate") == len([its for its in wrong if its.booked_day + 10 < ENDS])
    assert 0 < objected.count("true") < len(wrong)


def test_a_body_of_which_the_world_says_nothing_grants_nothing() -> None:
    _, life = one(law(laws.remedy()), objections(wins={}))
    assert story(life) == [("objected", 10), ("rejected", 40)]


def test_after_a_correction_nothing_of_the_same_act_is_booked_on_that_file() -> None:
    """Conduct of a hundred days is booked each month, and the first instalment is taken off in days."""
    what = law(laws.remedy(by="court"), counted="each-month")
    how = objections(files_d=2, decides_d=3)
    day, life = one(what, how, lasts=towns.span(100))
    assert [its.booked_day for its in entries(life)] == [day]
    assert len(entries(life, TRUTHFUL)) == 4


def test_a_corrected_entry_refuses_no_other() -> None:
    what = law(laws.remedy(by="court"), repeat="refused")
    world = littering(24, objections=objections(files_d=1, decides_d=1))
    _, (life,) = live(world, crowd(1), law=what)
    assert len(entries(life)) > 5
    assert all(
        other.booked_day - its.booked_day >= 2
        for its, other in zip(entries(life), entries(life)[1:], strict=False)
    )


def doubling(remedy: Tree) -> Regime:
    points = laws.daily(one_act_counts="each", repeat="doubles", remedy=remedy)
    return fine(points=points, valid="5 years")


def test_what_doubled_only_because_of_a_corrected_entry_costs_its_base_from_then_on() -> None:
    """The duplicate comes twenty days later and costs ten points; then the true record is taken off."""
    wins = {"court": (0.0, 1.0)}
    day, life = one(
        doubling(laws.remedy(by="court")), objections(wins=wins), median_d=20, errors=shares(duplicate=1)
    )
    true, again = entries(life)
    assert (true.booked_day, again.booked_day, again.booked_pt, again.amount_pt) == (
        day + 20,
        day + 40,
        -100,
        -50,
    )
    assert scores(file(life), day) == [(-day, 1000), (20, 995), (40, 985), (60, 995)]


def test_what_doubled_because_of_two_entries_costs_its_base_when_both_are_corrected() -> None:
    """Every charge is taken off two hundred days later: the third when the first two are off already."""
    how = objections(files_d=100, decides_d=100)
    _, lives = live(littering(3, objections=how), crowd(10), law=doubling(laws.remedy(by="court")), years=2)
    (life, *_) = [its for its in lives if len({entry.booked_day for entry in entries(its)}) > 3]
    booked = [its.booked_day for its in entries(life)]
    for since, score in scores(file(life), 0)[1:]:
        standing = [day for day in booked if day <= since < day + 200]
        # The oldest that stands has lost all that it repeated, unless that fell on the day itself.
        doubled = [day for day in standing if any(other + 200 > since for other in booked if other < day)]
        assert score == 1000 - 5 * len(standing) - 5 * len(doubled)


def test_an_entry_that_ends_takes_its_objection_with_it() -> None:
    points = laws.daily(one_act_counts="each", remedy=laws.remedy())
    _, life = one(fine(points=points, valid="20 days"))
    assert story(life) == [("objected", 10)]


def test_an_entry_that_outstays_its_end_is_still_objected_to() -> None:
    points = laws.daily(one_act_counts="each", remedy=laws.remedy())
    _, life = one(fine(points=points, valid="5 days"), errors={"stale_by_hand": towns.span(10)})
    assert story(life) == [("objected", 10)]
    _, life = one(fine(points=points, valid="5 days"), errors={"stale_by_hand": towns.span(50)})
    assert story(life) == [("objected", 10), ("corrected", 40)]
    assert days_of(life, "outstayed") == []


def test_what_a_repair_leaves_is_not_objected_to() -> None:
    mild = laws.rule(points=-1, valid="5 years")
    rules = {"fine": laws.rule("littering", points=-5, repair={"rule": "mild", **SOURCE}), "mild": mild}
    what = laws.regime(rules, points=laws.daily(remedy=laws.remedy()))
    _, life = one(what, lasts=towns.span(5))
    assert [its.code for its in entries(life)] == ["fine", "mild"]
    assert story(life) == []
    assert file(life).remedies["rightly", "charged"] == 1


def test_merits_are_not_objected_to() -> None:
    what = laws.regime({"praise": laws.rule("littering", points=5)}, points=laws.daily(remedy=laws.remedy()))
    _, life = one(what)
    assert (story(life), file(life).remedies) == ([], {})


def test_the_dead_object_to_nothing() -> None:
    dying = tuple(tuple([2**32] * (towns.LAST_AGE + 1)) for _ in towns.SEXES)
    _, lives = live(littering(12, objections=objections()), crowd(20), law=law(laws.remedy()), death=dying)
    assert any(story(life) for life in lives if entries(life))
    for life in lives:
        assert life.dies_day is not None
        assert all(event.day < life.dies_day for event in file(life).events)


def test_organisations_object_too() -> None:
    points = laws.daily(holders=("organisations",), one_act_counts="each", remedy=laws.remedy())
    world = littering(of_organisations=["streets"], objections=objections())
    _, (_, firm) = live(world, crowd(1), law=fine(points=points, valid="5 years"), firms=[Firm()])
    assert len(days_of(firm, "corrected")) > 3


def test_pieces_of_a_tally_are_objected_to_where_they_are_charges() -> None:
    piece = laws.rule("littering", points=-1, for_each=1, tally="litter", valid="5 years")
    what = laws.regime(
        {"piece": piece}, points=laws.daily(remedy=laws.remedy()), tallies={"litter": laws.tally("year")}
    )
    day, life = one(what)
    assert scores(file(life), day) == [(-day, 1000), (0, 999), (40, 1000)]


def test_working_days_and_holidays_count_in_periods() -> None:
    remedy = laws.remedy(correct_within="3 working days")
    day, life = one(law(remedy))
    ((_, corrected),) = days_of(life, "corrected")
    assert corrected == TOWN.working_days_later(day + 40, 3)
    assert TOWN.date(corrected) > date(2019, 1, 1)
