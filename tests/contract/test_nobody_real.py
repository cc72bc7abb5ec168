"""The third promise: no command and no function takes records about persons."""

import ast
import inspect
from pathlib import Path

import pytest

import glasshouse
from docs.generate import commands, parameters
from glasshouse.errors import Problem
from glasshouse.law.cases import check_cases
from glasshouse.law.loader import check_amendment, check_regime
from glasshouse.people.loader import check_world

SOURCE = Path(__file__).parents[2] / "src" / "glasshouse"
MODULES = sorted(SOURCE.rglob("*.py"))

# Every parameter of every command, and what it is. A new one fails the test below until somebody has
# asked here what it lets in.
COMMAND_PARAMETERS = {
    "audit": {"run": "run", "questions": "choice", "every": "switch", "form": "choice"},
    "amendments": {"form": "choice"},
    "cases": {"regime": "regime", "every": "switch", "form": "choice"},
    "check": {"file": "regime, world, cases or amendment", "world": "world", "form": "choice"},
    "compare": {
        "regime": "regime",
        "world": "world",
        "variants": "amendments",
        "no_unscored": "switch",
        "out": "output",
        "years": "number",
        "seed": "number",
        "seeds": "number",
        "threads": "number",
        "chunk": "number",
        "ledger": "choice",
        "changes": "one changed value",
        "force": "switch",
        "form": "choice",
    },
    "diff": {
        "before": "regime",
        "after": "regime",
        "every": "switch",
        "amendments": "amendments",
        "form": "choice",
    },
    "export": {"run": "run", "out": "output", "force": "switch", "form": "choice"},
    "new": {"kind": "choice", "name": "new id", "out": "output", "force": "switch", "form": "choice"},
    "regimes": {"form": "choice"},
    "report": {"run": "run", "out": "output", "form": "choice"},
    "resident": {"run": "run", "name": "resident's id", "form": "choice"},
    "run": {
        "regime": "regime",
        "world": "world",
        "out": "output",
        "years": "number",
        "seed": "number",
        "seeds": "number",
        "threads": "number",
        "chunk": "number",
        "ledger": "choice",
        "changes": "one changed value",
        "amendments": "amendments",
        "force": "switch",
        "form": "choice",
    },
    "show": {"regime": "regime", "rule": "rule's code", "form": "choice"},
    "why": {
        "run": "run",
        "name": "resident's id",
        "instrument": "account's id",
        "at": "day",
        "world": "name of a world",
        "listed": "switch",
        "most": "number",
        "form": "choice",
    },
    "worlds": {"form": "choice"},
}
# The same for the public functions.
FUNCTION_PARAMETERS = {
    "audit": {"run", "questions"},
    "check_amendment": {"name_or_path", "laws"},
    "check_regime": {"name_or_path", "catalogue", "amendments", "sets"},
    "check_world": {"name_or_path", "sets"},
    "compare": {
        "regime", "world", "variants", "unscored", "years", "seed", "threads", "chunk", "ledger", "out",
        "force", "progress", "sets", "command", "announce", "finish",
    },
    "differences": {"before", "after"},
    "list_amendments": set[str](),
    "list_regimes": set[str](),
    "list_worlds": set[str](),
    "load_comparison": {"folder"},
    "load_regime": {"name_or_path", "amendments", "sets"},
    "load_run": {"folder"},
    "load_world": {"name_or_path", "sets"},
    "read_rule": {"regime", "code"},
    "resident": {"run", "name"},
    "run_case": {"regime", "case"},
    "simulate": {
        "regime", "world", "years", "seed", "threads", "chunk", "ledger", "out", "force", "progress", "sets",
        "command", "announce", "finish",
    },
    "why": {"run", "name", "instrument", "at"},
    "wrongly_listed": {"run", "n"},
}  # fmt: skip
# Modules that fetch or read tables of records, connect to somebody, or can be handed anything.
READERS = {
    "aiohttp", "csv", "dbm", "duckdb", "ftplib", "http", "httpx", "imaplib", "marshal", "openpyxl", "pandas",
    "pickle", "poplib", "pyarrow", "requests", "shelve", "smtplib", "socket", "sqlalchemy", "sqlite3", "ssl",
    "subprocess", "tarfile", "urllib", "xmlrpc", "zipfile",
}  # fmt: skip
READING_CALLS = ("read_", "scan_")
READING_ALLOWED = {"read_text", "read_bytes", "read_json", "read_parquet", "scan_parquet"}
TABLES_MAY_BE_READ_IN = {"runs", "audits", "reports", "cli"}

TWO_PERSONS = {
    "csv": "id,name,born,score\n1,Zhang,1975-03-01,1015\n2,Li,1980-07-12,995\n",
    "semicolons": "name;born\nZhang;1975\nLi;1980\n",
    "list of records": "- {name: Zhang, born: 1975}\n- {name: Li, born: 1980}\n",
    "records under a key": "persons:\n  - {name: Zhang, born: 1975}\n  - {name: Li, born: 1980}\n",
    "records by id": "a1: {name: Zhang, born: 1975}\na2: {name: Li, born: 1980}\n",
    "columns": "name: [Zhang, Li]\nborn: [1975, 1980]\n",
    "json": '[{"name": "Zhang", "born": 1975}, {"name": "Li", "born": 1980}]\n',
}
KINDS = ("regime/1", "world/1", "cases/1", "amendment/1")


def problems_of(file: Path, kind: str) -> list[Problem]:
    """Check a file as one of the four kinds of file that people write."""
    checks = {
        "regime/1": check_regime,
        "world/1": check_world,
        "cases/1": check_cases,
        "amendment/1": check_amendment,
    }
    return checks[kind](file)


def test_every_parameter_of_every_command_is_known_and_lets_no_persons_in() -> None:
    assert {name: {p.name for p in parameters(name)} for name in commands()} == {
        name: set(known) for name, known in COMMAND_PARAMETERS.items()
    }


def test_a_parameter_that_is_a_path_names_a_law_a_world_cases_a_run_or_an_output() -> None:
    paths = {"regime", "world", "regime, world, cases or amendment", "run", "output"}
    for command in commands():
        for parameter in parameters(command):
            if "Path" in str(parameter.annotation):
                assert COMMAND_PARAMETERS[command][parameter.name] in paths, parameter


def test_every_parameter_of_every_public_function_is_known() -> None:
    found = {
        name: set(inspect.signature(value).parameters)
        for name in set(glasshouse.__all__) - {"__version__"}
        if not isinstance(value := getattr(glasshouse, name), type)
    }
    assert found == FUNCTION_PARAMETERS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("table", TWO_PERSONS)
def test_a_table_of_two_persons_is_refused(tmp_path: Path, kind: str, table: str) -> None:
    file = tmp_path / "people.yaml"
    file.write_text(TWO_PERSONS[table], "utf-8")
    assert problems_of(file, kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("table", ["records under a key", "records by id", "columns"])
def test_a_table_of_two_persons_is_refused_under_a_right_first_line(
    tmp_path: Path, kind: str, table: str
) -> None:
    file = tmp_path / "people.yaml"
    file.write_text(f"glasshouse: {kind}\n{TWO_PERSONS[table]}", "utf-8")
    at = {problem.path for problem in problems_of(file, kind)}
    assert at & {"persons", "a1", "name"}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".sqlite", ".jsonl"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_a_kind_that_holds_records_is_refused_unread(
    tmp_path: Path, kind: str, suffix: str
) -> None:
    file = tmp_path / f"people{suffix}"
    file.write_text("glasshouse: regime/1\n", "utf-8")
    assert [problem.code for problem in problems_of(file, kind)] == ["P101"]


def test_a_world_whose_cells_are_handfuls_of_people_is_refused(tmp_path: Path) -> None:
    table = (Path(__file__).parents[2] / "benchmarks" / "tiny" / "world.yaml").read_text("utf-8")
    wide, few = tmp_path / "wide.yaml", tmp_path / "few.yaml"
    wide.write_text(table, "utf-8")
    few.write_text(table.replace("[0, 335000, 0]", "[1, 9, 4]"), "utf-8")
    assert "W150" not in {problem.code for problem in check_world(wide)}
    assert "W150" in {problem.code for problem in check_world(few)}


def readers_in(module: ast.Module) -> set[str]:
    """Return what a module could read records with."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] in READERS}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in READERS:
            found.add(str(node.module))
        elif isinstance(node, ast.Attribute) and node.attr.startswith(READING_CALLS):
            found |= {node.attr} - READING_ALLOWED
    return found


def polars_calls(module: ast.Module) -> set[str]:
    """Return the calls that read a parquet file."""
    names = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    return names & {"read_parquet", "scan_parquet"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_nothing_that_reads_records_or_connects(path: Path) -> None:
    assert readers_in(ast.parse(path.read_text("utf-8"))) == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_only_rooms_after_the_engine_read_tables(path: Path) -> None:
    room = path.relative_to(SOURCE).parts[0]
    assert room in TABLES_MAY_BE_READ_IN or not polars_calls(ast.parse(path.read_text("utf-8")))


def test_a_reader_of_records_is_found() -> None:
    code = "import csv\nfrom urllib.request import urlopen\nimport polars as pl\npl.read_csv('x')\n"
    assert readers_in(ast.parse(code)) == {"csv", "urllib.request", "read_csv"}
