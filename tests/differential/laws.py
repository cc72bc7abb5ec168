"""A few words come in, a whole `Regime` goes out: laws for tests, as small as a test can read."""

from collections.abc import Mapping, Sequence

from glasshouse.law.schema import Regime

OURS = "ours"
SOURCE = {"source": OURS}
Tree = dict[str, object]
Limits = Sequence[tuple[str, float | None]]
"""Grades from the lowest numbers up, with their lower limits."""

RONGCHENG_LIKE: Limits = (
    ("D", None),
    ("C", 600),
    ("B", 850),
    ("A", 960),
    ("A+", 1001),
    ("AA", 1050),
)
"""A+ is a sub-band of A."""
REGISTER: Limits = (("clean", None), ("noted", 1), ("warned", 4), ("cautioned", 6), ("barred", 8))
"""Grades of a driver register: more points are worse."""


def rule(conduct: str | None = None, provider: str = "police", /, **its: object) -> Tree:
    """Return one rule; valid for a year where nothing else is said.

    One without a conduct is booked by another rule's `repair` or `books_too`, beside a downgrade
    that it follows, or by a feed.
    """
    tree: Tree = {"title": conduct or "booked by others", "valid": "1 year", **SOURCE, **its}
    if conduct is not None:
        tree |= {"conduct": conduct, "provider": provider}
    return {name: value for name, value in tree.items() if value is not None}


def bands(limits: Limits, *, gap: float = 1, measures: Mapping[str, str] | None = None) -> list[Tree]:
    """Return closed bands, from the grades' lower limits; each ends a `gap` before the next begins."""
    uppers = [lowest - gap for _, lowest in limits[1:] if lowest is not None]
    trees: list[Tree] = []
    for ix, (grade, lowest) in enumerate(limits):
        tree: Tree = {"grade": grade, "measure": (measures or {}).get(grade), **SOURCE}
        if lowest is not None:
            tree["from"] = lowest
        if ix < len(uppers):
            tree["to"] = uppers[ix]
        if grade.endswith("+"):
            tree["part_of"] = grade.removesuffix("+")
        trees.append(tree)
    return trees


def publication(day: int | str) -> Tree:
    """Return a day of the month, `first_working_day` or `at_once`."""
    return {"day_of_month": day, **SOURCE} if isinstance(day, int) else {day: True, **SOURCE}


VALUES = (
    "base", "floor", "ceiling", "direction", "notice", "validity_starts", "one_act_counts", "repeat",
    "after_downgrade", "merits_while_uncorrected", "steps", "takes_over", "deletion", "shown_to",
)  # fmt: skip
"""Fields of an instrument that are one value with a source."""


def kept(kind: str, **its: object) -> Tree:
    """Return an instrument of a kind; silent fields are left out."""
    day = its.pop("publication", 25)
    assert isinstance(day, int | str)
    validity = its.pop("validity", None)
    tree: Tree = {"kind": kind, "title": kind, "publication": publication(day)}
    if validity is not None:
        assert isinstance(validity, dict)
        tree["validity"] = {**validity, **SOURCE}
    for name, value in its.items():
        if value is not None:
            tree[name] = {"value": value, **SOURCE} if name in VALUES else value
    return tree


def instrument(limits: Limits = RONGCHENG_LIKE, /, **its: object) -> Tree:
    """Return a points instrument; `base`, `floor`, `ceiling` and so on replace what is usual here."""
    usual: dict[str, object] = {
        "base": 1000,
        "floor": 0,
        "validity_starts": "conduct",
        "one_act_counts": "highest",
        "bands": bands(limits),
    }
    return kept("points", **(usual | its))


def daily(limits: Limits = RONGCHENG_LIKE, /, **its: object) -> Tree:
    """Return a points instrument that shows every day what it is worth."""
    return instrument(limits, **({"publication": "at_once"} | its))


def register(**its: object) -> Tree:
    """Return a points instrument of which more is worse."""
    usual: dict[str, object] = {
        "base": 0,
        "direction": "up-is-worse",
        "validity_starts": "conduct",
        "publication": "at_once",
        "bands": bands(REGISTER),
    }
    return instrument(**(usual | its))


def listing(**its: object) -> Tree:
    """Return a list, whose changes show at once."""
    return kept("list", **({"publication": "at_once", "validity_starts": "conduct"} | its))


def index(weights: Mapping[str, tuple[int, int]], limits: Limits, **its: object) -> Tree:
    """Return an index from 350 to 950, of dimensions with their weights and where they start."""
    usual: dict[str, object] = {
        "floor": 350,
        "ceiling": 950,
        "validity_starts": "booking",
        "dimensions": {
            name: {"title": name, "weight": weight, "start": start, **SOURCE}
            for name, (weight, start) in weights.items()
        },
        "bands": bands(limits),
    }
    return kept("index", **(usual | its))


def remedy(told: str = "each-charge", **its: object) -> Tree:
    """Return how somebody may object: to the office, without any limit, where nothing else is said."""
    return {"told": told, **its, **SOURCE}


def tally(per: str = "year", *, most: float | None = None) -> Tree:
    """Return something that is added up over a period."""
    return {"title": "added up", "per": per, "most": most, **SOURCE}


def feed(instrument_id: str, books: Mapping[str, str]) -> Tree:
    """Return what the grades of one instrument book on another at the end of a year."""
    return {"instrument": instrument_id, "books": dict(books), **SOURCE}


def regime(
    rules: Mapping[str, Tree],
    *,
    points: Tree | None = None,
    others: Mapping[str, Tree] | None = None,
    instruments: Mapping[str, Tree] | None = None,
    lists: Mapping[str, Sequence[str]] | None = None,
    from_age_y: int = 18,
    asks_consent: bool = False,
    report_within_d: Mapping[str, int | None] | None = None,
    roles: Mapping[str, Tree] | None = None,
    tallies: Mapping[str, Tree] | None = None,
    feeds: Mapping[str, Tree] | None = None,
) -> Regime:
    """Return a law with these rules, whose providers are those that the rules name.

    Args:
        rules: By code.
        points: The first instrument.
        others: The instruments after it, by name.
        instruments: All instruments by name, instead of these.
        lists: By name, the grades that are on it.
        from_age_y: Who has an account.
        asks_consent: Whether nobody is scored without consent.
        report_within_d: Deadlines of providers.
        roles: By which mechanisms records of providers arise and find their file.
        tallies: By name.
        feeds: By name.
    """
    deadlines = report_within_d or {}
    listed = {"red": ["A+", "AA"], "black": ["C", "D"]} if lists is None else lists
    known = {str(its["provider"]) for its in rules.values() if "provider" in its}
    providers = known | set(deadlines) | set(roles or {})
    return Regime.model_validate(
        {
            "glasshouse": "regime/1",
            "id": "test-law",
            "title": "A law for a test",
            "about": "Invented.",
            "world": "lantern-bay",
            "sources": {OURS: {"kind": "invented", "reference": "this test"}},
            "scored": {"from_age_y": from_age_y, "consent": "required" if asks_consent else None, **SOURCE},
            "providers": {
                name: {
                    "title": name,
                    "report_within_d": deadlines.get(name),
                    **(roles or {}).get(name, {}),
                    **SOURCE,
                }
                for name in sorted(providers)
            },
            "instruments": dict(instruments or {"points": points or instrument(), **(others or {})}),
            "tallies": dict(tallies or {}),
            "feeds": dict(feeds or {}),
            "rules": dict(rules),
            "lists": {
                name: {"title": name, "grades": list(grades), **SOURCE} for name, grades in listed.items()
            },
        }
    )
