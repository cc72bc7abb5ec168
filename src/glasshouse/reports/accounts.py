"""A run folder comes in; what every account beside the first did goes out: who stands where, for what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glasshouse.law import phrases
from glasshouse.law.schema import LISTED, Band, Holder, Instrument
from glasshouse.reports import tallies, wording
from glasshouse.reports.headline import gates_shut
from glasshouse.reports.picture import DataTable
from glasshouse.reports.runfolder import OFFICIAL, ORGANISATIONS, RESIDENTS, TRUTHFUL, RunFolder
from glasshouse.reports.tallies import RuleTally

MOST_RULES_N = 5
KINDS = {"points": "an account of points", "index": "an index", "list": "a list"}


@dataclass(frozen=True, slots=True)
class AccountPart:
    """What one account did to one kind of holders."""

    id: str
    title: str
    lead: str
    """What it is, and how many have one."""
    table: DataTable
    entries: str
    """What was booked on it, in a sentence."""
    gates: str
    """What it shuts, in a sentence; empty where it shuts nothing."""
    picture: str
    """The id of the picture that belongs here; empty where there is none."""


def further_accounts(run: RunFolder) -> list[AccountPart]:
    """Describe every account of residents beside the law's first."""
    named = [name for name in run.further if RESIDENTS in run.regime.instruments[name].holders]
    return [_part(run, name, RESIDENTS) for name in named]


def accounts_of_organisations(run: RunFolder) -> list[AccountPart]:
    """Describe every account of organisations."""
    named = [name for name, its in run.regime.instruments.items() if ORGANISATIONS in its.holders]
    return [_part(run, name, ORGANISATIONS) for name in named]


def _part(run: RunFolder, name: str, holder: Holder) -> AccountPart:
    its = run.regime.instruments[name]
    counted = tallies.at_end(run, name, holder)
    gates = gates_shut(run, name) if holder == RESIDENTS else {}
    return AccountPart(
        id=f"{name}-{holder}",
        title=its.title,
        lead=_lead(run, its, name, counted, holder),
        table=_table(its, counted),
        entries=_entries(run, tallies.by_rule(run, name, holder), its),
        gates=_gates(gates, counted[OFFICIAL]),
        picture=f"listed-{name}" if its.kind == "list" and holder == RESIDENTS and name != run.first else "",
    )


def _lead(
    run: RunFolder, its: Instrument, name: str, counted: Mapping[str, Mapping[str, int]], holder: Holder
) -> str:
    all_n = sum(counted[OFFICIAL].values())
    who = "adults" if holder == RESIDENTS else "organisations"
    day = wording.date(run.published_on(run.last_month, name))
    if its.kind == "list":
        on_n = counted[OFFICIAL][LISTED]
        share = wording.percent(on_n / max(1, all_n))
        return (
            f"A list. On {day}, {wording.count(on_n)} {who} are on it: {share} of the "
            f"{wording.count(all_n)} who could be."
        )
    way = " of which fewer are better" if its.is_up_worse else ""
    blank = f"An empty file has {phrases.number(its.base_pt)} and the grade {run.scale_of(name).default}."
    return (
        f"{wording.sentence(KINDS[its.kind])}{way}. On {day}, {wording.count(all_n)} {who} have one. {blank}"
    )


def _table(its: Instrument, counted: Mapping[str, Mapping[str, int]]) -> DataTable:
    """Write who stands where; what the grades are stands at the right, where a phone may cut it off."""
    all_n = max(1, sum(counted[OFFICIAL].values()))
    header = ["grade", "at the end", "share", "truthful file"]
    rows = [
        [
            _grade_words(its, band),
            wording.count(counted[OFFICIAL][band.grade]),
            wording.percent(counted[OFFICIAL][band.grade] / all_n),
            wording.count(counted[TRUTHFUL][band.grade]),
        ]
        for band in reversed(its.bands_from_worst())
    ]
    best_first = its.bands_from_worst()[::-1]
    told = {"points": [phrases.limits_words(band) for band in best_first if its.kind != "list"]}
    told["shown as"] = [band.shown_as or "" for band in best_first]
    for name, cells in told.items():
        if any(cells):
            header.append(name)
            rows = [[*row, cell] for row, cell in zip(rows, cells, strict=True)]
    return DataTable(tuple(header), [tuple(row) for row in rows])


def _grade_words(its: Instrument, band: Band) -> str:
    if its.kind == "list":
        return "on the list" if band.grade == LISTED else "not on it"
    return (
        f"{band.grade}, {band.title.lower()}"
        if band.title and wording.says_more(band.title, band.grade)
        else band.grade
    )


def _entries(run: RunFolder, booked: Sequence[RuleTally], its: Instrument) -> str:
    n = sum(each.booked_n for each in booked)
    if not n:
        return f"Nothing was booked on it in {run.period}."
    most = [f"{_title(run, each.rule)} ({wording.count(each.booked_n)})" for each in booked[:MOST_RULES_N]]
    merits_n = sum(each.booked_n for each in booked if each.is_merit)
    merits = "" if its.kind == "list" else f", {wording.percent(merits_n / n)} of them merits"
    what = "All of it" if len(booked) == 1 else "All kinds" if len(booked) <= MOST_RULES_N else "Most often"
    entries = f"{wording.count(n)} {'entry' if n == 1 else 'entries'}"
    return f"Booked in {run.period}: {entries}{merits}. {what}: {'; '.join(most)}."


def _title(run: RunFolder, code: str) -> str:
    rule = run.rule(code)
    return code if rule is None else rule.title


def _gates(alike: Mapping[frozenset[str], list[str]], counted: Mapping[str, int]) -> str:
    shut = [
        f"{wording.listing(titles)} ({wording.count(sum(counted[grade] for grade in grades))} adults)"
        for grades, titles in alike.items()
    ]
    return f"It shuts {'; '.join(shut)}. Who of them comes to that gate is not modelled yet." if shut else ""
