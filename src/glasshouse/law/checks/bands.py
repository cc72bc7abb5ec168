"""The bands and limits of an instrument come in, their faults go out."""

from collections.abc import Iterator
from math import inf, isfinite
from typing import NamedTuple

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft, is_written
from glasshouse.law.parts import Part
from glasshouse.law.schema import Band
from glasshouse.law.wording import did_you_mean


class _Range(NamedTuple):
    """A band with its closed limits; an open side is infinite, an unreadable one is None."""

    part: Part
    grade: str
    low: float | None
    high: float | None


class _Border(NamedTuple):
    """Where the band that reaches highest so far ends, and the next one begins."""

    below: str
    ends: int
    line: int
    above: str
    begins: int
    place: Part


def bands_overlap(draft: Draft) -> Iterator[Problem]:
    """Two bands that share a score."""
    for border in _borders(draft):
        if border.begins <= border.ends:
            fact = f"bands overlap: {_limits(border)}"
            yield border.place.problem("R101", fact, _closing(border, "raise", "lower"))


def gap_between_bands(draft: Draft) -> Iterator[Problem]:
    """Scores that no band holds."""
    for border in _borders(draft):
        first, last = border.ends + 1, border.begins - 1
        if first <= last:
            lost = f"{first}" if first == last else f"{first} to {last}"
            fact = f"no band holds {lost}: {_limits(border)}"
            yield border.place.problem("R102", fact, _closing(border, "lower", "raise"))


def _limits(border: _Border) -> str:
    return (
        f"{border.below} ends at {border.ends} (line {border.line}), {border.above} begins at {border.begins}"
    )


def _closing(border: _Border, move_above: str, move_below: str) -> str:
    return (
        f"{move_above} `from` of {border.above} to {border.ends + 1}, "
        f"or {move_below} `to` of {border.below} to {border.begins - 1}"
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
    """Two bands with one grade."""
    first: dict[str, int] = {}
    for band in draft.bands():
        grade = band.text("grade")
        if grade is not None and grade in first:
            fact = f"grade {grade} has a second band, the first is in line {first[grade]}"
            yield band.at("grade").problem("R104", fact, "give the band a grade of its own, or remove it")
        elif grade is not None:
            first[grade] = band.at("grade").node.mark.line


def band_backwards(draft: Draft) -> Iterator[Problem]:
    """A band that ends below its beginning."""
    for band in draft.bands():
        low, high = band.whole("from"), band.whole("to")
        if low is not None and high is not None and low > high:
            fact = f"{_grade(band)} begins at {low} and ends at {high}"
            yield band.at("from").problem("R105", fact, "exchange `from` and `to`")


def part_of_nothing(draft: Draft) -> Iterator[Problem]:
    """A sub-band of a grade that is not there, of itself, or of another sub-band."""
    parents = {band.text("grade"): band.text("part_of") for band in draft.bands()}
    for band in draft.bands():
        whole = band.text("part_of")
        if whole is None:
            continue
        part = band.at("part_of")
        if draft.grades.lacks(whole):
            yield part.problem(
                "R201", f"no grade is called `{whole}`", did_you_mean(whole, draft.grades.known)
            )
        elif whole == band.text("grade"):
            yield part.problem(
                "R106", f"{whole} is part of itself", "remove `part_of`, or name another grade"
            )
        elif parents.get(whole) is not None:
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
        yield from _ends_out_of_reach(instrument, floor, ceiling)


def _ends_out_of_reach(instrument: Part, floor: float | None, ceiling: float | None) -> Iterator[Problem]:
    """Report a floor above the lowest band, or a ceiling below the highest."""
    ranges = _ranges(instrument)
    if not ranges:
        return
    bottom, top = ranges[0], ranges[-1]
    if floor is not None and bottom.high is not None and floor > bottom.high:
        fact = f"nobody can get {bottom.grade}: it ends at {bottom.high:.0f}, below the floor, {floor}"
        yield instrument.at("floor", "value").problem(
            "R108", fact, f"lower the floor to at most {bottom.high:.0f}"
        )
    if ceiling is not None and top.low is not None and ceiling < top.low:
        fact = f"nobody can get {top.grade}: it begins at {top.low:.0f}, above the ceiling, {ceiling}"
        yield instrument.at("ceiling", "value").problem(
            "R108", fact, f"raise the ceiling to at least {top.low:.0f}"
        )


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
    low = band.whole("from") if is_written(band, "from", Band) else -inf
    high = band.whole("to") if is_written(band, "to", Band) else inf
    if low is not None and high is not None and low > high:
        return _Range(band, _grade(band), None, None)
    return _Range(band, _grade(band), low, high)


def _lies_at(each: _Range) -> float:
    """Return where a band lies: by its lower limit, or by the upper one where that is all there is."""
    return each.low if each.low is not None else each.high if each.high is not None else 0.0


def _grade(band: Part) -> str:
    return band.text("grade") or f"band {band.name}"
