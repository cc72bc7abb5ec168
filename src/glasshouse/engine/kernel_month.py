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
    BELOW_D,
    DIGEST,
    LATE,
    NODES_SHORT,
    SCORED,
    STANDING,
    TO_BOOK,
    TO_CHANGE,
    TRUE,
    body,
    book_due,
    booking_day,
    change_due,
    count,
    count_days,
    inlined,
    inner,
    kernel,
    queue_record,
    show,
    tally_groups,
    write_entries,
)
from glasshouse.engine.kernel_people import (
    age_everybody,
    cells_without_age,
    from_civil,
    look_up_thresholds,
    months_later,
    settle,
    spread,
)
from glasshouse.engine.responses import DAYS_PER_MONTH, NEVER
from glasshouse.engine.rules import BandField, LinkField, RuleField, Term
from glasshouse.engine.spans import NO_END_D, ON_THE_DAY
from glasshouse.engine.state import (
    NEVER_D,
    NOBODY,
    OFFICIAL,
    TRUTHFUL,
    Book,
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
SPAN = np.int64(Purpose.SPAN)
NO_CATEGORY, NO_CONDUCT = np.int64(NOBODY), np.int64(NOBODY)
TALLIES_N = 3
GRADE, SINCE_D = Book.GRADE.value, Book.SINCE_D.value
FEED_ROW = BandField.FEED_ROW.value
INSTRUMENT = RuleField.INSTRUMENT.value
LINK_ROW, SLOT, PROVIDER = LinkField.ROW.value, LinkField.SLOT.value, LinkField.PROVIDER.value
TARGET, COUNTED_MONTHS, DEADLINE_D = (
    LinkField.TARGET.value,
    LinkField.COUNTED_MONTHS.value,
    LinkField.DEADLINE_D.value,
)
IS_AT_ONCE, PRINTED_FLOOR_PT = Term.IS_AT_ONCE.value, Term.PRINTED_FLOOR_PT.value
ADULT_D, OPENS_D, DEATH_D = Person.ADULT_D.value, Person.OPENS_D.value, Person.DEATH_D.value
BIRTH_YEAR, AGE_GROUP = Person.BIRTH_YEAR.value, Person.AGE_GROUP.value
IS_FOLLOWER, ID = Person.IS_FOLLOWER.value, Person.ID.value
IS_ORGANISATION = Person.IS_ORGANISATION.value
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
        w0 = min(w0, BELOW_LAST)
        # The first whose cumulative weight exceeds the word, by halving.
        category, beyond = 0, last - first - 1
        while category < beyond:
            middle = (category + beyond) // 2
            if w0 >= weight[weights + middle]:
                category = middle + 1
            else:
                beyond = middle
        candidate[n, 0], candidate[n, 1] = r, act
        candidate[n, 2] = first_d + spread(w1, days_n)
        candidate[n, 3], candidate[n, 4], candidate[n, 5] = first + category, w2, purpose == CANDIDATE
        n += 1
        place += 1
    return n


@inner
def gather(
    seed, month_purpose, purpose, community, month, first_d, days_n, person, domain_of, cell, frailty, hit,
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
                is_marked = hit[b, r] >> j & 1 and d < cell.shape[0]
                if is_marked and domain_of[d] == person[r, IS_ORGANISATION]:
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
def span_of(seed, community, doer, act, conduct, lasts, decided, span_d, day):
    """Return when an act ends and when the decision on it is final."""
    end_d, final_d = np.int64(day), np.int64(day)
    if lasts[conduct] != ON_THE_DAY or decided[conduct] != ON_THE_DAY:
        w0, w1, _, _ = draw(seed, SPAN, community, doer, act)
        if lasts[conduct] != ON_THE_DAY:
            end_d = min(np.int64(NO_END_D), day + span_d[lasts[conduct], w0 >> QUANTILE_SHIFT])
        if decided[conduct] != ON_THE_DAY:
            final_d = min(np.int64(NO_END_D), day + span_d[decided[conduct], w1 >> QUANTILE_SHIFT])
    return end_d, final_d


@inlined
def is_booked_already(link, kin, first, at, r, months):
    """Return whether an earlier link books the same rule on the same person for the same months."""
    for other in range(first, at):
        is_same = link[other, LINK_ROW] == link[at, LINK_ROW]
        if is_same and kin[link[other, TARGET], r] == kin[link[at, TARGET], r]:
            step = link[other, COUNTED_MONTHS]
            if months == 0 or (step > 0 and months % step == 0):
                return True
    return False


@inlined
def report_one(
    rules, after_d, node, heads, counter, p, row, act, doer, day, end_d, final_d, late_d, kind, category,
    conduct, size,
):  # fmt: skip
    """Queue a record for both files of a person."""
    b = 2 * rules[row, INSTRUMENT]
    ready_d = max(final_d, day)
    queue_record(
        node, heads, counter, b + OFFICIAL, p, row, act, doer, day, end_d, ready_d,
        booking_day(rules, after_d, row, ready_d + late_d), kind, category, conduct, size,
    )  # fmt: skip
    queue_record(
        node, heads, counter, b + TRUTHFUL, p, row, act, doer, day, end_d, ready_d,
        booking_day(rules, after_d, row, ready_d), TRUE, category, conduct, size,
    )  # fmt: skip


@inner
def report(
    seed, community, r, doer, act, category, conduct, day, end_d, final_d, zero, size, link_start, link, kin,
    delay_d, rules, after_d, node, heads, counter,
):  # fmt: skip
    """Queue the records of an act."""
    first, last = link_start[category], link_start[category + 1]
    words = draw(seed, DELAY, community, doer, act)
    for at in range(first, last):
        row, p = np.int64(link[at, LINK_ROW]), np.int64(kin[link[at, TARGET], r])
        if p == NOBODY:
            continue
        late_d = np.int64(delay_d[link[at, PROVIDER], word_of(words, link[at, SLOT]) >> QUANTILE_SHIFT])
        kind = LATE if late_d > link[at, DEADLINE_D] else TRUE
        step = link[at, COUNTED_MONTHS]
        is_counted = step > 0 and end_d > day
        part_d, months = np.int64(day), np.int64(0)
        while months == 0 or (is_counted and part_d < end_d and part_d < heads.shape[1] - 1):
            if not is_booked_already(link, kin, first, at, r, months):
                report_one(
                    rules, after_d, node, heads, counter, p, row, act, r, part_d,
                    part_d if is_counted else end_d, final_d, late_d, kind, category, conduct, size,
                )  # fmt: skip
            if not is_counted:
                break
            months += step
            part_d = months_later(zero, day, months)


@inner
def feed(
    books, person, bands, rules, node, heads, counter, day, month
):  # fmt: skip
    """On the evening of 31 December, queue what grades of one instrument book on another."""
    for b in range(len(books)):
        for r in range(books.shape[1]):
            row = bands[books[b, r, GRADE], FEED_ROW]
            is_there = person[r, OPENS_D] <= day < person[r, DEATH_D] and books[b, r, STANDING] == SCORED
            if row >= 0 and is_there:
                act = (month * DOMAINS_N + DOMAINS_N - 1) * PER_MONTH_N
                queue_record(
                    node, heads, counter, 2 * rules[row, INSTRUMENT] + b % 2, r, row, act, r, day, day, day,
                    day + 1, TRUE, NO_CATEGORY, NO_CONDUCT, 1,
                )  # fmt: skip


@inlined
def write_act(acts, counter, r, act, day, category, is_seen, is_recorded, end_d, final_d):
    """Write down an act that happened, if somebody asked."""
    n = counter[ACTS]
    counter[ACTS] = n + 1
    if n < len(acts):
        acts[n, 0], acts[n, 1], acts[n, 2] = r, act, day
        acts[n, 3], acts[n, 4], acts[n, 5] = category, is_seen, is_recorded
        acts[n, 6], acts[n, 7] = end_d, final_d


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
        records: Records booked beside those that happen, on the first holder; see `SCRIPT_FIELDS`.
            Shape [n, SCRIPT_FIELDS].
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
    category_size, domain_of = borrowed(seen.size), borrowed(seen.domain_of)
    unseen_stride, unseen_class_start = borrowed(unseen.stride), borrowed(unseen.class_start)
    unseen_threshold, unseen_category_start = (
        borrowed(unseen.count_threshold),
        borrowed(unseen.category_start),
    )
    unseen_weight_start, unseen_weight = borrowed(unseen.weight_start), borrowed(unseen.weight)
    unseen_conduct_ix = borrowed(unseen.conduct_ix)
    lasts, decided, span_d = (
        borrowed(tables.spans.lasts),
        borrowed(tables.spans.decided),
        borrowed(tables.spans.days),
    )
    link_start, link, delay_d = borrowed(law.link_start), borrowed(law.link), borrowed(law.delay_d)
    rules, bands, after_d, terms = (
        borrowed(law.rule),
        borrowed(law.band),
        borrowed(law.after_d),
        borrowed(law.terms),
    )
    tallies, count_d, codes_n = borrowed(law.tally), borrowed(law.count_d), law.codes_n
    books, changed = borrowed(state.books), borrowed(state.changed)
    tallied, person = borrowed(state.tallied), borrowed(state.person)
    joining, charged_d, node = borrowed(state.joining), borrowed(state.charged_d), borrowed(state.node)
    cell, unseen_cell = borrowed(state.cell), borrowed(state.unseen_cell)
    threshold, hit, heads = borrowed(state.threshold), borrowed(state.hit), borrowed(state.heads)
    candidate, by_day, due = borrowed(state.candidate), borrowed(state.by_day), borrowed(state.due)
    cell_n = borrowed(state.cell_n)
    counter, day_start = borrowed(state.counter), borrowed(state.day_start)
    ledger, changes, acts = borrowed(trace.ledger), borrowed(trace.changes), borrowed(trace.acts)
    entries, act_n, grade_days = borrowed(sums.entries), borrowed(sums.act_n), borrowed(sums.grade_days)
    grade_n, grade_score_pt = borrowed(sums.grade_n), borrowed(sums.grade_score_pt)
    flow_n, bucket_n, standing_n = borrowed(sums.flow_n), borrowed(sums.bucket_n), borrowed(sums.standing_n)
    group_n, group_score_pt = borrowed(sums.group_n), borrowed(sums.group_score_pt)
    resident, sex, birth_day = borrowed(people.resident), borrowed(people.sex), borrowed(people.birth_day)
    frailty, levels = borrowed(people.frailty), borrowed(people.levels)
    is_follower, death_threshold = borrowed(people.is_follower), borrowed(people.death_threshold)
    kin = borrowed(people.kin)
    groups, script = borrowed(group), borrowed(records)
    community = people.number
    zero = from_civil(tables.year, 1, 1)
    has_feeds = False
    for at in range(len(bands)):
        has_feeds = has_feeds or bands[at, FEED_ROW] >= 0

    settle(
        tables.year, terms, books, changed, borrowed(people.eligible), person, charged_d, heads, counter,
        threshold, resident, birth_day, is_follower, people.residents_n,
    )  # fmt: skip
    cells_without_age(stride, sex, levels, cell)
    cells_without_age(unseen_stride, sex, levels, unseen_cell)
    for ix in range(len(script)):
        row, ready_d = script[ix, 1], script[ix, 4]
        book_d = ready_d if script[ix, 9] else booking_day(rules, after_d, row, ready_d)
        queue_record(
            node, heads, counter, 2 * rules[row, INSTRUMENT] + script[ix, 0], FIRST, row, script[ix, 2],
            FIRST, script[ix, 3], script[ix, 5], script[ix, 6], book_d, script[ix, 7], NO_CATEGORY,
            NO_CONDUCT, script[ix, 8],
        )  # fmt: skip
    for month in range(len(months_d) - 1):
        year = month // 12
        first_d, next_d = np.int64(months_d[month]), np.int64(months_d[month + 1])
        if month % 12 == 0:
            age_everybody(
                seed, community, tables.year + year, year, first_d, months_d[month + 12], books, person,
                joining, counter, groups, age_group_lowest, sex, death_threshold,
            )  # fmt: skip
            look_up_thresholds(
                stride, class_start, count_threshold, domain_of, cell, person, frailty, threshold
            )
        mark_hits(seed, community, month, resident, threshold, hit)
        n = gather(
            seed, MONTH, CANDIDATE, community, month, first_d, next_d - first_d, person, domain_of, cell,
            frailty, hit, FIRST, len(person), stride, class_start, count_threshold, category_start,
            weight_start, weight, candidate, counter, FIRST,
        )  # fmt: skip
        if watch_to > watch_from:
            # Whoever is watched is asked in every domain.
            hit[:] = EVERY_DOMAIN
            n = gather(
                seed, UNSEEN_MONTH, UNSEEN_CANDIDATE, community, month, first_d, next_d - first_d, person,
                domain_of, unseen_cell, frailty, hit, watch_from, watch_to, unseen_stride,
                unseen_class_start, unseen_threshold, unseen_category_start, unseen_weight_start,
                unseen_weight, candidate, counter, n,
            )  # fmt: skip
        order_by_day(candidate, by_day, n, first_d, day_start)
        for day in range(first_d, next_d):
            for place in range(day_start[day - first_d], day_start[day - first_d + 1]):
                ix = by_day[place]
                r, act, category, u = candidate[ix, 0], candidate[ix, 1], candidate[ix, 3], candidate[ix, 4]
                is_seen = candidate[ix, 5]
                conduct = conduct_ix[category] if is_seen else unseen_conduct_ix[category]
                if happens(person, charged_d, m_q16, bound_q16, r, conduct, u, day):
                    is_recorded, end_d, final_d = False, day, day
                    if is_seen:
                        end_d, final_d = span_of(
                            seed,
                            community,
                            np.int64(person[r, ID]),
                            act,
                            conduct,
                            lasts,
                            decided,
                            span_d,
                            day,
                        )
                        is_recorded = link_start[category] < link_start[category + 1]
                        if is_recorded:
                            report(
                                seed, community, r, np.int64(person[r, ID]), act, category, conduct, day,
                                end_d, final_d, zero, category_size[category], link_start, link, kin,
                                delay_d, rules, after_d, node, heads, counter,
                            )  # fmt: skip
                        act_n[year, category, 0] += 1
                        act_n[year, category, 1] += is_recorded
                    write_act(acts, counter, r, act, day, category, is_seen, is_recorded, end_d, final_d)
            # Looked at here, because a call that hands on so many arrays costs more than most days do.
            if heads[TO_CHANGE, day] != NOBODY:
                change_due(
                    books, changed, person, node, heads, due, counter, rules, after_d, terms,
                    ledger, day,
                )  # fmt: skip
            if heads[TO_BOOK, day] != NOBODY:
                book_due(
                    books, changed, person, charged_d, node, heads, due, counter,
                    rules, bands, after_d, terms, codes_n, cell_n, tallied, tallies,
                    grade_days, ledger, changes, day, month,
                )  # fmt: skip
            for i in range(len(terms)):
                is_count_day = day == count_d[i, month]
                if is_count_day or terms[i, IS_AT_ONCE]:
                    show(
                        books, changed, person, node, rules, bands, terms,
                        grade_days, changes, counter, i, day, month,
                    )  # fmt: skip
                if is_count_day:
                    count(
                        books, changed, person, joining, terms, grade_n, grade_score_pt,
                        flow_n, counter, i, day, month,
                    )  # fmt: skip
                    if month % 12 == 11:
                        tally_groups(
                            books, person, terms, terms[i, PRINTED_FLOOR_PT], bucket_n, standing_n,
                            group_n, group_score_pt, groups, i, day, year,
                        )  # fmt: skip
        if month % 12 == 11:
            if has_feeds:
                feed(
                    books, person, bands, rules, node, heads, counter, next_d - 1, month
                )  # fmt: skip
            for b in range(books.shape[0]):
                for r in range(books.shape[1]):
                    count_days(books, person, terms, grade_days, b, r, next_d, year)
            write_entries(counter, codes_n, cell_n, entries, year)
    sums.digest[0] = np.uint64(counter[DIGEST])
    for r in range(len(person)):
        for column in range(TALLIES_N):
            sums.tally[r, column] = person[r, BELOW_D + column]


def _kept_live(sources: str) -> Callable[..., None]:
    def live(tables, state, sums, trace, people, group, records, seed, watch_from, watch_to):
        assert sources  # named, so that Numba's key holds it
        _live(tables, state, sums, trace, people, group, records, seed, watch_from, watch_to)

    live.__doc__ = _live.__doc__
    return kernel(live)


live = _kept_live(source_hash())
