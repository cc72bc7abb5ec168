"""Words and rows come in, lines that fit the terminal go out."""

import shutil
import unicodedata
from collections.abc import Iterable, Sequence

WIDEST = 110
LONGEST_KEY = 18
NARROWEST = 22
"""Cells of a title; with fewer, it gets lines of its own."""


def terminal_width() -> int:
    """Return how many cells a line may have."""
    return max(40, min(shutil.get_terminal_size().columns, WIDEST))


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def folded(text: str, width: int) -> list[str]:
    """Break a text into lines of at most so many cells; a word that is longer is cut."""
    lines, line = list[str](), ""
    for word in text.split():
        rest = word
        if line and cells(line) + 1 + cells(rest) <= width:
            line = f"{line} {rest}"
            continue
        if line:
            lines.append(line)
        while cells(rest) > width:
            head = _head(rest, width)
            lines.append(head)
            rest = rest[len(head) :]
        line = rest
    return [*lines, line] if line else lines


def _head(word: str, width: int) -> str:
    end = next(n for n in range(len(word), 0, -1) if cells(word[:n]) <= width or n == 1)
    return word[:end]


def paragraph(text: str, indent: int = 0, hanging: int | None = None) -> list[str]:
    """Break a text into lines behind an indent; the lines after the first may have another."""
    later = indent if hanging is None else hanging
    lines = folded(text, terminal_width() - max(indent, later))
    return [" " * (later if ix else indent) + line for ix, line in enumerate(lines)]


def keyed(rows: Sequence[tuple[str, str]], indent: int = 2) -> list[str]:
    """Lay out names and what they mean in two columns; a long name has a line of its own."""
    widest = max((cells(key) for key, _ in rows if cells(key) <= LONGEST_KEY), default=LONGEST_KEY)
    start = indent + widest + 2
    lines: list[str] = []
    for key, text in rows:
        body = folded(text, terminal_width() - start)
        if cells(key) > widest:
            lines.append(" " * indent + key)
            lines += [" " * start + line for line in body]
        else:
            head = " " * indent + key + " " * (widest - cells(key) + 2)
            lines += [(" " * start if ix else head) + line for ix, line in enumerate(body or [""])]
    return [line.rstrip() for line in lines]


def columns(rows: Iterable[tuple[str, str, str, str]], indent: int = 2) -> list[str]:
    """Lay out rows of code, title, amount and length; the title takes what room is left, if it is enough."""
    table = list(rows)
    code, _, amount, length = (max((cells(row[ix]) for row in table), default=0) for ix in range(4))
    room = terminal_width() - indent - code - amount - length - 6
    if room < NARROWEST:
        return [line for row in table for line in _stacked(row, indent)]
    lines: list[str] = []
    for row in table:
        first, *more = folded(row[1], room) or [""]
        head = f"{row[0]}{' ' * (code - cells(row[0]))}  {first}{' ' * (room - cells(first))}"
        lines.append(f"{' ' * indent}{head}  {' ' * (amount - cells(row[2]))}{row[2]}  {row[3]}".rstrip())
        lines += [" " * (indent + code + 2) + line for line in more]
    return lines


def _stacked(row: tuple[str, str, str, str], indent: int) -> list[str]:
    code, *rest = row
    return [" " * indent + code, *paragraph("; ".join(each for each in rest if each), indent + 2)]
