"""A law of four accounts and a town with firms, one of each kind of instrument, for several rooms."""

from functools import cache
from pathlib import Path

from glasshouse.law.loader import load_regime
from glasshouse.law.schema import Regime
from glasshouse.people.loader import load_world
from glasshouse.people.world import World
from glasshouse.reports.report import write_report
from glasshouse.runs import Run, simulate

HERE = Path(__file__).parent
YEARS = 3


@cache
def guild_law() -> Regime:
    """Return the law."""
    return load_regime(HERE / "guild-law.yaml")


@cache
def guild_bay() -> World:
    """Return the town."""
    return load_world(HERE / "guild-bay.yaml")


def run_guild(out: Path, *, law: Regime | None = None, world: World | None = None) -> Run:
    """Run the law in the town, with every entry in the ledger and a report."""
    return simulate(
        law or guild_law(),
        world or guild_bay(),
        years=YEARS,
        seed=1,
        threads=1,
        ledger="all",
        out=out,
        finish=write_report,
        command="glasshouse run guild-law --world guild-bay --years 3 --seed 1 --out guild",
    )
