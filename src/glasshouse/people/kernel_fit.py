"""A seed and margins come in, a fitted table or a rounded one goes out.

Floating arithmetic is confined to + - * / in a fixed order (each sum is a plain loop, and no
fast-math), so that the integers that come of it are the same on every processor.
"""

# pyright: basic, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
Flags = NDArray[np.bool_]

STAGES_N = 5
LIKELY = 0.1
"""A rounded-up cell was at least so large, if the margins can be met like that."""


@njit(nogil=True, cache=True)
def fit_margins(fitted: Floats, rows: Floats, cols: Floats, rounds_n: int, tolerance: float) -> float:
    """Scale rows and columns in turn, in place, until the row sums are right too.

    Returns:
        The largest deviation of a row sum at the end.
    """
    rows_n, cols_n = fitted.shape
    worst = np.inf
    for _ in range(rounds_n):
        for i in range(rows_n):
            total = 0.0
            for j in range(cols_n):
                total += fitted[i, j]
            factor = rows[i] / total if total > 0.0 else 0.0
            for j in range(cols_n):
                fitted[i, j] = fitted[i, j] * factor
        for j in range(cols_n):
            total = 0.0
            for i in range(rows_n):
                total += fitted[i, j]
            factor = cols[j] / total if total > 0.0 else 0.0
            for i in range(rows_n):
                fitted[i, j] = fitted[i, j] * factor
        worst = 0.0
        for i in range(rows_n):
            total = 0.0
            for j in range(cols_n):
                total += fitted[i, j]
            worst = max(worst, abs(total - rows[i]))
        if worst < tolerance:
            break
    return worst


@njit(nogil=True, cache=True)
def _augment(
    whole: Wholes, base: Wholes, is_open: Flags, lacks_col: Wholes, start: int, most_up: int
) -> bool:
    """Move one unit into row `start` along a path that ends in a column that lacks one.

    A cell may rise while it is at most `most_up` - 1 above its base, and fall while it is above its
    base (or above zero, when `most_up` allows any rise).
    """
    rows_n, cols_n = whole.shape
    row_from = np.full(cols_n, -1, np.int64)  # the row from which a column was reached
    col_from = np.full(rows_n, -1, np.int64)  # the column from which a row was reached
    queue = np.empty(rows_n, np.int64)
    queue[0] = start
    head, tail = 0, 1
    while head < tail:
        i = queue[head]
        head += 1
        for j in range(cols_n):
            if row_from[j] >= 0 or not is_open[i, j] or whole[i, j] - base[i, j] >= most_up:
                continue
            row_from[j] = i
            if lacks_col[j] > 0:
                col = j
                row = row_from[col]
                whole[row, col] += 1
                while row != start:
                    col = col_from[row]
                    whole[row, col] -= 1
                    row = row_from[col]
                    whole[row, col] += 1
                return True
            for k in range(rows_n):
                lowest = base[k, j] if most_up == 1 else 0
                if k != start and col_from[k] < 0 and whole[k, j] > lowest:
                    col_from[k] = j
                    queue[tail] = k
                    tail += 1
    return False


@njit(nogil=True, cache=True)
def round_margins(fitted: Floats, rows: Wholes, cols: Wholes, order: Wholes) -> Wholes:
    """Round a fitted table to whole numbers with both margins exact.

    Every cell goes up or down to a neighbouring whole number: the largest remainders first, then
    augmenting paths. Only where the fit missed its margins may a cell end further away; a cell of
    0 stays 0 in any case.

    Args:
        fitted: Table whose sums are near the margins. Shape [R, C].
        rows: Wanted row sums, `int64`. Shape [R].
        cols: Wanted column sums, of the same total. Shape [C].
        order: Flat positions of the cells, largest remainder first.

    Returns:
        The table; short of its margins only where the empty cells leave no solution.
    """
    rows_n, cols_n = fitted.shape
    whole = np.zeros((rows_n, cols_n), np.int64)
    is_open = np.empty((rows_n, cols_n), np.bool_)
    lacks_row, lacks_col = rows.copy(), cols.copy()
    for i in range(rows_n):
        for j in range(cols_n):
            # A poor fit must not overfill a row or column; augmenting puts back what is cut here.
            whole[i, j] = min(np.int64(fitted[i, j]), lacks_row[i], lacks_col[j])
            lacks_row[i] -= whole[i, j]
            lacks_col[j] -= whole[i, j]
    base = whole.copy()
    for flat in order:
        i, j = flat // cols_n, flat % cols_n
        if fitted[i, j] - whole[i, j] > LIKELY and lacks_row[i] > 0 and lacks_col[j] > 0:
            whole[i, j] += 1
            lacks_row[i] -= 1
            lacks_col[j] -= 1
    # Likely cells first: a path through a cell that is next to empty would make an unlikely pair.
    for stage in range(STAGES_N):
        most_up = 1 if stage < STAGES_N - 1 else np.int64(1) << 40
        least = 0.0 if stage >= STAGES_N - 2 else LIKELY / (10 ** (3 * stage))
        for i in range(rows_n):
            for j in range(cols_n):
                is_open[i, j] = fitted[i, j] > least
        for i in range(rows_n):
            while lacks_row[i] > 0 and _augment(whole, base, is_open, lacks_col, i, most_up):
                lacks_row[i] -= 1
                for j in range(cols_n):
                    total = np.int64(0)
                    for k in range(rows_n):
                        total += whole[k, j]
                    lacks_col[j] = cols[j] - total
    return whole


@njit(nogil=True, cache=True)
def balance_profiles(
    own: Floats, given: Wholes, gap_ix: Wholes, gaps: Floats, rows: Floats, cols: Floats, rounds_n: int
) -> Floats:
    """Find who fills each role, so that roles that follow from each other also sum to the cells.

    The first role of a household is spread over cells by `own`; a later one goes, for each cell of
    the role before it, to cells by gap and `own`. A factor per cell, common to all roles, is moved
    until all roles together are near the cells' residents.

    Args:
        own: Residents of a cell times the role's own shape. Shape [M, C].
        given: Role before it, -1 for the first of a household. Shape [M].
        gap_ix: Which gap it follows by. Shape [M].
        gaps: Weights by cell of the role before and own cell. Shape [G, C, C].
        rows: Residents of each role. Shape [M].
        cols: Residents of each cell. Shape [C].
        rounds_n: How often the factors are moved.

    Returns:
        Residents by role and cell. Shape [M, C].
    """
    roles_n, cells_n = own.shape
    factor = np.ones(cells_n)
    found = np.zeros((roles_n, cells_n))
    for _ in range(rounds_n):
        for m in range(roles_n):
            for c in range(cells_n):
                found[m, c] = 0.0
            if given[m] < 0:
                for c in range(cells_n):
                    found[m, c] = own[m, c] * factor[c]
            else:
                for before in range(cells_n):
                    share = found[given[m], before]
                    if share <= 0.0:
                        continue
                    total = 0.0
                    for c in range(cells_n):
                        total += gaps[gap_ix[m], before, c] * own[m, c] * factor[c]
                    if total > 0.0:
                        scale = share / total
                        for c in range(cells_n):
                            part = gaps[gap_ix[m], before, c] * own[m, c] * factor[c]
                            part = part * scale
                            found[m, c] = found[m, c] + part
            total = 0.0
            for c in range(cells_n):
                total += found[m, c]
            scale = rows[m] / total if total > 0.0 else 0.0
            for c in range(cells_n):
                found[m, c] = found[m, c] * scale
        for c in range(cells_n):
            total = 0.0
            for m in range(roles_n):
                total += found[m, c]
            if total > 0.0:
                factor[c] = factor[c] * (cols[c] / total)
    return found
