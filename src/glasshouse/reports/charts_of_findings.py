"""Estimates with their intervals come in as rows of plain values, Vega-Lite panels go out."""

from collections.abc import Mapping, Sequence

from glasshouse.reports import palette
from glasshouse.reports.picture import Panel
from glasshouse.reports.vega import (
    BAR,
    BELOW_NAME,
    ROW_STEP,
    Layer,
    Row,
    Rows,
    at,
    colours,
    end,
    field,
    names_above,
    of_levels,
    panel,
    rows_of,
    text,
    tips,
)

TOLD = (("name", ""), ("shown", "Estimate"), ("range", "By luck"))
SPREAD = {"color": palette.DEDUCTION, "opacity": 0.4, "strokeWidth": 7, "strokeCap": "butt"}
DOT = {"size": 80, "color": palette.BELOW[2], "opacity": 1}


def estimates(
    title: str, rows: Sequence[Row], names: Sequence[str], ends: tuple[float, float] | None = None
) -> Panel:
    """Draw a dot on the bar of its interval under each name.

    Args:
        title: Of the panel.
        rows: Of `name`, `value`, `low`, `high`, and `shown` and `range` as text.
        names: In order.
        ends: Between what the scale lies; what is drawn, if it is not given.
    """
    found = [float(row[name] or 0) for row in rows for name in ("value", "low", "high")]
    scale = _scale(found if ends is None else ends)
    drawn, base = Rows(rows), {"y": rows_of(names), "tooltip": tips(*TOLD)}
    value, low, high = (field(name, axis=None, scale=scale) for name in ("value", "low", "high"))
    below, figure = {"yOffset": BELOW_NAME}, {**base, "text": text("shown")}
    layers = [
        drawn.drawn("rule", {**base, "x": value, "x2": at(0)}, color=palette.FAINT, strokeWidth=2, **below),
        drawn.drawn("rule", {**base, "x": low, "x2": end("high")}, **SPREAD, **below),
        drawn.drawn("circle", {**base, "x": value}, **DOT, **below),
        drawn.drawn("text", {**figure, "x": high}, "datum.value >= 0", align="left", dx=9, dy=BELOW_NAME),
        drawn.drawn("text", {**figure, "x": low}, "datum.value < 0", align="right", dx=-9, dy=BELOW_NAME),
        names_above(names),
    ]
    upright = [_upright(scale)] if min(found) < 0 else []
    return panel(title, ROW_STEP * len(names), *layers, *upright)


def both_sides(rows: Sequence[Row], names: Sequence[str], kinds: Mapping[str, str]) -> Panel:
    """Draw parts that pile up to both sides of zero under their names.

    Rows have `name`, `kind`, `start`, `end` (signed), `shown`; the last of a side has its `figure`.
    """
    scale = _scale([float(row[name] or 0) for row in rows for name in ("start", "end")])
    drawn, y = Rows(rows), rows_of(names)
    bars = {
        "x": field("start", axis=None, scale=scale),
        "x2": end("end"),
        "y": y,
        "color": colours(kinds, "kind"),
        "tooltip": tips(("name", ""), ("kind", "What"), ("shown", "Residents")),
    }
    figures = {"x": field("end", axis=None, scale=scale), "y": y, "text": text("figure")}
    return panel(
        "",
        ROW_STEP * len(names),
        drawn.drawn("bar", bars, height=BAR, yOffset=BELOW_NAME),
        drawn.drawn("text", figures, "datum.end > 0", align="left", dx=5, dy=BELOW_NAME),
        drawn.drawn("text", figures, "datum.end < 0", align="right", dx=-5, dy=BELOW_NAME),
        names_above(names),
    )


def steps(title: str, rows: Sequence[Row], names: Sequence[str]) -> Panel:
    """Draw estimates over steps in order; rows as for `estimates`, with `is_joined` where a line goes on."""
    top = max(float(row["high"] or 0) for row in rows)
    scale = {"domain": [0, 1.15 * top or 1], "nice": False}
    across = {"title": None, "labelAngle": 0, "grid": False, "labelOverlap": False, "labelLimit": 110}
    x = field("name", "ordinal", sort=list(names), axis=across, scale={"padding": 0.35})
    drawn, base = Rows(rows), {"x": x, "tooltip": tips(*TOLD)}
    y = field("value", axis={"title": None, "format": ".2~%", "tickCount": 4}, scale=scale)
    high = field("high", scale=scale)
    return panel(
        title,
        210,
        drawn.drawn("line", {**base, "y": y}, "datum.is_joined", color=palette.BELOW[0], strokeWidth=2),
        drawn.drawn("rule", {**base, "y": field("low", scale=scale), "y2": end("high")}, **SPREAD),
        drawn.drawn("circle", {**base, "y": y}, **DOT),
        drawn.drawn("text", {**base, "y": high, "text": text("shown")}, align="center", dy=-12),
    )


def two_by_level(
    title: str, rows: Sequence[Row], levels: Sequence[str], kinds: Mapping[str, str], top: float
) -> Panel:
    """Draw dots of two kinds for each level, on one scale; rows have `level`, `kind`, `value`, `shown`."""
    drawn, y = Rows(rows), of_levels(levels)
    axis = {"title": None, "tickCount": 5, "format": ",~r"}
    x = field("value", axis=axis, scale={"domain": [-0.03 * top, top], "nice": False})
    told = tips(("level", "Group"), ("kind", "What"), ("shown", "Per 1,000"))
    dots = {"x": x, "y": y, "color": colours(kinds, "kind"), "tooltip": told}
    return panel(
        title,
        27 * len(levels),
        drawn.drawn("rule", {"x": x, "x2": at(0), "y": y}, color=palette.FAINT, strokeWidth=2),
        drawn.drawn("circle", dots, size=95, opacity=0.95),
    )


def _scale(ends: Sequence[float]) -> dict[str, object]:
    """Return a scale with zero on it, and room for figures beside the outermost marks."""
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = 0.22 * (high - low or 1.0)
    return {"domain": [low - (room if low < 0 else 0.0), high + room if high > 0 else 0.0], "nice": False}


def _upright(scale: Mapping[str, object]) -> Layer:
    rows = Rows([{"zero": 0}])
    return rows.drawn(
        "rule", {"x": field("zero", axis=None, scale=scale)}, color=palette.MUTED, strokeWidth=1
    )
