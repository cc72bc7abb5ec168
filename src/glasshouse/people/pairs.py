"""Roles over cells come in, tables of pairs between a role and the one that it follows from go out."""

import numpy as np
from numpy.typing import NDArray

from glasshouse.people.fit import CannotFitError, fit_most
from glasshouse.people.gaps import Gaps
from glasshouse.people.slots import RoleSlot, role_before


def leave_out_impossible(own: NDArray[np.float64], slots: tuple[RoleSlot, ...], gaps: Gaps) -> None:
    """Empty the cells of a role for which a role that follows from it has no possible age.

    Args:
        own: Residents of a cell times the role's own shape; changed in place. Shape [M, C].
        slots: The roles.
        gaps: How far apart they are.
    """
    for ix in reversed(range(len(slots))):
        slot, before = slots[ix], role_before(slots, ix)
        if slot.gap is not None:
            has_match = (gaps.weights[gaps.ix[slot.gap]] * own[ix] > 0).any(axis=1)
            own[before, ~has_match] = 0.0


def pair_roles(
    slots: tuple[RoleSlot, ...], cells: NDArray[np.int64], own: NDArray[np.float64], gaps: Gaps
) -> tuple[NDArray[np.int64], ...]:
    """Pair the roles of one stratum with those that they follow from.

    Args:
        slots: The roles.
        cells: Residents by role and cell. A few may change cell in place, column sums kept. Shape [M, C].
        own: Residents of a cell times the role's own shape. Shape [M, C].
        gaps: How far apart they are.

    Returns:
        For each role: residents by cell of the role before and own cell [C, C]; for a first role its
        own cells alone [1, C].

    Raises:
        CannotFitError: If a role finds no possible ages.
    """
    pairs: dict[int, NDArray[np.int64]] = {}
    for ix, slot in enumerate(slots):
        if slot.gap is not None:
            weights = gaps.weights[gaps.ix[slot.gap]]
            table = fit_most(weights, cells[role_before(slots, ix)], cells[ix])
            _fill_gaps(table, weights, ix, slots, cells, own)
            pairs[ix] = table
    # First roles come last: those who live alone may have given up their ages above.
    return tuple(pairs.get(ix, cells[ix : ix + 1].copy()) for ix in range(len(slots)))


def _fill_gaps(
    table: NDArray[np.int64],
    weights: NDArray[np.float64],
    ix: int,
    slots: tuple[RoleSlot, ...],
    cells: NDArray[np.int64],
    own: NDArray[np.float64],
) -> None:
    """Complete a table of pairs for which rounding left too few members of possible ages.

    Somebody who lives alone, and so has no ties, changes age with the member: every margin stays as
    it is.
    """
    before = cells[role_before(slots, ix)]
    every_cell = np.arange(len(before))
    lacking = np.repeat(every_cell, before - table.sum(axis=1))
    spare = np.repeat(every_cell, cells[ix] - table.sum(axis=0))
    for given, cell in zip(lacking.tolist(), spare.tolist(), strict=True):
        swap = _find_swap(weights[given] * own[ix], cell, slots, cells, own)
        if swap is None:
            slot = slots[ix]
            msg = f"{slot.type_name}: the ages of {slot.name} do not go with those of the role before it"
            raise CannotFitError(msg)
        other, single = swap
        table[given, other] += 1
        for role, step in ((ix, 1), (single, -1)):
            cells[role, other] += step
            cells[role, cell] -= step


def _find_swap(
    wanted: NDArray[np.float64],
    cell: int,
    slots: tuple[RoleSlot, ...],
    cells: NDArray[np.int64],
    own: NDArray[np.float64],
) -> tuple[int, int] | None:
    """Find the likeliest cell that somebody who lives alone can give up for another one.

    Returns:
        The cell, and the role of the resident who gives it up; None if there is nobody.
    """
    types = [slot.type_ix for slot in slots]
    singles = [ix for ix, slot in enumerate(slots) if types.count(slot.type_ix) == 1]
    for other in np.argsort(-wanted, kind="stable").tolist():
        for single in singles:
            if wanted[other] > 0 and own[single, cell] > 0 and cells[single, other] > 0:
                return other, single
    return None
