"""Every case that ships, on the kernel."""

import pytest

from glasshouse.engine.replay import run_case
from glasshouse.law.cases import Case, cases_of
from glasshouse.law.loader import list_regimes, load_regime

CASES = [case for path in list_regimes() for case in cases_of(path.stem)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.regime}-{case.id}")
def test_the_law_gives_what_its_case_says(case: Case) -> None:
    got, expected = run_case(load_regime(case.regime), case), case.expected
    if expected.score_pt is not None:
        assert got.score_pt == expected.score_pt
    if expected.grade is not None:
        assert got.grade == expected.grade
    if expected.lists is not None:
        assert got.lists == expected.lists
    if expected.fired is not None:
        assert sorted(got.fired) == sorted(expected.fired)
    if expected.blocked is not None:
        assert sorted(got.blocked) == sorted(expected.blocked)


def test_the_account_of_the_reports_is_among_them() -> None:
    case = next(c for c in CASES if (c.regime, c.id) == ("rongcheng-2017", "zhang-jian"))
    assert [entry.rule for entry in case.entries] == ["red-light", "good-work"]
    assert (case.expected.score_pt, case.expected.grade) == (10150, "A+")
