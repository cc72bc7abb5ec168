"""A report comes in, an entry goes out: acts, records, what became of them, and what an entry weighs."""

from dataclasses import dataclass, field
from typing import Literal

from reference.calendar import NEVER, after
from reference.law import Row

OFFICIAL, TRUTHFUL = "official", "truthful"
SIDES = (OFFICIAL, TRUTHFUL)
"""Everybody has two files on each instrument: what is booked, and what would be without any error."""

TRUE, LATE, DUPLICATE = "true", "late", "duplicate"
NAMESAKE, HOUSEMATE, NEIGHBOUR = "namesake", "housemate", "neighbour"
"""Kinds of records; those that nobody's conduct is behind are named for their cause."""


@dataclass(frozen=True, slots=True)
class Act:
    """Conduct that happened: one act of one doer, or what the end of a year is taken for."""

    number: int
    doer: int
    day: int
    end_day: int
    """When it was corrected, performed or over."""
    final_day: int
    """When the decision on it was final."""
    conduct: str | None = None
    severity: str = "any"
    size: int = 1


@dataclass(frozen=True, slots=True)
class Record:
    """What a provider reports of an act, or of one month or half-year of it, under one rule."""

    act: Act
    row: Row
    person: int
    """On whose file it is booked."""
    side: str
    """The official file, or the truthful one."""
    conduct_day: int
    end_day: int
    booked_day: int
    kind: str = TRUE
    """How it is an error; `true` or `late` (after the provider's deadline) where it is none."""

    @property
    def is_error(self) -> bool:
        """Whether it tells what its person did not do, or tells it once too often."""
        return self.kind not in (TRUE, LATE)

    @property
    def key(self) -> tuple[int, str, str]:
        """Name the file that it goes to."""
        return self.person, self.row.name, self.side


@dataclass(slots=True, eq=False)
class Entry:
    """A record booked: it counts from the day of booking until the day before `until_day`."""

    record: Record
    amount_pt: int | None
    """What it adds; None for a direct downgrade."""
    booked_day: int
    start_day: int
    until_day: int
    """The first day on which the law no longer has it count."""
    repair_day: int = NEVER
    """When the law has it repaired."""
    lag_d: int = 0
    """How long after the one or the other it really goes."""
    is_scaled: bool = False
    is_suspended: bool = False
    """On the file, and adds nothing until an objection is decided."""
    is_corrected: bool = False
    gone_day: int = NEVER
    """When it was replaced, repaired or corrected."""
    booked_pt: int | None = None
    """What it added when it was booked."""
    grounds: "list[Entry]" = field(default_factory=list["Entry"])
    """The entries that it repeated when it was booked, and for which it costs double."""

    @property
    def row(self) -> Row:
        """The rule, as its instrument books it."""
        return self.record.row

    @property
    def code(self) -> str:
        """The code of its rule."""
        return self.record.row.code

    @property
    def is_downgrade(self) -> bool:
        """Whether it sets a score and adds nothing."""
        return self.amount_pt is None

    @property
    def is_charge(self) -> bool:
        """Whether it lowers the standing."""
        return self.row.is_charge(self.amount_pt)

    @property
    def is_merit(self) -> bool:
        """Whether it raises the standing."""
        return self.row.is_merit(self.amount_pt)

    @property
    def expires_day(self) -> int:
        """When it really goes if nothing else ends it."""
        return after(self.until_day, self.lag_d)

    @property
    def repaired_day(self) -> int:
        """When a repair really ends it; what has run out is not repaired."""
        return after(self.repair_day, self.lag_d) if self.repair_day < self.until_day else NEVER

    def is_on_file(self, day: int) -> bool:
        """Whether the entry is on its file on a day; it counts there unless it is suspended."""
        return self.booked_day <= day < min(self.expires_day, self.gone_day)


EventName = Literal[
    "booked", "blocked", "replaced", "repaired", "refused", "outstayed", "objected", "rejected", "corrected"
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that became of a record or an entry."""

    name: EventName
    day: int
    record: Record
    entry: Entry | None = None
    """The entry that was booked, or that something became of."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is shown of a file from a day on."""

    day: int
    score_pt: int
    grade: str
    why: str
    """`opening`, `publication` or `downgrade`."""


@dataclass(slots=True)
class Earned:
    """What a tally has come to in one period: the sizes added up, and the points that they moved."""

    size: int = 0
    amount_pt: int = 0


def gain_pt(row: Row, rows: list[Row], size: int) -> int:
    """Return what a scaled rule gives for the sum of a period.

    A tier gives what it is worth above the tier before it, so that together they give the highest.
    """
    rule = row.rule
    if rule.from_size is not None:
        tiers = [
            its for its in rows if its.rule.from_size is not None and its.rule.from_size < rule.from_size
        ]
        below = max(tiers, key=lambda its: its.rule.from_size or 0, default=None)
        worth_pt = (rule.points_pt or 0) - (0 if below is None else below.rule.points_pt or 0)
        return worth_pt if size >= rule.from_size else 0
    assert rule.for_each is not None
    above = rule.above or 0
    counted = max(0, size - above)
    if rule.up_to is not None:
        counted = min(counted, rule.up_to - above)
    return (rule.points_pt or 0) * (counted // rule.for_each)


def is_repeated(entry: Entry, record: Record) -> bool:
    """Whether a record repeats an entry of the same kind: another act, within its validity."""
    one, other = entry.record.act, record.act
    is_other_act = (one.number, one.doer) != (other.number, other.doer)
    begins = entry.start_day
    if entry.row.starts == "end":
        begins = min(begins, entry.record.conduct_day)
    return is_other_act and begins <= record.conduct_day < entry.until_day


def weight(entry: Entry) -> tuple[bool, int]:
    """A downgrade outweighs any points, a lower target a higher one."""
    target_pt = entry.row.target_pt
    if target_pt is None:
        return False, abs(entry.amount_pt or 0)
    return True, target_pt if entry.row.instrument.is_up_worse else -target_pt
