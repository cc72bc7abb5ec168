"""A slip: what stands on it adds up, and it is the same whenever it is asked for."""

import random
from itertools import pairwise
from pathlib import Path

import pytest

from glasshouse.errors import GlasshouseError
from glasshouse.people.deal import deal_community
from glasshouse.runs import Run, load_run, resident, simulate
from tests.engine.towns import bay_law, bay_people, bay_world


@pytest.fixture(scope="module")
def bay(tmp_path_factory: pytest.TempPathFactory) -> Run:
    out = tmp_path_factory.mktemp("bay") / "run"
    return simulate(bay_law(), bay_world(), years=3, seed=1, out=out)


def _ids(count: int) -> list[str]:
    sizes = [len(deal_community(bay_people(), n).sex) for n in range(5)]
    pick = random.Random(3)
    return [f"{c}.{pick.randrange(sizes[c])}" for c in (pick.randrange(5) for _ in range(count))]


def test_base_entries_and_settings_give_the_balance_of_200_residents(bay: Run) -> None:
    kinds: set[str] = set()
    for name in _ids(200):
        slip = resident(bay, name)
        for file in slip["files"].values():
            counted = [line for line in file["lines"] if line["counts"]]
            assert sum(line["points"] for line in counted) == pytest.approx(file["score"], abs=1e-9), name
            kinds |= {line["kind"] for line in counted}
        assert slip["scored"] == bool(slip["files"])
        assert slip["scored"] == (slip["about"]["age"] >= 18)
    assert kinds == {"base", "entry", "set-to"}


def test_every_entry_leads_to_conduct_on_its_day(bay: Run) -> None:
    found = 0
    for name in _ids(60):
        slip = resident(bay, name)
        days = {(act["day"], act["conduct"]) for act in slip["conduct"] if act["recorded_by"]}
        for file in slip["files"].values():
            for line in file["lines"]:
                if line["kind"] == "entry":
                    found += 1
                    assert (line["day"], bay_law().rules[line["rule"]].conduct) in days
                    assert line["booked"] >= line["day"]
    assert found > 20


def test_conduct_is_listed_in_order_and_some_of_it_nobody_saw(bay: Run) -> None:
    acts = [resident(bay, name)["conduct"] for name in _ids(40)]
    assert all(a["day"] <= b["day"] for one in acts for a, b in pairwise(one))
    assert any(not act["seen_by"] for one in acts for act in one)


def test_a_child_is_unscored(bay: Run) -> None:
    people = deal_community(bay_people(), 0)
    youngest = int(people.birth_day.argmax())
    slip = resident(bay, f"0.{youngest}")
    assert (slip["scored"], slip["files"], slip["conduct"]) == (False, {}, [])


@pytest.mark.parametrize(
    ("name", "code"),
    [("7", "N207"), ("0.x", "N207"), ("99.1", "N208"), ("0.99999", "N208"), ("-1.2", "N207")],
)
def test_an_id_that_names_nobody_is_a_clear_error(bay: Run, name: str, code: str) -> None:
    with pytest.raises(GlasshouseError, match=code):
        resident(bay, name)


def test_a_run_by_another_version_is_not_passed_off_as_this_one(bay: Run, tmp_path: Path) -> None:
    harsher = {
        code: rule.model_copy(update={"points_pt": (rule.points_pt or 0) - 10}) if rule.points_pt else rule
        for code, rule in bay_law().rules.items()
    }
    law = bay_law().model_copy(update={"rules": harsher})
    other = simulate(law, bay_world(), years=3, seed=1, out=tmp_path / "run")
    manifest = {**other.manifest, "law": bay.manifest["law"]}
    with pytest.raises(GlasshouseError, match="N206"):
        resident(Run(other.folder, manifest), "0.0")


def test_a_slip_is_the_same_when_the_folder_is_opened_again(bay: Run) -> None:
    name = _ids(1)[0]
    assert resident(load_run(bay.folder), name) == resident(bay, name)
