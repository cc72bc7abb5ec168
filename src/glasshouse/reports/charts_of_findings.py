"""Estimates with their intervals come in as rows of plain values, Vega-Lite panels go out."""

from collections.abc import Mapping, Sequence

import altair as alt

from glasshouse.reports import palette
from glasshouse.reports.chart_parts import (
    BAR,
    ROW_STEP,
    Row,
    chart_of,
    fixed_colours,
    layered,
    names_above,
    panel_of,
    rows_of,
    tip,
)
from glasshouse.reports.picture import Panel

BELOW_NAME = 8
"""How far a mark stands below the middle of its row, under its name."""
TIPS = (("name", ""), ("shown", "Estimate"), ("range", "By luck"))


def estimates(title: str, rows: Sequence[Row], names: Sequence[str], *, top: float | None = None) -> Panel:
    """Draw a dot for each estimate on the bar of its interval; rows have `name`, `value`, `low`, `high`.

    Args:
        title: Of the panel.
        rows: Beside these, `shown` and `range` as text.
        names: In order.
        top: Where the scale ends, for panels that share one.
    """
    ends = [float(row[end] or 0) for row in rows for end in ("value", "low", "high")]
    low, high = min(0.0, *ends), max(0.0, *ends) if top is None else top
    room = 0.22 * (high - low or 1.0)  # for the figures beside the bars
    scale = alt.Scale(domain=[low - (room if low < 0 else 0), high + room], nice=False)
    x = alt.X("value:Q", scale=scale, axis=None)
    base = chart_of(rows).encode(y=rows_of(names), tooltip=[tip(*each) for each in TIPS])
    stems = base.mark_rule(color=palette.FAINT, strokeWidth=2, yOffset=BELOW_NAME).encode(
        x=x, x2=alt.datum(0)
    )
    spread = base.mark_rule(
        color=palette.DEDUCTION, opacity=0.4, strokeWidth=7, strokeCap="butt", yOffset=BELOW_NAME
    ).encode(x=alt.X("low:Q", scale=scale, axis=None), x2="high:Q")
    dots = base.mark_circle(size=80, color=palette.BELOW[2], opacity=1, yOffset=BELOW_NAME).encode(x=x)
    figures = base.mark_text(align="left", dx=9, dy=BELOW_NAME).encode(
        x=alt.X("high:Q", scale=scale, axis=None), text="shown:N"
    )
    drawn = [stems, spread, dots, figures, names_above(names)]
    if low < 0:
        drawn.insert(0, _upright(0, scale))
    return panel_of(title, layered(*drawn), ROW_STEP * len(names))


def both_sides(rows: Sequence[Row], names: Sequence[str], colours: Mapping[str, str]) -> Panel:
    """Draw parts that pile up to both sides of zero under their names.

    Rows have `name`, `kind`, `start`, `end` (signed), `shown`; the last of a side has its `figure` as well.
    """
    ends = [float(row[end] or 0) for row in rows for end in ("start", "end")]
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = 0.2 * (high - low or 1.0)
    scale = alt.Scale(domain=[low - (room if low < 0 else 0), high + room], nice=False)
    x = alt.X("start:Q", scale=scale, axis=None)
    end = alt.X("end:Q", scale=scale, axis=None)
    base = chart_of(rows).encode(y=rows_of(names), x=x)
    bars = base.mark_bar(height=BAR, yOffset=BELOW_NAME).encode(
        x2="end:Q",
        color=fixed_colours(colours, "kind"),
        tooltip=[tip("name", ""), tip("kind", "What"), tip("shown", "Residents")],
    )
    rights = base.transform_filter("datum.end > 0").mark_text(align="left", dx=5, dy=BELOW_NAME)
    lefts = base.transform_filter("datum.end < 0").mark_text(align="right", dx=-5, dy=BELOW_NAME)
    figures = [side.encode(x=end, text="figure:N") for side in (rights, lefts)]
    return panel_of(
        "", layered(_upright(0, scale), bars, *figures, names_above(names)), ROW_STEP * len(names)
    )


def steps(title: str, rows: Sequence[Row], names: Sequence[str]) -> Panel:
    """Draw estimates over steps in order, joined by a line; rows as for `estimates`, `value` a share."""
    top = max(float(row["high"] or 0) for row in rows)
    base = chart_of(rows).encode(
        x=alt.X(
            "name:O",
            sort=list(names),
            axis=alt.Axis(title=None, labelAngle=0, grid=False, labelOverlap=False, labelLimit=110),
            scale=alt.Scale(padding=0.35),
        ),
        tooltip=[tip(*each) for each in TIPS],
    )
    scale = alt.Scale(domain=[0, 1.15 * top or 1], nice=False)
    y = alt.Y("value:Q", scale=scale, axis=alt.Axis(title=None, format=".2~%", tickCount=4))
    line = base.mark_line(color=palette.BELOW[0], strokeWidth=2).encode(y=y)
    spread = base.mark_rule(color=palette.DEDUCTION, opacity=0.4, strokeWidth=7, strokeCap="butt").encode(
        y=alt.Y("low:Q", scale=scale), y2="high:Q"
    )
    dots = base.mark_circle(size=80, color=palette.BELOW[2], opacity=1).encode(y=y)
    figures = base.mark_text(align="center", dy=-12).encode(y=alt.Y("high:Q", scale=scale), text="shown:N")
    return panel_of(title, layered(line, spread, dots, figures), 210)


def two_by_level(
    title: str, rows: Sequence[Row], levels: Sequence[str], colours: Mapping[str, str], top: float
) -> Panel:
    """Draw dots of two kinds for each level, on one scale; rows have `level`, `kind`, `value`, `shown`."""
    axis = alt.Axis(title=None, grid=False, labelColor=palette.INK, labelLimit=132, minExtent=138)
    scale = alt.Scale(domain=[0, top], nice=False)
    base = chart_of(rows).encode(y=alt.Y("level:N", sort=list(levels), axis=axis))
    x = alt.X("value:Q", axis=alt.Axis(title=None, tickCount=5, format=",~r"), scale=scale)
    dots = base.mark_circle(size=95, opacity=0.95).encode(
        x=x,
        color=fixed_colours(colours, "kind"),
        tooltip=[tip("level", "Group"), tip("kind", "What"), tip("shown", "Per 1,000")],
    )
    stems = base.mark_rule(color=palette.FAINT, strokeWidth=2).encode(x=x, x2=alt.datum(0))
    return panel_of(title, layered(stems, dots), 27 * len(levels))


def _upright(at: float, scale: alt.Scale) -> alt.Chart:
    return (
        chart_of([{"at": at}])
        .mark_rule(color=palette.MUTED, strokeWidth=1)
        .encode(x=alt.X("at:Q", scale=scale, axis=None))
    )
