"""Chunks come in, the ten residents whose slips a report shows go out, chosen by rule."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.kernel_pick import NOT_ELIGIBLE, PICK_RULES
from glasshouse.runs.setting import Setting
from glasshouse.runs.slips import make_slip

Best = Sequence[tuple[int, NDArray[np.int64]]]
"""First community of each chunk, and each community's best: value, keyed hash, resident."""


def choose(setting: Setting, seed: int, best: Best) -> list[dict[str, Any]]:
    """Choose one resident per rule, nobody twice, and make their slips."""
    chosen: list[dict[str, Any]] = []
    taken: set[tuple[int, int]] = set()
    for ix, rule in enumerate(PICK_RULES):
        for community, resident in _from_best(best, ix):
            if (community, resident) not in taken:
                taken.add((community, resident))
                slip = make_slip(setting, seed, community, resident)
                chosen.append({"rule": rule.title, "why": rule.why, "id": slip["id"], "slip": slip})
                break
    return chosen


def _from_best(best: Best, rule: int) -> Iterator[tuple[int, int]]:
    """Yield each community's best resident for a rule, the best first, ties by the keyed hash."""
    rows = [
        (value, key, first + ix, resident)
        for first, rows in best
        for ix, (value, key, resident) in enumerate(rows[:, rule].tolist())
        if value != NOT_ELIGIBLE
    ]
    for _, _, community, resident in sorted(rows, reverse=True):
        yield community, resident
