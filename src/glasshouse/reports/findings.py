"""Findings come in, their words and their JSON go out: an estimate, its interval, how it is meant."""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from glasshouse.audits.finding import Finding, Interval
from glasshouse.reports import wording

FINDINGS = "findings.json"
NONE = "none"
"""What is written where an estimate has nothing that it could be taken from."""
LUCK = {
    "communities": "{level} of redraws of the communities lie within",
    "seeds": "{level} of seeds lie within",
    "exact": "counted, not estimated",
}
UNITS = {"days": ("day", "days"), "months": ("month", "months")}


def write_findings(findings: Sequence[Finding], place: Path) -> None:
    """Write every estimate with its interval and its definition, one in a line.

    Args:
        findings: In the order in which they are written.
        place: The file.
    """
    rows = ",\n ".join(json.dumps(as_json(each), ensure_ascii=False) for each in findings)
    place.write_text(f'{{"findings": [\n {rows}\n]}}\n', "utf-8")


def as_json(finding: Finding) -> dict[str, object]:
    """Write an estimate for programs; what is not a number is null."""
    tree = asdict(finding)
    tree["value"] = _number(finding.value)
    if finding.interval is not None:
        tree["interval"] |= {"low": _number(finding.interval.low), "high": _number(finding.interval.high)}
    return tree


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
        return f"{wording.MINUS if value < 0 else ''}{wording.percent(abs(value))}"
    if unit in UNITS:
        text = wording.count(round(value, 1) if abs(value) < 10 else round(value))
        return f"{text} {UNITS[unit][text != '1']}"
    if unit == "points":
        return wording.signed(value)
    if unit == "ratio":
        return f"{value:,.2f}".replace("-", wording.MINUS)
    return wording.count(value)


def spread(finding: Finding) -> str:
    """Write the interval of an estimate: 2.9% to 3.6%; nothing where luck has no part in it."""
    its = finding.interval
    if its is None or not has_width(its):
        return ""
    low, high = (amount(end, finding.unit) for end in (its.low, its.high))
    for words in UNITS.get(finding.unit, ()):
        low = low.removesuffix(f" {words}")
    return f"{low} to {high}"


def has_width(interval: Interval) -> bool:
    """Return whether an interval says anything."""
    return math.isfinite(interval.low) and math.isfinite(interval.high) and interval.how != "exact"


def luck(findings: Sequence[Finding]) -> str:
    """Say what the intervals of some estimates are; nothing where none has any."""
    said = dict.fromkeys(
        LUCK[each.interval.how].format(level=wording.percent(each.interval.level).replace(".0%", "%"))
        for each in findings
        if each.interval is not None and has_width(each.interval)
    )
    return "; ".join(said)


def row_of(finding: Finding, name: str | None = None) -> Mapping[str, str | float]:
    """Return an estimate as charts draw it."""
    its = finding.interval
    low, high = (finding.value, finding.value) if its is None or not has_width(its) else (its.low, its.high)
    return {
        "name": name or finding.title,
        "value": finding.value,
        "low": low,
        "high": high,
        "shown": shown(finding),
        "range": spread(finding) or "exact",
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
