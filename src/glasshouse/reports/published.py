"""A run folder comes in, published figures beside the model's own go out: nothing was tuned to them."""

from dataclasses import dataclass
from typing import cast

import polars as pl
from pydantic import JsonValue

from glasshouse.people.world import Published
from glasshouse.reports import wording
from glasshouse.reports.assumed import place_text
from glasshouse.reports.runfolder import OFFICIAL, RunFolder, tree_at


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One published figure, and what the model says."""

    title: str
    published: str
    model: str
    error: str
    """How far the model lies off, in percent of the published figure, or why that cannot be said."""
    kind: str
    """The kind of the source."""
    source: str
    reference: str
    place: str


def published_rows(run: RunFolder) -> list[PublishedRow]:
    """Compare every published figure of the world with the run, in the order of its file."""
    figures = tree_at(run.manifest.world_summary, "published").items()
    return [_row(run, name, Published.model_validate(tree, strict=False)) for name, tree in figures]


def _row(run: RunFolder, name: str, figure: Published) -> PublishedRow:
    source = tree_at(run.manifest.world_summary, "sources", figure.source)
    places = cast("dict[str, JsonValue]", tree_at(run.manifest.world_summary, "places"))
    model = model_figure(run, figure)
    return PublishedRow(
        wording.sentence(figure.title),
        wording.count(figure.value),
        "" if model is None else wording.count(round(model)),
        _error(run, figure, model),
        str(source.get("kind") or figure.source),
        figure.source if source else "",
        str(source.get("reference") or figure.reason or ""),
        place_text(places, f"published.{name}"),
    )


def _error(run: RunFolder, figure: Published, model: float | None) -> str:
    if model is None:
        missing = figure.instrument not in run.regime.instruments
        return "this law has no such account" if missing else f"the run ends before year {figure.after_y}"
    if not figure.value:
        return ""
    off = model / figure.value - 1
    return f"{'+' if off > 0 else wording.MINUS if off < 0 else ''}{wording.percent(abs(off))}"


def model_figure(run: RunFolder, figure: Published) -> float | None:
    """Count who has one of a figure's grades at the end of its year, scaled to those whom the world counts.

    Returns:
        The count; None where the law has no such instrument, or the run does not come so far.
    """
    its = run.regime.instruments.get(figure.instrument)
    if its is None or figure.after_y > run.manifest.years:
        return None
    grades = {grade for name in figure.grades for grade in its.meant_by(name)}
    here = (pl.col("file") == OFFICIAL) & pl.col("grade").cast(pl.String).is_in(sorted(grades))
    if figure.sex is None:
        rows = run.account("grades", figure.instrument).filter(pl.col("month") == 12 * figure.after_y - 1)
    else:
        in_year = (pl.col("year") == figure.after_y - 1) & (pl.col("dimension") == "sex")
        rows = run.account("groups", figure.instrument).filter(in_year & (pl.col("level") == figure.sex))
    return int(rows.filter(here).select(pl.col("n").sum()).collect().item()) * _scale(run)


def _scale(run: RunFolder) -> float:
    """Return how many people of the world's tables one resident stands for."""
    population = tree_at(run.manifest.world_summary, "population")
    dealt, counted = (tree_at(population, name).get("value") for name in ("residents", "counted"))
    return float(counted) / float(dealt) if isinstance(dealt, int) and isinstance(counted, int) else 1.0
