"""A community comes in, its years under a law go out: every act, entry, score, grade and list day.

All residents and organisations live one day after the other, since an act may be booked on somebody
else. A day's candidates are held against their doer's state at the end of the day before; then
accounts close and open; the rest of the day is the books'.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from glasshouse.law.schema import Regime
from glasshouse.people.deal import Community
from glasshouse.people.world import World
from reference import draws
from reference.books import Books, FileKey, Holding, count_day
from reference.calendar import MONTHS_PER_YEAR, Calendar, Day, days_of
from reference.candidates import Candidate, Chance
from reference.entries import OFFICIAL, TRUTHFUL, Act, Record
from reference.files import File
from reference.law import Law, Row, Trigger
from reference.mistakes import Hearsay, Mistakes
from reference.people import Organisation, Person, Resident, housemates_of, people_of
from reference.reports import Way, records_of
from reference.responses import months_since, response_q16
from reference.thresholds import ONE_Q16, bound_q16

Thing = TypeVar("Thing")
DeathThresholds = Mapping[str, tuple[int, ...]]
"""By sex, then age: somebody dies in a year whose word is below. An integer threshold of the world."""


@dataclass(slots=True)
class Life:
    """What became of one resident or organisation."""

    person: Person
    opens_day: int
    """When accounts open, or would have opened; 0 for those of age when the world begins."""
    dies_day: int | None
    acts: list[Act] = field(default_factory=list[Act])
    """What happened and some provider saw."""
    recorded: list[Act] = field(default_factory=list[Act])
    """Those of them that fired some rule."""
    files: dict[tuple[str, str], File] = field(default_factory=dict[tuple[str, str], File])
    """By instrument and side; empty for who never had an account."""

    def is_alive(self, day: int) -> bool:
        """Whether they are alive on a day; on the day of death nothing happens any more."""
        return self.dies_day is None or day < self.dies_day


@dataclass(slots=True)
class Setting:
    """All that a life depends on."""

    regime: Regime
    chance: Chance
    death: DeathThresholds
    years: int
    law: Law = field(init=False)
    mistakes: Mistakes = field(init=False)
    _count_days: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    _responses: dict[tuple[str, int | None, bool], int] = field(
        default_factory=dict[tuple[str, int | None, bool], int]
    )

    def __post_init__(self) -> None:
        """Read the law."""
        self.law = Law(self.regime)
        self.mistakes = Mistakes(self.regime, self.chance)

    @property
    def world(self) -> World:
        """The world in which the law holds."""
        return self.chance.world

    @property
    def calendar(self) -> Calendar:
        """The days of the world."""
        return self.chance.calendar

    @property
    def days(self) -> tuple[Day, ...]:
        """Every day that is lived."""
        return days_of(self.calendar, self.years)

    def count_days(self, name: str) -> list[int]:
        """Return the days, one of each month, at whose end the grades of an instrument are counted."""
        if name not in self._count_days:
            instrument, months = self.regime.instruments[name], range(MONTHS_PER_YEAR * self.years)
            self._count_days[name] = [count_day(self.calendar, instrument, month) for month in months]
        return self._count_days[name]

    def ends_day(self, life: Life) -> int:
        """Return the first day that is no longer in a life: that of death, or the end of the span."""
        ends = len(self.days)
        return ends if life.dies_day is None else min(ends, life.dies_day)

    def response_q16(self, conduct: str, months: int | None, *, has_witnessed: bool) -> int:
        """Return m of a follower for a conduct, so many months after being charged for it."""
        key = conduct, months, has_witnessed
        if key not in self._responses:
            self._responses[key] = response_q16(
                self.law, self.world, conduct, months, has_witnessed=has_witnessed
            )
        return self._responses[key]


def live_community(setting: Setting, community: Community) -> list[Life]:
    """Live the years of everybody in a community, day by day; organisations stand after the residents."""
    people = people_of(setting.world, community)
    lives = [_expected(setting, person) for person in people]
    books = Books(setting.law, setting.calendar, len(setting.days), setting.chance, housemates_of(people))
    for life in lives:
        books.expect(_false_records(setting, life))
    opening = _by_day((its.opens_day, its) for its in lives if its.is_alive(its.opens_day))
    closing = _by_day((its.dies_day, its) for its in lives if its.dies_day is not None)
    candidates = _by_day(
        (candidate.day, (life, candidate))
        for life in lives
        for candidate in setting.chance.candidates(life.person, setting.years)
        if life.is_alive(candidate.day)
    )
    for day in setting.days:
        for life, candidate in candidates.get(day.number, ()):
            if happens(setting, books, life.person, candidate):
                _do(setting, books, people, life, candidate)
        for life in closing.get(day.number, ()):
            books.close_accounts(life.person.ix)
        for life in opening.get(day.number, ()):
            books.open_accounts(_holding(life.person), day.number)
        books.live_day(day)
    for (person, name, side), file in books.files.items():
        lives[person].files[name, side] = file
    return lives


def happens(setting: Setting, books: Books, person: Person, candidate: Candidate) -> bool:
    """Whether a candidate happens, given its doer's state at the end of the day before."""
    conduct = candidate.what.conduct
    m_q16 = ONE_Q16
    if isinstance(person, Resident) and person.follows_score:
        months = months_since(candidate.day, books.charged_day.get((person.ix, conduct)))
        has_witnessed = (person.ix, conduct) in books.witnessed
        m_q16 = setting.response_q16(conduct, months, has_witnessed=has_witnessed)
    return candidate.acceptance * bound_q16(setting.world.conduct[conduct]) <= m_q16 << 32


def _do(setting: Setting, books: Books, people: list[Person], life: Life, candidate: Candidate) -> None:
    """Let a candidate happen, and put every record of it on its way."""
    what, person = candidate.what, life.person
    triggers = {its: setting.law.triggers(what.conduct, what.severity, its) for its in what.providers}
    act = _act(setting, person, candidate)
    life.acts.append(act)
    if any(triggers.values()):
        life.recorded.append(act)
        fired = {its: found for its, found in triggers.items() if found}
        delays_d = setting.chance.delay_d(person, candidate)
        true = [(Hearsay(person, act, Way(TRUTHFUL)), found) for found in fired.values()]
        heard = [
            (its, found)
            for provider, found in fired.items()
            for its in setting.mistakes.heard(people, person, act, provider, delays_d[provider])
        ]
        books.expect(_reports(setting, [*true, *heard]))


def _act(setting: Setting, person: Person, candidate: Candidate) -> Act:
    """Return what a candidate turns out to be; of a false record, what it tells."""
    what = candidate.what
    end_day, final_day = setting.chance.span(person, candidate)
    size = setting.world.conduct[what.conduct].sizes.get(what.severity, 1)
    return Act(
        candidate.act, person.doer, candidate.day, end_day, final_day, what.conduct, what.severity, size
    )


def _false_records(setting: Setting, life: Life) -> Iterator[Record]:
    """Yield the records of what a resident never did."""
    person = life.person
    if isinstance(person, Organisation):
        return
    for candidate in setting.chance.false_candidates(person, setting.years):
        what, provider = candidate.what, candidate.what.providers[0]
        fired = setting.law.triggers(what.conduct, what.severity, provider)
        if fired and life.is_alive(candidate.day) and setting.mistakes.is_accepted(person, candidate):
            wait_d = setting.chance.delay_d(person, candidate)[provider]
            way = Way(OFFICIAL, wait_d, what.cause)
            yield from _reports(setting, [(Hearsay(person, _act(setting, person, candidate), way), fired)])


def _reports(setting: Setting, told: Iterable[tuple[Hearsay, tuple[Trigger, ...]]]) -> Iterator[Record]:
    """Yield every record of what a file is told, by the rules that it fires.

    Nobody is booked twice for one rule and act of one and the same person: of several reports the first
    counts that is made, in the order of providers in the world and of rules in the law.
    """
    known: set[tuple[int, int, FileKey, Row, int]] = set()
    for its, fired in told:
        about, act, ends_day = its.about, its.act, len(setting.days)
        for trigger in fired:
            for record in records_of(setting.calendar, trigger, act, its.way, about.related, ends_day):
                key = about.ix, act.number, record.key, record.row, record.conduct_day
                if key not in known:
                    known.add(key)
                    yield record


def _by_day(things: Iterable[tuple[int, Thing]]) -> dict[int, list[Thing]]:
    found: dict[int, list[Thing]] = {}
    for day, thing in things:
        found.setdefault(day, []).append(thing)
    return found


def death_day(setting: Setting, resident: Resident) -> int | None:
    """Return the day on which a resident dies, by the yearly probability at the age when a year begins.

    The world's risks of death are set among the ages that residents have on the evening before.
    """
    calendar = setting.calendar
    thresholds = setting.death[resident.sex]
    for year in range(setting.years):
        whether, when, _, _ = setting.chance.draw(draws.DEATH, resident.doer, year)
        age = min(resident.age_in(calendar, year - 1), len(thresholds) - 1)
        if whether < thresholds[age]:
            starts = calendar.year_starts(year)
            return starts + (when * (calendar.year_starts(year + 1) - starts) >> 32)
    return None


def _expected(setting: Setting, person: Person) -> Life:
    """Return a life before it is lived."""
    if isinstance(person, Organisation):
        return Life(person, 0, None)
    of_age_day = person.birthday(setting.calendar, setting.regime.scored.from_age_y)
    return Life(person, max(0, of_age_day), death_day(setting, person))


def _holding(person: Person) -> Holding:
    if isinstance(person, Organisation):
        return Holding(person.ix, person.doer, "organisations", None)
    return Holding(person.ix, person.doer, "residents", person.levels, person.consents)
