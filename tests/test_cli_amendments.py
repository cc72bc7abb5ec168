"""Amendments on the command line: listed, written, checked, compared and run."""

import json
from pathlib import Path

import pytest

from tests.commands import Command

MINE = "glasshouse: amendment/1\nid: mine\ntitle: Mine\nabout: Mine.\nkind: harm\n"


def test_the_amendments_that_ship_are_listed_safeguards_first(command: Command) -> None:
    said = command("amendments")
    assert said.code == 0
    heads = [line for line in said.out.splitlines() if not line.startswith(" ")]
    assert heads.index("strict-identity-match") < heads.index("linked-databases-1")
    assert "A record reaches a file only if number and name agree (safeguard)" in said.out


def test_the_listing_is_there_as_json_and_fits_a_narrow_terminal(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, command("amendments").out.splitlines())) <= 60
    rows = {row["id"]: row for row in json.loads(command("amendments", "--format", "json").out)["amendments"]}
    assert set(rows["quota-for-collectors"]) == {"id", "title", "about", "kind", "for"}
    assert rows["quota-for-collectors"]["kind"] == "harm"


def test_the_template_of_an_amendment_has_no_problems(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    assert command("new", "amendment", "my-own", "--out", file).code == 0
    assert 'id: "my-own"' in file.read_text("utf-8")
    said = command("check", file)
    assert (said.code, said.err) == (0, "")
    told = command("diff", "lantern-bay", "lantern-bay", "--with", file)
    assert "petition" in told.out


def test_a_faulty_amendment_is_answered_with_every_problem(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"{MINE}drop: [rules.brawls]\npatch: {{rules: {{brawl: {{valid: 5}}}}}}\n", "utf-8")
    said = command("check", file)
    assert said.code == 1
    assert f"{file}:6:8: N104 " in said.err
    assert f"{file}:7:32: F208 " in said.err


def test_only_a_law_is_held_against_a_world(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(MINE, "utf-8")
    said = command("check", file, "--world", "lantern-bay")
    assert said.code == 2
    assert "this is an amendment" in said.err


def test_what_an_amendment_changes_is_told_with_both_places(command: Command) -> None:
    said = command("diff", "lantern-bay", "lantern-bay", "--with", "short-memory,no-publication", "--all")
    assert said.out.startswith("lantern-bay → lantern-bay + short-memory + no-publication\n")
    told = " ".join(said.out.split())
    assert "~ loan-default.valid: 3 years → 1 year" in told
    assert "law/library/amendments/short-memory.yaml:" in told
    after = json.loads(
        command("diff", "lantern-bay", "lantern-bay", "--with", "short-memory", "--format", "json").out
    )["after"]
    assert after["amendments"] == ["short-memory"]


def test_a_conflict_is_shown_at_both_places(command: Command) -> None:
    both = ("--with", "linked-databases-1", "--with", "linked-databases-50")
    said = command("diff", "lantern-bay", "lantern-bay", *both)
    assert said.code == 1
    assert "linked-databases-1.yaml:" in said.err
    assert "linked-databases-50.yaml:" in said.err


def test_a_run_is_made_under_the_amended_law(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("run", "lantern-bay", "--years", "1", "--threads", "1", "--format", "json")
    said = command(*words, "--with", "purpose-limits")
    assert said.code == 0
    folder = tmp_path / "out" / "lantern-bay+purpose-limits.lantern-bay.seed-0"
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["amendments"] == ["purpose-limits"]
