"""Reports and slips of laws with several accounts: a list, an index, a register where more is worse."""

import datetime as dt
import json
import re
from pathlib import Path

import polars as pl
import pytest

from glasshouse.law.schema import LISTED
from glasshouse.reports.accounts import accounts_of_organisations, further_accounts
from glasshouse.reports.headline import five_numbers_of, gates_shut
from glasshouse.reports.law_rows import law_tables
from glasshouse.reports.pictures import all_pictures
from glasshouse.reports.published import model_figure, published_rows
from glasshouse.reports.runfolder import RunFolder, Scale, read_run_folder
from glasshouse.reports.slip import slip_html, slip_text
from glasshouse.runs import Run, resident
from tests.runs.guild import guild_bay, guild_law, run_guild


def with_first(folder: Path, first: str) -> RunFolder:
    """Run the law with another of its instruments before the others."""
    instruments = {first: guild_law().instruments[first], **guild_law().instruments}
    home = {"instrument": "lanterns"}
    rules = {
        code: rule if rule.instrument else rule.model_copy(update=home)
        for code, rule in guild_law().rules.items()
    }
    law = guild_law().model_copy(update={"instruments": instruments, "rules": rules})
    return read_run_folder(run_guild(folder, law=law).folder)


def n_of(run: RunFolder, **here: object) -> int:
    return int(run.table("grades").filter(**here).select(pl.col("n").sum()).collect().item())


def test_headline_and_pictures_are_of_residents_and_the_first_account(guild: RunFolder) -> None:
    last = {"month": 35, "file": "official", "holder": "residents", "instrument": "lanterns"}
    first = five_numbers_of(guild)[0]
    better = sum(n_of(guild, **last, grade=grade) for grade in ("steady", "steady+", "beacon"))
    assert first.value == pytest.approx(better / n_of(guild, **last))
    spread = all_pictures(guild)["spread"]
    counted = sum(int(cell.replace(",", "")) for cell in spread.table.rows[-1][1:])
    assert counted == n_of(guild, **last)


def test_every_further_account_of_residents_has_a_part_with_its_counts(
    guild: RunFolder, guild_page: str
) -> None:
    parts = further_accounts(guild)
    assert [part.title for part in parts] == ["List of defaulters", "Brawl register", "Index of trust"]
    assert [part.picture for part in parts] == ["listed-defaulters", "", ""]
    register = parts[1].table
    assert [row[0] for row in register.rows] == ["clean", "noted", "warned", "barred, barred from the quay"]
    here = {"month": 35, "file": "official", "holder": "residents", "instrument": "register"}
    counts = [n_of(guild, **here, grade=grade) for grade in ("clean", "noted", "warned", "barred")]
    assert [row[1] for row in register.rows] == [f"{n:,}" for n in counts]
    for part in parts:
        assert f'id="account-{part.id}"' in guild_page
    assert 'id="picture-listed-defaulters"' in guild_page


def test_organisations_are_counted_apart(guild: RunFolder, guild_page: str) -> None:
    parts = accounts_of_organisations(guild)
    assert [part.id for part in parts] == ["lanterns-organisations", "defaulters-organisations"]
    assert all("90 organisations" in part.lead or "the 90 who could be" in part.lead for part in parts)
    assert "Short weight" in parts[0].entries
    assert "90 organisations" in guild_page.split('id="organisations"')[1]


def test_published_figures_stand_beside_the_models_own(guild: RunFolder, guild_page: str) -> None:
    rows = {row.title: row for row in published_rows(guild)}
    noted = ["noted", "warned", "barred"]
    here = {"instrument": "register", "file": "official", "holder": "residents", "month": 23}
    model = sum(n_of(guild, **here, grade=grade) for grade in noted)
    both = rows["Adults with something on the brawl register"]
    assert (both.published, both.model) == ("300", f"{model:,}")
    assert both.error == f"−{100 * (1 - model / 300):.1f}%"
    of_men = guild.table("groups").filter(instrument="register", file="official", year=1, level="male")
    men = int(of_men.filter(pl.col("grade").is_in(noted)).select(pl.col("n").sum()).collect().item())
    assert rows["Men among them"].model == f"{men:,}"
    late = rows["Adults who are barred, ten years later"]
    assert (late.model, late.error) == ("", "the run ends before year 10")
    assert "Nothing was tuned to these figures" in guild_page


def test_the_models_figure_is_scaled_to_those_whom_the_tables_count(guild: RunFolder) -> None:
    figure = guild_bay().published["on-the-register"]
    once = model_figure(guild, figure)
    assert once is not None
    population = {"residents": {"value": 3_900}, "counted": {"value": 39_000}}
    summary = {**guild.manifest.world_summary, "population": population}
    manifest = guild.manifest.model_copy(update={"world_summary": summary})
    assert model_figure(RunFolder(guild.lived, manifest, guild.regime), figure) == pytest.approx(10 * once)


def test_a_world_without_published_figures_has_no_such_section(synthetic: RunFolder, page: str) -> None:
    assert published_rows(synthetic) == []
    assert 'id="published"' not in page


def test_where_more_is_worse_a_score_has_the_grade_of_its_band() -> None:
    scale = Scale(guild_law().instruments["register"])
    assert scale.grades == ["barred", "warned", "noted", "clean"]
    assert scale.default == "clean"
    assert [scale.at(score) for score in (0, 0.1, 3, 3.1, 5, 5.1, 99)] == [
        "clean", "noted", "noted", "warned", "warned", "barred", "barred",
    ]  # fmt: skip


def test_a_day_of_counting_is_the_day_that_the_engine_counts_on(guild: RunFolder) -> None:
    assert guild.published_on(0) == dt.date(2021, 1, 10)
    assert guild.published_on(1, "defaulters") == dt.date(2021, 2, 28)
    assert guild.published_on(11, "register") == dt.date(2021, 12, 31)
    assert guild.published_on(4, "trust") == dt.date(2021, 5, 3)  # the 1st is a Saturday


def test_a_law_whose_first_instrument_is_a_list_has_numbers_and_pictures_of_it(tmp_path: Path) -> None:
    run = with_first(tmp_path / "run", "defaulters")
    on, came_on, stay, moved, shut = five_numbers_of(run)
    here = {"month": 35, "file": "official", "holder": "residents", "instrument": "defaulters"}
    assert on.value == n_of(run, **here, grade=LISTED)
    assert on.value <= came_on.value
    assert 0 < stay.value < 1100
    assert (moved.id, shut.value) == ("wrong-grade", 0)
    pictures = all_pictures(run)
    assert list(pictures) == ["listed-defaulters", "on-and-off", "below", "providers", "rules", "seen"]
    by_year = pictures["on-and-off"].table.rows
    assert sum(int(row[1].replace(",", "")) for row in by_year) <= came_on.value
    page = (run.folder / "report.html").read_text("utf-8")
    assert "Who is on the list" in page
    assert 'id="scores"' not in page


def test_a_register_of_few_points_has_no_columns_of_five(tmp_path: Path) -> None:
    run = with_first(tmp_path / "run", "register")
    assert "scores" not in all_pictures(run)
    merits = next(number for number in five_numbers_of(run) if number.id == "merits")
    assert merits.value == 0
    assert "0 merits beside" in merits.sentence
    assert "the worst grade" in five_numbers_of(run)[1].sentence


def test_a_gate_that_is_shut_to_who_is_on_a_list_counts_them(guild: RunFolder) -> None:
    gate = guild.regime.gates["fair-stall"].model_copy(update={"shut_for": ("defaulters", "shade", "barred")})
    law = guild.regime.model_copy(update={"gates": {"fair": gate}})
    run = RunFolder(guild.lived, guild.manifest, law)
    assert set(gates_shut(run, "defaulters")) == {frozenset({LISTED})}
    assert set(gates_shut(run, "register")) == {frozenset({"barred"})}
    assert set(gates_shut(run)) == {frozenset({"dark"})}
    assert gates_shut(run, "trust") == {}


def test_many_rules_are_cut_by_annexes_and_folded(guild: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [table.part for table in law_tables(guild) if table.title == "The rules"] == [""]
    monkeypatch.setattr("glasshouse.reports.law_rows.MOST_OPEN_RULES_N", 3)
    parts = [table for table in law_tables(guild) if table.title == "The rules"]
    assert [table.part for table in parts] == ["Rents and loans", "The quay", "Rules of no annex"]
    assert sum(len(table.rows) for table in parts) == len(guild.regime.rules)
    assert parts[0].about is not None
    assert parts[0].about.kind == "invented"


def test_a_rule_tells_what_its_columns_have_no_room_for(guild: RunFolder) -> None:
    rules = next(table for table in law_tables(guild) if table.id == "rules")
    told = {row.code: row for row in rules.rows}
    assert any("the head of the doer's household" in said for said in told["rent-a-week-late"].details)
    assert any("loan-repaid" in said for said in told["loan-default"].details)
    assert any("not booked again" in said for said in told["brawl-far-gone"].details)
    assert any("for each 3" in said for said in told["good-deed"].details)
    assert told["loan-default-listed"].cells[1] == "onto the list"
    assert told["loan-default"].cells[3] == "until it is corrected"
    assert told["trusted-year"].cells[2] == ""
    assert told["lighthouse-night"].details == ()


def test_the_slip_of_a_holder_has_every_account(guild_run: Run) -> None:
    ledger = guild_run.table("ledger").filter(rule="loan-default-listed", file="official", event="booked")
    name = ledger.sort("booked_day", descending=True)["id"][0]
    slip = resident(guild_run, name)
    for said in (slip_text(slip, 72), slip_html(slip)):
        words = re.sub(r"\s+", " ", said).lower()
        for part in ("list of defaulters", "on the list", "a loan not repaid, on the list", "index of trust"):
            assert part in words
        assert "until it is corrected" in words or "until corrected" in words


@pytest.mark.parametrize("width", [40, 72, 120])
def test_no_line_of_a_slip_is_too_wide(guild_run: Run, width: int) -> None:
    names = sorted(guild_run.table("ledger")["id"].unique())[::60]
    for name in names:
        assert max(map(len, slip_text(resident(guild_run, name), width).splitlines())) <= width


def test_an_organisation_is_called_one(guild_run: Run) -> None:
    slip = resident(guild_run, "0.o3")
    assert "ORGANISATION 0.o3" in slip_text(slip, 60)
    assert f"headed by {slip['about']['head']}" in slip_html(slip)


def test_what_happened_to_an_entry_is_said_in_words(guild_run: Run) -> None:
    said = ""
    for name in sorted(guild_run.table("ledger")["id"].unique())[::3]:
        said += " ".join(slip_text(resident(guild_run, name), 200).split())
    for words in (
        "doubled: the same again", "corrected and taken off on", "in place of loan-default",
        "a heavier entry for the same act counts", "conduct of the organisation", "conduct of the child",
        "earned on Index of trust", "what it adds to Hours of kindness", "of 100 in its part",
        "NEVER COUNTED", "refused: its condition", "went on until", "never corrected",
    ):  # fmt: skip
        assert words in said, words


def test_the_chosen_stand_on_the_page(guild_run: Run, guild_page: str) -> None:
    chosen = json.loads((guild_run.folder / "chosen.json").read_text("utf-8"))
    assert guild_page.count('class="resident"') == len(chosen) > 7
