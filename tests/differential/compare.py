"""A scene and a seed come in; what the engine and what the oracle make of it go out, in the same words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.live import group_offsets, groups_of, live_community, people_of
from glasshouse.engine.state import ACT_FIELDS, CHANGE_FIELDS, FILES, LEDGER_FIELDS, Event, Kind, Sums, Trace
from glasshouse.engine.streams import ANY_SEVERITY, Dimension, dimensions
from glasshouse.engine.tables import Tables, compile_tables
from glasshouse.law.schema import Regime
from glasshouse.people.deal import Community
from glasshouse.people.world import World
from reference import life as oracle
from reference.calendar import Calendar
from reference.candidates import Chance
from reference.law import bands_from_worst
from reference.people import SEXES
from reference.tallies import Tallies, tally


@dataclass(frozen=True, slots=True)
class Scene:
    """A law, a town, its people, and when they die: all that a life depends on but the seed."""

    law: Regime
    world: World
    people: Community
    death: Sequence[Sequence[int]]
    """Thresholds of 32 bits by sex, then age."""

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


class Event_(NamedTuple):
    """A record that an entry of the same act kept out, or an entry that such a record pushed out."""

    what: str
    resident: int
    file: str
    rule: str
    act: int
    booked_day: int


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
    displaced: list[Event_]
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
