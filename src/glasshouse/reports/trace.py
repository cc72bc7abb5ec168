"""A trace's JSON comes in, why a grade is what it is goes out as text."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from glasshouse.reports import wording
from glasshouse.reports.slip import NARROWEST, POINTS, set_apart
from glasshouse.reports.trace_model import NEVER, NO_LONGER, NOT_HERE, Node, Trace, read_trace
from glasshouse.reports.trace_words import (
    amount_words,
    found_nothing,
    said_of,
    short_of,
    stands_words,
    verdict_words,
)

NOT_MET = ("not-enough", "on-another", "unlinked", "unseen", "seen-by-another", "other-severity")
INDENT = " " * (POINTS + 2)


def trace_text(trace: Mapping[str, object], width: int = 60) -> str:
    """Write a trace for the terminal: what did it, then what each rule came to.

    Args:
        trace: The JSON of `glasshouse why`.
        width: Columns of the terminal; below 40 it is written for 40.

    Returns:
        The text, each line at most `width` long, but for words that are longer.
    """
    read, width = read_trace(trace), max(width, NARROWEST)
    parts = [*_head(read, width), *_did_it(read, width)]
    groups = (
        ("COUNTS", read.of("counts")),
        ("NOT COUNTED UNTIL DECIDED", read.of("suspended")),
        ("NO LONGER COUNTS", read.of(*NO_LONGER)),
        ("NEVER COUNTED", read.of(*NEVER)),
        ("DID NOT REACH THIS FILE", [node for node in read.of(*NOT_HERE) if node.line]),
        ("NOT MET", [node for node in read.of(*NOT_HERE, *NOT_MET) if node.line is None]),
    )
    for title, nodes in groups:
        parts += _group(title, nodes, width)
    nothing = found_nothing(read)
    parts += ["─" * width, *textwrap.wrap(nothing, width)] if nothing else []
    return "\n".join([*parts, "═" * width]) + "\n"


def short_text(trace: Mapping[str, object], width: int = 60) -> str:
    """Write who it is, where they stand and what did it, and nothing else."""
    read, width = read_trace(trace), max(width, NARROWEST)
    return "\n".join([*_head(read, width), *_did_it(read, width), "═" * width]) + "\n"


def _head(trace: Trace, width: int) -> list[str]:
    return [
        "═" * width,
        *set_apart(f"WHY {trace.id}", wording.short_date(trace.at), width),
        *set_apart(trace.title, stands_words(trace.official), width),
        *set_apart("Truthful file", stands_words(trace.truthful), width),
        *(set_apart("Lists", wording.listing(trace.official.lists), width) if trace.official.lists else []),
    ]


def _did_it(trace: Trace, width: int) -> list[str]:
    rows = ["─" * width, *textwrap.wrap(verdict_words(trace), width)]
    for node in short_of(trace.did_it):
        rows += _node(node, width)
    if trace.did_it.missing:
        rows += ["", "In truth there is also:"]
        rows += [row for node in trace.did_it.missing for row in _node(node, width)]
    return rows


def _group(title: str, nodes: Sequence[Node], width: int) -> list[str]:
    return ["─" * width, title, *(row for node in nodes for row in _node(node, width))] if nodes else []


def _node(node: Node, width: int) -> Iterator[str]:
    """Write one node: what it costs and the rule, then what became of it and where it stands in the law."""
    title = f"{node.title} ({node.rule})" if node.title != node.rule else node.title
    amount = amount_words(node) if node.line else ""
    room = width - len(INDENT)
    # Codes and places are to be copied, so they are not broken at their hyphens.
    said = [
        row for text in (title, *said_of(node)) for row in textwrap.wrap(text, room, break_on_hyphens=False)
    ]
    first, *rest = said
    yield f"{amount:>{POINTS}}  {first}"
    yield from (INDENT + row for row in rest)
