"""A run with several accounts, made once for all tests of this room."""

import pytest

from glasshouse.runs import Run
from tests.runs.guild import run_guild


@pytest.fixture(scope="session")
def guild(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a run of the law of four accounts."""
    return run_guild(tmp_path_factory.mktemp("guild") / "guild")
