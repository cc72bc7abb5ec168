"""Values changed for one run: the path must exist, and the value is read as in the file."""

import pytest

from glasshouse.errors import GlasshouseError
from glasshouse.law.loader import load_regime


def codes(*sets: str) -> list[tuple[str, str]]:
    """Return code and file of the problems of changed values."""
    with pytest.raises(GlasshouseError) as why:
        load_regime("lantern-bay", sets=sets)
    return [(problem.code, problem.file) for problem in why.value.problems]


def test_a_value_is_changed_and_nothing_else() -> None:
    base = load_regime("lantern-bay").model_dump(mode="json", by_alias=True)
    changed = load_regime("lantern-bay", sets=["rules.petition.points=-2.5"]).model_dump(
        mode="json", by_alias=True
    )
    assert changed["rules"]["petition"].pop("points") == -2.5
    assert base["rules"]["petition"].pop("points") == -1
    assert changed == base


def test_pairs_may_come_as_a_mapping_and_a_value_may_hold_an_equals_sign() -> None:
    changed = load_regime("lantern-bay", sets={"title": "a = b", "instruments.lanterns.bands.0.from": "130",
                                               "instruments.lanterns.bands.1.to": "129"})  # fmt: skip
    assert changed.title == "a = b"
    assert changed.instrument.bands[0].lowest_pt == 1300


def test_a_whole_part_may_be_set() -> None:
    changed = load_regime(
        "lantern-bay", sets=["lists.shade.grades=[dark, dim]", "rules.brawl.severity=null"][:1]
    )
    assert changed.lists["shade"].grades == ("dark", "dim")


def test_the_place_of_a_changed_value_is_the_command_line() -> None:
    places = load_regime("lantern-bay", sets=["rules.petition.points=-2"]).places
    assert places["rules.petition.points"].line > 0
    assert places["rules.petition"].file == "law/library/lantern-bay.yaml"


@pytest.mark.parametrize("pair", ["rules.petition.points", "=5", "rules.petition.points=", " = "])
def test_what_is_no_pair_is_refused(pair: str) -> None:
    assert codes(pair) == [("S101", f"--set {pair}")]


@pytest.mark.parametrize(
    "pair", ["rules.petitions.points=5", "rules.petition.points.x=5", "rules.petition.note=x", ".=1"]
)
def test_a_path_that_is_not_in_the_file_is_refused(pair: str) -> None:
    assert codes(pair) == [("S102", f"--set {pair}")]


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        ("title=[a", "T113"),
        ("title=\0", "T104"),
        ("title=*x", "T108"),
        ("title=5", "F203"),
        ("rules=x", "F203"),
        ("rules.brawl.downgrade_to=dusk", "R201"),
        ("instruments.lanterns.base.value=900", "R107"),
    ],
)
def test_a_value_goes_through_every_check_and_its_problem_names_the_pair(pair: str, code: str) -> None:
    assert codes(pair) == [(code, f"--set {pair}")]


def test_every_bad_pair_is_reported_in_one_run() -> None:
    assert len(codes("nonsense", "rules.x.points=1", "title=5")) == 3


def test_every_problem_within_one_value_is_reported() -> None:
    bands = "[{grade: A, from: x, source: bylaw}, {grade: 5, to: 8, sauce: bylaw}]"
    assert sorted(code for code, _ in codes(f"instruments.lanterns.bands={bands}"))[:3] == [
        "F201",
        "F203",
        "F203",
    ]


def test_a_changed_value_may_leave_the_range_that_the_file_gives() -> None:
    changed = load_regime("lantern-bay", sets=["rules.critical-post.points=-30"])
    assert changed.rules["critical-post"].points_pt == -300
