"""What stands in which column of a community's arrays, and the codes that stand there.

Rows of what leaves a community are named by the `*_FIELDS`.
"""

from enum import IntEnum

FILES = ("official", "truthful")
OFFICIAL, TRUTHFUL = 0, 1
NOBODY = -1
NEVER_D = 0
HOLDERS = ("residents", "organisations")

BUCKET_PT = 50
"""Width of a bucket of the score distribution, in tenths of a point."""


class Kind(IntEnum):
    """What a record is of its act, with the cause; and what became of one that is not there."""

    TRUE = 0
    LATE = 1
    MISTAKE = 2
    MALICE = 3
    QUOTA = 4
    GRUDGE = 5
    NAMESAKE = 6
    HOUSEMATE = 7
    NEIGHBOUR = 8
    ELSEWHERE = 9
    DUPLICATE = 10
    ASTRAY = 11
    """From here on no record is booked: it left the community, found no file, or was left out."""
    MISSED = 12
    SPARED = 13
    STALE = 14
    """From here on why a file is another than it should be: an entry outstayed its end, a difference
    in days alone, a granted objection, one that is not decided."""
    DELAY = 15
    CORRECTED = 16
    SUSPENDED = 17


BOOKED_KINDS_N = Kind.ASTRAY.value
"""Kinds that entries have."""


def kind_word(kind: Kind) -> str:
    """Return what a record is in the words of design section 2: the cause without its reason."""
    if Kind.MISTAKE <= kind <= Kind.GRUDGE:
        return "false"
    if Kind.NAMESAKE <= kind <= Kind.ELSEWHERE or kind == Kind.ASTRAY:
        return "wrong-person"
    return kind.name.lower()


class Event(IntEnum):
    """What became of a record on a file."""

    BOOKED = 0
    BLOCKED = 1
    REPLACED = 2
    REPAIRED = 3
    """Taken off because its conduct was corrected."""
    REFUSED = 4
    """Its condition was not met, its tally full, or a rule that is not repeated counts already."""
    OUTSTAYED = 5
    """Gone later than its end."""
    OBJECTED = 6
    REJECTED = 7
    """An objection was lost."""
    CORRECTED = 8
    """An objection was won: it counts no longer."""
    RECHARGED = 9
    """It costs less, since what had doubled it was corrected."""


class Book(IntEnum):
    """Columns of a book: one file of one holder with one instrument."""

    SCORE_PT = 0
    """As shown last, or set at once by a downgrade since; in tenths, more is better."""
    GRADE = 1
    """Position among the grades of all instruments."""
    PUBLISHED = 2
    """Grade at the last monthly count, -1 before the first."""
    SINCE_D = 3
    """Day from which the present grade's days are not yet counted."""
    FIRST_NODE = 4
    """Head of the list of entries that count, the latest first."""
    SHOWN_PT = 5
    """Score at the last monthly count."""
    IS_MOVED = 6
    """Whether entries came, went or changed since the score was last worked out."""
    IS_TOUCHED = 7
    """Whether they did since the last monthly count."""
    RELIEF_PT = 8
    """What steps in order gave back."""
    STANDING = 9
    """See `Standing`."""
    SUM_PT = 10
    """What the entries that count add up to, direct downgrades left out."""
    DOWNS_N = 11
    """How many direct downgrades count."""
    MARKS_N = 12
    """How many entries were corrected, and stay on the file as a mark only."""


class Person(IntEnum):
    """Columns of what a law cannot change about an account holder."""

    ADULT_D = 0
    """18th birthday; 0 for an organisation."""
    OPENS_D = 1
    """Day on which the account opens, >= 0."""
    DEATH_D = 2
    """Far in the future until it is drawn."""
    BIRTH_YEAR = 3
    AGE_GROUP = 4
    """-1 for who is under 18 all year; 0 for an organisation."""
    IS_FOLLOWER = 5
    ID = 6
    """What draws are keyed by, wherever the holder stands in the arrays."""
    IS_ORGANISATION = 7
    BELOW_D = 8
    """Days below the grade of an empty file, official file of the first instrument."""
    MERITS_N = 9
    CHARGES_N = 10
    BELOW_N = 11
    """Counts at which the official grade is below that of an empty file; then the truthful one."""
    TRUTHFUL_BELOW_N = 12
    LISTED_D = 13
    """Days on lists by the official files of all instruments; then by the truthful ones."""
    TRUTHFUL_LISTED_D = 14
    WRONGED_N = 15
    """Counts at which the official grade is below the truthful one; then above it."""
    SPARED_N = 16
    OTHERS_N = 17
    """Charges for what somebody else did."""
    COUNTED_TO = 18
    """Month up to which the counts above are added up."""
    THIN_Q8 = 19
    """How much more often records go wrong, in 1/256."""
    WITNESSED = 20
    """Bits of the conducts for which one of the household was charged."""


class Stage(IntEnum):
    """Where an objection is; what `NodeField.REMEDY_D` is the day of."""

    NONE = 0
    FILES = 1
    DECIDES = 2
    REVIEWS = 3
    CORRECTS = 4


class Out(IntEnum):
    """Whether an entry on a file counts."""

    NO = 0
    SUSPENDED = 1
    CORRECTED = 2


class Standing(IntEnum):
    """What a holder is to an instrument."""

    NONE = 0
    SCORED = 1
    KEPT = 2
    """Does not consent: charges are kept, and nothing is computed or shown."""


class NodeField(IntEnum):
    """Columns of a node: one record on its way to a file, or an entry on it.

    The first sixteen are what days and files are gone through for: one line of the processor's cache.
    """

    PERSON = 0
    BOOK = 1
    ROW = 2
    """Row of the rule."""
    ACT = 3
    DOER = 4
    ACT_D = 5
    """Day of the conduct; of an instalment, its own."""
    END_D = 6
    KIND = 7
    AMOUNT_PT = 8
    START_D = 9
    UNTIL_D = 10
    REPAIR_D = 11
    STALE_D = 12
    """How long it outstays its end or repair."""
    IS_OUT = 13
    """See `Out`."""
    NEXT_OF_DAY = 14
    NEXT_OF_FILE = 15
    FINAL_D = 16
    CATEGORY = 17
    CONDUCT = 18
    """Of the act; -1 where nobody is charged for conduct."""
    SIZE = 19
    IS_READY = 20
    """It takes a repaired entry's place, and is booked as it is."""
    FATE = 21
    """On a truthful file, what the official record is (`Kind`); on an official one, what error doubled it."""
    STAGE = 22
    """See `Stage`."""
    REMEDY_D = 23
    GROUNDS_N = 24
    """How many entries made it a repeat."""
    BOOKED_D = 25


NODE_WIDTH = 32
"""Columns of a node with room to spare, so that each begins at the same place of a line of the cache."""


class Counter(IntEnum):
    """Columns of the counters."""

    FREE_NODE = 0
    NODES = 1
    NODES_SHORT = 2
    LEDGER = 3
    CHANGES = 4
    ACTS = 5
    ENTRIES = 6
    """Rows of entries, as written at the end of each year."""
    CELLS = 7
    """Kinds of entries of the year so far."""
    DIGEST = 8
    OFFICE_D = 9
    """Day from which the office of the community is free to take an objection."""
    WRONGS = 10
    """Rows of wrongs."""
    COUNTED_ACTS = 11
    """Rows of acts, as written at the end of each year."""
    ALL_CELLS = 12
    """Kinds of entries of all years, as known at the end of each."""


class Step(IntEnum):
    """What is counted of objections to charges, those rightly and those wrongly made."""

    CHARGED = 0
    LEARNT = 1
    TOO_LATE = 2
    OBJECTED = 3
    GRANTED = 4
    WENT_ON = 5
    GRANTED_THERE = 6
    CORRECTED = 7
    CORRECTED_D = 8
    """Days from booking to correction, added up."""


class TallyColumn(IntEnum):
    """Columns of what is counted of each holder; the first are those of `Person` from BELOW_D on."""

    BELOW_D = 0
    MERITS_N = 1
    CHARGES_N = 2
    BELOW_N = 3
    TRUTHFUL_BELOW_N = 4
    LISTED_D = 5
    TRUTHFUL_LISTED_D = 6
    WRONGED_N = 7
    SPARED_N = 8
    OTHERS_N = 9


LEDGER_FIELDS = (
    "event",
    "file",
    "instrument",
    "person",
    "code",
    "act",
    "doer",
    "act_d",
    "booked_d",
    "until_d",
    "kind",
    "category",
    "amount_pt",
    "stale_d",
)
CHANGE_FIELDS = ("file", "instrument", "person", "day", "score_pt", "grade_ix", "is_publication")
ACT_FIELDS = ("person", "act", "day", "category", "is_seen", "recorded", "end_d", "final_d")
ENTRY_FIELDS = ("year", "cell", "n", "points_pt")
ENTRY_TOTAL_FIELDS = ENTRY_FIELDS[1:]
COUNTED_ACT_FIELDS = ("year", "category", "n", "recorded_n")
WRONG_FIELDS = ("year", "instrument", "person", "official", "truthful", "code", "cause")
CANDIDATE_FIELDS = ("holder", "act", "day", "category", "word", "stream", "end_d", "final_d")
SCRIPT_FIELDS = (
    "file", "row", "act", "act_d", "ready_d", "end_d", "final_d", "kind", "size", "is_booked_then",
)  # fmt: skip
"""A record that is booked beside those that happen, on the first holder. `ready_d` is the day of
booking itself where `is_booked_then`, else the law's notice and publication still apply."""
