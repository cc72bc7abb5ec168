"""Records come in, a file goes out: entries, score, grade and lists of one resident.

Everything is read off the entries when it is asked for: what counts on a day is worked out from
the days that each entry carries, and nothing is kept up to date.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from glasshouse.law.schema import Regime, Rule
from reference.calendar import Calendar
from reference.law import grade_of, lists_of, lowest_pt


@dataclass(frozen=True, slots=True)
class Record:
    """What a provider reports of an act: it reaches the file on `booked_day` under one rule."""

    act: int
    act_day: int
    booked_day: int
    rule_ix: int
    code: str
    rule: Rule
    kind: str = "true"
    """`late` where it comes after the provider's deadline, else `true`."""


@dataclass(slots=True)
class Entry:
    """A record booked: it counts from the day of booking until the day before `until_day`."""

    record: Record
    until_day: int
    replaced_day: int | None = None
    """When a heavier record of the same act took its place."""

    @property
    def points_pt(self) -> int | None:
        """What it adds, in tenths; None for a direct downgrade."""
        return self.record.rule.points_pt

    @property
    def target(self) -> str | None:
        """The grade that a direct downgrade sets."""
        return self.record.rule.downgrade_to

    @property
    def is_charge(self) -> bool:
        """Whether it costs points or sets a grade."""
        return self.target is not None or (self.points_pt or 0) < 0

    @property
    def is_merit(self) -> bool:
        """Whether it adds points."""
        return (self.points_pt or 0) > 0

    def counts_on(self, day: int) -> bool:
        """Whether the entry counts on a day."""
        is_replaced = self.replaced_day is not None and self.replaced_day <= day
        return self.record.booked_day <= day < self.until_day and not is_replaced


@dataclass(frozen=True, slots=True)
class Standing:
    """What is published of a file from a day on."""

    day: int
    score_pt: int
    grade: str
    lists: frozenset[str]
    why: str
    """`opening`, `publication` or `downgrade`."""


@dataclass(slots=True)
class File:
    """The entries of one resident and what was published of them."""

    regime: Regime
    calendar: Calendar
    opened_day: int
    entries: list[Entry] = field(default_factory=list[Entry])
    blocked: list[Record] = field(default_factory=list[Record])
    """Records that an entry of the same act, as heavy or heavier, kept out."""
    too_late: list[Record] = field(default_factory=list[Record])
    """Records that came when their validity was over already."""
    published: list[Standing] = field(default_factory=list[Standing])

    def __post_init__(self) -> None:
        """Open the account at the base."""
        self._show(self.opened_day, self.regime.instrument.base.value_pt, "opening")

    @property
    def standing(self) -> Standing:
        """What is published now."""
        return self.published[-1]

    def counting(self, day: int) -> list[Entry]:
        """Return the entries that count on a day."""
        return [entry for entry in self.entries if entry.counts_on(day)]

    def score_pt(self, day: int) -> int:
        """Return what the law says the file is worth on a day, published or not."""
        law = self.regime.instrument
        counting = self.counting(day)
        score = law.base.value_pt + sum(entry.points_pt or 0 for entry in counting)
        for entry in counting:
            if entry.target is not None:
                score = min(score, lowest_pt(self.regime, entry.target))
        score = max(score, law.floor.value_pt)
        return score if law.ceiling is None else min(score, law.ceiling.value_pt)

    def book(self, record: Record) -> Entry | None:
        """Book a record on its day, unless an entry of the same act as heavy stands in its way.

        A record that comes when its validity is over already could never count, and is not booked.

        Returns:
            The entry; None where there is none.
        """
        day = record.booked_day
        starts_at_conduct = self.regime.instrument.validity_starts.value == "conduct"
        start = record.act_day if starts_at_conduct else record.booked_day
        entry = Entry(record, self.calendar.years_later(start, record.rule.valid_y))
        if entry.until_day <= day:
            self.too_late.append(record)
            return None
        rivals = [rival for rival in self.counting(day) if self._are_rivals(entry, rival)]
        if any(not self._is_heavier(entry, rival) for rival in rivals):
            self.blocked.append(record)
            return None
        for rival in rivals:
            rival.replaced_day = day
        self.entries.append(entry)
        if entry.target is not None:
            lowered = min(self.standing.score_pt, lowest_pt(self.regime, entry.target))
            self._show(day, lowered, "downgrade")
        return entry

    def publish(self, day: int) -> None:
        """Compute and show the balance of a day."""
        self._show(day, self.score_pt(day), "publication")

    def standing_on(self, ends_day: int) -> Iterator[tuple[int, Standing]]:
        """Yield every day from the opening on with the standing that the resident has at its end."""
        for shown, following in zip_longest(self.published, self.published[1:]):
            for day in range(shown.day, ends_day if following is None else following.day):
                yield day, shown

    def _show(self, day: int, score_pt: int, why: str) -> None:
        grade = grade_of(self.regime, score_pt)
        self.published.append(Standing(day, score_pt, grade, lists_of(self.regime, grade), why))

    def _are_rivals(self, entry: Entry, other: Entry) -> bool:
        """Under `highest`, entries of one act exclude one another; a deduction and a merit do not."""
        highest_only = self.regime.instrument.one_act_counts.value == "highest"
        same_act = entry.record.act == other.record.act
        return highest_only and same_act and entry.is_merit == other.is_merit

    def _is_heavier(self, entry: Entry, other: Entry) -> bool:
        """Whether an entry outweighs another: a downgrade any points, a lower target a higher one."""
        return self._weight(entry) > self._weight(other)

    def _weight(self, entry: Entry) -> tuple[bool, int]:
        if entry.target is not None:
            return True, -lowest_pt(self.regime, entry.target)
        return False, abs(entry.points_pt or 0)
