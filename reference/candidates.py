"""A person comes in, candidate acts go out: what could happen, whatever the law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from glasshouse.people.world import World
from reference import draws
from reference.calendar import Calendar, after
from reference.people import Organisation, Person, Resident
from reference.rates import DomainRates, Rates
from reference.shares import days_of, quantile_of
from reference.thresholds import Category, delay_d, frailty, poisson_count

DOMAINS_PER_DRAW = draws.WORDS
MOST_DOMAINS = 16
CANDIDATES_PER_YEAR = 12 * 64
"""Numbers set aside for the candidates of one year and domain; nobody has more."""
FIRST_FALSE_ACT = 1 << 24
"""From here on acts are numbered that nobody did."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act that happens unless a response prevents it."""

    act: int
    day: int
    what: Category
    acceptance: int
    """The word that is held against the response."""


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

    def draw(self, purpose: int, doer: int, index: int) -> draws.Words:
        """Return the words of one draw about somebody."""
        return draws.draw(self.seed, purpose, self.community, doer, index)

    def candidates(self, person: Person, years: int) -> Iterator[Candidate]:
        """Yield the acts of some years that somebody would record; children do none."""
        blocks = MOST_DOMAINS // DOMAINS_PER_DRAW
        words = draws.draw_each(self.seed, draws.YEAR, self.community, person.doer, years * blocks)
        first_day = person.first_conduct_day(self.calendar)
        for year in range(years):
            levels = person.rate_levels(self.calendar, self.world, year)
            if levels is None:
                continue
            for domain_ix, its, mean in self._domains(person, levels):
                block, word_ix = divmod(domain_ix, DOMAINS_PER_DRAW)
                count = poisson_count(mean, int(words[year * blocks + block, word_ix]))
                for place in range(min(CANDIDATES_PER_YEAR, count)):
                    act = (year * MOST_DOMAINS + domain_ix) * CANDIDATES_PER_YEAR + place
                    candidate = self._candidate(draws.CANDIDATE, person, year, act, its)
                    if candidate.day >= first_day:
                        yield candidate

    def false_candidates(self, resident: Resident, years: int) -> Iterator[Candidate]:
        """Yield the false records of some years that would come at most; none of them for a child."""
        blocks = MOST_DOMAINS // DOMAINS_PER_DRAW
        words = draws.draw_each(self.seed, draws.FALSE_YEAR, self.community, resident.doer, years * blocks)
        first_day = resident.first_conduct_day(self.calendar)
        for year in range(years):
            levels = resident.rate_levels(self.calendar, self.world, year)
            for domain_ix, (name, domain) in enumerate(self.world.domains.items()):
                if levels is None or domain.of == "organisations":
                    continue
                its = self.rates.of_false(name, levels)
                block, word_ix = divmod(domain_ix, DOMAINS_PER_DRAW)
                count = (
                    poisson_count(its.total, int(words[year * blocks + block, word_ix])) if its.total else 0
                )
                for place in range(min(CANDIDATES_PER_YEAR, count)):
                    act = FIRST_FALSE_ACT + (year * MOST_DOMAINS + domain_ix) * CANDIDATES_PER_YEAR + place
                    candidate = self._candidate(draws.FALSE_RECORD, resident, year, act, its)
                    if candidate.day >= first_day:
                        yield candidate

    def delay_d(self, person: Person, candidate: Candidate) -> dict[str, int]:
        """Return how many days after the decision on an act each provider's record is ready."""
        words = self.draw(draws.DELAY, person.doer, candidate.act)
        return {
            provider: delay_d(self.world.providers[provider], quantile_of(words[slot]))
            for slot, provider in enumerate(self.world.conduct[candidate.what.conduct].seen_by)
        }

    def span(self, person: Person, candidate: Candidate) -> tuple[int, int]:
        """Return the day on which an act ends, and the one on which the decision on it is final."""
        conduct = self.world.conduct[candidate.what.conduct]
        if conduct.lasts is None and conduct.decided is None:
            return candidate.day, candidate.day
        first, second, _, _ = self.draw(draws.SPAN, person.doer, candidate.act)
        return (
            after(candidate.day, days_of(conduct.lasts, first)),
            after(candidate.day, days_of(conduct.decided, second)),
        )

    def _domains(
        self, person: Person, levels: Mapping[str, str]
    ) -> Iterator[tuple[int, DomainRates, Decimal]]:
        """Yield the domains in which the person does anything: place, rates, and candidates in a year."""
        its_kind = "organisations" if isinstance(person, Organisation) else "residents"
        for domain_ix, (name, domain) in enumerate(self.world.domains.items()):
            if domain.of == its_kind:
                its = self.rates.of(name, levels)
                multipliers = frailty(domain.frailty_k.value)
                yield domain_ix, its, its.total * multipliers[person.frailty_levels[name]]

    def _candidate(self, purpose: int, person: Person, year: int, act: int, its: DomainRates) -> Candidate:
        which, when, acceptance, _ = self.draw(purpose, person.doer, act)
        starts, ends = self.calendar.year_starts(year), self.calendar.year_starts(year + 1)
        day = starts + (when * (ends - starts) >> 32)
        return Candidate(act, day, its.choice.category_of(which), acceptance)
