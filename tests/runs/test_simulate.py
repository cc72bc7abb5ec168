"""A run folder: the same bytes whatever the threads and chunks, whole or not there, and sums that agree."""

import hashlib
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from glasshouse.errors import GlasshouseError
from glasshouse.runs import Run, load_run, resident, simulate
from glasshouse.runs.folder import write_json
from tests.engine.towns import bay_law, bay_world

TABLES = (
    "act_totals",
    "acts",
    "burdens",
    "communities",
    "days",
    "entries",
    "entry_totals",
    "final",
    "flows",
    "grades",
    "groups",
    "pairs",
    "remedies",
    "scores",
    "standing",
    "ledger",
    "wrongs",
)


def _hashes(run: Run) -> dict[str, str]:
    paths = sorted(run.folder.glob("*.parquet"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _run(out: Path, *, seed: int = 1, threads: int = 1, chunk: int | None = None, ledger: str = "all") -> Run:
    return simulate(
        bay_law(), bay_world(), years=2, seed=seed, threads=threads, chunk=chunk, ledger=ledger, out=out
    )


@pytest.fixture(scope="module")
def bay(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return _run(tmp_path_factory.mktemp("bay") / "run")


@pytest.mark.parametrize(("threads", "chunk"), [(2, None), (7, 1), (1, 3), (2, 100)])
def test_threads_and_chunks_change_no_byte(bay: Run, tmp_path: Path, threads: int, chunk: int | None) -> None:
    other = _run(tmp_path / "run", threads=threads, chunk=chunk)
    assert other.manifest["fingerprint"] == bay.manifest["fingerprint"]
    assert _hashes(other) == _hashes(bay)
    assert set(_hashes(bay)) == {f"{name}.parquet" for name in TABLES}


def test_a_place_of_several_blocks_has_the_same_tables(
    bay: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glasshouse.runs.pool.BLOCK_N", 2)
    monkeypatch.setattr("glasshouse.runs.writer.BLOCK_N", 2)
    other = _run(tmp_path / "run", threads=2)
    assert {"final.parquet", "final.1.parquet", "final.2.parquet"} < set(_hashes(other))
    assert other.manifest["fingerprint"] == bay.manifest["fingerprint"]
    assert other.tables == bay.tables
    for name in other.tables:
        assert other.table(name).equals(bay.table(name))


def test_another_seed_has_another_fingerprint(bay: Run, tmp_path: Path) -> None:
    assert _run(tmp_path / "run", seed=2).manifest["fingerprint"] != bay.manifest["fingerprint"]


def test_one_point_more_in_one_rule_has_another_fingerprint(bay: Run, tmp_path: Path) -> None:
    code, rule = next((c, r) for c, r in bay_law().rules.items() if (r.points_pt or 0) < 0)
    harsher = rule.model_copy(update={"points_pt": (rule.points_pt or 0) - 10})
    law = bay_law().model_copy(update={"rules": {**bay_law().rules, code: harsher}})
    other = simulate(law, bay_world(), years=2, seed=1, threads=1, out=tmp_path / "run")
    assert other.manifest["fingerprint"] != bay.manifest["fingerprint"]


def test_what_is_there_is_not_overwritten(bay: Run, tmp_path: Path) -> None:
    with pytest.raises(GlasshouseError, match="N203"):
        _run(bay.folder)
    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.txt").write_text("years of work")
    with pytest.raises(GlasshouseError, match="N204"):
        simulate(bay_law(), bay_world(), years=1, out=other, force=True)
    assert (other / "thesis.txt").read_text() == "years of work"


def test_a_run_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(bay_law(), bay_world(), years=1, chunk=1, out=tmp_path / "run", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_run_with_force_leaves_the_old_one(tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    old = simulate(bay_law(), bay_world(), years=1, out=tmp_path / "run")
    with pytest.raises(KeyboardInterrupt):
        simulate(bay_law(), bay_world(), years=1, seed=9, out=tmp_path / "run", force=True, progress=stop)
    assert load_run(tmp_path / "run").manifest["fingerprint"] == old.manifest["fingerprint"]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GlasshouseError, match="N201"):
        load_run(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(GlasshouseError, match="N202"):
        load_run(tmp_path)


def test_the_manifest_says_what_other_programs_rely_on(bay: Run) -> None:
    manifest = load_run(bay.folder).manifest
    assert manifest["regime"] == manifest["world"] == "lantern-bay"
    assert set(manifest["timing"]) == {"people_s", "compile_s", "simulate_s", "total_s"}
    assert manifest["residents"] == bay_world().population.residents.value
    assert 0 < manifest["scored"] < manifest["residents"]
    assert manifest["peak_rss_mb"] > 0
    assert {"fingerprint", "amendments", "seed", "versions", "tables_hash", "command"} <= set(manifest)


def test_the_law_and_the_world_of_a_run_read_back_as_they_were(bay: Run) -> None:
    again = load_run(bay.folder)
    assert again.regime == bay_law()
    assert again.world == bay_world()
    assert again.regime.places == bay_law().places


def _published(run: Run) -> pl.DataFrame:
    return run.table("grades").group_by("month", "file", "grade").agg(pl.col("n").sum())


def test_flows_lead_from_one_publication_to_the_next(bay: Run) -> None:
    flows, grades = bay.table("flows"), _published(bay)
    arrived = flows.group_by("month", "file", "grade_to").agg(pl.col("n").sum().alias("arrived"))
    both = grades.join(
        arrived, left_on=["month", "file", "grade"], right_on=["month", "file", "grade_to"], how="left"
    ).filter(pl.col("month") > 0)
    joined = (both["n"] - both["arrived"].fill_null(0)).to_list()
    # Who comes of age arrives from nowhere; nobody else does.
    assert min(joined) >= 0
    assert sum(joined) < 0.05 * bay.manifest["scored"] * 2
    left = flows.group_by("month", "file", "grade_from").agg(pl.col("n").sum().alias("left"))
    before = grades.with_columns(pl.col("month") + 1).join(
        left, left_on=["month", "file", "grade"], right_on=["month", "file", "grade_from"], how="left"
    )
    stayed = before.filter(pl.col("month") < 24)
    assert ((stayed["n"] - stayed["left"].fill_null(0)) >= 0).all()


def test_groups_buckets_and_the_two_files_add_up_to_the_grades(bay: Run) -> None:
    december = _published(bay).filter(pl.col("month") % 12 == 11)
    for year in range(2):
        for file in ("official", "truthful"):
            wanted = december.filter(pl.col("month") == 12 * year + 11, pl.col("file") == file)
            total = dict(zip(wanted["grade"], wanted["n"], strict=True))
            groups = bay.table("groups").filter(pl.col("year") == year, pl.col("file") == file)
            for dimension in groups["dimension"].unique():
                parts = (
                    groups.filter(pl.col("dimension") == dimension).group_by("grade").agg(pl.col("n").sum())
                )
                assert dict(zip(parts["grade"], parts["n"], strict=True)) == total
            buckets = bay.table("scores").filter(pl.col("year") == year, pl.col("file") == file)
            assert buckets["n"].sum() == sum(total.values())
            standing = (
                bay.table("standing").filter(pl.col("year") == year).group_by(file).agg(pl.col("n").sum())
            )
            assert dict(zip(standing[file], standing["n"], strict=True)) == total


def test_the_ledger_holds_every_entry_that_is_counted(bay: Run) -> None:
    booked = bay.table("ledger").filter(pl.col("event") == "booked")
    counted = bay.table("entries").group_by("file", "rule", "kind").agg(pl.col("n").sum())
    listed = booked.group_by("file", "rule", "kind").len()
    assert sorted(counted.rows()) == sorted(listed.rows())


def test_a_sampled_ledger_is_part_of_the_whole(
    bay: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glasshouse.runs.chunks.SAMPLED_WORDS", 1 << 31)
    sampled = _run(tmp_path / "run", ledger="sample")
    whole = bay.table("ledger").with_columns(community=pl.col("id").str.split(".").list.first())
    kept = sampled.table("ledger").with_columns(community=pl.col("id").str.split(".").list.first())
    communities = kept["community"].unique()
    assert 0 < len(communities) < 5
    assert kept.equals(whole.filter(pl.col("community").is_in(communities)))
    assert sampled.manifest["fingerprint"] == bay.manifest["fingerprint"]


def test_a_sample_that_keeps_nobody_has_an_empty_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glasshouse.runs.chunks.SAMPLED_WORDS", 0)
    assert _run(tmp_path / "run", ledger="sample").table("ledger").is_empty()


def test_a_ledger_of_nobody_is_not_written(tmp_path: Path) -> None:
    assert "ledger" not in _run(tmp_path / "run", ledger="none").tables


def test_the_ledger_says_which_records_gave_way(bay: Run) -> None:
    assert set(bay.table("ledger")["event"].unique()) == {
        "booked", "blocked", "replaced", "outstayed", "objected", "rejected", "corrected",
    }  # fmt: skip


@pytest.mark.parametrize(
    "options", [{"years": 0}, {"seed": -1}, {"threads": -1}, {"chunk": -1}, {"ledger": "everything"}]
)
def test_an_option_that_no_run_can_have_is_refused(tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(GlasshouseError, match="N210"):
        simulate(bay_law(), bay_world(), out=tmp_path / "run", **options)


def test_a_link_is_not_replaced(bay: Run, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(bay.folder)
    with pytest.raises(GlasshouseError, match="N204"):
        simulate(bay_law(), bay_world(), years=1, out=tmp_path / "link", force=True)


def test_a_report_that_fails_leaves_the_old_run(tmp_path: Path) -> None:
    def fail(_run: Run) -> None:
        raise KeyboardInterrupt

    old = simulate(bay_law(), bay_world(), years=1, out=tmp_path / "run")
    with pytest.raises(KeyboardInterrupt):
        simulate(bay_law(), bay_world(), years=1, seed=4, out=tmp_path / "run", force=True, finish=fail)
    assert load_run(tmp_path / "run").manifest["fingerprint"] == old.manifest["fingerprint"]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_table_that_cannot_be_written_leaves_the_old_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_table: object, _path: Path, **_how: object) -> None:
        raise OSError("no space left on device")

    old = simulate(bay_law(), bay_world(), years=1, out=tmp_path / "run")
    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(OSError, match="no space left"):
        simulate(bay_law(), bay_world(), years=1, seed=4, out=tmp_path / "run", force=True)
    assert load_run(tmp_path / "run").manifest["fingerprint"] == old.manifest["fingerprint"]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_damaged_run_is_a_clear_error(tmp_path: Path) -> None:
    run = simulate(bay_law(), bay_world(), years=1, out=tmp_path / "run")
    (run.folder / "communities.parquet").write_bytes(b"nothing")
    with pytest.raises(GlasshouseError, match="N209"):
        resident(run, "0.0")
    with pytest.raises(GlasshouseError, match="N202"):
        resident(Run(run.folder, {**run.manifest, "law": {}}), "0.0")


def test_person_days_are_the_days_that_accounts_were_open(bay: Run) -> None:
    days = bay.table("days").group_by("file").agg(pl.col("person_days").sum())
    official, truthful = (
        days.filter(pl.col("file") == f)["person_days"][0] for f in ("official", "truthful")
    )
    assert official == truthful
    mean_n = bay.table("grades").filter(pl.col("file") == "official")["n"].sum() / 24
    assert official == pytest.approx(mean_n * 731, rel=0.01)


def test_ten_residents_are_chosen_by_rule_and_nobody_twice(bay: Run) -> None:
    chosen = json.loads((bay.folder / "chosen.json").read_text())
    ids = [one["id"] for one in chosen]
    assert len(ids) == len(set(ids)) == 10
    scores = [one["slip"]["files"]["official"]["score"] for one in chosen]
    assert scores[0] == min(scores)
    assert scores[1] == max(scores)


@pytest.mark.parametrize("tree", [{}, [], {"a": {}, "b": [1, {"c": [2, 3]}], "ü": "x"}, [{"a": {"b": 1}}, 7]])
def test_json_has_a_line_for_each_branch_of_two_levels(tmp_path: Path, tree: object) -> None:
    write_json(tmp_path / "tree.json", tree)
    text = (tmp_path / "tree.json").read_text("utf-8")
    assert json.loads(text) == tree
    assert text.endswith("\n")
    if isinstance(tree, dict) and tree:
        assert text.splitlines() == [
            "{",
            ' "a": {},',
            ' "b": [',
            "  1,",
            '  {"c": [2, 3]}',
            " ],",
            ' "ü": "x"',
            "}",
        ]
