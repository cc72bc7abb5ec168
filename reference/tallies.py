"""Lives come in, counts go out: how many residents have which grade, what was booked, what was done.

These are the sums that leave a community; whoever wants to know what they mean finds it here in the
fewest words.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reference.calendar import MONTHS_PER_YEAR
from reference.files import File, Standing
from reference.law import rank_of, rules_for
from reference.life import FILES, OFFICIAL, TRUTHFUL, Life, Setting

DECEMBER = 11
MOST_ABOVE_BASE_PT = 5000
BUCKET_PT = 50
"""Scores are counted by fives of points."""


Tally = Counter[tuple[int | str, ...]]
"""Counts by the names of what is counted."""


@dataclass(frozen=True, slots=True)
class Tallies:
    """Counts over the residents of a community; months and years count from 0."""

    graded: Tally = field(default_factory=Tally)
    """Residents with an account at a publication: month, file, grade."""
    scores_pt: Tally = field(default_factory=Tally)
    """Sum of their scores."""
    flows: Tally = field(default_factory=Tally)
    """Month, file, grade at the last publication, grade at this one; who had no account then is left out."""
    groups: Tally = field(default_factory=Tally)
    """At December's publication: year, file, dimension, level, grade."""
    standings: Tally = field(default_factory=Tally)
    """At December's publication: year, official grade, truthful grade."""
    buckets: Tally = field(default_factory=Tally)
    """At December's publication: year, file, fives of points above the floor."""
    entries: Tally = field(default_factory=Tally)
    """Bookings: year, file, rule, kind."""
    happened: Tally = field(default_factory=Tally)
    """Acts that some provider saw: year, conduct, severity."""
    recorded: Tally = field(default_factory=Tally)
    """Those of them that fired some rule."""
    grade_days: Tally = field(default_factory=Tally)
    """Days, each counted with what holds at its end: year, file, grade."""
    list_days: Tally = field(default_factory=Tally)
    """Days on a list: year, file, list."""
    below_days: Tally = field(default_factory=Tally)
    """Days of a resident's official file below the grade that it opened with."""
    merits: Tally = field(default_factory=Tally)
    """Bookings on a resident's official file that add points."""
    charges: Tally = field(default_factory=Tally)
    """Bookings on a resident's official file that cost points or set a grade."""


def tally(setting: Setting, lives: Sequence[Life]) -> Tallies:
    """Count what the residents of a community lived through."""
    found = Tallies()
    for life in lives:
        _tally_acts(found, setting, life)
        for name, file in life.files.items():
            _tally_entries(found, setting, name, file)
            _tally_days(found, setting, name, file, setting.ends_day(life))
        shown = {name: dict(publications(setting, file)) for name, file in life.files.items()}
        for name, its in shown.items():
            _tally_publications(found, name, its)
        _tally_december(found, setting, life, shown)
        _tally_resident(found, setting, life)
    return found


def publications(setting: Setting, file: File) -> Iterator[tuple[int, Standing]]:
    """Yield what was published of a file, by month."""
    for shown in file.published:
        if shown.why == "publication":
            yield setting.days[shown.day].month, shown


def _tally_acts(found: Tallies, setting: Setting, life: Life) -> None:
    for act in life.acts:
        what = act.what
        key = setting.days[act.day].year, what.conduct, what.severity
        found.happened[key] += 1
        if any(rules_for(setting.regime, what.conduct, what.severity, its) for its in what.providers):
            found.recorded[key] += 1


def _tally_entries(found: Tallies, setting: Setting, name: str, file: File) -> None:
    for entry in file.entries:
        record = entry.record
        found.entries[setting.days[record.booked_day].year, name, record.code, record.kind] += 1


def _tally_days(found: Tallies, setting: Setting, name: str, file: File, ends_day: int) -> None:
    for day, shown in file.standing_on(ends_day):
        year = setting.days[day].year
        found.grade_days[year, name, shown.grade] += 1
        found.list_days.update((year, name, its) for its in shown.lists)


def _tally_publications(found: Tallies, name: str, its: dict[int, Standing]) -> None:
    for month, shown in its.items():
        found.graded[month, name, shown.grade] += 1
        found.scores_pt[month, name, shown.grade] += shown.score_pt
        if month - 1 in its:
            found.flows[month, name, its[month - 1].grade, shown.grade] += 1


def _tally_december(
    found: Tallies, setting: Setting, life: Life, shown: dict[str, dict[int, Standing]]
) -> None:
    for month in shown.get(OFFICIAL, {}):
        year, month_of_year = divmod(month, MONTHS_PER_YEAR)
        if month_of_year != DECEMBER:
            continue
        grades = {name: shown[name][month].grade for name in FILES}
        found.standings[year, grades[OFFICIAL], grades[TRUTHFUL]] += 1
        levels = life.resident.rate_levels(setting.chance.calendar, setting.world, year) or {}
        for name, grade in grades.items():
            found.groups.update((year, name, dimension, level, grade) for dimension, level in levels.items())
            found.buckets[year, name, _bucket(setting, shown[name][month].score_pt)] += 1


def _bucket(setting: Setting, score_pt: int) -> int:
    """Return the bucket of a score; the last holds all that are 500 points above the base or more."""
    law = setting.regime.instrument
    highest_pt = law.base.value_pt + MOST_ABOVE_BASE_PT
    return (min(score_pt, highest_pt) - law.floor.value_pt) // BUCKET_PT


def _tally_resident(found: Tallies, setting: Setting, life: Life) -> None:
    official = life.files.get(OFFICIAL)
    if official is None:
        return
    opened_with = rank_of(setting.regime, official.published[0].grade)
    ix = life.resident.ix
    for _, shown in official.standing_on(setting.ends_day(life)):
        if rank_of(setting.regime, shown.grade) < opened_with:
            found.below_days[ix,] += 1
    for entry in official.entries:
        if entry.is_merit:
            found.merits[ix,] += 1
        if entry.is_charge:
            found.charges[ix,] += 1
