"""A number comes in; a law, a town or a case that nobody would write goes out.

Hypothesis draws the number, and not the parts: it likes small examples, and in a town of one or two
under a law of one rule next to nothing happens. Whoever looks into a difference begins with the
person and the rule that it names.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from glasshouse.law.cases import Case, CaseEntry, Expected
from glasshouse.law.schema import Regime, Rule
from glasshouse.law.tree import Mark
from tests.differential import random_law, random_town
from tests.differential.compare import Scene

NUMBERS = st.integers(0, 2**64 - 1)
CONDUCT_DAYS = (0, 0, 1, 20, 40, 58, 59, 60, 300, 364, 365, 366, 424, 425, 426, 700)
"""After 1 January of the first year; some are leap days, or near one."""
WAITS = (0, 0, 1, 40, 364, 365, 366)


def scene(number: int, *, residents: int) -> Scene:
    """Return a town and the law that it lives under."""
    luck = Random(number)
    world = random_town.world(luck)
    return Scene(
        random_law.regime(luck, world),
        world,
        random_town.community(luck, world, residents=residents),
        random_town.death(luck),
    )


def law_and_case(number: int) -> tuple[Regime, Case]:
    """Return a law and a case for it."""
    luck = Random(number)
    law = random_law.regime(luck, random_town.world(luck))
    return law, case(luck, law)


def case(luck: Random, law: Regime) -> Case:
    """Return entries in any order, some of them on the same days and of the same acts."""
    first = date(luck.choice((2019, 2020)), 1, 1)
    entries = [_entry(luck, law, first, number) for number in range(luck.randint(0, 14))]
    at = max([first, *(its.on for its in entries)]) + timedelta(luck.randint(0, 800))
    return Case(
        law.id,
        "drawn",
        "A case for a test",
        None,
        first.replace(year=first.year - 18) + timedelta(luck.choice((-9000, -9000, -1, 30))),
        tuple(entries),
        at,
        Expected(None, None, None, None, None),
        Mark("", 0, 0),
        luck.choice(("resident", "resident", "organisation")),
    )


def _entry(luck: Random, law: Regime, first: date, number: int) -> CaseEntry:
    code = luck.choice([code for code, its in law.rules.items() if its.conduct is not None])
    rule = law.rules[code]
    on = first + timedelta(luck.choice(CONDUCT_DAYS))
    return CaseEntry(
        rule=code,
        on=on,
        booked=_sometimes(luck, on),
        act=luck.choice(("same", "other", f"act-{number}")),
        ends=_sometimes(luck, on),
        never_ends=luck.random() < 0.1,
        final=_sometimes(luck, on),
        as_=luck.choice(rule.booked_on) if luck.random() < 0.8 else "spouse",
        severity=luck.choice(_severities(law, rule)),
        size=luck.choice((None, 1, 5, 30)),
    )


def _sometimes(luck: Random, on: date) -> date | None:
    return on + timedelta(luck.choice(WAITS)) if luck.random() < 0.5 else None


def _severities(law: Regime, rule: Rule) -> Sequence[str | None]:
    """Return the severities that an entry of a rule may have; what it books too may go by severity."""
    elsewhere = sorted({name for its in law.rules.values() for name in its.points_by or ()})
    return tuple(rule.points_by or rule.severity or elsewhere) or (None,)
