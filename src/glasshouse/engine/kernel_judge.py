"""A record comes in, what the law makes of it goes out: whether it counts, from when until when, how much.

Kernel. The readings are those of docs/concepts/law.md, and are the same for both files. What is on a
file and was corrected stays on it as a mark that no later record of that act is booked there.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np

from glasshouse.engine.columns import NOBODY, OFFICIAL, Event, Kind, Person, Standing
from glasshouse.engine.fields import (
    NO_LIMIT_PT,
    STARTS_BOOKING,
    STARTS_END,
    STARTS_FINALITY,
    RuleField,
    TallyField,
    Term,
)
from glasshouse.engine.kernel_forms import (
    inlined,
    inner,
    place,
)
from glasshouse.engine.kernel_nodes import (
    ACT,
    ACT_D,
    AMOUNT_PT,
    BOOK,
    CAP,
    CODE,
    END_D,
    FATE,
    FINAL_D,
    FIRST_NODE,
    GONE,
    GROUNDS_N,
    IS_CORRECTED,
    IS_OUT,
    IS_READY,
    KIND,
    MARKS_N,
    NEXT_OF_FILE,
    NODE_FIELDS_N,
    PERSON,
    REPAIR_D,
    ROW,
    SIZE,
    START_D,
    UNTIL_D,
    free_node,
    is_same_act,
    new_node,
    span_after,
    take_off,
    write_ledger,
)
from glasshouse.engine.kernel_objections import (
    is_error,
    is_ground,
)
from glasshouse.engine.kernel_scores import (
    DEATH_D,
    IS_CHARGE,
    SCORE_PT,
    SCORED,
    STANDING,
)
from glasshouse.engine.spans import NO_END_D

# Fixed types, not literals: see kernel_forms.py.
BOOKED, BLOCKED, REPLACED = np.int64(Event.BOOKED), np.int64(Event.BLOCKED), np.int64(Event.REPLACED)
REFUSED = np.int64(Event.REFUSED)
DROPPED = np.int64(-1)
"""Verdict on a record that leaves no trace."""
TRUE = Kind.TRUE.value
OPENS_D = Person.OPENS_D.value
POINTS, VALIDITY, START = RuleField.POINTS_PT.value, RuleField.VALIDITY.value, RuleField.START.value
IS_DOUBLING, IS_REFUSED = RuleField.IS_DOUBLING.value, RuleField.IS_REFUSED.value
TALLY, IS_SCALED, FROM_SIZE = RuleField.TALLY.value, RuleField.IS_SCALED.value, RuleField.FROM_SIZE.value
FOR_EACH, UP_TO = RuleField.FOR_EACH.value, RuleField.UP_TO.value
HAS_REPAIR = RuleField.HAS_REPAIR.value
REPAIR_AFTER = RuleField.REPAIR_AFTER.value
ONLY_FROM, ONLY_TO = RuleField.ONLY_FROM_PT.value, RuleField.ONLY_TO_PT.value
IS_HIGHEST_ONLY = Term.IS_HIGHEST_ONLY.value
PERIOD_MONTHS, MOST_PT = TallyField.PERIOD_MONTHS.value, TallyField.MOST_PT.value
PERIOD_NOW, SIZE_SO_FAR, EARNED_SO_FAR = 0, 1, 2
KEPT, NO_MORE = Standing.KEPT.value, np.int32(NOBODY)


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
