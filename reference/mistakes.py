"""An act and who saw it come in, what the official file hears of it goes out: about whom, as what, when."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from glasshouse.law.schema import ProviderRole, Regime
from glasshouse.people.world import World
from reference import draws
from reference.candidates import Candidate, Chance
from reference.entries import (
    DUPLICATE,
    HOUSEMATE,
    LATE,
    NAMESAKE,
    NEIGHBOUR,
    OFFICIAL,
    TRUE,
    Act,
)
from reference.people import Person, Resident
from reference.ratios import ELSEWHERE, false_ratio, highest_ratio, kept, thin_q8, value, wrong_person
from reference.reports import Way
from reference.shares import (
    ONE_Q8,
    lies_among_highest,
    lies_below,
    low_bits_lie_below,
    quantile_of,
    threshold_of,
    times_q8,
)
from reference.thresholds import delay_d

MOST_PROVIDERS = 4
"""Who see one conduct: draws about a record are numbered by act and by provider."""
SECOND_TIME = 1 << 25
"""Added to the number of an act that has lost its identity."""


@dataclass(frozen=True, slots=True)
class Hearsay:
    """What the official file takes a provider's report to be: whose act, which one, and how it comes."""

    about: Person
    act: Act
    way: Way


@dataclass(slots=True)
class Mistakes:
    """Everything that goes wrong on the way of records, under one law in one world."""

    regime: Regime
    chance: Chance
    _false_thresholds: dict[tuple[str, str, str], int] = field(
        default_factory=dict[tuple[str, str, str], int]
    )
    """By conduct, provider and cause; at a factor of one."""

    @property
    def world(self) -> World:
        """The world in which it happens."""
        return self.chance.world

    def heard(
        self, people: list[Person], doer: Person, act: Act, provider: str, wait_d: int
    ) -> Iterator[Hearsay]:
        """Yield what the official file hears of an act from a provider, who takes so many days."""
        assert act.conduct is not None
        role, errors = self.regime.providers[provider], self.world.errors
        slot = list(self.world.conduct[act.conduct].seen_by).index(provider)
        words = self.chance.draw(draws.RECORD, doer.doer, act.number * MOST_PROVIDERS + slot)
        is_spared = role.discretion and lies_among_highest(words[1], threshold_of(value(errors.spared)))
        if is_spared or lies_below(words[1], self._of(doer, value(errors.missed))):
            return
        about, kind = doer, self._kind_in_time(role, wait_d)
        if isinstance(doer, Resident):
            share = wrong_person(errors, role) * kept(errors, role)
            if lies_below(words[0], self._of(doer, share)):
                ix, kind = self._somebody_else(doer, role, words[3])
                if ix is None:
                    return
                about = people[ix]
        yield Hearsay(about, act, Way(OFFICIAL, wait_d, kind))
        if lies_below(words[2], threshold_of(value(errors.duplicate) * kept(errors, role))):
            later_d = delay_d(self.world.providers[provider], quantile_of(words[3]))
            again = replace(act, number=act.number + SECOND_TIME)
            yield Hearsay(about, again, Way(OFFICIAL, wait_d + later_d, DUPLICATE))

    def is_accepted(self, resident: Resident, candidate: Candidate) -> bool:
        """Whether a false record comes, given what the law says of its provider."""
        what = candidate.what
        role = self.regime.providers.get(what.providers[0])
        if role is None:
            return False
        threshold = self._false_threshold(what.conduct, what.providers[0], what.cause)
        if what.cause == ELSEWHERE:
            if self._has_somebody_else(resident, role):
                return False
            threshold = times_q8(threshold, thin_q8(self.world.errors, resident.levels))
        return lies_below(candidate.acceptance, threshold)

    def _false_threshold(self, conduct: str, provider: str, cause: str) -> int:
        key = conduct, provider, cause
        if key not in self._false_thresholds:
            errors, role = self.world.errors, self.regime.providers[provider]
            ratio = false_ratio(errors, role, cause) * kept(errors, role)
            share = ratio / highest_ratio(self.world, self.world.conduct[conduct], cause)
            self._false_thresholds[key] = threshold_of(share)
        return self._false_thresholds[key]

    def _of(self, doer: Person, share: Fraction) -> int:
        """Return the threshold of a share, raised for a resident with a thin file."""
        factor_q8 = thin_q8(self.world.errors, doer.levels) if isinstance(doer, Resident) else ONE_Q8
        return times_q8(threshold_of(share), factor_q8)

    def _kind_in_time(self, role: ProviderRole, wait_d: int) -> str:
        within_d = role.report_within_d
        return LATE if within_d is not None and wait_d > within_d else TRUE

    def _somebody_else(self, doer: Resident, role: ProviderRole, word: int) -> tuple[int | None, str]:
        """Return whose file a record goes to that finds a wrong one; None where it leaves the community."""
        if role.matched_by == "name":
            return doer.namesake, NAMESAKE
        if role.matched_by != "address":
            return None, ELSEWHERE
        is_inside = low_bits_lie_below(word, value(self.world.errors.in_household))
        if doer.neighbour is None or (is_inside and doer.housemate is not None):
            return doer.housemate, HOUSEMATE
        return doer.neighbour, NEIGHBOUR

    def _has_somebody_else(self, resident: Resident, role: ProviderRole) -> bool:
        """Whether a record about the resident that goes wrong would stay inside the community."""
        if role.matched_by == "name":
            return resident.namesake is not None
        has_near = resident.housemate is not None or resident.neighbour is not None
        return role.matched_by == "address" and has_near
