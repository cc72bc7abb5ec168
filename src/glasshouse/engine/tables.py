"""A Regime and a World come in, `Tables` go out: every integer that the kernel may look at."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.calendar import Calendar, make_calendar
from glasshouse.engine.decimals import Q16
from glasshouse.engine.false_records import FalseStreams, compile_false
from glasshouse.engine.responses import compile_responses
from glasshouse.engine.rules import LawTables, compile_law
from glasshouse.engine.spans import Spans, compile_spans
from glasshouse.engine.streams import Streams, bound_q16, compile_streams
from glasshouse.law.schema import Regime
from glasshouse.people.world import World


class Tables(NamedTuple):
    """All that a community's life depends on beside its people and the seed.

    Arrays only, so that one compiled kernel serves every law.
    """

    seen: Streams
    """Acts that some provider could record."""
    unseen: Streams
    """Acts that nobody could record."""
    false: FalseStreams
    """Records of what nobody did."""
    law: LawTables
    spans: Spans
    """How long acts last."""
    month_start_d: NDArray[np.int32]
    """First day of each month, and one past the last. Shape [T + 1]."""
    bound_q16: NDArray[np.int64]
    """How far any response may raise a conduct, in 1/65536. Shape [conducts]."""
    m_q16: NDArray[np.int64]
    """The response of a follower who did not see one of the household charged for it, and of one who
    did. Shape [2, conducts, months since the last own charge]."""
    age_group_lowest: NDArray[np.int32]
    """Lowest age of each adult age group. Shape [A]."""
    year: int


def compile_tables(regime: Regime, world: World, *, years: int, like: Tables | None = None) -> Tables:
    """Compile a law and a world for a span of whole years.

    Args:
        regime: The law.
        world: Its conduct, providers and responses; people are compiled apart.
        years: Length of the span, from 1 January of the world's year.
        like: Tables of another law in the same world and span: what no law changes is taken from them.

    Raises:
        GlasshouseError: If a response exceeds a conduct's bound.
    """
    calendar: Calendar = make_calendar(world.year, years)
    seen = compile_streams(world, recordable=True) if like is None else like.seen
    false = compile_false(world) if like is None else like.false
    return Tables(
        seen=seen,
        unseen=compile_streams(world, recordable=False) if like is None else like.unseen,
        false=false,
        law=compile_law(regime, calendar, world, seen, false),
        spans=compile_spans(world.conduct.values()) if like is None else like.spans,
        month_start_d=calendar.month_start_d,
        bound_q16=np.array([bound_q16(c) for c in world.conduct.values()], dtype=np.int64),
        m_q16=compile_responses(regime, world),
        age_group_lowest=np.array(world.age_groups, dtype=np.int32),
        year=world.year,
    )


def unscored(tables: Tables) -> Tables:
    """Return the tables of the same world without a law: nobody reports, and nobody responds."""
    law = tables.law
    return tables._replace(
        law=law._replace(link_start=np.zeros_like(law.link_start), link=law.link[:0]),
        m_q16=np.full_like(tables.m_q16, Q16),
    )


def tables_hash(*tables: tuple[object, ...]) -> str:
    """Hash every array and number of some tables: two runs with one hash were given the same law."""
    digest = hashlib.sha256()
    for table in tables:
        for path, value in _leaves(table, type(table).__name__):
            array = cast("NDArray[np.generic]", np.asarray(value))
            digest.update(f"{path}:{array.dtype.str}:{array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _leaves(node: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(node, tuple):
        children = cast("tuple[object, ...]", node)
        names: tuple[str, ...] = getattr(children, "_fields", tuple(map(str, range(len(children)))))
        for name, child in zip(names, children, strict=True):
            yield from _leaves(child, f"{path}.{name}")
    elif isinstance(node, str):
        yield path, np.frombuffer(node.encode(), dtype=np.uint8)
    else:
        yield path, node
