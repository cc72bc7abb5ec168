"""Every fault of a world is found, at its place, with a remedy; worlds of persons are refused."""

import re
from pathlib import Path

import pytest

from glasshouse.errors import GlasshouseError, Problem
from glasshouse.people import checks
from glasshouse.people.checks import CHECKS
from glasshouse.people.loader import WORLDS, check_world, list_worlds, load_world
from tests.people.slips import SLIPS, SOUND, Slip

BAY = (WORLDS.folder / "lantern-bay.yaml").read_text("utf-8")
SOURCE = Path(checks.__file__).parents[1]

LEVELS_OF_MANY = "[" + ", ".join(f"level-{ix}" for ix in range(32)) + "]"


def check_text(folder: Path, text: str) -> list[Problem]:
    """Return the problems of a world of some text."""
    path = folder / "bay.yaml"
    path.write_text(text, "utf-8")
    return check_world(path)


def line_of(text: str, part: str) -> int:
    """Return the line in which a part of a text begins."""
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.code} {slip.path}")
def test_a_fault_is_found_at_its_place(tmp_path: Path, slip: Slip) -> None:
    text = BAY.replace(slip.old, slip.new, 1)
    assert text != BAY
    problems = check_text(tmp_path, text)
    found = [problem for problem in problems if (problem.code, problem.path) == (slip.code, slip.path)]
    assert len(found) == 1, [str(problem) for problem in problems]
    assert slip.message in found[0].message
    assert found[0].help
    assert found[0].file == str(tmp_path / "bay.yaml")
    assert text.splitlines()[found[0].line - 1].strip()


def test_a_fault_stands_in_the_line_and_column_of_what_is_wrong(tmp_path: Path) -> None:
    text = BAY.replace("      bank: {value: 0.95", "      banks: {value: 0.95")
    (problem,) = check_text(tmp_path, text)
    assert (problem.line, problem.column) == (line_of(text, "      banks:"), 7)
    assert problem.help == "did you mean `bank`?"


def test_rates_that_differ_by_too_much_at_once_are_refused(tmp_path: Path) -> None:
    many = f"  guild: {{title: guild, levels: {LEVELS_OF_MANY}, otherwise: level-0}}\n"
    text = BAY.replace("  registration:\n", f"{many}{many.replace('guild', 'club')}  registration:\n", 1)
    by = "      guild: {source: almanac, factors: {}}\n      club: {source: almanac, factors: {}}\n"
    text = text.replace(
        "      online: {source: almanac, factors",
        f"{by}      age: {{source: almanac, factors: {{}}}}\n      online: {{source: almanac, factors",
        1,
    )
    (problem,) = check_text(tmp_path, text)
    assert (problem.code, problem.path) == ("W163", "domains.voice")
    assert "10,240 cells" in problem.message


@pytest.mark.parametrize("part", SOUND, ids=["organisations", "holidays"])
def test_a_part_in_order_has_no_problems(tmp_path: Path, part: str) -> None:
    assert check_text(tmp_path, BAY.replace("domains:\n", part, 1)) == []


def test_a_role_of_three_parents_is_refused(tmp_path: Path) -> None:
    text = BAY.replace("parents: [wife, husband]", "parents: [wife, husband, wife]", 1)
    assert "population.households.couple-child.roles.child.parents" in {
        problem.path for problem in check_text(tmp_path, text)
    }


def test_several_faults_are_found_in_one_run(tmp_path: Path) -> None:
    text, wanted = BAY, ["W101", "W111", "W112", "W142"]
    for slip in SLIPS:
        text = text.replace(slip.old, slip.new, 1) if slip.code in wanted else text
    assert sorted(problem.code for problem in check_text(tmp_path, text)) == wanted


def test_every_code_of_a_world_has_an_example_here() -> None:
    used = {
        code for path in SOURCE.rglob("*.py") for code in re.findall(r'"(W\d{3})"', path.read_text("utf-8"))
    }
    assert used == {slip.code for slip in SLIPS} | {"W163"}


def test_every_check_is_named_once() -> None:
    names = [check.__name__ for check in CHECKS]
    assert len(names) == len(set(names)) > 20


@pytest.mark.parametrize("path", list_worlds(), ids=lambda path: path.stem)
def test_a_world_that_ships_has_no_problems(path: Path) -> None:
    assert check_world(path) == []


def test_a_world_of_single_persons_cannot_be_loaded(tmp_path: Path) -> None:
    slip = next(slip for slip in SLIPS if slip.code == "W150")
    path = tmp_path / "street.yaml"
    path.write_text(BAY.replace(slip.old, slip.new), "utf-8")
    with pytest.raises(GlasshouseError, match="never persons"):
        load_world(path)


@pytest.mark.parametrize(
    "rows",
    [
        "population:\n  residents:\n    - {name: Zhang, born: 1975}\n    - {name: Li, born: 1980}\n",
        "persons:\n  - {name: Zhang, born: 1975}\n  - {name: Li, born: 1980}\n",
        "population:\n  age_sex:\n    - {age: 40, sex: male}\n    - {age: 41, sex: female}\n",
    ],
)
def test_rows_about_persons_have_no_place_in_a_world(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "persons.yaml"
    path.write_text(f"glasshouse: world/1\nid: persons\ntitle: t\nabout: a\n{rows}", "utf-8")
    assert check_world(path)
    with pytest.raises(GlasshouseError):
        load_world(path)
