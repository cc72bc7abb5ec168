"""The JSON Schemas for editors: what ships fits them, and what an editor should mark does not."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from glasshouse.law.cases import cases_path
from glasshouse.law.loader import list_regimes
from glasshouse.law.text import read_file, read_tree
from glasshouse.law.tree import Tree
from glasshouse.people.json_schema import MODELS, json_schema
from glasshouse.people.loader import list_worlds
from tests.law.goldens import FOLDER, RICH, ROOT, SMALL

SHIPPED: list[tuple[str, Path]] = [
    *(("regime", path) for path in [*list_regimes(), SMALL, RICH]),
    *(("world", path) for path in list_worlds()),
    *(("cases", path) for path in map(cases_path, list_regimes()) if path.exists()),
]


@cache
def validator(kind: str) -> Draft202012Validator:
    """Return what checks files of a kind."""
    return Draft202012Validator(json_schema(kind))


def marked(kind: str, tree: Tree) -> list[str]:
    """Return the paths that an editor marks."""
    errors = validator(kind).iter_errors(json.loads(tree.as_json()))  # pyright: ignore[reportUnknownMemberType] - its stubs are partial
    return sorted(str(error.json_path) for error in errors)


def of_law(text: str) -> list[str]:
    """Return the paths of a law's text that an editor marks."""
    return marked("regime", read_tree(text, "f"))


@pytest.mark.parametrize("kind", list(MODELS))
def test_a_schema_is_one(kind: str) -> None:
    Draft202012Validator.check_schema(json_schema(kind))


@pytest.mark.parametrize(("kind", "path"), SHIPPED, ids=lambda it: it.name if isinstance(it, Path) else it)
def test_what_ships_fits_its_schema(kind: str, path: Path) -> None:
    assert marked(kind, read_file(path)) == []


@pytest.mark.parametrize("kind", list(MODELS))
def test_the_file_for_editors_is_current(kind: str) -> None:
    file = ROOT / "docs" / "reference" / f"{kind}.schema.json"
    assert json.loads(file.read_text("utf-8")) == json_schema(kind), "run `make docs`"


@pytest.mark.parametrize("name", ["F201", "F202", "F203-number", "F204", "F205", "F206", "F207", "F208-span"])
def test_what_the_loader_says_of_the_form_an_editor_marks_too(name: str) -> None:
    assert marked("regime", read_file(FOLDER / f"{name}.yaml"))


def test_a_file_that_is_like_another_need_not_repeat_it() -> None:
    head = "glasshouse: regime/1\nid: mine\n"
    assert "$" in of_law(head)
    rules = "rules: {litter: {points: -4, repair: {after: 3 days}}}\n"
    assert of_law(f"{head}like: small\ndrop: [gates.fair]\n{rules}") == []
    assert of_law(f"{head}like: small\ndrop: gates.fair\n") == ["$.drop"]
    assert of_law(f"{head}like: small\nrules: {{litter: {{pints: -4}}}}\n") == ["$.rules.litter"]


def test_a_list_of_a_file_that_is_like_another_is_whole() -> None:
    text = "glasshouse: regime/1\nid: mine\nlike: small\ninstruments: {points: {bands: [{grade: A}]}}\n"
    assert of_law(text) == ["$.instruments.points.bands[0]"]


def test_fields_are_told_in_the_words_of_the_code() -> None:
    rule = json_schema("regime")["$defs"]
    assert isinstance(rule, dict)
    assert "As the instrument's `validity` says where it is silent." in json.dumps(rule["Rule"])
    assert "null" not in json.dumps(rule)
