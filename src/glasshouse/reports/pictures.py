"""A run folder comes in, all pictures of its report go out, by id."""

from glasshouse.reports.picture import Picture
from glasshouse.reports.pictures_of_entries import entries_by_provider, entries_by_rule, seen_and_unseen
from glasshouse.reports.pictures_of_grades import (
    each_grade,
    moves_between_grades,
    scores_at_end,
    spread_by_month,
)
from glasshouse.reports.pictures_of_groups import below_default_by_group, grades_by_group
from glasshouse.reports.runfolder import RunFolder

DRAWN = (
    spread_by_month,
    each_grade,
    moves_between_grades,
    scores_at_end,
    grades_by_group,
    below_default_by_group,
    entries_by_provider,
    entries_by_rule,
    seen_and_unseen,
)
"""One function for each picture, in the order of the page."""


def all_pictures(run: RunFolder) -> dict[str, Picture]:
    """Draw every picture of the report, by id."""
    return {picture.id: picture for picture in (draw(run) for draw in DRAWN)}
