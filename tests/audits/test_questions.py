"""Questions as they are put: which there are, what they are refused for, and what they are written to."""

import json
from pathlib import Path

import polars as pl
import pytest

import glasshouse
from glasshouse.audits import QUESTIONS, audit, findings_frame, write_findings
from glasshouse.audits.estimates import Estimates
from glasshouse.errors import GlasshouseError
from glasshouse.runs import Run, load_run
from tests.audits.made import made_run
from tests.commands import Command

DOCS = Path(__file__).parents[2] / "docs" / "concepts" / "audits.md"


@pytest.fixture
def bay(bay_run: Path) -> Run:
    return load_run(bay_run)


def test_every_finding_has_a_definition_of_its_question(bay: Run) -> None:
    found = audit(bay)
    assert {finding.question for finding in found} == {
        name for name, question in QUESTIONS.items() if not question.needs
    }
    for finding in found:
        meant = QUESTIONS[finding.question].definitions[finding.definition]
        assert (finding.title, finding.unit) == (meant.title, meant.unit)
        assert finding.definition.startswith(f"{finding.question}.")


def test_shares_lie_between_nothing_and_all_and_intervals_around_their_value(bay: Run) -> None:
    for finding in audit(bay):
        if finding.unit == "share" and finding.definition != "equal_conduct.error_share":
            assert 0 <= finding.value <= 1
        if finding.interval is not None:
            assert finding.interval.low <= finding.interval.high
            assert finding.interval.level == 0.9


def test_the_same_run_has_the_same_answers(bay: Run) -> None:
    assert audit(bay) == audit(load_run(bay.folder)) == glasshouse.audit(bay)


def test_the_shares_of_an_account_add_up(bay: Run) -> None:
    found = audit(bay, ["standing", "wrongful"])
    official = [
        each for each in found if each.definition == "standing.grade_share" and each.of["file"] == "official"
    ]
    assert sum(each.value for each in official) == pytest.approx(1)
    whole = {each.definition: each.value for each in found if each.part == "instrument lanterns"}
    causes = [each for each in found if each.definition == "wrongful.grade_share" and "cause" in each.of]
    providers = [
        each for each in found if each.definition == "wrongful.grade_share" and "provider" in each.of
    ]
    assert sum(each.value for each in causes) == pytest.approx(whole["wrongful.grade_share"])
    assert sum(each.value for each in providers) == pytest.approx(whole["wrongful.grade_share"])


def test_an_estimate_without_a_definition_cannot_be_taken() -> None:
    with pytest.raises(KeyError):
        Estimates("standing", QUESTIONS["standing"].definitions).exact("odd", {}, 1.0, is_assumed=False)


def test_every_definition_stands_in_the_docs_as_the_code_has_it() -> None:
    page = DOCS.read_text("utf-8")
    rows = {row.split("|")[1].strip(): row for row in page.splitlines() if row.startswith("| `")}
    for name, question in QUESTIONS.items():
        assert f"## {name}\n" in page
        for definition, meant in question.definitions.items():
            assert rows[f"`{definition}`"] == f"| `{definition}` | {meant.unit} | {meant.exactly} |"
    assert len(rows) == sum(len(question.definitions) for question in QUESTIONS.values())


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        (["wrong"], "A101 there is no question `wrong`"),
        (["chilling"], "A102 `chilling` cannot be asked here"),
        (["standing", "safeguards"], "A102 `safeguards` cannot be asked here"),
    ],
)
def test_what_cannot_be_asked_is_refused(bay: Run, questions: list[str], message: str) -> None:
    with pytest.raises(GlasshouseError, match=message):
        audit(bay, questions)


def test_a_world_without_a_law_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GlasshouseError, match="A103 this world has no law"):
        audit(made_run(tmp_path / "unscored", {}, is_scored=False))


def test_findings_are_a_table_and_a_file(bay: Run, tmp_path: Path) -> None:
    found = audit(bay, ["escape", "contexts"])
    frame = findings_frame(found)
    assert frame.columns == [
        "question", "definition", "title", "of", "value", "low", "high", "unit", "n", "is_assumed",
    ]  # fmt: skip
    assert frame["value"].to_list() == [finding.value for finding in found]
    assert frame.filter(pl.col("definition") == "contexts.domains_n")["low"].null_count() == 3
    rows = json.loads(write_findings(tmp_path, found).read_text("utf-8"))["findings"]
    assert rows == json.loads(json.dumps([finding.as_json() for finding in found]))
    assert findings_frame([]).schema == frame.schema


def test_a_run_is_asked_in_a_narrow_terminal(
    command: Command, bay: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    said = command("audit", bay.folder)
    lines = said.out.splitlines()
    assert said.code == 0
    assert [line for line in lines if len(line) > 60] == []
    assert "wrongful: whose standing is wrong, and by whose error" in lines
    assert "more rows" in lines[-1]
    assert len(command("audit", bay.folder, "--every").out.splitlines()) > len(lines)


def test_a_command_answers_the_questions_that_are_named(command: Command, bay: Run) -> None:
    said = command("audit", bay.folder, "escape", "remedies", "--format", "json")
    rows = json.loads(said.out)["findings"]
    assert {row["question"] for row in rows} == {"escape", "remedies"}
    assert {"definition", "value", "interval", "of", "n", "unit"} <= set(rows[0])
    assert rows == json.loads(json.dumps([each.as_json() for each in audit(bay, ["escape", "remedies"])]))


@pytest.mark.parametrize("words", [("wrong",), ("linkage",)])
def test_a_question_that_cannot_be_asked_is_misuse(
    command: Command, bay: Run, words: tuple[str, ...]
) -> None:
    said = command("audit", bay.folder, *words)
    assert said.code == 2
    assert "Traceback" not in said.err
    assert "A10" in said.err
