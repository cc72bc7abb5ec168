"""A law file's tree comes in, a `Regime` goes out: everything a scoring law may say.

Rules are pure. Chance, persons and rates live in the world; nothing here may name them.
Points are written by people with at most one decimal and kept in tenths (`_pt`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PrivateAttr,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from glasshouse.law.fit import refusal
from glasshouse.units import points, tenths

MOST_POINTS = 100_000
"""No amount or limit is larger, either way: sums of tenths stay far inside 32 bits."""


def _tenths(value: object) -> int:
    """Convert points to tenths, and refuse what is no number of points."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("points_type", "a number of points")
    if abs(value) > MOST_POINTS:
        raise refusal(f"points lie between -{MOST_POINTS} and {MOST_POINTS}", "write a smaller amount")
    try:
        return tenths(value)
    except ValueError:
        raise refusal("points have at most one decimal", "round it to tenths") from None


PointsPt = Annotated[
    int,
    BeforeValidator(_tenths),
    PlainSerializer(points, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number", "minimum": -MOST_POINTS, "maximum": MOST_POINTS}),
]
"""Tenths inside, points in YAML and JSON, both ways."""
Limit = Annotated[int, Field(ge=-MOST_POINTS, le=MOST_POINTS)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
"""An id: lower case, digits and hyphens."""
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9+-]*$")]
"""The code of a rule or grade as its law prints it: `NET-01`, `red-light`, `A+`."""

ASSUMPTION = "assumption"
SourceKind = Literal[
    "law", "sister-law", "translation", "press", "secondary", "study", "inference", "assumption", "invented"
]


class Model(BaseModel):
    """Base of all declarations: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Reference(Model):
    """A source that values of this file cite by its id.

    `invented` is for fictional regimes and worlds alone.
    """

    kind: SourceKind
    reference: str
    grade: str | None = None
    """Confidence as the facts grade it: P, P*, T, J, S, I for laws; OS, OS-r, P, J, E for figures."""
    note: str | None = None


class Assumption(Model):
    """Why a value is what it is where no source says it, and between which values it may lie."""

    reason: str
    range: tuple[float, float] | None = None
    """Needed where the value is a number; a text has none."""


class Sourced(Model):
    """Mix-in of everything that carries a source.

    `source` names an entry of the file's `sources`, or is `assumption`, which must carry
    `reason` and `range`; the range feeds sweeps.
    """

    source: str = Field(
        description="the id of one of the file's `sources`, or `assumption` with `reason` and `range`"
    )
    article: str | None = None
    reason: str | None = None
    range: tuple[float, float] | None = None
    note: str | None = None


class SourcedInt(Sourced):
    """A whole number with its source."""

    value: int


class SourcedNumber(Sourced):
    """A number with its source: a rate, a share, a factor."""

    value: float


class SourcedPoints(Sourced):
    """An amount of points with its source, in tenths inside."""

    value_pt: PointsPt = Field(alias="value")


class Publication(Sourced):
    """The day of each month on which an instrument computes and shows its balances."""

    day_of_month: Annotated[int, Field(ge=1, le=28)]


class Band(Sourced):
    """One grade and its closed limits in whole points; the top band has no `to`, the bottom no `from`."""

    grade: Code
    lowest: Limit | None = Field(default=None, alias="from")
    highest: Limit | None = Field(default=None, alias="to")
    part_of: Code | None = None
    """The grade that this one is a sub-band of: whatever names that grade means this one too."""
    title: str | None = None
    shown_as: str | None = None
    """How a board shows it, as stars."""


class StartOfValidity(Sourced):
    """From which day an entry's validity runs."""

    value: Literal["conduct", "booking"]


class OneAct(Sourced):
    """What one act under several rules counts: the `highest` only, or `each`."""

    value: Literal["highest", "each"]


class PointsInstrument(Model):
    """An account of points: base, bands, publication."""

    kind: Literal["points"]
    title: str
    base: SourcedPoints
    floor: SourcedPoints
    ceiling: SourcedPoints | None = None
    publication: Publication
    validity_starts: StartOfValidity
    one_act_counts: OneAct
    bands: Annotated[tuple[Band, ...], Field(min_length=1, strict=False)]


class Scored(Sourced):
    """Who has an account."""

    from_age_y: Annotated[int, Field(ge=18, le=120)]
    """Minors have no account in any version of these laws that could be read."""


class ProviderRole(Sourced):
    """A provider that this law lets report, and its deadline: a later record is `late`."""

    title: str
    report_within_d: Annotated[int, Field(ge=0)] | None = None


class Rule(Sourced):
    """What one kind of conduct, reported by one provider, costs or earns.

    Exactly one of `points` and `downgrade_to` is given. A direct downgrade moves score, grade
    and lists on the day of booking; points wait for the publication.
    """

    title: str
    conduct: Name
    severity: tuple[Name, ...] | None = Field(default=None, strict=False)
    """The severities that the rule is for; all of the conduct's where it is silent."""
    provider: Name
    points_pt: PointsPt | None = Field(default=None, alias="points")
    downgrade_to: Code | None = None
    valid_y: Annotated[int, Field(ge=1, le=99)]
    assumed: dict[str, Assumption] = {}
    """Fields of this rule on which its source is silent, each with reason and range."""


class GradeList(Sourced):
    """A list that follows from the grade: who has one of `grades` is on it."""

    title: str
    grades: Annotated[tuple[Code, ...], Field(min_length=1, strict=False)]


class Gate(Sourced):
    """A door that this law opens or shuts by grade or list."""

    title: str
    door: Name
    opens_for: tuple[Code, ...] | None = Field(default=None, strict=False)
    """Grades or lists that alone may pass (or to whom the perk is given)."""
    shut_for: tuple[Code, ...] | None = Field(default=None, strict=False)
    """Grades or lists that may not pass."""


class Place(Model):
    """Where a value stands in its file; lines and columns count from 1."""

    file: str
    line: int
    column: int


class Regime(Model):
    """A law file: its instruments, rules, lists and gates, with a source for every value."""

    glasshouse: Literal["regime/1"]
    id: Name
    title: str
    about: str
    world: Name
    """The world that this law was written for, by id; `check` reports rules that nothing there triggers."""
    notes: tuple[str, ...] = Field(default=(), strict=False)
    """Conflicts between sources, and what is not encoded."""
    sources: dict[Name, Reference]
    scored: Scored
    providers: dict[Name, ProviderRole]
    instruments: Annotated[dict[Name, PointsInstrument], Field(min_length=1, max_length=1)]
    rules: dict[Code, Rule]
    lists: dict[Name, GradeList] = {}
    gates: dict[Name, Gate] = {}
    _places: dict[str, Place] = PrivateAttr(default_factory=dict)

    @property
    def places(self) -> dict[str, Place]:
        """Where each dotted path stands; filled by the loader, empty for a regime made in Python."""
        return self._places

    def with_places(self, places: dict[str, Place]) -> "Regime":
        """Return the same regime with the places of its values."""
        copy = self.model_copy()
        copy._places = places
        return copy

    @property
    def instrument(self) -> PointsInstrument:
        """The points instrument: the only one that a regime has so far."""
        return next(iter(self.instruments.values()))

    def bands_from_worst(self) -> tuple[Band, ...]:
        """Return the bands in ascending order; a grade's index here is its `grade_ix`."""
        return tuple(sorted(self.instrument.bands, key=lambda b: (b.lowest is not None, b.lowest or 0)))

    def grades_meant_by(self, names: tuple[str, ...]) -> frozenset[str]:
        """Expand grade names to themselves and their sub-bands, and list names to their grades."""
        wanted: set[str] = set()
        for name in names:
            wanted.update(self.lists[name].grades if name in self.lists else (name,))
        return frozenset(b.grade for b in self.instrument.bands if b.grade in wanted or b.part_of in wanted)

    def sourced(self) -> Iterator[tuple[str, Sourced]]:
        """Yield every sourced declaration with its dotted path."""
        yield from walk_sourced(self)


def walk_sourced(node: object, path: str = "") -> Iterator[tuple[str, Sourced]]:
    """Yield every `Sourced` below a declaration with its dotted path (keys as written in YAML)."""
    if isinstance(node, Sourced):
        yield path, node
    if isinstance(node, BaseModel):
        for name, spec in type(node).model_fields.items():
            key = spec.alias or name
            yield from walk_sourced(getattr(node, name), f"{path}.{key}" if path else key)
    elif isinstance(node, Mapping):
        for key, child in cast("Mapping[str, object]", node).items():
            yield from walk_sourced(child, f"{path}.{key}")
    elif isinstance(node, tuple | list):
        for ix, child in enumerate(cast("Sequence[object]", node)):
            yield from walk_sourced(child, f"{path}.{ix}")
