"""The pictures: their figures are those of the run's tables."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from glasshouse.reports import pictures_of_entries, pictures_of_grades, pictures_of_groups, tallies
from glasshouse.reports.picture import Picture
from glasshouse.reports.runfolder import RunFolder, read_run_folder
from tests.reports.tiny import write_tiny_run


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return read_run_folder(write_tiny_run(tmp_path_factory.mktemp("tiny")))


def values(picture: Picture, panel: int = 0, layer: int | None = None) -> list[dict[str, Any]]:
    """Return the rows that a panel draws."""
    spec: Any = picture.panels[panel].spec
    drawn = spec if layer is None else spec["layer"][layer]
    return drawn.get("data", spec["data"])["values"]


def test_the_spread_counts_every_adult_once_at_each_publication(tiny: RunFolder) -> None:
    rows = values(pictures_of_grades.spread_by_month(tiny))
    by_day: dict[str, int] = {}
    for row in rows:
        by_day[row["on"]] = by_day.get(row["on"], 0) + row["n"]
    assert by_day.pop("2020-12-25") == 20
    assert set(by_day.values()) == {1}
    assert len(rows) == 12 * 7


def test_the_last_row_of_the_spread_is_what_was_counted(tiny: RunFolder) -> None:
    table = pictures_of_grades.spread_by_month(tiny).table
    assert table.header == ("published", "AAA", "AA", "A+", "A", "B", "C", "D")
    assert table.rows[-1] == ("25 Dec 2020", "1", "0", "3", "11", "1", "1", "3")


def test_each_grade_has_a_panel_of_its_own_best_first(tiny: RunFolder) -> None:
    picture = pictures_of_grades.each_grade(tiny)
    assert [panel.title for panel in picture.panels] == ["AAA", "AA", "A+", "A", "B", "C", "D"]


def test_moves_are_those_of_the_last_twelve_publications(synthetic: RunFolder) -> None:
    flows = pl.read_parquet(synthetic.folder / "flows.parquet").filter(pl.col("file") == "official")
    last = flows.filter(pl.col("month") >= 36)
    picture = pictures_of_grades.moves_between_grades(synthetic)
    shown = {(row["before"], row["after"]): row["tip"] for row in values(picture)}
    assert len(shown) == 49
    for before, after, n in last.group_by("grade_from", "grade_to").agg(pl.col("n").sum()).iter_rows():
        assert shown[before, after] == f"{n:,} from {before} to {after}"


def test_a_fall_is_orange_a_rise_is_blue_and_no_move_has_no_colour(synthetic: RunFolder) -> None:
    for row in values(pictures_of_grades.moves_between_grades(synthetic)):
        red, blue = int(row["fill"][1:3], 16), int(row["fill"][5:7], 16)
        step = synthetic.rank(row["after"]) - synthetic.rank(row["before"])
        if row["label"] and step:
            assert (blue > red) == (step > 0)


def test_scores_stand_in_the_column_and_grade_of_their_points(synthetic: RunFolder) -> None:
    picture = pictures_of_grades.scores_at_end(synthetic)
    rows = [row for panel in range(len(picture.panels)) for row in values(picture, panel, layer=0)]
    assert sum(row["n"] for row in rows) == synthetic.manifest.scored
    assert all(row["high"] - row["low"] == 5 for row in rows)
    assert {row["grade"] for row in rows if row["low"] == 1000} == {"A"}
    assert {row["grade"] for row in rows if row["low"] == 1005} == {"A+"}


def test_the_axis_is_broken_where_a_downgrade_leaves_nobody(synthetic: RunFolder, tmp_path: Path) -> None:
    assert len(pictures_of_grades.scores_at_end(synthetic).panels) == 2
    folder = write_tiny_run(tmp_path)
    scores = {"year": 0, "instrument": "points", "file": "official", "holder": "residents", "n": 1}
    pl.DataFrame([{**scores, "score_from": 980 + 5 * step} for step in range(9)]).write_parquet(
        folder / "scores.parquet"
    )
    assert len(pictures_of_grades.scores_at_end(read_run_folder(folder)).panels) == 1


def test_every_dimension_divides_the_same_adults(synthetic: RunFolder) -> None:
    groups = tallies.by_group(synthetic)
    assert list(groups) == ["age", "sex", "registration", "work"]
    assert list(groups["age"]) == ["18-29", "30-44", "45-59", "60-74", "75+"]
    for levels in groups.values():
        assert sum(n for grades in levels.values() for n in grades.values()) == synthetic.manifest.scored


def test_the_shares_of_a_group_add_up(synthetic: RunFolder) -> None:
    for panel in range(4):
        shares: dict[str, float] = {}
        for row in values(pictures_of_groups.grades_by_group(synthetic), panel):
            shares[row["level"]] = shares.get(row["level"], 0) + row["share"]
        assert all(abs(share - 1) < 1e-9 for share in shares.values())


def test_the_city_is_the_mean_of_its_groups(synthetic: RunFolder) -> None:
    picture = pictures_of_groups.below_default_by_group(synthetic)
    below = sum(tallies.by_month(synthetic).get(("official", 47, grade), 0) for grade in "BCD")
    assert f"all of them: {1000 * below / 3_000:.1f} of 1,000 adults" in picture.caption


def test_providers_show_deductions_to_the_left_and_merits_to_the_right(tiny: RunFolder) -> None:
    picture = pictures_of_entries.entries_by_provider(tiny)
    bars = {(row["name"], row["kind"]): row["n"] for row in values(picture, layer=0)}
    assert bars == {
        ("Traffic police", "merits"): 12, ("Traffic police", "deductions"): -7,
        ("Village committees", "merits"): 9, ("Police", "deductions"): -2,
    }  # fmt: skip


def test_rules_are_named_with_what_one_entry_is_worth(tiny: RunFolder) -> None:
    table = pictures_of_entries.entries_by_rule(tiny).table
    assert [row[0] for row in table.rows] == [
        "Giving way at a zebra crossing (+5)", "Helping others in the village (+5)",
        "Crossing at a red light (−5)", "Brawl in public (down to D)",
    ]  # fmt: skip
    assert [row[2] for row in table.rows] == ["12", "9", "7", "2"]


def test_acts_in_all_are_what_was_seen_by_the_chance_to_be_seen(synthetic: RunFolder) -> None:
    acts = {act.conduct: act for act in tallies.by_conduct(synthetic)}
    light = acts["red-light"]
    assert light.seen_p == pytest.approx(0.02)
    assert light.all_n == pytest.approx(50 * light.seen_n)
    assert all(act.recorded_n <= act.seen_n <= act.all_n for act in acts.values())


def test_two_providers_see_more_than_one(synthetic: RunFolder) -> None:
    seen_by = {"a": {"value": 0.5}, "b": {"value": 0.2}}
    manifest = synthetic.manifest.model_copy(
        update={"world_summary": {"conduct": {"red-light": {"seen_by": seen_by}}}}
    )
    run = RunFolder(synthetic.lived, manifest, synthetic.regime)
    seen_p = {act.conduct: act.seen_p for act in tallies.by_conduct(run)}
    assert seen_p["red-light"] == pytest.approx(0.6)
    assert seen_p["rubbish"] == 0


def test_a_run_with_nothing_booked_still_draws(tmp_path: Path) -> None:
    folder = write_tiny_run(tmp_path)
    for name in ("entries", "acts", "flows"):
        empty = pl.read_parquet(folder / f"{name}.parquet").clear()
        empty.write_parquet(folder / f"{name}.parquet")
    run = read_run_folder(folder)
    for draw in (pictures_of_entries.entries_by_provider, pictures_of_entries.entries_by_rule,
                 pictures_of_entries.seen_and_unseen, pictures_of_grades.moves_between_grades):  # fmt: skip
        assert draw(run).title
