"""Attributes and pools of residents come in; how many of each pool have which level goes out.

A pool is (stratum, cell). The groups of an attribute's margins do not overlap, so that each group
is a table of pools by levels with two margins, which is fitted and rounded exactly.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.people.ages import Bands, weights_at
from glasshouse.people.fit import CannotFitError, apportion, fit_table
from glasshouse.people.population import SEXES, Attribute, Margin, Shape


class Pools(NamedTuple):
    """Residents by stratum and cell. P = strata * cells, the stratum running slowest."""

    strata: tuple[str, ...]
    bands: Bands
    residents: NDArray[np.int64]
    """All residents. Shape [P]."""
    couples: NDArray[np.int64]
    """Those of them who live with a spouse. Shape [P]."""


def level_counts(name: str, attribute: Attribute, pools: Pools, scale: tuple[int, int]) -> NDArray[np.int64]:
    """Fit one attribute to its margins.

    Args:
        name: The attribute's name, for the message of a contradiction.
        attribute: Its levels, margins and shape; not one of communities.
        pools: Who is dealt a level.
        scale: Residents dealt, and residents that the tables count.

    Returns:
        How many of a pool have each level; without those who have a level because they live as a
        couple. Shape [P, levels].

    Raises:
        CannotFitError: If a margin cannot be met.
    """
    levels = attribute.levels
    dealt_n = pools.residents - pools.couples if attribute.in_couples else pools.residents
    found = np.zeros((len(dealt_n), len(levels)), dtype=np.int64)
    if attribute.otherwise is not None:
        found[:, levels.index(attribute.otherwise)] = dealt_n
    weights = shape_table(attribute.levels, attribute.shape, pools)
    for margin in attribute.margins:
        group = np.flatnonzero(is_in_group(margin, pools))
        told_n = _told(margin, levels, weights[group], pools.residents[group], scale)
        wanted = wanted_levels(margin, levels, int(pools.residents[group].sum()), told_n)
        if attribute.in_couples:
            wanted[levels.index(attribute.in_couples)] -= int(pools.couples[group].sum())
        seed = weights[group] * dealt_n[group, None] * np.maximum(wanted, 0)
        try:
            found[group] = fit_table(seed, dealt_n[group], _not_negative(wanted, attribute))
        except CannotFitError as why:
            msg = f"{name}: {why}"
            raise CannotFitError(msg) from None
    return found


def wanted_levels(margin: Margin, levels: tuple[str, ...], group_n: int, told_n: int) -> NDArray[np.int64]:
    """Return how many of a group a margin gives each level.

    Args:
        margin: What the world says.
        levels: The attribute's levels.
        group_n: Residents of the group.
        told_n: For how many of them `counts` gives a level; the others have `rest`.

    Returns:
        Whole numbers that sum to the group, or nearly, where counts contradict it. Shape [levels].
    """
    table = margin.counts if margin.counts is not None else margin.shares or margin.sample or {}
    weights = np.array([float(table.get(level, 0)) for level in levels])
    if margin.counts is None:
        return apportion(group_n, weights)
    counts = apportion(told_n, weights)
    if margin.rest is not None:
        counts[levels.index(margin.rest)] += group_n - told_n
    return counts


def _told(
    margin: Margin,
    levels: tuple[str, ...],
    weights: NDArray[np.float64],
    count: NDArray[np.int64],
    scale: tuple[int, int],
) -> int:
    """Return for how many of a group the table gives a level, when it is scaled to the residents.

    Where `rest` is for certain ages alone, everybody else is told, however the ages were rounded.
    """
    counted_n = sum((margin.counts or {}).values())
    residents_n, all_n = scale
    if residents_n == all_n:
        return counted_n
    if margin.rest is None:
        return int(count.sum())
    is_rest = weights[:, levels.index(margin.rest)] > 0
    has_other = (np.delete(weights, levels.index(margin.rest), axis=1) > 0).any(axis=1)
    if (is_rest & has_other).any():
        return min(counted_n * residents_n // all_n, int(count[has_other].sum()))
    return int(count[has_other].sum())


def is_in_group(margin: Margin, pools: Pools) -> NDArray[np.bool_]:
    """Say which pools a margin covers; the world's check sees to it that no band is cut. Shape [P]."""
    bands = pools.bands
    is_age = (bands.low >= margin.from_age) & (bands.low <= margin.to_age)
    sex = None if margin.sex is None else SEXES.index(margin.sex)
    return np.tile(np.tile(is_age, len(SEXES)) & bands.is_sex(sex), len(pools.strata))


def shape_table(levels: tuple[str, ...], shape: Shape | None, pools: Pools) -> NDArray[np.float64]:
    """Weigh each level in each pool. Shape [P, levels]."""
    bands, strata_n = pools.bands, len(pools.strata)
    weights = np.ones((strata_n, len(SEXES), len(bands.low), len(levels)))
    for ix, level in enumerate(levels):
        told = shape.levels.get(level) if shape is not None else None
        if told is None:
            continue
        if told.by_age:
            weights[..., ix] *= weights_at(told.by_age, bands.low)[None, None, :]
        by_sex = np.array([told.by_sex.get(sex, 1.0) for sex in SEXES])
        by_stratum = np.array([told.by_stratum.get(name, 1.0) for name in pools.strata])
        weights[..., ix] *= by_sex[None, :, None] * by_stratum[:, None, None]
    return weights.reshape(-1, len(levels))


def _not_negative(wanted: NDArray[np.int64], attribute: Attribute) -> NDArray[np.int64]:
    if wanted.min() < 0:
        ix = int(np.argmin(wanted))
        msg = f"{attribute.levels[ix]} falls short by {-int(wanted[ix])}"
        raise CannotFitError(msg)
    return wanted
