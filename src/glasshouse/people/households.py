"""Household types and age bands come in; who fills which role at which age goes out as whole numbers.

Three steps, each exact: types over strata, so that each stratum has its residents; roles over
cells of age and sex, so that all roles together give the table; and for each role that follows
from another one a table of pairs (mother and child, husband and wife) between the two.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.people.ages import Bands, weights_at
from glasshouse.people.fit import CannotFitError, apportion, fit_most, fit_table
from glasshouse.people.kernel_fit import balance_profiles, fit_margins
from glasshouse.people.population import SEXES, AgeShape, Gap, Population

NONE = -1
GROUP_Y = 5
"""Age differences are weighed between groups of five years."""
BALANCE_ROUNDS_N = 150
UNLIKELY = 1e-3
"""Weight of a gap one step of five years beside those told, relative to the largest; so again each step."""


class Gaps(NamedTuple):
    """G gaps, C cells."""

    ix: dict[str, int]
    weights: NDArray[np.float64]
    """By cell of the role before and own cell. Shape [G, C, C]."""


class RoleSlot(NamedTuple):
    """One role of one household type."""

    type_ix: int
    type_name: str
    name: str
    sex: int | None
    ages: str | None
    given_ix: int
    """Position of the role that it follows from, within the household; -1 for the first role."""
    gap: str | None
    spouse_ix: int
    head_ix: int


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
    _leave_out_impossible(own, slots, gaps)
    role_cell = _roles_over_cells(bands, slots, type_count, own, gaps)
    pairs = tuple(_pair_all(slots, cells, own, gaps) for cells in role_cell)
    return HouseholdTables(slots, type_count, role_cell, pairs)


def role_slots(population: Population) -> tuple[RoleSlot, ...]:
    """List the roles of all types, in the order of the file."""
    slots: list[RoleSlot] = []
    for type_ix, (type_name, spec) in enumerate(population.households.items()):
        names = list(spec.roles)
        spouses = {name: role.spouse for name, role in spec.roles.items() if role.spouse}
        spouses |= {spouse: name for name, spouse in spouses.items()}
        for name, role in spec.roles.items():
            slots.append(
                RoleSlot(
                    type_ix,
                    type_name,
                    name,
                    None if role.sex is None else SEXES.index(role.sex),
                    role.ages,
                    names.index(role.given) if role.given else NONE,
                    role.gap,
                    names.index(spouses[name]) if name in spouses else NONE,
                    names.index(spec.head),
                )
            )
    return tuple(slots)


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
        np.array([_before(slots, ix) for ix in range(len(slots))]),
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


def _leave_out_impossible(own: NDArray[np.float64], slots: tuple[RoleSlot, ...], gaps: Gaps) -> None:
    """Empty the cells of a role for which a role that follows from it has no possible age."""
    for ix in reversed(range(len(slots))):
        slot, before = slots[ix], _before(slots, ix)
        if slot.gap is not None:
            has_match = (gaps.weights[gaps.ix[slot.gap]] * own[ix] > 0).any(axis=1)
            own[before, ~has_match] = 0.0


def _before(slots: tuple[RoleSlot, ...], ix: int) -> int:
    """Return the position among all roles of the role that one follows from, or -1."""
    slot = slots[ix]
    if slot.given_ix == NONE:
        return NONE
    first_ix = next(at for at, each in enumerate(slots) if each.type_ix == slot.type_ix)
    return first_ix + slot.given_ix


def _pair_all(
    slots: tuple[RoleSlot, ...], cells: NDArray[np.int64], own: NDArray[np.float64], gaps: Gaps
) -> tuple[NDArray[np.int64], ...]:
    """Pair the roles of one stratum in order; may move a few residents between cells of `cells`."""
    singles = [ix for ix, slot in enumerate(slots) if sum(s.type_ix == slot.type_ix for s in slots) == 1]
    pairs: list[NDArray[np.int64]] = []
    for ix, slot in enumerate(slots):
        if slot.gap is None:
            pairs.append(cells[ix : ix + 1].copy())
            continue
        weights = gaps.weights[gaps.ix[slot.gap]]
        before = cells[_before(slots, ix)]
        table = fit_most(weights, before, cells[ix])
        lacking = np.repeat(np.arange(len(before)), before - table.sum(axis=1))
        spare = np.repeat(np.arange(len(before)), cells[ix] - table.sum(axis=0))
        for given, cell in zip(lacking.tolist(), spare.tolist(), strict=True):
            swap = _find_swap(weights[given] * own[ix], cell, cells, own, singles)
            if swap is None:
                msg = f"{slot.type_name}: the ages of {slot.name} do not go with those of the role before it"
                raise CannotFitError(msg)
            other, single = swap
            table[given, other] += 1
            cells[ix, cell], cells[ix, other] = cells[ix, cell] - 1, cells[ix, other] + 1
            cells[single, cell], cells[single, other] = cells[single, cell] + 1, cells[single, other] - 1
        pairs.append(table)
    return tuple(pairs)


def _find_swap(
    wanted: NDArray[np.float64],
    cell: int,
    cells: NDArray[np.int64],
    own: NDArray[np.float64],
    singles: list[int],
) -> tuple[int, int] | None:
    """Find the likeliest cell that somebody who lives alone can give up for another one.

    Rounding can leave a household short of a member of a possible age; a resident with no ties
    then changes age with the member, and every margin stays as it is.

    Returns:
        The cell, and the role of the resident who gives it up; None if there is nobody.
    """
    for other in np.argsort(-wanted, kind="stable").tolist():
        for single in singles:
            if wanted[other] > 0 and own[single, cell] > 0 and cells[single, other] > 0:
                return other, single
    return None
