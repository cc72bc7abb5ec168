"""The arrays from which one community is dealt, by name: what the kernel looks at, and nothing else.

Axes: N communities, S strata, H household types, M roles of all types, C cells (sex * bands + band),
P pools (stratum * cells + cell), A attributes, L links ((stratum * roles + role) * cells + cell of the
role before), E entries of all links. Ranges are given by `radix` rows: size, first and second radix.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class PlaceTables(NamedTuple):
    """Where the communities stand among the household slots; the strata follow each other."""

    stratum: NDArray[np.int64]
    """Stratum of each community. Shape [N]."""
    start: NDArray[np.int64]
    """First household slot of each community, and one past the last. Shape [N + 1]."""
    stratum_start: NDArray[np.int64]
    """First household slot of each stratum, and one past the last. Shape [S + 1]."""


class HomeTables(NamedTuple):
    """Which households there are, and who is in one."""

    radix: NDArray[np.int64]
    """Household slots of each stratum. Shape [S, 3]."""
    keys: NDArray[np.uint32]
    """Shape [S, 6]."""
    type_until: NDArray[np.int64]
    """Cumulative number of households by type. Shape [S, H]."""
    type_role: NDArray[np.int64]
    """First role of each type, and one past the last. Shape [H + 1]."""
    given: NDArray[np.int64]
    """Position in the household of the role before, -1 for the first. Shape [M]."""
    head: NDArray[np.int64]
    """Position of the head in the household. Shape [M]."""
    spouse: NDArray[np.int64]
    """Position of the spouse in the household, or -1. Shape [M]."""
    parents: NDArray[np.int64]
    """Positions of the parents in the household, or -1. Shape [M, 2]."""
    name: NDArray[np.uint8]
    """Index into the tables' `role_names`. Shape [M]."""


class LinkTables(NamedTuple):
    """Which cell a role falls into, given the cell of the role before; a link has a block per cell."""

    keys: NDArray[np.uint32]
    """Shape [S * M, 6]."""
    start: NDArray[np.int64]
    """First entry of each link, and one past the last. Shape [L + 1]."""
    radix: NDArray[np.int64]
    """Residents of each link. Shape [L, 3]."""
    until: NDArray[np.int64]
    """Cumulative number of residents within the link. Shape [E]."""
    cell: NDArray[np.int64]
    """Own cell. Shape [E]."""
    base: NDArray[np.int64]
    """Residents of the same stratum, role and cell in earlier links. Shape [E]."""
    pool_base: NDArray[np.int64]
    """Rank in the pool of the first resident of a stratum's role and cell. Shape [S * M, C]."""


class LevelTables(NamedTuple):
    """What the ranks of a pool are dealt: each attribute, and in the last row the single year of age."""

    keys: NDArray[np.uint32]
    """Shape [A + 1, 6]."""
    radix: NDArray[np.int64]
    """Ranks of each pool, without those left out. Shape [A + 1, P, 3]."""
    skips: NDArray[np.int64]
    """Ranks left out: those who live as a couple. Shape [A + 1, P]."""
    couples: NDArray[np.int64]
    """The level of those left out. Shape [A + 1]."""
    fixed: NDArray[np.int64]
    """The level of the whole pool, or -1. Shape [A + 1, P]."""
    until: NDArray[np.int64]
    """Cumulative number of residents by level. Shape [A + 1, P, widest]."""


class DealTables(NamedTuple):
    """All that a community is dealt from, beside its number."""

    key: np.uint64
    follow_threshold: np.uint64
    """A resident follows the score if a word is below this."""
    consent_threshold: np.uint64
    """A resident consents to be scored if another word is below this."""
    has_frailty: NDArray[np.uint8]
    """Is a domain one of residents, who differ in it? Shape [D]."""
    places: PlaceTables
    homes: HomeTables
    links: LinkTables
    levels: LevelTables
    cell_low: NDArray[np.int64]
    """Lowest age of each cell. Shape [C]."""
    year_start: NDArray[np.int32]
    """Day of 1 January, by years before the world's. Shape [123]."""
