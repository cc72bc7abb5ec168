"""A World comes in, the stream of records of what nobody did goes out; no law is read here.

Each resident has one Poisson process of false records per domain and year, drawn at the highest ratio
of each cause over all mechanisms; a law accepts those that its own mechanisms would bring. See
docs/concepts/mistakes.md.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.decimals import cumulative_weights, dec, poisson_thresholds, poisson_width
from glasshouse.engine.fields import Cause
from glasshouse.engine.streams import (
    MONTHS_PER_YEAR,
    cells_by_level,
    rate_dimensions,
    severities,
    used_dimensions,
)
from glasshouse.people.conduct import Conduct
from glasshouse.people.world import World

THIN_UNIT = 256
"""Factors of thin files are whole numbers of 1/256."""


class FalseCategory(NamedTuple):
    """What a false record is about, and why it arises."""

    conduct: str
    severity: str
    slot: int
    """Position of the provider among the conduct's `seen_by`."""
    cause: Cause
    share: Decimal
    """False records for each act of the conduct, at the highest ratio."""


class FalseStreams(NamedTuple):
    """Candidates for false records. D domains, N classes, W width, F categories.

    Cells are those of the seen stream; frailty plays no part.
    """

    class_start: NDArray[np.int32]
    """First class of each domain; class = start + cell. Shape [D]."""
    count_threshold: NDArray[np.uint32]
    """Of a year. Shape [N, W]."""
    category_start: NDArray[np.int32]
    """Shape [D + 1]."""
    weight_start: NDArray[np.int32]
    """Shape [D]."""
    weight: NDArray[np.uint32]
    """Flat."""
    conduct_ix: NDArray[np.int32]
    """Shape [F]."""
    severity_ix: NDArray[np.int32]
    """Shape [F]."""
    seen_by: NDArray[np.int32]
    """Bit of the one provider, as in the seen stream. Shape [F]."""
    size: NDArray[np.int32]
    """Shape [F]."""
    provider: NDArray[np.int32]
    """Position of the provider in the world. Shape [F]."""
    cause: NDArray[np.int32]
    """See `Cause`. Shape [F]."""


NO_FALSE = FalseStreams(
    class_start=np.zeros(0, dtype=np.int32),
    count_threshold=np.zeros((0, 1), dtype=np.uint32),
    category_start=np.zeros(1, dtype=np.int32),
    weight_start=np.zeros(0, dtype=np.int32),
    weight=np.zeros(0, dtype=np.uint32),
    conduct_ix=np.zeros(0, dtype=np.int32),
    severity_ix=np.zeros(0, dtype=np.int32),
    seen_by=np.zeros(0, dtype=np.int32),
    size=np.zeros(0, dtype=np.int32),
    provider=np.zeros(0, dtype=np.int32),
    cause=np.zeros(0, dtype=np.int32),
)
"""Of a world in which nobody does anything."""


def highest_ratios(world: World) -> dict[Cause, Fraction]:
    """Return the highest ratio of false to true records of each cause, over all mechanisms."""
    errors = world.errors
    wrong = max((exact(share.value) for share in errors.wrong_person.values()), default=Fraction(0))
    return {
        Cause.MISTAKE: max((exact(r.value) for r in errors.mistake.values()), default=Fraction(0)),
        Cause.MALICE: max((exact(r.value) for r in errors.malice.values()), default=Fraction(0)),
        Cause.QUOTA: Fraction(0) if errors.quota is None else exact(errors.quota.value),
        Cause.GRUDGE: Fraction(0) if errors.grudge is None else exact(errors.grudge.value),
        Cause.ELSEWHERE: wrong * highest_thin(world),
    }


def exact(value: float) -> Fraction:
    """Return the fraction that a person wrote: 0.1 is exactly a tenth."""
    return Fraction(str(value))


def highest_thin(world: World) -> Fraction:
    """Return the highest factor by which records of a resident can go wrong more often, in whole 1/256."""
    highest = Fraction(1)
    for name, table in world.errors.thin_files.items():
        levels = world.attributes[name].levels
        highest *= max(exact(table.factors.get(level, 1.0)) for level in levels)
    return Fraction(floor(highest * THIN_UNIT + Fraction(1, 2)), THIN_UNIT)


def may_be_made_up(conduct: Conduct) -> bool:
    """Whether somebody may make up a record of a conduct: to hurt or silence somebody, or to fill a quota."""
    return not conduct.lawful or conduct.chills_as is not None


def false_categories(world: World, domain: str) -> Iterator[FalseCategory]:
    """Yield what false records of a domain may be about, in the order of the world file."""
    ratios = highest_ratios(world)
    for conduct_id, conduct in world.conduct.items():
        if conduct.domain != domain:
            continue
        for severity in severities(conduct):
            share = dec(conduct.severity[severity].value) if conduct.severity else Decimal(1)
            for slot, seen in enumerate(conduct.seen_by.values()):
                for cause, ratio in ratios.items():
                    is_made_up = cause in {Cause.MALICE, Cause.QUOTA, Cause.GRUDGE}
                    weight = share * dec(seen.value) * ratio.numerator / ratio.denominator
                    if weight > 0 and (not is_made_up or may_be_made_up(conduct)):
                        yield FalseCategory(conduct_id, severity, slot, cause, weight)


def compile_false(world: World) -> FalseStreams:
    """Compile the candidate streams of false records of a world."""
    dims = rate_dimensions(world)
    class_start, category_start, weight_start = list[int](), [0], list[int]()
    weights: list[int] = []
    everything: list[FalseCategory] = []
    means: list[Decimal] = []
    for domain, spec in world.domains.items():
        found = list(false_categories(world, domain)) if spec.of == "residents" else []
        class_start.append(len(means))
        weight_start.append(len(weights))
        for cell in cells_by_level(dims, used_dimensions(world, domain, dims)):
            rate = {name: yearly_rate(world.conduct[name], cell) for name in {c.conduct for c in found}}
            rates = [rate[c.conduct] * c.share for c in found]
            weights += cumulative_weights(rates) if rates else []
            means.append(sum(rates, Decimal(0)))
        everything += found
        category_start.append(len(everything))
    width = poisson_width(max(means, default=Decimal(0)), MONTHS_PER_YEAR)
    rows = {mean: poisson_thresholds(mean, width) for mean in set(means)}
    conducts, providers = list(world.conduct), list(world.providers)

    def column(values: Iterator[int]) -> NDArray[np.int32]:
        return np.array(list(values), dtype=np.int32)

    return FalseStreams(
        class_start=np.array(class_start, dtype=np.int32),
        count_threshold=np.array([rows[mean] for mean in means], dtype=np.uint32).reshape(len(means), width),
        category_start=np.array(category_start, dtype=np.int32),
        weight_start=np.array(weight_start, dtype=np.int32),
        weight=np.array(weights, dtype=np.uint32),
        conduct_ix=column(conducts.index(c.conduct) for c in everything),
        severity_ix=column(severities(world.conduct[c.conduct]).index(c.severity) for c in everything),
        seen_by=column(1 << c.slot for c in everything),
        size=column(world.conduct[c.conduct].sizes.get(c.severity, 1) for c in everything),
        provider=column(providers.index(list(world.conduct[c.conduct].seen_by)[c.slot]) for c in everything),
        cause=column(int(c.cause) for c in everything),
    )


def yearly_rate(conduct: Conduct, cell: Mapping[str, str]) -> Decimal:
    """Acts of one conduct in a year in a cell, at frailty 1 and without any response."""
    rate = dec(conduct.per_adult_y.value)
    for name, table in conduct.by.items():
        rate *= dec(table.factors.get(cell[name], 1.0))
    return rate
