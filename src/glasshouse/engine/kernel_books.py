"""A record comes in, an entry on a file goes out, or none: the law's arithmetic, day by day.

Kernel. The readings are those of docs/concepts/law.md, and are the same for both files. What is on a
file and was corrected stays on it as a mark that no later record of that act is booked there.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np

from glasshouse.draws import Purpose, draw
from glasshouse.engine.columns import HOLDERS, NOBODY, OFFICIAL, Counter, Event, Kind, Person, Standing
from glasshouse.engine.decimals import QUANTILES_N
from glasshouse.engine.fields import (
    NO_LIMIT_PT,
    STARTS_BOOKING,
    STARTS_END,
    STARTS_FINALITY,
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
from glasshouse.engine.kernel_nodes import (
    ACT,
    ACT_D,
    AMOUNT_PT,
    BOOK,
    BOOKED_D,
    CAP,
    CODE,
    CONDUCT,
    DIGEST,
    DOER,
    END_D,
    FATE,
    FINAL_D,
    FIRST_NODE,
    GONE,
    GROUNDS_N,
    HASH,
    ID,
    IS_CORRECTED,
    IS_OUT,
    IS_READY,
    KIND,
    MARKS_N,
    NEXT_OF_DAY,
    NEXT_OF_FILE,
    NO_STAGE,
    NODE_FIELDS_N,
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
    is_same_act,
    mark_moved,
    new_node,
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
    is_error,
    is_ground,
)
from glasshouse.engine.kernel_scores import (
    DEATH_D,
    IS_CHARGE,
    SCORE_PT,
    SCORED,
    STANDING,
    account_of,
    move_down_at_once,
)
from glasshouse.engine.spans import NO_END_D

STALE = np.int64(Purpose.STALE)
# Fixed types, not literals: see kernel_forms.py.
BOOKED, BLOCKED, REPLACED = np.int64(Event.BOOKED), np.int64(Event.BLOCKED), np.int64(Event.REPLACED)
REPAIRED, REFUSED, OUTSTAYED = np.int64(Event.REPAIRED), np.int64(Event.REFUSED), np.int64(Event.OUTSTAYED)
DROPPED = np.int64(-1)
"""Verdict on a record that leaves no trace."""
TRUE, LATE = Kind.TRUE.value, Kind.LATE.value
OPENS_D, MERITS_N, CHARGES_N = Person.OPENS_D.value, Person.MERITS_N.value, Person.CHARGES_N.value
OTHERS_N, WITNESSED = Person.OTHERS_N.value, Person.WITNESSED.value
CELLS, HOUSEMATE = Counter.CELLS.value, Target.HOUSEMATE.value
POINTS, VALIDITY, START = RuleField.POINTS_PT.value, RuleField.VALIDITY.value, RuleField.START.value
IS_DOUBLING, IS_REFUSED = RuleField.IS_DOUBLING.value, RuleField.IS_REFUSED.value
TALLY, IS_SCALED, FROM_SIZE = RuleField.TALLY.value, RuleField.IS_SCALED.value, RuleField.FROM_SIZE.value
FOR_EACH, UP_TO, NEXT_SCALED = RuleField.FOR_EACH.value, RuleField.UP_TO.value, RuleField.NEXT_SCALED.value
HAS_REPAIR, REPAIR_ROW = RuleField.HAS_REPAIR.value, RuleField.REPAIR_ROW.value
REPAIR_AFTER = RuleField.REPAIR_AFTER.value
ONLY_FROM, ONLY_TO = RuleField.ONLY_FROM_PT.value, RuleField.ONLY_TO_PT.value
IS_HIGHEST_ONLY, IS_SHOWN_TO_ALL = Term.IS_HIGHEST_ONLY.value, Term.IS_SHOWN_TO_ALL.value
PERIOD_MONTHS, MOST_PT = TallyField.PERIOD_MONTHS.value, TallyField.MOST_PT.value
FIRST_SCALED = TallyField.FIRST.value
PERIOD_NOW, SIZE_SO_FAR, EARNED_SO_FAR = 0, 1, 2
YEAR, ALL_YEARS, ENTRIES_N, POINTS_PT = 0, 1, 0, 1
ACCOUNTS_A_BOOK = len(HOLDERS)
KEPT, NO_MORE = Standing.KEPT.value, np.int32(NOBODY)


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
def set_span(node, rules, after_d, ix, day):
    """Work out from when and until when a record would count, and when it would be repaired."""
    row = place(node[ix, ROW])
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
        if (
            rules[node[other, ROW], CODE] == rules[node[ix, ROW], CODE]
            and node[other, IS_OUT] != IS_CORRECTED
        ):
            return True
        other = node[other, NEXT_OF_FILE]
    return False


@inner
def is_struck(node, struck, ix):
    """Return whether somebody asked what would be without the records of an act on a person's files."""
    is_so = False
    for at in range(len(struck)):
        is_so = is_so or (struck[at, 0] == node[ix, PERSON] and struck[at, 1] == node[ix, ACT])
    return is_so


@inlined
def is_done_with(books, node, ix):
    """Return whether an entry of this act and doer was corrected on the same file."""
    other = books[node[ix, BOOK], node[ix, PERSON], FIRST_NODE]
    while other != NOBODY:
        if node[other, IS_OUT] == IS_CORRECTED and is_same_act(node, ix, other):
            return True
        other = node[other, NEXT_OF_FILE]
    return False


@inlined
def is_repeat(books, node, rules, ix):
    """Return whether another act of the same kind counts whose validity holds this conduct's day.

    It is noted how many there are, and whether all of them are errors.
    """
    following = books[place(node[ix, BOOK]), place(node[ix, PERSON]), FIRST_NODE]
    grounds_n, error = 0, TRUE
    is_all_error = True
    code = rules[place(node[ix, ROW]), CODE]
    while following != NOBODY:
        other = place(following)
        is_same_kind = rules[place(node[other, ROW]), CODE] == code
        if is_same_kind and node[other, IS_OUT] != IS_CORRECTED and is_ground(node, rules, other, ix):
            grounds_n += 1
            if is_error(node[other, KIND]):
                error = np.int64(node[other, KIND])
            else:
                is_all_error = False
        following = node[other, NEXT_OF_FILE]
    node[ix, GROUNDS_N] = grounds_n
    if node[ix, BOOK] % 2 == OFFICIAL:
        node[ix, FATE] = error if is_all_error else TRUE
    return grounds_n > 0


@inlined
def are_rivals(node, rules, ix, other):
    """Return whether of two entries on one file the heavier alone may count."""
    row, other_row = place(node[ix, ROW]), place(node[other, ROW])
    if not is_same_act(node, ix, other) or node[other, IS_OUT] == IS_CORRECTED:
        return False
    if rules[row, IS_CHARGE] != rules[other_row, IS_CHARGE] or rules[other_row, IS_SCALED]:
        return False
    return rules[row, CODE] != rules[other_row, CODE] or node[ix, ACT_D] == node[other, ACT_D]


@inlined
def weight_of(node, rules, ix):
    """How heavy an entry is among those of one act: any downgrade outweighs points, a lower one more."""
    row = place(node[ix, ROW])
    if rules[row, CAP] != NO_LIMIT_PT:
        return 4 * NO_LIMIT_PT - rules[row, CAP]
    return abs(np.int64(node[ix, AMOUNT_PT]))


@inlined
def yields(books, changed, node, counter, rules, terms, ledger, ix, day):
    """Return whether an entry of the same act as heavy or heavier stands; lighter ones are taken off."""
    weight = weight_of(node, rules, ix)
    first = books[place(node[ix, BOOK]), place(node[ix, PERSON]), FIRST_NODE]
    following, has_lighter = first, False
    while following != NOBODY:
        other = place(following)
        if are_rivals(node, rules, ix, other):
            if weight_of(node, rules, other) >= weight:
                return True
            has_lighter = True
        following = node[other, NEXT_OF_FILE]
    following = first if has_lighter else NO_MORE
    while following != NOBODY:
        other = place(following)
        following = node[other, NEXT_OF_FILE]
        if are_rivals(node, rules, ix, other):
            take_off(books, changed, node, rules, other)
            write_ledger(ledger, counter, node, rules, terms, REPLACED, other, day)
            node[other, ROW] = GONE
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
    b, r = place(node[ix, BOOK]), place(node[ix, PERSON])
    if not person[r, OPENS_D] <= day < person[r, DEATH_D]:
        return False
    standing = books[b, r, STANDING]
    return standing == SCORED or (standing == KEPT and rules[node[ix, ROW], IS_CHARGE])


@inlined
def judge(
    books, changed, person, node, counter, rules, after_d, terms, tallied, tallies,
    ledger, struck, ix, day, month,
):  # fmt: skip
    """Say what becomes of a record, and work out its amount and how long it counts."""
    b, r, row = place(node[ix, BOOK]), place(node[ix, PERSON]), place(node[ix, ROW])
    t = rules[row, TALLY]
    if node[ix, IS_READY]:
        return BOOKED
    if not is_admitted(books, person, node, rules, ix, day):
        return DROPPED
    if len(struck) > 0 and b % 2 == OFFICIAL and is_struck(node, struck, ix):
        return DROPPED
    if books[b, r, MARKS_N] > 0 and is_done_with(books, node, ix):
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
        if node[one, UNTIL_D] <= day or node[one, REPAIR_D] <= day:
            # Each rule of a tally has a validity of its own, which may be over when the record comes.
            free_node(node, counter, one)
            return np.int64(NOBODY)
    return one


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
