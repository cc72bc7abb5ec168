"""Rows of plain values come in, Vega-Lite panels go out; what they mean is said in `pictures`."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import altair as alt

from glasshouse.reports import palette
from glasshouse.reports.chart_parts import (
    BAR,
    ROW_STEP,
    Row,
    chart_of,
    fixed_colours,
    in_time,
    layered,
    names_above,
    of_levels,
    panel_of,
    rows_of,
    tip,
)
from glasshouse.reports.picture import Panel

LOG_FLOOR = 0.7
"""Where columns stand on a logarithmic scale: below 1, so that a single adult is seen."""


class LogPart(NamedTuple):
    """One part of an axis that may be broken."""

    top: float
    """The highest count of all parts, which share their scale."""
    is_first: bool
    """Only the first part names the counts."""
    around: int
    """Points that stay free on both sides of the columns."""


def shares_in_time(rows: Sequence[Row], colours: Mapping[str, str]) -> Panel:
    """Draw stacked areas; rows have `on`, `grade`, `rank` (0 lies at the bottom), `n`, `when`, `shown`."""
    areas = (
        chart_of(rows)
        .mark_area(stroke=palette.PAPER, strokeWidth=0.5)
        .encode(
            x=in_time(rows),
            y=alt.Y("n:Q", stack="normalize", axis=alt.Axis(format="%", title=None, tickCount=5)),
            color=fixed_colours(colours),
            order=alt.Order("rank:Q"),
            tooltip=[tip("when", "Published"), tip("grade", "Grade"), tip("shown", "Adults")],
        )
    )
    return panel_of("", areas, 340)


def two_files_in_time(title: str, rows: Sequence[Row], colour: str, height: int = 132) -> Panel:
    """Draw one grade; rows have `on`, `official`, `truthful`, `when` and both as text."""
    base = chart_of(rows).encode(x=in_time(rows, years_apart=max(1, len(rows) * 132 // (40 * height))))
    y_axis = alt.Axis(title=None, tickCount=3, format=",d", tickMinStep=1)
    area = base.mark_area(color=colour, opacity=0.85).encode(
        y=alt.Y("official:Q", axis=y_axis),
        tooltip=[tip("when", "Published"), tip("o", "Official"), tip("t", "Truthful")],
    )
    line = base.mark_line(color=palette.INK, strokeWidth=1, strokeDash=[3, 2]).encode(y=alt.Y("truthful:Q"))
    return panel_of(title, layered(area, line), height)


def matrix(rows: Sequence[Row], grades_from_worst: Sequence[str]) -> Panel:
    """Draw cells; rows have `before`, `after`, `fill`, `ink`, `label`, `tip`."""
    best_first = list(grades_from_worst)[::-1]
    across = alt.Axis(title="to", orient="top", labelAngle=0, labelColor=palette.INK, grid=False)
    down = alt.Axis(title="from", titleAngle=0, titleY=-6, titleX=-8, labelColor=palette.INK, grid=False)
    base = chart_of(rows).encode(
        x=alt.X("after:O", sort=list(grades_from_worst), axis=across, scale=alt.Scale(padding=0.05)),
        y=alt.Y("before:O", sort=best_first, axis=down, scale=alt.Scale(padding=0.05)),
        tooltip=[tip("tip", "Moves")],
    )
    cells = base.mark_rect(cornerRadius=2).encode(color=alt.Color("fill:N", scale=None))
    labels = base.mark_text(fontSize=13).encode(
        text=alt.Text("label:N"), color=alt.Color("ink:N", scale=None)
    )
    return panel_of("", layered(cells, labels), 56 * len(best_first))


def log_columns(
    title: str,
    rows: Sequence[Row],
    limits: Sequence[Row],
    colours: Mapping[str, str],
    part: LogPart,
) -> Panel:
    """Draw counts on a log scale; rows have `low`, `high`, `n`, `grade`, limits have `at`."""
    ends = [float(row[end] or 0) for row in rows for end in ("low", "high")]
    domain = [min(ends) - part.around, max(ends) + part.around]
    tens = [10**k for k in range(10) if 10**k <= part.top]
    counts = alt.Axis(title=None, format=",d", values=tens, labels=part.is_first, labelOverlap=False)
    points = alt.Axis(title=None, format=",d", grid=False, tickCount=8)
    if part.around:
        points = alt.Axis(title=None, format=",d", grid=False, values=[min(ends)])
    scale = alt.Scale(type="log", domain=[LOG_FLOOR, part.top * 1.3], nice=False, clamp=True)
    columns = (
        chart_of(rows)
        .mark_rect(stroke=palette.PAPER, strokeWidth=0.15)
        .encode(
            x=alt.X("low:Q", axis=points, scale=alt.Scale(nice=False, domain=domain)),
            x2="high:Q",
            y=alt.Y("n:Q", scale=scale, axis=counts),
            y2=alt.datum(LOG_FLOOR),
            color=fixed_colours(colours),
            tooltip=[tip("range", "Points"), tip("grade", "Grade"), tip("shown", "Adults")],
        )
    )
    line = chart_of(limits).mark_rule(strokeDash=[2, 3], color=palette.MUTED).encode(x="at:Q")
    return panel_of(title, layered(columns, line) if limits else layered(columns), 300)


def shares_by_level(
    title: str, rows: Sequence[Row], levels: Sequence[str], colours: Mapping[str, str]
) -> Panel:
    """Draw one full bar for each level; rows have `level`, `grade`, `rank`, `share`, `shown`."""
    bars = (
        chart_of(rows)
        .mark_bar(height=BAR + 6, stroke=palette.PAPER, strokeWidth=0.5)
        .encode(
            x=alt.X(
                "share:Q", axis=alt.Axis(format="%", title=None, tickCount=5), scale=alt.Scale(domain=[0, 1])
            ),
            y=of_levels(levels),
            color=fixed_colours(colours),
            order=alt.Order("rank:Q"),
            tooltip=[tip("level", "Group"), tip("grade", "Grade"), tip("shown", "Share")],
        )
    )
    return panel_of(title, bars, 27 * len(levels))


def dots_by_level(
    title: str, rows: Sequence[Row], levels: Sequence[str], *, city: float, top: float
) -> Panel:
    """Draw one dot for each level beside the city's line; rows have `level`, `per_mille`, `shown`, `n`."""
    scale = alt.Scale(domain=[0, top], nice=False)
    axis = alt.Axis(title=None, tickCount=5, format=",~r")
    base = chart_of(rows).encode(y=of_levels(levels))
    x = alt.X("per_mille:Q", axis=axis, scale=scale)
    stems = base.mark_rule(color=palette.FAINT, strokeWidth=2).encode(x=x, x2=alt.datum(city))
    dots = base.mark_circle(size=95, opacity=1, color=palette.DEDUCTION).encode(
        x=x, tooltip=[tip("level", "Group"), tip("shown", "Per 1,000"), tip("n", "Adults")]
    )
    mean = (
        chart_of([{"at": city}])
        .mark_rule(color=palette.INK, strokeWidth=1)
        .encode(x=alt.X("at:Q", scale=scale))
    )
    return panel_of(title, layered(stems, mean, dots), 27 * len(levels))


def named_bars(title: str, rows: Sequence[Row], names: Sequence[str], colours: Mapping[str, str]) -> Panel:
    """Draw bars to both sides of zero under their names; rows have `name`, `n` (signed), `kind`, `shown`."""
    sizes = [float(row["n"] or 0) for row in rows]
    low, high = min([0.0, *sizes]), max([0.0, *sizes])
    room = 0.2 * (high - low or 1.0)  # for the figures at the ends of the bars
    scale = alt.Scale(domain=[low - room if low < 0 else 0.0, high + room if high > 0 else 0.0], nice=False)
    x = alt.X("n:Q", scale=scale, axis=None)
    base = chart_of(rows).encode(y=rows_of(names), x=x)
    bars = base.mark_bar(height=BAR, yOffset=8).encode(
        color=fixed_colours(colours, "kind"),
        tooltip=[tip("name", ""), tip("kind", "Entries"), tip("shown", "Booked")],
    )
    merits = base.transform_filter("datum.n >= 0").mark_text(align="left", dx=5, dy=8)
    deductions = base.transform_filter("datum.n < 0").mark_text(align="right", dx=-5, dy=8)
    zero = alt.X("zero:Q", scale=scale, axis=None)
    labels = names_above(names, zero, align="right" if -low > 1.5 * high else "left")
    figures = (merits.encode(text="shown:N"), deductions.encode(text="shown:N"))
    return panel_of(title, layered(bars, *figures, labels), ROW_STEP * len(names))


def seen_of_all(rows: Sequence[Row], names: Sequence[str]) -> Panel:
    """Draw a ring, a dot and a stem, log scale; rows have `name`, `all`, `seen`, both as text, `share`."""
    sizes = [max(1.0, float(row[part] or 1)) for row in rows for part in ("all", "seen")]
    low, high = 10 ** math.floor(math.log10(min(sizes))), max(sizes)
    scale = alt.Scale(type="log", domain=[low, high * (high / low) ** 0.15 + 1], nice=False, clamp=True)
    tens = [10**k for k in range(12) if low <= 10**k <= high]
    short = "replace(replace(format(datum.value, '~s'), 'M', 'm'), 'G', 'bn')"
    counts = alt.Axis(title=None, orient="top", values=tens, labelExpr=short)
    tips = [
        tip("name", ""),
        tip("all_text", "In all"),
        tip("seen_text", "Seen"),
        tip("share", "Share seen"),
    ]
    base = chart_of(rows).encode(y=rows_of(names), tooltip=tips)
    in_all = alt.X("all:Q", scale=scale, axis=counts)
    stems = base.mark_rule(color=palette.FAINT, strokeWidth=3, yOffset=8).encode(x=in_all, x2="seen:Q")
    rings = base.mark_point(size=80, color=palette.MUTED, strokeWidth=1.6, yOffset=8, fill=palette.PAPER)
    dots = base.mark_circle(size=80, color=palette.INK, opacity=1, yOffset=8)
    shares = base.mark_text(align="left", dx=10, dy=8, color=palette.MUTED).encode(x=in_all, text="share:N")
    drawn = (stems, rings.encode(x=in_all), dots.encode(x="seen:Q"), shares, names_above(names))
    return panel_of("", layered(*drawn), ROW_STEP * len(names))
