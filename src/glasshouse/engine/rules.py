"""A Regime and a World come in, the integer tables of the law go out: links, rules, bands."""

import hashlib
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.calendar import Calendar, anniversaries
from glasshouse.engine.decimals import lognormal_days
from glasshouse.engine.streams import Streams, severities
from glasshouse.law.schema import Regime, Rule
from glasshouse.people.world import World

NO_LIMIT_PT = 1 << 30
"""Stands for "no ceiling" and "no downgrade": far above any score, far below overflow."""
LONGEST_DELAY_D = 720


class RuleField(IntEnum):
    """Columns of a rule."""

    POINTS_PT = 0
    """Tenths of a point; 0 for a direct downgrade."""
    CAP_PT = 1
    """Lowest score of a direct downgrade's target grade, else NO_LIMIT_PT."""
    VALIDITY = 2
    """Row of `until_d`."""
    DEADLINE_D = 3
    """A record booked more days after the act is late."""
    CONDUCT = 4
    HASH = 5
    """From the rule's code, so that digests do not depend on positions."""


class Term(IntEnum):
    """Places of a law's single values."""

    BASE_PT = 0
    FLOOR_PT = 1
    CEILING_PT = 2
    PUBLICATION_DAY = 3
    FROM_AGE_Y = 4
    IS_START_BOOKING = 5
    IS_HIGHEST_ONLY = 6


class LawTables(NamedTuple):
    """A law as the kernel reads it. G categories, L links, K rules, B bands, V validities."""

    link_start: NDArray[np.int32]
    """First link of each category, and one past the last: links say which rule a record of an act
    falls under, ordered by rule. Shape [G + 1]."""
    link_rule: NDArray[np.int32]
    """Shape [L]."""
    link_slot: NDArray[np.int32]
    """Position of the rule's provider among the conduct's `seen_by`. Shape [L]."""
    link_provider: NDArray[np.int32]
    """Position of the provider in the world. Shape [L]."""
    rule: NDArray[np.int64]
    """See `RuleField`. Shape [K, RuleField]."""
    band: NDArray[np.int64]
    """Lowest score of each grade, worst first (the first is the floor), and the grade's hash.
    Shape [B, 2]."""
    until_d: NDArray[np.int32]
    """Day on which an entry starting on a day stops counting. Shape [V, days]."""
    delay_d: NDArray[np.int32]
    """Delay quantiles of each provider of the world. Shape [providers, 1024]."""
    terms: NDArray[np.int64]
    """See `Term`. Shape [Term]."""


def name_hash(name: str) -> int:
    """Return a 64-bit hash of a name, the same everywhere."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little", signed=True)


def lowest_scores(regime: Regime) -> dict[str, int]:
    """Return the lowest score of each grade in tenths, worst first; the worst begins at the floor."""
    floor_pt = regime.instrument.floor.value_pt
    return {b.grade: floor_pt if b.lowest is None else b.lowest * 10 for b in regime.bands_from_worst()}


def target_score(regime: Regime, grade: str) -> int:
    """Return the score in tenths that a direct downgrade sets: the lowest of a grade and its sub-bands."""
    lowest = lowest_scores(regime)
    return min(lowest[b.grade] for b in regime.instrument.bands if grade in (b.grade, b.part_of))


def start_score(regime: Regime) -> int:
    """Return the score of an empty file in tenths: the base between floor and ceiling."""
    instrument = regime.instrument
    ceiling_pt = NO_LIMIT_PT if instrument.ceiling is None else instrument.ceiling.value_pt
    return max(instrument.floor.value_pt, min(instrument.base.value_pt, ceiling_pt))


class Links(NamedTuple):
    """Which records fall under which rule. G categories, L links."""

    start: NDArray[np.int32]
    rule: NDArray[np.int32]
    slot: NDArray[np.int32]
    provider: NDArray[np.int32]
    delay_d: NDArray[np.int32]


NO_LINKS = Links(
    start=np.zeros(1, dtype=np.int32),
    rule=np.zeros(0, dtype=np.int32),
    slot=np.zeros(0, dtype=np.int32),
    provider=np.zeros(0, dtype=np.int32),
    delay_d=np.zeros((0, 1), dtype=np.int32),
)
"""Of a world in which nobody reports anything."""


def compile_law(
    regime: Regime, calendar: Calendar, *, conduct_ids: Sequence[str], links: Links = NO_LINKS
) -> LawTables:
    """Compile a law for a span of years.

    Args:
        regime: The law.
        calendar: The span.
        conduct_ids: What the conducts of its rules are numbered by.
        links: Which records of a world fall under which rule.
    """
    rules = regime.rules
    lowest = lowest_scores(regime)
    validities = sorted({rule.valid_y for rule in rules.values()})
    days_n = calendar.days_n + LONGEST_DELAY_D
    until = [anniversaries(calendar.year, days_n, years) for years in validities]
    rows = [
        (
            rule.points_pt or 0,
            NO_LIMIT_PT if rule.downgrade_to is None else target_score(regime, rule.downgrade_to),
            validities.index(rule.valid_y),
            _deadline_d(regime, rule),
            conduct_ids.index(rule.conduct),
            name_hash(code),
        )
        for code, rule in rules.items()
    ]
    return LawTables(
        link_start=links.start,
        link_rule=links.rule,
        link_slot=links.slot,
        link_provider=links.provider,
        rule=np.array(rows, dtype=np.int64).reshape(len(rows), len(RuleField)),
        band=np.array([(pt, name_hash(grade)) for grade, pt in lowest.items()], dtype=np.int64),
        until_d=np.array(until, dtype=np.int32).reshape(len(until), days_n),
        delay_d=links.delay_d,
        terms=_terms(regime),
    )


def compile_links(regime: Regime, world: World, streams: Streams) -> Links:
    """Find, for each category of act, the rules that its records fall under, in the order of the law."""
    conduct_ids, provider_ids = list(world.conduct), list(world.providers)
    start, found = [0], list[tuple[int, int, int]]()
    for category in range(len(streams.conduct_ix)):
        conduct_id = conduct_ids[int(streams.conduct_ix[category])]
        conduct = world.conduct[conduct_id]
        severity = severities(conduct)[int(streams.severity_ix[category])]
        for rule_ix, rule in enumerate(regime.rules.values()):
            for slot, provider in enumerate(conduct.seen_by):
                is_seen = bool(streams.seen_by[category] >> slot & 1)
                if is_seen and rule_sees(rule, conduct_id, severity, provider):
                    found.append((rule_ix, slot, provider_ids.index(provider)))
        start.append(len(found))
    rule, slot, provider = np.array(found, dtype=np.int32).reshape(len(found), 3).T.copy()
    delays = [
        lognormal_days(p.delay_median_d, p.delay_sigma, p.delay_max_d) for p in world.providers.values()
    ]
    delay_d = np.array(delays, dtype=np.int32).reshape(len(delays), -1)
    return Links(np.array(start, dtype=np.int32), rule, slot, provider, delay_d)


def _terms(regime: Regime) -> NDArray[np.int64]:
    instrument = regime.instrument
    terms = {
        Term.BASE_PT: instrument.base.value_pt,
        Term.FLOOR_PT: instrument.floor.value_pt,
        Term.CEILING_PT: NO_LIMIT_PT if instrument.ceiling is None else instrument.ceiling.value_pt,
        Term.PUBLICATION_DAY: instrument.publication.day_of_month,
        Term.FROM_AGE_Y: regime.scored.from_age_y,
        Term.IS_START_BOOKING: instrument.validity_starts.value == "booking",
        Term.IS_HIGHEST_ONLY: instrument.one_act_counts.value == "highest",
    }
    return np.array([terms[term] for term in Term], dtype=np.int64)


def rule_sees(rule: Rule, conduct_id: str, severity: str, provider: str) -> bool:
    """Return whether a rule is for a conduct of a severity reported by a provider."""
    return (
        rule.conduct == conduct_id
        and rule.provider == provider
        and (rule.severity is None or severity in rule.severity)
    )


def _deadline_d(regime: Regime, rule: Rule) -> int:
    within_d = regime.providers[rule.provider].report_within_d
    return LONGEST_DELAY_D if within_d is None else within_d
