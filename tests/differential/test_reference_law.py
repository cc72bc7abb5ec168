"""What a law's bands, lists and rules mean, by hand."""

import pytest

from reference.law import Law, grade_of, lists_of, rank_of, steps_of, worst_pt
from tests.differential.laws import bands, instrument, listing, regime, register, rule

REGIME = regime({})
POINTS = REGIME.instrument


@pytest.mark.parametrize(
    ("score_pt", "grade"),
    [
        (0, "D"),
        (5990, "D"),
        (5999, "D"),
        (6000, "C"),
        (9590, "B"),
        (9600, "A"),
        (10000, "A"),
        (10009, "A"),
        (10010, "A+"),
        (10150, "A+"),
        (10490, "A+"),
        (10500, "AA"),
        (99999, "AA"),
    ],
)
def test_a_score_has_the_best_grade_whose_lower_limit_it_reaches(score_pt: int, grade: str) -> None:
    assert grade_of(POINTS, score_pt) == grade


def test_a_negative_score_has_the_worst_grade() -> None:
    assert grade_of(POINTS, -10) == "D"


def test_the_order_in_which_bands_are_written_does_not_matter() -> None:
    upside_down = POINTS.model_copy(update={"bands": POINTS.bands[::-1]})
    assert upside_down.grades_from_worst() == ("D", "C", "B", "A", "A+", "AA")
    assert grade_of(upside_down, 9600) == "A"
    assert [rank_of(upside_down, grade) for grade in ("D", "A+")] == [0, 4]


def test_an_instrument_may_have_one_band_only() -> None:
    its = regime({}, points=instrument(bands=bands([("ALL", None)])), lists={}).instrument
    assert grade_of(its, -5) == grade_of(its, 10000) == "ALL"
    assert worst_pt(its, "ALL") == 0


def test_the_worst_score_of_a_grade_is_its_lower_limit_and_of_the_worst_the_floor() -> None:
    its = regime({}, points=instrument(floor=-200)).instrument
    assert [worst_pt(its, grade) for grade in ("D", "C", "A", "A+", "AA")] == [
        -2000, 6000, 9600, 10010, 10500,
    ]  # fmt: skip


def test_where_more_is_worse_it_is_the_upper_limit_and_of_the_worst_the_ceiling() -> None:
    its = regime({}, points=register(ceiling=99), lists={}).instrument
    assert its.grades_from_worst() == ("barred", "cautioned", "warned", "noted", "clean")
    assert [worst_pt(its, grade) for grade in its.grades_from_worst()] == [990, 70, 50, 30, 0]
    assert [grade_of(its, score) for score in (-5, 0, 9, 10, 79, 80)] == [
        "clean", "clean", "clean", "noted", "cautioned", "barred",
    ]  # fmt: skip


def test_steps_go_from_the_mildest_to_the_most_severe() -> None:
    measured = bands(
        [("clean", None), ("noted", 1), ("warned", 4), ("barred", 8)], measures={"warned": "x", "barred": "y"}
    )
    its = regime({}, points=register(bands=measured), lists={}).instrument
    assert [band.grade for band in steps_of(its)] == ["warned", "barred"]


def test_who_has_a_sub_band_is_on_the_lists_of_its_grade() -> None:
    law = regime({}, lists={"good": ["A"], "best": ["AA"]})
    assert lists_of(law, {"points": "A+"}) == {"good"}
    assert lists_of(law, {"points": "AA"}) == {"best"}
    assert lists_of(law, {"points": "B"}) == frozenset()


def test_a_list_is_named_by_its_instrument() -> None:
    law = regime({}, lists={"good": ["A"]}, others={"wall": listing(), "hall": listing()})
    assert lists_of(law, {"points": "A", "wall": "listed", "hall": "unlisted"}) == {"good", "wall"}


def test_one_report_may_fire_several_rules_and_only_its_own() -> None:
    law = Law(
        regime(
            {
                "any": rule("loan", "court", points=-5),
                "grave": rule("loan", "court", points=-10, severity=("grave", "worst")),
                "by-severity": rule("loan", "court", points_by={"grave": -5, "worst": -10}),
                "other-provider": rule("loan", "bank", points=-5),
                "other-conduct": rule("noise", "court", points=-5),
            }
        )
    )
    fired = {
        severity: [its.bookings[0].row.code for its in law.triggers("loan", severity, "court")]
        for severity in ("light", "grave")
    }
    assert fired == {"light": ["any"], "grave": ["any", "grave", "by-severity"]}
    assert law.triggers("loan", "light", "police") == ()


def test_a_record_may_book_several_rules_on_several_people() -> None:
    law = Law(
        regime(
            {
                "fine": rule(
                    "loan",
                    "court",
                    downgrade_to="D",
                    booked_on=("doer", "spouse"),
                    books_too={"head": "blame"},
                ),
                "blame": rule(downgrade_to="D"),
                "shame": rule(instrument="wall", downgrade_to="listed", follows="D"),
            },
            others={"wall": listing()},
        )
    )
    (trigger,) = law.triggers("loan", "any", "court")
    assert [(its.row.code, its.row.name, its.relation) for its in trigger.bookings] == [
        ("fine", "points", "doer"),
        ("fine", "points", "spouse"),
        ("blame", "points", "head"),
        ("shame", "wall", "doer"),
        ("shame", "wall", "spouse"),
        ("shame", "wall", "head"),
    ]


def test_the_rules_of_a_tally_that_one_report_fires_are_one_record() -> None:
    tiers = {
        f"from-{size}": rule("help", points=size, tally="hours", **{"from": size}) for size in (10, 20, 30)
    }
    law = Law(regime(tiers, tallies={"hours": {"title": "hours", "per": "year", "source": "ours"}}))
    codes = [its.row.code for trigger in law.triggers("help", "any", "police") for its in trigger.bookings]
    assert codes == ["from-10"]


def test_a_conduct_is_charged_or_rewarded_wherever_some_rule_does_it() -> None:
    law = Law(
        regime(
            {
                "fine": rule("loan", points=-5),
                "thanks": rule("help", points=5),
                "register": rule("driving", points=1, instrument="register"),
                "course": rule("course", points=-1, instrument="register"),
                "ban": rule("brawl", downgrade_to="D"),
            },
            others={"register": register()},
        )
    )
    conducts = ("loan", "help", "driving", "course", "brawl", "other")
    assert [law.charges(its) for its in conducts] == [True, False, True, False, True, False]
    assert [law.rewards(its) for its in conducts] == [False, True, False, True, False, False]
