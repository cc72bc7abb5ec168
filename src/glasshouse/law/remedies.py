"""What a law says about its own mistakes: by which mechanism records arise, and how somebody may object.

A law names mechanisms; how often each of them fails is the world's.
"""

from typing import Literal

from glasshouse.law.values import Assumption, DurationText, Model, Name, Sourced

Matching = Literal["strict", "number", "name", "address"]
"""By what a record is matched to a file. `strict`: number and name must both agree."""
Evidence = Literal["camera", "decision", "report"]
"""What a record rests on: a machine's reading, an office's act on file, or somebody's word."""
Told = Literal["each-charge", "publication", "nobody"]
"""From what people learn of a charge: a notice of their own, what is shown, or by chance alone."""
Body = Literal["office", "court", "tribunal"]
"""Who decides: the office that keeps the file, a court, or a tribunal that owes the office nothing."""


class Reporting(Sourced):
    """By which mechanisms a provider's records arise and find their file."""

    matched_by: Matching = "number"
    evidence: Evidence = "decision"
    linked: bool = True
    """Whether its database is joined to the accounts; if not, its records reach no file."""
    quota: bool = False
    """Whether it has to deliver a number of records."""
    discretion: bool = False
    """Whether whoever collects its records may leave out whom they like and add whom they do not."""
    checked_by_hand: bool = False
    """Whether somebody looks at each record before it is booked."""
    assumed: dict[str, Assumption] = {}
    """Mechanisms on which the source is silent, each with a reason."""


class Review(Model):
    """A further body to go to after a lost objection."""

    by: Literal["court", "tribunal"]
    within: DurationText | None = None
    """From the lost decision; silent, there is no limit."""
    decide_within: DurationText | None = None
    suspends: bool = False
    """Whether the charge does not count until the decision."""


class Remedy(Sourced):
    """How somebody may object to a charge on this instrument, and what follows."""

    told: Told
    object_within: DurationText | None = None
    """From the day on which they learn of it; silent, there is no limit."""
    hearing: bool = False
    """Whether the objection comes before the charge takes effect; then the charge waits for the decision."""
    suspends: bool = False
    """Whether the charge does not count from the objection to the decision."""
    by: Body = "office"
    decide_within: DurationText | None = None
    correct_within: DurationText | None = None
    """From a decision for the objector to the correction; silent, at once."""
    review: Review | None = None
    assumed: dict[str, Assumption] = {}


class Deletion(Sourced):
    """How an entry comes off a file at its end."""

    value: Literal["by-hand", "automatic"]


class ShownTo(Sourced):
    """Who is shown more than their own balance, grade or listing."""

    value: Literal["everybody", "holder"]


MECHANISMS: tuple[Name, ...] = (
    "matched_by", "evidence", "linked", "quota", "discretion", "checked_by_hand",
)  # fmt: skip
