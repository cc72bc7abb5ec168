"""What an audit answers: a number, what it is of, and how far luck alone could move it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal, NamedTuple

LEVEL = 0.9
"""Share of intervals that should cover the mean over seeds."""
Unit = Literal["share", "count", "days", "months", "points", "ratio"]


class Definition(NamedTuple):
    """What a question counts, exactly. Each module of a question has its own, by id."""

    title: str
    unit: Unit
    exactly: str


Definitions = Mapping[str, Definition]
"""By id, as `wrongful.grade_share`."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where an estimate would lie by luck, with the level at which that was asked."""

    low: float
    high: float
    level: float = LEVEL
    how: Literal["communities", "months", "seeds", "exact"] = "communities"
    """A bootstrap over the communities of one run, over its months where a table does not keep
    communities apart, the spread over several seeds, or none needed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One estimate of one question."""

    question: str
    """The audit, as `wrongful`."""
    definition: str
    """Name of the exact definition, as `wrongful.grade_share`; `DEFINITIONS` of the audit has it."""
    title: str
    """What it is, in words; all findings of one definition share it, and `of` says which is which."""
    value: float
    unit: Unit
    interval: Interval | None
    """None where nothing is left to luck (values of a law), and in a run of a single community."""
    of: dict[str, str] = field(default_factory=dict[str, str])
    """What it is split by: `{"cause": "namesake", "provider": "bank"}`."""
    n: int = 0
    """How many residents, entries or pairs it is taken from; 0 where it is read from the law."""
    is_assumed: bool = True
    """Whether it rests on values of the law or the world that are assumptions."""

    @property
    def part(self) -> str:
        """Which part it is of, as `cause namesake, provider bank`; empty where it is of everything."""
        return ", ".join(f"{key} {name}" for key, name in self.of.items())

    def as_json(self) -> dict[str, object]:
        """Return the fields under their names."""
        return asdict(self)
