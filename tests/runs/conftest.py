"""Runs that are made once for all tests of this room."""

import pytest

from glasshouse.runs import Run, simulate
from tests.engine.towns import bay_law, bay_world
from tests.runs.guild import run_guild


@pytest.fixture(scope="session")
def bay(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return three years of the fictional town, whose agencies err and whose people object."""
    out = tmp_path_factory.mktemp("bay") / "run"
    return simulate(bay_law(), bay_world(), years=3, seed=1, out=out)


@pytest.fixture(scope="session")
def guild(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a run of the law of four accounts."""
    return run_guild(tmp_path_factory.mktemp("guild") / "guild")
