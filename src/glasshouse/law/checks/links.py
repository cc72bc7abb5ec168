"""A draft of a law comes in, the rules that book each other in ways that cannot be go out."""

from collections.abc import Iterator, Mapping

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft
from glasshouse.law.parts import Part
from glasshouse.law.wording import line_of


def repair_in_a_circle(draft: Draft) -> Iterator[Problem]:
    """A repair that leads back to its own rule, at once or through others."""
    reported: set[str] = set()
    leads_to = _leads_to(draft)
    for rule in draft.rules:
        circle = _circle(leads_to, rule)
        if circle and rule.name not in reported:
            reported |= set(circle)
            fact = f"repair leads from {' to '.join([*circle, rule.name])}, and nobody is ever done"
            yield rule.at("repair", "rule").problem("R421", fact, "name another rule, or remove `rule`")


def _leads_to(draft: Draft) -> dict[str, str | None]:
    """Return where the repair of each rule leads."""
    return {each.name: each.text("repair", "rule") for each in draft.rules}


def _circle(leads_to: Mapping[str, str | None], rule: Part) -> list[str]:
    """Return the rules through which repair leads back to a rule, which is the first; none if it does not."""
    path = [rule.name]
    while (after := leads_to.get(path[-1])) is not None and after not in path:
        path.append(after)
    return path if after == rule.name else []


def repair_elsewhere(draft: Draft) -> Iterator[Problem]:
    """A repair by a rule of another instrument: it cannot take the place of an entry there."""
    homes = _homes(draft)
    for rule in draft.rules:
        own, other = homes.get(rule.name), homes.get(rule.text("repair", "rule") or "")
        if own is not None and other is not None and own != other:
            fact = f"{rule.text('repair', 'rule')} is booked on {other}, and {rule.name} on {own}"
            yield rule.at("repair", "rule").problem("R422", fact, f"name a rule of {own}, or remove `rule`")


def repair_without_one_amount(draft: Draft) -> Iterator[Problem]:
    """A repair by a rule that has no one amount, but goes by severity, by a tally or by the month."""
    leads_to = _leads_to(draft)
    named = set(leads_to.values())
    for rule in draft.rules:
        # A circle, a downgrade that is added up, and points given twice are faults by themselves.
        if rule.name not in named or rule.has("downgrade_to") or _circle(leads_to, rule):
            continue
        for key, why in _NOT_ONE_AMOUNT.items():
            is_twice = key == "points_by" and rule.has("points")
            if rule.has(key) and rule.text(key) != "once" and not is_twice:
                fact = f"{rule.name} takes the place of a repaired entry, and {why}"
                remedy = "write `points:` with one amount" if key == "points_by" else f"remove `{key}`"
                remedy += ", or name another rule in the `repair`"
                yield rule.at(key).problem("R427", fact, remedy, at_key=True)


_NOT_ONE_AMOUNT = {
    "points_by": "its points go by severity",
    "tally": "what it earns depends on a tally",
    "counted": "is counted more than once",
}
"""What gives a rule more than one amount, and why."""


def feed_into_itself(draft: Draft) -> Iterator[Problem]:
    """A feed whose rule belongs to the instrument that it reads."""
    homes = _homes(draft)
    for feed, part in _fed(draft):
        home = homes.get(part.text() or "")
        if home is not None and home == feed.text("instrument"):
            fact = f"{part.text()} belongs to {home}, whose grade this feed reads"
            yield part.problem("R423", fact, "name a rule of another instrument")


def fed_rule_with_conduct(draft: Draft) -> Iterator[Problem]:
    """A feed that books a rule which conduct of its own triggers too."""
    by_code = {rule.name: rule for rule in draft.rules}
    for _, part in _fed(draft):
        rule = by_code.get(part.text() or "")
        if rule is not None and rule.has("conduct"):
            fact = f"{rule.name} is booked by a feed, and has conduct of its own"
            yield part.problem("R424", fact, "name a rule without `conduct` and `provider`")


def fed_twice(draft: Draft) -> Iterator[Problem]:
    """Two feeds that book something for one grade of one instrument."""
    seen: dict[tuple[str, str], Part] = {}
    for feed in draft.root.at("feeds").below():
        instrument = feed.text("instrument")
        if instrument is None:
            continue
        for part in feed.at("books").below():
            first = seen.setdefault((instrument, part.name), part)
            if first is not part:
                there = line_of(first.key, part.key)
                fact = f"a feed books something for {part.name} of {instrument} already, in {there}"
                yield part.problem("R425", fact, "keep one of the two; a grade books one rule", at_key=True)


def fed_downgrade(draft: Draft) -> Iterator[Problem]:
    """A feed that books a direct downgrade."""
    by_code = {rule.name: rule for rule in draft.rules}
    for _, part in _fed(draft):
        rule = by_code.get(part.text() or "")
        if rule is not None and rule.has("downgrade_to"):
            fact = f"{rule.name} is a direct downgrade, and feeds book points"
            yield part.problem("R426", fact, "name a rule with `points`")


def _fed(draft: Draft) -> Iterator[tuple[Part, Part]]:
    """Yield each feed with each place where it names a rule."""
    for feed in draft.root.at("feeds").below():
        for part in feed.at("books").below():
            yield feed, part


def _homes(draft: Draft) -> dict[str, str]:
    """Return the instrument that each rule is booked on, as far as it can be read."""
    found = ((rule.name, draft.instrument_of(rule)) for rule in draft.rules)
    return {code: instrument.name for code, instrument in found if instrument is not None}
