"""What a law says of its records and of objections: as its text has it, checked, and read aloud."""

from functools import cache
from pathlib import Path

import pytest

from glasshouse.law.contents import contents_of
from glasshouse.law.labels import Fact
from glasshouse.law.loader import list_regimes, load_regime
from glasshouse.law.procedures import objection, provider_words, provisions, words_at
from glasshouse.law.reading import read_rule
from glasshouse.law.remedies import MECHANISMS, Remedy
from glasshouse.law.schema import Regime

LAWS = [path.stem for path in list_regimes()]
loaded = cache(load_regime)
EVERYTHING = Path(__file__).parent / "reading.yaml"


@pytest.fixture(scope="module")
def law() -> Regime:
    """Return a law that says some things of its procedure and is silent on others."""
    return load_regime(EVERYTHING)


def remedy(name: str, instrument: str) -> Remedy:
    """Return the procedure of an instrument of a law that ships, which it must have."""
    found = loaded(name).instruments[instrument].remedy
    assert found is not None
    return found


def kind(name: str, source: str) -> str:
    """Return of what kind a source of a law that ships is."""
    return "assumption" if source == "assumption" else loaded(name).sources[source].kind


def by_name(facts: list[Fact]) -> dict[str, Fact]:
    """Return facts by their names."""
    return {fact.name: fact for fact in facts}


# By hand, from the texts: told, object within, by, decided within, corrected within, kind, article.
EXPECTED = {
    ("court-defaulters-2013", "defaulters"): (
        *("each-charge", None, "court", None, None, "law", "art. 2 and 3"),
    ),
    ("court-defaulters-2013", "consumption"): (
        *("each-charge", None, "court", "15 days", None, "inference", "Civil Procedure Law 2012, art. 225"),
    ),
    ("court-defaulters-2017", "defaulters"): (
        *("each-charge", None, "court", "15 days", "3 working days", "law", "art. 5, 9, 11 and 12"),
    ),
    ("transport-lists-2018", "train"): ("publication", "7 working days", "office", None, None, "press", None),
    ("transport-lists-2018", "plane"): ("publication", "7 working days", "office", None, None, "press", None),
    ("wendeng-2020", "points"): (
        *("publication", None, "office", "7 working days", None, "law", "art. 7"),
    ),
    ("wendeng-villages-2020", "village"): (
        *("publication", None, "office", "7 working days", None, "law", "rural measures, art. 19 and 37"),
    ),
    ("rongcheng-2019", "points"): (
        *("publication", None, "office", "7 working days", None, "sister-law", "art. 7"),
    ),
    ("weihai-seashell", "points"): (
        *("publication", None, "office", "7 working days", None, "sister-law", "art. 7"),
    ),
    ("rongcheng-2021", "points"): (
        *("publication", None, "office", "7 working days", None, "law", "art. 37 and 39"),
    ),
    ("flensburg-2014", "points"): (
        *("each-charge", "14 days", "court", None, None, "law", "sec. 50, 67, 68 and 69"),
    ),
    ("lantern-bay", "lanterns"): (
        *("publication", "10 working days", "office", "7 working days", "3 working days"),
        *("invented", "art. 8"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "instrument"), EXPECTED)
def test_a_law_has_the_objection_of_its_text(name: str, instrument: str) -> None:
    its = remedy(name, instrument)
    assert (
        *(its.told, its.object_within, its.by, its.decide_within, its.correct_within),
        *(kind(name, its.source), its.article),
    ) == EXPECTED[name, instrument]


def test_the_courts_of_2017_have_a_review_that_stops_nothing_and_those_of_2013_none() -> None:
    assert remedy("court-defaulters-2013", "defaulters").review is None
    its = remedy("court-defaulters-2017", "defaulters")
    assert its.review is not None
    assert (its.review.by, its.review.within, its.review.decide_within) == ("court", "10 days", "15 days")
    assert not its.suspends
    assert not its.review.suspends


def test_an_objection_comes_before_the_charge_where_points_or_a_ban_wait_for_it() -> None:
    heard = {
        (name, instrument)
        for name in LAWS
        for instrument, its in loaded(name).instruments.items()
        if its.remedy is not None and its.remedy.hearing
    }
    assert heard == {
        ("flensburg-2014", "points"), ("transport-lists-2018", "train"),
        ("transport-lists-2018", "train-upper"), ("transport-lists-2018", "plane"),
    }  # fmt: skip


def test_where_the_reports_know_of_no_objection_there_is_none_and_a_note_says_so() -> None:
    regime = loaded("rongcheng-2017")
    assert all(its.remedy is None for its in regime.instruments.values())
    assert any(note.startswith("Objections.") and "nobody can" in note for note in regime.notes)


def test_of_the_district_only_that_errors_are_corrected_is_law() -> None:
    its = remedy("wendeng-2020", "points")
    assert set(its.assumed) == {"told", "by", "decide_within"}
    assert its.assumed["decide_within"].range == (3, 7)
    assert "art. 39" in its.assumed["decide_within"].reason
    assert not remedy("wendeng-villages-2020", "village").assumed


@pytest.mark.parametrize(
    ("name", "instrument", "shown_to", "deletion"),
    [
        ("court-defaulters-2013", "defaulters", ("everybody", "law"), ("by-hand", "law")),
        ("court-defaulters-2017", "consumption", ("everybody", "law"), ("by-hand", "law")),
        ("transport-lists-2018", "plane", ("everybody", "press"), ("automatic", "press")),
        ("transport-lists-2018", "train", ("everybody", "press"), ("automatic", "inference")),
        ("wendeng-2020", "points", ("holder", "inference"), None),
        ("wendeng-villages-2020", "village", ("everybody", "law"), None),
        ("rongcheng-2017", "points", ("everybody", "press"), None),
        ("rongcheng-2019", "points", ("everybody", "press"), None),
        ("rongcheng-2021", "points", ("holder", "law"), None),
        ("flensburg-2014", "points", ("holder", "law"), ("automatic", "inference")),
        ("lantern-bay", "lanterns", ("everybody", "invented"), ("by-hand", "invented")),
    ],
)
def test_a_law_says_who_is_shown_an_account_and_how_entries_go(
    name: str, instrument: str, shown_to: tuple[str, str], deletion: tuple[str, str] | None
) -> None:
    its = loaded(name).instruments[instrument]
    assert its.shown_to is not None
    assert (its.shown_to.value, kind(name, its.shown_to.source)) == shown_to
    assert (its.deletion and (its.deletion.value, kind(name, its.deletion.source))) == deletion


@pytest.mark.parametrize(
    ("name", "provider", "matched_by", "evidence"),
    [
        ("wendeng-2020", "traffic-police", "number", "camera"),
        ("wendeng-2020", "village-collector", "address", "report"),
        ("wendeng-2020", "utilities", "address", "decision"),
        ("wendeng-2020", "employer", "name", "decision"),
        ("wendeng-2020", "court", "number", "decision"),
        ("rongcheng-2017", "village-committee", "address", "report"),
        ("transport-lists-2018", "railway", "number", "report"),
        ("flensburg-2014", "fines-office", "strict", "decision"),
        ("lantern-bay", "harbour-office", "address", "camera"),
    ],
)
def test_a_provider_has_the_mechanisms_that_are_plausible_of_it(
    name: str, provider: str, matched_by: str, evidence: str
) -> None:
    role = loaded(name).providers[provider]
    assert (role.matched_by, role.evidence) == (matched_by, evidence)


def test_village_records_are_looked_at_and_collectors_have_a_quota_that_is_no_law() -> None:
    regime = loaded("wendeng-villages-2020")
    checked = {name for name, role in regime.providers.items() if role.checked_by_hand}
    assert checked == {"village-collector", "village-committee"}
    assert {name for name, role in regime.providers.items() if role.quota} == {"village-collector"}
    assert "handbook" in regime.providers["village-collector"].assumed["quota"].reason
    assert not any(role.checked_by_hand for role in loaded("wendeng-2020").providers.values())


@pytest.mark.parametrize("name", [name for name in LAWS if name not in {"lantern-bay"}])
def test_no_law_that_is_real_gives_discretion_or_unlinks_anybody(name: str) -> None:
    assert all(role.linked and not role.discretion for role in loaded(name).providers.values())


@pytest.mark.parametrize("name", LAWS)
def test_what_is_assumed_of_a_provider_is_a_mechanism_with_a_reason(name: str) -> None:
    for role in loaded(name).providers.values():
        assert set(role.assumed) <= set(MECHANISMS)
        assert all(each.reason and each.range is None for each in role.assumed.values())


def test_lantern_bay_has_one_of_each_mechanism_and_every_step_of_a_procedure() -> None:
    regime = loaded("lantern-bay")
    roles = list(regime.providers.values())
    assert {role.matched_by for role in roles} == {"strict", "number", "name", "address"}
    assert {role.evidence for role in roles} == {"camera", "decision", "report"}
    assert all(any(getattr(role, name) for role in roles) for name in MECHANISMS)
    assert remedy("lantern-bay", "lanterns").review is not None


def test_an_instrument_is_read_with_its_procedure_and_the_label_of_each_step(law: Regime) -> None:
    read = by_name(list(provisions(law, "points")))
    assert {name: fact.says for name, fact in read.items()} == {
        "shown to": "the holder alone",
        "told of a charge": "by what is shown",
        "objection": "to the office that keeps the file",
        "to be made": "within 10 working days of learning of it",
        "until the decision": "the charge counts (the law is silent)",
        "decided": "within 7 working days",
        "corrected": "at once (the law is silent)",
        "review": "by a court, asked for within 14 days, decided within 30 days,"
        " the charge does not count meanwhile",
        "deletion": "an entry goes by itself at its end",
    }
    labels = {name: fact.label and fact.label.short for name, fact in read.items()}
    assert labels["shown to"] == "sister-law, art. 4"
    assert labels["decided"] == "assumption, 3 to 20"
    assert labels["review"] == "law, art. 8"
    assert labels["corrected"] is None
    assert read["decided"].place == law.places["instruments.points.remedy.decide_within"]


def test_where_nobody_can_object_it_says_so(law: Regime) -> None:
    assert objection(law, "village").says == "none (the law is silent)"
    read = by_name(list(provisions(law, "village")))
    assert read["objection"].label is None
    assert read["deletion"].says == "an entry is taken off at its end by hand (the law is silent)"


def test_a_hearing_takes_the_place_of_what_holds_until_the_decision(law: Regime) -> None:
    read = by_name(list(provisions(law, "blacklist")))
    assert read["hearing"].says == "the charge takes effect after the decision"
    assert "until the decision" not in read
    assert words_at(law, "instruments.blacklist.remedy") == (
        "told of a charge by a notice of their own; objection to a tribunal that owes the office nothing;"
        " hearing the charge takes effect after the decision; corrected within 3 days"
    )


def test_a_rule_is_read_with_the_mechanisms_of_who_reports_it(law: Regime) -> None:
    gift = by_name(list(read_rule(law, "GIFT").facts))
    assert (gift["matched by"].says, gift["rests on"].says, gift["owes"].says) == (
        "name", "somebody's word", "a number of records",
    )  # fmt: skip
    assert gift["matched by"].label is not None
    assert gift["matched by"].label.reason == "a club has names"
    loan = by_name(list(read_rule(law, "LOAN").facts))
    assert loan["matched by"].says == "number (the law is silent)"
    assert loan["matched by"].label is None
    assert provider_words(law.providers["club"]) == (
        "Club; matched by name (assumption); rests on somebody's word; owes a number of records"
    )


def test_charges_can_be_objected_to_and_merits_and_what_a_repair_leaves_cannot(law: Regime) -> None:
    said = {code: by_name(list(read_rule(law, code).facts)) for code in law.rules}
    assert {code for code in said if "objection" in said[code]} == {
        "LOAN", "RENT", "FIRM", "HEAD", "DOWN", "BESIDE", "LATE",
    }  # fmt: skip
    assert said["LOAN"]["objection"].says == words_at(law, "instruments.points.remedy")
    assert said["LOAN"]["objection"].place == law.places["instruments.points.remedy"]
    assert said["BESIDE"]["objection"].says == "none (the law is silent)"


def test_no_words_stand_where_there_is_no_procedure(law: Regime) -> None:
    assert words_at(law, "instruments.village.remedy") is None
    assert words_at(law, "rules.LOAN.points") is None
    assert words_at(law, "instruments.points.remedy.review") == (
        "by a court, asked for within 14 days, decided within 30 days, the charge does not count meanwhile"
    )


@pytest.mark.parametrize("name", LAWS)
def test_every_procedure_that_ships_is_in_the_contents_with_its_places(name: str) -> None:
    regime = loaded(name)
    for section in contents_of(regime).before:
        assert all(fact.place is not None for fact in section.facts if fact.label is not None)
    for instrument in regime.instruments:
        assert {"shown to", "objection", "deletion"} <= set(by_name(list(provisions(regime, instrument))))
