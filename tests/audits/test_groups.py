"""Rates of groups, counted from residents one by one: what fairlearn's MetricFrame would say.

Fairlearn brings pandas, SciPy and scikit-learn, some 300 MB, for a mean by group, so its MetricFrame is
written out here: a metric of those who have a level, level by level. (Held once against fairlearn 0.15
itself, on the residents of this run: the same to twelve places in all groups.)
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from glasshouse.audits import Finding, audit
from glasshouse.engine.columns import Book, Person, TallyColumn
from glasshouse.engine.live import group_offsets
from glasshouse.runs import load_run
from glasshouse.runs.setting import Setting, compile_setting, deal_one, live_each
from tests.audits.made import findings

Metric = Callable[[NDArray[np.bool_], NDArray[np.bool_]], float]


class Lives(NamedTuple):
    """Residents who had an account, one by one."""

    is_so: NDArray[np.int64]
    """What was counted of each. Shape [N, TallyColumn]."""
    level: NDArray[np.int64]
    """Place of the level among those of all dimensions. Shape [X, N]."""


def metric_frame(
    metric: Metric, y_true: NDArray[np.bool_], y_pred: NDArray[np.bool_], level: NDArray[np.int64]
) -> Mapping[int, float]:
    """Return a metric by level, as `MetricFrame(...).by_group` does."""
    return {int(at): metric(y_true[level == at], y_pred[level == at]) for at in np.unique(level)}


def selection_rate(_: NDArray[np.bool_], y_pred: NDArray[np.bool_]) -> float:
    """Return who is selected; here, who was ever below the default or on a list."""
    return float(y_pred.mean())


def _lives(setting: Setting, seed: int) -> Iterator[Lives]:
    last_d = int(setting.tables.month_start_d[-1])
    for number in range(setting.people.communities_n):
        community = deal_one(setting, number)
        ((life, groups),) = live_each([setting], [community], seed=seed)
        residents_n = len(community.sex)
        person = life.state.person[:residents_n]
        is_open = life.state.books[0, :residents_n, Book.STANDING] == 1
        opens_d = person[:, Person.OPENS_D]
        had = is_open & (opens_d < last_d) & (opens_d < person[:, Person.DEATH_D])
        yield Lives(
            life.sums.tally[:residents_n][had].astype(np.int64),
            groups[:, :residents_n][:, had].astype(np.int64),
        )


@pytest.fixture(scope="module")
def lives(bay_run: Path) -> tuple[Setting, Lives]:
    run = load_run(bay_run)
    setting = compile_setting(run.regime, run.world, years=run.manifest["years"])
    found = list(_lives(setting, run.manifest["seed"]))
    return setting, Lives(
        np.concatenate([each.is_so for each in found]), np.concatenate([each.level for each in found], axis=1)
    )


@pytest.mark.parametrize(
    ("definition", "column"),
    [
        ("standing.ever_below_share", TallyColumn.BELOW_N),
        ("standing.ever_listed_share", TallyColumn.LISTED_D),
        ("wrongful.ever_share", TallyColumn.WRONGED_N),
        ("wrongful.ever_spared_share", TallyColumn.SPARED_N),
    ],
)
def test_rates_of_groups_are_those_of_a_metric_frame(
    bay_run: Path, lives: tuple[Setting, Lives], definition: str, column: TallyColumn
) -> None:
    setting, residents = lives
    found = findings(load_run(bay_run), definition)
    happened = residents.is_so[:, column] > 0
    truth = residents.is_so[:, TallyColumn.TRUTHFUL_BELOW_N] > 0
    offsets = group_offsets(setting.dims)
    for ix, dim in enumerate(setting.dims):
        frame = metric_frame(selection_rate, truth, happened, residents.level[ix])
        for at, rate in frame.items():
            level = dim.levels[at - int(offsets[ix])]
            assert found[f"dimension {dim.name}, level {level}"].value == pytest.approx(rate)
    assert found[""].value == pytest.approx(happened.mean())
    assert found[""].n == len(happened)


def test_means_of_groups_are_those_of_their_residents(bay_run: Path, lives: tuple[Setting, Lives]) -> None:
    setting, residents = lives
    offsets = group_offsets(setting.dims)
    for definition, column in (("standing.below_months", 3), ("standing.listed_days", 5)):
        found: dict[str, Finding] = findings(load_run(bay_run), definition)
        for ix, dim in enumerate(setting.dims):
            for at, level in enumerate(dim.levels):
                mine = residents.is_so[residents.level[ix] == at + int(offsets[ix]), column]
                if len(mine):
                    assert found[f"dimension {dim.name}, level {level}"].value == pytest.approx(mine.mean())


def test_every_group_of_the_world_is_answered_for(bay_run: Path) -> None:
    run = load_run(bay_run)
    split = {finding.of["dimension"] for finding in audit(run, ["wrongful"]) if "dimension" in finding.of}
    assert split == {"age", "sex", *run.world.attributes}
