"""Household types come in, the list of all their roles goes out."""

from typing import NamedTuple

from glasshouse.people.population import SEXES, HouseholdType, Population, Role

NONE = -1
PARENTS_N = 2


class RoleSlot(NamedTuple):
    """One role of one household type."""

    type_ix: int
    type_name: str
    name: str
    sex: int | None
    ages: str | None
    given_ix: int
    """Position of the role that it follows from, within the household; -1 for the first role."""
    gap: str | None
    spouse_ix: int
    head_ix: int
    parents_ix: tuple[int, int]
    """Positions of its parents within the household; -1 for one who does not live there."""


def role_slots(population: Population) -> tuple[RoleSlot, ...]:
    """List the roles of all types, in the order of the file."""
    types = enumerate(population.households.items())
    return tuple(slot for ix, (name, spec) in types for slot in _roles_of(ix, name, spec))


def _roles_of(type_ix: int, type_name: str, spec: HouseholdType) -> list[RoleSlot]:
    names = list(spec.roles)
    spouses = {name: role.spouse for name, role in spec.roles.items() if role.spouse}
    spouses |= {spouse: name for name, spouse in spouses.items()}
    return [
        RoleSlot(
            type_ix=type_ix,
            type_name=type_name,
            name=name,
            sex=None if role.sex is None else SEXES.index(role.sex),
            ages=role.ages,
            given_ix=names.index(role.given) if role.given else NONE,
            gap=role.gap,
            spouse_ix=names.index(spouses[name]) if name in spouses else NONE,
            head_ix=names.index(spec.head),
            parents_ix=_parents_of(role, names),
        )
        for name, role in spec.roles.items()
    ]


def _parents_of(role: Role, names: list[str]) -> tuple[int, int]:
    found = [names.index(parent) for parent in role.parents]
    first, second = found + [NONE] * (PARENTS_N - len(found))
    return first, second


def role_before(slots: tuple[RoleSlot, ...], ix: int) -> int:
    """Return the position among all roles of the role that one follows from, or -1."""
    slot = slots[ix]
    if slot.given_ix == NONE:
        return NONE
    first_ix = next(at for at, each in enumerate(slots) if each.type_ix == slot.type_ix)
    return first_ix + slot.given_ix
