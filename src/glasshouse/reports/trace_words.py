"""A node of a trace comes in, the words that stand on it go out."""

from glasshouse.reports import wording
from glasshouse.reports.slip_words import notes_of, until_words
from glasshouse.reports.trace_model import DidIt, Node, Stands, Status, Trace

BECAME: dict[Status, str] = {
    "missed": "the record found no file",
    "spared": "left out by who should have recorded it",
    "astray": "filed under somebody elsewhere",
    "not-booked": "no record came in time to count",
    "not-enough": "not enough of it within the period of its tally",
    "on-another": "the rule books it on somebody else",
    "unlinked": "recorded where no file is linked",
    "unseen": "seen by nobody",
    "seen-by-another": "seen by others alone",
    "other-severity": "of a severity that the rule does not name",
}
TAKEN_AS = {
    "namesake": "of the same name",
    "housemate": "of the household",
    "neighbour": "next door",
}


def stands_words(stands: Stands) -> str:
    """Say where somebody stands: 1,015 A+; of a list, listed."""
    return stands.grade if stands.score is None else f"{wording.count(stands.score)}  {stands.grade}"


def amount_words(node: Node) -> str:
    """Write what a record costs or earns; of a rule without one, what the law says."""
    return node.by_law if node.line is None else node.line.amount


def said_of(node: Node) -> list[str]:
    """Return what stands below a node's title."""
    line = node.line
    if line is None:
        return [f"{_times(node)}: {BECAME[node.status]}", _ground(node)]
    notes = notes_of(line, until=until_words(line))
    became = [] if node.official else [_absent(node)]
    return [*notes, *became, *_twin(node), *([node.place] if node.place else [])]


def _ground(node: Node) -> str:
    return " · ".join(part for part in (node.by_law, node.article, node.source_kind, node.place) if part)


def _times(node: Node) -> str:
    n = node.acts or 0
    return "done once" if n == 1 else f"done {n:,} times"


def _absent(node: Node) -> str:
    """Say why a record that is on the truthful file is not on the official one."""
    if node.arrives:
        return f"on its way: booked on {wording.short_date(node.arrives)}"
    if node.went_to:
        return f"filed under {node.went_to}, {TAKEN_AS.get(node.taken_as or '', 'by mistake')}"
    return BECAME.get(node.status, "struck out after an objection under another rule")


def _twin(node: Node) -> list[str]:
    """Say what the truthful file has, where that differs."""
    if node.official is None:
        return []
    if node.truthful is None:
        return ["not on the truthful file"]
    if node.truthful.status != node.official.status:
        return [f"on the truthful file: {node.truthful.status.replace('-', ' ')}"]
    if node.truthful.points != node.official.points:
        return [f"on the truthful file: {node.truthful.amount}"]
    return []


def verdict_words(trace: Trace) -> str:
    """Say in a sentence or two what made the grade, or that both files say the same."""
    did_it, official, truthful = trace.did_it, trace.official, trace.truthful
    if did_it.verdict == "same":
        return f"Both files say {official.grade}."
    away = "lower" if did_it.verdict == "wronged" else "higher"
    said = f"The official grade {official.grade} is {away} than the truthful {truthful.grade}."
    if did_it.without is None:
        return f"{said} No record on the official file alone explains it."
    records = "this record" if len(did_it.acts) == 1 else f"the records of these {len(did_it.acts)} acts"
    part = "" if did_it.explains == "all" else ", which is a part of it"
    return f"{said} Lived again without {records}: {stands_words(did_it.without)}{part}."


def found_nothing(trace: Trace) -> str:
    """Say of how many rules there is nothing to tell."""
    n = len(trace.of("no-act"))
    return f"{n:,} {'rule' if n == 1 else 'rules'} found nothing." if n else ""


def short_of(did_it: DidIt) -> list[Node]:
    """Return the records that say most: those that count, or else all."""
    return [node for node in did_it.records if node.status == "counts"] or did_it.records
