"""A charge is booked, its holder may object: when, before whom, and what a decision does to the file.

Kernel. The readings are those of docs/concepts/mistakes.md, "An objection".
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np

from glasshouse.draws import Purpose, draw
from glasshouse.engine.columns import Counter, Event, Kind, Out, Stage, Step
from glasshouse.engine.decimals import QUANTILES_N
from glasshouse.engine.fields import STARTS_END, RemedyField, RuleField
from glasshouse.engine.kernel_forms import inlined, inner, is_below
from glasshouse.engine.kernel_nodes import (
    ACT,
    ACT_D,
    AMOUNT_PT,
    BOOK,
    BOOKED_D,
    CODE,
    FIRST_NODE,
    GROUNDS_N,
    ID,
    IS_CORRECTED,
    IS_OUT,
    KIND,
    MARKS_N,
    NEXT_OF_FILE,
    NO_STAGE,
    PERSON,
    REMEDY_D,
    ROW,
    STAGE,
    START_D,
    UNTIL_D,
    is_same_act,
    mark_moved,
    note,
    span_after,
    weigh,
)
from glasshouse.engine.kernel_scores import move_down_at_once
from glasshouse.engine.spans import NO_END_D

OBJECTION, DECISION = np.int64(Purpose.OBJECTION), np.int64(Purpose.DECISION)
OBJECTED, REJECTED, CORRECTED = np.int64(Event.OBJECTED), np.int64(Event.REJECTED), np.int64(Event.CORRECTED)
RECHARGED = np.int64(Event.RECHARGED)
LATE, OFFICE_D = Kind.LATE.value, Counter.OFFICE_D.value
FILES, DECIDES, REVIEWS, CORRECTS = (
    Stage.FILES.value,
    Stage.DECIDES.value,
    Stage.REVIEWS.value,
    Stage.CORRECTS.value,
)
IS_SUSPENDED = Out.SUSPENDED.value
POINTS, START = RuleField.POINTS_PT.value, RuleField.START.value
IS_THERE, LEARNS, LEARNS_AFTER = (
    RemedyField.IS_THERE.value,
    RemedyField.LEARNS.value,
    RemedyField.LEARNS_AFTER.value,
)
OBJECTS, WITHIN = RemedyField.OBJECTS_RIGHTLY.value, RemedyField.WITHIN.value
IS_HEARD_FIRST, SUSPENDS = RemedyField.IS_HEARD_FIRST.value, RemedyField.SUSPENDS.value
IS_BY_OFFICE, DECIDED_BY = RemedyField.IS_BY_OFFICE.value, RemedyField.DECIDED_BY.value
DECIDE_WITHIN, CORRECT_WITHIN = RemedyField.DECIDE_WITHIN.value, RemedyField.CORRECT_WITHIN.value
WINS, HAS_REVIEW = RemedyField.WINS_RIGHTLY.value, RemedyField.HAS_REVIEW.value
REVIEWED_BY, REVIEW_WITHIN = RemedyField.REVIEWED_BY.value, RemedyField.REVIEW_WITHIN.value
REVIEW_DECIDE_WITHIN = RemedyField.REVIEW_DECIDE_WITHIN.value
REVIEW_SUSPENDS, REVIEW_WINS = RemedyField.REVIEW_SUSPENDS.value, RemedyField.REVIEW_WINS_RIGHTLY.value
GOES_ON, KEEPS_DEADLINE = RemedyField.GOES_ON.value, RemedyField.KEEPS_DEADLINE.value
OFFICE_WORKS_D = RemedyField.OFFICE_D.value
CHARGED, LEARNT, TOO_LATE = Step.CHARGED.value, Step.LEARNT.value, Step.TOO_LATE.value
FILED, GRANTED, WENT_ON = Step.OBJECTED.value, Step.GRANTED.value, Step.WENT_ON.value
GRANTED_THERE, MENDED, MENDED_D = (
    Step.GRANTED_THERE.value,
    Step.CORRECTED.value,
    Step.CORRECTED_D.value,
)
TO_FILE = 0
"""Row of `wait_d`."""
QUANTILE_SHIFT = np.uint32(33 - QUANTILES_N.bit_length())
LOW16 = np.uint32(0xFFFF)
NEVER_AGAIN_D = np.int64(NO_END_D)


@inlined
def is_error(kind):
    """Return whether a record of a kind is an error."""
    return np.int64(kind > LATE)


@inner
def decided_on(after_d, wait_d, remedy, i, body, within, word, begins_d, has_d):
    """Return when a body that has an objection since `has_d` and begins on `begins_d` decides."""
    day = begins_d + wait_d[body, word >> QUANTILE_SHIFT]
    if within >= 0:
        over_d = span_after(after_d, within, has_d)
        if day > over_d and np.int64(word & LOW16) < remedy[i, KEEPS_DEADLINE]:
            day = max(begins_d, over_d)
    return max(np.int64(day), has_d + 1)


@inlined
def begin_objection(
    seed, community, books, changed, person, node, counter, rules, terms, after_d, remedy, wait_d, remedy_n,
    ledger, ix, day,
):  # fmt: skip
    """Say, on the day on which a charge is booked, whether and when its holder objects."""
    i, is_wrong = node[ix, BOOK] // 2, is_error(node[ix, KIND])
    if remedy[i, IS_THERE] == 0:
        return
    remedy_n[i, is_wrong, CHARGED] += 1
    w0, w1, w2, _ = draw(
        seed, OBJECTION, community, np.int64(person[node[ix, PERSON], ID]), np.int64(node[ix, ACT])
    )
    if not is_below(w0, remedy[i, LEARNS]):
        return
    remedy_n[i, is_wrong, LEARNT] += 1
    if is_below(w1, remedy[i, OBJECTS + is_wrong]):
        decide_to_object(
            seed, community, books, changed, person, node, counter, rules, terms, after_d, remedy, wait_d,
            remedy_n, ledger, ix, day, w2,
        )  # fmt: skip


@inner
def decide_to_object(
    seed, community, books, changed, person, node, counter, rules, terms, after_d, remedy, wait_d, remedy_n,
    ledger, ix, day, word,
):  # fmt: skip
    """Say when somebody who knows and dares files an objection, and whether that is in time."""
    i, is_wrong = node[ix, BOOK] // 2, is_error(node[ix, KIND])
    if remedy[i, IS_HEARD_FIRST]:
        file_objection(
            seed, community, books, changed, person, node, counter, rules, terms, after_d, remedy, wait_d,
            remedy_n, ledger, ix, day,
        )  # fmt: skip
        return
    learns_d = np.int64(day)
    if remedy[i, LEARNS_AFTER] >= 0:
        learns_d = span_after(after_d, remedy[i, LEARNS_AFTER], day)
    files_d = learns_d + wait_d[TO_FILE, word >> QUANTILE_SHIFT]
    if remedy[i, WITHIN] >= 0 and files_d > span_after(after_d, remedy[i, WITHIN], learns_d):
        remedy_n[i, is_wrong, TOO_LATE] += 1
    elif files_d <= day:
        file_objection(
            seed, community, books, changed, person, node, counter, rules, terms, after_d, remedy, wait_d,
            remedy_n, ledger, ix, day,
        )  # fmt: skip
    else:
        node[ix, STAGE], node[ix, REMEDY_D] = FILES, min(files_d, NEVER_AGAIN_D)


@inner
def file_objection(
    seed, community, books, changed, person, node, counter, rules, terms, after_d, remedy, wait_d, remedy_n,
    ledger, ix, day,
):  # fmt: skip
    """Hand an objection in: the charge may be suspended, and the day of the decision is set."""
    i, r = node[ix, BOOK] // 2, node[ix, PERSON]
    remedy_n[i, is_error(node[ix, KIND]), FILED] += 1
    note(ledger, counter, person, node, rules, terms, OBJECTED, ix, day)
    if remedy[i, SUSPENDS]:
        weigh(books, node, rules, ix, -1)
        node[ix, IS_OUT] = IS_SUSPENDED
        mark_moved(books, changed, node[ix, BOOK], r)
    begins_d = np.int64(day)
    if remedy[i, IS_BY_OFFICE]:
        begins_d = max(begins_d, counter[OFFICE_D])
        counter[OFFICE_D] = begins_d + remedy[i, OFFICE_WORKS_D]
    _, _, _, w3 = draw(seed, OBJECTION, community, np.int64(person[r, ID]), np.int64(node[ix, ACT]))
    node[ix, STAGE] = DECIDES
    node[ix, REMEDY_D] = min(NEVER_AGAIN_D, decided_on(
        after_d, wait_d, remedy, i, remedy[i, DECIDED_BY], remedy[i, DECIDE_WITHIN], w3, begins_d, day
    ))  # fmt: skip


@inner
def correct(books, changed, person, node, counter, rules, terms, remedy_n, ledger, ix, day):
    """Let a charge count no longer, and charge anew what it alone had doubled."""
    b, r = node[ix, BOOK], node[ix, PERSON]
    note(ledger, counter, person, node, rules, terms, CORRECTED, ix, day)
    weigh(books, node, rules, ix, -1)
    node[ix, IS_OUT], node[ix, STAGE] = IS_CORRECTED, NO_STAGE
    books[b, r, MARKS_N] += 1
    mark_moved(books, changed, b, r)
    is_wrong = is_error(node[ix, KIND])
    remedy_n[b // 2, is_wrong, MENDED] += 1
    remedy_n[b // 2, is_wrong, MENDED_D] += day - node[ix, BOOKED_D]
    other = books[b, r, FIRST_NODE]
    while other != ix:
        # The latest entry comes first: these were booked after the one that is corrected.
        is_same_kind = rules[node[other, ROW], CODE] == rules[node[ix, ROW], CODE]
        if is_same_kind and node[other, GROUNDS_N] > 0 and is_ground(node, rules, ix, other):
            node[other, GROUNDS_N] -= 1
            base_pt = rules[node[other, ROW], POINTS]
            if node[other, GROUNDS_N] == 0 and abs(base_pt) < abs(node[other, AMOUNT_PT]):
                weigh(books, node, rules, other, -1)
                node[other, AMOUNT_PT] = base_pt
                weigh(books, node, rules, other, 1)
                note(ledger, counter, person, node, rules, terms, RECHARGED, other, day)
        other = node[other, NEXT_OF_FILE]


@inlined
def is_ground(node, rules, ground, ix):
    """Return whether an entry's validity holds the day of another act's conduct, which so repeats it."""
    begins_d = np.int64(node[ground, START_D])
    # An entry that counts from the end of its conduct is live while the conduct goes on, too.
    if rules[node[ground, ROW], START] == STARTS_END:
        begins_d = min(begins_d, np.int64(node[ground, ACT_D]))
    return not is_same_act(node, ix, ground) and begins_d <= node[ix, ACT_D] < node[ground, UNTIL_D]


@inner
def grant(books, changed, person, node, counter, rules, terms, after_d, remedy, remedy_n, ledger, ix, day):
    """Let a won objection lead to its correction, at once or when the law says."""
    span = remedy[node[ix, BOOK] // 2, CORRECT_WITHIN]
    corrected_d = np.int64(day) if span < 0 else span_after(after_d, span, day)
    if corrected_d <= day:
        correct(books, changed, person, node, counter, rules, terms, remedy_n, ledger, ix, day)
    else:
        node[ix, STAGE], node[ix, REMEDY_D] = CORRECTS, corrected_d


@inner
def go_on(seed, community, person, node, after_d, remedy, wait_d, remedy_n, ix, day, w1, w3):
    """Take a lost objection to the next body, if there is one and its holder does."""
    i = node[ix, BOOK] // 2
    node[ix, STAGE] = NO_STAGE
    if remedy[i, HAS_REVIEW] == 0 or not is_below(w1, remedy[i, GOES_ON]):
        return
    _, _, w2, _ = draw(
        seed, OBJECTION, community, np.int64(person[node[ix, PERSON], ID]), np.int64(node[ix, ACT])
    )
    has_d = day + np.int64(wait_d[TO_FILE, w2 >> QUANTILE_SHIFT])
    if remedy[i, REVIEW_WITHIN] >= 0 and has_d > span_after(after_d, remedy[i, REVIEW_WITHIN], day):
        return
    remedy_n[i, is_error(node[ix, KIND]), WENT_ON] += 1
    node[ix, STAGE] = REVIEWS
    node[ix, REMEDY_D] = min(NEVER_AGAIN_D, decided_on(
        after_d, wait_d, remedy, i, remedy[i, REVIEWED_BY], remedy[i, REVIEW_DECIDE_WITHIN], w3, has_d, has_d
    ))  # fmt: skip


@inner
def go_through_objection(
    seed, community, books, changed, person, node, counter, rules, bands, terms, after_d, remedy, wait_d,
    remedy_n, in_grade, ledger, changes, ix, day,
):  # fmt: skip
    """Take the step of an objection that is due today."""
    i, stage = node[ix, BOOK] // 2, node[ix, STAGE]
    is_wrong = is_error(node[ix, KIND])
    if stage == FILES:
        file_objection(
            seed, community, books, changed, person, node, counter, rules, terms, after_d, remedy, wait_d,
            remedy_n, ledger, ix, day,
        )  # fmt: skip
        return
    if stage == CORRECTS:
        correct(books, changed, person, node, counter, rules, terms, remedy_n, ledger, ix, day)
        return
    w0, w1, w2, w3 = draw(
        seed, DECISION, community, np.int64(person[node[ix, PERSON], ID]), np.int64(node[ix, ACT])
    )
    is_first = stage == DECIDES
    is_won = is_below(w0 if is_first else w2, remedy[i, (WINS if is_first else REVIEW_WINS) + is_wrong])
    if is_won:
        remedy_n[i, is_wrong, GRANTED if is_first else GRANTED_THERE] += 1
        grant(books, changed, person, node, counter, rules, terms, after_d, remedy, remedy_n, ledger, ix, day)
        return
    note(ledger, counter, person, node, rules, terms, REJECTED, ix, day)
    node[ix, STAGE] = NO_STAGE
    if is_first:
        go_on(seed, community, person, node, after_d, remedy, wait_d, remedy_n, ix, day, w1, w3)
    was_suspended = node[ix, IS_OUT] == IS_SUSPENDED
    is_suspended = node[ix, STAGE] == REVIEWS and remedy[i, REVIEW_SUSPENDS] != 0
    if was_suspended != is_suspended:
        weigh(books, node, rules, ix, -1)
        node[ix, IS_OUT] = IS_SUSPENDED if is_suspended else 0
        weigh(books, node, rules, ix, 1)
        mark_moved(books, changed, node[ix, BOOK], node[ix, PERSON])
        if was_suspended:
            move_down_at_once(books, person, node, rules, bands, terms, in_grade, changes, counter, ix, day)
