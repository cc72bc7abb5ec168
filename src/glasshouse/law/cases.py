"""A case file comes in, the cases of a law go out: entries of one nameless file, and what they must give.

A case file tests a law, as a test file tests a program. It stands beside the law as
`<law file>.cases.yaml`. What the entries give is computed elsewhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from glasshouse.errors import GlasshouseError, Problem
from glasshouse.law.checks.cases import find_case_faults
from glasshouse.law.fit import fit, refusal
from glasshouse.law.kinds import wrong_kind
from glasshouse.law.loader import REGIMES, load_regime
from glasshouse.law.schema import Regime, Relation
from glasshouse.law.shelf import CASES_ENDING
from glasshouse.law.text import read_file
from glasshouse.law.tree import Mark, Tree
from glasshouse.law.values import Code, Model, Name, PointsPt

ADULT_Y = 40
"""Age of the person of a case that does not say when they were born."""
NEVER = "never"
_ISO = re.compile(r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$", re.ASCII)


def _day(value: object) -> date:
    """Read `2017-09-25`, between 1900 and 2199."""
    if not isinstance(value, str):
        raise PydanticCustomError("date_type", "a date")
    if not _ISO.fullmatch(value):
        raise refusal("a date has the form 2017-09-25 and a year from 1900 to 2199", "write year, month, day")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise refusal("the calendar has no such day", "write a day that exists") from None


def _end(value: object) -> date | str:
    """Read a day, or `never`."""
    return NEVER if value == NEVER else _day(value)


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "pattern": _ISO.pattern})]
End = Annotated[
    date | Literal["never"],
    BeforeValidator(_end),
    WithJsonSchema({"type": "string", "pattern": f"{_ISO.pattern}|^never$"}),
]
Who = Literal["resident", "organisation"]


class EntryWritten(Model):
    """A record as a case file writes it.

    Expected bookings follow from the law: an instalment for each month of conduct that lasts, what
    is booked on others, and what another instrument takes over.
    """

    rule: Code
    on: Day
    """The day of the conduct."""
    ends: End | None = None
    """When the conduct is over or corrected, or `never`; the day itself where it is silent."""
    final: Day | None = None
    """When the decision on it is final; the day itself where it is silent."""
    booked: Day | None = None
    """Where it is silent, the law's notice and publication say when."""
    act: Name | None = None
    """Records with the same act come from one act; each is an act of its own where it is silent."""
    as_: Relation = Field(default="doer", alias="as")
    """What the person of the case is to the doer."""
    severity: Name | None = None
    """Where the rule has points by severity."""
    size: Annotated[int, Field(ge=1)] | None = None
    """How much of what a tally adds up; 1 where it is silent."""


class StandingWritten(Model):
    """What a case file expects of one instrument."""

    score_pt: PointsPt | None = Field(default=None, alias="score")
    grade: Code | None = None


class ExpectedWritten(Model):
    """What a case file expects; `score` and `grade` are those of the first instrument."""

    score_pt: PointsPt | None = Field(default=None, alias="score")
    grade: Code | None = None
    lists: Annotated[tuple[Name, ...], Field(strict=False)] | None = None
    fired: Annotated[tuple[Code, ...], Field(strict=False)] | None = None
    blocked: Annotated[tuple[Code, ...], Field(strict=False)] | None = None
    instruments: dict[Name, StandingWritten] = {}


class CaseWritten(Model):
    """One case as a case file writes it."""

    title: str
    source: str | None = None
    note: str | None = None
    who: Who = "resident"
    born: Day | None = None
    entries: Annotated[tuple[EntryWritten, ...], Field(strict=False)]
    at: Day
    """The day at whose end the file is looked at."""
    expect: ExpectedWritten


class CaseFile(Model):
    """A file of cases for one law."""

    glasshouse: Literal["cases/1"]
    regime: Name
    cases: dict[Name, CaseWritten]


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One record: a rule, the day of the conduct, the day of booking, the act it belongs to."""

    rule: str
    on: date
    booked: date | None
    """None where the file does not say: then the law's notice and publication apply."""
    act: str
    """Records with the same act come from one act."""
    ends: date | None = None
    """When the conduct is over; None is the day itself, unless it never ends."""
    never_ends: bool = False
    final: date | None = None
    """When the decision is final; None is the day itself."""
    as_: Relation = "doer"
    """What the person of the case is to the doer."""
    severity: str | None = None
    size: int | None = None
    """What a tally adds up; None is 1."""


@dataclass(frozen=True, slots=True)
class ExpectedStanding:
    """What must come out on one instrument; None is not looked at."""

    score_pt: int | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come out; None is not looked at."""

    score_pt: int | None
    """Of the first instrument."""
    grade: str | None
    """Of the first instrument."""
    lists: frozenset[str] | None
    fired: tuple[str, ...] | None
    """Codes of the rules that were booked, whether they still count or not; as a multiset."""
    blocked: tuple[str, ...] | None
    """Codes of the rules that gave way to another one of the same act."""
    instruments: Mapping[str, ExpectedStanding] = field(default_factory=dict[str, ExpectedStanding])
    """By id, of the instruments that the case names."""


@dataclass(frozen=True, slots=True)
class Case:
    """One fictional file and the state that the law must find it in at the end of a day."""

    regime: str
    id: str
    title: str
    source: str | None
    born: date
    entries: tuple[CaseEntry, ...]
    at: date
    expected: Expected
    place: Mark
    who: Who = "resident"

    @property
    def first_year(self) -> int:
        """The year on whose 1 January the calendar of the case begins."""
        return min([self.at, *(entry.on for entry in self.entries)]).year


def cases_path(name_or_path: str | Path) -> Path:
    """Return where the cases of a law stand, be there a file or not.

    Raises:
        GlasshouseError: If no law that ships has that id.
    """
    return _beside(REGIMES.find(name_or_path).path)


def cases_of(name_or_path: str | Path, regime: Regime | None = None) -> tuple[Case, ...]:
    """Load the cases that stand beside a law.

    Args:
        name_or_path: The id or path of the law.
        regime: The law, where it is loaded already.

    Returns:
        The cases in the order of the file; none where there is no file.

    Raises:
        GlasshouseError: With every problem of the case file, or of the law.
    """
    path, label = REGIMES.find(name_or_path)
    law = load_regime(name_or_path) if regime is None else regime
    if not _beside(path).is_file():
        return ()
    tree = read_file(_beside(path), str(_beside(Path(label))))
    written, problems = _examine(tree, law)
    if written is None or problems:
        raise GlasshouseError(problems)
    return tuple(
        _case(law.id, name, case, tree.nearest(("cases", name)).key) for name, case in written.cases.items()
    )


def check_cases(path: str | Path, regime: Regime | None = None) -> list[Problem]:
    """Return every problem of a case file, by place; never raise.

    Args:
        path: The case file.
        regime: Its law. Otherwise the law beside the file, or the one that ships under the id that
            the file gives; where there is none, only the form is checked.
    """
    tree = read_file(Path(path), str(path))
    return sorted(_examine(tree, _law_of(Path(path), tree) if regime is None else regime)[1])


def _law_of(path: Path, tree: Tree) -> Regime | None:
    beside = path.with_name(f"{path.name.removesuffix(CASES_ENDING)}.yaml") if path.name else path
    try:
        is_beside = path.name.endswith(CASES_ENDING) and beside.is_file()
        return load_regime(beside if is_beside else tree.text("regime") or "")
    except (GlasshouseError, OSError, ValueError):
        return None


def _beside(law: Path) -> Path:
    return law.with_name(f"{law.stem}{CASES_ENDING}") if law.name else law


def _examine(tree: Tree, regime: Regime | None) -> tuple[CaseFile | None, list[Problem]]:
    other = wrong_kind(tree, "cases/1")
    if other is not None:
        return None, [other]
    written, problems = fit(tree, CaseFile)
    return written, problems if regime is None else [*problems, *find_case_faults(tree, regime)]


def _case(regime_id: str, case_id: str, written: CaseWritten, place: Mark) -> Case:
    entries = tuple(_entry(each, f"act-{ix}") for ix, each in enumerate(written.entries))
    first_year = min([written.at, *(entry.on for entry in entries)]).year
    return Case(
        regime_id,
        case_id,
        written.title,
        written.source,
        written.born or date(first_year - ADULT_Y, 1, 1),
        entries,
        written.at,
        _expected(written.expect),
        place,
        written.who,
    )


def _entry(written: EntryWritten, own_act: str) -> CaseEntry:
    ends = written.ends
    return CaseEntry(
        written.rule,
        written.on,
        written.booked,
        written.act or own_act,
        ends if isinstance(ends, date) else None,
        ends == NEVER,
        written.final,
        written.as_,
        written.severity,
        written.size,
    )


def _expected(written: ExpectedWritten) -> Expected:
    return Expected(
        written.score_pt,
        written.grade,
        None if written.lists is None else frozenset(written.lists),
        written.fired,
        written.blocked,
        {name: ExpectedStanding(its.score_pt, its.grade) for name, its in written.instruments.items()},
    )
