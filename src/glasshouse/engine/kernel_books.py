"""A record comes in, an entry on a file goes out, or none; and what is on a file ends: day by day.

Kernel. What the law makes of a record says kernel_judge.py.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np

from glasshouse.draws import Purpose, draw
from glasshouse.engine.columns import HOLDERS, NOBODY, OFFICIAL, Counter, Event, Kind, Person
from glasshouse.engine.decimals import QUANTILES_N
from glasshouse.engine.fields import (
    RuleField,
    TallyField,
    Target,
    Term,
)
from glasshouse.engine.kernel_forms import (
    BY_ACT,
    BY_ACT_DAY,
    BY_DAY,
    BY_DOER,
    BY_END,
    BY_HOLDER,
    BY_KIND,
    BY_POINTS,
    digested,
    inlined,
    inner,
    place,
)
from glasshouse.engine.kernel_judge import (
    BOOKED,
    DROPPED,
    EARNED_SO_FAR,
    IS_SCALED,
    POINTS,
    SIZE_SO_FAR,
    TALLY,
    VALIDITY,
    judge,
    piece_of,
)
from glasshouse.engine.kernel_nodes import (
    ACT,
    ACT_D,
    AMOUNT_PT,
    BOOK,
    BOOKED_D,
    CODE,
    CONDUCT,
    DIGEST,
    DOER,
    END_D,
    FIRST_NODE,
    GONE,
    GROUNDS_N,
    HASH,
    ID,
    IS_CORRECTED,
    IS_OUT,
    IS_READY,
    KIND,
    NEXT_OF_DAY,
    NEXT_OF_FILE,
    NO_STAGE,
    PERSON,
    REMEDY_D,
    REPAIR_D,
    ROW,
    SIGN,
    SIZE,
    STAGE,
    STALE_D,
    START_D,
    TO_BOOK,
    TO_CHANGE,
    UNTIL_D,
    ends_on,
    free_node,
    mark_moved,
    note,
    repaired_on,
    schedule,
    span_after,
    take_off,
    weigh,
    write_ledger,
)
from glasshouse.engine.kernel_objections import (
    QUANTILE_SHIFT,
    begin_objection,
    go_through_objection,
)
from glasshouse.engine.kernel_scores import (
    DEATH_D,
    IS_CHARGE,
    account_of,
    move_down_at_once,
)
from glasshouse.engine.spans import NO_END_D

# Fixed types, not literals: see kernel_forms.py.
STALE = np.int64(Purpose.STALE)
REPAIRED, OUTSTAYED = np.int64(Event.REPAIRED), np.int64(Event.OUTSTAYED)
LATE = Kind.LATE.value
MERITS_N, CHARGES_N = Person.MERITS_N.value, Person.CHARGES_N.value
OTHERS_N, WITNESSED = Person.OTHERS_N.value, Person.WITNESSED.value
CELLS, HOUSEMATE = Counter.CELLS.value, Target.HOUSEMATE.value
NEXT_SCALED = RuleField.NEXT_SCALED.value
REPAIR_ROW = RuleField.REPAIR_ROW.value
IS_SHOWN_TO_ALL = Term.IS_SHOWN_TO_ALL.value
FIRST_SCALED = TallyField.FIRST.value
YEAR, ALL_YEARS, ENTRIES_N, POINTS_PT = 0, 1, 0, 1
ACCOUNTS_A_BOOK = len(HOLDERS)


@inlined
def put_on(
    seed, community, books, changed, person, charged_d, node, heads, counter, rules, terms, after_d, kin,
    chill_bit, remedy, wait_d, remedy_n, codes_n, cell_n, listed, ledger, ix, day,
):  # fmt: skip
    """Let an entry count: file, next change, tallies and digest; its holder may object."""
    b, r, row = place(node[ix, BOOK]), place(node[ix, PERSON]), place(node[ix, ROW])
    is_charge = rules[row, IS_CHARGE] != 0
    mark_moved(books, changed, b, r)
    node[ix, NEXT_OF_FILE] = books[b, r, FIRST_NODE]
    books[b, r, FIRST_NODE] = ix
    node[ix, BOOKED_D] = day
    weigh(books, node, rules, ix, 1)
    amount_pt = np.int64(node[ix, AMOUNT_PT])
    cell = (node[ix, KIND] * ACCOUNTS_A_BOOK * len(books) + account_of(person, b, r)) * codes_n
    cell = place(cell + rules[row, CODE])
    if cell_n[cell, YEAR, ENTRIES_N] == 0:
        listed[YEAR, counter[CELLS]] = cell
        counter[CELLS] += 1
    cell_n[cell, YEAR, ENTRIES_N] += 1
    cell_n[cell, YEAR, POINTS_PT] += terms[b // 2, SIGN] * amount_pt
    x = np.uint64(rules[row, HASH]) + np.uint64(b % 2) + np.uint64(node[ix, ACT]) * BY_ACT
    x += np.uint64(person[r, ID]) * BY_HOLDER + np.uint64(person[node[ix, DOER], ID]) * BY_DOER
    x += (
        np.uint64(day) * BY_DAY
        + np.uint64(node[ix, ACT_D]) * BY_ACT_DAY
        + np.uint64(node[ix, UNTIL_D]) * BY_END
    )
    x += np.uint64(node[ix, KIND]) * BY_KIND + np.uint64(amount_pt) * BY_POINTS
    counter[DIGEST] += np.int64(digested(x))
    if b % 2 == OFFICIAL:
        if is_charge and node[ix, CONDUCT] >= 0:
            charged_d[r, node[ix, CONDUCT]] = day + 1
            if chill_bit[node[ix, CONDUCT]] >= 0 and terms[b // 2, IS_SHOWN_TO_ALL]:
                tell_household(person, kin, r, chill_bit[node[ix, CONDUCT]])
        if b == OFFICIAL:
            person[r, CHARGES_N if is_charge else MERITS_N] += 1
            is_for_another = is_charge and node[ix, DOER] != r and node[ix, KIND] <= LATE
            person[r, OTHERS_N] += is_for_another
        if is_charge and not node[ix, IS_READY]:
            begin_objection(
                seed, community, books, changed, person, node, counter, rules, terms, after_d, remedy, wait_d,
                remedy_n, ledger, ix, day,
            )  # fmt: skip
    schedule(node, heads, rules, terms, ix, day)


@inlined
def tell_household(person, kin, r, bit):
    """Let the household see what somebody was charged for."""
    other = kin[HOUSEMATE, r]
    while other != NOBODY:
        if other == r:
            return
        person[other, WITNESSED] |= 1 << bit
        other = kin[HOUSEMATE, other]


@inlined
def is_before(node, person, a, b):
    """Order of a day: by holder, what takes a repaired entry's place, act, doer, rule row, conduct day."""
    if node[a, PERSON] != node[b, PERSON]:
        return person[node[a, PERSON], ID] < person[node[b, PERSON], ID]
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
    head, n = heads[which, day], np.int64(0)
    while head != NOBODY:
        ix, at = place(head), n
        # Insertion sort: a community has a handful of bookings a day.
        # The last that was queued comes first here, and last among those that are alike.
        while at > 0 and not is_before(node, person, place(due[at - 1]), ix):
            due[at] = due[at - 1]
            at -= 1
        due[at] = ix
        n += 1
        head = node[ix, NEXT_OF_DAY]
    return n


@inlined
def change_due(
    seed, community, books, changed, person, node, heads, due, counter, rules, bands, after_d, terms, remedy,
    wait_d, remedy_n, in_grade, ledger, changes, day,
):  # fmt: skip
    """Let end what ends today: entries expire, are repaired, their conduct is corrected, objections go on.

    What takes a repaired entry's place goes to the head of today's bookings.
    """
    for at in range(collect_due(node, person, heads, due, TO_CHANGE, day)):
        ix = place(due[at])
        row = node[ix, ROW]
        if row == GONE or day >= person[node[ix, PERSON], DEATH_D]:
            # The account of who is dead is closed, and nothing happens on it any more.
            free_node(node, counter, ix)
            continue
        if day < ends_on(node, ix) and day < repaired_on(node, ix):
            if node[ix, STAGE] != NO_STAGE and node[ix, REMEDY_D] == day:
                go_through_objection(
                    seed, community, books, changed, person, node, counter, rules, bands, terms, after_d,
                    remedy, wait_d, remedy_n, in_grade, ledger, changes, ix, day,
                )  # fmt: skip
            if node[ix, END_D] == day:
                mark_moved(books, changed, node[ix, BOOK], node[ix, PERSON])
            if node[ix, IS_OUT] != IS_CORRECTED:
                schedule(node, heads, rules, terms, ix, day)
            continue
        take_off(books, changed, node, rules, ix)
        if day < ends_on(node, ix):
            write_ledger(ledger, counter, node, rules, terms, REPAIRED, ix, day)
            milder = np.int64(rules[row, REPAIR_ROW])
            if milder != NOBODY and repair_to(node, rules, after_d, ix, milder, day):
                node[ix, IS_READY] = 1
                node[ix, NEXT_OF_DAY] = heads[TO_BOOK, day]
                heads[TO_BOOK, day] = ix
                continue
        elif node[ix, STALE_D] > 0:
            note(ledger, counter, person, node, rules, terms, OUTSTAYED, ix, day)
        free_node(node, counter, ix)


@inner
def repair_to(node, rules, after_d, ix, row, day):
    """Make a node an entry of the rule that takes its place; return whether that can count."""
    span = rules[row, VALIDITY]
    node[ix, ROW], node[ix, START_D], node[ix, END_D], node[ix, REPAIR_D] = row, day, day, NO_END_D
    node[ix, AMOUNT_PT], node[ix, CONDUCT] = rules[row, POINTS], NOBODY
    node[ix, STAGE], node[ix, IS_OUT], node[ix, STALE_D], node[ix, GROUNDS_N] = NO_STAGE, 0, 0, 0
    node[ix, UNTIL_D] = span_after(after_d, span, day) if span >= 0 else day
    return node[ix, UNTIL_D] > day


@inlined
def book_due(
    seed, community, books, changed, person, charged_d, node, heads, due, counter, rules, bands, after_d,
    terms, kin, chill_bit, stale_d, remedy, wait_d, remedy_n, codes_n, cell_n, listed, tallied, tallies,
    in_grade, ledger, changes, struck, day, month,
):  # fmt: skip
    """Book what is due today, as far as the law lets it count."""
    for at in range(collect_due(node, person, heads, due, TO_BOOK, day)):
        ix = place(due[at])
        b, r, row = place(node[ix, BOOK]), place(node[ix, PERSON]), place(node[ix, ROW])
        t = rules[row, TALLY]
        event = judge(
            books, changed, person, node, counter, rules, after_d, terms, tallied,
            tallies, ledger, struck, ix, day, month,
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
            if b % 2 == OFFICIAL and stale_d[b // 2, QUANTILES_N - 1] > 0:
                w0, _, _, _ = draw(seed, STALE, community, np.int64(person[r, ID]), np.int64(node[one, ACT]))
                node[one, STALE_D] = stale_d[b // 2, w0 >> QUANTILE_SHIFT]
            write_ledger(ledger, counter, node, rules, terms, BOOKED, one, day)
            put_on(
                seed, community, books, changed, person, charged_d, node, heads, counter, rules, terms,
                after_d, kin, chill_bit, remedy, wait_d, remedy_n, codes_n, cell_n, listed, ledger, one, day,
            )  # fmt: skip
        if is_scaled:
            free_node(node, counter, ix)
        else:
            if not node[ix, IS_READY]:
                move_down_at_once(
                    books, person, node, rules, bands, terms, in_grade, changes, counter, ix, day
                )  # fmt: skip
            node[ix, IS_READY] = 0
