"""The mistakes part of a world file comes in, declarations go out: names, errors of agencies, objections.

A law names the mechanism, the world says how often it fails. Whatever is silent does not happen.
Shares of records are those of records under that mechanism alone.
"""

from typing import Annotated

from pydantic import Field

from glasshouse.law.remedies import Body, Evidence, Matching, Told
from glasshouse.law.values import Model, Name, Sourced
from glasshouse.people.conduct import Factors, SourcedRate, SourcedShare, Span


class SourcedNumberOf(Sourced):
    """How many there are of something, with its source."""

    value: Annotated[int, Field(ge=1, le=1_000_000)]


class SourcedDays(Sourced):
    """Whole days with their source."""

    value: Annotated[int, Field(ge=0, le=360)]


class Names(Model):
    """How names are shared; without it everybody has a name of their own.

    A household has the surname of its head, but for the head's spouse. The k-th surname is borne by
    1/k as many as the first; given names of a sex are equally likely.
    """

    surnames: SourcedNumberOf
    of_the_place: SourcedShare
    """Share of those with a surname to draw who have that of the community."""
    given: SourcedNumberOf
    """Given names of each sex."""


class Errors(Model):
    """How often each mechanism fails."""

    wrong_person: dict[Matching, SourcedShare] = {}
    """Share of records that go to another person's file."""
    in_household: SourcedShare | None = None
    """Of those matched wrongly by address: to the household; the others go to the neighbours."""
    missed: SourcedShare | None = None
    """Share of records that find no file."""
    thin_files: dict[Name, Factors] = {}
    """By attribute, how much more often records of a resident go wrong or are missed: shared or
    changed names, moves, files with little in them."""
    mistake: dict[Evidence, SourcedRate] = {}
    """Records of conduct that nobody did, by mistake, for each true record."""
    malice: dict[Evidence, SourcedRate] = {}
    """Likewise, made up to hurt somebody; of unlawful conduct and of what somebody may be silenced for."""
    quota: SourcedRate | None = None
    """Likewise, made up to deliver a number, by providers with a quota."""
    grudge: SourcedRate | None = None
    """Likewise, made up against whom somebody with discretion does not like."""
    spared: SourcedShare | None = None
    """Share of records that somebody with discretion leaves out."""
    caught_by_hand: SourcedShare | None = None
    """Share of wrong-person, duplicate and false records that somebody who looks at them stops."""
    duplicate: SourcedShare | None = None
    """Share of records that come a second time, without the identity of the act."""
    stale_by_hand: Span | None = None
    """How long after its end an entry stays on the file where it is deleted by hand."""
    stale_automatic: Span | None = None
    """The same where it is deleted automatically."""


class Wins(Model):
    """Share of objections that a body grants."""

    wrongly: SourcedShare
    """Of those against a record that is an error."""
    rightly: SourcedShare
    """Of those against any other record."""


class Objections(Model):
    """Who learns of a charge, who dares to object, how long it takes and who wins."""

    learns: dict[Told, SourcedShare]
    """Share who learn of a charge, by what the law has them told; silent, nobody."""
    objects: SourcedShare
    """Share of those rightly charged who object once they know."""
    wrongly_factor: SourcedRate
    """How many times likelier those wrongly charged are to object; the share is at most one."""
    files_after: Span
    """From learning to filing."""
    office_days: SourcedDays
    """How long the office of a community works on one objection before it takes the next."""
    decides_after: dict[Body, Span]
    """From when a body takes an objection up to its decision; silent, at once."""
    keeps_deadline: SourcedShare
    """Share of decisions that would be late and are hurried to the law's deadline."""
    wins: dict[Body, Wins]
    """Silent, nobody wins there."""
    goes_on: SourcedShare
    """Share who take a lost objection to the next body."""
