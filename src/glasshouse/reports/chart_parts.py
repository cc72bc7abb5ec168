"""Rows of plain values come in, the parts that all drawings share go out: theme, rows, names, panels.

Altair takes a third of a second to import, so only a report imports this module.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, cast

import altair as alt
from altair.utils.schemapi import debug_mode

from glasshouse.reports import palette
from glasshouse.reports.picture import Panel

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
Row = Mapping[str, str | int | float | None]
ROW_STEP = 40
BAR = 11


def theme() -> dict[str, object]:
    """Return the Vega-Lite configuration that all panels of a page share."""
    return {
        "font": FONT,
        "background": "transparent",
        "padding": {"left": 1, "right": 8, "top": 5, "bottom": 2},
        "view": {"stroke": None},
        "axis": {
            "labelColor": palette.MUTED,
            "labelFontSize": 12,
            "labelPadding": 6,
            "titleColor": palette.MUTED,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridColor": palette.FAINT,
            "domain": False,
            "ticks": False,
            "labelOverlap": True,
        },
        "text": {"fontSize": 12.5, "fill": palette.INK},
    }


def chart_of(rows: Sequence[Row]) -> alt.Chart:
    """Begin a drawing of rows that are inside the specification."""
    return alt.Chart(alt.Data(values=[dict(row) for row in rows]))


def layered(*layers: alt.Chart) -> alt.LayerChart:
    """Draw one above the other."""
    # Altair layers facets as well, which nothing here is.
    return cast("alt.LayerChart", alt.layer(*layers))


def panel_of(title: str, chart: alt.Chart | alt.LayerChart, height: int) -> Panel:
    """Fill the box that the page gives, and leave the theme to the page."""
    # To hold each part against the grammar takes longer than all the rest; a test does it instead.
    with debug_mode(False):
        sized = chart.properties(width="container", height=height)
        spec = cast("dict[str, object]", sized.to_dict(validate=False))
    return Panel(title, {key: part for key, part in spec.items() if key not in {"$schema", "config"}}, height)


def in_time(rows: Sequence[Row], *, years_apart: int = 1) -> alt.X:
    """Publications in time, from the first New Year on.

    The scale is in universal time, so that no reader's clock moves a publication.
    """
    first = alt.DateTime(year=int(str(rows[0]["on"])[:4]), utc=True)
    ticks = {"interval": "year", "step": years_apart}
    axis = alt.Axis(format="%Y", title=None, grid=False, tickCount=cast("int", ticks), labelFlush=True)
    return alt.X("on:T", scale=alt.Scale(type="utc", domainMin=first), axis=axis)


def fixed_colours(colours: Mapping[str, str], name: str = "grade") -> alt.Color:
    """Give each value of a field its colour; the page has the key."""
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color(f"{name}:N", scale=scale, legend=None)


def of_levels(levels: Sequence[str]) -> alt.Y:
    """One row for each level, its name at the left."""
    axis = alt.Axis(title=None, grid=False, labelColor=palette.INK, labelLimit=132, minExtent=138)
    return alt.Y("level:N", sort=list(levels), axis=axis)


def rows_of(names: Sequence[str]) -> alt.Y:
    """One row for each name, which stands above it; see `names_above`."""
    return alt.Y("name:N", sort=list(names), axis=None)


def names_above(
    names: Sequence[str], zero: alt.X | None = None, *, align: Literal["left", "right"] = "left"
) -> alt.Chart:
    """Names stand above their bars, so that a phone's width is all bar.

    They begin at zero if there is a scale that has one, at the left edge otherwise.
    """
    chart = chart_of([{"name": name, "zero": 0} for name in names])
    at = alt.value(0) if zero is None else zero
    return chart.mark_text(align=align, dy=-8).encode(y=rows_of(names), x=at, text="name:N")


def tip(name: str, title: str) -> alt.Tooltip:
    """Show a field to who points at a mark."""
    return alt.Tooltip(f"{name}:N", title=title)
