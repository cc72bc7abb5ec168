"""What sets a score: worked by hand on small files."""

from typing import Any

from glasshouse.law.schema import AfterDowngrade, Instrument, MeritsWhileUncorrected
from glasshouse.runs.set_to import Counted, set_to
from tests.runs.guild import guild_law

LANTERNS = guild_law().instruments["lanterns"]
REGISTER = guild_law().instruments["register"]


def entry(points: float, rule: str = "x") -> Counted:
    return Counted(rule, int(10 * points), 1, None)


def down(grade: str) -> Counted:
    return Counted("down", 0, 1, grade)


def whys(its: Instrument, counted: list[Counted], score: float) -> list[tuple[Any, ...]]:
    """Return what sets a score, and by how many points."""
    lines = set_to(its, counted, int(10 * score))
    return [(line["why"], line["points"], line["rule"]) for line in lines]


def changed(**update: Any) -> Instrument:  # noqa: ANN401 - any field of an instrument
    return LANTERNS.model_copy(update=update)


def test_a_sum_that_is_the_score_needs_no_line() -> None:
    assert whys(LANTERNS, [entry(-5), entry(10)], 105) == []


def test_floor_ceiling_and_downgrade_are_told_apart() -> None:
    assert whys(LANTERNS, [entry(-130)], 0) == [("floor", 30, None)]
    assert whys(LANTERNS, [entry(90)], 150) == [("ceiling", -40, None)]
    assert whys(LANTERNS, [entry(10), down("dim")], 60) == [("direct downgrade", -50, "down")]


def test_merits_that_are_suspended_stand_on_a_line_of_their_own() -> None:
    assert LANTERNS.merits_while_uncorrected is not None
    counted = [entry(20), entry(-45), down("dim")]
    assert whys(LANTERNS, counted, 55) == [("suspension of merits", -20, None)]
    assert whys(LANTERNS, [entry(20), entry(-5), down("dark")], 0) == [
        ("direct downgrade", -115, "down"),
    ]
    plain = MeritsWhileUncorrected(value="count", source="ordinance")
    assert whys(changed(merits_while_uncorrected=plain), [entry(20), down("dim")], 60) == [
        ("direct downgrade", -60, "down"),
    ]


def test_deductions_after_a_downgrade_may_come_off_the_score_that_it_set() -> None:
    subtracting = changed(after_downgrade=AfterDowngrade(value="subtract", source="ordinance"))
    counted = [entry(-3), down("dim"), entry(-7), entry(2)]
    assert whys(subtracting, counted, 53) == [("direct downgrade", -39, "down")]


def test_where_more_is_worse_the_floor_is_the_best() -> None:
    assert whys(REGISTER, [entry(2), entry(-5)], 0) == [("floor", 3, None)]
    assert whys(REGISTER, [entry(3), entry(5)], 5) == [("steps in order", -3, None)]


def test_what_nothing_explains_is_put_on_the_law() -> None:
    assert whys(LANTERNS, [entry(-5)], 90) == [("law", -5, None)]
