"""A Regime comes in, its rule rows and the scores of its grades go out: what a rule is on an instrument.

Inside the engine more is always better: `sign_of` turns an instrument round where more points are worse.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from glasshouse.engine.fields import NO_LIMIT_PT
from glasshouse.law.schema import LISTED, Instrument, Regime, Rule
from glasshouse.law.values import MOST_POINTS
from glasshouse.units import TENTHS


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


def adverse_grades(regime: Regime) -> dict[str, frozenset[str]]:
    """Return, by instrument, the grades that put somebody on a list, as far as they are a burden.

    Those are `listed`, and the grades of lists that follow from grades below that of an empty file. In a
    law that keeps no such list, every grade below that of an empty file takes its place.
    """
    below = {name: _below_start(its) for name, its in regime.instruments.items()}
    meant = [regime.grades_meant_by(its.grades) for its in regime.lists.values()]
    on_lists = frozenset[str]().union(*meant)
    found = {
        name: frozenset({LISTED}) if its.kind == "list" else below[name] & on_lists
        for name, its in regime.instruments.items()
    }
    return found if any(found.values()) else below


def _below_start(instrument: Instrument) -> frozenset[str]:
    grades = instrument.grades_from_worst()
    return frozenset(grades[: grades.index(start_grade(instrument))])


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


def is_charge(regime: Regime, row: Row) -> bool:
    """Return whether a row lowers the standing of whoever it is booked on."""
    rule = regime.rules[row.code]
    return (
        rule.downgrade_to is not None
        or sign_of(regime.instruments[row.instrument]) * (row.points_pt or 0) < 0
    )


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


def home_row(rows: Sequence[Row], code: str, instrument: str) -> int:
    """Return the position of a rule's row on an instrument."""
    return next(ix for ix, row in enumerate(rows) if row.code == code and row.instrument == instrument)


def is_graded_so(row: Row, severity: str | None) -> bool:
    """Return whether a row is for a severity; None is for every severity."""
    return row.severities is None or severity is None or severity in row.severities


def rule_sees(rule: Rule, conduct_id: str, severity: str, provider: str) -> bool:
    """Return whether a rule is for a conduct of a severity reported by a provider."""
    if rule.conduct != conduct_id or rule.provider != provider:
        return False
    if rule.points_by is not None:
        return severity in rule.points_by
    return rule.severity is None or severity in rule.severity
