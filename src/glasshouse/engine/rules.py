"""A Regime and a World come in, the integer tables of the law go out: links, rules, bands.

Inside the engine more is always better: an instrument where more points are worse is turned round
here (`Term.SIGN`), and turned back where scores leave the kernel.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.calendar import Calendar, days_after, first_working_days, next_of
from glasshouse.engine.decimals import QUANTILES_N, lognormal_days
from glasshouse.engine.spans import NO_END_D, holidays_of
from glasshouse.engine.streams import Streams, severities
from glasshouse.law.durations import Duration, duration
from glasshouse.law.schema import Instrument, Regime, Rule, Tally
from glasshouse.law.values import MOST_POINTS
from glasshouse.people.world import World
from glasshouse.units import TENTHS

NO_LIMIT_PT = 1 << 30
"""Stands for "no ceiling" and "no downgrade": far above any score, far below overflow."""
LONGEST_DELAY_D = 720
MOST_STEPS_N = 8
MOST_DIMENSIONS_N = 8
UNTIL_THE_END = -1
"""A validity that is no span: as long as the conduct lasts, or until its repair."""
STARTS = ("conduct", "end", "finality", "booking")
COUNTED_MONTHS = {"once": 0, "each-month": 1, "each-half-year": 6}
PERIOD_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
BEYOND_D = 7200 + LONGEST_DELAY_D
"""Conduct may end, and deadlines begin, so long after the last day of a run."""
YEARS_OF_HOLIDAYS_N = 24


class RuleField(IntEnum):
    """Columns of a rule row: one rule on one instrument, and of a graded rule one amount."""

    POINTS_PT = 0
    """Tenths of a point, more is better; 0 for a direct downgrade."""
    CAP_PT = 1
    """Lowest score of a direct downgrade's target grade, else NO_LIMIT_PT."""
    IS_CHARGE = 2
    CODE = 3
    """Position of the rule among those of the law."""
    INSTRUMENT = 4
    VALIDITY = 5
    """Row of `after_d`, or UNTIL_THE_END."""
    START = 6
    """Position in STARTS."""
    HASH = 7
    """From the code and the instrument, so that digests do not depend on positions."""
    IS_DOUBLING = 8
    IS_REFUSED = 9
    """Not booked while an entry of the rule counts."""
    TALLY = 10
    """Row of `tally`, or -1."""
    IS_SCALED = 11
    """Earns by what its tally adds up to."""
    FROM_SIZE = 12
    FOR_EACH = 13
    """0 for a tier."""
    UP_TO = 14
    HAS_REPAIR = 15
    REPAIR_ROW = 16
    """-1 where nothing takes the entry's place."""
    REPAIR_AFTER = 17
    """Row of `after_d`, or -1 for at once."""
    NOTICE = 18
    """Row of `after_d`, or -1."""
    NEXT_PUBLICATION = 19
    """Row of `after_d`, or -1."""
    ONLY_FROM_PT = 20
    ONLY_TO_PT = 21
    DIMENSION = 22
    NEXT_SCALED = 23
    """Of a scaled rule: the next one of its tally, or -1."""


class Term(IntEnum):
    """Columns of an instrument's single values."""

    BASE_PT = 0
    START_PT = 1
    """Score of an empty file: the base between floor and ceiling."""
    FLOOR_PT = 2
    CEILING_PT = 3
    FIRST_BAND = 4
    BANDS_N = 5
    START_GRADE = 6
    IS_HIGHEST_ONLY = 7
    IS_SUBTRACTING = 8
    IS_SUSPENDING = 9
    IS_IN_ORDER = 10
    IS_AT_ONCE = 11
    IS_DOWN_AT_ONCE = 12
    """A direct downgrade moves the score on the day of booking."""
    DIMENSIONS_N = 13
    SIGN = 14
    """-1 where more points are worse."""
    FROM_AGE_Y = 15
    PRINTED_BASE_PT = 16
    PRINTED_FLOOR_PT = 17
    FIRST_STEP = 18
    """Lowest score of each step, from mild to severe."""
    FIRST_DIMENSION = 26
    """Weight and start (in tenths of percent of itself) of each dimension, two columns each."""


class BandField(IntEnum):
    """Columns of a grade."""

    BEGINS_PT = 0
    """Lowest score that belongs to it."""
    HASH = 1
    STEPS_N = 2
    """How many steps somebody in this grade has reached."""
    FEED_ROW = 3
    """Rule row that is booked on 1 January on who has this grade the evening before, or -1."""


class TallyField(IntEnum):
    """Columns of a tally on one instrument."""

    PERIOD_MONTHS = 0
    MOST_PT = 1
    FIRST = 2
    """First of its scaled rows, or -1; each names the next one."""


class LinkField(IntEnum):
    """Columns of a link."""

    ROW = 0
    SLOT = 1
    """Position of the provider among the conduct's `seen_by`."""
    PROVIDER = 2
    """Position of the provider in the world."""
    TARGET = 3
    """See `Target`."""
    COUNTED_MONTHS = 4
    """How often conduct that lasts is counted again, by the rule of the act; 0 for once."""
    DEADLINE_D = 5
    """A record that takes more days is late, by the rule of the act."""


class Target(IntEnum):
    """Row of `kin` that a link looks its holder up in."""

    DOER = 0
    HOUSEHOLD_HEAD = 1
    SPOUSE = 2
    PARENT = 3
    OTHER_PARENT = 4
    HEAD = 5


TARGETS: dict[str, tuple[Target, ...]] = {
    "doer": (Target.DOER,),
    "household-head": (Target.HOUSEHOLD_HEAD,),
    "spouse": (Target.SPOUSE,),
    "parents": (Target.PARENT, Target.OTHER_PARENT),
    "head": (Target.HEAD,),
}


class LawTables(NamedTuple):
    """A law as the kernel reads it.

    G categories, L links, K rule rows, B grades of all instruments, I instruments, V spans.
    """

    link_start: NDArray[np.int32]
    """First link of each category, and one past the last: links say which rule row a record of an
    act is booked under, and on whom. Shape [G + 1]."""
    link: NDArray[np.int32]
    """See `LinkField`. Shape [L, LinkField]."""
    rule: NDArray[np.int32]
    """See `RuleField`. Shape [K, RuleField]."""
    codes_n: int
    band: NDArray[np.int64]
    """See `BandField`; each instrument's worst first. Shape [B, BandField]."""
    tally: NDArray[np.int64]
    """See `TallyField`. Shape [tallies, TallyField]."""
    after_d: NDArray[np.int32]
    """Day on which a span that begins on a day is over. Shape [V, days]."""
    count_d: NDArray[np.int32]
    """Day of each month on which an instrument's holders are counted, and on which it is shown
    unless it is shown at once. Shape [I, T]."""
    delay_d: NDArray[np.int32]
    """Delay quantiles of each provider of the world. Shape [providers, 1024]."""
    terms: NDArray[np.int64]
    """See `Term`; the last columns are those of the dimensions. Shape [I, 42]."""


class Row(NamedTuple):
    """A rule on an instrument; of a graded rule, with the amount of some severities."""

    code: str
    instrument: str
    points_pt: int | None
    """As the law prints them."""
    severities: tuple[str, ...] | None
    """The ones that it is for; None for all."""
    is_taken_over: bool
    """Its validity, start and repeats are the instrument's own, not the rule's."""


def name_hash(name: str) -> int:
    """Return a 64-bit hash of a name, the same everywhere."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little", signed=True)


def grade_axis(regime: Regime) -> list[tuple[str, str]]:
    """Return instrument and grade in the order of every grade axis."""
    return [(name, grade) for name, its in regime.instruments.items() for grade in its.grades_from_worst()]


def sign_of(instrument: Instrument) -> int:
    """Return what turns printed points into ones of which more are better."""
    return -1 if instrument.is_up_worse else 1


def lowest_scores(instrument: Instrument) -> dict[str, int]:
    """Return the lowest score of each grade in tenths, more is better, worst grade first."""
    sign, lowest = sign_of(instrument), dict[str, int]()
    for band in instrument.bands_from_worst():
        edge_pt = band.highest_pt if instrument.is_up_worse else band.lowest_pt
        lowest[band.grade] = limits(instrument)[0] if edge_pt is None else sign * edge_pt
    return lowest


def beginnings(instrument: Instrument) -> list[int]:
    """Return from which score each grade holds, more is better, worst first.

    A score between two bands belongs to the one with the lower numbers.
    """
    if not instrument.is_up_worse:
        return list(lowest_scores(instrument).values())
    begins = [band.lowest_pt for band in instrument.bands_from_worst()]
    # A band holds up to, and not including, where the next worse one begins.
    return [limits(instrument)[0], *(1 - pt for pt in begins[:-1] if pt is not None)]


def limits(instrument: Instrument) -> tuple[int, int]:
    """Return floor and ceiling in tenths, more is better."""
    if not instrument.is_up_worse:
        ceiling_pt = instrument.ceiling_pt
        return instrument.floor_pt, NO_LIMIT_PT if ceiling_pt is None else ceiling_pt
    worst_pt = MOST_POINTS * TENTHS if instrument.ceiling_pt is None else instrument.ceiling_pt
    return -worst_pt, -instrument.floor_pt


def target_score(instrument: Instrument, grade: str) -> int:
    """Return what a direct downgrade sets: the lowest score of a grade and its sub-bands, more is better."""
    lowest = lowest_scores(instrument)
    return min(lowest[name] for name in instrument.meant_by(grade))


def start_score(instrument: Instrument) -> int:
    """Return the score of an empty file in tenths, more is better."""
    floor_pt, ceiling_pt = limits(instrument)
    return max(floor_pt, min(sign_of(instrument) * instrument.base_pt, ceiling_pt))


def start_grade(instrument: Instrument) -> str:
    """Return the grade of an empty file."""
    score_pt = start_score(instrument)
    grades = list(zip(instrument.grades_from_worst(), beginnings(instrument), strict=True))
    return [name for ix, (name, pt) in enumerate(grades) if ix == 0 or score_pt >= pt][-1]


def rows_of(regime: Regime) -> list[Row]:
    """Return the rule rows of a law: by rule, then by instrument, then by severity."""
    rows: list[Row] = []
    for code, rule in regime.rules.items():
        home = regime.instrument_of(rule)
        for name, instrument in regime.instruments.items():
            takes = instrument.takes_over is not None and instrument.takes_over.value == home
            if name == home or (takes and rule.downgrade_to is None and rule.conduct is not None):
                rows += _rows_on(code, rule, name, is_taken_over=name != home)
    return rows


def _rows_on(code: str, rule: Rule, instrument: str, *, is_taken_over: bool) -> Iterator[Row]:
    if rule.points_by is None:
        yield Row(code, instrument, rule.points_pt, rule.severity, is_taken_over)
        return
    for severity, points_pt in rule.points_by.items():
        yield Row(code, instrument, points_pt, (severity,), is_taken_over)


class _Spans:
    """Collects the spans of a law, each once; a position stands for a span."""

    def __init__(self) -> None:
        self.found: list[Duration | str] = []

    def at(self, span: Duration | str) -> int:
        """Return the position of a span, or of the name of an instrument: its next publication."""
        if span not in self.found:
            self.found.append(span)
        return self.found.index(span)

    def of(self, text: str | None) -> int:
        """Return the position of a span as the law writes it; -1 for none."""
        return -1 if text is None else self.at(duration(text))


def compile_law(
    regime: Regime,
    calendar: Calendar,
    world: World | None = None,
    streams: Streams | None = None,
) -> LawTables:
    """Compile a law for a span of years.

    Args:
        regime: The law.
        calendar: The span.
        world: Where it holds; without one nobody reports anything, and only weekends are free.
        streams: The acts that providers of the world could record.
    """
    spans, rows = _Spans(), rows_of(regime)
    tallies = _tallies(regime, rows)
    table = [_rule_row(regime, rows, row, tallies, spans) for row in rows]
    scaled = [_scaled_rows(table, ix) for ix in range(len(tallies))]
    for this, following in (pair for each in scaled for pair in pairwise(each)):
        table[this][RuleField.NEXT_SCALED] = following
    years = range(calendar.year, calendar.year + len(calendar.year_start_d) + YEARS_OF_HOLIDAYS_N)
    holidays = () if world is None else holidays_of(world, years)
    shown = {name: _shown_d(its, calendar, holidays) for name, its in regime.instruments.items()}
    start, link = (
        ([0], []) if world is None or streams is None else _links(regime, rows, table, world, streams)
    )
    providers = () if world is None else world.providers.values()
    delays = [lognormal_days(p.delay_median_d, p.delay_sigma, p.delay_max_d) for p in providers]
    limits_of = [
        (PERIOD_MONTHS[its.per], NO_LIMIT_PT if its.most_pt is None else its.most_pt, next(iter(rows_in), -1))
        for its, rows_in in zip(tallies.values(), scaled, strict=True)
    ]
    month_ends = calendar.month_start_d[1:] - 1
    counted = [month_ends if _is_at_once(its) else shown[name] for name, its in regime.instruments.items()]
    return LawTables(
        link_start=np.array(start, dtype=np.int32),
        link=np.array(link, dtype=np.int32).reshape(len(link), len(LinkField)),
        rule=np.array(table, dtype=np.int32).reshape(len(table), len(RuleField)),
        codes_n=len(regime.rules),
        band=_bands(regime, rows),
        tally=np.array(limits_of, dtype=np.int64).reshape(len(tallies), len(TallyField)),
        after_d=_after(spans, shown, calendar, holidays),
        count_d=np.array(counted, dtype=np.int32),
        delay_d=np.array(delays, dtype=np.int32).reshape(len(delays), QUANTILES_N),
        terms=np.array([_terms(regime, name) for name in regime.instruments], dtype=np.int64),
    )  # fmt: skip


def _after(
    spans: _Spans, shown: Mapping[str, NDArray[np.int32]], calendar: Calendar, holidays: Sequence[dt.date]
) -> NDArray[np.int32]:
    """Tabulate the spans of a law. Shape [V, days]."""
    days_n = calendar.days_n + BEYOND_D
    rows = [
        next_of(shown[span], days_n, NO_END_D)
        if isinstance(span, str)
        else days_after(calendar, days_n, span, holidays)
        for span in spans.found
    ]
    return np.array(rows, dtype=np.int32).reshape(len(rows), days_n)


def _is_at_once(instrument: Instrument) -> bool:
    return instrument.kind == "list" or instrument.publication.at_once is True


def _shown_d(instrument: Instrument, calendar: Calendar, holidays: Sequence[dt.date]) -> NDArray[np.int32]:
    """Return the day of each month on which an instrument is shown; the last where it is shown at once."""
    if instrument.publication.first_working_day:
        return first_working_days(calendar, holidays)
    day_of_month = instrument.publication.day_of_month
    if day_of_month is None:
        return calendar.month_start_d[1:] - 1
    return calendar.month_start_d[:-1] + day_of_month - 1


def _tallies(regime: Regime, rows: Sequence[Row]) -> dict[tuple[str, str], Tally]:
    """Return the tallies by name and instrument: each instrument keeps its own."""
    used = {(regime.rules[row.code].tally, row.instrument) for row in rows}
    return {
        (name, instrument): tally
        for name, tally in regime.tallies.items()
        for instrument in regime.instruments
        if (name, instrument) in used
    }


def _rule_row(
    regime: Regime,
    rows: Sequence[Row],
    row: Row,
    tallies: Mapping[tuple[str, str], Tally],
    spans: _Spans,
) -> list[int]:
    rule, instrument = regime.rules[row.code], regime.instruments[row.instrument]
    sign, target = sign_of(instrument), rule.downgrade_to
    repair = None if row.is_taken_over else rule.repair
    milder = None if repair is None else repair.rule
    only = None if row.is_taken_over else rule.only_while
    only_pt = (-NO_LIMIT_PT, NO_LIMIT_PT) if only is None else (sign * only.lowest_pt, sign * only.highest_pt)
    is_monthly_list = instrument.kind == "list" and instrument.publication.at_once is None
    is_scaled = rule.from_size is not None or rule.for_each is not None
    own_start = None if row.is_taken_over else rule.starts
    values = {
        RuleField.POINTS_PT: _points(regime, rows, row) if is_scaled else sign * (row.points_pt or 0),
        RuleField.CAP_PT: NO_LIMIT_PT if target is None else target_score(instrument, target),
        RuleField.IS_CHARGE: is_charge(regime, row),
        RuleField.CODE: list(regime.rules).index(row.code),
        RuleField.INSTRUMENT: list(regime.instruments).index(row.instrument),
        RuleField.VALIDITY: _validity(regime, row, spans),
        RuleField.START: STARTS.index(own_start or instrument.validity_starts.value),
        RuleField.HASH: name_hash(f"{row.code} {row.instrument}") >> 32,
        RuleField.IS_DOUBLING: _doubles(regime, row),
        RuleField.IS_REFUSED: _repeat(regime, row) == "refused",
        RuleField.TALLY: -1 if rule.tally is None else list(tallies).index((rule.tally, row.instrument)),
        RuleField.IS_SCALED: is_scaled,
        RuleField.FROM_SIZE: rule.from_size or rule.above or 0,
        RuleField.FOR_EACH: rule.for_each or 0,
        RuleField.UP_TO: rule.up_to or NO_LIMIT_PT,
        RuleField.HAS_REPAIR: repair is not None,
        RuleField.REPAIR_ROW: -1 if milder is None else _home_row(rows, milder, row.instrument),
        RuleField.REPAIR_AFTER: -1 if repair is None else spans.of(repair.after),
        RuleField.NOTICE: -1 if instrument.notice is None else spans.of(instrument.notice.value),
        RuleField.NEXT_PUBLICATION: spans.at(row.instrument) if is_monthly_list else -1,
        RuleField.ONLY_FROM_PT: min(only_pt),
        RuleField.ONLY_TO_PT: max(only_pt),
        RuleField.DIMENSION: 0
        if rule.dimension is None
        else list(instrument.dimensions).index(rule.dimension),
        RuleField.NEXT_SCALED: -1,
    }
    return [int(values[field]) for field in RuleField]


def _points(regime: Regime, rows: Sequence[Row], row: Row) -> int:
    """Return what a scaled rule adds, more is better: a tier what it has over the one below."""
    rule, sign = regime.rules[row.code], sign_of(regime.instruments[row.instrument])
    if rule.from_size is None:
        return sign * (row.points_pt or 0)
    same = [regime.rules[its.code] for its in rows if its.instrument == row.instrument]
    below = [
        (its.from_size, its.points_pt or 0)
        for its in same
        if its.tally == rule.tally and its.from_size is not None and its.from_size < rule.from_size
    ]
    return sign * ((row.points_pt or 0) - max(below, default=(0, 0))[1])


def is_charge(regime: Regime, row: Row) -> bool:
    """Return whether a row lowers the standing of whoever it is booked on."""
    rule = regime.rules[row.code]
    return (
        rule.downgrade_to is not None
        or sign_of(regime.instruments[row.instrument]) * (row.points_pt or 0) < 0
    )


def _doubles(regime: Regime, row: Row) -> bool:
    is_points = regime.rules[row.code].downgrade_to is None
    return is_points and is_charge(regime, row) and _repeat(regime, row) == "doubles"


def _repeat(regime: Regime, row: Row) -> str:
    instrument = regime.instruments[row.instrument]
    own = None if row.is_taken_over else regime.rules[row.code].repeat
    return own or ("counts" if instrument.repeat is None else instrument.repeat.value)


def validity_of(regime: Regime, row: Row) -> str:
    """Return how long an entry counts, as the law writes it: the rule's own, or by level, target or size."""
    rule, validity = regime.rules[row.code], regime.instruments[row.instrument].validity
    own = None if row.is_taken_over else rule.valid
    if own is not None:
        return own
    if validity is None:
        return "until corrected"
    if rule.downgrade_to is not None:
        return validity.downgrades[rule.downgrade_to]
    if not is_charge(regime, row):
        level = None if row.is_taken_over else rule.level
        return validity.merits if level is None else validity.levels[level]
    size_pt = abs(row.points_pt or 0)
    return next(its.valid for its in validity.deductions if its.up_to_pt is None or size_pt <= its.up_to_pt)


def _validity(regime: Regime, row: Row, spans: _Spans) -> int:
    span = duration(validity_of(regime, row))
    return UNTIL_THE_END if span.unit == "correction" else spans.at(span)


def _home_row(rows: Sequence[Row], code: str, instrument: str) -> int:
    return next(ix for ix, row in enumerate(rows) if row.code == code and row.instrument == instrument)


def _scaled_rows(table: Sequence[Sequence[int]], tally_ix: int) -> list[int]:
    return [
        ix for ix, row in enumerate(table) if row[RuleField.TALLY] == tally_ix and row[RuleField.IS_SCALED]
    ]


def _links(
    regime: Regime, rows: Sequence[Row], table: Sequence[Sequence[int]], world: World, streams: Streams
) -> tuple[list[int], list[tuple[int, ...]]]:
    """Find, for each category of act, what its records are booked under and on whom, in order of the rows."""
    conduct_ids, provider_ids = list(world.conduct), list(world.providers)
    start, link = [0], list[tuple[int, ...]]()
    by_key = _rows_by_key(regime, rows)
    cache = dict[tuple[str, str, str], list[tuple[int, Target, Rule]]]()
    for category in range(len(streams.conduct_ix)):
        conduct_id = conduct_ids[int(streams.conduct_ix[category])]
        conduct = world.conduct[conduct_id]
        severity = severities(conduct)[int(streams.severity_ix[category])]
        found = list[tuple[int, ...]]()
        for slot, provider in enumerate(conduct.seen_by):
            if not streams.seen_by[category] >> slot & 1:
                continue
            key = conduct_id, severity, provider
            if key not in cache:
                cache[key] = list(_booked_under(regime, rows, table, by_key, key))
            place = provider_ids.index(provider)
            found += [
                (row, slot, place, target, COUNTED_MONTHS[rule.counted], _deadline_d(regime, rule))
                for row, target, rule in cache[key]
            ]
        link += sorted(found)
        start.append(len(link))
    return start, link


def _rows_by_key(regime: Regime, rows: Sequence[Row]) -> dict[tuple[str, str], list[int]]:
    """Group the rows by conduct and provider."""
    found: dict[tuple[str, str], list[int]] = {}
    for ix, row in enumerate(rows):
        rule = regime.rules[row.code]
        if rule.conduct is not None and rule.provider is not None:
            found.setdefault((rule.conduct, rule.provider), []).append(ix)
    return found


def _booked_under(
    regime: Regime,
    rows: Sequence[Row],
    table: Sequence[Sequence[int]],
    by_key: Mapping[tuple[str, str], list[int]],
    key: tuple[str, str, str],
) -> Iterator[tuple[int, Target, Rule]]:
    """Yield rule rows, targets and the rule of the act for what a provider sees of a conduct and severity."""
    conduct_id, severity, provider = key
    tallies = set[int]()
    for ix in by_key.get((conduct_id, provider), []):
        its = rows[ix].severities
        if its is not None and severity not in its:
            continue
        if table[ix][RuleField.IS_SCALED]:
            # The first of a tally's scaled rules takes the record in and books for all of them.
            if table[ix][RuleField.TALLY] in tallies:
                continue
            tallies.add(table[ix][RuleField.TALLY])
        for row, target in booked_by(regime, rows, ix, severity):
            yield row, target, regime.rules[rows[ix].code]


def booked_by(
    regime: Regime, rows: Sequence[Row], ix: int, severity: str | None
) -> Iterator[tuple[int, Target]]:
    """Yield what a record under a row books: itself, on others what it books too, and what follows these.

    Args:
        regime: The law.
        rows: Its rule rows.
        ix: The row.
        severity: Of the act; None is for every severity.
    """
    rule = regime.rules[rows[ix].code]
    found = [(ix, target) for relation in rule.booked_on for target in TARGETS[relation]]
    if not rows[ix].is_taken_over:
        found += [
            (other, target)
            for relation, code in rule.books_too.items()
            for other, each in enumerate(rows)
            if each.code == code and (regime.rules[code].points_by is None or is_graded_so(each, severity))
            for target in TARGETS[relation]
        ]
    for row, target in found:
        yield row, target
        for follower in _followers(regime, rows, row):
            yield follower, target


def is_graded_so(row: Row, severity: str | None) -> bool:
    """Return whether a row is for a severity; None is for every severity."""
    return row.severities is None or severity is None or severity in row.severities


def _followers(regime: Regime, rows: Sequence[Row], ix: int) -> list[int]:
    """Return the rows that are booked beside a direct downgrade on another instrument."""
    grade = regime.rules[rows[ix].code].downgrade_to
    return [
        other
        for other, each in enumerate(rows)
        if grade is not None
        and regime.rules[each.code].follows == grade
        and each.instrument != rows[ix].instrument
    ]


def _bands(regime: Regime, rows: Sequence[Row]) -> NDArray[np.int64]:
    found = list[tuple[int, int, int, int]]()
    for name, instrument in regime.instruments.items():
        grades, steps = instrument.grades_from_worst(), _step_grades(instrument)
        feeds = {
            grade: _feed_row(regime, rows, code)
            for feed in regime.feeds.values()
            if feed.instrument == name
            for grade, code in feed.books.items()
        }
        for place, (band, begins_pt) in enumerate(
            zip(instrument.bands_from_worst(), beginnings(instrument), strict=True)
        ):
            reached = sum(grades.index(step) >= place for step in steps)
            feed = feeds.get(band.grade, feeds.get(band.part_of or "", -1))
            found.append((begins_pt, name_hash(band.grade), reached, feed))
    return np.array(found, dtype=np.int64)


def _feed_row(regime: Regime, rows: Sequence[Row], code: str) -> int:
    return _home_row(rows, code, regime.instrument_of(regime.rules[code]))


def _step_grades(instrument: Instrument) -> list[str]:
    """Return the grades that are steps, from mild to severe; none where they need no order."""
    if instrument.steps is None or instrument.steps.value != "in-order":
        return []
    return [band.grade for band in reversed(instrument.bands_from_worst()) if band.measure is not None]


def _terms(regime: Regime, name: str) -> list[int]:
    instrument, axis = regime.instruments[name], grade_axis(regime)
    floor_pt, ceiling_pt = limits(instrument)
    one_act = "highest" if instrument.one_act_counts is None else instrument.one_act_counts.value
    after = "hold" if instrument.after_downgrade is None else instrument.after_downgrade.value
    merits = instrument.merits_while_uncorrected
    terms = {
        Term.BASE_PT: sign_of(instrument) * instrument.base_pt,
        Term.START_PT: start_score(instrument),
        Term.FLOOR_PT: floor_pt,
        Term.CEILING_PT: ceiling_pt,
        Term.FIRST_BAND: next(ix for ix, (its, _) in enumerate(axis) if its == name),
        Term.BANDS_N: len(instrument.grades_from_worst()),
        Term.START_GRADE: axis.index((name, start_grade(instrument))),
        Term.IS_HIGHEST_ONLY: one_act == "highest",
        Term.IS_SUBTRACTING: after == "subtract",
        Term.IS_SUSPENDING: merits is not None and merits.value == "suspended",
        Term.IS_IN_ORDER: bool(_step_grades(instrument)),
        Term.IS_AT_ONCE: _is_at_once(instrument),
        Term.IS_DOWN_AT_ONCE: instrument.kind != "list",
        Term.DIMENSIONS_N: len(instrument.dimensions),
        Term.SIGN: sign_of(instrument),
        Term.FROM_AGE_Y: regime.scored.from_age_y,
        Term.PRINTED_BASE_PT: instrument.base_pt,
        Term.PRINTED_FLOOR_PT: instrument.floor_pt,
    }
    lowest = lowest_scores(instrument)
    steps = [lowest[grade] for grade in _step_grades(instrument)]
    dims = [value for its in instrument.dimensions.values() for value in (its.weight, its.start * TENTHS)]
    row = [int(terms[term]) for term in Term if term not in {Term.FIRST_STEP, Term.FIRST_DIMENSION}]
    return [
        *row, *steps, *[0] * (MOST_STEPS_N - len(steps)), *dims, *[0] * (2 * MOST_DIMENSIONS_N - len(dims))
    ]  # fmt: skip


def rule_sees(rule: Rule, conduct_id: str, severity: str, provider: str) -> bool:
    """Return whether a rule is for a conduct of a severity reported by a provider."""
    if rule.conduct != conduct_id or rule.provider != provider:
        return False
    if rule.points_by is not None:
        return severity in rule.points_by
    return rule.severity is None or severity in rule.severity


def _deadline_d(regime: Regime, rule: Rule) -> int:
    within_d = None if rule.provider is None else regime.providers[rule.provider].report_within_d
    return LONGEST_DELAY_D if within_d is None else within_d
