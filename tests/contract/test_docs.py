"""The documentation says what is there: generated pages are current, links lead somewhere, code runs."""

import json
import re
from pathlib import Path

import pytest

from docs import firing
from docs.execute import BLOCK, executed
from docs.generate import PAGES, REFERENCE, TUTORIAL, commands, parameters
from glasshouse.law.loader import load_regime

ROOT = Path(__file__).parents[2]
PAGES_OF_DOCS = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
CODE = re.compile(r"""["']([A-Z]\d{3})["']""")
LINK = re.compile(r"\]\(([^)#]+?)(#[^)]*)?\)")
COMMAND = re.compile(r"^(?:\$ )?glasshouse ([a-z]+)(.*)$", re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_current(name: str) -> None:
    assert (REFERENCE / name).read_text("utf-8") == PAGES[name](), "run `make docs`"


def test_no_generated_file_is_left_of_a_law_that_is_gone() -> None:
    there = {str(path.relative_to(REFERENCE)) for path in REFERENCE.rglob("*") if path.is_file()}
    assert there - {"codes.md", "coverage.md", "firing.json", "trace.md"} == set(PAGES)


def test_the_page_of_a_law_has_each_rule_with_its_label_and_its_line() -> None:
    page = PAGES["regimes/lantern-bay.md"]()
    regime = load_regime("lantern-bay")
    for code, rule in regime.rules.items():
        line = regime.places[f"rules.{code}"].line
        (row,) = [row for row in page.splitlines() if row.startswith(f"| {code} | {rule.title} |")]
        assert f"lantern-bay.yaml:{line}](" in row
        assert "| invented, art." in row or "| assumption, " in row


def test_the_page_of_firing_counts_by_the_year_and_names_what_never_fired(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    figures = tmp_path / "firing.json"
    monkeypatch.setattr(firing, "FIGURES", figures)
    assert "No figures have been taken yet." in firing.firing_page()
    entries = {"brawl": 4000, "good-deed": 12}
    counted = {"regime": "lantern-bay", "world": "lantern-bay", "seeds": [1, 2], "years": 10}
    figures.write_text(json.dumps([{**counted, "entries": entries}]), "utf-8")
    page = firing.firing_page()
    assert "| brawl | Brawl | to dim | 4,000 | 200.0 |" in page
    assert "2 of 11 rules fired, 4,012 times." in page
    assert "petition" in page.split("Never: ")[1]


def test_every_command_and_every_option_is_on_the_page_of_commands() -> None:
    page = (REFERENCE / "cli.md").read_text("utf-8")
    for command in commands():
        section = page.split(f"\n## {command}\n")[1].split("\n## ")[0]
        for parameter in parameters(command):
            assert f"| `{parameter.shown}`".replace("|", "\\|").replace("\\| `", "| `") in section


def test_every_error_code_has_an_entry_and_every_entry_a_code() -> None:
    sources = (ROOT / "src" / "glasshouse").rglob("*.py")
    used = {code for path in sources for code in CODE.findall(path.read_text("utf-8"))}
    described = set(
        re.findall(r"^#+ `?([A-Z]\d{3})\b", (REFERENCE / "codes.md").read_text("utf-8"), re.MULTILINE)
    )
    assert len(used) > 20
    assert used == described


@pytest.mark.parametrize("page", PAGES_OF_DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    targets = [target for target, _ in LINK.findall(page.read_text("utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_of_docs_can_be_reached_from_the_first() -> None:
    reached, waiting = set[Path](), [ROOT / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        waiting += [(page.parent / target).resolve() for target, _ in LINK.findall(page.read_text("utf-8"))]
    assert {page for page in PAGES_OF_DOCS if "docs" in page.relative_to(ROOT).parts} <= reached


@pytest.mark.parametrize("page", PAGES_OF_DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_in_a_page_exists_with_the_options_that_it_shows(page: Path) -> None:
    for command, rest in COMMAND.findall(page.read_text("utf-8")):
        known = {parameter.shown.split()[0] for parameter in parameters(command)}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, f"glasshouse {command}{rest}"


def test_every_make_target_in_a_page_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES_OF_DOCS:
        named = set(re.findall(r"(?:^|`)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE))
        assert named <= targets, page


def test_the_tutorial_shows_what_its_commands_answer() -> None:
    page = TUTORIAL.read_text("utf-8")
    assert executed(page) == page, "look at the difference, then run `make docs`"


def test_a_page_with_a_wrong_answer_is_noticed() -> None:
    page = "```sh\necho right\n```\n\n```text\nwrong\n```\n"
    assert executed(page) == page.replace("wrong", "right")


def test_the_quick_start_and_the_question_to_a_run_work(
    bay_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for page in ("README.md", "docs/how-to/add-an-audit.md"):
        marked = (ROOT / page).read_text("utf-8").split("a test runs this -->\n")[1]
        block = BLOCK.match(marked)
        assert block is not None
        exec(compile(block["code"], page, "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert json.loads((bay_run / "manifest.json").read_text("utf-8"))["fingerprint"] == lines[0]
    assert re.fullmatch(r"\d+ of \d+", lines[-1])
