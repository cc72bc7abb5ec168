"""Names and values come in, the phrases of diagnostics go out."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from glasshouse.errors import Problem
from glasshouse.law.tree import Fields, Items, Leaf, Mark, Node, dotted

LONGEST_SHOWN = 40
LONGEST_LINE = 240
MOST_LISTED = 8


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that a misspelt one most resembles, or None."""
    lowered = {each.lower(): each for each in sorted(known, reverse=True)}
    close = get_close_matches(name.lower()[:80], lowered, n=1)
    return lowered[close[0]] if close else None


def did_you_mean(name: str, known: Iterable[str], *, nothing: str = "there is none to name") -> str:
    """Return a remedy for an unknown name: the nearest known one, or what there is.

    Args:
        name: What was written.
        known: What could have been.
        nothing: The remedy where nothing is known.
    """
    names = sorted(set(known))
    meant = nearest(name, names)
    if meant is not None:
        return f"did you mean `{meant}`?"
    if not names:
        return nothing
    return f"known are {listed(names)}" if len(names) > 1 else f"only {listed(names)} is known"


def listed(names: Iterable[str], *, last: str = "and") -> str:
    """Write names as `a`, `b` and `c`, at most eight of them."""
    quoted = [f"`{shown(name)}`" for name in names]
    if len(quoted) > MOST_LISTED:
        quoted = [*quoted[: MOST_LISTED - 1], f"{len(quoted) - MOST_LISTED + 1} more"]
    return f" {last} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def shown(text: str, longest: int = LONGEST_SHOWN) -> str:
    """Shorten a text to one line that fits a message."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def problem_at(mark: Mark, code: str, message: str, path: Sequence[str | int], remedy: str) -> Problem:
    """Build a problem of one line each, whatever names a damaged file puts into it."""
    return Problem(
        *mark,
        code,
        shown(message, LONGEST_LINE),
        shown(dotted(path), LONGEST_LINE),
        shown(remedy, LONGEST_LINE),
    )


def line_of(mark: Mark, seen_from: Mark) -> str:
    """Say where something stands, for who looks from another place: its line, and its file if it differs."""
    return f"line {mark.line}" if mark.file == seen_from.file else f"line {mark.line} of {mark.file}"


def described(node: Node) -> str:
    """Say what stands at a place: a list, the text `five`, `5`."""
    match node:
        case Items():
            return "a list"
        case Fields():
            return "a mapping"
        case Leaf(value=None):
            return "empty"
        case Leaf(value=bool(value)):
            return "`true`" if value else "`false`"
        case Leaf(value=str(value)):
            return f"the text `{shown(value)}`"
        case Leaf(value=value):
            return f"`{value}`"


def ordinal(ix: int) -> str:
    """Write a list position for people: 1st, 2nd, 3rd, 4th."""
    number = ix + 1
    ending = "th" if 10 < number % 100 < 14 else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


_ENDINGS = {1: "st", 2: "nd", 3: "rd"}  # codespell:ignore nd
