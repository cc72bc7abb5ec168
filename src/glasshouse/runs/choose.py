"""Chunks come in, the ten residents whose slips a report shows go out, chosen by rule."""

from collections.abc import Iterator, Sequence
from typing import Any

from glasshouse.engine.kernel_pick import NOT_ELIGIBLE, PICK_RULES
from glasshouse.runs.chunks import Chunk
from glasshouse.runs.folder import Run
from glasshouse.runs.setting import Setting
from glasshouse.runs.slips import make_slip


def choose(run: Run, setting: Setting, chunks: Sequence[Chunk]) -> list[dict[str, Any]]:
    """Choose one resident per rule, nobody twice, and make their slips."""
    chosen: list[dict[str, Any]] = []
    taken: set[tuple[int, int]] = set()
    for ix, rule in enumerate(PICK_RULES):
        for community, resident in _from_best(chunks, ix):
            if (community, resident) not in taken:
                taken.add((community, resident))
                slip = make_slip(setting, int(run.manifest["seed"]), community, resident)
                chosen.append({"rule": rule.title, "why": rule.why, "id": slip["id"], "slip": slip})
                break
    return chosen


def _from_best(chunks: Sequence[Chunk], rule: int) -> Iterator[tuple[int, int]]:
    """Yield each community's best resident for a rule, the best first, ties by the keyed hash."""
    rows = [
        (int(value), int(key), chunk.first + ix, int(resident))
        for chunk in chunks
        for ix, (value, key, resident) in enumerate(chunk.best[:, rule])
        if value != NOT_ELIGIBLE
    ]
    for _, _, community, resident in sorted(rows, reverse=True):
        yield community, resident
