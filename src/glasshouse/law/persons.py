"""A file, its text or its tree comes in, the answer goes out: is this plainly a table of persons?

Glasshouse reads laws, aggregate figures and one nameless file of entries at a time. Rows about people
are refused before anything looks at them.
"""

from pathlib import Path

from glasshouse.errors import Problem
from glasshouse.law.tree import Fields, Items, Node

_TABLE_SUFFIXES = frozenset(
    {".csv", ".tsv", ".tab", ".xls", ".xlsx", ".ods", ".parquet", ".feather", ".arrow"}
    | {".sav", ".dta", ".rds", ".jsonl", ".ndjson", ".db", ".sqlite"}  # codespell:ignore sav
)
_SEPARATORS = ",;\t|"


def table_of_persons(file: str) -> Problem:
    """Build the refusal of a table of persons."""
    return Problem(
        file, 1, 1, "P101", "this is a table; Glasshouse reads no records about persons", "",
        "give a law, a world of aggregate figures or a case file; residents are drawn, never loaded",
    )  # fmt: skip


def is_table_of_persons(what: Path | Node | None, text: str = "") -> bool:
    """Say whether a path, or what was read and its text, is plainly a table of records."""
    if isinstance(what, Path):
        return what.suffix.lower() in _TABLE_SUFFIXES
    if isinstance(what, Items):
        return any(isinstance(row, Fields | Items) for row in what.nodes)
    if isinstance(what, Fields):
        return "glasshouse" not in what.entries and _has_rows([entry.node for entry in what.entries.values()])
    return _is_delimited(text)


def _has_rows(nodes: list[Node]) -> bool:
    """Say whether a mapping holds rows: a list of records, records by id, or columns of one length."""
    for node in nodes:
        if (
            isinstance(node, Items)
            and len(node.nodes) > 1
            and all(isinstance(row, Fields) for row in node.nodes)
        ):
            return True
    shapes = {
        frozenset(n.entries) if isinstance(n, Fields) else len(n.nodes) if isinstance(n, Items) else None
        for n in nodes
    }
    return len(nodes) > 1 and len(shapes) == 1 and None not in shapes


def _is_delimited(text: str) -> bool:
    """Say whether the first two lines hold the same number of one separator, as a CSV file's do."""
    lines = [line for line in text.splitlines()[:20] if line.strip()][:2]
    if len(lines) < 2 or ": " in lines[0] or lines[0].lstrip().startswith(("#", "-")):
        return False
    return any(0 < lines[0].count(sign) == lines[1].count(sign) for sign in _SEPARATORS)
