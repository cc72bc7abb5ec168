"""An act or a false record comes in, its records are put on their way, to the right file or a wrong one.

Kernel. The readings are those of docs/concepts/mistakes.md, "A record on its way".
"""
# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np

from glasshouse.draws import Purpose, draw
from glasshouse.engine.columns import NOBODY, OFFICIAL, TRUTHFUL, Kind, Person
from glasshouse.engine.fields import MATCHINGS, Cause, LinkField, ReportingField, RuleField, Target
from glasshouse.engine.kernel_candidates import QUANTILE_SHIFT, SLOTS_N
from glasshouse.engine.kernel_forms import inlined, inner, is_among_highest, is_below, multiplied, place
from glasshouse.engine.kernel_nodes import booking_day, queue_record
from glasshouse.engine.kernel_people import months_later

# Fixed types, not literals: see kernel_forms.py.
RECORD = np.int64(Purpose.RECORD)
TRUE, LATE, MISTAKE = np.int64(Kind.TRUE), np.int64(Kind.LATE), np.int64(Kind.MISTAKE)
NAMESAKE, HOUSEMATE, NEIGHBOUR = np.int64(Kind.NAMESAKE), np.int64(Kind.HOUSEMATE), np.int64(Kind.NEIGHBOUR)
ELSEWHERE, DUPLICATE, ASTRAY = np.int64(Kind.ELSEWHERE), np.int64(Kind.DUPLICATE), np.int64(Kind.ASTRAY)
MISSED, SPARED = np.int64(Kind.MISSED), np.int64(Kind.SPARED)
INSTRUMENT, IS_ORGANISATION = RuleField.INSTRUMENT.value, Person.IS_ORGANISATION.value
THIN_Q8 = Person.THIN_Q8.value
LINK_ROW, SLOT, PROVIDER = LinkField.ROW.value, LinkField.SLOT.value, LinkField.PROVIDER.value
TARGET, COUNTED_MONTHS, DEADLINE_D = (
    LinkField.TARGET.value,
    LinkField.COUNTED_MONTHS.value,
    LinkField.DEADLINE_D.value,
)
WRONG_P, MISSED_P, SPARED_P = (
    ReportingField.WRONG.value,
    ReportingField.MISSED.value,
    ReportingField.SPARED.value,
)
DUPLICATE_P, MATCHED_BY = ReportingField.DUPLICATE.value, ReportingField.MATCHED_BY.value
FIRST_CAUSE, FROM_ELSEWHERE = ReportingField.FIRST_CAUSE.value, Cause.ELSEWHERE.value
BY_NAME, BY_ADDRESS = MATCHINGS.index("name"), MATCHINGS.index("address")
TO_NAMESAKE, TO_HOUSEMATE, TO_NEIGHBOUR = (
    Target.NAMESAKE.value,
    Target.HOUSEMATE.value,
    Target.NEIGHBOUR.value,
)
WHOSE, FATE, AGAIN = 0, 1, 2
"""Columns of what becomes of each provider's records."""
EVERY_SLOT = np.int64(15)
COPIES_N = 3
DUPLICATE_FIRST = 1 << 25
"""A second record has the number of its act + this."""
LOW16 = np.uint32(0xFFFF)


@inlined
def is_booked_already(link, kin, first, at, r, months, alike):
    """Return whether an earlier link books the same rule on the same person for the same months.

    Links count of those providers alone whose records are about the same person: bits in `alike`.
    """
    for other in range(first, at):
        is_same = link[other, LINK_ROW] == link[at, LINK_ROW] and alike >> link[other, SLOT] & 1
        if is_same and kin[place(link[other, TARGET]), r] == kin[place(link[at, TARGET]), r]:
            step = link[other, COUNTED_MONTHS]
            if months == 0 or (step > 0 and months % step == 0):
                return True
    return False


@inlined
def taken_for(kin, matched_by, in_household_q16, r, word):
    """Return for whom a record about somebody is taken, and what kind of record it is then."""
    if matched_by == BY_NAME and kin[TO_NAMESAKE, r] != NOBODY:
        return np.int64(kin[TO_NAMESAKE, r]), NAMESAKE
    if matched_by == BY_ADDRESS:
        is_housemate = np.int64(word & LOW16) < in_household_q16
        if kin[TO_HOUSEMATE, r] != NOBODY and (is_housemate or kin[TO_NEIGHBOUR, r] == NOBODY):
            return np.int64(kin[TO_HOUSEMATE, r]), HOUSEMATE
        if kin[TO_NEIGHBOUR, r] != NOBODY:
            return np.int64(kin[TO_NEIGHBOUR, r]), NEIGHBOUR
    return np.int64(NOBODY), ASTRAY


@inlined
def words_of_record(seed, community, record_words, at, slot, doer, act):
    """Return what is drawn of a provider's record of an act: ahead for the first, here for the others."""
    if slot == 0:
        return (
            record_words[0, at, 0], record_words[0, at, 1], record_words[1, at, 0], record_words[1, at, 1],
        )  # fmt: skip
    return draw(seed, RECORD, community, doer, act * SLOTS_N + slot)


@inlined
def late_by(delay_d, link, delay_words, at, ix):
    """Return how many days after its act the record of a link comes."""
    slot = place(link[ix, SLOT])
    word = delay_words[slot >> 1, at, slot & 1]
    return np.int64(delay_d[place(link[ix, PROVIDER]), word >> QUANTILE_SHIFT])


@inlined
def fate_of_record(person, kin, reporting, in_household_q16, provider, r, drawn):
    """Return on whose file a provider's record of an act goes, as what, and whether and how late again."""
    w0, w1, w2, w3 = drawn
    is_person, thin_q8 = person[r, IS_ORGANISATION] == 0, np.int64(person[r, THIN_Q8])
    again = np.int64(NOBODY)
    if is_among_highest(w1, reporting[provider, SPARED_P]):
        return np.int64(NOBODY), SPARED, again
    if is_below(w1, multiplied(reporting[provider, MISSED_P], thin_q8)):
        return np.int64(NOBODY), MISSED, again
    if is_below(w2, reporting[provider, DUPLICATE_P]):
        again = np.int64(w3 >> QUANTILE_SHIFT)
    if is_person and is_below(w0, multiplied(reporting[provider, WRONG_P], thin_q8)):
        whose, kind = taken_for(kin, reporting[provider, MATCHED_BY], in_household_q16, r, w3)
        return whose, kind, again
    return np.int64(r), TRUE, again


@inlined
def send(
    rules, after_d, node, heads, counter, p, row, file, act, doer, day, end_d, final_d, late_d, kind,
    category, conduct, size, fate,
):  # fmt: skip
    """Queue a record for one file of a person."""
    ready_d = max(final_d, day)
    queue_record(
        node, heads, counter, 2 * rules[row, INSTRUMENT] + file, p, row, act, doer, day, end_d, ready_d,
        booking_day(rules, after_d, row, ready_d + late_d), kind, category, conduct, size, fate,
    )  # fmt: skip


@inlined
def send_each(
    at, first, alike, file, r, doer, act, category, conduct, day, end_d, final_d, late_d, kind, fate, zero,
    size, link, kin, rules, after_d, node, heads, counter,
):  # fmt: skip
    """Queue what a link books on one file of whom a record is about: once, or for each month or half-year."""
    row, about = place(link[at, LINK_ROW]), kin[place(link[at, TARGET]), r]
    if about == NOBODY:
        return
    p = place(about)
    step = link[at, COUNTED_MONTHS]
    is_counted = step > 0 and end_d > day
    part_d, months = np.int64(day), np.int64(0)
    while months == 0 or (is_counted and part_d < end_d and part_d < heads.shape[1] - 1):
        if not is_booked_already(link, kin, first, at, r, months, alike):
            send(
                rules, after_d, node, heads, counter, p, row, file, act, doer, part_d,
                part_d if is_counted else end_d, final_d, late_d, kind, category, conduct, size, fate,
            )  # fmt: skip
        if not is_counted:
            break
        months += step
        part_d = months_later(zero, day, months)


@inlined
def alike_as(slots, of, is_again):
    """Return the providers whose records, or second records, are about the same person; bits by slot."""
    alike = np.int64(0)
    for slot in range(SLOTS_N):
        is_so = slots[slot, WHOSE] == slots[of, WHOSE] and (not is_again or slots[slot, AGAIN] != NOBODY)
        alike |= np.int64(is_so) << slot
    return alike


@inlined
def report(
    seed, community, delay_words, record_words, at, r, doer, act, category, conduct, day, end_d, final_d,
    zero, size, link_start, link, kin, person, delay_d, reporting, in_household_q16, rules, after_d, node,
    heads, counter, slots,
):  # fmt: skip
    """Put the records of an act on their way: to the truthful file always, to an official one as it comes.

    `at` is the act's place among the candidates, whose words are drawn already.
    """
    first, last = place(link_start[category]), place(link_start[category + 1])
    slots[:] = NOBODY
    known = np.int64(0)
    for ix in range(first, last):
        slot = place(link[ix, SLOT])
        if not known >> slot & 1:
            known |= 1 << slot
            slots[slot, WHOSE], slots[slot, FATE], slots[slot, AGAIN] = fate_of_record(
                person, kin, reporting, in_household_q16, place(link[ix, PROVIDER]), r,
                words_of_record(seed, community, record_words, at, slot, doer, act),
            )  # fmt: skip
    for ix in range(first, last):
        slot, provider = place(link[ix, SLOT]), place(link[ix, PROVIDER])
        late_d = late_by(delay_d, link, delay_words, at, ix)
        fate, again = slots[slot, FATE], slots[slot, AGAIN]
        kind = LATE if fate == TRUE and late_d > link[ix, DEADLINE_D] else fate
        for copy in range(COPIES_N):
            # The truthful file's, the official one's, and the one that comes again.
            whose, number, comes_d, is_again = np.int64(r), np.int64(act), np.int64(0), copy == COPIES_N - 1
            alike, of_kind, why = EVERY_SLOT, TRUE, kind
            if copy > 0:
                whose, comes_d, of_kind, why = slots[slot, WHOSE], late_d, kind, TRUE
                if whose == NOBODY or (is_again and again == NOBODY):
                    break
                alike = alike_as(slots, slot, is_again)
            if is_again:
                number, comes_d, of_kind = act + DUPLICATE_FIRST, late_d + delay_d[provider, again], DUPLICATE
            send_each(
                ix, first, alike, OFFICIAL if copy > 0 else TRUTHFUL, whose, r, number, category, conduct,
                day, end_d, final_d, comes_d, of_kind, why, zero, size, link, kin, rules, after_d, node,
                heads, counter,
            )  # fmt: skip


@inlined
def is_accepted(person, kin, reporting, provider, cause, r, word):
    """Return whether the mechanisms of the law bring a candidate for a false record about."""
    accepted = reporting[provider, FIRST_CAUSE + cause]
    if cause != FROM_ELSEWHERE:
        return is_below(word, accepted)
    matched_by = reporting[provider, MATCHED_BY]
    if matched_by == BY_NAME and kin[TO_NAMESAKE, r] != NOBODY:
        return False
    if matched_by == BY_ADDRESS and (kin[TO_HOUSEMATE, r] != NOBODY or kin[TO_NEIGHBOUR, r] != NOBODY):
        return False
    return is_below(word, multiplied(accepted, np.int64(person[r, THIN_Q8])))


@inner
def report_false(
    delay_words, at, r, act, category, cause, conduct, day, end_d, final_d, zero, size, link_start, link, kin,
    delay_d, rules, after_d, node, heads, counter,
):  # fmt: skip
    """Put the records of what nobody did on their way to an official file."""
    first, last = place(link_start[category]), place(link_start[category + 1])
    kind = ELSEWHERE if cause == FROM_ELSEWHERE else MISTAKE + cause
    for ix in range(first, last):
        send_each(
            ix, first, EVERY_SLOT, OFFICIAL, r, r, act, category, conduct, day, end_d, final_d,
            late_by(delay_d, link, delay_words, at, ix), kind, TRUE, zero, size, link, kin, rules, after_d,
            node, heads, counter,
        )  # fmt: skip
