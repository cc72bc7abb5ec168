"""A setting and a range of communities come in, their summed lives go out: a pure function.

A chunk knows nothing of other chunks, of threads or of files, so that chunks may be done in any
order, anywhere, and give the same bytes.
"""

import time
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.draws import Purpose, draw
from glasshouse.engine.kernel_pick import PICK_RULES, pick_residents
from glasshouse.engine.live import Life
from glasshouse.engine.rules import start_score
from glasshouse.engine.state import LEDGER_FIELDS, Sums
from glasshouse.runs.frames import community_frames, concat_tables, ledger_frame, shown_of
from glasshouse.runs.layout import Shown
from glasshouse.runs.setting import Setting, deal_one, live_one

SAMPLED_WORDS = (1 << 32) // 100
"""A sampled ledger keeps one community in a hundred."""


class CitySums(NamedTuple):
    """What is added up over communities at once: what their tables show. Shapes [rows]."""

    flows: NDArray[np.int64]
    scores: NDArray[np.int64]
    standing: NDArray[np.int64]


class Chunk(NamedTuple):
    """A range of communities at the end of its years. n communities."""

    first: int
    tables: dict[str, pl.DataFrame]
    city: CitySums
    digest: NDArray[np.uint64]
    """Shape [n]."""
    residents_n: NDArray[np.int64]
    """Shape [n]."""
    organisations_n: NDArray[np.int64]
    """Shape [n]."""
    best: NDArray[np.int64]
    """Each community's best resident for each rule of choice: value, hash, index. Shape [n, rules, 3]."""
    grade_days: NDArray[np.int64]
    """Days of holders in each grade, all years. Shape [A, B]."""
    scored_n: int
    """Residents' accounts with the first instrument at its first publication."""
    people_s: float
    """Seconds spent on dealing the people."""


def is_kept(ledger: str, seed: int, number: int) -> bool:
    """Return whether a community's entries are stored one by one."""
    if ledger == "sample":
        return bool(draw(np.uint64(seed), Purpose.SAMPLE.value, number, 0, 0)[0] < SAMPLED_WORDS)
    return ledger == "all"


def live_chunk(setting: Setting, first: int, last: int, *, seed: int, ledger: str) -> Chunk:
    """Deal and live the communities `first` to `last` (exclusive).

    Args:
        setting: What all communities share.
        first: First community.
        last: One past the last.
        seed: The run's seed.
        ledger: `none`, `sample` or `all`.
    """
    sums: list[Sums] = []
    residents_n: list[int] = []
    organisations_n: list[int] = []
    ledgers: list[pl.DataFrame] = []
    best = np.empty((last - first, len(PICK_RULES), 3), dtype=np.int64)
    people_s = 0.0
    for number in range(first, last):
        begun_s = time.perf_counter()
        community = deal_one(setting, number)
        people_s += time.perf_counter() - begun_s
        is_traced = is_kept(ledger, seed, number)
        life = live_one(setting, community, seed=seed, is_traced=is_traced)
        _pick(setting, life, number, seed, best[number - first])
        if is_traced:
            ledgers.append(ledger_frame(setting, number, len(community.sex), life.trace.ledger))
        sums.append(life.sums)
        residents_n.append(len(community.sex))
        organisations_n.append(len(community.org_form))
    tables = community_frames(setting, first, sums)
    if ledger != "none":
        empty = ledger_frame(setting, first, 0, np.zeros((0, len(LEDGER_FIELDS)), dtype=np.int64))
        tables["ledger"] = concat_tables([empty, *ledgers])
    return Chunk(
        first,
        tables,
        _city(setting, sums),
        np.array([each.digest[0] for each in sums], dtype=np.uint64),
        np.array(residents_n, dtype=np.int64),
        np.array(organisations_n, dtype=np.int64),
        best,
        np.sum([each.grade_days.sum(axis=0) for each in sums], axis=0),
        sum(int(each.grade_n[0, 0].sum()) for each in sums),
        people_s,
    )


def _pick(setting: Setting, life: Life, number: int, seed: int, best: NDArray[np.int64]) -> None:
    pick_residents(
        life.state.books,
        life.state.person,
        life.sums.tally,
        start_score(setting.regime.instrument),
        len(setting.tables.age_group_lowest) - 1,
        int(setting.tables.month_start_d[-1]),
        np.uint64(seed),
        number,
        best,
    )


def _city(setting: Setting, sums: Sequence[Sums]) -> CitySums:
    layout = setting.layout

    def total(shown: Shown, name: str) -> NDArray[np.int64]:
        n = np.zeros(len(shown.keys), dtype=np.int64)
        for each in sums:
            n += shown_of(shown, getattr(each, name)).ravel()
        return n

    return CitySums(
        total(layout.flows, "flow_n"),
        total(layout.scores, "bucket_n"),
        total(layout.standing, "standing_n"),
    )
