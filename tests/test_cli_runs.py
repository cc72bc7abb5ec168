"""The commands that make a run folder and answer from one."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from glasshouse.runs.columns import OF_VARIANTS, TABLES
from tests.commands import Command

MANIFEST = {
    "fingerprint", "regime", "world", "amendments", "seed", "versions", "tables_hash", "command", "residents",
    "scored", "timing", "peak_rss_mb",
}  # fmt: skip
BAY = ("run", "lantern-bay", "--world", "lantern-bay", "--years", "1", "--threads", "1")


def manifest_of(folder: Path) -> dict[str, Any]:
    """Read a run's manifest."""
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def test_a_run_writes_manifest_tables_and_report(bay_run: Path) -> None:
    manifest = manifest_of(bay_run)
    assert set(manifest) >= MANIFEST
    assert set(manifest["timing"]) == {"people_s", "compile_s", "simulate_s", "total_s"}
    assert {path.stem for path in bay_run.glob("*.parquet")} == set(TABLES) - OF_VARIANTS
    assert (bay_run / "report.html").stat().st_size > 10_000


def test_a_table_has_the_columns_that_the_dictionary_says(bay_run: Path) -> None:
    for name in set(TABLES) - OF_VARIANTS:
        table, schema = TABLES[name], pl.read_parquet_schema(bay_run / f"{name}.parquet")
        found = {column: str(dtype).split("(")[0] for column, dtype in schema.items()}
        assert found == {column.name: column.dtype for column in table.columns}, name


def test_a_run_is_answered_with_five_numbers_and_the_report(command: Command, tmp_path: Path) -> None:
    said = command(*BAY, "--out", tmp_path / "bay", "--format", "json")
    row = json.loads(said.out)["runs"][0]
    assert said.code == 0
    assert len(row["numbers"]) == 5
    assert Path(row["report"]).is_file()
    assert row["manifest"] == manifest_of(tmp_path / "bay")


def test_a_run_is_told_in_a_narrow_terminal(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.chdir(tmp_path)
    said = command(*BAY, "--out", "bay")
    assert said.code == 0
    assert f"fingerprint  {manifest_of(tmp_path / 'bay')['fingerprint']}" in said.out
    assert "report       bay/report.html" in said.out
    long = [line for line in said.out.splitlines() if len(line) > 60 and not line.startswith("fingerprint")]
    assert long == []


def test_an_existing_folder_is_kept_unless_forced(command: Command, tmp_path: Path) -> None:
    (tmp_path / "bay").mkdir()
    (tmp_path / "bay" / "mine.txt").write_text("kept", "utf-8")
    said = command(*BAY, "--out", tmp_path / "bay")
    assert said.code == 2
    assert "--force" in said.err
    assert (tmp_path / "bay" / "mine.txt").read_text("utf-8") == "kept"


def test_a_run_that_is_forced_replaces_a_run(command: Command, tmp_path: Path) -> None:
    assert command(*BAY, "--out", tmp_path / "bay").code == 0
    assert command(*BAY, "--seed", "2", "--out", tmp_path / "bay", "--force").code == 0
    assert manifest_of(tmp_path / "bay")["seed"] == 2


def test_a_run_names_rules_that_its_world_never_triggers(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "law.yaml"
    rule = "{title: Whistling, conduct: whistling, provider: watch, points: -1, valid: 1 year, source: bylaw}"
    law = f"glasshouse: regime/1\nlike: lantern-bay\nid: younger\nrules:\n  whistle: {rule}\n"
    file.write_text(law, "utf-8")
    said = command("run", file, *BAY[2:], "--out", tmp_path / "bay")
    assert said.code == 0
    assert said.err.count("note: ") == 1
    assert "note: nothing triggers whistle: lantern-bay has no conduct `whistling`" in said.err


def test_several_seeds_go_to_folders_of_their_own(command: Command, tmp_path: Path) -> None:
    said = command(*BAY, "--seed", "5", "--seeds", "2", "--out", tmp_path / "bay", "--format", "json")
    assert said.code == 0
    prints = {row["manifest"]["seed"]: row["manifest"]["fingerprint"] for row in json.loads(said.out)["runs"]}
    assert set(prints) == {5, 6}
    assert prints[5] != prints[6]
    assert manifest_of(tmp_path / "bay" / "seed-6")["fingerprint"] == prints[6]


@pytest.mark.parametrize("change", ["rules.good-deed.points=2.6", "world.responses.followers.value=0.2"])
def test_a_changed_value_is_recorded_and_changes_the_fingerprint(
    command: Command, tmp_path: Path, change: str
) -> None:
    assert command(*BAY, "--out", tmp_path / "as-it-is").code == 0
    assert command(*BAY, "--set", change, "--out", tmp_path / "changed").code == 0
    before, after = manifest_of(tmp_path / "as-it-is"), manifest_of(tmp_path / "changed")
    assert before["sets"] == []
    assert after["sets"] == [change]
    assert before["fingerprint"] != after["fingerprint"]


def test_a_slip_adds_up_in_every_form(command: Command, bay_run: Path) -> None:
    found = json.loads((bay_run / "chosen.json").read_text("utf-8"))[0]
    said = command("resident", bay_run, found["id"], "--format", "json")
    slip = json.loads(said.out)
    assert said.code == 0
    assert slip == found["slip"]
    for file in slip["files"].values():
        counted = [line["points"] for line in file["lines"] if line.get("counts", True)]
        assert round(sum(counted), 1) == file["score"]
    assert found["id"] in command("resident", bay_run, found["id"]).out
    assert command("resident", bay_run, found["id"], "--format", "html").out.lstrip().startswith("<!")


@pytest.mark.parametrize("name", ["999999.0", "0.999999", "0", "0.0.0", "x.y", "-1.0", "12"])
def test_a_resident_who_does_not_exist_gives_a_clear_error(
    command: Command, bay_run: Path, name: str
) -> None:
    said = command("resident", bay_run, "--", name)
    assert said.code == 2
    assert name in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("manifest", ["", "{}", "[]", "\x00", '{"fingerprint": 1}', '{"fingerprint": "a"}'])
@pytest.mark.parametrize(
    "words", [("resident", "0.1"), ("report",), ("export", "--out", "csv")], ids=" ".join
)
def test_a_damaged_manifest_gives_a_clear_error(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], manifest: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "manifest.json").write_text(manifest, "utf-8")
    name, *rest = words
    said = command(name, "run", *rest)
    assert said.code == 2
    assert "Traceback" not in said.err


def test_a_report_is_written_anew(command: Command, bay_run: Path, tmp_path: Path) -> None:
    said = command("report", bay_run, "--out", tmp_path / "again.html")
    assert said.code == 0
    assert (tmp_path / "again.html").read_bytes() == (bay_run / "report.html").read_bytes()


def test_tables_are_exported_as_csv(command: Command, bay_run: Path, tmp_path: Path) -> None:
    said = command("export", bay_run, "--out", tmp_path / "csv", "--format", "json")
    assert said.code == 0
    assert {Path(path).stem for path in json.loads(said.out)["written"]} == set(TABLES) - OF_VARIANTS
    header = (tmp_path / "csv" / "grades.csv").read_text("utf-8").splitlines()[0]
    assert header == ",".join(column.name for column in TABLES["grades"].columns)
    assert command("export", bay_run, "--out", tmp_path / "csv").code == 2
    assert command("export", bay_run, "--out", tmp_path / "csv", "--force").code == 0


def fresh(*words: str) -> tuple[str, ...]:
    """Return a command for a process of its own."""
    return (sys.executable, "-m", "glasshouse", *words)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, glasshouse, glasshouse.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert (
        loaded & {"numpy", "numba", "polars", "pydantic", "yaml", "altair", "jinja2", "vl_convert"} == set()
    )


def test_help_takes_less_than_half_a_second_of_processor_time() -> None:
    spent: list[float] = []
    for _ in range(3):
        before = os.times()
        subprocess.run(fresh("--help"), capture_output=True, check=True)
        after = os.times()
        spent.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )
    assert min(spent) < 0.5


def test_a_reader_that_leaves_early_sees_no_traceback() -> None:
    with subprocess.Popen(
        fresh("regimes", "--format", "json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as done:
        assert done.stdout is not None
        assert done.stderr is not None
        done.stdout.close()
        assert b"Traceback" not in done.stderr.read()


def test_a_run_that_is_stopped_leaves_nothing_behind(tmp_path: Path) -> None:
    words = fresh("run", "rongcheng-2017", "--world", "rongcheng-2020", "--years", "100", "--out", "stopped")
    with subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as done:
        time.sleep(4)
        assert done.poll() is None, "it was over before it could be stopped"
        done.send_signal(signal.SIGINT)
        assert done.stderr is not None
        talk = done.stderr.read()
        assert done.wait(timeout=60) == 130
    assert "Traceback" not in talk
    assert talk.splitlines()[-1].startswith("stopped")
    assert list(tmp_path.iterdir()) == []
