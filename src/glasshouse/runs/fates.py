"""An act comes in, what became of the record of each provider who saw it goes out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from glasshouse.engine.columns import NOBODY, Kind, Person
from glasshouse.engine.rows import rule_sees
from glasshouse.law.schema import Regime, Rule
from glasshouse.runs.asked import Asked
from glasshouse.runs.kernel_fates import draw_fates
from glasshouse.runs.setting import Setting


class Fate(NamedTuple):
    """What became of a provider's record of an act."""

    provider: str
    kind: Kind
    """`TRUE` if it reached its doer, late or not."""
    whose: int
    """Place of whom it was taken to be about; -1 for nobody here."""
    is_twice: bool

    @property
    def word(self) -> str:
        """The kind in a word."""
        return self.kind.name.lower()


class Reporters:
    """Who reports what under a law; each question is answered once."""

    def __init__(self, regime: Regime) -> None:
        self._providers = regime.providers
        self.of_law = cache(self._of_law)
        self._rules = defaultdict[tuple[str | None, str | None], list[Rule]](list)
        for rule in regime.rules.values():
            self._rules[rule.conduct, rule.provider].append(rule)

    def _of_law(self, conduct: str, severity: str, provider: str) -> bool:
        """Return whether what a provider saw is recorded: it has a rule, and its database is linked."""
        role = self._providers.get(provider)
        is_linked = role is not None and role.linked
        rules = self._rules[conduct, provider]
        return is_linked and any(rule_sees(rule, conduct, severity, provider) for rule in rules)


def reporters_of(setting: Setting) -> Reporters:
    """Return who reports what under the setting's law."""
    return Reporters(setting.regime)


def seers(asked: Asked, act: Sequence[int]) -> list[str]:
    """Return who saw an act, a row as `ACT_FIELDS` say; nobody saw what nobody could record."""
    _, _, _, category, is_seen, *_ = act
    if not is_seen:
        return []
    streams = asked.setting.tables.seen
    conduct = list(asked.setting.world.conduct.values())[int(streams.conduct_ix[category])]
    mask = int(streams.seen_by[category])
    return [name for slot, name in enumerate(conduct.seen_by) if mask >> slot & 1]


def fates_of(asked: Asked, act: Sequence[int], reporters: Reporters) -> list[Fate]:
    """Return what became of each record of an act, a row as `ACT_FIELDS` say, in the order of providers."""
    doer, number, _, category, is_seen, *_ = act
    if not is_seen:
        return []
    conduct, severity = asked.about(category)
    slots = list(asked.setting.world.conduct[conduct].seen_by)
    names = [each for each in seers(asked, act) if reporters.of_law(conduct, severity, each)]
    providers = list(asked.setting.world.providers)
    rows = [(providers.index(each), slots.index(each), doer, number) for each in names]
    return list(_drawn(asked, names, rows))


def _drawn(asked: Asked, names: list[str], rows: list[tuple[int, int, int, int]]) -> Iterator[Fate]:
    records = np.array(rows, dtype=np.int64).reshape(len(rows), 4)
    found = np.full((len(rows), 3), NOBODY, dtype=np.int64)
    mistakes, person = asked.setting.tables.law.mistakes, asked.life.state.person
    draw_fates(
        np.uint64(asked.seed), asked.community.number, person, asked.kin, mistakes.reporting,
        mistakes.in_household_q16, np.ascontiguousarray(person[:, Person.ID]), records, found,
    )  # fmt: skip
    for name, (whose, kind, again) in zip(names, found.tolist(), strict=True):
        yield Fate(name, Kind(kind), whose, again != NOBODY)
