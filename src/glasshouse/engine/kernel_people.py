"""Birth days and tables come in, what a year needs of each resident goes out: ages, deaths, thresholds.

Kernel: no law is looked at here.
"""

# pyright: basic, reportCallIssue=false, reportArgumentType=false, reportReturnType=false
# Numba infers the types; NumPy scalars and Python numbers are one to it.

import numpy as np

from glasshouse.draws import Purpose, philox4x32
from glasshouse.engine.columns import NOBODY, Person
from glasshouse.engine.decimals import FRAILTY_LEVELS_N, LAST_WORD
from glasshouse.engine.kernel_forms import inlined, inner

# Fixed types, not literals: see kernel_forms.py.
DEATH = np.int64(Purpose.DEATH)
ADULT_D = Person.ADULT_D.value
DEATH_D = Person.DEATH_D.value
BIRTH_YEAR = Person.BIRTH_YEAR.value
AGE_GROUP = Person.AGE_GROUP.value
ID = Person.ID.value
IS_ORGANISATION = Person.IS_ORGANISATION.value
ADULT_Y = 18
FAR_D = 1 << 30
OLDEST_Y = 120
LAST = np.uint32(LAST_WORD)
LOW, _32 = np.uint64(0xFFFFFFFF), np.uint64(32)


@inner
def civil(day_number):
    """Return (year, month, day) of a day counted from 1 March of year 0 (Gregorian throughout)."""
    era = day_number // 146097
    doe = day_number - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    month = mp + 3 if mp < 10 else mp - 9
    return yoe + era * 400 + (1 if month <= 2 else 0), month, doy - (153 * mp + 2) // 5 + 1


@inner
def from_civil(year, month, day):
    """Invert `civil`."""
    y = year - 1 if month <= 2 else year
    era = y // 400
    yoe = y - era * 400
    mp = month - 3 if month > 2 else month + 9
    doy = (153 * mp + 2) // 5 + day - 1
    return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy


@inner
def birthday(zero, birth_d, age_y):
    """Return the day of somebody's `age_y`-th birthday; 29 February falls back to the 28th."""
    year, month, day = civil(zero + birth_d)
    target = year + age_y
    is_leap = target % 4 == 0 and (target % 100 != 0 or target % 400 == 0)
    if month == 2 and day == 29 and not is_leap:
        day = 28
    return from_civil(target, month, day) - zero


@inner
def months_later(zero, day, months_n):
    """Return the same day of the month some months on, or the last day of a shorter month."""
    year, month, day_of_month = civil(zero + day)
    months = year * 12 + month - 1 + months_n
    first = from_civil(months // 12, months % 12 + 1, 1)
    months += 1
    last = from_civil(months // 12, months % 12 + 1, 1) - 1
    return min(first + day_of_month - 1, last) - zero


@inner
def settle_people(year, person, resident, birth_day, residents_n):
    """Give everybody a birthday and a name that draws are keyed by."""
    zero = from_civil(year, 1, 1)
    for r in range(len(person)):
        is_organisation = r >= residents_n
        for field in range(person.shape[1]):
            person[r, field] = 0
        person[r, BIRTH_YEAR] = civil(zero + birth_day[r])[0]
        person[r, ADULT_D] = 0 if is_organisation else birthday(zero, birth_day[r], ADULT_Y)
        person[r, DEATH_D] = FAR_D
        person[r, AGE_GROUP] = 0 if is_organisation else NOBODY
        person[r, ID] = resident[r]
        person[r, IS_ORGANISATION] = is_organisation


@inner
def cells_without_age(stride, sex, levels, cell):
    """Work out the part of each resident's cell that stays."""
    for d in range(cell.shape[0]):
        for r in range(cell.shape[1]):
            cell[d, r] = stride[d, 1] * sex[r]
        for x in range(len(levels)):
            step = stride[d, 2 + x]
            if step != 0:
                for r in range(cell.shape[1]):
                    cell[d, r] += step * levels[x, r]


@inner
def draw_everybody(seed, purpose, community, entity, index, words):
    """Draw the first two words of everybody, as one number each; dense: without a branch."""
    k0, k1 = np.uint32(np.uint64(seed) & LOW), np.uint32(np.uint64(seed) >> _32)
    for r in range(len(entity)):
        w0, w1, _, _ = philox4x32(
            np.uint32(index), entity[r], np.uint32(community), np.uint32(purpose), k0, k1
        )
        words[r] = np.uint64(w0) | np.uint64(w1) << _32


@inner
def age_everybody(
    seed, community, year, ix, first_d, next_d, resident, person, age_group, age_group_lowest, sex,
    death_threshold, words,
):  # fmt: skip
    """Set this year's age groups and draw its deaths."""
    draw_everybody(seed, DEATH, community, resident, ix, words)
    for r in range(len(person)):
        if person[r, IS_ORGANISATION] or person[r, DEATH_D] <= first_d:
            age_group[ix, r] = 0 if person[r, IS_ORGANISATION] else NOBODY
            continue
        age_y = year - person[r, BIRTH_YEAR]
        age_ix = NOBODY
        for place in range(len(age_group_lowest)):
            if age_y >= age_group_lowest[place]:
                age_ix = place
        age_group[ix, r] = age_ix if age_y >= ADULT_Y else NOBODY
        # The world sets risks of death among the ages that people have on the evening before a year.
        age_then_y = min(OLDEST_Y, max(0, age_y - 1))
        if words[r] & LOW < np.uint64(death_threshold[sex[r], age_then_y]):
            person[r, DEATH_D] = first_d + spread(words[r] >> _32, next_d - first_d)


@inlined
def spread(word, n):
    """Map a word to one of n equally likely whole numbers."""
    return np.int64((np.uint64(word) * np.uint64(n)) >> np.uint64(32))


@inner
def look_up_thresholds(
    stride, class_start, count_threshold, domain_of, cell, person, age_group, frailty, threshold, known
):  # fmt: skip
    """Find the threshold of the first candidate of each holder and domain for this year.

    Most people stay in their age group, as `known` says; what was found for them holds on.
    """
    for r in range(cell.shape[1]):
        if age_group[r] == known[r]:
            continue
        known[r] = age_group[r]
        for d in range(cell.shape[0]):
            if age_group[r] == NOBODY or person[r, IS_ORGANISATION] != domain_of[d]:
                threshold[d, r] = LAST
            else:
                at = cell[d, r] + stride[d, 0] * age_group[r]
                row = class_start[d] + at * FRAILTY_LEVELS_N + frailty[d, r]
                threshold[d, r] = count_threshold[row, 0]
