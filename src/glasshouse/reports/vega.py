"""Rows, channels and marks come in, panels in the grammar of Vega-Lite go out, as plain mappings.

A specification is written down and not built: Altair, whose grammar a test holds every panel of the
report to, takes a second and a half to import and to write what takes a millisecond here.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from glasshouse.reports import palette
from glasshouse.reports.picture import Panel

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
ROW_STEP = 40
BAR = 11
WIDEST_NAME = 345
"""In pixels: what a phone has room for."""
BELOW_NAME = 8
"""How far a mark stands below the middle of its row, under its name."""

Row = Mapping[str, str | int | float | None]
Channel = Mapping[str, object]
Layer = dict[str, object]
Kind = Literal["quantitative", "nominal", "ordinal", "temporal"]


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
            "labelSeparation": 6,
        },
        "text": {"fontSize": 12.5, "fill": palette.INK},
    }


def panel(title: str, height: int, *layers: Layer) -> Panel:
    """Fill the box that the page gives, and leave the theme to the page.

    Rows that several layers share, by being the same object, are written once.
    """
    sized: dict[str, object] = {"width": "container", "height": height}
    if len(layers) == 1:
        return Panel(title, {**layers[0], **sized}, height)
    shared = layers[0]["data"]
    own = [{k: part for k, part in layer.items() if k != "data" or part is not shared} for layer in layers]
    return Panel(title, {"data": shared, "layer": own, **sized}, height)


class Rows:
    """Rows that layers draw, kept as one object."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._inside = {"values": [dict(row) for row in rows]}

    def drawn(
        self,
        mark: str,
        channels: Mapping[str, Channel | Sequence[Channel]],
        where: str = "",
        /,
        **how: object,
    ) -> Layer:
        """Draw the rows as marks.

        Args:
            mark: As `bar`.
            channels: What is shown how.
            where: Which rows alone are drawn, as `datum.n >= 0`.
            **how: Properties that all marks share.
        """
        layer: Layer = {"data": self._inside, "mark": {"type": mark, **how}, "encoding": dict(channels)}
        return {**layer, "transform": [{"filter": where}]} if where else layer


def field(name: str, kind: Kind = "quantitative", **how: object) -> Channel:
    """Show a field of the rows."""
    return {"field": name, "type": kind, **how}


def end(name: str) -> Channel:
    """Show a field on the scale of the channel that it ends."""
    return {"field": name}


def fixed(value: object) -> Channel:
    """Show the same for all rows, in the units of the page."""
    return {"value": value}


def at(datum: float) -> Channel:
    """Show the same for all rows, in the units of the scale."""
    return {"datum": datum}


def text(name: str) -> Channel:
    """Write a field that holds text."""
    return field(name, "nominal")


def tips(*shown: tuple[str, str]) -> list[Channel]:
    """Show fields, each with its title, to who points at a mark."""
    return [field(name, "nominal", title=title) for name, title in shown]


def colours(fixed_ones: Mapping[str, str], name: str = "grade") -> Channel:
    """Give each value of a field its colour; the page has the key."""
    scale = {"domain": list(fixed_ones), "range": list(fixed_ones.values())}
    return field(name, "nominal", legend=None, scale=scale)


def in_time(rows: Sequence[Row], *, years_apart: int = 1) -> Channel:
    """Show publications in time, from the first New Year on.

    The scale is in universal time, so that no reader's clock moves a publication.
    """
    first = {"year": int(str(rows[0]["on"])[:4]), "utc": True}
    ticks = {"interval": "year", "step": years_apart}
    axis = {"format": "%Y", "title": None, "grid": False, "tickCount": ticks, "labelFlush": True}
    return field("on", "temporal", axis=axis, scale={"type": "utc", "domainMin": first})


def of_levels(levels: Sequence[str]) -> Channel:
    """Give each level a row, its name at the left."""
    axis = {"title": None, "grid": False, "labelColor": palette.INK, "labelLimit": 132, "minExtent": 138}
    return field("level", "nominal", axis=axis, sort=list(levels))


def rows_of(names: Sequence[str]) -> Channel:
    """Give each name a row; it stands above what is drawn there, see `names_above`."""
    return field("name", "nominal", axis=None, sort=list(names))


def names_above(names: Sequence[str], zero: Channel | None = None, align: str = "left") -> Layer:
    """Write names above their bars, so that a phone's width is all bar.

    They begin at zero if there is a scale that has one, at the left edge otherwise.
    """
    rows = Rows([{"name": name, "zero": 0} for name in names])
    channels = {"y": rows_of(names), "x": zero or fixed(0), "text": text("name")}
    return rows.drawn("text", channels, align=align, dy=-BELOW_NAME, limit=WIDEST_NAME)
