"""Many communities come in, a run folder goes out, and any resident of it again on request."""

from glasshouse.runs.compare import Comparison, compare, load_comparison
from glasshouse.runs.folder import Run, load_run
from glasshouse.runs.simulate import simulate
from glasshouse.runs.slips import resident

__all__ = ["Comparison", "Run", "compare", "load_comparison", "load_run", "resident", "simulate"]
