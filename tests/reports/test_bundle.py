"""The script that draws a page: bundled once on a machine, and never taken damaged."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from glasshouse.reports import bundle, pages


def never(snippet: str) -> str:
    """Bundle nothing."""
    pytest.fail(f"{snippet[:20]} was bundled again")


def whole(_snippet: str) -> str:
    """Stand in for a bundle."""
    return "whole"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep bundles in a folder of this test, and return where this one would be."""
    monkeypatch.setenv(bundle.KEEP, str(tmp_path / "kept"))
    bundle.drawing_script.cache_clear()
    yield bundle.kept_at(str(pages.stylesheet(bundle.SCRIPT)))
    bundle.drawing_script.cache_clear()


def test_a_bundle_is_kept_and_gives_the_same_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = bundle.drawing_script()
    assert list(kept.parent.iterdir()) == [kept]
    bundle.drawing_script.cache_clear()
    monkeypatch.setattr(bundle, "_bundled", never)
    assert bundle.drawing_script() == made


def test_a_damaged_bundle_is_made_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.parent.mkdir()
    kept.write_text("0" * 64 + "\nalert(1)", "utf-8")
    monkeypatch.setattr(bundle, "_bundled", whole)
    assert bundle.drawing_script() == "whole"
    assert kept.read_text("utf-8").endswith("\nwhole")


def test_without_a_place_to_keep_it_a_bundle_is_made_each_time(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.parent.write_text("in the way", "utf-8")
    monkeypatch.setattr(bundle, "_bundled", whole)
    assert bundle.drawing_script() == "whole"
    assert kept.parent.is_file()
