"""The population part of a world file comes in, declarations go out: margins, households, attributes."""

from typing import Annotated, Literal

from pydantic import Field

from glasshouse.law.values import Model, Name, Sourced
from glasshouse.people.conduct import SourcedShare

Sex = Literal["male", "female"]
SEXES: tuple[Sex, Sex] = ("male", "female")
"""In the order of `Community.sex`."""
Count = Annotated[int, Field(ge=0)]
Weight = Annotated[float, Field(ge=0, le=1e9)]
Age = Annotated[int, Field(ge=0, le=120)]
ByAge = dict[Age, Weight]
"""Weights by age: each holds from its age up to the next one; before the first the weight is 0."""


class SourcedCount(Sourced):
    """A number of people with its source."""

    value: Annotated[int, Field(ge=1)]


class SourcedSpread(Sourced):
    """A standard deviation of logs with its source."""

    value: Annotated[float, Field(ge=0, le=3)]


class SourcedGrowth(Sourced):
    """A factor from year to year with its source."""

    value: Annotated[float, Field(ge=1, le=1.3)]


class SourcedFactor(Sourced):
    """A factor between groups with its source."""

    value: Annotated[float, Field(ge=0, le=10)]


class AgeSexTable(Sourced):
    """How many residents there are in each age group, by sex; the last group is open.

    Cells are counts of a place. A table whose cells are all small is refused: it is a list of people.
    """

    ages: Annotated[tuple[Age, ...], Field(min_length=2)]
    """Lowest age of each group, ascending from 0."""
    male: tuple[Count, ...]
    female: tuple[Count, ...]


class Cut(Sourced):
    """An age at which one age group is cut in two.

    Without `male_below` and `female_below` each single year of the group has the same share.
    """

    at_age: Age
    male_below: Count | None = None
    female_below: Count | None = None


class OpenAges(Sourced):
    """How the open age group spreads over single years: one weight a year from its lowest age on."""

    weights: Annotated[tuple[Weight, ...], Field(min_length=1, max_length=36)]


class Stratum(Model):
    """A part of the place whose communities are alike: urban or rural."""

    title: str
    residents: SourcedCount


class Communities(Sourced):
    """How many villages and quarters there are, and how their sizes spread."""

    count: Annotated[int, Field(ge=1)]
    log_sd: SourcedSpread
    """Standard deviation of the log of a community's number of households."""
    strata: Annotated[dict[Name, Stratum], Field(min_length=1, max_length=4)]


class AgeShape(Sourced):
    """How likely somebody of an age is in a role, relative to other ages."""

    by_age: ByAge
    by_sex: dict[Sex, Weight] = {}


class Gap(Sourced):
    """How far apart in age two members of a household are.

    `weights` are by difference in years, later role less earlier role, between groups of five
    years: 0 means the same group. `apart_y` is the least difference in completed years.
    """

    weights: dict[int, Weight]
    apart_y: Annotated[int, Field(ge=0)] = 0


class Role(Model):
    """A place in a household.

    The first role of a household gives its `ages`; every later one follows from a role before it
    by a gap.
    """

    sex: Sex | None = None
    ages: Name | None = None
    given: Name | None = None
    gap: Name | None = None
    spouse: Name | None = None
    """The role that this one is married to."""
    parents: Annotated[tuple[Name, ...], Field(max_length=2)] = ()
    """The roles whose child this one is; by their gaps they should be the older ones."""


class HouseholdType(Sourced):
    """A kind of household: how many there are, and who lives in one.

    A collective resident (dormitory, home, ship) is a household of one with 0 generations.
    """

    title: str
    count: Count
    generations: Annotated[int, Field(ge=0, le=4)]
    head: Name
    roles: Annotated[dict[Name, Role], Field(min_length=1, max_length=8)]
    strata: dict[Name, Weight] = {}
    """How common the type is in each stratum, relative to the others; 1 where it is not named."""


class Margin(Sourced):
    """How one attribute spreads over a group of residents: by sex, by age, or both.

    Exactly one of `counts` (exact), `shares` (sum to 1) and `sample` (counts in a sample) is given;
    with `counts`, `rest` names the level of those whom the table does not cover.
    """

    sex: Sex | None = None
    from_age: Age = 0
    to_age: Age = 120
    counts: dict[Name, Count] | None = None
    shares: dict[Name, Annotated[float, Field(ge=0, le=1)]] | None = None
    sample: dict[Name, Count] | None = None
    rest: Name | None = None


class LevelShape(Model):
    """How likely a level is by age, sex and stratum, before the margins are met."""

    by_age: ByAge = {}
    by_sex: dict[Sex, Weight] = {}
    by_stratum: dict[Name, Weight] = {}


class Shape(Sourced):
    """The shape that the fitting of an attribute starts from; its margins are met all the same."""

    levels: dict[Name, LevelShape]


class Attribute(Model):
    """Something that rates may differ by and reports may group by.

    An attribute `of_community` has a level per stratum. Any other is dealt inside age and sex to
    its `margins`, whose groups do not overlap; residents outside all groups have `otherwise`, and
    those who live as a couple have `in_couples`.
    """

    title: str
    levels: Annotated[tuple[Name, ...], Field(min_length=1, max_length=32)]
    of_community: bool = False
    otherwise: Name | None = None
    in_couples: Name | None = None
    margins: tuple[Margin, ...] = ()
    shape: Shape | None = None


class Organisations(Sourced):
    """Firms, sole traders and societies: each is in a community and has a resident at its head.

    Heads are picked by the highest keyed hash among the community's adults of `head_ages` who have
    one of the levels `head_has`; nobody heads two. Where a community has fewer of them than
    organisations, the last ones have no head. `source` is for how heads are picked.
    """

    count: SourcedCount
    """In all communities, which have as many each, but for one; scaled as residents are and rounded down."""
    forms: Annotated[dict[Name, SourcedShare], Field(min_length=1, max_length=8)]
    """Shares that sum to 1."""
    head_ages: tuple[Age, Age]
    """Lowest and highest age of a head, on the evening before the first day."""
    head_has: dict[Name, tuple[Name, ...]] = {}
    """By attribute, the levels of which a head must have one."""


class Mortality(Model):
    """Yearly risk of death by age and sex: a floor, and a part that grows by a factor with each year.

    The level is set so that the first year brings `deaths` among `registered` residents.
    """

    deaths: SourcedCount
    registered: SourcedCount
    growth_per_y: SourcedGrowth
    women_factor: SourcedFactor
    floor: SourcedShare
    """Yearly risk that does not depend on age."""


class Population(Model):
    """Who lives in a place: tables of counts, never rows about persons."""

    residents: SourcedCount
    """How many residents are dealt; where `counted` differs, every table is scaled to this."""
    counted: SourcedCount | None = None
    """How many residents the tables count; `residents` where it is not given."""
    age_sex: AgeSexTable
    cuts: tuple[Cut, ...] = ()
    open_ages: OpenAges
    communities: Communities
    age_shapes: dict[Name, AgeShape]
    gaps: dict[Name, Gap] = {}
    households: Annotated[dict[Name, HouseholdType], Field(min_length=1)]

    @property
    def counted_n(self) -> int:
        """Residents that the tables count."""
        return (self.counted or self.residents).value
