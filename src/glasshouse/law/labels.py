"""A value of a law comes in, the label that stands beside it goes out: where it is from, where it stands.

What is translation, sister law, press, inference or assumption says so wherever it is shown.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from glasshouse.law.schema import Place, Regime
from glasshouse.law.values import ASSUMPTION, Assumption, Sourced, SourceKind


@dataclass(frozen=True, slots=True)
class Label:
    """Where a value comes from."""

    kind: SourceKind
    source: str
    """The id of a source of the file; `assumption` for what has none."""
    reference: str | None = None
    grade: str | None = None
    """Confidence in the source, as the file grades it."""
    article: str | None = None
    reason: str | None = None
    range: tuple[float, float] | None = None
    note: str | None = None

    @property
    def short(self) -> str:
        """The label in a few words: `sister-law, art. 9`, `assumption, 1 to 5`."""
        if self.kind == ASSUMPTION:
            return f"{ASSUMPTION}, {spread(self.range)}" if self.range else ASSUMPTION
        return f"{self.kind}, {self.article}" if self.article else self.kind

    def as_json(self) -> dict[str, object]:
        """Return what is known of the source, without what is not."""
        known = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a law says."""

    name: str
    says: str
    label: Label | None
    """None where the law is silent and a default of the schema holds."""
    place: Place | None


def label_of(regime: Regime, declared: Sourced) -> Label:
    """Return the label of a value."""
    reference = regime.sources.get(declared.source)
    return Label(
        ASSUMPTION if reference is None else reference.kind,
        ASSUMPTION if reference is None else declared.source,
        None if reference is None else reference.reference,
        None if reference is None else reference.grade,
        declared.article,
        declared.reason,
        declared.range,
        declared.note,
    )


def assumed_label(assumed: Assumption) -> Label:
    """Return the label of a field on which the source of what it is part of is silent."""
    return Label(ASSUMPTION, ASSUMPTION, reason=assumed.reason, range=assumed.range)


def place_of(regime: Regime, path: str) -> Place | None:
    """Return where a value stands, or what it is a part of; None for a law that was made in Python."""
    steps = path.split(".")
    for length in range(len(steps), 0, -1):
        place = regime.places.get(".".join(steps[:length]))
        if place is not None:
            return place
    return None


def place_words(place: Place | None) -> str:
    """Write a place as `file:line:column`; empty where there is none."""
    return "" if place is None else f"{place.file}:{place.line}:{place.column}"


def spread(limits: tuple[float, float]) -> str:
    """Write a range: `1 to 5`, `−8 to −1`."""
    return " to ".join(f"{limit:g}".replace("-", "\N{MINUS SIGN}") for limit in limits)


def kinds_of_values(regime: Regime) -> dict[str, int]:
    """Count the values of a law by the kind of their source, the most first; assumed fields count too."""
    kinds = Counter[str](label_of(regime, declared).kind for _, declared in regime.sourced())
    kinds[ASSUMPTION] += sum(1 for _ in assumed_fields(regime))
    return {kind: n for kind, n in kinds.most_common() if n}


def assumed_fields(regime: Regime) -> Iterator[tuple[str, Assumption]]:
    """Yield the fields of rules, providers and remedies on which their source is silent, by dotted path."""
    assuming = {f"providers.{name}": role.assumed for name, role in regime.providers.items()}
    for name, its in regime.instruments.items():
        if its.remedy is not None:
            assuming[f"instruments.{name}.remedy"] = its.remedy.assumed
    assuming |= {f"rules.{code}": rule.assumed for code, rule in regime.rules.items()}
    for path, fields in assuming.items():
        yield from ((f"{path}.{field}", assumed) for field, assumed in fields.items())


def without_source(regime: Regime) -> list[str]:
    """Return the paths of values that neither cite a source nor give a reason; the loader refuses them."""
    return [
        path
        for path, declared in regime.sourced()
        if declared.source not in regime.sources and not (declared.source == ASSUMPTION and declared.reason)
    ]
