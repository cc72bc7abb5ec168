"""The JSON of `glasshouse resident` comes in, a slip with named parts goes out."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from glasshouse.law.schema import LISTED
from glasshouse.reports import wording


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Line(_Part):
    """One line of a file: the base, an entry, or what a downgrade, the floor or the ceiling sets."""

    kind: Literal["base", "entry", "set-to"]
    points: int | float
    rule: str | None = None
    title: str | None = None
    article: str | None = None
    source_kind: str | None = None
    provider: str | None = None
    day: dt.date | None = None
    booked: dt.date | None = None
    until: dt.date | None = None
    cause: str | None = None
    why: str | None = None
    downgrade_to: str | None = None
    percent_points: int | float | None = None
    """Of an index: what the entry adds to its dimension."""
    until_corrected: bool = False
    replaced: dt.date | None = None
    repaired: dt.date | None = None
    blocked: dt.date | None = None
    refused: dt.date | None = None
    outstays: bool = False
    """It is past its end or its repair, and on the file all the same."""
    outstayed: dt.date | None = None
    """The day on which it really came off, if that was later than its end."""
    objected: dt.date | None = None
    rejected: list[dt.date] = []
    suspended: bool = False
    """It does not count until an objection is decided."""
    corrected: dt.date | None = None
    """The day from which it does not count, since an objection was won."""
    recharged: dt.date | None = None
    """The day from which it costs less, since what had doubled it was corrected."""
    in_place_of: str | None = None
    doubled: bool = False
    tally: str | None = None
    tops_up: bool = False
    taken_over_from: str | None = None
    fed_by: str | None = None
    doer: str | None = None
    doer_is: str | None = None
    """What the doer is to the holder, or why the record was taken to be about the holder."""
    taken_for: str | None = None
    """Whom the doer was taken for, where the holder answers for that person."""
    counts: bool = True

    @property
    def label(self) -> str:
        """What the line is for."""
        if self.title:
            return self.title
        if self.kind == "set-to":
            return f"Set by the {self.why or 'law'}"
        return wording.phrase(self.rule or self.kind)

    @property
    def amount(self) -> str:
        """The points with their sign; for a direct downgrade or a list the word for it."""
        if self.is_downgrade:
            return "on" if self.downgrade_to == LISTED else "down"
        return wording.count(self.points) if self.kind == "base" else wording.signed(self.points)

    @property
    def late_d(self) -> int:
        """Days from the act to its booking."""
        return (self.booked - self.day).days if self.booked and self.day else 0

    @property
    def is_downgrade(self) -> bool:
        """Whether the entry moves the score by a direct downgrade and not by points of its own."""
        return self.kind == "entry" and self.downgrade_to is not None

    @property
    def is_booked(self) -> bool:
        """Whether the record became an entry at all."""
        return self.blocked is None and self.refused is None


class Published(_Part):
    """What the last publication showed."""

    score: int | float
    grade: str
    on: dt.date


class FileState(_Part):
    """One of the two files of an account; without score and grade where its holder does not consent."""

    score: int | float | None
    grade: str | None
    lists: list[str] = []
    shown_as: str | None = None
    published: Published | None = None
    lines: list[Line] = []

    @property
    def counting(self) -> list[Line]:
        """The lines that make up the balance: base, entries that count, and what is set."""
        return [line for line in self.lines if line.kind != "entry" or line.counts]

    @property
    def waiting(self) -> list[Line]:
        """The entries that do not count until an objection is decided."""
        return [line for line in self.lines if line.suspended]

    @property
    def expired(self) -> list[Line]:
        """The entries that count no longer."""
        entries = [line for line in self.lines if line.kind == "entry" and line.is_booked]
        return [line for line in entries if not line.counts and not line.suspended]

    @property
    def turned_away(self) -> list[Line]:
        """The records that never counted: a heavier one of their act did, or the law had no room for them."""
        return [line for line in self.lines if not line.is_booked]


class AccountName(_Part):
    """An account of the law, by what it is called and what it is."""

    title: str = "Balance"
    kind: Literal["points", "list", "index"] = "points"


class Account(AccountName):
    """What a law keeps on somebody: points, an index or a list."""

    files: dict[str, FileState]

    @property
    def official(self) -> FileState:
        """The official file."""
        return self.files["official"]

    @property
    def truthful(self) -> FileState:
        """The truthful file."""
        return self.files["truthful"]


class Mishap(_Part):
    """What a provider's record of an act came to, if not to its doer's file and once."""

    provider: str
    became: Literal["missed", "spared", "astray", "namesake", "housemate", "neighbour", "duplicate"]
    to: str | None = None
    """On whose file it is."""


class Act(_Part):
    """Something that the resident did, and who knows of it."""

    day: dt.date
    conduct: str
    title: str = ""
    severity: str | None = None
    lawful: bool = False
    happened: bool = True
    ends: dt.date | Literal["never", "later"] | None = None
    """When it was corrected or over, `later` if not before the end of the run; empty where on its day."""
    seen_by: list[str] = []
    recorded_by: list[str] = []
    """Of these, whose record reached the doer's file."""
    went_wrong: list[Mishap] = []


class Slip(_Part):
    """What a resident holds in his hand, and beside it what really happened."""

    id: str
    scored: bool
    about: dict[str, str | int | float | bool | None] = {}
    at: dt.date
    died: dt.date | None = None
    consents: bool = True
    household: list[str] = []
    heads: list[str] = []
    """The organisations that the resident heads."""
    account: AccountName = AccountName()
    """What the law's first account is."""
    files: dict[str, FileState] = {}
    """Of that account; empty where the holder has none."""
    others: dict[str, Account] = {}
    conduct: list[Act] = []

    @property
    def further(self) -> list[Account]:
        """The accounts that stand below the balance: all but the first, which does if it is a list."""
        first = (
            [Account(title=self.account.title, kind="list", files=self.files)] if self.is_list_first else []
        )
        return [*first, *self.others.values()]

    @property
    def is_list_first(self) -> bool:
        """Whether the law's first account is a list on which the holder could stand."""
        return self.account.kind == "list" and bool(self.files)

    @property
    def standing(self) -> str:
        """Where the holder stands with the law's first account."""
        if self.official is None or self.official.grade is None:
            return "unscored"
        return "on the list" if self.official.grade == LISTED else "not on the list"

    @property
    def official(self) -> FileState | None:
        """The official file, which only a scored resident has."""
        return self.files.get("official") if self.scored else None

    @property
    def truthful(self) -> FileState | None:
        """The truthful file, which only a scored resident has."""
        return self.files.get("truthful") if self.scored else None

    @property
    def who(self) -> str:
        """The resident in a few words: sex and age first, then the rest that says something."""
        if self.is_organisation:
            head = self.about.get("head")
            form = wording.phrase(str(self.about.get("form", ""))).lower()
            return f"{form}, headed by {head}" if head else form
        sex = {"0": "male", "1": "female"}.get(str(self.about.get("sex")), str(self.about.get("sex", "")))
        age = self.about.get("age")
        rest = [
            wording.phrase(str(value)).lower()
            for name, value in self.about.items()
            if name in {"registration", "work", "marital", "residence"} and value
        ]
        died = f"died {wording.short_date(self.died)}" if self.died else ""
        return ", ".join(
            part for part in (sex, f"{age} years" if age is not None else "", *rest, died) if part
        )

    @property
    def is_organisation(self) -> bool:
        """Whether the slip is that of an organisation."""
        return ".o" in self.id

    @property
    def kind(self) -> str:
        """What the slip is of."""
        return "Organisation" if self.is_organisation else "Resident"

    @property
    def household_words(self) -> str:
        """Whom the resident lives with and which organisations they head, by id."""
        lives = f"Lives with {wording.listing(self.household)}." if self.household else ""
        heads = f"Heads {wording.listing(self.heads)}." if self.heads else ""
        return " ".join(part for part in (lives, heads) if part)


def read_slip(slip: Mapping[str, object]) -> Slip:
    """Read a slip from its JSON.

    Args:
        slip: The answer of `glasshouse resident RUN ID --format json`.

    Returns:
        The same with named parts.
    """
    return Slip.model_validate(slip)
