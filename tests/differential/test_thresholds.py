"""The engine's integer tables against the oracle's own working of the world file."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from math import exp

import pytest

from glasshouse.engine.responses import MONTHS_N, compile_responses
from glasshouse.engine.rules import compile_law
from glasshouse.engine.streams import Streams, compile_streams, dimensions
from glasshouse.engine.tables import compile_tables
from glasshouse.law.loader import load_regime
from glasshouse.people.loader import load_world
from glasshouse.people.world import World
from reference.candidates import Chance
from reference.responses import LAST_MONTH, response_q16
from reference.thresholds import (
    FRAILTY_LEVELS,
    QUANTILES,
    WORD,
    bound_q16,
    category_of,
    delay_d,
    frailty,
    poisson_count,
    poisson_thresholds,
)
from tests.differential import towns

WORLD = "lantern-bay"


def cells(world: World, streams: Streams) -> Iterator[tuple[int, str, int, dict[str, str]]]:
    """Yield every cell that rates differ by: domain by place and name, the cell's number, its levels."""
    dims = dimensions(world)
    for domain_ix, domain in enumerate(world.domains):
        steps = [int(step) for step in streams.stride[domain_ix]]
        used = [ix for ix, step in enumerate(steps) if step]
        for places in product(*(range(len(dims[ix].levels)) for ix in used)):
            levels = {dim.name: dim.levels[0] for dim in dims}
            levels |= {dims[ix].name: dims[ix].levels[place] for ix, place in zip(used, places, strict=True)}
            yield domain_ix, domain, sum(steps[ix] * p for ix, p in zip(used, places, strict=True)), levels
