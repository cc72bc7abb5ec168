"""Household types and age bands come in; who fills which role at which age goes out as whole numbers.

Three steps, each exact: types over strata, so that each stratum has its residents; roles over
cells of age and sex, so that all roles together give the table; and for each role that follows
from another one a table of pairs (mother and child, husband and wife) between the two.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.people.ages import Bands
from glasshouse.people.fit import CannotFitError, apportion, fit_table
from glasshouse.people.gaps import Gaps, compile_gaps, shape_weights
from glasshouse.people.kernel_fit import balance_profiles, fit_margins
from glasshouse.people.pairs import leave_out_impossible, pair_roles
from glasshouse.people.population import Population
from glasshouse.people.slots import RoleSlot, role_before, role_slots

BALANCE_ROUNDS_N = 150


class HouseholdTables(NamedTuple):
    """S strata, H types, M roles over all types, C cells."""

    slots: tuple[RoleSlot, ...]
    type_count: NDArray[np.int64]
    """Households by stratum and type. Shape [S, H]."""
    role_cell: NDArray[np.int64]
    """Residents by stratum, role and cell. Shape [S, M, C]."""
    pairs: tuple[tuple[NDArray[np.int64], ...], ...]
    """By stratum and role: residents by cell of the given role and own cell [C, C], or [1, C]."""


def compile_households(population: Population, bands: Bands) -> HouseholdTables:
    """Deal household types to strata, roles to cells, and members to each other.

    Raises:
        CannotFitError: If the tables of the world contradict each other.
    """
    slots = role_slots(population)
    type_count = spread_types(population)
    gaps = compile_gaps(population, bands)
    own = _own_weights(population, bands, slots)
    leave_out_impossible(own, slots, gaps)
    role_cell = _roles_over_cells(bands, slots, type_count, own, gaps)
    pairs = tuple(pair_roles(slots, cells, own, gaps) for cells in role_cell)
    return HouseholdTables(slots, type_count, role_cell, pairs)


def scaled_types(population: Population) -> NDArray[np.int64]:
    """Return how many households of each type there are when all residents are placed. Shape [H]."""
    types = list(population.households.values())
    sizes = [len(spec.roles) for spec in types]
    counts = [spec.count for spec in types]
    residents_n, counted_n = population.residents.value, population.counted_n
    whole = [count * residents_n // counted_n for count in counts]
    rest_n = residents_n - sum(n * size for n, size in zip(whole, sizes, strict=True))
    remainder = [count * residents_n % counted_n for count in counts]
    for ix in sorted(range(len(types)), key=lambda ix: (-remainder[ix], ix)):
        if remainder[ix] and sizes[ix] <= rest_n:
            whole[ix] += 1
            rest_n -= sizes[ix]
    singles = [ix for ix, size in enumerate(sizes) if size == 1]
    if rest_n:
        if not singles:
            msg = f"{rest_n} residents are left over: no type of household has one member"
            raise CannotFitError(msg)
        whole[singles[-1]] += rest_n
    return np.array(whole, dtype=np.int64)


def spread_types(population: Population) -> NDArray[np.int64]:
    """Deal the types to the strata, so that each stratum has its residents exactly. Shape [S, H]."""
    types = list(population.households.values())
    strata = population.communities.strata
    sizes = np.array([len(spec.roles) for spec in types], dtype=np.int64)
    counts = scaled_types(population)
    told = np.array([stratum.residents.value for stratum in strata.values()], dtype=np.float64)
    wanted = apportion(population.residents.value, told)
    factors = [[spec.strata.get(name, 1.0) for spec in types] for name in strata]
    persons = np.array(factors) * (sizes * counts) * told[:, None]
    fit_margins(persons, wanted.astype(np.float64), (sizes * counts).astype(np.float64), 500, 1e-6)
    spread = (persons / sizes).astype(np.int64)
    spread[-1] = counts - spread[:-1].sum(axis=0)
    single = int(np.argmax(np.where(sizes == 1, counts, -1)))
    for stratum in range(len(strata) - 1):
        lacks_n = int(wanted[stratum] - (sizes * spread[stratum]).sum())
        spread[stratum, single] += lacks_n
        spread[-1, single] -= lacks_n
    if spread.min() < 0 or sizes[single] != 1:
        msg = "the strata's residents cannot be met with these types of household"
        raise CannotFitError(msg)
    return spread


def _roles_over_cells(
    bands: Bands,
    slots: tuple[RoleSlot, ...],
    type_count: NDArray[np.int64],
    own: NDArray[np.float64],
    gaps: Gaps,
) -> NDArray[np.int64]:
    """Fit all roles at once to the table of age and sex. Shape [S, M, C]."""
    rows = type_count[:, [slot.type_ix for slot in slots]]
    by_role = rows.sum(axis=0)
    guess = balance_profiles(
        own,
        np.array([role_before(slots, ix) for ix in range(len(slots))]),
        np.array([gaps.ix.get(slot.gap or "", 0) for slot in slots]),
        gaps.weights,
        by_role.astype(np.float64),
        bands.residents.ravel().astype(np.float64),
        BALANCE_ROUNDS_N,
    )
    seed = guess[None, :, :] * (rows / np.maximum(by_role, 1))[:, :, None]
    flat = seed.reshape(rows.size, bands.cells_n)
    return fit_table(flat, rows.ravel(), bands.residents.ravel()).reshape(*rows.shape, bands.cells_n)


def _own_weights(population: Population, bands: Bands, slots: tuple[RoleSlot, ...]) -> NDArray[np.float64]:
    """Weigh the cells of each role by its sex and age shape. Shape [M, C]."""
    residents = bands.residents.ravel().astype(np.float64)
    own = np.empty((len(slots), bands.cells_n))
    for ix, slot in enumerate(slots):
        own[ix] = residents * bands.is_sex(slot.sex)
        if slot.ages is not None:
            own[ix] *= shape_weights(population.age_shapes[slot.ages], bands)
    return own
