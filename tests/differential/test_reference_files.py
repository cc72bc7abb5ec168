"""The arithmetic of one file, by hand: what every line of it is, a reader can check with a pencil."""

from datetime import date

import pytest

from glasshouse.law.cases import CaseEntry
from glasshouse.law.schema import Regime
from reference.cases import Shown
from tests.differential.desk import entry, grade, read, score, scores
from tests.differential.laws import daily, regime, rule

RULES = {
    "red-light": rule("red-light", points=-5),
    "work": rule("work", points=20, valid="2 years"),
    "fight": rule("fight", points=-50),
    "tenth": rule("tenth", points=-0.5),
    "perjury": rule("perjury", downgrade_to="D"),
    "fraud": rule("fraud", downgrade_to="B"),
    "boast": rule("boast", downgrade_to="A"),
}
LAW = regime(RULES)
DAILY = regime(RULES, points=daily())
"""The same law, under which every day shows what it is worth."""


def changed(**its: object) -> Regime:
    """Return the law with other values of its instrument, shown every day."""
    return regime(RULES, points=daily(**its))


def fights(count: int, on: str, booked: str | None = None) -> list[CaseEntry]:
    """Return so many fights of one day, each an act by itself."""
    return [entry("fight", on, booked=booked, act=f"fight {number} of {on}") for number in range(count)]


def test_an_account_opens_at_the_base() -> None:
    reading = read(LAW, "2019-01-01")
    assert reading.instruments == {"points": Shown(10000, "A")}
    assert reading.lists == frozenset()


def test_1000_less_5_plus_20_is_1015_and_on_the_red_list() -> None:
    reading = read(LAW, "2019-05-25", entry("red-light", "2019-03-01"), entry("work", "2019-05-02"))
    shown = reading.instruments["points"]
    assert (shown.score_pt, shown.grade, reading.lists) == (10150, "A+", {"red"})
    assert reading.fired == ("red-light", "work")


def test_points_wait_for_the_publication() -> None:
    fight = entry("fight", "2019-03-24")
    assert scores(LAW, ("2019-03-24", "2019-03-25"), fight) == [1000, 950]
    assert grade(LAW, "2019-03-25", fight) == "B"


def test_half_points_add_up_exactly() -> None:
    entries = [entry("tenth", "2019-03-24", act=act) for act in ("one", "two", "three")]
    assert score(DAILY, "2019-03-24", *entries) == 998.5


def test_an_entry_counts_from_the_day_of_booking_until_the_day_before_its_year_is_over() -> None:
    late = entry("red-light", "2019-03-01", booked="2019-03-11")
    days = "2019-03-10", "2019-03-11", "2020-02-29", "2020-03-01"
    assert scores(DAILY, days, late) == [1000, 995, 995, 1000]


@pytest.mark.parametrize(
    ("starts", "last_day", "first_free"),
    [
        ("conduct", "2020-02-29", "2020-03-01"),
        ("end", "2020-03-05", "2020-03-06"),
        ("finality", "2020-03-07", "2020-03-08"),
        ("booking", "2020-03-10", "2020-03-11"),
    ],
)
def test_validity_may_run_from_conduct_end_finality_or_booking(
    starts: str, last_day: str, first_free: str
) -> None:
    its = entry("red-light", "2019-03-01", ends="2019-03-06", final="2019-03-08", booked="2019-03-11")
    own = RULES | {"red-light": rule("red-light", points=-5, starts=starts)}
    for law in (changed(validity_starts=starts), regime(own, points=daily())):
        assert scores(law, (last_day, first_free), its) == [995, 1000]


def test_what_starts_with_an_end_that_never_comes_counts_for_ever() -> None:
    law = changed(validity_starts="end")
    assert score(law, "2029-03-01", entry("red-light", "2019-03-01", ends="never")) == 995


@pytest.mark.parametrize(
    ("valid", "last_day", "first_free"),
    [
        ("30 months", "2021-08-27", "2021-08-28"),
        ("6 months", "2019-08-27", "2019-08-28"),
        ("180 days", "2019-08-26", "2019-08-27"),
        # 28 February 2019 is a Thursday: the third working day after it is Tuesday.
        ("3 working days", "2019-03-04", "2019-03-05"),
        ("to the end of the year", "2019-12-31", "2020-01-01"),
    ],
)
def test_spans_are_calendar_months_days_working_days_or_end_with_the_year(
    valid: str, last_day: str, first_free: str
) -> None:
    law = regime({"fine": rule("fine", points=-5, valid=valid)}, points=daily())
    assert scores(law, (last_day, first_free), entry("fine", "2019-02-28")) == [995, 1000]


def test_a_span_of_months_that_ends_in_a_shorter_month_ends_with_it() -> None:
    law = regime({"fine": rule("fine", points=-5, valid="6 months")}, points=daily())
    assert scores(law, ("2020-02-28", "2020-02-29"), entry("fine", "2019-08-31")) == [995, 1000]


def test_what_began_on_29_february_ends_with_27_february() -> None:
    assert scores(DAILY, ("2021-02-27", "2021-02-28"), entry("red-light", "2020-02-29")) == [995, 1000]


def test_what_counts_until_corrected_ends_with_the_conduct_alone() -> None:
    law = regime({"fine": rule("fine", points=-5, valid="until corrected")}, points=daily())
    its = entry("fine", "2019-03-01", ends="2022-06-01")
    assert scores(law, ("2022-05-31", "2022-06-01"), its) == [995, 1000]
    assert score(law, "2029-01-01", entry("fine", "2019-03-01", ends="never")) == 995
    assert read(law, "2019-03-01", entry("fine", "2019-03-01")).fired == ()


def test_an_expiry_shows_at_the_next_publication() -> None:
    days = "2019-03-25", "2020-02-25", "2020-03-24", "2020-03-25"
    assert scores(LAW, days, entry("fight", "2019-03-01")) == [950, 950, 950, 1000]


def test_a_record_that_comes_after_its_validity_is_not_booked() -> None:
    late, in_time = (entry("perjury", f"2019-03-0{day}", booked="2020-03-01") for day in (1, 2))
    assert read(LAW, "2020-03-01", late).fired == ()
    assert score(LAW, "2020-03-01", in_time) == 0


def test_a_downgrade_moves_score_grade_and_lists_on_the_day_of_booking() -> None:
    fraud, perjury = entry("fraud", "2019-03-02"), entry("perjury", "2019-03-03")
    assert score(LAW, "2019-03-02", fraud, perjury) == 850
    assert grade(LAW, "2019-03-02", fraud, perjury) == "B"
    reading = read(LAW, "2019-03-03", fraud, perjury)
    assert (reading.instruments["points"].score_pt, reading.lists) == (0, {"black"})


def test_a_downgrade_never_raises() -> None:
    entries = entry("perjury", "2019-03-02"), entry("boast", "2019-03-03")
    assert scores(LAW, ("2019-03-03", "2019-03-25"), *entries) == [0, 0]


def test_a_downgrade_shows_no_points_that_wait() -> None:
    entries = [*fights(8, "2019-03-01"), entry("fraud", "2019-03-02")]
    assert scores(LAW, ("2019-03-02", "2019-03-25"), *entries) == [850, 600]


def test_of_arithmetic_and_downgrades_the_lowest_holds() -> None:
    downgrades = entry("fraud", "2019-03-02"), entry("boast", "2019-03-03")
    assert score(DAILY, "2019-03-25", *downgrades, *fights(1, "2019-03-04")) == 850
    assert score(DAILY, "2019-03-25", *downgrades, *fights(4, "2019-03-04")) == 800


def test_deductions_after_a_downgrade_may_subtract_from_the_set_score() -> None:
    law = changed(after_downgrade="subtract")
    before, after = fights(1, "2019-03-01"), fights(1, "2019-03-04")
    fraud, merit = entry("fraud", "2019-03-02"), entry("work", "2019-03-05")
    # Only what is booked after the downgrade, and no merit.
    assert score(law, "2019-03-25", *before, fraud, *after, merit) == 850 - 50
    assert score(law, "2020-03-02", *before, fraud, *after, merit) == 1000 - 50 + 20


def test_a_downgrade_that_ends_gives_the_arithmetic_back_at_the_publication() -> None:
    assert scores(LAW, ("2020-02-25", "2020-03-25"), entry("fraud", "2019-03-02")) == [850, 1000]


def test_the_floor_holds_and_what_lies_below_it_is_not_forgotten() -> None:
    law = changed(floor=900)
    assert score(law, "2019-03-01", *fights(3, "2019-03-01")) == 900
    assert score(law, "2019-03-01", *fights(3, "2019-03-01"), entry("work", "2019-03-01")) == 900


def test_the_ceiling_holds() -> None:
    law = changed(ceiling=1030)
    assert score(law, "2019-03-02", entry("work", "2019-03-01"), entry("work", "2019-03-02")) == 1030


def test_a_heavier_record_of_one_act_replaces_the_lighter() -> None:
    entries = (
        entry("red-light", "2019-03-01", act="it"),
        entry("fight", "2019-03-01", booked="2019-03-09", act="it"),
    )
    assert scores(DAILY, ("2019-03-08", "2019-03-09"), *entries) == [995, 950]
    reading = read(DAILY, "2019-03-09", *entries)
    assert (reading.fired, reading.blocked) == (("fight",), ("red-light",))


@pytest.mark.parametrize("code", ["red-light", "tenth"])
def test_a_record_of_one_act_that_is_no_heavier_is_blocked(code: str) -> None:
    entries = (
        entry("red-light", "2019-03-01", act="it"),
        entry(code, "2019-03-01", booked="2019-03-09", act="it"),
    )
    reading = read(DAILY, "2019-03-09", *entries)
    assert reading.instruments["points"].score_pt == 9950
    assert (reading.fired, reading.blocked) == (("red-light",), (code,))


def test_another_act_is_charged_by_itself() -> None:
    entries = [entry("red-light", "2019-03-01", act=act) for act in ("one", "other")]
    assert score(DAILY, "2019-03-01", *entries) == 990


def test_where_each_counts_one_act_is_charged_under_every_rule() -> None:
    law = changed(one_act_counts="each")
    entries = [entry(code, "2019-03-01", act="it") for code in ("red-light", "fight", "red-light")]
    assert score(law, "2019-03-01", *entries) == 1000 - 5 - 50 - 5


def test_a_merit_and_a_deduction_of_one_act_both_count() -> None:
    entries = [entry(code, "2019-03-01", act="it") for code in ("red-light", "work")]
    assert score(DAILY, "2019-03-01", *entries) == 1000 - 5 + 20


def test_a_downgrade_beats_points_and_a_lower_target_a_higher() -> None:
    heaviest_last = ("fight", "boast", "fraud", "perjury")
    days = [f"2019-03-0{day}" for day in range(1, 5)]
    entries = [
        entry(code, "2019-03-01", booked=day, act="it") for code, day in zip(heaviest_last, days, strict=True)
    ]
    assert read(DAILY, "2019-03-04", *entries).fired == ("perjury",)
    heaviest_first = [
        entry(code, "2019-03-01", booked=day, act="it")
        for code, day in zip(reversed(heaviest_last), days, strict=True)
    ]
    assert read(DAILY, "2019-03-04", *heaviest_first).blocked == ("boast", "fight", "fraud")


def test_an_entry_that_is_over_blocks_nothing() -> None:
    law = regime({"brief": rule("a", points=-50), "long": rule("a", points=-5, valid="2 years")})
    brief = entry("brief", "2019-03-01", act="it")
    too_early = entry("long", "2019-03-01", booked="2020-02-29", act="it")
    in_time = entry("long", "2019-03-01", booked="2020-03-01", act="it")
    assert read(law, "2020-03-01", brief, too_early).blocked == ("long",)
    assert read(law, "2020-03-01", brief, in_time).blocked == ()


def test_merits_are_suspended_while_what_led_to_a_downgrade_is_not_corrected() -> None:
    law = changed(merits_while_uncorrected="suspended", base=800)
    merit = entry("work", "2019-02-01")
    boast = entry("boast", "2019-03-01", ends="2019-06-01")
    days = "2019-02-28", "2019-03-01", "2019-05-31", "2019-06-01"
    assert scores(law, days, merit, boast) == [820, 800, 800, 820]
    assert scores(changed(base=800), days, merit, boast) == [820, 820, 820, 820]


def test_validity_goes_by_size_of_the_deduction_by_award_level_or_by_target_grade() -> None:
    validity = {
        "deductions": (
            {"up_to": 5, "valid": "1 month"},
            {"up_to": 40, "valid": "2 months"},
            {"valid": "3 months"},
        ),
        "merits": "1 month",
        "levels": {"city": "2 months"},
        "downgrades": {"B": "2 months"},
    }
    law = regime(
        {
            "five": rule("a", points=-5, valid=None),
            "forty": rule("a", points=-40, valid=None),
            "more": rule("a", points=-40.5, valid=None),
            "merit": rule("a", points=7, valid=None),
            "award": rule("a", points=7, valid=None, level="city"),
            "down": rule("a", downgrade_to="B", valid=None),
        },
        points=daily(validity=validity),
    )
    for code, last_day in (
        ("five", "2019-03-31"),
        ("forty", "2019-04-30"),
        ("more", "2019-05-31"),
        ("merit", "2019-03-31"),
        ("award", "2019-04-30"),
        ("down", "2019-04-30"),
    ):
        its = entry(code, "2019-03-01")
        assert score(law, last_day, its) != 1000, code
        day_after = {"2019-03-31": "2019-04-01", "2019-04-30": "2019-05-01", "2019-05-31": "2019-06-01"}[
            last_day
        ]
        assert score(law, day_after, its) == 1000, code


def test_points_go_by_severity_where_the_law_grades_them() -> None:
    law = regime(
        {"fine": rule("fine", points_by={"light": -5, "grave": -30})},
        points=daily(),
    )
    light, grave = (entry("fine", "2019-03-01", severity=its) for its in ("light", "grave"))
    assert score(law, "2019-03-01", light) == 995
    assert score(law, "2019-03-01", grave) == 970


def test_a_rule_may_be_booked_in_a_range_of_scores_alone() -> None:
    course = rule("course", points=10, only_while={"from": 900, "to": 960})
    law = regime(RULES | {"course": course}, points=daily())
    taken = entry("course", "2019-03-03")
    assert read(law, "2019-03-03", taken).fired == ()
    # A fight takes fifty: 950 lies in the range; two leave 900, and three 850.
    assert score(law, "2019-03-03", *fights(1, "2019-03-01"), taken) == 960
    assert score(law, "2019-03-03", *fights(2, "2019-03-01"), taken) == 910
    assert score(law, "2019-03-03", *fights(3, "2019-03-01"), taken) == 850


def test_of_days_of_publication_there_are_a_day_of_the_month_and_the_first_working_day() -> None:
    law = changed(publication="first_working_day")
    # 1 June 2019 is a Saturday.
    assert scores(law, ("2019-06-02", "2019-06-03"), entry("fight", "2019-05-20")) == [1000, 950]


def test_a_notice_moves_the_booking() -> None:
    law = changed(notice="3 working days")
    # 1 March 2019 is a Friday: the third working day after it is Wednesday the 6th.
    assert scores(law, ("2019-03-05", "2019-03-06"), entry("fight", "2019-03-01")) == [1000, 950]
    as_written = entry("fight", "2019-03-01", booked="2019-03-01")
    assert score(law, "2019-03-01", as_written) == 950


def test_who_is_a_child_has_no_account() -> None:
    fraud = entry("fraud", "2019-02-01")
    assert read(LAW, "2019-03-01", fraud, born=date(2010, 2, 15)).instruments == {}
    # Booked before the account opens: the entry is lost.
    turning = read(LAW, "2019-03-01", fraud, born=date(2001, 2, 15))
    assert turning.instruments == {"points": Shown(10000, "A")}
