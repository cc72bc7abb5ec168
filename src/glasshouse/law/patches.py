"""One amendment and a law come in, what it takes out and what it says goes out, without selectors.

Selectors are read against the law, and never against what another amendment makes of it. So the
order of amendments does not matter.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from glasshouse.errors import Problem
from glasshouse.law.amendments import Written
from glasshouse.law.declared import fields_at
from glasshouse.law.layers import is_key, nothing_to_drop
from glasshouse.law.parts import Part
from glasshouse.law.schema import Regime
from glasshouse.law.selectors import EVERY, chosen, is_selector, steps_of
from glasshouse.law.tree import Entry, Fields, Items, Leaf, Mark, Node, Tree
from glasshouse.law.wording import did_you_mean

Path = tuple[str, ...]


class Clash(NamedTuple):
    """Two values for one path of the law."""

    path: Path
    one: Node
    other: Node


def dropped_by(written: Written, law: Tree) -> tuple[dict[Path, Mark], list[Problem]]:
    """Find what an amendment takes out of a law.

    Returns:
        The paths that are there, each with the place that drops it; and the problems of exact
        paths that are not there, and of selectors behind a key that no law has.
    """
    found: dict[Path, Mark] = {}
    problems: list[Problem] = []
    for part in written.root.at("drop").below():
        steps = steps_of(str(part.text()))
        is_exact = not any(map(is_selector, steps))
        if is_exact and not is_key(law, steps):
            problems.append(nothing_to_drop(law, steps, part))
        elif _known_steps(steps) < len(steps):
            problems.append(_not_in_any_law(steps, part))
        elif law.root is not None:
            found |= dict.fromkeys(_leading_to(law.root, steps, ()), part.node.mark)
    return found, problems


def _not_in_any_law(steps: Sequence[str], part: Part) -> Problem:
    known = _known_steps(steps)
    fact = f"there is no `{part.text()}` to drop: no law has `{steps[known]}` there"
    return part.problem("N104", fact, did_you_mean(steps[known], fields_at(Regime, steps[:known])))


def _known_steps(steps: Sequence[str]) -> int:
    """Count the steps that a law may have, up to the first that the schema does not know."""
    for ix, step in enumerate(steps):
        keys = fields_at(Regime, steps[:ix])
        if keys and not is_selector(step) and step not in keys:
            return ix
    return len(steps)


def _leading_to(node: Node, steps: Sequence[str], path: Path) -> Iterator[Path]:
    if not steps:
        yield path
    elif isinstance(node, Fields):
        for key in chosen(steps[0], node.entries):
            yield from _leading_to(node.entries[key].node, steps[1:], (*path, key))


def written_out(patch: Node, law: Node | None, path: Path = ()) -> tuple[Node | None, list[Clash]]:
    """Write a patch out for a law: exact keys in place of selectors.

    What an exact key says goes before what brackets say, and that before what `*` says, whatever
    their order in the file.

    Args:
        patch: A part of an amendment.
        law: What stands at its place in the law; None where nothing does.
        path: Where that is.

    Returns:
        The patch, or None where its selectors stand for nothing; and the values that brackets of
        this one amendment contradict each other in.
    """
    if not isinstance(patch, Fields):
        return patch, []
    below = law.entries if isinstance(law, Fields) else {}
    clashes: list[Clash] = []
    entries: dict[str, Entry] = {}
    for key, layers in _layers(patch, below).items():
        under = below.get(key)
        bracketed: Node | None = None
        for rank, entry in sorted(layers, key=lambda layer: layer[0]):
            node, more = written_out(entry.node, None if under is None else under.node, (*path, key))
            clashes += more
            if node is None:
                continue
            if rank == _BRACKETS:
                clashes += [] if bracketed is None else clashing(bracketed, node, (*path, key))
                bracketed = node if bracketed is None else laid(bracketed, node)
            there = entries.get(key)
            entries[key] = Entry(entry.key, node if there is None else laid(there.node, node))
    is_empty = bool(patch.entries) and not entries and (law is not None or _known_steps(path) == len(path))
    return (None if is_empty else Fields(entries, patch.mark)), clashes


_EVERY, _BRACKETS, _EXACT = range(3)


def _layers(patch: Fields, below: dict[str, Entry]) -> dict[str, list[tuple[int, Entry]]]:
    """Return for each key what the patch says of it, and how exactly: keys of the law first."""
    layers: dict[str, list[tuple[int, Entry]]] = {key: [] for key in below}
    for step, entry in patch.entries.items():
        if not is_selector(step):
            layers.setdefault(step, []).append((_EXACT, entry))
            continue
        for key in chosen(step, below):
            layers[key].append((_EVERY if step == EVERY else _BRACKETS, entry))
    return {key: found for key, found in layers.items() if found}


def clashing(one: Node, other: Node, path: Path = ()) -> Iterator[Clash]:
    """Yield where two patches, written out, say different things."""
    if isinstance(one, Fields) and isinstance(other, Fields):
        for key in (key for key in one.entries if key in other.entries):
            yield from clashing(one.entries[key].node, other.entries[key].node, (*path, key))
    elif not _same(one, other):
        yield Clash(path, one, other)


def _same(one: Node, other: Node) -> bool:
    if isinstance(one, Items) and isinstance(other, Items):
        return len(one.nodes) == len(other.nodes) and all(map(_same, one.nodes, other.nodes))
    if isinstance(one, Fields) and isinstance(other, Fields):
        return not any(clashing(one, other)) and one.entries.keys() == other.entries.keys()
    if isinstance(one, Leaf) and isinstance(other, Leaf):
        return one.value == other.value and isinstance(one.value, bool) == isinstance(other.value, bool)
    return False


def laid(below: Node, above: Node, *, first: bool = False) -> Node:
    """Lay a patch over a law: mappings key by key, anything else in place of what is below.

    A mapping that is there keeps its place: a rule stands where the law has it, and only what is
    changed of it stands in the amendment.

    Args:
        below: A part of a law.
        above: What is laid over it.
        first: Whether new keys come before those that are there.
    """
    if not isinstance(below, Fields) or not isinstance(above, Fields):
        return above
    there, new = dict(below.entries), dict[str, Entry]()
    for key, entry in above.entries.items():
        under = there.get(key)
        if under is None:
            new[key] = entry
        else:
            node = laid(under.node, entry.node, first=first)
            mark = under.key if isinstance(node, Fields) and isinstance(under.node, Fields) else entry.key
            there[key] = Entry(mark, node)
    return Fields({**new, **there} if first else {**there, **new}, below.mark)
