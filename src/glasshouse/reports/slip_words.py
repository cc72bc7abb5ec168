"""The parts of a slip come in, the words that stand on it go out, the same on paper and in the terminal."""

from glasshouse.reports import wording
from glasshouse.reports.slip_model import Act, FileState, Line


def notes_of(line: Line, *, until: str = "") -> list[str]:
    """Return what stands below a line: who reported it and when, how long it counts, by what source."""
    days = "a day" if line.late_d == 1 else f"{line.late_d} days"
    act = (
        wording.phrase(line.provider or ""),
        wording.short_date(line.day) if line.day else "",
        f"booked {days} after" if line.late_d else "",
        f"{line.cause} record" if line.cause and line.cause != "true" else "",
        f"straight to {line.downgrade_to}" if line.downgrade_to else "",
        "replaced by a heavier entry for the same act" if line.replaced else "",
    )
    ground = (until, line.article or "", line.source_kind or "")
    joined = (", ".join(part for part in act if part), " · ".join(part for part in ground if part))
    return [note for note in joined if note]


def same_or_not(official: FileState, truthful: FileState) -> str:
    """Say in a sentence how the two files differ."""
    gap = official.score - truthful.score
    if official.grade != truthful.grade:
        return f"The official file says {official.grade}, the truthful one {truthful.grade}."
    if gap:
        way = "lower" if gap < 0 else "higher"
        points = wording.count(abs(gap))
        return f"The same grade on both files, but the official balance is {points} points {way}."
    return "Both files say the same."


def known_by(act: Act) -> str:
    """Say who knows of an act."""
    lawful = "lawful; " if act.lawful else ""
    if act.recorded_by:
        return f"{lawful}recorded by {_names(act.recorded_by)}"
    if act.seen_by:
        return f"{lawful}seen by {_names(act.seen_by)}, no rule for it"
    return f"{lawful}seen by nobody"


def _names(providers: list[str]) -> str:
    return wording.listing([wording.phrase(name).lower() for name in providers])
