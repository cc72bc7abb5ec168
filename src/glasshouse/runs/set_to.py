"""An instrument, what counts on a file and the score shown come in; why they differ goes out, as lines.

A score need not be the sum of its entries: a direct downgrade, the floor, the ceiling, merits that
do not count for a time and steps that must be passed in order all set it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from glasshouse.engine.rows import limits, sign_of, target_score
from glasshouse.law.schema import Instrument
from glasshouse.units import points


class Counted(NamedTuple):
    """An entry that counts."""

    rule: str
    amount_pt: int
    """As the law prints it; 0 of a direct downgrade."""
    booked_d: int
    downgrade_to: str | None


def set_to(its: Instrument, counted: Sequence[Counted], score_pt: int) -> list[dict[str, Any]]:
    """Say why a score is not the sum of base and entries.

    Args:
        its: The instrument.
        counted: What counts on the file, in the order of booking.
        score_pt: The score shown, as the law prints it.

    Returns:
        Lines whose points make up the difference; none where there is none.
    """
    sign = sign_of(its)
    total_pt = sign * its.base_pt + sum(sign * each.amount_pt for each in counted if not each.downgrade_to)
    shown_pt = sign * score_pt
    if total_pt == shown_pt:
        return []
    if its.kind == "index":
        return [_line(sign, shown_pt - total_pt, score_pt, "limits of its dimensions")]
    lines: list[dict[str, Any]] = []
    suspended_pt = _suspended_pt(its, counted, total_pt, shown_pt)
    if suspended_pt:
        lines.append(_line(sign, -suspended_pt, score_pt, "suspension of merits"))
        total_pt -= suspended_pt
    if total_pt != shown_pt:
        lines.append(_why(its, counted, total_pt, score_pt))
    return lines


def _suspended_pt(its: Instrument, counted: Sequence[Counted], total_pt: int, shown_pt: int) -> int:
    """Return the merits that do not count for the time being, where that explains the score."""
    rule = its.merits_while_uncorrected
    if rule is None or rule.value != "suspended" or not any(each.downgrade_to for each in counted):
        return 0
    sign = sign_of(its)
    merits_pt = sum(max(0, sign * each.amount_pt) for each in counted if not each.downgrade_to)
    explains = _limited(its, counted, total_pt - merits_pt)[0] == shown_pt
    return merits_pt if explains and _limited(its, counted, total_pt)[0] != shown_pt else 0


def _why(its: Instrument, counted: Sequence[Counted], total_pt: int, score_pt: int) -> dict[str, Any]:
    sign = sign_of(its)
    reached_pt, why, rule = _limited(its, counted, total_pt)
    if reached_pt != sign * score_pt:
        is_in_order = its.steps is not None and its.steps.value == "in-order"
        why, rule = "steps in order" if is_in_order else "law", None
    return _line(sign, sign * score_pt - total_pt, score_pt, why, rule)


def _limited(its: Instrument, counted: Sequence[Counted], total_pt: int) -> tuple[int, str, str | None]:
    """Return what downgrades, ceiling and floor leave of a sum, which of them it is, and its rule."""
    floor_pt, ceiling_pt = limits(its)
    reached, why, rule = total_pt, "", None
    for cap_pt, code in _caps(its, counted):
        if cap_pt < reached:
            reached, why, rule = cap_pt, "direct downgrade", code
    best, worst = ("floor", "ceiling") if its.is_up_worse else ("ceiling", "floor")
    if reached > ceiling_pt:
        reached, why, rule = ceiling_pt, best, None
    if reached < floor_pt:
        reached, why, rule = floor_pt, worst, None
    return reached, why, rule


def _caps(its: Instrument, counted: Sequence[Counted]) -> Iterator[tuple[int, str]]:
    """Yield what each direct downgrade that counts lets the score reach; more is better."""
    sign = sign_of(its)
    is_subtracting = its.after_downgrade is not None and its.after_downgrade.value == "subtract"
    for ix, each in enumerate(counted):
        if each.downgrade_to is None:
            continue
        later = [sign * one.amount_pt for one in counted[ix + 1 :] if not one.downgrade_to]
        since_pt = sum(min(0, amount) for amount in later) if is_subtracting else 0
        yield target_score(its, each.downgrade_to) + since_pt, each.rule


def _line(sign: int, change_pt: int, score_pt: int, why: str, rule: str | None = None) -> dict[str, Any]:
    return {
        "kind": "set-to",
        "points": points(sign * change_pt),
        "to": points(score_pt),
        "why": why,
        "rule": rule,
        "counts": True,
    }
