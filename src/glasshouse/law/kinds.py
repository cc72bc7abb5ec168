"""A tree comes in, which kind of file it says it is goes out."""

from glasshouse.errors import Problem
from glasshouse.law.tree import Tree

KINDS = {
    "regime/1": "law file",
    "world/1": "world",
    "cases/1": "case file",
    "amendment/1": "amendment",
}
"""What the key `glasshouse` of a file may say."""


def file_kind(tree: Tree) -> str | None:
    """Return what a file says it is, such as `regime/1`; None where it does not say."""
    said = tree.text("glasshouse")
    return said if said in KINDS else None


def wrong_kind(tree: Tree, wanted: str) -> Problem | None:
    """Return the one problem of a file that is of another kind, or None."""
    said = file_kind(tree)
    if said is None or said == wanted:
        return None
    place = tree.nearest(("glasshouse",)).node.mark
    fact = f"this is {named_kind(said)} (`{said}`), and {named_kind(wanted)} is needed"
    return Problem(*place, "N102", fact, "glasshouse", f"give a file that begins with `glasshouse: {wanted}`")


def named_kind(kind: str) -> str:
    """Name a kind of file in a sentence: `a law file`, `an amendment`."""
    noun = KINDS[kind]
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
