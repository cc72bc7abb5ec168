"""Tables of several accounts: each cell of a sum stands where its names say, and nothing is lost."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from glasshouse.engine.columns import FILES, HOLDERS, Kind
from glasshouse.engine.rows import grade_axis
from glasshouse.engine.state import Sums, make_sums
from glasshouse.runs.chunks import _city  # pyright: ignore[reportPrivateUsage] - what a chunk adds up
from glasshouse.runs.frames import community_frames, counted_frame
from glasshouse.runs.frames_of_acts import (
    EntrySums,
    act_frame,
    acts_by_year,
)
from glasshouse.runs.setting import Setting, compile_setting
from tests.runs.guild import guild_bay, guild_law

YEARS = 2
COMMUNITIES_N = 3


@pytest.fixture(scope="module")
def setting() -> Setting:
    return compile_setting(guild_law(), guild_bay(), years=YEARS)


@pytest.fixture(scope="module")
def sums(setting: Setting) -> list[Sums]:
    """Sums in which every cell that can be counted has a number of its own, and a few have none."""
    rng = np.random.default_rng(1)
    made = [make_sums(setting.tables, 9, setting.groups_n) for _ in range(COMMUNITIES_N)]
    cells = list(product(range(YEARS), range(len(setting.tables.seen.conduct_ix))))[: len(made[0].acts)]
    for each in made:
        for array in (each.grade_n, each.grade_score_pt, each.group_n, each.group_score_pt, each.grade_days,
                      each.flow_n, each.bucket_n, each.standing_n, each.acts[:, 2:]):  # fmt: skip
            array[...] = rng.integers(0, 50, array.shape)
        each.acts[: len(cells), :2] = cells
    return [
        each._replace(
            entries=each.entries[:0],
            entry_totals=each.entry_totals[:0],
            wrongs=each.wrongs[:0],
            acts=each.acts[: len(cells)],
        )
        for each in made
    ]


def accounts(setting: Setting) -> Iterator[tuple[int, int, int, str, str, str]]:
    """Yield every account that somebody can hold: positions, then names."""
    instruments = setting.regime.instruments.items()
    for (i, (name, its)), (f, file), (h, holder) in product(
        enumerate(instruments), enumerate(FILES), enumerate(HOLDERS)
    ):
        if holder in its.holders:
            yield i, f, h, name, file, holder


def grades(setting: Setting, instrument: str) -> list[tuple[int, str]]:
    """Return positions and names of an instrument's grades."""
    return [(b, grade) for b, (its, grade) in enumerate(grade_axis(setting.regime)) if its == instrument]


def as_dict(frame: pl.DataFrame, *values: str) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Return a table's values by its other columns; each combination may stand there once."""
    keys = [name for name in frame.columns if name not in values]
    found = {
        tuple(row[name] for name in keys): tuple(row[name] for name in values) for row in frame.to_dicts()
    }
    assert len(found) == len(frame)
    return found


def filled(n: NDArray[np.integer], *values: NDArray[np.integer]) -> tuple[int, ...]:
    return (int(n), *(int(value) for value in values))


def test_days_stand_under_their_names(setting: Setting, sums: list[Sums]) -> None:
    found = as_dict(community_frames(setting, 7, sums)["days"], "person_days")
    days: dict[tuple[object, ...], tuple[object, ...]] = {}
    for c, (i, f, h, *names), y in product(range(COMMUNITIES_N), accounts(setting), range(YEARS)):
        for b, grade in grades(setting, names[0]):
            days[7 + c, y, *names, grade] = filled(sums[c].grade_days[y, (2 * i + f) * 2 + h, b])
    assert found == {k: v for k, v in days.items() if v[0]}


def test_grades_are_added_up_over_communities(setting: Setting, sums: list[Sums]) -> None:
    city = _city(setting, sums)
    frame = counted_frame(setting.layout.grades, city.grades, city.grade_scores)
    n, score_pt = (
        np.sum([getattr(each, of) for each in sums], axis=0) for of in ("grade_n", "grade_score_pt")
    )
    wanted: dict[tuple[object, ...], tuple[object, ...]] = {}
    for (i, f, h, *names), t in product(accounts(setting), range(12 * YEARS)):
        for b, grade in grades(setting, names[0]):
            at = t, (2 * i + f) * 2 + h, b
            wanted[t, *names, grade] = filled(n[at], score_pt[at])
    assert as_dict(frame, "n", "score_sum_pt") == {k: v for k, v in wanted.items() if v[0]}


def levels(setting: Setting) -> list[tuple[str, str]]:
    """Return dimension and level of each group, as their axis has them."""
    return [(dim.name, level) for dim in setting.dims for level in dim.levels]


def test_groups_are_of_residents_and_added_up_over_communities(setting: Setting, sums: list[Sums]) -> None:
    city = _city(setting, sums)
    frame = counted_frame(setting.layout.groups, city.groups, city.group_scores)
    n, score_pt = (
        np.sum([getattr(each, of) for each in sums], axis=0) for of in ("group_n", "group_score_pt")
    )
    wanted: dict[tuple[object, ...], tuple[object, ...]] = {}
    for (i, f, h, name, file, _), y in product(accounts(setting), range(YEARS)):
        for (b, grade), (g, group) in product(grades(setting, name), enumerate(levels(setting))):
            if h == 0:
                at = y, 2 * i + f, g, b
                wanted[y, *group, name, file, grade] = filled(n[at], score_pt[at])
    assert as_dict(frame, "n", "score_sum_pt") == {k: v for k, v in wanted.items() if v[0]}


def test_the_last_publication_is_kept_by_community_and_group(setting: Setting, sums: list[Sums]) -> None:
    frame = community_frames(setting, 7, sums)["final"]
    wanted: dict[tuple[object, ...], tuple[object, ...]] = {}
    for (c, its), (i, f, h, *names) in product(enumerate(sums), accounts(setting)):
        for b, grade in grades(setting, names[0]):
            at = -1, (2 * i + f) * 2 + h, b
            cell = filled(its.grade_n[at], its.grade_score_pt[at])
            wanted[7 + c, "everybody", "everybody", *names, grade] = cell
            for g, group in enumerate(levels(setting) if h == 0 else ()):
                at = -1, 2 * i + f, g, b
                wanted[7 + c, *group, *names, grade] = filled(its.group_n[at], its.group_score_pt[at])
    assert as_dict(frame, "n", "score_sum_pt") == {k: v for k, v in wanted.items() if v[0]}


def test_flows_and_standing_are_added_up_over_communities(setting: Setting, sums: list[Sums]) -> None:
    city = _city(setting, sums)
    flows = as_dict(counted_frame(setting.layout.flows, city.flows), "n")
    standing = as_dict(counted_frame(setting.layout.standing, city.standing), "n")
    n = np.sum([each.flow_n for each in sums], axis=0)
    both = np.sum([each.standing_n for each in sums], axis=0)
    moved: dict[tuple[object, ...], tuple[object, ...]] = {}
    stood: dict[tuple[object, ...], tuple[object, ...]] = {}
    for i, f, h, name, file, holder in accounts(setting):
        for (b, before), (e, after) in product(grades(setting, name), repeat=2):
            for t in range(12 * YEARS):
                moved[t, name, file, holder, before, after] = filled(n[t, (2 * i + f) * 2 + h, b, e])
            if f == 0:
                for y in range(YEARS):
                    stood[y, name, holder, before, after] = filled(both[y, 2 * i + h, b, e])
    assert flows == {k: v for k, v in moved.items() if v[0]}
    assert standing == {k: v for k, v in stood.items() if v[0]}


def test_scores_begin_at_the_floor_and_lists_have_none(setting: Setting, sums: list[Sums]) -> None:
    frame = counted_frame(setting.layout.scores, _city(setting, sums).scores)
    assert set(frame["instrument"].unique()) == {"lanterns", "register", "trust"}
    lowest = dict(frame.group_by("instrument").agg(pl.col("score_from").min()).iter_rows())
    assert lowest == {"lanterns": 0, "register": 0, "trust": 300}
    first = sum(int(each.bucket_n[0, 0, 0]) for each in sums)
    row = frame.filter(year=0, instrument="lanterns", file="official", holder="residents", score_from=0)
    assert row["n"].to_list() == [first]


def test_acts_that_differ_only_in_who_saw_them_are_one_row(setting: Setting, sums: list[Sums]) -> None:
    frame = community_frames(setting, 7, sums)["act_totals"]
    names = setting.layout.act_names
    litter = [ix for ix, name in enumerate(names) if name == ("harbour-litter", "any")]
    assert len(litter) > 1
    row = frame.filter(community=8, conduct="harbour-litter")
    of_litter = sums[1].acts[np.isin(sums[1].acts[:, 1], litter)]
    assert row["happened_n"].to_list() == [int(of_litter[:, 2].sum())]
    assert row["recorded_n"].to_list() == [int(of_litter[:, 3].sum())]
    of_year = act_frame(setting.layout, *acts_by_year(setting.layout, YEARS, sums)).filter(year=1)
    rows = np.concatenate([each.acts[each.acts[:, 0] == 1] for each in sums])
    assert of_year["happened_n"].sum() == rows[:, 2].sum()
    counted = of_year.filter(conduct="harbour-litter")["recorded_n"].to_list()
    assert counted == [int(rows[np.isin(rows[:, 1], litter), 3].sum())]


def test_entries_of_several_chunks_are_added_up_by_year_and_kind(setting: Setting) -> None:
    found = EntrySums(setting.layout, YEARS)
    found.add(np.array([(1, 70, 1, -10), (0, 20, 2, 40), (1, 70, 3, -30)]))
    found.add(np.zeros((0, 4), dtype=np.int64))
    found.add(np.array([(0, 70, 4, -40), (1, 5, 5, 50), (0, 20, 6, 120), (1, 20, 7, 140)]))
    rows = found.frame()
    wanted = [(0, 20, 8, 160), (0, 70, 4, -40), (1, 5, 5, 50), (1, 20, 7, 140), (1, 70, 4, -40)]
    assert rows.select("year", "n", "points_pt").rows() == [(year, n, pt) for year, _, n, pt in wanted]
    named = pl.DataFrame(setting.layout.cell_names(np.array([cell for _, cell, _, _ in wanted])))
    assert rows.select(named.columns).equals(named)


def test_an_entry_stands_under_the_names_of_its_cell(setting: Setting, sums: list[Sums]) -> None:
    rules = list(setting.regime.rules)
    account, code, kind = 5, len(rules) - 1, Kind.LATE.value
    accounts_n = 4 * len(setting.regime.instruments)
    cell = (kind * accounts_n + account) * setting.tables.law.codes_n + code
    booked = [sums[0], sums[1]._replace(entry_totals=np.array([(cell, 3, -80)]))]
    named = {
        "instrument": list(setting.regime.instruments)[1],
        "file": "official",
        "holder": "organisations",
        "rule": rules[-1],
        "kind": "late",
        "cause": "late",
    }
    totals = community_frames(setting, 7, booked)["entry_totals"]
    assert totals.filter(community=8, n=3, points_pt=-80, **named).height == len(totals) == 1
    years = EntrySums(setting.layout, YEARS)
    years.add(np.array([(0, cell, 2, -50), (1, cell, 1, -30)]))
    by_year = years.frame()
    assert by_year.filter(**named).select("year", "n", "points_pt").rows() == [(0, 2, -50), (1, 1, -30)]
