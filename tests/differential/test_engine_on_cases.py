"""Engine and oracle make the same of every case that ships, and of cases that nobody would write."""

import pytest
from hypothesis import example, given, settings

from glasshouse.engine.replay import run_case
from glasshouse.law.cases import Case
from glasshouse.law.schema import Regime
from reference.cases import Reading, Shown, meets, read_case
from tests.differential import shipped
from tests.differential.strategies import NUMBERS, law_and_case
from tests.differential.test_engine_on_random_laws import HOW


def engines_reading(law: Regime, case: Case) -> Reading:
    got = run_case(law, case)
    return Reading(
        {name: Shown(its.score_pt, its.grade) for name, its in got.instruments.items()},
        got.lists,
        tuple(sorted(got.fired)),
        tuple(sorted(got.blocked)),
    )


@pytest.mark.parametrize("law_id", shipped.LAWS)
def test_the_oracle_reads_every_case_that_ships_as_it_expects(law_id: str) -> None:
    law, cases = shipped.law(law_id), shipped.cases(law_id)
    for case in cases:
        assert meets(law, read_case(law, case), case), case.id
    assert len(cases) > 5


@pytest.mark.parametrize("law_id", shipped.LAWS)
def test_the_engine_reads_every_case_that_ships_as_the_oracle_does(law_id: str) -> None:
    law = shipped.law(law_id)
    for case in shipped.cases(law_id):
        assert engines_reading(law, case) == read_case(law, case), case.id


@settings(HOW, max_examples=60)
@given(number=NUMBERS)
@example(number=121)  # a record that comes late: one rule of its tally still counts, another is over
def test_the_engine_reads_random_cases_as_the_oracle_does(number: int) -> None:
    law, case = law_and_case(number)
    assert engines_reading(law, case) == read_case(law, case)


@pytest.mark.slow
@settings(HOW, max_examples=400)
@given(number=NUMBERS)
def test_the_engine_reads_many_random_cases_as_the_oracle_does(number: int) -> None:
    law, case = law_and_case(number)
    assert engines_reading(law, case) == read_case(law, case)
