"""A holder, an account and a day come in; what each rule of the law came to for them goes out, as nodes.

A node is a rule and a record under it, on one file or both; or a rule and what the holder did that did not
lead to one; or a rule whose conduct the holder did not do at all.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from glasshouse.engine.columns import NOBODY, OFFICIAL, TRUTHFUL, Event, Kind, kind_word
from glasshouse.engine.fields import TARGETS
from glasshouse.engine.rows import is_charge, rows_of
from glasshouse.law.schema import Rule
from glasshouse.law.shorts import amount_of
from glasshouse.runs.asked import FIELD, Asked, place_of
from glasshouse.runs.deeds import named
from glasshouse.runs.entries import Entry, Key, entries_of, later_rows
from glasshouse.runs.fates import Fate, fates_of, reporters_of, seers
from glasshouse.runs.slip_lines import Liner, source_of

Json = dict[str, Any]
Act = Sequence[int]


class Trail:
    """What the rules came to for one holder on one account until a day."""

    def __init__(self, asked: Asked, instrument_ix: int, at_d: int) -> None:
        self.asked, self.instrument_ix, self.at_d = asked, instrument_ix, at_d
        self.liner = Liner(asked, instrument_ix, at_d)
        self.official = entries_of(asked, instrument_ix, OFFICIAL, at_d)
        self.truthful = entries_of(asked, instrument_ix, TRUTHFUL, at_d)
        self.on_official: dict[Key, Entry] = {each.key: each for each in self.official}
        self.on_truthful: dict[Key, Entry] = {each.key: each for each in self.truthful}
        self._reporters = reporters_of(asked.setting)

    def nodes(self) -> Iterator[Json]:
        """Yield a node for each record, then for each rule that was not met, then for all others."""
        for entry in self.official:
            yield self.node(entry)
        for entry in self.truthful:
            if entry.key not in self.on_official:
                yield self.missing_node(entry)
        for code, rule in self.rules.items():
            yield from self._not_met(code, rule)

    def node(self, entry: Entry) -> Json:
        """Write the node of a record on the official file."""
        twin = self.on_truthful.get(entry.key)
        return {
            **self._rule_part(entry.code),
            "status": entry.status(self.at_d),
            "official": self._line(entry, twin),
            "truthful": None if twin is None else self._line(twin),
        }

    def missing_node(self, entry: Entry) -> Json:
        """Write the node of a record that the truthful file has and the official one lacks."""
        status, more = self._why_absent(entry)
        line = self._line(entry)
        return {
            **self._rule_part(entry.code), "status": status, "official": None, "truthful": line, **more,
        }  # fmt: skip

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules that book on this account."""
        regime = self.asked.setting.regime
        codes = dict.fromkeys(row.code for row in rows_of(regime) if row.instrument == self.liner.name)
        return {code: regime.rules[code] for code in codes}

    def is_charge(self, entry: Entry) -> bool:
        """Return whether a record lowers the standing of its holder."""
        regime, code = self.asked.setting.regime, self.liner.rules[entry.code][0]
        rows = [row for row in rows_of(regime) if (row.code, row.instrument) == (code, self.liner.name)]
        return any(is_charge(regime, row) for row in rows)

    def _line(self, entry: Entry, twin: Entry | None = None) -> Json:
        return {**self.liner.line(entry, twin), "status": entry.status(self.at_d)}

    def _rule_part(self, code: int | str) -> Json:
        name = code if isinstance(code, str) else self.liner.rules[code][0]
        regime = self.asked.setting.regime
        by_law = amount_of(regime, regime.rules[name])
        return {"rule": name, **source_of(regime, name), "by_law": by_law}

    def _why_absent(self, entry: Entry) -> tuple[str, Json]:
        """Say why the official file lacks what the truthful one has."""
        for row in later_rows(self.asked, self.instrument_ix, OFFICIAL, self.at_d):
            if Entry(row).key == entry.key:
                return "on-its-way", {"arrives": self.asked.iso(row[FIELD["booked_d"]])}
        fate = self._fate(entry)
        if fate is not None and fate.kind is not Kind.TRUE:
            return self._fated(fate)
        same_act = [its for its in self.official if (its.act, its.doer) == (entry.act, entry.doer)]
        is_corrected = any(its.gone_by is Event.CORRECTED for its in same_act)
        return ("corrected" if is_corrected else "not-booked"), {}

    def _fated(self, fate: Fate) -> tuple[str, Json]:
        """Say in a word what became of a record instead."""
        if kind_word(fate.kind) == "wrong-person" and fate.whose != NOBODY:
            return "with-another", {"went_to": self.asked.id_of(fate.whose), "taken_as": fate.word}
        return fate.word, {}

    def _fate(self, entry: Entry) -> Fate | None:
        """Return what became of the record behind a truthful entry; None where no act is behind it."""
        doer = place_of(entry.doer, len(self.asked.community.sex))
        act = next((act for act in self.asked.acts_of(doer) if act[1] == entry.act and act[4]), None)
        if act is None:
            return None
        fates = fates_of(self.asked, act, self._reporters)
        rule = self.liner.rules[entry.code][1]
        mine = [fate for fate in fates if fate.provider == rule.provider]
        # What another rule books, or what follows it, came of that rule's provider.
        others = [fate for fate in fates if fate.kind is not Kind.TRUE]
        return next(iter(mine or others), None)

    @cached_property
    def _deeds(self) -> dict[str, list[Act]]:
        """What the holder did until the day, by conduct."""
        found: dict[str, list[Act]] = defaultdict(list)
        for act in self.asked.acts_of(self.asked.holder):
            if act[2] <= self.at_d:
                found[named(self.asked, act)[0]].append(act)
        return found

    def _not_met(self, code: str, rule: Rule) -> Iterator[Json]:
        """Yield a node for each reason for which what the holder did led to no record under a rule."""
        place = next(ix for ix, (name, _) in enumerate(self.liner.rules) if name == code)
        booked = {(its.act, its.doer) for its in (*self.official, *self.truthful) if its.code == place}
        found: dict[str, list[Act]] = defaultdict(list)
        for act in self._deeds.get(rule.conduct or "", ()):
            if (act[1], self.asked.holder) not in booked or not act[4]:
                found[self._reason(rule, act)].append(act)
        for status, acts in found.items():
            days = [self.asked.iso(act[2]) for act in acts]
            yield {**self._rule_part(code), "status": status, "acts": len(acts), "days": days}
        if not found and not any(its.code == place for its in (*self.official, *self.truthful)):
            yield {**self._rule_part(code), "status": "no-act"}

    def _reason(self, rule: Rule, act: Act) -> str:
        """Say why an act of a rule's conduct led to no record under it."""
        severity = named(self.asked, act)[1]
        wanted = rule.severity if rule.points_by is None else tuple(rule.points_by)
        seen_by = seers(self.asked, act)
        if wanted is not None and severity not in wanted:
            return "other-severity"
        if rule.provider not in seen_by:
            return "seen-by-another" if seen_by else "unseen"
        fates = [f for f in fates_of(self.asked, act, self._reporters) if f.provider == rule.provider]
        if not fates:
            return "unlinked"
        return self._unbooked(rule) if fates[0].kind is Kind.TRUE else self._fated(fates[0])[0]

    def _unbooked(self, rule: Rule) -> str:
        """Say why a record that went the right way led to no entry of the holder."""
        targets = [target for relation in rule.booked_on for target in TARGETS[relation]]
        if self.asked.holder not in self.asked.kin[targets, self.asked.holder].tolist():
            return "on-another"
        is_scaled = rule.from_size is not None or rule.for_each is not None
        return "not-enough" if is_scaled else "not-booked"
