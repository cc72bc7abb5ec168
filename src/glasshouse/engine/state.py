"""Sizes come in, the arrays that one community lives in go out.

Axes: N account holders (residents, then organisations), I instruments, W books (an instrument's
official and truthful files: instrument * 2 + file), A accounts (book * 2 + 0 for residents, 1 for
organisations), D domains, C conducts, B grades of all instruments (each instrument's worst first),
K rules by code, T months, Y years, G groups (levels of all dimensions in a row), S score buckets.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import WORDS
from glasshouse.engine.fields import Term
from glasshouse.engine.tables import Tables

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


class Candidates(NamedTuple):
    """All that could happen in a community, whatever the law, in the order of days. n candidates."""

    rows: NDArray[np.uint32]
    """As `CANDIDATE_FIELDS` say. Shape [n, 8]."""
    delay_words: NDArray[np.uint32]
    """Words that say when the records of each come, in two pairs. Shape [2, n, 2]."""
    record_words: NDArray[np.uint32]
    """Words that say what becomes of its first provider's record. Shape [2, n, 2]."""
    day_start: NDArray[np.int32]
    """First candidate of each day, and one past the last. Shape [days + 1]."""
    age_group: NDArray[np.int8]
    """By year; -1 for who is under 18 all year or dead. Shape [Y, N]."""
    person: NDArray[np.int32]
    """See `Person`: what no law changes. Shape [N, Person]."""


class Scratch(NamedTuple):
    """Room to draw candidates in. D domains, N holders, n candidates at most."""

    marked: NDArray[np.int32]
    """Who has a candidate in a year or month: holder, span, draw of it, bits of the domains. Shape [n, 4]."""
    marked_key: NDArray[np.uint32]
    """What their words are drawn by: holder and index; at the end doer and act of all candidates in the order
    of days. Shape [2, n]."""
    candidate: NDArray[np.uint32]
    """Stream by stream, in the order of years or months. Shape [n, 8]."""
    candidate_key: NDArray[np.uint32]
    """What the words of each are drawn by: doer and act. Shape [2, n]."""
    words: NDArray[np.uint32]
    """Words of those who are marked, then of candidates. Shape [2, n, 2]."""
    cell: NDArray[np.int32]
    """Cell of each holder's rate, but for age. Shape [D, N]."""
    threshold: NDArray[np.uint32]
    """A word below it means no candidate this year. Shape [D, N], D in whole draws."""
    least: NDArray[np.uint32]
    """The same for false records, of whoever has the lowest. Shape [D, N]."""
    hit: NDArray[np.uint8]
    """Bit of each domain of a draw that has a candidate; eight holders a word, so that most people
    are passed over eight at a time. Shape [D / 4, N in whole words]."""
    deaths: NDArray[np.uint64]
    """Words of a year that say who dies and when. Shape [N]."""
    known: NDArray[np.int32]
    """Age group that thresholds were looked up for. Shape [N]."""


class State(NamedTuple):
    """Where a community stands today. Arrays only; the kernel writes into them.

    Rows hold all that belongs to one thing, since an event touches all of it.
    """

    books: NDArray[np.int32]
    """Shape [W, N, Book]."""
    changed: NDArray[np.int32]
    """Holders whose entries changed since their score was last worked out (0) and since the last
    monthly count (1); the last column says how many. Shape [2, W, N + 1]."""
    tallied: NDArray[np.int32]
    """Period, size and points so far. Shape [tallies, 2 files, N, 3]."""
    person: NDArray[np.int32]
    """Shape [N, Person]."""
    comings: NDArray[np.int32]
    """Head of the accounts that open (holder * 2) and close (holder * 2 + 1) on a day. Shape [days + 1]."""
    next_coming: NDArray[np.int32]
    """Next of the same day. Shape [2N]."""
    there_n: NDArray[np.int64]
    """Residents of each group whose accounts an instrument counts. Shape [I, G]."""
    aside: NDArray[np.int64]
    """Residents of each group in each grade and their scores, those who stand where an empty file does
    left out. Shape [G, B, 2]."""
    charged_d: NDArray[np.uint16]
    """Day after the last charge on an official file, by conduct; 0 if there was none. Shape [N, C]."""
    node: NDArray[np.int32]
    """Records and entries, a row each. Shape [nodes, NODE_WIDTH], as `NodeField` says."""
    heads: NDArray[np.int32]
    """Head of the nodes to be booked (0) and to change (1), by day. Shape [2, days + 1]."""
    due: NDArray[np.int32]
    """Nodes to be booked or changed today. Shape [nodes]."""
    act_n: NDArray[np.int32]
    """Acts of the year that happened and that were recorded, by category. Shape [categories, 2]."""
    in_grade: NDArray[np.int64]
    """Holders who are in each grade now (0), and the days of the year that they and others have been (1):
    less the day on which each came in, plus that on which each went out; the year's end adds the last day
    for those who are still there. Shape [A, B, 2]."""
    cell_n: NDArray[np.int32]
    """Entries and their points by kind, account and code: of the year, then of the years before it. Shape
    [kinds * A * K, 2, 2]."""
    listed: NDArray[np.int32]
    """Places of `cell_n` that are not empty, of the year and of those before. Shape [2, kinds * A * K]."""
    counter: NDArray[np.int64]
    """See `Counter`. Shape [Counter]."""
    slots: NDArray[np.int64]
    """What becomes of each provider's records of one act. Shape [4, 3]."""


class Sums(NamedTuple):
    """What leaves a community: integer sums, to be added up in any order."""

    grade_n: NDArray[np.int32]
    """Holders with an account at each monthly count. Shape [T, A, B]."""
    grade_score_pt: NDArray[np.int64]
    """Sum of their scores. Shape [T, A, B]."""
    flow_n: NDArray[np.int32]
    """From the last count's grade to this one's; added over communities. Shape [T, A, B, B]."""
    group_n: NDArray[np.int32]
    """Residents at December's count. Shape [Y, W, G, B]."""
    group_score_pt: NDArray[np.int64]
    """Shape [Y, W, G, B]."""
    bucket_n: NDArray[np.int32]
    """At December's count; added over communities. Shape [Y, A, S]."""
    standing_n: NDArray[np.int32]
    """Official by truthful grade at December's count, by instrument * 2 + holder; added over
    communities. Shape [Y, I * 2, B, B]."""
    entries: NDArray[np.int64]
    """Bookings that occurred: rows as `ENTRY_FIELDS` say; what a cell is says `parts_of_cell`. Shape
    [n, 4]."""
    entry_totals: NDArray[np.int64]
    """The same of all years: rows as `ENTRY_TOTAL_FIELDS` say. Shape [n, 3]."""
    acts: NDArray[np.int32]
    """Acts that happened, and that some rule's provider recorded: rows as `COUNTED_ACT_FIELDS` say.
    Shape [n, 4]."""
    grade_days: NDArray[np.int64]
    """Days of holders in each grade. Shape [Y, A, B]."""
    tally: NDArray[np.int32]
    """Of each holder, as `TallyColumn` says. Shape [N, TallyColumn]."""
    history: NDArray[np.int64]
    """Of each holder, a hash of the acts that happened, in no order: conduct and severity of those that
    the law has a rule for. Shape [N]."""
    remedy_n: NDArray[np.int64]
    """Objections, by instrument, whether the charge was an error, and `Step`. Shape [I, 2, Step]."""
    wrongs: NDArray[np.int64]
    """Residents whose grade is wrong at December's count, and why: rows as `WRONG_FIELDS` say.
    Shape [n, 7]."""
    digest: NDArray[np.uint64]
    """Of every entry, score and grade. Shape [1]."""


class Trace(NamedTuple):
    """What a community's life leaves when somebody asks: rows as `*_FIELDS` say."""

    ledger: NDArray[np.int64]
    changes: NDArray[np.int64]
    acts: NDArray[np.int64]


def make_state(tables: Tables, holders_n: int, groups_n: int, room: int = 1) -> State:
    """Allocate the arrays of a community; the kernel fills them.

    Args:
        tables: Sizes of everything but the community.
        holders_n: Residents and organisations.
        groups_n: Levels of all dimensions.
        room: Multiple of the usual room for records; the kernel counts what it could not store, and
            the caller comes back with more room.
    """
    days_n = int(tables.month_start_d[-1])
    nodes_n = room * (8 * holders_n + 1024)
    books_n, cells_n = 2 * len(tables.law.terms), cells_of(tables)

    def i32(*dims: int) -> NDArray[np.int32]:
        return np.empty(dims, dtype=np.int32)

    return State(
        books=i32(books_n, holders_n, len(Book)),
        changed=i32(2, books_n, holders_n + 1),
        tallied=np.zeros((len(tables.law.tally), 2, holders_n, 3), dtype=np.int32),
        comings=i32(days_n + 1),
        next_coming=i32(2 * holders_n),
        there_n=np.empty((len(tables.law.terms), groups_n), dtype=np.int64),
        aside=np.empty((groups_n, len(tables.law.band), 2), dtype=np.int64),
        person=i32(holders_n, len(Person)),
        charged_d=np.empty((holders_n, len(tables.bound_q16)), dtype=np.uint16),
        node=i32(nodes_n, NODE_WIDTH),
        heads=i32(2, days_n + 1),
        due=i32(nodes_n),
        act_n=np.zeros((len(tables.seen.conduct_ix), 2), dtype=np.int32),
        in_grade=np.empty((2 * books_n, len(tables.law.band), 2), dtype=np.int64),
        cell_n=np.zeros((cells_n, 2, 2), dtype=np.int32),
        listed=i32(2, cells_n),
        counter=np.zeros(len(Counter), dtype=np.int64),
        slots=np.empty((4, 3), dtype=np.int64),
    )


def make_candidates(tables: Tables, holders_n: int, room: int) -> tuple[Candidates, Scratch]:
    """Allocate room for the candidates of a community, and to draw them in; nothing is filled.

    Args:
        tables: Sizes of everything but the community.
        holders_n: Residents and organisations.
        room: Candidates, at most.
    """
    days_n, years_n = int(tables.month_start_d[-1]), len(tables.month_start_d) // 12
    domains_n, fields_n = len(tables.seen.class_start), len(CANDIDATE_FIELDS)
    blocks_n = (domains_n + WORDS - 1) // WORDS
    found = Candidates(
        np.empty((room, fields_n), dtype=np.uint32),
        np.empty((2, room, WORDS // 2), dtype=np.uint32),
        np.empty((2, room, WORDS // 2), dtype=np.uint32),
        np.empty(days_n + 1, dtype=np.int32),
        np.empty((years_n, holders_n), dtype=np.int8),
        np.empty((holders_n, len(Person)), dtype=np.int32),
    )
    scratch = Scratch(
        marked=np.empty((room, 4), dtype=np.int32),
        marked_key=np.empty((2, room), dtype=np.uint32),
        candidate=np.empty((room, fields_n), dtype=np.uint32),
        candidate_key=np.empty((2, room), dtype=np.uint32),
        words=np.empty((2, room, WORDS // 2), dtype=np.uint32),
        cell=np.empty((domains_n, holders_n), dtype=np.int32),
        threshold=np.empty((WORDS * blocks_n, holders_n), dtype=np.uint32),
        least=np.empty((WORDS * blocks_n, holders_n), dtype=np.uint32),
        hit=np.empty((blocks_n, (holders_n + 7) // 8 * 8), dtype=np.uint8),
        deaths=np.empty(holders_n, dtype=np.uint64),
        known=np.empty(holders_n, dtype=np.int32),
    )
    return found, scratch


def cells_of(tables: Tables) -> int:
    """Return how many kinds of entries there are: by kind of record, account and code."""
    return 4 * len(tables.law.terms) * tables.law.codes_n * BOOKED_KINDS_N


def parts_of_cell(cell: NDArray[np.int64], tables: Tables) -> tuple[NDArray[np.int64], ...]:
    """Return account, code and kind of cells; each has the shape of `cell`."""
    place, code = np.divmod(cell, tables.law.codes_n)
    kind, account = np.divmod(place, 4 * len(tables.law.terms))
    return account, code, kind


def make_sums(tables: Tables, holders_n: int, groups_n: int, room: int = 1) -> Sums:
    """Allocate zeroed sums for one community."""
    months_n = len(tables.month_start_d) - 1
    years_n, law = months_n // 12, tables.law
    instruments_n, bands_n = len(law.terms), len(law.band)
    accounts_n, books_n = 4 * instruments_n, 2 * instruments_n
    entries_n = min(years_n * cells_of(tables), room * (8 * holders_n + 1024))
    totals_n = min(cells_of(tables), entries_n)
    return Sums(
        grade_n=np.zeros((months_n, accounts_n, bands_n), dtype=np.int32),
        grade_score_pt=np.zeros((months_n, accounts_n, bands_n), dtype=np.int64),
        flow_n=np.zeros((months_n, accounts_n, bands_n, bands_n), dtype=np.int32),
        group_n=np.zeros((years_n, books_n, groups_n, bands_n), dtype=np.int32),
        group_score_pt=np.zeros((years_n, books_n, groups_n, bands_n), dtype=np.int64),
        bucket_n=np.zeros((years_n, accounts_n, buckets_n(tables)), dtype=np.int32),
        standing_n=np.zeros((years_n, books_n, bands_n, bands_n), dtype=np.int32),
        entries=np.empty((entries_n, len(ENTRY_FIELDS)), dtype=np.int64),
        entry_totals=np.empty((totals_n, len(ENTRY_TOTAL_FIELDS)), dtype=np.int64),
        acts=np.empty((room * (holders_n * years_n + 64), len(COUNTED_ACT_FIELDS)), dtype=np.int32),
        grade_days=np.zeros((years_n, accounts_n, bands_n), dtype=np.int64),
        tally=np.zeros((holders_n, len(TallyColumn)), dtype=np.int32),
        history=np.zeros(holders_n, dtype=np.int64),
        remedy_n=np.zeros((instruments_n, 2, len(Step)), dtype=np.int64),
        wrongs=np.empty(
            (room * (holders_n // 4 * years_n * instruments_n + 64), len(WRONG_FIELDS)), dtype=np.int64
        ),
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
    terms = tables.law.terms
    spans = [int(row[Term.PRINTED_BASE_PT]) + 5000 - int(row[Term.PRINTED_FLOOR_PT]) for row in terms]
    return max(spans) // BUCKET_PT + 1
