"""Two accounts of the same lives come in, what only one of them tells goes out; the oracle's account."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import NamedTuple

from glasshouse.law.schema import Regime
from glasshouse.people.deal import Community
from glasshouse.people.world import World
from reference import life as oracle
from reference.calendar import Calendar
from reference.candidates import Chance
from reference.files import File
from reference.law import bands_from_worst
from reference.people import SEXES
from reference.tallies import Tallies, tally


@dataclass(frozen=True, slots=True, repr=False)
class Scene:
    """A law, a town, its people, and when they die: all that a life depends on but the seed."""

    law: Regime
    world: World
    people: Community
    death: Sequence[Sequence[int]]
    """Thresholds of 32 bits by sex, then age."""

    def __repr__(self) -> str:
        """Show the law and the world, and not every person: a failing test prints this."""
        world = self.world.model_dump(
            exclude={"population", "mortality", "sources", "attributes"}, exclude_none=True
        )
        law = self.law.model_dump(exclude={"sources"}, exclude_none=True)
        return f"Scene({len(self.people.sex)} residents of community {self.people.number},\n{law},\n{world})"

    @property
    def grades(self) -> list[str]:
        """The law's grades, worst first."""
        return [band.grade for band in bands_from_worst(self.law)]


class Booking(NamedTuple):
    """An entry, from the day of booking to the day before `until_day`."""

    resident: int
    file: str
    rule: str
    act: int
    act_day: int
    booked_day: int
    until_day: int
    kind: str


class Displaced(NamedTuple):
    """A record that an entry of the same act kept out, or an entry that such a record pushed out."""

    event: str
    """`blocked` or `replaced`."""
    resident: int
    file: str
    rule: str
    act: int


class Change(NamedTuple):
    """A score that differs from the one shown before, at a publication or by a direct downgrade."""

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


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that one side says happened, each list sorted."""

    acts: list[Act]
    bookings: list[Booking]
    displaced: list[Displaced]
    changes: list[Change]
    tallies: Tallies


def differences(ours: Account, theirs: Account) -> list[str]:
    """Return, in words, what only one of two accounts has; nothing where they agree."""
    found: list[str] = []
    for part in ("acts", "bookings", "displaced", "changes"):
        found += _only(part, Counter(getattr(ours, part)), Counter(getattr(theirs, part)))
    for spec in fields(Tallies):
        found += _only(spec.name, getattr(ours.tallies, spec.name), getattr(theirs.tallies, spec.name))
    return found


def _only(part: str, ours: Mapping[object, int], theirs: Mapping[object, int]) -> Iterator[str]:
    for row in sorted({*ours, *theirs}, key=repr):
        if ours.get(row, 0) != theirs.get(row, 0):
            yield f"{part}: {row} {ours.get(row, 0)} times here, {theirs.get(row, 0)} times there"


def oracles_account(scene: Scene, *, seed: int, years: int) -> Account:
    """Let the oracle live the years of a community."""
    setting = oracle.Setting(
        scene.law,
        Chance(scene.world, seed, scene.people.number),
        {sex: tuple(its) for sex, its in zip(SEXES, scene.death, strict=True)},
        Calendar(scene.world.year).days(years),
    )
    lives = oracle.live_community(setting, scene.people)
    files = [(its.resident.ix, name, file) for its in lives for name, file in its.files.items()]
    return Account(
        acts=sorted(Act(its.resident.ix, act.act, act.day) for its in lives for act in its.acts),
        bookings=sorted(
            Booking(ix, name, its.code, its.act, its.act_day, its.booked_day, entry.until_day, its.kind)
            for ix, name, file in files
            for entry in file.entries
            for its in [entry.record]
        ),
        displaced=sorted(its for ix, name, file in files for its in _displaced(ix, name, file)),
        changes=sorted(
            Change(ix, name, now.day, now.score_pt, now.grade, now.why == "publication")
            for ix, name, file in files
            for before, now in pairwise(file.published)
            if now.score_pt != before.score_pt
        ),
        tallies=tally(setting, lives),
    )


def _displaced(ix: int, name: str, file: File) -> Iterator[Displaced]:
    for record in file.blocked:
        yield Displaced("blocked", ix, name, record.code, record.act)
    for entry in file.entries:
        if entry.replaced_day is not None:
            yield Displaced("replaced", ix, name, entry.record.code, entry.record.act)
