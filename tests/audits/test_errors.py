"""Lives with no error, and with one kind of error at a time: findings are 0, or of that cause alone."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from glasshouse.audits import audit
from glasshouse.law.loader import load_regime
from glasshouse.law.schema import Regime
from glasshouse.people.loader import load_world
from glasshouse.people.mistakes import Errors
from glasshouse.people.world import World
from glasshouse.runs import Run, simulate

YEARS = 2
SHARE = {"value": 0.2, "source": "almanac"}
ON_TIME: dict[str, object] = {"delay_median_d": 0.0, "delay_sigma": 0.0}
KINDS: dict[str, tuple[Mapping[str, object], set[str]]] = {
    "by-name": ({"wrong_person": {"name": SHARE}}, {"namesake", "elsewhere", "astray"}),
    "by-address": (
        {"wrong_person": {"address": SHARE}, "in_household": SHARE},
        {"housemate", "neighbour", "elsewhere", "astray"},
    ),
    "missed": ({"missed": SHARE}, {"missed"}),
    "mistake": ({"mistake": {"camera": SHARE, "report": SHARE}}, {"mistake"}),
    "malice": ({"malice": {"report": SHARE}}, {"malice"}),
    "quota": ({"quota": SHARE}, {"quota"}),
    "grudge": ({"grudge": SHARE}, {"grudge"}),
    "spared": ({"spared": SHARE}, {"spared"}),
    "duplicate": ({"duplicate": SHARE}, {"duplicate"}),
    "stale": (
        {"stale_by_hand": {"median_d": 60, "sigma": 1.0, "max_d": 300, "source": "almanac"}},
        {"stale"},
    ),
}
"""By name, the one thing that goes wrong, and the causes that it may have."""


@cache
def bay(name: str = "") -> World:
    """Return Lantern Bay where all is on time, nobody objects, and one kind of thing goes wrong or none."""
    world = load_world("lantern-bay")
    providers = {key: its.model_copy(update=ON_TIME) for key, its in world.providers.items()}
    errors = Errors.model_validate(KINDS[name][0] if name else {})
    return world.model_copy(update={"providers": providers, "errors": errors, "objections": None})


@cache
def ordinance() -> Regime:
    """Return the Lantern Ordinance without the second rule for the same act.

    Where a heavier record of an act is missed, its lighter rival stands on the official file alone:
    truly, but without an equal. The engine then calls the difference a delay.
    """
    law = load_regime("lantern-bay")
    rules = {code: rule for code, rule in law.rules.items() if code not in {"litter-on-the-quay", "brawl"}}
    return law.model_copy(update={"rules": rules})


def lived(folder: Path, name: str = "") -> Run:
    """Let such a bay live."""
    return simulate(ordinance(), bay(name), years=YEARS, seed=3, threads=1, out=folder / "bay")


def test_where_nothing_goes_wrong_every_wrong_is_exactly_none(tmp_path: Path) -> None:
    run = lived(tmp_path)
    found = audit(run, ["wrongful"])
    assert len(found) > 50
    assert {finding.value for finding in found} == {0.0}
    assert {(its.low, its.high) for finding in found if (its := finding.interval)} == {(0.0, 0.0)}
    (error,) = (each for each in audit(run, ["equal_conduct"]) if each.definition.endswith("error_share"))
    assert error.value == 0.0


@pytest.mark.parametrize("name", KINDS)
def test_one_kind_of_error_has_findings_of_that_cause_and_no_other(name: str, tmp_path: Path) -> None:
    allowed = KINDS[name][1]
    found = [finding for finding in audit(lived(tmp_path, name), ["wrongful"]) if "cause" in finding.of]
    causes = {finding.of["cause"] for finding in found if finding.value}
    assert causes
    assert causes <= allowed
    whole = {finding.definition for finding in found if finding.value}
    assert whole & {"wrongful.grade_share", "wrongful.sparing_share"}
