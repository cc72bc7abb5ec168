"""Glasshouse: a law goes in, a city of people who never existed lives under it, a report comes out.

    from glasshouse import load_regime, load_world, simulate

    run = simulate(load_regime("lantern-bay"), load_world("lantern-bay"), years=3, out=Path("bay"))

What is named here is the public interface; everything else may change. Names are imported when they
are first used, so that `import glasshouse` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glasshouse.audits import Finding as Finding
    from glasshouse.audits import audit as audit
    from glasshouse.engine.replay import run_case as run_case
    from glasshouse.errors import GlasshouseError as GlasshouseError
    from glasshouse.errors import Problem as Problem
    from glasshouse.law.amendments import list_amendments as list_amendments
    from glasshouse.law.difference import differences as differences
    from glasshouse.law.loader import check_amendment as check_amendment
    from glasshouse.law.loader import check_regime as check_regime
    from glasshouse.law.loader import list_regimes as list_regimes
    from glasshouse.law.loader import load_regime as load_regime
    from glasshouse.law.reading import read_rule as read_rule
    from glasshouse.law.schema import Regime as Regime
    from glasshouse.people.loader import check_world as check_world
    from glasshouse.people.loader import list_worlds as list_worlds
    from glasshouse.people.loader import load_world as load_world
    from glasshouse.people.world import World as World
    from glasshouse.runs import Comparison as Comparison
    from glasshouse.runs import Run as Run
    from glasshouse.runs import compare as compare
    from glasshouse.runs import load_comparison as load_comparison
    from glasshouse.runs import load_run as load_run
    from glasshouse.runs import resident as resident
    from glasshouse.runs import simulate as simulate
    from glasshouse.runs import why as why
    from glasshouse.runs import wrongly_listed as wrongly_listed

__version__ = "0.1.0.dev0"

_HOMES = {
    "Comparison": "runs",
    "Finding": "audits",
    "GlasshouseError": "errors",
    "Problem": "errors",
    "Regime": "law.schema",
    "Run": "runs",
    "World": "people.world",
    "audit": "audits",
    "check_amendment": "law.loader",
    "check_regime": "law.loader",
    "check_world": "people.loader",
    "compare": "runs",
    "differences": "law.difference",
    "list_amendments": "law.amendments",
    "list_regimes": "law.loader",
    "list_worlds": "people.loader",
    "load_comparison": "runs",
    "load_regime": "law.loader",
    "load_run": "runs",
    "load_world": "people.loader",
    "read_rule": "law.reading",
    "resident": "runs",
    "run_case": "engine.replay",
    "simulate": "runs",
    "why": "runs",
    "wrongly_listed": "runs",
}
__all__ = [
    "Comparison",
    "Finding",
    "GlasshouseError",
    "Problem",
    "Regime",
    "Run",
    "World",
    "__version__",
    "audit",
    "check_amendment",
    "check_regime",
    "check_world",
    "compare",
    "differences",
    "list_amendments",
    "list_regimes",
    "list_worlds",
    "load_comparison",
    "load_regime",
    "load_run",
    "load_world",
    "read_rule",
    "resident",
    "run_case",
    "simulate",
    "why",
    "wrongly_listed",
]


def __getattr__(name: str) -> object:
    """Import a public name from its room the first time that somebody asks for it."""
    if name not in _HOMES:
        msg = f"glasshouse has no {name!r}"
        raise AttributeError(msg)
    value: object = getattr(import_module(f"glasshouse.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
