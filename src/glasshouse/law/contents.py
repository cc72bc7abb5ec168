"""A regime comes in, its contents go out in the order of reading: sections, and rules by annex."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from glasshouse.law import phrases
from glasshouse.law.accounts import Section, fact_of, instrument_sections
from glasshouse.law.labels import Fact, Label, label_of, place_of
from glasshouse.law.procedures import provider_words
from glasshouse.law.schema import Gate, Place, Regime
from glasshouse.law.shorts import amount_of, class_of, length_in_short

OTHERS = "no provider of its own"
"""Reports what another rule's repair, its own relation or a feed books."""


class RuleRow(NamedTuple):
    """A rule in one line."""

    code: str
    title: str
    amount: str
    length: str
    provider: str
    """Title of who reports it; empty where nobody does."""
    label: Label
    assumed: tuple[str, ...]
    """Fields on which its source is silent."""
    place: Place | None


class RuleGroup(NamedTuple):
    """The rules of one annex, or of one instrument where there are no annexes."""

    id: str
    title: str
    label: Label | None
    rows: tuple[RuleRow, ...]
    n: dict[str, int]
    """How many deductions (or charges), merits, direct downgrades and listings there are."""

    def by_provider(self) -> dict[str, list[RuleRow]]:
        """Return the rows by who reports them, in the order of the file."""
        found: dict[str, list[RuleRow]] = {}
        for row in self.rows:
            found.setdefault(row.provider or OTHERS, []).append(row)
        return found

    @property
    def usual_kind(self) -> str:
        """The kind of source that most of its rules have; the others are marked."""
        return Counter(row.label.kind for row in self.rows).most_common(1)[0][0]


class Contents(NamedTuple):
    """A whole law, ready to be read."""

    before: tuple[Section, ...]
    """Who is scored, the instruments and their grades."""
    groups: tuple[RuleGroup, ...]
    after: tuple[Section, ...]
    """Tallies, feeds, gates, lists, providers and sources; those that the law has."""


def contents_of(regime: Regime) -> Contents:
    """Put a law into the order in which it is read."""
    instruments = [part for name in regime.instruments for part in instrument_sections(regime, name)]
    after = (
        Section("tallies", "Tallies", tuple(_tallies(regime))),
        Section("feeds", "Feeds", tuple(_feeds(regime))),
        Section("gates", "Gates", tuple(_gates(regime))),
        Section("lists", "Lists", tuple(_lists(regime))),
        Section("providers", "Providers", tuple(_providers(regime))),
        Section("sources", "Sources", tuple(_sources(regime))),
    )
    return Contents(
        (Section("scored", "Who is scored", (_scored(regime),)), *instruments),
        tuple(_groups(regime)),
        tuple(section for section in after if section.facts),
    )


def rules_by_annex(regime: Regime) -> dict[str, list[str]]:
    """Return the codes of the rules by the id of their annex; rules of none are not in it."""
    found: dict[str, list[str]] = {name: [] for name in regime.annexes}
    for code, rule in regime.rules.items():
        if rule.annex is not None:
            found.setdefault(rule.annex, []).append(code)
    return found


def _groups(regime: Regime) -> Iterator[RuleGroup]:
    annexed = rules_by_annex(regime)
    for name, codes in annexed.items():
        annex = regime.annexes[name]
        yield from _group(regime, name, annex.title, codes, label_of(regime, annex))
    within = {code for codes in annexed.values() for code in codes}
    rest: dict[str, list[str]] = {}
    for code, rule in regime.rules.items():
        if code not in within:
            rest.setdefault(regime.instrument_of(rule), []).append(code)
    for name, codes in rest.items():
        yield from _group(regime, name, regime.instruments[name].title, codes, None)


def _group(
    regime: Regime, name: str, title: str, codes: Sequence[str], label: Label | None
) -> Iterator[RuleGroup]:
    if codes:
        counted = Counter(class_of(regime, regime.rules[code]) for code in codes)
        yield RuleGroup(name, title, label, tuple(_row(regime, code) for code in codes), dict(counted))


def _row(regime: Regime, code: str) -> RuleRow:
    rule = regime.rules[code]
    role = regime.providers.get(rule.provider or "")
    return RuleRow(
        code,
        rule.title,
        amount_of(regime, rule),
        length_in_short(regime, code),
        "" if role is None else role.title,
        label_of(regime, rule),
        tuple(rule.assumed),
        place_of(regime, f"rules.{code}"),
    )


def _scored(regime: Regime) -> Fact:
    who = f"everybody from {regime.scored.from_age_y} years on"
    if regime.scored.consent:
        who += ", who consents; without consent charges are kept on record all the same"
    return fact_of(regime, "scored", "who", who, regime.scored)


def _tallies(regime: Regime) -> Iterator[Fact]:
    for name, tally in regime.tallies.items():
        most = "" if tally.most_pt is None else f"; at most {phrases.number(tally.most_pt)} in all"
        words = f"{tally.title}, over {phrases.PERIODS[tally.per]}{most}"
        yield fact_of(regime, f"tallies.{name}", name, words, tally)


def _feeds(regime: Regime) -> Iterator[Fact]:
    for name, feed in regime.feeds.items():
        books = phrases.joined([f"{grade} books {code}" for grade, code in feed.books.items()])
        words = f"at the end of a year, by the grade on {feed.instrument}: {books}"
        yield fact_of(regime, f"feeds.{name}", name, words, feed)


def _gates(regime: Regime) -> Iterator[Fact]:
    for name, gate in regime.gates.items():
        yield fact_of(regime, f"gates.{name}", name, f"{gate.title}: {gate_words(gate)}", gate)


def gate_words(gate: Gate) -> str:
    """Say whom a gate lets pass."""
    words: list[str] = []
    if gate.opens_for is not None:
        words.append(f"open to {phrases.joined(gate.opens_for)} alone")
    if gate.shut_for is not None:
        words.append(f"shut to {phrases.joined(gate.shut_for)}")
    return "; ".join(words)


def _lists(regime: Regime) -> Iterator[Fact]:
    for name, spec in regime.lists.items():
        words = f"{spec.title}: whoever has the grade {phrases.joined(spec.grades, last='or')}"
        yield fact_of(regime, f"lists.{name}", name, words, spec)


def _providers(regime: Regime) -> Iterator[Fact]:
    for name, role in regime.providers.items():
        yield fact_of(regime, f"providers.{name}", name, provider_words(role), role)


def _sources(regime: Regime) -> Iterator[Fact]:
    for name, source in regime.sources.items():
        grade = f" {source.grade}" if source.grade else ""
        note = f" ({source.note})" if source.note else ""
        words = f"{source.kind}{grade}: {source.reference}{note}"
        yield Fact(name, words, None, place_of(regime, f"sources.{name}"))
