"""The files of the repository: no addresses of registries, no paths of one machine, a changelog in order."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BINARY = {".png", ".parquet", ".gz", ".woff2"}
# Written in pieces, so that this file does not hold what it looks for.
FORBIDDEN = {
    "the address of a package registry": re.compile(
        r"(index-url|registry) ?[=:] ?\S*https?:/|https?://(\w+\.)*(pypi|pythonhosted|npmjs)" + r"\.org"
    ),
    "a path of one machine": re.compile(r"(^|[\s'\"(=`])/(work|home|root|Users|opt)" + r"/"),
    "a mark of unfinished work": re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
}
PARTS = ["Results change", "Breaking", "Added", "Fixed"]


def tracked() -> list[Path]:
    """Return the files of the repository; all below its root where there is no git."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    listed = [ROOT / line for line in done.stdout.splitlines()]
    if not listed:
        skipped = {".venv", ".git", "out", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis"}
        listed = [path for path in ROOT.rglob("*") if not skipped & set(path.relative_to(ROOT).parts)]
    return [path for path in listed if path.is_file() and path.suffix not in BINARY]


def findings(text: str) -> list[str]:
    """Return what a line of the repository may not hold."""
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]


def test_no_file_holds_an_address_of_a_registry_or_a_path_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number} {what}"
        for path in tracked()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        for what in findings(line)
    ]
    assert found == []


@pytest.mark.parametrize("line", ["see /ho" + "me/me/x", "https://py" + "pi.org/simple", "# TO" + "DO later"])
def test_what_may_not_stand_in_a_file_is_found(line: str) -> None:
    assert findings(line)


def test_the_constraints_pin_every_package_with_hashes_and_name_no_place() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert not [line for line in lines if line.startswith("-") or "://" in line or " @ " in line]
    pins = [ix for ix, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
    assert len(pins) > 30
    for ix in pins:
        assert re.match(r"[a-z0-9.-]+==\S+( ; .+)? \\$", lines[ix])
        assert lines[ix + 1].strip().startswith("--hash=sha256:")


def test_the_changelog_begins_with_unreleased_and_keeps_its_parts_in_order() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    releases = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert releases[0] == "Unreleased"
    for release in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        parts = re.findall(r"^### (.+)$", release, re.MULTILINE)
        assert parts == [part for part in PARTS if part in parts]
        assert parts
