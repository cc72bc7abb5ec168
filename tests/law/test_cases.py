"""Case files: read with places, checked against their law, found beside it."""

from datetime import date
from pathlib import Path
from shutil import copy

import pytest

from glasshouse.errors import GlasshouseError
from glasshouse.law.cases import Case, ExpectedStanding, cases_of, cases_path, check_cases
from glasshouse.law.loader import list_regimes, load_regime
from tests.law.goldens import FOLDER, RICH, SMALL


def case_of(tmp_path: Path, case: str) -> Case:
    """Read one case of the small law."""
    copy(SMALL, tmp_path / "small.yaml")
    text = f"glasshouse: cases/1\nregime: small\ncases:\n  it: {case}\n"
    (tmp_path / "small.cases.yaml").write_text(text, "utf-8")
    (found,) = cases_of(tmp_path / "small.yaml")
    return found


def test_the_first_case_is_the_account_of_the_reports() -> None:
    case = cases_of("rongcheng-2017")[0]
    regime = load_regime("rongcheng-2017")
    amounts = [regime.rules[entry.rule].points_pt for entry in case.entries]
    assert (case.id, case.source, amounts) == ("zhang-jian", "radio-a", [-50, 200])
    assert case.expected.score_pt == 10150
    assert case.expected.grade == "A+"
    assert regime.instrument.base_pt + sum(amount or 0 for amount in amounts) == case.expected.score_pt


def test_cases_stand_beside_a_law_given_by_path_too(tmp_path: Path) -> None:
    case = case_of(tmp_path, "{title: x, entries: [], at: 2030-01-10, expect: {score: 100}}")
    assert (case.regime, case.id, case.at) == ("small", "it", date(2030, 1, 10))
    assert (case.place.line, case.place.column) == (4, 3)
    assert cases_path("lantern-bay").name == "lantern-bay.cases.yaml"


def test_a_law_without_a_case_file_has_no_cases(tmp_path: Path) -> None:
    copy(SMALL, tmp_path / "small.yaml")
    assert cases_of(tmp_path / "small.yaml") == ()


def test_what_a_case_leaves_out_is_filled_in(tmp_path: Path) -> None:
    entries = "[{rule: litter, on: 2029-12-31}, {rule: litter, on: 2030-01-02, booked: 2030-01-05, act: bag}]"
    case = case_of(tmp_path, f"{{title: x, entries: {entries}, at: 2030-02-10, expect: {{}}}}")
    assert [entry.booked for entry in case.entries] == [None, date(2030, 1, 5)]
    assert [entry.act for entry in case.entries] == ["act-0", "bag"]
    assert (case.first_year, case.born) == (2029, date(1989, 1, 1))
    assert case.expected.score_pt is case.expected.grade is case.expected.lists is case.expected.fired is None


def test_a_score_may_have_one_decimal_and_lists_may_be_empty(tmp_path: Path) -> None:
    case = case_of(tmp_path, "{title: x, entries: [], at: 2030-01-10, expect: {score: 99.5, lists: []}}")
    assert case.expected.score_pt == 995
    assert case.expected.lists == frozenset()


@pytest.mark.parametrize(
    "day", ["2030-1-1", "1899-12-31", "2200-01-01", "2030-02-29", "tomorrow", "12", "[]", "null"]
)
def test_a_day_that_is_none_is_refused(tmp_path: Path, day: str) -> None:
    with pytest.raises(GlasshouseError) as why:
        case_of(tmp_path, f"{{title: x, entries: [], at: {day}, expect: {{}}}}")
    assert [problem.path for problem in why.value.problems] == ["cases.it.at"]


def test_all_problems_of_a_case_file_come_in_one_run(tmp_path: Path) -> None:
    with pytest.raises(GlasshouseError) as why:
        case_of(
            tmp_path,
            "{title: 5, sauce: x, entries: [{rule: liter, on: 2030-13-01}], at: 2030-01-01, "
            "expect: {grade: x}}",
        )
    assert sorted(problem.code for problem in why.value.problems) == ["C102", "C103", "F201", "F203", "F208"]


def test_a_case_file_is_checked_against_the_law_beside_it(tmp_path: Path) -> None:
    copy(SMALL, tmp_path / "small.yaml")
    copy(FOLDER / "C102.cases.yaml", tmp_path / "small.cases.yaml")
    assert [problem.code for problem in check_cases(tmp_path / "small.cases.yaml")] == ["C102"]


def test_a_case_file_that_stands_alone_is_checked_against_the_law_that_ships(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    text = cases_path("lantern-bay").read_text("utf-8")
    file.write_text(text, "utf-8")
    assert check_cases(file) == []
    file.write_text(text.replace("rule: brawl,", "rule: brawls,"), "utf-8")
    assert {problem.code for problem in check_cases(file)} == {"C102", "C106"}


@pytest.mark.parametrize("law", [path.stem for path in list_regimes()])
def test_every_law_that_ships_has_cases_without_problems(law: str) -> None:
    assert cases_of(law)
    assert check_cases(cases_path(law)) == []


@pytest.mark.parametrize("law", [path.stem for path in list_regimes()])
def test_the_cases_that_ship_touch_every_edge_of_every_band(law: str) -> None:
    regime = load_regime(law)
    limits = {limit for band in regime.instrument.bands for limit in (band.lowest_pt, band.highest_pt)} - {
        None
    }
    tried = {case.expected.score_pt for case in cases_of(law)}
    if law == "rongcheng-2017":
        assert {limit for limit in limits if limit is not None} - {10000} <= tried
        assert {10500, 10490, 9600, 9590, 6000, 5990, 5980} <= tried


@pytest.mark.parametrize("law", [path.stem for path in list_regimes()])
def test_the_cases_that_ship_use_every_list_and_every_grade(law: str) -> None:
    regime, expected = load_regime(law), [case.expected for case in cases_of(law)]
    tried = {each.grade for each in expected}
    tried |= {standing.grade for each in expected for standing in each.instruments.values()}
    listings = {name for name, its in regime.instruments.items() if its.kind == "list"}
    assert {band.grade for its in regime.instruments.values() for band in its.bands} <= tried
    assert {name for each in expected for name in each.lists or ()} == {*regime.lists, *listings}


def test_an_entry_may_say_when_it_ends_and_whom_it_reaches(tmp_path: Path) -> None:
    entries = (
        "[{rule: litter, on: 2029-12-31, ends: never, as: spouse}, "
        "{rule: brawl, on: 2030-01-02, ends: 2030-02-01, final: 2030-01-05, severity: minor}]"
    )
    case = case_of(tmp_path, f"{{title: x, who: resident, entries: {entries}, at: 2030-02-10, expect: {{}}}}")
    first, second = case.entries
    assert (first.never_ends, first.ends, first.final, first.as_, first.size) == (
        True,
        None,
        None,
        "spouse",
        None,
    )
    assert (second.never_ends, second.ends, second.final) == (False, date(2030, 2, 1), date(2030, 1, 5))
    assert (second.as_, second.severity, case.who) == ("doer", "minor", "resident")


def test_a_case_may_look_at_several_instruments(tmp_path: Path) -> None:
    copy(RICH, tmp_path / "rich.yaml")
    text = (
        "glasshouse: cases/1\nregime: rich\ncases:\n"
        "  it:\n    {title: x, who: organisation, at: 2030-01-01,\n"
        "     entries: [{rule: gift, on: 2030-01-01, size: 30}],\n     expect: {lists: [shame],\n"
        "       instruments: {points: {score: 99.5, grade: mid}, shame: {grade: listed}}}}\n"
    )
    (tmp_path / "rich.cases.yaml").write_text(text, "utf-8")
    (case,) = cases_of(tmp_path / "rich.yaml")
    assert case.who == "organisation"
    assert case.entries[0].size == 30
    assert case.expected.instruments == {
        "points": ExpectedStanding(995, "mid"),
        "shame": ExpectedStanding(None, "listed"),
    }


def test_what_follows_from_an_entry_may_be_expected_too(tmp_path: Path) -> None:
    copy(RICH, tmp_path / "rich.yaml")
    fired = "[brawl, brawl-in-the-house, named, star-of-the-year]"
    text = (
        "glasshouse: cases/1\nregime: rich\ncases:\n"
        "  it: {title: x, at: 2030-01-01, entries: [{rule: brawl, on: 2030-01-01, as: head}],"
        f" expect: {{fired: {fired}}}}}\n"
    )
    file = tmp_path / "rich.cases.yaml"
    file.write_text(text, "utf-8")
    assert check_cases(file) == []
    file.write_text(text.replace("named", "litter"), "utf-8")
    assert [problem.code for problem in check_cases(file)] == ["C106"]
