"""Sizes come in, the arrays that one community lives in go out.

Axes: N account holders (residents, then organisations), I instruments, W books (an instrument's
official and truthful files: instrument * 2 + file), A accounts (book * 2 + 0 for residents, 1 for
organisations), D domains, C conducts, B grades of all instruments (each instrument's worst first),
K rules by code, T months, Y years, G groups (levels of all dimensions in a row), S score buckets.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import WORDS
from glasshouse.engine.columns import (
    ACT_FIELDS,
    BOOKED_KINDS_N,
    BUCKET_PT,
    CANDIDATE_FIELDS,
    CHANGE_FIELDS,
    COUNTED_ACT_FIELDS,
    ENTRY_FIELDS,
    ENTRY_TOTAL_FIELDS,
    LEDGER_FIELDS,
    NODE_WIDTH,
    WRONG_FIELDS,
    Book,
    Counter,
    Person,
    Step,
    TallyColumn,
)
from glasshouse.engine.fields import Term
from glasshouse.engine.tables import Tables


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
