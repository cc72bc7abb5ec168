"""What a law's bands, lists and rules mean, by hand."""

import pytest

from reference.law import bands_from_worst, grade_of, lists_of, lowest_pt, rank_of, rules_for
from tests.differential.laws import instrument, regime, rule

LAW = regime({})


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
    assert grade_of(LAW, score_pt) == grade


def test_a_negative_score_has_the_worst_grade() -> None:
    assert grade_of(LAW, -10) == "D"


def test_the_order_in_which_bands_are_written_does_not_matter() -> None:
    upside_down = LAW.instrument.model_copy(update={"bands": LAW.instrument.bands[::-1]})
    law = LAW.model_copy(update={"instruments": {"points": upside_down}})
    assert [band.grade for band in bands_from_worst(law)] == ["D", "C", "B", "A", "A+", "AA"]
    assert grade_of(law, 9600) == "A"
    assert [rank_of(law, grade) for grade in ("D", "A+")] == [0, 4]


def test_a_law_may_have_one_band_only() -> None:
    law = regime({}, points=instrument([("ALL", None)]), lists={})
    assert grade_of(law, -5) == grade_of(law, 10000) == "ALL"
    assert lowest_pt(law, "ALL") == 0


def test_the_lowest_score_of_a_grade_is_its_lower_limit_and_of_the_worst_the_floor() -> None:
    law = regime({}, points=instrument(floor=-200))
    assert [lowest_pt(law, grade) for grade in ("D", "C", "A", "A+", "AA")] == [
        -2000, 6000, 9600, 10010, 10500,
    ]  # fmt: skip


def test_who_has_a_sub_band_is_on_the_lists_of_its_grade() -> None:
    law = regime({}, lists={"good": ["A"], "best": ["AA"]})
    assert lists_of(law, "A+") == {"good"}
    assert lists_of(law, "AA") == {"best"}
    assert lists_of(law, "B") == frozenset()


def test_one_report_may_fire_several_rules_and_only_its_own() -> None:
    law = regime(
        {
            "any": rule("loan", "court", points=-5),
            "grave": rule("loan", "court", points=-10, severity=["grave", "worst"]),
            "other-provider": rule("loan", "bank", points=-5),
            "other-conduct": rule("noise", "court", points=-5),
        }
    )
    assert [(ix, code) for ix, code, _ in rules_for(law, "loan", "grave", "court")] == [
        (0, "any"),
        (1, "grave"),
    ]
    assert [code for _, code, _ in rules_for(law, "loan", "light", "court")] == ["any"]
    assert rules_for(law, "loan", "light", "police") == []
