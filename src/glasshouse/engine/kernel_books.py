"""A record comes in, a file's points, score and grade go out: the law's arithmetic, day by day.

Kernel. Functions take plain arrays, not tuples of them: handing a tuple on costs a reference count
per array, which at millions of bookings is most of the time. Rows are indexed in place for the same
reason. The readings are those of the design, section 4.4, and are the same for both files.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np
from numba import njit

from glasshouse.engine.rules import NO_LIMIT_PT, RuleField, Term
from glasshouse.engine.state import BUCKET_PT, NOBODY, OFFICIAL, Book, Counter, Event, Kind, NodeField, Person

LIVE_PT, CAP_PT, SCORE_PT = Book.LIVE_PT.value, Book.CAP_PT.value, Book.SCORE_PT.value
GRADE, PUBLISHED, SINCE_D, FIRST_NODE = (
    Book.GRADE.value,
    Book.PUBLISHED.value,
    Book.SINCE_D.value,
    Book.FIRST_NODE.value,
)
IS_MOVED, SHOWN_PT = Book.IS_MOVED.value, Book.SHOWN_PT.value
OPENS_D, DEATH_D, ID = Person.OPENS_D.value, Person.DEATH_D.value, Person.ID.value
FILE, RESIDENT, RULE, ACT = (
    NodeField.FILE.value,
    NodeField.RESIDENT.value,
    NodeField.RULE.value,
    NodeField.ACT.value,
)
ACT_D, KIND, CATEGORY = NodeField.ACT_D.value, NodeField.KIND.value, NodeField.CATEGORY.value
NEXT_OF_DAY, NEXT_OF_FILE = NodeField.NEXT_OF_DAY.value, NodeField.NEXT_OF_FILE.value
FREE_NODE, NODES, NODES_SHORT = Counter.FREE_NODE.value, Counter.NODES.value, Counter.NODES_SHORT.value
LEDGER, CHANGES = Counter.LEDGER.value, Counter.CHANGES.value
MOVED, JOINING = Counter.MOVED.value, Counter.JOINING.value
# What is handed on as an argument has one fixed type: Numba compiles a function anew for every
# literal that it is called with.
BOOKED, BLOCKED, REPLACED = np.int64(Event.BOOKED), np.int64(Event.BLOCKED), np.int64(Event.REPLACED)
LATE, TRUE = np.int64(Kind.LATE), np.int64(Kind.TRUE)
AT_ONCE, AT_PUBLICATION = np.int64(0), np.int64(1)
POINTS, CAP, VALIDITY = RuleField.POINTS_PT.value, RuleField.CAP_PT.value, RuleField.VALIDITY.value
DEADLINE, CONDUCT, HASH = RuleField.DEADLINE_D.value, RuleField.CONDUCT.value, RuleField.HASH.value
BASE, FLOOR, CEILING = Term.BASE_PT.value, Term.FLOOR_PT.value, Term.CEILING_PT.value
IS_START_BOOKING, IS_HIGHEST_ONLY = Term.IS_START_BOOKING.value, Term.IS_HIGHEST_ONLY.value
TO_BOOK, TO_EXPIRE = 0, 1
BELOW, MERITS, CHARGES = 0, 1, 2
GONE = -1
"""Rule of a node whose entry was replaced: its expiry does nothing."""

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
def mark_moved(books, moved, counter, file, resident):
    """Remember that a file's points changed since its last publication."""
    if books[file, resident, IS_MOVED] == 0:
        books[file, resident, IS_MOVED] = 1
        n = counter[MOVED + file]
        moved[file, n] = resident
        counter[MOVED + file] = n + 1


@inlined
def queue_record(node, heads, counter, file, resident, rule, act, act_d, book_d, kind, category):
    """Put a record on its way to a file; it is booked on `book_d`, or never if that is past the end."""
    if book_d >= heads.shape[1] - 1:
        return
    ix = counter[FREE_NODE]
    if ix != NOBODY:
        counter[FREE_NODE] = node[ix, NEXT_OF_DAY]
    elif counter[NODES] < len(node):
        ix = counter[NODES]
        counter[NODES] += 1
    else:
        counter[NODES_SHORT] += 1
        return
    node[ix, FILE], node[ix, RESIDENT], node[ix, RULE], node[ix, ACT] = file, resident, rule, act
    node[ix, ACT_D], node[ix, KIND], node[ix, CATEGORY] = act_d, kind, category
    node[ix, NEXT_OF_DAY] = heads[TO_BOOK, book_d]
    heads[TO_BOOK, book_d] = ix


@inlined
def free_node(node, counter, ix):
    """Give a node back for the next record."""
    node[ix, NEXT_OF_DAY] = counter[FREE_NODE]
    counter[FREE_NODE] = ix


@inlined
def weight_of(rules, rule):
    """How heavy a rule is among those of one act: any downgrade outweighs points, a lower one more."""
    if rules[rule, CAP] != NO_LIMIT_PT:
        return 2 * NO_LIMIT_PT - rules[rule, CAP]
    return abs(rules[rule, POINTS])


@inlined
def rival_of(books, node, rules, ix):
    """Return the live entry of the same act and direction on the same file, or NOBODY."""
    is_merit = rules[node[ix, RULE], POINTS] > 0
    other = books[node[ix, FILE], node[ix, RESIDENT], FIRST_NODE]
    while other != NOBODY:
        if node[other, ACT] == node[ix, ACT] and (rules[node[other, RULE], POINTS] > 0) == is_merit:
            return other
        other = node[other, NEXT_OF_FILE]
    return NOBODY


@inlined
def take_off(books, moved, node, counter, rules, ix):
    """Take an entry off its file: points back, and the lowest of the downgrades that remain."""
    file, resident = node[ix, FILE], node[ix, RESIDENT]
    mark_moved(books, moved, counter, file, resident)
    books[file, resident, LIVE_PT] -= rules[node[ix, RULE], POINTS]
    cap_pt = np.int64(NO_LIMIT_PT)
    before, other = NOBODY, books[file, resident, FIRST_NODE]
    while other != NOBODY:
        after = node[other, NEXT_OF_FILE]
        if other != ix:
            before = other
            cap_pt = min(cap_pt, rules[node[other, RULE], CAP])
        elif before == NOBODY:
            books[file, resident, FIRST_NODE] = after
        else:
            node[before, NEXT_OF_FILE] = after
        other = after
    books[file, resident, CAP_PT] = cap_pt


@inlined
def write_ledger(ledger, counter, node, event, ix, day, until_d):
    """Write down what became of a record, if somebody asked for a ledger."""
    n = counter[LEDGER]
    counter[LEDGER] = n + 1
    if n < len(ledger):
        ledger[n, 0], ledger[n, 1], ledger[n, 2] = event, node[ix, FILE], node[ix, RESIDENT]
        ledger[n, 3], ledger[n, 4], ledger[n, 5] = node[ix, RULE], node[ix, ACT], node[ix, ACT_D]
        ledger[n, 6], ledger[n, 7], ledger[n, 8] = day, until_d, node[ix, KIND]
        ledger[n, 9] = node[ix, CATEGORY]


@inlined
def score_of(terms, live_pt, cap_pt):
    """Return the balance: never above a live downgrade's score or the ceiling, never below the floor."""
    return max(terms[FLOOR], min(live_pt, cap_pt, terms[CEILING]))


@inlined
def grade_of(bands, score_pt):
    """Return the grade of a score, counted from the worst."""
    grade = 0
    for ix in range(1, len(bands)):
        if score_pt >= bands[ix, 0]:
            grade = ix
    return grade


@inlined
def count_days(books, person, grade_days, tally, file, resident, until_d, year, base_grade):
    """Count the days in the present grade up to, and not including, a day."""
    last = min(until_d, person[resident, DEATH_D])
    days = last - books[file, resident, SINCE_D]
    if days > 0:
        grade = books[file, resident, GRADE]
        grade_days[year, file, grade] += days
        if file == OFFICIAL and grade < base_grade:
            tally[resident, BELOW] += days
        books[file, resident, SINCE_D] = last


@inlined
def change_score(
    books, person, bands, grade_days, tally, digest, changes, counter,
    file, resident, score_pt, day, year, base_grade, is_publication,
):  # fmt: skip
    """Show another score from `day` on; the grade's days before it are counted."""
    grade = grade_of(bands, score_pt)
    if grade != books[file, resident, GRADE]:
        count_days(books, person, grade_days, tally, file, resident, day, year, base_grade)
        books[file, resident, GRADE] = grade
    books[file, resident, SCORE_PT] = score_pt
    x = mixed(np.uint64(bands[grade, 1]), day, np.int64(person[resident, ID]))
    digest[0] += mixed(x, np.int64(file), np.int64(score_pt) + (1 << 24))
    n = counter[CHANGES]
    counter[CHANGES] = n + 1
    if n < len(changes):
        changes[n, 0], changes[n, 1], changes[n, 2] = file, resident, day
        changes[n, 3], changes[n, 4], changes[n, 5] = score_pt, grade, is_publication


@inlined
def put_on(
    books, moved, person, charged_d, node, heads, counter, rules, entry_n, tally, digest, ix, day, until_d,
    year,
):  # fmt: skip
    """Let an entry count: points, cap, expiry, tallies and digest."""
    file, resident, rule = node[ix, FILE], node[ix, RESIDENT], node[ix, RULE]
    mark_moved(books, moved, counter, file, resident)
    points_pt = rules[rule, POINTS]
    books[file, resident, LIVE_PT] += points_pt
    books[file, resident, CAP_PT] = min(np.int64(books[file, resident, CAP_PT]), rules[rule, CAP])
    node[ix, NEXT_OF_FILE] = books[file, resident, FIRST_NODE]
    books[file, resident, FIRST_NODE] = ix
    if until_d < heads.shape[1] - 1:
        node[ix, NEXT_OF_DAY] = heads[TO_EXPIRE, until_d]
        heads[TO_EXPIRE, until_d] = ix
    entry_n[year, file, rule, node[ix, KIND]] += 1
    x = mixed(np.uint64(rules[rule, HASH]), np.int64(node[ix, ACT]), np.int64(person[resident, ID]))
    x = mixed(x, day, np.int64(node[ix, ACT_D]))
    x = mixed(x, np.int64(until_d), np.int64(file))
    digest[0] += mixed(x, np.int64(node[ix, KIND]), points_pt + (1 << 24))
    if file == OFFICIAL:
        if points_pt > 0:
            tally[resident, MERITS] += 1
        else:
            tally[resident, CHARGES] += 1
            charged_d[resident, rules[rule, CONDUCT]] = day


@inlined
def expire_due(books, moved, node, heads, counter, rules, day):
    """Take off what stops counting today."""
    ix = heads[TO_EXPIRE, day]
    while ix != NOBODY:
        after = node[ix, NEXT_OF_DAY]
        if node[ix, RULE] != GONE:
            take_off(books, moved, node, counter, rules, np.int64(ix))
        free_node(node, counter, np.int64(ix))
        ix = after


@inlined
def is_before(node, a, b):
    """Order of bookings: by resident (residents do not meet), then act, then rule."""
    if node[a, RESIDENT] != node[b, RESIDENT]:
        return node[a, RESIDENT] < node[b, RESIDENT]
    if node[a, ACT] != node[b, ACT]:
        return node[a, ACT] < node[b, ACT]
    return node[a, RULE] < node[b, RULE]


@inlined
def collect_due(node, heads, due, day):
    """List what is due today by (act, rule); return how many there are."""
    ix, n = heads[TO_BOOK, day], 0
    while ix != NOBODY:
        # Insertion sort: a community has a handful of bookings a day.
        place = n
        while place > 0 and is_before(node, ix, due[place - 1]):
            due[place] = due[place - 1]
            place -= 1
        due[place] = ix
        n += 1
        ix = node[ix, NEXT_OF_DAY]
    return n


@inlined
def yields(books, moved, node, counter, rules, ledger, ix, day, until_d):
    """Return whether a heavier entry of the same act stands; a lighter one is taken off."""
    rival = np.int64(rival_of(books, node, rules, ix))
    if rival == NOBODY:
        return False
    if weight_of(rules, node[rival, RULE]) >= weight_of(rules, node[ix, RULE]):
        write_ledger(ledger, counter, node, BLOCKED, ix, day, until_d)
        return True
    take_off(books, moved, node, counter, rules, rival)
    write_ledger(ledger, counter, node, REPLACED, rival, day, day)
    node[rival, RULE] = GONE
    return False


@inlined
def book_due(
    books, moved, person, charged_d, node, heads, due, counter, rules, bands, until, terms,
    entry_n, grade_days, tally, digest, ledger, changes, day, year, base_grade,
):  # fmt: skip
    """Book what is due today, unless the account is closed or a heavier entry stands."""
    for place in range(collect_due(node, heads, due, day)):
        ix = np.int64(due[place])
        file, resident, rule = node[ix, FILE], node[ix, RESIDENT], node[ix, RULE]
        start_d = day if terms[IS_START_BOOKING] else np.int64(node[ix, ACT_D])
        until_d = np.int64(until[rules[rule, VALIDITY], start_d])
        is_open = person[resident, OPENS_D] <= day < person[resident, DEATH_D]
        if not is_open or until_d <= day:
            free_node(node, counter, ix)
            continue
        if terms[IS_HIGHEST_ONLY] and yields(books, moved, node, counter, rules, ledger, ix, day, until_d):
            free_node(node, counter, ix)
            continue
        write_ledger(ledger, counter, node, BOOKED, ix, day, until_d)
        put_on(
            books, moved, person, charged_d, node, heads, counter, rules, entry_n, tally, digest, ix, day,
            until_d, year,
        )  # fmt: skip
        if rules[rule, CAP] != NO_LIMIT_PT:
            # A direct downgrade moves score, grade and lists at once and never raises.
            set_pt = max(terms[FLOOR], rules[rule, CAP])
            if set_pt < books[file, resident, SCORE_PT]:
                change_score(
                    books, person, bands, grade_days, tally, digest, changes, counter,
                    np.int64(file), np.int64(resident), set_pt, day, year, base_grade, AT_ONCE,
                )  # fmt: skip


@inner
def publish(
    books, moved, person, joining, bands, terms, grade_n, grade_score_pt, flow_n, grade_days, tally, digest,
    changes, counter, day, month, base_grade,
):  # fmt: skip
    """Compute and show the balances of everybody with an account today.

    Only who moved is computed again; the counts of everybody else are carried over from the last
    publication. `joining` lists who opens an account or dies this year.
    """
    for file in range(books.shape[0]):
        if month > 0:
            for grade in range(len(bands)):
                grade_n[month, file, grade] = grade_n[month - 1, file, grade]
                grade_score_pt[month, file, grade] = grade_score_pt[month - 1, file, grade]
                flow_n[month, file, grade, grade] += grade_n[month - 1, file, grade]
        for place in range(counter[MOVED + file]):
            r = moved[file, place]
            books[file, r, IS_MOVED] = 0
            if day >= person[r, DEATH_D]:
                continue
            score_pt = score_of(terms, np.int64(books[file, r, LIVE_PT]), np.int64(books[file, r, CAP_PT]))
            if score_pt != books[file, r, SCORE_PT]:
                change_score(
                    books, person, bands, grade_days, tally, digest, changes, counter,
                    file, r, score_pt, day, month // 12, base_grade, AT_PUBLICATION,
                )  # fmt: skip
            if books[file, r, PUBLISHED] != NOBODY:
                show_again(books, grade_n, grade_score_pt, flow_n, file, r, month)
        counter[MOVED + file] = 0
        for place in range(counter[JOINING]):
            r = joining[place]
            if day >= person[r, DEATH_D]:
                close(books, grade_n, grade_score_pt, flow_n, file, r, month)
            elif day >= person[r, OPENS_D] and books[file, r, PUBLISHED] == NOBODY:
                show_first(books, grade_n, grade_score_pt, file, r, month)


@inlined
def close(books, grade_n, grade_score_pt, flow_n, file, r, month):
    """Leave the account of somebody who died out of the counts."""
    before = books[file, r, PUBLISHED]
    if before != NOBODY:
        grade_n[month, file, before] -= 1
        grade_score_pt[month, file, before] -= books[file, r, SHOWN_PT]
        flow_n[month, file, before, before] -= 1
        books[file, r, PUBLISHED] = NOBODY


@inlined
def show_first(books, grade_n, grade_score_pt, file, r, month):
    """Count an account at its first publication."""
    grade, score_pt = books[file, r, GRADE], books[file, r, SCORE_PT]
    grade_n[month, file, grade] += 1
    grade_score_pt[month, file, grade] += score_pt
    books[file, r, PUBLISHED], books[file, r, SHOWN_PT] = grade, score_pt


@inlined
def show_again(books, grade_n, grade_score_pt, flow_n, file, r, month):
    """Move an account from where the last publication counted it to where it is now."""
    before, grade, score_pt = books[file, r, PUBLISHED], books[file, r, GRADE], books[file, r, SCORE_PT]
    grade_n[month, file, before] -= 1
    grade_n[month, file, grade] += 1
    grade_score_pt[month, file, before] -= books[file, r, SHOWN_PT]
    grade_score_pt[month, file, grade] += score_pt
    if grade != before:
        flow_n[month, file, before, before] -= 1
        flow_n[month, file, before, grade] += 1
    books[file, r, PUBLISHED], books[file, r, SHOWN_PT] = grade, score_pt


@inner
def tally_groups(books, person, terms, bucket_n, standing_n, group_n, group_score_pt, group, day, year):
    """Count groups, score buckets and the two files against each other at December's publication."""
    last_bucket = bucket_n.shape[2] - 1
    for file in range(books.shape[0]):
        for r in range(books.shape[1]):
            if day < person[r, OPENS_D] or day >= person[r, DEATH_D]:
                continue
            score_pt, grade = books[file, r, SCORE_PT], books[file, r, GRADE]
            bucket = min(last_bucket, (score_pt - terms[FLOOR]) // BUCKET_PT)
            bucket_n[year, file, bucket] += 1
            if file == OFFICIAL:
                standing_n[year, grade, books[1, r, GRADE]] += 1
            for dim in range(group.shape[0]):
                group_n[year, file, group[dim, r], grade] += 1
                group_score_pt[year, file, group[dim, r], grade] += score_pt
