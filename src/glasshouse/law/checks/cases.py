"""The tree of a case file and its law come in, the cases that the law cannot answer go out."""

from collections.abc import Iterable, Iterator
from datetime import date

from glasshouse.errors import Problem
from glasshouse.law.parts import Part
from glasshouse.law.schema import Regime
from glasshouse.law.tree import Tree
from glasshouse.law.wording import did_you_mean


def find_case_faults(tree: Tree, regime: Regime) -> list[Problem]:
    """Return every fault of a case file that its schema cannot see."""
    root = Part.of(tree)
    problems = [*_other_law(root, regime)]
    for case in root.at("cases").below():
        problems += [*_unknown_names(case, regime), *_never_booked(case), *_disorder(case)]
    return sorted(problems)


def _other_law(root: Part, regime: Regime) -> Iterator[Problem]:
    named = root.text("regime")
    if named is not None and named != regime.id:
        fact = f"these cases are for `{named}`, and the law beside them is `{regime.id}`"
        yield root.at("regime").problem("C101", fact, f"write `regime: {regime.id}`")


def _unknown_names(case: Part, regime: Regime) -> Iterator[Problem]:
    rules = [entry.at("rule") for entry in case.at("entries").below()]
    rules += [*case.texts("expect", "fired"), *case.texts("expect", "blocked")]
    grades = {band.grade for band in regime.instrument.bands}
    yield from _unknown(rules, "C102", "rule", regime.rules)
    yield from _unknown([case.at("expect", "grade")], "C103", "grade", grades)
    yield from _unknown(case.texts("expect", "lists"), "C104", "list", regime.lists)
    source = case.at("source")
    # A reason in words is no id, so it cannot be misspelt.
    if " " not in (source.text() or " "):
        yield from _unknown([source], "C105", "source", regime.sources)


def _unknown(parts: Iterable[Part], code: str, what: str, known: Iterable[str]) -> Iterator[Problem]:
    names = frozenset(known)
    for part in parts:
        name = part.text()
        if name is not None and name not in names:
            yield part.problem(code, f"the law has no {what} `{name}`", did_you_mean(name, names))


def _never_booked(case: Part) -> Iterator[Problem]:
    """Report a rule that is expected to fire or to be blocked, and is in no entry."""
    entered = {entry.text("rule") for entry in case.at("entries").below()}
    for part in [*case.texts("expect", "fired"), *case.texts("expect", "blocked")]:
        if part.text() not in entered:
            fact = f"`{part.text()}` is expected, and no entry of the case has that rule"
            yield part.problem("C106", fact, "add an entry, or remove the name")


def _disorder(case: Part) -> Iterator[Problem]:
    """Report a booking before the conduct, and conduct after the day that is looked at."""
    at = _day(case.at("at"))
    for entry in case.at("entries").below():
        on, booked = _day(entry.at("on")), _day(entry.at("booked"))
        if on is not None and booked is not None and booked < on:
            fact = f"booked {booked}, before the conduct of {on}"
            yield entry.at("booked").problem("C107", fact, "exchange the two days")
        if on is not None and at is not None and on > at:
            fact = f"the conduct of {on} comes after the day that is looked at, {at}"
            yield entry.at("on").problem("C107", fact, "move it before `at`, or remove the entry")


def _day(part: Part) -> date | None:
    try:
        return date.fromisoformat(part.text() or "")
    except ValueError:
        return None
