"""A community comes in, its years under a law go out: every act, entry, score, grade and list day.

One resident at a time, one day at a time. A day goes in this order: the day's candidates are held
against their doer's state at the end of the day before; entries whose time is over stop counting;
bookings by act and rule; publication. Both files live through the same days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from glasshouse.law.schema import Regime
from glasshouse.people.deal import Community
from glasshouse.people.world import World
from reference import draws
from reference.calendar import Day
from reference.candidates import Candidate, Chance
from reference.files import File, Record
from reference.law import rules_for
from reference.people import Resident, residents_of
from reference.responses import months_since, response_q16
from reference.thresholds import ONE_Q16, bound_q16

OFFICIAL, TRUTHFUL = "official", "truthful"
FILES = (OFFICIAL, TRUTHFUL)
DeathThresholds = Mapping[str, tuple[int, ...]]
"""By sex, then age: somebody dies in a year whose word is below. An integer threshold of the world."""


@dataclass(slots=True)
class Life:
    """What became of one resident."""

    resident: Resident
    opens_day: int
    """When the account opens, or would have opened; 0 for those of age when the world begins."""
    dies_day: int | None
    acts: list[Candidate] = field(default_factory=list[Candidate])
    """What happened and some provider saw."""
    files: dict[str, File] = field(default_factory=dict[str, File])
    """The official and the truthful file; empty for who never had an account."""
    charged_day: dict[str, int] = field(default_factory=dict[str, int])
    """By conduct, when the official file was last charged for it."""
    diary: set[int] = field(default_factory=set[int])
    """Days on which something may happen to this resident; on all others nothing can."""
    under_way: dict[str, list[Record]] = field(
        default_factory=lambda: {name: list[Record]() for name in FILES}
    )
    """Every record ever made, by the file that it goes to; most reach it later than they are made."""

    def is_alive(self, day: int) -> bool:
        """Whether the resident is alive on a day; on the day of death nothing happens any more."""
        return self.dies_day is None or day < self.dies_day


@dataclass(frozen=True, slots=True)
class Setting:
    """All that a life depends on."""

    regime: Regime
    chance: Chance
    death: DeathThresholds
    days: list[Day]

    @property
    def world(self) -> World:
        """The world in which the law holds."""
        return self.chance.world

    @property
    def publication_days(self) -> list[int]:
        """The days on which balances are computed and shown."""
        return [day.number for day in self.days if is_publication(self.regime, day)]

    def ends_day(self, life: Life) -> int:
        """Return the first day that is no longer in a life: that of death, or the end of the span."""
        ends = self.days[-1].number + 1
        return ends if life.dies_day is None else min(ends, life.dies_day)


def live_community(setting: Setting, community: Community) -> list[Life]:
    """Live the years of every resident of a community; nobody's life touches another's."""
    return [live_resident(setting, resident) for resident in residents_of(setting.world, community)]


def live_resident(setting: Setting, resident: Resident) -> Life:
    """Live the years of one resident, day by day."""
    calendar = setting.chance.calendar
    opens_day = max(0, resident.birthday(calendar, setting.regime.scored.from_age_y))
    life = Life(resident, opens_day, death_day(setting, resident))
    life.diary.add(opens_day)
    life.diary.update(setting.publication_days)
    for month, days in groupby(setting.days, key=lambda day: day.month):
        candidates = list(setting.chance.candidates(resident, month))
        life.diary.update(its.day for its in candidates)
        for day in days:
            if not life.is_alive(day.number):
                return life
            if day.number in life.diary:
                _live_day(setting, life, day, [its for its in candidates if its.day == day.number])
    return life


def is_publication(regime: Regime, day: Day) -> bool:
    """Whether balances are computed and shown on a day."""
    return day.day_of_month == regime.instrument.publication.day_of_month


def death_day(setting: Setting, resident: Resident) -> int | None:
    """Return the day on which a resident dies, by the yearly probability at the age when a year begins.

    The world's risks of death are set among the ages that residents have on the evening before.
    """
    calendar = setting.chance.calendar
    thresholds = setting.death[resident.sex]
    for year in range(setting.days[-1].year + 1):
        whether, when, _, _ = setting.chance.draw(draws.DEATH, resident, year)
        age = min(resident.age_in(calendar, year - 1), len(thresholds) - 1)
        if whether < thresholds[age]:
            starts = calendar.year_starts(year)
            return starts + (when * (calendar.year_starts(year + 1) - starts) >> 32)
    return None


def _live_day(setting: Setting, life: Life, day: Day, candidates: list[Candidate]) -> None:
    for candidate in candidates:
        if happens(setting, life, candidate):
            life.acts.append(candidate)
            _report(setting, life, candidate)
    if day.number == life.opens_day:
        life.files = {name: File(setting.regime, setting.chance.calendar, day.number) for name in FILES}
    for name, file in life.files.items():
        todays = [its for its in life.under_way[name] if its.booked_day == day.number]
        for record in sorted(todays, key=lambda its: (its.act, its.rule_ix)):
            entry = file.book(record)
            if name == OFFICIAL and entry is not None and entry.is_charge:
                life.charged_day[record.rule.conduct] = day.number
        if is_publication(setting.regime, day):
            file.publish(day.number)


def happens(setting: Setting, life: Life, candidate: Candidate) -> bool:
    """Whether a candidate happens, given its doer's state at the end of the day before."""
    conduct = candidate.what.conduct
    m_q16 = ONE_Q16
    if life.resident.follows_score:
        months = months_since(candidate.day, life.charged_day.get(conduct))
        m_q16 = response_q16(setting.regime, setting.world, conduct, months)
    return candidate.acceptance * bound_q16(setting.world.conduct[conduct]) <= m_q16 << 32


def _report(setting: Setting, life: Life, candidate: Candidate) -> None:
    """Send every record of an act on its way: late or not to the official file, at once to the truthful."""
    what = candidate.what
    for provider in what.providers:
        delay_d = setting.chance.delay_d(life.resident, candidate, provider)
        for rule_ix, code, rule in rules_for(setting.regime, what.conduct, what.severity, provider):
            deadline_d = setting.regime.providers[provider].report_within_d
            kind = "late" if deadline_d is not None and delay_d > deadline_d else "true"
            booked = {OFFICIAL: (candidate.day + delay_d, kind), TRUTHFUL: (candidate.day, "true")}
            for name, (booked_day, its_kind) in booked.items():
                record = Record(candidate.act, candidate.day, booked_day, rule_ix, code, rule, its_kind)
                life.under_way[name].append(record)
                life.diary.add(booked_day)
