"""The commands that read laws aloud and compare them: `show` and `diff`."""

import json
from pathlib import Path
from typing import Any

import pytest

from glasshouse.cli.layout import cells, columns, folded, keyed
from glasshouse.law.loader import list_regimes
from tests.commands import Command

LAWS = [path.stem for path in list_regimes()]
EVERYTHING = Path(__file__).parent / "law" / "reading.yaml"


def told(out: str) -> str:
    """Return what was printed without its line breaks."""
    return " ".join(out.split())


def answered(out: str) -> dict[str, Any]:
    """Read an answer in JSON."""
    return json.loads(out)


def test_a_rule_is_read_with_points_provider_validity_source_and_place(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "76")
    said = command("show", "rongcheng-2017", "critical-post")
    assert said.code == 0
    text = told(said.out)
    assert "points −50 points [assumption, −50 to −5: the report speaks of minus points" in text
    assert "reported by Internet office (internet-office) [assumption" in text
    assert "counts 2 years [assumption" in text
    assert "from the day of the conduct [sister-law, art. 18 and 20]" in text
    assert "source press J: A. Dorloff" in text
    assert "law/library/rongcheng-2017.yaml:" in text


def test_a_rule_in_json_has_each_fact_with_its_source_and_place(command: Command) -> None:
    said = command("show", "rongcheng-2017", "critical-post", "--format", "json")
    rule = answered(said.out)
    assert (rule["code"], rule["points"], rule["provider"], rule["valid"]) == (
        "critical-post", -50, "internet-office", "2 years",
    )  # fmt: skip
    assert rule["source"]["kind"] == "press"
    assert rule["place"].startswith("law/library/rongcheng-2017.yaml:")
    facts = {fact["name"]: fact for fact in rule["facts"]}
    assert facts["points"]["source"] == {
        "kind": "assumption",
        "source": "assumption",
        "reason": facts["points"]["source"]["reason"],
        "range": [-50, -5],
    }
    assert facts["again"]["source"] is None


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("width", ["60", "100"])
def test_a_law_is_read_in_a_narrow_terminal_and_in_a_wide_one(
    command: Command, monkeypatch: pytest.MonkeyPatch, name: str, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    said = command("show", name)
    assert said.code == 0
    assert max(map(cells, said.out.splitlines())) <= int(width)
    listed = answered(command("show", name, "--format", "json").out)
    rows = [row for group in listed["rules"] for row in group["rules"]]
    assert listed["id"] == name
    assert all(f" {row['code']} " in f" {told(said.out)} " for row in rows)
    assert all(row["source"]["kind"] and row["place"] for row in rows)


def test_a_rule_of_every_construct_fits_a_narrow_terminal(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for code in ("LOAN", "RENT", "DOWN", "GIFT", "LATE"):
        said = command("show", EVERYTHING, code)
        assert said.code == 0
        assert max(map(cells, said.out.splitlines())) <= 60


@pytest.mark.parametrize(
    ("code", "help_"),
    [("braul", "did you mean `brawl`"), ("BRAWL", "`brawl`"), ("lighthouse", "`lighthouse-night`")],
)
def test_an_unknown_rule_is_answered_with_the_nearest(command: Command, code: str, help_: str) -> None:
    said = command("show", "lantern-bay", code)
    assert said.code == 2
    assert f"X807 the law lantern-bay has no rule `{code}`" in said.err
    assert help_ in said.err
    assert said.out == ""


def test_a_rule_that_nothing_is_near_to_is_answered_with_where_to_look(command: Command) -> None:
    said = command("show", "lantern-bay", "zzz-9")
    assert said.code == 2
    assert "`glasshouse show lantern-bay` lists its 11 rules" in told(said.err)


def test_two_laws_that_are_the_same_differ_in_nothing(command: Command) -> None:
    said = command("diff", "lantern-bay", "lantern-bay")
    assert said.code == 0
    assert "nothing differs" in said.out
    listed = answered(command("diff", "lantern-bay", "lantern-bay", "--format", "json").out)
    assert listed["changes"] == []
    assert listed["counts"] == {"added": 0, "removed": 0, "changed": 0}


def amended(tmp_path: Path, *pairs: tuple[str, str]) -> Path:
    """Write a law in which some words are replaced."""
    text = next(path for path in list_regimes() if path.stem == "lantern-bay").read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "new.yaml").write_text(text, "utf-8")
    return tmp_path / "new.yaml"


def test_what_changed_is_told_value_by_value_with_both_places(command: Command, tmp_path: Path) -> None:
    file = amended(tmp_path, ("points: -8", "points: -9"), ("shut_for: [dim]", "shut_for: [dim, dark]"))
    said = command("diff", "lantern-bay", file)
    assert said.code == 0
    text = told(said.out)
    assert "2 changed" in text
    assert "RULES ~ rent-a-month-late.points: −8 → −9" in text
    assert "GATES ~ chandler-credit.shut_for: dim → dim, dark" in text
    assert "law/library/lantern-bay.yaml:" in text
    listed = answered(command("diff", "lantern-bay", file, "--format", "json").out)
    (points, _) = listed["changes"]
    assert (points["path"], points["before"], points["after"]) == ("rules.rent-a-month-late.points", -8, -9)
    assert points["before_place"].startswith("law/library/lantern-bay.yaml:")
    assert points["after_place"].startswith(str(file))


def test_a_source_that_many_values_change_to_is_one_line_and_all_of_them_on_demand(
    command: Command, tmp_path: Path
) -> None:
    file = amended(tmp_path, ("source: ordinance", "source: bylaw"))
    short = command("diff", "lantern-bay", file).out
    whole = command("diff", "lantern-bay", file, "--all").out
    assert short.count("ordinance → bylaw") == 1
    assert "behind 32 values" in told(short)
    assert whole.count("ordinance → bylaw") == 32


def test_a_procedure_that_changed_is_told_in_words_with_its_place(command: Command, tmp_path: Path) -> None:
    file = amended(
        tmp_path,
        ("told: publication", "told: each-charge"),
        ("review: {by: court, within: 14 days, decide_within: 30 days}", "review: {by: tribunal}"),
        ("matched_by: address", "matched_by: strict"),
    )
    text = told(command("diff", "lantern-bay", file).out)
    assert "~ lanterns.remedy.told: by what is shown → by a notice of their own law/library/" in text
    assert "~ lanterns.remedy.review.by: a court → a tribunal that owes the office nothing" in text
    assert "~ harbour-office.matched_by: address → number and name, which must agree" in text


def test_a_procedure_that_came_is_one_line(command: Command) -> None:
    text = told(command("diff", "rongcheng-2017", "rongcheng-2021").out)
    assert (
        "+ points.remedy: told of a charge by what is shown (assumption); objection to the office that keeps"
        " the file; decided within 7 working days (assumption) law/library/rongcheng-2021.yaml:"
    ) in text


def test_rules_that_came_are_named_with_what_they_cost(command: Command, tmp_path: Path) -> None:
    rule = "rules:\n  whistle: {title: Whistling, conduct: petition, provider: press-office, points: -1,"
    file = amended(tmp_path, ("rules:\n", f"{rule} valid: 3 years, source: bylaw}}\n"))
    assert "+ whistle: Whistling; −1; 3 years (" in told(command("diff", "lantern-bay", file).out)
    assert "− whistle: Whistling; −1; 3 years (" in told(command("diff", file, "lantern-bay").out)


def test_laws_of_different_kinds_can_be_compared_in_a_narrow_terminal(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    said = command("diff", "lantern-bay", "rongcheng-2017")
    assert said.code == 0
    assert max(map(cells, said.out.splitlines())) <= 60


def test_words_are_folded_by_the_cells_that_they_take() -> None:
    assert cells("荣成 a") == 6
    assert folded("荣成市自然人 abc", 8) == ["荣成市自", "然人 abc"]
    assert folded("", 10) == []


def test_a_name_that_is_too_long_for_its_column_has_a_line_of_its_own() -> None:
    assert keyed([("a", "one"), ("b" * 30, "two")]) == ["  a  one", "  " + "b" * 30, "     two"]


def test_a_title_takes_what_room_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "46")
    rows = [("A-1", "a title of several, several words", "−5", "1 year"), ("A-10", "short", "+20", "2 years")]
    assert columns(rows) == [
        "  A-1   a title of several,        −5  1 year",
        "        several words",
        "  A-10  short                     +20  2 years",
    ]


def test_a_title_that_would_have_no_room_has_lines_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert columns([("a" * 30, "a title", "−5", "1 year")]) == ["  " + "a" * 30, "    a title; −5; 1 year"]
