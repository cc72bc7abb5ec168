"""Repeats, instalments, corrections and repairs, by hand."""

import pytest

from glasshouse.law.schema import Regime
from tests.differential.desk import NEVER, entry, grade, read, score, scores
from tests.differential.laws import SOURCE, Tree, daily, listing, regime, rule


def fines(points: Tree | None = None, **its: object) -> Regime:
    """Return a law that fines five points for littering, shown every day."""
    return regime({"fine": rule("littering", points=-5, **its)}, points=points or daily())


DOUBLING = fines(daily(repeat="doubles"))


def test_a_repeat_within_validity_costs_twice_the_base_and_no_more() -> None:
    acts = [entry("fine", f"2019-0{month}-01") for month in (3, 4, 5)]
    assert score(DOUBLING, "2019-03-01", *acts) == 1000 - 5
    assert score(DOUBLING, "2019-04-01", *acts) == 1000 - 5 - 10
    assert score(DOUBLING, "2019-05-01", *acts) == 1000 - 5 - 10 - 10


def test_where_the_law_is_silent_a_repeat_counts_the_same_again() -> None:
    assert score(fines(), "2019-04-01", entry("fine", "2019-03-01"), entry("fine", "2019-04-01")) == 990


def test_a_rule_may_say_otherwise_than_its_instrument() -> None:
    acts = [entry("fine", f"2019-0{month}-01") for month in (3, 4)]
    assert score(fines(repeat="doubles"), "2019-04-01", *acts) == 985
    assert score(fines(daily(repeat="doubles"), repeat="counts"), "2019-04-01", *acts) == 990


def test_a_repeat_of_another_kind_does_not_double() -> None:
    law = regime(
        {name: rule(name, points=-5) for name in ("one", "other")},
        points=daily(repeat="doubles"),
    )
    assert score(law, "2019-04-01", entry("one", "2019-03-01"), entry("other", "2019-04-01")) == 990


def test_a_repeat_after_the_validity_does_not_double() -> None:
    first = entry("fine", "2019-03-01")
    assert score(DOUBLING, "2020-02-29", first, entry("fine", "2020-02-29")) == 985
    assert score(DOUBLING, "2020-03-01", first, entry("fine", "2020-03-01")) == 995


def test_what_was_done_before_the_first_validity_began_does_not_double() -> None:
    """An older act that is booked later repeats nothing, and the younger one is booked already."""
    younger, older = entry("fine", "2019-03-01"), entry("fine", "2019-02-01", booked="2019-04-01")
    assert score(DOUBLING, "2019-04-01", younger, older) == 990


def test_an_entry_that_waits_doubles_what_is_booked_after_it_alone() -> None:
    """The first act is booked last: it repeats nothing, and the second was not yet a repeat."""
    first, second = (
        entry("fine", "2019-02-01", booked="2019-05-01"),
        entry("fine", "2019-03-01", booked="2019-04-01"),
    )
    assert score(DOUBLING, "2019-05-01", first, second) == 990


def test_a_repeat_by_conduct_in_the_validity_doubles_though_it_is_booked_after_it() -> None:
    long = regime(
        {"fine": rule("littering", points=-5, valid="2 months", starts="booking")},
        points=daily(repeat="doubles"),
    )
    first = entry("fine", "2019-03-01", booked="2019-03-10")
    # Conduct before the first entry's start does not repeat it, conduct after it does.
    assert score(long, "2019-04-01", first, entry("fine", "2019-03-09", booked="2019-04-01")) == 990
    assert score(long, "2019-04-01", first, entry("fine", "2019-03-10", booked="2019-04-01")) == 985


def test_the_validity_by_size_goes_by_the_base_amount() -> None:
    validity = {"deductions": ({"up_to": 5, "valid": "1 month"}, {"valid": "1 year"}), "merits": "1 year"}
    law = fines(daily(repeat="doubles", validity=validity), valid=None)
    acts = entry("fine", "2019-03-01"), entry("fine", "2019-03-15")
    assert scores(law, ("2019-03-31", "2019-04-01", "2019-04-15"), *acts) == [985, 990, 1000]


def test_merits_and_downgrades_never_double() -> None:
    law = regime(
        {"merit": rule("a", points=5), "down": rule("b", downgrade_to="B")},
        points=daily(repeat="doubles"),
    )
    assert score(law, "2019-03-02", *(entry("merit", f"2019-03-0{day}") for day in (1, 2))) == 1010
    assert score(law, "2019-03-02", *(entry("down", f"2019-03-0{day}") for day in (1, 2))) == 850


def test_the_same_act_does_not_repeat_itself() -> None:
    law = fines(daily(repeat="doubles", one_act_counts="each"))
    assert (
        score(
            law,
            "2019-03-02",
            *(entry("fine", "2019-03-01", act="it", booked=f"2019-03-0{day}") for day in (1, 2)),
        )
        == 990
    )


def test_a_rule_may_refuse_a_repeat_while_an_entry_counts() -> None:
    law = fines(repeat="refused")
    acts = entry("fine", "2019-03-01"), entry("fine", "2019-04-01"), entry("fine", "2020-03-01")
    assert scores(law, ("2019-04-01", "2020-02-29", "2020-03-01"), *acts) == [995, 995, 995]
    reading = read(law, "2020-03-01", *acts)
    assert (reading.fired, reading.blocked) == (("fine", "fine"), ())


def test_conduct_that_lasts_is_counted_for_every_month_that_begins_in_it() -> None:
    law = fines(counted="each-month", repeat="doubles")
    its = entry("fine", "2019-01-31", ends="2019-04-30")
    # Instalments on 31 January, 28 February and 31 March; on 30 April it is over, and nothing doubles.
    days = "2019-02-27", "2019-02-28", "2019-03-30", "2019-03-31", "2019-04-30"
    assert scores(law, days, its) == [995, 990, 990, 985, 985]
    assert scores(law, ("2020-01-31", "2020-02-28", "2020-03-31"), its) == [990, 995, 1000]


def test_half_years_are_counted_from_the_act() -> None:
    law = fines(counted="each-half-year", valid="5 years")
    its = entry("fine", "2019-03-01", ends=NEVER)
    days = "2019-08-31", "2019-09-01", "2020-02-29", "2020-03-01"
    assert scores(law, days, its) == [995, 990, 990, 985]


def test_what_is_over_on_its_day_is_counted_once() -> None:
    assert score(fines(counted="each-month"), "2019-12-31", entry("fine", "2019-03-01")) == 995


def test_instalments_wait_for_the_decision() -> None:
    law = fines(counted="each-month")
    its = entry("fine", "2019-03-01", ends="2019-05-02", final="2019-04-15")
    assert scores(law, ("2019-04-14", "2019-04-15", "2019-05-01"), its) == [1000, 990, 985]


def test_a_code_is_named_once_for_one_act_however_often_it_is_counted() -> None:
    reading = read(fines(counted="each-month"), "2019-12-31", entry("fine", "2019-03-01", ends=NEVER))
    assert reading.fired == ("fine",)


def repairable(**its: object) -> Regime:
    """Return a law whose deductions are repaired: fifty points become ten, which count for a year."""
    rules = {
        "grave": rule("a", points=-50, **({"repair": {"rule": "mild", **SOURCE}} | its)),
        "mild": rule(points=-10),
    }
    return regime(rules, points=daily())


def test_a_repair_puts_a_milder_entry_in_the_place_of_the_first() -> None:
    its = entry("grave", "2019-03-01", ends="2019-06-01")
    days = "2019-05-31", "2019-06-01", "2020-05-31", "2020-06-01"
    assert scores(repairable(), days, its) == [950, 990, 990, 1000]
    assert read(repairable(), "2020-06-01", its).fired == ("grave", "mild")


def test_a_repair_may_leave_nothing_and_may_wait() -> None:
    law = repairable(repair={"after": "1 month", **SOURCE})
    its = entry("grave", "2019-03-01", ends="2019-05-31")
    assert scores(law, ("2019-06-29", "2019-06-30"), its) == [950, 1000]


def test_what_counts_until_corrected_and_is_repaired_counts_until_the_repair() -> None:
    law = repairable(valid="until corrected", repair={"rule": "mild", "after": "10 days", **SOURCE})
    its = entry("grave", "2019-03-01", ends="2022-06-01")
    assert scores(law, ("2022-06-10", "2022-06-11", "2023-06-11"), its) == [950, 990, 1000]


def test_an_entry_that_is_over_before_its_repair_is_not_repaired() -> None:
    its = entry("grave", "2019-03-01", ends="2020-03-01")
    assert scores(repairable(), ("2020-02-29", "2020-03-01"), its) == [950, 1000]
    assert read(repairable(), "2020-03-01", its).fired == ("grave",)


def test_only_conduct_that_lasts_is_repaired() -> None:
    assert score(repairable(), "2020-02-29", entry("grave", "2019-03-01")) == 950


def test_a_record_that_comes_after_its_repair_is_not_booked() -> None:
    late = entry("grave", "2019-03-01", ends="2019-06-01", booked="2019-06-01")
    assert read(repairable(), "2019-06-01", late).fired == ()
    assert (
        score(
            repairable(), "2019-06-01", entry("grave", "2019-03-01", ends="2019-06-02", booked="2019-06-01")
        )
        == 950
    )


def test_an_entry_of_the_same_act_is_no_rival_of_a_repair_but_a_rival_of_what_follows() -> None:
    rules = {
        "grave": rule("a", points=-50, repair={"rule": "mild", **SOURCE}),
        "mild": rule(points=-10),
        "late": rule("a", points=-9),
    }
    law = regime(rules, points=daily())
    grave = entry("grave", "2019-03-01", ends="2019-06-01", act="it")
    late = entry("late", "2019-03-01", booked="2019-07-01", act="it")
    reading = read(law, "2019-07-01", grave, late)
    assert (reading.fired, reading.blocked) == (("grave", "mild"), ("late",))


def test_a_downgrade_that_repairs_another_shows_at_the_publication() -> None:
    rules = {
        "worse": rule("a", downgrade_to="D", valid="5 years", repair={"rule": "better", **SOURCE}),
        "better": rule(downgrade_to="B"),
    }
    law = regime(rules)
    its = entry("worse", "2019-03-01", ends="2019-06-01")
    assert [grade(law, day, its) for day in ("2019-06-01", "2019-06-24", "2019-06-25")] == ["D", "D", "B"]
    assert grade(law, "2020-06-25", its) == "A"


@pytest.mark.parametrize(("at", "lists"), [("2019-05-31", {"listed-ones"}), ("2019-06-01", set[str]())])
def test_a_list_lets_go_of_who_has_performed(at: str, lists: set[str]) -> None:
    law = regime(
        {"owes": rule("a", instrument="listed-ones", downgrade_to="listed", valid="until corrected")},
        others={"listed-ones": listing()},
    )
    assert read(law, at, entry("owes", "2019-03-01", ends="2019-06-01")).lists == lists
