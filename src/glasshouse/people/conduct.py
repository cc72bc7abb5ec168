"""The conduct part of a world file comes in, typed declarations go out: acts, providers, responses."""

from typing import Annotated, Literal

from pydantic import Field

from glasshouse.law.schema import Model, Name, Sourced

Share = Annotated[float, Field(ge=0, le=1)]


class SourcedShare(Sourced):
    """A probability or share with its source."""

    value: Share


class SourcedRate(Sourced):
    """A rate or a factor with its source."""

    value: Annotated[float, Field(ge=0, le=1e6)]


class SourcedDispersion(Sourced):
    """The shape of a gamma with its source; at a million nobody differs from anybody."""

    value: Annotated[float, Field(ge=0.05, le=1_000_000)]


class SourcedMonths(Sourced):
    """A span of months with its source."""

    value: Annotated[float, Field(ge=0.1, le=1200)]


class Domain(Model):
    """A field of life with one stream of candidate acts per resident.

    `frailty_k` is the dispersion of the gamma that spreads the rate between residents (the
    negative binomial's k); it is compiled to 16 equally likely integer levels.
    """

    title: str
    frailty_k: SourcedDispersion


class Provider(Sourced):
    """An agency, firm, committee or neighbour that reports conduct, and how long it takes.

    The delay from act to booking is log-normal in days (`delay_median_d`, `delay_sigma` of the
    log), cut at `delay_max_d`; a median of 0 books on the day.
    """

    title: str
    delay_median_d: Annotated[float, Field(ge=0, le=720)]
    delay_sigma: Annotated[float, Field(ge=0, le=5)] = 0.0
    delay_max_d: Annotated[int, Field(ge=0, le=720)] = 180


class Factors(Sourced):
    """How a rate differs between the levels of one attribute; a level not named has factor 1.

    `range` of an assumption here is the range of every factor's distance from 1, as a multiple.
    """

    factors: dict[str, Annotated[float, Field(ge=0, le=1e6)]]


class Conduct(Model):
    """Something that adults do, lawful or not; it belongs to the world and not to any law.

    The rate in a cell is `per_adult_y` times the factors in `by` (keys: `age`, `sex`, or an
    attribute of the world). Each act has a severity by `severity` shares. Each provider in
    `seen_by` sees it with its own probability, independently.
    """

    title: str
    domain: Name
    lawful: bool
    per_adult_y: SourcedRate
    by: dict[Name, Factors] = {}
    severity: dict[Name, SourcedShare] = {}
    """Shares that sum to 1; a conduct without severities has the one severity `any`."""
    seen_by: Annotated[dict[Name, SourcedShare], Field(max_length=4)] = {}
    chills_as: Literal["expression", "complaint"] | None = None
    """Which chilling applies where a law deducts for it; lawful conduct only."""
    bound: Annotated[float, Field(ge=1, le=8)] = 1.0
    """How far any response may raise the rate; candidates are drawn at this bound."""


class Deterrence(Model):
    """Who was just charged for a kind of conduct does less of it; the effect halves with time."""

    fall: SourcedShare
    half_life_months: SourcedMonths


class Incentive(Model):
    """Conduct that the law rewards rises."""

    rise: SourcedRate


class Chilling(Model):
    """Lawful conduct that the law charges falls, more so for who was charged for it before."""

    expression: SourcedShare
    complaint: SourcedShare
    charged_factor: SourcedRate


class Responses(Model):
    """How people answer to a law; only who follows the score responds. An absent response is off."""

    followers: SourcedShare
    deterrence: Deterrence | None = None
    incentive: Incentive | None = None
    chilling: Chilling | None = None
