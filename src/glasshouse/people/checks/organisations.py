"""A world comes in, the faults of its organisations go out."""

from collections.abc import Iterator

from glasshouse.law.wording import did_you_mean
from glasshouse.people.checks.attributes import ROUNDING
from glasshouse.people.checks.faults import Fault
from glasshouse.people.tables import ADULT_Y
from glasshouse.people.world import World


def domain_of_nobody(world: World) -> Iterator[Fault]:
    """A domain of organisations in a world that has none."""
    for name, spec in world.domains.items():
        if spec.of == "organisations" and world.organisations is None:
            fact = f"`{name}` is of organisations, and the world has none"
            yield Fault(f"domains.{name}.of", "W171", fact, "declare `organisations`, or remove `of`")


def forms_that_do_not_sum_to_one(world: World) -> Iterator[Fault]:
    """Forms that leave some organisations out, or count some twice."""
    if world.organisations is not None:
        total = sum(share.value for share in world.organisations.forms.values())
        if abs(total - 1) > ROUNDING:
            fact = f"the shares sum to {total:.6g}"
            yield Fault("organisations.forms", "W143", fact, "make them sum to 1")


def heads_who_are_no_adults(world: World) -> Iterator[Fault]:
    """Ages of heads that hold children, or nobody."""
    if world.organisations is None:
        return
    low, high = world.organisations.head_ages
    if low < ADULT_Y:
        fact = f"somebody of {low} would be at the head of an organisation"
        yield Fault("organisations.head_ages", "W172", fact, f"begin at {ADULT_Y} or later")
    elif low > high:
        fact = f"nobody is at least {low} and at most {high}"
        yield Fault("organisations.head_ages", "W172", fact, "write the lowest age first")


def unknown_mark_of_heads(world: World) -> Iterator[Fault]:
    """An attribute or a level that heads must have, and nobody has."""
    if world.organisations is None:
        return
    for name, wanted in world.organisations.head_has.items():
        path = f"organisations.head_has.{name}"
        attribute = world.attributes.get(name)
        if attribute is None:
            fact, remedy = f"residents have no `{name}`", did_you_mean(name, world.attributes)
            yield Fault(path, "W113", fact, remedy)
            continue
        for ix, level in enumerate(wanted):
            if level not in attribute.levels:
                remedy = did_you_mean(level, attribute.levels)
                yield Fault(f"{path}.{ix}", "W114", f"no level is called `{level}`", remedy)
