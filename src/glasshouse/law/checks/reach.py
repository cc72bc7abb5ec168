"""A draft and the catalogue of a world come in, what can reach nobody there goes out."""

from collections.abc import Iterator

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft, is_written
from glasshouse.law.parts import Part
from glasshouse.law.schema import Instrument, Rule
from glasshouse.law.wording import listed

_REACHES = {
    "residents": {
        "doer": "residents",
        "household-head": "residents",
        "spouse": "residents",
        "parents": "residents",
        "head": "",
    },
    "organisations": {
        "doer": "organisations",
        "household-head": "",
        "spouse": "",
        "parents": "",
        "head": "residents",
    },
}
"""By whose conduct it is and relation, who is reached; nobody has every relation."""


def nobody_to_book_on(draft: Draft) -> Iterator[Problem]:
    """A rule that can be booked on nobody: whoever it reaches has no account where it is booked."""
    if draft.catalogue is None:
        return
    for rule in draft.rules:
        doers = draft.catalogue.doers.get(rule.text("conduct") or "")
        relations, holders = _named(rule, "booked_on", Rule, "doer"), _holders(draft, rule)
        if doers is None or not relations <= _REACHES[doers].keys() or not relations or not holders:
            continue
        reached = {_REACHES[doers][relation] for relation in relations} - {""}
        beside = {_REACHES[doers].get(each.name, "") for each in rule.at("books_too").below()} - {""}
        if not reached & holders and not beside and not (reached and _is_of_law_below(draft, rule)):
            part = rule.at("booked_on" if rule.has("booked_on") else "conduct")
            yield part.problem("R506", *_unreached(draft, rule, doers, reached))


def _unreached(draft: Draft, rule: Part, doers: str, reached: set[str]) -> tuple[str, str]:
    """Say why nobody can be booked, and what would help."""
    its = draft.instrument_of(rule)
    home = its.name if its is not None else ""
    if not reached:
        written = listed((str(each.text()) for each in rule.texts("booked_on")), last="or")
        fact = f"{rule.name} is booked on nobody: {doers}, who do `{rule.text('conduct')}`, have no {written}"
        theirs = [relation for relation, whom in _REACHES[doers].items() if whom]
        return fact, f"write {listed(theirs, last='or')} in `booked_on`"
    who = " and ".join(sorted(reached))
    fact = f"{rule.name} is booked on {who} alone, who have no account on {home}"
    if reached == {"organisations"}:
        return fact, f"add `head` to `booked_on`, or `organisations` to the `holders` of {home}"
    if doers == "organisations":
        return fact, f"add `doer` to `booked_on`, or `residents` to the `holders` of {home}"
    return fact, f"name another instrument, or add `residents` to the `holders` of {home}"


def _holders(draft: Draft, rule: Part) -> set[str]:
    """Return who has an account where a rule is booked: on its instrument, or on one that takes it over."""
    home = draft.instrument_of(rule)
    if home is None:
        return set()
    found = [home, *(its for its in draft.instruments if its.text("takes_over", "value") == home.name)]
    held = [_named(its, "holders", Instrument, "residents") for its in found]
    return set[str]().union(*held) if all(held) else set()


def _is_of_law_below(draft: Draft, rule: Part) -> bool:
    """Say whether a rule comes from the law below, and this one took the accounts away that it was for."""
    its = draft.instrument_of(rule)
    return its is not None and its.has("holders") and its.at("holders").key.file != rule.key.file


def _named(part: Part, key: str, model: type[Rule | Instrument], silent: str) -> set[str]:
    """Return the texts of a list, or what holds where it is left out; nothing where it cannot be read."""
    if not is_written(part, key, model):
        return {silent}
    texts = part.texts(key)
    return {str(each.text()) for each in texts} if len(texts) == len(list(part.at(key).below())) else set()


def consent_of_nobody(draft: Draft) -> Iterator[Problem]:
    """A law that asks for consent in a world that does not say how many give it."""
    part = draft.root.at("scored", "consent")
    if draft.catalogue is not None and not draft.catalogue.asks_consent and part.text() == "required":
        fact = f"{draft.catalogue.world} does not say how many consent to be scored"
        yield part.problem("R507", fact, "add `responses.consents` to the world, or remove `consent`")
