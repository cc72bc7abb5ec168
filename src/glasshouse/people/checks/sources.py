"""A world comes in, the values that nothing backs go out."""

from collections.abc import Iterator

from glasshouse.law.values import ASSUMPTION
from glasshouse.law.wording import did_you_mean, listed
from glasshouse.people.checks.faults import Fault
from glasshouse.people.world import World


def unknown_source(world: World) -> Iterator[Fault]:
    """A value that cites a source which the file does not have."""
    for path, value in world.sourced():
        if value.source != ASSUMPTION and value.source not in world.sources:
            remedy = did_you_mean(value.source, {*world.sources, ASSUMPTION})
            yield Fault(f"{path}.source", "W101", f"no source is called `{value.source}`", remedy)


def assumption_without_basis(world: World) -> Iterator[Fault]:
    """An assumption that does not say why, or between which limits."""
    assumed = {ASSUMPTION} | {name for name, each in world.sources.items() if each.kind == ASSUMPTION}
    for path, value in world.sourced():
        if value.source in assumed:
            lacking = [key for key in ("reason", "range") if getattr(value, key) is None]
            if lacking:
                remedy = "say why under `reason`, and between which limits as `range: [least, most]`"
                yield Fault(f"{path}.source", "W102", f"an assumption has no {listed(lacking)}", remedy)


def value_outside_range(world: World) -> Iterator[Fault]:
    """A number that its own range does not hold, or a range that holds nothing.

    A range beside a whole table is of a factor or a share, as its note says, and holds for no one
    number of it.
    """
    for path, declared in world.sourced():
        if declared.range is None:
            continue
        low, high = declared.range
        value: object = getattr(declared, "value", None)
        if low > high:
            fact = f"the range begins at {low:g} and ends at {high:g}"
            yield Fault(f"{path}.range", "W103", fact, "write the lower limit first")
        elif isinstance(value, int | float) and not low <= value <= high:
            fact = f"the value {value:g} is outside its own range, {low:g} to {high:g}"
            yield Fault(f"{path}.value", "W103", fact, "change the value, or widen the range")
