"""Findings come in, sections of a page go out: estimates in words, pictures of what they are split by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from glasshouse.audits.finding import Finding
from glasshouse.reports import charts_of_findings as charts
from glasshouse.reports import findings as words
from glasshouse.reports.picture import DataTable, Layout, Picture

MOST_ROWS_N = 14
"""A picture shows so many of the largest estimates, its table all of them."""


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
    table: DataTable
    """Every estimate of the section."""
    luck: str
    """What the intervals are; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Split:
    """A picture that a chapter shows: the estimates of one definition, by one thing or several."""

    definition: str
    by: tuple[str, ...]
    title: str
    caption: str
    unit: str
    of: Mapping[str, str] = field(default_factory=dict[str, str])
    """What is held fast."""
    panels_by: str = ""
    """The part of the split that has a panel for each of its values; one panel where it is empty."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a chapter is to be made of; it shows what the findings have of it."""

    id: str
    title: str
    short: str
    lead: str
    questions: tuple[str, ...]
    statements: tuple[str, ...]
    """Definitions whose unsplit estimate is a statement, in order."""
    splits: tuple[Split, ...]


def chapter_of(plan: Plan, findings: Sequence[Finding], *, period: str) -> Chapter | None:
    """Make a chapter; None if nothing of it was found."""
    its = [each for each in findings if each.question in plan.questions]
    if not its:
        return None
    stated = [each for name in plan.statements for each in words.chosen(its, name)]
    drawn = [picture_of(split, its, period=period) for split in plan.splits]
    return Chapter(
        plan.id,
        plan.title,
        plan.short,
        plan.lead,
        [statement_of(each) for each in stated],
        [picture for picture in drawn if picture is not None],
        table_of(its),
        words.luck(its),
    )


def statement_of(finding: Finding) -> Statement:
    """Put an estimate into words."""
    return Statement(
        finding.definition, words.shown(finding), finding.title, words.spread(finding), finding.is_assumed
    )


def table_of(findings: Sequence[Finding]) -> DataTable:
    """Write every estimate in a row."""
    rows = [
        (each.title, words.shown(each), words.spread(each), f"{each.n:,}" if each.n else "", each.definition)
        for each in findings
    ]
    return DataTable(("what", "estimate", "by luck", "taken from", "definition"), rows)


def picture_of(split: Split, findings: Sequence[Finding], *, period: str) -> Picture | None:
    """Draw the estimates of a split, the largest first; None if there are none, or none but nothing."""
    found = words.chosen(findings, split.definition, split.by, **split.of)
    drawn = [each for each in found if each.interval is not None or each.value]
    if not any(each.value for each in drawn):
        return None
    names = list(dict.fromkeys(each.of[split.panels_by] for each in drawn)) if split.panels_by else [""]
    panels = []
    for name in names:
        shown = [each for each in drawn if not name or each.of[split.panels_by] == name]
        shown = shown[:MOST_ROWS_N]
        rows = [words.row_of(each) for each in shown]
        panels.append(charts.estimates(name, rows, [str(row["name"]) for row in rows]))
    layout: Layout = "halves" if len(panels) > 1 else "wide"
    table = [(each.title, words.shown(each), words.spread(each)) for each in found]
    return Picture(
        id="-".join((split.definition.replace(".", "-"), *split.by)),
        title=split.title,
        caption=split.caption,
        alt=f"Dots on bars: {split.title}",
        unit=split.unit,
        period=period,
        file="official beside truthful",
        panels=panels,
        table=DataTable(("what", "estimate", "by luck"), table),
        layout=layout,
    )
