"""Many communities come in, a run folder goes out, and any resident of it again on request."""

from glasshouse.runs.compare import Comparison, compare, load_comparison
from glasshouse.runs.folder import Run, load_run
from glasshouse.runs.simulate import simulate
from glasshouse.runs.slips import resident
from glasshouse.runs.why import why
from glasshouse.runs.wrongly_listed import wrongly_listed

__all__ = [
    "Comparison",
    "Run",
    "compare",
    "load_comparison",
    "load_run",
    "resident",
    "simulate",
    "why",
    "wrongly_listed",
]
