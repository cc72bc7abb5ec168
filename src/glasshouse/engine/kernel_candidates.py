"""A community comes in, all that could happen in its years goes out, whatever the law.

Kernel. The dense loop of a year asks every resident's domains for candidates (no branches, so that
it vectorises); those that have one are listed, and all that is drawn of them is drawn in dense loops
again. Acts that nobody could record are drawn by the month. Several laws are lived from the same candidates.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false, reportAttributeAccessIssue=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

from collections.abc import Callable

import numpy as np

from glasshouse.draws import WORDS, Purpose, Whole, draw, philox4x32
from glasshouse.engine.columns import CANDIDATE_FIELDS, NOBODY, Person
from glasshouse.engine.decimals import FRAILTY_LEVELS_N, LAST_WORD, MOST_A_MONTH_N, QUANTILES_N
from glasshouse.engine.kernel_forms import body, inlined, inner, kernel, place
from glasshouse.engine.kernel_people import (
    age_everybody,
    cells_without_age,
    look_up_thresholds,
    settle_people,
    spread,
)
from glasshouse.engine.spans import NO_END_D, ON_THE_DAY
from glasshouse.engine.state import Candidates, Scratch
from glasshouse.engine.tables import Tables
from glasshouse.sources import source_hash

# Fixed types, not literals: see kernel_forms.py.
YEAR, CANDIDATE = np.int64(Purpose.YEAR), np.int64(Purpose.CANDIDATE)
UNSEEN_MONTH, UNSEEN_CANDIDATE = np.int64(Purpose.UNSEEN_MONTH), np.int64(Purpose.UNSEEN_CANDIDATE)
DELAY, RECORD, SPAN = np.int64(Purpose.DELAY), np.int64(Purpose.RECORD), np.int64(Purpose.SPAN)
FALSE_YEAR, FALSE_RECORD = np.int64(Purpose.FALSE_YEAR), np.int64(Purpose.FALSE_RECORD)
FIRST = np.int64(0)
UNSEEN, SEEN, FALSE = np.int64(0), np.int64(1), np.int64(2)
ID, IS_ORGANISATION = Person.ID.value, Person.IS_ORGANISATION.value
DOMAINS_N = 16
BLOCKS_N = DOMAINS_N // WORDS
"""Draws set aside for the domains of a year: one more domain moves no other's candidates."""
PER_MONTH_N = np.int64(MOST_A_MONTH_N)
PER_YEAR_N = np.int64(12 * MOST_A_MONTH_N)
"""An act's number is (year * 16 + domain) * 768 + its place among the year's candidates. Of acts that nobody
could record it is (month * 16 + domain) * 64 + its place among the month's."""
FALSE_FIRST = np.int64(1 << 24)
"""The number of a false record is this + what an act's would be."""
BELOW_LAST = np.uint32(LAST_WORD - 1)
LOW = np.uint64(0xFFFFFFFF)
_1, _7, _8, _32, _56, A_BYTE = (np.uint64(n) for n in (1, 7, 8, 32, 56, 255))
ONE_A_BYTE, HIGH_BITS = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
EVERY_DOMAIN = np.uint8(15)
UNKNOWN = -2
"""No age group."""
END_D, FINAL_D = CANDIDATE_FIELDS.index("end_d"), CANDIDATE_FIELDS.index("final_d")
SLOTS_N = 4
"""Providers that an act may have; the number of a record's draw is its act's * 4 + the provider's slot."""
A_MONTH, A_YEAR = np.int64(1), np.int64(12)
EVERY_LEVEL, ONE_LEVEL = np.int64(FRAILTY_LEVELS_N), np.int64(1)
"""Classes of a cell: acts come more often to some, false records do not."""
QUANTILE_SHIFT = np.uint32(33 - QUANTILES_N.bit_length())


@inner
def mark_hits(seed, purpose, community, span, resident, threshold, hit):
    """Mark who has a candidate in which domain in a year; the dense loop, hence no branch."""
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
def lowest_byte(word):
    """Return the place of the lowest byte of a 64-bit word that is not 0, as memory has them."""
    below = (word & (~word + _1)) - _1
    return np.int64(((below & HIGH_BITS) >> _7) * ONE_A_BYTE >> _56)


@inner
def list_marked(hit, person, age_group, span, first_r, last_r, marked, marked_key, n):
    """Append whom a month or year marks; return how many there are now.

    What finds no room is counted all the same.
    """
    eight = hit.view(np.uint64)
    for b in range(hit.shape[0]):
        for at in range(first_r // 8, (last_r + 7) // 8):
            left = eight[b, at]
            while left != 0:
                byte = lowest_byte(left)
                left &= ~(A_BYTE << (_8 * np.uint64(byte)))
                r = 8 * at + byte
                if first_r <= r < last_r and age_group[r] != NOBODY:
                    if n < len(marked):
                        marked[n, 0], marked[n, 1], marked[n, 2], marked[n, 3] = r, span, b, hit[b, r]
                        marked_key[0, n], marked_key[1, n] = person[r, ID], span * BLOCKS_N + b
                    n += 1
    return n


@inner
def draw_each(seed, purpose, community, entity, index, step, words, begin, n):
    """Draw the four words of n, from `begin` on; dense: from 0, without a branch, into few arrays."""
    k0, k1 = np.uint32(np.uint64(seed) & LOW), np.uint32(np.uint64(seed) >> _32)
    entities, indices = entity[begin:], index[begin:]
    pairs = words.view(np.uint64)
    first, second = pairs[0, begin:], pairs[1, begin:]
    for at in range(n):
        w0, w1, w2, w3 = philox4x32(
            indices[at] * np.uint32(step), entities[at], np.uint32(community), np.uint32(purpose), k0, k1
        )
        first[at, 0] = np.uint64(w0) | np.uint64(w1) << _32
        second[at, 0] = np.uint64(w2) | np.uint64(w3) << _32


@inner
def begin_candidates(
    marked, marked_n, marked_words, months_n, first_act, person, age_group, domain_of, cell, stride,
    class_start, levels_n, frailty, count_threshold, category_start, weight_start, candidate, candidate_key,
    n,
):  # fmt: skip
    """Append a candidate for each that a marked holder's word stands for; return how many there are now.

    Instead of its day and category, a candidate has its span and domain for now, and in the last
    column where its weights begin.
    """
    for ix in range(marked_n):
        r, span, b, bits = place(marked[ix, 0]), place(marked[ix, 1]), place(marked[ix, 2]), marked[ix, 3]
        for j in range(WORDS):
            d = WORDS * b + j
            if not bits >> j & 1 or d >= cell.shape[0] or domain_of[d] != person[r, IS_ORGANISATION]:
                continue
            # A threshold of 2**32 - 1 stands for certainty, which even the highest word does not pass.
            word = min(marked_words[j >> 1, ix, j & 1], BELOW_LAST)
            at = place(cell[d, r] + stride[d, 0] * age_group[span * months_n // 12, r])
            row = place(class_start[d]) + at * levels_n + (place(frailty[d, r]) if levels_n > 1 else FIRST)
            act = first_act + (span * DOMAINS_N + d) * PER_MONTH_N * months_n
            weights = weight_start[d] + at * (category_start[d + 1] - category_start[d])
            more = FIRST
            while more < count_threshold.shape[1] and count_threshold[row, more] <= word:
                if n < len(candidate):
                    candidate[n, 0], candidate[n, 1] = r, act + more
                    candidate[n, 2], candidate[n, 3], candidate[n, FINAL_D] = span, d, weights
                    candidate_key[0, n], candidate_key[1, n] = person[r, ID], act + more
                n += 1
                more += 1
    return n


@inner
def end_candidates(
    begin, end, months_d, months_n, category_start, weight, stream, candidate, words
):  # fmt: skip
    """Give candidates their day and category, and the word that says whether they happen."""
    for ix in range(begin, end):
        span, d, weights = candidate[ix, 2], candidate[ix, 3], np.int64(candidate[ix, FINAL_D])
        first_d, next_d = months_d[span * months_n], months_d[(span + 1) * months_n]
        word = min(words[0, ix, 0], BELOW_LAST)
        # The first whose cumulative weight exceeds the word: those that do not are counted, sixteen at once.
        # Halving takes longer, since each step waits for the one before.
        category = np.uint32(0)
        for at in range(weights, weights + category_start[d + 1] - category_start[d] - 1):
            category += np.uint32(word >= weight[at])
        candidate[ix, 2] = first_d + spread(words[0, ix, 1], next_d - first_d)
        candidate[ix, 3] = category_start[d] + category
        candidate[ix, 4], candidate[ix, 5] = words[1, ix, 0], stream


@inner
def add_candidates(
    seed, community, stream, span_purpose, purpose, months_n, first_act, levels_n, marked_n, months_d, person,
    age_group, domain_of, cell, frailty, stride, class_start, count_threshold, category_start, weight_start,
    weight, marked, marked_key, candidate, candidate_key, words, n,
):  # fmt: skip
    """Append the candidates of a stream for those who are marked; return how many there are now.

    Words are drawn for all of them at once, and what follows from the words is done in a second pass.
    """
    draw_each(seed, span_purpose, community, marked_key[0], marked_key[1], FIRST + 1, words, FIRST, marked_n)
    begin = n
    n = begin_candidates(
        marked, marked_n, words, months_n, first_act, person, age_group, domain_of, cell, stride, class_start,
        levels_n, frailty, count_threshold, category_start, weight_start, candidate, candidate_key, n,
    )  # fmt: skip
    if n <= len(candidate):
        doer, act = candidate_key[0], candidate_key[1]
        draw_each(seed, purpose, community, doer, act, FIRST + 1, words, begin, n - begin)
        end_candidates(begin, n, months_d, months_n, category_start, weight, stream, candidate, words)
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
def put_in_order(candidate, rows, candidate_key, key, day_start, n):
    """Counting sort by day; of one day, as they were gathered. What draws are keyed by goes along."""
    day_start[:] = 0
    for ix in range(n):
        day_start[candidate[ix, 2] + 1] += 1
    for day in range(1, len(day_start)):
        day_start[day] += day_start[day - 1]
    for ix in range(n):
        # Each day's offset runs up to the next day's beginning, which is where it must end.
        to = place(day_start[candidate[ix, 2]])
        for field in range(END_D):
            rows[to, field] = candidate[ix, field]
        key[0, to], key[1, to] = candidate_key[0, ix], candidate_key[1, ix]
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
        conduct = place(false_conduct_ix[category] if stream == FALSE else conduct_ix[category])
        if lasts[conduct] != ON_THE_DAY or decided[conduct] != ON_THE_DAY:
            w0, w1, _, _ = draw(seed, SPAN, community, np.int64(key[0, at]), np.int64(key[1, at]))
            if lasts[conduct] != ON_THE_DAY:
                rows[at, END_D] = min(NO_END_D, day + span_d[lasts[conduct], w0 >> QUANTILE_SHIFT])
            if decided[conduct] != ON_THE_DAY:
                rows[at, FINAL_D] = min(NO_END_D, day + span_d[decided[conduct], w1 >> QUANTILE_SHIFT])


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
    months_d, domain_of = tables.month_start_d, seen.domain_of
    resident, sex, levels, frailty = people.resident, people.sex, people.levels, people.frailty
    person, age_group, spans = found.person, found.age_group, tables.spans
    marked, marked_key, hit = scratch.marked, scratch.marked_key, scratch.hit
    candidate, candidate_key, words = scratch.candidate, scratch.candidate_key, scratch.words
    cell, threshold, least, known = scratch.cell, scratch.threshold, scratch.least, scratch.known
    community, holders_n, room = people.number, np.int64(len(person)), np.int64(len(candidate))
    known[:], least[:], threshold[:], hit[:] = UNKNOWN, LAST_WORD, LAST_WORD, 0
    settle_people(tables.year, person, resident, people.birth_day, people.residents_n)
    cells_without_age(seen.stride, sex, levels, cell)
    marked_n = FIRST
    for year in range(len(age_group)):
        age_everybody(
            seed, community, tables.year + year, year, np.int64(months_d[12 * year]),
            np.int64(months_d[12 * year + 12]), resident, person, age_group, tables.age_group_lowest, sex,
            people.death_threshold, scratch.deaths,
        )  # fmt: skip
        look_up_thresholds(
            seen.stride, seen.class_start, seen.count_threshold, domain_of, cell, person, age_group[year],
            frailty, threshold, known,
        )  # fmt: skip
        mark_hits(seed, YEAR, community, year, resident, threshold, hit)
        marked_n = list_marked(
            hit, person, age_group[year], year, FIRST, holders_n, marked, marked_key, marked_n
        )
    if marked_n > room:
        return marked_n
    n = add_candidates(
        seed, community, SEEN, YEAR, CANDIDATE, A_YEAR, FIRST, EVERY_LEVEL, marked_n, months_d, person,
        age_group, domain_of, cell, frailty, seen.stride, seen.class_start, seen.count_threshold,
        seen.category_start, seen.weight_start, seen.weight, marked, marked_key, candidate,
        candidate_key, words, FIRST,
    )  # fmt: skip
    # Whoever passes the lowest threshold of anybody is marked, and then held against their own.
    least_thresholds(false.class_start, false.count_threshold, least)
    marked_n = FIRST
    for year in range(len(age_group)):
        mark_hits(seed, FALSE_YEAR, community, year, resident, least, hit)
        marked_n = list_marked(
            hit, person, age_group[year], year, FIRST, np.int64(people.residents_n), marked, marked_key,
            marked_n,
        )  # fmt: skip
    if marked_n > room:
        return marked_n
    n = add_candidates(
        seed, community, FALSE, FALSE_YEAR, FALSE_RECORD, A_YEAR, FALSE_FIRST, ONE_LEVEL, marked_n, months_d,
        person, age_group, domain_of, cell, frailty, seen.stride, false.class_start, false.count_threshold,
        false.category_start, false.weight_start, false.weight, marked, marked_key, candidate, candidate_key,
        words, n,
    )  # fmt: skip
    if watch_to > watch_from:
        # Whoever is watched is asked in every domain.
        hit[:] = EVERY_DOMAIN
        cells_without_age(unseen.stride, sex, levels, cell)
        marked_n = FIRST
        for month in range(len(months_d) - 1):
            marked_n = list_marked(
                hit, person, age_group[month // 12], month, watch_from, watch_to, marked, marked_key, marked_n
            )
        if marked_n > room:
            return marked_n
        n = add_candidates(
            seed, community, UNSEEN, UNSEEN_MONTH, UNSEEN_CANDIDATE, A_MONTH, FIRST, EVERY_LEVEL, marked_n,
            months_d, person, age_group, domain_of, cell, frailty, unseen.stride, unseen.class_start,
            unseen.count_threshold, unseen.category_start, unseen.weight_start, unseen.weight, marked,
            marked_key, candidate, candidate_key, words, n,
        )  # fmt: skip
    if n <= room:
        put_in_order(candidate, found.rows, candidate_key, marked_key, found.day_start, n)
        set_spans(
            seed, community, found.rows, marked_key, n, seen.conduct_ix, false.conduct_ix, spans.lasts,
            spans.decided, spans.days,
        )  # fmt: skip
        doer, act = marked_key[0], marked_key[1]
        draw_each(seed, DELAY, community, doer, act, FIRST + 1, found.delay_words, FIRST, n)
        draw_each(seed, RECORD, community, doer, act, FIRST + SLOTS_N, found.record_words, FIRST, n)
    return n


def _kept_draw_candidates(sources: str) -> Callable[..., int]:
    def draw_candidates(tables, people, found, scratch, seed, watch_from, watch_to):
        assert sources  # named, so that Numba's key holds it
        return _draw_candidates(tables, people, found, scratch, seed, watch_from, watch_to)

    draw_candidates.__doc__ = _draw_candidates.__doc__
    return kernel(draw_candidates)


draw_candidates = _kept_draw_candidates(source_hash())
