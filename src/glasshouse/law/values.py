"""What every declaration is made of: points, spans, names, and values with a source.

Points are written by people with at most one decimal and kept in tenths (`_pt`).
"""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from glasshouse.law.fit import refusal
from glasshouse.units import points, tenths

MOST_POINTS = 100_000
"""No amount or limit is larger, either way: sums of tenths stay far inside 32 bits."""


def _tenths(value: object) -> int:
    """Convert points to tenths, and refuse what is no number of points."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("points_type", "a number of points")
    if abs(value) > MOST_POINTS:
        raise refusal(f"points lie between -{MOST_POINTS} and {MOST_POINTS}", "write a smaller amount")
    try:
        return tenths(value)
    except ValueError:
        raise refusal("points have at most one decimal", "round it to tenths") from None


PointsPt = Annotated[
    int,
    BeforeValidator(_tenths),
    PlainSerializer(points, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number", "minimum": -MOST_POINTS, "maximum": MOST_POINTS}),
]
"""Tenths inside, points in YAML and JSON, both ways."""
SPAN = r"^([1-9][0-9]{0,3} (years?|months?|days?|working days?)|to the end of the year|until corrected)$"
"""The form of a span."""


def _span(value: object) -> str:
    """Refuse what is no span, and say how one is written."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise PydanticCustomError("span_type", "a span of time")
    if isinstance(value, int):
        raise refusal("a span has a unit", f"write it as in `{value} year{'' if value == 1 else 's'}`")
    if re.fullmatch(SPAN, value, re.ASCII) is None:
        fact = "a span is a number of `years`, `months`, `days` or `working days`"
        raise refusal(fact, "write it as `2 years`; or write `to the end of the year` or `until corrected`")
    return value


DurationText = Annotated[
    str,
    BeforeValidator(_span),
    WithJsonSchema({"type": "string", "pattern": SPAN}),
    Field(description="a span, such as `2 years`"),
]
"""A span as a law says it: `2 years`, `30 months`, `180 days`, `3 working days`, and two without a
number. `until corrected` ends with the conduct alone. `glasshouse.law.durations` reads it."""
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
"""An id: lower case, digits and hyphens."""
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9+-]*$")]
"""The code of a rule or grade as its law prints it: `NET-01`, `red-light`, `A+`."""

ASSUMPTION = "assumption"
SourceKind = Literal[
    "law", "sister-law", "translation", "press", "secondary", "study", "inference", "assumption", "invented"
]


class Model(BaseModel):
    """Base of all declarations: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Reference(Model):
    """A source that values of this file cite by its id.

    `invented` is for fictional regimes and worlds alone.
    """

    kind: SourceKind
    reference: str
    grade: str | None = None
    """Confidence as the facts grade it: P, P*, T, J, S, I for laws; OS, OS-r, P, J, E for figures."""
    note: str | None = None


class Assumption(Model):
    """Why a value is what it is where no source says it, and between which values it may lie."""

    reason: str
    range: tuple[float, float] | None = None
    """Needed where the value is a number; a text has none."""


class Sourced(Model):
    """Mix-in of everything that carries a source.

    `source` names an entry of the file's `sources`, or is `assumption`, which must carry
    `reason` and `range`; the range feeds sweeps.
    """

    source: str = Field(
        description="the id of one of the file's `sources`, or `assumption` with `reason` and `range`"
    )
    article: str | None = None
    reason: str | None = None
    range: tuple[float, float] | None = None
    note: str | None = None


class SourcedInt(Sourced):
    """A whole number with its source."""

    value: int


class SourcedNumber(Sourced):
    """A number with its source: a rate, a share, a factor."""

    value: float


class SourcedPoints(Sourced):
    """An amount of points with its source, in tenths inside."""

    value_pt: PointsPt = Field(alias="value")


class SourcedDuration(Sourced):
    """A span with its source."""

    value: DurationText
