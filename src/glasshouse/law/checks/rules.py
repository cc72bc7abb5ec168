"""The rules and gates of a draft come in, those that say too much, too little or the same go out."""

from collections.abc import Iterator

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft, is_written
from glasshouse.law.parts import Part
from glasshouse.law.schema import Gate, Rule
from glasshouse.law.wording import listed

_CHANCE = frozenset({"chance", "dice", "likelihood", "lottery", "odds", "probability", "random", "randomly"})


def both_or_neither(draft: Draft) -> Iterator[Problem]:
    """A rule with points and a direct downgrade, or with none of the two."""
    for rule in draft.rules:
        if not rule.is_mapping():
            continue
        written = [key for key in ("points", "downgrade_to") if is_written(rule, key, Rule)]
        if len(written) == 2:
            fact = f"rule {rule.name} has both `points` and `downgrade_to`"
            yield rule.problem("R401", fact, "keep one of the two, or make two rules", at_key=True)
        elif not written:
            fact = f"rule {rule.name} has neither `points` nor `downgrade_to`"
            yield rule.problem(
                "R401", fact, "add `points:` with an amount, or `downgrade_to:` with a grade", at_key=True
            )


def rule_twice(draft: Draft) -> Iterator[Problem]:
    """Two rules for the same conduct and severity, reported by the same provider."""
    earlier: dict[tuple[str, str], list[Part]] = {}
    for rule in draft.rules:
        conduct, provider = rule.text("conduct"), rule.text("provider")
        if conduct is None or provider is None:
            continue
        same = earlier.setdefault((conduct, provider), [])
        first = next((each for each in same if _severities_meet(each, rule)), None)
        if first is not None:
            fact = f"rule {rule.name} is for what rule {first.name} is for already, in line {first.key.line}"
            remedy = "keep one of the two, or give them `severity` lists that share none"
            yield rule.problem("R402", fact, remedy, at_key=True)
        same.append(rule)


def _severities_meet(one: Part, other: Part) -> bool:
    """Say whether one act can come under both; a rule without severities is for all of them."""
    written = [
        {part.text() for part in rule.texts("severity")} for rule in (one, other) if rule.has("severity")
    ]
    return all(written) and (len(written) < 2 or bool(written[0] & written[1]))


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
