"""The command that explains a grade."""

import json
from pathlib import Path

import pytest

from glasshouse.runs import compare, load_run, why, wrongly_listed
from tests.commands import Command
from tests.engine.towns import bay_law, bay_world


def test_the_listed_are_explained_in_sixty_columns(
    command: Command, bay_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    said = command("why", bay_run, "--wrongly-listed", "--most", "3")
    listed = wrongly_listed(load_run(bay_run), 3)
    assert said.code == 0
    assert max(map(len, said.out.splitlines())) <= 60
    for each in listed:
        assert f"WHY {each.id} " in said.out
    assert said.out.count("Lived again without") + said.out.count("again without") >= 3
    assert "law/library/lantern-bay.yaml:" in said.out


def test_a_trace_is_told_in_sixty_columns(
    command: Command, bay_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for each in wrongly_listed(load_run(bay_run), 5):
        said = command("why", bay_run, each.id)
        assert said.code == 0
        assert max(map(len, said.out.splitlines())) <= 60
        assert "\nCOUNTS\n" in said.out
        assert "rules found nothing." in said.out


def test_a_trace_is_the_same_as_from_python(command: Command, bay_run: Path) -> None:
    name = wrongly_listed(load_run(bay_run), 1)[0].id
    said = json.loads(command("why", bay_run, name, "--format", "json").out)
    assert said == why(load_run(bay_run), name)
    short = json.loads(command("why", bay_run, "--wrongly-listed", "--most", "1", "--format", "json").out)
    assert short == {"wrongly_listed": [{key: said[key] for key in said if key != "nodes"}]}


def test_a_comparison_is_asked_about_one_of_its_worlds(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "both"
    compare(bay_law(), bay_world(), variants={"same": bay_law()}, years=1, seed=1, out=out)
    base, same = (json.loads(command("why", out, "0.0", *words, "--format", "json").out) for words in (
        (), ("--in", "same"),
    ))  # fmt: skip
    assert base["nodes"] == same["nodes"]
    assert command("why", out, "0.0", "--in", "other").err.count("N223") == 1
    assert command("why", out, "0.0", "--in", "unscored").err.count("N224") == 1


@pytest.mark.parametrize("words", [(), ("0.0", "--wrongly-listed")])
def test_it_must_be_clear_who_is_asked_about(command: Command, bay_run: Path, words: tuple[str, ...]) -> None:
    said = command("why", bay_run, *words)
    assert said.code == 2
    assert "N225" in said.err


def test_a_day_that_is_none_is_a_clear_error(command: Command, bay_run: Path) -> None:
    said = command("why", bay_run, "0.0", "--at", "yesterday")
    assert said.code == 2
    assert "N222" in said.err
