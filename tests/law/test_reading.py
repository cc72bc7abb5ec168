"""A rule and a law in words: what they say is what the law says, each with its label and place."""

from functools import cache
from pathlib import Path

import pytest

from glasshouse.law.contents import contents_of, rules_by_annex
from glasshouse.law.labels import Fact, assumed_fields, kinds_of_values, without_source
from glasshouse.law.lengths import length_of
from glasshouse.law.loader import list_regimes, load_regime
from glasshouse.law.reading import read_rule
from glasshouse.law.schema import Regime
from glasshouse.law.shorts import amount_of, class_of, length_in_short

LAWS = [path.stem for path in list_regimes()]
loaded = cache(load_regime)
EVERYTHING = Path(__file__).parent / "reading.yaml"


@pytest.fixture(scope="module")
def law() -> Regime:
    """Return a law that uses every construct that a rule can be read by."""
    return load_regime(EVERYTHING)


def facts(law: Regime, code: str) -> dict[str, Fact]:
    """Return the facts of a rule by name; of several under one name the last."""
    return {fact.name: fact for fact in read_rule(law, code).facts}


def said(law: Regime, code: str) -> dict[str, str]:
    """Return what a rule says, by name."""
    return {name: fact.says for name, fact in facts(law, code).items()}


def kind(fact: Fact) -> str | None:
    """Return the kind of a fact's source."""
    return None if fact.label is None else fact.label.kind


def test_a_deduction_counts_as_long_as_its_size_says(law: Regime) -> None:
    loan = facts(law, "LOAN")
    assert loan["points"].says == "−50 points"
    assert loan["reported by"].says == "Court (court)"
    assert loan["for"].says == "the conduct `loan-default`"
    assert loan["counts"].says == "2 years, as every deduction above 40"
    assert kind(loan["counts"]) == "sister-law"
    assert loan["counts"].place == law.places["instruments.points.validity.deductions.1"]
    assert loan["from"].says == "the day of the conduct"
    assert loan["again"].says == "a repeat while an earlier one counts costs double"


def test_an_entry_that_is_taken_over_counts_there_as_that_instrument_says(law: Regime) -> None:
    assert said(law, "LOAN")["counts too on"] == "Village points (village), −50"
    assert said(law, "LOAN")["there"] == "until the end of the year, as every deduction"


def test_points_by_severity_may_count_for_different_spans(law: Regime) -> None:
    rent = read_rule(law, "RENT")
    counts = [fact.says for fact in rent.facts if fact.name == "counts"]
    assert counts == [
        "1 year if week, as every deduction of up to 40",
        "2 years if month, as every deduction above 40",
    ]
    assert said(law, "RENT")["points"] == "−10 if week or −50 if month"
    assert said(law, "RENT")["counted"] == "once for every month that begins in it"
    assert said(law, "RENT")["on whose file"] == "the head of the doer's household and the doer's spouse"


def test_a_field_on_which_the_source_is_silent_is_labelled_an_assumption(law: Regime) -> None:
    start = facts(law, "RENT")["from"]
    assert start.says == "the day of each instalment"
    assert start.label is not None
    assert (start.label.kind, start.label.reason) == ("assumption", "the text does not say")
    assert kind(facts(law, "RENT")["points"]) == "law"


def test_what_is_booked_on_somebody_else_is_named_from_both_sides(law: Regime) -> None:
    assert said(law, "FIRM")["books too"] == "HEAD (Head of such a firm, −5) on the head of the organisation"
    assert said(law, "HEAD")["booked beside"] == "FIRM (A firm in default), on the head of the organisation"
    assert "on whose file" not in said(law, "HEAD")


def test_a_repair_is_named_from_both_sides_and_starts_when_it_comes(law: Regime) -> None:
    down, after = facts(law, "DOWN"), facts(law, "AFTER")
    assert down["once corrected"].says == (
        "AFTER (Brawl made good, −50) takes its place, 30 days after the correction"
    )
    assert kind(down["once corrected"]) == "sister-law"
    assert after["takes the place of"].says == "DOWN (Brawl) once that is corrected"
    assert after["from"].says == "the day on which it takes that place"
    assert "again" not in after


def test_a_direct_downgrade_says_which_score_it_sets(law: Regime) -> None:
    down = said(law, "DOWN")
    assert down["amount"] == "straight to D, at once: the score becomes 0 (the floor), or stays lower"
    assert down["counts"] == "5 years, as every direct downgrade to D"
    assert down["again"] == "a repeat counts anew; direct downgrades never double"


def test_followers_feeds_tallies_and_lists_are_told(law: Regime) -> None:
    assert said(law, "BESIDE")["booked beside"].startswith("every direct downgrade to D")
    assert said(law, "STAR")["earned"] == "by who is five on village at the end of a year, on 1 January"
    assert said(law, "STAR")["again"] == "not booked again while one counts"
    assert said(law, "TEN")["earned"].startswith("once the sum comes to 10")
    assert said(law, "TEN")["adds up"] == "Volunteer hours (hours), over a year; at most 50 in all"
    assert said(law, "GIFT")["earned"] == "for each 100 of what lies above 99 and up to 1,000"
    assert said(law, "GIFT")["counts"] == "5 years, as every merit of the level national"
    assert said(law, "LATE")["amount"] == "put on the list blacklist"
    assert said(law, "LATE")["counts"] == "until it is corrected"
    assert said(law, "LATE")["only while"] == "the score shown is −1 to 0"
    assert "from" not in said(law, "LATE")


def test_where_the_law_is_silent_the_fact_has_no_label(law: Regime) -> None:
    again = facts(law, "BESIDE")["again"]
    assert again.says == "a repeat counts anew (the law is silent)"
    assert again.label is None


def test_a_level_does_not_carry_over_to_another_instrument(law: Regime) -> None:
    own, there = length_of(law, "GIFT", "points", 10), length_of(law, "GIFT", "village", 10)
    assert own is not None
    assert own.valid == "5 years"
    assert there is not None
    assert there.valid == "to the end of the year"


@pytest.mark.parametrize(
    ("code", "amount", "length", "its_class"),
    [
        ("RENT", "−10 to −50", "1 year or 2 years", "deduction"),
        ("DOWN", "to D", "5 years", "direct downgrade"),
        ("LATE", "listed", "until corrected", "listing"),
        ("GIFT", "+1 per 100", "5 years", "merit"),
    ],
)
def test_a_rule_has_a_short_form(law: Regime, code: str, amount: str, length: str, its_class: str) -> None:
    assert amount_of(law, law.rules[code]) == amount
    assert length_in_short(law, code) == length
    assert class_of(law, law.rules[code]) == its_class


def test_the_contents_hold_every_rule_once_and_annexes_come_first(law: Regime) -> None:
    groups = contents_of(law).groups
    assert [group.id for group in groups] == ["people", "points", "village", "blacklist"]
    assert sorted(row.code for group in groups for row in group.rows) == sorted(law.rules)
    assert rules_by_annex(law) == {"people": ["LOAN"]}
    assert groups[1].n == {"deduction": 4, "direct downgrade": 1, "merit": 3}


def test_values_are_counted_by_the_kind_of_their_source(law: Regime) -> None:
    kinds = kinds_of_values(law)
    assert sum(kinds.values()) == sum(1 for _ in law.sourced()) + 3
    assert kinds["assumption"] == 5
    assert [path for path, _ in assumed_fields(law)] == [
        "providers.club.matched_by", "instruments.points.remedy.decide_within", "rules.RENT.starts",
    ]  # fmt: skip
    assert without_source(law) == []


@pytest.mark.parametrize("name", LAWS)
def test_every_rule_that_ships_can_be_read_with_a_place_for_each_told_fact(name: str) -> None:
    regime = loaded(name)
    for code in regime.rules:
        reading = read_rule(regime, code)
        assert reading.place is not None
        assert {fact.name for fact in reading.facts} & {"points", "amount"}
        assert all(fact.place is not None for fact in reading.facts if fact.label is not None)
        assert length_in_short(regime, code), code


@pytest.mark.parametrize("name", LAWS)
def test_the_contents_of_a_law_that_ships_hold_every_rule_once(name: str) -> None:
    regime = loaded(name)
    rows = [row.code for group in contents_of(regime).groups for row in group.rows]
    assert sorted(rows) == sorted(regime.rules)
    assert without_source(regime) == []
