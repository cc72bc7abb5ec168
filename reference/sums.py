"""Lives come in, counts go out: how many people have which grade, what was booked, what was done.

These are the sums that leave a community; whoever wants to know what they mean finds it here in the
fewest words. They are kept apart by instrument, by side (the official and the truthful file) and by
holder (residents and organisations).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from glasshouse.law.schema import Regime
from reference.calendar import MONTHS_PER_YEAR
from reference.entries import LATE, OFFICIAL, SIDES, TRUE, TRUTHFUL
from reference.files import File
from reference.law import grade_of, held_pt, lists_of, rank_of
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
    for_others: Tally = field(default_factory=Tally)
    """Those of them for what somebody else did."""
    below_counts: Tally = field(default_factory=Tally)
    """Monthly counts of it that find somebody below the grade of an empty file: person, side."""
    wronged_months: Tally = field(default_factory=Tally)
    """Those that find the official grade below the truthful one."""
    spared_months: Tally = field(default_factory=Tally)
    """Those that find it above."""
    listed_days: Tally = field(default_factory=Tally)
    """Days, added up over all instruments, on which somebody is on a list by one: person, side."""
    remedies: Tally = field(default_factory=Tally)
    """Charges that may be objected to: instrument, `wrongly` or `rightly` made, step."""


class Spell(NamedTuple):
    """From which day to the day before which other a file shows the same at the end of each day."""

    starts: int
    ends: int
    score_pt: int
    grade: str


Spells = tuple[Spell, ...]
Account = tuple[str, str, str]
"""Instrument, side and holder."""


def sum_up(setting: Setting, lives: Sequence[Life]) -> Sums:
    """Count what the people of a community lived through.

    Most files show the same all the time, so that equal histories are counted together.
    """
    found = Sums()
    histories: Counter[tuple[Account, Spells]] = Counter()
    for life in lives:
        _sum_acts(found, setting, life)
        spells = {key: spells_of(file, setting.ends_day(life)) for key, file in life.files.items()}
        for (name, side), file in life.files.items():
            account = name, side, holder_of(life)
            histories[account, spells[name, side]] += 1
            _sum_entries(found, setting, account, file)
        _sum_decembers(found, setting, life, spells)
        _sum_person(found, setting, life, spells)
        _sum_listed(found, setting, life, spells)
    for (account, its), n in histories.items():
        _sum_months(found, setting, account, its, n)
        _sum_days(found, setting, account, its, n)
    return found


def holder_of(life: Life) -> str:
    """Return which kind of holder somebody is."""
    return "organisations" if isinstance(life.person, Organisation) else "residents"


def spells_of(file: File, ends_day: int) -> Spells:
    """Return what a file shows from its opening to the day before the last; nothing of who is not scored."""
    ends = [its.day for its in file.shown[1:]] + [ends_day]
    return tuple(
        Spell(shown.day, until, shown.score_pt, shown.grade)
        for shown, until in zip(file.shown, ends, strict=False)
        if shown.day < until
    )


def _on(spells: Spells, day: int) -> Spell | None:
    return next((its for its in spells if its.starts <= day < its.ends), None)


def _sum_acts(found: Sums, setting: Setting, life: Life) -> None:
    for acts, tally in ((life.acts, found.happened), (life.recorded, found.recorded)):
        for act in acts:
            tally[setting.days[act.day].year, act.conduct or "", act.severity] += 1


def _sum_entries(found: Sums, setting: Setting, account: Account, file: File) -> None:
    for entry in file.entries:
        key = setting.days[entry.booked_day].year, *account, entry.code, entry.record.kind
        found.entries[key] += 1
        found.points_pt[key] += entry.booked_pt or 0
    for step, n in file.remedies.items():
        found.remedies[account[0], *step] += n


def _sum_months(found: Sums, setting: Setting, account: Account, spells: Spells, n: int) -> None:
    before = None
    for month, day in enumerate(setting.count_days(account[0])):
        shown = _on(spells, day)
        if shown is not None:
            found.graded[month, *account, shown.grade] += n
            found.scores_pt[month, *account, shown.grade] += n * shown.score_pt
            if before is not None:
                found.flows[month, *account, before.grade, shown.grade] += n
        before = shown


def _sum_days(found: Sums, setting: Setting, account: Account, spells: Spells, n: int) -> None:
    for its in spells:
        for year in range(setting.days[its.starts].year, setting.days[its.ends - 1].year + 1):
            first, last = setting.calendar.year_starts(year), setting.calendar.year_starts(year + 1)
            found.grade_days[year, *account, its.grade] += n * (min(its.ends, last) - max(its.starts, first))


def _sum_decembers(found: Sums, setting: Setting, life: Life, spells: dict[tuple[str, str], Spells]) -> None:
    """Count what a life shows at December's counts, for residents by what they differ by."""
    for year in range(setting.years):
        levels: dict[str, str] = {}
        if holder_of(life) == "residents":
            levels = life.person.rate_levels(setting.calendar, setting.world, year) or {}
        for name in setting.regime.instruments:
            day = setting.count_days(name)[MONTHS_PER_YEAR * year + DECEMBER]
            shown = {side: _on(spells.get((name, side), ()), day) for side in SIDES}
            official, truthful = shown[OFFICIAL], shown[TRUTHFUL]
            if official is None or truthful is None:
                continue
            found.standings[year, name, holder_of(life), official.grade, truthful.grade] += 1
            for side, its in ((OFFICIAL, official), (TRUTHFUL, truthful)):
                found.buckets[year, name, side, holder_of(life), _bucket(setting, name, its.score_pt)] += 1
                for dimension, level in levels.items():
                    found.groups[year, name, side, dimension, level, its.grade] += 1
                    found.group_scores_pt[year, name, side, dimension, level, its.grade] += its.score_pt


def _bucket(setting: Setting, name: str, score_pt: int) -> int:
    """Return the bucket of a score; the last is open.

    There are as many as reach 500 points above the base, on the instrument that needs most.
    """
    instruments = setting.regime.instruments.values()
    last = max(its.base_pt + MOST_ABOVE_BASE_PT - its.floor_pt for its in instruments) // BUCKET_PT
    return min(last, (score_pt - setting.regime.instruments[name].floor_pt) // BUCKET_PT)


def _sum_person(found: Sums, setting: Setting, life: Life, spells: dict[tuple[str, str], Spells]) -> None:
    """Count what becomes of somebody on the first instrument."""
    name = next(iter(setting.regime.instruments))
    official = life.files.get((name, OFFICIAL))
    if official is None:
        return
    ix = life.person.ix
    for its in spells[name, OFFICIAL]:
        if is_below(official, its):
            found.below_days[ix,] += its.ends - its.starts
    for entry in official.entries:
        found.merits[ix,] += entry.is_merit
        found.charges[ix,] += entry.is_charge
        is_true = entry.record.kind in {TRUE, LATE}
        found.for_others[ix,] += entry.is_charge and is_true and entry.record.act.doer != life.person.doer
    for day in setting.count_days(name):
        shown = {side: _on(spells[name, side], day) for side in SIDES}
        ranks = {side: rank_of(official.instrument, its.grade) for side, its in shown.items() if its}
        for side, rank in ranks.items():
            found.below_counts[ix, side] += rank < empty_rank(official)
        if len(ranks) == len(SIDES):
            found.wronged_months[ix,] += ranks[OFFICIAL] < ranks[TRUTHFUL]
            found.spared_months[ix,] += ranks[OFFICIAL] > ranks[TRUTHFUL]


def _sum_listed(found: Sums, setting: Setting, life: Life, spells: dict[tuple[str, str], Spells]) -> None:
    """Count the days on which somebody is on a list that is no honour, once for each instrument."""
    for (name, side), file in life.files.items():
        for its in spells[name, side]:
            is_listed = lists_of(setting.regime, {name: its.grade}) or not keeps_lists(setting.regime)
            if is_below(file, its) and is_listed:
                found.listed_days[life.person.ix, side] += its.ends - its.starts


def keeps_lists(regime: Regime) -> bool:
    """Whether a law keeps a list that is a burden: its own, or of a grade below that of an empty file."""
    return any(
        lists_of(regime, {name: grade})
        for name, its in regime.instruments.items()
        for grade in its.grades_from_worst()
        if rank_of(its, grade) < rank_of(its, grade_of(its, held_pt(its, its.base_pt)))
    )


def is_below(file: File, its: Spell) -> bool:
    """Whether what is shown lies below the grade of an empty file."""
    return rank_of(file.instrument, its.grade) < empty_rank(file)


def empty_rank(file: File) -> int:
    """Return the rank of the grade of an empty file, from the worst."""
    return rank_of(file.instrument, grade_of(file.instrument, file.start_pt))
