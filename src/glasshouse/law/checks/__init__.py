"""The tree of a law file comes in, every fault that its schema cannot see goes out.

One function per fault; each reports every instance, and passes over what cannot be read.
"""

from collections.abc import Callable, Iterable

from glasshouse.errors import Problem
from glasshouse.law.catalogue import Catalogue
from glasshouse.law.checks import (
    bands,
    instruments,
    lasting,
    links,
    names,
    reach,
    remedies,
    rules,
    sources,
    tallies,
    triggers,
)
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
    instruments.part_missing,
    instruments.part_of_another_kind,
    instruments.index_upside_down,
    instruments.weights_that_do_not_sum_to_a_hundred,
    instruments.publication_unclear,
    instruments.steps_without_measures,
    instruments.spans_by_size_out_of_order,
    instruments.taken_over_from_nowhere,
    instruments.taken_over_without_validity,
    names.unknown_grade,
    names.unknown_door_keeper,
    names.unknown_provider,
    names.unknown_source,
    names.list_called_as_grade,
    names.unknown_instrument,
    names.unknown_annex,
    names.unknown_tally,
    names.unknown_dimension,
    names.unknown_level,
    names.unknown_rule,
    sources.assumption_without_basis,
    sources.value_outside_range,
    sources.assumed_but_absent,
    sources.range_of_no_number,
    rules.several_or_none,
    rules.rule_twice,
    rules.idle_gate,
    rules.points_on_a_list,
    rules.points_without_dimension,
    rules.nothing_says_how_long,
    rules.booked_by_nothing,
    rules.half_a_trigger,
    rules.severities_twice,
    rules.counted_downgrade,
    rules.scores_backwards,
    rules.over_before_it_counts,
    rules.wait_without_number,
    links.repair_in_a_circle,
    links.repair_elsewhere,
    links.repair_without_one_amount,
    links.feed_into_itself,
    links.fed_rule_with_conduct,
    links.fed_twice,
    links.fed_downgrade,
    tallies.scaled_without_tally,
    tallies.tally_of_several_kinds,
    tallies.tiers_out_of_order,
    tallies.piece_backwards,
    remedies.period_without_number,
    remedies.heard_without_notice,
)
"""Faults that a file has whatever the world."""
IN_A_WORLD: tuple[Callable[[Draft], Iterable[Problem]], ...] = (
    triggers.unknown_conduct,
    triggers.unknown_severity,
    triggers.never_seen,
    triggers.unknown_attribute,
    reach.nobody_to_book_on,
    reach.consent_of_nobody,
    lasting.counted_though_over,
    lasting.never_corrected,
)
"""Faults that it has in a world, by the world's catalogue."""


def find_faults(tree: Tree, catalogue: Catalogue | None = None) -> list[Problem]:
    """Run every check.

    Args:
        tree: A law file as it was read; it need not fit the schema.
        catalogue: What can happen in a world; without it the checks that need one are left out.
    """
    checks = CHECKS if catalogue is None else CHECKS + IN_A_WORLD
    return _found(checks, Draft(tree, catalogue))


def find_faults_in_world(tree: Tree, catalogue: Catalogue) -> list[Problem]:
    """Run the checks that need a world, on a law that has no fault of its own."""
    return _found(IN_A_WORLD, Draft(tree, catalogue))


def _found(checks: Iterable[Callable[[Draft], Iterable[Problem]]], draft: Draft) -> list[Problem]:
    return sorted(problem for check in checks for problem in check(draft))
