"""A Regime's mechanisms and a World's rates come in, thresholds for errors and objections go out.

The readings are those of docs/concepts/mistakes.md.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from math import floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.decimals import LAST_WORD, QUANTILES_N, WORD
from glasshouse.engine.false_records import THIN_UNIT, exact, highest_ratios
from glasshouse.engine.fields import MATCHINGS, WAITS, Cause, RemedyField, ReportingField
from glasshouse.engine.spans import span_days
from glasshouse.law.remedies import Remedy
from glasshouse.law.schema import Instrument, ProviderRole, Regime
from glasshouse.people.conduct import SourcedRate, SourcedShare, Span
from glasshouse.people.mistakes import Objections, Wins
from glasshouse.people.world import World

SpanRow = Callable[[str | None], int]
"""Gives the row of `after_d` for a span as the law writes it, -1 for none."""


class MistakeTables(NamedTuple):
    """What goes wrong under a law, and what somebody can do about it. P providers, I instruments."""

    reporting: NDArray[np.int64]
    """See `ReportingField`. Shape [P, ReportingField]."""
    in_household_q16: int
    thin_stride: NDArray[np.int32]
    """Weight of each attribute's level in the place of a resident's factor. Shape [A]."""
    thin_q8: NDArray[np.int64]
    """How much more often records of a resident go wrong, in 1/256. Flat."""
    stale_d: NDArray[np.int32]
    """How long an entry outstays its end, at 1,024 quantiles. Shape [I, 1024]."""
    remedy: NDArray[np.int64]
    """See `RemedyField`. Shape [I, RemedyField]."""
    wait_d: NDArray[np.int32]
    """See `WAITS`. Shape [4, 1024]."""
    chill_bit: NDArray[np.int32]
    """Which bit of `Person.WITNESSED` a conduct has that households fall silent over; -1 for none.
    Shape [C]."""


def threshold(share: Fraction) -> int:
    """Return what a word must lie below for something of this share to happen."""
    return max(0, min(floor(share * WORD), LAST_WORD))


def compile_mistakes(
    regime: Regime, world: World | None, span_row: SpanRow, publication_row: Callable[[str], int]
) -> MistakeTables:
    """Compile mechanisms and rates.

    Args:
        regime: The law, which names the mechanisms.
        world: Their rates; without one nothing goes wrong and nobody objects.
        span_row: Finds the row of a span.
        publication_row: Finds the row of an instrument's next publication, -1 where it is shown at once.
    """
    stride, thin = _thin(world)
    errors = None if world is None else world.errors
    instruments = regime.instruments.items()
    objections = None if world is None else world.objections
    return MistakeTables(
        reporting=_reporting(regime, world),
        in_household_q16=0 if errors is None else _q16(errors.in_household),
        thin_stride=stride,
        thin_q8=thin,
        stale_d=np.array([_stale_d(its, world) for _, its in instruments], dtype=np.int32),
        remedy=np.array(
            [_remedy(its, name, objections, span_row, publication_row) for name, its in instruments],
            dtype=np.int64,
        ),
        wait_d=_waits(objections),
        chill_bit=_chill_bits(world),
    )


def _share(share: SourcedShare | SourcedRate | None) -> Fraction:
    return Fraction(0) if share is None else exact(share.value)


def _q16(share: SourcedShare | None) -> int:
    return floor(_share(share) * 65536)


def _reporting(regime: Regime, world: World | None) -> NDArray[np.int64]:
    if world is None:
        return np.zeros((0, len(ReportingField) + len(Cause) - 1), dtype=np.int64)
    rows = [_reporting_row(regime.providers.get(name), world) for name in world.providers]
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(ReportingField) + len(Cause) - 1)


def _reporting_row(role: ProviderRole | None, world: World) -> list[int]:
    if role is None or not role.linked:
        return [0] * (len(ReportingField) + len(Cause) - 1)
    errors = world.errors
    left = 1 - _share(errors.caught_by_hand) if role.checked_by_hand else Fraction(1)
    wrong = _share(errors.wrong_person.get(role.matched_by))
    ratios = {
        Cause.MISTAKE: _share(errors.mistake.get(role.evidence)),
        Cause.MALICE: _share(errors.malice.get(role.evidence)),
        Cause.QUOTA: _share(errors.quota) if role.quota else Fraction(0),
        Cause.GRUDGE: _share(errors.grudge) if role.discretion else Fraction(0),
        Cause.ELSEWHERE: wrong,
    }
    highest = highest_ratios(world)
    accepted = [0 if highest[each] == 0 else threshold(ratios[each] * left / highest[each]) for each in Cause]
    return [
        threshold(wrong * left),
        threshold(_share(errors.missed)),
        threshold(_share(errors.spared)) if role.discretion else 0,
        threshold(_share(errors.duplicate) * left),
        MATCHINGS.index(role.matched_by),
        *accepted,
    ]


def _thin(world: World | None) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Tabulate the factor of every combination of levels that matter."""
    if world is None:
        return np.zeros(0, dtype=np.int32), np.full(1, THIN_UNIT, dtype=np.int64)
    used = world.errors.thin_files
    strides, step = dict.fromkeys(world.attributes, 0), 1
    for name in reversed(used):
        strides[name] = step
        step *= len(world.attributes[name].levels)
    tables = [
        [exact(used[name].factors.get(level, 1.0)) for level in world.attributes[name].levels]
        for name in used
    ]
    factors = list[int]()
    for combination in product(*tables):
        factor = Fraction(THIN_UNIT)
        for each in combination:
            factor *= each
        factors.append(floor(factor + Fraction(1, 2)))
    return np.array(list(strides.values()), dtype=np.int32), np.array(factors, dtype=np.int64)


def _days(span: Span | None) -> NDArray[np.int32]:
    if span is None:
        return np.zeros(QUANTILES_N, dtype=np.int32)
    return span_days(span.median_d, span.sigma, span.max_d, span.never)


def _stale_d(instrument: Instrument, world: World | None) -> NDArray[np.int32]:
    if world is None:
        return _days(None)
    is_automatic = instrument.deletion is not None and instrument.deletion.value == "automatic"
    return _days(world.errors.stale_automatic if is_automatic else world.errors.stale_by_hand)


def _waits(objections: Objections | None) -> NDArray[np.int32]:
    """Return the quantiles of filing, and of each body's decision. Shape [4, 1024]."""
    if objections is None:
        return np.zeros((len(WAITS), QUANTILES_N), dtype=np.int32)
    bodies: Mapping[str, Span] = {**objections.decides_after}
    return np.stack([_days(objections.files_after), *(_days(bodies.get(body)) for body in WAITS[1:])])


def _remedy(
    instrument: Instrument,
    name: str,
    objections: Objections | None,
    span_row: SpanRow,
    publication_row: Callable[[str], int],
) -> list[int]:
    remedy = instrument.remedy
    if remedy is None or objections is None:
        return [0] * len(RemedyField)
    objects, factor = _share(objections.objects), _share(objections.wrongly_factor)
    wins = _wins(objections.wins.get(remedy.by))
    values = {
        RemedyField.IS_THERE: 1,
        RemedyField.LEARNS: threshold(_share(objections.learns.get(remedy.told))),
        RemedyField.LEARNS_AFTER: publication_row(name) if remedy.told == "publication" else -1,
        RemedyField.OBJECTS_RIGHTLY: threshold(objects),
        RemedyField.OBJECTS_WRONGLY: threshold(objects * factor),
        RemedyField.WITHIN: span_row(remedy.object_within),
        RemedyField.IS_HEARD_FIRST: remedy.hearing,
        RemedyField.SUSPENDS: remedy.suspends or remedy.hearing,
        RemedyField.IS_BY_OFFICE: remedy.by == "office",
        RemedyField.DECIDED_BY: WAITS.index(remedy.by),
        RemedyField.DECIDE_WITHIN: span_row(remedy.decide_within),
        RemedyField.CORRECT_WITHIN: span_row(remedy.correct_within),
        RemedyField.WINS_RIGHTLY: wins[0],
        RemedyField.WINS_WRONGLY: wins[1],
        RemedyField.GOES_ON: threshold(_share(objections.goes_on)),
        RemedyField.KEEPS_DEADLINE: _q16(objections.keeps_deadline),
        RemedyField.OFFICE_D: objections.office_days.value,
        **_review(remedy, objections, span_row),
    }
    return [int(values[field]) for field in RemedyField]


def _wins(wins: Wins | None) -> tuple[int, int]:
    """Return the thresholds of being granted, rightly and wrongly charged."""
    return (0, 0) if wins is None else (threshold(_share(wins.rightly)), threshold(_share(wins.wrongly)))


def _review(remedy: Remedy, objections: Objections, span_row: SpanRow) -> dict[RemedyField, int]:
    review = remedy.review
    wins = (0, 0) if review is None else _wins(objections.wins.get(review.by))
    return {
        RemedyField.HAS_REVIEW: review is not None,
        RemedyField.REVIEWED_BY: 0 if review is None else WAITS.index(review.by),
        RemedyField.REVIEW_WITHIN: -1 if review is None else span_row(review.within),
        RemedyField.REVIEW_DECIDE_WITHIN: -1 if review is None else span_row(review.decide_within),
        RemedyField.REVIEW_SUSPENDS: review is not None and review.suspends,
        RemedyField.REVIEW_WINS_RIGHTLY: wins[0],
        RemedyField.REVIEW_WINS_WRONGLY: wins[1],
    }


def _chill_bits(world: World | None) -> NDArray[np.int32]:
    """Number the conducts that households fall silent over."""
    if world is None:
        return np.zeros(0, dtype=np.int32)
    chilling = world.responses.chilling
    is_on = chilling is not None and chilling.household is not None
    bits, n = list[int](), 0
    for conduct in world.conduct.values():
        is_chilled = is_on and conduct.chills_as is not None
        bits.append(n if is_chilled else -1)
        n += is_chilled
    return np.array(bits, dtype=np.int32)
