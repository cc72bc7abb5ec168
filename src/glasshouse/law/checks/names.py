"""A draft of a law comes in, the names that mean nothing go out, each with the nearest that does."""

from collections.abc import Iterator

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft
from glasshouse.law.schema import ASSUMPTION
from glasshouse.law.wording import did_you_mean


def unknown_grade(draft: Draft) -> Iterator[Problem]:
    """A direct downgrade or a list that names a grade without a band."""
    named = [rule.at("downgrade_to") for rule in draft.rules]
    for each in draft.root.at("lists").below():
        named += each.texts("grades")
    for part in named:
        grade = part.text()
        if grade is not None and draft.grades.lacks(grade):
            yield part.problem(
                "R201", f"no grade is called `{grade}`", did_you_mean(grade, draft.grades.known)
            )


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
    """A list with the name of a grade: a gate that names it could mean either."""
    for each in draft.root.at("lists").below():
        if each.name in draft.grades.known:
            fact = f"`{each.name}` is a list and a grade"
            yield each.problem("R205", fact, "give the list another name", at_key=True)
