"""A law file's tree comes in, a `Regime` goes out: everything a scoring law may say.

Rules are pure. Chance, persons and rates live in the world; nothing here may name them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, cast

from pydantic import BaseModel, Field, PrivateAttr

from glasshouse.law.remedies import Deletion, Remedy, Reporting, ShownTo
from glasshouse.law.values import (
    Assumption,
    Code,
    DurationText,
    Model,
    Name,
    PointsPt,
    Reference,
    Sourced,
    SourcedDuration,
    SourcedPoints,
)

MOST_INSTRUMENTS_N = 4
Start = Literal["conduct", "end", "finality", "booking"]
"""`end` of conduct that lasts (conduct that does not ends on its day); `finality` of the decision."""
Holder = Literal["residents", "organisations"]
Relation = Literal["doer", "household-head", "spouse", "parents", "head"]
"""Who an act is booked on, seen from its doer; `head` is that of an organisation."""


class Publication(Sourced):
    """When an instrument computes and shows its balances: exactly one of the three is given.

    `day_of_month` and `first_working_day` are one day of each month; `at_once` is every day on
    which something changed. On a list, being put on waits for the publication and coming off does
    not.
    """

    day_of_month: Annotated[int, Field(ge=1, le=28)] | None = None
    first_working_day: Literal[True] | None = None
    at_once: Literal[True] | None = None


class Band(Sourced):
    """One grade and its closed limits; the top band has no `to`, the bottom no `from`.

    Limits are whole points, or tenths where the next band begins a tenth later. Where `direction`
    is `up-is-worse` the top band is the worst.
    """

    grade: Code
    lowest_pt: PointsPt | None = Field(default=None, alias="from")
    highest_pt: PointsPt | None = Field(default=None, alias="to")
    measure: str | None = None
    """What is done to whoever comes into this band; under `steps: in-order` none may be skipped."""
    part_of: Code | None = None
    """The grade that this one is a sub-band of: whatever names that grade means this one too."""
    title: str | None = None
    shown_as: str | None = None
    """How a board shows it, as stars."""


class StartOfValidity(Sourced):
    """From which day an entry's validity runs."""

    value: Start


class OneAct(Sourced):
    """What one act under several rules counts: the `highest` only, or `each`."""

    value: Literal["highest", "each"]


class RepeatCounts(Sourced):
    """What a repeat of the same kind within validity costs: twice the base amount, or the same again."""

    value: Literal["doubles", "counts"]


class AfterDowngrade(Sourced):
    """What deductions after a direct downgrade do.

    `hold`: they lower the score once all entries together come out below the score that was set.
    `subtract`: they come off that score at once.
    """

    value: Literal["hold", "subtract"]


class MeritsWhileUncorrected(Sourced):
    """What merits do while conduct behind a direct downgrade is not corrected."""

    value: Literal["count", "suspended"]


class Direction(Sourced):
    """Whether more points are better, as in an account of merit, or worse, as in a driver register."""

    value: Literal["up-is-better", "up-is-worse"]


class Steps(Sourced):
    """Whether the bands with a `measure` must be passed one after another.

    In order, whoever would skip one is set to the worst score of the next one due, and keeps the
    difference as relief.
    """

    value: Literal["in-order", "free"]


class BySize(Model):
    """How long a deduction counts, by its base amount: up to so many points, or all larger ones."""

    up_to_pt: PointsPt | None = Field(default=None, alias="up_to")
    valid: DurationText


class Validity(Sourced):
    """How long entries count where their rule does not say: by size, award level or target grade."""

    deductions: Annotated[tuple[BySize, ...], Field(min_length=1, strict=False)]
    """Ascending; the last has no `up_to`."""
    merits: DurationText
    levels: dict[Name, DurationText] = {}
    """Of merits, by the level of the body that gave the award."""
    downgrades: dict[Code, DurationText] = {}
    """By target grade."""


class TakesOver(Sourced):
    """Whose entries count here too: every points rule of the other instrument, with its own amount."""

    value: Name


class Dimension(Sourced):
    """One part of an index: its weight in percent, and where it stands without any entry, 0 to 100."""

    title: str
    weight: Annotated[int, Field(ge=1, le=100)]
    start: Annotated[int, Field(ge=0, le=100)]


class Instrument(Model):
    """One account or list that a regime keeps.

    `points` needs `base`, `floor` and `bands`. `index` needs `floor`, `ceiling`, `dimensions` and
    `bands`: the score is floor + (ceiling - floor) times the weighted dimensions, each held between
    0 and 100, rounded down to tenths. `list` needs none of these: it has the grades `listed` and
    `unlisted`, a rule puts somebody on it by `downgrade_to: listed`, and its id is the list's name.
    """

    kind: Literal["points", "list", "index"]
    title: str
    holders: Annotated[tuple[Holder, ...], Field(min_length=1, strict=False)] = ("residents",)
    """Who has an account here."""
    only: dict[Name, Annotated[tuple[Name, ...], Field(strict=False)]] = {}
    """Which residents: those with one of these levels of each named attribute of the world."""
    base: SourcedPoints | None = None
    floor: SourcedPoints | None = None
    ceiling: SourcedPoints | None = None
    direction: Direction | None = None
    """`up-is-better` where it is silent."""
    publication: Publication
    shown_to: ShownTo | None = None
    """`everybody` where it is silent."""
    notice: SourcedDuration | None = None
    """How long after it is ready a record waits before it is booked; silent, it does not wait."""
    remedy: Remedy | None = None
    """How somebody may object to a charge; silent, nobody can."""
    deletion: Deletion | None = None
    """`by-hand` where it is silent."""
    validity_starts: StartOfValidity
    validity: Validity | None = None
    one_act_counts: OneAct | None = None
    """`highest` where it is silent."""
    repeat: RepeatCounts | None = None
    """`counts` where it is silent."""
    after_downgrade: AfterDowngrade | None = None
    """`hold` where it is silent."""
    merits_while_uncorrected: MeritsWhileUncorrected | None = None
    """`count` where it is silent."""
    steps: Steps | None = None
    """`free` where it is silent."""
    takes_over: TakesOver | None = None
    dimensions: dict[Name, Dimension] = {}
    bands: Annotated[tuple[Band, ...], Field(strict=False)] = ()

    @property
    def is_up_worse(self) -> bool:
        """Whether more points are worse."""
        return self.direction is not None and self.direction.value == "up-is-worse"

    @property
    def base_pt(self) -> int:
        """Score of an empty file before floor and ceiling, in tenths; 0 for lists."""
        if self.kind == "index":
            assert self.floor is not None
            assert self.ceiling is not None
            share = sum(its.weight * its.start * 10 for its in self.dimensions.values())
            return self.floor.value_pt + (self.ceiling.value_pt - self.floor.value_pt) * share // 100_000
        return 0 if self.base is None else self.base.value_pt

    @property
    def floor_pt(self) -> int:
        """Lowest score in tenths; for lists the score of who is listed."""
        return LISTED_PT if self.floor is None else self.floor.value_pt

    @property
    def ceiling_pt(self) -> int | None:
        """Highest score in tenths, if there is one."""
        if self.kind == "list":
            return 0
        return None if self.ceiling is None else self.ceiling.value_pt

    def grades_from_worst(self) -> tuple[str, ...]:
        """Return the grades, worst first."""
        return tuple(band.grade for band in self.bands_from_worst())

    def bands_from_worst(self) -> tuple[Band, ...]:
        """Return the bands, worst first; those of a list are made up of its two grades."""
        if self.kind == "list":
            return LIST_BANDS
        rising = sorted(self.bands, key=lambda b: (b.lowest_pt is not None, b.lowest_pt or 0))
        return tuple(reversed(rising)) if self.is_up_worse else tuple(rising)

    def meant_by(self, grade: str) -> tuple[str, ...]:
        """Return a grade and its sub-bands, worst first."""
        return tuple(b.grade for b in self.bands_from_worst() if grade in (b.grade, b.part_of))


LISTED, UNLISTED = "listed", "unlisted"
LISTED_PT = -10
"""Score of who is on a list, in tenths; who is not has 0."""
LIST_BANDS = (
    Band.model_validate({"grade": LISTED, "to": -1, "source": "the list"}),
    Band.model_validate({"grade": UNLISTED, "from": 0, "source": "the list"}),
)


class Annex(Sourced):
    """A table of the law that rules belong to, so that they can be counted and found again."""

    title: str
    in_tables: bool = True
    """False where no table of the law has these rules: they say what one of its articles says."""


class Tally(Sourced):
    """What is added up over a period before it counts: hours, gifts, times.

    Each record of its rules adds its size (`sizes` of the world's conduct; 1 where it has none).
    Rules with `from` are tiers of which the highest reached counts; rules with `for_each` earn by
    the piece; any other rule earns its points each time. What a record books is the difference to
    what the period has earned so far. `most` caps what one period may earn in all.
    """

    title: str
    per: Literal["month", "quarter", "half-year", "year"]
    """Calendar periods, by the day of booking."""
    most_pt: PointsPt | None = Field(default=None, alias="most")


class Feed(Sourced):
    """What one instrument's grade at the end of 31 December books on 1 January: a rule by grade."""

    instrument: Name
    """Whose grade it is."""
    books: dict[Code, Code]
    """By grade, the rule; each belongs to another instrument and has no conduct of its own."""


class Scored(Sourced):
    """Who has an account."""

    from_age_y: Annotated[int, Field(ge=18, le=120)]
    """Minors have no account in any version of these laws that could be read."""
    consent: Literal["required"] | None = None
    """Whoever does not consent has no score and no merits; charges are kept on record all the same.
    The share who consent belongs to the world."""


class ProviderRole(Reporting):
    """A provider that this law lets report, how, and its deadline: a later record is `late`."""

    title: str
    report_within_d: Annotated[int, Field(ge=0)] | None = None


class Repair(Sourced):
    """What becomes of an entry once its conduct is corrected: another rule's takes its place, or none."""

    rule: Code | None = None
    after: DurationText | None = None
    """How long after the correction; at once where it is silent."""


class ScoreRange(Model):
    """Scores, closed on both sides."""

    lowest_pt: PointsPt = Field(alias="from")
    highest_pt: PointsPt = Field(alias="to")


class Rule(Sourced):
    """What one kind of conduct, reported by one provider, costs or earns.

    Exactly one of `points`, `points_by` and `downgrade_to` is given. A direct downgrade moves
    score, grade and lists on the day of booking; points wait for the publication. A rule without
    `conduct` and `provider` is booked by another rule's `repair`, `books_too` or by a feed.
    """

    title: str
    instrument: Name | None = None
    """The first of the file where it is silent."""
    annex: Name | None = None
    conduct: Name | None = None
    severity: tuple[Name, ...] | None = Field(default=None, strict=False)
    """The severities that the rule is for; all of the conduct's where it is silent."""
    provider: Name | None = None
    points_pt: PointsPt | None = Field(default=None, alias="points")
    points_by: dict[Name, PointsPt] | None = None
    """Points by severity, where the law grades them; then the rule is for these severities."""
    downgrade_to: Code | None = None
    dimension: Name | None = None
    """Of an index: where the points go."""
    valid: DurationText | None = None
    """As the instrument's `validity` says where it is silent."""
    level: Name | None = None
    """Of a merit: the level of the body that gave it."""
    starts: Start | None = None
    """As the instrument's `validity_starts` says where it is silent."""
    counted: Literal["once", "each-month", "each-half-year"] = "once"
    """Whether conduct that lasts is booked again for every month or half-year that begins in it."""
    repeat: Literal["doubles", "counts", "refused"] | None = None
    """As the instrument's `repeat` says where it is silent; merits and downgrades never double.
    `refused`: not booked again while an entry of the rule counts."""
    booked_on: Annotated[tuple[Relation, ...], Field(min_length=1, strict=False)] = ("doer",)
    books_too: dict[Relation, Code] = {}
    """Another rule that the same act is booked under, on somebody related to the doer."""
    follows: Code | None = None
    """Booked beside every direct downgrade to this grade of another instrument, on the same person."""
    repair: Repair | None = None
    tally: Name | None = None
    from_size: Annotated[int, Field(ge=1)] | None = Field(default=None, alias="from")
    """Of a tally: earns its points once the period's sum has come so far."""
    for_each: Annotated[int, Field(ge=1)] | None = None
    """Of a tally: earns its points for each so many, of what lies above `above`."""
    above: Annotated[int, Field(ge=0)] | None = None
    up_to: Annotated[int, Field(ge=1)] | None = None
    only_while: ScoreRange | None = None
    """Booked only while the score shown lies in this range; else it is refused."""
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
    instruments: Annotated[dict[Name, Instrument], Field(min_length=1, max_length=MOST_INSTRUMENTS_N)]
    annexes: dict[Name, Annex] = {}
    tallies: dict[Name, Tally] = {}
    feeds: dict[Name, Feed] = {}
    rules: dict[Code, Rule]
    lists: dict[Name, GradeList] = {}
    gates: dict[Name, Gate] = {}
    _places: dict[str, Place] = PrivateAttr(default_factory=dict)
    _amendments: tuple[str, ...] = PrivateAttr(default=())

    def __eq__(self, other: object) -> bool:
        """Say whether two laws say the same, wherever that stands and however they came to say it."""
        return isinstance(other, Regime) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        """Hash what equal laws have in common."""
        return hash((self.id, self.title))

    @property
    def amendments(self) -> tuple[str, ...]:
        """The ids of the amendments that this law carries, in the order in which they were named."""
        return self._amendments

    def with_amendments(self, amendments: tuple[str, ...]) -> "Regime":
        """Return the same regime, carrying amendments that were laid over it."""
        copy = self.model_copy()
        copy._amendments = amendments
        return copy

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
    def instrument(self) -> Instrument:
        """The first instrument: the one that the headline is about."""
        return next(iter(self.instruments.values()))

    def instrument_of(self, rule: Rule) -> str:
        """Return the id of the instrument that a rule is booked on."""
        return rule.instrument or next(iter(self.instruments))

    def bands_from_worst(self) -> tuple[Band, ...]:
        """Return the bands of the first instrument, worst first."""
        return self.instrument.bands_from_worst()

    def grades_meant_by(self, names: tuple[str, ...]) -> frozenset[str]:
        """Expand grade names to themselves and their sub-bands, and list names to their grades."""
        wanted: set[str] = set()
        for name in names:
            wanted.update(self.lists[name].grades if name in self.lists else (name,))
        return frozenset(
            b.grade
            for its in self.instruments.values()
            for b in its.bands
            if b.grade in wanted or b.part_of in wanted
        )

    def lists_of(self, grades: Mapping[str, str]) -> frozenset[str]:
        """Return the lists that somebody is on.

        Args:
            grades: By instrument, the grade that they have there.
        """
        by_grade = {
            name
            for name, spec in self.lists.items()
            if any(grade in self.grades_meant_by(spec.grades) for grade in grades.values())
        }
        by_listing = {
            name
            for name, its in self.instruments.items()
            if its.kind == "list" and grades.get(name) == LISTED
        }
        return frozenset(by_grade | by_listing)

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
