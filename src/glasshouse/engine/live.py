"""Tables, people and a community's number come in; what its residents lived through goes out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import FIRST_ORGANISATION
from glasshouse.engine.columns import NOBODY, SCRIPT_FIELDS, Counter, Standing
from glasshouse.engine.fields import Target
from glasshouse.engine.kernel_candidates import draw_candidates
from glasshouse.engine.kernel_month import live
from glasshouse.engine.state import (
    Candidates,
    State,
    Sums,
    Trace,
    make_candidates,
    make_state,
    make_sums,
    make_trace,
)
from glasshouse.engine.streams import Dimension
from glasshouse.engine.tables import Tables
from glasshouse.law.schema import Regime
from glasshouse.people.deal import Community
from glasshouse.people.world import World

TRACES_N, MORE_TRACES_N = 4, 1024
"""Rows of a trace for each candidate, and for what is none, before it is known how many there are."""
MOST_ROOM = 1 << 12


class People(NamedTuple):
    """A community as the kernel reads it: what a law cannot change. Shapes as in `Community`."""

    number: int
    resident: NDArray[np.uint32]
    """What draws are keyed by: a resident's index in the community, FIRST_ORGANISATION + o for
    organisation o. Organisations stand after the residents in every array. Shape [N]."""
    sex: NDArray[np.uint8]
    birth_day: NDArray[np.int32]
    levels: NDArray[np.uint8]
    """Level of each attribute, and in the last row the form of an organisation. Shape [A + 1, N]."""
    is_follower: NDArray[np.uint8]
    frailty: NDArray[np.uint8]
    death_threshold: NDArray[np.uint32]
    """Yearly probability of death in 2**-32, by sex and age. Shape [2, 121]."""
    kin: NDArray[np.int32]
    """Who stands in each relation or tie to somebody (`Target`), or -1. Shape [Target, N]."""
    eligible: NDArray[np.uint8]
    """What each holder is to each instrument (`Standing`). Shape [I, N]."""
    residents_n: int


class Life(NamedTuple):
    """A community at the end of its years."""

    state: State
    sums: Sums
    trace: Trace


def group_offsets(dims: tuple[Dimension, ...]) -> NDArray[np.int32]:
    """Return the first group of each dimension, and one past the last. Shape [X + 1]."""
    return np.cumsum([0, *(len(dim.levels) for dim in dims)], dtype=np.int32)


def groups_of(community: Community, dims: tuple[Dimension, ...]) -> NDArray[np.int32]:
    """Return each resident's group in each dimension; the kernel keeps age (row 0) up to date.

    Organisations have no groups; their columns are there and never counted.
    """
    offsets, residents_n = group_offsets(dims), len(community.sex)
    groups = np.zeros((len(dims), residents_n + len(community.org_form)), dtype=np.int32)
    groups[1, :residents_n] = community.sex + offsets[1]
    groups[2:, :residents_n] = community.levels + offsets[2:-1, np.newaxis]
    return groups


def people_of(
    community: Community, death_threshold: NDArray[np.uint32], regime: Regime, world: World
) -> People:
    """Put a community's residents and organisations below each other, and say what they are to a law."""
    residents_n, organisations_n = len(community.sex), len(community.org_form)
    heads = np.zeros(organisations_n, dtype=np.int32)
    return People(
        community.number,
        np.append(np.arange(residents_n), FIRST_ORGANISATION + np.arange(organisations_n)).astype(np.uint32),
        _lengthened(community.sex, organisations_n),
        np.concatenate([community.birth_day, heads]),
        np.vstack([
            _lengthened(community.levels, organisations_n),
            np.concatenate([np.zeros(residents_n, dtype=np.uint8), community.org_form]),
        ]),
        _lengthened(community.is_follower, organisations_n),
        np.hstack([community.frailty, community.org_frailty]),
        death_threshold,
        kin_of(community),
        eligible_of(community, regime, world),
        residents_n,
    )  # fmt: skip


def _lengthened(values: NDArray[np.uint8], by_n: int) -> NDArray[np.uint8]:
    return np.concatenate([values, np.zeros((*values.shape[:-1], by_n), dtype=np.uint8)], axis=-1)


def kin_of(community: Community) -> NDArray[np.int32]:
    """Return who stands in each relation to each holder. Shape [Target, N]."""
    residents_n, organisations_n = len(community.sex), len(community.org_form)
    kin = np.full((len(Target), residents_n + organisations_n), NOBODY, dtype=np.int32)
    kin[Target.DOER] = np.arange(residents_n + organisations_n)
    kin[Target.HOUSEHOLD_HEAD, :residents_n] = community.head_ix
    kin[Target.SPOUSE, :residents_n] = community.spouse_ix
    kin[Target.PARENT : Target.OTHER_PARENT + 1, :residents_n] = community.parent_ix
    kin[Target.HEAD, residents_n:] = community.org_head_ix
    kin[Target.NAMESAKE, :residents_n] = community.namesake_ix
    kin[Target.HOUSEMATE, :residents_n] = community.housemate_ix
    kin[Target.NEIGHBOUR, :residents_n] = community.neighbour_ix
    return kin


def eligible_of(community: Community, regime: Regime, world: World) -> NDArray[np.uint8]:
    """Return what each holder is to each instrument. Shape [I, N]."""
    residents_n, organisations_n = len(community.sex), len(community.org_form)
    table = np.zeros((len(regime.instruments), residents_n + organisations_n), dtype=np.uint8)
    attributes = list(world.attributes)
    for ix, instrument in enumerate(regime.instruments.values()):
        if "residents" in instrument.holders:
            is_in = np.ones(residents_n, dtype=bool)
            for name, wanted in instrument.only.items():
                levels = [world.attributes[name].levels.index(level) for level in wanted]
                is_in &= np.isin(community.levels[attributes.index(name)], levels)
            standing = np.full(residents_n, Standing.SCORED, dtype=np.uint8)
            if regime.scored.consent == "required":
                standing[community.is_consenting == 0] = Standing.KEPT
            table[ix, :residents_n] = np.where(is_in, standing, Standing.NONE)
        if "organisations" in instrument.holders:
            table[ix, residents_n:] = Standing.SCORED
    return table


def candidates_of(
    tables: Tables, people: People, *, seed: int, watch: tuple[int, int] = (0, 0)
) -> Candidates:
    """Draw all that could happen in a community, whatever the law.

    Args:
        tables: Of the world; the law's part is not looked at.
        people: Who lives there.
        seed: The run's seed.
        watch: Residents from and to whose unseen acts are drawn as well.
    """
    holders_n, years_n = len(people.sex), len(tables.month_start_d) // 12
    room = 1024 + holders_n * years_n // 2
    while True:
        found, scratch = make_candidates(tables, holders_n, room)
        needed = draw_candidates(tables, people, found, scratch, np.uint64(seed), *watch)
        if needed <= room:
            return found
        room = needed


def live_community(  # noqa: PLR0913 - what a community is given, and what is asked of it
    tables: Tables,
    people: People,
    groups: NDArray[np.int32],
    groups_n: int,
    *,
    seed: int,
    could: Candidates | None = None,
    script: NDArray[np.int64] | None = None,
    struck: NDArray[np.int64] | None = None,
    is_traced: bool = False,
    watch: tuple[int, int] = (0, 0),
) -> Life:
    """Live through the years of one community.

    Args:
        tables: Law and world.
        people: Who lives there.
        groups: Group of each resident in each dimension. Shape [X, R].
        groups_n: Number of groups.
        seed: The run's seed.
        could: What could happen, where it is drawn already.
        script: Records booked beside those that happen; see the kernel.
        struck: Records left off official files; see the kernel.
        is_traced: Also return every booking, score change and act.
        watch: Residents from and to whose unseen acts are drawn as well.

    Returns:
        The state at the end, the sums, and the trace (empty unless asked for).
    """
    script = np.zeros((0, len(SCRIPT_FIELDS)), dtype=np.int64) if script is None else script
    struck = np.zeros((0, 2), dtype=np.int64) if struck is None else struck
    could = candidates_of(tables, people, seed=seed, watch=watch) if could is None else could
    room, lengths = 1, (TRACES_N * int(could.day_start[-1]) + MORE_TRACES_N if is_traced else 0,) * 3
    while True:
        state = make_state(tables, len(people.sex), groups_n, room)
        sums = make_sums(tables, len(people.sex), groups_n, room)
        trace = make_trace(*lengths)
        live(tables, state, sums, trace, people, could, groups, script, struck, np.uint64(seed))
        counter = state.counter
        if counter[Counter.NODES_SHORT]:
            room *= 2
            if room > MOST_ROOM:
                msg = f"community {people.number} needs more than {room} times the usual room"
                raise MemoryError(msg)
            continue
        needed = tuple(int(counter[c]) for c in (Counter.LEDGER, Counter.CHANGES, Counter.ACTS))
        if not is_traced or all(n <= have for n, have in zip(needed, lengths, strict=True)):
            break
        lengths = needed
    sums = sums._replace(
        entries=sums.entries[: counter[Counter.ENTRIES]],
        entry_totals=sums.entry_totals[: counter[Counter.ALL_CELLS]],
        wrongs=sums.wrongs[: counter[Counter.WRONGS]],
        acts=sums.acts[: counter[Counter.COUNTED_ACTS]],
    )
    if is_traced:
        trace = Trace(*(rows[:n] for rows, n in zip(trace, needed, strict=True)))
    return Life(state, sums, trace)
