"""A fault at a path of a world comes in, a problem at its place in the file goes out."""

from typing import NamedTuple

from glasshouse.errors import Problem
from glasshouse.people.world import World


class Fault(NamedTuple):
    """One mistake in a world, at a dotted path of its file."""

    path: str
    code: str
    message: str
    remedy: str


def located(world: World, fault: Fault) -> Problem:
    """Bring a fault to its place, or to the nearest one above it that stands in the file."""
    steps = fault.path.split(".")
    for length in range(len(steps), 0, -1):
        place = world.places.get(".".join(steps[:length]))
        if place is not None:
            at = (place.file, place.line, place.column)
            return Problem(*at, fault.code, fault.message, fault.path, fault.remedy)
    return Problem(world.id, 0, 0, fault.code, fault.message, fault.path, fault.remedy)
