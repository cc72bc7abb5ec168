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
from reference.candidates import Chance
from reference.files import File
from reference.people import SEXES
from reference.rates import Rates
from reference.sums import Sums, sum_up


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


class Booking(NamedTuple):
    """An entry as it was booked, from that day to the day before `until_day`, as the law has it."""

    person: int
    instrument: str
    side: str
    rule: str
    act: int
    doer: int
    conduct_day: int
    booked_day: int
    until_day: int
    kind: str
    amount_pt: int
    """0 for a direct downgrade."""


class Fate(NamedTuple):
    """What else became of a record or an entry, by the name of the event."""

    event: str
    person: int
    instrument: str
    side: str
    rule: str
    act: int
    doer: int


class Change(NamedTuple):
    """A score that differs from the one shown before, at a publication or by a direct downgrade."""

    person: int
    instrument: str
    side: str
    day: int
    score_pt: int
    grade: str
    is_publication: bool


class Deed(NamedTuple):
    """What somebody did and some provider saw, when it was over and when the decision on it was final."""

    person: int
    act: int
    day: int
    end_day: int
    final_day: int


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that one side says happened, each list sorted."""

    acts: list[Deed]
    bookings: list[Booking]
    fates: list[Fate]
    changes: list[Change]
    sums: Sums


def differences(ours: Account, theirs: Account) -> list[str]:
    """Return, in words, what only one of two accounts has; nothing where they agree."""
    found: list[str] = []
    for part in ("acts", "bookings", "fates", "changes"):
        found += _only(part, Counter(getattr(ours, part)), Counter(getattr(theirs, part)))
    for spec in fields(Sums):
        found += _only(spec.name, getattr(ours.sums, spec.name), getattr(theirs.sums, spec.name))
    return found


def _only(part: str, ours: Mapping[object, int], theirs: Mapping[object, int]) -> Iterator[str]:
    if ours == theirs:
        return
    for row in sorted({*ours, *theirs}, key=repr):
        if ours.get(row, 0) != theirs.get(row, 0):
            yield f"{part}: {row} {ours.get(row, 0)} times here, {theirs.get(row, 0)} times there"


def oracles_account(scene: Scene, *, seed: int, years: int, rates: Rates | None = None) -> Account:
    """Let the oracle live the years of a community; several communities of a world may share its rates."""
    setting = oracle.Setting(
        scene.law,
        Chance(rates or Rates(scene.world), seed, scene.people.number),
        {sex: tuple(its) for sex, its in zip(SEXES, scene.death, strict=True)},
        years,
    )
    lives = oracle.live_community(setting, scene.people)
    files = [file for its in lives for file in its.files.values()]
    return Account(
        acts=sorted(
            Deed(its.person.ix, act.number, act.day, act.end_day, act.final_day)
            for its in lives
            for act in its.acts
        ),
        bookings=sorted(booking for file in files for booking in _bookings(file)),
        fates=sorted(fate for file in files for fate in _fates(file)),
        changes=sorted(change for file in files for change in _changes(file)),
        sums=sum_up(setting, lives),
    )


def _bookings(file: File) -> Iterator[Booking]:
    for entry in file.entries:
        its = entry.record
        yield Booking(
            *file.key, entry.code, its.act.number, its.act.doer, its.conduct_day, entry.booked_day,
            entry.until_day, its.kind, entry.booked_pt or 0,
        )  # fmt: skip


def _fates(file: File) -> Iterator[Fate]:
    for event in file.events:
        if event.name != "booked":
            act = event.record.act
            yield Fate(event.name, *file.key, event.record.row.code, act.number, act.doer)


def _changes(file: File) -> Iterator[Change]:
    for before, now in pairwise(file.shown):
        if now.score_pt != before.score_pt:
            yield Change(*file.key, now.day, now.score_pt, now.grade, now.why == "publication")
