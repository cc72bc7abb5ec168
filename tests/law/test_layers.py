"""A law that is like another: laid over it, each value at its place, or a problem that says why not."""

from pathlib import Path
from shutil import copy

import pytest

from glasshouse.errors import GlasshouseError
from glasshouse.law.loader import check_regime, load_regime
from glasshouse.law.schema import Regime
from tests.law.goldens import SMALL


def law(tmp_path: Path, text: str, name: str = "mine") -> Path:
    """Write a law that is like the small one, or like what the text says."""
    copy(SMALL, tmp_path / "small.yaml")
    file = tmp_path / f"{name}.yaml"
    like = "" if "like:" in text else "like: ./small.yaml\n"
    file.write_text(f"glasshouse: regime/1\n{like}id: {name}\n{text}", "utf-8")
    return file


def small() -> Regime:
    """Return the law that lies below."""
    return load_regime(SMALL)


def codes(file: Path) -> list[str]:
    """Return the codes of a law's problems."""
    return [problem.code for problem in check_regime(file)]


def test_a_law_that_says_nothing_more_is_the_one_below_under_its_own_name(tmp_path: Path) -> None:
    mine = load_regime(law(tmp_path, ""))
    assert mine.model_dump() == small().model_copy(update={"id": "mine"}).model_dump()


def test_mappings_are_laid_over_each_other_and_lists_replaced(tmp_path: Path) -> None:
    text = "rules: {litter: {points: -4}, brawl: {severity: [serious]}}\ntitle: Mine\n"
    mine, below = load_regime(law(tmp_path, text)), small()
    assert (mine.title, mine.about) == ("Mine", below.about)
    assert mine.rules["litter"].points_pt == -40
    assert mine.rules["litter"].conduct == "litter"
    assert mine.rules["brawl"].severity == ("serious",)
    assert list(mine.rules) == list(below.rules)


def test_what_is_new_comes_after_what_was_there(tmp_path: Path) -> None:
    rule = "{title: Deed, conduct: deed, provider: council, points: 1, valid: 1 year, source: ordinance}"
    assert list(load_regime(law(tmp_path, f"rules: {{deed: {rule}}}\n")).rules) == ["litter", "brawl", "deed"]


def test_every_value_keeps_the_place_of_the_file_that_it_comes_from(tmp_path: Path) -> None:
    file = law(tmp_path, "rules:\n  litter: {points: -4}\n")
    places, below = load_regime(file).places, small().places
    assert (places["rules.litter.points"].file, places["rules.litter.points"].line) == (str(file), 5)
    assert places["rules.brawl"].file == str(tmp_path / "small.yaml")
    assert places["rules.brawl"].line == below["rules.brawl"].line


def test_a_fault_is_reported_in_the_file_where_it_stands(tmp_path: Path) -> None:
    file = law(tmp_path, "rules: {litter: {points: x}}\n")
    lower = tmp_path / "small.yaml"
    lower.write_text(lower.read_text("utf-8").replace("provider: watch, points", "provider: wach, points"))
    found = [(Path(problem.file).name, problem.code) for problem in check_regime(file)]
    assert found == [("mine.yaml", "F203"), ("small.yaml", "R203")]


def test_dropped_paths_are_gone(tmp_path: Path) -> None:
    mine = load_regime(
        law(
            tmp_path, "drop: [rules.litter, gates.fair, gates, scored.from_age_y]\nscored: {from_age_y: 21}\n"
        )
    )
    assert list(mine.rules) == ["brawl"]
    assert mine.gates == {}
    assert mine.scored.from_age_y == 21


def test_what_is_dropped_may_be_written_anew(tmp_path: Path) -> None:
    rule = "{title: New, conduct: deed, provider: council, points: 1, valid: 1 year, source: ordinance}"
    mine = load_regime(law(tmp_path, f"drop: [rules.litter]\nrules: {{litter: {rule}}}\n"))
    assert (mine.rules["litter"].title, mine.rules["litter"].conduct) == ("New", "deed")


def test_a_chain_of_likes_is_laid_from_the_ground_up(tmp_path: Path) -> None:
    law(tmp_path, "rules: {litter: {points: -4, title: Middle}}\n", "middle")
    file = law(tmp_path, "like: ./middle.yaml\ndrop: [rules.brawl]\nrules: {litter: {title: Top}}\n", "top")
    top = load_regime(file)
    assert (top.rules["litter"].points_pt, top.rules["litter"].title, list(top.rules)) == (
        -40,
        "Top",
        ["litter"],
    )


def test_a_law_may_be_like_one_that_ships(tmp_path: Path) -> None:
    mine = load_regime(law(tmp_path, "like: lantern-bay\nrules: {petition: {points: -2}}\n"))
    assert mine.rules["petition"].points_pt == -20
    assert mine.places["rules.brawl"].file == "law/library/lantern-bay.yaml"


def test_a_path_starts_at_the_folder_of_the_file_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = law(tmp_path, "")
    monkeypatch.chdir(tmp_path.parent)
    assert load_regime(file.relative_to(tmp_path.parent)).id == "mine"
    (tmp_path / "below").mkdir()
    (tmp_path / "small.yaml").rename(tmp_path / "below" / "small.yaml")
    file.write_text(file.read_text("utf-8").replace("./small.yaml", "below/small.yaml"), "utf-8")
    assert load_regime(file).id == "mine"


def test_a_circle_of_several_is_found(tmp_path: Path) -> None:
    law(tmp_path, "like: ./two.yaml\n", "one")
    law(tmp_path, "like: ./one.yaml\n", "two")
    (problem,) = check_regime(tmp_path / "one.yaml")
    assert (problem.code, Path(problem.file).name, problem.path) == ("N103", "two.yaml", "like")
    assert "one.yaml is like two.yaml is like one.yaml" in problem.message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("like: utopia\n", ["N101"]),
        ("like: ./nowhere.yaml\n", ["N101"]),
        (f"like: ./{'x' * 300}.yaml\n", ["N101"]),
        ("like: 5\n", ["F203"]),
        ("like: [small]\n", ["F203"]),
        ("like: ''\n", ["F207"]),
        ("drop: rules.litter\n", ["F203"]),
        ("drop: [5]\n", ["F203"]),
        ("drop: [rules.liter, rule.litter, title.x, '', rules.]\n", ["N104"] * 5),
        ("drop: [rules.litter, rules.litter]\n", ["N104"]),
        ("drop: [rules]\n", ["F202"]),
    ],
)
def test_what_cannot_be_laid_is_reported_alone(tmp_path: Path, text: str, found: list[str]) -> None:
    assert codes(law(tmp_path, text)) == found


def test_a_ground_that_cannot_be_read_says_so_in_its_own_file(tmp_path: Path) -> None:
    file = law(tmp_path, "")
    (tmp_path / "small.yaml").write_text("rules: [\n", "utf-8")
    assert [(Path(problem.file).name, problem.code) for problem in check_regime(file)] == [
        ("small.yaml", "T113")
    ]


def test_values_may_be_set_on_top_of_all(tmp_path: Path) -> None:
    mine = load_regime(law(tmp_path, "rules: {litter: {points: -4}}\n"), sets=["rules.litter.points=-5"])
    assert mine.rules["litter"].points_pt == -50


def test_loading_raises_what_checking_returns(tmp_path: Path) -> None:
    file = law(tmp_path, "like: utopia\n")
    with pytest.raises(GlasshouseError) as why:
        load_regime(file)
    assert list(why.value.problems) == check_regime(file)


@pytest.mark.parametrize(
    ("name", "rows"),
    [("people.csv", "name,born\none,1975\n"), ("people.yaml", "- {name: one}\n- {name: two}\n")],
)
def test_a_table_of_persons_is_no_ground(tmp_path: Path, name: str, rows: str) -> None:
    (tmp_path / name).write_text(rows, "utf-8")
    assert codes(law(tmp_path, f"like: ./{name}\n")) == ["P101"]
