"""The arithmetic of one file, by hand: what every line of it is, a reader can check with a pencil."""

from datetime import date

import pytest

from glasshouse.law.schema import Regime
from reference.calendar import Calendar
from reference.files import Entry, File, Record
from tests.differential.laws import instrument, regime, rule

TOWN = Calendar(2019)

LAW = regime(
    {
        "red-light": rule("red-light", points=-5),
        "work": rule("work", points=20, valid_y=2),
        "fight": rule("fight", points=-50),
        "tenth": rule("tenth", points=-0.5),
        "perjury": rule("perjury", downgrade_to="D"),
        "fraud": rule("fraud", downgrade_to="B"),
        "boast": rule("boast", downgrade_to="A"),
    }
)


def day(text: str) -> int:
    return TOWN.day(date.fromisoformat(text))


def book(
    file: File, code: str, on: str, *, booked: str | None = None, act: int | None = None
) -> Entry | None:
    """Book one record; without an act of its own it is an act by itself."""
    codes = list(file.regime.rules)
    number = len(file.entries) + len(file.blocked) + 1000 if act is None else act
    record = Record(number, day(on), day(booked or on), codes.index(code), code, file.regime.rules[code])
    return file.book(record)


def opened(law: Regime = LAW) -> File:
    return File(law, TOWN, 0)


def changed(**its: object) -> Regime:
    """Return the law with other values of its instrument."""
    points = instrument(**its)  # type: ignore[arg-type]
    return regime({}, points=points).model_copy(update={"rules": LAW.rules})


def test_an_account_opens_at_the_base() -> None:
    file = opened()
    assert (file.standing.score_pt, file.standing.grade, file.standing.lists) == (10000, "A", frozenset())


def test_1000_less_5_plus_20_is_1015_and_on_the_red_list() -> None:
    file = opened()
    book(file, "red-light", "2019-03-01")
    book(file, "work", "2019-05-02")
    file.publish(day("2019-05-25"))
    assert file.standing.score_pt == 10150
    assert (file.standing.grade, file.standing.lists) == ("A+", {"red"})


def test_points_wait_for_the_publication() -> None:
    file = opened()
    book(file, "fight", "2019-03-24")
    assert file.standing.score_pt == 10000
    file.publish(day("2019-03-25"))
    assert (file.standing.score_pt, file.standing.grade) == (9500, "B")


def test_half_points_add_up_exactly() -> None:
    file = opened()
    for _ in range(3):
        book(file, "tenth", "2019-03-24")
    assert file.score_pt(day("2019-03-24")) == 9985


def test_an_entry_counts_from_the_day_of_booking_until_the_day_before_its_year_is_over() -> None:
    file = opened()
    book(file, "red-light", "2019-03-01", booked="2019-03-11")
    scores = [file.score_pt(day(on)) for on in ("2019-03-10", "2019-03-11", "2020-02-29", "2020-03-01")]
    assert scores == [10000, 9950, 9950, 10000]


def test_validity_may_run_from_the_booking_instead() -> None:
    file = opened(changed(validity_starts="booking"))
    book(file, "red-light", "2019-03-01", booked="2019-03-11")
    scores = [file.score_pt(day(on)) for on in ("2019-03-10", "2020-03-10", "2020-03-11")]
    assert scores == [10000, 9950, 10000]


def test_what_began_on_29_february_ends_with_27_february() -> None:
    file = opened()
    book(file, "red-light", "2020-02-29")
    assert [file.score_pt(day(on)) for on in ("2021-02-27", "2021-02-28")] == [9950, 10000]


def test_an_expiry_shows_at_the_next_publication() -> None:
    file = opened()
    book(file, "fight", "2019-03-01")
    file.publish(day("2019-03-25"))
    assert file.standing.score_pt == 9500
    file.publish(day("2020-02-25"))
    assert file.standing.score_pt == 9500
    file.publish(day("2020-03-25"))
    assert file.standing.score_pt == 10000


def test_a_record_that_comes_after_its_validity_is_not_booked() -> None:
    file = opened()
    assert book(file, "perjury", "2019-03-01", booked="2020-03-01") is None
    assert file.standing.score_pt == 10000
    assert book(file, "perjury", "2019-03-02", booked="2020-03-01") is not None
    assert file.standing.score_pt == 0


def test_a_downgrade_moves_score_grade_and_lists_on_the_day_of_booking() -> None:
    file = opened()
    book(file, "fraud", "2019-03-02")
    standing = file.standing
    assert (standing.day, standing.score_pt, standing.grade) == (day("2019-03-02"), 8500, "B")
    book(file, "perjury", "2019-03-03")
    assert (file.standing.score_pt, file.standing.grade, file.standing.lists) == (0, "D", {"black"})


def test_a_downgrade_never_raises() -> None:
    file = opened()
    book(file, "perjury", "2019-03-02")
    book(file, "boast", "2019-03-03")
    assert (file.standing.score_pt, file.score_pt(day("2019-03-03"))) == (0, 0)


def test_a_downgrade_shows_no_points_that_wait() -> None:
    file = opened()
    for _ in range(8):
        book(file, "fight", "2019-03-01")
    book(file, "fraud", "2019-03-02")
    assert file.standing.score_pt == 8500
    file.publish(day("2019-03-25"))
    assert file.standing.score_pt == 10000 - 8 * 500


def test_of_arithmetic_and_downgrades_the_lowest_holds() -> None:
    file = opened()
    book(file, "fraud", "2019-03-02")
    book(file, "boast", "2019-03-03")
    book(file, "fight", "2019-03-04")
    assert file.score_pt(day("2019-03-25")) == 8500
    book(file, "fight", "2019-03-04")
    book(file, "fight", "2019-03-04")
    book(file, "fight", "2019-03-04")
    assert file.score_pt(day("2019-03-25")) == 8000


def test_a_downgrade_that_ends_gives_the_arithmetic_back_at_the_publication() -> None:
    file = opened()
    book(file, "fraud", "2019-03-02")
    file.publish(day("2020-02-25"))
    assert file.standing.grade == "B"
    file.publish(day("2020-03-25"))
    assert (file.standing.score_pt, file.standing.grade) == (10000, "A")


def test_the_floor_holds_and_what_lies_below_it_is_not_forgotten() -> None:
    file = opened(changed(floor=900))
    for _ in range(3):
        book(file, "fight", "2019-03-01")
    assert file.score_pt(day("2019-03-01")) == 9000
    book(file, "work", "2019-03-01")
    assert file.score_pt(day("2019-03-01")) == 9000


def test_the_ceiling_holds() -> None:
    file = opened(changed(ceiling=1030))
    book(file, "work", "2019-03-01")
    book(file, "work", "2019-03-02")
    assert file.score_pt(day("2019-03-02")) == 10300


def test_a_heavier_record_of_one_act_replaces_the_lighter() -> None:
    file = opened()
    light = book(file, "red-light", "2019-03-01", act=7)
    book(file, "fight", "2019-03-01", booked="2019-03-09", act=7)
    assert light is not None
    assert light.replaced_day == day("2019-03-09")
    assert [file.score_pt(day(on)) for on in ("2019-03-08", "2019-03-09")] == [9950, 9500]


@pytest.mark.parametrize("code", ["red-light", "tenth"])
def test_a_record_of_one_act_that_is_no_heavier_is_blocked(code: str) -> None:
    file = opened()
    book(file, "red-light", "2019-03-01", act=7)
    assert book(file, code, "2019-03-01", booked="2019-03-09", act=7) is None
    assert len(file.entries) == len(file.blocked) == 1


def test_another_act_is_charged_by_itself() -> None:
    file = opened()
    book(file, "red-light", "2019-03-01", act=7)
    book(file, "red-light", "2019-03-01", act=8)
    assert file.score_pt(day("2019-03-01")) == 9900


def test_where_each_counts_one_act_is_charged_under_every_rule() -> None:
    file = opened(changed(one_act_counts="each"))
    book(file, "red-light", "2019-03-01", act=7)
    book(file, "fight", "2019-03-01", act=7)
    book(file, "red-light", "2019-03-01", act=7)
    assert file.score_pt(day("2019-03-01")) == 10000 - 50 - 500 - 50


def test_a_merit_and_a_deduction_of_one_act_both_count() -> None:
    file = opened()
    book(file, "red-light", "2019-03-01", act=7)
    book(file, "work", "2019-03-01", act=7)
    assert file.score_pt(day("2019-03-01")) == 10000 - 50 + 200


def test_a_downgrade_beats_points_and_a_lower_target_a_higher() -> None:
    file = opened()
    heaviest_last = [book(file, code, "2019-03-01", act=7) for code in ("fight", "boast", "fraud", "perjury")]
    assert all(entry is not None for entry in heaviest_last)
    assert [entry.record.code for entry in file.counting(day("2019-03-01"))] == ["perjury"]
    assert [book(file, code, "2019-03-01", act=7) for code in ("fraud", "boast", "fight")] == [None] * 3


def test_an_entry_that_is_over_blocks_nothing() -> None:
    law = regime({"brief": rule("a", points=-50, valid_y=1), "long": rule("a", points=-5, valid_y=2)})
    file = opened(law)
    book(file, "brief", "2019-03-01", act=7)
    assert book(file, "long", "2019-03-01", booked="2020-02-29", act=7) is None
    assert book(file, "long", "2019-03-01", booked="2020-03-01", act=7) is not None


def test_a_standing_holds_at_the_end_of_its_first_day_and_until_the_next_one() -> None:
    file = opened()
    book(file, "fight", "2019-01-02")
    file.publish(2)
    book(file, "perjury", "2019-01-04")
    days = list(file.standing_on(ends_day=6))
    assert [day for day, _ in days] == [0, 1, 2, 3, 4, 5]
    assert [shown.grade for _, shown in days] == ["A", "A", "B", "D", "D", "D"]
    assert [shown.lists for _, shown in days][2:4] == [frozenset(), {"black"}]


def test_an_account_that_opens_with_a_publication_has_one_first_day() -> None:
    file = File(LAW, TOWN, 5)
    file.publish(5)
    assert [(day, shown.why) for day, shown in file.standing_on(ends_day=7)] == [
        (5, "publication"),
        (6, "publication"),
    ]
