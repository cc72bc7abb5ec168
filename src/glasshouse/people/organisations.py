"""A world's organisations and a community's residents come in; forms, heads and frailty go out.

As with residents, everything about a community's organisations follows from (world, number) alone.
"""

from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import FIRST_ORGANISATION, WORDS, Purpose, draw_many
from glasshouse.people.ages import year_starts
from glasshouse.people.population import Organisations, Population
from glasshouse.people.slots import NONE
from glasshouse.people.world import World

WORD = 1 << 32
_32 = np.uint64(32)
_28 = np.uint32(28)


class OrganisationTables(NamedTuple):
    """What a community's organisations are dealt from. F forms, D domains."""

    key: np.uint64
    organisations_n: int
    """In all communities."""
    communities_n: int
    form_names: tuple[str, ...]
    form_until: NDArray[np.uint64]
    """An organisation has the first form whose number is above its word. Shape [F]."""
    head_born: tuple[int, int]
    """First day on which a head may be born, and the one after the last."""
    head_has: tuple[tuple[int, NDArray[np.bool_]], ...]
    """Attributes that decide who may be a head, and by level whether they let somebody."""
    domains_n: int
    domains: tuple[int, ...]
    """Those of organisations."""


class OrganisationsDealt(NamedTuple):
    """The organisations of a community, as in `Community`."""

    form: NDArray[np.uint8]
    head_ix: NDArray[np.int32]
    frailty: NDArray[np.uint8]


def compile_organisations(world: World) -> OrganisationTables:
    """Turn shares, ages and levels into what a community compares; nothing where there are none."""
    spec = world.organisations
    starts = year_starts(world.year)
    low, high = (0, 0) if spec is None else spec.head_ages
    return OrganisationTables(
        key=np.uint64(world.key),
        organisations_n=0 if spec is None else organisations_n(spec, world.population),
        communities_n=world.population.communities.count,
        form_names=() if spec is None else tuple(spec.forms),
        form_until=np.array([] if spec is None else form_thresholds(spec), dtype=np.uint64),
        head_born=(int(starts[high + 1]), int(starts[low])),
        head_has=() if spec is None else _head_has(spec, world),
        domains_n=len(world.domains),
        domains=tuple(ix for ix, each in enumerate(world.domains.values()) if each.of == "organisations"),
    )


def organisations_n(spec: Organisations, population: Population) -> int:
    """Return how many organisations there are in all, scaled as residents are and rounded down."""
    return spec.count.value * population.residents.value // population.counted_n


def form_thresholds(spec: Organisations) -> list[int]:
    """Return the cumulative shares of the forms in units of 2**-32; the last that has any is 2**32."""
    shares = [Decimal(str(share.value)) for share in spec.forms.values()]
    total = sum(shares, Decimal(0))
    last = max(ix for ix, share in enumerate(shares) if share > 0)
    running, thresholds = Decimal(0), list[int]()
    for ix, share in enumerate(shares):
        running += share
        thresholds.append(WORD if ix >= last else int(running / total * WORD))
    return thresholds


def deal_organisations(
    tables: OrganisationTables, number: int, birth_day: NDArray[np.int32], levels: NDArray[np.uint8]
) -> OrganisationsDealt:
    """Deal the organisations of one community.

    Args:
        tables: What the world says of them.
        number: The community's number.
        birth_day: Of its residents. Shape [R].
        levels: Of its residents, by attribute. Shape [A, R].

    Returns:
        Forms, heads and frailty. All communities together have exactly as many organisations as the
        world says, and each its share of them, rounded up or down.
    """
    all_n, communities_n = tables.organisations_n, tables.communities_n
    here_n = (number + 1) * all_n // communities_n - number * all_n // communities_n
    entities = np.arange(FIRST_ORGANISATION, FIRST_ORGANISATION + here_n, dtype=np.int64)
    frailty = np.zeros((tables.domains_n, here_n), dtype=np.uint8)
    if not here_n:
        return OrganisationsDealt(np.zeros(0, dtype=np.uint8), np.zeros(0, dtype=np.int32), frailty)
    word = draw_many(tables.key, int(Purpose.ORGANISATION), number, entities, 0)[:, 0]
    form = np.searchsorted(tables.form_until, word.astype(np.uint64), side="right").astype(np.uint8)
    for block in {domain // WORDS for domain in tables.domains}:
        words = draw_many(tables.key, int(Purpose.FRAILTY), number, entities, block)
        for domain in tables.domains:
            if domain // WORDS == block:
                frailty[domain] = words[:, domain % WORDS] >> _28
    return OrganisationsDealt(form, _heads(tables, number, here_n, birth_day, levels), frailty)


def _heads(
    tables: OrganisationTables,
    number: int,
    here_n: int,
    birth_day: NDArray[np.int32],
    levels: NDArray[np.uint8],
) -> NDArray[np.int32]:
    """Give the first organisation the resident of the highest number, and so on. Shape [O]."""
    born_from, born_before = tables.head_born
    may = (birth_day >= born_from) & (birth_day < born_before)
    for attribute, lets in tables.head_has:
        may &= lets[levels[attribute]]
    residents = np.flatnonzero(may)
    words = draw_many(tables.key, int(Purpose.HEAD), number, residents, 0).astype(np.uint64)
    hashes = (words[:, 0] << _32) | words[:, 1]
    # Sorted from the highest on; of two that are equal, the earlier resident would come first.
    picked = residents[np.argsort(~hashes, kind="stable")[:here_n]]
    heads = np.full(here_n, NONE, dtype=np.int32)
    heads[: len(picked)] = picked
    return heads


def _head_has(spec: Organisations, world: World) -> tuple[tuple[int, NDArray[np.bool_]], ...]:
    order = list(world.attributes)
    return tuple(
        (order.index(name), np.isin(world.attributes[name].levels, wanted))
        for name, wanted in spec.head_has.items()
    )
