"""The parts of a picture: what a reader needs beside a drawing, and the drawing as Vega-Lite panels.

A picture has one or more panels, each a view as wide as its box, so that the page and not the
drawing decides how many stand side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from glasshouse.reports.headline import Basis

Layout = Literal["wide", "square", "split", "halves", "quarters"]


@dataclass(frozen=True, slots=True)
class DataTable:
    """The figures of a picture, written for people; the first column names the row."""

    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Panel:
    """One view of a picture: a Vega-Lite specification without its theme."""

    title: str
    spec: Mapping[str, object]
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its title, its words and its figures."""

    id: str
    title: str
    caption: str
    """In plain words, what one sees."""
    alt: str
    """What somebody who does not see the picture should know."""
    unit: str
    period: str
    file: str
    panels: Sequence[Panel]
    table: DataTable
    key: Mapping[str, str] = field(default_factory=dict[str, str])
    """Label to colour; empty where the panels need no key."""
    layout: Layout = "wide"
    basis: Basis = "assumed"
