"""Why a grade is what it is: every rule is there, and what did it is found by living again without it."""

import datetime as dt
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glasshouse.engine.columns import NOBODY, OFFICIAL, TRUTHFUL, Book
from glasshouse.engine.rows import grade_axis
from glasshouse.errors import GlasshouseError
from glasshouse.reports.trace_model import DidIt, Node, Stands, Trace, TraceLine, read_trace
from glasshouse.runs import Run, resident, why, wrongly_listed
from glasshouse.runs.setting import deal_one, live_one
from glasshouse.runs.slips import setting_of
from tests.engine.towns import bay_law

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "trace.md"
GRADES = bay_law().instrument.grades_from_worst()
LAST_DECEMBER = 2


def _wrong(run: Run, community: int) -> list[str]:
    """Return the residents of a community whose grade is wrong at the end, by the engine's own account."""
    setting = setting_of(run)
    rows = live_one(setting, deal_one(setting, community), seed=1).sums.wrongs
    return [f"{community}.{row[2]}" for row in rows.tolist() if row[0] == LAST_DECEMBER]


def _grade_without(run: Run, name: str, acts: tuple[str, ...]) -> str:
    """Live a resident's community again without the records of some acts, and read the grade at the end."""
    setting, (community, index) = setting_of(run), (int(part) for part in name.split("."))
    struck = np.array([(index, int(act)) for act in acts], dtype=np.int64).reshape(len(acts), 2)
    life = live_one(setting, deal_one(setting, community), seed=1, struck=struck)
    grade = int(life.state.books[OFFICIAL, index, Book.PUBLISHED])
    return grade_axis(setting.regime)[grade][1]


@pytest.mark.parametrize("community", [0, 3])
def test_the_set_that_did_it_is_the_smallest_and_the_grade_without_it_is_right(
    bay: Run, community: int
) -> None:
    verdicts = set[tuple[str, str | None]]()
    for name in _wrong(bay, community):
        trace = why(bay, name)
        did_it, truthful = trace["did_it"], trace["truthful"]["grade"]
        acts, away = tuple(did_it["acts"]), 1 if did_it["verdict"] == "wronged" else -1
        verdicts.add((did_it["verdict"], did_it["explains"]))
        if did_it["explains"] != "all":
            assert did_it["missing"], name
            continue
        assert did_it["records"]
        assert _grade_without(bay, name, acts) == did_it["without"]["grade"]
        assert away * (GRADES.index(did_it["without"]["grade"]) - GRADES.index(truthful)) >= 0
        for fewer in (some for n in range(1, len(acts)) for some in combinations(acts, n)):
            assert away * (GRADES.index(_grade_without(bay, name, fewer)) - GRADES.index(truthful)) < 0
    assert verdicts >= {("wronged", "all"), ("spared", "nothing")}


def test_what_the_wrongly_listed_owe_their_listing_to_is_named(bay: Run) -> None:
    listed = wrongly_listed(bay)
    assert len(listed) >= 5
    for each in listed:
        trace = why(bay, each.id, instrument=each.instrument)
        did_it = trace["did_it"]
        assert (trace["official"]["grade"], trace["truthful"]["grade"]) == (each.official, each.truthful)
        assert did_it["verdict"] == "wronged"
        assert did_it["records"], "nothing is named"
        assert did_it["without"]["grade"] == _grade_without(bay, each.id, tuple(did_it["acts"]))
        assert did_it["without"]["grade"] != "dark"


def test_the_wrongly_listed_are_those_with_the_lowest_ids(bay: Run) -> None:
    setting = setting_of(bay)
    dark = [grade for _, grade in grade_axis(setting.regime)].index("dark")
    there: list[str] = []
    for community in range(5):
        books = live_one(setting, deal_one(setting, community), seed=1).state.books[:, :, Book.PUBLISHED]
        wrong = (books[OFFICIAL] == dark) & (books[TRUTHFUL] != dark) & (books[TRUTHFUL] != NOBODY)
        there += [f"{community}.{index}" for index in np.flatnonzero(wrong).tolist()]
    assert [each.id for each in wrongly_listed(bay, 1000)] == there
    assert [each.id for each in wrongly_listed(bay, 2)] == there[:2]


def test_a_trace_has_a_node_for_every_rule_of_the_account(guild: Run) -> None:
    law, asked = guild.regime, set[str]()
    for name in [*(f"0.{index}" for index in range(20)), "0.o0", "0.o1"]:
        slip = resident(guild, name)
        for instrument in [*list(law.instruments)[: len(slip["files"]) and 1], *slip["others"]]:
            asked.add(instrument)
            nodes = read_trace(why(guild, name, instrument=instrument)).nodes
            for code, rule in law.rules.items():
                mine = [node.status for node in nodes if node.rule == code]
                if law.instrument_of(rule) == instrument:
                    assert mine
                assert len(mine) == 1 or "no-act" not in mine
    assert asked == set(law.instruments)


def test_nodes_and_slip_tell_of_the_same_records(bay: Run) -> None:
    for name in _wrong(bay, 0):
        slip, trace = resident(bay, name), why(bay, name)
        for file in ("official", "truthful"):
            on_slip = [line for line in slip["files"][file]["lines"] if line["kind"] == "entry"]
            in_trace = [_line(node[file]) for node in trace["nodes"] if node.get(file)]
            assert sorted(map(str, on_slip)) == sorted(map(str, in_trace))


def _line(line: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key != "status"}


def test_what_the_truthful_file_alone_has_says_what_became_of_it(bay: Run) -> None:
    found = set[str]()
    for name in (each for community in range(5) for each in _wrong(bay, community)):
        for node in why(bay, name)["nodes"]:
            if node.get("truthful") and not node["official"]:
                found.add(node["status"])
                assert (node["status"] == "with-another") == ("went_to" in node)
                assert (node["status"] == "on-its-way") == ("arrives" in node)
    assert found >= {"missed", "spared", "astray", "with-another", "on-its-way"}


def test_acts_that_led_to_nothing_are_counted_under_each_rule(bay: Run) -> None:
    for name in ("0.1", "1.5", "2.571"):
        slip = resident(bay, name)
        for node in why(bay, name)["nodes"]:
            if node["status"] in {"unseen", "seen-by-another"}:
                rule = bay_law().rules[node["rule"]]
                acts = [act for act in slip["conduct"] if act["conduct"] == rule.conduct]
                unseen = [act for act in acts if rule.provider not in act["seen_by"]]
                assert set(node["days"]) <= {act["day"] for act in unseen}
                assert node["acts"] == len(node["days"])


def test_a_day_before_the_record_knows_nothing_of_it(bay: Run) -> None:
    each = wrongly_listed(bay, 1)[0]
    trace = why(bay, each.id)
    (record,) = trace["did_it"]["records"]
    day = dt.date.fromisoformat(record["official"]["booked"])
    before = why(bay, each.id, at=day - dt.timedelta(days=1))
    acts = [node["official"]["act"] for node in before["nodes"] if node.get("official")]
    assert record["official"]["act"] not in acts
    assert why(bay, each.id, at=dt.date.fromisoformat(trace["at"])) == trace


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"instrument": "stars"}, "N221"),
        ({"at": dt.date(2020, 12, 31)}, "N222"),
        ({"at": dt.date(2024, 1, 1)}, "N222"),
    ],
)
def test_a_question_that_has_no_answer_is_a_clear_error(bay: Run, given: dict[str, Any], code: str) -> None:
    with pytest.raises(GlasshouseError, match=code):
        why(bay, wrongly_listed(bay, 1)[0].id, **given)


def test_a_child_has_no_grade_to_explain(bay: Run) -> None:
    youngest = int(deal_one(setting_of(bay), 0).birth_day.argmax())
    with pytest.raises(GlasshouseError, match="N221"):
        why(bay, f"0.{youngest}")


def test_a_run_without_a_law_scores_nobody(bay: Run) -> None:
    with pytest.raises(GlasshouseError, match="N224"):
        why(Run(bay.folder, {**bay.manifest, "is_scored": False}), "0.1")


def test_the_page_of_traces_describes_every_part() -> None:
    page = PAGE.read_text("utf-8")
    for part in (Trace, Stands, Node, TraceLine, DidIt):
        section = page.split(f"\n## {part.__name__}\n")[1].split("\n## ")[0]
        for field in part.model_fields:
            assert f"| `{field}` |" in section, (part.__name__, field)
    for status in Node.model_fields["status"].annotation.__args__:  # type: ignore[union-attr]
        assert f"| `{status}` |" in page
