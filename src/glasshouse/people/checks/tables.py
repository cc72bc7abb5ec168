"""A world comes in, the faults of its tables of residents go out."""

from collections.abc import Iterator
from itertools import pairwise

from glasshouse.people.checks.faults import Fault
from glasshouse.people.population import SEXES, AgeSexTable, Population
from glasshouse.people.world import World

SMALLEST_CELL_N = 10
"""A table all of whose cells are below this describes persons and not a place."""
_TABLE = "population.age_sex"


def ages_out_of_order(world: World) -> Iterator[Fault]:
    """Age groups that do not begin at 0, or do not rise."""
    ages = world.population.age_sex.ages
    if ages[0] != 0 or not _rises(ages):
        fact = "the ages do not rise from 0"
        yield Fault(f"{_TABLE}.ages", "W121", fact, "write 0 first, then rising ages")
    if not _rises(world.age_groups):
        yield Fault("age_groups", "W121", "the ages do not rise", "write them in rising order, each once")


def columns_of_other_length(world: World) -> Iterator[Fault]:
    """A column of counts that is shorter or longer than the column of ages."""
    table = world.population.age_sex
    for sex in SEXES:
        if len(getattr(table, sex)) != len(table.ages):
            fact = f"{len(getattr(table, sex))} counts stand for {len(table.ages)} ages"
            yield Fault(f"{_TABLE}.{sex}", "W122", fact, "give one count for each age group")


def cut_outside_group(world: World) -> Iterator[Fault]:
    """A cut at an age where no group can be cut, or with more people below it than the group has."""
    table = world.population.age_sex
    for ix, cut in enumerate(world.population.cuts):
        path = f"population.cuts.{ix}"
        if cut.at_age in table.ages or not table.ages[0] < cut.at_age < table.ages[-1]:
            fact = f"no age group can be cut at {cut.at_age}"
            yield Fault(f"{path}.at_age", "W123", fact, "cut inside a group, and not inside the open one")
            continue
        below = max(at for at, age in enumerate(table.ages) if age < cut.at_age)
        for sex in SEXES:
            told, counts = getattr(cut, f"{sex}_below"), getattr(table, sex)
            if told is not None and below < len(counts) and told > counts[below]:
                fact = f"{told} below the cut are more than the {counts[below]} of the group"
                yield Fault(f"{path}.{sex}_below", "W123", fact, "give those of the group below the age")


def totals_that_do_not_agree(world: World) -> Iterator[Fault]:
    """Tables of one population that have different totals."""
    population = world.population
    for path, name, total in _totals(population):
        if total != population.counted_n:
            fact = f"{name} sum to {total:,}, and {population.counted_n:,} residents are counted"
            yield Fault(path, "W124", fact, "make the totals agree")


def cells_of_single_persons(world: World) -> Iterator[Fault]:
    """A table of age and sex so fine that it could be a list of people: nobody here is real."""
    table = world.population.age_sex
    largest = max((*table.male, *table.female), default=0)
    if largest < SMALLEST_CELL_N:
        fact = f"no cell counts more than {largest} residents"
        remedy = f"give a place large enough that some age group has {SMALLEST_CELL_N} residents of a sex"
        yield Fault(_TABLE, "W150", fact, f"{remedy}; Glasshouse reads aggregate figures, never persons")


def _totals(population: Population) -> Iterator[tuple[str, str, int]]:
    yield _TABLE, "age and sex", _people(population.age_sex)
    strata = population.communities.strata.values()
    yield "population.communities.strata", "the strata", sum(each.residents.value for each in strata)
    members_n = sum(each.count * len(each.roles) for each in population.households.values())
    yield "population.households", "the members of households", members_n


def _people(table: AgeSexTable) -> int:
    return sum(table.male) + sum(table.female)


def _rises(ages: tuple[int, ...]) -> bool:
    return all(low < high for low, high in pairwise(ages))
