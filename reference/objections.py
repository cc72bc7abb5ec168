"""A charge comes in, an objection may go out: who learns, who dares, who decides when, and who wins.

One desk takes the objections of a community. Each of them is a small story of steps on days: filed,
decided, maybe gone on with and decided there, and at last corrected. Its holder's luck is drawn once
for all entries of one act.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from glasshouse.law.durations import duration
from glasshouse.law.remedies import Body, Remedy
from glasshouse.law.schema import Publication
from glasshouse.people.mistakes import Objections
from reference import draws
from reference.calendar import NEVER, Calendar, after
from reference.candidates import Chance
from reference.entries import OFFICIAL, Entry
from reference.files import File
from reference.ratios import value
from reference.shares import days_of, lies_below, low_bits_lie_below, threshold_of

Step = Literal["file", "decide", "go on", "decide there", "correct"]


@dataclass(slots=True, eq=False)
class Objection:
    """What its holder does about one charge: which step comes next, and when."""

    file: File
    entry: Entry
    remedy: Remedy
    luck: draws.Words
    """Learns, objects, when filed, when decided."""
    verdict: draws.Words
    """Won, goes on, won there, when decided there."""
    step: Step
    day: int

    def count(self, what: str, n: int = 1) -> None:
        """Count a step of the remedy."""
        self.file.remedies["wrongly" if self.entry.record.is_error else "rightly", what] += n


@dataclass(slots=True)
class Desk:
    """Where the objections of a community are filed and decided."""

    chance: Chance
    free_day: int = 0
    """From when on the office of the community takes the next objection."""
    _open: dict[Entry, Objection] = field(default_factory=dict[Entry, Objection])

    @property
    def calendar(self) -> Calendar:
        """The days of the world."""
        return self.chance.calendar

    @property
    def world(self) -> Objections:
        """What people and bodies do, as the world has it."""
        assert self.chance.world.objections is not None
        return self.chance.world.objections

    def take_up(self, file: File, entry: Entry) -> int:
        """Draw what becomes of a new charge; return the day of the next step, or `NEVER`."""
        remedy = file.instrument.remedy
        if remedy is None or file.key[2] != OFFICIAL or not entry.is_charge:
            return NEVER
        act = entry.record.act.number
        luck, verdict = (
            self.chance.draw(purpose, file.doer, act) for purpose in (draws.OBJECTION, draws.DECISION)
        )
        its = Objection(file, entry, remedy, luck, verdict, "file", NEVER)
        its.count("charged")
        if self._dares(its):
            its.day = self._filing_day(its)
        if its.day == NEVER:
            return NEVER
        self._open[entry] = its
        return self.proceed(entry, entry.booked_day)

    def proceed(self, entry: Entry, day: int) -> int:
        """Take every step that is due on a day; return the day of the next one, or `NEVER`."""
        its = self._open.get(entry)
        if its is None:
            return NEVER
        steps: dict[Step, Callable[[Objection], None]] = {
            "file": self._file,
            "decide": self._decide,
            "go on": self._go_on,
            "decide there": self._decide_there,
            "correct": self._correct,
        }
        while its.day == day:
            steps[its.step](its)
        return its.day

    def _dares(self, its: Objection) -> bool:
        """Whether the holder learns of the charge, and would object."""
        told = self.world.learns.get(its.remedy.told)
        if not lies_below(its.luck[0], threshold_of(value(told))):
            return False
        its.count("learnt")
        factor = value(self.world.wrongly_factor) if its.entry.record.is_error else Fraction(1)
        return lies_below(its.luck[1], threshold_of(value(self.world.objects) * factor))

    def _filing_day(self, its: Objection) -> int:
        """Return when the objection is filed; `NEVER` if that is too late, which is counted."""
        booked_day, within = its.entry.booked_day, its.remedy.object_within
        if its.remedy.hearing:
            return booked_day
        learnt_day = booked_day
        if its.remedy.told == "publication":
            learnt_day = _next_publication(self.calendar, its.file.instrument.publication, booked_day)
        day = after(learnt_day, days_of(self.world.files_after, its.luck[2]))
        if within is not None and day > self.calendar.later(learnt_day, duration(within)):
            its.count("too_late")
            return NEVER
        return day

    def _file(self, its: Objection) -> None:
        its.file.log("objected", its.day, its.entry.record, its.entry)
        its.count("objected")
        its.entry.is_suspended = its.remedy.suspends or its.remedy.hearing
        day = self._decision_day(its, its.remedy.by, its.remedy.decide_within, its.luck[3])
        its.step, its.day = "decide", day

    def _decision_day(self, its: Objection, body: Body, within: str | None, word: int) -> int:
        """Return when a body decides what it has from today on."""
        begins_day = its.day
        if body == "office":
            begins_day = max(its.day, self.free_day)
            self.free_day = begins_day + self.world.office_days.value
        day = after(begins_day, days_of(self.world.decides_after.get(body), word))
        if within is not None:
            limit_day = self.calendar.later(its.day, duration(within))
            if limit_day < day and low_bits_lie_below(word, value(self.world.keeps_deadline)):
                day = max(limit_day, begins_day)
        return max(day, its.day + 1)

    def _decide(self, its: Objection) -> None:
        if self._wins(its, its.remedy.by, its.verdict[0]):
            its.count("granted")
            self._await_correction(its)
            return
        its.file.log("rejected", its.day, its.entry.record, its.entry)
        review, lost_day = its.remedy.review, its.day
        its.step, its.day = "go on", NEVER
        if review is not None and lies_below(its.verdict[1], threshold_of(value(self.world.goes_on))):
            day = after(lost_day, days_of(self.world.files_after, its.luck[2]))
            within = review.within
            if within is None or day <= self.calendar.later(lost_day, duration(within)):
                its.day = day
                its.count("went_on")
        is_suspended = review is not None and review.suspends and its.day != NEVER
        self._let_count(its.file, its.entry, lost_day, is_suspended=is_suspended)

    def _go_on(self, its: Objection) -> None:
        review = its.remedy.review
        assert review is not None
        day = self._decision_day(its, review.by, review.decide_within, its.verdict[3])
        its.step, its.day = "decide there", day

    def _decide_there(self, its: Objection) -> None:
        assert its.remedy.review is not None
        if self._wins(its, its.remedy.review.by, its.verdict[2]):
            its.count("granted_there")
            self._await_correction(its)
            return
        its.file.log("rejected", its.day, its.entry.record, its.entry)
        self._let_count(its.file, its.entry, its.day, is_suspended=False)
        its.day = NEVER

    def _wins(self, its: Objection, body: Body, word: int) -> bool:
        wins = self.world.wins.get(body)
        if wins is None:
            return False
        return lies_below(
            word, threshold_of(value(wins.wrongly if its.entry.record.is_error else wins.rightly))
        )

    def _await_correction(self, its: Objection) -> None:
        within = its.remedy.correct_within
        its.step = "correct"
        its.day = its.day if within is None else self.calendar.later(its.day, duration(within))

    def _correct(self, its: Objection) -> None:
        its.file.correct(its.entry, its.day)
        its.count("corrected")
        its.count("corrected_d", its.day - its.entry.booked_day)
        its.day = NEVER

    def _let_count(self, file: File, entry: Entry, day: int, *, is_suspended: bool) -> None:
        """Have an entry wait again, or count again from a lost decision on."""
        was_suspended, entry.is_suspended = entry.is_suspended, is_suspended
        if was_suspended:
            file.move_at_once(entry, day)


def _next_publication(calendar: Calendar, publication: Publication, day: int) -> int:
    """Return the first day on or after another on which an instrument is shown."""
    month = calendar.month_of(day)
    shown = [calendar.publication_day(publication, its) for its in (month, month + 1)]
    return min((its for its in shown if its is not None and its >= day), default=day)
