"""The columns of the law's integer tables, by name, and the numbers that stand for nothing."""

from enum import IntEnum

NO_LIMIT_PT = 1 << 30
"""Stands for "no ceiling" and "no downgrade": far above any score, far below overflow."""


LONGEST_DELAY_D = 720


MOST_STEPS_N = 8


MOST_DIMENSIONS_N = 8


UNTIL_THE_END = -1
"""A validity that is no span: as long as the conduct lasts, or until its repair."""


STARTS = ("conduct", "end", "finality", "booking")
STARTS_END, STARTS_FINALITY, STARTS_BOOKING = 1, 2, 3


COUNTED_MONTHS = {"once": 0, "each-month": 1, "each-half-year": 6}


PERIOD_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


class RuleField(IntEnum):
    """Columns of a rule row: one rule on one instrument, and of a graded rule one amount."""

    POINTS_PT = 0
    """Tenths of a point, more is better; 0 for a direct downgrade."""
    CAP_PT = 1
    """Lowest score of a direct downgrade's target grade, else NO_LIMIT_PT."""
    IS_CHARGE = 2
    CODE = 3
    """Position of the rule among those of the law."""
    INSTRUMENT = 4
    VALIDITY = 5
    """Row of `after_d`, or UNTIL_THE_END."""
    START = 6
    """Position in STARTS."""
    HASH = 7
    """From the code and the instrument, so that digests do not depend on positions."""
    IS_DOUBLING = 8
    IS_REFUSED = 9
    """Not booked while an entry of the rule counts."""
    TALLY = 10
    """Row of `tally`, or -1."""
    IS_SCALED = 11
    """Earns by what its tally adds up to."""
    FROM_SIZE = 12
    FOR_EACH = 13
    """0 for a tier."""
    UP_TO = 14
    HAS_REPAIR = 15
    REPAIR_ROW = 16
    """-1 where nothing takes the entry's place."""
    REPAIR_AFTER = 17
    """Row of `after_d`, or -1 for at once."""
    NOTICE = 18
    """Row of `after_d`, or -1."""
    NEXT_PUBLICATION = 19
    """Row of `after_d`, or -1."""
    ONLY_FROM_PT = 20
    ONLY_TO_PT = 21
    DIMENSION = 22
    NEXT_SCALED = 23
    """Of a scaled rule: the next one of its tally, or -1."""


class Term(IntEnum):
    """Columns of an instrument's single values."""

    BASE_PT = 0
    START_PT = 1
    """Score of an empty file: the base between floor and ceiling."""
    FLOOR_PT = 2
    CEILING_PT = 3
    FIRST_BAND = 4
    BANDS_N = 5
    START_GRADE = 6
    IS_HIGHEST_ONLY = 7
    IS_SUBTRACTING = 8
    IS_SUSPENDING = 9
    IS_IN_ORDER = 10
    IS_AT_ONCE = 11
    IS_DOWN_AT_ONCE = 12
    """A direct downgrade moves the score on the day of booking."""
    DIMENSIONS_N = 13
    SIGN = 14
    """-1 where more points are worse."""
    FROM_AGE_Y = 15
    PRINTED_BASE_PT = 16
    PRINTED_FLOOR_PT = 17
    IS_SHOWN_TO_ALL = 18
    FIRST_STEP = 19
    """Lowest score of each step, from mild to severe."""
    FIRST_DIMENSION = 27
    """Weight and start (in tenths of percent of itself) of each dimension, two columns each."""


class BandField(IntEnum):
    """Columns of a grade."""

    BEGINS_PT = 0
    """Lowest score that belongs to it."""
    HASH = 1
    STEPS_N = 2
    """How many steps somebody in this grade has reached."""
    FEED_ROW = 3
    """Rule row that is booked on 1 January on who has this grade the evening before, or -1."""
    IS_ON_LIST = 4
    """Whether who has it is on a list, and it is below the grade of an empty file."""


class TallyField(IntEnum):
    """Columns of a tally on one instrument."""

    PERIOD_MONTHS = 0
    MOST_PT = 1
    FIRST = 2
    """First of its scaled rows, or -1; each names the next one."""


class LinkField(IntEnum):
    """Columns of a link."""

    ROW = 0
    SLOT = 1
    """Position of the provider among the conduct's `seen_by`."""
    PROVIDER = 2
    """Position of the provider in the world."""
    TARGET = 3
    """See `Target`."""
    COUNTED_MONTHS = 4
    """How often conduct that lasts is counted again, by the rule of the act; 0 for once."""
    DEADLINE_D = 5
    """A record that takes more days is late, by the rule of the act."""


class Target(IntEnum):
    """Row of `kin` that a link looks its holder up in."""

    DOER = 0
    HOUSEHOLD_HEAD = 1
    SPOUSE = 2
    PARENT = 3
    OTHER_PARENT = 4
    HEAD = 5
    NAMESAKE = 6
    """From here on: ties that mistakes run along, none of which a law can name."""
    HOUSEMATE = 7
    NEIGHBOUR = 8


TARGETS: dict[str, tuple[Target, ...]] = {
    "doer": (Target.DOER,),
    "household-head": (Target.HOUSEHOLD_HEAD,),
    "spouse": (Target.SPOUSE,),
    "parents": (Target.PARENT, Target.OTHER_PARENT),
    "head": (Target.HEAD,),
}


class Cause(IntEnum):
    """Why a record arises that has no act behind it, in the order of the categories."""

    MISTAKE = 0
    MALICE = 1
    QUOTA = 2
    GRUDGE = 3
    ELSEWHERE = 4


class ReportingField(IntEnum):
    """Columns of a provider under a law: thresholds of 32 bits for what becomes of its records."""

    WRONG = 0
    MISSED = 1
    SPARED = 2
    DUPLICATE = 3
    MATCHED_BY = 4
    """Position in MATCHINGS."""
    FIRST_CAUSE = 5
    """Acceptance of a false record of each `Cause`, a column each."""


MATCHINGS = ("strict", "number", "name", "address")


class RemedyField(IntEnum):
    """Columns of an instrument's remedy. Thresholds have 32 bits; spans are rows of `after_d`, or -1."""

    IS_THERE = 0
    LEARNS = 1
    LEARNS_AFTER = 2
    """Span to the next publication, or -1 for the day of booking."""
    OBJECTS_RIGHTLY = 3
    """Of those rightly charged; the next column is of those wrongly charged."""
    OBJECTS_WRONGLY = 4
    WITHIN = 5
    IS_HEARD_FIRST = 6
    SUSPENDS = 7
    IS_BY_OFFICE = 8
    DECIDED_BY = 9
    """Row of `wait_d`."""
    DECIDE_WITHIN = 10
    CORRECT_WITHIN = 11
    WINS_RIGHTLY = 12
    WINS_WRONGLY = 13
    HAS_REVIEW = 14
    REVIEWED_BY = 15
    """Row of `wait_d`."""
    REVIEW_WITHIN = 16
    REVIEW_DECIDE_WITHIN = 17
    REVIEW_SUSPENDS = 18
    REVIEW_WINS_RIGHTLY = 19
    REVIEW_WINS_WRONGLY = 20
    GOES_ON = 21
    KEEPS_DEADLINE = 22
    """In 2**-16."""
    OFFICE_D = 23
    """Days that the office works on one objection."""


WAITS = ("files", "office", "court", "tribunal")
"""Rows of `wait_d`: from learning to filing, then each body's time to its decision."""
