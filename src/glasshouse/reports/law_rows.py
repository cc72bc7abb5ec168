"""A run folder's law comes in, the rows of the page's law section go out, each with its source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from glasshouse.law import phrases
from glasshouse.law.accounts import instrument_sections
from glasshouse.law.labels import Fact, label_of, place_of
from glasshouse.law.reading import read_rule
from glasshouse.law.schema import Band, Feed, Gate, Instrument, Regime, Rule
from glasshouse.law.shorts import length_in_short
from glasshouse.law.values import ASSUMPTION, Sourced
from glasshouse.reports import wording
from glasshouse.reports.runfolder import RunFolder

MOST_OPEN_RULES_N = 40
"""A longer table of rules is cut by annexes, and each part stays folded until somebody opens it."""
PROVISION = ("provision", "value")
IN_CELLS = {
    "amount", "points", "on", "annex", "reported by", "deadline", "for", "counts", "counts too on", "there",
    "matched by", "rests on", "linked", "owes", "may", "checked", "objection",
}  # fmt: skip
"""What columns say, what is said of the account, or what would be said of every rule of a provider."""
PROVISIONS = {
    "base": "What a blank file is worth",
    "floor": "The lowest score",
    "ceiling": "The highest score",
    "direction": "More points",
    "publication": "When it is shown",
    "notice": "Notice",
    "validity starts": "When an entry's time starts",
    "validity": "How long entries count",
    "one act counts": "One act under several rules",
    "repeat": "A repeat of the same kind",
    "after downgrade": "After a direct downgrade",
    "merits while uncorrected": "Merits while conduct is not corrected",
    "steps": "Grades with a measure",
    "takes over": "What counts here too",
    "shown to": "Who is shown it",
    "told of a charge": "People learn of a charge",
    "objection": "An objection goes",
    "to be made": "It is made",
    "hearing": "It is heard before",
    "until the decision": "Until it is decided",
    "decided": "It is decided",
    "corrected": "A mistake is corrected",
    "review": "After a lost objection",
    "deletion": "When an entry ends",
}
"""What the provisions on an account are called here."""
SAID_OF_ALL = {"on whose file": "the doer"}
ASSUMED_NAMES = {
    "valid": "how long it counts",
    "points": "the points",
    "points_by": "the points",
    "downgrade_to": "the grade",
    "from": "the size",
}


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
    code: str = ""
    details: tuple[str, ...] = ()
    """What more the provision says than its columns have room for."""
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
    part: str = ""
    """What of the law's rules it holds, where they are cut into parts; such a table is folded."""
    about: LawRow | None = None
    """Where the part itself comes from."""

    @property
    def is_wordy(self) -> bool:
        """Whether its cells are sentences rather than words."""
        return self.header == PROVISION


def law_tables(run: RunFolder) -> list[LawTable]:
    """List every provision of the law, table by table."""
    regime = run.regime
    lists = [
        _row(run, f"lists.{name}", listed, (listed.title, wording.listing(_best_first(run, listed.grades))))
        for name, listed in regime.lists.items()
    ]
    gates = [_row(run, f"gates.{name}", gate, _gate_cells(run, gate)) for name, gate in regime.gates.items()]
    tallies = [
        _row(run, f"tallies.{name}", tally, (tally.title, phrases.PERIODS[tally.per], _most(tally.most_pt)))
        for name, tally in regime.tallies.items()
    ]
    feeds = [
        _row(run, f"feeds.{name}", feed, cells)
        for name, feed in regime.feeds.items()
        for cells in _feed_cells(regime, feed)
    ]
    tables = [
        *(table for name in regime.instruments for table in _tables_of(run, name)),
        *_rule_tables(run),
        LawTable("tallies", "What is added up", ("what", "over", "earns at most"), tallies),
        LawTable(
            "feeds", "What one account books on another", ("grade at the end of a year", "books"), feeds
        ),
        LawTable("lists", "The lists by grade", ("list", "who is on it"), lists),
        LawTable("gates", "The gates", ("gate", "open to", "shut to"), gates),
    ]
    return [table for table in tables if table.rows]


def _tables_of(run: RunFolder, name: str) -> Iterator[LawTable]:
    """Yield what the law says of one instrument, and its grades."""
    its = run.regime.instruments[name]
    is_alone = len(run.regime.instruments) == 1
    said = next(instrument_sections(run.regime, name)).facts
    rows = [
        _said(fact, (PROVISIONS.get(fact.name, wording.phrase(fact.name)), fact.says))
        for fact in said
        if fact.label is not None
    ]
    if name == run.first:
        scored = run.regime.scored
        who = f"everybody from {scored.from_age_y} years on"
        who += " who consents" if scored.consent == "required" else ""
        rows.insert(0, _row(run, "scored", scored, ("Who has an account", who)))
    holders = next((fact.says for fact in said if fact.label is None), "")
    title = "The account" if is_alone else f"{its.title} ({its.kind}; {holders})"
    yield LawTable(f"account-{name}", title, PROVISION, rows)
    bands = [
        _row(run, f"instruments.{name}.bands.{ix}", band, _band_cells(band))
        for ix, band in enumerate(its.bands)
    ]
    header = ("grade", "points", "name", "shown as", "measure")
    kept = [ix for ix in range(len(header)) if ix < 2 or any(row.cells[ix] for row in bands)]
    bands = [replace(row, cells=tuple(row.cells[ix] for ix in kept)) for row in bands]
    title = "The grades" if is_alone else f"The grades: {its.title}"
    yield LawTable(f"bands-{name}", title, tuple(header[ix] for ix in kept), bands)


def _rule_tables(run: RunFolder) -> Iterator[LawTable]:
    """Yield the rules, in one table or cut by the annexes of the law."""
    regime = run.regime
    header = ("rule", "points", "provider", "counts for")
    near = _near(regime)
    rows = {code: _rule_row(run, code, near[code]) for code in regime.rules}
    if len(rows) <= MOST_OPEN_RULES_N:
        yield LawTable("rules", "The rules", header, list(rows.values()), numeric=(1,))
        return
    parts: dict[str, list[LawRow]] = {name: [] for name in (*regime.annexes, "")}
    for code, rule in regime.rules.items():
        parts[rule.annex or ""].append(rows[code])
    for name, part in parts.items():
        annex = regime.annexes.get(name)
        title = "Rules of no annex" if annex is None and len(parts) > 1 else "All rules"
        about = None if annex is None else _row(run, f"annexes.{name}", annex, (annex.title,))
        yield LawTable(
            f"rules-{name or 'others'}",
            "The rules",
            header,
            part,
            numeric=(1,),
            part=title if annex is None else annex.title,
            about=about,
        )


def _row(run: RunFolder, path: str, declared: Sourced, cells: tuple[str, ...]) -> LawRow:
    return _said(Fact("", "", label_of(run.regime, declared), place_of(run.regime, path)), cells)


def _said(fact: Fact, cells: tuple[str, ...]) -> LawRow:
    """Put a label into the columns of a provision."""
    label, place = fact.label, fact.place
    assert label is not None
    return LawRow(
        cells=cells,
        kind=label.kind,
        source="" if label.kind == ASSUMPTION else label.source,
        reason=label.reason or "",
        article=label.article or "",
        place="" if place is None else f"{place.file}:{place.line}",
        note=label.note or "",
    )


def _near(regime: Regime) -> dict[str, Regime]:
    """Cut the law, for each rule, to the rules that it names and those that name it.

    To read a rule is to look through all others for what they book; a law may have hundreds.
    """
    near: dict[str, set[str]] = {code: {code} for code in regime.rules}
    for code, rule in regime.rules.items():
        repaired_by = () if rule.repair is None or rule.repair.rule is None else (rule.repair.rule,)
        for other in (*repaired_by, *rule.books_too.values()):
            near[code].add(other)
            near[other].add(code)
    place = list(regime.rules).index
    return {
        code: regime.model_copy(
            update={"rules": {name: regime.rules[name] for name in sorted(codes, key=place)}}
        )
        for code, codes in near.items()
    }


def _rule_row(run: RunFolder, code: str, near: Regime) -> LawRow:
    rule = near.rules[code]
    severity = f" ({wording.listing(list(rule.severity), last='or')})" if rule.severity else ""
    provider = "" if rule.provider is None else run.provider_title(rule.provider)
    counts = wording.either(
        phrases.valid_words(each) for each in length_in_short(run.regime, code).split(" or ")
    )
    cells = (f"{rule.title}{severity}", run.worth(rule), provider, counts)
    silent = tuple(ASSUMED_NAMES.get(name, wording.phrase(name).lower()) for name in rule.assumed)
    row = _row(run, f"rules.{code}", rule, cells)
    return replace(row, code=code, details=_details(run, code, near), also_assumed=silent)


def _details(run: RunFolder, code: str, near: Regime) -> tuple[str, ...]:
    """Say of a rule what is not in its columns and not said of every rule."""
    rule, home = near.rules[code], near.instrument_of(near.rules[code])
    is_elsewhere = home != run.first and not run.is_list(home)
    details = [f"on {run.regime.instruments[home].title}"] if is_elsewhere else []
    for fact in read_rule(near, code).facts:
        if fact.name == "points" and rule.points_by is not None:
            details.append(fact.says)
        elif (
            fact.name not in IN_CELLS
            and SAID_OF_ALL.get(fact.name) != fact.says
            and not _is_of_all(rule, fact)
        ):
            details.append(f"{fact.name}: {fact.says}")
    return tuple(details)


def _is_of_all(rule: Rule, fact: Fact) -> bool:
    """Say whether it is the instrument and not the rule that says so."""
    return (fact.name == "from" and rule.starts is None) or (fact.name == "again" and rule.repeat is None)


def _band_cells(band: Band) -> tuple[str, ...]:
    part = f"{band.grade} (part of {band.part_of})" if band.part_of else band.grade
    return part, phrases.limits_words(band), band.title or "", band.shown_as or "", band.measure or ""


def _feed_cells(regime: Regime, feed: Feed) -> Iterator[tuple[str, str]]:
    its: Instrument = regime.instruments[feed.instrument]
    for grade, code in feed.books.items():
        yield f"{grade}, {its.title}", f"{code}: {regime.rules[code].title}" if code in regime.rules else code


def _most(most_pt: int | None) -> str:
    return "" if most_pt is None else f"{phrases.number(most_pt)} points"


def _gate_cells(run: RunFolder, gate: Gate) -> tuple[str, ...]:
    opens, shut = ([_named(run, name) for name in names or ()] for names in (gate.opens_for, gate.shut_for))
    listed = (wording.listing(names) if names else "everybody else" for names in (opens, shut))
    return gate.title, *listed


def _named(run: RunFolder, name: str) -> str:
    if name in run.regime.lists:
        return run.regime.lists[name].title
    its = run.regime.instruments.get(name)
    return name if its is None else its.title


def _best_first(run: RunFolder, names: tuple[str, ...]) -> list[str]:
    found = [
        grade
        for name in run.regime.instruments
        for grade in run.scale_of(name).grades[::-1]
        if grade in run.grades_named(name, names)
    ]
    return list(dict.fromkeys(found))


def is_assumed(row: LawRow) -> bool:
    """Say whether a provision rests on an assumption, in whole or in part."""
    return row.kind == ASSUMPTION or bool(row.also_assumed)
