"""The reports that a browser is shown: of synthetic worlds, of Lantern Bay, and of a law of four accounts."""

from pathlib import Path

import polars as pl
import pytest

from glasshouse.reports.comparison import write_comparison
from glasshouse.reports.report import write_report
from tests.reports.synthetic import write_synthetic_run
from tests.reports.synthetic_comparison import write_synthetic_comparison
from tests.reports.synthetic_findings import of_comparison, of_run
from tests.runs.guild import run_guild


@pytest.fixture(scope="session")
def synthetic_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of a synthetic run, with grades of as many as a city has: axes have long labels."""
    run = write_synthetic_run(tmp_path_factory.mktemp("seen") / "made-up", adults_n=6_000)
    grades = pl.read_parquet(run / "grades.parquet")
    grades.with_columns(pl.col("n") * 100).write_parquet(run / "grades.parquet")
    return write_report(run, findings=of_run())


@pytest.fixture(scope="session")
def comparison_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of a synthetic comparison."""
    folder = write_synthetic_comparison(tmp_path_factory.mktemp("seen") / "compared")
    return write_comparison(folder, findings=of_comparison())


@pytest.fixture(scope="session")
def bay_report(bay_run: Path) -> Path:
    """Return the report of a run of Lantern Bay."""
    return bay_run / "report.html"


@pytest.fixture(scope="session")
def guild_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of a run of a law of four accounts."""
    return run_guild(tmp_path_factory.mktemp("seen") / "guild").folder / "report.html"
