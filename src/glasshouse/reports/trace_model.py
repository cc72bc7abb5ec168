"""The JSON of `glasshouse why` comes in, a trace with named parts goes out.

Nothing may stand in a trace that has no name here; docs/reference/trace.md says what each means.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from glasshouse.reports.slip_model import Line

STRICT = ConfigDict(extra="forbid", frozen=True)
Status = Literal[
    "counts",
    "suspended",
    "expired",
    "repaired",
    "replaced",
    "corrected",
    "blocked",
    "refused",
    "missed",
    "spared",
    "astray",
    "with-another",
    "on-its-way",
    "not-booked",
    "not-enough",
    "on-another",
    "unlinked",
    "unseen",
    "seen-by-another",
    "other-severity",
    "no-act",
]
NO_LONGER: tuple[Status, ...] = ("expired", "repaired", "replaced", "corrected")
NEVER: tuple[Status, ...] = ("blocked", "refused")
NOT_HERE: tuple[Status, ...] = ("missed", "spared", "astray", "with-another", "on-its-way", "not-booked")


class TraceLine(Line):
    """A record on one of the two files."""

    model_config = STRICT

    act: str
    source: str
    place: str | None
    status: Status


class Node(BaseModel):
    """A rule, and what it came to."""

    model_config = STRICT

    rule: str
    title: str
    provider: str | None
    by_law: str
    """What the rule costs or earns, as the law has it: `−5`, `−5 to −50`, `to D`."""
    article: str | None
    source: str
    source_kind: str
    place: str | None
    status: Status
    """By the official file."""
    official: TraceLine | None = None
    truthful: TraceLine | None = None
    went_to: str | None = None
    """On whose file the record is instead."""
    taken_as: Literal["namesake", "housemate", "neighbour"] | None = None
    arrives: dt.date | None = None
    """When a record that is on its way will be booked."""
    acts: int | None = None
    """How many acts of the rule's conduct led to no record under it."""
    days: list[dt.date] = []
    """Of these acts."""

    @property
    def line(self) -> TraceLine | None:
        """The record, from the official file if it is there."""
        return self.official or self.truthful


class Stands(BaseModel):
    """Where somebody stands by one file; a list has no score."""

    model_config = STRICT

    score: int | float | None
    grade: str
    lists: list[str] = []


class DidIt(BaseModel):
    """Which records made the official grade another than the truthful one."""

    model_config = STRICT

    verdict: Literal["same", "wronged", "spared"]
    explains: Literal["all", "part", "nothing"] | None = None
    acts: list[str] = []
    records: list[Node] = []
    without: Stands | None = None
    missing: list[Node] = []
    tried: int = 0
    limit: int = 0


class Trace(BaseModel):
    """Why somebody has a grade."""

    model_config = STRICT

    trace: Literal["trace/1"]
    run: str
    law: str
    id: str
    instrument: str
    title: str
    at: dt.date
    official: Stands
    truthful: Stands
    nodes: list[Node]
    did_it: DidIt

    def of(self, *statuses: Status) -> list[Node]:
        """Return the nodes of some statuses, in the order of the trace."""
        return [node for node in self.nodes if node.status in statuses]


def read_trace(trace: Mapping[str, object]) -> Trace:
    """Read a trace from its JSON.

    Args:
        trace: The answer of `glasshouse why RUN ID --format json`.

    Returns:
        The same with named parts.
    """
    return Trace.model_validate(trace)
