"""The slip: what the resident holds, as text and as a page."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from glasshouse.reports.slip import slip_html, slip_text
from tests.reports.goldens import BASE, RED, SHOWN_AS, SLIP, WIDTHS, act, golden
from tests.reports.synthetic_slips import child


@pytest.mark.parametrize("width", WIDTHS)
def test_the_slip_is_written_as_it_always_was(width: int) -> None:
    assert slip_text(SLIP, width, shown_as=SHOWN_AS) == golden(width)


@pytest.mark.parametrize("width", [40, 47, 60, 80, 107, 108, 160])
def test_no_line_of_a_slip_is_wider_than_the_terminal(width: int, synthetic_folder: Path) -> None:
    for chosen in json.loads((synthetic_folder / "chosen.json").read_text("utf-8")):
        lines = slip_text(chosen["slip"], width).splitlines()
        assert max(len(line) for line in lines) <= width


def test_what_really_happened_stands_beside_the_slip_where_there_is_room() -> None:
    beside = [line for line in slip_text(SLIP, 120).splitlines() if "RESIDENT" in line]
    assert "WHAT REALLY HAPPENED" in beside[0]
    assert not any("WHAT" in line for line in slip_text(SLIP, 80).splitlines() if "RESIDENT" in line)


def test_a_child_is_unscored() -> None:
    for said in (slip_text(child(4), 60), slip_html(child(4))):
        assert "unscored" in said
        assert "3.17" in said


def test_a_slip_without_any_conduct_says_so() -> None:
    assert "Nothing that this world has a name for." in slip_text({**SLIP, "conduct": []}, 60)


def test_files_that_differ_are_told_apart() -> None:
    files = SLIP["files"]
    better = {**files["truthful"], "score": 1035, "grade": "AA"}
    said = slip_text({**SLIP, "files": {**files, "truthful": better}}, 100)
    assert "The official file says A+, the truthful one AA." in said
    off = {**files["truthful"], "score": 1020}
    said = slip_text({**SLIP, "files": {**files, "truthful": off}}, 100)
    assert "The same grade on both files, but the official balance is 5 points lower." in said


def test_a_page_escapes_what_files_say() -> None:
    mischief = "<script>alert(1)</script>"
    lines = [{"kind": "base", "points": 1000, "title": mischief}]
    files = {"official": {"score": 1000, "grade": "<b>", "lines": lines}}
    page = slip_html({**SLIP, "files": files, "conduct": [], "about": {"work": mischief}})
    assert "<script" not in page
    assert "<b>" not in page.split("<body")[1]
    assert "&lt;script&gt;" in page


def test_a_page_holds_balance_grade_stars_and_each_entry() -> None:
    page = slip_html(SLIP, shown_as=SHOWN_AS)
    for part in ("1,015", "A+", "★★★★", "−5", "+20", "1 entry that counts no longer"):
        assert part in page
    assert "seen by nobody" in page
    assert "booked 73 days after, late record" in page


WRONG = {
    "late": "late record",
    "mistake": "false record: by mistake, nobody did it",
    "malice": "false record: made up out of malice",
    "quota": "false record: made up to fill a quota",
    "grudge": "false record: made up out of a grudge",
    "elsewhere": "in truth about somebody elsewhere",
    "duplicate": "second record of one act",
}


@pytest.mark.parametrize("cause", WRONG)
def test_a_line_says_what_is_wrong_about_its_record(cause: str) -> None:
    assert WRONG[cause] in _said_of(cause=cause)


def test_a_line_says_about_whom_its_record_really_was() -> None:
    for tie, words in (("namesake", "of the same name"), ("housemate", "of the household")):
        assert f"in truth about 3.17, {words}" in _said_of(cause=tie, doer="3.17", doer_is=tie)
    said = _said_of(cause="neighbour", doer="3.17", doer_is="neighbour", taken_for="12.9")
    assert "in truth about 3.17, taken for 12.9" in said


def test_a_line_says_what_became_of_an_objection() -> None:
    said = _said_of(objected="2017-04-01", rejected=["2017-05-02", "2017-08-03"])
    assert "objected to on 1 Apr 2017, lost on 2 May 2017 and 3 Aug 2017" in said
    said = _said_of(objected="2017-04-01", corrected="2017-05-02", counts=False)
    assert "objected to on 1 Apr 2017, won, and struck out on 2 May 2017" in said
    assert "NO LONGER COUNTS" in said
    said = _said_of(objected="2017-04-01", suspended=True, counts=False)
    assert "NOT COUNTED UNTIL DECIDED" in said
    assert "not counted until that is decided" in said
    assert "NO LONGER COUNTS" not in said


def test_a_line_says_that_it_outstays_its_end() -> None:
    assert "past its end, and still on file" in _said_of(outstays=True)
    assert "taken off late, on 9 Apr 2018" in _said_of(outstayed="2018-04-09", counts=False)
    assert "charged once since 9 Apr 2018" in _said_of(recharged="2018-04-09")


def _said_of(**said: Any) -> str:  # noqa: ANN401 - parts of a line
    """Write a slip with one entry, as text in one line after another."""
    lines = [BASE, {**RED, **said}]
    files = {**SLIP["files"], "official": {**SLIP["files"]["official"], "lines": lines}}
    assert "<html" in slip_html({**SLIP, "files": files})
    return " ".join(slip_text({**SLIP, "files": files}, 60).split())


def test_an_act_says_where_its_records_went() -> None:
    went = [
        {"provider": "police", "became": "missed"},
        {"provider": "court", "became": "spared"},
        {"provider": "bank", "became": "namesake", "to": "12.9"},
        {"provider": "mayor", "became": "duplicate"},
    ]
    brawl = act("2017-07-04", "Brawl in public", seen_by=["police", "bank"], went_wrong=went)
    said = " ".join(slip_text({**SLIP, "conduct": [brawl]}, 60).split())
    assert "the record of police found no file; left out by court" in said
    assert "filed by bank under 12.9, of the same name; filed twice by mayor" in said


def test_an_act_whose_record_went_astray_is_never_folded_away() -> None:
    went = [{"provider": "police", "became": "missed"}]
    lost = act("2016-01-04", "Brawl in public", seen_by=["police"], went_wrong=went)
    old = act("2016-01-05", "Drops litter", seen_by=[])
    later = [act(f"2017-{month:02}-01", "Rides without a ticket", seen_by=[]) for month in range(1, 13)]
    page = slip_html({**SLIP, "conduct": [lost, old, *later]})
    unfolded = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert "1 earlier act" in page
    assert "Drops litter" in page
    assert "Drops litter" not in unfolded
    assert "Brawl in public" in unfolded
