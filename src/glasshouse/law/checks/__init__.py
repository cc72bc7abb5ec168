"""The tree of a law file comes in, every fault that its schema cannot see goes out.

One function per fault; each reports every instance, and passes over what cannot be read.
"""

from collections.abc import Callable, Iterable

from glasshouse.errors import Problem
from glasshouse.law.catalogue import Catalogue
from glasshouse.law.checks import bands, names, rules, sources, triggers
from glasshouse.law.draft import Draft
from glasshouse.law.tree import Tree

CHECKS: tuple[Callable[[Draft], Iterable[Problem]], ...] = (
    bands.bands_overlap,
    bands.gap_between_bands,
    bands.open_ends,
    bands.grade_twice,
    bands.band_backwards,
    bands.part_of_nothing,
    bands.base_outside_limits,
    names.unknown_grade,
    names.unknown_door_keeper,
    names.unknown_provider,
    names.unknown_source,
    names.list_called_as_grade,
    sources.assumption_without_basis,
    sources.value_outside_range,
    sources.assumed_but_absent,
    sources.range_of_no_number,
    rules.both_or_neither,
    rules.rule_twice,
    rules.idle_gate,
    triggers.unknown_conduct,
    triggers.unknown_severity,
    triggers.never_seen,
)


def find_faults(tree: Tree, catalogue: Catalogue | None = None) -> list[Problem]:
    """Run every check.

    Args:
        tree: A law file as it was read; it need not fit the schema.
        catalogue: What can happen in a world; without it the checks of triggers find nothing.
    """
    draft = Draft(tree, catalogue)
    return sorted(problem for check in CHECKS for problem in check(draft))
