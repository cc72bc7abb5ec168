"""Sizes come in, the arrays that one community lives in go out.

Axes: F the two files (official, truthful), R residents, D domains, C conducts, B bands (worst
first), K rules, T months, Y years, G groups (levels of all dimensions in a row), S score buckets.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.engine.rules import Term
from glasshouse.engine.tables import Tables

FILES = ("official", "truthful")
OFFICIAL, TRUTHFUL = 0, 1
NOBODY = -1
NEVER_D = -1
BUCKET_PT = 50
"""Width of a bucket of the score distribution, in tenths of a point."""


class Kind(IntEnum):
    """What a record is of its act (design section 2); later kinds take later numbers."""

    TRUE = 0
    LATE = 1


class Event(IntEnum):
    """What became of a record on a file."""

    BOOKED = 0
    BLOCKED = 1
    REPLACED = 2


class Book(IntEnum):
    """Columns of a file's standing."""

    LIVE_PT = 0
    """Base and everything that counts, in tenths."""
    CAP_PT = 1
    """Lowest score set by a direct downgrade that counts."""
    SCORE_PT = 2
    """As published, or set at once by a downgrade since."""
    GRADE = 3
    PUBLISHED = 4
    """Grade at the last publication, -1 before the first."""
    SINCE_D = 5
    """Day from which the present grade's days are not yet counted."""
    FIRST_NODE = 6
    """Head of the list of entries that count."""
    SHOWN_PT = 7
    """Score at the last publication."""
    IS_MOVED = 8
    """Whether points came or went since the last publication."""


class Person(IntEnum):
    """Columns of what a law cannot change about a resident."""

    ADULT_D = 0
    """18th birthday."""
    OPENS_D = 1
    """Day on which the account opens, >= 0."""
    DEATH_D = 2
    """Far in the future until it is drawn."""
    BIRTH_YEAR = 3
    AGE_GROUP = 4
    """-1 for who is under 18 all year."""
    IS_FOLLOWER = 5
    ID = 6
    """Index in the community: what draws are keyed by, wherever the resident stands in the arrays."""


class NodeField(IntEnum):
    """Columns of a node: one record on its way to a file, or an entry on it."""

    FILE = 0
    RESIDENT = 1
    RULE = 2
    ACT = 3
    ACT_D = 4
    KIND = 5
    CATEGORY = 6
    NEXT_OF_DAY = 7
    NEXT_OF_FILE = 8


class Counter(IntEnum):
    """Columns of the counters."""

    FREE_NODE = 0
    NODES = 1
    NODES_SHORT = 2
    LEDGER = 3
    CHANGES = 4
    ACTS = 5
    JOINING = 6
    MOVED = 7
    """And one for the second file."""
    MOVED_TRUTHFUL = 8


LEDGER_FIELDS = (
    "event",
    "file",
    "resident",
    "rule",
    "act",
    "act_d",
    "booked_d",
    "until_d",
    "kind",
    "category",
)
CHANGE_FIELDS = ("file", "resident", "day", "score_pt", "grade_ix", "is_publication")
ACT_FIELDS = ("resident", "act", "day", "category", "is_seen", "recorded")


class State(NamedTuple):
    """Where a community stands today. Arrays only; the kernel writes into them.

    Rows hold all that belongs to one thing, since an event touches all of it.
    """

    books: NDArray[np.int32]
    """Each resident's files. Shape [F, R, Book]."""
    moved: NDArray[np.int32]
    """Residents whose points came or went since the last publication. Shape [F, R]."""
    person: NDArray[np.int32]
    """Shape [R, Person]."""
    joining: NDArray[np.int32]
    """Residents who open an account or die this year. Shape [R]."""
    charged_d: NDArray[np.int32]
    """Day of the last charge on the official file, by conduct. Shape [R, C]."""
    cell: NDArray[np.int32]
    """Cell of the seen stream without the age group's part. Shape [D, R]."""
    unseen_cell: NDArray[np.int32]
    """The same of the unseen stream. Shape [D, R]."""
    threshold: NDArray[np.uint32]
    """Threshold of the first candidate this year, domains padded to fours. Shape [4 blocks, R]."""
    hit: NDArray[np.uint8]
    """Domains of a block with a candidate this month, as bits. Shape [blocks, R]."""
    node: NDArray[np.int32]
    """Records and entries, a row each. Shape [nodes, NodeField]."""
    heads: NDArray[np.int32]
    """Head of the nodes to be booked (0) and to expire (1), by day. Shape [2, days + 1]."""
    candidate: NDArray[np.int64]
    """This month's candidates: resident, act, day, category, u, is_seen. Shape [n, 6]."""
    by_day: NDArray[np.int32]
    """Candidates in the order of their days. Shape [n]."""
    day_start: NDArray[np.int32]
    """Where each day of the month begins in `by_day`, and where the last ends. Shape [33]."""
    due: NDArray[np.int32]
    """Nodes to be booked today. Shape [nodes]."""
    counter: NDArray[np.int64]
    """See `Counter`. Shape [Counter]."""


class Sums(NamedTuple):
    """What leaves a community: integer sums, to be added up in any order."""

    grade_n: NDArray[np.int32]
    """Residents with an account at each publication. Shape [T, F, B]."""
    grade_score_pt: NDArray[np.int64]
    """Sum of their scores. Shape [T, F, B]."""
    flow_n: NDArray[np.int64]
    """From the last publication's grade to this one's; added over communities. Shape [T, F, B, B]."""
    group_n: NDArray[np.int32]
    """At December's publication. Shape [Y, F, G, B]."""
    group_score_pt: NDArray[np.int64]
    """Shape [Y, F, G, B]."""
    bucket_n: NDArray[np.int64]
    """At December's publication; added over communities. Shape [Y, F, S]."""
    standing_n: NDArray[np.int64]
    """Official by truthful grade at December's publication; added over communities. Shape [Y, B, B]."""
    entry_n: NDArray[np.int32]
    """Bookings. Shape [Y, F, K, kinds]."""
    act_n: NDArray[np.int32]
    """Acts by category that happened, and that some rule's provider recorded. Shape [Y, G, 2]."""
    grade_days: NDArray[np.int64]
    """Person-days in each grade. Shape [Y, F, B]."""
    tally: NDArray[np.int32]
    """Per resident, official file: days below the base's grade, merits, charges. Shape [R, 3]."""
    digest: NDArray[np.uint64]
    """Of every entry, score and grade. Shape [1]."""


class Trace(NamedTuple):
    """What a community's life leaves when somebody asks: rows as `*_FIELDS` say."""

    ledger: NDArray[np.int64]
    changes: NDArray[np.int64]
    acts: NDArray[np.int64]


def make_state(tables: Tables, residents_n: int, room: int = 1) -> State:
    """Allocate the arrays of a community; the kernel fills them.

    Args:
        tables: Sizes of everything but the community.
        residents_n: Residents.
        room: Multiple of the usual room for records and candidates; the kernel counts what it
            could not store, and the caller comes back with more room.
    """
    domains_n = len(tables.seen.class_start)
    blocks_n = -(-domains_n // 4)
    days_n = int(tables.month_start_d[-1])
    nodes_n, candidates_n = room * (8 * residents_n + 1024), room * (residents_n + 1024)

    def i32(*dims: int) -> NDArray[np.int32]:
        return np.empty(dims, dtype=np.int32)

    return State(
        books=i32(len(FILES), residents_n, len(Book)),
        moved=i32(len(FILES), residents_n),
        joining=i32(residents_n),
        person=i32(residents_n, len(Person)),
        charged_d=i32(residents_n, len(tables.bound_q16)),
        cell=i32(domains_n, residents_n),
        unseen_cell=i32(domains_n, residents_n),
        threshold=np.empty((4 * blocks_n, residents_n), dtype=np.uint32),
        hit=np.empty((blocks_n, residents_n), dtype=np.uint8),
        node=i32(nodes_n, len(NodeField)),
        heads=i32(2, days_n + 1),
        candidate=np.empty((candidates_n, 6), dtype=np.int64),
        by_day=i32(candidates_n),
        day_start=i32(33),
        due=i32(nodes_n),
        counter=np.zeros(len(Counter), dtype=np.int64),
    )


def make_sums(tables: Tables, residents_n: int, groups_n: int) -> Sums:
    """Allocate zeroed sums for one community."""
    months_n = len(tables.month_start_d) - 1
    years_n, files_n = months_n // 12, len(FILES)
    law = tables.law
    bands_n, rules_n = len(law.band), len(law.rule)
    return Sums(
        grade_n=np.zeros((months_n, files_n, bands_n), dtype=np.int32),
        grade_score_pt=np.zeros((months_n, files_n, bands_n), dtype=np.int64),
        flow_n=np.zeros((months_n, files_n, bands_n, bands_n), dtype=np.int64),
        group_n=np.zeros((years_n, files_n, groups_n, bands_n), dtype=np.int32),
        group_score_pt=np.zeros((years_n, files_n, groups_n, bands_n), dtype=np.int64),
        bucket_n=np.zeros((years_n, files_n, buckets_n(tables)), dtype=np.int64),
        standing_n=np.zeros((years_n, bands_n, bands_n), dtype=np.int64),
        entry_n=np.zeros((years_n, files_n, rules_n, len(Kind)), dtype=np.int32),
        act_n=np.zeros((years_n, len(tables.seen.conduct_ix), 2), dtype=np.int32),
        grade_days=np.zeros((years_n, files_n, bands_n), dtype=np.int64),
        tally=np.zeros((residents_n, 3), dtype=np.int32),
        digest=np.zeros(1, dtype=np.uint64),
    )


def make_trace(ledger_n: int = 0, changes_n: int = 0, acts_n: int = 0) -> Trace:
    """Allocate a trace; a length of 0 records nothing."""
    return Trace(
        np.zeros((ledger_n, len(LEDGER_FIELDS)), dtype=np.int64),
        np.zeros((changes_n, len(CHANGE_FIELDS)), dtype=np.int64),
        np.zeros((acts_n, len(ACT_FIELDS)), dtype=np.int64),
    )


def buckets_n(tables: Tables) -> int:
    """Return the number of score buckets: from the floor to 500 points above the base, then one more."""
    base_pt, floor_pt = int(tables.law.terms[Term.BASE_PT]), int(tables.law.terms[Term.FLOOR_PT])
    return (base_pt + 5000 - floor_pt) // BUCKET_PT + 1
