"""What changed between two laws: every value, with both places, and nothing where nothing did."""

from functools import cache
from pathlib import Path

import pytest

from glasshouse.law.difference import Change, citing, differences, folded
from glasshouse.law.loader import list_regimes, load_regime
from glasshouse.law.schema import Regime

LAWS = [path.stem for path in list_regimes()]
loaded = cache(load_regime)
BEFORE = Path(__file__).parent / "reading.yaml"


def changed(tmp_path: Path, *pairs: tuple[str, str]) -> tuple[Change, ...]:
    """Compare the law with itself after some words of it were replaced."""
    text = BEFORE.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    after = tmp_path / "after.yaml"
    after.write_text(text, "utf-8")
    return differences(load_regime(BEFORE), load_regime(after))


@pytest.mark.parametrize("law", LAWS)
def test_a_law_does_not_differ_from_itself(law: str) -> None:
    assert differences(loaded(law), loaded(law)) == ()


def test_a_law_made_in_python_has_no_places_and_is_compared_all_the_same() -> None:
    regime = load_regime(BEFORE)
    again = Regime.model_validate_json(regime.model_dump_json(by_alias=True))
    assert differences(regime, again) == ()


def test_a_changed_value_has_both_values_and_both_places(tmp_path: Path) -> None:
    (change,) = changed(tmp_path, ("provider: court, points: -50", "provider: court, points: -60.5"))
    assert (change.path, change.section, change.entry, change.field) == (
        "rules.LOAN.points", "rules", "LOAN", "points",
    )  # fmt: skip
    assert (change.kind, change.before, change.after) == ("changed", -50, -60.5)
    assert change.before_place is not None
    assert change.after_place is not None
    assert change.before_place.line == change.after_place.line
    assert change.after_place.file.endswith("after.yaml")


def test_an_entry_that_comes_or_goes_is_one_change(tmp_path: Path) -> None:
    gone = "  loan: {title: A loan, door: loan, shut_for: [D, blacklist], source: text}\n"
    new = "  job: {title: A job, door: job, shut_for: [D], source: text}\n"
    added, removed = sorted(changed(tmp_path, (gone, new)), key=lambda change: change.kind)
    assert (added.kind, added.path, added.before, added.before_place) == ("added", "gates.job", None, None)
    assert (removed.kind, removed.path, removed.after, removed.after_place) == (
        "removed", "gates.loan", None, None,
    )  # fmt: skip


def test_a_band_that_is_put_between_two_leaves_them_the_same(tmp_path: Path) -> None:
    above = "- {grade: AA, from: 1030, source: text}\n      - {grade: A, from: 960, to: 1029,"
    bands = changed(tmp_path, ("- {grade: A, from: 960,", above))
    assert {(change.path, change.kind) for change in bands} == {
        ("instruments.points.bands.AA", "added"),
        ("instruments.points.bands.A.to", "added"),
    }


def test_a_note_is_told_apart_by_its_words(tmp_path: Path) -> None:
    changes = changed(tmp_path, ("notes: [One note.]", "notes: [A new one., One note.]"))
    assert [(change.path, change.kind, change.after) for change in changes] == [
        ("notes", "added", "A new one.")
    ]


def test_the_label_of_a_source_is_one_change_however_many_cite_it(tmp_path: Path) -> None:
    (change,) = changed(tmp_path, ("sister: {kind: sister-law", "sister: {kind: translation"))
    assert (change.path, change.before, change.after) == ("sources.sister.kind", "sister-law", "translation")
    assert citing(load_regime(BEFORE), "sister") > 5


def test_many_values_that_change_their_source_alike_are_folded_into_one(tmp_path: Path) -> None:
    changes = changed(tmp_path, ("source: sister}", "source: text}"), ("source: sister,", "source: text,"))
    assert {change.section for change in changes} == {"labels"}
    (fold,) = folded(changes)
    assert len(fold.changes) == len(changes) > 3
    assert {change.path.rsplit(".", 1)[0] for change in fold.changes} >= {"rules.FIRM", "rules.HEAD"}


def test_sections_come_in_a_fixed_order(tmp_path: Path) -> None:
    changes = changed(
        tmp_path,
        ("title: A law to be read", "title: Another"),
        ("kind: sister-law", "kind: translation"),
        ("from_age_y: 18", "from_age_y: 21"),
    )
    assert [change.section for change in changes] == ["law", "scored", "sources"]
