"""A trail whose two files disagree on the grade comes in, the records that did it go out.

Found by living the community again without them: each alone, then two, then three, the smallest set first.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from glasshouse.engine.columns import OFFICIAL, TRUTHFUL
from glasshouse.engine.rows import grade_axis
from glasshouse.runs.asked import Asked
from glasshouse.runs.entries import Entry
from glasshouse.runs.setting import live_one
from glasshouse.runs.slip_files import shown_on
from glasshouse.runs.trail import Json, Trail
from glasshouse.units import points

MOST_RECORDS_N = 3
"""Sets of more records are not tried."""
MOST_LIVES_N = 300
"""The community is lived again so often at most."""


class _Set(NamedTuple):
    """Some acts left off the official files, and where that leaves their holder."""

    acts: tuple[int, ...]
    score_pt: int
    grade: str


class _Retrial:
    """Lives a community again without some records, and counts how often."""

    def __init__(self, trail: Trail) -> None:
        self.trail, self.tried = trail, 0
        regime, name = trail.asked.setting.regime, trail.liner.name
        self._rank = [grade for instrument, grade in grade_axis(regime) if instrument == name].index

    def rank(self, grade: str) -> int:
        """Return the place of a grade, the worst first."""
        return self._rank(grade)

    def without(self, acts: tuple[int, ...]) -> _Set:
        """Return where the holder stands if the records of some acts never reach their official files."""
        self.tried += 1
        asked, trail = self.trail.asked, self.trail
        struck = np.array([(asked.holder, act) for act in acts], dtype=np.int64)
        life = live_one(asked.setting, asked.community, seed=asked.seed, is_traced=True, struck=struck)
        again = Asked(asked.setting, asked.community, life, asked.holder, asked.seed)
        score_pt, grade = shown_on(again, trail.instrument_ix, OFFICIAL, trail.at_d)
        return _Set(acts, score_pt, grade)


def did_it(trail: Trail) -> Json:
    """Say which records made the official grade another than the truthful one.

    Without these records the grade is the truthful one, or as near to it as leaving records off the
    official file gets; then what the official file lacks is named as well.

    Args:
        trail: What the rules came to.

    Returns:
        As docs/reference/trace.md says.
    """
    retrial = _Retrial(trail)
    ranks = [retrial.rank(shown_on(trail.asked, trail.instrument_ix, file, trail.at_d)[1]) for file in (0, 1)]
    official, truthful = ranks[OFFICIAL], ranks[TRUTHFUL]
    if official == truthful:
        return {"verdict": "same"}
    is_wronged = official < truthful
    found = _smallest(retrial, _suspects(trail, is_wronged=is_wronged), official, truthful)
    is_all = found is not None and _reached(retrial.rank(found.grade), official, truthful)
    lacking = [] if is_all and is_wronged else list(_lacking(trail, is_wronged=is_wronged))
    return {
        "verdict": "wronged" if is_wronged else "spared",
        "explains": "all" if is_all else "nothing" if found is None else "part",
        "acts": [] if found is None else [f"{act}" for act in found.acts],
        "records": [] if found is None else _records(trail, found.acts),
        "without": None if found is None else _stands(trail, found),
        "missing": lacking,
        "tried": retrial.tried,
        "limit": MOST_LIVES_N,
    }


def _reached(rank: int, official: int, truthful: int) -> bool:
    """Return whether a grade is the truthful one, or past it, seen from the official one."""
    return rank >= truthful if official < truthful else rank <= truthful


def _smallest(retrial: _Retrial, acts: list[int], official: int, truthful: int) -> _Set | None:
    """Return the smallest set of acts without which the grade is right, else the one that gets nearest."""
    nearest: _Set | None = None
    gap = abs(truthful - official)
    for size in range(1, MOST_RECORDS_N + 1):
        for some in combinations(acts, size):
            if retrial.tried >= MOST_LIVES_N:
                return nearest
            tried = retrial.without(some)
            rank = retrial.rank(tried.grade)
            if _reached(rank, official, truthful):
                return tried
            if abs(truthful - rank) < gap:
                nearest, gap = tried, abs(truthful - rank)
    return nearest


def _suspects(trail: Trail, *, is_wronged: bool) -> list[int]:
    """Return the acts whose official records differ from the truthful ones, the likeliest first."""
    differing = [its for its in trail.official if _differs(trail, its)]
    # A merit lifts nobody too low, and a charge nobody too high: only merits can spare.
    suspects = [its for its in differing if is_wronged or not trail.is_charge(its)]

    def order(entry: Entry) -> tuple[bool, bool, bool, int]:
        is_down = trail.liner.rules[entry.code][1].downgrade_to is not None
        return (
            not entry.counts(trail.at_d), is_wronged and not trail.is_charge(entry), not is_down,
            -abs(entry.amount_pt),
        )  # fmt: skip

    return list(dict.fromkeys(its.act for its in sorted(suspects, key=order)))


def _differs(trail: Trail, entry: Entry) -> bool:
    twin, at_d = trail.on_truthful.get(entry.key), trail.at_d
    if twin is None:
        return True
    return (entry.status(at_d), entry.amount_pt) != (twin.status(at_d), twin.amount_pt)


def _records(trail: Trail, acts: tuple[int, ...]) -> list[Json]:
    """Return the nodes of what was left off and is not the same on both files, what counts first."""
    struck = [its for act in acts for its in trail.official if its.act == act and _differs(trail, its)]
    return [trail.node(its) for its in sorted(struck, key=lambda its: not its.counts(trail.at_d))]


def _stands(trail: Trail, found: _Set) -> dict[str, Any]:
    is_list = trail.liner.its.kind == "list"
    return {"score": None if is_list else points(found.score_pt), "grade": found.grade}


def _lacking(trail: Trail, *, is_wronged: bool) -> Iterator[Json]:
    """Yield the nodes of what counts in truth alone: merits of the wronged, charges of the spared."""
    for entry in trail.truthful:
        if not entry.counts(trail.at_d) or trail.is_charge(entry) == is_wronged:
            continue
        twin = trail.on_official.get(entry.key)
        if twin is None:
            yield trail.missing_node(entry)
        elif not twin.counts(trail.at_d) or twin.amount_pt != entry.amount_pt:
            yield trail.node(twin)
