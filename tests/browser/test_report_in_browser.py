"""The report in a browser without a network: all is drawn, nothing is asked for, nothing overflows."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from glasshouse.reports.slip import slip_html
from tests.browser.chromium import Visit, visit
from tests.reports.goldens import SLIP

pytestmark = pytest.mark.browser
PHONE = 390
DESKTOP = 1280
REPORTS = {"synthetic_report": 19, "comparison_report": 9, "bay_report": 18, "guild_report": 20}
"""How many pictures each has."""

# Tells a page that frames this one how wide it is, what sticks out, and which labels of an axis run together.
PROBE = """
<script>
addEventListener("load", () => setTimeout(() => {
  const root = document.documentElement, all = (what) => [...document.querySelectorAll(what)];
  const out = all("body *").filter((element) => {
    const box = element.getBoundingClientRect();
    const clipped = element.parentElement.closest(".scroll, pre, svg");
    return box.width && box.right > root.clientWidth + 1 && !clipped;
  }).map((element) => `${element.tagName}.${element.className}`);
  const widths = all(".drawing svg").map((svg) => svg.getBoundingClientRect().width);
  const crowded = all(".drawing .role-axis-label").flatMap((axis) => {
    const labels = [...axis.querySelectorAll("text")].filter((text) => getComputedStyle(text).opacity > 0);
    const boxes = labels.map((text) => [text.textContent, text.getBoundingClientRect()]);
    boxes.sort((a, b) => a[1].left - b[1].left);
    return boxes.slice(1).flatMap(([word, box], ix) => {
      const [before, last] = boxes[ix];
      const isOneLine = Math.abs(box.top - last.top) < 2;
      return isOneLine && box.left - last.right < 3 ? [`${before} ${word}`] : [];
    });
  });
  parent.postMessage({drawn: root.dataset.drawn || "0", width: root.scrollWidth, out, widths, crowded}, "*");
}, 3000));
</script>
"""
FRAME = """<!doctype html>
<style>body {{ margin: 0 }}
iframe {{ border: 0; width: {width}px; height: 4000px }}</style>
<iframe src="{page}"></iframe><output id="told"></output>
<script>
addEventListener("message", (said) => {{ told.textContent = JSON.stringify(said.data); }});
</script>"""


class Drawings(HTMLParser):
    """Counts the marks that were drawn in each panel of each figure."""

    def __init__(self, dom: str) -> None:
        super().__init__()
        self.figure = ""
        self.marks: dict[str, list[int]] = {}
        self.groups: list[bool] = []
        self.feed(dom)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a figure, a panel or a group of marks, or count a mark."""
        attributes = {name: value or "" for name, value in attrs}
        classes = attributes.get("class", "").split()
        if tag == "figure":
            self.figure = attributes["id"]
            self.marks[self.figure] = []
        elif "drawing" in classes:
            self.marks[self.figure].append(0)
        elif tag == "g":
            self.groups.append("role-mark" in classes)
        elif tag == "path" and any(self.groups) and attributes.get("d"):
            self.marks[self.figure][-1] += 1

    def handle_endtag(self, tag: str) -> None:
        """Leave a group."""
        if tag == "g":
            self.groups.pop()


@pytest.fixture(scope="module", params=REPORTS)
def report(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def seen(report: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Visit:
    page: Path = request.getfixturevalue(report)
    return visit(page, tmp_path_factory.mktemp("visit"))


def test_the_report_asks_for_nothing(seen: Visit) -> None:
    assert seen.requests == []


def test_the_report_writes_nothing_to_the_console(seen: Visit) -> None:
    assert seen.console == []


def test_every_panel_of_every_picture_has_drawn_marks(report: str, seen: Visit) -> None:
    marks = Drawings(seen.dom).marks
    assert len(marks) == REPORTS[report]
    assert [name for name, panels in marks.items() if not panels or 0 in panels] == []
    drawn = re.search(r'<html [^>]*data-drawn="(\d+)"', seen.dom)
    assert drawn
    assert int(drawn[1]) == sum(len(panels) for panels in marks.values())


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_no_page_is_wider_than_its_window(
    name: str, width: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    report: Path = request.getfixturevalue(name)
    told = framed(report.read_text("utf-8"), width, tmp_path)
    assert told["out"] == []
    assert told["crowded"] == []
    assert told["width"] <= width
    assert int(told["drawn"]) == len(told["widths"])
    assert min(told["widths"]) > 120
    assert max(told["widths"]) <= width


def test_a_slip_fits_a_phone(tmp_path: Path) -> None:
    # The slip's own policy allows no script at all, so the probe needs it out of the way.
    page = re.sub(r"<meta http-equiv=[^>]*>", "", slip_html(SLIP))
    told = framed(page, PHONE, tmp_path)
    assert told["out"] == []
    assert told["width"] <= PHONE


def test_a_page_that_asks_complains_or_overflows_is_found(tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    wide = '<div style="width:2000px">wide</div><img src="http://glasshouse.invalid/x.png">'
    labels = '<g class="role-axis-label"><text x="0" y="20">2022</text><text x="31" y="20">2025</text></g>'
    wide += f'<div class="drawing"><svg>{labels}</svg></div>'
    bad.write_text(f"<html><body>{wide}<script>console.error('oops')</script></body></html>", "utf-8")
    found = visit(bad, tmp_path / "visit")
    assert found.requests == ["http://glasshouse.invalid/x.png"]
    assert any("oops" in line for line in found.console)
    told = framed(bad.read_text("utf-8"), PHONE, tmp_path / "framed")
    assert told["width"] >= 2000
    assert told["out"] == ["DIV."]
    assert told["crowded"] == ["2022 2025"]


def framed(page: str, width: int, scratch: Path) -> dict[str, Any]:
    """Show a page in a frame of some width, and return what the probe told of it."""
    scratch.mkdir(exist_ok=True)
    body, _, rest = page.rpartition("</body>")  # the drawing library has the word in its own text
    (scratch / "page.html").write_text(f"{body}{PROBE}</body>{rest}", "utf-8")
    (scratch / "frame.html").write_text(FRAME.format(width=width, page="page.html"), "utf-8")
    dom = visit(scratch / "frame.html", scratch).dom
    told = re.search(r'<output id="told">(.*?)</output>', dom, re.DOTALL)
    assert told
    assert told[1], "the page told nothing"
    return json.loads(told[1])
