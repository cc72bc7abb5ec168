"""A law comes in, how its records arise and what can be done about them goes out in words.

A mechanism of a provider, a provision on showing, objecting and deleting: each with its label and
place. What the law does not say is said as the default that holds, and has no label.
"""

from collections.abc import Iterator, Mapping

from glasshouse.law import phrases
from glasshouse.law.labels import Fact, assumed_label, label_of, place_of
from glasshouse.law.remedies import Remedy, Review
from glasshouse.law.schema import ProviderRole, Regime
from glasshouse.law.values import ASSUMPTION, Assumption, Sourced

SILENT = "the law is silent"


def mechanisms(regime: Regime, provider: str) -> Iterator[Fact]:
    """Yield how a provider's records arise and find their file, for a rule that it reports under."""
    role = regime.providers[provider]
    for said in _mechanisms(role):
        yield _fact(regime, f"providers.{provider}", role, said)


def provider_words(role: ProviderRole) -> str:
    """Write what a law says of a provider in one line; what it leaves to defaults is not in it."""
    days = role.report_within_d
    within = "" if days is None else f", within {phrases.many(days, 'day')}"
    said = [each for each in _mechanisms(role) if each[1] in role.model_fields_set]
    marked = [_marked(f"{name} {words}", field, role.assumed) for name, field, words in said]
    return "; ".join([f"{role.title}{within}", *marked])


def _mechanisms(role: ProviderRole) -> Iterator[tuple[str, str, str]]:
    """Yield name, field and words of what a record is matched by, rests on, and is exposed to."""
    yield "matched by", "matched_by", phrases.MATCHING[role.matched_by]
    yield "rests on", "evidence", phrases.EVIDENCE[role.evidence]
    if not role.linked:
        yield "linked", "linked", "to no account: its records reach no file"
    if role.quota:
        yield "owes", "quota", "a number of records"
    if role.discretion:
        yield "may", "discretion", "leave out whom it likes and add whom it does not"
    if role.checked_by_hand:
        yield "checked", "checked_by_hand", "by somebody before it is booked"


def provisions(regime: Regime, instrument: str) -> Iterator[Fact]:
    """Yield who is shown an account, how a charge may be objected to, and how an entry goes."""
    its, path = regime.instruments[instrument], f"instruments.{instrument}"
    shown = phrases.SHOWN_TO["everybody" if its.shown_to is None else its.shown_to.value]
    yield _declared(regime, f"{path}.shown_to", its.shown_to, ("shown to", shown))
    if its.remedy is None:
        yield objection(regime, instrument)
    else:
        for said in _steps(its.remedy):
            yield _fact(regime, f"{path}.remedy", its.remedy, said)
    goes = phrases.DELETION["by-hand" if its.deletion is None else its.deletion.value]
    yield _declared(regime, f"{path}.deletion", its.deletion, ("deletion", goes))


def objection(regime: Regime, instrument: str) -> Fact:
    """Say in one sentence how a charge on an instrument may be objected to."""
    remedy = regime.instruments[instrument].remedy
    if remedy is None:
        return Fact("objection", f"none ({SILENT})", None, None)
    path = f"instruments.{instrument}.remedy"
    return Fact("objection", remedy_words(remedy), label_of(regime, remedy), place_of(regime, path))


def remedy_words(remedy: Remedy) -> str:
    """Write a procedure in one sentence; what the law leaves open is not in it."""
    said = [each for each in _steps(remedy) if each[1] in remedy.model_fields_set]
    marked = [_marked(f"{name} {words}", field, remedy.assumed) for name, field, words in said]
    body = "" if "by" in remedy.model_fields_set else f"objection to {phrases.BODIES[remedy.by]}; "
    return body + "; ".join(marked)


def words_at(regime: Regime, path: str) -> str | None:
    """Write the procedure, or the review, that stands at a dotted path; None where none does."""
    section, _, rest = path.partition(".")
    name, _, field = rest.partition(".")
    its = regime.instruments.get(name) if section == "instruments" else None
    if its is None or its.remedy is None:
        return None
    if field == "remedy.review" and its.remedy.review is not None:
        return _review_words(its.remedy.review)
    return remedy_words(its.remedy) if field == "remedy" else None


def _steps(remedy: Remedy) -> Iterator[tuple[str, str, str]]:
    """Yield name, field and words of each step of a procedure, in the order in which they come."""
    yield "told of a charge", "told", phrases.TOLD[remedy.told]
    yield "objection", "by", f"to {phrases.BODIES[remedy.by]}"
    limit = remedy.object_within
    yield "to be made", "object_within", f"within {limit} of learning of it" if limit else "without a limit"
    if remedy.hearing:
        yield "hearing", "hearing", "the charge takes effect after the decision"
    else:
        waits = "the charge does not count" if remedy.suspends else "the charge counts"
        yield "until the decision", "suspends", waits
    yield "decided", "decide_within", _within(remedy.decide_within, "without a limit")
    yield "corrected", "correct_within", _within(remedy.correct_within, "at once")
    if remedy.review is not None:
        yield "review", "review", _review_words(remedy.review)


def _within(span: str | None, otherwise: str) -> str:
    return f"within {span}" if span else otherwise


def _review_words(review: Review) -> str:
    words = [f"by {phrases.BODIES[review.by]}"]
    words += [f"asked for within {review.within}"] if review.within else []
    words += [f"decided within {review.decide_within}"] if review.decide_within else []
    words.append("the charge does not count meanwhile" if review.suspends else "the charge counts meanwhile")
    return ", ".join(words)


def _declared(regime: Regime, path: str, declared: Sourced | None, said: tuple[str, str]) -> Fact:
    name, words = said
    if declared is None:
        return Fact(name, f"{words} ({SILENT})", None, None)
    return Fact(name, words, label_of(regime, declared), place_of(regime, path))


def _fact(regime: Regime, path: str, owner: ProviderRole | Remedy, said: tuple[str, str, str]) -> Fact:
    """Build a fact of one field, with the label of what it is part of, or of its own assumption."""
    name, field, words = said
    if field not in owner.model_fields_set:
        return Fact(name, f"{words} ({SILENT})", None, None)
    assumed = owner.assumed.get(field)
    label = label_of(regime, owner) if assumed is None else assumed_label(assumed)
    return Fact(name, words, label, place_of(regime, f"{path}.{field}"))


def _marked(words: str, field: str, assumed: Mapping[str, Assumption]) -> str:
    return f"{words} ({ASSUMPTION})" if field in assumed else words
