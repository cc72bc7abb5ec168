"""A seed table and margins come in, whole numbers that meet both margins go out."""

import numpy as np
from numpy.typing import NDArray

from glasshouse.people.kernel_fit import fit_margins, round_margins

ROUNDS_N = 400
TOLERANCE = 1e-6


class CannotFitError(ValueError):
    """No table on the seed's support has these margins."""


def fit_table(
    seed: NDArray[np.float64], rows: NDArray[np.int64], cols: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Fit a seed to both margins and round it, each margin exact.

    Args:
        seed: Relative sizes, >= 0; a cell of 0 stays empty. Shape [R, C].
        rows: Row sums. Shape [R].
        cols: Column sums, of the same total. Shape [C].

    Returns:
        Whole numbers. Shape [R, C].

    Raises:
        CannotFitError: If the totals differ, or the seed's empty cells leave no solution.
    """
    if int(rows.sum()) != int(cols.sum()):
        msg = f"the rows sum to {int(rows.sum())} and the columns to {int(cols.sum())}"
        raise CannotFitError(msg)
    whole = fit_most(seed, rows, cols)
    missed_n = int(rows.sum() - whole.sum())
    if missed_n:
        msg = f"{missed_n} of {int(rows.sum())} find no place"
        raise CannotFitError(msg)
    return whole


def fit_most(
    seed: NDArray[np.float64], rows: NDArray[np.int64], cols: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Fit and round as `fit_table` does, leaving out the units for which there is no place."""
    fitted = seed.astype(np.float64, copy=True)
    fit_margins(fitted, rows.astype(np.float64), cols.astype(np.float64), ROUNDS_N, TOLERANCE)
    return round_table(fitted, rows, cols)


def round_table(
    fitted: NDArray[np.float64], rows: NDArray[np.int64], cols: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Round a fitted table so that both margins are exact and each cell moves by less than one.

    Where the table's empty cells leave no solution, the margins fall short by as little as can be.
    """
    remainder = fitted - np.floor(fitted)
    order = np.argsort(-remainder, axis=None, kind="stable").astype(np.int64)
    return round_margins(fitted, rows, cols, order)


def apportion(total_n: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Split a total by weights, largest remainder first; ties go to the earlier.

    Args:
        total_n: What is split, >= 0.
        weights: Relative sizes, >= 0, not all 0 unless the total is. Shape [N].

    Returns:
        Whole numbers that sum to the total. Shape [N].

    Raises:
        CannotFitError: If there is something to split and every weight is 0.
    """
    whole_weight = 0.0
    for weight in weights.tolist():
        whole_weight += weight
    if whole_weight <= 0.0:
        if total_n:
            msg = f"{total_n} cannot be split: every weight is 0"
            raise CannotFitError(msg)
        return np.zeros(len(weights), dtype=np.int64)
    exact = [weight * total_n / whole_weight for weight in weights.tolist()]
    parts = np.array([int(part) for part in exact], dtype=np.int64)
    by_remainder = sorted(range(len(exact)), key=lambda ix: (parts[ix] - exact[ix], ix))
    for ix in by_remainder[: total_n - int(parts.sum())]:
        parts[ix] += 1
    return parts
