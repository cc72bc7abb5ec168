"""A world comes in, the faults of its attributes and their margins go out."""

from collections.abc import Iterator
from itertools import combinations

from glasshouse.people.checks.faults import Fault
from glasshouse.people.population import Attribute, Margin
from glasshouse.people.world import World

ROUNDING = 1e-6
"""How far from 1 shares written as decimals may sum."""
OLDEST_Y = 120


def attribute_of_two_kinds(world: World) -> Iterator[Fault]:
    """An attribute that is neither the community's nor dealt to everybody, or both."""
    strata = tuple(world.population.communities.strata)
    for name, spec in world.attributes.items():
        path = f"attributes.{name}"
        if spec.of_community and (spec.margins or spec.otherwise or spec.in_couples or spec.shape):
            fact = f"`{name}` is of the community, and dealt to residents too"
            yield Fault(path, "W141", fact, "leave out `margins`, `shape`, `otherwise` and `in_couples`")
        elif spec.of_community and set(spec.levels) != set(strata):
            fact = "the levels of an attribute of the community are not the strata"
            yield Fault(f"{path}.levels", "W141", fact, f"write [{', '.join(strata)}]")
        elif not spec.of_community and spec.otherwise is None and not _covers_everybody(spec):
            fact = f"some residents have no level of `{name}`"
            remedy = "let the margins cover every age of both sexes, or give `otherwise`"
            yield Fault(path, "W141", fact, remedy)


def margin_without_table(world: World) -> Iterator[Fault]:
    """A margin with no table, with two, or with a `rest` that its table has no use for."""
    for path, _, margin in _margins(world):
        given = [key for key in ("counts", "shares", "sample") if getattr(margin, key) is not None]
        if len(given) != 1:
            remedy = "give one of `counts`, `shares` and `sample`"
            yield Fault(path, "W142", f"a margin has {len(given)} tables", remedy)
        elif margin.rest is not None and margin.counts is None:
            fact = "`rest` stands beside a table that covers everybody"
            yield Fault(f"{path}.rest", "W142", fact, "remove it; only `counts` leave a rest")


def shares_that_do_not_sum_to_one(world: World) -> Iterator[Fault]:
    """Shares of a margin that leave somebody out, or count somebody twice."""
    for path, _, margin in _margins(world):
        if margin.shares is not None and abs(sum(margin.shares.values()) - 1) > ROUNDING:
            fact = f"the shares sum to {sum(margin.shares.values()):.6g}"
            yield Fault(f"{path}.shares", "W143", fact, "make them sum to 1")


def margins_that_overlap(world: World) -> Iterator[Fault]:
    """Two margins of one attribute that hold for the same residents."""
    for name, spec in world.attributes.items():
        for (first, one), (second, other) in combinations(enumerate(spec.margins), 2):
            same_sex = one.sex is None or other.sex is None or one.sex == other.sex
            if same_sex and one.from_age <= other.to_age and other.from_age <= one.to_age:
                fact = f"margins {first + 1} and {second + 1} hold for some of the same residents"
                path = f"attributes.{name}.margins.{second}"
                yield Fault(path, "W144", fact, "give each its own sex or ages")


def margin_without_cut(world: World) -> Iterator[Fault]:
    """A margin that begins or ends inside an age group."""
    population = world.population
    lows = {*population.age_sex.ages, *(cut.at_age for cut in population.cuts)}
    for path, _, margin in _margins(world):
        for key, age in (("from_age", margin.from_age), ("to_age", margin.to_age + 1)):
            if age not in lows and age <= OLDEST_Y:
                fact = f"the margin parts an age group at {age}"
                remedy = f"add a cut at {age}, or use the limits of a group"
                yield Fault(f"{path}.{key}", "W145", fact, remedy)


def counts_beyond_group(world: World) -> Iterator[Fault]:
    """Counts of a margin that are more, or without `rest` other, than the residents it is for."""
    table = world.population.age_sex
    for path, _, margin in _margins(world):
        if margin.counts is None or margin.from_age > 0 or margin.to_age < OLDEST_Y:
            continue
        columns = (table.male, table.female) if margin.sex is None else (getattr(table, margin.sex),)
        group_n = sum(sum(column) for column in columns)
        told_n = sum(margin.counts.values())
        if told_n > group_n or (margin.rest is None and told_n != group_n):
            fact = f"the counts sum to {told_n:,}, and the group has {group_n:,}"
            yield Fault(f"{path}.counts", "W146", fact, "make them agree, or name the level of the `rest`")


def _margins(world: World) -> Iterator[tuple[str, Attribute, Margin]]:
    for name, spec in world.attributes.items():
        for ix, margin in enumerate(spec.margins):
            yield f"attributes.{name}.margins.{ix}", spec, margin


def _covers_everybody(spec: Attribute) -> bool:
    """Say whether the margins leave no age of either sex out."""
    for sex in ("male", "female"):
        age = 0
        for margin in sorted(spec.margins, key=lambda each: each.from_age):
            if margin.sex in (None, sex) and margin.from_age <= age:
                age = max(age, margin.to_age + 1)
        if age <= OLDEST_Y:
            return False
    return True
