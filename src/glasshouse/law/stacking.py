"""A law's tree and amendments come in, the tree with all of them goes out, or both places of each conflict.

What any amendment drops goes first; then all of them are laid over what is left. Each of them is read
against the law and not against the others, so that their order does not matter.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from glasshouse.errors import Problem
from glasshouse.law.amendments import Written
from glasshouse.law.draft import Draft
from glasshouse.law.parts import Part
from glasshouse.law.patches import Clash, Path, clashing, dropped_by, laid, written_out
from glasshouse.law.tree import Entry, Fields, Leaf, Mark, Node, Tree, dotted
from glasshouse.law.wording import described, shown

SOURCES, RULES = "sources", "rules"


class _Change(NamedTuple):
    """What one amendment does to a law."""

    written: Written
    drops: dict[Path, Mark]
    """What it takes out, and the places that say so."""
    patch: Fields
    """What it lays over the rest, without selectors."""


def amend(law: Tree, amendments: Sequence[Written]) -> Tree:
    """Lay amendments over a law.

    Args:
        law: A law file as it was read.
        amendments: The amendments, in any order.

    Returns:
        The amended tree. Its problems are those of the law, of paths that are not there, and of
        conflicts: one for each pair of places.
    """
    if not isinstance(law.root, Fields) or not amendments:
        return law
    drops, problems = _drops_of(amendments, law)
    gone = {path: mark for its in drops for path, mark in its.items()}
    ground = _without(law, gone)
    changes: list[_Change] = []
    for each, its in zip(amendments, drops, strict=True):
        change, found = _change_by(each, its, ground, law)
        changes.append(change)
        problems += found
    changes, conflicts = _without_conflicts(changes)
    root: Node = ground.root if ground.root is not None else law.root
    for change in sorted(changes, key=_order):
        root = laid(root, change.patch, first=change.written.amendment.first)
    amended, dangling = _without_dangling(_without_orphans(law, replace(law, root=root)), gone)
    return replace(amended, problems=(*law.problems, *problems, *conflicts, *dangling))


def _drops_of(amendments: Sequence[Written], law: Tree) -> tuple[list[dict[Path, Mark]], list[Problem]]:
    """Find what each amendment takes out of a law, and which of them are for another one."""
    problems = [problem for each in amendments for problem in _of_another_law(each, law)]
    drops: list[dict[Path, Mark]] = []
    for each in amendments:
        its, missing = dropped_by(each, law)
        drops.append(its)
        problems += missing
    return drops, problems


def _order(change: _Change) -> tuple[str, str]:
    """Return what amendments are sorted by: what they add stands in one order, however they are named."""
    return change.written.amendment.id, change.written.root.node.mark.file


def _of_another_law(written: Written, law: Tree) -> Iterator[Problem]:
    laws, name = written.amendment.for_laws, law.text("id")
    if laws and name is not None and name not in laws:
        fact = f"{written.amendment.id} is written for {' and '.join(laws)}, and this law is {name}"
        yield written.root.at("for").problem("N108", fact, f"add `{name}` to `for`, or remove `for`")


def _without(law: Tree, paths: Iterable[Path]) -> Tree:
    """Take paths out of a law, some of which may lie below others."""
    for path in sorted(paths):
        if law.find(path) is not None:
            law = law.without(path)
    return law


def _change_by(
    written: Written, drops: dict[Path, Mark], ground: Tree, law: Tree
) -> tuple[_Change, list[Problem]]:
    """Write an amendment out for what is left of a law, with the sources that it cites."""
    part = written.root.at("patch")
    patch = Fields({}, part.key)
    clashes: list[Clash] = []
    if isinstance(part.node, Fields):
        node, clashes = written_out(part.node, ground.root)
        patch = node if isinstance(node, Fields) else patch
    problems = _paired((clash, "set") for clash in clashes)
    sources = _cited(written, patch)
    for key, entry in sources.entries.items():
        there = law.find((SOURCES, key))
        if there is not None and any(clashing(there.node, entry.node)):
            fact = f"the law has another source called `{key}`, in {_at(there.key)}"
            problems.append(_problem(entry.key, "N107", fact, (SOURCES, key), "give it another id"))
    whole = laid(patch, Fields({SOURCES: Entry(sources.mark, sources)}, patch.mark))
    return _Change(
        written, drops, whole if sources.entries and isinstance(whole, Fields) else patch
    ), problems


def _cited(written: Written, patch: Fields) -> Fields:
    """Return the sources of an amendment that its patch cites: one that changes nothing brings none."""
    part = written.root.at(SOURCES)
    entries = part.node.entries if isinstance(part.node, Fields) else {}
    root = Part((), patch.mark, patch)
    cited = {each.text() for each in root.walk() if each.name == "source"}
    return Fields({key: entry for key, entry in entries.items() if key in cited}, part.key)


def _without_conflicts(changes: Sequence[_Change]) -> tuple[list[_Change], list[Problem]]:
    """Find what amendments contradict each other in; what one of them drops is not changed."""
    pairs: list[tuple[Clash, str]] = []
    for one, other in combinations(changes, 2):
        pairs += [(clash, "set") for clash in clashing(one.patch, other.patch)]
    kept: list[_Change] = []
    for change in changes:
        patch: Node = change.patch
        for other in changes:
            for path, mark in other.drops.items():
                found = Tree("", patch).find(path)
                if found is None or _is_dropped(path, change.drops):
                    continue
                pairs.append((Clash(path, Leaf(None, mark), Leaf(None, found.key)), "dropped"))
                patch = Tree("", patch).without(path).root or patch
        kept.append(change._replace(patch=patch) if isinstance(patch, Fields) else change)
    return kept, _paired(pairs)


def _is_dropped(path: Path, drops: dict[Path, Mark]) -> bool:
    return any(path[:length] in drops for length in range(1, len(path) + 1))


def _paired(pairs: Iterable[tuple[Clash, str]]) -> list[Problem]:
    """Turn conflicts into problems: one for each pair of places, however many paths it is about."""
    groups: dict[tuple[Mark, Mark, str], list[Clash]] = {}
    for clash, how in pairs:
        groups.setdefault((clash.one.mark, clash.other.mark, how), []).append(clash)
    return [_conflict(clashes, how) for (_, _, how), clashes in groups.items()]


def _conflict(clashes: Sequence[Clash], how: str) -> Problem:
    path, one, other = clashes[0]
    n = len(clashes) - 1
    more = f", and so {'is' if n == 1 else 'are'} {n} more" if n else ""
    if how == "dropped":
        fact = f"`{dotted(path)}` is changed here, and dropped in {_at(one.mark)}{more}"
        remedy = "leave one of the two out, or let both drop it"
    else:
        values = f"{described(other)} here, and to {described(one)} in {_at(one.mark)}"
        fact = f"`{dotted(path)}` is set to {values}{more}"
        remedy = "leave one of the two out, or let both say the same"
    return _problem(other.mark, "N105", fact, path, remedy)


def _problem(mark: Mark, code: str, fact: str, path: Path, remedy: str) -> Problem:
    """Build a problem that shows the other place in full, however long its path."""
    return Problem(*mark, code, fact, shown(dotted(path)), remedy)


def _at(mark: Mark) -> str:
    return f"{mark.file}:{mark.line}:{mark.column}"


def _without_orphans(law: Tree, amended: Tree) -> Tree:
    """Take out rules that the law has others book, and that nothing books any more: they say nothing."""
    before = Draft(law).booked_by_others
    while True:
        draft = Draft(amended)
        orphans = [
            rule.path
            for rule in draft.rules
            if rule.name in before - draft.booked_by_others
            and not (rule.has("conduct") or rule.has("provider"))
        ]
        if not orphans:
            return amended
        for path in orphans:
            amended = amended.without(path)


def _without_dangling(amended: Tree, gone: dict[Path, Mark]) -> tuple[Tree, list[Problem]]:
    """Report what still names a rule that is dropped, and mark it so that no check reports it again."""
    draft = Draft(amended)
    problems: list[Problem] = []
    for part in draft.links():
        code = part.text() or ""
        mark = gone.get((RULES, code))
        if mark is None or code in draft.codes.known:
            continue
        fact = f"`{dotted(part.path)}` names {code}, which is dropped in {_at(mark)}"
        remedy = f"drop `{dotted(part.path[:-1])}` as well, or do not drop {code}"
        problems.append(_problem(part.node.mark, "N109", fact, tuple(map(str, part.path)), remedy))
        amended = amended.with_value(part.path, Leaf(None, part.node.mark, is_broken=True))
    return amended, problems
