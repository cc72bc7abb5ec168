"""The tree of a case file and its law come in, the cases that the law cannot answer go out."""

from collections.abc import Iterable, Iterator
from datetime import date

from glasshouse.errors import Problem
from glasshouse.law.parts import Part
from glasshouse.law.schema import Regime, Rule
from glasshouse.law.tree import Tree
from glasshouse.law.wording import did_you_mean

HOLDERS = {"resident": "residents", "organisation": "organisations"}
"""Who lives a case, as the law names its holders."""
ARTICLES = {"resident": "a resident", "organisation": "an organisation"}


def find_case_faults(tree: Tree, regime: Regime) -> list[Problem]:
    """Return every fault of a case file that its schema cannot see."""
    root = Part.of(tree)
    problems = [*_other_law(root, regime)]
    for case in root.at("cases").below():
        problems += [*_unknown_names(case, regime), *_unknown_standings(case, regime)]
        problems += [*_no_account(case, regime), *_never_booked(case, regime), *_disorder(case)]
        for entry in case.at("entries").below():
            rule = regime.rules.get(entry.text("rule") or "")
            if rule is not None:
                problems += [*_unpriced_severity(entry, rule), *_size_without_tally(entry, rule)]
    return sorted(problems)


def _other_law(root: Part, regime: Regime) -> Iterator[Problem]:
    named = root.text("regime")
    if named is not None and named != regime.id:
        fact = f"these cases are for `{named}`, and the law beside them is `{regime.id}`"
        yield root.at("regime").problem("C101", fact, f"write `regime: {regime.id}`")


def _unknown_names(case: Part, regime: Regime) -> Iterator[Problem]:
    rules = [entry.at("rule") for entry in case.at("entries").below()]
    rules += [*case.texts("expect", "fired"), *case.texts("expect", "blocked")]
    listings = {name for name, its in regime.instruments.items() if its.kind == "list"}
    yield from _unknown(rules, "C102", "rule", regime.rules)
    yield from _unknown([case.at("expect", "grade")], "C103", "grade", regime.instrument.grades_from_worst())
    yield from _unknown(case.texts("expect", "lists"), "C104", "list", {*regime.lists, *listings})
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


def _unknown_standings(case: Part, regime: Regime) -> Iterator[Problem]:
    """Report an expectation of an instrument that the law does not keep, or of a grade that it lacks."""
    for part in case.at("expect", "instruments").below():
        instrument = regime.instruments.get(part.name)
        if instrument is None:
            fact = f"the law has no instrument `{part.name}`"
            yield part.problem("C108", fact, did_you_mean(part.name, regime.instruments), at_key=True)
        else:
            yield from _unknown([part.at("grade")], "C103", "grade", instrument.grades_from_worst())


def _no_account(case: Part, regime: Regime) -> Iterator[Problem]:
    """Report an expectation of an instrument on which whoever lives the case has no account."""
    who = case.text("who") or "resident"
    expected = [case.at("expect", key) for key in ("score", "grade") if case.at("expect").has(key)]
    named = [(part, next(iter(regime.instruments))) for part in expected]
    named += [(part, part.name) for part in case.at("expect", "instruments").below()]
    for part, name in named:
        instrument = regime.instruments.get(name)
        if instrument is not None and who in HOLDERS and HOLDERS[who] not in instrument.holders:
            fact = f"whoever lives this case, {ARTICLES[who]}, has no account on {name}"
            yield part.problem(
                "C109", fact, "expect something of another instrument, or change `who`", at_key=True
            )


def _never_booked(case: Part, regime: Regime) -> Iterator[Problem]:
    """Report a rule that is expected to fire or to be blocked, and that no entry can book."""
    bookable = _bookable({entry.text("rule") or "" for entry in case.at("entries").below()}, regime)
    for part in [*case.texts("expect", "fired"), *case.texts("expect", "blocked")]:
        if part.text() not in bookable:
            fact = f"`{part.text()}` is expected, and no entry of the case has that rule"
            yield part.problem("C106", fact, "add an entry, or remove the name")


def _bookable(entered: set[str], regime: Regime) -> set[str]:
    """Return the rules that entries of some rules can book: their own, and what follows from them."""
    fed = {code for feed in regime.feeds.values() for code in feed.books.values()}
    reached, waiting = set[str](), [*entered, *fed]
    while waiting:
        code = waiting.pop()
        if code in regime.rules and code not in reached:
            reached.add(code)
            waiting += _booked_beside(regime.rules[code], regime)
    return reached


def _booked_beside(rule: Rule, regime: Regime) -> list[str]:
    """Return the rules that an entry of a rule may bring with it."""
    followed = [
        code for code, its in regime.rules.items() if its.follows and its.follows == rule.downgrade_to
    ]
    tallied = [code for code, its in regime.rules.items() if its.tally and its.tally == rule.tally]
    repaired = [rule.repair.rule] if rule.repair is not None and rule.repair.rule is not None else []
    return [*rule.books_too.values(), *followed, *tallied, *repaired]


def _disorder(case: Part) -> Iterator[Problem]:
    """Report days of an entry that come before its conduct, and conduct after the day that is looked at."""
    at = _day(case.at("at"))
    for entry in case.at("entries").below():
        on = _day(entry.at("on"))
        if on is None:
            continue
        for key, word in (("booked", "booked"), ("final", "final"), ("ends", "ended")):
            day = _day(entry.at(key))
            if day is not None and day < on:
                fact = f"{word} {day}, before the conduct of {on}"
                yield entry.at(key).problem("C107", fact, "exchange the two days")
        if at is not None and on > at:
            fact = f"the conduct of {on} comes after the day that is looked at, {at}"
            yield entry.at("on").problem("C107", fact, "move it before `at`, or remove the entry")


def _unpriced_severity(entry: Part, rule: Rule) -> Iterator[Problem]:
    """Report an entry whose severity its rule is not for, or that gives none where the points go by it."""
    code, severity = entry.text("rule"), entry.text("severity")
    known = tuple(rule.points_by or rule.severity or ())
    if severity is not None and known and severity not in known:
        fact = f"{code} is not for the severity `{severity}`"
        yield entry.at("severity").problem("C110", fact, did_you_mean(severity, known))
    elif rule.points_by is not None and not entry.has("severity"):
        fact = f"the points of {code} go by severity, and the entry has none"
        yield entry.at("rule").problem("C110", fact, f"add `severity:` with one of {', '.join(known)}")


def _size_without_tally(entry: Part, rule: Rule) -> Iterator[Problem]:
    """Report a size that nothing adds up."""
    if entry.has("size") and rule.tally is None:
        fact = f"{entry.text('rule')} has no `tally`, so that nothing adds up a size"
        yield entry.at("size").problem("C111", fact, "remove it", at_key=True)


def _day(part: Part) -> date | None:
    try:
        return date.fromisoformat(part.text() or "")
    except ValueError:
        return None
