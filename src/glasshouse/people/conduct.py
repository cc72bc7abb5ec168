"""The conduct part of a world file comes in, typed declarations go out: acts, providers, responses."""

from typing import Annotated, Literal

from pydantic import Field

from glasshouse.law.values import Model, Name, Sourced

ANY_SEVERITY = "any"
"""The one severity of conduct that has none."""
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


class Span(Sourced):
    """A span of days that differs from act to act: log-normal, cut at `max_d`, and for some without end.

    It is compiled to 1,024 equally likely quantiles in whole days; those for which there is no end
    are the last ones, and the log-normal is that of all others.
    """

    median_d: Annotated[float, Field(ge=0, le=7200)]
    """Of the acts for which the span ends; 0 is no time at all."""
    sigma: Annotated[float, Field(ge=0, le=5)] = 0.0
    """Of the log."""
    max_d: Annotated[int, Field(ge=0, le=7200)] = 3600
    never: Share = 0.0
    """Share of acts for which the span has no end."""


class Domain(Model):
    """A field of life with one stream of candidate acts per resident, or per organisation.

    `frailty_k` is the dispersion of the gamma that spreads the rate between residents (the
    negative binomial's k); it is compiled to 16 equally likely integer levels.
    """

    title: str
    of: Literal["residents", "organisations"] = "residents"
    """Whose conduct it is; rates of organisations may differ by `form` alone."""
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
    """Something that adults or organisations do, lawful or not; it belongs to the world and to no law.

    The rate in a cell is `per_adult_y` times the factors in `by` (keys: `age`, `sex`, or an
    attribute of the world; for organisations `form` alone). Each act has a severity by `severity`
    shares. Each provider in `seen_by` sees it with its own probability, independently.
    """

    title: str
    domain: Name
    lawful: bool
    per_adult_y: SourcedRate
    """Acts a year; in a domain of organisations, of one organisation."""
    by: dict[Name, Factors] = {}
    severity: dict[Name, SourcedShare] = {}
    """Shares that sum to 1; a conduct without severities has the one severity `any`."""
    sizes: dict[Name, Annotated[int, Field(ge=1, le=1_000_000)]] = {}
    """By severity, how much of it one act is, in what tallies of laws add up: hours, yuan."""
    lasts: Span | None = None
    """From the act until it is corrected, performed or over; silent, an act is over on its day."""
    decided: Span | None = None
    """From the act until the decision on it is final; silent, on the day. `never` is 0 here."""
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
    household: SourcedShare | None = None
    """What a charge on a member of the household adds, as a share of what an own charge adds, where
    charges are shown to everybody."""


class Responses(Model):
    """How people answer to a law; only who follows the score responds. An absent response is off."""

    followers: SourcedShare
    consents: SourcedShare | None = None
    """Share of residents who consent to be scored where a law asks them; needed by such a law."""
    deterrence: Deterrence | None = None
    incentive: Incentive | None = None
    chilling: Chilling | None = None
