"""Columns of sums come in under the names of definitions, findings with intervals go out, all at once."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.audits.finding import Definitions, Finding, Interval
from glasshouse.audits.luck import intervals, over, weights
from glasshouse.audits.sums import Column

How = Literal["communities", "months"]
Columns = NDArray[np.float64]


class Ratio(NamedTuple):
    """One total over another, so many times."""

    top: Column
    bottom: Column
    times: float = 1.0


class _Estimate(NamedTuple):
    definition: str
    of: dict[str, str]
    ratios: tuple[Ratio, ...]
    """Their sum is the estimate."""
    n: int


class Estimates:
    """Takes the numbers of one question and gives them their intervals together.

    Every estimate is a ratio of two totals, or a sum of such ratios. A count is a ratio, too: so many
    for each resident, times the residents that there are; for it is no luck how many people live here.
    """

    def __init__(self, question: str, definitions: Definitions, how: How = "communities") -> None:
        self._question, self._definitions = question, definitions
        self._how: How = how
        self._found: list[_Estimate | Finding] = []

    def share(self, name: str, of: Mapping[str, str], top: Column, bottom: Column) -> None:
        """Take the ratio of two totals; for `name`, `of` and what is left out see `combine`."""
        self.combine(name, of, Ratio(top, bottom))

    def count(self, name: str, of: Mapping[str, str], top: Column, bottom: Column) -> None:
        """Take a count of what comes so often for each of something whose number is no luck."""
        self.combine(name, of, Ratio(top, bottom, float(bottom.sum())))

    def combine(self, name: str, of: Mapping[str, str], *ratios: Ratio) -> None:
        """Take a sum of ratios; it is left out where one of them is of nobody.

        Args:
            name: The definition without its question, as `grade_share`.
            of: What it is split by.
            ratios: What is added up; the first says how many it is taken from.
        """
        if all(ratio.bottom.any() for ratio in ratios):
            n = round(float(ratios[0].bottom.sum()))
            self._found.append(_Estimate(self._named(name), dict(of), ratios, n))

    def exact(self, name: str, of: Mapping[str, str], value: float, *, is_assumed: bool) -> None:
        """Take a value of the law; nothing of it is left to luck."""
        self._found.append(self._finding(self._named(name), of, value, None, 0, is_assumed=is_assumed))

    def ready(
        self, name: str, of: Mapping[str, str], value: float, interval: Interval | None, n: int
    ) -> None:
        """Take an estimate that has its interval already."""
        self._found.append(self._finding(self._named(name), of, value, interval, n))

    def findings(self) -> list[Finding]:
        """Return all that was taken, definition by definition, and those of one as they came."""
        waiting = [each for each in self._found if isinstance(each, _Estimate)]
        measured = iter(_measured(waiting, self._how))
        found = [
            each
            if isinstance(each, Finding)
            else self._finding(each.definition, each.of, *next(measured), each.n)
            for each in self._found
        ]
        order = {name: ix for ix, name in enumerate(self._definitions)}
        return sorted(found, key=lambda finding: order[finding.definition])

    def _named(self, name: str) -> str:
        return f"{self._question}.{name}"

    def _finding(
        self,
        definition: str,
        of: Mapping[str, str],
        value: float,
        interval: Interval | None,
        n: int,
        is_assumed: bool = True,
    ) -> Finding:
        meant = self._definitions[definition]
        named = (self._question, definition, meant.title)
        return Finding(*named, value, meant.unit, interval, dict(of), n, is_assumed)


def _measured(estimates: Sequence[_Estimate], how: How) -> list[tuple[float, Interval | None]]:
    """Return the value of each estimate, and its interval if there are units to draw from."""
    if not estimates:
        return []
    units_n = len(estimates[0].ratios[0].top)
    values = _values(estimates, np.ones((1, units_n)))[0].tolist()
    if units_n == 1:
        return [(value, None) for value in values]
    limits = intervals(_values(estimates, weights(units_n)), units_n)
    return [
        (value, None if isnan(low) else Interval(low, high, how=how))
        for value, (low, high) in zip(values, limits, strict=True)
    ]


def _values(estimates: Sequence[_Estimate], drawn: Columns) -> Columns:
    """Return each estimate under each weighing of the units. Shape [weighings, estimates]."""
    ratios = [ratio for each in estimates for ratio in each.ratios]
    tops, bottoms = (drawn @ np.stack([ratio[at] for ratio in ratios], axis=1) for at in (0, 1))
    found = over(tops, bottoms) * np.array([ratio.times for ratio in ratios])
    starts = np.cumsum([0, *(len(each.ratios) for each in estimates[:-1])])
    return np.add.reduceat(found, starts, axis=1)
