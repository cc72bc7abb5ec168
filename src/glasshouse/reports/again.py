"""A section of the page comes in, the commands that compute its numbers again go out.

Each is one expression on a table of the run folder; a test runs them all.
"""

from collections.abc import Mapping

from glasshouse.reports.runfolder import RunFolder

Query = tuple[str, str]
"""A table of the run folder, and what to do with it in polars."""

LOOK = "import polars as pl; print(pl.read_parquet('{}'){})"
FIRST = "instrument='{first}'"
OFFICIAL = f"{FIRST}, file='official', holder='residents'"
LAST_MONTH = f"month={{last_month}}, {OFFICIAL}"
LAST_YEAR = f"year={{last_year}}, {OFFICIAL}"

QUERIES: Mapping[str, tuple[Query, ...]] = {
    "numbers": (
        ("grades", f".filter({LAST_MONTH})"),
        ("entries", f".filter({OFFICIAL}).group_by('rule').agg(pl.sum('n', 'points_pt'))"),
        ("standing", f".filter(year={{last_year}}, {FIRST}, holder='residents')"),
    ),
    "grades": (("grades", f".filter({FIRST}, holder='residents')"),),
    "moves": (
        (
            "flows",
            f".filter(pl.col('month') > {{last_month}} - 12, {OFFICIAL})"
            ".group_by('grade_from', 'grade_to').agg(pl.sum('n'))",
        ),
    ),
    "scores": (("scores", f".filter({LAST_YEAR}).sort('score_from')"),),
    "groups": (("groups", f".filter(year={{last_year}}, {FIRST}, file='official')"),),
    "entries": (
        ("entries", f".filter({OFFICIAL}).group_by('provider', 'rule', 'kind').agg(pl.sum('n'))"),
        ("acts", ".group_by('conduct').agg(pl.sum('happened_n', 'recorded_n'))"),
    ),
    "further": (
        ("grades", ".filter(month={last_month}, holder='residents')"),
        (
            "entries",
            ".filter(file='official', holder='residents').group_by('instrument', 'rule').agg(pl.sum('n'))",
        ),
    ),
    "organisations": (
        ("grades", ".filter(month={last_month}, holder='organisations')"),
        (
            "entries",
            ".filter(file='official', holder='organisations')"
            ".group_by('instrument', 'rule').agg(pl.sum('n'))",
        ),
    ),
}


def commands(run: RunFolder, section: str) -> list[str]:
    """Return the commands that make a section's numbers again, the run itself first."""
    limits = {"last_month": run.last_month, "last_year": run.manifest.years - 1, "first": run.first}
    looks = [
        f"python -c {_quoted(LOOK.format(f'{run_path(run)}/{table}*.parquet', todo.format(**limits)))}"
        for table, todo in QUERIES.get(section, ())
    ]
    return [run.command, *looks]


def _quoted(code: str) -> str:
    return f'"{code}"'


def run_path(run: RunFolder) -> str:
    """Return the run folder as the command that made it named it."""
    return run.manifest.out or run.folder.name
