"""What happens in a town against what its world file says should happen."""

import math

import numpy as np

from glasshouse.engine.calendar import date_of
from glasshouse.engine.streams import dimensions
from glasshouse.engine.tables import compile_tables
from glasshouse.people.conduct import Responses
from tests.engine.towns import YEARS, bay_community, bay_law, bay_people, bay_world, live_bay

ALMOST_NO_FRAILTY_K = 1_000_000.0
"""At this dispersion counts are Poisson, so that the bound below can be narrow."""
NOBODY_FOLLOWS = {"deterrence": None, "incentive": None, "chilling": None}


def _expected_and_seen() -> dict[str, tuple[float, int]]:
    """Add up the rates of everybody's cells over their adult years, and count the acts."""
    world = bay_world()
    alike = {
        name: domain.model_copy(
            update={"frailty_k": domain.frailty_k.model_copy(update={"value": ALMOST_NO_FRAILTY_K})}
        )
        for name, domain in world.domains.items()
    }
    responses = Responses(followers=world.responses.followers, **NOBODY_FOLLOWS)
    world = world.model_copy(update={"responses": responses, "domains": alike})
    tables = compile_tables(bay_law(), world, years=YEARS)
    expected = dict.fromkeys(world.conduct, 0.0)
    seen = dict.fromkeys(world.conduct, 0)
    names = list(world.conduct)
    for number in range(bay_people().communities_n):
        people, groups = bay_community(number)
        people = people._replace(death_threshold=np.zeros_like(people.death_threshold))
        life = live_bay(people, groups, tables=tables, watch=(0, len(people.sex)))
        for row in life.trace.acts.tolist():
            streams = tables.seen if row[4] else tables.unseen
            seen[names[int(streams.conduct_ix[row[3]])]] += 1
        for r in range(len(people.sex)):
            _add_rates(expected, people.sex[r], people.levels[:, r], int(people.birth_day[r]))
    return {name: (expected[name], seen[name]) for name in names}


def _add_rates(expected: dict[str, float], sex: int, levels: np.ndarray, birth_day: int) -> None:
    world, dims = bay_world(), dimensions(bay_world())
    born = date_of(world.year, birth_day)
    for year in range(YEARS):
        age_y = world.year + year - born.year
        if age_y < 18:
            continue
        months = 12 - (born.month - 1) - (born.day - 1) / 30.4 if age_y == 18 else 12
        group = sum(age_y >= low for low in world.age_groups) - 1
        cell = {"age": dims[0].levels[group], "sex": dims[1].levels[sex]}
        cell |= {dim.name: dim.levels[level] for dim, level in zip(dims[2:], levels[:-1], strict=True)}
        for name, conduct in world.conduct.items():
            factor = math.prod(table.factors.get(cell[dim], 1.0) for dim, table in conduct.by.items())
            expected[name] += conduct.per_adult_y.value * factor * months / 12


def test_every_conduct_happens_as_often_as_the_world_says() -> None:
    """Seen and unseen acts together."""
    for name, (expected, seen) in _expected_and_seen().items():
        sd = math.sqrt(expected)
        assert abs(seen - expected) < 4.5 * sd, f"{name}: {seen} acts, {expected:.1f} expected, sd {sd:.1f}"
