"""A run folder's law comes in, the rows of the page's law section go out, each with its source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from pydantic import JsonValue

from glasshouse.law.schema import ASSUMPTION, Band, Gate, Rule, Sourced, SourcedPoints
from glasshouse.reports import wording
from glasshouse.reports.assumed import place_text
from glasshouse.reports.runfolder import RunFolder

VALIDITY = {"conduct": "on the day of the conduct", "booking": "on the day of booking"}
ONE_ACT = {"highest": "counts the highest amount alone", "each": "counts each of them"}


@dataclass(frozen=True, slots=True)
class LawRow:
    """One provision: what it says, and where that comes from."""

    cells: tuple[str, ...]
    kind: str
    """The kind of the source: law, sister-law, press, assumption …"""
    source: str
    """The id of a source of the law's file; empty for an assumption."""
    reason: str
    article: str
    place: str
    note: str = ""
    also_assumed: tuple[str, ...] = ()
    """Parts of the provision on which its source is silent."""


@dataclass(frozen=True, slots=True)
class LawTable:
    """Provisions of one kind."""

    id: str
    title: str
    header: tuple[str, ...]
    rows: Sequence[LawRow]
    numeric: tuple[int, ...] = ()
    """The columns that hold amounts."""


def law_tables(run: RunFolder) -> list[LawTable]:
    """List every provision of the law, table by table."""
    bands = [
        _row(run, f"{_points(run)}.bands.{ix}", band, _band_cells(band))
        for ix, band in enumerate(run.regime.instrument.bands)
    ]
    rules = [_rule_row(run, code, rule) for code, rule in run.regime.rules.items()]
    lists = [
        _row(run, f"lists.{name}", listed, (listed.title, wording.listing(_best_first(run, listed.grades))))
        for name, listed in run.regime.lists.items()
    ]
    gates = [
        _row(run, f"gates.{name}", gate, _gate_cells(run, gate)) for name, gate in run.regime.gates.items()
    ]
    tables = [
        LawTable("account", "The account", ("provision", "value"), _account_rows(run)),
        LawTable("bands", "The grades", ("grade", "points", "name", "shown as"), bands),
        LawTable("rules", "The rules", ("rule", "points", "provider", "counts for"), rules, numeric=(1,)),
        LawTable("lists", "The lists", ("list", "who is on it"), lists),
        LawTable("gates", "The gates", ("gate", "open to", "shut to"), gates),
    ]
    return [table for table in tables if table.rows]


def _points(run: RunFolder) -> str:
    return f"instruments.{next(iter(run.regime.instruments))}"


def _account_rows(run: RunFolder) -> list[LawRow]:
    points, scored = run.regime.instrument, run.regime.scored
    day = points.publication.day_of_month
    parts: list[tuple[str, str, str, Sourced | None]] = [
        ("base", "What a blank file is worth", _amount(points.base), points.base),
        ("floor", "The lowest score", _amount(points.floor), points.floor),
        ("ceiling", "The highest score", _amount(points.ceiling), points.ceiling),
        ("publication", "When balances are published", f"on day {day} of each month", points.publication),
        (
            "validity_starts",
            "An entry's time starts",
            VALIDITY[points.validity_starts.value],
            points.validity_starts,
        ),
        (
            "one_act_counts",
            "One act under several rules",
            ONE_ACT[points.one_act_counts.value],
            points.one_act_counts,
        ),
    ]
    who = _row(run, "scored", scored, ("Who has an account", f"everybody from {scored.from_age_y} years on"))
    rows = [
        _row(run, f"{_points(run)}.{name}", declared, (words, value))
        for name, words, value, declared in parts
        if declared is not None
    ]
    return [who, *rows]


def _row(run: RunFolder, path: str, declared: Sourced, cells: tuple[str, ...]) -> LawRow:
    places = cast("dict[str, JsonValue]", run.manifest.law.get("places") or {})
    reference = run.regime.sources.get(declared.source)
    kind, source = (reference.kind, declared.source) if reference else (declared.source, "")
    place = place_text(places, path)
    article, note = declared.article or "", declared.note or ""
    return LawRow(cells, kind, source, declared.reason or "", article, place, note)


def _rule_row(run: RunFolder, code: str, rule: Rule) -> LawRow:
    severity = f" ({wording.listing(list(rule.severity), last='or')})" if rule.severity else ""
    amount = f"down to {rule.downgrade_to}" if rule.points_pt is None else wording.signed(rule.points_pt / 10)
    years = "1 year" if rule.valid_y == 1 else f"{rule.valid_y} years"
    cells = (f"{rule.title}{severity}", amount, run.provider_title(rule.provider), years)
    row = _row(run, f"rules.{code}", rule, cells)
    named = {"valid_y": "how long it counts", "points": "the points", "downgrade_to": "the grade"}
    silent = tuple(named.get(name, wording.phrase(name).lower()) for name in rule.assumed)
    return replace(row, also_assumed=silent)


def _band_cells(band: Band) -> tuple[str, ...]:
    if band.lowest is None:
        limits = f"up to {wording.count(band.highest or 0)}"
    elif band.highest is None:
        limits = f"{wording.count(band.lowest)} and more"
    else:
        limits = f"{wording.count(band.lowest)} to {wording.count(band.highest)}"
    part = f"{band.grade} (part of {band.part_of})" if band.part_of else band.grade
    return part, limits, band.title or "", band.shown_as or ""


def _gate_cells(run: RunFolder, gate: Gate) -> tuple[str, ...]:
    opens, shut = ([_named(run, name) for name in names or ()] for names in (gate.opens_for, gate.shut_for))
    listed = (wording.listing(names) if names else "everybody else" for names in (opens, shut))
    return gate.title, *listed


def _named(run: RunFolder, name: str) -> str:
    return run.regime.lists[name].title if name in run.regime.lists else name


def _best_first(run: RunFolder, names: tuple[str, ...]) -> list[str]:
    meant = run.regime.grades_meant_by(names)
    return [grade for grade in run.grades[::-1] if grade in meant]


def _amount(amount: SourcedPoints | None) -> str:
    return f"{wording.count(amount.value_pt / 10)} points" if amount else "none"


def is_assumed(row: LawRow) -> bool:
    """Say whether a provision rests on an assumption, in whole or in part."""
    return row.kind == ASSUMPTION or bool(row.also_assumed)
