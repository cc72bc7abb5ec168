"""The records of a file come in, its entries as they stand on a day go out: which of them count.

What is not in the ledger, whether a charge is suspended and how long an entry outstays its end, follows
from the law, the ledger's events and the draws that decided it; see docs/concepts/mistakes.md.
"""

from collections.abc import Iterator

import numpy as np

from glasshouse.draws import Purpose, draw
from glasshouse.engine.columns import LEDGER_FIELDS, Event, Kind, Person
from glasshouse.engine.decimals import LAST_WORD, QUANTILES_N
from glasshouse.engine.fields import WAITS, RemedyField
from glasshouse.engine.spans import NO_END_D
from glasshouse.runs.asked import FIELD, Asked

QUANTILE_SHIFT = 33 - QUANTILES_N.bit_length()
ENDINGS = {Event.REPLACED, Event.REPAIRED, Event.CORRECTED}
"""What takes an entry off for good before its end."""
COMING = {Event.BOOKED, Event.BLOCKED, Event.REFUSED}
"""What becomes of a record when it comes."""
Key = tuple[int, int, int, int]


class Entry:
    """A record as it came to a file, and what became of it until a day."""

    def __init__(self, row: list[int]) -> None:
        said = dict(zip(LEDGER_FIELDS, row, strict=True))
        self.code, self.act, self.doer = said["code"], said["act"], said["doer"]
        self.act_d, self.booked_d, self.until_d = said["act_d"], said["booked_d"], said["until_d"]
        self.kind, self.category = Kind(said["kind"]), said["category"]
        self.amount_pt, self.event = said["amount_pt"], Event(said["event"])
        self.stale_d = said["stale_d"]
        self.gone_d = NO_END_D
        self.gone_by = Event.BOOKED
        self.in_place_of: int | None = None
        self.objected_d: int | None = None
        self.rejected_d: list[int] = []
        self.recharged_d: int | None = None
        self.is_suspended = False

    @property
    def key(self) -> Key:
        """What it shares with the same entry on the other file."""
        return self.code, self.act, self.doer, self.act_d

    @property
    def is_booked(self) -> bool:
        """Whether it became an entry at all."""
        return self.event is Event.BOOKED

    @property
    def off_d(self) -> int:
        """The day on which it really comes off; far in the future if none is set."""
        return min(NO_END_D, self.until_d + self.stale_d, self.gone_d)

    def is_on(self, at_d: int) -> bool:
        """Return whether it stands on the file on a day, suspended or not."""
        return self.is_booked and at_d < self.off_d

    def counts(self, at_d: int) -> bool:
        """Return whether it counts on the day until which its records were read."""
        return self.is_on(at_d) and not self.is_suspended

    def status(self, at_d: int) -> str:
        """Say in a word what it is on that day."""
        if not self.is_booked:
            return self.event.name.lower()
        if self.gone_d <= at_d:
            return self.gone_by.name.lower()
        if at_d >= self.off_d:
            return "expired"
        return "suspended" if self.is_suspended else "counts"

    def take(self, event: Event, row: list[int]) -> None:
        """Take in what became of it."""
        day = row[FIELD["booked_d"]]
        if event in ENDINGS:
            self.gone_d, self.gone_by = day, event
        elif event is Event.OBJECTED:
            self.objected_d = day
        elif event is Event.REJECTED:
            self.rejected_d.append(day)
        elif event is Event.RECHARGED:
            self.amount_pt, self.recharged_d = row[FIELD["amount_pt"]], day


def entries_of(asked: Asked, instrument: int, file: int, at_d: int) -> list[Entry]:
    """Return what was booked, refused or blocked on one file of the holder up to a day, in order.

    Args:
        asked: Whose file.
        instrument: Its position among those of the law.
        file: Official or truthful.
        at_d: The day; what became of entries later is not looked at.
    """
    entries: list[Entry] = []
    for row in asked.records(instrument, file):
        event = Event(row[FIELD["event"]])
        if row[FIELD["booked_d"]] > at_d:
            break
        if event in COMING:
            entry = Entry(row)
            entry.in_place_of = _in_place_of(asked, entry, entries)
            entries.append(entry)
        else:
            _standing(entries, Entry(row).key).take(event, row)
    for entry in entries:
        entry.is_suspended = entry.is_on(at_d) and _is_suspended(asked, instrument, entry)
    return entries


def later_rows(asked: Asked, instrument: int, file: int, at_d: int) -> Iterator[list[int]]:
    """Yield what came to a file after a day."""
    for row in asked.records(instrument, file):
        if row[FIELD["booked_d"]] > at_d and Event(row[FIELD["event"]]) in COMING:
            yield row


def _standing(entries: list[Entry], key: Key) -> Entry:
    """Find the entry that a row of the ledger is about."""
    booked = (each for each in reversed(entries) if each.is_booked and each.gone_d == NO_END_D)
    return next(each for each in booked if each.key == key)


def _in_place_of(asked: Asked, entry: Entry, before: list[Entry]) -> int | None:
    """Return the code whose place an entry takes: one of the same act, repaired on the same day."""
    key = entry.act, entry.doer, entry.booked_d, Event.REPAIRED
    repaired = [each for each in before if (each.act, each.doer, each.gone_d, each.gone_by) == key]
    rules = list(asked.setting.regime.rules.items()) if repaired else []
    for each in repaired:
        repair = rules[each.code][1].repair
        if repair is not None and repair.rule == rules[entry.code][0]:
            return each.code
    return None


def _words(asked: Asked, purpose: Purpose, act: int) -> list[int]:
    """Return the draw of the holder and an act."""
    who = int(asked.person[Person.ID])
    return [
        int(word) for word in draw(np.uint64(asked.seed), purpose.value, asked.community.number, who, act)
    ]


def _is_suspended(asked: Asked, instrument: int, entry: Entry) -> bool:
    """Return whether a charge does not count because of an objection that is not decided."""
    remedy = asked.setting.tables.law.mistakes.remedy[instrument]
    if entry.objected_d is None:
        return False
    if not entry.rejected_d:
        return bool(remedy[RemedyField.SUSPENDS])
    is_last = len(entry.rejected_d) > 1
    return not is_last and bool(remedy[RemedyField.REVIEW_SUSPENDS]) and _goes_on(asked, instrument, entry)


def _goes_on(asked: Asked, instrument: int, entry: Entry) -> bool:
    """Return whether a lost objection is taken to the next body, in time."""
    law = asked.setting.tables.law
    remedy = law.mistakes.remedy[instrument]
    word = _words(asked, Purpose.DECISION, entry.act)[1]
    if not remedy[RemedyField.HAS_REVIEW] or min(word, LAST_WORD - 1) >= remedy[RemedyField.GOES_ON]:
        return False
    lost_d, span = entry.rejected_d[0], int(remedy[RemedyField.REVIEW_WITHIN])
    files_after = law.mistakes.wait_d[WAITS.index("files")]
    has_d = lost_d + int(files_after[_words(asked, Purpose.OBJECTION, entry.act)[2] >> QUANTILE_SHIFT])
    return span < 0 or has_d <= int(law.after_d[span, lost_d])
