"""The laws that ship: they fit, they round-trip, and they say what their sources say."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from pydantic import BaseModel

from glasshouse.errors import GlasshouseError
from glasshouse.law.cases import cases_of
from glasshouse.law.catalogue import Catalogue
from glasshouse.law.loader import check_regime, list_regimes, load_regime
from glasshouse.law.schema import Regime, Rule
from glasshouse.law.text import read_file
from glasshouse.law.values import ASSUMPTION
from glasshouse.people.loader import catalogue, load_world
from tests.law.goldens import RICH

LAWS = [path.stem for path in list_regimes()]


def test_these_laws_ship() -> None:
    assert set(LAWS) == {
        "court-defaulters-2013", "court-defaulters-2017", "flensburg-2014", "lantern-bay", "rongcheng-2017",
        "rongcheng-2019", "rongcheng-2021", "transport-lists-2018", "weihai-seashell", "wendeng-2020",
        "wendeng-villages-2020",
    }  # fmt: skip


@pytest.mark.parametrize("law", LAWS)
def test_a_law_that_ships_has_no_problem_and_the_id_of_its_file(law: str) -> None:
    assert check_regime(law) == []
    assert load_regime(law).id == law


@cache
def catalogue_of(world: str) -> Catalogue:
    """Return what a world has; most laws share one."""
    return catalogue(load_world(world))


@pytest.mark.parametrize("law", LAWS)
def test_a_law_that_ships_has_no_problem_in_its_world(law: str) -> None:
    assert check_regime(law, catalogue_of(load_regime(law).world)) == []


@pytest.mark.parametrize("law", LAWS)
def test_a_law_is_the_same_by_id_and_by_path(law: str) -> None:
    path = next(path for path in list_regimes() if path.stem == law)
    assert (
        load_regime(law).model_dump() == load_regime(path).model_dump() == load_regime(str(path)).model_dump()
    )


@pytest.mark.parametrize("law", LAWS)
def test_a_law_goes_to_json_in_points_and_comes_back_the_same(law: str) -> None:
    regime = load_regime(law)
    as_json = regime.model_dump_json(by_alias=True)
    assert Regime.model_validate_json(as_json).model_dump() == regime.model_dump()
    dumped = regime.model_dump(mode="json")["instruments"]
    for name, instrument in regime.instruments.items():
        if instrument.base is not None:
            assert dumped[name]["base"]["value_pt"] * 10 == instrument.base.value_pt


@pytest.mark.parametrize("law", LAWS)
def test_every_value_has_its_place_in_its_file_be_it_the_one_below(law: str) -> None:
    regime = load_regime(law)
    files = {f"law/library/{path.name}": path for path in list_regimes()}
    lines = {label: read_file(path).places() for label, path in files.items()}
    texts = {label: path.read_text("utf-8").splitlines() for label, path in files.items()}
    for path, _ in regime.sourced():
        place = regime.places[path]
        assert place.line == lines[place.file][path].line
    for code in regime.rules:
        place = regime.places[f"rules.{code}"]
        assert texts[place.file][place.line - 1][place.column - 1 :].startswith(code)
    assert f"law/library/{law}.yaml" in {place.file for place in regime.places.values()}


@pytest.mark.parametrize("law", LAWS)
def test_every_value_is_sourced_or_an_assumption_with_a_reason(law: str) -> None:
    regime = load_regime(law)
    for path, sourced in regime.sourced():
        assert sourced.source in regime.sources or sourced.reason, path


def unused(regime: Regime) -> set[str]:
    """Return the fields of declarations that a law never gives, beside those that stand everywhere."""
    declared = [its for _, its in walk_declared(regime)]
    return {
        f"{type(node).__name__}.{name}"
        for node in declared
        for name in type(node).model_fields
        if not any(name in other.model_fields_set for other in declared if type(other) is type(node))
    } - {
        f"{type(node).__name__}.{name}"
        for node in declared
        for name in ("article", "note", "reason", "range")
    }


def walk_declared(node: object, path: str = "") -> Iterator[tuple[str, BaseModel]]:
    """Yield every declaration below another."""
    if isinstance(node, BaseModel):
        yield path, node
        for name in type(node).model_fields:
            yield from walk_declared(getattr(node, name), f"{path}.{name}")
    elif isinstance(node, dict):
        for key, below in cast("dict[str, object]", node).items():
            yield from walk_declared(below, f"{path}.{key}")
    elif isinstance(node, tuple):
        for ix, below in enumerate(cast("tuple[object, ...]", node)):
            yield from walk_declared(below, f"{path}.{ix}")


def test_the_rich_law_uses_every_construct_of_the_schema() -> None:
    assert unused(load_regime(RICH)) == set()


def test_lantern_bay_is_invented_and_has_some_of_everything_that_the_tutorial_needs() -> None:
    regime = load_regime("lantern-bay")
    assert regime.instrument.ceiling is not None
    assert {sourced.source for _, sourced in regime.sourced()} == {"ordinance", "bylaw", ASSUMPTION}
    assert {source.kind for source in regime.sources.values()} == {"invented"}
    assert any((rule.points_pt or 0) % 10 for rule in regime.rules.values())
    assert any(entry.booked is not None for case in cases_of("lantern-bay") for entry in case.entries)
    assert {case.expected.blocked for case in cases_of("lantern-bay")} >= {("litter-on-the-quay",)}


def test_rongcheng_says_what_the_reports_say() -> None:
    regime = load_regime("rongcheng-2017")
    instrument = regime.instrument
    assert instrument.base is not None
    assert (instrument.base.value_pt, instrument.base.source) == (10000, "radio-a")
    assert (instrument.publication.day_of_month, instrument.publication.source) == (25, "radio-a")
    bands = {band.grade: (band.lowest_pt, band.highest_pt) for band in instrument.bands}
    assert bands["AAA"] == (10500, None)
    assert bands["D"] == (None, 5980)
    assert regime.rules["red-light"].points_pt == -50
    assert regime.rules["good-work"].points_pt == 200
    assert regime.rules["brawl"].downgrade_to == "D"
    assert regime.grades_meant_by(("red",)) == {"AAA", "AA", "A+", "A"}
    assert regime.grades_meant_by(("black",)) == {"D"}
    assert {"promotion", "party-membership", "bank-loan", "management-post", "honour-board"} <= set(
        regime.gates
    )
    assert not any("train" in gate.door for gate in regime.gates.values())


def told(rule: Rule) -> set[str]:
    """Return the numbers of a rule that its source tells."""
    has = {"points": rule.points_pt, "valid": rule.valid}
    return {name for name, value in has.items() if value is not None and name not in rule.assumed}


def test_where_the_reports_are_silent_a_number_is_an_assumption_with_a_range() -> None:
    regime = load_regime("rongcheng-2017")
    assert {code: told(rule) for code, rule in regime.rules.items() if told(rule)} == {
        "red-light": {"points"},
        "good-work": {"points"},
    }
    for rule in regime.rules.values():
        assert all(each.range for name, each in rule.assumed.items() if name != "downgrade_to")
        assert regime.sources[rule.source].kind in {"press", "inference"}
    assert {source.kind for source in regime.sources.values()} == {"press", "law", "sister-law", "inference"}


def test_no_sentence_of_the_law_file_is_about_how_it_was_made() -> None:
    for path in list_regimes():
        text = path.read_text("utf-8").lower()
        assert "/work" not in text
        assert not re.search(r"\bthe seeds?\b", text)


@pytest.mark.parametrize("name", ["", "utopia", "Lantern-Bay", "lantern-bay ", "a b", "x" * 10_000])
def test_an_unknown_id_is_an_error_that_names_the_known(name: str) -> None:
    with pytest.raises(GlasshouseError) as why:
        load_regime(name)
    (problem,) = why.value.problems
    assert problem.code == "N101"
    assert "lantern-bay" in problem.help


@pytest.mark.parametrize(
    "path", [".", "/", "no/such.yaml", "a\0b.yaml", "x/" * 3000 + "y.yaml", "./" + "n" * 300]
)
def test_a_path_that_cannot_be_read_is_one_problem(path: str) -> None:
    assert [problem.code for problem in check_regime(path)] == ["T101"]
    assert [problem.code for problem in check_regime(Path(path))] == ["T101"]


@pytest.mark.parametrize("kind", ["world/1", "cases/1"])
def test_a_file_of_another_kind_is_one_problem(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "other.yaml"
    file.write_text(f"glasshouse: {kind}\nid: x\n", "utf-8")
    assert [problem.code for problem in check_regime(file)] == ["N102"]


@pytest.mark.parametrize(
    "rows",
    [
        "- {name: one, id_number: 1}\n- {name: two, id_number: 2}\n",
        "name,id_number\none,1\ntwo,2\n",
        "name;id_number\none;1\ntwo;2\n",
        '[{"name": "one"}, {"name": "two"}]',
        "persons:\n  - {name: one}\n  - {name: two}\n",
        "p1: {name: one, born: 1975}\np2: {name: two, born: 1980}\n",
        "name: [one, two]\nborn: [1975, 1980]\n",
    ],
)
def test_a_table_of_two_persons_is_refused_as_such(tmp_path: Path, rows: str) -> None:
    file = tmp_path / "people.yaml"
    file.write_text(rows, "utf-8")
    assert [problem.code for problem in check_regime(file)] == ["P101"]


def test_a_table_of_persons_inside_a_law_is_refused(tmp_path: Path) -> None:
    text = list_regimes()[0].read_text("utf-8")
    file = tmp_path / "law.yaml"
    file.write_text(f"{text}persons:\n  - {{name: one}}\n  - {{name: two}}\n", "utf-8")
    assert [(problem.code, problem.path) for problem in check_regime(file)] == [("F201", "persons")]
