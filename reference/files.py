"""Records come in, a file goes out: entries and scores of one person on one instrument.

Everything is read off the entries when it is asked for: what counts on a day is worked out from
the days that each entry carries, and nothing is kept up to date but what was shown, the relief of
steps in order and what tallies have added up to.
"""

from dataclasses import dataclass, field, replace

from glasshouse.law.durations import duration
from glasshouse.law.schema import Instrument
from reference.calendar import NEVER, Calendar
from reference.entries import Earned, Entry, Event, EventName, Record, Standing, gain_pt, is_repeated, weight
from reference.law import (
    Law,
    Row,
    grade_of,
    held_pt,
    rank_of,
    steps_of,
    worse,
    worst_of_band_pt,
)

MONTHS_IN = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
INDEX_SCALE = 100_000
"""A hundred percent of weight times a thousand tenths of a percent."""


@dataclass(slots=True, eq=False)
class File:
    """The entries of one person on one instrument, official or truthful, and what was shown of them."""

    law: Law
    calendar: Calendar
    key: tuple[int, str, str]
    """Whose it is, on which instrument, and which of the two."""
    doer: int
    """Whom draws about its holder are about."""
    opened_day: int
    is_scored: bool = True
    """Who has not consented, where the law asks for it, has entries but neither score nor merits."""
    entries: list[Entry] = field(default_factory=list[Entry])
    events: list[Event] = field(default_factory=list[Event])
    shown: list[Standing] = field(default_factory=list[Standing])
    relief_pt: int = 0
    """How much better than its arithmetic the file is shown, since a step was due first."""
    earned: dict[tuple[str, int], Earned] = field(default_factory=dict[tuple[str, int], Earned])
    """By tally and period."""
    _known_n: int = 0

    def __post_init__(self) -> None:
        """Open the account at the base."""
        if self.is_scored:
            self._show(self.opened_day, self.start_pt, "opening")

    @property
    def name(self) -> str:
        """Of the instrument."""
        return self.key[1]

    @property
    def instrument(self) -> Instrument:
        """The account or list that the file is kept for."""
        return self.law.regime.instruments[self.name]

    @property
    def start_pt(self) -> int:
        """The score of an empty file."""
        return held_pt(self.instrument, self.instrument.base_pt)

    @property
    def standing(self) -> Standing | None:
        """What is shown now; nothing of who has not consented."""
        return self.shown[-1] if self.shown else None

    def counting(self, day: int) -> list[Entry]:
        """Return the entries that count on a day, in the order of booking."""
        return [entry for entry in self.entries if entry.counts_on(day)]

    def score_pt(self, day: int) -> int:
        """Return what the law says the file is worth on a day, shown or not."""
        its = self.instrument
        counting = self.counting(day)
        score_pt = self._sum_pt(counting, are_merits_suspended=self._suspends(counting, day))
        for place, entry in enumerate(counting):
            target_pt = entry.row.target_pt
            if target_pt is not None:
                later = [after for after in counting[place + 1 :] if after.is_charge]
                if its.after_downgrade is not None and its.after_downgrade.value == "subtract":
                    target_pt += sum(after.amount_pt or 0 for after in later)
                score_pt = worse(its, score_pt, target_pt)
        return held_pt(its, score_pt)

    def book(self, record: Record) -> None:
        """Book a record on its day, unless something stands in its way."""
        row, act, day = record.row, record.act, record.booked_day
        base_pt = row.amount_pt(act.severity)
        if row.is_merit(base_pt) and not self.is_scored:
            return
        if not self._is_in_range(row):
            self._log("refused", day, record)
            return
        entry = self._entry(record, row, base_pt)
        if entry.until_day <= day or entry.repair_day <= day:
            return
        same = [its for its in self.counting(day) if its.code == row.code]
        if row.repeat == "refused" and same:
            self._log("refused", day, record)
        elif row.is_scaled:
            self._book_scaled(record)
        else:
            if base_pt is not None and row.is_charge(base_pt) and row.repeat == "doubles":
                entry.amount_pt = base_pt * (2 if any(is_repeated(its, record) for its in same) else 1)
            self._book_plain(entry)

    def repair(self, entry: Entry, day: int) -> None:
        """Take an entry off on the day of its repair; another may take its place, whatever else there is."""
        if not entry.counts_on(day):
            return
        self._log("repaired", day, entry.record, entry)
        entry.gone_day = day
        repair = entry.row.repair
        if repair is None or repair.rule is None:
            return
        row = self.law.own_row(repair.rule)
        record = replace(entry.record, row=row, end_day=day, booked_day=day)
        amount_pt = row.amount_pt(record.act.severity)
        self._add(Entry(record, amount_pt, day, day, self._until_day(record, row, day)))

    def new_entries(self) -> list[Entry]:
        """Return the entries that were booked since this was last asked."""
        known, self._known_n = self._known_n, len(self.entries)
        return self.entries[known:]

    def show(self, day: int) -> None:
        """Compute the balance of a day and show it; who is not scored has none."""
        if not self.is_scored:
            return
        score_pt = self.score_pt(day)
        steps = self.instrument.steps
        if steps is not None and steps.value == "in-order":
            score_pt = self._in_order_pt(score_pt)
        self._show(day, score_pt, "publication")

    def _show(self, day: int, score_pt: int, why: str) -> None:
        self.shown.append(Standing(day, score_pt, grade_of(self.instrument, score_pt), why))

    def _log(self, name: EventName, day: int, record: Record, entry: Entry | None = None) -> None:
        self.events.append(Event(name, day, record, entry))

    def _entry(self, record: Record, row: Row, amount_pt: int | None) -> Entry:
        """Return the entry that a record would be, were it booked."""
        start_day = self._start_day(record, row)
        entry = Entry(record, amount_pt, record.booked_day, start_day, NEVER)
        entry.until_day = self._until_day(record, row, start_day)
        entry.repair_day = self._repair_day(record, row)
        return entry

    def _start_day(self, record: Record, row: Row) -> int:
        match row.starts:
            case "conduct":
                return record.conduct_day
            case "finality":
                return max(record.act.final_day, record.conduct_day)
            case "end":
                return record.end_day
            case _:
                return record.booked_day

    def _until_day(self, record: Record, row: Row, start_day: int) -> int:
        """Return the first day on which an entry no longer counts, unless a repair comes before."""
        span = row.valid(record.act.severity)
        if span.unit == "correction":
            return NEVER if self._repair_day(record, row) != NEVER else record.end_day
        return NEVER if start_day == NEVER else self.calendar.later(start_day, span)

    def _repair_day(self, record: Record, row: Row) -> int:
        """Return when a repair ends an entry: only conduct that lasted can be corrected."""
        if row.repair is None or not record.conduct_day < record.end_day < NEVER:
            return NEVER
        after = row.repair.after
        return record.end_day if after is None else self.calendar.later(record.end_day, duration(after))

    def _is_in_range(self, row: Row) -> bool:
        allowed = row.only_while
        if allowed is None or self.standing is None:
            return True
        return allowed.lowest_pt <= self.standing.score_pt <= allowed.highest_pt

    def _book_plain(self, entry: Entry) -> None:
        """Book an entry, unless its tally is full or another of the same act stands in its way."""
        day, record = entry.booked_day, entry.record
        earned = self._earned(entry.row, day)
        if earned is not None and entry.amount_pt is not None:
            entry.amount_pt = self._clipped_pt(entry.row, earned, entry.amount_pt)
            if entry.amount_pt == 0:
                self._log("refused", day, record)
                return
        rivals = [its for its in self.counting(day) if self._are_rivals(entry, its)]
        if any(weight(its) >= weight(entry) for its in rivals):
            self._log("blocked", day, record)
            return
        for rival in rivals:
            rival.gone_day = day
            self._log("replaced", day, rival.record, rival)
        self._add(entry)
        if earned is not None:
            earned.amount_pt += abs(entry.amount_pt or 0)
        self._move_at_once(entry)

    def _book_scaled(self, record: Record) -> None:
        """Add a record's size to its tally, and book what the period has earned by it."""
        assert record.row.rule.tally is not None
        earned = self._earned(record.row, record.booked_day)
        assert earned is not None
        before = earned.size
        earned.size += record.act.size
        rows = self.law.scaled_rows(record.row.rule.tally, self.name)
        for row in rows:
            gained_pt = gain_pt(row, rows, earned.size) - gain_pt(row, rows, before)
            amount_pt = self._clipped_pt(row, earned, gained_pt)
            entry = self._entry(replace(record, row=row), row, amount_pt)
            if amount_pt != 0 and entry.until_day > entry.booked_day:
                entry.is_scaled = True
                earned.amount_pt += abs(amount_pt)
                self._add(entry)

    def _earned(self, row: Row, day: int) -> Earned | None:
        """Return what a row's tally has come to in the period of a day; None where it has no tally."""
        if row.rule.tally is None:
            return None
        per = self.law.regime.tallies[row.rule.tally].per
        period = self.calendar.month_of(day) // MONTHS_IN[per]
        return self.earned.setdefault((row.rule.tally, period), Earned())

    def _clipped_pt(self, row: Row, earned: Earned, amount_pt: int) -> int:
        """Return what is left of an amount under the most that a period may earn."""
        assert row.rule.tally is not None
        most_pt = self.law.regime.tallies[row.rule.tally].most_pt
        if most_pt is None:
            return amount_pt
        left_pt = max(0, abs(most_pt) - earned.amount_pt)
        return min(amount_pt, left_pt) if amount_pt > 0 else max(amount_pt, -left_pt)

    def _are_rivals(self, entry: Entry, other: Entry) -> bool:
        """Under `highest`, entries of one act exclude one another; a deduction and a merit do not."""
        law = self.instrument.one_act_counts
        ours, theirs = entry.record, other.record
        is_one_act = (ours.act.number, ours.act.doer) == (theirs.act.number, theirs.act.doer)
        is_next_instalment = entry.code == other.code and ours.conduct_day != theirs.conduct_day
        return (
            (law is None or law.value == "highest")
            and is_one_act
            and entry.is_merit == other.is_merit
            and not is_next_instalment
            and not other.is_scaled
        )

    def _add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self._log("booked", entry.booked_day, entry.record, entry)

    def _move_at_once(self, entry: Entry) -> None:
        """A direct downgrade is shown on the day of booking; it never raises."""
        its, target_pt = self.instrument, entry.row.target_pt
        if target_pt is not None and its.kind != "list" and self.standing is not None:
            lowered_pt = worse(its, self.standing.score_pt, held_pt(its, target_pt))
            self._show(entry.booked_day, lowered_pt, "downgrade")

    def _sum_pt(self, counting: list[Entry], *, are_merits_suspended: bool) -> int:
        """Return base and amounts; of an index, what its weighted dimensions come to."""
        adding = [its for its in counting if not (its.is_merit and are_merits_suspended)]
        its = self.instrument
        if its.kind != "index":
            return its.base_pt + sum(entry.amount_pt or 0 for entry in adding)
        assert its.ceiling_pt is not None
        share = 0
        for name, dimension in its.dimensions.items():
            amounts = (entry.amount_pt or 0 for entry in adding if entry.row.rule.dimension == name)
            share += dimension.weight * min(max(dimension.start * 10 + sum(amounts), 0), 1000)
        return its.floor_pt + (its.ceiling_pt - its.floor_pt) * share // INDEX_SCALE

    def _suspends(self, counting: list[Entry], day: int) -> bool:
        """Whether merits are suspended: conduct behind a direct downgrade is not corrected yet."""
        law = self.instrument.merits_while_uncorrected
        is_uncorrected = any(its.is_downgrade and its.record.end_day > day for its in counting)
        return law is not None and law.value == "suspended" and is_uncorrected

    def _in_order_pt(self, arithmetic_pt: int) -> int:
        """Return the score to show where no step may be skipped, and remember the relief that this takes."""
        its, better = self.instrument, -1 if self.instrument.is_up_worse else 1
        assert self.standing is not None
        self.relief_pt = max(0, min(self.relief_pt, (self.start_pt - arithmetic_pt) * better))
        score_pt = arithmetic_pt + self.relief_pt * better
        passed = self._steps_reached(self.standing.grade)
        if self._steps_reached(grade_of(its, score_pt)) > passed + 1:
            due_pt = worst_of_band_pt(its, steps_of(its)[passed])
            self.relief_pt += (due_pt - score_pt) * better
            score_pt = due_pt
        return score_pt

    def _steps_reached(self, grade: str) -> int:
        """Return how many steps a grade has come to: those that are as mild as it, or milder."""
        rank = rank_of(self.instrument, grade)
        return sum(rank <= rank_of(self.instrument, its.grade) for its in steps_of(self.instrument))
