"""Fixtures that tests of several rooms share: the command line in this process, and a small run."""

import os
from pathlib import Path

import pytest

from glasshouse.cli import app
from tests.commands import Command, Said


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run `glasshouse` with some words in this process."""

    def run(*words: object) -> Said:
        with pytest.raises(SystemExit) as stop:
            app([str(word) for word in words])
        code = stop.value.code
        out, err = capsys.readouterr()
        return Said(code if isinstance(code, int) else int(code is not None), str(out), str(err))

    return run


@pytest.fixture(scope="session")
def bay_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run of Lantern Bay for three years, with every entry in its ledger."""
    folder = tmp_path_factory.mktemp("runs") / "bay"
    os.environ.setdefault("COLUMNS", "80")
    words = ["run", "lantern-bay", "--world", "lantern-bay", "--years", "3", "--seed", "1", "--threads", "1"]
    with pytest.raises(SystemExit) as stop:
        app([*words, "--ledger", "all", "--out", str(folder)])
    assert not stop.value.code
    return folder
