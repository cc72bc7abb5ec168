"""A World comes in, the integer tables of its candidate acts go out; no law is read here.

Each resident has one Poisson process per domain. Its rate class is (domain, cell, frailty level);
a class has a row of count thresholds, a cell a row of cumulative category weights. There are two
streams: acts that some provider could record (categories: conduct, severity, who sees it), and
acts that nobody could record (categories: conduct, severity), drawn only when somebody asks.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, product
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.decimals import (
    Q16,
    cumulative_weights,
    dec,
    frailty_multipliers,
    poisson_thresholds,
    poisson_width,
)
from glasshouse.people.conduct import Conduct
from glasshouse.people.world import World

ANY_SEVERITY = "any"
MONTHS_PER_YEAR = 12
AGE, SEX, FORM = "age", "sex", "form"
SEXES = ("male", "female")


class Category(NamedTuple):
    """What a candidate turns out to be."""

    conduct: str
    severity: str
    seen_by: int
    """Bit mask over the conduct's `seen_by`, in their order; 0 if nobody could record it."""
    share: Decimal
    """Share of the conduct's acts."""


class Dimension(NamedTuple):
    """One thing that rates differ by."""

    name: str
    levels: tuple[str, ...]


class Streams(NamedTuple):
    """Candidate streams of one kind. D domains, X dimensions, N classes, W width, G categories."""

    stride: NDArray[np.int32]
    """Weight of each dimension's level in the cell number; 0 where it is not used. Shape [D, X]."""
    class_start: NDArray[np.int32]
    """First class of each domain; class = start + cell * 16 + frailty level. Shape [D]."""
    count_threshold: NDArray[np.uint32]
    """The count is how many of a row are <= the word. Shape [N, W]."""
    category_start: NDArray[np.int32]
    """First category of each domain, and one past the last. Shape [D + 1]."""
    weight_start: NDArray[np.int32]
    """Where each domain's weights begin; a cell's row is at start + cell * categories. Shape [D]."""
    weight: NDArray[np.uint32]
    """Cumulative weights; the category is the first whose weight exceeds the word. Flat."""
    conduct_ix: NDArray[np.int32]
    """Shape [G]."""
    severity_ix: NDArray[np.int32]
    """Position among the conduct's severities. Shape [G]."""
    seen_by: NDArray[np.int32]
    """Bit mask over the conduct's providers. Shape [G]."""
    size: NDArray[np.int32]
    """How much of it one act is, in what tallies add up. Shape [G]."""
    domain_of: NDArray[np.int32]
    """Whose conduct a domain is: 0 residents', 1 organisations'. Shape [D]."""


NO_STREAMS = Streams(
    stride=np.zeros((0, 2), dtype=np.int32),
    class_start=np.zeros(0, dtype=np.int32),
    count_threshold=np.zeros((0, 1), dtype=np.uint32),
    category_start=np.zeros(1, dtype=np.int32),
    weight_start=np.zeros(0, dtype=np.int32),
    weight=np.zeros(0, dtype=np.uint32),
    conduct_ix=np.zeros(0, dtype=np.int32),
    severity_ix=np.zeros(0, dtype=np.int32),
    seen_by=np.zeros(0, dtype=np.int32),
    size=np.zeros(0, dtype=np.int32),
    domain_of=np.zeros(0, dtype=np.int32),
)
"""Of a world in which nobody does anything."""


def severities(conduct: Conduct) -> tuple[str, ...]:
    """Return the severities of a conduct; `any` where it has none."""
    return tuple(conduct.severity) or (ANY_SEVERITY,)


def rate_dimensions(world: World) -> tuple[Dimension, ...]:
    """Return what rates may differ by: what residents do, then the form of an organisation."""
    forms = ("none",) if world.organisations is None else tuple(world.organisations.forms)
    return (*dimensions(world), Dimension(FORM, forms))


def dimensions(world: World) -> tuple[Dimension, ...]:
    """Return what residents differ by: age group, sex, then the world's attributes."""
    bounds = world.age_groups
    ages = [f"{low}-{high - 1}" for low, high in pairwise(bounds)]
    groups = Dimension(AGE, (*ages, f"{bounds[-1]}+"))
    attributes = (Dimension(name, tuple(spec.levels)) for name, spec in world.attributes.items())
    return (groups, Dimension(SEX, SEXES), *attributes)


def categories(conduct_id: str, conduct: Conduct, *, recordable: bool) -> Iterator[Category]:
    """Yield the categories that acts of one conduct fall into, with their shares.

    Providers see an act independently of each other, so the share of a pattern is a product.
    """
    seen_p = [dec(share.value) for share in conduct.seen_by.values()]
    patterns = range(1, 1 << len(seen_p)) if recordable else range(1)
    for severity in severities(conduct):
        share = dec(conduct.severity[severity].value) if conduct.severity else Decimal(1)
        for pattern in patterns:
            weight = share
            for bit, p in enumerate(seen_p):
                weight *= p if pattern >> bit & 1 else 1 - p
            if weight > 0 or not recordable:
                yield Category(conduct_id, severity, pattern, weight)


def domain_categories(world: World, domain: str, *, recordable: bool) -> list[Category]:
    """Return the categories of a domain, in the order of the world file."""
    return [
        category
        for conduct_id, conduct in world.conduct.items()
        if conduct.domain == domain
        for category in categories(conduct_id, conduct, recordable=recordable)
    ]


def compile_streams(world: World, *, recordable: bool) -> Streams:
    """Compile one kind of candidate stream of a world.

    Acts that some provider could record are drawn by the year; the others, which are many more, by the month.
    """
    months_n = MONTHS_PER_YEAR if recordable else 1
    dims = rate_dimensions(world)
    stride, class_start, category_start = list[list[int]](), list[int](), [0]
    weight_start = list[int]()
    weights: list[int] = []
    everything: list[Category] = []
    means: list[Decimal] = []
    for domain, spec in world.domains.items():
        found = domain_categories(world, domain, recordable=recordable)
        used = used_dimensions(world, domain, dims)
        stride.append(strides_of(dims, used))
        class_start.append(len(means))
        weight_start.append(len(weights))
        for cell in cells_by_level(dims, used):
            rate = {name: _rate(world.conduct[name], cell, months_n) for name in {c.conduct for c in found}}
            rates = [rate[c.conduct] * c.share for c in found]
            weights += cumulative_weights(rates)
            multipliers = frailty_multipliers(spec.frailty_k.value)
            means += [sum(rates, Decimal(0)) * f for f in multipliers]
        everything += found
        category_start.append(len(everything))
    width = poisson_width(max(means, default=Decimal(0)), months_n)
    cache = {mean: poisson_thresholds(mean, width) for mean in set(means)}
    rows = [cache[mean] for mean in means]
    return Streams(
        stride=np.array(stride, dtype=np.int32),
        class_start=np.array(class_start, dtype=np.int32),
        count_threshold=np.array(rows, dtype=np.uint32).reshape(len(rows), width),
        category_start=np.array(category_start, dtype=np.int32),
        weight_start=np.array(weight_start, dtype=np.int32),
        weight=np.array(weights, dtype=np.uint32),
        conduct_ix=_positions(everything, list(world.conduct)),
        severity_ix=np.array(
            [severities(world.conduct[c.conduct]).index(c.severity) for c in everything], dtype=np.int32
        ),
        seen_by=np.array([c.seen_by for c in everything], dtype=np.int32),
        size=np.array(
            [world.conduct[c.conduct].sizes.get(c.severity, 1) for c in everything], dtype=np.int32
        ),
        domain_of=np.array([its.of == "organisations" for its in world.domains.values()], dtype=np.int32),
    )


def bound_q16(conduct: Conduct) -> int:
    """Return the bound of a conduct in units of 1/65536, rounded up."""
    return ceil(dec(conduct.bound) * Q16)


def _positions(found: Sequence[Category], conduct_ids: Sequence[str]) -> NDArray[np.int32]:
    place = {conduct_id: ix for ix, conduct_id in enumerate(conduct_ids)}
    return np.array([place[c.conduct] for c in found], dtype=np.int32)


def used_dimensions(world: World, domain: str, dims: Sequence[Dimension]) -> list[bool]:
    """Say by which dimensions the rates of a domain differ."""
    names = {name for c in world.conduct.values() if c.domain == domain for name in c.by}
    return [dim.name in names for dim in dims]


def strides_of(dims: Sequence[Dimension], used: Sequence[bool]) -> list[int]:
    """Mixed radix, the last used dimension running fastest."""
    step, strides = 1, [0] * len(dims)
    for ix in reversed(range(len(dims))):
        if used[ix]:
            strides[ix] = step
            step *= len(dims[ix].levels)
    return strides


def cells_by_level(dims: Sequence[Dimension], used: Sequence[bool]) -> Iterator[Mapping[str, str]]:
    """Yield every combination of the used dimensions' levels, in the order of `strides_of`."""
    names = [dim.name for dim, is_used in zip(dims, used, strict=True) if is_used]
    levels = [dim.levels for dim, is_used in zip(dims, used, strict=True) if is_used]
    for combination in product(*levels):
        yield dict(zip(names, combination, strict=True))


def _rate(conduct: Conduct, cell: Mapping[str, str], months_n: int) -> Decimal:
    """Candidates of one conduct in some months at frailty 1, drawn at the conduct's bound."""
    rate = dec(conduct.per_adult_y.value) * months_n / MONTHS_PER_YEAR * Decimal(bound_q16(conduct)) / Q16
    for name, table in conduct.by.items():
        rate *= dec(table.factors.get(cell[name], 1.0))
    return rate
