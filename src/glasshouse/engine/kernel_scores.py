"""A file's entries come in, its score and grade go out, and what is shown of them.

Kernel. More is always better in here: see `Term.SIGN`.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np

from glasshouse.engine.columns import NOBODY, OFFICIAL, Book, Counter, Person, Standing
from glasshouse.engine.fields import NO_LIMIT_PT, BandField, RuleField, Term
from glasshouse.engine.kernel_forms import BY_DAY, BY_HOLDER, BY_POINTS, digested, inlined, inner, place
from glasshouse.engine.kernel_nodes import (
    AMOUNT_PT,
    BOOK,
    CAP,
    DIGEST,
    DOWNS_N,
    END_D,
    FIRST_NODE,
    ID,
    IS_OUT,
    NEXT_OF_FILE,
    PERSON,
    ROW,
    SIGN,
    SUM_PT,
)

SCORE_PT, GRADE, SINCE_D = Book.SCORE_PT.value, Book.GRADE.value, Book.SINCE_D.value
RELIEF_PT, STANDING = Book.RELIEF_PT.value, Book.STANDING.value
DEATH_D, IS_ORGANISATION = Person.DEATH_D.value, Person.IS_ORGANISATION.value
BELOW_D, LISTED_D = Person.BELOW_D.value, Person.LISTED_D.value
SCORED, CHANGES = Standing.SCORED.value, Counter.CHANGES.value
IS_CHARGE, DIMENSION = RuleField.IS_CHARGE.value, RuleField.DIMENSION.value
BASE, START_PT, FLOOR = Term.BASE_PT.value, Term.START_PT.value, Term.FLOOR_PT.value
CEILING, FIRST_BAND, BANDS_N = Term.CEILING_PT.value, Term.FIRST_BAND.value, Term.BANDS_N.value
START_GRADE, DIMENSIONS_N = Term.START_GRADE.value, Term.DIMENSIONS_N.value
IS_SUBTRACTING, IS_SUSPENDING = Term.IS_SUBTRACTING.value, Term.IS_SUSPENDING.value
IS_DOWN_AT_ONCE = Term.IS_DOWN_AT_ONCE.value
FIRST_STEP, FIRST_DIMENSION = Term.FIRST_STEP.value, Term.FIRST_DIMENSION.value
BEGINS_PT, BAND_HASH, STEPS_N = BandField.BEGINS_PT.value, BandField.HASH.value, BandField.STEPS_N.value
IS_ON_LIST = BandField.IS_ON_LIST.value
AT_ONCE, AT_PUBLICATION = np.int64(0), np.int64(1)
THERE_N, DAYS = 0, 1
FULL_PT = 1000
"""A dimension of an index that is full, in tenths of percent."""


@inlined
def read_file(node, rules, first, day, dimension, is_subtracting):
    """Go through a file once: its charges, its merits, what direct downgrades leave, is one uncorrected.

    Of one dimension of an index, or of all (-1).
    """
    charges_pt, merits_pt, later_pt = np.int64(0), np.int64(0), np.int64(0)
    cap_pt, is_uncorrected, following = np.int64(NO_LIMIT_PT), False, first
    while following != NOBODY:
        ix = place(following)
        if node[ix, IS_OUT] == 0:
            row, amount_pt = place(node[ix, ROW]), np.int64(node[ix, AMOUNT_PT])
            is_here = dimension < 0 or rules[row, DIMENSION] == dimension
            if rules[row, CAP] != NO_LIMIT_PT:
                cap_pt = min(cap_pt, rules[row, CAP] + later_pt)
                is_uncorrected = is_uncorrected or node[ix, END_D] > day
            elif rules[row, IS_CHARGE]:
                charges_pt += amount_pt if is_here else 0
                # The latest entry comes first: these deductions came after the downgrades to come.
                later_pt += amount_pt if is_subtracting else 0
            elif is_here:
                merits_pt += amount_pt
        following = node[ix, NEXT_OF_FILE]
    return charges_pt, merits_pt, cap_pt, is_uncorrected


@inlined
def score_of(books, node, rules, terms, i, b, r, day):
    """Return what the law says a file is worth on a day, published or not.

    Where nothing but points counts, the sum of the book is all that there is to know.
    """
    if books[b, r, DOWNS_N] == 0 and terms[i, DIMENSIONS_N] == 0:
        score_pt = terms[i, BASE] + books[b, r, SUM_PT]
        return max(terms[i, FLOOR], min(score_pt, terms[i, CEILING]))
    first = books[b, r, FIRST_NODE]
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
    return 2 * b + place(person[r, IS_ORGANISATION])


@inlined
def count_days(books, person, bands, terms, b, r, until_d):
    """Count somebody's days in the present grade up to, and not including, a day."""
    last = min(until_d, person[r, DEATH_D])
    days = last - books[b, r, SINCE_D]
    if days > 0:
        grade = place(books[b, r, GRADE])
        if b == OFFICIAL and grade < terms[0, START_GRADE]:
            person[r, BELOW_D] += days
        if bands[grade, IS_ON_LIST]:
            person[r, LISTED_D + b % 2] += days
        books[b, r, SINCE_D] = last


@inlined
def move(in_grade, account, grade, day, n):
    """Let n holders (-1 or 1) come into a grade, or out of it, on a day; see `State.in_grade`."""
    in_grade[account, grade, THERE_N] += n
    in_grade[account, grade, DAYS] -= n * day


@inlined
def change_score(
    books, person, bands, terms, in_grade, changes, counter, b, r, score_pt, day, is_publication
):  # fmt: skip
    """Show another score from `day` on; the grade's days before it are counted."""
    i = b // 2
    grade = grade_of(bands, terms, i, score_pt)
    if grade != books[b, r, GRADE]:
        count_days(books, person, bands, terms, b, r, day)
        account = account_of(person, b, r)
        move(in_grade, account, place(books[b, r, GRADE]), day, -1)
        move(in_grade, account, place(grade), day, 1)
        books[b, r, GRADE] = grade
    books[b, r, SCORE_PT] = score_pt
    x = np.uint64(bands[grade, BAND_HASH]) + np.uint64(b) + np.uint64(day) * BY_DAY
    x += np.uint64(person[r, ID]) * BY_HOLDER + np.uint64(score_pt) * BY_POINTS
    counter[DIGEST] += np.int64(digested(x))
    n = counter[CHANGES]
    counter[CHANGES] = n + 1
    if n < len(changes):
        changes[n, 0], changes[n, 1], changes[n, 2], changes[n, 3] = b % 2, i, r, day
        changes[n, 4], changes[n, 5], changes[n, 6] = terms[i, SIGN] * score_pt, grade, is_publication


@inner
def move_down_at_once(
    books, person, node, rules, bands, terms, in_grade, changes, counter, ix, day
):  # fmt: skip
    """Let a direct downgrade move score, grade and lists on the day itself; it never raises."""
    b, r = node[ix, BOOK], node[ix, PERSON]
    i = b // 2
    is_down = rules[node[ix, ROW], CAP] != NO_LIMIT_PT and terms[i, IS_DOWN_AT_ONCE] != 0
    if is_down and node[ix, IS_OUT] == 0 and books[b, r, STANDING] == SCORED:
        set_pt = max(terms[i, FLOOR], np.int64(rules[node[ix, ROW], CAP]))
        if set_pt < books[b, r, SCORE_PT]:
            change_score(
                books, person, bands, terms, in_grade, changes, counter, np.int64(b), np.int64(r), set_pt,
                day, AT_ONCE,
            )  # fmt: skip
