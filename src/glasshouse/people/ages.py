"""The age tables of a world come in; age bands, single years and risks of death go out as whole numbers."""

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.people.fit import apportion
from glasshouse.people.population import ByAge, Mortality, Population

OLDEST_Y = 120
SEXES_N = 2
HALVINGS_N = 60
WORD = 1 << 32


class Bands(NamedTuple):
    """Age bands: the groups of the table, cut where the world says. A cell is sex * B + band."""

    low: NDArray[np.int64]
    """Lowest age of each band. Shape [B]."""
    high: NDArray[np.int64]
    """Highest age of each band. Shape [B]."""
    residents: NDArray[np.int64]
    """Residents by sex and band. Shape [2, B]."""

    @property
    def cells_n(self) -> int:
        """Number of cells."""
        return self.residents.size

    def cell_low(self) -> NDArray[np.int64]:
        """Return the lowest age of each cell. Shape [cells]."""
        return np.tile(self.low, SEXES_N)

    def cell_high(self) -> NDArray[np.int64]:
        """Return the highest age of each cell. Shape [cells]."""
        return np.tile(self.high, SEXES_N)

    def is_sex(self, sex: int | None) -> NDArray[np.bool_]:
        """Say which cells are of a sex; all of them where it is None. Shape [cells]."""
        sexes = np.repeat(np.arange(SEXES_N), len(self.low))
        return np.ones(len(sexes), dtype=np.bool_) if sex is None else sexes == sex


def compile_bands(population: Population) -> Bands:
    """Cut and scale the table of age and sex; the counts sum to the residents exactly."""
    lows, highs, counts = cut_table(population)
    if int(counts.sum()) != population.residents.value:
        weights = counts.ravel().astype(np.float64)
        counts = apportion(population.residents.value, weights).reshape(counts.shape)
    return Bands(np.array(lows, dtype=np.int64), np.array(highs, dtype=np.int64), counts)


def cut_table(population: Population) -> tuple[list[int], list[int], NDArray[np.int64]]:
    """Return lowest and highest ages and the counts by sex and band, unscaled."""
    table = population.age_sex
    lows = list(table.ages)
    oldest = min(OLDEST_Y, lows[-1] + len(population.open_ages.weights) - 1)
    highs = [*(low - 1 for low in lows[1:]), oldest]
    counts = [list(table.male), list(table.female)]
    for cut in sorted(population.cuts, key=lambda cut: cut.at_age):
        ix = max(i for i, low in enumerate(lows) if low < cut.at_age)
        years = np.array([cut.at_age - lows[ix], highs[ix] - cut.at_age + 1], dtype=np.float64)
        for row, stated in zip(counts, (cut.male_below, cut.female_below), strict=True):
            below = int(apportion(row[ix], years)[0]) if stated is None else stated
            row[ix : ix + 1] = [below, row[ix] - below]
        highs[ix : ix + 1] = [cut.at_age - 1, highs[ix]]
        lows.insert(ix + 1, cut.at_age)
    return lows, highs, np.array(counts, dtype=np.int64)


def weights_at(by_age: ByAge, ages: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the weight that holds at each age: that of the highest age given at or below it."""
    steps = sorted(by_age.items())
    found = np.zeros(len(ages), dtype=np.float64)
    for age, weight in steps:
        found[ages >= age] = weight
    return found


def years_of(
    pool_count: NDArray[np.int64], bands: Bands, open_weights: tuple[float, ...]
) -> NDArray[np.int64]:
    """Spread the residents of each pool over the single years of its band, from its lowest age on.

    Args:
        pool_count: Residents by stratum and cell. Shape [P].
        bands: The bands that the pools repeat.
        open_weights: Weights of the years of the open band.

    Returns:
        Whole numbers. Shape [P, years of the widest band].
    """
    widths = bands.high - bands.low + 1
    weights = [np.ones(int(width)) for width in widths[:-1]]
    weights.append(np.array(open_weights[: int(widths[-1])], dtype=np.float64))
    years = np.zeros((len(pool_count), int(widths.max())), dtype=np.int64)
    for pool, count in enumerate(pool_count.tolist()):
        band = pool % len(widths)
        years[pool, : int(widths[band])] = apportion(count, weights[band])
    return years


def count_by_age(years: NDArray[np.int64], bands: Bands) -> NDArray[np.int64]:
    """Count residents by sex and single year of age. Shape [2, 121]."""
    count_at = np.zeros((SEXES_N, OLDEST_Y + 1), dtype=np.int64)
    for pool, counts in enumerate(years):
        low = int(bands.low[pool % len(bands.low)])
        width = int(bands.high[pool % len(bands.low)]) - low + 1
        count_at[pool // len(bands.low) % SEXES_N, low : low + width] += counts[:width]
    return count_at


def year_starts(year: int) -> NDArray[np.int32]:
    """Return the day of 1 January `y` years before the world's, y from 0. Shape [123]."""
    zero = date(year, 1, 1).toordinal()
    return np.array([date(year - y, 1, 1).toordinal() - zero for y in range(OLDEST_Y + 3)], dtype=np.int32)


def death_thresholds(mortality: Mortality, count_at: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return the yearly risk of death in units of 2**-32.

    The risk is a floor plus a part that grows by the same factor each year (Gompertz), less for
    women, at the level at which the residents' expected deaths in the first year are those told.

    Args:
        mortality: What the world says.
        count_at: Residents by sex and single year of age. Shape [2, 121].

    Returns:
        Thresholds; certain at the last age. Shape [2, 121].
    """
    residents_n = int(count_at.sum())
    wanted = residents_n * mortality.deaths.value / mortality.registered.value
    shape = np.empty((SEXES_N, OLDEST_Y + 1))
    shape[0, 0] = 1.0
    for age in range(1, OLDEST_Y + 1):
        shape[0, age] = shape[0, age - 1] * mortality.growth_per_y.value
    shape[1] = shape[0] * mortality.women_factor.value
    level, floor = 0.0, mortality.floor.value
    step = 1.0
    # By halves: only + - * /, so that the thresholds are the same on every processor.
    for _ in range(HALVINGS_N):
        tried = np.minimum(1.0, floor + (level + step) * shape)
        level += step if _expected(tried, count_at) <= wanted else 0.0
        step = step / 2.0
    risk = np.minimum(1.0, floor + level * shape)
    risk[:, OLDEST_Y] = 1.0
    return np.minimum(WORD - 1, np.floor(risk * WORD)).astype(np.uint32)


def _expected(risk: NDArray[np.float64], count_at: NDArray[np.int64]) -> float:
    """Sum in a fixed order."""
    total = 0.0
    for share, count in zip(risk.ravel().tolist(), count_at.ravel().tolist(), strict=True):
        total += share * count
    return total
