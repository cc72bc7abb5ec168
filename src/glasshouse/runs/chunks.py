"""A setting and a range of communities come in, their summed lives go out: a pure function.

A chunk knows nothing of other chunks, of threads or of files, so that chunks may be done in any
order, anywhere, and give the same bytes.
"""

import hashlib
import time
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.draws import Purpose, draw
from glasshouse.engine.columns import LEDGER_FIELDS
from glasshouse.engine.kernel_burdens import Burden, Joint, Outcome, burdens, joint, pairs
from glasshouse.engine.kernel_pick import PICK_RULES, pick_residents
from glasshouse.engine.live import Life
from glasshouse.engine.rows import start_score
from glasshouse.engine.state import Sums
from glasshouse.people.deal import Community
from glasshouse.runs.frames import community_frames, concat_tables, ledger_frame, shown_of
from glasshouse.runs.frames_of_acts import acts_by_year
from glasshouse.runs.frames_of_burdens import PAIRS_N, burden_frame, joint_frame, pair_frame
from glasshouse.runs.layout import Shown
from glasshouse.runs.setting import Setting, deal_one, live_each

TOGETHER_N = 16
"""Communities that are lived stage by stage: enough that tables stay in the cache, few enough for memory,
however large a chunk."""
SAMPLED_WORDS = (1 << 32) // 100
"""A sampled ledger keeps one community in a hundred."""


class CitySums(NamedTuple):
    """What is added up over communities at once: what their tables show. Arrays have shape [rows]."""

    grades: NDArray[np.int64]
    grade_scores: NDArray[np.int64]
    groups: NDArray[np.int64]
    group_scores: NDArray[np.int64]
    flows: NDArray[np.int64]
    scores: NDArray[np.int64]
    standing: NDArray[np.int64]
    acts: NDArray[np.int64]
    recorded: NDArray[np.int64]

    def plus(self, other: "CitySums") -> "CitySums":
        """Add the sums of other communities."""
        return CitySums(*(one + more for one, more in zip(self, other, strict=True)))


class Chunk(NamedTuple):
    """A range of communities at the end of its years. n communities."""

    first: int
    tables: dict[str, pl.DataFrame]
    city: CitySums
    entries: NDArray[np.int64]
    """Entries by community, year and kind, to be added up: rows as `ENTRY_FIELDS` say. Shape [m, 4]."""
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
    joint: NDArray[np.int64]
    """Residents of each group by what this world did to them beside the first; see `Joint`. All zero in
    the first world. Shape [1 + G, Outcome, Joint]."""


def is_kept(ledger: str, seed: int, number: int) -> bool:
    """Return whether a community's entries are stored one by one."""
    if ledger == "sample":
        return bool(draw(np.uint64(seed), Purpose.SAMPLE.value, number, 0, 0)[0] < SAMPLED_WORDS)
    return ledger == "all"


class _World:
    """What one world has come to, community by community."""

    def __init__(self, setting: Setting, first: int, last: int) -> None:
        groups_n = 1 + setting.groups_n
        self.setting, self.first = setting, first
        self.sums: list[Sums] = []
        self.ledgers: list[pl.DataFrame] = []
        self.best = np.empty((last - first, len(PICK_RULES), 3), dtype=np.int64)
        self.burdens = np.zeros((last - first, groups_n, len(Burden)), dtype=np.int64)
        self.pairs = np.zeros((last - first, PAIRS_N), dtype=np.int64)
        self.joint = np.zeros((last - first, groups_n, len(Outcome), len(Joint)), dtype=np.int64)

    def take(self, life: Life, groups: NDArray[np.int32], community: Community, seed: int) -> None:
        """Take in a community's life."""
        ix, residents_n = community.number - self.first, len(community.sex)
        self.sums.append(life.sums)
        if self.setting.is_scored:
            _pick(self.setting, life, community.number, seed, self.best[ix])
            books, last_d = life.state.books, int(self.setting.tables.month_start_d[-1])
            person = life.state.person
            burdens(life.sums.tally, groups, books, person, residents_n, last_d, self.burdens[ix])
            order = np.argsort(life.sums.history[:residents_n])
            grade_n = np.zeros(len(self.setting.tables.law.band), dtype=np.int64)
            pairs(life.sums.history, books, order, grade_n, self.pairs[ix])

    def compare(self, base: Life, life: Life, groups: NDArray[np.int32], community: Community) -> None:
        """Count what this world did to each resident, beside the base."""
        if self.setting.is_scored:
            found, last_d = (
                self.joint[community.number - self.first],
                int(self.setting.tables.month_start_d[-1]),
            )
            tallies, state = (base.sums.tally, life.sums.tally), base.state
            joint(*tallies, groups, state.books, state.person, len(community.sex), last_d, found)

    def tables(self) -> dict[str, pl.DataFrame]:
        """Build the tables that keep communities apart."""
        tables = community_frames(self.setting, self.first, self.sums)
        tables["burdens"] = burden_frame(self.setting, self.first, self.burdens)
        tables["pairs"] = pair_frame(self.first, self.pairs)
        if self.joint.any():
            tables["joint"] = joint_frame(self.setting, self.first, self.joint)
        return tables


def live_chunk(
    settings: Sequence[Setting], first: int, last: int, *, seed: int, ledger: str
) -> tuple[Chunk, ...]:
    """Deal the communities `first` to `last` (exclusive), and live them in each of some worlds.

    Args:
        settings: What all communities share, world by world; the first is the base.
        first: First community.
        last: One past the last.
        seed: The run's seed.
        ledger: `none`, `sample` or `all`.
    """
    worlds = [_World(setting, first, last) for setting in settings]
    sizes: list[tuple[int, int]] = []
    people_s = 0.0
    for begin in range(first, last, TOGETHER_N):
        begun_s = time.perf_counter()
        communities = [
            deal_one(settings[0], number) for number in range(begin, min(begin + TOGETHER_N, last))
        ]
        people_s += time.perf_counter() - begun_s
        sizes += [(len(community.sex), len(community.org_form)) for community in communities]
        _live_together(worlds, communities, seed, ledger)
    return tuple(_chunk(world, sizes, people_s, has_ledger=ledger != "none") for world in worlds)


def _live_together(
    worlds: Sequence[_World], communities: Sequence[Community], seed: int, ledger: str
) -> None:
    """Live some communities in each world, and take in what came of them."""
    traced = {community.number for community in communities if is_kept(ledger, seed, community.number)}
    lives = live_each([world.setting for world in worlds], communities, seed=seed, traced=traced)
    base: list[Life] = []
    for world in worlds:
        for ix, community in enumerate(communities):
            life, groups = next(lives)
            world.take(life, groups, community, seed)
            if world is not worlds[0]:
                world.compare(base[ix], life, groups, community)
            elif len(worlds) > 1:
                base.append(life)
            if community.number in traced:
                ledger_of = ledger_frame(
                    world.setting, community.number, len(community.sex), life.trace.ledger
                )
                world.ledgers.append(ledger_of)


def _chunk(world: _World, sizes: list[tuple[int, int]], people_s: float, *, has_ledger: bool) -> Chunk:
    tables, sums = world.tables(), world.sums
    if has_ledger:
        nothing = np.zeros((0, len(LEDGER_FIELDS)), dtype=np.int64)
        tables["ledger"] = concat_tables(
            [ledger_frame(world.setting, world.first, 0, nothing), *world.ledgers]
        )
    return Chunk(
        world.first,
        tables,
        _city(world.setting, sums),
        np.concatenate([each.entries for each in sums]),
        np.array([digest_of(world.setting, each) for each in sums], dtype=np.uint64),
        np.array([residents for residents, _ in sizes], dtype=np.int64),
        np.array([organisations for _, organisations in sizes], dtype=np.int64),
        world.best,
        np.sum([each.grade_days.sum(axis=0) for each in sums], axis=0),
        sum(int(each.grade_n[0, 0].sum()) for each in sums),
        people_s,
        world.joint.sum(axis=0),
    )


def digest_of(setting: Setting, sums: Sums) -> int:
    """Return a community's digest: of every entry, score and grade, or without a law of what was done."""
    if setting.is_scored:
        return int(sums.digest[0])
    return int.from_bytes(hashlib.blake2b(sums.acts.tobytes(), digest_size=8).digest(), "little")


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
        n = np.zeros(getattr(sums[0], name).shape, dtype=np.int64)
        for each in sums:
            n += getattr(each, name)
        return shown_of(shown, n).ravel().astype(np.int64, copy=False)

    return CitySums(
        total(layout.grades, "grade_n"),
        total(layout.grades, "grade_score_pt"),
        total(layout.groups, "group_n"),
        total(layout.groups, "group_score_pt"),
        total(layout.flows, "flow_n"),
        total(layout.scores, "bucket_n"),
        total(layout.standing, "standing_n"),
        *acts_by_year(layout, setting.years, sums),
    )
