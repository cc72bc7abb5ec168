"""The golden slips: one resident, written for three widths.

`python -m tests.reports.goldens` rewrites them; look at the difference before you keep it.
"""

from pathlib import Path
from typing import Any

from glasshouse.reports.slip import slip_text

FOLDER = Path(__file__).with_name("golden")
WIDTHS = (40, 60, 120)
SHOWN_AS = {"A+": "★★★★"}


def entry(title: str, points: float, day: str, booked: str, until: str, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - parts of a line
    """Write an entry's line."""
    dates = {"day": day, "booked": booked, "until": until}
    return {
        "kind": "entry",
        "points": points,
        "title": title,
        **dates,
        "cause": "true",
        "counts": True,
        **said,
    }


def act(day: str, title: str, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - parts of an act
    """Write an act."""
    nobody: dict[str, Any] = {"severity": "any", "lawful": False, "seen_by": [], "recorded_by": []}
    return {"day": day, "conduct": "x", "title": title, "happened": True, **nobody, **said}


PRESS = {"article": "1.9", "source_kind": "press"}
LIGHT = {"rule": "red-light", "provider": "traffic-police", **PRESS}
WORK = {"rule": "good-work", "provider": "employer", "source_kind": "press"}
BASE = {"kind": "base", "points": 1000, "title": "Base", "source_kind": "press", "counts": True}
OLD = entry(
    "Crossing at a red light", -5, "2015-01-02", "2015-01-09", "2016-01-02", **{**LIGHT, "counts": False}
)
RED = entry("Crossing at a red light", -5, "2017-03-01", "2017-03-02", "2018-03-01", **LIGHT)
PRAISE = entry(
    "Excellent work in the yearly review",
    20,
    "2017-02-01",
    "2017-04-15",
    "2018-02-01",
    **{**WORK, "cause": "late"},
)
SEEN = {"seen_by": ["traffic-police"], "recorded_by": ["traffic-police"]}
SLIP: dict[str, Any] = {
    "id": "12.4",
    "scored": True,
    "about": {"sex": "male", "age": 42, "registration": "local", "work": "public-administration"},
    "at": "2017-09-25",
    "files": {
        "official": {
            "score": 1015,
            "grade": "A+",
            "lists": ["red"],
            "published": {"score": 1015, "grade": "A+", "on": "2017-09-25"},
            "lines": [BASE, OLD, RED, PRAISE],
        },
        "truthful": {"score": 1015, "grade": "A+", "lists": ["red"], "lines": [BASE, OLD, RED, PRAISE]},
    },
    "conduct": [
        act("2015-01-02", "Crossing at a red light", **SEEN),
        act("2017-02-01", "Excellent work", lawful=True, seen_by=["employer"], recorded_by=["employer"]),
        act("2017-03-01", "Crossing at a red light", **SEEN),
        act("2017-06-30", "Crossing at a red light"),
        act("2017-07-04", "Brawl in public", severity="minor", seen_by=["police"]),
    ],
}


def golden(width: int) -> str:
    """Return the text that is kept."""
    return (FOLDER / f"slip-{width}.txt").read_text("utf-8")


if __name__ == "__main__":
    for each in WIDTHS:
        (FOLDER / f"slip-{each}.txt").write_text(slip_text(SLIP, each, shown_as=SHOWN_AS), "utf-8")
