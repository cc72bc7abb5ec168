"""Amounts, spans, limits and relations of a law come in, the words that people read go out."""

from collections.abc import Sequence

from glasshouse.law.durations import duration
from glasshouse.law.remedies import Body, Evidence, Matching, Told
from glasshouse.law.schema import Band, Holder, Instrument, Publication, Relation, Repair, Start
from glasshouse.units import points

MINUS = "\N{MINUS SIGN}"
RELATIONS: dict[Relation, str] = {
    "doer": "the doer",
    "household-head": "the head of the doer's household",
    "spouse": "the doer's spouse",
    "parents": "the doer's parents",
    "head": "the head of the organisation",
}
STARTS: dict[Start, str] = {
    "conduct": "the day of the conduct",
    "end": "the day on which the conduct ends",
    "finality": "the day on which the decision is final",
    "booking": "the day of booking",
}
HOLDERS: dict[Holder, str] = {"residents": "residents", "organisations": "organisations"}
REPEATS = {
    "doubles": "a repeat while an earlier one counts costs double",
    "counts": "a repeat counts anew",
    "refused": "not booked again while one counts",
}
COUNTED = {
    "once": "once",
    "each-month": "once for every month that begins in it",
    "each-half-year": "once for every half-year that begins in it",
}
MATCHING: dict[Matching, str] = {
    "strict": "number and name, which must agree",
    "number": "number",
    "name": "name",
    "address": "address",
}
EVIDENCE: dict[Evidence, str] = {
    "camera": "a machine's reading",
    "decision": "an act of an office",
    "report": "somebody's word",
}
TOLD: dict[Told, str] = {
    "each-charge": "by a notice of their own",
    "publication": "by what is shown",
    "nobody": "by nobody",
}
BODIES: dict[Body, str] = {
    "office": "the office that keeps the file",
    "court": "a court",
    "tribunal": "a tribunal that owes the office nothing",
}
DELETION = {
    "by-hand": "an entry is taken off at its end by hand",
    "automatic": "an entry goes by itself at its end",
}
SHOWN_TO = {"everybody": "everybody", "holder": "the holder alone"}
CHOICES: dict[str, dict[str, str]] = {
    "matched_by": {**MATCHING},
    "evidence": {**EVIDENCE},
    "told": {**TOLD},
    "by": {**BODIES},
    "deletion": DELETION,
    "shown_to": SHOWN_TO,
}
"""What a choice means, by the field that it stands in."""
PERIODS = {"month": "a month", "quarter": "a quarter", "half-year": "half a year", "year": "a year"}


def number(amount_pt: int) -> str:
    """Write points without a plus: `1,000`, `−0.5`."""
    text = f"{abs(points(amount_pt)):,}"
    return f"{MINUS}{text}" if amount_pt < 0 else text


def signed(amount_pt: int) -> str:
    """Write points with their sign: `+20`, `−0.5`."""
    return f"+{number(amount_pt)}" if amount_pt > 0 else number(amount_pt)


def amount_words(amount_pt: int, *, unit: str = "point") -> str:
    """Write an amount with its unit: `−50 points`, `+1 point`."""
    return f"{signed(amount_pt)} {unit}" + ("" if abs(amount_pt) == 10 else "s")


def joined(words: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does: a, b and c."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def many(n: int, word: str) -> str:
    """Write a count with its word: `1 rule`, `1,433 rules`."""
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"


def valid_words(valid: str) -> str:
    """Write how long an entry counts as the end of `counts for …`, or in place of it."""
    unit = duration(valid).unit
    if unit == "year end":
        return "until the end of the year"
    return "until it is corrected" if unit == "correction" else valid


def limits_words(band: Band) -> str:
    """Write the limits of a grade: `1,050 and more`, `850 to 959`, `up to 599`."""
    if band.lowest_pt is None:
        return "any score" if band.highest_pt is None else f"up to {number(band.highest_pt)}"
    if band.highest_pt is None:
        return f"{number(band.lowest_pt)} and more"
    return f"{number(band.lowest_pt)} to {number(band.highest_pt)}"


def publication_words(publication: Publication) -> str:
    """Say when balances are shown."""
    if publication.day_of_month is not None:
        return f"on day {publication.day_of_month} of each month"
    return "on the first working day of each month" if publication.first_working_day else "at once"


def repair_words(repair: Repair, taken_by: str | None) -> str:
    """Say what becomes of an entry once its conduct is corrected."""
    when = "" if repair.after is None else f", {repair.after} after the correction"
    return f"the entry is taken off{when}" if taken_by is None else f"{taken_by} takes its place{when}"


def unit_of(its: Instrument) -> str:
    """Return what amounts on an instrument are counted in."""
    return "percent point" if its.kind == "index" else "point"
