"""Every diagnostic of the law room is kept as a golden text, and is explained on the page of codes."""

import json
import re
from pathlib import Path

import pytest
import yaml

from glasshouse.law.loader import check_regime
from glasshouse.people.loader import catalogue, load_world
from tests.law.goldens import FOLDER, PAGE, ROOT, SMALL, WORLD, golden, names, problems, shown, with_examples

LAW = ROOT / "src" / "glasshouse" / "law"
CODE = re.compile(r'"([A-Z]\d{3})"')
EIGHT = FOLDER.parent / "eight-mistakes.yaml"


@pytest.mark.parametrize("name", names())
def test_a_mistake_gives_the_text_that_is_kept(name: str) -> None:
    assert shown(name) == golden(name)


@pytest.mark.parametrize("name", sorted(set(names()) - {"T108"}))
def test_one_mistake_gives_one_problem_of_the_code_that_the_file_is_named_for(name: str) -> None:
    assert [problem.code for problem in problems(name)] == [name[:4]]


@pytest.mark.parametrize("name", names())
def test_every_problem_has_a_fact_and_a_remedy_without_words_of_our_tools(name: str) -> None:
    for problem in problems(name):
        assert problem.message
        assert problem.help
        said = f"{problem.message} {problem.help}".lower()
        assert not re.search(
            r"pydantic|yaml\.|traceback|\bdict\b|\bstr\b|\binput\b|extra_forbidden|\bnan\b", said
        )


def test_the_law_without_a_mistake_has_no_problem() -> None:
    assert check_regime(SMALL, WORLD) == []


def test_every_code_of_the_law_room_has_a_golden() -> None:
    used = {code for path in LAW.rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    # T103 is a file of more than eight megabytes.
    assert used - {name[:4] for name in names()} == {"T103"}


def test_the_examples_on_the_page_of_codes_are_the_goldens() -> None:
    page = PAGE.read_text("utf-8")
    assert with_examples(page) == page


def test_eight_different_mistakes_give_eight_diagnostics_at_their_places_in_one_run() -> None:
    found = [
        (p.line, p.column, p.code, p.path) for p in check_regime(EIGHT, catalogue(load_world("lantern-bay")))
    ]
    assert found == [
        (11, 53, "F201", "providers.council.colour"),
        (19, 5, "T106", "instruments.points.publication"),
        (20, 5, "F202", "instruments.points.validity_starts.source"),
        (23, 27, "R101", "instruments.points.bands.0.from"),
        (25, 26, "R102", "instruments.points.bands.2.from"),
        (30, 14, "R501", "rules.fireworks.conduct"),
        (39, 13, "F203", "rules.litter.points"),
        (45, 15, "R203", "rules.good-deed.provider"),
    ]


def test_the_same_problems_come_as_json_with_every_field_under_its_name() -> None:
    rows = json.loads(
        json.dumps(
            [problem.as_json() for problem in check_regime(EIGHT, catalogue(load_world("lantern-bay")))]
        )
    )
    assert len(rows) == 8
    assert rows[5] == {
        "file": str(EIGHT),
        "line": 30,
        "column": 14,
        "code": "R501",
        "message": "nothing triggers fireworks: lantern-bay has no conduct `fireworks`",
        "path": "rules.fireworks.conduct",
        "help": "known are `brawl`, `critical-post`, `good-deed`, `harbour-litter`, `late-rent`, "
        "`lighthouse-watch`, `loan-default` and `petition`",
    }


@pytest.mark.parametrize("name", names())
def test_the_text_is_the_same_without_libyaml(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glasshouse.law.text._PARSER", yaml.SafeLoader)
    assert shown(name) == golden(name)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_bytes(b"#" * (8 * 1024 * 1024 + 1))
    assert [(problem.code, problem.line) for problem in check_regime(file)] == [("T103", 0)]
