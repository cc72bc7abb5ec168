"""Findings of a comparison come in, what each variant changes and for whom goes out: words and pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glasshouse.audits import Finding
from glasshouse.reports import charts_of_findings as charts
from glasshouse.reports import findings as words
from glasshouse.reports import palette, wording
from glasshouse.reports.chapters import Statement, statement_of
from glasshouse.reports.outcomes import HARMED, HELPED, OUTCOMES, SHARE, VariantOutcome
from glasshouse.reports.part_words import PartWords
from glasshouse.reports.picture import DataTable, Panel, Picture
from glasshouse.reports.tallies import SHOWN_DIMENSIONS

COLOURS = {
    "helped, and bore more than their truthful file gives": palette.ABOVE[2],
    "others who are helped": palette.ABOVE[0],
    "harmed, and bear more than their truthful file gives": palette.BELOW[2],
    "others who are harmed": palette.BELOW[0],
}
"""What was undeserved stands nearest to zero, in the darker colour."""
SIDES = {HELPED: (1, *list(COLOURS)[:2]), HARMED: (-1, *list(COLOURS)[2:])}
TWO = {HELPED: palette.ABOVE[2], HARMED: palette.BELOW[2]}


@dataclass(frozen=True, slots=True)
class Variant:
    """One amended law, as the report tells of it."""

    name: str
    title: str
    about: Sequence[str]
    """What each of its amendments does."""
    kind: str
    """`safeguard` or `harm`; empty where nobody says."""
    statements: Sequence[Statement]
    touched: str
    """Whom it touches, in a sentence."""
    picture: Picture | None
    difference: str
    """The amendments as `glasshouse diff --with` takes them; empty where they are files of somebody else."""


def helped_and_harmed(outcomes: Sequence[VariantOutcome], called: PartWords) -> Picture | None:
    """Draw how many each variant helps and harms; None if it is nobody."""
    touched = [each for each in outcomes if each.residents[HELPED] or each.residents[HARMED]]
    if not touched:
        return None
    names = {each.name: called.variants[each.name] for each in touched}
    rows = [bar for each in touched for bar in _bars(each, names[each.name])]
    return Picture(
        id="helped-and-harmed",
        title="Who would have fared better, and who worse",
        caption="Each resident is held against the same resident under the law as it is. To the right those "
        "who have fewer months below the default grade or fewer days on lists, and more of neither; to the "
        "left those who have more. Dark is what went beyond what the truthful file gives.",
        alt="Bars to both sides of zero for each variant: residents who are helped right, harmed left.",
        unit="residents with an account",
        period=called.run.period,
        file="official beside truthful",
        panels=[charts.both_sides(rows, list(names.values()), COLOURS)],
        table=_table(outcomes, called),
        key=COLOURS,
    )


def _bars(outcome: VariantOutcome, name: str) -> list[words.Row]:
    """Pile up both sides of one variant, what is undeserved first."""
    bars: list[words.Row] = []
    for side, (sign, dark, light) in SIDES.items():
        all_n, undeserved_n = outcome.residents[side], outcome.undeserved[side]
        ends = ((0, undeserved_n, dark, ""), (undeserved_n, all_n, light, wording.count(all_n)))
        bars += [
            {
                "name": name,
                "kind": kind,
                "start": sign * start,
                "end": sign * end,
                "shown": wording.count(end - start),
                "figure": figure,
            }
            for start, end, kind, figure in ends
            if all_n
        ]
    return bars


def _table(outcomes: Sequence[VariantOutcome], called: PartWords) -> DataTable:
    rows = [
        (
            called.variants[each.name],
            *(
                wording.count(n)
                for side in (HELPED, HARMED)
                for n in (each.residents[side], each.undeserved[side])
            ),
            *(wording.count(each.residents[side]) for side in OUTCOMES[2:]),
            _change(each.below_months),
            _change(each.listed_days),
        )
        for each in outcomes
    ]
    default = called.run.default_grade
    header = ("variant", "helped", "undeserved", "harmed", "undeserved", "mixed", "untouched")
    return DataTable((*header, f"months below {default}", "days on lists"), rows)


def _change(n: int) -> str:
    return wording.signed(n) if n else "no change"


def variant_of(
    outcome: VariantOutcome,
    findings: Sequence[Finding],
    called: PartWords,
    about: Mapping[str, str],
    kind: str,
) -> Variant:
    """Tell what one variant does.

    Args:
        outcome: What it did.
        findings: Of the comparison.
        called: How parts are called.
        about: What each of its amendments does, by id.
        kind: What its amendments study.
    """
    default, name = called.run.default_grade, outcome.name
    claims: tuple[tuple[str, Mapping[str, str], str], ...] = (
        (SHARE, {"outcome": HELPED}, "of all adults are helped."),
        (SHARE, {"outcome": HARMED}, "of all adults are harmed."),
        (
            "safeguards.months",
            {},
            f"below {default} for every 1,000 adults, this law less the law as it is: "
            f"{_change(outcome.below_months)} in all.",
        ),
        (
            "safeguards.days",
            {},
            f"on lists for every 1,000 adults, likewise: {_change(outcome.listed_days)} in all.",
        ),
        (
            "safeguards.together_months",
            {},
            f"below {default} for every 1,000 adults: what the amendments do together, less what each "
            "does alone.",
        ),
    )
    found = [(words.only(findings, name_, variant=name, **of), says) for name_, of, says in claims]
    is_touching = outcome.residents["untouched"] < outcome.all_n
    statements = [
        statement_of(each if each.unit == "share" else words.for_a_thousand(each), says)
        for each, says in found
        if each is not None and (each.value or each.definition == SHARE)
    ]
    return Variant(
        name,
        called.variants[name],
        list(about.values()),
        kind,
        statements if is_touching else (),
        _touched(outcome, default),
        for_whom(name, findings, called) if is_touching else None,
        name.replace("+", ",") if set(name.split("+")) <= set(about) else "",
    )


def _touched(outcome: VariantOutcome, default: str) -> str:
    n = outcome.all_n - outcome.residents["untouched"]
    if not n:
        return f"It touches nobody: all have the same months below {default} and the same days on lists."
    parts = [
        f"{wording.count(outcome.residents[side])} are {side}, {wording.count(outcome.undeserved[side])} of "
        f"whom {bore} more than their truthful file gives"
        for side, bore in ((HELPED, "bore"), (HARMED, "bear"))
        if outcome.residents[side]
    ]
    mixed_n = outcome.residents["mixed"]
    parts += [f"{wording.count(mixed_n)} have more of the one and less of the other"] if mixed_n else []
    return f"Of {wording.count(outcome.all_n)} adults {wording.listing(parts)}."


def for_whom(name: str, findings: Sequence[Finding], called: PartWords) -> Picture | None:
    """Draw how many of each group a variant helps and harms; None if it is nobody of any group."""
    found = [
        each
        for each in words.chosen(findings, SHARE, ("dimension", "level", "outcome"), variant=name)
        if each.of["outcome"] in TWO
    ]
    shown = [each for each in found if each.of["dimension"] in SHOWN_DIMENSIONS] or found
    if not any(each.value for each in shown):
        return None
    top = 1.12 * 1000 * max(each.value for each in shown)
    dimensions = dict.fromkeys(each.of["dimension"] for each in shown)
    return Picture(
        id=f"for-whom-{name.replace('+', '-')}",
        title="For whom",
        caption="Of every thousand adults of a group, how many are helped (blue) and harmed (brown).",
        alt="Two dots for each group: residents helped and harmed in a thousand.",
        unit="adults in every 1,000 of the group",
        period=called.run.period,
        file="official beside truthful",
        panels=[_groups(dimension, shown, called, top) for dimension in dimensions],
        table=DataTable(
            ("group", "what", "estimate", "by luck"),
            [
                (_group_name(each, called), each.of["outcome"], words.shown(each), words.spread(each))
                for each in shown
            ],
        ),
        key=TWO,
        layout="halves",
    )


def _group_name(finding: Finding, called: PartWords) -> str:
    return called.of(finding, ("variant", "outcome"))


def _groups(dimension: str, shown: Sequence[Finding], called: PartWords, top: float) -> Panel:
    here = [each for each in shown if each.of["dimension"] == dimension]
    rows: list[words.Row] = [
        {
            "level": called.one("level", each.of["level"]),
            "kind": each.of["outcome"],
            "value": 1000 * each.value,
            "shown": f"{1000 * each.value:.1f}",
        }
        for each in here
    ]
    levels = list(dict.fromkeys(str(row["level"]) for row in rows))
    return charts.two_by_level(wording.phrase(dimension), rows, levels, TWO, top)
