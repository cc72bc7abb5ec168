"""A synthetic run and its report, made once for all tests of this room."""

from pathlib import Path

import pytest

from glasshouse.reports.report import write_report
from glasshouse.reports.runfolder import RunFolder, read_run_folder
from glasshouse.runs import Run
from tests.reports.synthetic import write_synthetic_run
from tests.reports.synthetic_findings import of_run
from tests.runs.guild import run_guild


@pytest.fixture(scope="session")
def synthetic_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a synthetic run folder with its report."""
    folder = write_synthetic_run(tmp_path_factory.mktemp("synthetic") / "made-up", adults_n=3_000, years=4)
    write_report(folder, findings=of_run())
    return folder


@pytest.fixture(scope="session")
def synthetic(synthetic_folder: Path) -> RunFolder:
    """Return the synthetic run as pages read it."""
    return read_run_folder(synthetic_folder)


@pytest.fixture(scope="session")
def page(synthetic_folder: Path) -> str:
    """Return the text of its report."""
    return (synthetic_folder / "report.html").read_text("utf-8")


@pytest.fixture(scope="session")
def guild_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a real run of a law of four accounts, with its report."""
    return run_guild(tmp_path_factory.mktemp("guild") / "guild")


@pytest.fixture(scope="session")
def guild(guild_run: Run) -> RunFolder:
    """Return the same as pages read it."""
    return read_run_folder(guild_run.folder)


@pytest.fixture(scope="session")
def guild_page(guild_run: Run) -> str:
    """Return the text of its report."""
    return (guild_run.folder / "report.html").read_text("utf-8")
