"""An entry comes in, its line on a slip goes out: the rule, the source, the days, and what became of it."""

from collections.abc import Iterator
from typing import Any

from glasshouse.engine.columns import Event, Kind, kind_word
from glasshouse.engine.spans import NO_END_D
from glasshouse.law.schema import Regime, Rule
from glasshouse.runs.asked import Asked, place_of, relation
from glasshouse.runs.entries import Entry
from glasshouse.units import points


class Liner:
    """Writes the lines of one account on one day."""

    def __init__(self, asked: Asked, instrument_ix: int, at_d: int) -> None:
        self.asked, self.at_d = asked, at_d
        self.regime: Regime = asked.setting.regime
        self.name = list(self.regime.instruments)[instrument_ix]
        self.its = self.regime.instruments[self.name]
        self.rules = list(self.regime.rules.items())

    def line(self, entry: Entry, twin: Entry | None = None) -> dict[str, Any]:
        """Write a line.

        Args:
            entry: What came to the file.
            twin: The same entry on the truthful file, if this is the official one and it is there.
        """
        code, rule = self.rules[entry.code]
        line: dict[str, Any] = {
            "kind": "entry",
            "points": points(self.share_pt(entry)) if rule.downgrade_to is None else 0,
            "rule": code,
            **source_of(self.regime, code),
            "act": f"{entry.act}",
            "day": self.asked.iso(entry.act_d),
            "booked": self.asked.iso(entry.booked_d),
            "until": self._day(entry.until_d),
            "cause": entry.kind.name.lower(),
            "counts": entry.counts(self.at_d),
        }
        return line | dict(self._circumstances(entry, rule, twin))

    def share_pt(self, entry: Entry) -> int:
        """Return what an entry adds to the score; of an index, its dimension's part."""
        rule = self.rules[entry.code][1]
        if self.its.kind != "index" or rule.dimension is None:
            return entry.amount_pt
        assert self.its.ceiling_pt is not None
        weight = self.its.dimensions[rule.dimension].weight
        return (self.its.ceiling_pt - self.its.floor_pt) * weight * entry.amount_pt // 100_000

    def is_past(self, entry: Entry, twin: Entry | None) -> bool:
        """Return whether an entry is on a file past its end, or past its repair."""
        is_due = entry.until_d <= self.at_d or (twin is not None and twin.gone_by is Event.REPAIRED)
        return is_due and entry.is_on(self.at_d)

    def _day(self, day: int) -> str | None:
        return None if day >= NO_END_D else self.asked.iso(day)

    def _circumstances(self, entry: Entry, rule: Rule, twin: Entry | None) -> Iterator[tuple[str, Any]]:
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
        yield from self._remedies(entry)
        if self.is_past(entry, twin):
            yield "outstays", True
        elif entry.is_booked and entry.stale_d and entry.status(self.at_d) == "expired":
            yield "outstayed", self.asked.iso(entry.off_d)
        yield from self._where_from(entry)

    def _what_became(self, entry: Entry, rule: Rule) -> Iterator[tuple[str, Any]]:
        """Yield what happened to an entry beyond being booked."""
        if not entry.is_booked:
            yield entry.event.name.lower(), self.asked.iso(entry.booked_d)
        elif self._is_doubled(entry, rule):
            yield "doubled", True
        if entry.gone_d != NO_END_D:
            yield entry.gone_by.name.lower(), self.asked.iso(entry.gone_d)
        if entry.in_place_of is not None:
            yield "in_place_of", self.rules[entry.in_place_of][0]

    def _remedies(self, entry: Entry) -> Iterator[tuple[str, Any]]:
        """Yield what was objected and decided."""
        if entry.objected_d is not None:
            yield "objected", self.asked.iso(entry.objected_d)
        if entry.rejected_d:
            yield "rejected", [self.asked.iso(day) for day in entry.rejected_d]
        if entry.is_suspended:
            yield "suspended", True
        if entry.recharged_d is not None:
            yield "recharged", self.asked.iso(entry.recharged_d)

    def _is_doubled(self, entry: Entry, rule: Rule) -> bool:
        base_pt = self._base_pt(entry, rule)
        return bool(base_pt) and rule.tally is None and entry.amount_pt == 2 * base_pt

    def _base_pt(self, entry: Entry, rule: Rule) -> int:
        """Return what an entry costs or earns without doubling."""
        if rule.points_by is None:
            return rule.points_pt or 0
        return 0 if entry.category < 0 else rule.points_by.get(self.asked.about(entry.category)[1], 0)

    def _where_from(self, entry: Entry) -> Iterator[tuple[str, Any]]:
        """Yield on whose conduct an entry rests, and from which other account it comes."""
        code, rule = self.rules[entry.code]
        home = self.regime.instrument_of(rule)
        if home != self.name:
            yield "taken_over_from", self.regime.instruments[home].title
        fed = [feed.instrument for feed in self.regime.feeds.values() if code in feed.books.values()]
        if fed:
            yield "fed_by", self.regime.instruments[fed[0]].title
        community = self.asked.community
        doer = place_of(entry.doer, len(community.sex))
        if doer != self.asked.holder:
            yield "doer", self.asked.id_of(doer)
            yield "doer_is", relation(community, doer, self.asked.holder, entry.kind)
            yield from self._taken_for(entry.kind, doer)

    def _taken_for(self, kind: Kind, doer: int) -> Iterator[tuple[str, Any]]:
        """Yield whom the doer was taken for, if the holder answers for that person."""
        community = self.asked.community
        ties = {
            Kind.NAMESAKE: community.namesake_ix,
            Kind.HOUSEMATE: community.housemate_ix,
            Kind.NEIGHBOUR: community.neighbour_ix,
        }
        if kind_word(kind) == "wrong-person" and kind in ties and doer < len(community.sex):
            whom = int(ties[kind][doer])
            if whom != self.asked.holder:
                yield "taken_for", self.asked.id_of(whom)


def source_of(regime: Regime, code: str) -> dict[str, Any]:
    """Say of a rule what it is called, who reports, and where it stands."""
    rule = regime.rules[code]
    place, reference = regime.places.get(f"rules.{code}"), regime.sources.get(rule.source)
    return {
        "title": rule.title,
        "article": rule.article,
        "source": rule.source,
        "source_kind": reference.kind if reference else rule.source,
        "place": f"{place.file}:{place.line}" if place else None,
        "provider": rule.provider,
    }
