"""Findings of a comparison come in, the picture of what joining databases does goes out."""

from collections.abc import Sequence

from glasshouse.audits import Finding
from glasshouse.audits.linkage import AS_IT_IS
from glasshouse.reports import charts_of_findings as charts
from glasshouse.reports import findings as words
from glasshouse.reports.picture import DataTable, Picture
from glasshouse.reports.runfolder import RunFolder

LINKED = {
    "linkage.ever_wronged_share": "Ever in a grade that is too low",
    "linkage.ever_wrongly_listed_share": "Ever wrongly on a list",
}


def linkage_picture(run: RunFolder, findings: Sequence[Finding]) -> Picture | None:
    """Draw what joining databases does to mistakes; None if no variant joins any, or nobody is wronged."""
    found = [each for each in findings if each.question == "linkage"]
    drawn = {title: _rows(found, definition) for definition, title in LINKED.items()}
    panels = [
        charts.steps(title, rows, [str(row["name"]) for row in rows])
        for title, rows in drawn.items()
        if any(row["value"] for row in rows)
    ]
    if not panels:
        return None
    return Picture(
        id="linkage",
        title="What joining databases does",
        caption="How many databases the account is joined to: so many, all of them, and those that the law "
        "names. A grade is too low, or a listing wrong, against what the joined databases know.",
        alt="Dots joined by a line, with their intervals: who is wronged as more databases are joined.",
        unit="share of all adults",
        period=run.period,
        file="official beside truthful",
        panels=panels,
        table=_linkage_table(found),
        layout="halves" if len(panels) > 1 else "wide",
    )


def _rows(found: Sequence[Finding], definition: str) -> list[words.Row]:
    return [
        {**words.row_of(each, _linked(each)), "is_joined": each.of["linked"] != AS_IT_IS}
        for each in words.chosen(found, definition, ("linked",))
    ]


def _linkage_table(found: Sequence[Finding]) -> DataTable:
    """Write all that is known of each step, a row each."""
    columns = dict.fromkeys(each.definition for each in found)
    titles = {each.definition: each.title for each in found}
    steps = dict.fromkeys(each.of["linked"] for each in found)
    at = {(each.of["linked"], each.definition): each for each in found}
    rows = [
        (_linked(at[step, next(iter(columns))]), *(_with_spread(at.get((step, name))) for name in columns))
        for step in steps
    ]
    return DataTable(("joined to", *titles.values()), rows)


def _with_spread(finding: Finding | None) -> str:
    if finding is None:
        return ""
    spread = words.spread(finding)
    return f"{words.shown(finding)} ({spread})" if spread else words.shown(finding)


def _linked(finding: Finding) -> str:
    return "as the law is" if finding.of["linked"] == AS_IT_IS else finding.of["linked"]
