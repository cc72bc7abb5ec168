"""The command that lets one world live under a law, its variants and none, and what its folder answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from glasshouse.cli import app
from tests.commands import Command

BAY = ("compare", "lantern-bay", "--years", "1", "--threads", "1")
HEARD, LOOKED_AT = "notice-and-hearing", "human-review"
STACK = f"{HEARD}+{LOOKED_AT}"


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a comparison with two variants, one of them a stack."""
    folder = tmp_path_factory.mktemp("compared") / "bay"
    with pytest.raises(SystemExit) as stop:
        app([*BAY, "--with", HEARD, "--with", f"{HEARD},{LOOKED_AT}", "--out", str(folder)])
    assert not stop.value.code
    return folder


def json_of(path: Path) -> dict[str, Any]:
    """Read a JSON file."""
    return json.loads(path.read_text("utf-8"))


def test_each_with_is_a_variant_and_a_comma_makes_a_stack(compared: Path) -> None:
    manifest = json_of(compared / "manifest.json")
    assert [(world["name"], world["amendments"]) for world in manifest["worlds"]] == [
        ("base", []),
        (HEARD, [HEARD]),
        (STACK, [HEARD, LOOKED_AT]),
        ("unscored", []),
    ]
    for world in manifest["worlds"]:
        its = json_of(compared / world["name"] / "manifest.json")
        assert its["fingerprint"] == world["fingerprint"]
    assert len({world["fingerprint"] for world in manifest["worlds"]}) == 4


def test_a_comparison_has_a_report_and_its_findings(compared: Path) -> None:
    page = (compared / "report.html").read_text("utf-8")
    findings = json_of(compared / "findings.json")["findings"]
    assert '<section id="stopped">' in page
    assert "Notice and a hearing before a charge counts + A person checks each record" in page
    asked = {each["question"] for each in findings}
    assert {"chilling", "safeguards", "wrongful", "remedies"} <= asked
    assert {each["of"].get("variant") for each in findings} == {None, HEARD, STACK}


def test_the_base_is_the_run_of_the_law_as_it_is(command: Command, compared: Path, tmp_path: Path) -> None:
    said = command("run", *BAY[1:], "--out", tmp_path / "bay")
    assert said.code == 0
    alone = json_of(tmp_path / "bay" / "manifest.json")
    assert alone["fingerprint"] == json_of(compared / "base" / "manifest.json")["fingerprint"]


def test_a_comparison_is_told_in_a_narrow_terminal(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.chdir(tmp_path)
    said = command(*BAY, "--with", HEARD, "--out", "bay")
    assert said.code == 0
    lines = said.out.splitlines()
    assert [line for line in lines if len(line) > 60 and not line.startswith("fingerprint")] == []
    assert sum(line.startswith("fingerprint  ") for line in lines) == 3
    block = said.out.split(f"\n{HEARD}\n")[1].split("fingerprint")[0]
    for word in ("helped", "harmed", "mixed", "untouched", "undeserved", "months below", "days on lists"):
        assert word in block
    assert "report       bay/report.html" in said.out


def test_the_same_is_answered_as_json_with_whole_residents(command: Command, tmp_path: Path) -> None:
    said = command(*BAY, "--with", HEARD, "--no-unscored", "--out", tmp_path / "bay", "--format", "json")
    assert said.code == 0
    (row,) = json.loads(said.out)["comparisons"]
    assert row["manifest"] == json_of(tmp_path / "bay" / "manifest.json")
    assert [world["name"] for world in row["manifest"]["worlds"]] == ["base", HEARD]
    its = row["variants"][HEARD]
    scored = json_of(tmp_path / "bay" / "base" / "manifest.json")["scored"]
    assert set(its["residents"]) == {"helped", "harmed", "mixed", "untouched"}
    assert abs(sum(its["residents"].values()) - scored) < 0.1 * scored
    assert Path(row["report"]).is_file()
    assert Path(row["findings"]).is_file()


def test_several_seeds_and_a_changed_value_are_those_of_run(command: Command, tmp_path: Path) -> None:
    words = (*BAY, "--seed", "5", "--seeds", "2", "--set", "rules.good-deed.points=2.6", "--no-unscored")
    said = command(*words, "--with", LOOKED_AT, "--out", tmp_path / "bay", "--format", "json")
    assert said.code == 0
    rows = json.loads(said.out)["comparisons"]
    assert [row["manifest"]["seed"] for row in rows] == [5, 6]
    assert all(row["manifest"]["sets"] == ["rules.good-deed.points=2.6"] for row in rows)
    assert (tmp_path / "bay" / "seed-6" / "report.html").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--no-unscored",), "there is nothing to compare the law with"),
        (("--with", HEARD, "--with", HEARD), f"the variant {HEARD} is named twice"),
        (("--with", ","), "a `--with` names no amendment"),
        (("--with", "no-such-thing"), "no-such-thing"),
    ],
)
def test_what_cannot_be_compared_gives_a_clear_error(
    command: Command, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    answer = command(*BAY, *words, "--out", tmp_path / "bay")
    assert answer.code == 2
    assert said in answer.err
    assert not (tmp_path / "bay").exists()


def test_the_report_of_a_comparison_is_written_anew(command: Command, compared: Path, tmp_path: Path) -> None:
    said = command("report", compared, "--out", tmp_path / "again.html")
    assert said.code == 0
    assert (tmp_path / "again.html").read_bytes() == (compared / "report.html").read_bytes()


def test_the_report_of_one_world_is_written_on_demand(command: Command, compared: Path) -> None:
    said = command("report", compared / HEARD)
    assert said.code == 0
    assert '<section id="mistakes">' in (compared / HEARD / "report.html").read_text("utf-8")


@pytest.mark.parametrize("words", [("resident", "0.1"), ("export", "--out", "csv")], ids=" ".join)
def test_who_asks_a_comparison_for_one_world_is_told_their_folders(
    command: Command, compared: Path, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name, *rest = words
    said = command(name, compared, *rest)
    assert said.code == 2
    assert "N213" in said.err
    assert f"{compared}/{HEARD}" in said.err
    assert command(name, compared / HEARD, *rest).code == 0


def test_a_world_without_a_law_has_no_report(command: Command, compared: Path) -> None:
    said = command("report", compared / "unscored")
    assert said.code == 2
    assert "A103" in said.err
