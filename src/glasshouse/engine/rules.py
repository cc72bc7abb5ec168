"""A Regime and a World come in, the integer tables of the law go out: links, rules, bands.

Inside the engine more is always better: an instrument where more points are worse is turned round
here (`Term.SIGN`), and turned back where scores leave the kernel.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.calendar import Calendar, days_after, first_working_days, make_calendar, next_of
from glasshouse.engine.decimals import QUANTILES_N, lognormal_days
from glasshouse.engine.false_records import FalseStreams
from glasshouse.engine.fields import (
    LONGEST_DELAY_D,
    MOST_DIMENSIONS_N,
    MOST_STEPS_N,
    NO_LIMIT_PT,
    PERIOD_MONTHS,
    STARTS,
    UNTIL_THE_END,
    LinkField,
    RuleField,
    TallyField,
    Term,
)
from glasshouse.engine.links import Kinds, links_of
from glasshouse.engine.mistakes import MistakeTables, compile_mistakes
from glasshouse.engine.rows import (
    Row,
    adverse_grades,
    beginnings,
    grade_axis,
    home_row,
    is_charge,
    limits,
    lowest_scores,
    name_hash,
    rows_of,
    sign_of,
    start_grade,
    start_score,
    target_score,
    validity_of,
)
from glasshouse.engine.spans import NO_END_D, holidays_of
from glasshouse.engine.streams import Streams
from glasshouse.law.durations import Duration, duration
from glasshouse.law.schema import Instrument, Regime, Tally
from glasshouse.people.world import World
from glasshouse.units import TENTHS

BEYOND_D = 7200 + LONGEST_DELAY_D
"""Conduct may end, and deadlines begin, so long after the last day of a run."""


YEARS_OF_HOLIDAYS_N = 24


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
    """See `Term`; the last columns are those of the dimensions. Shape [I, 43]."""
    mistakes: MistakeTables
    history: NDArray[np.int64]
    """Hash of conduct and severity of each category of act that the law has a rule for, else 0. Shape [G]."""


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
    false: FalseStreams | None = None,
) -> LawTables:
    """Compile a law for a span of years.

    Args:
        regime: The law.
        calendar: The span.
        world: Where it holds; without one nobody reports anything, and only weekends are free.
        streams: The acts that providers of the world could record.
        false: The records that may arise of what nobody did; their categories follow those of acts.
    """
    spans, rows = _Spans(), rows_of(regime)
    tallies = _tallies(regime, rows)
    table = [_rule_row(regime, rows, row, tallies, spans) for row in rows]
    scaled = [_scaled_rows(table, ix) for ix in range(len(tallies))]
    for this, following in (pair for each in scaled for pair in pairwise(each)):
        table[this][RuleField.NEXT_SCALED] = following
    years_n = len(calendar.month_start_d) // 12
    years = range(calendar.year, calendar.year + years_n + YEARS_OF_HOLIDAYS_N)
    holidays = () if world is None else holidays_of(world, years)
    shown = {name: _shown_d(its, calendar, holidays) for name, its in regime.instruments.items()}
    # What is known on the last days of a run is shown in the year after it.
    longer = make_calendar(calendar.year, years_n + 1)
    later = {name: _shown_d(its, longer, holidays) for name, its in regime.instruments.items()}
    kinds = Kinds.of(streams, false)
    start, link = ([0], []) if world is None else links_of(regime, rows, table, world, kinds)
    mistakes = compile_mistakes(
        regime, world, spans.of, lambda name: -1 if _is_at_once(regime.instruments[name]) else spans.at(name)
    )
    acts_n = 0 if streams is None else len(streams.conduct_ix)
    history = np.zeros(0, dtype=np.int64) if world is None else _history(world, kinds, start, acts_n)
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
        after_d=_after(spans, later, calendar, holidays),
        count_d=np.array(counted, dtype=np.int32),
        delay_d=np.array(delays, dtype=np.int32).reshape(len(delays), QUANTILES_N),
        terms=np.array([_terms(regime, name) for name in regime.instruments], dtype=np.int64),
        mistakes=mistakes,
        history=history,
    )  # fmt: skip


def _history(world: World, kinds: Kinds, start: Sequence[int], acts_n: int) -> NDArray[np.int64]:
    """Hash what the law has a rule for, whoever may have seen it. Shape [G]."""
    names = kinds.names(world)
    known = {names[ix] for ix in range(acts_n) if start[ix] < start[ix + 1]}
    found = [name_hash(" ".join(name)) if name in known else 0 for name in names[:acts_n]]
    return np.array(found, dtype=np.int64)


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
        RuleField.REPAIR_ROW: -1 if milder is None else home_row(rows, milder, row.instrument),
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


def _doubles(regime: Regime, row: Row) -> bool:
    is_points = regime.rules[row.code].downgrade_to is None
    return is_points and is_charge(regime, row) and _repeat(regime, row) == "doubles"


def _repeat(regime: Regime, row: Row) -> str:
    instrument = regime.instruments[row.instrument]
    own = None if row.is_taken_over else regime.rules[row.code].repeat
    return own or ("counts" if instrument.repeat is None else instrument.repeat.value)


def _validity(regime: Regime, row: Row, spans: _Spans) -> int:
    span = duration(validity_of(regime, row))
    return UNTIL_THE_END if span.unit == "correction" else spans.at(span)


def _scaled_rows(table: Sequence[Sequence[int]], tally_ix: int) -> list[int]:
    return [
        ix for ix, row in enumerate(table) if row[RuleField.TALLY] == tally_ix and row[RuleField.IS_SCALED]
    ]


def _bands(regime: Regime, rows: Sequence[Row]) -> NDArray[np.int64]:
    found = list[tuple[int, int, int, int, int]]()
    adverse = adverse_grades(regime)
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
            is_on_list = band.grade in adverse[name]
            found.append((begins_pt, name_hash(band.grade), reached, feed, is_on_list))
    return np.array(found, dtype=np.int64)


def _feed_row(regime: Regime, rows: Sequence[Row], code: str) -> int:
    return home_row(rows, code, regime.instrument_of(regime.rules[code]))


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
        Term.IS_SHOWN_TO_ALL: instrument.shown_to is None or instrument.shown_to.value == "everybody",
    }
    lowest = lowest_scores(instrument)
    steps = [lowest[grade] for grade in _step_grades(instrument)]
    dims = [value for its in instrument.dimensions.values() for value in (its.weight, its.start * TENTHS)]
    row = [int(terms[term]) for term in Term if term not in {Term.FIRST_STEP, Term.FIRST_DIMENSION}]
    return [
        *row, *steps, *[0] * (MOST_STEPS_N - len(steps)), *dims, *[0] * (2 * MOST_DIMENSIONS_N - len(dims))
    ]  # fmt: skip
