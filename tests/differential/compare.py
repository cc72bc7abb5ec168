"""A scene and a seed come in; what the engine and what the oracle make of it go out, in the same words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from glasshouse.engine.live import group_offsets, groups_of, live_community, people_of
from glasshouse.engine.state import ACT_FIELDS, CHANGE_FIELDS, FILES, LEDGER_FIELDS, Event, Kind
from glasshouse.engine.streams import dimensions
from glasshouse.engine.tables import compile_tables
from glasshouse.law.schema import Regime
from glasshouse.people.deal import Community
from glasshouse.people.world import World
from reference import life as oracle
from reference.calendar import Calendar
from reference.candidates import Chance
from reference.law import bands_from_worst
from reference.people import SEXES


@dataclass(frozen=True, slots=True)
class Scene:
    """A law, a town, its people, and when they die: all that a life depends on but the seed."""

    law: Regime
    world: World
    people: Community
    death: tuple[tuple[int, ...], ...]
    """Thresholds of 32 bits by sex, then age."""


class Booking(NamedTuple):
    """An entry, from booking to the day before `until`."""

    resident: int
    file: str
    rule: str
    act: int
    act_day: int
    booked_day: int
    until_day: int
    kind: str


class Refusal(NamedTuple):
    """A record that a file did not take."""

    resident: int
    file: str
    rule: str
    act: int
    day: int


class Change(NamedTuple):
    """A score and a grade shown on a day, at a publication or by a direct downgrade."""

    resident: int
    file: str
    day: int
    score_pt: int
    grade: str
    is_publication: bool


class Act(NamedTuple):
    """What somebody did and some provider saw."""

    resident: int
    act: int
    day: int


@dataclass(slots=True)
class Account:
    """Everything that one side says happened, each list sorted."""

    acts: list[Act]
    bookings: list[Booking]
    refusals: list[Refusal]
    changes: list[Change]
    grade_days: Counter[tuple[int, str, str]] = field(default_factory=Counter[tuple[int, str, str]])
    """Person-days by year, file and grade."""


def engines_account(scene: Scene, *, seed: int, years: int) -> Account:
    """Let the engine live the years of a community."""
    dims = dimensions(scene.world)
    thresholds = np.array(scene.death, dtype=np.uint32)
    life = live_community(
        compile_tables(scene.law, scene.world, years=years),
        people_of(scene.people, thresholds),
        groups_of(scene.people, dims),
        int(group_offsets(dims)[-1]),
        seed=seed,
        is_traced=True,
    )
    codes = list(scene.law.rules)
    grades = [band.grade for band in bands_from_worst(scene.law)]
    ledger = list(_rows(life.trace.ledger, LEDGER_FIELDS))
    days = np.asarray(life.sums.grade_days)
    return Account(
        acts=sorted(
            Act(its["resident"], its["act"], its["day"])
            for its in _rows(life.trace.acts, ACT_FIELDS)
            if its["is_seen"]
        ),
        bookings=sorted(
            Booking(
                its["resident"],
                FILES[its["file"]],
                codes[its["rule"]],
                its["act"],
                its["act_d"],
                its["booked_d"],
                its["until_d"],
                Kind(its["kind"]).name.lower(),
            )
            for its in ledger
            if its["event"] == Event.BOOKED
        ),
        refusals=sorted(
            Refusal(its["resident"], FILES[its["file"]], codes[its["rule"]], its["act"], its["booked_d"])
            for its in ledger
            if its["event"] == Event.BLOCKED
        ),
        changes=sorted(
            Change(
                its["resident"],
                FILES[its["file"]],
                its["day"],
                its["score_pt"],
                grades[its["grade_ix"]],
                bool(its["is_publication"]),
            )
            for its in _rows(life.trace.changes, CHANGE_FIELDS)
        ),
        grade_days=Counter(
            {
                (int(year), FILES[file], grades[grade]): int(days[year, file, grade])
                for year, file, grade in np.argwhere(days)
            }
        ),
    )


def oracles_account(scene: Scene, *, seed: int, years: int) -> Account:
    """Let the oracle live the years of a community."""
    setting = oracle.Setting(
        scene.law,
        Chance(scene.world, seed, scene.people.number),
        dict(zip(SEXES, scene.death, strict=True)),
        Calendar(scene.world.year).days(years),
    )
    lives = oracle.live_community(setting, scene.people)
    grade_days: Counter[tuple[int, str, str]] = Counter()
    for its in lives:
        for name, file in its.files.items():
            ends_day = setting.ends_day(its)
            grade_days.update(
                (setting.days[day].year, name, shown.grade) for day, shown in file.standing_on(ends_day)
            )
    return Account(
        acts=sorted(Act(its.resident.ix, act.act, act.day) for its in lives for act in its.acts),
        bookings=sorted(_bookings(lives)),
        refusals=sorted(
            Refusal(its.resident.ix, name, record.code, record.act, record.booked_day)
            for its in lives
            for name, file in its.files.items()
            for record in file.blocked
        ),
        changes=sorted(
            Change(its.resident.ix, name, now.day, now.score_pt, now.grade, now.why == "publication")
            for its in lives
            for name, file in its.files.items()
            for before, now in pairwise(file.published)
            if now.score_pt != before.score_pt
        ),
        grade_days=grade_days,
    )


def _bookings(lives: Sequence[oracle.Life]) -> Iterator[Booking]:
    for its in lives:
        for name, file in its.files.items():
            for entry in file.entries:
                record = entry.record
                yield Booking(
                    its.resident.ix,
                    name,
                    record.code,
                    record.act,
                    record.act_day,
                    record.booked_day,
                    entry.until_day,
                    record.kind,
                )


def _rows(table: np.ndarray, fields: Sequence[str]) -> Iterator[dict[str, int]]:
    for row in table.tolist():
        yield dict(zip(fields, row, strict=True))
