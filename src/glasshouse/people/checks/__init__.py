"""A `World` comes in, every fault that its schema cannot see goes out: one function per fault."""

from collections.abc import Callable, Iterable

from glasshouse.errors import GlasshouseError, Problem
from glasshouse.people.checks import (
    attributes,
    calendar,
    conduct,
    households,
    mistakes,
    names,
    organisations,
    sources,
    tables,
)
from glasshouse.people.checks.faults import Fault, located
from glasshouse.people.tables import compile_people
from glasshouse.people.world import World

CHECKS: tuple[Callable[[World], Iterable[Fault]], ...] = (
    sources.unknown_source,
    sources.assumption_without_basis,
    sources.value_outside_range,
    names.unknown_domain,
    names.unknown_provider,
    names.unknown_dimension,
    names.unknown_level,
    names.unknown_stratum,
    tables.ages_out_of_order,
    tables.columns_of_other_length,
    tables.cut_outside_group,
    tables.totals_that_do_not_agree,
    tables.cells_of_single_persons,
    households.unknown_part_of_household,
    households.role_out_of_place,
    households.parent_of_itself,
    attributes.attribute_of_two_kinds,
    attributes.margin_without_table,
    attributes.shares_that_do_not_sum_to_one,
    attributes.margins_that_overlap,
    attributes.margin_without_cut,
    attributes.counts_beyond_group,
    conduct.severities_that_do_not_sum_to_one,
    conduct.rate_too_high,
    conduct.too_many_cells,
    conduct.chilled_but_unlawful,
    conduct.size_of_unknown_severity,
    conduct.median_beyond_longest,
    conduct.decision_that_never_comes,
    organisations.domain_of_nobody,
    organisations.forms_that_do_not_sum_to_one,
    organisations.heads_who_are_no_adults,
    organisations.unknown_mark_of_heads,
    calendar.holiday_that_does_not_exist,
    mistakes.unknown_mark_of_thin_files,
    mistakes.wait_without_end,
    mistakes.shares_the_wrong_way_round,
    mistakes.rate_of_nothing,
    mistakes.too_many_false_records,
)


def find_faults(world: World) -> list[Problem]:
    """Run every check on the world's tables, one by one."""
    return sorted(located(world, fault) for check in CHECKS for fault in check(world))


def contradictions(world: World) -> list[Problem]:
    """Return why the people of a world cannot be made, where each of its tables is sound by itself."""
    try:
        compile_people(world)
    except GlasshouseError as why:
        return [
            located(world, Fault("population", each.code, each.message, each.help)) for each in why.problems
        ]
    return []
