"""The parts of a slip come in, the words that stand on it go out, the same on paper and in the terminal."""

from collections.abc import Iterator

from glasshouse.law.schema import LISTED
from glasshouse.reports import wording
from glasshouse.reports.slip_model import Account, Act, FileState, Line, Mishap, Slip

CONDUCT_OF = {
    "spouse": "conduct of the spouse, {}",
    "child": "conduct of the child, {}",
    "household": "conduct of {} of the household",
    "organisation": "conduct of the organisation {}",
    "namesake": "in truth about {}, of the same name",
    "housemate": "in truth about {}, of the household",
    "neighbour": "in truth about {}, next door",
}
TAKEN_FOR = "in truth about {}, taken for {}"
CAUSES = {
    "late": "late record",
    "mistake": "false record: by mistake, nobody did it",
    "malice": "false record: made up out of malice",
    "quota": "false record: made up to fill a quota",
    "grudge": "false record: made up out of a grudge",
    "elsewhere": "in truth about somebody elsewhere",
    "duplicate": "second record of one act",
}
"""What a record is in truth; one that is true needs no words."""
MISHAPS = {
    "missed": "the record of {} found no file",
    "spared": "left out by {}",
    "astray": "filed by {} under somebody elsewhere",
    "namesake": "filed by {} under {}, of the same name",
    "housemate": "filed by {} under {}, of the household",
    "neighbour": "filed by {} under {}, next door",
    "duplicate": "filed twice by {}",
}


def notes_of(line: Line, *, until: str = "") -> list[str]:
    """Return what stands below a line: who reported it and when, how long it counts, by what source."""
    ground = (until, line.article or "", line.source_kind or "")
    parts = (
        ", ".join(_reported(line)),
        ", ".join(_became(line)),
        " · ".join(part for part in ground if part),
    )
    return [note for note in parts if note]


def _reported(line: Line) -> Iterator[str]:
    """Yield whose conduct it is, who reported it, and when."""
    days = "a day" if line.late_d == 1 else f"{line.late_d} days"
    if line.doer and line.taken_for:
        yield TAKEN_FOR.format(line.doer, line.taken_for)
    elif line.doer:
        yield CONDUCT_OF.get(line.doer_is or "", "conduct of {}").format(line.doer)
    if line.provider:
        yield wording.phrase(line.provider)
    if line.fed_by:
        yield f"earned on {line.fed_by}"
    elif line.day:
        yield wording.short_date(line.day)
    if line.late_d and not line.fed_by:
        yield f"booked {days} after"
    if line.cause in CAUSES:
        yield CAUSES[line.cause]


def _became(line: Line) -> Iterator[str]:
    """Yield how its amount came about, and what became of it."""
    if line.downgrade_to and line.downgrade_to != LISTED:
        yield f"straight to {line.downgrade_to}"
    if line.percent_points is not None:
        yield f"{wording.signed(line.percent_points)} of 100 in its part"
    if line.doubled:
        yield "doubled: the same again while an earlier one counted"
    if line.tops_up:
        yield f"what it adds to {line.tally} so far"
    if line.taken_over_from:
        yield f"taken over from {line.taken_over_from}"
    if line.in_place_of:
        yield f"in place of {line.in_place_of}, which was corrected"
    yield from _objections(line)
    yield from _gone(line)


def _objections(line: Line) -> Iterator[str]:
    """Yield what was objected and decided, day by day."""
    if line.objected:
        yield f"objected to on {wording.short_date(line.objected)}"
    if line.rejected:
        yield f"lost on {wording.listing([wording.short_date(day) for day in line.rejected])}"
    if line.suspended:
        yield "not counted until that is decided"
    if line.corrected:
        yield f"won, and struck out on {wording.short_date(line.corrected)}"
    if line.recharged:
        yield f"charged once since {wording.short_date(line.recharged)}: what had doubled it was struck out"


def _gone(line: Line) -> Iterator[str]:
    if line.outstays:
        yield "past its end, and still on file"
    if line.outstayed:
        yield f"taken off late, on {wording.short_date(line.outstayed)}"
    if line.replaced:
        yield "replaced by a heavier entry for the same act"
    if line.repaired:
        yield f"corrected and taken off on {wording.short_date(line.repaired)}"
    if line.blocked:
        yield "a heavier entry for the same act counts"
    if line.refused:
        yield "refused: its condition was not met, or there was no more room for it"


def until_words(line: Line) -> str:
    """Say how long an entry counts."""
    if line.until_corrected and line.counts:
        return "until it is corrected"
    return f"until {wording.short_date(line.until)}" if line.until and line.is_booked else ""


def same_or_not(official: FileState, truthful: FileState) -> str:
    """Say in a sentence how the two files differ."""
    if official.grade != truthful.grade:
        return f"The official file says {official.grade}, the truthful one {truthful.grade}."
    if official.score is not None and truthful.score is not None and official.score != truthful.score:
        gap = official.score - truthful.score
        way = "lower" if gap < 0 else "higher"
        points = f"{wording.count(abs(gap))} {'point' if abs(gap) == 1 else 'points'}"
        return f"The same grade on both files, but the official balance is {points} {way}."
    return "Both files say the same."


def stands(account: Account, file: FileState) -> str:
    """Say in a word where somebody stands with an account: 1,015 A+, on the list."""
    if file.grade is None:
        return "no score"
    if account.kind == "list":
        return "on the list" if file.grade == LISTED else "not on the list"
    return f"{wording.count(file.score or 0)}  {file.grade}"


def no_score_words(slip: Slip) -> str:
    """Say why a slip has no balance."""
    if not slip.consents:
        return "Did not consent to be scored. What is charged is kept on record all the same."
    return f"This law keeps no account on this {slip.kind.lower()}."


def known_by(act: Act) -> str:
    """Say who knows of an act, what became of each record of it, and how long it went on."""
    said = [f"recorded by {_names(act.recorded_by)}"] if act.recorded_by else []
    said += [_went(mishap) for mishap in act.went_wrong]
    if not said:
        said = [f"seen by {_names(act.seen_by)}, no rule for it" if act.seen_by else "seen by nobody"]
    return "; ".join([*(["lawful"] if act.lawful else []), *said]) + _lasted(act)


def _went(mishap: Mishap) -> str:
    return MISHAPS[mishap.became].format(_names([mishap.provider]), mishap.to)


def _lasted(act: Act) -> str:
    if act.ends is None:
        return ""
    if isinstance(act.ends, str):
        return "; never corrected" if act.ends == "never" else "; not over at the end"
    return f"; went on until {wording.short_date(act.ends)}"


def _names(providers: list[str]) -> str:
    return wording.listing([wording.phrase(name).lower() for name in providers])
