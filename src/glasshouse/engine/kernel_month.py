"""A community and what could happen in it come in, its years are lived day by day, sums and a trace go out.

Kernel. A day runs in the order of design 4.4: candidates are judged by their doer's state at the end
of the day before; then expiries and what objections lead to, bookings, publication. Kept in one file
because that order is the point.
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false, reportAttributeAccessIssue=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import Whole
from glasshouse.engine.columns import NEVER_D, NOBODY, Counter, Person, TallyColumn
from glasshouse.engine.decimals import Q16
from glasshouse.engine.fields import BandField, RuleField, Term
from glasshouse.engine.kernel_books import WITNESSED, book_due, change_due
from glasshouse.engine.kernel_candidates import DOMAINS_N, FALSE, PER_YEAR_N, SEEN
from glasshouse.engine.kernel_counts import (
    BELOW_N,
    PUBLISHED,
    SHOWN_PT,
    add_up_months,
    come_and_go,
    count,
    show,
    tally_groups,
    write_acts,
    write_days,
    write_entries,
    write_entry_totals,
)
from glasshouse.engine.kernel_forms import body, inlined, inner, kernel, place
from glasshouse.engine.kernel_judge import OPENS_D, TRUE
from glasshouse.engine.kernel_nodes import (
    DIGEST,
    DOWNS_N,
    FIRST_NODE,
    FREE_NODE,
    ID,
    IS_MOVED,
    IS_TOUCHED,
    MARKS_N,
    SUM_PT,
    TO_BOOK,
    TO_CHANGE,
    booking_day,
    queue_record,
)
from glasshouse.engine.kernel_people import FAR_D, birthday, from_civil
from glasshouse.engine.kernel_records import is_accepted, report, report_false
from glasshouse.engine.kernel_scores import (
    BELOW_D,
    DEATH_D,
    GRADE,
    IS_ORGANISATION,
    RELIEF_PT,
    SCORE_PT,
    SCORED,
    SINCE_D,
    STANDING,
    START_GRADE,
    START_PT,
    count_days,
)
from glasshouse.engine.responses import DAYS_PER_MONTH, NEVER
from glasshouse.engine.state import Candidates, State, Sums, Trace
from glasshouse.engine.tables import Tables
from glasshouse.sources import source_hash

FIRST = np.int64(0)
NO_CATEGORY, NO_CONDUCT = np.int64(NOBODY), np.int64(NOBODY)
TALLIES_N = len(TallyColumn)
FEED_ROW, INSTRUMENT = BandField.FEED_ROW.value, RuleField.INSTRUMENT.value
IS_AT_ONCE, PRINTED_FLOOR_PT = Term.IS_AT_ONCE.value, Term.PRINTED_FLOOR_PT.value
FROM_AGE_Y, ADULT_D, AGE_GROUP = Term.FROM_AGE_Y.value, Person.ADULT_D.value, Person.AGE_GROUP.value
IS_FOLLOWER, THIN_Q8 = Person.IS_FOLLOWER.value, Person.THIN_Q8.value
ACTS = Counter.ACTS.value


@inner
def settle(
    year, terms, books, changed, eligible, person, people, birth_day, follower, charged_d, heads, comings,
    next_coming, there_n, in_grade, counter,
):  # fmt: skip
    """Give everybody empty files, and the accounts that the law gives them."""
    zero = from_civil(year, 1, 1)
    heads[:] = NOBODY
    comings[:] = NOBODY
    there_n[:], in_grade[:], counter[:] = 0, 0, 0
    counter[FREE_NODE] = NOBODY
    charged_d[:] = NEVER_D
    changed[:] = 0
    for r in range(len(person)):
        for field in range(person.shape[1]):
            person[r, field] = people[r, field]
        person[r, IS_FOLLOWER] = follower[r]
        opens_d = 0
        if not person[r, IS_ORGANISATION]:
            opens_d = max(0, birthday(zero, birth_day[r], terms[0, FROM_AGE_Y]))
        person[r, OPENS_D] = opens_d
        for is_death in range(2):
            day = np.int64(person[r, DEATH_D if is_death else OPENS_D])
            if day < len(comings):
                next_coming[2 * r + is_death] = comings[day]
                comings[day] = 2 * r + is_death
    for b in range(len(books)):
        for r in range(len(person)):
            is_scored = eligible[b // 2, r] == SCORED
            books[b, r, SCORE_PT], books[b, r, GRADE] = terms[b // 2, START_PT], terms[b // 2, START_GRADE]
            books[b, r, PUBLISHED], books[b, r, FIRST_NODE] = NOBODY, NOBODY
            books[b, r, SINCE_D] = person[r, OPENS_D] if is_scored else FAR_D
            books[b, r, IS_MOVED], books[b, r, IS_TOUCHED], books[b, r, RELIEF_PT] = 0, 0, 0
            books[b, r, SHOWN_PT], books[b, r, STANDING] = 0, eligible[b // 2, r]
            books[b, r, SUM_PT], books[b, r, DOWNS_N], books[b, r, MARKS_N] = 0, 0, 0


@inner
def thin_files(person, levels, stride, thin_q8):
    """Look up how much more often records of each resident go wrong."""
    for r in range(len(person)):
        at = np.int64(0)
        if not person[r, IS_ORGANISATION]:
            for x in range(len(stride)):
                at += stride[x] * levels[x, r]
            person[r, THIN_Q8] = thin_q8[at]
        else:
            person[r, THIN_Q8] = 256


@inner
def begin_year(person, groups, age_group, first_d):
    """Set this year's age groups; the dead stay in their last."""
    for r in range(len(person)):
        person[r, AGE_GROUP] = age_group[r]
        if not person[r, IS_ORGANISATION] and person[r, DEATH_D] > first_d:
            groups[0, r] = max(0, age_group[r])


@inlined
def happens(person, charged_d, m_q16, bound_q16, chill_bit, r, conduct, u, day):
    """Judge a candidate by its doer's state at the end of the day before."""
    m = np.int64(Q16)
    # Who does not follow the score is not looked up: a line of the cache for each conduct of each holder.
    if person[r, IS_FOLLOWER]:
        months, after_d = NEVER, np.int64(charged_d[r, conduct])
        if after_d != NEVER_D:
            months = min((day + 1 - after_d) // DAYS_PER_MONTH, NEVER - 1)
        is_witness = chill_bit[conduct] >= 0 and person[r, WITNESSED] >> max(0, chill_bit[conduct]) & 1
        m = m_q16[1 if is_witness else 0, conduct, months]
    return np.int64(u) * bound_q16[conduct] <= m << 32


@inner
def feed(
    books, person, bands, rules, node, heads, counter, day, year
):  # fmt: skip
    """On the evening of 31 December, queue what grades of one instrument book on another."""
    for b in range(len(books)):
        for r in range(books.shape[1]):
            row = bands[books[b, r, GRADE], FEED_ROW]
            is_there = person[r, OPENS_D] <= day < person[r, DEATH_D] and books[b, r, STANDING] == SCORED
            if row >= 0 and is_there:
                act = (year * DOMAINS_N + DOMAINS_N - 1) * PER_YEAR_N
                queue_record(
                    node, heads, counter, 2 * rules[row, INSTRUMENT] + b % 2, r, row, act, r, day, day, day,
                    day + 1, np.int64(TRUE), NO_CATEGORY, NO_CONDUCT, 1, np.int64(TRUE),
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
    tables: Tables, state: State, sums: Sums, trace: Trace, people: tuple[object, ...], could: Candidates,
    group: NDArray[np.int32], records: NDArray[np.int64], struck: NDArray[np.int64], seed: Whole,
) -> None:  # fmt: skip
    """Live through all years of a community.

    Args:
        tables: `Tables`.
        state: Arrays of this community's size, as `make_state` gives them; overwritten.
        sums: Added to.
        trace: Filled as far as it is long; the counters say how long it had to be.
        people: `People`.
        could: All that could happen; not changed.
        group: Group of each resident in each dimension; row 0 (age) is overwritten. Shape [X, R].
        records: Records booked beside those that happen, on the first holder; see `SCRIPT_FIELDS`.
            Shape [n, SCRIPT_FIELDS].
        struck: Holder and act whose records are left off official files, to see what they did. Shape [n, 2].
        seed: The run's seed.
    """
    # What is handed on is handed on as plain arrays: a tuple of tables is a hundred words at every call.
    law, mistakes = tables.law, tables.law.mistakes
    months_d, bound_q16, m_q16 = tables.month_start_d, tables.bound_q16, tables.m_q16
    conduct_ix, category_size = tables.seen.conduct_ix, tables.seen.size
    unseen_conduct_ix = tables.unseen.conduct_ix
    false_conduct_ix, false_size = tables.false.conduct_ix, tables.false.size
    false_provider, false_cause = tables.false.provider, tables.false.cause
    link_start, link, delay_d = law.link_start, law.link, law.delay_d
    rules, bands, after_d, terms = law.rule, law.band, law.after_d, law.terms
    tallies, count_d, codes_n = law.tally, law.count_d, law.codes_n
    reporting, stale_d = mistakes.reporting, mistakes.stale_d
    remedy, wait_d = mistakes.remedy, mistakes.wait_d
    chill_bit, in_household_q16 = mistakes.chill_bit, mistakes.in_household_q16
    history_hash = law.history
    books, changed, tallied, person = state.books, state.changed, state.tallied, state.person
    charged_d, node, comings, next_coming = state.charged_d, state.node, state.comings, state.next_coming
    there_n, aside, ages_n = state.there_n, state.aside, len(tables.age_group_lowest)
    heads, due, cell_n, act_n = state.heads, state.due, state.cell_n, state.act_n
    in_grade, listed = state.in_grade, state.listed
    counter, slots = state.counter, state.slots
    ledger, changes, acts = trace.ledger, trace.changes, trace.acts
    entries, entry_totals, grade_days = sums.entries, sums.entry_totals, sums.grade_days
    grade_n, grade_score_pt, flow_n = sums.grade_n, sums.grade_score_pt, sums.flow_n
    bucket_n, standing_n = sums.bucket_n, sums.standing_n
    group_n, group_score_pt = sums.group_n, sums.group_score_pt
    history, remedy_n, wrongs = sums.history, sums.remedy_n, sums.wrongs
    kin, rows = people.kin, could.rows
    delay_words, record_words = could.delay_words, could.record_words
    day_start, age_group = could.day_start, could.age_group
    community = people.number
    zero = from_civil(tables.year, 1, 1)
    has_feeds = False
    for at in range(len(bands)):
        has_feeds = has_feeds or bands[at, FEED_ROW] >= 0

    settle(
        tables.year, terms, books, changed, people.eligible, person, could.person,
        people.birth_day, people.is_follower, charged_d, heads, comings, next_coming, there_n, in_grade,
        counter,
    )  # fmt: skip
    thin_files(person, people.levels, mistakes.thin_stride, mistakes.thin_q8)
    for ix in range(len(records)):
        row, ready_d = records[ix, 1], records[ix, 4]
        book_d = ready_d if records[ix, 9] else booking_day(rules, after_d, row, ready_d)
        queue_record(
            node, heads, counter, 2 * rules[row, INSTRUMENT] + records[ix, 0], FIRST, row, records[ix, 2],
            FIRST, records[ix, 3], records[ix, 5], records[ix, 6], book_d, records[ix, 7], NO_CATEGORY,
            NO_CONDUCT, records[ix, 8], np.int64(TRUE),
        )  # fmt: skip
    for month in range(len(months_d) - 1):
        year = month // 12
        first_d, next_d = np.int64(months_d[month]), np.int64(months_d[month + 1])
        if month % 12 == 0:
            begin_year(person, group, age_group[year], first_d)
        for day in range(first_d, next_d):
            if comings[day] != NOBODY:
                come_and_go(books, person, comings, next_coming, in_grade, day)
            for at in range(day_start[day], day_start[day + 1]):
                r, act, category = np.int64(rows[at, 0]), np.int64(rows[at, 1]), np.int64(rows[at, 3])
                word, stream = rows[at, 4], rows[at, 5]
                if day < person[r, ADULT_D] or day >= person[r, DEATH_D]:
                    continue
                end_d, final_d = np.int64(rows[at, 6]), np.int64(rows[at, 7])
                if stream == FALSE:
                    conduct, kinds_at = place(false_conduct_ix[category]), len(conduct_ix) + category
                    if link_start[kinds_at] < link_start[kinds_at + 1] and is_accepted(
                        person,
                        kin,
                        reporting,
                        place(false_provider[category]),
                        np.int64(false_cause[category]),
                        r,
                        word,
                    ):
                        report_false(
                            delay_words, at, r, act, kinds_at, np.int64(false_cause[category]), conduct, day,
                            end_d, final_d, zero, np.int64(false_size[category]), link_start, link, kin,
                            delay_d, rules, after_d, node, heads, counter,
                        )  # fmt: skip
                    continue
                is_seen = stream == SEEN
                conduct = place(conduct_ix[category] if is_seen else unseen_conduct_ix[category])
                if happens(person, charged_d, m_q16, bound_q16, chill_bit, r, conduct, word, day):
                    is_recorded = False
                    if is_seen:
                        is_recorded = link_start[category] < link_start[category + 1]
                        history[r] += history_hash[category]
                        if is_recorded:
                            report(
                                seed, community, delay_words, record_words, at, r, np.int64(person[r, ID]),
                                act, category, conduct, day, end_d, final_d, zero,
                                np.int64(category_size[category]), link_start, link, kin, person, delay_d,
                                reporting, in_household_q16, rules, after_d, node, heads, counter, slots,
                            )  # fmt: skip
                        act_n[category, 0] += 1
                        act_n[category, 1] += is_recorded
                    write_act(acts, counter, r, act, day, category, is_seen, is_recorded, end_d, final_d)
            # Looked at here, because a call that hands on so many arrays costs more than most days do.
            if heads[TO_CHANGE, day] != NOBODY:
                change_due(
                    seed, community, books, changed, person, node, heads, due, counter, rules, bands, after_d,
                    terms, remedy, wait_d, remedy_n, in_grade, ledger, changes, day,
                )  # fmt: skip
            if heads[TO_BOOK, day] != NOBODY:
                book_due(
                    seed, community, books, changed, person, charged_d, node, heads, due, counter, rules,
                    bands, after_d, terms, kin, chill_bit, stale_d, remedy, wait_d, remedy_n, codes_n, cell_n,
                    listed, tallied, tallies, in_grade, ledger, changes, struck, day, month,
                )  # fmt: skip
            for i in range(len(terms)):
                is_count_day = day == count_d[i, month]
                if is_count_day or terms[i, IS_AT_ONCE]:
                    show(
                        books, changed, person, node, rules, bands, terms, in_grade, changes, counter, i,
                        day,
                    )  # fmt: skip
                if is_count_day:
                    since_d = np.int64(count_d[i, month - 1]) + 1 if month > 0 else FIRST
                    count(
                        books, changed, person, comings, next_coming, group, there_n, terms, grade_n,
                        grade_score_pt, flow_n, i, since_d, day, month,
                    )  # fmt: skip
                    if month % 12 == 11:
                        tally_groups(
                            books, person, node, rules, terms, terms[i, PRINTED_FLOOR_PT], ages_n, there_n,
                            aside, due, bucket_n, standing_n, group_n, group_score_pt, group, wrongs,
                            counter, i, day, year,
                        )  # fmt: skip
        if month % 12 == 11:
            if has_feeds:
                feed(
                    books, person, bands, rules, node, heads, counter, next_d - 1, year
                )  # fmt: skip
            write_days(in_grade, grade_days, next_d, year)
            write_entries(counter, cell_n, listed, entries, year)
            write_acts(counter, act_n, sums.acts, year)
    write_entry_totals(counter, cell_n, listed, entry_totals)
    sums.digest[0] = np.uint64(counter[DIGEST])
    for r in range(len(person)):
        for b in range(len(books)):
            count_days(books, person, bands, terms, b, r, np.int64(months_d[-1]))
        add_up_months(books, person, terms, r, len(months_d) - 1)
        for column in range(3):
            sums.tally[r, column] = person[r, BELOW_D + column]
        for column in range(3, TALLIES_N):
            sums.tally[r, column] = person[r, BELOW_N + column - 3]


def _kept_live(sources: str) -> Callable[..., None]:
    def live(tables, state, sums, trace, people, could, group, records, struck, seed):
        assert sources  # named, so that Numba's key holds it
        _live(tables, state, sums, trace, people, could, group, records, struck, seed)

    live.__doc__ = _live.__doc__
    return kernel(live)


live = _kept_live(source_hash())
