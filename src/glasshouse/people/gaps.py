"""Gaps and age shapes of a world come in, weights of cells and of pairs of cells go out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.people.ages import Bands, weights_at
from glasshouse.people.population import SEXES, AgeShape, Gap, Population

GROUP_Y = 5
"""Age differences are weighed between groups of five years."""
UNLIKELY = 1e-3
"""Weight of a gap one step of five years beside those told, relative to the largest; so again each step."""


class Gaps(NamedTuple):
    """G gaps, C cells."""

    ix: dict[str, int]
    weights: NDArray[np.float64]
    """By cell of the role before and own cell. Shape [G, C, C]."""


def compile_gaps(population: Population, bands: Bands) -> Gaps:
    """Weigh the pairs of cells of every gap."""
    weights = [gap_weights(gap, bands) for gap in population.gaps.values()]
    nothing = np.zeros((1, bands.cells_n, bands.cells_n))
    order = {name: ix for ix, name in enumerate(population.gaps)}
    return Gaps(order, np.array(weights) if weights else nothing)


def gap_weights(gap: Gap, bands: Bands) -> NDArray[np.float64]:
    """Weigh every pair of cells: rows of the role before, columns of the one after. Shape [C, C]."""
    low, high = bands.cell_low(), bands.cell_high()
    group = low // GROUP_Y * GROUP_Y
    difference = group[None, :] - group[:, None]
    weights = np.zeros(difference.shape)
    largest = max(gap.weights.values(), default=0.0)
    for years in np.unique(difference).tolist():
        told = gap.weights.get(years)
        # What no weight speaks for is left to the rounding, which needs it where few households are left.
        steps = min((abs(years - other) // GROUP_Y for other in gap.weights), default=0)
        weights[difference == years] = _unlikely(largest, max(1, steps)) if told is None else told
    if gap.apart_y:
        is_younger = sum(years * weight for years, weight in gap.weights.items()) < 0
        apart = low[:, None] - high[None, :] if is_younger else low[None, :] - high[:, None]
        weights[apart < gap.apart_y] = 0.0
    return weights


def _unlikely(largest: float, steps: int) -> float:
    weight = largest
    for _ in range(steps):
        weight = weight * UNLIKELY
    return weight


def shape_weights(shape: AgeShape, bands: Bands) -> NDArray[np.float64]:
    """Weigh every cell by an age shape. Shape [C]."""
    by_sex = np.array([shape.by_sex.get(sex, 1.0) for sex in SEXES])
    return (weights_at(shape.by_age, bands.low)[None, :] * by_sex[:, None]).ravel()
