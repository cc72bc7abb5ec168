"""Records come in on their days, files go out: the books of a place under one law, day by day.

A day goes in this order: what ends today (expiries, repairs, corrections) and what becomes of
objections, and then bookings, both by person, act, doer, rule and day of the conduct; what is shown;
and on 31 December what one instrument feeds into another. Only days on which something may happen to
a file are looked at; on all others nothing can.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from glasshouse.law.schema import Feed, Holder, Instrument
from reference import draws
from reference.calendar import NEVER, Calendar, Day
from reference.candidates import Chance
from reference.entries import OFFICIAL, SIDES, Act, Entry, Record
from reference.files import File, Lag, on_time
from reference.law import Law
from reference.objections import Desk
from reference.shares import days_of

DECEMBER, LAST_OF_DECEMBER = 12, 31
FEED_DOMAIN = 15
"""Feeds take the place of a domain that no world has, in the numbers of acts."""
MOST_DOMAINS, CANDIDATES_PER_YEAR = 16, 768

FileKey = tuple[int, str, str]
"""Whose file it is, on which instrument, and which of the two."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody who may have accounts."""

    person: int
    doer: int
    holder: Holder
    levels: dict[str, str] | None
    """Level of each attribute; None for an organisation, and where the law's limits are not asked."""
    consents: bool = True


@dataclass(slots=True)
class Books:
    """All files that a law keeps."""

    law: Law
    calendar: Calendar
    ends_day: int
    """The first day that is no longer looked at."""
    chance: Chance | None = None
    """Without it nothing outstays its end and nobody objects."""
    housemates: Mapping[int, tuple[int, ...]] = field(default_factory=dict[int, tuple[int, ...]])
    """By person, who learns of it when they are charged for something before everybody."""
    files: dict[FileKey, File] = field(default_factory=dict[FileKey, File])
    """Of everybody who ever had an account."""
    open: dict[FileKey, File] = field(default_factory=dict[FileKey, File])
    """Of those who have one now."""
    charged_day: dict[tuple[int, str], int] = field(default_factory=dict[tuple[int, str], int])
    """By person and conduct, when an official file was last charged for it."""
    witnessed: set[tuple[int, str]] = field(default_factory=set[tuple[int, str]])
    """By person and conduct, who has seen a housemate charged for it."""
    _desk: Desk | None = None
    _due: defaultdict[int, list[Record]] = field(default_factory=lambda: defaultdict[int, list[Record]](list))
    _ending: defaultdict[int, dict[Entry, File]] = field(
        default_factory=lambda: defaultdict[int, dict[Entry, File]](dict)
    )
    """What may happen to entries, by day: an end, or a step of an objection."""
    _touched: defaultdict[str, dict[FileKey, File]] = field(
        default_factory=lambda: defaultdict[str, dict[FileKey, File]](dict)
    )
    """Files that something happened to since they were shown, by instrument."""

    def __post_init__(self) -> None:
        """Open the desk, where somebody may object."""
        if self.chance is not None and self.chance.world.objections is not None:
            self._desk = Desk(self.chance)

    def expect(self, records: Iterable[Record]) -> None:
        """Put records on their way."""
        for record in records:
            if record.booked_day < self.ends_day:
                self._due[record.booked_day].append(record)

    def open_accounts(self, who: Holding, day: int) -> None:
        """Open the accounts that somebody may have."""
        asks = self.law.regime.scored.consent is not None
        for name, instrument in self.law.regime.instruments.items():
            if not may_hold(instrument, who):
                continue
            for side in SIDES:
                key = who.person, name, side
                is_scored = who.consents or not asks
                lag_d = self._lag_d(instrument, who.doer) if side == OFFICIAL else on_time
                file = File(self.law, self.calendar, key, who.doer, day, is_scored, lag_d)
                self.files[key] = self.open[key] = file

    def close_accounts(self, person: int) -> None:
        """Close the accounts of who has died."""
        for name in self.law.regime.instruments:
            for side in SIDES:
                self.open.pop((person, name, side), None)

    def live_day(self, day: Day) -> None:
        """Let all happen that a day brings, once accounts are opened and closed."""
        self._end(day.number)
        self._book(day.number)
        self._show(day)
        on = self.calendar.date(day.number)
        if (on.month, on.day) == (DECEMBER, LAST_OF_DECEMBER):
            for feed in self.law.regime.feeds.values():
                self.expect(self._fed(feed, day))

    def _lag_d(self, instrument: Instrument, doer: int) -> Lag:
        """Return how long entries of an official file outstay their end, by how they are deleted."""
        if self.chance is None:
            return on_time
        errors, chance = self.chance.world.errors, self.chance
        is_by_hand = instrument.deletion is None or instrument.deletion.value == "by-hand"
        span = errors.stale_by_hand if is_by_hand else errors.stale_automatic
        return on_time if span is None else lambda act: days_of(span, chance.draw(draws.STALE, doer, act)[0])

    def _end(self, day: int) -> None:
        due = [(file, entry) for entry, file in self._ending.pop(day, {}).items()]
        for file, entry in sorted(due, key=lambda its: _order(its[1].record)):
            if file.key not in self.open or entry.gone_day < day:
                continue
            self._touch(file)
            if entry.expires_day == day:
                file.expire(entry, day)
            elif entry.repaired_day == day:
                file.repair(entry, day)
                self._remember_ends(file)
            elif self._desk is not None:
                self._remember(file, entry, self._desk.proceed(entry, day))

    def _book(self, day: int) -> None:
        for record in sorted(self._due.pop(day, []), key=_order):
            file = self.open.get(record.key)
            if file is None:
                continue
            file.book(record)
            booked = self._remember_ends(file)
            for entry in booked:
                self._touch(file)
                if self._desk is not None:
                    self._remember(file, entry, self._desk.take_up(file, entry))
                file.move_at_once(entry, day)
            if record.side == OFFICIAL and any(its.is_charge for its in booked):
                self._remember_charge(file.instrument, record, day)

    def _remember_charge(self, instrument: Instrument, record: Record, day: int) -> None:
        """Remember, for what people do next, whom something was charged to, and who knows of it."""
        conduct = record.act.conduct
        if conduct is None:
            return
        self.charged_day[record.person, conduct] = day
        if instrument.shown_to is None or instrument.shown_to.value == "everybody":
            self.witnessed.update((its, conduct) for its in self.housemates.get(record.person, ()))

    def _show(self, day: Day) -> None:
        for name, instrument in self.law.regime.instruments.items():
            publication = instrument.publication
            is_daily = instrument.kind == "list" or publication.at_once is not None
            if is_daily or self.calendar.publication_day(publication, day.month) == day.number:
                for key, file in self._touched.pop(name, {}).items():
                    if key in self.open:
                        file.show(day.number)

    def _fed(self, feed: Feed, day: Day) -> Iterable[Record]:
        """Yield the records that grades on 31 December book on the day after."""
        number = (day.month // 12 * MOST_DOMAINS + FEED_DOMAIN) * CANDIDATES_PER_YEAR
        bands = {its.grade: its for its in self.law.regime.instruments[feed.instrument].bands_from_worst()}
        for (person, name, side), file in self.open.items():
            if name != feed.instrument or file.standing is None:
                continue
            band = bands[file.standing.grade]
            code = feed.books.get(band.grade, feed.books.get(band.part_of or ""))
            if code is None:
                continue
            act = Act(number, file.doer, day.number, day.number, day.number)
            for booking in self.law.trigger(code, act.severity).bookings:
                if booking.relation == "doer":
                    yield Record(act, booking.row, person, side, day.number, day.number, day.number + 1)

    def _touch(self, file: File) -> None:
        self._touched[file.name][file.key] = file

    def _remember_ends(self, file: File) -> list[Entry]:
        """Note the days on which something ends for entries that are new; return them."""
        found = file.new_entries()
        for entry in found:
            # Merits may count again from the correction of what led to a downgrade.
            corrected_day = entry.record.end_day if entry.is_downgrade else NEVER
            for day in {entry.expires_day, entry.repaired_day, corrected_day}:
                self._remember(file, entry, day)
        return found

    def _remember(self, file: File, entry: Entry, day: int) -> None:
        if entry.booked_day < day < NEVER:
            self._ending[day][entry] = file


def may_hold(instrument: Instrument, who: Holding) -> bool:
    """Whether somebody has an account on an instrument."""
    return who.holder in instrument.holders and (
        who.levels is None or all(who.levels[name] in levels for name, levels in instrument.only.items())
    )


def count_day(calendar: Calendar, instrument: Instrument, month: int) -> int:
    """Return the day of a month at whose end grades are counted: its publication's, or the last."""
    shown = None if instrument.kind == "list" else calendar.publication_day(instrument.publication, month)
    return calendar.month_starts(month + 1) - 1 if shown is None else shown


def _order(record: Record) -> tuple[int, int, int, tuple[int, int], int]:
    return record.person, record.act.number, record.act.doer, record.row.place, record.conduct_day
