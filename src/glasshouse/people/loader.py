"""A world's id or path comes in, a checked `World` goes out, or every problem of its file at once."""

from pathlib import Path

from glasshouse.errors import GlasshouseError, Problem
from glasshouse.law.catalogue import Catalogue
from glasshouse.law.fit import fit
from glasshouse.law.kinds import wrong_kind
from glasshouse.law.layers import read_pile
from glasshouse.law.schema import Place
from glasshouse.law.sets import Sets, apply_sets
from glasshouse.law.shelf import Shelf
from glasshouse.law.tree import Leaf, Tree
from glasshouse.people.checks import contradictions, find_faults
from glasshouse.people.conduct import ANY_SEVERITY
from glasshouse.people.world import World

WORLDS = Shelf(Path(__file__).parent / "library", "people/library", "world")


def list_worlds() -> list[Path]:
    """Return the world files that ship, by id."""
    return WORLDS.paths()


def load_world(name_or_path: str | Path, *, sets: Sets = ()) -> World:
    """Load a world.

    Args:
        name_or_path: The id of a world that ships, or the path of a world file.
        sets: Values changed for this run, as `path=value`; a path must exist in the file.

    Returns:
        The world, with `places` filled.

    Raises:
        GlasshouseError: With every problem of the file and of `sets`.
    """
    tree = apply_sets(read_world(name_or_path), sets)
    world, problems = _examine(tree)
    if world is None or problems:
        raise GlasshouseError(problems)
    return world


def check_world(name_or_path: str | Path, *, sets: Sets = ()) -> list[Problem]:
    """Return every problem of a world file, by place; never raise.

    If there is none so far, the people are fitted: tables that are sound one by one can still
    contradict each other.

    Args:
        name_or_path: The id of a world that ships, or the path of a world file.
        sets: Values changed for this run, as `path=value`.
    """
    try:
        tree = read_world(name_or_path)
    except GlasshouseError as why:
        return list(why.problems)
    world, problems = _examine(apply_sets(tree, sets))
    return sorted(problems or ([] if world is None else contradictions(world)))


def catalogue(world: World) -> Catalogue:
    """Return what a law must know of a world: its conduct, who does and sees it, what residents have."""
    return Catalogue(
        world=world.id,
        severities={
            name: frozenset(spec.severity or (ANY_SEVERITY,)) for name, spec in world.conduct.items()
        },
        seen_by={
            name: frozenset(provider for provider, share in spec.seen_by.items() if share.value > 0)
            for name, spec in world.conduct.items()
        },
        attributes={name: frozenset(spec.levels) for name, spec in world.attributes.items()},
        doers={name: world.domains[spec.domain].of for name, spec in world.conduct.items()},
        lasting=frozenset(name for name, spec in world.conduct.items() if spec.lasts is not None),
        asks_consent=world.responses.consents is not None,
    )


def read_world(name_or_path: str | Path) -> Tree:
    """Read a world file into a tree; a world that is `like` another is laid over it.

    Raises:
        GlasshouseError: If no world that ships has that id.
    """
    return read_pile(WORLDS, name_or_path, "world/1")


def _examine(tree: Tree) -> tuple[World | None, list[Problem]]:
    """Fit and check a tree."""
    if tree.root is None or isinstance(tree.root, Leaf):
        return fit(tree, World)
    other = wrong_kind(tree, "world/1")
    if other is not None:
        return None, [other]
    world, problems = fit(tree, World)
    if world is None:
        return None, problems
    world = world.with_places({path: Place(**mark._asdict()) for path, mark in tree.places().items()})
    return world, find_faults(world)
