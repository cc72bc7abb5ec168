"""Counted entries come in, the page that says how often each rule fires goes out.

The counts are taken by hand, since a century of a city takes a while: see the page.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

from glasshouse.law.loader import load_regime
from glasshouse.law.phrases import many
from glasshouse.law.shorts import amount_of

FIGURES = Path(__file__).parent / "reference" / "firing.json"


class Firing(NamedTuple):
    """How many entries each rule of a law booked in some runs of a world."""

    regime: str
    world: str
    seeds: list[int]
    years: int
    entries: dict[str, int]

    @property
    def lived_y(self) -> int:
        """Years of all runs together."""
        return len(self.seeds) * self.years


def read_figures() -> list[Firing]:
    """Read the counts; none where they were not taken yet."""
    if not FIGURES.is_file():
        return []
    found = json.loads(FIGURES.read_text("utf-8"))
    rows = cast("list[dict[str, object]]", found if isinstance(found, list) else [found])
    return [Firing(**{field: row[field] for field in Firing._fields}) for row in rows]  # pyright: ignore[reportArgumentType] - a file of our own


def firing_page() -> str:
    """Write the page."""
    lines = [
        "# How often rules fire",
        "",
        "How many entries each rule booked on official files, in all years and seeds together. The rates",
        "of conduct and the eyesight of providers belong to the world and are mostly assumptions: the",
        "tables say what the model does, not what a city did.",
        "",
    ]
    found = read_figures()
    if not found:
        return "\n".join([*lines, "No figures have been taken yet.", ""])
    return "\n".join([*lines, *(line for firing in found for line in _section(firing))])


def _section(firing: Firing) -> Iterator[str]:
    regime = load_regime(firing.regime)
    seeds = ", ".join(map(str, firing.seeds))
    fired = {code: firing.entries.get(code, 0) for code in regime.rules}
    silent = [code for code, n in fired.items() if not n]
    yield f"## {regime.title}"
    yield ""
    fired_n = f"{len(fired) - len(silent):,} of {many(len(fired), 'rule')}"
    yield f"`{firing.regime}` in the world `{firing.world}`: {many(firing.years, 'year')} with each of the"
    yield f"seeds {seeds}. {fired_n} fired, {sum(fired.values()):,} times."
    yield ""
    yield "| code | rule | amount | entries | a year |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for code, n in sorted(fired.items(), key=lambda each: -each[1]):
        if n:
            rule = regime.rules[code]
            title = rule.title.replace("|", "\\|")
            yield f"| {code} | {title} | {amount_of(regime, rule)} | {n:,} | {n / firing.lived_y:,.1f} |"
    yield ""
    if silent:
        yield f"Never: {', '.join(silent)}."
        yield ""
