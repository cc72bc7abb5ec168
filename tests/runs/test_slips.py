"""A slip: what stands on it adds up, and it is the same whenever it is asked for."""

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from glasshouse.errors import GlasshouseError
from glasshouse.law.loader import load_regime
from glasshouse.people.deal import deal_community
from glasshouse.runs import Run, load_run, resident, simulate
from tests.engine.towns import bay_law, bay_people, bay_world


@pytest.fixture(scope="module", params=["independent-tribunal", "notice-and-hearing"])
def disputed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a run of a law under which a charge does not count while it is disputed."""
    law = load_regime("lantern-bay", amendments=[request.param])
    out = tmp_path_factory.mktemp("disputed") / "run"
    return simulate(law, bay_world(), years=1, seed=2, out=out)


def _ids(count: int) -> list[str]:
    sizes = [len(deal_community(bay_people(), n).sex) for n in range(5)]
    pick = random.Random(3)
    return [f"{c}.{pick.randrange(sizes[c])}" for c in (pick.randrange(5) for _ in range(count))]


def _lines_that_add_up(run: Run, name: str) -> list[dict[str, Any]]:
    """Return all lines of a slip, once it is seen that those that count make up the balance."""
    lines: list[dict[str, Any]] = []
    for file in resident(run, name)["files"].values():
        counted = [line for line in file["lines"] if line["counts"]]
        assert sum(line["points"] for line in counted) == pytest.approx(file["score"], abs=1e-9), name
        lines += file["lines"]
    return lines


def test_base_entries_and_settings_give_the_balance_of_300_residents(bay: Run) -> None:
    lines = [line for name in _ids(300) for line in _lines_that_add_up(bay, name)]
    assert {line["kind"] for line in lines if line["counts"]} == {"base", "entry", "set-to"}
    # Among them is every error, and all that can be done about one here.
    assert {line["cause"] for line in lines if line["kind"] == "entry"} >= {
        "true", "late", "mistake", "malice", "quota", "grudge", "namesake", "housemate", "neighbour",
        "elsewhere", "duplicate",
    }  # fmt: skip
    for what in ("outstays", "outstayed", "objected", "rejected", "corrected"):
        assert any(line.get(what) for line in lines), what


def test_a_charge_that_is_disputed_does_not_count_where_the_law_says_so(disputed: Run) -> None:
    lines = [line for name in _ids(200) for line in _lines_that_add_up(disputed, name)]
    waiting = [line for line in lines if line.get("suspended")]
    assert waiting
    for line in waiting:
        assert not line["counts"]
        assert line["objected"] >= line["booked"]


def test_residents_with_an_account_are_the_adults(bay: Run) -> None:
    for name in _ids(60):
        slip = resident(bay, name)
        assert slip["scored"] == bool(slip["files"]) == (slip["about"]["age"] >= 18)


def test_every_true_entry_leads_to_conduct_on_its_day(bay: Run) -> None:
    found: set[str] = set()
    for name in _ids(100):
        slip = resident(bay, name)
        days = {(act["day"], act["conduct"]) for act in slip["conduct"] if act["seen_by"]}
        for place, file in slip["files"].items():
            for line in file["lines"]:
                if line["kind"] == "entry" and line["cause"] in {"true", "late"}:
                    found.add(place)
                    assert (line["day"], bay_law().rules[line["rule"]].conduct) in days
                    assert line["booked"] >= line["day"]
    assert found == {"official", "truthful"}


def test_a_record_that_went_wrong_is_on_the_file_that_the_conduct_names(bay: Run) -> None:
    """What was missed is on the truthful file alone, and what went to somebody else is on theirs."""
    became: set[str] = set()
    for name in _ids(200):
        slip = resident(bay, name)
        for act in slip["conduct"]:
            for mishap in act.get("went_wrong", []):
                became.add(mishap["became"])
                official = _of_act(slip, act, mishap["provider"], "official")
                if mishap["became"] in {"missed", "spared", "astray"}:
                    assert official == []
                elif mishap["became"] != "duplicate" and "to" in mishap:
                    assert official == []
                    theirs = resident(bay, mishap["to"])
                    for line in _of_act(theirs, act, mishap["provider"], "official"):
                        assert (line["cause"], line["doer"]) == (mishap["became"], name)
    assert became == {"missed", "spared", "astray", "namesake", "housemate", "neighbour", "duplicate"}


def _of_act(slip: dict[str, Any], act: dict[str, Any], provider: str, file: str) -> list[dict[str, Any]]:
    """Return the lines of an act as a provider reported it."""
    lines = slip["files"].get(file, {"lines": []})["lines"]
    found = [line for line in lines if line.get("act") == act["act"] and line.get("provider") == provider]
    return [line for line in found if line["day"] == act["day"]]


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
