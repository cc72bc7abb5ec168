"""Acts and who saw them come in, what became of each provider's record goes out, drawn as it was lived.

Kernel. It asks the functions that the month asks, so that the two cannot differ.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

from collections.abc import Callable

import numpy as np

from glasshouse.draws import draw
from glasshouse.engine.kernel_candidates import RECORD, SLOTS_N
from glasshouse.engine.kernel_forms import body, kernel
from glasshouse.engine.kernel_records import fate_of_record
from glasshouse.sources import source_hash


@body
def _draw_fates(seed, community, person, kin, reporting, in_household_q16, ids, records, found):
    """Say on whose file each record went, as what, and whether it came once more.

    Args:
        seed: The run's seed.
        community: Its number.
        person: At the end of the years. Shape [N, Person].
        kin: Who stands in each tie to each holder. Shape [Target, N].
        reporting: Of each provider; see `ReportingField`. Shape [P, ReportingField].
        in_household_q16: Share of mistaken addresses that are within the household.
        ids: What draws are keyed by. Shape [N].
        records: Provider, its place among `seen_by`, doer and act. Shape [n, 4].
        found: Filled with whose file (-1: nobody's), as what (`Kind`), and -1 if it came once only.
            Shape [n, 3].
    """
    for at in range(len(records)):
        provider, slot, r, act = records[at, 0], records[at, 1], records[at, 2], records[at, 3]
        found[at, 0], found[at, 1], found[at, 2] = fate_of_record(
            person, kin, reporting, in_household_q16, provider, r,
            draw(seed, RECORD, community, np.int64(ids[r]), act * SLOTS_N + slot),
        )  # fmt: skip


def _kept_fates(sources: str) -> Callable[..., None]:
    def draw_fates(seed, community, person, kin, reporting, in_household_q16, ids, records, found):
        assert sources  # named, so that Numba's key holds it
        _draw_fates(seed, community, person, kin, reporting, in_household_q16, ids, records, found)

    draw_fates.__doc__ = _draw_fates.__doc__
    return kernel(draw_fates)


draw_fates = _kept_fates(source_hash())
