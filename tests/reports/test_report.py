"""The report: one file that needs nothing else, and says what it rests on."""

import json
import re
import shlex
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import altair as alt
import polars as pl
import pytest

from glasshouse.reports import again
from glasshouse.reports.assumed import law_assumptions, world_assumptions
from glasshouse.reports.chapters import chapters_of
from glasshouse.reports.headline import five_numbers_of
from glasshouse.reports.law_rows import law_tables
from glasshouse.reports.part_words import PartWords
from glasshouse.reports.picture import Picture
from glasshouse.reports.pictures import all_pictures
from glasshouse.reports.plans import plans_of_run
from glasshouse.reports.report import write_report
from glasshouse.reports.runfolder import RunFolder, Table
from glasshouse.runs.columns import TABLES
from tests.reports.synthetic_findings import of_run
from tests.reports.tiny import write_tiny_run

LOADS = {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "manifest"}
VOID = {"meta", "br", "hr", "img", "input", "link", "source", "wbr"}


class Page(HTMLParser):
    """A page taken apart: elements with attributes, text without scripts, and whether all is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.scripts: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element; one that was not opened last is a mistake in the page."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text, or a script."""
        if self.open and self.open[-1] in {"script", "style"}:
            self.scripts.append(data)
        else:
            self.text += data

    def named(self, tag: str) -> Iterator[dict[str, str]]:
        """Yield the attributes of each element of a kind."""
        return (attributes for name, attributes in self.elements if name == tag)


def plain(text: str) -> str:
    """Collapse white space, as a browser does."""
    return re.sub(r"\s+", " ", text)


def pictures_of(run: RunFolder) -> dict[str, Picture]:
    """Return every picture of the page, those of findings included."""
    chapters = chapters_of(plans_of_run(run), of_run(), PartWords(run))
    return all_pictures(run) | {picture.id: picture for chapter in chapters for picture in chapter.pictures}


@pytest.fixture(scope="module")
def parts(page: str) -> Page:
    return Page(page)


def test_every_element_is_closed_in_order(parts: Page) -> None:
    assert parts.open == []


def test_nothing_is_loaded_from_anywhere(parts: Page, page: str) -> None:
    for tag, attributes in parts.elements:
        assert not LOADS & set(attributes), (tag, attributes)
        assert tag not in {"link", "iframe", "object", "embed", "base", "form", "img"}
        assert attributes.get("http-equiv", "").lower() != "refresh"
    for style in re.findall(r"<style>(.*?)</style>", page, re.DOTALL):
        assert "@import" not in style
        assert "url(" not in style


def test_every_link_stays_on_the_page(parts: Page) -> None:
    ids = {attributes["id"] for _, attributes in parts.elements if "id" in attributes}
    links = [attributes["href"] for attributes in parts.named("a")]
    assert links
    assert {link[1:] for link in links} <= ids
    assert all(link.startswith("#") for link in links)


def test_the_page_forbids_the_browser_to_fetch(parts: Page) -> None:
    rules = [meta["content"] for meta in parts.named("meta") if "http-equiv" in meta]
    assert any("default-src 'none'" in rule and "unsafe-eval" not in rule for rule in rules)


def test_vega_is_inside_once(page: str) -> None:
    assert page.count("class VegaEmbed") + page.count("vega-embed-wrapper") >= 1
    assert len(re.findall(r'<script type="module">', page)) == 1
    assert 500_000 < len(page) < 4_000_000


def test_no_specification_names_an_address(synthetic: RunFolder, page: str) -> None:
    specs = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert len(specs) > len(pictures_of(synthetic))
    for spec in specs:
        assert "http" not in spec
        json.loads(spec)


def test_every_specification_is_one_of_the_grammar(synthetic: RunFolder) -> None:
    for picture in pictures_of(synthetic).values():
        for panel in picture.panels:
            kind = alt.LayerChart if "layer" in panel.spec else alt.Chart
            kind.from_dict({**panel.spec, "$schema": alt.SCHEMA_URL}, validate=True)


def test_the_five_numbers_stand_on_the_page_with_their_marks(
    synthetic: RunFolder, parts: Page, page: str
) -> None:
    for number in five_numbers_of(synthetic):
        assert number.shown in parts.text
        assert plain(number.sentence) in plain(parts.text)
        after = page.split(f'id="number-{number.id}"')[1].partition("</li>")[0]
        assert 'class="assumed"' in after


def test_every_picture_has_a_title_words_an_alternative_and_its_figures(
    synthetic: RunFolder, page: str
) -> None:
    figures = dict(re.findall(r'<figure [^>]*id="picture-([^"]+)">(.*?)</figure>', page, re.DOTALL))
    pictures = pictures_of(synthetic)
    assert set(figures) == set(pictures)
    for name, picture in pictures.items():
        figure = figures[name]
        assert figure.count('role="img" aria-label="') == len(picture.panels)
        assert figure.count("<tr>") == len(picture.table.rows) + 1
        words = plain(Page(figure).text)
        for part in (picture.title, picture.caption, picture.unit, picture.period, f"file: {picture.file}"):
            assert part in words
        assert len({len(row) for row in picture.table.rows} | {len(picture.table.header)}) == 1
        assert 'class="assumed"' in figure.split("<figcaption>")[1]


def test_every_assumption_is_listed_with_reason_and_range(synthetic: RunFolder, parts: Page) -> None:
    assumptions = law_assumptions(synthetic.manifest) + world_assumptions(synthetic.manifest)
    paths = {assumption.path for assumption in assumptions}
    # One of each: a value, a whole rule, a field on which a source is silent, and one of the world.
    assert {
        "instruments.points.floor", "rules.drink-driving", "rules.red-light.valid", "responses.followers",
        "conduct.red-light.per_adult_y", "conduct.red-light.seen_by.traffic-police", "providers.court",
    } <= paths  # fmt: skip
    words = plain(parts.text.split("What is assumed")[-1])
    for assumption in assumptions:
        assert assumption.reason
        for part in (assumption.path, assumption.value, assumption.reason, assumption.range):
            assert part in words


def test_the_assumptions_are_those_that_the_regime_itself_declares(synthetic: RunFolder) -> None:
    declared = {path for path, node in synthetic.regime.sourced() if node.source == "assumption"}
    silent = {
        f"rules.{code}.{name}" for code, rule in synthetic.regime.rules.items() for name in rule.assumed
    }
    assert {assumption.path for assumption in law_assumptions(synthetic.manifest)} == declared | silent


def test_every_provision_says_its_source_and_its_line(synthetic: RunFolder, parts: Page) -> None:
    words = plain(parts.text)
    for table in law_tables(synthetic):
        for row in table.rows:
            assert row.kind in {"press", "sister-law", "assumption"}
            assert (row.source or row.reason) in words
            assert re.fullmatch(r"made_up_law\.yaml:[1-9]\d*", row.place)
            assert row.place in words
    assert [len(table.rows) for table in law_tables(synthetic)] == [6, 7, 15, 2, 4]


def test_a_rule_stands_in_the_line_that_the_page_names(synthetic: RunFolder) -> None:
    file = Path(__file__).with_name("made_up_law.yaml").read_text("utf-8").splitlines()
    rules = next(table for table in law_tables(synthetic) if table.id == "rules")
    for code, row in zip(synthetic.regime.rules, rules.rows, strict=True):
        assert file[int(row.place.rpartition(":")[2]) - 1].strip() == f"{code}:"


def test_ten_residents_stand_on_the_page_with_their_slips(parts: Page, page: str) -> None:
    assert page.count('class="resident"') == 10
    assert page.count('class="slip-paper"') == 10
    assert "unscored" in parts.text


def test_what_is_not_modelled_and_how_to_reproduce_it_are_said(synthetic: RunFolder, parts: Page) -> None:
    words = plain(parts.text)
    for part in (
        "Ties stay inside the community",
        "Mistakes are those of mechanisms",
        "No doors",
        "Remedies go by the letter",
        "No births and no migration",
    ):
        assert part in words
    assert synthetic.manifest.fingerprint in words
    assert synthetic.command in words


def test_every_command_on_the_page_gives_the_numbers_again(
    synthetic: RunFolder,
    guild: RunFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for run, left_out in ((synthetic, {"further", "organisations"}), (guild, set[str]())):
        page = (run.folder / "report.html").read_text("utf-8")
        there = tmp_path / again.run_path(run)
        if not there.exists():
            there.symlink_to(run.folder)
        for section in again.QUERIES.keys() - left_out:
            first, *looks = again.commands(run, section)
            assert first == run.command
            for look in looks:
                assert look.replace("'", "&#39;").replace('"', "&#34;").replace(">", "&gt;") in page
                python, option, code = shlex.split(look)
                assert (python, option) == ("python", "-c")
                exec(code, {})
                assert "shape: (0," not in capsys.readouterr().out


def test_the_same_run_gives_the_same_page(synthetic: RunFolder, page: str, tmp_path: Path) -> None:
    again_there = write_report(synthetic.folder, tmp_path / "again.html", findings=of_run())
    assert again_there == tmp_path / "again.html"
    assert again_there.read_text("utf-8") == page


def test_a_law_cannot_smuggle_markup_into_the_page(tmp_path: Path) -> None:
    mischief = "</script><script>alert(1)</script>"
    run = write_tiny_run(tmp_path, title=mischief, about=mischief, notes=[mischief])
    place = write_report(run, findings=[])
    page = place.read_text("utf-8")
    assert "alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_run_of_one_year_and_a_law_without_lists_and_gates_have_a_page(tmp_path: Path) -> None:
    run = write_tiny_run(tmp_path, lists={}, gates={})
    page = write_report(run, findings=[]).read_text("utf-8")
    assert "for one year, 2020." in page
    assert "The gates" not in page


def test_the_synthetic_run_has_the_columns_of_a_real_one(synthetic_folder: Path) -> None:
    for name in get_args(Table):
        table = TABLES[name]
        schema = pl.read_parquet_schema(synthetic_folder / f"{name}.parquet")
        assert {column: str(dtype) for column, dtype in schema.items()} == {
            column.name: column.dtype.replace("Enum", "String") for column in table.columns
        }
