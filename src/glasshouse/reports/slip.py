"""A slip's JSON comes in, what the resident holds in his hand goes out: as text and as a page."""

import textwrap
from collections.abc import Iterator, Mapping

from glasshouse.reports import wording
from glasshouse.reports.pages import render
from glasshouse.reports.slip_model import Account, Act, FileState, Line, Slip, read_slip
from glasshouse.reports.slip_words import (
    known_by,
    no_score_words,
    notes_of,
    same_or_not,
    stands,
    until_words,
)

NARROWEST = 40
COLUMNS_FROM = 108
"""From this width on, what really happened stands beside the slip and not below it."""
GUTTER = "   "
POINTS = 7


def slip_html(slip: Mapping[str, object], *, shown_as: Mapping[str, str] | None = None) -> str:
    """Write a slip as a page of its own, without scripts.

    Args:
        slip: The JSON of `glasshouse resident`.
        shown_as: How a board shows each grade, as stars.

    Returns:
        The whole page.
    """
    return render("slip_page.html.j2", slip=read_slip(slip), shown_as=shown_as or {})


def slip_text(
    slip: Mapping[str, object], width: int = 60, *, shown_as: Mapping[str, str] | None = None
) -> str:
    """Write a slip for the terminal.

    Args:
        slip: The JSON of `glasshouse resident`.
        width: Columns of the terminal; below 40 it is written for 40.
        shown_as: How a board shows each grade, as stars.

    Returns:
        The text, each line at most `width` long; from 108 columns on in two columns.
    """
    read = read_slip(slip)
    width = max(width, NARROWEST)
    if width < COLUMNS_FROM or not read.scored:
        parts = [*_paper(read, width, shown_as or {}), "", *_truth(read, width)]
        return "\n".join(line.rstrip() for line in parts) + "\n"
    half = (width - len(GUTTER)) // 2
    left, right = _paper(read, half, shown_as or {}), _truth(read, half)
    rows = max(len(left), len(right))
    pairs = zip(left + [""] * (rows - len(left)), right + [""] * (rows - len(right)), strict=True)
    return "\n".join(f"{a:<{half}}{GUTTER}{b}".rstrip() for a, b in pairs) + "\n"


def _paper(slip: Slip, width: int, shown_as: Mapping[str, str]) -> list[str]:
    """Write the official column."""
    head = ["═" * width, *set_apart(f"{slip.kind.upper()} {slip.id}", wording.short_date(slip.at), width)]
    head += [*_wrapped(slip.who, width), "─" * width]
    file = None if slip.is_list_first else slip.official
    if file is None or file.score is None:
        if not slip.further or not slip.consents:
            head += ["unscored", *_wrapped(no_score_words(slip), width)]
        body = [] if file is None else _without_score(file, width)
    else:
        body = _balance(file, width, shown_as.get(file.grade or "", ""))
    others = [row for account in slip.further for row in _other(account, width)]
    return [*head, *body, *others, "═" * width]


def _balance(file: FileState, width: int, stars: str) -> list[str]:
    """Write the first account: balance, grade, lists, and what they are made of."""
    score = wording.count(file.score or 0)
    stamp = f"{file.shown_as or stars}  [ {file.grade} ]".strip()
    head = set_apart(f"BALANCE  {score}", stamp, width) + set_apart(
        "Lists", wording.listing(file.lists), width
    )
    if file.published:
        published = f"{wording.count(file.published.score)}  {file.published.grade}"
        head += set_apart(f"Published {wording.short_date(file.published.on)}", published, width)
    body = [row for line in file.counting for row in _line(line, width)]
    foot = ["─" * (POINTS + 1), f"{score:>{POINTS}}  BALANCE"]
    return [*head, "─" * width, *body, *foot, *_gone(file, width)]


def _without_score(file: FileState, width: int) -> list[str]:
    """Write what is kept of somebody who has no score."""
    counting = [row for line in file.counting for row in _line(line, width)]
    return [*(["─" * width, *counting] if counting else []), *_gone(file, width)]


def _other(account: Account, width: int) -> list[str]:
    """Write a further account: where its holder stands, and why."""
    file = account.official
    head = ["─" * width, *set_apart(account.title.upper(), stands(account, file), width)]
    if account.kind == "list" or file.score is None:
        return [*head, *(row for line in file.counting for row in _line(line, width)), *_gone(file, width)]
    lists = set_apart("Lists", wording.listing(file.lists), width) if file.lists else []
    body = [row for line in file.counting for row in _line(line, width)]
    return [*head, *lists, *body, *_gone(file, width)]


def _gone(file: FileState, width: int) -> Iterator[str]:
    """Write what does not count for now, what counts no longer, and what never did."""
    groups = (
        ("NOT COUNTED UNTIL DECIDED", file.waiting),
        ("NO LONGER COUNTS", file.expired),
        ("NEVER COUNTED", file.turned_away),
    )
    for title, lines in groups:
        if lines:
            yield from ("─" * width, title, *(row for line in lines for row in _line(line, width)))


def _line(line: Line, width: int) -> Iterator[str]:
    """Write one line of the file: the points and what for, then who reported it, when, and until when."""
    indent = " " * (POINTS + 2)
    title = f"{line.label} ({line.rule})" if line.rule and line.rule != line.label else line.label
    said = [title, *notes_of(line, until=until_words(line))]
    first, *rest = [row for text in said for row in textwrap.wrap(text, width - len(indent))]
    yield f"{line.amount:>{POINTS}}  {first}"
    yield from (indent + row for row in rest)


def _truth(slip: Slip, width: int) -> list[str]:
    """Write the second column: the truthful file, and every act with who knows of it."""
    head = ["═" * width, "WHAT REALLY HAPPENED"]
    head += _truthful_rows(slip.official, slip.truthful, width)
    for account in slip.further:
        if stands(account, account.official) != stands(account, account.truthful):
            there = f"{account.title}, truthful file"
            head += set_apart(there, stands(account, account.truthful), width)
    head += [*_wrapped(slip.household_words, width), "─" * width]
    acts = [row for act in slip.conduct for row in _act(act, width)]
    return [*head, *(acts or ["Nothing that this world has a name for."]), "═" * width]


def _truthful_rows(official: FileState | None, truthful: FileState | None, width: int) -> list[str]:
    if official is None or truthful is None or truthful.score is None:
        return []
    balance = f"{wording.count(truthful.score)}  {truthful.grade}"
    verdict = same_or_not(official, truthful)
    return [*set_apart("Truthful file", balance, width), *_wrapped(verdict, width)]


def _act(act: Act, width: int) -> list[str]:
    named = wording.sentence(act.title) or wording.phrase(act.conduct)
    severity = f", {act.severity}" if act.severity and act.severity != "any" else ""
    day = f"{wording.short_date(act.day):>11}  "
    rows = textwrap.wrap(f"{named}{severity} — {known_by(act)}", width - len(day)) or [""]
    return [day + rows[0], *(" " * len(day) + row for row in rows[1:])]


def set_apart(left: str, right: str, width: int) -> list[str]:
    """Set two texts at the two edges, or below each other where they do not fit."""
    gap = width - len(left) - len(right)
    return [f"{left}{' ' * gap}{right}"] if gap > 0 else [*_wrapped(left, width), *_wrapped(right, width)]


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width) or ([""] if text else [])
