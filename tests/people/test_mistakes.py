"""Errors and objections that bear on nothing are refused, and what ships can be read by its parts."""

from collections.abc import Mapping

import pytest

from glasshouse.people.checks.mistakes import (
    rate_of_nothing,
    too_many_false_records,
    unknown_mark_of_thin_files,
)
from glasshouse.people.loader import list_worlds, load_world
from glasshouse.people.mistakes import Errors
from glasshouse.people.world import World

SOURCE: Mapping[str, object] = {"source": "almanac"}
HALF = {"value": 0.5, **SOURCE}
THIN = {"registration": {"factors": {"newcomer": 2.0}, **SOURCE}}


def with_errors(world: World, **errors: object) -> World:
    """Return the same world with these errors and no others."""
    return world.model_copy(update={"errors": Errors.model_validate(errors)})


@pytest.fixture(scope="module")
def bay_world() -> World:
    """Return Lantern Bay."""
    return load_world("lantern-bay")


@pytest.mark.parametrize(
    ("errors", "path"),
    [
        ({"in_household": HALF, "wrong_person": {"name": HALF}}, "errors.in_household"),
        ({"thin_files": THIN, "duplicate": HALF}, "errors.thin_files"),
        ({"caught_by_hand": HALF, "missed": HALF}, "errors.caught_by_hand"),
    ],
    ids=["in_household", "thin_files", "caught_by_hand"],
)
def test_what_bears_on_nothing_is_refused(bay_world: World, errors: dict[str, object], path: str) -> None:
    (fault,) = rate_of_nothing(with_errors(bay_world, **errors))
    assert (fault.code, fault.path) == ("W193", path)


@pytest.mark.parametrize(
    "errors",
    [
        {},
        {"in_household": HALF, "wrong_person": {"address": {"value": 0.0, **SOURCE}}},
        {"thin_files": THIN, "missed": HALF},
        {"caught_by_hand": HALF, "quota": HALF},
    ],
    ids=["nothing", "in_household", "thin_files", "caught_by_hand"],
)
def test_what_bears_on_something_is_not(bay_world: World, errors: dict[str, object]) -> None:
    assert list(rate_of_nothing(with_errors(bay_world, **errors))) == []


def test_objections_of_which_nobody_learns_are_refused(bay_world: World) -> None:
    assert bay_world.objections is not None
    silent = bay_world.objections.model_copy(update={"learns": {}})
    (fault,) = rate_of_nothing(bay_world.model_copy(update={"objections": silent}))
    assert (fault.code, fault.path) == ("W193", "objections.learns")


def test_thin_files_of_a_world_without_attributes_are_refused() -> None:
    world = with_errors(load_world("germany-drivers"), thin_files=THIN, missed=HALF)
    (fault,) = unknown_mark_of_thin_files(world)
    assert fault.remedy == "leave it out; the world has no attributes"


def test_thin_files_count_towards_false_records_and_lawful_conduct_is_never_made_up(bay_world: World) -> None:
    wrong = {"wrong_person": {"name": HALF}}
    assert list(too_many_false_records(with_errors(bay_world, **wrong))) == []
    many = {"registration": {"factors": {"newcomer": 100.0}, **SOURCE}}
    found = list(too_many_false_records(with_errors(bay_world, **wrong, thin_files=many)))
    assert {fault.code for fault in found} == {"W194"}
    # Good deeds are lawful and chill nobody: no quota makes them up.
    quota = list(too_many_false_records(with_errors(bay_world, quota={"value": 1000.0, **SOURCE})))
    named = " ".join(fault.message for fault in quota)
    assert "`voice`" in named
    assert "`kindness`" not in named


@pytest.mark.parametrize("path", list_worlds(), ids=lambda path: path.stem)
def test_a_world_that_ships_says_how_often_things_go_wrong(path: object) -> None:
    world = load_world(str(path))
    assert world.errors.wrong_person
    assert world.errors.missed is not None
    assert world.objections is not None
    assert set(world.objections.wins) == {"office", "court", "tribunal"}
