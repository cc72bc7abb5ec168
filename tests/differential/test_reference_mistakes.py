"""What goes wrong on the way to a file, by hand: shares are nothing or all, so that it is certain."""

import pytest

from glasshouse.law.schema import Regime
from reference.entries import OFFICIAL, SIDES, TRUTHFUL, Entry
from reference.sums import sum_up
from tests.differential import laws, towns
from tests.differential.laws import SOURCE, Tree
from tests.differential.lives import (
    ADULT,
    ENDS,
    born,
    couples,
    crowd,
    days_of,
    entries,
    file,
    fine,
    littering,
    live,
    near,
    ring,
    shares,
    thin,
    whose,
    wrong,
)
from tests.differential.towns import Firm

SECOND_TIME = 2**25


def acts(of: list[Entry]) -> list[int]:
    return sorted(its.record.act.number for its in of)


def test_a_record_that_is_missed_is_on_the_truthful_file_alone() -> None:
    _, (life,) = live(littering(errors=shares(missed=1)), crowd(1), law=fine())
    assert entries(life) == []
    assert len(entries(life, TRUTHFUL)) == len(life.acts) > 4


def test_somebody_with_discretion_alone_spares() -> None:
    world = littering(errors=shares(spared=1))
    for discretion in (False, True):
        _, (life,) = live(world, crowd(1), law=fine(role={"discretion": discretion}))
        assert len(entries(life)) == (0 if discretion else len(life.acts))


def test_the_spared_and_the_missed_are_not_the_same_records() -> None:
    """One number decides both, the one from above and the other from below: two halves are all."""
    world = littering(errors=shares(spared=0.5, missed=0.5))
    _, lives = live(world, crowd(20), law=fine(role={"discretion": True}))
    assert all(entries(life) == [] for life in lives)
    _, lives = live(world, crowd(20), law=fine())
    assert any(entries(life) for life in lives)


def test_by_name_a_record_goes_to_the_next_of_the_same_name() -> None:
    _, lives = live(littering(errors=wrong("name")), ring(3), law=fine(role={"matched_by": "name"}))
    assert [whose(life) for life in lives] == [{(2, "namesake")}, {(0, "namesake")}, {(1, "namesake")}]
    for life, other in zip(lives, [*lives[1:], lives[0]], strict=True):
        assert acts(entries(other)) == acts(entries(life, TRUTHFUL))


@pytest.mark.parametrize("matched_by", ["number", "strict"])
def test_by_number_a_record_that_goes_wrong_leaves_the_community(matched_by: str) -> None:
    # Each has a name-sake, so that no record comes from elsewhere by name; by number some do.
    _, lives = live(littering(errors=wrong(matched_by)), ring(2), law=fine(role={"matched_by": matched_by}))
    assert {kind for life in lives for _, kind in whose(life)} == {"elsewhere"}


def test_by_name_the_record_of_who_is_alone_with_it_leaves_and_another_may_come_in() -> None:
    law = fine(role={"matched_by": "name"})
    _, (life,) = live(littering(24, errors=wrong("name")), crowd(1), law=law)
    assert whose(life) == {(0, "elsewhere")}


@pytest.mark.parametrize(
    ("in_household", "whom"),
    [
        (1, [{(1, "housemate"), (2, "neighbour")}, {(0, "housemate")}, set[tuple[int, str]]()]),
        (0, [{(2, "neighbour")}, set[tuple[int, str]](), {(0, "neighbour"), (1, "neighbour")}]),
    ],
)
def test_by_address_a_record_goes_to_the_household_or_next_door(
    in_household: float, whom: list[set[tuple[int, str]]]
) -> None:
    errors = wrong("address", in_household={"value": in_household, **SOURCE})
    _, lives = live(littering(errors=errors), near(), law=fine(role={"matched_by": "address"}))
    # The third has no housemate, and so is taken for the neighbour all the same.
    assert [whose(life) for life in lives] == whom


def test_who_has_no_neighbour_is_taken_for_a_housemate() -> None:
    people = [born(ADULT, head=0, housemate=1), born(ADULT, head=0, housemate=0)]
    _, lives = live(littering(errors=wrong("address")), people, law=fine(role={"matched_by": "address"}))
    assert [whose(life) for life in lives] == [{(1, "housemate")}, {(0, "housemate")}]


def test_a_wrong_record_is_booked_on_the_family_of_the_wrong_person() -> None:
    law = fine(role={"matched_by": "name"}, booked_on=("spouse",))
    _, lives = live(littering(errors=wrong("name")), couples(), law=law)
    assert {doer for doer, kind in whose(lives[1]) if kind == "namesake"} == {2}
    assert {doer for doer, kind in whose(lives[3]) if kind == "namesake"} == {0}
    assert {its.record.act.doer for its in entries(lives[1], TRUTHFUL)} == {0}


def test_nobody_is_booked_twice_for_one_rule_and_act_of_one_person_as_the_file_has_it() -> None:
    """Two agencies see an act, and both their rules book the blame on the spouse: truly once."""
    world = towns.world(
        domains={"streets": 4},
        providers={"police": towns.provider(), "council": towns.provider()},
        conducts={"littering": towns.conduct("streets", 6, {"police": 1, "council": 1})},
        errors=wrong("name"),
    )
    rules = {
        name: laws.rule("littering", name, points=-5, books_too={"spouse": "blame"})
        for name in ("police", "council")
    }
    law = laws.regime(
        {**rules, "blame": laws.rule(points=-1)},
        points=laws.daily(one_act_counts="each"),
        roles={"police": {"matched_by": "name"}},
    )
    people = couples()
    _, lives = live(world, people, law=law)
    for doer, spouse, other in ((0, 1, 3), (2, 3, 1)):
        blamed = {
            (ix, side): [
                its.record.act.number
                for its in entries(lives[ix], side)
                if (its.code, its.record.act.doer) == ("blame", doer)
            ]
            for ix in (spouse, other)
            for side in SIDES
        }
        numbers = acts([its for its in entries(lives[doer], TRUTHFUL) if its.code == "police"])
        assert sorted(blamed[spouse, TRUTHFUL]) == sorted(blamed[spouse, OFFICIAL]) == numbers
        assert sorted(blamed[other, OFFICIAL]) == numbers
        assert blamed[other, TRUTHFUL] == []


def test_organisations_are_missed_and_never_mistaken() -> None:
    law = fine(points=laws.daily(holders=("residents", "organisations")), role={"matched_by": "number"})
    for errors, share in ((wrong("number"), 1), (shares(missed=1), 0)):
        world = littering(of_organisations=["streets"], errors=errors)
        _, (_, firm) = live(world, crowd(1), law=law, firms=[Firm()])
        assert len(entries(firm)) == share * len(firm.acts)
        assert len(firm.acts) > 4


def test_records_of_those_with_thin_files_are_missed_more_often() -> None:
    people = [born(ADULT, levels=(0, work, 0)) for work in (0, 1)]
    _, lives = live(littering(errors=shares(missed=1) | thin(0)), people, law=fine())
    assert [bool(entries(life)) for life in lives] == [False, True]
    _, lives = live(littering(48, errors=shares(missed=0.5) | thin(2)), people, law=fine())
    assert [bool(entries(life)) for life in lives] == [True, False]


def test_organisations_have_no_thin_files() -> None:
    law = fine(points=laws.daily(holders=("organisations",)))
    world = littering(of_organisations=["streets"], errors=shares(missed=1) | thin(0))
    _, (_, firm) = live(world, crowd(1), law=law, firms=[Firm()])
    assert entries(firm) == []


def test_a_duplicate_comes_later_under_another_number_and_so_may_double() -> None:
    law = fine(points=laws.daily(repeat="doubles"))
    _, (life,) = live(littering(0.5, median_d=10, errors=shares(duplicate=1)), crowd(1), law=law, seed=6)
    (act,) = life.acts
    true, again = entries(life)
    assert (true.record.kind, again.record.kind) == ("true", "duplicate")
    assert again.record.act.number == act.number + SECOND_TIME
    assert (true.booked_day, again.booked_day) == (act.day + 10, act.day + 20)
    assert (true.amount_pt, again.amount_pt) == (-50, -100)


def test_the_duplicate_of_a_wrong_record_is_on_the_same_wrong_file() -> None:
    world = littering(errors=wrong("name") | shares(duplicate=1))
    _, lives = live(world, ring(2), law=fine(role={"matched_by": "name"}))
    for life, doer in zip(lives, (1, 0), strict=True):
        assert whose(life) == {(doer, "namesake"), (doer, "duplicate")}
        assert len(entries(life)) == 2 * len(lives[doer].acts)


def test_who_looks_at_each_record_catches_wrong_persons_and_duplicates_and_misses_as_many() -> None:
    law = fine(role={"matched_by": "number", "checked_by_hand": True})
    errors = wrong("number") | shares(duplicate=1, caught_by_hand=1)
    _, (life,) = live(littering(errors=errors), crowd(1), law=law)
    assert whose(life) == {(0, "true")}
    assert len(entries(life)) == len(life.acts)
    _, (life,) = live(littering(errors=errors | shares(missed=1)), crowd(1), law=law)
    assert entries(life) == []


def test_a_late_record_of_a_wrong_person_is_a_wrong_persons() -> None:
    law = fine(role={"matched_by": "name"}, report_within_d=3)
    for share, kind in ((0.0, "late"), (1.0, "namesake")):
        world = littering(median_d=10, errors=wrong("name", share))
        _, lives = live(world, ring(2), law=law)
        assert {its for life in lives for _, its in whose(life)} == {kind}


def test_what_is_not_linked_reaches_no_file() -> None:
    errors: Tree = {"mistake": shares(decision=1)}
    _, (life,) = live(littering(errors=errors), crowd(1), law=fine(role={"linked": False}))
    assert len(life.acts) > 4
    assert life.recorded == []
    assert all(entries(life, side) == [] for side in SIDES)


def stale(days: int, **its: object) -> Tree:
    return {"stale_automatic": towns.span(days), **its}


AUTOMATIC = laws.daily(one_act_counts="each", deletion="automatic")


def test_an_entry_outstays_its_end_and_counts_until_it_goes() -> None:
    law = fine(points=AUTOMATIC, valid="10 days")
    _, (life,) = live(littering(0.5, errors=stale(20)), crowd(1), law=law, seed=6)
    (act,) = life.acts
    assert days_of(life, "outstayed") == [(act.day, act.day + 30)]
    shown = {side: [(its.day, its.score_pt) for its in file(life, side).shown] for side in SIDES}
    assert shown[OFFICIAL] == [(0, 10000), (act.day, 9950), (act.day + 30, 10000)]
    assert shown[TRUTHFUL] == [(0, 10000), (act.day, 9950), (act.day + 10, 10000)]


def test_how_long_goes_by_how_the_law_deletes_and_by_hand_where_it_is_silent() -> None:
    errors: Tree = {"stale_automatic": towns.span(3), "stale_by_hand": towns.span(20)}
    for deletion, days in ((None, 20), ("by-hand", 20), ("automatic", 3)):
        law = fine(points=laws.daily(one_act_counts="each", deletion=deletion), valid="10 days")
        _, (life,) = live(littering(0.5, errors=errors), crowd(1), law=law, seed=6)
        (act,) = life.acts
        assert days_of(life, "outstayed") == [(act.day, act.day + 10 + days)]


def test_what_goes_on_time_has_not_outstayed() -> None:
    law = fine(points=AUTOMATIC, valid="10 days")
    _, (life,) = live(littering(errors=stale(0)), crowd(1), law=law)
    assert days_of(life, "outstayed") == []


def test_a_late_repair_puts_the_milder_entry_in_place_when_the_old_one_goes() -> None:
    mild = laws.rule(points=-1, valid="30 days")
    rules = {"fine": laws.rule("littering", points=-5, repair={"rule": "mild", **SOURCE}), "mild": mild}
    law = laws.regime(rules, points=AUTOMATIC)
    world = littering(0.5, lasts=towns.span(7), errors=stale(20))
    _, (life,) = live(world, crowd(1), law=law, seed=6)
    (act,) = life.acts
    assert days_of(life, "repaired") == [(act.day, act.day + 27)]
    _, milder = entries(life)
    assert (milder.booked_day, milder.until_day) == (act.day + 27, act.day + 57)
    # It outstays its own end, which is another twenty days.
    assert days_of(life, "outstayed") == [(act.day + 27, act.day + 77)]


def test_what_ran_out_before_its_repair_is_not_repaired() -> None:
    law = fine(points=AUTOMATIC, valid="10 days", repair={"after": "10 days", **SOURCE})
    _, (life,) = live(littering(lasts=towns.span(5), errors=stale(20)), crowd(1), law=law)
    assert days_of(life, "repaired") == []
    assert {gone - booked for booked, gone in days_of(life, "outstayed")} == {30}


def test_a_repeat_must_fall_into_the_lawful_validity_and_a_stale_entry_refuses_another() -> None:
    law = fine(points=laws.daily(repeat="doubles", deletion="automatic"), valid="10 days")
    _, lives = live(littering(24, errors=stale(300)), crowd(10), law=law)
    for life in lives:
        days = {its.number: its.day for its in life.acts}
        for its in entries(life):
            number, day = its.record.act.number, its.booked_day
            before = [one for one, on in days.items() if on < day or (on == day and one < number)]
            is_repeat = any(0 <= day - days[one] < 10 for one in before)
            assert its.amount_pt == (-100 if is_repeat else -50)
    _, (life,) = live(
        littering(24, errors=stale(3000)), crowd(1), law=fine(points=AUTOMATIC, repeat="refused")
    )
    assert len(entries(life)) == 1


def test_months_are_counted_in_which_somebody_is_wronged_or_spared() -> None:
    law: Regime = laws.regime(
        {"ban": laws.rule("littering", downgrade_to="D", valid="5 years")},
        points=laws.daily(one_act_counts="each"),
        roles={"police": {"matched_by": "name"}},
        lists={"black": ["D"]},
    )
    # Each is charged for what the other does.
    people = [born(ADULT, namesake=1), born("2001-01-01", namesake=0)]
    setting, lives = live(littering(2, errors=wrong("name")), people, law=law)
    counts = sum_up(setting, lives)
    first = [min((its.booked_day for its in entries(lives[ix], TRUTHFUL)), default=ENDS) for ix in (0, 1)]
    for ix in (0, 1):
        truly, wrongly = first[ix], first[1 - ix]
        ends = setting.count_days("points")
        assert counts.wronged_months[ix,] == sum(wrongly <= day < truly for day in ends)
        assert counts.spared_months[ix,] == sum(truly <= day < wrongly for day in ends)
        assert counts.below_counts[ix, OFFICIAL] == sum(wrongly <= day for day in ends)
        assert counts.listed_days[ix, OFFICIAL] == ENDS - wrongly
        assert counts.listed_days[ix, TRUTHFUL] == ENDS - truly
        # What is taken for another's is an error, and not borne for somebody else by law.
        assert counts.for_others[ix,] == 0
