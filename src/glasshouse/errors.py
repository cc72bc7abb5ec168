"""A user's mistake comes in, one grammar of diagnostics goes out: place, fact, path, remedy."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a file that a person wrote.

    `line` and `column` count from 1; both are 0 when the mistake has no place in a file
    (a folder that exists already, a resident who does not).
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    path: str = ""
    help: str = ""

    def __str__(self) -> str:
        """Render as `file:line:col: CODE message`, then `at` and `help` lines."""
        place = (
            f"{self.file}:{self.line}:{self.column}: "
            if self.line
            else (f"{self.file}: " if self.file else "")
        )
        lines = [f"{place}{self.code} {self.message}"]
        if self.path:
            lines.append(f"  at   {self.path}")
        if self.help:
            lines.append(f"  help {self.help}")
        return "\n".join(lines)

    def as_json(self) -> dict[str, str | int]:
        """Return the fields under their names, for `--format json`."""
        return asdict(self)


class GlasshouseError(Exception):
    """A user's mistake: every problem found, sorted by place; never shown as a traceback."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def misuse(code: str, message: str, remedy: str, *, file: str = "") -> GlasshouseError:
    """Build the error for one mistake that has no place in a file."""
    return GlasshouseError([Problem(file, 0, 0, code, message, "", remedy)])
