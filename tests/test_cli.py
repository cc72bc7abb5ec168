"""The command line: what it answers, where, and with which exit code."""

import json
from pathlib import Path
from typing import cast

import pytest

from tests.commands import Command

COUNTS = {
    "rules", "cases", "individual_rules", "direct_downgrades", "company_rules", "providers", "bands", "lists",
    "gates",
}  # fmt: skip
BROKEN_LAW = "glasshouse: regime/1\nid: broken\ntitle: [a, b]\nnonsense: 1\n"


def read(out: str) -> dict[str, list[dict[str, object]]]:
    """Read an answer in JSON."""
    return json.loads(out)


def test_the_laws_are_listed_with_what_is_in_them(command: Command) -> None:
    said = command("regimes", "--format", "json")
    rows = {str(row["id"]): row for row in read(said.out)["regimes"]}
    assert said.code == 0
    assert {"lantern-bay", "rongcheng-2017"} <= set(rows)
    assert set(rows["lantern-bay"]) >= {"id", "title", "world", "instruments", "counts", "sources"}
    counts = cast("dict[str, int]", rows["lantern-bay"]["counts"])
    assert set(counts) >= COUNTS
    assert counts["direct_downgrades"] == 2
    assert counts["rules"] == counts["merits"] + counts["deductions"] + counts["direct_downgrades"]
    assert all(row["without_source"] == 0 for row in rows.values())
    assert set(cast("dict[str, int]", rows["lantern-bay"]["sources_by_kind"])) == {"invented"}


def test_rules_are_counted_by_annex_and_instruments_have_their_kind(command: Command) -> None:
    rows = {str(row["id"]): row for row in read(command("regimes", "--format", "json").out)["regimes"]}
    for row in rows.values():
        by_annex = cast("dict[str, int]", row["rules_by_annex"])
        kinds = {its["kind"] for its in cast("list[dict[str, str]]", row["instruments"])}
        counts = cast("dict[str, int]", row["counts"])
        assert sum(by_annex.values()) <= counts["rules"] + counts["rules_beside_tables"]
        assert kinds <= {"points", "list", "index"}
    assert rows["wendeng-2020"]["rules_by_annex"] != {}


def test_the_worlds_are_listed(command: Command) -> None:
    said = command("worlds", "--format", "json")
    ids = {row["id"] for row in read(said.out)["worlds"]}
    assert said.code == 0
    assert {"lantern-bay", "rongcheng-2017", "rongcheng-2020"} <= ids


@pytest.mark.parametrize("listing", ["regimes", "worlds"])
def test_a_listing_fits_a_narrow_terminal(
    command: Command, monkeypatch: pytest.MonkeyPatch, listing: str
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    said = command(listing)
    assert said.code == 0
    assert "lantern-bay" in said.out
    assert max(map(len, said.out.splitlines())) <= 60


@pytest.mark.parametrize("kind", ["regime", "world"])
def test_a_template_is_written_once_and_has_no_problems(command: Command, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "mine.yaml"
    assert command("new", kind, "my-own", "--out", file).code == 0
    assert f"glasshouse: {kind}/1" in file.read_text("utf-8")
    assert 'id: "my-own"' in file.read_text("utf-8")
    assert command("check", file).code == 0

    file.write_text("kept", "utf-8")
    refused = command("new", kind, "my-own", "--out", file)
    assert refused.code == 2
    assert "--force" in refused.err
    assert file.read_text("utf-8") == "kept"
    assert command("new", kind, "my-own", "--out", file, "--force").code == 0
    assert file.read_text("utf-8") != "kept"


@pytest.mark.parametrize("name", ["Mine", "a b", "-x", "../x", "ä", ""])
def test_an_id_that_is_none_is_refused(command: Command, tmp_path: Path, name: str) -> None:
    said = command("new", "regime", "--out", tmp_path / "x.yaml", "--", name)
    assert said.code == 2
    assert "is not an id" in said.err
    assert not (tmp_path / "x.yaml").exists()


def test_a_faulty_law_is_answered_with_every_problem_and_exit_code_one(
    command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(BROKEN_LAW, "utf-8")
    said = command("check", file, "--format", "json")
    problems = read(said.out)["problems"]
    assert said.code == 1
    assert said.err == ""
    assert {"file", "line", "column", "code", "message", "path", "help"} == set(problems[0])
    assert {(problem["line"], problem["column"]) for problem in problems} >= {(3, 8), (4, 1)}


def test_problems_as_text_go_to_stderr_in_the_grammar_of_diagnostics(
    command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(BROKEN_LAW, "utf-8")
    said = command("check", file)
    assert said.code == 1
    assert said.out == ""
    assert f"{file}:4:1: " in said.err
    assert "\n  help " in said.err


def test_a_law_without_problems_is_answered_with_an_empty_list(command: Command, tmp_path: Path) -> None:
    command("new", "regime", "my-own", "--out", tmp_path / "mine.yaml")
    said = command("check", tmp_path / "mine.yaml", "--format", "json")
    assert said.code == 0
    assert read(said.out) == {"problems": []}


def test_a_law_that_is_like_another_is_held_against_the_world_of_that_one(
    command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "younger.yaml"
    rule = "{title: Whistling, conduct: whistling, provider: watch, points: -1, valid: 1 year, source: bylaw}"
    file.write_text(
        f"glasshouse: regime/1\nlike: lantern-bay\nid: younger\nrules:\n  whistle: {rule}\n", "utf-8"
    )
    said = command("check", file)
    assert said.code == 1
    assert "R501" in said.err
    assert "note:" not in said.err


def test_a_law_can_be_held_against_another_world(command: Command, tmp_path: Path) -> None:
    command("new", "regime", "my-own", "--out", tmp_path / "law.yaml")
    command("new", "world", "my-town", "--out", tmp_path / "town.yaml")
    assert command("check", tmp_path / "law.yaml", "--world", tmp_path / "town.yaml").code == 0
    other = command("check", tmp_path / "law.yaml", "--world", "rongcheng-2020")
    assert other.code == 1
    assert "late-rent" in other.err


@pytest.mark.parametrize(
    "words",
    [
        ["check", "no-such-file.yaml"],
        ["cases", "no-such-law"],
        ["cases"],
        ["cases", "lantern-bay", "--all"],
        ["show", "no-such-law"],
        ["show", "lantern-bay", "no-such-rule"],
        ["show"],
        ["diff", "lantern-bay"],
        ["diff", "lantern-bay", "no-such-law"],
        ["run", "no-such-law"],
        ["run", "lantern-bay", "--world", "no-such-world"],
        ["run", "lantern-bay", "--years", "0"],
        ["run", "lantern-bay", "--years", "many"],
        ["run", "lantern-bay", "--set", "no.such.path=1"],
        ["run", "lantern-bay", "--set", "nonsense"],
        ["run", "lantern-bay", "--set", "world.no.such.path=1"],
        ["run", "lantern-bay", "--ledger", "some"],
        ["resident", "no-such-folder", "0.1"],
        ["report", "no-such-folder"],
        ["export", "no-such-folder", "--out", "csv"],
        ["no-such-command"],
        ["regimes", "--no-such-option"],
        ["regimes", "--format", "xml"],
    ],
    ids=" ".join,
)
def test_misuse_is_answered_in_words_with_exit_code_two(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = command(*words)
    assert said.code == 2
    assert said.out == ""
    assert len(said.err) > 20
    assert "Traceback" not in said.err
    assert list(tmp_path.iterdir()) == []


def test_misuse_under_json_is_answered_in_the_one_shape_of_problems(command: Command) -> None:
    said = command("cases", "no-such-law", "--format", "json")
    assert said.code == 2
    assert set(read(said.out)["problems"][0]) >= {"code", "message", "help"}


def test_the_cases_of_every_law_pass(command: Command) -> None:
    said = command("cases", "--all", "--format", "json")
    rows = read(said.out)["cases"]
    assert said.code == 0
    assert {row["regime"] for row in rows} >= {"lantern-bay", "rongcheng-2017"}
    assert [row["id"] for row in rows if not row["passed"]] == []
    assert all(set(row) >= {"regime", "id", "passed", "expected", "got"} for row in rows)


def test_a_case_that_fails_is_named_with_both_values(command: Command, tmp_path: Path) -> None:
    command("new", "regime", "my-own", "--out", tmp_path / "law.yaml")
    (tmp_path / "law.cases.yaml").write_text(
        "glasshouse: cases/1\nregime: my-own\ncases:\n  wrong:\n    title: A wrong sum\n"
        "    entries:\n      - {rule: rent-a-month-late, on: 2020-01-05}\n"
        "    at: 2020-03-01\n    expect: {score: 100}\n",
        "utf-8",
    )
    said = command("cases", tmp_path / "law.yaml")
    assert said.code == 1
    assert "score is 92, not 100" in said.out
    assert f"at {tmp_path / 'law.cases.yaml'}:4:3" in " ".join(said.out.split())
    row = read(command("cases", tmp_path / "law.yaml", "--format", "json").out)["cases"][0]
    assert row["place"] == f"{tmp_path / 'law.cases.yaml'}:4:3"


def test_a_case_may_expect_something_of_each_instrument(command: Command, tmp_path: Path) -> None:
    command("new", "regime", "my-own", "--out", tmp_path / "law.yaml")
    (tmp_path / "law.cases.yaml").write_text(
        "glasshouse: cases/1\nregime: my-own\ncases:\n  wrong:\n    title: A wrong grade\n    entries: []\n"
        "    at: 2020-03-01\n    expect: {instruments: {points: {score: 100, grade: A}}}\n",
        "utf-8",
    )
    said = command("cases", tmp_path / "law.yaml")
    assert said.code == 1
    assert "points grade is B, not A" in said.out
    assert "score is" not in said.out


def test_wendeng_has_as_many_rules_as_its_tables(command: Command) -> None:
    rows = {str(row["id"]): row for row in read(command("regimes", "--format", "json").out)["regimes"]}
    counts = cast("dict[str, int]", rows["wendeng-2020"]["counts"])
    assert counts["individual_rules"] == 433
    assert counts["direct_downgrades"] == 62 + 12 + 43
    assert counts["company_rules"] == 129
