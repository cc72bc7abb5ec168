"""Results and mistakes come in; results go to stdout, talk to stderr, and mistakes to an exit code.

Exit codes: 0 fine, 1 faults found in a file, 2 misuse (a wrong option, a folder that is there already).
"""

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer

from glasshouse.errors import GlasshouseError, Problem, misuse

FAULTS, MISUSE = 1, 2


class Form(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


FormOption = Annotated[Form, typer.Option("--format", help="How the result is printed.")]


def say(line: str = "") -> None:
    """Talk: one line on stderr."""
    sys.stderr.write(f"{line}\n")


def answer(form: Form, payload: object, lines: Iterable[str]) -> None:
    """Print a result on stdout: `payload` as JSON, or the lines as text."""
    if form is Form.JSON:
        sys.stdout.write(json.dumps(payload, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines)


def wrapped(text: str, indent: str = "  ") -> list[str]:
    """Break a text into lines that fit the terminal, at most 96 characters."""
    width = min(shutil.get_terminal_size().columns, 96)
    return textwrap.wrap(" ".join(text.split()), width, initial_indent=indent, subsequent_indent=indent)


def exit_code(problems: Iterable[Problem]) -> int:
    """Return 0 for none, 1 where a file has a fault, 2 where there is nothing but misuse."""
    codes = {FAULTS if problem.line else MISUSE for problem in problems}
    return min(codes, default=0)


def show_problems(form: Form, problems: Iterable[Problem]) -> None:
    """Print problems: as text on stderr, as the one JSON shape that every command has on stdout."""
    found = [_from_here(problem) for problem in problems]
    if form is Form.JSON:
        answer(form, {"problems": [problem.as_json() for problem in found]}, ())
    else:
        for problem in found:
            say(str(problem))


def _from_here(problem: Problem) -> Problem:
    """Shorten a path below the working folder, so that an editor's terminal can click on it."""
    if not os.path.isabs(problem.file):
        return problem
    near = os.path.relpath(problem.file)
    if near.startswith(".."):
        return problem
    rest = (problem.line, problem.column, problem.code, problem.message, problem.path, problem.help)
    return Problem(near, *rest)


@contextmanager
def mistakes_shown(form: Form) -> Generator[None]:
    """Turn a user's mistake into printed problems and an exit code; a bug of ours stays a traceback."""
    try:
        yield
        return
    except GlasshouseError as error:
        problems = error.problems
    except OSError as why:
        if why.filename is None:  # no file that somebody named: a bug, or a reader that left early
            raise
        reason = (why.strerror or "it cannot be opened").lower()
        problems = misuse("X806", reason, "check the path and its rights", file=str(why.filename)).problems
    show_problems(form, problems)
    raise typer.Exit(exit_code(problems))
