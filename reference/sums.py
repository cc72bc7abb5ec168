"""Lives come in, counts go out: how many people have which grade, what was booked, what was done.

These are the sums that leave a community; whoever wants to know what they mean finds it here in the
fewest words. They are kept apart by instrument, by side (the official and the truthful file) and by
holder (residents and organisations).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from reference.books import count_day
from reference.calendar import MONTHS_PER_YEAR
from reference.entries import OFFICIAL, SIDES, TRUTHFUL, Standing
from reference.files import File
from reference.law import rank_of
from reference.life import Life, Setting
from reference.people import Organisation

DECEMBER = 11
MOST_ABOVE_BASE_PT = 5000
BUCKET_PT = 50
"""Scores are counted by fives of points."""


Tally = Counter[tuple[int | str, ...]]
"""Counts by the names of what is counted."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts over the people of a community; months and years count from 0."""

    graded: Tally = field(default_factory=Tally)
    """Who has an account at a monthly count: month, instrument, side, holder, grade."""
    scores_pt: Tally = field(default_factory=Tally)
    """Sum of their scores."""
    flows: Tally = field(default_factory=Tally)
    """Month, instrument, side, holder, grade at the last count, if there was one, and at this one."""
    groups: Tally = field(default_factory=Tally)
    """Residents at December's count: year, instrument, side, dimension, level, grade."""
    group_scores_pt: Tally = field(default_factory=Tally)
    """Sum of their scores."""
    standings: Tally = field(default_factory=Tally)
    """At December's count: year, instrument, holder, official grade, truthful grade."""
    buckets: Tally = field(default_factory=Tally)
    """At December's count: year, instrument, side, holder, fives of points above the floor."""
    entries: Tally = field(default_factory=Tally)
    """Bookings: year, instrument, side, holder, rule, kind."""
    points_pt: Tally = field(default_factory=Tally)
    """Sum of their amounts."""
    happened: Tally = field(default_factory=Tally)
    """Acts that some provider saw: year, conduct, severity."""
    recorded: Tally = field(default_factory=Tally)
    """Those of them that fired some rule."""
    grade_days: Tally = field(default_factory=Tally)
    """Days, each counted with what holds at its end: year, instrument, side, holder, grade."""
    below_days: Tally = field(default_factory=Tally)
    """Days of somebody's official file of the first instrument below the grade of an empty one."""
    merits: Tally = field(default_factory=Tally)
    """Bookings on that file that raise the standing."""
    charges: Tally = field(default_factory=Tally)
    """Bookings on that file that lower it."""


def sum_up(setting: Setting, lives: Sequence[Life]) -> Sums:
    """Count what the people of a community lived through."""
    found = Sums()
    days = {
        name: [count_day(setting.calendar, its, month) for month in range(MONTHS_PER_YEAR * setting.years)]
        for name, its in setting.regime.instruments.items()
    }
    for life in lives:
        _sum_acts(found, setting, life)
        ends_day = setting.ends_day(life)
        counted = {
            key: dict(_at(file, ends_day, days[file.name])) for key, file in life.files.items() if file.shown
        }
        for (name, side), file in life.files.items():
            place = name, side, holder_of(life)
            _sum_entries(found, setting, place, file)
            _sum_days(found, setting, place, file, ends_day)
        for (name, side), its in counted.items():
            _sum_months(found, (name, side, holder_of(life)), its)
        for name in setting.regime.instruments:
            if (name, OFFICIAL) in counted:
                _sum_december(found, setting, life, name, {side: counted[name, side] for side in SIDES})
        _sum_person(found, setting, life)
    return found


def holder_of(life: Life) -> str:
    """Return which kind of holder somebody is."""
    return "organisations" if isinstance(life.person, Organisation) else "residents"


def spells(file: File, ends_day: int) -> Iterator[tuple[int, int, Standing]]:
    """Yield from which day to which other something was shown of a file at the end of each day."""
    for shown, following in zip_longest(file.shown, file.shown[1:]):
        until = ends_day if following is None else following.day
        if shown.day < until:
            yield shown.day, until, shown


def _at(file: File, ends_day: int, days: Sequence[int]) -> Iterator[tuple[int, Standing]]:
    """Yield what is shown at the end of some days, one of each month, by month."""
    runs = iter(spells(file, ends_day))
    run = next(runs, None)
    for month, day in enumerate(days):
        while run is not None and run[1] <= day:
            run = next(runs, None)
        if run is not None and run[0] <= day:
            yield month, run[2]


def _sum_acts(found: Sums, setting: Setting, life: Life) -> None:
    for acts, tally in ((life.acts, found.happened), (life.recorded, found.recorded)):
        for act in acts:
            tally[setting.days[act.day].year, act.conduct or "", act.severity] += 1


def _sum_entries(found: Sums, setting: Setting, place: tuple[str, str, str], file: File) -> None:
    for entry in file.entries:
        key = setting.days[entry.booked_day].year, *place, entry.code, entry.record.kind
        found.entries[key] += 1
        found.points_pt[key] += entry.amount_pt or 0


def _sum_days(found: Sums, setting: Setting, place: tuple[str, str, str], file: File, ends_day: int) -> None:
    for starts, ends, shown in spells(file, ends_day):
        for year in range(setting.days[starts].year, setting.days[ends - 1].year + 1):
            first, last = setting.calendar.year_starts(year), setting.calendar.year_starts(year + 1)
            found.grade_days[year, *place, shown.grade] += min(ends, last) - max(starts, first)


def _sum_months(found: Sums, place: tuple[str, str, str], its: dict[int, Standing]) -> None:
    for month, shown in its.items():
        found.graded[month, *place, shown.grade] += 1
        found.scores_pt[month, *place, shown.grade] += shown.score_pt
        if month - 1 in its:
            found.flows[month, *place, its[month - 1].grade, shown.grade] += 1


def _sum_december(
    found: Sums, setting: Setting, life: Life, name: str, its: dict[str, dict[int, Standing]]
) -> None:
    for month in its[OFFICIAL]:
        year, month_of_year = divmod(month, MONTHS_PER_YEAR)
        if month_of_year != DECEMBER:
            continue
        official, truthful = its[OFFICIAL][month], its[TRUTHFUL][month]
        found.standings[year, name, holder_of(life), official.grade, truthful.grade] += 1
        is_resident = holder_of(life) == "residents"
        levels = life.person.rate_levels(setting.calendar, setting.world, year) if is_resident else None
        for side in SIDES:
            shown = its[side][month]
            found.buckets[year, name, side, holder_of(life), _bucket(setting, name, shown.score_pt)] += 1
            for dimension, level in (levels or {}).items():
                found.groups[year, name, side, dimension, level, shown.grade] += 1
                found.group_scores_pt[year, name, side, dimension, level, shown.grade] += shown.score_pt


def _bucket(setting: Setting, name: str, score_pt: int) -> int:
    """Return the bucket of a score; the last is open.

    There are as many as reach 500 points above the base, on the instrument that needs most.
    """
    instruments = setting.regime.instruments.values()
    last = max(its.base_pt + MOST_ABOVE_BASE_PT - its.floor_pt for its in instruments) // BUCKET_PT
    return min(last, (score_pt - setting.regime.instruments[name].floor_pt) // BUCKET_PT)


def _sum_person(found: Sums, setting: Setting, life: Life) -> None:
    first = next(iter(setting.regime.instruments))
    official = life.files.get((first, OFFICIAL))
    if official is None:
        return
    ix = life.person.ix
    for starts, ends, shown in spells(official, setting.ends_day(life)):
        ranks = [rank_of(official.instrument, its.grade) for its in (shown, official.shown[0])]
        if ranks[0] < ranks[1]:
            found.below_days[ix,] += ends - starts
    for entry in official.entries:
        found.merits[ix,] += entry.is_merit
        found.charges[ix,] += entry.is_charge
