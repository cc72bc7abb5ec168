"""Sections made of findings: what is on the page is what the audits found, with its interval, in words."""

import json
import re
from dataclasses import replace
from pathlib import Path

import altair as alt
import pytest

from glasshouse.audits import Finding, Interval
from glasshouse.audits.registry import QUESTIONS
from glasshouse.reports import findings as words
from glasshouse.reports.beside import side_by_side
from glasshouse.reports.chapters import Chapter, chapters_of
from glasshouse.reports.comparison import write_comparison
from glasshouse.reports.linked import linkage_picture
from glasshouse.reports.outcomes import outcomes_of
from glasshouse.reports.part_words import CAUSES, PartWords
from glasshouse.reports.picture import Picture
from glasshouse.reports.plans import plans_of_run
from glasshouse.reports.plans_of_variants import (
    equal_conduct_beside,
    mistakes_beside,
    remedies_beside,
    stopped,
)
from glasshouse.reports.report import write_report
from glasshouse.reports.runfolder import RunFolder
from glasshouse.reports.variants import for_whom, helped_and_harmed
from glasshouse.runs.frames import CAUSES as KNOWN
from tests.reports.synthetic_comparison import write_synthetic_comparison
from tests.reports.synthetic_findings import STACKS, finding, of_comparison, of_run
from tests.reports.test_report import Page, plain

IN_ORDER = ["escape", "mistakes", "equal-conduct", "remedies", "contagion", "contexts"]


@pytest.fixture(scope="module")
def called(synthetic: RunFolder) -> PartWords:
    return PartWords(synthetic, {name: name for name in ("base", *STACKS)})


@pytest.fixture(scope="module")
def chapters(synthetic: RunFolder, called: PartWords) -> dict[str, Chapter]:
    return {each.id: each for each in chapters_of(plans_of_run(synthetic), of_run(), called)}


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the page of a comparison."""
    folder = write_synthetic_comparison(tmp_path_factory.mktemp("compared") / "compared")
    return write_comparison(folder, findings=of_comparison()).read_text("utf-8")


def drawings_of(called: PartWords) -> list[Picture]:
    """Return every picture of a comparison."""
    findings = of_comparison()
    plans = [stopped(), mistakes_beside(), remedies_beside(called.run), equal_conduct_beside()]
    drawn = [each for one in chapters_of(plans, side_by_side(findings), called) for each in one.pictures]
    more = [helped_and_harmed(outcomes_of(findings), called), linkage_picture(called.run, findings)]
    more += [for_whom(name, findings, called) for name in STACKS]
    return [*drawn, *(each for each in more if each is not None)]


def test_a_run_has_its_sections_in_the_order_of_the_design(chapters: dict[str, Chapter], page: str) -> None:
    assert list(chapters) == IN_ORDER
    assert [name for name in re.findall(r'<section id="([^"]+)"', page) if name in chapters] == IN_ORDER


def test_each_number_stands_with_its_interval_and_its_mark(chapters: dict[str, Chapter], page: str) -> None:
    text = plain(Page(page).text)
    for chapter in chapters.values():
        for statement in chapter.statements:
            assert statement.spread
            assert f"{statement.shown} {statement.spread} {statement.sentence} assumed" in text


def test_the_numbers_are_those_of_the_findings(chapters: dict[str, Chapter]) -> None:
    said = {each.definition: (each.shown, each.spread) for each in chapters["mistakes"].statements}
    assert said["wrongful.ever_share"] == ("12.0%", "10.8% to 13.2%")
    assert said["wrongful.months_each"] == ("5.2 months", "4.7 to 5.8 months")
    days = next(each for each in chapters["remedies"].statements if each.definition == "remedies.days")
    assert (days.shown, days.spread) == ("61 days", "55 to 67 days")


def test_causes_and_providers_stand_in_words_the_largest_first(chapters: dict[str, Chapter]) -> None:
    pictures = {each.id: each for each in chapters["mistakes"].pictures}
    low, high = pictures["wrong-causes"].panels
    assert (low.title, high.title) == ("Too low", "Too high")
    rows = [row[0] for row in pictures["wrong-causes"].table.rows]
    assert rows[:2] == ["Too low: whoever reported it was mistaken", "Too low: taken for a name-sake"]
    assert [row[0] for row in pictures["wrong-providers"].table.rows] == [
        "Traffic police",
        "Court",
        "The law itself",
    ]


def test_groups_have_a_panel_for_each_dimension_on_one_scale(chapters: dict[str, Chapter]) -> None:
    picture = next(each for each in chapters["mistakes"].pictures if each.id == "wrong-groups")
    assert [panel.title for panel in picture.panels] == ["Sex", "Registration"]
    domains = {
        json.dumps(re.findall(r'"domain": \[[^]]*\]', json.dumps(panel.spec))[0]) for panel in picture.panels
    }
    assert len(domains) == 1


def test_a_law_that_binds_nobody_to_others_and_knows_no_remedy_says_so(
    synthetic: RunFolder, called: PartWords
) -> None:
    found = [each for each in of_run() if each.question not in {"remedies", "contagion"}]
    found += [finding("contagion.ever_share", 0.0), finding("contagion.charges_share", 0.0)]
    made = {each.id: each for each in chapters_of(plans_of_run(synthetic), found, called)}
    assert "Nobody objects to anything" in made["remedies"].lead
    assert "Nobody was charged for what somebody else did" in made["contagion"].lead
    assert not made["contagion"].statements


def test_every_definition_that_is_shown_is_explained(chapters: dict[str, Chapter]) -> None:
    for chapter in chapters.values():
        told = dict(chapter.exactly)
        assert {each.definition for each in chapter.statements} <= set(told)
        for name, exactly in told.items():
            assert exactly == QUESTIONS[name.partition(".")[0]].definitions[name].exactly


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.034, "share", "3.4%"), (-0.0012, "share", "−0.12%"), (1204.4, "count", "1,204"),
        (61.2, "days", "61 days"), (1.0, "months", "1.0 months"), (0.0024, "months", "0.0024 months"),
        (-1189.0, "days", "−1,189 days"), (2.5, "points", "+2.5"), (1.604, "ratio", "1.6"),
        (0.0, "months", "0 months"), (float("nan"), "share", "none"),
    ],
)  # fmt: skip
def test_an_estimate_is_written_with_its_unit(value: float, unit: str, shown: str) -> None:
    assert words.amount(value, unit) == shown


def test_what_luck_has_no_part_in_has_no_interval() -> None:
    exact = replace(finding("contexts.domains_n", 3.0), interval=None)
    fast = replace(exact, interval=Interval(3.0, 3.0))
    assert words.spread(exact) == words.spread(fast) == ""
    assert words.row_of(exact, "gate")["range"] == "exact"


def test_every_cause_of_the_engine_has_words() -> None:
    assert set(KNOWN) <= set(CAUSES)


def test_every_picture_of_findings_is_one_of_the_grammar(
    chapters: dict[str, Chapter], called: PartWords
) -> None:
    drawn = [picture for chapter in chapters.values() for picture in chapter.pictures] + drawings_of(called)
    assert len({picture.id for picture in drawn}) > 14
    for picture in drawn:
        assert picture.panels
        for panel in picture.panels:
            kind = alt.LayerChart if "layer" in panel.spec else alt.Chart
            kind.from_dict({**panel.spec, "$schema": alt.SCHEMA_URL}, validate=True)


def test_a_panel_in_which_all_is_nought_is_left_out(called: PartWords) -> None:
    found = [
        replace(each, value=0.0, interval=Interval(0.0, 0.0)) if "listed" in each.definition else each
        for each in side_by_side(of_comparison())
    ]
    (chapter,) = chapters_of([mistakes_beside()], found, called)
    assert [panel.title for panel in chapter.pictures[0].panels] == ["Ever in too low a grade"]
    linked = linkage_picture(called.run, found)
    assert linked is not None
    assert [panel.title for panel in linked.panels] == ["Ever in a grade that is too low"]


def test_a_change_is_told_for_a_thousand_and_in_all(compared: str) -> None:
    text = plain(Page(compared).text)
    assert "−250 months −275 to −225 months below A for every 1,000 adults" in text
    assert "this law less the law as it is: −250 in all" in text


def test_outcomes_are_whole_residents() -> None:
    first, second, third = outcomes_of(of_comparison())
    assert first.residents == {"helped": 40, "harmed": 10, "mixed": 2, "untouched": 948}
    assert first.undeserved == {"helped": 20, "harmed": 5, "mixed": 1}
    assert (first.below_months, first.listed_days) == (-250, 1500)
    assert (second.residents["untouched"], second.all_n) == (1000, 1000)
    assert third.name == "human-review+short-memory"


def test_a_comparison_says_what_each_variant_changes_and_for_whom(compared: str) -> None:
    text = plain(Page(compared).text)
    assert "Of 1,000 adults 40 are helped, 20 of whom bore more than their truthful file gives" in text
    assert "It touches nobody" in text
    assert "glasshouse diff made-up made-up --with human-review,short-memory" in text
    assert compared.count('id="picture-for-whom-') == 2
    for name in ("stopped", "safeguards", "linkage", "mistakes", "remedies", "equal-conduct", "reproduce"):
        assert f'<section id="{name}">' in compared


def test_a_comparison_has_five_numbers_and_names_its_worlds(compared: str) -> None:
    assert compared.count('class="figure-big"') == 5
    text = plain(Page(compared).text)
    for ix in range(len(STACKS) + 2):
        assert f"{ix:x}" * 64 in text
    assert "glasshouse report out/compared/base" in text


def test_a_comparisons_page_is_closed_stays_at_home_and_has_its_tables(compared: str) -> None:
    page = Page(compared)
    assert page.open == []
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {attributes["href"][1:] for attributes in page.named("a")} <= set(ids)
    assert all(attributes["href"].startswith("#") for attributes in page.named("a"))
    assert "default-src 'none'" in compared


def test_without_variants_a_comparison_tells_what_stopped_alone(tmp_path: Path) -> None:
    folder = write_synthetic_comparison(tmp_path / "compared")
    found = [each for each in of_comparison() if not {"variant", "linked", "step"} & set(each.of)]
    page = write_comparison(folder, findings=found).read_text("utf-8")
    assert '<section id="stopped">' in page
    assert '<section id="safeguards">' not in page
    assert "life without it" in page


def test_what_the_law_as_it_is_answers_stands_first_among_its_variants() -> None:
    beside = side_by_side(of_comparison())
    chilling: list[Finding] = words.chosen(beside, "chilling.harm_share", ("variant",))
    assert [each.of["variant"] for each in chilling] == ["base", *STACKS]


def test_findings_are_kept_beside_the_report_with_interval_and_definition(synthetic_folder: Path) -> None:
    kept = json.loads((synthetic_folder / "findings.json").read_text("utf-8"))["findings"]
    assert len(kept) == len(of_run())
    for row in kept:
        assert set(row) >= {
            "question",
            "definition",
            "title",
            "value",
            "unit",
            "interval",
            "of",
            "n",
            "is_assumed",
        }
        assert row["definition"] in QUESTIONS[row["question"]].definitions
        assert row["interval"] is None or row["interval"]["low"] <= row["value"] <= row["interval"]["high"]


def test_a_page_written_elsewhere_leaves_the_folder_alone(synthetic_folder: Path, tmp_path: Path) -> None:
    before = (synthetic_folder / "findings.json").stat().st_mtime_ns
    write_report(synthetic_folder, tmp_path / "page.html", findings=[])
    assert (synthetic_folder / "findings.json").stat().st_mtime_ns == before
    assert not (tmp_path / "findings.json").exists()
