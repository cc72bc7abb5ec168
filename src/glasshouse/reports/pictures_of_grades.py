"""A run folder comes in, the pictures of grades, moves and scores go out: words, colours, figures."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from glasshouse.law.schema import Band
from glasshouse.reports import charts, palette, tallies, wording
from glasshouse.reports.picture import DataTable, Panel, Picture
from glasshouse.reports.runfolder import OFFICIAL, TRUTHFUL, RunFolder

LONGEST_MARK = 3
BUCKET = 5
"""The run folder counts scores in columns of so many points."""


def spread_by_month(run: RunFolder) -> Picture:
    """Draw how the city spreads over the grades, publication by publication."""
    n = tallies.by_month(run)
    rows: list[charts.Row] = [
        {
            "on": run.published_on(month).isoformat(), "grade": grade, "rank": rank,
            "n": n.get((OFFICIAL, month, grade), 0), "when": wording.date(run.published_on(month)),
            "shown": wording.count(n.get((OFFICIAL, month, grade), 0)),
        }
        for month in range(run.last_month + 1) for rank, grade in enumerate(run.grades)
    ]  # fmt: skip
    official, truthful = _end_in_words(run, n, OFFICIAL), _end_in_words(run, n, TRUTHFUL)
    return Picture(
        id="spread",
        title="How people spread over the grades",
        caption="Every adult with an account stands in one grade at each publication. Grey is "
        f"{run.default_grade}, where a blank file stands; what lies above it is blue, what lies below it "
        f"orange. The last publication: {official}. On the truthful files: {truthful}.",
        alt=f"Stacked areas: the share of adults in each grade, month by month. At the end: {official}.",
        unit="share of adults with an account",
        period=f"each publication, {run.period}",
        file=OFFICIAL,
        panels=[charts.shares_in_time(rows, grade_colours(run))],
        table=_month_table(run, n, (OFFICIAL,)),
        key=grade_key(run),
    )


def each_grade(run: RunFolder) -> Picture:
    """Draw each grade on a scale of its own, official and truthful."""
    n = tallies.by_month(run)
    return Picture(
        id="each-grade",
        title="The same, each grade on a scale of its own",
        caption="The coloured area is the official file; the dashed line is the truthful one, on which the "
        "same detected acts are booked once, on their day and for their doer. Where the line leaves the "
        "area, mistakes moved people.",
        alt="One small chart for each grade: the number of adults in it, month by month, on both files.",
        unit="adults; the scales differ",
        period=f"each publication, {run.period}",
        file="official and truthful",
        panels=[_one_grade(run, n, grade) for grade in run.grades[::-1]],
        table=_month_table(run, n, (OFFICIAL, TRUTHFUL)),
        layout="quarters",
    )


def moves_between_grades(run: RunFolder) -> Picture:
    """Draw the flow between grades in the last year as a matrix."""
    n = tallies.moves(run)
    up = sum(k for (before, after), k in n.items() if run.rank(after) > run.rank(before))
    down = sum(k for (before, after), k in n.items() if run.rank(after) < run.rank(before))
    stayed = 1 - (up + down) / max(1, sum(n.values()))
    return Picture(
        id="moves",
        title="Who moves from grade to grade",
        caption="Read along a row: of those who stood in that grade, so many stood in the column's grade one "
        f"publication later, all twelve publications of {run.last_published.year} added up. Blue rose, "
        "orange fell; the colour deepens with every tenfold. Grey stayed where it was: "
        f"{wording.percent(stayed)} of all. There were {wording.count(up)} rises and {wording.count(down)} "
        "falls.",
        alt=f"Matrix of the grade before and after: {wording.count(up)} rises, {wording.count(down)} falls.",
        unit="moves of adults from one publication to the next",
        period=str(run.last_published.year),
        file=OFFICIAL,
        panels=[charts.matrix(_cells(run, n), run.grades)],
        table=DataTable(
            ("from \\ to", *run.grades),
            [(a, *(wording.count(n.get((a, b), 0)) for b in run.grades)) for a in run.grades[::-1]],
        ),
        key={"rose": palette.ABOVE[1], "stayed": palette.FAINT, "fell": palette.BELOW[1]},
        layout="square",
    )


def scores_at_end(run: RunFolder) -> Picture:
    """Draw the distribution of scores at the last December publication."""
    counted = tallies.by_score(run)
    at_base = dict(counted).get(int(run.base // BUCKET) * BUCKET, 0)
    share = wording.percent(at_base / max(1, sum(n for _, n in counted)))
    parts = _parts(counted)
    broken = " Between the two parts there is nobody." if len(parts) > 1 else ""
    rows = [_column(run, low, n) for low, n in counted]
    return Picture(
        id="scores",
        title="How many points people have",
        caption=f"Each column is {BUCKET} points wide. The scale is logarithmic: every line is ten times the "
        f"one below it, or nobody but the blank files would be seen. {share} of adults stand at the base of "
        f"{wording.count(run.base)} or less than {BUCKET} points above it. Dashed lines are the limits of "
        f"the grades.{broken}",
        alt=f"Columns on a logarithmic scale: adults by score; {share} at or just above the base.",
        unit="adults by points, logarithmic scale",
        period=wording.date(run.last_published),
        file=OFFICIAL,
        panels=_score_panels(run, parts),
        table=DataTable(
            ("points", "grade", "adults"), [(str(r["range"]), str(r["grade"]), str(r["shown"])) for r in rows]
        ),
        key=grade_key(run),
        layout="split" if len(parts) > 1 else "wide",
    )


def has_scores(run: RunFolder) -> bool:
    """Say whether the first instrument has grades wide enough for columns of so many points."""
    edges = run.scale.edges
    return not run.is_list() and all(high - low >= BUCKET for low, high in pairwise(edges))


def grade_colours(run: RunFolder) -> dict[str, str]:
    """Return the colour of each grade, worst first."""
    return palette.grade_colours(run.grades, run.default_grade)


def grade_key(run: RunFolder) -> dict[str, str]:
    """Return the colour of each grade with its name in words, worst first."""
    colours = grade_colours(run)
    return {_titled(band): colours[band.grade] for band in run.bands}


def _titled(band: Band) -> str:
    """Name a grade and say what it is called."""
    if not band.title or not wording.says_more(band.title, band.grade):
        return band.grade
    # Grades are marks, as A+, or words, as dim; a word needs a comma before its title.
    return f"{band.grade}{',' if len(band.grade) > LONGEST_MARK else ''} {band.title.lower()}"


def _parts(counted: Sequence[tuple[int, int]]) -> list[Sequence[tuple[int, int]]]:
    """Break the axis once, after the lowest scores, where nobody stands for a third of its length.

    A direct downgrade sets a score far below all others; on an unbroken axis the others would be a
    thin strip.
    """
    steps = [high[0] - low[0] for low, high in pairwise(counted)]
    widest = max(range(len(steps)), key=lambda ix: steps[ix], default=0)
    if steps and 3 * steps[widest] > counted[-1][0] - counted[0][0] and 2 * (widest + 1) < len(counted):
        return [counted[: widest + 1], counted[widest + 1 :]]
    return [counted] if counted else []


def _score_panels(run: RunFolder, parts: Sequence[Sequence[tuple[int, int]]]) -> list[Panel]:
    top = float(max((n for part in parts for _, n in part), default=1))
    panels: list[Panel] = []
    for ix, part in enumerate(parts):
        low, high = part[0][0], part[-1][0] + BUCKET
        rows = [_column(run, score, n) for score, n in part]
        limits: list[charts.Row] = [{"at": edge} for edge in run.scale.edges if low < edge < high]
        title = f"{wording.count(low)} to {wording.count(high)} points" if len(parts) > 1 else ""
        place = charts.LogPart(top, ix == 0, 2 * BUCKET if ix == 0 and len(parts) > 1 else 0)
        panels.append(charts.log_columns(title, rows, limits, grade_colours(run), place))
    return panels


def _column(run: RunFolder, low: int, n: int) -> charts.Row:
    between = f"{wording.count(low)} to below {wording.count(low + BUCKET)}"
    grade = run.scale.at(low)
    return {
        "low": low,
        "high": low + BUCKET,
        "n": n,
        "grade": grade,
        "range": between,
        "shown": wording.count(n),
    }


def _end_in_words(run: RunFolder, n: Mapping[tuple[str, int, str], int], file: str) -> str:
    at_end = {grade: n.get((file, run.last_month, grade), 0) for grade in run.grades[::-1]}
    all_n = max(1, sum(at_end.values()))
    return ", ".join(f"{grade} {wording.percent(k / all_n)}" for grade, k in at_end.items() if k)


def _month_table(run: RunFolder, n: Mapping[tuple[str, int, str], int], files: Sequence[str]) -> DataTable:
    best_first = run.grades[::-1]
    named = [f"{grade}, {file}" if len(files) > 1 else grade for grade in best_first for file in files]
    rows = [
        (
            wording.short_date(run.published_on(month)),
            *(wording.count(n.get((file, month, grade), 0)) for grade in best_first for file in files),
        )
        for month in range(run.last_month + 1)
    ]
    return DataTable(("published", *named), rows)


def _one_grade(run: RunFolder, n: Mapping[tuple[str, int, str], int], grade: str) -> Panel:
    rows: list[charts.Row] = []
    for month in range(run.last_month + 1):
        on = run.published_on(month)
        files = {file: n.get((file, month, grade), 0) for file in (OFFICIAL, TRUTHFUL)}
        shown = {"o": wording.count(files[OFFICIAL]), "t": wording.count(files[TRUTHFUL])}
        rows.append({"on": on.isoformat(), "when": wording.date(on), **files, **shown})
    return charts.two_files_in_time(grade, rows, grade_colours(run)[grade])


def _cells(run: RunFolder, n: Mapping[tuple[str, str], int]) -> list[charts.Row]:
    most = max((k for (before, after), k in n.items() if before != after), default=1)
    cells: list[charts.Row] = []
    for before in run.grades:
        for after in run.grades:
            k = n.get((before, after), 0)
            fill = _cell_colour(k, most, run.rank(after) - run.rank(before))
            ink = palette.MUTED if before == after else palette.ink_on(fill)
            tip = f"{wording.count(k)} from {before} to {after}"
            label = wording.short_count(k) if k else ""
            cells.append(
                {"before": before, "after": after, "fill": fill, "ink": ink, "label": label, "tip": tip}
            )
    return cells


def _cell_colour(n: int, most: int, step: int) -> str:
    if step == 0:
        return palette.FAINT
    if n == 0:
        return palette.EMPTY
    depth = math.log10(n) / math.log10(max(most, 10))
    return palette.shade(palette.ABOVE if step > 0 else palette.BELOW, 0.1 + 0.68 * depth)
