"""Chunks come in, the ten residents whose slips a report shows go out, chosen by rule."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.kernel_pick import NOT_ELIGIBLE, PICK_RULES, PickRule
from glasshouse.law.schema import Instrument
from glasshouse.runs.setting import Setting
from glasshouse.runs.slips import make_slip

OF_LISTS = {
    "lowest score": PickRule("on the list", "on the list at the end"),
    "highest score": PickRule("not on the list", "not on the list at the end"),
    "most charges": PickRule("most entries", "the most entries booked over all years"),
    "longest below": PickRule("longest on the list", "the most days on the list"),
    "came back": PickRule("came off", "off the list after the most days on it"),
    "furthest from the truth": PickRule("not what the truth says", "on the list on one file alone"),
    "came of age": PickRule("came of age", "entries on an account that opened during the run"),
    "oldest group": PickRule("oldest group", "in the highest age group, on the list if anybody there is"),
}
WHERE_MORE_IS_WORSE = {
    "lowest score": PickRule("most points", "the most points in the place"),
    "highest score": PickRule("fewest points", "the fewest points in the place"),
    "most charges": PickRule("most entries", "the most charges booked over all years"),
    "came of age": PickRule("came of age", "the most points on an account that opened during the run"),
    "oldest group": PickRule("oldest group", "the most points in the highest age group"),
}
"""How the rules of choice are called where they are not about a score that should be high."""

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
                said = _called(setting.regime.instrument, rule)
                chosen.append({"rule": said.title, "why": said.why, "id": slip["id"], "slip": slip})
                break
    return chosen


def _called(its: Instrument, rule: PickRule) -> PickRule:
    """Say in the words of an instrument how somebody was chosen."""
    words = OF_LISTS if its.kind == "list" else WHERE_MORE_IS_WORSE if its.is_up_worse else {}
    return words.get(rule.title, rule)


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
