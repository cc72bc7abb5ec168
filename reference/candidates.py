"""A resident and a month come in, candidate acts go out: what could happen, whatever the law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction

from glasshouse.people.world import World
from reference import draws
from reference.calendar import MONTHS_PER_YEAR, Calendar
from reference.people import ADULT_Y, Resident
from reference.thresholds import Category, category_of, delay_d, frailty, poisson_count, rates

DOMAINS_PER_DRAW = draws.WORDS
MOST_DOMAINS = 16
CANDIDATES_PER_MONTH = 64
"""Numbers set aside for the candidates of one month and domain; nobody has more."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act that happens unless a response prevents it."""

    act: int
    day: int
    what: Category
    acceptance: int
    """The word that is held against the response."""


@dataclass(slots=True)
class DomainRates:
    """Monthly rates at frailty 1 of a domain's categories in one cell, and their sum."""

    by_category: dict[Category, Fraction]
    total: Decimal


@dataclass(slots=True)
class Chance:
    """Where all that may happen in one community comes from."""

    world: World
    seed: int
    community: int
    _used: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    _rates: dict[tuple[str, frozenset[tuple[str, str]]], DomainRates] = field(
        default_factory=dict[tuple[str, frozenset[tuple[str, str]]], DomainRates]
    )

    @property
    def calendar(self) -> Calendar:
        """The days of the world."""
        return Calendar(self.world.year)

    def draw(self, purpose: int, resident: Resident, index: int) -> draws.Words:
        """Return the words of one draw about a resident."""
        return draws.draw(self.seed, purpose, self.community, resident.ix, index)

    def candidates(self, resident: Resident, month: int) -> Iterator[Candidate]:
        """Yield the acts of a month that somebody would record; before the 18th birthday there are none."""
        levels = resident.rate_levels(self.calendar, self.world, month // MONTHS_PER_YEAR)
        if levels is None:
            return
        adult_day = resident.birthday(self.calendar, ADULT_Y)
        blocks = MOST_DOMAINS // DOMAINS_PER_DRAW
        for domain_ix, domain in enumerate(self.world.domains):
            block, word_ix = divmod(domain_ix, DOMAINS_PER_DRAW)
            word = self.draw(draws.MONTH, resident, month * blocks + block)[word_ix]
            its = self.rates(domain, levels)
            multipliers = frailty(self.world.domains[domain].frailty_k.value)
            mean = its.total * multipliers[resident.frailty_levels[domain]]
            for number in range(min(CANDIDATES_PER_MONTH, poisson_count(mean, word))):
                act = (month * MOST_DOMAINS + domain_ix) * CANDIDATES_PER_MONTH + number
                candidate = self._candidate(resident, month, act, its)
                if candidate.day >= adult_day:
                    yield candidate

    def delay_d(self, resident: Resident, candidate: Candidate, provider: str) -> int:
        """Return how many days after the act a provider's record is booked."""
        slot = list(self.world.conduct[candidate.what.conduct].seen_by).index(provider)
        quantile = self.draw(draws.DELAY, resident, candidate.act)[slot] >> 22
        return delay_d(self.world.providers[provider], quantile)

    def rates(self, domain: str, levels: Mapping[str, str]) -> DomainRates:
        """Return the rates of a domain, worked out once for each cell."""
        if domain not in self._used:
            conducts = [its for its in self.world.conduct.values() if its.domain == domain]
            self._used[domain] = {name for its in conducts for name in its.by}
        key = domain, frozenset((name, levels[name]) for name in self._used[domain])
        if key not in self._rates:
            by_category = rates(self.world, domain, levels)
            total = sum(by_category.values(), Fraction(0))
            with localcontext() as context:
                context.prec = 50
                self._rates[key] = DomainRates(by_category, Decimal(total.numerator) / total.denominator)
        return self._rates[key]

    def _candidate(self, resident: Resident, month: int, act: int, its: DomainRates) -> Candidate:
        which, when, acceptance, _ = self.draw(draws.CANDIDATE, resident, act)
        day_of_month = when * self.calendar.days_in_month(month) >> 32
        day = self.calendar.month_starts(month) + day_of_month
        return Candidate(act, day, category_of(its.by_category, which), acceptance)
