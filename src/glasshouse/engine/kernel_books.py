"""A record comes in, a file's entries, score and grade go out: the law's arithmetic, day by day.

Kernel. Functions take plain arrays, not tuples of them: handing a tuple on costs a reference count
per array, which at millions of bookings is most of the time. Rows are indexed in place for the same
reason. The readings are those of docs/concepts/law.md, and are the same for both files. More is
always better in here: see `Term.SIGN`.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np
from numba import njit

from glasshouse.engine.rules import (
    NO_LIMIT_PT,
    STARTS,
    BandField,
    RuleField,
    TallyField,
    Term,
)
from glasshouse.engine.spans import NO_END_D
from glasshouse.engine.state import (
    BUCKET_PT,
    NOBODY,
    OFFICIAL,
    Book,
    Counter,
    Event,
    Kind,
    NodeField,
    Person,
    Standing,
)

SCORE_PT, GRADE, PUBLISHED = Book.SCORE_PT.value, Book.GRADE.value, Book.PUBLISHED.value
SINCE_D, FIRST_NODE, SHOWN_PT = Book.SINCE_D.value, Book.FIRST_NODE.value, Book.SHOWN_PT.value
IS_MOVED, IS_TOUCHED, RELIEF_PT = Book.IS_MOVED.value, Book.IS_TOUCHED.value, Book.RELIEF_PT.value
OPENS_D, DEATH_D, ID = Person.OPENS_D.value, Person.DEATH_D.value, Person.ID.value
IS_ORGANISATION = Person.IS_ORGANISATION.value
BOOK, PERSON, ROW = NodeField.BOOK.value, NodeField.PERSON.value, NodeField.ROW.value
ACT, DOER, ACT_D = NodeField.ACT.value, NodeField.DOER.value, NodeField.ACT_D.value
END_D, FINAL_D, KIND = NodeField.END_D.value, NodeField.FINAL_D.value, NodeField.KIND.value
CATEGORY, SIZE, AMOUNT_PT = NodeField.CATEGORY.value, NodeField.SIZE.value, NodeField.AMOUNT_PT.value
START_D, UNTIL_D, REPAIR_D = NodeField.START_D.value, NodeField.UNTIL_D.value, NodeField.REPAIR_D.value
IS_READY = NodeField.IS_READY.value
NEXT_OF_DAY, NEXT_OF_FILE = NodeField.NEXT_OF_DAY.value, NodeField.NEXT_OF_FILE.value
FREE_NODE, NODES, NODES_SHORT = Counter.FREE_NODE.value, Counter.NODES.value, Counter.NODES_SHORT.value
LEDGER, CHANGES = Counter.LEDGER.value, Counter.CHANGES.value
JOINING, ENTRIES, CELLS = Counter.JOINING.value, Counter.ENTRIES.value, Counter.CELLS.value
# What is handed on as an argument has one fixed type: Numba compiles a function anew for every
# literal that it is called with.
BOOKED, BLOCKED, REPLACED = np.int64(Event.BOOKED), np.int64(Event.BLOCKED), np.int64(Event.REPLACED)
REPAIRED, REFUSED = np.int64(Event.REPAIRED), np.int64(Event.REFUSED)
DROPPED = np.int64(-1)
"""Verdict on a record that leaves no trace."""
LATE, TRUE = np.int64(Kind.LATE), np.int64(Kind.TRUE)
KINDS_N = len(Kind)
AT_ONCE, AT_PUBLICATION = np.int64(0), np.int64(1)
POINTS, CAP, VALIDITY = RuleField.POINTS_PT.value, RuleField.CAP_PT.value, RuleField.VALIDITY.value
IS_CHARGE, CODE, INSTRUMENT = RuleField.IS_CHARGE.value, RuleField.CODE.value, RuleField.INSTRUMENT.value
START, CONDUCT = RuleField.START.value, NodeField.CONDUCT.value
HASH, IS_DOUBLING, IS_REFUSED = (
    RuleField.HASH.value,
    RuleField.IS_DOUBLING.value,
    RuleField.IS_REFUSED.value,
)
TALLY, IS_SCALED, FROM_SIZE = RuleField.TALLY.value, RuleField.IS_SCALED.value, RuleField.FROM_SIZE.value
FOR_EACH, UP_TO = RuleField.FOR_EACH.value, RuleField.UP_TO.value
HAS_REPAIR, REPAIR_ROW = RuleField.HAS_REPAIR.value, RuleField.REPAIR_ROW.value
REPAIR_AFTER, NOTICE = RuleField.REPAIR_AFTER.value, RuleField.NOTICE.value
NEXT_PUBLICATION, DIMENSION = RuleField.NEXT_PUBLICATION.value, RuleField.DIMENSION.value
ONLY_FROM, ONLY_TO = RuleField.ONLY_FROM_PT.value, RuleField.ONLY_TO_PT.value
BASE, START_PT, FLOOR, CEILING = (
    Term.BASE_PT.value,
    Term.START_PT.value,
    Term.FLOOR_PT.value,
    Term.CEILING_PT.value,
)
FIRST_BAND, BANDS_N, START_GRADE = Term.FIRST_BAND.value, Term.BANDS_N.value, Term.START_GRADE.value
IS_HIGHEST_ONLY, IS_SUBTRACTING = Term.IS_HIGHEST_ONLY.value, Term.IS_SUBTRACTING.value
IS_SUSPENDING, IS_IN_ORDER = Term.IS_SUSPENDING.value, Term.IS_IN_ORDER.value
IS_DOWN_AT_ONCE, DIMENSIONS_N, SIGN = (
    Term.IS_DOWN_AT_ONCE.value,
    Term.DIMENSIONS_N.value,
    Term.SIGN.value,
)
BEGINS_PT, BAND_HASH, STEPS_N = BandField.BEGINS_PT.value, BandField.HASH.value, BandField.STEPS_N.value
PERIOD_MONTHS, MOST_PT = TallyField.PERIOD_MONTHS.value, TallyField.MOST_PT.value
FIRST_SCALED = TallyField.FIRST.value
PERIOD_NOW, SIZE_SO_FAR, EARNED_SO_FAR = 0, 1, 2
SCORED, KEPT = Standing.SCORED.value, Standing.KEPT.value
STARTS_END, STARTS_FINALITY, STARTS_BOOKING = (
    STARTS.index("end"),
    STARTS.index("finality"),
    STARTS.index("booking"),
)
NODE_FIELDS_N = len(NodeField)
TO_BOOK, TO_CHANGE = np.int64(0), np.int64(1)
MOVED, TOUCHED = 0, 1
FIRST_STEP, FIRST_DIMENSION = Term.FIRST_STEP.value, Term.FIRST_DIMENSION.value
NEXT_SCALED, STANDING = RuleField.NEXT_SCALED.value, Book.STANDING.value
BELOW_D, MERITS_N, CHARGES_N = Person.BELOW_D.value, Person.MERITS_N.value, Person.CHARGES_N.value
DIGEST = Counter.DIGEST.value
FULL_PT = 1000
"""A dimension of an index that is full, in tenths of percent."""
GONE = -1
"""Row of a node whose entry was replaced: what was still to happen to it does not."""

_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_32 = np.uint64(32)

kernel = njit(nogil=True, cache=True, error_model="numpy")
"""For what Python calls; the compiled code of all that it calls is kept with it."""
inner = njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""For what only kernels call: half the time to compile."""
body = njit(nogil=True, error_model="numpy", inline="always")
"""For what a kept kernel consists of: taken into it before anything is compiled."""
inlined = njit(
    nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True
)
"""For what runs per event: an array handed on is ten words, and calls hand on many."""


@inlined
def mixed(total, high, low):
    """Fold two numbers below 2**31 into a running 64-bit hash (the finaliser of splitmix64)."""
    x = (np.uint64(total) ^ (np.uint64(high) << _32 | np.uint64(low))) + _GOLDEN
    x = (x ^ (x >> np.uint64(30))) * _MIX1
    x = (x ^ (x >> np.uint64(27))) * _MIX2
    return x ^ (x >> np.uint64(31))


@inlined
def mark_moved(books, changed, b, r):
    """Remember that a book's entries changed since it was last shown, and since it was last counted."""
    last = changed.shape[2] - 1
    if books[b, r, IS_MOVED] == 0:
        books[b, r, IS_MOVED] = 1
        changed[MOVED, b, changed[MOVED, b, last]] = r
        changed[MOVED, b, last] += 1
    if books[b, r, IS_TOUCHED] == 0:
        books[b, r, IS_TOUCHED] = 1
        changed[TOUCHED, b, changed[TOUCHED, b, last]] = r
        changed[TOUCHED, b, last] += 1


@inlined
def new_node(node, counter):
    """Return the place of a free node, or NOBODY where there is no room."""
    ix = counter[FREE_NODE]
    if ix != NOBODY:
        counter[FREE_NODE] = node[ix, NEXT_OF_DAY]
        return ix
    if counter[NODES] < len(node):
        counter[NODES] += 1
        return counter[NODES] - 1
    counter[NODES_SHORT] += 1
    return np.int64(NOBODY)


@inlined
def free_node(node, counter, ix):
    """Give a node back for the next record."""
    node[ix, NEXT_OF_DAY] = counter[FREE_NODE]
    counter[FREE_NODE] = ix


@inlined
def span_after(after_d, span, day):
    """Return the day on which a span that begins on a day is over; past the tables it never is."""
    return np.int64(after_d[span, day]) if day < after_d.shape[1] else np.int64(NO_END_D)


@inlined
def booking_day(rules, after_d, row, ready_d):
    """Return when a record that is ready on a day is booked: after the notice, on a list's publication."""
    day = ready_d
    if rules[row, NOTICE] >= 0:
        day = span_after(after_d, rules[row, NOTICE], day)
    if rules[row, NEXT_PUBLICATION] >= 0:
        day = span_after(after_d, rules[row, NEXT_PUBLICATION], day)
    return day


@inlined
def queue_record(
    node, heads, counter, b, r, row, act, doer, act_d, end_d, final_d, book_d, kind, category, conduct, size
):  # fmt: skip
    """Put a record on its way to a file; it is booked on `book_d`, or never if that is past the end."""
    if book_d >= heads.shape[1] - 1:
        return
    ix = new_node(node, counter)
    if ix == NOBODY:
        return
    node[ix, BOOK], node[ix, PERSON], node[ix, ROW], node[ix, ACT] = b, r, row, act
    node[ix, DOER], node[ix, ACT_D], node[ix, END_D], node[ix, FINAL_D] = doer, act_d, end_d, final_d
    node[ix, KIND], node[ix, CATEGORY], node[ix, CONDUCT] = kind, category, conduct
    node[ix, SIZE], node[ix, IS_READY] = size, 0
    node[ix, NEXT_OF_DAY] = heads[TO_BOOK, book_d]
    heads[TO_BOOK, book_d] = ix


@inlined
def schedule(node, heads, rules, terms, ix, day):
    """Put an entry down for the next day on which something happens to it: its end, repair, correction."""
    next_d = np.int64(node[ix, UNTIL_D])
    if day < node[ix, REPAIR_D] < next_d:
        next_d = np.int64(node[ix, REPAIR_D])
    is_suspending = rules[node[ix, ROW], CAP] != NO_LIMIT_PT and terms[node[ix, BOOK] // 2, IS_SUSPENDING]
    if is_suspending and day < node[ix, END_D] < next_d:
        next_d = np.int64(node[ix, END_D])
    if next_d < heads.shape[1] - 1:
        node[ix, NEXT_OF_DAY] = heads[TO_CHANGE, next_d]
        heads[TO_CHANGE, next_d] = ix
        return True
    return False


@inlined
def take_off(books, changed, node, ix):
    """Take an entry off its file."""
    b, r = node[ix, BOOK], node[ix, PERSON]
    mark_moved(books, changed, b, r)
    other = books[b, r, FIRST_NODE]
    if other == ix:
        books[b, r, FIRST_NODE] = node[ix, NEXT_OF_FILE]
        return
    while node[other, NEXT_OF_FILE] != ix:
        other = node[other, NEXT_OF_FILE]
    node[other, NEXT_OF_FILE] = node[ix, NEXT_OF_FILE]


@inlined
def write_ledger(ledger, counter, node, rules, terms, event, ix, day):
    """Write down what became of a record, if somebody asked for a ledger."""
    n = counter[LEDGER]
    counter[LEDGER] = n + 1
    if n < len(ledger):
        b, row = node[ix, BOOK], node[ix, ROW]
        ledger[n, 0], ledger[n, 1], ledger[n, 2], ledger[n, 3] = event, b % 2, b // 2, node[ix, PERSON]
        ledger[n, 4], ledger[n, 5], ledger[n, 6] = rules[row, CODE], node[ix, ACT], node[ix, DOER]
        ledger[n, 7], ledger[n, 8], ledger[n, 9] = node[ix, ACT_D], day, node[ix, UNTIL_D]
        ledger[n, 10], ledger[n, 11] = node[ix, KIND], node[ix, CATEGORY]
        ledger[n, 12] = terms[b // 2, SIGN] * node[ix, AMOUNT_PT]


@inlined
def read_file(node, rules, first, day, dimension, is_subtracting):
    """Go through a file once: its charges, its merits, what direct downgrades leave, is one uncorrected.

    Of one dimension of an index, or of all (-1).
    """
    charges_pt, merits_pt, later_pt = np.int64(0), np.int64(0), np.int64(0)
    cap_pt, is_uncorrected, ix = np.int64(NO_LIMIT_PT), False, first
    while ix != NOBODY:
        row, amount_pt = node[ix, ROW], np.int64(node[ix, AMOUNT_PT])
        is_here = dimension < 0 or rules[row, DIMENSION] == dimension
        if rules[row, CAP] != NO_LIMIT_PT:
            cap_pt = min(cap_pt, rules[row, CAP] + later_pt)
            is_uncorrected = is_uncorrected or node[ix, END_D] > day
        elif rules[row, IS_CHARGE]:
            charges_pt += amount_pt if is_here else 0
            # The latest entry comes first, so that these deductions came after the downgrades to come.
            later_pt += amount_pt if is_subtracting else 0
        elif is_here:
            merits_pt += amount_pt
        ix = node[ix, NEXT_OF_FILE]
    return charges_pt, merits_pt, cap_pt, is_uncorrected


@inlined
def score_of(node, rules, terms, i, first, day):
    """Return what the law says a file is worth on a day, published or not."""
    is_subtracting, is_suspending = terms[i, IS_SUBTRACTING] != 0, terms[i, IS_SUSPENDING] != 0
    charges_pt, merits_pt, cap_pt, is_uncorrected = read_file(
        node, rules, first, day, np.int64(-1), is_subtracting
    )
    live_pt = terms[i, BASE] + charges_pt + (0 if is_suspending and is_uncorrected else merits_pt)
    if terms[i, DIMENSIONS_N] > 0:
        weighted = np.int64(0)
        for d in range(terms[i, DIMENSIONS_N]):
            charges_pt, merits_pt, _, _ = read_file(node, rules, first, day, np.int64(d), False)
            full_pt = charges_pt + (0 if is_suspending and is_uncorrected else merits_pt)
            full_pt += terms[i, FIRST_DIMENSION + 2 * d + 1]
            weighted += terms[i, FIRST_DIMENSION + 2 * d] * max(0, min(FULL_PT, full_pt))
        live_pt = terms[i, FLOOR] + (terms[i, CEILING] - terms[i, FLOOR]) * weighted // (100 * FULL_PT)
    return max(terms[i, FLOOR], min(live_pt, cap_pt, terms[i, CEILING]))


@inlined
def grade_of(bands, terms, i, score_pt):
    """Return the grade of a score, as a position among the grades of all instruments."""
    grade = terms[i, FIRST_BAND]
    for ix in range(grade + 1, grade + terms[i, BANDS_N]):
        if score_pt >= bands[ix, BEGINS_PT]:
            grade = ix
    return grade


@inlined
def in_order(books, bands, terms, i, b, r, score_pt):
    """Hold a score at the next step due, and keep the difference as relief."""
    relief_pt = max(0, min(np.int64(books[b, r, RELIEF_PT]), terms[i, START_PT] - score_pt))
    score_pt += relief_pt
    reached = bands[books[b, r, GRADE], STEPS_N]
    if bands[grade_of(bands, terms, i, score_pt), STEPS_N] > reached + 1:
        due_pt = terms[i, FIRST_STEP + reached]
        relief_pt += due_pt - score_pt
        score_pt = due_pt
    books[b, r, RELIEF_PT] = relief_pt
    return score_pt


@inlined
def account_of(person, b, r):
    """Return where a book is counted."""
    return 2 * b + person[r, IS_ORGANISATION]


@inlined
def count_days(books, person, terms, grade_days, b, r, until_d, year):
    """Count the days in the present grade up to, and not including, a day."""
    last = min(until_d, person[r, DEATH_D])
    days = last - books[b, r, SINCE_D]
    if days > 0:
        grade = books[b, r, GRADE]
        grade_days[year, account_of(person, b, r), grade] += days
        if b == OFFICIAL and grade < terms[0, START_GRADE]:
            person[r, BELOW_D] += days
        books[b, r, SINCE_D] = last


@inlined
def change_score(
    books, person, bands, terms, grade_days, changes, counter, b, r, score_pt, day, year,
    is_publication,
):  # fmt: skip
    """Show another score from `day` on; the grade's days before it are counted."""
    i = b // 2
    grade = grade_of(bands, terms, i, score_pt)
    if grade != books[b, r, GRADE]:
        count_days(books, person, terms, grade_days, b, r, day, year)
        books[b, r, GRADE] = grade
    books[b, r, SCORE_PT] = score_pt
    x = mixed(np.uint64(bands[grade, BAND_HASH]), day, np.int64(person[r, ID]))
    counter[DIGEST] += np.int64(mixed(x, np.int64(b), np.int64(score_pt) + (1 << 24)))
    n = counter[CHANGES]
    counter[CHANGES] = n + 1
    if n < len(changes):
        changes[n, 0], changes[n, 1], changes[n, 2], changes[n, 3] = b % 2, i, r, day
        changes[n, 4], changes[n, 5], changes[n, 6] = terms[i, SIGN] * score_pt, grade, is_publication


@inlined
def put_on(
    books, changed, person, charged_d, node, heads, counter, rules, terms, codes_n, cell_n, ix, day,
):  # fmt: skip
    """Let an entry count: file, next change, tallies and digest."""
    b, r, row = node[ix, BOOK], node[ix, PERSON], node[ix, ROW]
    mark_moved(books, changed, b, r)
    node[ix, NEXT_OF_FILE] = books[b, r, FIRST_NODE]
    books[b, r, FIRST_NODE] = ix
    schedule(node, heads, rules, terms, ix, day)
    amount_pt = np.int64(node[ix, AMOUNT_PT])
    cell = (account_of(person, b, r) * codes_n + rules[row, CODE]) * KINDS_N + node[ix, KIND]
    if cell_n[cell, 0] == 0:
        cell_n[counter[CELLS], 2] = cell
        counter[CELLS] += 1
    cell_n[cell, 0] += 1
    cell_n[cell, 1] += terms[b // 2, SIGN] * amount_pt
    x = mixed(np.uint64(rules[row, HASH]), np.int64(node[ix, ACT]), np.int64(person[r, ID]))
    x = mixed(x, day, np.int64(node[ix, ACT_D]) + (1 << 24))
    x = mixed(x, np.int64(node[ix, UNTIL_D]), np.int64(b % 2))
    x = mixed(x, np.int64(person[node[ix, DOER], ID]), np.int64(node[ix, KIND]))
    counter[DIGEST] += np.int64(mixed(x, np.int64(0), amount_pt + (1 << 24)))
    if b % 2 == OFFICIAL:
        if rules[row, IS_CHARGE] and node[ix, CONDUCT] >= 0:
            charged_d[r, node[ix, CONDUCT]] = day
        if b == OFFICIAL:
            person[r, CHARGES_N if rules[row, IS_CHARGE] else MERITS_N] += 1


@inner
def write_entries(counter, codes_n, cell_n, entries, year):
    """Write the year's entries down by account, code and kind, and begin anew."""
    for place in range(counter[CELLS]):
        cell = cell_n[place, 2]
        n = counter[ENTRIES]
        if n >= len(entries):
            counter[NODES_SHORT] += 1
            return
        entries[n, 0], entries[n, 1] = year, cell // KINDS_N // codes_n
        entries[n, 2], entries[n, 3] = cell // KINDS_N % codes_n, cell % KINDS_N
        entries[n, 4], entries[n, 5] = cell_n[cell, 0], cell_n[cell, 1]
        counter[ENTRIES] = n + 1
        cell_n[cell, 0], cell_n[cell, 1] = 0, 0
    counter[CELLS] = 0


@inlined
def is_before(node, person, a, b):
    """Order of a day: by person, what takes a repaired entry's place, act, doer, rule row, conduct day."""
    if node[a, PERSON] != node[b, PERSON]:
        return node[a, PERSON] < node[b, PERSON]
    if node[a, IS_READY] != node[b, IS_READY]:
        return node[a, IS_READY] > node[b, IS_READY]
    if node[a, ACT] != node[b, ACT]:
        return node[a, ACT] < node[b, ACT]
    if node[a, DOER] != node[b, DOER]:
        return person[node[a, DOER], ID] < person[node[b, DOER], ID]
    if node[a, ROW] != node[b, ROW]:
        return node[a, ROW] < node[b, ROW]
    return node[a, ACT_D] < node[b, ACT_D]


@inlined
def collect_due(node, person, heads, due, which, day):
    """List what is due today in the order of a day; return how many there are."""
    ix, n = heads[which, day], 0
    while ix != NOBODY:
        # Insertion sort: a community has a handful of bookings a day.
        place = n
        while place > 0 and is_before(node, person, ix, due[place - 1]):
            due[place] = due[place - 1]
            place -= 1
        due[place] = ix
        n += 1
        ix = node[ix, NEXT_OF_DAY]
    return n


@inlined
def change_due(
    books, changed, person, node, heads, due, counter, rules, after_d, terms, ledger, day
):  # fmt: skip
    """Let end what ends today: entries expire, are repaired, or their conduct is corrected.

    What takes a repaired entry's place goes to the head of today's bookings.
    """
    for place in range(collect_due(node, person, heads, due, TO_CHANGE, day)):
        ix = np.int64(due[place])
        row = node[ix, ROW]
        if day >= person[node[ix, PERSON], DEATH_D]:
            # The account is closed, and nothing happens on it any more.
            free_node(node, counter, ix)
            continue
        if row != GONE and day < node[ix, UNTIL_D] and day < node[ix, REPAIR_D]:
            mark_moved(books, changed, node[ix, BOOK], node[ix, PERSON])
            schedule(node, heads, rules, terms, ix, day)
            continue
        if row != GONE:
            take_off(books, changed, node, ix)
            if day < node[ix, UNTIL_D]:
                write_ledger(ledger, counter, node, rules, terms, REPAIRED, ix, day)
                milder = np.int64(rules[row, REPAIR_ROW])
                if milder != NOBODY and repair_to(node, rules, after_d, ix, milder, day):
                    node[ix, IS_READY] = 1
                    node[ix, NEXT_OF_DAY] = heads[TO_BOOK, day]
                    heads[TO_BOOK, day] = ix
                    continue
        free_node(node, counter, ix)


@inlined
def repair_to(node, rules, after_d, ix, row, day):
    """Make a node an entry of the rule that takes its place; return whether that can count."""
    span = rules[row, VALIDITY]
    node[ix, ROW], node[ix, START_D], node[ix, END_D], node[ix, REPAIR_D] = row, day, day, NO_END_D
    node[ix, AMOUNT_PT], node[ix, CONDUCT] = rules[row, POINTS], NOBODY
    node[ix, UNTIL_D] = span_after(after_d, span, day) if span >= 0 else day
    return node[ix, UNTIL_D] > day


@inlined
def set_span(node, rules, after_d, ix, day):
    """Work out from when and until when a record would count, and when it would be repaired."""
    row = node[ix, ROW]
    start_d, end_d = np.int64(node[ix, ACT_D]), np.int64(node[ix, END_D])
    if rules[row, START] == STARTS_END:
        start_d = end_d
    elif rules[row, START] == STARTS_FINALITY:
        start_d = np.int64(node[ix, FINAL_D])
    elif rules[row, START] == STARTS_BOOKING:
        start_d = np.int64(day)
    repair_d = np.int64(NO_END_D)
    is_repaired = rules[row, HAS_REPAIR] != 0 and node[ix, ACT_D] < end_d < NO_END_D
    if is_repaired:
        repair_d = end_d
        if rules[row, REPAIR_AFTER] >= 0:
            repair_d = span_after(after_d, rules[row, REPAIR_AFTER], end_d)
    span, until_d = rules[row, VALIDITY], end_d
    if span >= 0:
        until_d = span_after(after_d, span, start_d)
    elif is_repaired:
        # What counts until it is corrected and is repaired then, ends with the repair.
        until_d = np.int64(NO_END_D)
    node[ix, START_D], node[ix, UNTIL_D], node[ix, REPAIR_D] = start_d, until_d, repair_d


@inlined
def is_counting(books, node, rules, ix):
    """Return whether an entry of the same code counts on the same file."""
    other = books[node[ix, BOOK], node[ix, PERSON], FIRST_NODE]
    while other != NOBODY:
        if rules[node[other, ROW], CODE] == rules[node[ix, ROW], CODE]:
            return True
        other = node[other, NEXT_OF_FILE]
    return False


@inlined
def is_repeat(books, node, rules, ix):
    """Return whether another act of the same kind counts whose validity holds this conduct's day."""
    other = books[node[ix, BOOK], node[ix, PERSON], FIRST_NODE]
    act_d = node[ix, ACT_D]
    while other != NOBODY:
        is_same_act = node[other, ACT] == node[ix, ACT] and node[other, DOER] == node[ix, DOER]
        is_same_kind = rules[node[other, ROW], CODE] == rules[node[ix, ROW], CODE]
        # An entry that counts from the end of its conduct is live while the conduct goes on, too.
        begins_d = np.int64(node[other, START_D])
        if rules[node[other, ROW], START] == STARTS_END:
            begins_d = min(begins_d, np.int64(node[other, ACT_D]))
        if is_same_kind and not is_same_act and begins_d <= act_d < node[other, UNTIL_D]:
            return True
        other = node[other, NEXT_OF_FILE]
    return False


@inlined
def are_rivals(node, rules, ix, other):
    """Return whether of two entries on one file the heavier alone may count."""
    row, other_row = node[ix, ROW], node[other, ROW]
    if node[other, ACT] != node[ix, ACT] or node[other, DOER] != node[ix, DOER]:
        return False
    if rules[row, IS_CHARGE] != rules[other_row, IS_CHARGE] or rules[other_row, IS_SCALED]:
        return False
    return rules[row, CODE] != rules[other_row, CODE] or node[ix, ACT_D] == node[other, ACT_D]


@inlined
def weight_of(node, rules, ix):
    """How heavy an entry is among those of one act: any downgrade outweighs points, a lower one more."""
    row = node[ix, ROW]
    if rules[row, CAP] != NO_LIMIT_PT:
        return 4 * NO_LIMIT_PT - rules[row, CAP]
    return abs(np.int64(node[ix, AMOUNT_PT]))


@inlined
def yields(books, changed, node, counter, rules, terms, ledger, ix, day):
    """Return whether an entry of the same act as heavy or heavier stands; lighter ones are taken off."""
    weight = weight_of(node, rules, ix)
    first = books[node[ix, BOOK], node[ix, PERSON], FIRST_NODE]
    other = first
    while other != NOBODY:
        if are_rivals(node, rules, ix, other) and weight_of(node, rules, other) >= weight:
            return True
        other = node[other, NEXT_OF_FILE]
    other = first
    while other != NOBODY:
        after = node[other, NEXT_OF_FILE]
        if are_rivals(node, rules, ix, other):
            take_off(books, changed, node, other)
            write_ledger(ledger, counter, node, rules, terms, REPLACED, other, day)
            node[other, ROW] = GONE
        other = after
    return False


@inlined
def tally_now(tallied, tallies, t, file, r, month):
    """Begin a tally anew where its period is over."""
    period = month // tallies[t, PERIOD_MONTHS]
    if tallied[t, file, r, PERIOD_NOW] != period + 1:
        tallied[t, file, r, PERIOD_NOW] = period + 1
        tallied[t, file, r, SIZE_SO_FAR], tallied[t, file, r, EARNED_SO_FAR] = 0, 0


@inlined
def clipped(tallied, tallies, t, file, r, amount_pt):
    """Return as much of an amount as the tally's period leaves."""
    left_pt = max(0, tallies[t, MOST_PT] - tallied[t, file, r, EARNED_SO_FAR])
    return max(-left_pt, min(amount_pt, left_pt))


@inlined
def earned_by(rules, row, size):
    """Return what a scaled rule earns for a sum: a tier its points, else so many for each piece."""
    if rules[row, FOR_EACH] == 0:
        return rules[row, POINTS] if size >= rules[row, FROM_SIZE] else np.int64(0)
    reached = min(np.int64(size), rules[row, UP_TO]) - rules[row, FROM_SIZE]
    return rules[row, POINTS] * (max(0, reached) // rules[row, FOR_EACH])


@inlined
def is_admitted(books, person, node, rules, ix, day):
    """Return whether somebody has a file that this record can be booked on."""
    b, r = node[ix, BOOK], node[ix, PERSON]
    if not person[r, OPENS_D] <= day < person[r, DEATH_D]:
        return False
    standing = books[b, r, STANDING]
    return standing == SCORED or (standing == KEPT and rules[node[ix, ROW], IS_CHARGE])


@inlined
def judge(
    books, changed, person, node, counter, rules, after_d, terms, tallied, tallies,
    ledger, ix, day, month,
):  # fmt: skip
    """Say what becomes of a record, and work out its amount and how long it counts."""
    b, r, row = np.int64(node[ix, BOOK]), np.int64(node[ix, PERSON]), node[ix, ROW]
    t = rules[row, TALLY]
    if node[ix, IS_READY]:
        return BOOKED
    if not is_admitted(books, person, node, rules, ix, day):
        return DROPPED
    set_span(node, rules, after_d, ix, day)
    node[ix, AMOUNT_PT] = rules[row, POINTS]
    is_outside = not rules[row, ONLY_FROM] <= books[b, r, SCORE_PT] <= rules[row, ONLY_TO]
    if is_outside and books[b, r, STANDING] == SCORED:
        return REFUSED
    if node[ix, UNTIL_D] <= day or node[ix, REPAIR_D] <= day:
        return DROPPED
    if rules[row, IS_REFUSED] and is_counting(books, node, rules, ix):
        return REFUSED
    if t >= 0:
        tally_now(tallied, tallies, t, b % 2, r, month)
    if rules[row, IS_SCALED]:
        return BOOKED
    if rules[row, IS_DOUBLING] and is_repeat(books, node, rules, ix):
        node[ix, AMOUNT_PT] *= 2
    if t >= 0:
        node[ix, AMOUNT_PT] = clipped(tallied, tallies, t, b % 2, r, np.int64(node[ix, AMOUNT_PT]))
        if node[ix, AMOUNT_PT] == 0:
            return REFUSED
    has_rivals = terms[b // 2, IS_HIGHEST_ONLY] != 0 and books[b, r, FIRST_NODE] != NOBODY
    if has_rivals and yields(books, changed, node, counter, rules, terms, ledger, ix, day):
        return BLOCKED
    return BOOKED


@inlined
def piece_of(node, counter, rules, after_d, tallied, tallies, ix, row, size, day):
    """Make an entry of what a scaled rule has earned since the record before; NOBODY for nothing."""
    t, file, r = rules[row, TALLY], node[ix, BOOK] % 2, node[ix, PERSON]
    earned_pt = earned_by(rules, row, size + node[ix, SIZE]) - earned_by(rules, row, size)
    amount_pt = clipped(tallied, tallies, t, file, r, earned_pt)
    if amount_pt == 0:
        return np.int64(NOBODY)
    one = new_node(node, counter)
    if one != NOBODY:
        for field in range(NODE_FIELDS_N):
            node[one, field] = node[ix, field]
        node[one, ROW] = row
        set_span(node, rules, after_d, one, day)
        node[one, AMOUNT_PT] = amount_pt
    return one


@inlined
def book_due(
    books, changed, person, charged_d, node, heads, due, counter, rules, bands,
    after_d, terms, codes_n, cell_n, tallied, tallies, grade_days, ledger,
    changes, day, month,
):  # fmt: skip
    """Book what is due today, as far as the law lets it count."""
    for place in range(collect_due(node, person, heads, due, TO_BOOK, day)):
        ix = np.int64(due[place])
        b, r, row = np.int64(node[ix, BOOK]), np.int64(node[ix, PERSON]), node[ix, ROW]
        i, t = b // 2, rules[row, TALLY]
        event = judge(
            books, changed, person, node, counter, rules, after_d, terms, tallied,
            tallies, ledger, ix, day, month,
        )  # fmt: skip
        is_scaled = event == BOOKED and rules[row, IS_SCALED] != 0
        if event != BOOKED:
            if event != DROPPED:
                write_ledger(ledger, counter, node, rules, terms, event, ix, day)
            free_node(node, counter, ix)
            continue
        size = np.int64(0)
        if is_scaled:
            # The record is added to its tally, and each of the tally's rules books what it earned.
            size = np.int64(tallied[t, b % 2, r, SIZE_SO_FAR])
            tallied[t, b % 2, r, SIZE_SO_FAR] += node[ix, SIZE]
        piece = tallies[t, FIRST_SCALED] if is_scaled else row
        while piece != NOBODY:
            one, this = ix, piece
            piece = rules[piece, NEXT_SCALED]
            if is_scaled:
                one = piece_of(node, counter, rules, after_d, tallied, tallies, ix, this, size, day)
                if one == NOBODY:
                    continue
            if t >= 0 and not node[one, IS_READY]:
                tallied[t, b % 2, r, EARNED_SO_FAR] += abs(node[one, AMOUNT_PT])
            write_ledger(ledger, counter, node, rules, terms, BOOKED, one, day)
            put_on(
                books, changed, person, charged_d, node, heads, counter, rules, terms,
                codes_n, cell_n, one, day,
            )  # fmt: skip
        if is_scaled:
            free_node(node, counter, ix)
        is_downgrade = rules[row, CAP] != NO_LIMIT_PT and terms[i, IS_DOWN_AT_ONCE] and not node[ix, IS_READY]
        node[ix, IS_READY] = 0
        if is_downgrade and books[b, r, STANDING] == SCORED:
            # A direct downgrade moves score, grade and lists at once and never raises.
            set_pt = max(terms[i, FLOOR], rules[row, CAP])
            if set_pt < books[b, r, SCORE_PT]:
                change_score(
                    books, person, bands, terms, grade_days, changes, counter, b, r, set_pt,
                    day, month // 12, AT_ONCE,
                )  # fmt: skip


@inner
def show(
    books, changed, person, node, rules, bands, terms, grade_days, changes, counter, i, day, month,
):  # fmt: skip
    """Work out and show the scores of all whose entries changed."""
    for b in range(2 * i, 2 * i + 2):
        last = changed.shape[2] - 1
        for place in range(changed[MOVED, b, last]):
            r = changed[MOVED, b, place]
            books[b, r, IS_MOVED] = 0
            if day >= person[r, DEATH_D] or books[b, r, STANDING] != SCORED:
                continue
            score_pt = score_of(node, rules, terms, i, books[b, r, FIRST_NODE], day)
            if terms[i, IS_IN_ORDER]:
                score_pt = in_order(books, bands, terms, i, b, r, score_pt)
            if score_pt != books[b, r, SCORE_PT]:
                change_score(
                    books, person, bands, terms, grade_days, changes, counter, b, r, score_pt,
                    day, month // 12, AT_PUBLICATION,
                )  # fmt: skip
        changed[MOVED, b, last] = 0


@inner
def count(
    books, changed, person, joining, terms, grade_n, grade_score_pt, flow_n, counter, i,
    day, month,
):  # fmt: skip
    """Count the holders of an instrument by grade.

    Only those whose entries changed are looked at again; the counts of everybody else are carried
    over from the last month. `joining` lists who opens an account or dies this year.
    """
    for b in range(2 * i, 2 * i + 2):
        for a in range(2 * b, 2 * b + 2):
            for grade in range(terms[i, FIRST_BAND], terms[i, FIRST_BAND] + terms[i, BANDS_N]):
                if month > 0:
                    grade_n[month, a, grade] = grade_n[month - 1, a, grade]
                    grade_score_pt[month, a, grade] = grade_score_pt[month - 1, a, grade]
                    flow_n[month, a, grade, grade] += grade_n[month - 1, a, grade]
        last = changed.shape[2] - 1
        for place in range(changed[TOUCHED, b, last]):
            r = changed[TOUCHED, b, place]
            books[b, r, IS_TOUCHED] = 0
            if day < person[r, DEATH_D] and books[b, r, PUBLISHED] != NOBODY:
                show_again(
                    books, terms, grade_n, grade_score_pt, flow_n, b, account_of(person, b, r), r, month
                )
        changed[TOUCHED, b, last] = 0
        for place in range(counter[JOINING]):
            r = joining[place]
            a = account_of(person, b, r)
            if books[b, r, STANDING] != SCORED:
                continue
            if day >= person[r, DEATH_D]:
                close(books, terms, grade_n, grade_score_pt, flow_n, b, a, r, month)
            elif day >= person[r, OPENS_D] and books[b, r, PUBLISHED] == NOBODY:
                show_first(books, terms, grade_n, grade_score_pt, b, a, r, month)


@inlined
def close(books, terms, grade_n, grade_score_pt, flow_n, b, a, r, month):
    """Leave the account of somebody who died out of the counts."""
    before = books[b, r, PUBLISHED]
    if before != NOBODY:
        grade_n[month, a, before] -= 1
        grade_score_pt[month, a, before] -= terms[b // 2, SIGN] * books[b, r, SHOWN_PT]
        flow_n[month, a, before, before] -= 1
        books[b, r, PUBLISHED] = NOBODY


@inlined
def show_first(books, terms, grade_n, grade_score_pt, b, a, r, month):
    """Count an account at its first publication."""
    grade, score_pt = books[b, r, GRADE], books[b, r, SCORE_PT]
    grade_n[month, a, grade] += 1
    grade_score_pt[month, a, grade] += terms[b // 2, SIGN] * score_pt
    books[b, r, PUBLISHED], books[b, r, SHOWN_PT] = grade, score_pt


@inlined
def show_again(books, terms, grade_n, grade_score_pt, flow_n, b, a, r, month):
    """Move an account from where the last month counted it to where it is now."""
    before, grade, score_pt = books[b, r, PUBLISHED], books[b, r, GRADE], books[b, r, SCORE_PT]
    grade_n[month, a, before] -= 1
    grade_n[month, a, grade] += 1
    grade_score_pt[month, a, before] -= terms[b // 2, SIGN] * books[b, r, SHOWN_PT]
    grade_score_pt[month, a, grade] += terms[b // 2, SIGN] * score_pt
    if grade != before:
        flow_n[month, a, before, before] -= 1
        flow_n[month, a, before, grade] += 1
    books[b, r, PUBLISHED], books[b, r, SHOWN_PT] = grade, score_pt


@inlined
def is_counted_on(books, person, b, r, day):
    """Return whether somebody has a score on a day."""
    return person[r, OPENS_D] <= day < person[r, DEATH_D] and books[b, r, STANDING] == SCORED


@inlined
def tally_one(
    person, printed_floor_pt, bucket_n, group_n, group_score_pt, group, b, r, score_pt, grade, year, n
):  # fmt: skip
    """Count somebody among a book's groups and score buckets, or (n = -1) take them out again."""
    bucket = min(bucket_n.shape[2] - 1, (score_pt - printed_floor_pt) // BUCKET_PT)
    bucket_n[year, account_of(person, b, r), bucket] += n
    if not person[r, IS_ORGANISATION]:
        for dim in range(group.shape[0]):
            group_n[year, b, group[dim, r], grade] += n
            group_score_pt[year, b, group[dim, r], grade] += n * score_pt


@inner
def tally_groups(
    books, person, terms, printed_floor_pt, bucket_n, standing_n, group_n, group_score_pt, group, i, day,
    year,
):  # fmt: skip
    """Count groups, score buckets and the two files against each other at December's count.

    The truthful file is counted as the official one, and then put right for those whose two files
    differ: they are few.
    """
    b, sign = 2 * i, terms[i, SIGN]
    for r in range(books.shape[1]):
        if is_counted_on(books, person, b, r, day):
            score_pt, grade = sign * books[b, r, SCORE_PT], np.int64(books[b, r, GRADE])
            tally_one(
                person, printed_floor_pt, bucket_n, group_n, group_score_pt, group, b, r, score_pt, grade,
                year, 1,
            )  # fmt: skip
            holder = person[r, IS_ORGANISATION]
            standing_n[year, b + holder, grade, books[b + 1, r, GRADE]] += 1
    for at in range(bucket_n.shape[2]):
        for holder in range(2):
            bucket_n[year, 2 * b + 2 + holder, at] = bucket_n[year, 2 * b + holder, at]
    for at in range(group_n.shape[2]):
        for grade in range(group_n.shape[3]):
            group_n[year, b + 1, at, grade] = group_n[year, b, at, grade]
            group_score_pt[year, b + 1, at, grade] = group_score_pt[year, b, at, grade]
    for r in range(books.shape[1]):
        is_same = (
            books[b, r, SCORE_PT] == books[b + 1, r, SCORE_PT]
            and books[b, r, GRADE] == books[b + 1, r, GRADE]
        )
        if not is_same and is_counted_on(books, person, b, r, day):
            for file in range(2):
                score_pt, grade = sign * books[b + file, r, SCORE_PT], np.int64(books[b + file, r, GRADE])
                tally_one(
                    person, printed_floor_pt, bucket_n, group_n, group_score_pt, group, b + 1, r, score_pt,
                    grade, year, 2 * file - 1,
                )  # fmt: skip
