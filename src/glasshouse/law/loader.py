"""The id or path of a law file comes in, a `Regime` with the place of every value goes out."""

from pathlib import Path

from glasshouse.errors import GlasshouseError, Problem
from glasshouse.law.catalogue import Catalogue
from glasshouse.law.checks import find_faults
from glasshouse.law.checks.rules import refuse_chance
from glasshouse.law.fit import fit
from glasshouse.law.layers import read_pile
from glasshouse.law.schema import Place, Regime
from glasshouse.law.sets import Sets, apply_sets
from glasshouse.law.shelf import Shelf
from glasshouse.law.tree import Leaf, Tree

REGIMES = Shelf(Path(__file__).parent / "library", "law/library", "regime")
KINDS = {"regime/1": "law file", "world/1": "world", "cases/1": "case file"}
"""What the key `glasshouse` of a file may say."""


def list_regimes() -> list[Path]:
    """Return the law files that ship, by id."""
    return REGIMES.paths()


def load_regime(name_or_path: str | Path, *, sets: Sets = ()) -> Regime:
    """Load a law.

    Args:
        name_or_path: The id of a law that ships, or the path of a law file.
        sets: Values changed for this run, as `path=value`; a path must exist in the file.

    Returns:
        The law, with `places` filled.

    Raises:
        GlasshouseError: With every problem of the file and of `sets`.
    """
    tree = apply_sets(read_regime(name_or_path), sets)
    regime, problems = _examine(tree, None)
    if regime is None or problems:
        raise GlasshouseError(problems)
    return regime.with_places({path: Place(**mark._asdict()) for path, mark in tree.places().items()})


def check_regime(
    name_or_path: str | Path, catalogue: Catalogue | None = None, *, sets: Sets = ()
) -> list[Problem]:
    """Return every problem of a law file, by place; never raise.

    Args:
        name_or_path: The id of a law that ships, or the path of a law file.
        catalogue: What can happen in the world that the law is checked against. Without it, rules
            that nothing can trigger are not looked for.
        sets: Values changed for this run, as `path=value`.
    """
    try:
        tree = read_regime(name_or_path)
    except GlasshouseError as why:
        return list(why.problems)
    return sorted(_examine(apply_sets(tree, sets), catalogue)[1])


def read_regime(name_or_path: str | Path) -> Tree:
    """Read a law file into a tree, whatever it holds; a law that is `like` another is laid over it.

    Raises:
        GlasshouseError: If no law that ships has that id.
    """
    return read_pile(REGIMES, name_or_path, "regime/1")


def file_kind(tree: Tree) -> str | None:
    """Return what a file says it is, `regime/1`, `world/1` or `cases/1`; None where it does not say."""
    said = tree.text("glasshouse")
    return said if said in KINDS else None


def wrong_kind(tree: Tree, wanted: str) -> Problem | None:
    """Return the one problem of a file that is of another kind, or None."""
    said = file_kind(tree)
    if said is None or said == wanted:
        return None
    place = tree.nearest(("glasshouse",)).node.mark
    fact = f"this is a {KINDS[said]} (`{said}`), and a {KINDS[wanted]} is needed"
    return Problem(*place, "N102", fact, "glasshouse", f"give a file that begins with `glasshouse: {wanted}`")


def _examine(tree: Tree, catalogue: Catalogue | None) -> tuple[Regime | None, list[Problem]]:
    """Fit and check a tree; parts that do not fit are still checked as far as they can be read."""
    if tree.root is None or isinstance(tree.root, Leaf):
        return fit(tree, Regime)
    other = wrong_kind(tree, "regime/1")
    if other is not None:
        return None, [other]
    regime, problems = fit(tree, Regime)
    return regime, [*map(refuse_chance, problems), *find_faults(tree, catalogue)]
