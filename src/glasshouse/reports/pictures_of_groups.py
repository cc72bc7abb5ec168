"""A run folder comes in, the pictures of groups go out: words, colours, figures."""

from collections.abc import Collection, Mapping

from glasshouse.reports import charts, tallies, wording
from glasshouse.reports.picture import DataTable, Panel, Picture
from glasshouse.reports.pictures_of_grades import grade_colours, grade_key
from glasshouse.reports.runfolder import OFFICIAL, RunFolder

Groups = Mapping[str, Mapping[str, Mapping[str, int]]]
"""Adults by dimension, level and grade."""


def grades_by_group(run: RunFolder) -> Picture:
    """Draw the share of each grade in each group."""
    groups = tallies.by_group(run)
    return Picture(
        id="groups",
        title="The grades of each group",
        caption="One bar is all adults of a group, from the worst grade on the left to the best on the "
        "right. Differences come from the rates that the world gives each group and from which conduct the "
        "law counts.",
        alt=f"Bars of one length for groups by {_dimensions(groups)}, divided by grade.",
        unit="share of the adults of a group",
        period=wording.date(run.last_published),
        file=OFFICIAL,
        panels=[_bars(run, dimension, groups) for dimension in groups],
        table=_group_table(run, groups),
        key=grade_key(run),
        layout="halves",
    )


def below_default_by_group(run: RunFolder) -> Picture:
    """Draw how many of each group stand below the default grade."""
    groups = tallies.by_group(run)
    below = frozenset(run.grades[: run.rank(run.default_grade)])
    rates = {
        dimension: {level: _per_mille(n, below) for level, n in levels.items()}
        for dimension, levels in groups.items()
    }
    city = _per_mille(_all_adults(groups), below)
    top = 1.12 * max([city, 0.1, *(rate for by_level in rates.values() for rate in by_level.values())])
    rows = [
        (wording.phrase(dimension), wording.phrase(level), wording.count(sum(n.values())), f"{rate:.1f}")
        for dimension, levels in groups.items()
        for (level, n), rate in zip(levels.items(), rates[dimension].values(), strict=True)
    ]
    stand, which = _where(run)
    return Picture(
        id="below",
        title=f"Who {'is' if run.is_list() else 'stands'} {which}",
        caption=f"A dot is a group, the upright line all of them: {city:.1f} of 1,000 adults {stand} "
        f"{which}{'' if run.is_list() else ', the grade of a blank file'}. All scales are the same.",
        alt=f"Dots for groups by {_dimensions(groups)}: adults {which} in 1,000; of all {city:.1f}.",
        unit=f"adults {which} in every 1,000 of the group",
        period=wording.date(run.last_published),
        file=OFFICIAL,
        panels=[_dots(groups, rates, dimension, city=city, top=top) for dimension in groups],
        table=DataTable(("dimension", "group", "adults", f"{which} in 1,000"), rows),
        layout="halves",
    )


def _where(run: RunFolder) -> tuple[str, str]:
    """Say where those stand who stand worse than a blank file."""
    return ("are", "on the list") if run.is_list() else ("stand", f"below {run.default_grade}")


def _dimensions(groups: Groups) -> str:
    return wording.listing([wording.phrase(dimension).lower() for dimension in groups])


def _all_adults(groups: Groups) -> Mapping[str, int]:
    """Count all adults by grade; every dimension divides the same adults."""
    counted: dict[str, int] = {}
    for levels in list(groups.values())[:1]:
        for n in levels.values():
            for grade, k in n.items():
                counted[grade] = counted.get(grade, 0) + k
    return counted


def _per_mille(n: Mapping[str, int], grades: Collection[str]) -> float:
    return 1000 * sum(k for grade, k in n.items() if grade in grades) / max(1, sum(n.values()))


def _bars(run: RunFolder, dimension: str, groups: Groups) -> Panel:
    rows: list[charts.Row] = []
    for level, n in groups[dimension].items():
        for rank, grade in enumerate(run.grades):
            share = n.get(grade, 0) / sum(n.values())
            named = {"level": wording.phrase(level), "grade": grade, "shown": wording.percent(share)}
            rows.append({**named, "rank": rank, "share": share})
    names = [wording.phrase(level) for level in groups[dimension]]
    return charts.shares_by_level(wording.phrase(dimension), rows, names, grade_colours(run))


def _dots(
    groups: Groups,
    rates: Mapping[str, Mapping[str, float]],
    dimension: str,
    *,
    city: float,
    top: float,
) -> Panel:
    rows: list[charts.Row] = [
        {
            "level": wording.phrase(level),
            "per_mille": rates[dimension][level],
            "shown": f"{rates[dimension][level]:.1f}",
            "n": wording.count(sum(n.values())),
        }
        for level, n in groups[dimension].items()
    ]
    names = [wording.phrase(level) for level in groups[dimension]]
    return charts.dots_by_level(wording.phrase(dimension), rows, names, city=city, top=top)


def _group_table(run: RunFolder, groups: Groups) -> DataTable:
    best_first = run.grades[::-1]
    rows: list[tuple[str, ...]] = []
    for dimension, levels in groups.items():
        for level, n in levels.items():
            adults_n = sum(n.values())
            shares = (wording.percent(n.get(grade, 0) / adults_n) for grade in best_first)
            rows.append((wording.phrase(dimension), wording.phrase(level), wording.count(adults_n), *shares))
    return DataTable(("dimension", "group", "adults", *best_first), rows)
