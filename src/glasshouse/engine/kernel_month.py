"""A community comes in, its years are lived day by day, sums and a trace go out.

Kernel. The dense loop of a month asks every resident's domains for candidates (no branches, so
that it vectorises); the few that have one are handled in a second pass and then day by day. A day
runs in the order of design 4.4: candidates are judged by their doer's state at the end of the day
before; then expiries, bookings, publication. Kept in one file because that order is the point.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false, reportAttributeAccessIssue=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import WORDS, Purpose, Whole, draw, philox4x32
from glasshouse.engine.borrow import borrowed
from glasshouse.engine.decimals import FRAILTY_LEVELS_N, LAST_WORD, Q16, QUANTILES_N
from glasshouse.engine.kernel_books import (
    DEADLINE,
    LATE,
    NODES_SHORT,
    TRUE,
    body,
    book_due,
    count_days,
    expire_due,
    inlined,
    inner,
    kernel,
    publish,
    queue_record,
    tally_groups,
)
from glasshouse.engine.kernel_people import (
    age_everybody,
    cells_without_age,
    look_up_thresholds,
    settle,
    spread,
)
from glasshouse.engine.responses import DAYS_PER_MONTH, NEVER
from glasshouse.engine.rules import Term
from glasshouse.engine.state import (
    NEVER_D,
    NOBODY,
    OFFICIAL,
    TRUTHFUL,
    Counter,
    Person,
    State,
    Sums,
    Trace,
)
from glasshouse.engine.tables import Tables
from glasshouse.sources import source_hash

# Fixed types, not literals: see kernel_books.py.
MONTH, CANDIDATE, DELAY = np.int64(Purpose.MONTH), np.int64(Purpose.CANDIDATE), np.int64(Purpose.DELAY)
DEATH, UNSEEN_MONTH = np.int64(Purpose.DEATH), np.int64(Purpose.UNSEEN_MONTH)
UNSEEN_CANDIDATE = np.int64(Purpose.UNSEEN_CANDIDATE)
FIRST = np.int64(0)
FIRST_FILE, SECOND_FILE, NO_CATEGORY = np.int64(OFFICIAL), np.int64(TRUTHFUL), np.int64(NOBODY)
ADULT_D, OPENS_D, DEATH_D = Person.ADULT_D.value, Person.OPENS_D.value, Person.DEATH_D.value
BIRTH_YEAR, AGE_GROUP = Person.BIRTH_YEAR.value, Person.AGE_GROUP.value
IS_FOLLOWER, ID = Person.IS_FOLLOWER.value, Person.ID.value
PUBLICATION_DAY, FROM_AGE_Y = Term.PUBLICATION_DAY.value, Term.FROM_AGE_Y.value
ACTS = Counter.ACTS.value
DOMAINS_N = 16
BLOCKS_N = DOMAINS_N // WORDS
"""Draws set aside for the domains of a month: one more domain moves no other's candidates."""
PER_MONTH_N = 64
"""An act's number is (month * 16 + domain) * 64 + its place among the month's candidates."""
QUANTILE_SHIFT = np.uint32(33 - QUANTILES_N.bit_length())
LAST, BELOW_LAST = np.uint32(LAST_WORD), np.uint32(LAST_WORD - 1)
LOW = np.uint64(0xFFFFFFFF)
EVERY_DOMAIN = np.uint8(15)


@inner
def mark_hits(seed, community, month, resident, threshold, hit):
    """Mark who has a candidate in which domain; the dense loop, hence no branch."""
    k0, k1 = np.uint32(np.uint64(seed) & LOW), np.uint32(np.uint64(seed) >> np.uint64(32))
    for b in range(hit.shape[0]):
        index = np.uint32(month * BLOCKS_N + b)
        t0, t1, t2, t3 = threshold[4 * b], threshold[4 * b + 1], threshold[4 * b + 2], threshold[4 * b + 3]
        bits = hit[b]
        for r in range(len(bits)):
            w0, w1, w2, w3 = philox4x32(index, resident[r], np.uint32(community), np.uint32(MONTH), k0, k1)
            bits[r] = (
                np.uint8(w0 >= t0[r])
                | np.uint8((w1 >= t1[r]) << 1)
                | np.uint8((w2 >= t2[r]) << 2)
                | np.uint8((w3 >= t3[r]) << 3)
            )


@inlined
def word_of(words, ix):
    """Return one of a draw's four words."""
    if ix == 0:
        return words[0]
    if ix == 1:
        return words[1]
    return words[2] if ix == 2 else words[3]


@inlined
def add_candidates(
    seed, purpose, community, month, first_d, days_n, d, r, resident, word, at, frailty_level,
    class_start, count_threshold, category_start, weight_start, weight, candidate, counter, n,
):  # fmt: skip
    """Append the candidates of one resident, domain and month; return how many there are now."""
    row = class_start[d] + at * FRAILTY_LEVELS_N + frailty_level
    first, last = category_start[d], category_start[d + 1]
    weights = weight_start[d] + at * (last - first)
    place = 0
    # A threshold of 2**32 - 1 stands for certainty, which even the highest word does not pass.
    while place < count_threshold.shape[1] and count_threshold[row, place] <= min(word, BELOW_LAST):
        if n >= len(candidate):
            counter[NODES_SHORT] += 1
            return n
        act = (month * DOMAINS_N + d) * PER_MONTH_N + place
        w0, w1, w2, _ = draw(seed, purpose, community, resident, act)
        category = 0
        while category < last - first - 1 and min(w0, BELOW_LAST) >= weight[weights + category]:
            category += 1
        candidate[n, 0], candidate[n, 1] = r, act
        candidate[n, 2] = first_d + spread(w1, days_n)
        candidate[n, 3], candidate[n, 4], candidate[n, 5] = first + category, w2, purpose == CANDIDATE
        n += 1
        place += 1
    return n


@inner
def gather(
    seed, month_purpose, purpose, community, month, first_d, days_n, person, cell, frailty, hit,
    first_r, last_r, stride, class_start, count_threshold, category_start, weight_start, weight,
    candidate, counter, n,
):  # fmt: skip
    """Append the month's candidates of the marked residents and domains; return how many there are now."""
    for b in range(hit.shape[0]):
        for r in range(first_r, last_r):
            if hit[b, r] == 0 or person[r, AGE_GROUP] == NOBODY:
                continue
            words = draw(seed, month_purpose, community, np.int64(person[r, ID]), month * BLOCKS_N + b)
            for j in range(WORDS):
                d = WORDS * b + j
                if hit[b, r] >> j & 1 and d < cell.shape[0]:
                    at = cell[d, r] + stride[d, 0] * person[r, AGE_GROUP]
                    n = add_candidates(
                        seed, purpose, community, month, first_d, days_n, d, r, np.int64(person[r, ID]),
                        word_of(words, j), at, frailty[d, r], class_start, count_threshold, category_start,
                        weight_start, weight, candidate, counter, n,
                    )  # fmt: skip
    return n


@inner
def order_by_day(candidate, by_day, n, first_d, day_start):
    """Counting sort of the month's candidates by day; `day_start` gets 33 offsets."""
    day_start[:] = 0
    for ix in range(n):
        day_start[candidate[ix, 2] - first_d + 1] += 1
    for day in range(1, len(day_start)):
        day_start[day] += day_start[day - 1]
    for ix in range(n):
        # Each day's offset runs up to the next day's beginning, which is where it must end.
        day = candidate[ix, 2] - first_d
        by_day[day_start[day]] = ix
        day_start[day] += 1
    for day in range(len(day_start) - 1, 0, -1):
        day_start[day] = day_start[day - 1]
    day_start[0] = 0


@inlined
def happens(person, charged_d, m_q16, bound_q16, r, conduct, u, day):
    """Judge a candidate by its doer's state at the end of the day before."""
    if day < person[r, ADULT_D] or day >= person[r, DEATH_D]:
        return False
    months = NEVER
    if charged_d[r, conduct] != NEVER_D:
        months = min((day - charged_d[r, conduct]) // DAYS_PER_MONTH, NEVER - 1)
    m = m_q16[conduct, months] if person[r, IS_FOLLOWER] else np.int64(Q16)
    return u * bound_q16[conduct] <= m << 32


@inlined
def report(
    seed, community, r, resident, act, category, day, link_start, link_rule, link_slot, link_provider,
    delay_d, rules, node, heads, counter,
):  # fmt: skip
    """Queue a record per rule for both files; return 1 if there is any."""
    first, last = link_start[category], link_start[category + 1]
    if first == last:
        return 0
    words = draw(seed, DELAY, community, resident, act)
    for link in range(first, last):
        rule = np.int64(link_rule[link])
        late_d = delay_d[link_provider[link], word_of(words, link_slot[link]) >> QUANTILE_SHIFT]
        kind = LATE if late_d > rules[rule, DEADLINE] else TRUE
        queue_record(node, heads, counter, FIRST_FILE, r, rule, act, day, day + late_d, kind, category)
        queue_record(node, heads, counter, SECOND_FILE, r, rule, act, day, day, TRUE, category)
    return 1


@inlined
def write_act(acts, counter, r, act, day, category, is_seen, is_recorded):
    """Write down an act that happened, if somebody asked."""
    n = counter[ACTS]
    counter[ACTS] = n + 1
    if n < len(acts):
        acts[n, 0], acts[n, 1], acts[n, 2] = r, act, day
        acts[n, 3], acts[n, 4], acts[n, 5] = category, is_seen, is_recorded


@body
def _live(
    tables: Tables, state: State, sums: Sums, trace: Trace, people: tuple[object, ...],
    group: NDArray[np.int32], records: NDArray[np.int64], seed: Whole, watch_from: int, watch_to: int,
) -> None:  # fmt: skip
    """Live through all years of a community.

    Args:
        tables: `Tables`.
        state: Arrays of this community's size; overwritten.
        sums: Added to.
        trace: Filled as far as it is long; the counters say how long it had to be.
        people: `People`.
        group: Group of each resident in each dimension; row 0 (age) is overwritten. Shape [X, R].
        records: Records booked beside those that happen: file, resident, rule, act, act day,
            booking day, kind. Shape [n, 7].
        seed: The run's seed.
        watch_from: First resident whose unseen acts are drawn too.
        watch_to: One past the last.
    """
    # Arrays are taken out of their tuples once, without their reference counts: see borrow.py.
    seen, unseen, law = tables.seen, tables.unseen, tables.law
    months_d, bound_q16, m_q16 = (
        borrowed(tables.month_start_d), borrowed(tables.bound_q16), borrowed(tables.m_q16),
    )  # fmt: skip
    age_group_lowest = borrowed(tables.age_group_lowest)
    stride, class_start = borrowed(seen.stride), borrowed(seen.class_start)
    count_threshold, category_start = borrowed(seen.count_threshold), borrowed(seen.category_start)
    weight_start, weight, conduct_ix = (
        borrowed(seen.weight_start),
        borrowed(seen.weight),
        borrowed(seen.conduct_ix),
    )
    unseen_stride, unseen_class_start = borrowed(unseen.stride), borrowed(unseen.class_start)
    unseen_threshold, unseen_category_start = (
        borrowed(unseen.count_threshold),
        borrowed(unseen.category_start),
    )
    unseen_weight_start, unseen_weight = borrowed(unseen.weight_start), borrowed(unseen.weight)
    unseen_conduct_ix = borrowed(unseen.conduct_ix)
    link_start, link_rule, link_slot = (
        borrowed(law.link_start),
        borrowed(law.link_rule),
        borrowed(law.link_slot),
    )
    link_provider, delay_d = borrowed(law.link_provider), borrowed(law.delay_d)
    rules, bands, until, terms = (
        borrowed(law.rule),
        borrowed(law.band),
        borrowed(law.until_d),
        borrowed(law.terms),
    )
    books, moved, person = borrowed(state.books), borrowed(state.moved), borrowed(state.person)
    joining, charged_d, node = borrowed(state.joining), borrowed(state.charged_d), borrowed(state.node)
    cell, unseen_cell = borrowed(state.cell), borrowed(state.unseen_cell)
    threshold, hit, heads = borrowed(state.threshold), borrowed(state.hit), borrowed(state.heads)
    candidate, by_day, due = borrowed(state.candidate), borrowed(state.by_day), borrowed(state.due)
    counter, day_start = borrowed(state.counter), borrowed(state.day_start)
    ledger, changes, acts = borrowed(trace.ledger), borrowed(trace.changes), borrowed(trace.acts)
    entry_n, act_n, grade_days = borrowed(sums.entry_n), borrowed(sums.act_n), borrowed(sums.grade_days)
    tally, digest = borrowed(sums.tally), borrowed(sums.digest)
    grade_n, grade_score_pt = borrowed(sums.grade_n), borrowed(sums.grade_score_pt)
    flow_n, bucket_n, standing_n = borrowed(sums.flow_n), borrowed(sums.bucket_n), borrowed(sums.standing_n)
    group_n, group_score_pt = borrowed(sums.group_n), borrowed(sums.group_score_pt)
    resident, sex, birth_day = borrowed(people.resident), borrowed(people.sex), borrowed(people.birth_day)
    frailty, levels = borrowed(people.frailty), borrowed(people.levels)
    is_follower, death_threshold = borrowed(people.is_follower), borrowed(people.death_threshold)
    groups, script = borrowed(group), borrowed(records)
    community = people.number

    base_grade = settle(
        tables.year, terms, bands, books, person, charged_d, heads, counter, threshold, resident,
        birth_day, is_follower,
    )  # fmt: skip
    cells_without_age(stride, sex, levels, cell)
    cells_without_age(unseen_stride, sex, levels, unseen_cell)
    for ix in range(len(script)):
        queue_record(
            node, heads, counter, script[ix, 0], script[ix, 1], script[ix, 2], script[ix, 3], script[ix, 4],
            script[ix, 5], script[ix, 6], NO_CATEGORY,
        )  # fmt: skip
    for month in range(len(months_d) - 1):
        year = month // 12
        first_d, next_d = np.int64(months_d[month]), np.int64(months_d[month + 1])
        if month % 12 == 0:
            age_everybody(
                seed, community, tables.year + year, year, first_d, months_d[month + 12], books, person,
                joining, counter, groups, age_group_lowest, sex, death_threshold,
            )  # fmt: skip
            look_up_thresholds(stride, class_start, count_threshold, cell, person, frailty, threshold)
        mark_hits(seed, community, month, resident, threshold, hit)
        n = gather(
            seed, MONTH, CANDIDATE, community, month, first_d, next_d - first_d, person, cell, frailty, hit,
            FIRST, len(person), stride, class_start, count_threshold, category_start, weight_start, weight,
            candidate, counter, FIRST,
        )  # fmt: skip
        if watch_to > watch_from:
            # Whoever is watched is asked in every domain.
            hit[:] = EVERY_DOMAIN
            n = gather(
                seed, UNSEEN_MONTH, UNSEEN_CANDIDATE, community, month, first_d, next_d - first_d, person,
                unseen_cell, frailty, hit, watch_from, watch_to, unseen_stride, unseen_class_start,
                unseen_threshold, unseen_category_start, unseen_weight_start, unseen_weight,
                candidate, counter, n,
            )  # fmt: skip
        order_by_day(candidate, by_day, n, first_d, day_start)
        for day in range(first_d, next_d):
            for place in range(day_start[day - first_d], day_start[day - first_d + 1]):
                ix = by_day[place]
                r, act, category, u = candidate[ix, 0], candidate[ix, 1], candidate[ix, 3], candidate[ix, 4]
                is_seen = candidate[ix, 5]
                conduct = conduct_ix[category] if is_seen else unseen_conduct_ix[category]
                if happens(person, charged_d, m_q16, bound_q16, r, conduct, u, day):
                    is_recorded = 0
                    if is_seen:
                        is_recorded = report(
                            seed, community, r, np.int64(person[r, ID]), act, category, day, link_start,
                            link_rule, link_slot, link_provider, delay_d, rules, node, heads, counter,
                        )  # fmt: skip
                        act_n[year, category, 0] += 1
                        act_n[year, category, 1] += is_recorded
                    write_act(acts, counter, r, act, day, category, is_seen, is_recorded)
            expire_due(books, moved, node, heads, counter, rules, day)
            book_due(
                books, moved, person, charged_d, node, heads, due, counter, rules, bands, until, terms,
                entry_n, grade_days, tally, digest, ledger, changes, day, year, base_grade,
            )  # fmt: skip
            if day - first_d + 1 == terms[PUBLICATION_DAY]:
                publish(
                    books, moved, person, joining, bands, terms, grade_n, grade_score_pt,
                    flow_n, grade_days, tally, digest, changes, counter, day, month, base_grade,
                )  # fmt: skip
                if month % 12 == 11:
                    tally_groups(
                        books, person, terms, bucket_n, standing_n, group_n,
                        group_score_pt, groups, day, year,
                    )  # fmt: skip
        if month % 12 == 11:
            for file in range(books.shape[0]):
                for r in range(books.shape[1]):
                    count_days(books, person, grade_days, tally, file, r, next_d, year, base_grade)


def _kept_live(sources: str) -> Callable[..., None]:
    def live(tables, state, sums, trace, people, group, records, seed, watch_from, watch_to):
        assert sources  # named, so that Numba's key holds it
        _live(tables, state, sums, trace, people, group, records, seed, watch_from, watch_to)

    live.__doc__ = _live.__doc__
    return kernel(live)


live = _kept_live(source_hash())
