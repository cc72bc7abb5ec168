"""Rows of plain values come in, Vega-Lite panels go out; what they mean is said in `pictures`."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from glasshouse.reports import palette
from glasshouse.reports.picture import Panel
from glasshouse.reports.vega import (
    BAR,
    BELOW_NAME,
    ROW_STEP,
    Row,
    Rows,
    at,
    colours,
    end,
    field,
    in_time,
    names_above,
    of_levels,
    panel,
    rows_of,
    text,
    tips,
)

LOG_FLOOR = 0.7
"""Where columns stand on a logarithmic scale: below 1, so that a single adult is seen."""
SHORT = "replace(replace(format(datum.value, '~s'), 'M', 'm'), 'G', 'bn')"


class LogPart(NamedTuple):
    """One part of an axis that may be broken."""

    top: float
    """The highest count of all parts, which share their scale."""
    is_first: bool
    """Only the first part names the counts."""
    around: int
    """Points that stay free on both sides of the columns."""


def shares_in_time(rows: Sequence[Row], of_grades: Mapping[str, str]) -> Panel:
    """Draw stacked areas; rows have `on`, `grade`, `rank` (0 lies at the bottom), `n`, `when`, `shown`."""
    channels = {
        "x": in_time(rows),
        "y": field("n", stack="normalize", axis={"format": "%", "title": None, "tickCount": 5}),
        "color": colours(of_grades),
        "order": field("rank"),
        "tooltip": tips(("when", "Published"), ("grade", "Grade"), ("shown", "Adults")),
    }
    return panel("", 340, Rows(rows).drawn("area", channels, stroke=palette.PAPER, strokeWidth=0.5))


def two_files_in_time(title: str, rows: Sequence[Row], colour: str, height: int = 132) -> Panel:
    """Draw one grade; rows have `on`, `official`, `truthful`, `when` and both as text."""
    months, x = Rows(rows), in_time(rows, years_apart=max(1, len(rows) * 132 // (40 * height)))
    axis = {"title": None, "tickCount": 3, "format": ",d", "tickMinStep": 1}
    tooltip = tips(("when", "Published"), ("o", "Official"), ("t", "Truthful"))
    area = {"x": x, "y": field("official", axis=axis), "tooltip": tooltip}
    return panel(
        title,
        height,
        months.drawn("area", area, color=colour, opacity=0.85),
        months.drawn(
            "line", {"x": x, "y": field("truthful")}, color=palette.INK, strokeWidth=1, strokeDash=[3, 2]
        ),
    )


def matrix(rows: Sequence[Row], grades_from_worst: Sequence[str]) -> Panel:
    """Draw cells; rows have `before`, `after`, `fill`, `ink`, `label`, `tip`."""
    best_first, padding = list(grades_from_worst)[::-1], {"padding": 0.05}
    named = {"labelColor": palette.INK, "grid": False}
    across = {"title": "to", "orient": "top", "labelAngle": 0, **named}
    down = {"title": "from", "titleAngle": 0, "titleY": -6, "titleX": -8, **named}
    base = {
        "x": field("after", "ordinal", sort=list(grades_from_worst), axis=across, scale=padding),
        "y": field("before", "ordinal", sort=best_first, axis=down, scale=padding),
        "tooltip": tips(("tip", "Moves")),
    }
    cells, as_it_is = Rows(rows), {"scale": None}
    return panel(
        "",
        56 * len(best_first),
        cells.drawn("rect", {**base, "color": field("fill", "nominal", **as_it_is)}, cornerRadius=2),
        cells.drawn(
            "text", {**base, "text": text("label"), "color": field("ink", "nominal", **as_it_is)}, fontSize=13
        ),
    )


def log_columns(
    title: str, rows: Sequence[Row], limits: Sequence[Row], of_grades: Mapping[str, str], part: LogPart
) -> Panel:
    """Draw counts on a log scale; rows have `low`, `high`, `n`, `grade`, limits have `at`."""
    ends = [float(row[name] or 0) for row in rows for name in ("low", "high")]
    domain = [min(ends) - part.around, max(ends) + part.around]
    tens = [10**k for k in range(10) if 10**k <= part.top]
    points = {"values": [min(ends)]} if part.around else {"tickCount": 8}
    counts = {"values": tens, "labels": part.is_first, "labelOverlap": False}
    named = {"title": None, "format": ",d"}
    channels = {
        "x": field("low", axis={**named, "grid": False, **points}, scale={"nice": False, "domain": domain}),
        "x2": end("high"),
        "y": field(
            "n",
            axis={**named, **counts},
            scale={"type": "log", "domain": [LOG_FLOOR, part.top * 1.3], "nice": False, "clamp": True},
        ),
        "y2": at(LOG_FLOOR),
        "color": colours(of_grades),
        "tooltip": tips(("range", "Points"), ("grade", "Grade"), ("shown", "Adults")),
    }
    columns = Rows(rows).drawn("rect", channels, stroke=palette.PAPER, strokeWidth=0.15)
    lines = Rows(limits).drawn("rule", {"x": field("at")}, strokeDash=[2, 3], color=palette.MUTED)
    return panel(title, 300, columns, *([lines] if limits else []))


def shares_by_level(
    title: str, rows: Sequence[Row], levels: Sequence[str], of_grades: Mapping[str, str]
) -> Panel:
    """Draw one full bar for each level; rows have `level`, `grade`, `rank`, `share`, `shown`."""
    channels = {
        "x": field("share", axis={"format": "%", "title": None, "tickCount": 5}, scale={"domain": [0, 1]}),
        "y": of_levels(levels),
        "color": colours(of_grades),
        "order": field("rank"),
        "tooltip": tips(("level", "Group"), ("grade", "Grade"), ("shown", "Share")),
    }
    bars = Rows(rows).drawn("bar", channels, height=BAR + 6, stroke=palette.PAPER, strokeWidth=0.5)
    return panel(title, 27 * len(levels), bars)


def dots_by_level(
    title: str, rows: Sequence[Row], levels: Sequence[str], *, city: float, top: float
) -> Panel:
    """Draw one dot for each level beside the city's line; rows have `level`, `per_mille`, `shown`, `n`."""
    groups, scale, y = Rows(rows), {"domain": [0, top], "nice": False}, of_levels(levels)
    x = field("per_mille", axis={"title": None, "tickCount": 5, "format": ",~r"}, scale=scale)
    tooltip = tips(("level", "Group"), ("shown", "Per 1,000"), ("n", "Adults"))
    return panel(
        title,
        27 * len(levels),
        groups.drawn("rule", {"x": x, "x2": at(city), "y": y}, color=palette.FAINT, strokeWidth=2),
        Rows([{"at": city}]).drawn("rule", {"x": field("at", scale=scale)}, color=palette.INK, strokeWidth=1),
        groups.drawn(
            "circle", {"x": x, "y": y, "tooltip": tooltip}, size=95, opacity=1, color=palette.DEDUCTION
        ),
    )


def named_bars(title: str, rows: Sequence[Row], names: Sequence[str], kinds: Mapping[str, str]) -> Panel:
    """Draw bars to both sides of zero under their names; rows have `name`, `n` (signed), `kind`, `shown`."""
    sizes = [float(row["n"] or 0) for row in rows]
    low, high = min([0.0, *sizes]), max([0.0, *sizes])
    room = 0.2 * (high - low or 1.0)  # for the figures at the ends of the bars
    scale = {
        "domain": [low - room if low < 0 else 0.0, high + room if high > 0 else 0.0],
        "nice": False,
    }
    bars, base = Rows(rows), {"x": field("n", axis=None, scale=scale), "y": rows_of(names)}
    tooltip = tips(("name", ""), ("kind", "Entries"), ("shown", "Booked"))
    figures = {**base, "text": text("shown")}
    zero = field("zero", axis=None, scale=scale)
    return panel(
        title,
        ROW_STEP * len(names),
        bars.drawn(
            "bar",
            {**base, "color": colours(kinds, "kind"), "tooltip": tooltip},
            height=BAR,
            yOffset=BELOW_NAME,
        ),
        bars.drawn("text", figures, "datum.n >= 0", align="left", dx=5, dy=BELOW_NAME),
        bars.drawn("text", figures, "datum.n < 0", align="right", dx=-5, dy=BELOW_NAME),
        names_above(names, zero, align="right" if -low > 1.5 * high else "left"),
    )


def seen_of_all(rows: Sequence[Row], names: Sequence[str]) -> Panel:
    """Draw a ring, a dot and a stem, log scale; rows have `name`, `all`, `seen`, both as text, `share`."""
    sizes = [max(1.0, float(row[part] or 1)) for row in rows for part in ("all", "seen")]
    low, high = 10 ** math.floor(math.log10(min(sizes))), max(sizes)
    domain = [low, high * (high / low) ** 0.15 + 1]
    scale = {"type": "log", "domain": domain, "nice": False, "clamp": True}
    tens = [10**k for k in range(12) if low <= 10**k <= high]
    counts = {"title": None, "orient": "top", "values": tens, "labelExpr": SHORT}
    in_all, drawn = field("all", axis=counts, scale=scale), Rows(rows)
    told = (("name", ""), ("all_text", "In all"), ("seen_text", "Seen"), ("share", "Share seen"))
    base = {"y": rows_of(names), "tooltip": tips(*told)}
    dot = {"size": 80, "yOffset": BELOW_NAME}
    ring = {"color": palette.MUTED, "strokeWidth": 1.6, "fill": palette.PAPER}
    return panel(
        "",
        ROW_STEP * len(names),
        drawn.drawn(
            "rule", {**base, "x": in_all, "x2": end("seen")}, color=palette.FAINT, strokeWidth=3, yOffset=8
        ),
        drawn.drawn("point", {**base, "x": in_all}, **ring, **dot),
        drawn.drawn("circle", {**base, "x": field("seen")}, color=palette.INK, opacity=1, **dot),
        drawn.drawn(
            "text",
            {**base, "x": in_all, "text": text("share")},
            align="left",
            dx=10,
            dy=8,
            color=palette.MUTED,
        ),
        names_above(names),
    )
