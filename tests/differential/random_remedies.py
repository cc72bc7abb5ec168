"""Luck comes in, mistakes and remedies that nobody would write go out: of a law, and of a world."""

from collections.abc import Sequence
from random import Random

from tests.differential import laws, towns
from tests.differential.laws import SOURCE, Tree

MATCHINGS = ("strict", "number", "name", "address")
EVIDENCE = ("camera", "decision", "report")
TOLD = ("each-charge", "publication", "nobody")
BODIES = ("office", "court", "tribunal")
SHARES = (0.1, 0.3, 0.05, 0.5, 0.5, 1.0)
RATIOS = (0.05, 0.3, 0.5, 1.2)
FACTORS = (2, 3.3, 0.4, 1, 0)
DELETING = ((20, 0.0, 60), (45, 1.0, 200), (1, 0.5, 10), (0, 0.0, 0))
WAITING = ((0, 0.0, 0), (3, 1.0, 30), (20, 0.5, 90), (60, 1.0, 400))
PERIODS = ("1 working day", "5 working days", "20 working days", "1 day", "10 days", "60 days", "2 months")


def role(luck: Random) -> Tree:
    """Return by which mechanisms a provider's records arise and find their file."""
    return {
        "matched_by": luck.choice(MATCHINGS),
        "evidence": luck.choice(EVIDENCE),
        "linked": luck.random() < 0.9,
        "quota": luck.random() < 0.4,
        "discretion": luck.random() < 0.5,
        "checked_by_hand": luck.random() < 0.3,
    }


def remedy(luck: Random) -> Tree:
    """Return how somebody may object."""
    review = {
        "by": luck.choice(BODIES[1:]),
        "within": _period(luck),
        "decide_within": _period(luck),
        "suspends": luck.random() < 0.5,
    }
    told = luck.choice(TOLD)
    return laws.remedy(
        told,
        object_within=_period(luck),
        hearing=told != "nobody" and luck.random() < 0.3,
        suspends=luck.random() < 0.5,
        by=luck.choice(BODIES),
        decide_within=_period(luck),
        correct_within=_period(luck),
        review=luck.choice((None, review)),
    )


def errors(luck: Random) -> Tree:
    """Return how often each mechanism fails; those left out never do."""
    parts: Tree = {
        "wrong_person": _some_of(luck, MATCHINGS, SHARES),
        "in_household": _value(luck.choice(SHARES)),
        "missed": _value(luck.choice(SHARES[:4])),
        "thin_files": {
            name: {"factors": {level: luck.choice(FACTORS) for level in levels[1:]}, **SOURCE}
            for name, levels in towns.ATTRIBUTES.items()
            if luck.random() < 0.5
        },
        "mistake": _some_of(luck, EVIDENCE, RATIOS),
        "malice": _some_of(luck, EVIDENCE, RATIOS),
        "quota": _value(luck.choice(RATIOS)),
        "grudge": _value(luck.choice(RATIOS)),
        "spared": _value(luck.choice(SHARES[:4])),
        "caught_by_hand": _value(luck.choice(SHARES)),
        "duplicate": _value(luck.choice(SHARES)),
        "stale_by_hand": towns.span(*luck.choice(DELETING)),
        "stale_automatic": towns.span(*luck.choice(DELETING)),
    }
    return {name: tree for name, tree in parts.items() if luck.random() < 0.7}


def objections(luck: Random) -> Tree:
    """Return who learns, who dares, how long it takes and who wins."""
    high = (0.5, 0.9, 1.0)
    return {
        "learns": _some_of(luck, TOLD, high),
        "objects": _value(luck.choice((0.3, 0.6, 1.0))),
        "wrongly_factor": _value(luck.choice((0.5, 1, 3))),
        "files_after": towns.span(*luck.choice(WAITING)),
        "office_days": _value(luck.choice((0, 1, 4, 30))),
        "decides_after": {body: towns.span(*luck.choice(WAITING)) for body in BODIES if luck.random() < 0.8},
        "keeps_deadline": _value(luck.choice((0, 0.5, 1.0))),
        "wins": {
            body: {
                "wrongly": _value(luck.choice((0.5, 0.9, 1.0))),
                "rightly": _value(luck.choice((0, 0.3, 0.5))),
            }
            for body in BODIES
            if luck.random() < 0.9
        },
        "goes_on": _value(luck.choice((0.5, 1.0))),
    }


def _period(luck: Random) -> str | None:
    return luck.choice((None, *PERIODS))


def _some_of(luck: Random, names: Sequence[str], numbers: Sequence[float]) -> Tree:
    return {name: _value(luck.choice(numbers)) for name in names if luck.random() < 0.85}


def _value(value: float) -> Tree:
    return {"value": value, **SOURCE}
