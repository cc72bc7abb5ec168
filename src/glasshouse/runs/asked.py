"""A holder and a life that was lived again come in, what can be asked about them goes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import FIRST_ORGANISATION
from glasshouse.engine.calendar import date_of
from glasshouse.engine.columns import LEDGER_FIELDS, Kind, Person, Standing, kind_word
from glasshouse.engine.live import Life, eligible_of, kin_of
from glasshouse.engine.streams import severities
from glasshouse.people.deal import Community
from glasshouse.runs.ids import public_id
from glasshouse.runs.setting import Setting

FIELD = {name: ix for ix, name in enumerate(LEDGER_FIELDS)}


@dataclass(frozen=True)
class Asked:
    """Whose slip is asked for, and the life of their community."""

    setting: Setting
    community: Community
    life: Life
    holder: int
    """Place in the arrays: residents, then organisations."""
    seed: int

    @property
    def id(self) -> str:
        """The holder's public id."""
        return self.id_of(self.holder)

    def id_of(self, place: int) -> str:
        """Return the public id of whoever has a place in the arrays."""
        return public_id(self.community.number, len(self.community.sex), place)

    @property
    def person(self) -> NDArray[np.int32]:
        """What a law cannot change about the holder; see `Person`."""
        return self.life.state.person[self.holder]

    @cached_property
    def standing(self) -> list[Standing]:
        """What the holder is to each instrument."""
        table = eligible_of(self.community, self.setting.regime, self.setting.world)
        return [Standing(each) for each in table[:, self.holder].tolist()]

    @cached_property
    def kin(self) -> NDArray[np.int32]:
        """Who stands in each relation and tie to each holder. Shape [Target, N]."""
        return kin_of(self.community)

    def iso(self, day: int) -> str:
        """Write a day number as a date."""
        return date_of(self.setting.tables.year, day).isoformat()

    def last_shown_d(self, instrument: str) -> int:
        """Return the last day in the holder's life on which an instrument counted its holders."""
        place = list(self.setting.regime.instruments).index(instrument)
        days = self.setting.tables.law.count_d[place]
        alive = days[days < self.person[Person.DEATH_D]]
        return int(alive[-1]) if len(alive) else 0

    def about(self, category: int) -> tuple[str, str]:
        """Return conduct and severity of what a record is about."""
        seen, false = self.setting.tables.seen, self.setting.tables.false
        acts_n = len(seen.conduct_ix)
        streams, at = (seen, category) if category < acts_n else (false, category - acts_n)
        name, conduct = list(self.setting.world.conduct.items())[int(streams.conduct_ix[at])]
        return name, severities(conduct)[int(streams.severity_ix[at])]

    def acts_of(self, doer: int) -> Iterator[list[int]]:
        """Yield what somebody did, as `ACT_FIELDS` say, in the order of days."""
        rows = self.life.trace.acts
        yield from rows[rows[:, 0] == doer].tolist()

    def records(self, instrument: int, file: int) -> list[list[int]]:
        """Return what became of records on one file of the holder, as `LEDGER_FIELDS` say, in order."""
        rows = self.life.trace.ledger
        mine = (rows[:, FIELD["file"]] == file) & (rows[:, FIELD["instrument"]] == instrument)
        return rows[mine & (rows[:, FIELD["person"]] == self.holder)].tolist()


def place_of(doer: int, residents_n: int) -> int:
    """Return where a doer stands in the arrays; draws number organisations apart."""
    return doer if doer < FIRST_ORGANISATION else doer - FIRST_ORGANISATION + residents_n


def relation(community: Community, doer: int, holder: int, kind: Kind) -> str:
    """Say what the doer of an act is to whom it is booked on, or why it was taken for theirs."""
    if kind_word(kind) == "wrong-person":
        return kind.name.lower()
    if doer >= len(community.sex):
        return "organisation"
    if holder < len(community.sex):
        if community.spouse_ix[doer] == holder:
            return "spouse"
        if holder in community.parent_ix[:, doer]:
            return "child"
        # The second record of an act is of its own kind, whoever it is taken to be about.
        if community.household_ix[doer] != community.household_ix[holder]:
            return "namesake" if community.namesake_ix[doer] == holder else "neighbour"
    return "household"
