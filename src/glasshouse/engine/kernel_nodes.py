"""Records on their way and entries on files: where they stand, when something happens to them next.

Kernel. Rows are indexed in place; a view of a row is ten words.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np

from glasshouse.engine.columns import NOBODY, Book, Counter, NodeField, Out, Person, Stage
from glasshouse.engine.fields import NO_LIMIT_PT, RuleField, Term
from glasshouse.engine.kernel_forms import (
    BY_ACT,
    BY_DAY,
    BY_HOLDER,
    BY_KIND,
    digested,
    inlined,
    inner,
    place,
)
from glasshouse.engine.spans import NO_END_D

SUM_PT, DOWNS_N, MARKS_N = Book.SUM_PT.value, Book.DOWNS_N.value, Book.MARKS_N.value
FIRST_NODE, IS_MOVED, IS_TOUCHED = Book.FIRST_NODE.value, Book.IS_MOVED.value, Book.IS_TOUCHED.value
BOOK, PERSON, ROW = NodeField.BOOK.value, NodeField.PERSON.value, NodeField.ROW.value
ACT, DOER, ACT_D = NodeField.ACT.value, NodeField.DOER.value, NodeField.ACT_D.value
END_D, FINAL_D, KIND = NodeField.END_D.value, NodeField.FINAL_D.value, NodeField.KIND.value
CATEGORY, SIZE, AMOUNT_PT = NodeField.CATEGORY.value, NodeField.SIZE.value, NodeField.AMOUNT_PT.value
CONDUCT, IS_READY, IS_OUT = NodeField.CONDUCT.value, NodeField.IS_READY.value, NodeField.IS_OUT.value
START_D, UNTIL_D, REPAIR_D = NodeField.START_D.value, NodeField.UNTIL_D.value, NodeField.REPAIR_D.value
NEXT_OF_DAY, NEXT_OF_FILE = NodeField.NEXT_OF_DAY.value, NodeField.NEXT_OF_FILE.value
FATE, STALE_D, STAGE = NodeField.FATE.value, NodeField.STALE_D.value, NodeField.STAGE.value
REMEDY_D, GROUNDS_N, BOOKED_D = NodeField.REMEDY_D.value, NodeField.GROUNDS_N.value, NodeField.BOOKED_D.value
FREE_NODE, NODES, NODES_SHORT = Counter.FREE_NODE.value, Counter.NODES.value, Counter.NODES_SHORT.value
LEDGER, DIGEST = Counter.LEDGER.value, Counter.DIGEST.value
CAP, CODE, HASH = RuleField.CAP_PT.value, RuleField.CODE.value, RuleField.HASH.value
NOTICE, NEXT_PUBLICATION = RuleField.NOTICE.value, RuleField.NEXT_PUBLICATION.value
IS_SUSPENDING, SIGN, ID = Term.IS_SUSPENDING.value, Term.SIGN.value, Person.ID.value
NO_STAGE, IS_CORRECTED = Stage.NONE.value, Out.CORRECTED.value
MOVED, TOUCHED = 0, 1
TO_BOOK, TO_CHANGE = np.int64(0), np.int64(1)
GONE = -1
"""Row of a node whose entry was replaced: what was still to happen to it does not."""
NODE_FIELDS_N = len(NodeField)


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
    node, heads, counter, b, r, row, act, doer, act_d, end_d, final_d, book_d, kind, category, conduct, size,
    fate,
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
    node[ix, SIZE], node[ix, IS_READY], node[ix, FATE], node[ix, STALE_D] = size, 0, fate, 0
    node[ix, STAGE], node[ix, IS_OUT], node[ix, GROUNDS_N] = NO_STAGE, 0, 0
    node[ix, NEXT_OF_DAY] = heads[TO_BOOK, book_d]
    heads[TO_BOOK, book_d] = ix


@inlined
def ends_on(node, ix):
    """Return the day on which an entry really comes off: its end, and how long it outstays that."""
    return min(np.int64(NO_END_D), np.int64(node[ix, UNTIL_D]) + node[ix, STALE_D])


@inlined
def repaired_on(node, ix):
    """Return the day on which it is really repaired."""
    return min(np.int64(NO_END_D), np.int64(node[ix, REPAIR_D]) + node[ix, STALE_D])


@inlined
def schedule(node, heads, rules, terms, ix, day):
    """Put an entry down for the next day on which something happens to it.

    That is its end, its repair, its correction, or a step of an objection.
    """
    next_d = ends_on(node, ix)
    repair_d = repaired_on(node, ix)
    if day < repair_d < next_d:
        next_d = repair_d
    i = place(node[ix, BOOK]) // 2
    is_suspending = rules[place(node[ix, ROW]), CAP] != NO_LIMIT_PT and terms[i, IS_SUSPENDING]
    if is_suspending and day < node[ix, END_D] < next_d:
        next_d = np.int64(node[ix, END_D])
    if node[ix, STAGE] != NO_STAGE and node[ix, REMEDY_D] < next_d:
        next_d = np.int64(node[ix, REMEDY_D])
    if next_d < heads.shape[1] - 1:
        node[ix, NEXT_OF_DAY] = heads[TO_CHANGE, next_d]
        heads[TO_CHANGE, next_d] = ix


@inlined
def weigh(books, node, rules, ix, n):
    """Add an entry to what its book adds up to, or (n = -1) take it out, as far as it counts."""
    b, r = place(node[ix, BOOK]), place(node[ix, PERSON])
    if node[ix, IS_OUT] == 0:
        if rules[place(node[ix, ROW]), CAP] != NO_LIMIT_PT:
            books[b, r, DOWNS_N] += n
        else:
            books[b, r, SUM_PT] += n * node[ix, AMOUNT_PT]


@inlined
def take_off(books, changed, node, rules, ix):
    """Take an entry off its file."""
    b, r = place(node[ix, BOOK]), place(node[ix, PERSON])
    weigh(books, node, rules, ix, -1)
    books[b, r, MARKS_N] -= node[ix, IS_OUT] == IS_CORRECTED
    mark_moved(books, changed, b, r)
    other = place(books[b, r, FIRST_NODE])
    if other == ix:
        books[b, r, FIRST_NODE] = node[ix, NEXT_OF_FILE]
        return
    while node[other, NEXT_OF_FILE] != ix:
        other = place(node[other, NEXT_OF_FILE])
    node[other, NEXT_OF_FILE] = node[ix, NEXT_OF_FILE]


@inner
def _write_ledger(ledger, counter, node, rules, terms, event, ix, day):
    n = counter[LEDGER]
    counter[LEDGER] = n + 1
    if n < len(ledger):
        b, row = node[ix, BOOK], node[ix, ROW]
        ledger[n, 0], ledger[n, 1], ledger[n, 2], ledger[n, 3] = event, b % 2, b // 2, node[ix, PERSON]
        ledger[n, 4], ledger[n, 5], ledger[n, 6] = rules[row, CODE], node[ix, ACT], node[ix, DOER]
        ledger[n, 7], ledger[n, 8], ledger[n, 9] = node[ix, ACT_D], day, node[ix, UNTIL_D]
        ledger[n, 10], ledger[n, 11] = node[ix, KIND], node[ix, CATEGORY]
        ledger[n, 12], ledger[n, 13] = terms[b // 2, SIGN] * node[ix, AMOUNT_PT], node[ix, STALE_D]


@inlined
def write_ledger(ledger, counter, node, rules, terms, event, ix, day):
    """Write down what became of a record, if somebody asked for a ledger."""
    if len(ledger) > 0:
        _write_ledger(ledger, counter, node, rules, terms, event, ix, day)


@inner
def note(ledger, counter, person, node, rules, terms, event, ix, day):
    """Write down what became of an entry after its booking, for the digest too."""
    write_ledger(ledger, counter, node, rules, terms, event, ix, day)
    holder = np.uint64(person[node[ix, PERSON], ID])
    x = np.uint64(rules[node[ix, ROW], HASH]) + np.uint64(node[ix, ACT]) * BY_ACT + holder * BY_HOLDER
    counter[DIGEST] += np.int64(digested(x + np.uint64(day) * BY_DAY + np.uint64(event) * BY_KIND))


@inlined
def is_same_act(node, ix, other):
    """Return whether two nodes are about one act."""
    return node[other, ACT] == node[ix, ACT] and node[other, DOER] == node[ix, DOER]
