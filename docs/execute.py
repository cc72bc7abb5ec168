"""A page with commands comes in, the same page with what they really answer goes out.

Each `sh` or `python` block of the page is run, in order, in one empty folder; the `text` block that follows
it, if there is one, holds its answer. Lines that differ from run to run (times) are made equal first.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(
    r"```(?P<kind>sh|python)\n(?P<code>.*?)```\n(?P<answer>\n```text\n(?P<text>.*?)```\n)?", re.DOTALL
)
UNSTEADY = re.compile(r"^(time +)\d.*$", re.MULTILINE)
ONCE = re.compile(r"^(making|compiling) the kernel.*\n", re.MULTILINE)
"""What is said on a machine that runs the kernel for the first time."""
WIDTH = "76"


def executed(page: str) -> str:
    """Return a page with its answers written anew.

    Raises:
        AssertionError: If a block fails that the page does not expect to: a block with `|| true` may.
    """
    with TemporaryDirectory(prefix="glasshouse-docs-") as name:
        folder = Path(name)
        surroundings = _with_command(folder / ".bin")

        def run(match: re.Match[str]) -> str:
            said = _answer(match["kind"], match["code"], folder, surroundings)
            block = f"```{match['kind']}\n{match['code']}```\n"
            return block if match["answer"] is None else f"{block}\n```text\n{said}```\n"

        return BLOCK.sub(run, page)


def _with_command(folder: Path) -> dict[str, str]:
    """Put a `glasshouse` of this very working tree on the PATH."""
    folder.mkdir()
    command = folder / "glasshouse"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m glasshouse "$@"\n', "utf-8")
    command.chmod(0o755)
    paths = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "src")}
    return {**os.environ, **paths, "COLUMNS": WIDTH}


def _answer(kind: str, code: str, folder: Path, surroundings: dict[str, str]) -> str:
    words = ["bash", "-e", "-c", code] if kind == "sh" else [sys.executable, "-c", code]
    done = subprocess.run(
        words,
        cwd=folder,
        env=surroundings,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode == 0, f"{code}\n{done.stdout}"
    return UNSTEADY.sub(r"\1(differs)", ONCE.sub("", done.stdout))
