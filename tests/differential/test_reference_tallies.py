"""What is added up over a period before it counts, by hand."""

import pytest

from glasshouse.law.cases import CaseEntry
from glasshouse.law.schema import Regime
from tests.differential.desk import entry, read, score, scores
from tests.differential.laws import Tree, daily, regime, rule, tally


def adding(rules: dict[str, Tree], *, per: str = "year", most: float | None = None) -> Regime:
    """Return a law whose rules add to one tally, shown every day."""
    named = {code: its | {"tally": "hours"} for code, its in rules.items()}
    return regime(named, points=daily(), tallies={"hours": tally(per, most=most)})


TIERS = {
    "twenty": rule("help", points=5, **{"from": 20}),
    "fifty": rule("help", points=10, **{"from": 50}),
    "three-hundred": rule("help", points=50, **{"from": 300}),
}


def helps(*hours: int, month: int = 3) -> list[CaseEntry]:
    """Return so many days of help, each of some hours: the case names the first rule of the tally."""
    return [
        entry("twenty", f"2019-{month:02}-{day:02}", size=size, act=f"help {month} {day}")
        for day, size in enumerate(hours, start=1)
    ]


@pytest.mark.parametrize(
    ("hours", "earned"),
    [((19,), 0), ((20,), 5), ((49,), 5), ((50,), 10), ((299,), 10), ((300,), 50), ((10, 9), 0), ((10, 10), 5),
     ((20, 30), 10), ((20, 300), 50), ((400,), 50)],
)  # fmt: skip
def test_of_tiers_the_highest_reached_counts(hours: tuple[int, ...], earned: int) -> None:
    assert score(adding(TIERS), "2019-03-31", *helps(*hours)) == 1000 + earned


def test_each_tier_books_what_it_is_worth_above_the_one_before_under_its_own_code() -> None:
    law = adding(TIERS)
    assert read(law, "2019-03-01", *helps(60)).fired == ("fifty", "twenty")
    assert read(law, "2019-03-02", *helps(30, 30)).fired == ("fifty", "twenty")
    assert scores(law, ("2019-03-01", "2019-03-02"), *helps(30, 30)) == [1005, 1010]


@pytest.mark.parametrize(
    ("per", "month", "earned"),
    [
        ("month", 4, 0),
        ("quarter", 3, 5),
        ("quarter", 4, 0),
        ("half-year", 6, 5),
        ("half-year", 7, 0),
        ("year", 12, 5),
    ],
)
def test_sums_start_anew_with_each_period(per: str, month: int, earned: int) -> None:
    law = adding(TIERS, per=per)
    both = [*helps(12, month=3), *helps(12, month=month)]
    both[1] = entry("twenty", f"2019-{month:02}-15", size=12)
    assert score(law, "2019-12-31", *both) == 1000 + earned


def test_a_period_is_that_of_the_booking() -> None:
    law = adding(TIERS)
    late = entry("twenty", "2019-12-31", booked="2020-01-01", size=12)
    assert score(law, "2020-12-01", *helps(12), late) == 1000


PIECES = {
    "pair": rule("gift", points=1.5, for_each=2, up_to=10),
    "large": rule("gift", points=4, for_each=5, above=10, up_to=30),
}


@pytest.mark.parametrize(
    ("size", "earned"),
    # Pairs up to ten earn 1.5 each, fives from ten to thirty earn 4 each.
    [(1, 0), (2, 1.5), (3, 1.5), (10, 7.5), (14, 7.5), (15, 11.5), (30, 23.5), (99, 23.5)],
)
def test_pieces_earn_between_their_limits(size: int, earned: float) -> None:
    assert score(adding(PIECES), "2019-03-01", entry("pair", "2019-03-01", size=size)) == 1000 + earned


def test_what_is_left_over_is_not_lost() -> None:
    law = adding(PIECES)
    ones = [entry("pair", f"2019-03-0{day}", size=1) for day in (1, 2, 3)]
    assert scores(law, ("2019-03-01", "2019-03-02", "2019-03-03"), *ones) == [1000, 1001.5, 1001.5]


def test_one_period_earns_no_more_than_the_most() -> None:
    law = adding(TIERS, most=7)
    assert scores(law, ("2019-03-01", "2019-03-02", "2019-03-03"), *helps(20, 30, 300)) == [1005, 1007, 1007]
    assert read(law, "2019-03-03", *helps(20, 30, 300)).fired == ("fifty", "twenty")


def test_a_plain_rule_earns_each_time_until_the_most_is_reached() -> None:
    law = adding({"good": rule("good", points=3)}, most=7)
    deeds = [entry("good", f"2019-03-0{day}", size=100) for day in (1, 2, 3, 4)]
    days = [f"2019-03-0{day}" for day in (1, 2, 3, 4)]
    assert scores(law, (days[0], days[1], days[2], days[3]), *deeds) == [1003, 1006, 1007, 1007]
    assert read(law, "2019-03-04", *deeds).fired == ("good",) * 3


def test_the_most_holds_for_deductions_too() -> None:
    law = adding({"bad": rule("bad", points=-3)}, most=7)
    assert score(law, "2019-03-04", *(entry("bad", f"2019-03-0{day}") for day in (1, 2, 3, 4))) == 993


def test_what_a_rival_blocks_earns_nothing() -> None:
    law = regime(
        {"good": rule("good", points=3, tally="hours"), "better": rule("good", points=5)},
        points=daily(),
        tallies={"hours": tally(most=4)},
    )
    blocked = (
        entry("better", "2019-03-01", act="it"),
        entry("good", "2019-03-01", act="it", booked="2019-03-02"),
    )
    # The blocked three leave all four of the most for later.
    later = entry("good", "2019-03-03"), entry("good", "2019-03-04")
    assert scores(law, ("2019-03-02", "2019-03-03", "2019-03-04"), *blocked, *later) == [1005, 1008, 1009]


def test_entries_by_size_have_no_rivals() -> None:
    law = regime(
        {code: its | {"tally": "hours"} for code, its in TIERS.items()} | {"thanks": rule("help", points=3)},
        points=daily(),
        tallies={"hours": tally()},
    )
    both = entry("twenty", "2019-03-01", size=50, act="it"), entry("thanks", "2019-03-01", act="it")
    assert score(law, "2019-03-01", *both) == 1013


def test_each_month_of_conduct_that_lasts_adds_its_size() -> None:
    tiers = {code: its | {"counted": "each-month"} for code, its in TIERS.items()}
    its = entry("twenty", "2019-03-01", ends="2019-06-01", size=10)
    assert scores(adding(tiers), ("2019-03-31", "2019-04-01", "2019-05-31"), its) == [1000, 1005, 1005]
