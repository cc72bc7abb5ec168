"""A World comes in, rates by domain and cell go out: of acts that somebody sees, and of false records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property

from glasshouse.people.conduct import Conduct
from glasshouse.people.world import World
from reference.ratios import false_shares
from reference.thresholds import Category, Choice, Levels, bounded_rate, shares, yearly_rate


class DomainRates:
    """Rates at frailty 1 of a domain's categories in one cell."""

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


@dataclass(slots=True)
class CellRates:
    """Rates of one stream, worked out once for each cell."""

    world: World
    rate_of: Callable[[Conduct, Levels], Fraction]
    """Of a conduct in a cell."""
    shares_of: Callable[[str], dict[Category, Fraction]]
    """The categories of a conduct, by its name."""
    _used: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """By domain, what its rates differ by."""
    _shares: dict[str, dict[Category, Fraction]] = field(default_factory=dict[str, dict[Category, Fraction]])
    _rates: dict[tuple[str, ...], DomainRates] = field(default_factory=dict[tuple[str, ...], DomainRates])

    def of(self, domain: str, levels: Mapping[str, str]) -> DomainRates:
        """Return the rates of a domain at these levels, by category, in the order of the world."""
        if domain not in self._used:
            its = {name: its for name, its in self.world.conduct.items() if its.domain == domain}
            self._used[domain] = {dimension for conduct in its.values() for dimension in conduct.by}
            self._shares.update((name, self.shares_of(name)) for name in its)
        key = domain, *(levels[name] for name in sorted(self._used[domain]))
        if key not in self._rates:
            self._rates[key] = DomainRates(
                {
                    category: rate * share
                    for name, conduct in self.world.conduct.items()
                    if conduct.domain == domain
                    for rate in [self.rate_of(conduct, levels)]
                    for category, share in self._shares[name].items()
                }
            )
        return self._rates[key]


class Rates:
    """The rates of a world; several communities may share them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._seen = CellRates(world, bounded_rate, lambda name: shares(name, world.conduct[name]))
        self._false = CellRates(world, yearly_rate, lambda name: false_shares(world, name))

    def of(self, domain: str, levels: Mapping[str, str]) -> DomainRates:
        """Return how many acts a year holds at most that somebody sees, by category."""
        return self._seen.of(domain, levels)

    def of_false(self, domain: str, levels: Mapping[str, str]) -> DomainRates:
        """Return how many false records a year holds at most, by category."""
        return self._false.of(domain, levels)
