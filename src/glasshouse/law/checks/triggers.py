"""A draft and the catalogue of a world come in, the rules that nothing there can trigger go out."""

from collections.abc import Iterator

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft
from glasshouse.law.wording import did_you_mean, listed


def unknown_conduct(draft: Draft) -> Iterator[Problem]:
    """A rule for conduct that nobody in the world commits."""
    if draft.catalogue is None:
        return
    known = draft.catalogue.severities
    for rule in draft.rules:
        conduct = rule.text("conduct")
        if conduct is not None and conduct not in known:
            fact = f"nothing triggers {rule.name}: {draft.catalogue.world} has no conduct `{conduct}`"
            yield rule.at("conduct").problem("R501", fact, did_you_mean(conduct, known))


def unknown_severity(draft: Draft) -> Iterator[Problem]:
    """A rule for a severity that the conduct does not come in."""
    if draft.catalogue is None:
        return
    for rule in draft.rules:
        conduct = rule.text("conduct") or ""
        known = draft.catalogue.severities.get(conduct)
        named = [(part, str(part.text()), False) for part in rule.texts("severity")]
        named += [(part, part.name, True) for part in rule.at("points_by").below()]
        for part, severity, is_key in named:
            if known is not None and severity not in known:
                fact = f"`{conduct}` has no severity `{severity}` in {draft.catalogue.world}"
                yield part.problem("R502", fact, did_you_mean(severity, known), at_key=is_key)


def never_seen(draft: Draft) -> Iterator[Problem]:
    """A rule whose provider never sees the conduct."""
    if draft.catalogue is None:
        return
    for rule in draft.rules:
        conduct, provider = rule.text("conduct") or "", rule.text("provider")
        seen_by = draft.catalogue.seen_by.get(conduct)
        # A provider that the law does not declare is reported by its name already.
        if seen_by is None or provider in seen_by or provider not in draft.providers.known:
            continue
        fact = f"nothing triggers {rule.name}: in {draft.catalogue.world} `{provider}` never sees `{conduct}`"
        seers = f"it is seen by {listed(sorted(seen_by))}" if seen_by else "nobody does; see `seen_by` there"
        yield rule.at("provider").problem("R503", fact, seers)


def unknown_attribute(draft: Draft) -> Iterator[Problem]:
    """An instrument for residents with something that residents of the world do not have."""
    if draft.catalogue is None:
        return
    for instrument in draft.instruments:
        for part in instrument.at("only").below():
            levels = draft.catalogue.attributes.get(part.name)
            if levels is None:
                fact = f"residents of {draft.catalogue.world} have no `{part.name}`"
                remedy = did_you_mean(part.name, draft.catalogue.attributes)
                yield part.problem("R504", fact, remedy, at_key=True)
                continue
            for level in part.texts():
                if level.text() not in levels:
                    fact = f"`{part.name}` has no level `{level.text()}` in {draft.catalogue.world}"
                    yield level.problem("R505", fact, did_you_mean(str(level.text()), levels))
