"""The slip: what the resident holds, as text and as a page."""

import json
from pathlib import Path

import pytest

from glasshouse.reports.slip import slip_html, slip_text
from tests.reports.goldens import SHOWN_AS, SLIP, WIDTHS, golden
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
