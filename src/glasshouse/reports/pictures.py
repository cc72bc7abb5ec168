"""A run folder comes in, all pictures of its report go out, by id."""

from glasshouse.reports.picture import Picture
from glasshouse.reports.pictures_of_entries import entries_by_provider, entries_by_rule, seen_and_unseen
from glasshouse.reports.pictures_of_grades import (
    each_grade,
    has_scores,
    moves_between_grades,
    scores_at_end,
    spread_by_month,
)
from glasshouse.reports.pictures_of_groups import below_default_by_group, grades_by_group
from glasshouse.reports.pictures_of_lists import listed_by_month, on_and_off_by_year
from glasshouse.reports.runfolder import RunFolder

OF_ACCOUNTS = (spread_by_month, each_grade, moves_between_grades)
OF_LISTS = (listed_by_month, on_and_off_by_year)
OF_GROUPS = (below_default_by_group, grades_by_group)
OF_ENTRIES = (entries_by_provider, entries_by_rule, seen_and_unseen)


def all_pictures(run: RunFolder) -> dict[str, Picture]:
    """Draw every picture of the report, by id.

    They are about the law's first instrument; every further list has one of its own.
    """
    drawn: list[Picture] = [draw(run) for draw in (OF_LISTS if run.is_list() else OF_ACCOUNTS)]
    if has_scores(run):
        drawn.append(scores_at_end(run))
    # A bar with the share of a list in it would be all but empty.
    drawn += [draw(run) for draw in (OF_GROUPS[:1] if run.is_list() else OF_GROUPS)]
    drawn += [draw(run) for draw in OF_ENTRIES]
    further = [name for name in run.further if run.is_list(name)]
    return {picture.id: picture for picture in [*drawn, *(listed_by_month(run, name) for name in further)]}
