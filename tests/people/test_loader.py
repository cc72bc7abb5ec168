"""Worlds are found by id or path, changed by `sets`, and told to laws as a catalogue."""

from pathlib import Path

import pytest

from glasshouse.errors import GlasshouseError
from glasshouse.people.loader import catalogue, check_world, list_worlds, load_world

FIXED_CONDUCT = {
    "red-light", "gives-way", "traffic-offence", "drink-driving", "good-work", "citizen-complaint-upheld",
    "brawl", "fare-dodging", "resists-crime", "littering", "yard-unkept", "helps-neighbour",
    "joins-village-work", "disobeys-village-head", "supports-parents", "donates", "volunteers",
    "unpaid-loan", "unpaid-bill", "tax-arrears", "critical-post", "critical-petition",
}  # fmt: skip


def test_four_worlds_ship() -> None:
    names = [path.stem for path in list_worlds()]
    assert names == ["germany-drivers", "lantern-bay", "rongcheng-2017", "rongcheng-2020"]


def test_a_world_is_loaded_by_id_and_by_path() -> None:
    by_id = load_world("lantern-bay")
    by_path = load_world(next(path for path in list_worlds() if path.stem == "lantern-bay"))
    assert by_id.model_dump() == by_path.model_dump()
    assert by_id.places["conduct.brawl.per_adult_y.value"].file == "people/library/lantern-bay.yaml"


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(GlasshouseError, match="rongcheng-2020"):
        load_world("rongcheng-2002")


def test_one_value_is_changed_for_a_run() -> None:
    world = load_world("lantern-bay", sets=["conduct.brawl.per_adult_y.value=0.5"])
    assert world.conduct["brawl"].per_adult_y.value == 0.5


def test_a_changed_value_is_checked_too() -> None:
    with pytest.raises(GlasshouseError, match="W124"):
        load_world("lantern-bay", sets=["population.residents.value=4000"])


def test_a_world_like_another_holds_only_what_differs() -> None:
    census, reports = load_world("rongcheng-2020"), load_world("rongcheng-2017")
    assert (reports.year, reports.population.residents.value) == (2017, 670_000)
    assert reports.population.counted_n == census.population.counted_n == 714_211
    assert reports.conduct == census.conduct
    assert reports.attributes == census.attributes
    assert set(reports.sources) == {*census.sources, "reports-2017"}
    assert reports.places["population.residents.value"].file.endswith("rongcheng-2017.yaml")
    assert reports.places["conduct.brawl.title"].file.endswith("rongcheng-2020.yaml")


def test_problems_of_a_world_like_another_stand_in_the_file_that_has_them(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("glasshouse: world/1\nlike: lantern-bay\nid: ours\nkey: many\n", "utf-8")
    (problem,) = check_world(path)
    assert (problem.file, problem.line, problem.path) == (str(path), 4, "key")


def test_a_world_like_one_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("glasshouse: world/1\nlike: lantern-bey\nid: ours\n", "utf-8")
    (problem,) = check_world(path)
    assert "lantern-bay" in problem.help


def test_a_law_learns_what_happens_and_who_can_see_it() -> None:
    known = catalogue(load_world("rongcheng-2020"))
    assert known.world == "rongcheng-2020"
    assert set(known.severities) >= FIXED_CONDUCT
    assert known.severities["traffic-offence"] >= {"minor", "serious"}
    assert known.severities["red-light"] == {"any"}
    assert known.seen_by["brawl"] >= {"police", "village-committee"}


def test_a_provider_that_never_sees_an_act_is_not_among_those_who_see_it() -> None:
    sets = ["conduct.brawl.seen_by.police.value=0", "conduct.brawl.seen_by.police.range=[0, 1]"]
    known = catalogue(load_world("rongcheng-2020", sets=sets))
    assert "police" not in known.seen_by["brawl"]
    assert "village-committee" in known.seen_by["brawl"]


@pytest.mark.parametrize("name", ["rongcheng-2020", "rongcheng-2017", "lantern-bay", "germany-drivers"])
def test_every_assumption_has_a_reason_and_a_range(name: str) -> None:
    assumed = [value for _, value in load_world(name).sourced() if value.source == "assumption"]
    assert len(assumed) > 20
    assert all(value.reason and value.range for value in assumed)
