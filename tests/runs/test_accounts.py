"""A run of several accounts: its tables agree with each other, and its slips with its tables."""

import json
import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from glasshouse.errors import GlasshouseError
from glasshouse.law.schema import LISTED, Scored
from glasshouse.people.conduct import SourcedShare
from glasshouse.runs import Run, resident
from tests.runs.guild import YEARS, guild_bay, guild_law, run_guild

ACCOUNT = ["instrument", "file", "holder"]
HELD = {
    ("lanterns", "residents"), ("lanterns", "organisations"), ("defaulters", "residents"),
    ("defaulters", "organisations"), ("register", "residents"), ("trust", "residents"),
}  # fmt: skip


def files_of(slip: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return every file of a slip with its instrument."""
    first = [("lanterns", file, state) for file, state in slip["files"].items()]
    return first + [
        (name, file, state)
        for name, account in slip["others"].items()
        for file, state in account["files"].items()
    ]


@pytest.fixture(scope="module")
def slips(guild: Run) -> list[dict[str, Any]]:
    """Slips of residents and organisations, those with something in the ledger among them."""
    ids = sorted(guild.table("ledger")["id"].unique())
    return [resident(guild, name) for name in random.Random(4).sample(ids, 400)]


def test_every_account_has_its_holders_and_no_other(guild: Run) -> None:
    for name in ("grades", "flows", "standing", "days"):
        frame = guild.table(name)
        assert set(frame.select("instrument", "holder").unique().iter_rows()) == HELD


def test_december_is_the_same_in_every_table(guild: Run) -> None:
    grades = guild.table("grades").filter(pl.col("month") % 12 == 11)
    by_grade = grades.group_by(pl.col("month") // 12, *ACCOUNT, "grade").agg(pl.col("n").sum())
    wanted = {tuple(row[:-1]): row[-1] for row in by_grade.iter_rows()}
    groups = guild.table("groups").filter(dimension="sex")
    of_sex = groups.group_by("year", "instrument", "file", "grade").agg(pl.col("n").sum())
    for year, instrument, file, grade, n in of_sex.iter_rows():
        assert wanted[year, instrument, file, "residents", grade] == n
    at_end = {key[1:]: n for key, n in wanted.items() if key[0] == max(wanted)[0] and n}
    of_residents = {key: n for key, n in at_end.items() if key[2] == "residents"}
    last = guild.table("final").group_by("dimension", *ACCOUNT, "grade").agg(pl.col("n").sum())
    assert last["dimension"].n_unique() > 2
    for dimension in last["dimension"].unique():
        rows = last.filter(dimension=dimension).drop("dimension").iter_rows()
        found = {tuple(row[:-1]): row[-1] for row in rows}
        assert found == (at_end if dimension == "everybody" else of_residents), dimension
    scores = guild.table("scores").group_by("year", *ACCOUNT).agg(pl.col("n").sum())
    for *key, n in scores.iter_rows():
        assert sum(k for names, k in wanted.items() if list(names[:4]) == key) == n
    for file in ("official", "truthful"):
        standing = (
            guild.table("standing").group_by("year", "instrument", "holder", file).agg(pl.col("n").sum())
        )
        for year, instrument, holder, grade, n in standing.iter_rows():
            assert wanted[year, instrument, file, holder, grade] == n


def test_entries_are_those_of_the_ledger_with_their_points(guild: Run) -> None:
    holder = (
        pl.when(pl.col("id").str.contains("o")).then(pl.lit("organisations")).otherwise(pl.lit("residents"))
    )
    booked = guild.table("ledger").filter(event="booked").with_columns(holder=holder)
    listed = booked.group_by("instrument", "file", "holder", "rule", "kind").agg(
        pl.len().alias("n"), pl.col("points_pt").fill_null(0).sum()
    )
    entries = guild.table("entries").with_columns(pl.col("holder").cast(pl.String))
    counted = entries.group_by("instrument", "file", "holder", "rule", "kind").agg(
        pl.col("n").sum(), pl.col("points_pt").sum()
    )
    assert sorted(counted.rows()) == sorted(listed.rows())


def test_totals_of_communities_are_the_years_of_the_place(guild: Run) -> None:
    for by_year, totals, values in (
        ("entries", "entry_totals", ("n", "points_pt")),
        ("acts", "act_totals", ("happened_n", "recorded_n")),
    ):
        years, communities = guild.table(by_year), guild.table(totals)
        assert communities["community"].n_unique() > 1
        names = [name for name in years.columns if name not in {"year", *values}]
        sums = [
            table.group_by(names).agg(pl.col(*values).cast(pl.Int64).sum()).sort(names)
            for table in (years, communities)
        ]
        assert sums[0].equals(sums[1])


def test_what_another_rule_books_has_no_provider(guild: Run) -> None:
    entries = guild.table("entries").filter(pl.col("provider").is_null())
    assert set(entries["rule"].unique()) == {"loan-repaid", "trusted-year", "short-weight-of-the-head"}


def test_an_entry_without_an_end_has_no_day_of_it(guild: Run) -> None:
    ledger = guild.table("ledger")
    open_ended = ledger.filter(pl.col("until_day").is_null())
    assert set(open_ended["rule"].unique()) <= {"loan-default", "loan-default-listed"}
    assert len(open_ended) > 20
    assert ledger.filter(pl.col("until_day") > 10_000).is_empty()


def test_the_head_of_a_firm_bears_what_the_firm_did(guild: Run) -> None:
    rows = guild.table("ledger").filter(rule="short-weight-of-the-head", event="booked", file="official")
    firms = guild.table("ledger").filter(rule="short-weight", event="booked", file="official")
    assert set(rows["doer"].unique()) == set(firms["id"].unique())
    assert not rows["id"].str.contains("o").any()


def test_base_entries_and_settings_give_every_balance(slips: list[dict[str, Any]]) -> None:
    whys: set[str] = set()
    for slip in slips:
        for instrument, _, file in files_of(slip):
            lines = [line for line in file["lines"] if line["counts"]]
            whys |= {line["why"] for line in lines if line["kind"] == "set-to"}
            if instrument == "defaulters":
                assert file["score"] is None
                assert (file["grade"] == LISTED) == bool(lines)
                assert file["lists"] == (["defaulters"] if lines else [])
            else:
                total = sum(line["points"] for line in lines)
                assert total == pytest.approx(file["score"], abs=1e-9), slip["id"]
    assert "law" not in whys
    assert {"direct downgrade", "limits of its dimensions"} <= whys


def test_lines_tell_how_their_amount_came_about(slips: list[dict[str, Any]]) -> None:
    told: set[str] = set()
    for slip in slips:
        for _, _, file in files_of(slip):
            for line in file["lines"]:
                told |= {name for name, said in line.items() if said is not None and said is not False}
    assert {
        "doubled", "tops_up", "tally", "until_corrected", "repaired", "in_place_of", "replaced", "blocked",
        "doer", "doer_is", "fed_by", "percent_points", "downgrade_to",
    } <= told  # fmt: skip


def test_a_repaired_entry_names_what_took_its_place(slips: list[dict[str, Any]]) -> None:
    found = 0
    for slip in slips:
        for _, _, file in files_of(slip):
            for line in file["lines"]:
                if line.get("in_place_of"):
                    found += 1
                    gone = [each for each in file["lines"] if each.get("repaired") == line["booked"]]
                    assert [each["rule"] for each in gone] == ["loan-default"]
                    assert not gone[0]["counts"]
                    assert gone[0]["until_corrected"]
                    assert gone[0]["until"] is None
    assert found


def test_conduct_of_somebody_else_names_them(guild: Run, slips: list[dict[str, Any]]) -> None:
    relations: set[str] = set()
    for slip in slips:
        for _, _, file in files_of(slip):
            for line in file["lines"]:
                if "doer" in line:
                    relations.add(line["doer_is"])
                    assert line["doer"] != slip["id"]
                    if line["doer_is"] == "organisation":
                        assert line["doer"] in slip["heads"]
                        assert resident(guild, line["doer"])["about"]["head"] == slip["id"]
                    else:
                        is_taken_for = line["doer_is"] in {"namesake", "neighbour"}
                        assert is_taken_for or line["doer"] in slip["household"]
    assert {"organisation", "child", "spouse"} <= relations
    assert relations <= {
        "organisation", "child", "spouse", "household", "namesake", "housemate", "neighbour",
    }  # fmt: skip


def test_an_organisation_has_a_slip_of_its_own(guild: Run) -> None:
    slip = resident(guild, "0.o3")
    assert slip["scored"]
    assert slip["about"]["form"] in {"shop", "boatyard"}
    assert set(slip["others"]) == {"defaulters"}
    assert slip["household"] == []
    assert {act["conduct"] for act in slip["conduct"]} <= {"short-weight"}


@pytest.mark.parametrize("name", ["0.o999", "0.o", "o3", "9.o1"])
def test_an_organisation_that_is_not_there_is_a_clear_error(guild: Run, name: str) -> None:
    with pytest.raises(GlasshouseError, match=r"N20[78]"):
        resident(guild, name)


def test_only_those_whom_the_law_names_have_the_account(slips: list[dict[str, Any]]) -> None:
    people = [slip for slip in slips if slip["scored"] and ".o" not in slip["id"]]
    for slip in people:
        assert ("trust" in slip["others"]) == (slip["about"]["registration"] == "local")


def test_who_does_not_consent_has_no_score_and_no_merits(tmp_path: Path) -> None:
    responses = guild_bay().responses
    share = SourcedShare(value=0.5, source="almanac")
    world = guild_bay().model_copy(update={"responses": responses.model_copy(update={"consents": share})})
    scored = Scored(from_age_y=18, consent="required", source="ordinance")
    run = run_guild(tmp_path / "run", law=guild_law().model_copy(update={"scored": scored}), world=world)
    slips = [resident(run, f"0.{index}") for index in range(0, 400, 4)]
    kept = [slip for slip in slips if slip.get("consents") is False and slip["scored"]]
    assert 20 < len(kept) < 80
    assert any(file["lines"] for slip in kept for _, _, file in files_of(slip))
    for slip in kept:
        for instrument, _, file in files_of(slip):
            assert (file["score"], file["grade"], file["lists"]) == (None, None, [])
            sign = 1 if instrument == "register" else -1
            assert all(sign * line["points"] >= 0 for line in file["lines"])


def test_years_end_with_a_feed(guild: Run) -> None:
    fed = guild.table("ledger").filter(rule="trusted-year", file="official", event="booked")
    years = {day // 365 for day in fed["booked_day"]}
    assert years <= set(range(1, YEARS))
    assert (fed["booked_day"] - fed["act_day"] == 1).all()


def test_the_chosen_are_called_by_what_the_first_account_is(tmp_path: Path) -> None:
    order = ("register", "lanterns", "defaulters", "trust")
    for first, title in (("register", "most points"), ("defaulters", "on the list")):
        names = [first, *(name for name in order if name != first)]
        instruments = {name: guild_law().instruments[name] for name in names}
        rules = {
            code: rule if rule.instrument else rule.model_copy(update={"instrument": "lanterns"})
            for code, rule in guild_law().rules.items()
        }
        law = guild_law().model_copy(update={"instruments": instruments, "rules": rules})
        run = run_guild(tmp_path / first, law=law)
        chosen = json.loads((run.folder / "chosen.json").read_text("utf-8"))
        assert chosen[0]["rule"] == title
        assert "Five numbers" in (run.folder / "report.html").read_text("utf-8")
