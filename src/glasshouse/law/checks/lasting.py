"""A draft and the catalogue of a world come in, the rules that need conduct to last which does not go out."""

from collections.abc import Iterator
from typing import NamedTuple

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft
from glasshouse.law.parts import Part
from glasshouse.law.wording import listed

_UNTIL = "until corrected"


def counted_though_over(draft: Draft) -> Iterator[Problem]:
    """A rule that is counted anew while its conduct lasts, for conduct that is over on its day."""
    if draft.catalogue is None:
        return
    for rule in draft.rules:
        counted, conduct = rule.at("counted"), rule.text("conduct")
        if counted.text() in {"each-month", "each-half-year"} and conduct in _over(draft):
            fact = (
                f"{rule.name} is counted `{counted.text()}`, and in {draft.catalogue.world} {_ends(conduct)}"
            )
            yield counted.problem("R508", fact, "remove `counted`, or let the conduct last in the world")


def never_corrected(draft: Draft) -> Iterator[Problem]:
    """A repair, or a span until the correction, for conduct that is over on its day."""
    if draft.catalogue is None:
        return
    elsewhere, booking = _booked_without_act(draft), _Booking.of(draft)
    for rule in draft.rules:
        causes = _causes(booking, rule, frozenset())
        if not causes or not causes <= _over(draft) or rule.name in elsewhere:
            continue
        over = f"in {draft.catalogue.world} {_ends(*sorted(causes))}"
        span = _span(draft, rule)
        is_until = span is not None and span.text() == _UNTIL
        # Where a span ends the entry anyway, a repair is a promise that other worlds may keep.
        if rule.has("repair") and (is_until or rule.at("repair").has("rule")):
            fact = f"{rule.name} is never repaired: {over}"
            remedy = "remove `repair`, or let the conduct last in the world"
            yield rule.at("repair").problem("R509", fact, remedy, at_key=True)
        elif is_until and not rule.has("repair"):
            fact = f"{rule.name} counts until it is corrected, which is never: {over}"
            remedy = "write a span, such as `1 year`, or let the conduct last in the world"
            # What the instrument says is no fault of its own: other rules may use it.
            here = rule.at("valid" if rule.has("valid") else "downgrade_to")
            yield here.problem("R509", fact, remedy)


def _span(draft: Draft, rule: Part) -> Part | None:
    """Return where it is said how long a rule counts: there, or for a downgrade at its instrument."""
    if rule.has("valid"):
        return rule.at("valid")
    its, grade = draft.instrument_of(rule), rule.text("downgrade_to")
    return None if its is None or grade is None else its.at("validity", "downgrades", grade)


class _Booking(NamedTuple):
    """Which rules book others beside themselves."""

    too: dict[str, list[Part]]
    """By the rule that their records book, too."""
    downgrades: dict[str, list[Part]]
    """By the grade that they lower somebody to."""

    @classmethod
    def of(cls, draft: Draft) -> "_Booking":
        """Look through a law once."""
        booking = cls({}, {})
        for rule in draft.rules:
            for code in {each.text() for each in rule.at("books_too").below()}:
                booking.too.setdefault(code or "", []).append(rule)
            booking.downgrades.setdefault(rule.text("downgrade_to") or "", []).append(rule)
        return booking


def _causes(booking: _Booking, rule: Part, seen: frozenset[str]) -> frozenset[str]:
    """Return the conduct that books a rule: its own, and that of the rules beside which it is booked."""
    own = frozenset({conduct} if (conduct := rule.text("conduct")) is not None else ())
    if rule.name in seen:
        return own
    grade = rule.text("follows")
    beside = [*booking.too.get(rule.name, ()), *(booking.downgrades.get(grade, ()) if grade else ())]
    return own.union(*(_causes(booking, other, seen | {rule.name}) for other in beside))


def _booked_without_act(draft: Draft) -> frozenset[str]:
    """Return the rules that a repair or a feed books; it is not conduct alone that ends their entries."""
    named = [rule.text("repair", "rule") for rule in draft.rules]
    named += [part.text() for feed in draft.root.at("feeds").below() for part in feed.at("books").below()]
    return frozenset(code for code in named if code is not None)


def _over(draft: Draft) -> frozenset[str]:
    """Return the conduct that is over on its day."""
    known = draft.catalogue
    return frozenset() if known is None else frozenset(known.severities) - known.lasting


def _ends(*conduct: str | None) -> str:
    """Say of conduct that it does not last."""
    names = [name for name in conduct if name is not None]
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} over on the day"
