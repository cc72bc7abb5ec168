"""A page comes in, what a headless Chromium without a network makes of it goes out."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_S = 120
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--enable-logging=stderr",
    "--virtual-time-budget=20000",
    # No name is found: what the browser itself would say to its makers stays here as well.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
NOBODY = "not an origin"
"""Who asks where the browser asks on its own account; a page's requests carry the page's origin."""


@dataclass(frozen=True)
class Visit:
    """What came of loading a page."""

    dom: str
    """The page after its scripts have run."""
    console: list[str]
    """What the page wrote to the console, errors included."""
    requests: list[str]
    """The addresses that the page asked for, beside itself."""


def chromium() -> str:
    """Return the browser's path; skip the test without one, or fail where one is required."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is not None:
        return found
    message = f"no browser: none of {', '.join(NAMES)} is on the PATH; `make browser` installs one"
    if os.environ.get("CI") or os.environ.get("GLASSHOUSE_BROWSER") == "required":
        pytest.fail(message)
    pytest.skip(message)


def visit(page: Path, scratch: Path) -> Visit:
    """Load a file in a fresh headless browser.

    Args:
        page: The file to load.
        scratch: A folder for the browser's profile and its log of requests.

    Returns:
        The page as it stood after twenty seconds of the browser's own time.
    """
    log = scratch / "net-log.json"
    where = (f"--user-data-dir={scratch / 'profile'}", f"--log-net-log={log}", "--window-size=1280,900")
    command = [chromium(), *FLAGS, *where, "--dump-dom", page.as_uri()]
    said = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    console = re.findall(r":CONSOLE[:(]\d+\)?\] (.*)", said.stderr)
    return Visit(said.stdout, console, _requests(log, page))


def _requests(log: Path, page: Path) -> list[str]:
    text = log.read_text("utf-8").rstrip()
    try:
        net: Any = json.loads(text)
    except json.JSONDecodeError:  # a browser that stops early leaves the list open
        net = json.loads(text.rstrip(",") + "]}")
    start = net["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    asked = [event.get("params", {}) for event in net["events"] if event["type"] == start]
    own = page.as_uri()
    return [
        one["url"] for one in asked if one.get("initiator") != NOBODY and one.get("url") not in {None, own}
    ]
