"""Findings come in, sections of a page go out: estimates in words, pictures of what they are split by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from glasshouse.audits import QUESTIONS, Finding
from glasshouse.reports import charts_of_findings as charts
from glasshouse.reports import findings as words
from glasshouse.reports.part_words import PartWords
from glasshouse.reports.picture import DataTable, Panel, Picture
from glasshouse.reports.wording import sentence

MOST_ROWS_N = 12
"""A panel shows so many of the largest estimates, the picture's table all of them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One estimate as a reader meets it: a number, what it is of, and how far luck could move it."""

    definition: str
    shown: str
    sentence: str
    spread: str
    """The interval; empty where luck has no part in it."""
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of a page that is made of findings."""

    id: str
    title: str
    short: str
    """As the table of contents names it."""
    lead: str
    statements: Sequence[Statement]
    pictures: Sequence[Picture]
    luck: str
    """What the intervals are; empty where there is none."""
    exactly: Sequence[tuple[str, str]]
    """Each definition that the section shows, with what is counted."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that a chapter makes if it has the estimate: the words that follow the number."""

    definition: str
    says: str
    of: Mapping[str, str] = field(default_factory=dict[str, str])
    is_said_of_none: bool = True
    """Whether it is worth saying that it is nought."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that a chapter shows: estimates of one definition or several, by one thing or several."""

    id: str
    title: str
    caption: str
    unit: str
    definitions: Mapping[str, str]
    """Definition to how it is called; several have a row each where `by` is empty, else a panel each."""
    by: tuple[str, ...] = ()
    of: Mapping[str, str] = field(default_factory=dict[str, str])
    """What is held fast."""
    panels_by: str = ""
    """The part of the split that has a panel for each of its values."""
    panels: frozenset[str] = frozenset()
    """Those of its values that have one; all where it is empty, or none of them is there."""
    is_ranked: bool = False
    """Whether the largest estimates stand first, and the smallest give way where there are many."""
    has_own_scales: bool = False
    """Whether each panel has a scale of its own; else panels of one unit share theirs."""
    period: str = ""
    file: str = "official beside truthful"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a chapter is to be made of; it shows what the findings have of it."""

    id: str
    title: str
    short: str
    lead: str
    questions: tuple[str, ...]
    claims: tuple[Claim, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    nothing: str = ""
    """What is said in the place of all where there are no findings; without it there is no chapter."""
    at_nought: str = ""
    """What is said in the place of all where every claim would be nought."""


def chapter_of(plan: Plan, findings: Sequence[Finding], called: PartWords) -> Chapter | None:
    """Make a chapter; None if nothing of it was found and there is nothing to say of that."""
    its = [each for each in findings if each.question in plan.questions]
    if not its:
        return _told(plan, plan.nothing) if plan.nothing else None
    claimed = [(claim, words.only(its, claim.definition, **claim.of)) for claim in plan.claims]
    found = [
        (claim, finding) for claim, finding in claimed if finding and (finding.value or claim.is_said_of_none)
    ]
    if plan.at_nought and not any(finding.value for _, finding in found):
        return _told(plan, plan.at_nought)
    statements = [statement_of(finding, claim.says) for claim, finding in found]
    made = [(drawing, picture_of(drawing, its, called)) for drawing in plan.drawings]
    drawn = [(drawing, picture) for drawing, picture in made if picture is not None]
    shown = [each.definition for each in statements]
    shown += [name for drawing, _ in drawn for name in drawing.definitions]
    return Chapter(
        plan.id,
        plan.title,
        plan.short,
        plan.lead,
        statements,
        [picture for _, picture in drawn],
        words.luck([each for each in its if each.definition in shown]),
        exactly_of(shown),
    )


def _told(plan: Plan, lead: str) -> Chapter:
    """Make a chapter of words alone."""
    return Chapter(plan.id, plan.title, plan.short, lead, (), (), "", ())


def chapters_of(plans: Sequence[Plan], findings: Sequence[Finding], called: PartWords) -> list[Chapter]:
    """Make those chapters that there is something to say in."""
    made = [chapter_of(plan, findings, called) for plan in plans]
    return [chapter for chapter in made if chapter is not None]


def statement_of(finding: Finding, says: str) -> Statement:
    """Put an estimate into words."""
    shown, spread = words.shown(finding), words.spread(finding)
    return Statement(finding.definition, shown, says, spread, finding.is_assumed)


def exactly_of(definitions: Iterable[str]) -> list[tuple[str, str]]:
    """Return what the audits say of each definition, once."""
    named = list(dict.fromkeys(definitions))
    return [(name, QUESTIONS[name.partition(".")[0]].definitions[name].exactly) for name in named]


def picture_of(drawing: Drawing, findings: Sequence[Finding], called: PartWords) -> Picture | None:
    """Draw estimates; None if there are none, or nothing but nought."""
    found = _found(drawing, findings)
    if not any(each.value for each in found):
        return None
    ranked = _panels(drawing, found, called)
    ends = words.ends([each for its in ranked.values() for each in its[:MOST_ROWS_N]])
    shared = None if len({each.unit for each in found}) > 1 or drawing.has_own_scales else ends
    panels = [_panel(drawing, title, its, called, shared) for title, its in ranked.items()]
    table = [
        (_row_name(drawing, each, called, but=()), words.shown(each), words.spread(each))
        for its in ranked.values()
        for each in its
    ]
    return Picture(
        id=drawing.id,
        title=drawing.title,
        caption=drawing.caption,
        alt=f"Dots, each on a bar as long as its interval, for {len(found)} estimates.",
        unit=drawing.unit,
        period=drawing.period or called.run.period,
        file=drawing.file,
        panels=panels,
        table=DataTable(("what", "estimate", "by luck"), table),
        layout="halves" if len(panels) > 1 else "wide",
    )


def _found(drawing: Drawing, findings: Sequence[Finding]) -> list[Finding]:
    """Choose the estimates of a drawing."""
    found = [
        each
        for definition in drawing.definitions
        for each in words.chosen(findings, definition, drawing.by, **drawing.of)
        if words.is_known(each)
    ]
    return [each for each in found if each.of.get(drawing.panels_by) in drawing.panels] or found


def _panels(drawing: Drawing, found: Sequence[Finding], called: PartWords) -> dict[str, list[Finding]]:
    """Put estimates into panels, in the order in which they come, or the largest of each first.

    A panel in which all is nought is left out.
    """
    panels: dict[str, list[Finding]] = {}
    for each in found:
        if drawing.panels_by:
            title = called.one(drawing.panels_by, each.of[drawing.panels_by])
        else:
            title = drawing.definitions[each.definition] if _has_panels(drawing) else ""
        panels.setdefault(title, []).append(each)
    panels = {title: its for title, its in panels.items() if any(each.value for each in its)}
    if drawing.is_ranked:
        return {title: sorted(its, key=lambda each: -abs(each.value)) for title, its in panels.items()}
    return panels


def _has_panels(drawing: Drawing) -> bool:
    """Say whether each definition has a panel, and not a row."""
    return len(drawing.definitions) > 1 and bool(drawing.by) and not drawing.panels_by


def _panel(
    drawing: Drawing,
    title: str,
    found: Sequence[Finding],
    called: PartWords,
    ends: tuple[float, float] | None,
) -> Panel:
    rows = [words.row_of(each, _row_name(drawing, each, called)) for each in found[:MOST_ROWS_N]]
    return charts.estimates(title, rows, [str(row["name"]) for row in rows], ends)


def _row_name(drawing: Drawing, finding: Finding, called: PartWords, but: Sequence[str] | None = None) -> str:
    """Name a row by its part, by its definition, or by both."""
    said = [*drawing.of, drawing.panels_by] if but is None else [*drawing.of, *but]
    part = called.of(finding, said) if set(finding.of) - set(said) else ""
    if len(drawing.definitions) == 1 or (but is None and _has_panels(drawing)):
        return part or sentence(drawing.definitions[finding.definition])
    name = sentence(drawing.definitions[finding.definition])
    return f"{name}: {part.lower()}" if part else name
