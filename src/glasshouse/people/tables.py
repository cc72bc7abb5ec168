"""A World comes in, `PeopleTables` go out: the whole numbers from which any community is dealt."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.errors import misuse
from glasshouse.people.ages import compile_bands, count_by_age, death_thresholds, year_starts, years_of
from glasshouse.people.dealing import DealTables, HomeTables, LevelTables, LinkTables, PlaceTables
from glasshouse.people.fit import CannotFitError
from glasshouse.people.households import HouseholdTables, compile_households
from glasshouse.people.margins import Pools, level_counts
from glasshouse.people.organisations import OrganisationTables, compile_organisations
from glasshouse.people.permute import radix_table, round_keys
from glasshouse.people.places import communities_by_stratum, community_starts
from glasshouse.people.slots import NONE, RoleSlot
from glasshouse.people.ties import ADULT_Y, TieTables, compile_ties
from glasshouse.people.world import World

WORD = 1 << 32


class PeopleTables(NamedTuple):
    """The people of a world, ready to be dealt, and the names of what they have."""

    attribute_names: tuple[str, ...]
    attribute_levels: tuple[tuple[str, ...], ...]
    role_names: tuple[str, ...]
    strata: tuple[str, ...]
    communities_n: int
    residents_n: int
    adults_n: int
    """Residents aged 18 or more on the evening before the first day."""
    death_threshold: NDArray[np.uint32]
    """Yearly probability of death in units of 2**-32, by sex and age. Shape [2, 121]."""
    deal: DealTables
    organisations: OrganisationTables
    ties: TieTables


def compile_people(world: World) -> PeopleTables:
    """Fit and round the world's people into tables from which any community can be dealt.

    Raises:
        GlasshouseError: If the world's tables contradict each other.
    """
    try:
        return _compile(world)
    except CannotFitError as why:
        fact = f"the people of {world.id} cannot be made: {why}"
        raise misuse("W151", fact, "make the tables of the world agree") from None


def _compile(world: World) -> PeopleTables:
    population = world.population
    strata = tuple(population.communities.strata)
    bands = compile_bands(population)
    homes = compile_households(population, bands)
    is_couple = np.array([slot.spouse_ix != NONE for slot in homes.slots], dtype=np.bool_)
    pools = Pools(strata, bands, _by_pool(homes.role_cell), _by_pool(homes.role_cell[:, is_couple]))
    years = years_of(pools.residents, bands, population.open_ages.weights)
    role_names = tuple(dict.fromkeys(slot.name for slot in homes.slots))
    consents = world.responses.consents
    deal = DealTables(
        key=np.uint64(world.key),
        follow_threshold=np.uint64(int(world.responses.followers.value * WORD)),
        consent_threshold=np.uint64(WORD if consents is None else int(consents.value * WORD)),
        has_frailty=np.array([spec.of == "residents" for spec in world.domains.values()], dtype=np.uint8),
        places=_places(world, homes),
        homes=_homes(world, homes, role_names),
        links=_links(world, homes, _pool_base(homes.role_cell, is_couple)),
        levels=_levels(world, pools, years),
        cell_low=bands.cell_low(),
        year_start=year_starts(world.year),
    )
    count_at = count_by_age(years, bands)
    return PeopleTables(
        attribute_names=tuple(world.attributes),
        attribute_levels=tuple(spec.levels for spec in world.attributes.values()),
        role_names=role_names,
        strata=strata,
        communities_n=population.communities.count,
        residents_n=population.residents.value,
        adults_n=int(count_at[:, ADULT_Y:].sum()),
        death_threshold=death_thresholds(world.mortality, count_at),
        deal=deal,
        organisations=compile_organisations(world),
        ties=compile_ties(world),
    )


def _by_pool(role_cell: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum residents over roles. Shape [P]."""
    return role_cell.sum(axis=1).ravel()


def _pool_base(role_cell: NDArray[np.int64], is_couple: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Number the residents of each pool: those who live as couples first, then role by role."""
    order = np.concatenate([np.flatnonzero(is_couple), np.flatnonzero(~is_couple)])
    ordered = role_cell[:, order]
    base = np.zeros_like(role_cell)
    base[:, order] = np.cumsum(ordered, axis=1) - ordered
    return base.reshape(-1, role_cell.shape[2])


def _places(world: World, homes: HouseholdTables) -> PlaceTables:
    communities = world.population.communities
    households_n = homes.type_count.sum(axis=1)
    start = community_starts(communities, households_n, world.key)
    by_stratum = communities_by_stratum(communities)
    return PlaceTables(
        stratum=np.repeat(np.arange(len(by_stratum), dtype=np.int64), by_stratum),
        start=start,
        stratum_start=_starts(households_n),
    )


def _homes(world: World, homes: HouseholdTables, role_names: tuple[str, ...]) -> HomeTables:
    strata = world.population.communities.strata
    slots = homes.slots
    return HomeTables(
        radix=radix_table(homes.type_count.sum(axis=1)),
        keys=np.array([round_keys(world.key, f"households/{name}") for name in strata]),
        type_until=np.cumsum(homes.type_count, axis=1),
        type_role=_starts(np.bincount([slot.type_ix for slot in slots])),
        given=np.array([slot.given_ix for slot in slots], dtype=np.int64),
        head=np.array([slot.head_ix for slot in slots], dtype=np.int64),
        spouse=np.array([slot.spouse_ix for slot in slots], dtype=np.int64),
        parents=np.array([slot.parents_ix for slot in slots], dtype=np.int64),
        name=np.array([role_names.index(slot.name) for slot in slots], dtype=np.uint8),
    )


def _links(world: World, homes: HouseholdTables, pool_base: NDArray[np.int64]) -> LinkTables:
    """Flatten the tables of pairs: for each link the blocks of own cells, one after the other."""
    cells_n = pool_base.shape[1]
    sizes = np.zeros(len(pool_base) * cells_n, dtype=np.int64)
    entries_n = np.zeros_like(sizes)
    until: list[NDArray[np.int64]] = []
    cells: list[NDArray[np.int64]] = []
    bases: list[NDArray[np.int64]] = []
    for ix, table in enumerate(table for stratum in homes.pairs for table in stratum):
        rows = slice(ix * cells_n, ix * cells_n + len(table))
        given, own = np.nonzero(table)
        sizes[rows] = table.sum(axis=1)
        entries_n[rows] = (table > 0).sum(axis=1)
        until.append(np.cumsum(table, axis=1)[given, own])
        cells.append(own.astype(np.int64))
        bases.append((np.cumsum(table, axis=0) - table)[given, own])
    strata = world.population.communities.strata
    return LinkTables(
        keys=np.array([round_keys(world.key, _pool(name, slot)) for name in strata for slot in homes.slots]),
        start=_starts(entries_n),
        radix=radix_table(sizes),
        until=np.concatenate(until),
        cell=np.concatenate(cells),
        base=np.concatenate(bases),
        pool_base=pool_base,
    )


def _pool(stratum: str, slot: RoleSlot) -> str:
    return f"{stratum}/{slot.type_name}/{slot.name}"


def _levels(world: World, pools: Pools, years: NDArray[np.int64]) -> LevelTables:
    scale = (world.population.residents.value, world.population.counted_n)
    specs = world.attributes
    widest = max([years.shape[1], *(len(spec.levels) for spec in specs.values())])
    counts = np.zeros((len(specs) + 1, len(pools.residents), widest), dtype=np.int64)
    skips = np.zeros(counts.shape[:2], dtype=np.int64)
    couples = np.full(len(counts), NONE, dtype=np.int64)
    for ix, (name, spec) in enumerate(specs.items()):
        if spec.of_community:
            level = [spec.levels.index(stratum) for stratum in pools.strata]
            by_pool = np.repeat(level, pools.bands.cells_n)
            counts[ix, np.arange(len(by_pool)), by_pool] = np.maximum(pools.residents, 1)
            continue
        counts[ix, :, : len(spec.levels)] = level_counts(name, spec, pools, scale)
        if spec.in_couples is not None:
            skips[ix], couples[ix] = pools.couples, spec.levels.index(spec.in_couples)
    counts[-1, :, : years.shape[1]] = years
    is_fixed = ((counts > 0).sum(axis=2) == 1) & (skips == 0)
    return LevelTables(
        keys=np.array([round_keys(world.key, name) for name in (*(f"attribute/{n}" for n in specs), "age")]),
        radix=radix_table(pools.residents[None, :] - skips),
        skips=skips,
        couples=couples,
        fixed=np.where(is_fixed, np.argmax(counts > 0, axis=2), NONE),
        until=np.cumsum(counts, axis=2),
    )


def _starts(sizes_n: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each part begins, and one past the last. Shape [parts + 1]."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes_n)])
