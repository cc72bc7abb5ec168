"""A community comes in, all that could happen in its years goes out, whatever the law.

Kernel. The dense loop of a month asks every resident's domains for candidates (no branches, so that
it vectorises); the few that have one are handled in a second pass. Records of what nobody did are
drawn by the year. Several laws are lived from the same candidates.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false, reportAttributeAccessIssue=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

from collections.abc import Callable

import numpy as np

from glasshouse.draws import WORDS, Purpose, Whole, draw, philox4x32
from glasshouse.engine.decimals import FRAILTY_LEVELS_N, LAST_WORD, QUANTILES_N
from glasshouse.engine.kernel_forms import body, inlined, inner, kernel
from glasshouse.engine.kernel_people import (
    age_everybody,
    cells_without_age,
    look_up_thresholds,
    settle_people,
    spread,
)
from glasshouse.engine.spans import NO_END_D, ON_THE_DAY
from glasshouse.engine.state import CANDIDATE_FIELDS, NOBODY, Candidates, Person, Scratch
from glasshouse.engine.tables import Tables
from glasshouse.sources import source_hash

# Fixed types, not literals: see kernel_forms.py.
MONTH, CANDIDATE = np.int64(Purpose.MONTH), np.int64(Purpose.CANDIDATE)
UNSEEN_MONTH, UNSEEN_CANDIDATE = np.int64(Purpose.UNSEEN_MONTH), np.int64(Purpose.UNSEEN_CANDIDATE)
DELAY, RECORD, SPAN = np.int64(Purpose.DELAY), np.int64(Purpose.RECORD), np.int64(Purpose.SPAN)
FALSE_YEAR, FALSE_RECORD = np.int64(Purpose.FALSE_YEAR), np.int64(Purpose.FALSE_RECORD)
FIRST = np.int64(0)
UNSEEN, SEEN, FALSE = np.int64(0), np.int64(1), np.int64(2)
AGE_GROUP, ID, IS_ORGANISATION = Person.AGE_GROUP.value, Person.ID.value, Person.IS_ORGANISATION.value
DOMAINS_N = 16
BLOCKS_N = DOMAINS_N // WORDS
"""Draws set aside for the domains of a month: one more domain moves no other's candidates."""
PER_MONTH_N = 64
"""An act's number is (month * 16 + domain) * 64 + its place among the month's candidates."""
FALSE_FIRST = 1 << 24
"""The number of a false record is this + (year * 16 + domain) * 64 + its place among the year's."""
BELOW_LAST = np.uint32(LAST_WORD - 1)
LOW = np.uint64(0xFFFFFFFF)
EVERY_DOMAIN = np.uint8(15)
UNKNOWN = -2
"""No age group."""
END_D, FINAL_D = CANDIDATE_FIELDS.index("end_d"), CANDIDATE_FIELDS.index("final_d")
SLOTS_N = 4
"""Providers that an act may have; the number of a record's draw is its act's * 4 + the provider's slot."""
DELAY_WORDS, RECORD_WORDS = np.int64(0), np.int64(WORDS)
"""Rows of the words drawn ahead: when records of an act come, and what becomes of its first provider's."""
QUANTILE_SHIFT = np.uint32(33 - QUANTILES_N.bit_length())


@inner
def mark_hits(seed, purpose, community, span, resident, threshold, hit):
    """Mark who has a candidate in which domain in a month or year; the dense loop, hence no branch."""
    k0, k1 = np.uint32(np.uint64(seed) & LOW), np.uint32(np.uint64(seed) >> np.uint64(32))
    for b in range(hit.shape[0]):
        index = np.uint32(span * BLOCKS_N + b)
        t0, t1, t2, t3 = threshold[4 * b], threshold[4 * b + 1], threshold[4 * b + 2], threshold[4 * b + 3]
        bits = hit[b]
        for r in range(len(resident)):
            w0, w1, w2, w3 = philox4x32(index, resident[r], np.uint32(community), np.uint32(purpose), k0, k1)
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
    seed, purpose, community, act, first_d, days_n, r, resident, word, row, weights, first, last,
    count_threshold, weight, stream, candidate, n,
):  # fmt: skip
    """Append the candidates of one resident, domain and span; return how many there are now.

    What finds no room is counted all the same.
    """
    place = 0
    # A threshold of 2**32 - 1 stands for certainty, which even the highest word does not pass.
    while place < count_threshold.shape[1] and count_threshold[row, place] <= min(word, BELOW_LAST):
        if n < len(candidate):
            w0, w1, w2, _ = draw(seed, purpose, community, resident, act + place)
            w0 = min(w0, BELOW_LAST)
            # The first whose cumulative weight exceeds the word, by halving; a branch would be guessed wrong.
            category, among = np.int64(0), np.int64(last - first)
            while among > 1:
                half = among // 2
                category += half * np.int64(w0 >= weight[weights + category + half - 1])
                among -= half
            candidate[n, 0], candidate[n, 1] = r, act + place
            candidate[n, 2] = first_d + spread(w1, days_n)
            candidate[n, 3], candidate[n, 4], candidate[n, 5] = first + category, w2, stream
        n += 1
        place += 1
    return n


@inner
def gather(
    seed, month_purpose, purpose, community, month, first_d, days_n, person, domain_of, cell, frailty, hit,
    first_r, last_r, stride, class_start, count_threshold, category_start, weight_start, weight, stream,
    candidate, n,
):  # fmt: skip
    """Append the month's candidates of the marked residents and domains; return how many there are now."""
    hits = hit.view(np.uint64)
    for b in range(hit.shape[0]):
        r = first_r - 1
        while r + 1 < last_r:
            r += 1
            if hit[b, r] == 0 or person[r, AGE_GROUP] == NOBODY:
                if r & 7 == 0 and hits[b, r >> 3] == 0:
                    r += 7
                continue
            words = draw(seed, month_purpose, community, np.int64(person[r, ID]), month * BLOCKS_N + b)
            for j in range(WORDS):
                d = WORDS * b + j
                is_marked = hit[b, r] >> j & 1 and d < cell.shape[0]
                if is_marked and domain_of[d] == person[r, IS_ORGANISATION]:
                    at = cell[d, r] + stride[d, 0] * person[r, AGE_GROUP]
                    first, last = category_start[d], category_start[d + 1]
                    n = add_candidates(
                        seed, purpose, community, (month * DOMAINS_N + d) * PER_MONTH_N, first_d, days_n, r,
                        np.int64(person[r, ID]), word_of(words, j),
                        class_start[d] + at * FRAILTY_LEVELS_N + frailty[d, r],
                        weight_start[d] + at * (last - first), first, last, count_threshold, weight, stream,
                        candidate, n,
                    )  # fmt: skip
    return n


@inner
def gather_false(
    seed, community, year, first_d, days_n, person, domain_of, cell, hit, stride, class_start,
    count_threshold, category_start, weight_start, weight, candidate, n,
):  # fmt: skip
    """Append the year's candidates for records of what nobody did; return how many there are now.

    Marked is whoever passes the lowest threshold of anybody; here each is held against their own.
    """
    hits = hit.view(np.uint64)
    for b in range(hit.shape[0]):
        r = -1
        while r + 1 < len(person):
            r += 1
            if hit[b, r] == 0 or person[r, AGE_GROUP] == NOBODY or person[r, IS_ORGANISATION]:
                if r & 7 == 0 and hits[b, r >> 3] == 0:
                    r += 7
                continue
            words = draw(seed, FALSE_YEAR, community, np.int64(person[r, ID]), year * BLOCKS_N + b)
            for j in range(WORDS):
                d = WORDS * b + j
                if hit[b, r] >> j & 1 and d < cell.shape[0] and domain_of[d] == 0:
                    first, last = category_start[d], category_start[d + 1]
                    at = cell[d, r] + stride[d, 0] * person[r, AGE_GROUP]
                    n = add_candidates(
                        seed, FALSE_RECORD, community, FALSE_FIRST + (year * DOMAINS_N + d) * PER_MONTH_N,
                        first_d, days_n, r, np.int64(person[r, ID]), word_of(words, j), class_start[d] + at,
                        weight_start[d] + at * (last - first), first, last, count_threshold, weight, FALSE,
                        candidate, n,
                    )  # fmt: skip
    return n


@inner
def least_thresholds(class_start, count_threshold, least):
    """Find for each domain the lowest threshold of any class: whose word is below has no candidate."""
    for d in range(len(class_start)):
        lowest = np.uint32(LAST_WORD)
        end = class_start[d + 1] if d + 1 < len(class_start) else len(count_threshold)
        for row in range(class_start[d], end):
            lowest = min(lowest, count_threshold[row, 0])
        least[d] = lowest


@inner
def put_in_order(candidate, rows, key, person, day_start, n):
    """Counting sort by day; of one day, as they were gathered. What draws are keyed by is put aside."""
    day_start[:] = 0
    for ix in range(n):
        day_start[candidate[ix, 2] + 1] += 1
    for day in range(1, len(day_start)):
        day_start[day] += day_start[day - 1]
    for ix in range(n):
        # Each day's offset runs up to the next day's beginning, which is where it must end.
        place = day_start[candidate[ix, 2]]
        for field in range(END_D):
            rows[place, field] = candidate[ix, field]
        key[0, place], key[1, place] = person[candidate[ix, 0], ID], candidate[ix, 1]
        day_start[candidate[ix, 2]] += 1
    for day in range(len(day_start) - 1, 0, -1):
        day_start[day] = day_start[day - 1]
    day_start[0] = 0


@inner
def set_spans(
    seed, community, rows, key, n, conduct_ix, false_conduct_ix, lasts, decided, span_d
):  # fmt: skip
    """Say of each candidate when its act would end, and when the decision on it would be final."""
    for at in range(n):
        day, stream = rows[at, 2], rows[at, 5]
        rows[at, END_D], rows[at, FINAL_D] = day, day
        if stream == UNSEEN:
            continue
        category = rows[at, 3]
        conduct = false_conduct_ix[category] if stream == FALSE else conduct_ix[category]
        if lasts[conduct] != ON_THE_DAY or decided[conduct] != ON_THE_DAY:
            w0, w1, _, _ = draw(seed, SPAN, community, np.int64(key[0, at]), np.int64(key[1, at]))
            if lasts[conduct] != ON_THE_DAY:
                rows[at, END_D] = min(NO_END_D, day + span_d[lasts[conduct], w0 >> QUANTILE_SHIFT])
            if decided[conduct] != ON_THE_DAY:
                rows[at, FINAL_D] = min(NO_END_D, day + span_d[decided[conduct], w1 >> QUANTILE_SHIFT])


@inner
def draw_words(seed, purpose, community, step, key, words, first, n):
    """Draw for all candidates at once what else is drawn of each of them; dense, hence no branch."""
    k0, k1 = np.uint32(np.uint64(seed) & LOW), np.uint32(np.uint64(seed) >> np.uint64(32))
    doer, act = key[0], key[1]
    a, b, c, d = words[first], words[first + 1], words[first + 2], words[first + 3]
    for at in range(n):
        a[at], b[at], c[at], d[at] = philox4x32(
            act[at] * np.uint32(step), doer[at], np.uint32(community), np.uint32(purpose), k0, k1
        )


@body
def _draw_candidates(
    tables: Tables, people: tuple[object, ...], found: Candidates, scratch: Scratch, seed: Whole,
    watch_from: int, watch_to: int,
) -> int:  # fmt: skip
    """Draw all that could happen in the years of a community.

    Args:
        tables: `Tables`; the law's part is not looked at.
        people: `People`; what they are to a law is not looked at.
        found: Overwritten.
        scratch: Overwritten.
        seed: The run's seed.
        watch_from: First resident whose unseen acts are drawn too.
        watch_to: One past the last.

    Returns:
        How many there are; where that is more than there was room for, `found` is not whole.
    """
    seen, unseen, false = tables.seen, tables.unseen, tables.false
    months_d, age_group_lowest = tables.month_start_d, tables.age_group_lowest
    stride, class_start = seen.stride, seen.class_start
    count_threshold, category_start = seen.count_threshold, seen.category_start
    weight_start, weight, domain_of = (
        seen.weight_start,
        seen.weight,
        seen.domain_of,
    )
    resident, sex, birth_day = people.resident, people.sex, people.birth_day
    frailty, levels = people.frailty, people.levels
    death_threshold = people.death_threshold
    person, age_group = found.person, found.age_group
    rows, spans, community = scratch.candidate, tables.spans, people.number
    cell, threshold, least, hit = scratch.cell, scratch.threshold, scratch.least, scratch.hit
    known, key = scratch.known, scratch.key
    known[:], least[:], threshold[:], hit[:] = UNKNOWN, LAST_WORD, LAST_WORD, 0
    least_thresholds(false.class_start, false.count_threshold, least)
    settle_people(tables.year, person, resident, birth_day, people.residents_n)
    cells_without_age(stride, sex, levels, cell)
    n = FIRST
    for month in range(len(months_d) - 1):
        year = month // 12
        first_d, next_d = np.int64(months_d[month]), np.int64(months_d[month + 1])
        if month % 12 == 0:
            age_everybody(
                seed, community, tables.year + year, year, first_d, np.int64(months_d[month + 12]), person,
                age_group, age_group_lowest, sex, death_threshold,
            )  # fmt: skip
            look_up_thresholds(
                stride, class_start, count_threshold, domain_of, cell, person, frailty, threshold, known
            )
            mark_hits(seed, FALSE_YEAR, community, year, resident, least, hit)
            n = gather_false(
                seed, community, year, first_d, np.int64(months_d[month + 12]) - first_d, person,
                domain_of, cell, hit, stride, false.class_start, false.count_threshold,
                false.category_start, false.weight_start, false.weight, rows, n,
            )  # fmt: skip
        mark_hits(seed, MONTH, community, month, resident, threshold, hit)
        n = gather(
            seed, MONTH, CANDIDATE, community, month, first_d, next_d - first_d, person, domain_of, cell,
            frailty, hit, FIRST, len(person), stride, class_start, count_threshold, category_start,
            weight_start, weight, SEEN, rows, n,
        )  # fmt: skip
        if watch_to > watch_from:
            # Whoever is watched is asked in every domain.
            hit[:] = EVERY_DOMAIN
            cells_without_age(unseen.stride, sex, levels, cell)
            n = gather(
                seed, UNSEEN_MONTH, UNSEEN_CANDIDATE, community, month, first_d, next_d - first_d, person,
                domain_of, cell, frailty, hit, watch_from, watch_to, unseen.stride,
                unseen.class_start, unseen.count_threshold,
                unseen.category_start, unseen.weight_start, unseen.weight,
                UNSEEN, rows, n,
            )  # fmt: skip
            cells_without_age(stride, sex, levels, cell)
    if n <= len(rows):
        put_in_order(rows, found.rows, key, person, found.day_start, n)
        set_spans(
            seed, community, found.rows, key, n, seen.conduct_ix, false.conduct_ix, spans.lasts,
            spans.decided, spans.days,
        )  # fmt: skip
        draw_words(seed, DELAY, community, FIRST + 1, key, found.words, DELAY_WORDS, n)
        draw_words(seed, RECORD, community, FIRST + SLOTS_N, key, found.words, RECORD_WORDS, n)
    return n


def _kept_draw_candidates(sources: str) -> Callable[..., int]:
    def draw_candidates(tables, people, found, scratch, seed, watch_from, watch_to):
        assert sources  # named, so that Numba's key holds it
        return _draw_candidates(tables, people, found, scratch, seed, watch_from, watch_to)

    draw_candidates.__doc__ = _draw_candidates.__doc__
    return kernel(draw_candidates)


draw_candidates = _kept_draw_candidates(source_hash())
