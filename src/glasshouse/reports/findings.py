"""Findings come in, their words go out: an estimate, its interval, how it is meant."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from glasshouse.audits.finding import Finding, Interval
from glasshouse.reports import wording

NONE = "none"
"""What is written where an estimate has nothing that it could be taken from."""
Row = Mapping[str, str | int | float | None]
LUCK = {
    "communities": "communities of the run were drawn anew",
    "months": "months of the run were drawn anew",
    "seeds": "runs were made with other seeds",
}
USUAL_LUCK = "communities"
"""What the head of a page says of intervals; a section says so where it is another."""
UNITS = {"days": ("day", "days"), "months": ("month", "months")}


def chosen(
    findings: Sequence[Finding], definition: str, by: Collection[str] = (), **of: str
) -> list[Finding]:
    """Choose the estimates of one definition that are split by just these things.

    Args:
        findings: From which to choose.
        definition: The definition's name.
        by: What they are split by beside what `of` names.
        **of: Parts of the split that have one value.
    """
    keys = {*by, *of}
    return [
        each
        for each in findings
        if each.definition == definition
        and set(each.of) == keys
        and all(each.of[name] == value for name, value in of.items())
    ]


def only(findings: Sequence[Finding], definition: str, **of: str) -> Finding | None:
    """Return the one estimate of a definition with just this split; None if there is none."""
    found = chosen(findings, definition, (), **of)
    return found[0] if found and math.isfinite(found[0].value) else None


def shown(finding: Finding) -> str:
    """Write an estimate as people read it, with its unit."""
    return amount(finding.value, finding.unit)


def amount(value: float, unit: str) -> str:
    """Write a value in its unit: 3.4%, 1,204, 61 days, +2.5."""
    if not math.isfinite(value):
        return NONE
    if unit == "share":
        return f"{_sign(value)}{wording.percent(abs(value))}"
    if unit == "count":
        return wording.count(round(value))
    text = _fine(value)
    if unit in UNITS:
        return f"{text} {UNITS[unit][text != '1']}"
    return f"+{text}" if unit == "points" and value > 0 else text


def _fine(value: float) -> str:
    """Write a number with two figures that mean something, or all those before its point."""
    size = abs(value)
    if size >= 100 or not size:
        return f"{_sign(value)}{size:,.0f}"
    decimals = max(0, 1 - math.floor(math.log10(size)))
    return f"{_sign(value)}{size:,.{decimals}f}"


def _sign(value: float) -> str:
    return wording.MINUS if value < 0 else ""


def spread(finding: Finding) -> str:
    """Write the interval of an estimate: 2.9% to 3.6%; nothing where luck has no part in it."""
    its = finding.interval
    if its is None or not has_width(its) or its.low == its.high == finding.value:
        return ""
    low, high = (amount(end, finding.unit) for end in (its.low, its.high))
    for words in UNITS.get(finding.unit, ()):
        low = low.removesuffix(f" {words}")
    return f"{low} to {high}"


def has_width(interval: Interval) -> bool:
    """Return whether an interval says anything."""
    return math.isfinite(interval.low) and math.isfinite(interval.high) and interval.how in LUCK


def is_known(finding: Finding) -> bool:
    """Return whether there was anything to take an estimate from."""
    return math.isfinite(finding.value)


def luck(findings: Sequence[Finding]) -> str:
    """Say how luck was measured where it was not by communities; nothing otherwise."""
    how = dict.fromkeys(each.interval.how for each in findings if each.interval and has_width(each.interval))
    return " or ".join(LUCK[name] for name in how if name != USUAL_LUCK)


def for_a_thousand(finding: Finding) -> Finding:
    """Return what an estimate for each resident comes to for a thousand."""
    its = finding.interval
    wider = None if its is None else replace(its, low=1000 * its.low, high=1000 * its.high)
    return replace(finding, value=1000 * finding.value, interval=wider)


def ends(findings: Sequence[Finding]) -> tuple[float, float]:
    """Return between which values all estimates and their intervals lie."""
    found = [end for each in findings for end in (each.value, *_limits(each))]
    return min(found), max(found)


def row_of(finding: Finding, name: str) -> Row:
    """Return an estimate as charts draw it."""
    low, high = _limits(finding)
    return {
        "name": name,
        "value": finding.value,
        "low": low,
        "high": high,
        "shown": shown(finding),
        "range": spread(finding) or "exact",
    }


def _limits(finding: Finding) -> tuple[float, float]:
    """Return the interval of an estimate, or itself where it has none."""
    its = finding.interval
    return (finding.value, finding.value) if its is None or not has_width(its) else (its.low, its.high)
