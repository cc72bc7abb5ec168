"""Questions to a comparison that was really lived: all are answered, and worlds agree with themselves."""

import json
from collections.abc import Sequence

import polars as pl
import pytest

from glasshouse.audits import QUESTIONS, Finding, audit
from glasshouse.law.loader import load_regime
from glasshouse.people.loader import load_world
from glasshouse.runs import Comparison, compare
from glasshouse.runs.columns import TABLES
from tests.commands import Command

LINK, TIES = "strict-identity-match", "no-guilt-by-association"
STACKS = ((LINK,), (TIES,), (LINK, TIES), ("linked-databases-10",), ("linked-databases-all",))


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    variants = {"+".join(stack): load_regime("lantern-bay", amendments=stack) for stack in STACKS}
    return compare(
        load_regime("lantern-bay"),
        load_world("lantern-bay"),
        variants=variants,
        years=2,
        seed=1,
        threads=1,
        out=tmp_path_factory.mktemp("compared") / "bay",
    )


@pytest.fixture(scope="module")
def found(compared: Comparison) -> list[Finding]:
    return audit(compared)


def of(found: Sequence[Finding], definition: str, part: str) -> Finding:
    """Return one finding."""
    (one,) = (each for each in found if each.definition == definition and each.part == part)
    return one


def test_every_question_is_answered_and_each_number_defined(found: list[Finding]) -> None:
    assert {finding.question for finding in found} == set(QUESTIONS)
    for finding in found:
        assert finding.definition in QUESTIONS[finding.question].definitions
        assert finding.value == finding.value, "a number that is none"


def test_the_columns_of_joint_are_those_that_the_dictionary_says(compared: Comparison) -> None:
    schema = pl.read_parquet_schema(compared.folder / LINK / "joint.parquet")
    dtypes = {name: str(dtype).partition("(")[0] for name, dtype in schema.items()}
    assert dtypes == {column.name: column.dtype for column in TABLES["joint"].columns}


def test_a_base_is_answered_as_the_same_run_alone(compared: Comparison, found: list[Finding]) -> None:
    alone = audit(compared.base)
    questions = {name for name, question in QUESTIONS.items() if not question.needs} - {"equal_conduct"}
    assert [each for each in found if each.question in questions] == [
        each for each in alone if each.question in questions
    ]


def test_what_changes_nothing_helps_nobody(found: list[Finding]) -> None:
    untouched = of(found, "safeguards.residents_share", "variant linked-databases-all, outcome untouched")
    assert untouched.value == 1
    assert of(found, "equal_conduct.step_share", "step ties").value == 0
    assert of(found, "safeguards.together_months", f"variant {LINK}+{TIES}").value == 0


def test_changes_by_outcome_add_up_to_the_change_of_everybody(found: list[Finding]) -> None:
    for name in ("safeguards.months", "safeguards.days"):
        whole = of(found, name, f"variant {LINK}")
        parts = [
            each
            for each in found
            if each.definition == name and each.of.get("variant") == LINK and "outcome" in each.of
        ]
        assert sum(each.value * each.n for each in parts) == pytest.approx(whole.value * whole.n)
        groups = [
            each
            for each in found
            if each.definition == name
            and each.of.get("variant") == LINK
            and each.of.get("dimension") == "sex"
        ]
        assert sum(each.value * each.n for each in groups) == pytest.approx(whole.value * whole.n)


def test_the_difference_of_two_worlds_is_that_of_their_burdens(
    compared: Comparison, found: list[Finding]
) -> None:
    variant = of(audit(compared.variants[LINK], ["standing"]), "standing.below_months", "")
    base = of(found, "standing.below_months", "")
    assert of(found, "safeguards.months", f"variant {LINK}").value == pytest.approx(
        variant.value - base.value
    )


def test_a_comparison_is_asked_from_a_terminal(command: Command, compared: Comparison) -> None:
    said = command("audit", compared.folder, "chilling", "--format", "json")
    rows = json.loads(said.out)["findings"]
    assert said.code == 0
    assert {row["question"] for row in rows} == {"chilling"}
    assert "variant" in command("audit", compared.folder, "safeguards").out
