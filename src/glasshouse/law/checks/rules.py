"""The rules and gates of a draft come in, those that say too much, too little or the same go out.

How rules are tied to each other, and what tallies add up, is looked at elsewhere.
"""

from collections.abc import Iterator
from math import inf

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft, is_written
from glasshouse.law.durations import WITHOUT_NUMBER
from glasshouse.law.parts import Part
from glasshouse.law.schema import LISTED, Gate, Instrument, Rule
from glasshouse.law.wording import line_of, listed

AMOUNTS = ("points", "points_by", "downgrade_to")
"""What a rule may do; each does one of the three."""
TRIGGER = ("conduct", "provider")

_CHANCE = frozenset({"chance", "dice", "likelihood", "lottery", "odds", "probability", "random", "randomly"})


def several_or_none(draft: Draft) -> Iterator[Problem]:
    """A rule with more than one of points, points by severity and a direct downgrade, or with none."""
    for rule in draft.rules:
        if not rule.is_mapping():
            continue
        written = [key for key in AMOUNTS if is_written(rule, key, Rule)]
        if len(written) > 1:
            fact = f"rule {rule.name} has {'both ' if len(written) == 2 else ''}{listed(written)}"
            yield rule.problem("R401", fact, "keep one of them, or make two rules", at_key=True)
        elif not written:
            fact = f"rule {rule.name} has neither `points` nor `downgrade_to`"
            yield rule.problem(
                "R401", fact, "add `points:` with an amount, or `downgrade_to:` with a grade", at_key=True
            )


def rule_twice(draft: Draft) -> Iterator[Problem]:
    """Two rules for one conduct and severity, reported by one provider and booked alike."""
    earlier: dict[tuple[str, str, str], list[Part]] = {}
    for rule in draft.rules:
        conduct, provider, instrument = rule.text("conduct"), rule.text("provider"), draft.instrument_of(rule)
        # Tiers and pieces of a tally share their conduct.
        if conduct is None or provider is None or instrument is None or _is_scaled(rule):
            continue
        same = earlier.setdefault((conduct, provider, instrument.name), [])
        first = next((each for each in same if _meet(each, rule)), None)
        if first is not None:
            there = line_of(first.key, rule.key)
            fact = f"rule {rule.name} is for what rule {first.name} is for already, in {there}"
            remedy = "keep one of the two, or give them `severity` lists that share none"
            yield rule.problem("R402", fact, remedy, at_key=True)
        same.append(rule)


def _meet(one: Part, other: Part) -> bool:
    """Say whether one act can come under both rules, on one person and at one score."""
    return _severities_meet(one, other) and _people_meet(one, other) and _scores_meet(one, other)


def _severities_meet(one: Part, other: Part) -> bool:
    """A rule without severities is for all of them."""
    written = [severities(rule) for rule in (one, other) if rule.has("severity") or rule.has("points_by")]
    return all(written) and (len(written) < 2 or bool(written[0] & written[1]))


def severities(rule: Part) -> set[str]:
    """Return the severities that a rule names."""
    named = [str(part.text()) for part in rule.texts("severity")]
    return {*named, *(part.name for part in rule.at("points_by").below())}


def _people_meet(one: Part, other: Part) -> bool:
    held = [{part.text() for part in rule.texts("booked_on")} or {"doer"} for rule in (one, other)]
    return bool(held[0] & held[1])


def _scores_meet(one: Part, other: Part) -> bool:
    low = max(_or(rule.number("only_while", "from"), -inf) for rule in (one, other))
    high = min(_or(rule.number("only_while", "to"), inf) for rule in (one, other))
    return low <= high


def _or(number: float | None, otherwise: float) -> float:
    return otherwise if number is None else number


def _is_scaled(rule: Part) -> bool:
    return rule.has("from") or rule.has("for_each")


def refuse_chance(problem: Problem) -> Problem:
    """Say of an unknown key that names chance what is wrong with it; other problems stay as they are."""
    key = problem.path.rpartition(".")[2]
    if problem.code != "F201" or not _CHANCE & set(key.lower().replace("-", "_").split("_")):
        return problem
    fact = f"`{key}` is chance, and a law has none"
    remedy = "remove it; how often a provider sees or errs belongs to the world"
    return Problem(problem.file, problem.line, problem.column, "R403", fact, problem.path, remedy)


def idle_gate(draft: Draft) -> Iterator[Problem]:
    """A gate that neither opens nor shuts for anybody, or does both for the same."""
    for gate in draft.root.at("gates").below():
        if not gate.is_mapping():
            continue
        if not any(is_written(gate, key, Gate) for key in ("opens_for", "shut_for")):
            fact = f"gate {gate.name} says neither for whom it opens nor for whom it is shut"
            remedy = "add `opens_for:` or `shut_for:` with grades or lists"
            yield gate.problem("R404", fact, remedy, at_key=True)
        shut = {part.text() for part in gate.texts("shut_for")}
        both = [str(part.text()) for part in gate.texts("opens_for") if part.text() in shut]
        if both:
            fact = f"gate {gate.name} both opens and shuts for {listed(both)}"
            yield gate.problem("R404", fact, "keep one of the two", at_key=True)


def points_on_a_list(draft: Draft) -> Iterator[Problem]:
    """A rule that gives points on a list."""
    for rule in draft.rules:
        instrument = draft.instrument_of(rule)
        if instrument is None or instrument.text("kind") != "list":
            continue
        for key in AMOUNTS[:2]:
            if rule.has(key):
                fact = f"{instrument.name} is a list, and {rule.name} has `{key}`"
                remedy = f"write `downgrade_to: {LISTED}`, or name another instrument"
                yield rule.at(key).problem("R405", fact, remedy, at_key=True)


def points_without_dimension(draft: Draft) -> Iterator[Problem]:
    """A rule with points on an index that does not say to which dimension they go."""
    for rule in draft.rules:
        instrument = draft.instrument_of(rule)
        if instrument is None or instrument.text("kind") != "index" or is_written(rule, "dimension", Rule):
            continue
        if rule.has("points") or rule.has("points_by"):
            names = [part.name for part in instrument.at("dimensions").below()]
            fact = f"{instrument.name} is an index, and {rule.name} does not say which dimension it moves"
            yield rule.problem("R406", fact, f"add `dimension:` with {listed(names, last='or')}", at_key=True)


def nothing_says_how_long(draft: Draft) -> Iterator[Problem]:
    """A rule without `valid` on an instrument whose validity is silent about it."""
    for rule in draft.rules:
        instrument = draft.instrument_of(rule)
        if instrument is None or not rule.is_mapping() or is_written(rule, "valid", Rule):
            continue
        fact = f"nothing says how long {rule.name} counts"
        grade = rule.text("downgrade_to")
        if not is_written(instrument, "validity", Instrument):
            remedy = f"add `valid:` with a span, or `validity` to {instrument.name}"
            yield rule.problem("R407", fact, remedy, at_key=True)
        elif grade is not None and not instrument.at("validity", "downgrades").has(grade):
            remedy = (
                f"add `valid:` with a span, or `{grade}` under `downgrades` of the instrument's `validity`"
            )
            yield rule.problem("R407", fact, remedy, at_key=True)


def booked_by_nothing(draft: Draft) -> Iterator[Problem]:
    """A rule without conduct that no other rule and no feed books."""
    for rule in draft.rules:
        has_cause = any(is_written(rule, key, Rule) for key in TRIGGER)
        if rule.is_mapping() and not has_cause and rule.name not in draft.booked_by_others:
            fact = f"nothing books {rule.name}: it has no conduct, and no rule or feed names it"
            remedy = "add `conduct:` and `provider:`, or name it in a `repair`, in `books_too` or in a feed"
            yield rule.problem("R408", fact, remedy, at_key=True)


def half_a_trigger(draft: Draft) -> Iterator[Problem]:
    """A rule with conduct and no provider, or with a provider and no conduct."""
    for rule in draft.rules:
        written = [key for key in TRIGGER if is_written(rule, key, Rule)]
        if rule.is_mapping() and len(written) == 1:
            lacking = next(key for key in TRIGGER if key not in written)
            fact = f"rule {rule.name} has `{written[0]}` and no `{lacking}`"
            yield rule.problem("R409", fact, f"add `{lacking}:`, or remove `{written[0]}`", at_key=True)


def severities_twice(draft: Draft) -> Iterator[Problem]:
    """A rule that names severities beside points that go by severity."""
    for rule in draft.rules:
        if rule.has("severity") and rule.has("points_by"):
            fact = f"rule {rule.name} has `severity` beside `points_by`, which names the severities"
            yield rule.at("severity").problem("R410", fact, "remove `severity`", at_key=True)


def counted_downgrade(draft: Draft) -> Iterator[Problem]:
    """A direct downgrade that is counted by the month, or added up: it has no amount."""
    for rule in draft.rules:
        if not rule.has("downgrade_to"):
            continue
        for key in ("counted", "tally"):
            if rule.has(key) and rule.text(key) != "once":
                fact = f"rule {rule.name} is a direct downgrade with `{key}`, and has no amount to add up"
                yield rule.at(key).problem("R411", fact, "remove it, or give the rule points", at_key=True)


def scores_backwards(draft: Draft) -> Iterator[Problem]:
    """A rule for scores of which the lowest lies above the highest."""
    for rule in draft.rules:
        low, high = rule.number("only_while", "from"), rule.number("only_while", "to")
        if low is not None and high is not None and low > high:
            fact = f"`only_while` begins at {low} and ends at {high}"
            yield rule.at("only_while", "from").problem("R412", fact, "exchange `from` and `to`")


def over_before_it_counts(draft: Draft) -> Iterator[Problem]:
    """An entry that counts until its conduct is corrected, from the day on which it is."""
    for rule in draft.rules:
        instrument = draft.instrument_of(rule)
        if instrument is None or rule.text("valid") != "until corrected" or rule.has("repair"):
            continue
        start = rule.text("starts") if rule.has("starts") else instrument.text("validity_starts", "value")
        if start == "end":
            fact = f"{rule.name} counts until its conduct is corrected, and starts on that day"
            remedy = "write another `starts:`, or another span as `valid:`"
            yield rule.at("valid").problem("R413", fact, remedy)


def wait_without_number(draft: Draft) -> Iterator[Problem]:
    """A notice, or a wait after a correction, that is no number of days, months or years."""
    parts = [instrument.at("notice", "value") for instrument in draft.instruments]
    parts += [rule.at("repair", "after") for rule in draft.rules]
    for part in parts:
        if part.text() in WITHOUT_NUMBER:
            fact = f"nobody can wait `{part.text()}`"
            yield part.problem("R414", fact, "write a number with its unit, such as `3 working days`")
