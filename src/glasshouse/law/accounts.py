"""An instrument of a law comes in, its provisions and grades in words go out."""

from collections.abc import Iterator
from typing import NamedTuple

from glasshouse.law import phrases
from glasshouse.law.labels import Fact, label_of, place_of
from glasshouse.law.lengths import charge_word
from glasshouse.law.procedures import provisions
from glasshouse.law.schema import Band, Instrument, Regime
from glasshouse.law.values import Sourced


class Section(NamedTuple):
    """Facts under one heading."""

    id: str
    title: str
    facts: tuple[Fact, ...]


def fact_of(regime: Regime, path: str, name: str, says: str, declared: Sourced) -> Fact:
    """Build a fact of what stands at a path."""
    return Fact(name, says, label_of(regime, declared), place_of(regime, path))


def instrument_sections(regime: Regime, name: str) -> Iterator[Section]:
    """Yield what an instrument provides, and its grades, best first."""
    its, path = regime.instruments[name], f"instruments.{name}"
    holders = phrases.joined([phrases.HOLDERS[holder] for holder in its.holders])
    for attribute, levels in its.only.items():
        holders += f", only with {attribute} {phrases.joined(list(levels), last='or')}"
    facts = [Fact("holders", holders, None, place_of(regime, f"{path}.holders"))]
    for field, says in _provisions(its):
        declared: Sourced = getattr(its, field)
        facts.append(fact_of(regime, f"{path}.{field}", field.replace("_", " "), says, declared))
    facts += provisions(regime, name)
    for each, dimension in its.dimensions.items():
        says = f"{dimension.title}: {dimension.weight}% of the whole, starts at {dimension.start}"
        facts.append(fact_of(regime, f"{path}.dimensions.{each}", f"dimension {each}", says, dimension))
    yield Section(path, f"{its.title} ({name}, {its.kind})", tuple(facts))
    if its.bands:
        bands = tuple(
            fact_of(regime, f"{path}.bands.{its.bands.index(band)}", band.grade, _band_words(band), band)
            for band in reversed(its.bands_from_worst())
        )
        yield Section(f"{path}.bands", f"Grades of {name}", bands)


def _provisions(its: Instrument) -> Iterator[tuple[str, str]]:
    """Yield the single provisions that an instrument has, in words, by field."""
    amounts = (("base", its.base), ("floor", its.floor), ("ceiling", its.ceiling))
    yield from ((field, phrases.number(amount.value_pt)) for field, amount in amounts if amount is not None)
    if its.direction is not None:
        yield "direction", its.direction.value
    yield "publication", phrases.publication_words(its.publication)
    if its.notice is not None:
        yield "notice", f"{its.notice.value} before a record is booked"
    yield "validity_starts", f"an entry counts from {phrases.STARTS[its.validity_starts.value]}"
    if its.validity is not None:
        yield "validity", _validity_words(its)
    chosen = {field: getattr(its, field) for field in _CHOICES}
    yield from ((field, _CHOICES[field][each.value]) for field, each in chosen.items() if each is not None)
    if its.takes_over is not None:
        yield "takes_over", f"the entries of {its.takes_over.value}, each with its own amount"


_CHOICES = {
    "one_act_counts": {
        "highest": "under several rules the highest amount alone",
        "each": "under several rules each of them",
    },
    "repeat": phrases.REPEATS,
    "after_downgrade": {
        "hold": "after a direct downgrade deductions lower the score once all entries together fall below it",
        "subtract": "deductions after a direct downgrade come off the score that it set",
    },
    "merits_while_uncorrected": {
        "count": "merits count while the conduct behind a direct downgrade is not corrected",
        "suspended": "merits wait while the conduct behind a direct downgrade is not corrected",
    },
    "steps": {"in-order": "the measures follow one another, and none is skipped", "free": "in any order"},
}


def _validity_words(its: Instrument) -> str:
    validity = its.validity
    assert validity is not None
    charges = f"{charge_word(its)}s"
    larger = "larger ones" if len(validity.deductions) > 1 else f"{charges} count"
    sizes = [
        f"{charges} of up to {phrases.number(step.up_to_pt)} count {phrases.valid_words(step.valid)}"
        if step.up_to_pt is not None
        else f"{larger} {phrases.valid_words(step.valid)}"
        for step in validity.deductions
    ]
    merits = f"merits {phrases.valid_words(validity.merits)}"
    levels = [
        f"of the level {level} {phrases.valid_words(valid)}" for level, valid in validity.levels.items()
    ]
    downs = [f"to {grade} {phrases.valid_words(valid)}" for grade, valid in validity.downgrades.items()]
    parts = [", ".join(sizes), ", ".join([merits, *levels])]
    return "; ".join([*parts, f"direct downgrades {', '.join(downs)}"] if downs else parts)


def _band_words(band: Band) -> str:
    words = [phrases.limits_words(band), band.title, band.shown_as]
    words.append(f"part of {band.part_of}" if band.part_of else None)
    words.append(f"measure: {band.measure}" if band.measure else None)
    return "; ".join(word for word in words if word)
