"""The id or path of a law file comes in, a `Regime` with the place of every value goes out."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from glasshouse.errors import GlasshouseError, Problem
from glasshouse.law.amendments import Amendments, read_amendment, read_amendments
from glasshouse.law.catalogue import Catalogue
from glasshouse.law.checks import find_faults, find_faults_in_world
from glasshouse.law.checks.rules import refuse_chance
from glasshouse.law.fit import fit
from glasshouse.law.kinds import wrong_kind
from glasshouse.law.layers import read_pile
from glasshouse.law.schema import Place, Regime
from glasshouse.law.sets import Sets, apply_sets
from glasshouse.law.shelf import Shelf
from glasshouse.law.stacking import amend
from glasshouse.law.tree import Leaf, Tree

REGIMES = Shelf(Path(__file__).parent / "library", "law/library", "regime")
FOR_ANY = "lantern-bay"
"""The law that an amendment for any law is tried on."""


class OpenRegime(NamedTuple):
    """A law without a fault of its own, and the file that it was read from."""

    regime: Regime
    tree: Tree

    def faults_in(self, catalogue: Catalogue) -> list[Problem]:
        """Return what is wrong with the law in a world, by place: as rules that nothing there triggers."""
        return find_faults_in_world(self.tree, catalogue)


def list_regimes() -> list[Path]:
    """Return the law files that ship, by id."""
    return REGIMES.paths()


def load_regime(name_or_path: str | Path, *, amendments: Amendments = (), sets: Sets = ()) -> Regime:
    """Load a law, as it is or with amendments.

    Args:
        name_or_path: The id of a law that ships, or the path of a law file.
        amendments: Amendments, by id or path. Their order does not matter, and what two of them
            contradict each other in is a problem.
        sets: Values changed for this run, as `path=value`, on top of the amendments; a path must
            exist in the amended law.

    Returns:
        The law, with `places` and `amendments` filled.

    Raises:
        GlasshouseError: With every problem of the law, of the amendments and of `sets`.
    """
    return open_regime(name_or_path, amendments=amendments, sets=sets).regime


def open_regime(name_or_path: str | Path, *, amendments: Amendments = (), sets: Sets = ()) -> OpenRegime:
    """Load a law as `load_regime` does, and keep its file for questions about a world."""
    tree, carried = _amended(name_or_path, amendments)
    tree = apply_sets(tree, sets)
    regime, problems = _examine(tree, None)
    if regime is None or problems:
        raise GlasshouseError(problems)
    places = {path: Place(**mark._asdict()) for path, mark in tree.places().items()}
    return OpenRegime(regime.with_amendments(carried).with_places(places), tree)


def check_regime(
    name_or_path: str | Path,
    catalogue: Catalogue | None = None,
    *,
    amendments: Amendments = (),
    sets: Sets = (),
) -> list[Problem]:
    """Return every problem of a law file, by place; never raise.

    Args:
        name_or_path: The id of a law that ships, or the path of a law file.
        catalogue: What can happen in the world that the law is checked against. Without it, rules
            that nothing can trigger are not looked for.
        amendments: Amendments that are laid over the law, by id or path.
        sets: Values changed for this run, as `path=value`.
    """
    try:
        tree, _ = _amended(name_or_path, amendments)
    except GlasshouseError as why:
        return list(why.problems)
    return sorted(_examine(apply_sets(tree, sets), catalogue)[1])


def check_amendment(name_or_path: str | Path, *, laws: Sequence[str | Path] = ()) -> list[Problem]:
    """Return every problem of an amendment, by place; never raise.

    If there is none in the file alone, it is laid over laws, and each of them is checked.

    Args:
        name_or_path: The id of an amendment that ships, or the path of an amendment file.
        laws: The laws that it is tried on, by id or path. Where none is given, those that its `for`
            names, or `lantern-bay` if it is for any law.
    """
    try:
        written, problems = read_amendment(name_or_path)
    except GlasshouseError as why:
        return list(why.problems)
    if written is None:
        return sorted(problems)
    found: set[Problem] = set()
    for law in laws or written.amendment.for_laws or (FOR_ANY,):
        found.update(check_regime(law, amendments=name_or_path))
    return sorted(found)


def _amended(name_or_path: str | Path, amendments: Amendments) -> tuple[Tree, tuple[str, ...]]:
    """Read a law and lay amendments over it; return the ids of those, too."""
    tree = read_regime(name_or_path)
    stack, problems = read_amendments(amendments)
    if problems:
        tree = replace(tree, problems=(*tree.problems, *problems))
    return amend(tree, stack), tuple(each.amendment.id for each in stack)


def read_regime(name_or_path: str | Path) -> Tree:
    """Read a law file into a tree, whatever it holds; a law that is `like` another is laid over it.

    Raises:
        GlasshouseError: If no law that ships has that id.
    """
    return read_pile(REGIMES, name_or_path, "regime/1")


def _examine(tree: Tree, catalogue: Catalogue | None) -> tuple[Regime | None, list[Problem]]:
    """Fit and check a tree; parts that do not fit are still checked as far as they can be read."""
    if tree.root is None or isinstance(tree.root, Leaf):
        return fit(tree, Regime)
    other = wrong_kind(tree, "regime/1")
    if other is not None:
        return None, [other]
    regime, problems = fit(tree, Regime)
    return regime, [*map(refuse_chance, problems), *find_faults(tree, catalogue)]
