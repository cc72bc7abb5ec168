"""A few words come in, a whole `Regime` goes out: laws for tests, as small as a test can read."""

from collections.abc import Mapping, Sequence

from glasshouse.law.schema import Regime

OURS = "ours"
SOURCE = {"source": OURS}
Tree = dict[str, object]

RONGCHENG_LIKE: tuple[tuple[str, int | None], ...] = (
    ("D", None),
    ("C", 600),
    ("B", 850),
    ("A", 960),
    ("A+", 1001),
    ("AA", 1050),
)
"""Grades from the worst with their lower limits; A+ is a sub-band of A."""


def rule(
    conduct: str,
    provider: str = "police",
    *,
    points: float | None = None,
    downgrade_to: str | None = None,
    **its: object,
) -> Tree:
    """Return one rule; valid for a year where nothing else is said."""
    tree: Tree = {"title": conduct, "conduct": conduct, "provider": provider, "valid_y": 1, **SOURCE, **its}
    if points is not None:
        tree["points"] = points
    if downgrade_to is not None:
        tree["downgrade_to"] = downgrade_to
    return tree


def bands(limits: Sequence[tuple[str, int | None]]) -> list[Tree]:
    """Return closed bands without gaps, from the grades' lower limits, worst first."""
    uppers = [lowest - 1 for _, lowest in limits[1:] if lowest is not None]
    trees: list[Tree] = []
    for ix, (grade, lowest) in enumerate(limits):
        tree: Tree = {"grade": grade, **SOURCE}
        if lowest is not None:
            tree["from"] = lowest
        if ix < len(uppers):
            tree["to"] = uppers[ix]
        if grade.endswith("+"):
            tree["part_of"] = grade.removesuffix("+")
        trees.append(tree)
    return trees


def instrument(limits: Sequence[tuple[str, int | None]] = RONGCHENG_LIKE, **its: object) -> Tree:
    """Return a points instrument; `base`, `floor`, `ceiling` and so on replace what is usual here."""
    values: dict[str, object] = {
        "base": 1000,
        "floor": 0,
        "ceiling": None,
        "validity_starts": "conduct",
        "one_act_counts": "highest",
        "publication": 25,
        **its,
    }
    day = {"day_of_month": values.pop("publication"), **SOURCE}
    sourced = {name: {"value": value, **SOURCE} for name, value in values.items() if value is not None}
    return {"kind": "points", "title": "points", "publication": day, "bands": bands(limits), **sourced}


def regime(
    rules: Mapping[str, Tree],
    *,
    points: Tree | None = None,
    lists: Mapping[str, Sequence[str]] | None = None,
    from_age_y: int = 18,
    report_within_d: Mapping[str, int | None] | None = None,
) -> Regime:
    """Return a law with these rules, whose providers are those that the rules name."""
    deadlines = report_within_d or {}
    listed = {"red": ["A+", "AA"], "black": ["C", "D"]} if lists is None else lists
    providers = {str(its["provider"]) for its in rules.values()} | set(deadlines)
    return Regime.model_validate(
        {
            "glasshouse": "regime/1",
            "id": "test-law",
            "title": "A law for a test",
            "about": "Invented.",
            "world": "lantern-bay",
            "sources": {OURS: {"kind": "invented", "reference": "this test"}},
            "scored": {"from_age_y": from_age_y, **SOURCE},
            "providers": {
                name: {"title": name, "report_within_d": deadlines.get(name), **SOURCE}
                for name in sorted(providers)
            },
            "instruments": {"points": points or instrument()},
            "rules": dict(rules),
            "lists": {
                name: {"title": name, "grades": list(grades), **SOURCE} for name, grades in listed.items()
            },
        }
    )
