"""A world comes in, the faults of its household types go out."""

from collections.abc import Iterable, Iterator

from glasshouse.law.wording import did_you_mean
from glasshouse.people.checks.faults import Fault
from glasshouse.people.population import HouseholdType, Population, Role
from glasshouse.people.world import World


def unknown_part_of_household(world: World) -> Iterator[Fault]:
    """A household type that names a role, an age shape or a gap which is not there."""
    population = world.population
    for name, spec in population.households.items():
        path = f"population.households.{name}"
        yield from _lacking(f"{path}.head", "role", spec.head, spec.roles)
        for role_name, role in spec.roles.items():
            yield from _parts_of_role(f"{path}.roles.{role_name}", role, spec, population)


def role_out_of_place(world: World) -> Iterator[Fault]:
    """A role whose age follows from nothing, or from a role that stands after it."""
    for name, spec in world.population.households.items():
        before: list[str] = []
        for role_name, role in spec.roles.items():
            path = f"population.households.{name}.roles.{role_name}"
            if not before and (role.ages is None or role.given is not None):
                fact = "the first role of a household has no `ages` of its own"
                yield Fault(path, "W132", fact, "give it `ages:`, and neither `given` nor `gap`")
            if before and (role.given is None or role.gap is None):
                fact = "a later role does not say from whose age its own follows"
                yield Fault(path, "W132", fact, "give it `given:` with an earlier role, and `gap:`")
            if role.given in spec.roles and role.given not in before and before:
                fact = f"`{role.given}` stands after `{role_name}`"
                yield Fault(f"{path}.given", "W132", fact, "name an earlier role")
            before.append(role_name)


def parent_of_itself(world: World) -> Iterator[Fault]:
    """A role that descends from itself, or that has the same parent twice."""
    for name, spec in world.population.households.items():
        for role_name, role in spec.roles.items():
            path = f"population.households.{name}.roles.{role_name}.parents"
            if len(set(role.parents)) < len(role.parents):
                fact = f"`{role_name}` has the same parent twice"
                yield Fault(path, "W133", fact, "name each parent once")
            if role_name in _ancestors(role, spec):
                fact = f"`{role_name}` descends from `{role_name}`"
                yield Fault(path, "W133", fact, "name the roles whose child this one is")


def _ancestors(role: Role, spec: HouseholdType) -> set[str]:
    found: set[str] = set()
    ahead = list(role.parents)
    while ahead:
        parent = ahead.pop()
        if parent in spec.roles and parent not in found:
            found.add(parent)
            ahead += spec.roles[parent].parents
    return found


def _parts_of_role(path: str, role: Role, spec: HouseholdType, population: Population) -> Iterator[Fault]:
    yield from _lacking(f"{path}.given", "role", role.given, spec.roles)
    yield from _lacking(f"{path}.spouse", "role", role.spouse, spec.roles)
    for ix, parent in enumerate(role.parents):
        yield from _lacking(f"{path}.parents.{ix}", "role", parent, spec.roles)
    yield from _lacking(f"{path}.ages", "age shape", role.ages, population.age_shapes)
    yield from _lacking(f"{path}.gap", "gap", role.gap, population.gaps)


def _lacking(path: str, what: str, name: str | None, known: Iterable[str]) -> Iterator[Fault]:
    if name is not None and name not in known:
        yield Fault(path, "W131", f"no {what} is called `{name}`", did_you_mean(name, known))
