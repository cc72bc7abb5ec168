"""A person comes in, candidate acts go out: what could happen, whatever the law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property

from glasshouse.people.world import World
from reference import draws
from reference.calendar import MONTHS_PER_YEAR, NEVER, Calendar
from reference.people import Organisation, Person
from reference.thresholds import (
    Category,
    Choice,
    delay_d,
    frailty,
    monthly_rate,
    poisson_count,
    poisson_thresholds,
    shares,
    span_d,
)

DOMAINS_PER_DRAW = draws.WORDS
MOST_DOMAINS = 16
CANDIDATES_PER_MONTH = 64
"""Numbers set aside for the candidates of one month and domain; nobody has more."""
QUANTILE_BITS = 22
"""The ten highest bits of a word are one of 1,024 quantiles."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act that happens unless a response prevents it."""

    act: int
    day: int
    what: Category
    acceptance: int
    """The word that is held against the response."""


class DomainRates:
    """Monthly rates at frailty 1 of a domain's categories in one cell."""

    def __init__(self, by_category: dict[Category, Fraction]) -> None:
        self.by_category = by_category

    @cached_property
    def total(self) -> Decimal:
        """Return the sum of the rates."""
        total = sum(self.by_category.values(), Fraction(0))
        with localcontext() as context:
            context.prec = 50
            return Decimal(total.numerator) / total.denominator

    @cached_property
    def choice(self) -> Choice:
        """Return which category a word stands for."""
        return Choice.of(self.by_category)


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of a world, worked out once for each cell; several communities may share them."""

    world: World
    _used: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """By domain, what its rates differ by."""
    _shares: dict[str, dict[Category, Fraction]] = field(default_factory=dict[str, dict[Category, Fraction]])
    """By conduct, the categories that its acts fall into."""
    _rates: dict[tuple[str, ...], DomainRates] = field(default_factory=dict[tuple[str, ...], DomainRates])

    def of(self, domain: str, levels: Mapping[str, str]) -> DomainRates:
        """Return the rates of a domain at these levels, by category, in the order of the world."""
        if domain not in self._used:
            its = {name: its for name, its in self.world.conduct.items() if its.domain == domain}
            self._used[domain] = {dimension for conduct in its.values() for dimension in conduct.by}
            self._shares.update((name, shares(name, conduct)) for name, conduct in its.items())
        key = domain, *(levels[name] for name in sorted(self._used[domain]))
        if key not in self._rates:
            self._rates[key] = DomainRates(
                {
                    category: rate * share
                    for name, conduct in self.world.conduct.items()
                    if conduct.domain == domain
                    for rate in [monthly_rate(conduct, levels)]
                    for category, share in self._shares[name].items()
                }
            )
        return self._rates[key]


@dataclass(slots=True)
class Chance:
    """Where all that may happen in one community comes from."""

    rates: Rates
    seed: int
    community: int
    calendar: Calendar = field(init=False)
    """The days of the world."""

    def __post_init__(self) -> None:
        """Open the calendar of the world."""
        self.calendar = Calendar(self.world.year, self.world.holidays)

    @property
    def world(self) -> World:
        """The world in which it happens."""
        return self.rates.world

    def draw(self, purpose: int, person: Person, index: int) -> draws.Words:
        """Return the words of one draw about a person."""
        return draws.draw(self.seed, purpose, self.community, person.doer, index)

    def candidates(self, person: Person, years: int) -> Iterator[Candidate]:
        """Yield the acts of some years that somebody would record; children do none."""
        blocks = MOST_DOMAINS // DOMAINS_PER_DRAW
        months = MONTHS_PER_YEAR * years
        words = draws.draw_each(self.seed, draws.MONTH, self.community, person.doer, months * blocks)
        first_day = person.first_conduct_day(self.calendar)
        for year in range(years):
            levels = person.rate_levels(self.calendar, self.world, year)
            if levels is None:
                continue
            for domain_ix, its, mean in self._domains(person, levels):
                none_below = poisson_thresholds(mean)[0]
                block, word_ix = divmod(domain_ix, DOMAINS_PER_DRAW)
                rows = slice(
                    MONTHS_PER_YEAR * year * blocks + block, MONTHS_PER_YEAR * (year + 1) * blocks, blocks
                )
                for month, word in enumerate(words[rows, word_ix].tolist(), MONTHS_PER_YEAR * year):
                    if word < none_below:
                        continue
                    for number in range(min(CANDIDATES_PER_MONTH, poisson_count(mean, word))):
                        act = (month * MOST_DOMAINS + domain_ix) * CANDIDATES_PER_MONTH + number
                        candidate = self._candidate(person, month, act, its)
                        if candidate.day >= first_day:
                            yield candidate

    def delay_d(self, person: Person, candidate: Candidate) -> dict[str, int]:
        """Return how many days after the decision on an act each provider's record is ready."""
        words = self.draw(draws.DELAY, person, candidate.act)
        return {
            provider: delay_d(self.world.providers[provider], words[slot] >> QUANTILE_BITS)
            for slot, provider in enumerate(self.world.conduct[candidate.what.conduct].seen_by)
        }

    def span(self, person: Person, candidate: Candidate) -> tuple[int, int]:
        """Return the day on which an act ends, and the one on which the decision on it is final."""
        conduct = self.world.conduct[candidate.what.conduct]
        if conduct.lasts is None and conduct.decided is None:
            return candidate.day, candidate.day
        first, second, _, _ = self.draw(draws.SPAN, person, candidate.act)
        lasts_d = 0 if conduct.lasts is None else span_d(conduct.lasts, first >> QUANTILE_BITS)
        decided_d = 0 if conduct.decided is None else span_d(conduct.decided, second >> QUANTILE_BITS)
        return (
            NEVER if lasts_d is None else candidate.day + lasts_d,
            NEVER if decided_d is None else candidate.day + decided_d,
        )

    def _domains(
        self, person: Person, levels: Mapping[str, str]
    ) -> Iterator[tuple[int, DomainRates, Decimal]]:
        """Yield the domains in which the person does anything: place, rates, and candidates in a month."""
        its_kind = "organisations" if isinstance(person, Organisation) else "residents"
        for domain_ix, (name, domain) in enumerate(self.world.domains.items()):
            if domain.of == its_kind:
                its = self.rates.of(name, levels)
                multipliers = frailty(domain.frailty_k.value)
                yield domain_ix, its, its.total * multipliers[person.frailty_levels[name]]

    def _candidate(self, person: Person, month: int, act: int, its: DomainRates) -> Candidate:
        which, when, acceptance, _ = self.draw(draws.CANDIDATE, person, act)
        day_of_month = when * self.calendar.days_in_month(month) >> 32
        day = self.calendar.month_starts(month) + day_of_month
        return Candidate(act, day, its.choice.category_of(which), acceptance)
