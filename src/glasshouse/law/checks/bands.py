"""The bands and limits of an instrument come in, their faults go out."""

from collections.abc import Iterator
from math import inf, isfinite
from typing import NamedTuple

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft, Names, is_written
from glasshouse.law.parts import Part
from glasshouse.law.schema import Band
from glasshouse.law.wording import did_you_mean, line_of
from glasshouse.units import TENTHS, points, tenths


class _Range(NamedTuple):
    """A band with its closed limits in tenths; an open side is infinite, an unreadable one is None."""

    part: Part
    grade: str
    low: float | None
    high: float | None


class _Border(NamedTuple):
    """Where the band that reaches highest so far ends, and the next one begins, in tenths."""

    below: str
    ends: int
    line: int
    above: str
    begins: int
    place: Part

    @property
    def step(self) -> int:
        """How far above the end the next band should begin: a point, or a tenth where limits have tenths."""
        return 1 if self.ends % TENTHS or self.begins % TENTHS else TENTHS


def bands_overlap(draft: Draft) -> Iterator[Problem]:
    """Two bands that share a score."""
    for border in _borders(draft):
        if border.begins <= border.ends:
            fact = f"bands overlap: {_limits(border)}"
            yield border.place.problem("R101", fact, _closing(border, "raise", "lower"))


def gap_between_bands(draft: Draft) -> Iterator[Problem]:
    """Scores that no band holds."""
    for border in _borders(draft):
        first, last = border.ends + border.step, border.begins - border.step
        if first <= last:
            lost = f"{points(first)}" if first == last else f"{points(first)} to {points(last)}"
            fact = f"no band holds {lost}: {_limits(border)}"
            yield border.place.problem("R102", fact, _closing(border, "lower", "raise"))


def _limits(border: _Border) -> str:
    ends, begins = points(border.ends), points(border.begins)
    return f"{border.below} ends at {ends} (line {border.line}), {border.above} begins at {begins}"


def _closing(border: _Border, move_above: str, move_below: str) -> str:
    return (
        f"{move_above} `from` of {border.above} to {points(border.ends + border.step)}, "
        f"or {move_below} `to` of {border.below} to {points(border.begins - border.step)}"
    )


def open_ends(draft: Draft) -> Iterator[Problem]:
    """No band, or more than one, that is open above or below."""
    for instrument in draft.instruments:
        bands = list(instrument.at("bands").below())
        if bands and all(band.is_mapping() for band in bands):
            yield from _open_end(bands, "to", "from", "highest", 1)
            yield from _open_end(bands, "from", "to", "lowest", -1)


def _open_end(bands: list[Part], key: str, other: str, word: str, sign: int) -> Iterator[Problem]:
    """Report the end where `key` must be missing from one band alone."""
    # The end belongs to the band that lies furthest out; the others have forgotten a limit.
    outward = sorted(bands, key=lambda band: -inf if (limit := band.number(other)) is None else sign * limit)
    opens = [band for band in outward if not is_written(band, key, Band)]
    if not opens:
        fact = f"no band is open at the {word} end"
        yield outward[-1].at(key).problem("R103", fact, f"remove `{key}` from the {word} band", at_key=True)
    for band in opens[:-1]:
        fact = f"{_grade(band)} has no `{key}`, and neither has {_grade(opens[-1])}"
        yield band.problem("R103", fact, f"add `{key}:`; only the {word} band has none", at_key=True)


def grade_twice(draft: Draft) -> Iterator[Problem]:
    """Two bands with one grade, of one instrument or of two that somebody can have both of."""
    seen: list[tuple[Part, Part]] = []
    for instrument in draft.instruments:
        for band in instrument.at("bands").below():
            grade = band.text("grade")
            same = [its for its, other in seen if other.text("grade") == grade and _share(its, instrument)]
            if grade is not None and same:
                earlier = next(b for its, b in seen if its is same[0] and b.text("grade") == grade)
                first = earlier.at("grade").node.mark
                part = band.at("grade")
                fact = f"grade {grade} has a second band, the first is in {line_of(first, part.node.mark)}"
                yield part.problem("R104", fact, "give the band a grade of its own, or remove it")
            elif grade is not None:
                seen.append((instrument, band))


def _share(one: Part, other: Part) -> bool:
    """Say whether somebody can have an account on both of two instruments."""
    held = [{part.text() for part in its.texts("holders")} or {"residents"} for its in (one, other)]
    return one is other or bool(held[0] & held[1])


def band_backwards(draft: Draft) -> Iterator[Problem]:
    """A band that ends below its beginning."""
    for band in draft.bands():
        low, high = band.number("from"), band.number("to")
        if low is not None and high is not None and low > high:
            fact = f"{_grade(band)} begins at {low} and ends at {high}"
            yield band.at("from").problem("R105", fact, "exchange `from` and `to`")


def part_of_nothing(draft: Draft) -> Iterator[Problem]:
    """A sub-band of a grade that its instrument lacks, of itself, or of another sub-band."""
    for instrument in draft.instruments:
        bands = list(instrument.at("bands").below())
        parents = {band.text("grade"): band.text("part_of") for band in bands}
        grades = draft.grades_of(instrument)
        for band in bands:
            whole = band.text("part_of")
            if whole is not None:
                yield from _part_of_nothing(band, whole, parents.get(whole), grades)


def _part_of_nothing(band: Part, whole: str, parent: str | None, grades: Names) -> Iterator[Problem]:
    part = band.at("part_of")
    if grades.lacks(whole):
        yield part.problem("R201", f"no grade is called `{whole}`", did_you_mean(whole, grades.known))
    elif whole == band.text("grade"):
        yield part.problem("R106", f"{whole} is part of itself", "remove `part_of`, or name another grade")
    elif parent is not None:
        fact = f"{_grade(band)} is part of {whole}, which is a sub-band itself"
        yield part.problem("R106", fact, "name the grade that both belong to")


def base_outside_limits(draft: Draft) -> Iterator[Problem]:
    """A base, floor and ceiling that contradict each other or the bands."""
    for instrument in draft.instruments:
        floor, base, ceiling = (instrument.number(key, "value") for key in ("floor", "base", "ceiling"))
        if base is not None and floor is not None and base < floor:
            fact = f"the base, {base}, lies below the floor, {floor}"
            yield instrument.at("base", "value").problem("R107", fact, f"raise the base to at least {floor}")
        if base is not None and ceiling is not None and base > ceiling:
            fact = f"the base, {base}, lies above the ceiling, {ceiling}"
            yield instrument.at("base", "value").problem("R107", fact, f"lower the base to at most {ceiling}")
        if base is None and floor is not None and ceiling is not None and floor >= ceiling:
            fact = f"the floor, {floor}, does not lie below the ceiling, {ceiling}"
            yield instrument.at("floor", "value").problem("R107", fact, f"lower the floor below {ceiling}")
        else:
            yield from _ends_out_of_reach(instrument, floor, ceiling)


def _ends_out_of_reach(instrument: Part, floor: float | None, ceiling: float | None) -> Iterator[Problem]:
    """Report a floor above the lowest band, or a ceiling below the highest."""
    ranges = _ranges(instrument)
    if not ranges:
        return
    ends, begins = _points(ranges[0].high), _points(ranges[-1].low)
    if floor is not None and ends is not None and floor > ends:
        fact = f"nobody can get {ranges[0].grade}: it ends at {ends}, below the floor, {floor}"
        yield instrument.at("floor", "value").problem("R108", fact, f"lower the floor to at most {ends}")
    if ceiling is not None and begins is not None and ceiling < begins:
        fact = f"nobody can get {ranges[-1].grade}: it begins at {begins}, above the ceiling, {ceiling}"
        yield instrument.at("ceiling", "value").problem(
            "R108", fact, f"raise the ceiling to at least {begins}"
        )


def _points(limit: float | None) -> int | float | None:
    """Return a limit in points; None where there is none to read, or none at all."""
    return points(int(limit)) if limit is not None and isfinite(limit) else None


def _borders(draft: Draft) -> Iterator[_Border]:
    """Yield where bands meet, as far as both limits can be read."""
    for instrument in draft.instruments:
        ranges = _ranges(instrument)
        reach = ranges[0] if ranges else None
        for above in ranges[1:]:
            low, high = above.low, reach.high if reach is not None else None
            if (
                reach is not None
                and low is not None
                and high is not None
                and isfinite(low)
                and isfinite(high)
            ):
                line = reach.part.at("to").node.mark.line
                yield _Border(reach.grade, int(high), line, above.grade, int(low), above.part.at("from"))
            if reach is None or reach.high is None or above.high is None or above.high > reach.high:
                reach = above


def _ranges(instrument: Part) -> list[_Range]:
    """Return the bands from the lowest up; none where the place of one cannot be read."""
    ranges = [_range(band) for band in instrument.at("bands").below()]
    if any(each.low is None and each.high is None for each in ranges):
        return []
    # Only one band is open at each end; another without a limit has forgotten it (`open_ends` says so).
    lowest = min((each.high for each in ranges if each.low == -inf and each.high is not None), default=None)
    highest = max((each.low for each in ranges if each.high == inf and each.low is not None), default=None)
    known = [
        each._replace(
            low=None if each.low == -inf and each.high != lowest else each.low,
            high=None if each.high == inf and each.low != highest else each.high,
        )
        for each in ranges
    ]
    return sorted(known, key=lambda each: (_lies_at(each), each.part.path[-1]))


def _range(band: Part) -> _Range:
    low = _limit(band.number("from")) if is_written(band, "from", Band) else -inf
    high = _limit(band.number("to")) if is_written(band, "to", Band) else inf
    if low is not None and high is not None and low > high:
        return _Range(band, _grade(band), None, None)
    return _Range(band, _grade(band), low, high)


def _limit(number: float | None) -> int | None:
    """Return a limit in tenths; None where it is no number of points."""
    try:
        return None if number is None else tenths(number)
    except ValueError:
        return None


def _lies_at(each: _Range) -> float:
    """Return where a band lies: by its lower limit, or by the upper one where that is all there is."""
    return each.low if each.low is not None else each.high if each.high is not None else 0.0


def _grade(band: Part) -> str:
    return band.text("grade") or f"band {band.name}"
