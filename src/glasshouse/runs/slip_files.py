"""A life that was lived again and a holder come in, the two files of each of their accounts go out.

Base, counted entries and what the law sets add up to the score that was shown.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import FIRST_ORGANISATION
from glasshouse.engine.calendar import date_of
from glasshouse.engine.live import Life, eligible_of
from glasshouse.engine.rules import grade_axis, sign_of, start_grade, start_score
from glasshouse.engine.spans import NO_END_D
from glasshouse.engine.state import FILES, LEDGER_FIELDS, Event, Kind, Person, Standing
from glasshouse.engine.streams import severities
from glasshouse.law.schema import Regime, Rule
from glasshouse.people.deal import Community
from glasshouse.runs.ids import public_id
from glasshouse.runs.set_to import Counted, set_to
from glasshouse.runs.setting import Setting
from glasshouse.units import points

FIELD = {name: ix for ix, name in enumerate(LEDGER_FIELDS)}


class Asked(NamedTuple):
    """Whose slip is asked for, and the life of their community."""

    setting: Setting
    community: Community
    life: Life
    holder: int
    """Place in the arrays: residents, then organisations."""

    @property
    def person(self) -> NDArray[np.int32]:
        """What a law cannot change about the holder; see `Person`."""
        return self.life.state.person[self.holder]

    @property
    def standing(self) -> list[Standing]:
        """What the holder is to each instrument."""
        table = eligible_of(self.community, self.setting.regime, self.setting.world)
        return [Standing(each) for each in table[:, self.holder].tolist()]

    def iso(self, day: int) -> str:
        """Write a day number as a date."""
        return date_of(self.setting.tables.year, day).isoformat()

    def last_shown_d(self, instrument: str) -> int:
        """Return the last day in the holder's life on which an instrument counted its holders."""
        place = list(self.setting.regime.instruments).index(instrument)
        days = self.setting.tables.law.count_d[place]
        alive = days[days < self.person[Person.DEATH_D]]
        return int(alive[-1]) if len(alive) else 0


class _Entry:
    """An entry as it was booked, and the day on which it was taken off or gave way."""

    def __init__(self, row: list[int]) -> None:
        said = dict(zip(LEDGER_FIELDS, row, strict=True))
        self.code, self.act, self.doer = said["code"], said["act"], said["doer"]
        self.act_d, self.booked_d, self.until_d = said["act_d"], said["booked_d"], said["until_d"]
        self.kind, self.category = said["kind"], said["category"]
        self.amount_pt, self.event = said["amount_pt"], Event(said["event"])
        self.gone_d = NO_END_D
        self.gone_by = Event.BOOKED
        self.in_place_of: int | None = None

    @property
    def key(self) -> tuple[int, int, int, int]:
        return self.code, self.act, self.doer, self.act_d

    def counts(self, at_d: int) -> bool:
        return self.event is Event.BOOKED and at_d < min(self.until_d, self.gone_d)


def write_accounts(asked: Asked) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each instrument that the holder has an account with, and both of its files.

    Who does not consent where the law asks has files without a score.
    """
    for ix, (name, instrument) in enumerate(asked.setting.regime.instruments.items()):
        at_d, standing = asked.last_shown_d(name), asked.standing[ix]
        if standing is not Standing.NONE and at_d >= asked.person[Person.OPENS_D]:
            files = {
                file: _File(asked, ix, place, at_d).written(is_scored=standing is Standing.SCORED)
                for place, file in enumerate(FILES)
            }
            account = {"title": instrument.title, "kind": instrument.kind, "at": asked.iso(at_d)}
            yield name, {**account, "files": files}


class _File:
    """One file of one account on one day."""

    def __init__(self, asked: Asked, instrument_ix: int, file: int, at_d: int) -> None:
        self.asked, self.at_d, self.file, self.instrument_ix = asked, at_d, file, instrument_ix
        self.regime: Regime = asked.setting.regime
        self.name = list(self.regime.instruments)[instrument_ix]
        self.its = self.regime.instruments[self.name]
        self.rules = list(self.regime.rules.items())

    def written(self, *, is_scored: bool) -> dict[str, Any]:
        lines = [self._line(entry) for entry in self.entries]
        if not is_scored:
            return {"score": None, "grade": None, "lists": [], "lines": lines}
        score_pt, grade = self._shown()
        shown_as = next((band.shown_as for band in self.its.bands if band.grade == grade), None)
        is_list = self.its.kind == "list"
        if not is_list:
            counted = [self._counted(entry) for entry in self.entries if entry.counts(self.at_d)]
            lines = [
                {"kind": "base", "points": points(self.its.base_pt), "counts": True},
                *lines,
                *set_to(self.its, counted, score_pt),
            ]
        return {
            "score": None if is_list else points(score_pt),
            "grade": grade,
            **({} if shown_as is None else {"shown_as": shown_as}),
            "lists": sorted(self.regime.lists_of({self.name: grade})),
            "lines": lines,
        }

    def _shown(self) -> tuple[int, str]:
        """Return the score, as printed, and the grade that the kernel showed on the day."""
        rows = self.asked.life.trace.changes
        mine = (rows[:, 0] == self.file) & (rows[:, 1] == self.instrument_ix)
        rows = rows[mine & (rows[:, 2] == self.asked.holder) & (rows[:, 3] <= self.at_d)]
        if len(rows):
            return int(rows[-1, 4]), grade_axis(self.regime)[int(rows[-1, 5])][1]
        return sign_of(self.its) * start_score(self.its), start_grade(self.its)

    @cached_property
    def entries(self) -> list[_Entry]:
        """What was booked, refused or blocked up to the day, in order."""
        rows = self.asked.life.trace.ledger
        mine = (rows[:, FIELD["file"]] == self.file) & (rows[:, FIELD["instrument"]] == self.instrument_ix)
        mine &= (rows[:, FIELD["person"]] == self.asked.holder) & (rows[:, FIELD["booked_d"]] <= self.at_d)
        entries: list[_Entry] = []
        for row in rows[mine].tolist():
            entry = _Entry(row)
            if entry.event in {Event.REPLACED, Event.REPAIRED}:
                gone = _last_counting(entries, entry)
                gone.gone_d, gone.gone_by = entry.booked_d, entry.event
                continue
            entry.in_place_of = self._in_place_of(entry, entries)
            entries.append(entry)
        return entries

    def _in_place_of(self, entry: _Entry, before: list[_Entry]) -> int | None:
        """Return the code whose place an entry takes: one of the same act, repaired on the same day."""
        code = self.rules[entry.code][0]
        for each in before:
            repair = self.rules[each.code][1].repair
            is_same = (each.act, each.doer, each.gone_d) == (entry.act, entry.doer, entry.booked_d)
            if is_same and each.gone_by is Event.REPAIRED and repair is not None and repair.rule == code:
                return each.code
        return None

    def _counted(self, entry: _Entry) -> Counted:
        rule = self.rules[entry.code][1]
        return Counted(
            rule=self.rules[entry.code][0],
            amount_pt=self._share_pt(entry),
            booked_d=entry.booked_d,
            downgrade_to=rule.downgrade_to,
        )

    def _share_pt(self, entry: _Entry) -> int:
        """Return what an entry adds to the score; of an index, its dimension's part."""
        rule = self.rules[entry.code][1]
        if self.its.kind != "index" or rule.dimension is None:
            return entry.amount_pt
        assert self.its.ceiling_pt is not None
        weight = self.its.dimensions[rule.dimension].weight
        return (self.its.ceiling_pt - self.its.floor_pt) * weight * entry.amount_pt // 100_000

    def _line(self, entry: _Entry) -> dict[str, Any]:
        code, rule = self.rules[entry.code]
        place = self.regime.places.get(f"rules.{code}")
        reference = self.regime.sources.get(rule.source)
        is_points = rule.downgrade_to is None
        line: dict[str, Any] = {
            "kind": "entry",
            "points": points(self._share_pt(entry)) if is_points else 0,
            "rule": code,
            "title": rule.title,
            "article": rule.article,
            "source": rule.source,
            "source_kind": reference.kind if reference else rule.source,
            "place": f"{place.file}:{place.line}" if place else None,
            "provider": rule.provider,
            "act": f"{entry.act}",
            "day": self.asked.iso(entry.act_d),
            "booked": self.asked.iso(entry.booked_d),
            "until": self._until(entry),
            "cause": Kind(entry.kind).name.lower(),
            "counts": entry.counts(self.at_d),
        }
        return line | dict(self._circumstances(entry, rule))

    def _until(self, entry: _Entry) -> str | None:
        return None if entry.until_d >= NO_END_D else self.asked.iso(entry.until_d)

    def _circumstances(self, entry: _Entry, rule: Rule) -> Iterator[tuple[str, Any]]:
        """Yield what is not the same for every entry."""
        if rule.downgrade_to is not None:
            yield "downgrade_to", rule.downgrade_to
        elif self.its.kind == "index":
            yield "percent_points", points(entry.amount_pt)
        if rule.valid == "until corrected" or rule.repair is not None:
            yield "until_corrected", True
        if rule.tally is not None:
            yield "tally", self.regime.tallies[rule.tally].title
            yield "tops_up", rule.from_size is not None or rule.for_each is not None
        yield from self._what_became(entry, rule)
        yield from self._where_from(entry, rule)

    def _what_became(self, entry: _Entry, rule: Rule) -> Iterator[tuple[str, Any]]:
        """Yield what happened to an entry beyond being booked."""
        if entry.event in {Event.BLOCKED, Event.REFUSED}:
            yield entry.event.name.lower(), self.asked.iso(entry.booked_d)
        elif self._is_doubled(entry, rule):
            yield "doubled", True
        if entry.gone_d != NO_END_D:
            yield entry.gone_by.name.lower(), self.asked.iso(entry.gone_d)
        if entry.in_place_of is not None:
            yield "in_place_of", self.rules[entry.in_place_of][0]

    def _is_doubled(self, entry: _Entry, rule: Rule) -> bool:
        base_pt = self._base_pt(entry, rule)
        return bool(base_pt) and rule.tally is None and entry.amount_pt == 2 * base_pt

    def _base_pt(self, entry: _Entry, rule: Rule) -> int:
        """Return what an entry costs or earns without doubling."""
        if rule.points_by is None:
            return rule.points_pt or 0
        if entry.category < 0:
            return 0
        streams, conducts = self.asked.setting.tables.seen, list(self.asked.setting.world.conduct.values())
        conduct = conducts[int(streams.conduct_ix[entry.category])]
        return rule.points_by.get(severities(conduct)[int(streams.severity_ix[entry.category])], 0)

    def _where_from(self, entry: _Entry, rule: Rule) -> Iterator[tuple[str, Any]]:
        """Yield on whose conduct an entry rests, and from which other account it comes."""
        code, home = self.rules[entry.code][0], self.regime.instrument_of(rule)
        if home != self.name:
            yield "taken_over_from", self.regime.instruments[home].title
        fed = [feed.instrument for feed in self.regime.feeds.values() if code in feed.books.values()]
        if fed:
            yield "fed_by", self.regime.instruments[fed[0]].title
        doer = place_of(entry.doer, len(self.asked.community.sex))
        if doer != self.asked.holder:
            yield "doer", public_id(self.asked.community.number, len(self.asked.community.sex), doer)
            yield "doer_is", _relation(self.asked.community, doer, self.asked.holder)


def place_of(doer: int, residents_n: int) -> int:
    """Return where a doer stands in the arrays; draws number organisations apart."""
    return doer if doer < FIRST_ORGANISATION else doer - FIRST_ORGANISATION + residents_n


def _relation(community: Community, doer: int, holder: int) -> str:
    """Say what the doer of an act is to whom it is booked on."""
    if doer >= len(community.sex):
        return "organisation"
    if holder < len(community.sex):
        if community.spouse_ix[doer] == holder:
            return "spouse"
        if holder in community.parent_ix[:, doer]:
            return "child"
    return "household"


def _last_counting(entries: list[_Entry], row: _Entry) -> _Entry:
    """Find the entry that a row of the ledger takes off."""
    booked = (e for e in reversed(entries) if e.event is Event.BOOKED and e.gone_d == NO_END_D)
    return next(entry for entry in booked if entry.key == row.key)
