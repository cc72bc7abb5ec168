"""Five numbers: counted by hand on a run of twenty adults."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from glasshouse.errors import GlasshouseError
from glasshouse.reports.headline import Number, five_numbers_of
from glasshouse.reports.runfolder import read_run_folder
from tests.reports.tiny import write_tiny_run

SOURCED = {"source": "radio-a"}


def number(numbers: list[Number], name: str) -> Number:
    """Return the number of an id."""
    return next(one for one in numbers if one.id == name)


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> list[Number]:
    return five_numbers_of(read_run_folder(write_tiny_run(tmp_path_factory.mktemp("tiny"))))


def test_there_are_five_numbers_and_each_has_a_sentence(numbers: list[Number]) -> None:
    assert len({one.id for one in numbers}) == 5
    assert all(one.sentence.endswith(".") for one in numbers)


def test_fifteen_of_twenty_stand_in_the_default_grade_or_better(numbers: list[Number]) -> None:
    one = number(numbers, "default-or-better")
    assert one.value == 15 / 20
    assert one.shown == "75.0%"
    assert "of the 20 adults with an account stand in grade A or better" in one.sentence
    assert "25 December 2020" in one.sentence


def test_five_are_on_the_black_list_and_three_of_them_in_the_lowest_grade(numbers: list[Number]) -> None:
    one = number(numbers, "worst-list")
    assert (one.value, one.unit) == (5, "adults")
    assert "black list (grades B, C and D)" in one.sentence
    assert "; 3 of them stand in D, the lowest grade" in one.sentence


def test_twenty_one_of_thirty_official_entries_are_merits(numbers: list[Number]) -> None:
    one = number(numbers, "merits")
    assert one.value == 21 / 30
    assert "21 merits beside 9 deductions" in one.sentence


def test_two_of_twenty_are_published_in_another_grade_than_their_truthful_one(numbers: list[Number]) -> None:
    one = number(numbers, "wrong-grade")
    assert one.value == 2 / 20
    assert one.sentence.startswith("of adults (2) are published in another grade")


def test_a_gate_that_a_blank_file_would_open_is_shut_for_five(numbers: list[Number]) -> None:
    one = number(numbers, "gate-shut")
    assert one.value == 5
    shut = "promotion in the public service (5), full social assistance (4) and management post (3)."
    assert shut in one.sentence


def test_a_perk_that_a_blank_file_does_not_have_shuts_no_gate(tmp_path: Path) -> None:
    perk = {"title": "Honour board", "door": "board", "opens_for": ["AAA"], **SOURCED}
    one = number(
        five_numbers_of(read_run_folder(write_tiny_run(tmp_path, gates={"board": perk}))), "gate-shut"
    )
    assert one.value == 0
    assert "shuts no gate" in one.sentence


def test_a_gate_that_opens_for_a_list_is_shut_for_everybody_else(tmp_path: Path) -> None:
    gate = {"title": "School", "door": "school", "opens_for": ["red"], **SOURCED}
    one = number(
        five_numbers_of(read_run_folder(write_tiny_run(tmp_path, gates={"school": gate}))), "gate-shut"
    )
    assert one.value == 5


def test_without_a_list_the_lowest_grade_is_counted(tmp_path: Path) -> None:
    one = number(five_numbers_of(read_run_folder(write_tiny_run(tmp_path, lists={}, gates={}))), "worst-list")
    assert one.value == 3
    assert one.sentence == "adults stand in D, the lowest grade."


def test_each_number_says_that_it_rests_on_assumptions(numbers: list[Number]) -> None:
    assert {one.basis for one in numbers} == {"assumed"}


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GlasshouseError, match="N201 this is no run folder"):
        five_numbers_of(read_run_folder(tmp_path))


def test_numbers_and_slips_do_not_wait_for_the_drawing_libraries() -> None:
    code = (
        "import sys, glasshouse.reports.headline, glasshouse.reports.slip;"
        "sys.exit(3 * bool({'altair', 'vl_convert'} & set(sys.modules)))"
    )
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=paths).returncode == 0
