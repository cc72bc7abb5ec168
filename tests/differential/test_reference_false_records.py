"""Records of what nobody did, by hand: who they are about, why they come, and how many."""

from datetime import date

import pytest

from reference.entries import TRUTHFUL
from reference.life import Life
from tests.differential import towns
from tests.differential.laws import SOURCE, Tree
from tests.differential.lives import (
    ADULT,
    ENDS,
    TOWN,
    born,
    couples,
    crowd,
    entries,
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

FIRST_FALSE, SECOND_TIME = 2**24, 2**25


def false(**its: object) -> Tree:
    """Return ratios of false records by mistake, by what records rest on."""
    return {"mistake": shares(decision=1, **its)}  # type: ignore[arg-type]


def each(life: Life) -> list[tuple[int, str]]:
    """Return the same of every record."""
    return [(its.record.act.number, its.record.kind) for its in entries(life)]


def kinds(lives: list[Life]) -> set[str]:
    return {its.record.kind for life in lives for its in entries(life)}


def false_acts(lives: list[Life]) -> list[tuple[int, int]]:
    return [
        (life.person.ix, its.record.act.number)
        for life in lives
        for its in entries(life)
        if its.record.act.number >= FIRST_FALSE
    ]


def test_somebody_is_charged_by_mistake_for_what_nobody_did() -> None:
    world = littering(errors=false(), lasts=towns.span(9), decided=towns.span(4), median_d=3)
    _, lives = live(world, crowd(40), law=fine())
    assert kinds(lives) == {"true", "mistake"}
    for life in lives:
        wrong = [its.record for its in entries(life) if its.record.kind == "mistake"]
        true = [its.record for its in entries(life) if its.record.kind == "true"]
        assert len(true) == len([its for its in life.acts if its.final_day + 3 < ENDS])
        assert all(FIRST_FALSE <= its.act.number < SECOND_TIME for its in wrong)
        assert all(its.act.doer == life.person.doer for its in wrong)
        # What is told lasts, is decided and comes as a real act would.
        assert {(its.act.end_day - its.act.day, its.booked_day - its.act.day) for its in wrong} <= {(9, 7)}
        assert {its.kind for its in (entry.record for entry in entries(life, TRUTHFUL))} <= {"true"}


def test_false_records_come_as_often_as_the_ratio_says_whatever_anybody_does() -> None:
    _, lives = live(littering(12, errors=false()), crowd(200), law=fine())
    # Two years of twelve for each: 4,800, whose spread is 69.
    assert abs(len(false_acts(lives)) - 4800) < 350
    nobody_does_it = {"police": 1.0}
    idle = towns.conduct("streets", 0, nobody_does_it)
    world = towns.world(
        domains={"streets": 4}, providers={"police": towns.provider()}, conducts={"littering": idle}
    )
    _, lives = live(world, crowd(20), law=fine())
    assert false_acts(lives) == []


def test_false_records_go_by_what_the_law_has_records_rest_on() -> None:
    world = littering(12, errors=false(camera=0.5, report=0))
    found = {
        evidence: set(false_acts(live(world, crowd(20), law=fine(role={"evidence": evidence}))[1]))
        for evidence in ("decision", "camera", "report")
    }
    assert found["report"] == set()
    # The same that might come come; some of them do not come true of a camera.
    assert found["camera"] < found["decision"]


@pytest.mark.parametrize(
    ("its", "is_possible"),
    [({}, True), ({"lawful": True}, False), ({"lawful": True, "chills_as": "complaint"}, True)],
)
@pytest.mark.parametrize("cause", ["malice", "quota", "grudge"])
def test_made_up_is_what_one_can_be_blamed_or_silenced_for(
    cause: str, its: Tree, *, is_possible: bool
) -> None:
    errors = {"malice": shares(decision=1)} if cause == "malice" else shares(**{cause: 1})
    law = fine(role={"quota": cause == "quota", "discretion": cause == "grudge"})
    world = littering(12, errors=errors, **its)  # type: ignore[arg-type]
    _, lives = live(world, crowd(5), law=law)
    assert kinds(lives) == ({"true", cause} if is_possible else {"true"})


def test_quotas_and_grudges_are_mechanisms_of_the_law() -> None:
    _, lives = live(littering(12, errors=shares(quota=1, grudge=1)), crowd(5), law=fine())
    assert kinds(lives) == {"true"}


def test_who_looks_at_each_record_stops_false_ones() -> None:
    errors = false() | {"malice": shares(decision=1)} | shares(caught_by_hand=1)
    _, lives = live(littering(12, errors=errors), crowd(5), law=fine(role={"checked_by_hand": True}))
    assert kinds(lives) == {"true"}


def test_from_elsewhere_come_as_many_as_leave_and_to_nobody_who_could_be_reached_inside() -> None:
    law = fine(role={"matched_by": "name"})
    world = littering(12, errors=wrong("name", 0.5))
    alone = crowd(200)
    _, lives = live(world, alone, law=law)
    left_n = sum(len(life.acts) - sum(kind == "true" for _, kind in each(life)) for life in lives)
    # Of 4,800 acts of people as prone as any a half leave, and as many come; the spread is about fifty.
    # These here are less prone than most, but in the middle: fewer leave.
    assert abs(len(false_acts(lives)) - 2400) < 200
    assert abs(left_n - sum(len(life.acts) for life in lives) / 2) < 200
    _, lives = live(world, ring(20), law=law)
    assert kinds(lives) == {"true", "namesake"}
    _, lives = live(
        littering(12, errors=wrong("address", 0.5)), near(), law=fine(role={"matched_by": "address"})
    )
    assert "elsewhere" not in kinds(lives)


def test_more_come_from_elsewhere_about_those_with_thin_files() -> None:
    people = [born(ADULT, levels=(0, work, 0)) for work in (0, 1, 0, 1)]
    law = fine(role={"matched_by": "number"})
    _, lives = live(littering(24, errors=wrong("number", 1) | thin(0)), people, law=law)
    assert [len(false_acts([life])) > 0 for life in lives] == [True, False, True, False]


def test_no_false_record_is_about_a_child_or_the_dead() -> None:
    young = [born("2001-07-09") for _ in range(20)]
    _, lives = live(littering(24, errors=false()), young, law=fine())
    days = [its.record.act.day for life in lives for its in entries(life) if its.record.kind == "mistake"]
    assert TOWN.day(date(2019, 7, 9)) <= min(days) < TOWN.day(date(2019, 8, 9))
    dying = tuple(tuple([2**32] * (towns.LAST_AGE + 1)) for _ in towns.SEXES)
    _, lives = live(littering(24, errors=false()), crowd(20), law=fine(), death=dying)
    for life in lives:
        assert life.dies_day is not None
        assert all(its.record.act.day < life.dies_day for its in entries(life))


def test_a_false_record_is_booked_on_whom_the_law_says() -> None:
    law = fine(booked_on=("spouse",))
    _, lives = live(littering(12, errors=false()), couples(), law=law)
    assert {doer for doer, kind in whose(lives[0]) if kind == "mistake"} == {1}


def test_a_false_charge_deters_as_a_true_one_does() -> None:
    responses: Tree = {
        "followers": {"value": 1.0, **SOURCE},
        "deterrence": {"fall": {"value": 1.0, **SOURCE}, "half_life_months": {"value": 1200, **SOURCE}},
    }
    _, lives = live(littering(12, responses=responses, errors=false()), crowd(20), law=fine())
    for life in lives:
        charged = [its.booked_day for its in entries(life) if its.record.kind == "mistake"]
        assert not any(0 < act.day - day < 30 for act in life.acts for day in charged)
