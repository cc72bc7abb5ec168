"""A damaged world file gives problems, and never a traceback."""

import re
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from glasshouse.people.loader import WORLDS, check_world

LINES = tuple((WORLDS.folder / "lantern-bay.yaml").read_text("utf-8").split("\n"))
NUMBER = re.compile(r"-?\d+(\.\d+)?")
WORD = re.compile(r"[a-z][a-z-]+")
NUMBERS = ("0", "-1", "1", "7", "0.5", "100000", "999999999999", "1e9", "null", '"x"', "[1]")
WORDS = ("zzz", "urban", "age", "male", "")


def line_starting(words: str) -> int:
    """Return the position of the first line that begins with some words."""
    return next(ix for ix, line in enumerate(LINES) if line.strip().startswith(words))


@st.composite
def damages(draw: st.DrawFn) -> tuple[int, str | None]:
    """Draw a line and what stands there instead; None takes it away."""
    ix = draw(st.integers(0, len(LINES) - 1))
    line = LINES[ix]
    way = draw(st.sampled_from(("remove", "cut", "indent", "number", "word")))
    if way == "remove":
        return ix, None
    if way == "cut":
        return ix, line[: draw(st.integers(0, len(line)))]
    found = list((NUMBER if way == "number" else WORD).finditer(line))
    if way == "indent" or not found:
        return ix, f"  {line}"
    part = draw(st.sampled_from(found))
    other = draw(st.sampled_from(NUMBERS if way == "number" else WORDS))
    return ix, line[: part.start()] + other + line[part.end() :]


@settings(deadline=None, max_examples=150)
@given(st.lists(damages(), min_size=1, max_size=3))
@example([(line_starting("count: 5"), "    count: 999999999999")])
@example([(line_starting("registered:"), "  registered: {value: 0, source: almanac}")])
@example([(line_starting("log_sd:"), "    log_sd: {value: 1000, source: almanac}")])
def test_a_damaged_world_gives_problems_and_no_traceback(damaged: list[tuple[int, str | None]]) -> None:
    lines = dict(enumerate(LINES)) | dict(damaged)
    text = "\n".join(line for line in lines.values() if line is not None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bay.yaml"
        path.write_text(text, "utf-8")
        for problem in check_world(path):
            assert problem.code
            assert problem.message
