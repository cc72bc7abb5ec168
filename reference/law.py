"""A Regime comes in, its plain meaning goes out: grades, worst scores, lists, and what a report books.

Amounts and scores are tenths of points and have the sign that the law prints; `is_up_worse` says
which way is down. What lies between the upper limit of one band and the lower limit of the next
belongs to the band whose numbers are lower.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from glasshouse.law.durations import Duration, duration
from glasshouse.law.schema import LISTED, Band, Instrument, Regime, Relation, Repair, Rule, ScoreRange


def bands_from_worst(instrument: Instrument) -> list[Band]:
    """Return the bands from the worst to the best."""
    return list(instrument.bands_from_worst())


def grade_of(instrument: Instrument, score_pt: int) -> str:
    """Return the grade of a score: of the bands whose lower limit it reaches the highest."""
    upwards = sorted(
        instrument.bands_from_worst(), key=lambda its: (its.lowest_pt is not None, its.lowest_pt or 0)
    )
    return [its.grade for its in upwards if its.lowest_pt is None or its.lowest_pt <= score_pt][-1]


def rank_of(instrument: Instrument, grade: str) -> int:
    """Return a grade's place from the worst, which has 0."""
    return instrument.grades_from_worst().index(grade)


def worst_of_band_pt(instrument: Instrument, band: Band) -> int:
    """Return the worst score of one band; that of an open one is the floor or the ceiling."""
    if instrument.is_up_worse:
        highest_pt = instrument.ceiling_pt if band.highest_pt is None else band.highest_pt
        assert highest_pt is not None, "a worst grade without limit has no worst score"
        return highest_pt
    return instrument.floor_pt if band.lowest_pt is None else band.lowest_pt


def worst_pt(instrument: Instrument, grade: str) -> int:
    """Return the worst score of a grade, its sub-bands among it: what a direct downgrade sets."""
    meant = [its for its in instrument.bands_from_worst() if grade in (its.grade, its.part_of)]
    return worse(instrument, *(worst_of_band_pt(instrument, its) for its in meant))


def worse(instrument: Instrument, *scores_pt: int) -> int:
    """Return the worst of some scores."""
    return max(scores_pt) if instrument.is_up_worse else min(scores_pt)


def held_pt(instrument: Instrument, score_pt: int) -> int:
    """Return a score held between floor and ceiling."""
    if instrument.ceiling_pt is not None:
        score_pt = min(score_pt, instrument.ceiling_pt)
    return max(score_pt, instrument.floor_pt)


def steps_of(instrument: Instrument) -> list[Band]:
    """Return the bands with a measure, from the mildest to the most severe."""
    return [its for its in reversed(instrument.bands_from_worst()) if its.measure is not None]


def lists_of(regime: Regime, grades: Mapping[str, str]) -> frozenset[str]:
    """Return the lists that somebody is on, by the grade in each instrument; a sub-band is its grade too."""
    names: set[str] = set()
    for name, grade in grades.items():
        instrument = regime.instruments[name]
        if instrument.kind == "list":
            names.update({name} if grade == LISTED else ())
            continue
        band = next(its for its in instrument.bands if its.grade == grade)
        names.update(of for of, its in regime.lists.items() if {band.grade, band.part_of} & set(its.grades))
    return frozenset(names)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A rule as one instrument books it: its own, or one that takes over the rule's instrument.

    An instrument that takes a rule over has its own validity, start and repeat for it; a repair and
    a range of scores speak of the other instrument and stay there.
    """

    place: tuple[int, int]
    """Of the rule in the law, and of the instrument."""
    code: str
    rule: Rule
    name: str
    instrument: Instrument
    is_taken_over: bool

    @property
    def target_pt(self) -> int | None:
        """The score that a direct downgrade sets."""
        target = self.rule.downgrade_to
        return None if target is None else worst_pt(self.instrument, target)

    @property
    def is_scaled(self) -> bool:
        """Whether it earns by what a period has added up to."""
        return self.rule.from_size is not None or self.rule.for_each is not None

    @property
    def repeat(self) -> str:
        """What a repeat within validity does: `doubles`, `counts`, or is `refused`."""
        if self.rule.repeat is not None and not self.is_taken_over:
            return self.rule.repeat
        return "counts" if self.instrument.repeat is None else self.instrument.repeat.value

    @property
    def starts(self) -> str:
        """From which day an entry's validity runs."""
        if self.rule.starts is not None and not self.is_taken_over:
            return self.rule.starts
        return self.instrument.validity_starts.value

    @property
    def repair(self) -> Repair | None:
        """What becomes of an entry once its conduct is corrected."""
        return None if self.is_taken_over else self.rule.repair

    @property
    def only_while(self) -> ScoreRange | None:
        """Between which scores alone it is booked."""
        return None if self.is_taken_over else self.rule.only_while

    def is_for(self, severity: str) -> bool:
        """Whether the rule says what an act of this severity costs."""
        return self.rule.points_by is None or severity in self.rule.points_by

    def amount_pt(self, severity: str) -> int | None:
        """Return what it adds for an act of this severity; None for a direct downgrade."""
        return self.rule.points_pt if self.rule.points_by is None else self.rule.points_by[severity]

    def is_charge(self, amount_pt: int | None) -> bool:
        """Whether an amount lowers the standing; a direct downgrade always does."""
        if amount_pt is None:
            return True
        return amount_pt > 0 if self.instrument.is_up_worse else amount_pt < 0

    def is_merit(self, amount_pt: int | None) -> bool:
        """Whether an amount raises the standing."""
        return bool(amount_pt) and not self.is_charge(amount_pt)

    def valid(self, severity: str) -> Duration:
        """Return how long an entry counts: as its rule says, or its instrument by kind and base amount."""
        if self.rule.valid is not None and not self.is_taken_over:
            return duration(self.rule.valid)
        by = self.instrument.validity
        assert by is not None, "no validity in rule or instrument"
        amount_pt = self.amount_pt(severity)
        if amount_pt is None:
            assert self.rule.downgrade_to is not None
            return duration(by.downgrades[self.rule.downgrade_to])
        if self.is_merit(amount_pt):
            level = None if self.is_taken_over else self.rule.level
            return duration(by.merits if level is None else by.levels[level])
        fitting = [its for its in by.deductions if its.up_to_pt is None or abs(amount_pt) <= its.up_to_pt]
        return duration(fitting[0].valid)


@dataclass(frozen=True, slots=True)
class Booking:
    """One row that a record books, and on whom."""

    row: Row
    relation: Relation


@dataclass(frozen=True, slots=True)
class Trigger:
    """A rule that a report fires, and all that its record books."""

    rule: Rule
    bookings: tuple[Booking, ...]


@dataclass(slots=True)
class Law:
    """A regime, with what its rules say together."""

    regime: Regime
    rows: dict[tuple[str, str], Row] = field(init=False)
    """By code and instrument, in the order of the law."""
    _triggers: dict[tuple[str, str, str], tuple[Trigger, ...]] = field(
        default_factory=dict[tuple[str, str, str], tuple[Trigger, ...]]
    )

    def __post_init__(self) -> None:
        """Work out which instruments book which rule."""
        self.rows = {(row.code, row.name): row for row in self._all_rows()}

    def own_row(self, code: str) -> Row:
        """Return a rule as its own instrument books it."""
        return self.rows[code, self.regime.instrument_of(self.regime.rules[code])]

    def rows_of(self, code: str) -> list[Row]:
        """Return a rule as every instrument books it that does."""
        return [self.rows[code, name] for name in self.regime.instruments if (code, name) in self.rows]

    def scaled_rows(self, tally: str, name: str) -> list[Row]:
        """Return the rules that earn by the sum of a tally on one instrument, in the order of the law."""
        return [
            row for row in self.rows.values() if row.is_scaled and (row.rule.tally, row.name) == (tally, name)
        ]

    def triggers(self, conduct: str, severity: str, provider: str) -> tuple[Trigger, ...]:
        """Return the rules that a provider's report of such conduct fires, in the order of the law.

        The reports of a provider that is not linked fire none.
        """
        key = conduct, severity, provider
        role = self.regime.providers.get(provider)
        if role is not None and not role.linked:
            return ()
        if key not in self._triggers:
            codes = [code for code, rule in self.regime.rules.items() if _sees(rule, *key)]
            self._triggers[key] = tuple(self._trigger(code, codes, severity) for code in codes)
        return self._triggers[key]

    def trigger(self, code: str, severity: str) -> Trigger:
        """Return what a record under one rule books."""
        return self._trigger(code, [code], severity)

    def charges(self, conduct: str) -> bool:
        """Whether the law charges a conduct, anywhere."""
        return any(row.is_charge(amount) for row, amount in self._amounts(conduct))

    def rewards(self, conduct: str) -> bool:
        """Whether the law rewards a conduct, anywhere."""
        return any(row.is_merit(amount) for row, amount in self._amounts(conduct))

    def _amounts(self, conduct: str) -> Iterator[tuple[Row, int | None]]:
        for row in self.rows.values():
            if row.rule.conduct == conduct:
                for severity in row.rule.points_by or ("any",):
                    yield row, row.amount_pt(severity)

    def _all_rows(self) -> Iterator[Row]:
        for rule_ix, (code, rule) in enumerate(self.regime.rules.items()):
            own = self.regime.instrument_of(rule)
            has_points = rule.points_pt is not None or rule.points_by is not None
            for instrument_ix, (name, its) in enumerate(self.regime.instruments.items()):
                takes_over = its.takes_over is not None and its.takes_over.value == own
                if name == own or (takes_over and has_points and rule.conduct is not None):
                    yield Row((rule_ix, instrument_ix), code, rule, name, its, is_taken_over=name != own)

    def _trigger(self, code: str, codes: list[str], severity: str) -> Trigger:
        rule = self.regime.rules[code]
        first = [
            Booking(row, relation)
            for row in self.rows_of(code)
            if self._leads(row, codes)
            for relation in rule.booked_on
        ]
        too = [
            Booking(row, relation)
            for relation, other in rule.books_too.items()
            for row in self.rows_of(other)
        ]
        beside = [
            Booking(row, booking.relation)
            for booking in (*first, *too)
            for row in self.rows.values()
            if _follows(row, booking.row)
        ]
        return Trigger(rule, tuple(its for its in (*first, *too, *beside) if its.row.is_for(severity)))

    def _leads(self, row: Row, codes: list[str]) -> bool:
        """Whether a row stands for all rules of its tally: one record adds its size to it once."""
        if not row.is_scaled:
            return True
        assert row.rule.tally is not None
        together = [its.code for its in self.scaled_rows(row.rule.tally, row.name) if its.code in codes]
        return together[0] == row.code


def _sees(rule: Rule, conduct: str, severity: str, provider: str) -> bool:
    """Whether a rule is for a provider's report of such conduct."""
    return (
        (rule.conduct, rule.provider) == (conduct, provider)
        and (rule.severity is None or severity in rule.severity)
        and (rule.points_by is None or severity in rule.points_by)
    )


def _follows(row: Row, other: Row) -> bool:
    """Whether a row is booked beside another: a direct downgrade of another instrument to its grade."""
    return (
        row.rule.follows is not None
        and row.rule.follows == other.rule.downgrade_to
        and row.name != other.name
    )
