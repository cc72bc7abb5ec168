"""Risks of death rise with age and give the expected deaths of the first year."""

import numpy as np
import pytest

from tests.people.town import Town

WORD = 2**32


@pytest.mark.parametrize(("name", "deaths_per_resident"), [("rongcheng", 6730 / 652_000), ("bay", 40 / 3900)])
def test_the_first_year_brings_the_deaths_that_are_told(
    name: str, deaths_per_resident: float, request: pytest.FixtureRequest
) -> None:
    town: Town = request.getfixturevalue(name)
    risk = town.tables.death_threshold[town.sex, town.age] / WORD
    assert risk.sum() == pytest.approx(len(town.sex) * deaths_per_resident, rel=1e-4)


def test_risks_rise_with_age_are_lower_for_women_and_end_in_certainty(rongcheng: Town) -> None:
    men, women = rongcheng.tables.death_threshold.astype(np.int64)
    assert (np.diff(men) >= 0).all()
    assert (women <= men).all()
    assert men[120] == women[120] == WORD - 1
    assert 0.0003 < men[0] / WORD < 0.001
    assert 0.05 < men[80] / WORD < 0.09
