"""A run folder comes in, the pictures of the README go out: the head of its report, and one slip.

`python -m tests.browser.take out/demo` writes them anew; look at them before you keep them.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from glasshouse.reports.runfolder import read_run_folder
from glasshouse.reports.slip import slip_html
from tests.browser.chromium import FLAGS, chromium

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SLIP_RULE = "furthest from the truth"


def take(page: Path, image: Path, *, width: int, height: int) -> None:
    """Photograph the head of a page."""
    with tempfile.TemporaryDirectory() as profile:
        where = (f"--user-data-dir={profile}", f"--window-size={width},{height}", "--hide-scrollbars")
        command = [chromium(), *FLAGS, *where, f"--screenshot={image}", page.resolve().as_uri()]
        subprocess.run(command, check=True, capture_output=True)


def main(folder: Path) -> None:
    """Take both pictures of a run."""
    take(folder / "report.html", IMAGES / "report.png", width=1280, height=1960)
    run = read_run_folder(folder)
    chosen = json.loads((folder / "chosen.json").read_text("utf-8"))
    slip = next((one["slip"] for one in chosen if one["rule"] == SLIP_RULE), chosen[0]["slip"])
    with tempfile.TemporaryDirectory() as scratch:
        page = Path(scratch) / "slip.html"
        page.write_text(slip_html(slip, shown_as={b.grade: b.shown_as or "" for b in run.bands}), "utf-8")
        take(page, IMAGES / "slip.png", width=1080, height=900)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
