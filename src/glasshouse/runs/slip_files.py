"""A life that was lived again and a holder come in, the two files of each of their accounts go out.

Base, counted entries and what the law sets add up to the score that was shown.
"""

from collections.abc import Iterator
from typing import Any

from glasshouse.engine.columns import FILES, OFFICIAL, TRUTHFUL, Person, Standing
from glasshouse.engine.rows import grade_axis, sign_of, start_grade, start_score
from glasshouse.runs.asked import Asked
from glasshouse.runs.entries import Entry, Key, entries_of
from glasshouse.runs.set_to import Counted, set_to
from glasshouse.runs.slip_lines import Liner
from glasshouse.units import points


def write_accounts(asked: Asked) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each instrument that the holder has an account with, and both of its files.

    Who does not consent where the law asks has files without a score.
    """
    for ix, (name, instrument) in enumerate(asked.setting.regime.instruments.items()):
        at_d, standing = asked.last_shown_d(name), asked.standing[ix]
        if standing is not Standing.NONE and at_d >= asked.person[Person.OPENS_D]:
            truth = entries_of(asked, ix, TRUTHFUL, at_d)
            files = {
                file: _File(asked, ix, place, at_d, truth).written(is_scored=standing is Standing.SCORED)
                for place, file in enumerate(FILES)
            }
            account = {"title": instrument.title, "kind": instrument.kind, "at": asked.iso(at_d)}
            yield name, {**account, "files": files}


def shown_on(asked: Asked, instrument: int, file: int, at_d: int) -> tuple[int, str]:
    """Return the score, as printed, and the grade that the kernel showed on a day.

    Args:
        asked: Whose.
        instrument: Its position among those of the law.
        file: Official or truthful.
        at_d: The day.
    """
    regime, rows = asked.setting.regime, asked.life.trace.changes
    mine = (rows[:, 0] == file) & (rows[:, 1] == instrument)
    rows = rows[mine & (rows[:, 2] == asked.holder) & (rows[:, 3] <= at_d)]
    if len(rows):
        return int(rows[-1, 4]), grade_axis(regime)[int(rows[-1, 5])][1]
    its = list(regime.instruments.values())[instrument]
    return sign_of(its) * start_score(its), start_grade(its)


class _File:
    """One file of one account on one day."""

    def __init__(self, asked: Asked, instrument_ix: int, file: int, at_d: int, truth: list[Entry]) -> None:
        self.asked, self.at_d = asked, at_d
        self.liner = Liner(asked, instrument_ix, at_d)
        self.entries = truth
        self.twins: dict[Key, Entry] = {}
        if file == OFFICIAL:
            self.entries = entries_of(asked, instrument_ix, file, at_d)
            self.twins = {each.key: each for each in truth}
        self.shown = shown_on(asked, instrument_ix, file, at_d)

    def written(self, *, is_scored: bool) -> dict[str, Any]:
        """Write score, grade, lists and lines."""
        lines = [self.liner.line(entry, self.twins.get(entry.key)) for entry in self.entries]
        if not is_scored:
            return {"score": None, "grade": None, "lists": [], "lines": lines}
        its, (score_pt, grade) = self.liner.its, self.shown
        shown_as = next((band.shown_as for band in its.bands if band.grade == grade), None)
        is_list = its.kind == "list"
        if not is_list:
            counted = [self._counted(entry) for entry in self.entries if entry.counts(self.at_d)]
            lines = [
                {"kind": "base", "points": points(its.base_pt), "counts": True},
                *lines,
                *set_to(its, counted, score_pt),
            ]
        return {
            "score": None if is_list else points(score_pt),
            "grade": grade,
            **({} if shown_as is None else {"shown_as": shown_as}),
            "lists": sorted(self.asked.setting.regime.lists_of({self.liner.name: grade})),
            "lines": lines,
        }

    def _counted(self, entry: Entry) -> Counted:
        code, rule = self.liner.rules[entry.code]
        return Counted(
            rule=code,
            amount_pt=self.liner.share_pt(entry),
            booked_d=entry.booked_d,
            downgrade_to=rule.downgrade_to,
        )
