"""The reports that a browser is shown: of a synthetic run, of Lantern Bay, and of a law of four accounts."""

from pathlib import Path

import pytest

from glasshouse.reports.report import write_report
from tests.reports.synthetic import write_synthetic_run
from tests.reports.synthetic_findings import of_run
from tests.runs.guild import run_guild


@pytest.fixture(scope="session")
def synthetic_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of a synthetic run."""
    run = write_synthetic_run(tmp_path_factory.mktemp("seen") / "made-up", adults_n=6_000)
    return write_report(run, findings=of_run())


@pytest.fixture(scope="session")
def bay_report(bay_run: Path) -> Path:
    """Return the report of a run of Lantern Bay."""
    return bay_run / "report.html"


@pytest.fixture(scope="session")
def guild_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of a run of a law of four accounts."""
    return run_guild(tmp_path_factory.mktemp("seen") / "guild").folder / "report.html"
