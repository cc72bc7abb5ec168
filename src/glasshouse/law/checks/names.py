"""A draft of a law comes in, the names that mean nothing go out, each with the nearest that does."""

from collections.abc import Iterable, Iterator

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft, Names
from glasshouse.law.parts import Part
from glasshouse.law.schema import LISTED, UNLISTED
from glasshouse.law.values import ASSUMPTION
from glasshouse.law.wording import did_you_mean


def unknown_grade(draft: Draft) -> Iterator[Problem]:
    """A direct downgrade, a list, a feed or a validity that names a grade which is not there."""
    for rule in draft.rules:
        instrument = draft.instrument_of(rule)
        if instrument is not None:
            is_list = instrument.text("kind") == "list"
            grades = Names(frozenset((LISTED,)), True) if is_list else draft.grades_of(instrument)
            yield from _unknown_grade(rule.at("downgrade_to"), rule.text("downgrade_to"), grades)
            others = [draft.grades_of(each) for each in draft.instruments if each is not instrument]
            known = frozenset[str]().union(*(names.known for names in others)) - {UNLISTED}
            elsewhere = Names(known, all(names.is_complete for names in others))
            yield from _unknown_grade(rule.at("follows"), rule.text("follows"), elsewhere)
    for each in draft.root.at("lists").below():
        for part in each.texts("grades"):
            yield from _unknown_grade(part, part.text(), draft.grades)
    for part, grades in _keyed_by_grade(draft):
        yield from _unknown_grade(part, part.name, grades, at_key=True)


def _keyed_by_grade(draft: Draft) -> Iterator[tuple[Part, Names]]:
    """Yield what stands under a grade as its key, with the grades that it may be."""
    for instrument in draft.instruments:
        for part in instrument.at("validity", "downgrades").below():
            yield part, draft.grades_of(instrument)
    by_id = {each.name: each for each in draft.instruments}
    for feed in draft.root.at("feeds").below():
        instrument = by_id.get(feed.text("instrument") or "")
        if instrument is not None:
            yield from ((part, draft.grades_of(instrument)) for part in feed.at("books").below())


def _unknown_grade(
    part: Part, grade: str | None, grades: Names, *, at_key: bool = False
) -> Iterator[Problem]:
    if grade is not None and grades.lacks(grade):
        remedy = did_you_mean(grade, grades.known)
        yield part.problem("R201", f"no grade is called `{grade}`", remedy, at_key=at_key)


def unknown_door_keeper(draft: Draft) -> Iterator[Problem]:
    """A gate that names neither a grade nor a list."""
    known = draft.grades.known | draft.lists.known
    for gate in draft.root.at("gates").below():
        for part in [*gate.texts("opens_for"), *gate.texts("shut_for")]:
            name = str(part.scalar())
            if draft.grades.lacks(name) and draft.lists.lacks(name):
                yield part.problem("R202", f"no grade or list is called `{name}`", did_you_mean(name, known))


def unknown_provider(draft: Draft) -> Iterator[Problem]:
    """A rule whose provider the law does not let report."""
    for rule in draft.rules:
        provider = rule.text("provider")
        if provider is not None and draft.providers.lacks(provider):
            remedy = did_you_mean(provider, draft.providers.known, nothing="declare it under `providers`")
            yield rule.at("provider").problem("R203", f"no provider is called `{provider}`", remedy)


def unknown_source(draft: Draft) -> Iterator[Problem]:
    """A value that cites a source which the file does not have."""
    for part in draft.sourced:
        source = part.text("source")
        if source is not None and source != ASSUMPTION and draft.sources.lacks(source):
            remedy = did_you_mean(source, draft.sources.known | {ASSUMPTION})
            yield part.at("source").problem("R204", f"no source is called `{source}`", remedy)


def list_called_as_grade(draft: Draft) -> Iterator[Problem]:
    """A list with the name of a grade, or of another list: a gate that names it could mean either."""
    listings = [each for each in draft.instruments if each.text("kind") == "list"]
    named = {each.name for each in listings}
    for each in [*draft.root.at("lists").below(), *listings]:
        is_listing = each in listings
        if each.name in draft.grades.known:
            fact = f"`{each.name}` is a list and a grade"
            yield each.problem("R205", fact, "give the list another name", at_key=True)
        elif each.name in named and not is_listing:
            fact = f"`{each.name}` is a list that follows from grades, and an instrument that is a list"
            yield each.problem("R205", fact, "give one of them another name", at_key=True)


def unknown_instrument(draft: Draft) -> Iterator[Problem]:
    """A rule, a feed or a taking over that names an instrument which the law does not keep."""
    parts = [rule.at("instrument") for rule in draft.rules]
    parts += [feed.at("instrument") for feed in draft.root.at("feeds").below()]
    parts += [its.at("takes_over", "value") for its in draft.instruments]
    yield from _unknown(parts, "R206", "instrument", draft.section("instruments"))


def unknown_annex(draft: Draft) -> Iterator[Problem]:
    """A rule of an annex that the law does not have."""
    parts = [rule.at("annex") for rule in draft.rules]
    yield from _unknown(parts, "R207", "annex", draft.section("annexes"))


def unknown_tally(draft: Draft) -> Iterator[Problem]:
    """A rule that adds to a tally which the law does not keep."""
    parts = [rule.at("tally") for rule in draft.rules]
    yield from _unknown(parts, "R208", "tally", draft.section("tallies"))


def unknown_dimension(draft: Draft) -> Iterator[Problem]:
    """A rule whose points go to a dimension that its instrument does not have."""
    for rule in draft.rules:
        instrument = draft.instrument_of(rule)
        if instrument is not None and rule.has("dimension"):
            known = Names(frozenset(part.name for part in instrument.at("dimensions").below()), True)
            yield from _unknown([rule.at("dimension")], "R209", "dimension", known, nothing="remove it")


def unknown_level(draft: Draft) -> Iterator[Problem]:
    """A merit of a level for which its instrument's validity has no span."""
    for rule in draft.rules:
        instrument = draft.instrument_of(rule)
        if instrument is not None and rule.has("level"):
            levels = instrument.at("validity", "levels")
            known = Names(frozenset(part.name for part in levels.below()), True)
            remedy = "declare it under `levels` of the instrument's `validity`"
            yield from _unknown([rule.at("level")], "R210", "level", known, nothing=remedy)


def unknown_rule(draft: Draft) -> Iterator[Problem]:
    """A repair, a feed or a booking on others that names a rule which the law does not have."""
    yield from _unknown(draft.links(), "R211", "rule", draft.codes)


def _unknown(
    parts: Iterable[Part], code: str, what: str, names: Names, *, nothing: str | None = None
) -> Iterator[Problem]:
    for part in parts:
        name = part.text()
        if name is not None and names.lacks(name):
            remedy = did_you_mean(name, names.known, nothing=nothing or f"declare the {what} first")
            yield part.problem(code, f"no {what} is called `{name}`", remedy)
