"""Records come in, a file goes out: entries and scores of one person on one instrument.

Everything is read off the entries when it is asked for: what counts on a day is worked out from
the days that each entry carries, and nothing is kept up to date but what was shown, the relief of
steps in order, what tallies have added up to, and what an objection took off.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from glasshouse.law.schema import Instrument
from reference.balances import balance_pt
from reference.calendar import Calendar
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
from reference.validity import entry_of, until_day

MONTHS_IN = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
Lag = Callable[[int], int]
"""How many days the entry of an act outstays its end."""


def on_time(_: int) -> int:
    """Let an entry go at its end."""
    return 0


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
    lag_d: Lag = on_time
    entries: list[Entry] = field(default_factory=list[Entry])
    events: list[Event] = field(default_factory=list[Event])
    shown: list[Standing] = field(default_factory=list[Standing])
    relief_pt: int = 0
    """How much better than its arithmetic the file is shown, since a step was due first."""
    earned: dict[tuple[str, int], Earned] = field(default_factory=dict[tuple[str, int], Earned])
    """By tally and period."""
    corrected: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    """Acts, with their doers, of which nothing is booked here any more."""
    remedies: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """How often charges came to each step of a remedy: `wrongly` or `rightly` made, step."""
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

    def on_file(self, day: int) -> list[Entry]:
        """Return the entries that are on the file on a day, in the order of booking."""
        return [entry for entry in self.entries if entry.is_on_file(day)]

    def score_pt(self, day: int) -> int:
        """Return what the law says the file is worth on a day, shown or not."""
        counting = [entry for entry in self.on_file(day) if not entry.is_suspended]
        return balance_pt(self.instrument, counting, day)

    def book(self, record: Record) -> None:
        """Book a record on its day, unless something stands in its way."""
        row, act, day = record.row, record.act, record.booked_day
        base_pt = row.amount_pt(act.severity)
        if (act.number, act.doer) in self.corrected or (row.is_merit(base_pt) and not self.is_scored):
            return
        if not self._is_in_range(row):
            self.log("refused", day, record)
            return
        entry = entry_of(self.calendar, record, base_pt)
        if entry.until_day <= day or entry.repair_day <= day:
            return
        same = [its for its in self.on_file(day) if its.code == row.code]
        if row.repeat == "refused" and same:
            self.log("refused", day, record)
        elif row.is_scaled:
            self._book_scaled(record)
        else:
            if base_pt is not None and row.is_charge(base_pt) and row.repeat == "doubles":
                entry.grounds = [its for its in same if is_repeated(its, record)]
                entry.amount_pt = base_pt * (2 if entry.grounds else 1)
            self._book_plain(entry)

    def expire(self, entry: Entry, day: int) -> None:
        """Let an entry go that has run out, maybe late."""
        if entry.lag_d:
            self.log("outstayed", day, entry.record, entry)
        entry.gone_day = day

    def repair(self, entry: Entry, day: int) -> None:
        """Take an entry off on the day of its repair; another may take its place, whatever else there is."""
        self.log("repaired", day, entry.record, entry)
        entry.gone_day = day
        repair = entry.row.repair
        if repair is None or repair.rule is None:
            return
        row = self.law.own_row(repair.rule)
        record = replace(entry.record, row=row, end_day=day, booked_day=day)
        amount_pt = row.amount_pt(record.act.severity)
        self._add(Entry(record, amount_pt, day, day, until_day(self.calendar, record, day)))

    def correct(self, entry: Entry, day: int) -> None:
        """Take off an entry whose holder has won; what it alone had doubled costs its base from now on."""
        self.log("corrected", day, entry.record, entry)
        entry.gone_day, entry.is_corrected = day, True
        self.corrected.add((entry.record.act.number, entry.record.act.doer))
        for other in self.entries:
            if entry in other.grounds and all(its.is_corrected for its in other.grounds):
                base_pt = other.row.amount_pt(other.record.act.severity)
                other.amount_pt = min(other.amount_pt or 0, base_pt or 0, key=abs)

    def move_at_once(self, entry: Entry, day: int) -> None:
        """Show a direct downgrade on the day on which it begins to count; it never raises."""
        its, target_pt = self.instrument, entry.row.target_pt
        if target_pt is None or its.kind == "list" or entry.is_suspended or self.standing is None:
            return
        lowered_pt = worse(its, self.standing.score_pt, held_pt(its, target_pt))
        self._show(day, lowered_pt, "downgrade")

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

    def log(self, name: EventName, day: int, record: Record, entry: Entry | None = None) -> None:
        """Note what became of a record or an entry."""
        self.events.append(Event(name, day, record, entry))

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
                self.log("refused", day, record)
                return
        rivals = [its for its in self.on_file(day) if self._are_rivals(entry, its)]
        if any(weight(its) >= weight(entry) for its in rivals):
            self.log("blocked", day, record)
            return
        for rival in rivals:
            rival.gone_day = day
            self.log("replaced", day, rival.record, rival)
        self._add(entry)
        if earned is not None:
            earned.amount_pt += abs(entry.amount_pt or 0)

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
            entry = entry_of(self.calendar, replace(record, row=row), amount_pt)
            if amount_pt != 0 and min(entry.until_day, entry.repair_day) > entry.booked_day:
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
        entry.booked_pt, entry.lag_d = entry.amount_pt, self.lag_d(entry.record.act.number)
        self.entries.append(entry)
        self.log("booked", entry.booked_day, entry.record, entry)

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
