"""Lists, indices, registers, steps in order, and what one instrument has from another, by hand."""

import pytest

from glasshouse.law.schema import Regime
from reference.cases import Shown
from tests.differential.desk import NEVER, entry, grade, read, score, scores
from tests.differential.laws import (
    Tree,
    bands,
    daily,
    feed,
    index,
    instrument,
    listing,
    publication,
    regime,
    register,
    rule,
    tally,
)

OWES = rule("owes", instrument="defaulters", downgrade_to="listed", valid="2 years")


def defaulters(**its: object) -> Regime:
    """Return a law with a list beside its points."""
    return regime({"owes": OWES}, others={"defaulters": listing(**its)})


def test_a_list_has_two_grades_and_its_own_name() -> None:
    law = defaulters()
    assert read(law, "2019-02-28", entry("owes", "2019-03-01")).instruments["defaulters"] == Shown(
        0, "unlisted"
    )
    reading = read(law, "2019-03-01", entry("owes", "2019-03-01"))
    assert reading.instruments["defaulters"] == Shown(-10, "listed")
    assert reading.lists == {"defaulters"}
    assert read(law, "2021-03-01", entry("owes", "2019-03-01")).lists == frozenset()


def test_being_put_on_a_list_waits_for_its_publication_and_coming_off_does_not() -> None:
    law = defaulters(publication=5)
    its = entry("owes", "2019-03-06")
    days = "2019-04-04", "2019-04-05", "2021-03-05", "2021-03-06"
    assert [bool(read(law, day, its).lists) for day in days] == [False, True, True, False]


def test_a_list_of_working_days_waits_for_the_first_of_a_month_after_the_notice() -> None:
    law = defaulters(publication="first_working_day", notice="3 working days")
    # Friday 29 March: the third working day after it is Wednesday 3 April, and May's first is the 1st.
    its = entry("owes", "2019-03-29")
    assert [bool(read(law, day, its).lists) for day in ("2019-04-30", "2019-05-01")] == [False, True]
    # From Thursday 28 March it is Tuesday 2 April; from Tuesday the 26th Friday, before Monday 1 April.
    assert not read(law, "2019-04-01", entry("owes", "2019-03-28")).lists
    assert read(law, "2019-04-01", entry("owes", "2019-03-26")).lists


def test_validity_from_the_booking_begins_at_the_publication() -> None:
    law = defaulters(publication=5, validity_starts="booking")
    its = entry("owes", "2019-03-06")
    assert [bool(read(law, day, its).lists) for day in ("2021-04-04", "2021-04-05")] == [True, False]


def sesame(**its: object) -> Regime:
    """Return an index of two dimensions, 60 and 40 percent, which begin at a half and at a quarter."""
    law = index({"pays": (60, 50), "links": (40, 25)}, [("low", None), ("fair", 550), ("good", 700)], **its)
    return regime(
        {
            "late": rule("late", points=-10, dimension="pays"),
            "early": rule("early", points=60, dimension="pays"),
            "friends": rule("friends", points=2.5, dimension="links"),
            "fraud": rule("fraud", downgrade_to="low"),
        },
        points=law | {"publication": publication("at_once")},
        lists={},
    )


def test_an_index_is_the_sum_of_its_weighted_dimensions() -> None:
    law = sesame()
    assert score(law, "2019-01-01") == 350 + 600 * (0.6 * 0.5 + 0.4 * 0.25) == 590
    # Ten percent of a dimension of sixty percent are six percent of six hundred.
    assert score(law, "2019-03-01", entry("late", "2019-03-01")) == 590 - 36
    # One percent is rounded down to tenths: 2.5 x 0.4 x 6 = 6.
    assert score(law, "2019-03-01", entry("friends", "2019-03-01")) == 596
    assert grade(law, "2019-03-01", entry("late", "2019-03-01")) == "fair"


def test_a_dimension_lies_between_nothing_and_all() -> None:
    law = sesame()
    full = 350 + 600 * (0.6 + 0.4 * 0.25)
    assert score(law, "2019-03-01", entry("early", "2019-03-01")) == full
    # What lies above is not forgotten: 50 + 60 - 10 are still all.
    assert score(law, "2019-03-02", entry("early", "2019-03-01"), entry("late", "2019-03-02")) == full
    delays = [entry("late", "2019-03-01", act=f"late {number}") for number in range(6)]
    assert score(law, "2019-03-01", *delays) == 350 + 600 * 0.4 * 0.25


def test_the_score_of_an_index_is_rounded_down_to_tenths() -> None:
    law = regime(
        {"a": rule("a", points=0.5, dimension="one")},
        points=index(
            {"one": (33, 50), "two": (67, 0)}, [("low", None), ("high", 500)], publication="at_once"
        ),
        lists={},
    )
    # 0.33 x 0.505 x 600 = 99.99.
    assert score(law, "2019-03-01", entry("a", "2019-03-01")) == 350 + 99.9


def test_an_index_falls_at_once_by_a_downgrade() -> None:
    assert score(sesame(), "2019-03-01", entry("fraud", "2019-03-01")) == 350


def driving(**its: object) -> Regime:
    """Return a register of points, of which more are worse."""
    return regime(
        {
            "fault": rule("fault", points=1),
            "grave": rule("grave", points=3),
            "course": rule("course", points=-1),
            "ban": rule("ban", downgrade_to="warned"),
        },
        points=register(**({"publication": "at_once"} | its)),
        lists={},
    )


def test_in_a_register_more_points_are_worse() -> None:
    law = driving()
    assert read(law, "2019-01-01").instruments["points"] == Shown(0, "clean")
    faults = [entry("grave", f"2019-03-0{day}") for day in (1, 2, 3)]
    assert [grade(law, f"2019-03-0{day}", *faults) for day in (1, 2, 3)] == ["noted", "cautioned", "barred"]
    assert score(law, "2019-03-03", *faults) == 9


def test_in_a_register_a_course_is_a_merit_and_a_repeat_doubles_upwards() -> None:
    law = driving(repeat="doubles")
    twice = entry("grave", "2019-03-01"), entry("grave", "2019-03-02")
    assert score(law, "2019-03-02", *twice) == 9
    both = entry("course", "2019-03-01"), entry("course", "2019-03-02")
    # Merits do not double, and below nothing there is nothing.
    assert score(law, "2019-03-02", *twice, *both) == 7
    assert score(law, "2019-03-02", *both) == 0


def test_in_a_register_a_downgrade_sets_the_most_points_of_its_grade() -> None:
    law = driving()
    assert score(law, "2019-03-01", entry("ban", "2019-03-01")) == 5
    assert score(law, "2019-03-02", entry("ban", "2019-03-01"), entry("grave", "2019-03-02")) == 5
    subtracting = driving(after_downgrade="subtract")
    assert score(subtracting, "2019-03-02", entry("ban", "2019-03-01"), entry("grave", "2019-03-02")) == 8


def stepping(**its: object) -> Regime:
    """Return a register with three steps: warned from 4 points, cautioned from 6, barred from 8."""
    measures = {"warned": "a warning", "cautioned": "a caution", "barred": "the licence"}
    limits = (("clean", None), ("noted", 1), ("warned", 4), ("cautioned", 6), ("barred", 8))
    return driving(steps="in-order", bands=bands(limits, measures=measures), **its)


def test_who_would_skip_a_step_is_set_to_the_worst_score_of_the_next_one() -> None:
    law = stepping()
    # Nine points on one day: only warned, with five points; one more, a day later: cautioned, with seven.
    three = [entry("grave", "2019-03-01", act=f"act {number}") for number in range(3)]
    assert score(law, "2019-03-01", *three) == 5
    assert grade(law, "2019-03-01", *three) == "warned"
    assert score(law, "2019-03-02", *three, entry("fault", "2019-03-02")) == 6
    # Relief is four points: 9 + 3 + 1 - 4 = 9 reaches the last step, which is due.
    again = entry("fault", "2019-03-02"), entry("grave", "2019-03-03")
    assert score(law, "2019-03-03", *three, *again) == 9
    assert grade(law, "2019-03-03", *three, *again) == "barred"


def test_one_step_at_a_time_needs_no_relief() -> None:
    law = stepping()
    faults = [entry("grave", f"2019-03-0{day}") for day in (1, 2)] + [
        entry("fault", "2019-03-02", act="more")
    ]
    assert score(law, "2019-03-02", *faults) == 5
    slowly = [entry("grave", "2019-03-01"), *(entry("fault", f"2019-03-0{day}") for day in (2, 3, 4, 5, 6))]
    assert scores(law, ("2019-03-02", "2019-03-04", "2019-03-06"), *slowly) == [4, 6, 8]


def test_relief_never_makes_anybody_better_than_at_the_start() -> None:
    law = stepping()
    three = [entry("grave", "2019-03-01", act=f"act {number}") for number in range(3)]
    late = entry("fault", "2020-02-29")
    # A year on, the nine points are gone: one is left, and no more than that can be relieved.
    assert score(law, "2020-03-01", *three, late) == 0
    # So much of the relief is left, and no more: 1 + 3 - 1 = 3.
    assert score(law, "2020-03-02", *three, late, entry("grave", "2020-03-02")) == 3


def test_merits_above_the_start_are_no_relief() -> None:
    law = stepping(floor=-10)
    course = entry("course", "2019-03-01")
    assert score(law, "2019-03-01", course) == -1
    assert score(law, "2019-03-02", course, entry("grave", "2019-03-02")) == 2


TAKEN_VALIDITY: Tree = {"deductions": ({"valid": "1 month"},), "merits": "1 month"}


def villages(**its: object) -> Regime:
    """Return points of a village that take over what the city books."""
    own: dict[str, object] = {
        "takes_over": "points",
        "validity": TAKEN_VALIDITY,
        "base": 100,
        "publication": "at_once",
    }
    return regime(
        {
            "fine": rule("fine", points=-5, valid="2 years", starts="finality"),
            "down": rule("down", downgrade_to="B"),
            "dirt": rule("dirt", points=-2, instrument="village"),
            "fed": rule(points=-7),
        },
        points=daily(),
        others={"village": instrument((("bad", None), ("good", 90)), **(own | its))},
        lists={},
    )


def test_an_instrument_may_take_over_the_points_of_another_with_a_validity_of_its_own() -> None:
    law = villages()
    its = entry("fine", "2019-03-01", final="2019-03-10")
    assert read(law, "2019-03-31", its).instruments == {
        "points": Shown(9950, "A"),
        "village": Shown(950, "good"),
    }
    assert read(law, "2019-04-01", its).instruments == {
        "points": Shown(9950, "A"),
        "village": Shown(1000, "good"),
    }
    assert score(law, "2021-03-09", its) == 995
    assert read(law, "2019-03-31", its).fired == ("fine", "fine")


def test_downgrades_and_rules_without_conduct_are_not_taken_over() -> None:
    law = villages()
    assert (
        score(law, "2019-03-02", entry("down", "2019-03-01"), entry("fed", "2019-03-02"), of="village") == 100
    )


def test_what_is_taken_over_repeats_as_the_instrument_that_takes_it_says() -> None:
    twice = entry("fine", "2019-03-01"), entry("fine", "2019-03-02")
    assert score(villages(repeat="doubles"), "2019-03-02", *twice, of="village") == 85
    assert score(villages(repeat="doubles"), "2019-03-02", *twice) == 990


def test_tallies_are_kept_apart_by_instrument() -> None:
    law = regime(
        {
            "good": rule("good", points=4, tally="deeds"),
            "own": rule("own", points=4, tally="deeds", instrument="other"),
        },
        points=daily(),
        others={"other": daily(takes_over="points", validity=TAKEN_VALIDITY)},
        tallies={"deeds": tally(most=6)},
    )
    deeds = entry("own", "2019-03-01"), entry("good", "2019-03-02"), entry("good", "2019-03-03")
    assert score(law, "2019-03-03", *deeds) == 1006
    assert score(law, "2019-03-03", *deeds, of="other") == 1006


def following() -> Regime:
    """Return a law whose list follows every downgrade to D of the points."""
    return regime(
        {
            "perjury": rule("perjury", downgrade_to="D"),
            "fraud": rule("fraud", downgrade_to="B"),
            "shame": rule(instrument="wall", downgrade_to="listed", follows="D", valid="1 month"),
        },
        others={"wall": listing()},
        lists={},
    )


def test_a_rule_may_follow_every_downgrade_to_a_grade() -> None:
    law = following()
    assert read(law, "2019-03-31", entry("perjury", "2019-03-01")).lists == {"wall"}
    assert read(law, "2019-04-01", entry("perjury", "2019-03-01")).lists == frozenset()
    assert read(law, "2019-03-31", entry("fraud", "2019-03-01")).lists == frozenset()


STARS = {"AA": "plus", "D": "minus"}


def feeding(**its: object) -> Regime:
    """Return a law in which the grades of stars at the end of a year move points."""
    return regime(
        {
            "star": rule("star", instrument="stars", points=60, valid="2 years"),
            "plus": rule(points=10),
            "minus": rule(points=-10),
        },
        points=daily(),
        others={"stars": instrument(**its)},
        feeds={"yearly": feed("stars", STARS)},
        lists={},
    )


def test_a_grade_at_the_end_of_a_year_may_feed_another_instrument() -> None:
    star = entry("star", "2019-06-01")
    days = "2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01", "2021-12-31"
    # Booked on 1 January for conduct of 31 December: the first counts until 30 December 2020.
    assert scores(feeding(), days, star) == [1000, 1010, 1000, 1010, 1000]
    assert score(feeding(), "2020-12-30", star) == 1010


def test_what_counts_for_a_feed_is_what_is_shown() -> None:
    waiting = entry("star", "2019-12-26")
    assert scores(feeding(publication=25), ("2020-01-02", "2021-01-02"), waiting) == [1000, 1010]


def test_an_instrument_of_organisations_is_none_of_a_residents() -> None:
    law = regime(
        {"fine": rule("fine", points=-5), "firm": rule("firm", instrument="firms", points=-5)},
        others={"firms": instrument(holders=("organisations",), publication="at_once")},
    )
    its = entry("firm", "2019-03-01")
    assert list(read(law, "2019-03-01", its).instruments) == ["points"]
    assert read(law, "2019-03-01", its, who="organisation").instruments == {"firms": Shown(9950, "A")}


@pytest.mark.parametrize(
    ("relation", "fired"),
    [("doer", ("fine",)), ("spouse", ("fine",)), ("parents", ()), ("household-head", ("blame",))],
)
def test_an_act_is_booked_on_whom_its_rule_says(relation: str, fired: tuple[str, ...]) -> None:
    law = regime(
        {
            "fine": rule(
                "fine", points=-5, booked_on=("doer", "spouse"), books_too={"household-head": "blame"}
            ),
            "blame": rule(points=-1),
        }
    )
    its = entry("fine", "2019-03-01", as_=relation, ends=NEVER)  # type: ignore[arg-type]
    assert read(law, "2019-03-25", its).fired == fired
