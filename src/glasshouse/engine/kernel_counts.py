"""Files come in, what leaves a community goes out: grades, groups, entries, why grades are wrong.

Kernel.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np

from glasshouse.engine.columns import BUCKET_PT, NOBODY, OFFICIAL, Book, Counter, Kind, Person
from glasshouse.engine.fields import Term
from glasshouse.engine.kernel_books import ALL_YEARS, ENTRIES_N, POINTS_PT, YEAR
from glasshouse.engine.kernel_forms import inlined, inner, place
from glasshouse.engine.kernel_judge import OPENS_D, weight_of
from glasshouse.engine.kernel_nodes import (
    AMOUNT_PT,
    CODE,
    FATE,
    FIRST_NODE,
    GROUNDS_N,
    IS_MOVED,
    IS_OUT,
    IS_TOUCHED,
    KIND,
    MOVED,
    NEXT_OF_FILE,
    NODES_SHORT,
    REPAIR_D,
    ROW,
    SIGN,
    TOUCHED,
    UNTIL_D,
    is_same_act,
)
from glasshouse.engine.kernel_objections import IS_CORRECTED, is_error
from glasshouse.engine.kernel_scores import (
    AT_PUBLICATION,
    BANDS_N,
    DAYS,
    DEATH_D,
    FIRST_BAND,
    GRADE,
    IS_CHARGE,
    IS_ORGANISATION,
    SCORE_PT,
    SCORED,
    STANDING,
    START_GRADE,
    START_PT,
    THERE_N,
    account_of,
    change_score,
    in_order,
    move,
    score_of,
)

PUBLISHED, SHOWN_PT = Book.PUBLISHED.value, Book.SHOWN_PT.value
ENTRIES, CELLS, ALL_CELLS = Counter.ENTRIES.value, Counter.CELLS.value, Counter.ALL_CELLS.value
WRONGS = Counter.WRONGS.value
COUNTED_ACTS = Counter.COUNTED_ACTS.value
BELOW_N, WRONGED_N, SPARED_N = Person.BELOW_N.value, Person.WRONGED_N.value, Person.SPARED_N.value
COUNTED_TO, IS_IN_ORDER = Person.COUNTED_TO.value, Term.IS_IN_ORDER.value
TRUE, STALE, DELAY = np.int64(Kind.TRUE), np.int64(Kind.STALE), np.int64(Kind.DELAY)
LATE, CORRECTED, SUSPENDED = np.int64(Kind.LATE), np.int64(Kind.CORRECTED), np.int64(Kind.SUSPENDED)


@inner
def write_entries(counter, cell_n, listed, entries, year):
    """Write the year's entries down by cell, add them to those of all years, and begin anew."""
    for at in range(counter[CELLS]):
        cell = place(listed[YEAR, at])
        n = counter[ENTRIES]
        if n >= len(entries):
            counter[NODES_SHORT] += 1
            return
        entries[n, 0], entries[n, 1] = year, cell
        entries[n, 2], entries[n, 3] = cell_n[cell, YEAR, ENTRIES_N], cell_n[cell, YEAR, POINTS_PT]
        counter[ENTRIES] = n + 1
        if cell_n[cell, ALL_YEARS, ENTRIES_N] == 0:
            listed[ALL_YEARS, counter[ALL_CELLS]] = cell
            counter[ALL_CELLS] += 1
        for field in range(cell_n.shape[2]):
            cell_n[cell, ALL_YEARS, field] += cell_n[cell, YEAR, field]
            cell_n[cell, YEAR, field] = 0
    counter[CELLS] = 0


@inner
def write_entry_totals(counter, cell_n, listed, entry_totals):
    """Write the entries of all years down by cell."""
    for at in range(counter[ALL_CELLS]):
        cell = place(listed[ALL_YEARS, at])
        entry_totals[at, 0] = cell
        for field in range(cell_n.shape[2]):
            entry_totals[at, 1 + field] = cell_n[cell, ALL_YEARS, field]


@inner
def come_and_go(books, person, comings, next_coming, in_grade, day):
    """Let accounts that open today come into the grades, and those of who dies today go out of them."""
    coming = comings[day]
    while coming != NOBODY:
        r, is_death = place(coming) // 2, coming % 2
        coming = next_coming[place(coming)]
        for b in range(len(books)):
            if books[b, r, STANDING] == SCORED and person[r, OPENS_D] < person[r, DEATH_D]:
                grade = place(books[b, r, GRADE])
                move(in_grade, account_of(person, b, r), grade, day, -1 if is_death else 1)


@inner
def write_days(in_grade, grade_days, next_d, year):
    """Write the year's days in each grade down; whoever is there begins the next on its first day."""
    for account in range(len(in_grade)):
        for grade in range(in_grade.shape[1]):
            there_d = in_grade[account, grade, THERE_N] * next_d
            grade_days[year, account, grade] = in_grade[account, grade, DAYS] + there_d
            in_grade[account, grade, DAYS] = -there_d


@inner
def write_acts(counter, act_n, acts, year):
    """Write down what happened in the year by category, and begin anew."""
    for category in range(len(act_n)):
        if act_n[category, 0] != 0:
            n = counter[COUNTED_ACTS]
            if n >= len(acts):
                counter[NODES_SHORT] += 1
                return
            acts[n, 0], acts[n, 1] = year, category
            acts[n, 2], acts[n, 3] = act_n[category, 0], act_n[category, 1]
            counter[COUNTED_ACTS] = n + 1
    act_n[:] = 0


@inner
def show(
    books, changed, person, node, rules, bands, terms, in_grade, changes, counter, i, day,
):  # fmt: skip
    """Work out and show the scores of all whose entries changed."""
    for b in range(2 * i, 2 * i + 2):
        last = changed.shape[2] - 1
        for at in range(changed[MOVED, b, last]):
            r = place(changed[MOVED, b, at])
            books[b, r, IS_MOVED] = 0
            if day >= person[r, DEATH_D] or books[b, r, STANDING] != SCORED:
                continue
            score_pt = score_of(books, node, rules, terms, i, b, r, day)
            if terms[i, IS_IN_ORDER]:
                score_pt = in_order(books, bands, terms, i, b, r, score_pt)
            if score_pt != books[b, r, SCORE_PT]:
                change_score(
                    books, person, bands, terms, in_grade, changes, counter, b, r, score_pt, day,
                    AT_PUBLICATION,
                )  # fmt: skip
        changed[MOVED, b, last] = 0


@inner
def count(
    books, changed, person, comings, next_coming, group, there_n, terms, grade_n, grade_score_pt, flow_n, i,
    since_d, day, month,
):  # fmt: skip
    """Count the holders of an instrument by grade.

    Only those whose entries changed are looked at again, and whose account was opened or closed
    since the day after the last count; the counts of everybody else are carried over from the last month.
    """
    for b in range(2 * i, 2 * i + 2):
        for a in range(2 * b, 2 * b + 2):
            for grade in range(terms[i, FIRST_BAND], terms[i, FIRST_BAND] + terms[i, BANDS_N]):
                if month > 0:
                    grade_n[month, a, grade] = grade_n[month - 1, a, grade]
                    grade_score_pt[month, a, grade] = grade_score_pt[month - 1, a, grade]
                    flow_n[month, a, grade, grade] += grade_n[month - 1, a, grade]
        last = changed.shape[2] - 1
        for at in range(changed[TOUCHED, b, last]):
            r = place(changed[TOUCHED, b, at])
            books[b, r, IS_TOUCHED] = 0
            if i == 0:
                add_up_months(books, person, terms, r, month)
            if day < person[r, DEATH_D] and books[b, r, PUBLISHED] != NOBODY:
                show_again(
                    books, terms, grade_n, grade_score_pt, flow_n, b, account_of(person, b, r), r, month
                )
        changed[TOUCHED, b, last] = 0
        for coming_d in range(since_d, day + 1):
            coming = comings[coming_d]
            while coming != NOBODY:
                r, is_death = place(coming) // 2, coming % 2
                coming = next_coming[place(coming)]
                if books[b, r, STANDING] != SCORED:
                    continue
                if i == 0:
                    add_up_months(books, person, terms, r, month)
                a = account_of(person, b, r)
                if is_death and books[b, r, PUBLISHED] != NOBODY:
                    close(books, terms, grade_n, grade_score_pt, flow_n, b, a, r, month)
                    count_in(person, group, there_n, b, r, -1)
                elif not is_death and day < person[r, DEATH_D]:
                    show_first(books, terms, grade_n, grade_score_pt, b, a, r, month)
                    count_in(person, group, there_n, b, r, 1)


@inlined
def count_in(person, group, there_n, b, r, n):
    """Count somebody among the groups of those whose accounts are open, or (n = -1) take them out again.

    Age groups are left to December.
    """
    if b % 2 == OFFICIAL and not person[r, IS_ORGANISATION]:
        for dim in range(1, group.shape[0]):
            there_n[b // 2, group[dim, r]] += n


@inlined
def add_up_months(books, person, terms, r, month):
    """Add up what held at the counts from the last change to the month before this one."""
    n = month - person[r, COUNTED_TO]
    official, truthful = books[OFFICIAL, r, PUBLISHED], books[OFFICIAL + 1, r, PUBLISHED]
    person[r, COUNTED_TO] = month
    if n > 0 and official != NOBODY:
        person[r, BELOW_N] += n * (official < terms[0, START_GRADE])
        person[r, BELOW_N + 1] += n * (truthful < terms[0, START_GRADE])
        person[r, WRONGED_N] += n * (official < truthful)
        person[r, SPARED_N] += n * (official > truthful)


@inlined
def close(books, terms, grade_n, grade_score_pt, flow_n, b, a, r, month):
    """Leave the account of somebody who died out of the counts."""
    before = books[b, r, PUBLISHED]
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
    before, grade, score_pt = place(books[b, r, PUBLISHED]), place(books[b, r, GRADE]), books[b, r, SCORE_PT]
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
    books, person, node, rules, terms, printed_floor_pt, ages_n, there_n, aside, apart, bucket_n, standing_n,
    group_n, group_score_pt, group, wrongs, counter, i, day, year,
):  # fmt: skip
    """Count groups, score buckets and the two files against each other at December's count.

    Most accounts stand where an empty one does; they are counted by heads, and their scores at the end.
    The truthful file is counted as the official one, and then put right for those whose two files
    differ: they are few, and listed in `apart`.
    """
    b, sign = 2 * i, terms[i, SIGN]
    start, start_pt = np.int64(terms[i, START_GRADE]), np.int64(terms[i, START_PT])
    persons_n, organisations_n, apart_n = np.int64(0), np.int64(0), np.int64(0)
    aside[:] = 0
    there_n[i, :ages_n] = 0
    for r in range(books.shape[1]):
        if not is_counted_on(books, person, b, r, day):
            continue
        holder, grade = place(person[r, IS_ORGANISATION]), place(books[b, r, GRADE])
        standing_n[year, b + holder, grade, place(books[b + 1, r, GRADE])] += 1
        if books[b, r, SCORE_PT] != books[b + 1, r, SCORE_PT] or grade != books[b + 1, r, GRADE]:
            apart[apart_n] = r
            apart_n += 1
        is_elsewhere = books[b, r, SCORE_PT] != start_pt or grade != start
        if not holder:
            there_n[i, place(group[0, r])] += 1
        if is_elsewhere:
            score_pt = np.int64(sign * books[b, r, SCORE_PT])
            at = min(bucket_n.shape[2] - 1, (score_pt - printed_floor_pt) // BUCKET_PT)
            bucket_n[year, 2 * b + holder, at] += 1
            if not holder:
                for dim in range(group.shape[0]):
                    here = place(group[dim, r])
                    aside[here, grade, 0] += 1
                    aside[here, grade, 1] += score_pt
        elif holder:
            organisations_n += 1
        else:
            persons_n += 1
    write_groups(there_n, aside, group_n, group_score_pt, i, start, sign * start_pt, year)
    bucket = min(bucket_n.shape[2] - 1, (sign * start_pt - printed_floor_pt) // BUCKET_PT)
    bucket_n[year, 2 * b, bucket] += persons_n
    bucket_n[year, 2 * b + 1, bucket] += organisations_n
    for at in range(bucket_n.shape[2]):
        for holder in range(2):
            bucket_n[year, 2 * b + 2 + holder, at] = bucket_n[year, 2 * b + holder, at]
    for at in range(apart_n):
        r = place(apart[at])
        for file in range(2):
            score_pt, grade = sign * books[b + file, r, SCORE_PT], np.int64(books[b + file, r, GRADE])
            tally_one(
                person, printed_floor_pt, bucket_n, group_n, group_score_pt, group, b + 1, r, score_pt,
                grade, year, 2 * file - 1,
            )  # fmt: skip
        if books[b, r, GRADE] != books[b + 1, r, GRADE] and not person[r, IS_ORGANISATION]:
            write_wrong(books, node, rules, wrongs, counter, b, r, day, year)


@inner
def write_groups(there_n, aside, group_n, group_score_pt, i, start, start_pt, year):
    """Write down who is where on both files: those set aside, and all others in the grade to start with."""
    for at in range(group_n.shape[2]):
        others_n = there_n[i, at]
        for grade in range(group_n.shape[3]):
            others_n -= aside[at, grade, 0]
        for grade in range(group_n.shape[3]):
            here_n = others_n if grade == start else 0
            for b in range(2 * i, 2 * i + 2):
                group_n[year, b, at, grade] = aside[at, grade, 0] + here_n
                group_score_pt[year, b, at, grade] = aside[at, grade, 1] + here_n * start_pt


@inner
def write_wrong(books, node, rules, wrongs, counter, b, r, day, year):
    """Write down who has a wrong grade, and the entry that did it."""
    n = counter[WRONGS]
    counter[WRONGS] = n + 1
    if n >= len(wrongs):
        counter[NODES_SHORT] += 1
        return
    is_wronged = books[b, r, GRADE] < books[b + 1, r, GRADE]
    # What lowers one file and is not on the other; else what lifts the other and is not on the one.
    lower, upper = (b, b + 1) if is_wronged else (b + 1, b)
    ix = heaviest(books, node, rules, lower, upper, r, True)
    file = lower
    if ix == NOBODY:
        ix = heaviest(books, node, rules, upper, lower, r, False)
        file = upper
    wrongs[n, 0], wrongs[n, 1], wrongs[n, 2] = year, b // 2, r
    wrongs[n, 3], wrongs[n, 4] = books[b, r, GRADE], books[b + 1, r, GRADE]
    wrongs[n, 5], wrongs[n, 6] = NOBODY, DELAY
    if ix != NOBODY:
        wrongs[n, 5] = rules[node[ix, ROW], CODE]
        wrongs[n, 6] = cause_of(node, ix, day) if file == b else fate_of(books, node, rules, b, ix, r)


@inner
def heaviest(books, node, rules, mine, other, r, is_charge):
    """Return the heaviest charge, or merit, that counts on one file and has no equal on the other."""
    ix, found, weight = np.int64(books[mine, r, FIRST_NODE]), np.int64(NOBODY), np.int64(-1)
    while ix != NOBODY:
        is_so = (rules[node[ix, ROW], IS_CHARGE] != 0) == is_charge and node[ix, IS_OUT] == 0
        if is_so and not has_equal(books, node, rules, other, ix, r) and weight_of(node, rules, ix) > weight:
            found, weight = ix, np.int64(weight_of(node, rules, ix))
        ix = np.int64(node[ix, NEXT_OF_FILE])
    return found


@inner
def has_equal(books, node, rules, b, ix, r):
    """Return whether an entry of the same act, rule and amount counts on another book."""
    other = books[b, r, FIRST_NODE]
    while other != NOBODY:
        is_same_rule = rules[node[other, ROW], CODE] == rules[node[ix, ROW], CODE]
        is_equal = node[other, AMOUNT_PT] == node[ix, AMOUNT_PT] and node[other, IS_OUT] == 0
        if is_same_rule and is_equal and is_same_act(node, ix, other):
            return True
        other = node[other, NEXT_OF_FILE]
    return False


@inlined
def cause_of(node, ix, day):
    """Return why an official entry is there, or costs what it costs."""
    if is_error(node[ix, KIND]):
        return np.int64(node[ix, KIND])
    if day >= min(node[ix, UNTIL_D], node[ix, REPAIR_D]):
        return STALE
    if node[ix, GROUNDS_N] > 0 and is_error(node[ix, FATE]):
        return np.int64(node[ix, FATE])
    return LATE if node[ix, KIND] == LATE else DELAY


@inlined
def fate_of(books, node, rules, official, ix, r):
    """Return why a truthful entry has no equal on the official file."""
    other = books[official, r, FIRST_NODE]
    while other != NOBODY:
        is_same_rule = rules[node[other, ROW], CODE] == rules[node[ix, ROW], CODE]
        if is_same_rule and is_same_act(node, ix, other) and node[other, IS_OUT] != 0:
            return CORRECTED if node[other, IS_OUT] == IS_CORRECTED else SUSPENDED
        other = node[other, NEXT_OF_FILE]
    return DELAY if node[ix, FATE] == TRUE else np.int64(node[ix, FATE])
