"""Tables, people and a community's number come in; what its residents lived through goes out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.kernel_month import live
from glasshouse.engine.state import Counter, State, Sums, Trace, make_state, make_sums, make_trace
from glasshouse.engine.streams import Dimension
from glasshouse.engine.tables import Tables
from glasshouse.people.deal import Community

FIRST_TRACE_N = 4096
MOST_ROOM = 1 << 12


class People(NamedTuple):
    """A community as the kernel reads it: what a law cannot change. Shapes as in `Community`."""

    number: int
    resident: NDArray[np.uint32]
    """Index of each resident in the community; draws are keyed by it. Shape [R]."""
    sex: NDArray[np.uint8]
    birth_day: NDArray[np.int32]
    levels: NDArray[np.uint8]
    is_follower: NDArray[np.uint8]
    frailty: NDArray[np.uint8]
    death_threshold: NDArray[np.uint32]
    """Yearly probability of death in 2**-32, by sex and age. Shape [2, 121]."""


class Life(NamedTuple):
    """A community at the end of its years."""

    state: State
    sums: Sums
    trace: Trace


def group_offsets(dims: tuple[Dimension, ...]) -> NDArray[np.int32]:
    """Return the first group of each dimension, and one past the last. Shape [X + 1]."""
    return np.cumsum([0, *(len(dim.levels) for dim in dims)], dtype=np.int32)


def groups_of(community: Community, dims: tuple[Dimension, ...]) -> NDArray[np.int32]:
    """Return each resident's group in each dimension; the kernel keeps age (row 0) up to date."""
    offsets = group_offsets(dims)
    groups = np.zeros((len(dims), len(community.sex)), dtype=np.int32)
    groups[1] = community.sex + offsets[1]
    groups[2:] = community.levels + offsets[2:-1, np.newaxis]
    return groups


def people_of(community: Community, death_threshold: NDArray[np.uint32]) -> People:
    """Pick what the kernel reads."""
    return People(
        community.number,
        np.arange(len(community.sex), dtype=np.uint32),
        community.sex,
        community.birth_day,
        community.levels,
        community.is_follower,
        community.frailty,
        death_threshold,
    )


def live_community(  # noqa: PLR0913 - what a community is given, and what is asked of it
    tables: Tables,
    people: People,
    groups: NDArray[np.int32],
    groups_n: int,
    *,
    seed: int,
    script: NDArray[np.int64] | None = None,
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
        script: Records booked beside those that happen; see the kernel.
        is_traced: Also return every booking, score change and act.
        watch: Residents from and to whose unseen acts are drawn as well.

    Returns:
        The state at the end, the sums, and the trace (empty unless asked for).
    """
    script = np.zeros((0, 7), dtype=np.int64) if script is None else script
    room, lengths = 1, (FIRST_TRACE_N if is_traced else 0,) * 3
    while True:
        state = make_state(tables, len(people.sex), room)
        sums = make_sums(tables, len(people.sex), groups_n)
        trace = make_trace(*lengths)
        live(tables, state, sums, trace, people, groups, script, np.uint64(seed), *watch)
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
    if is_traced:
        trace = Trace(*(rows[:n] for rows, n in zip(trace, needed, strict=True)))
    return Life(state, sums, trace)
