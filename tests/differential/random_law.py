"""A world and luck come in, laws that nobody would write go out: every construct of the schema at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from glasshouse.law.schema import Regime
from glasshouse.people.world import World
from glasshouse.units import points
from tests.differential import laws, random_remedies, towns
from tests.differential.laws import SOURCE, Tree
from tests.differential.random_town import some

GRADES: tuple[str, ...] = ("E", "D", "C", "B", "A", "AA")
AMOUNTS = (-20, None, -5, 7.5, None, -60, -5, -0.5, 40, None, 3)
"""Points of a rule; None is a direct downgrade. Few, so that rules for one act are often as heavy."""
POINTS = tuple(amount for amount in AMOUNTS if amount is not None)
VALID = (
    "1 year", "2 years", "1 year", "5 years", "6 months", "1 month", "180 days", "40 working days",
    "to the end of the year", "until corrected",
)  # fmt: skip
WAITS = ("3 working days", "10 days", "1 month", "1 year")
STARTS = ("conduct", "end", "finality", "booking")
RELATIONS = ("doer", "household-head", "spouse", "parents", "head")
LEVELS = ("village", "city")
HOLDERS = (("residents",), ("residents",), ("residents", "organisations"), ("organisations",))
DAYS = ("at_once", "first_working_day", 25, 1, 28, 13)


@dataclass(slots=True)
class Draft:
    """A law while it is being made up."""

    luck: Random
    world: World
    asks_consent: bool
    instruments: dict[str, Tree] = field(default_factory=dict[str, Tree])
    grades: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """By instrument, those that a direct downgrade may lead to."""
    bands: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """By instrument, all of its grades; lists are not among them."""
    dimensions: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """By index."""
    rules: dict[str, Tree] = field(default_factory=dict[str, Tree])
    tallies: dict[str, Tree] = field(default_factory=dict[str, Tree])
    feeds: dict[str, Tree] = field(default_factory=dict[str, Tree])
    fed: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """By instrument, the grades that some feed books something for, sub-bands apart."""

    def happens(self, share: float) -> bool:
        """Say yes in a share of all cases."""
        return self.luck.random() < share

    def kind(self, name: str) -> str:
        """Return the kind of an instrument."""
        return str(self.instruments[name]["kind"])

    def add(self, tree: Tree) -> str:
        """Add a rule under the next code."""
        code = f"R{len(self.rules)}"
        self.rules[code] = tree
        return code


def regime(luck: Random, world: World) -> Regime:
    """Return a law for a world."""
    draft = Draft(luck, world, luck.random() < 0.2)
    kinds = luck.choices(("points", "register", "index", "list"), (6, 2, 2, 2), k=luck.randint(1, 4))
    for ix, kind in enumerate(kinds):
        _add_instrument(draft, f"{kind}-{ix}", kind)
    _take_over(draft)
    for _ in range(luck.randint(2, 6)):
        _add_family(draft)
    for _ in range(luck.randint(0, 2)):
        _add_tally(draft)
    if len(kinds) > 1:
        for _ in range(luck.randint(0, 2)):
            _add_follower(draft)
        for _ in range(luck.randint(0, 2)):
            _add_feed(draft)
    return laws.regime(
        draft.rules,
        instruments=draft.instruments,
        lists={f"grades-{ix}": some(luck, GRADES, least=1) for ix in range(luck.randint(0, 2))},
        from_age_y=luck.choice((18, 18, 18, 19, 21)),
        asks_consent=draft.asks_consent,
        report_within_d={name: luck.choice((None, 0, 7, 60)) for name in world.providers},
        roles={name: random_remedies.role(luck) for name in world.providers},
        tallies=draft.tallies,
        feeds=draft.feeds,
    )


def _limits(luck: Random, lowest: int, highest: int) -> laws.Limits:
    """Return grades with their lower limits; now and then one is a sub-band of its neighbour."""
    lower = sorted(luck.sample(range(lowest, highest), luck.randint(0, len(GRADES) - 1)))
    names: list[str] = list(GRADES[: len(lower) + 1])
    if lower and luck.random() < 0.4:
        part = luck.randint(0, len(lower))
        whole = luck.choice([ix for ix in (part - 1, part + 1) if 0 <= ix <= len(lower)])
        names[part] = f"{names[whole]}+"
    return list(zip(names, [None, *lower], strict=True))


def _add_instrument(draft: Draft, name: str, kind: str) -> None:
    """Add an instrument of a kind, and remember to which grades a downgrade there may lead."""
    if kind == "list":
        draft.grades[name] = ["listed"]
        draft.instruments[name] = laws.listing(**_common(draft, ["listed"]))
        return
    luck = draft.luck
    lowest, highest = {"points": (-50, 200), "register": (0, 40), "index": (360, 940)}[kind]
    limits = _limits(luck, lowest, highest)
    grades = [grade for grade, _ in limits]
    is_up_worse = kind == "register"
    measures: dict[str, str] = {}
    if not any(grade.endswith("+") for grade in grades) and draft.happens(0.8 if is_up_worse else 0.4):
        steps = some(luck, grades[1:] if is_up_worse else grades[:-1], least=1)
        measures = dict.fromkeys(steps, "a letter")
    # What lies between two bands belongs to one of them; only limits in whole points can show to which.
    gap = 1 if kind == "points" and draft.happens(0.7) else 0.1
    values: Tree = {
        "direction": "up-is-worse" if is_up_worse else luck.choice((None, "up-is-better")),
        "bands": laws.bands(limits, gap=gap, measures=measures),
        "steps": "in-order" if measures else None,
        "after_downgrade": None if kind == "index" else luck.choice((None, "hold", "subtract")),
        "merits_while_uncorrected": luck.choice((None, "suspended", "suspended", "count")),
        "repeat": luck.choice((None, "doubles", "doubles", "counts")),
        **_common(draft, grades),
    }
    makers = {"points": _points, "register": _register, "index": _index}
    draft.instruments[name] = makers[kind](draft, name, [its for _, its in limits if its is not None], values)
    has_worst_score = not is_up_worse or draft.instruments[name].get("ceiling") is not None
    boundless = () if has_worst_score else (grades[-1], grades[-1].removesuffix("+"))
    draft.grades[name] = [grade for grade in grades if grade not in boundless]
    draft.bands[name] = grades


def _common(draft: Draft, grades: Sequence[str]) -> Tree:
    """Return what instruments of all kinds say."""
    luck = draft.luck
    return {
        "holders": luck.choice(HOLDERS),
        "only": {"work": tuple(some(luck, towns.ATTRIBUTES["work"], least=1))} if draft.happens(0.15) else {},
        "publication": luck.choice(DAYS),
        "notice": luck.choice((None, None, None, *WAITS[:3])),
        "validity_starts": luck.choice(STARTS),
        "validity": _validity(draft, grades) if draft.happens(0.5) else None,
        "one_act_counts": luck.choice((None, "highest", "each")),
        "remedy": random_remedies.remedy(luck) if draft.happens(0.75) else None,
        "deletion": luck.choice((None, "by-hand", "automatic")),
        "shown_to": luck.choice((None, "everybody", "holder")),
    }


def _validity(draft: Draft, grades: Sequence[str]) -> Tree:
    luck = draft.luck
    return {
        "deductions": (
            {"up_to": 5, "valid": "6 months"},
            {"up_to": 39.5, "valid": "1 year"},
            {"valid": "2 years"},
        ),
        "merits": luck.choice(("1 year", "to the end of the year")),
        "levels": {"village": "3 months", "city": "2 years"},
        "downgrades": {grade: luck.choice(("1 year", "3 years")) for grade in grades},
    }


def _points(draft: Draft, _name: str, lower: list[float], values: Tree) -> Tree:
    luck = draft.luck
    lowest = int(min(lower, default=0))
    base_pt = luck.randint(lowest * 10 - 200, 2500)
    floor_pt = min(base_pt, lowest * 10 - luck.choice((5, 10, 300, 3000)))
    ceiling_pt = luck.choice((None, max(base_pt, int(max(lower, default=0)) * 10 + 5), base_pt + 3000))
    return laws.kept(
        "points",
        base=points(base_pt),
        floor=points(floor_pt),
        ceiling=None if ceiling_pt is None else points(ceiling_pt),
        **values,
    )


def _register(draft: Draft, _name: str, lower: list[float], values: Tree) -> Tree:
    luck, highest = draft.luck, max(lower, default=0)
    base = luck.choice((0, 0, 2.5, 11))
    return laws.kept(
        "points",
        base=base,
        floor=luck.choice((min(base, 0), -20)),
        ceiling=luck.choice((None, highest + base + 5, highest + base + 500)),
        **values,
    )


def _index(draft: Draft, name: str, _lower: list[float], values: Tree) -> Tree:
    weights = draft.luck.choice(((100,), (60, 40), (33, 33, 34)))
    draft.dimensions[name] = [f"dim-{ix}" for ix in range(len(weights))]
    starts = [(weight, draft.luck.choice((0, 50, 85))) for weight in weights]
    weighted = dict(zip(draft.dimensions[name], starts, strict=True))
    return laws.index(weighted, (), ceiling=draft.luck.choice((950, 949.5)), **values)


def _take_over(draft: Draft) -> None:
    """Let some accounts of points take over the entries of another instrument."""
    for name, tree in draft.instruments.items():
        others = [its for its in draft.instruments if its != name and draft.kind(its) == "points"]
        if draft.kind(name) == "points" and others and draft.happens(0.3):
            tree["takes_over"] = {"value": draft.luck.choice(others), **SOURCE}
            tree.setdefault("validity", {**_validity(draft, draft.grades[name]), **SOURCE})


def _rule(draft: Draft, name: str, amount: float | None, **its: object) -> Tree:
    """Return a rule on an instrument; a list knows no amounts."""
    luck = draft.luck
    has_validity = "validity" in draft.instruments[name]
    tree: Tree = {
        "title": "a rule",
        "instrument": name,
        "valid": None if has_validity and draft.happens(0.6) else luck.choice(VALID),
        "starts": luck.choice((None, None, None, *STARTS)),
        **SOURCE,
        **its,
    }
    if draft.kind(name) == "list" or (amount is None and draft.grades[name]):
        tree["downgrade_to"] = luck.choice(draft.grades[name])
    else:
        amount = -5 if amount is None else amount
        tree["points"] = amount
        tree["dimension"] = luck.choice(draft.dimensions[name]) if name in draft.dimensions else None
        is_merit = (amount > 0) != _is_up_worse(draft, name)
        tree["level"] = luck.choice(LEVELS) if has_validity and is_merit and draft.happens(0.4) else None
    return tree


def _is_up_worse(draft: Draft, name: str) -> bool:
    direction = draft.instruments[name].get("direction")
    return isinstance(direction, dict) and "up-is-worse" in direction.values()


def _plain(draft: Draft, name: str, amount: float | None) -> Tree:
    """Return a rule that others book: its time is a span, and it has no conduct."""
    return _rule(draft, name, amount, valid=draft.luck.choice(VALID[:-1]), starts=None)


def _add_family(draft: Draft) -> None:
    """Add up to four rules for one conduct of the world; some rules no report ever fires."""
    luck = draft.luck
    name = luck.choice(list(draft.world.conduct))
    conduct = draft.world.conduct[name]
    reporters = [*(list(conduct.seen_by) * 4), *draft.world.providers]
    instruments = list(draft.instruments)
    for amount in luck.choices(AMOUNTS, k=luck.randint(1, 4)):
        where = luck.choice(instruments)
        severities = some(luck, list(conduct.severity), least=1) or None
        tree = _rule(draft, where, amount, conduct=name, provider=luck.choice(reporters))
        tree |= {
            "severity": tuple(severities) if severities and draft.happens(0.5) else None,
            "booked_on": tuple(some(luck, RELATIONS, least=1, most=3)) if draft.happens(0.4) else ("doer",),
            "repeat": luck.choice((None, None, None, "doubles", "counts", "refused")),
        }
        if "points" in tree:
            _vary_points(draft, tree, severities)
        _tie(draft, where, tree)
        draft.add(tree)


def _vary_points(draft: Draft, tree: Tree, severities: list[str] | None) -> None:
    """Let a rule with points grade them by severity, count them by months, or cap them."""
    luck = draft.luck
    tree["counted"] = luck.choice(("once", "once", "each-month", "each-half-year"))
    if severities and draft.happens(0.4):
        its = tree.pop("points")
        assert isinstance(its, int | float)
        tree |= {"severity": None, "points_by": {name: its * (1 + ix) for ix, name in enumerate(severities)}}
    if draft.happens(0.2):
        tree["tally"] = _capped(draft)


def _capped(draft: Draft) -> str:
    """Return a tally that caps what rules may earn each time; several may share one."""
    luck = draft.luck
    known = [name for name in draft.tallies if name.startswith("capped")]
    if known and draft.happens(0.5):
        return luck.choice(known)
    name = f"capped-{len(draft.tallies)}"
    draft.tallies[name] = laws.tally(luck.choice(("month", "quarter", "year")), most=luck.choice((10, 45.5)))
    return name


def _tie(draft: Draft, where: str, tree: Tree) -> None:
    """Tie a rule to others: what an act is booked under too, and what a repair puts in its place."""
    luck = draft.luck
    if draft.happens(0.3):
        relations = some(luck, RELATIONS[1:], least=1, most=2)
        tree["books_too"] = {relation: _another(draft, tree["conduct"]) for relation in relations}
    if draft.happens(0.4):
        milder = (
            draft.add(_plain(draft, where, luck.choice(AMOUNTS)))
            if draft.kind(where) != "list" and draft.happens(0.7)
            else None
        )
        tree["repair"] = {"rule": milder, "after": luck.choice((None, None, *WAITS)), **SOURCE}
    if draft.happens(0.1):
        tree["only_while"] = {"from": -30, "to": luck.choice((5, 60, 700))}


def _another(draft: Draft, conduct: object) -> str:
    """Return a rule that an act is booked under too: a new one, or one for other conduct."""
    known = [code for code, its in draft.rules.items() if its.get("conduct", conduct) != conduct]
    if known and draft.happens(0.3):
        return draft.luck.choice(known)
    where, amount = draft.luck.choice(list(draft.instruments)), draft.luck.choice(AMOUNTS)
    return draft.add(_plain(draft, where, amount))


def _add_tally(draft: Draft) -> None:
    """Add tiers, or rules that earn by the piece, for one conduct on one instrument."""
    luck = draft.luck
    places = [name for name in draft.instruments if draft.kind(name) != "list"]
    if not places:
        return
    where = luck.choice(places)
    tally = f"tally-{len(draft.tallies)}"
    most = luck.choice((None, None, 12, 30))
    draft.tallies[tally] = laws.tally(luck.choice(("month", "quarter", "half-year", "year")), most=most)
    common: Tree = {
        "tally": tally,
        "valid": luck.choice(VALID[:-1]),
        "starts": luck.choice((None, *STARTS)),
        "booked_on": tuple(some(luck, RELATIONS, least=1, most=2)) if draft.happens(0.3) else ("doer",),
        "counted": luck.choice(("once", "once", "each-month")),
        "level": None,
    }
    seen = _seen(draft)
    for scale in some(luck, _scales(luck), least=1):
        seen = _seen(draft) if draft.happens(0.2) else seen
        draft.add(_rule(draft, where, 1) | common | seen | scale)


def _seen(draft: Draft) -> Tree:
    """Return a conduct of the world, and somebody who sees it."""
    name = draft.luck.choice(list(draft.world.conduct))
    return {"conduct": name, "provider": draft.luck.choice(list(draft.world.conduct[name].seen_by))}


def _scales(luck: Random) -> list[Tree]:
    """Return what the rules of a tally say about size: tiers, or pieces."""
    sign = luck.choice((1, 1, -1))
    if luck.random() < 0.5:
        return [{"from": size, "points": sign * worth} for size, worth in ((2, 5), (9, 7.5), (40, 20))]
    return [
        {"for_each": 2, "points": sign * 1.5, "up_to": luck.choice((None, 11))},
        {"for_each": 5, "points": sign * 4, "above": luck.choice((None, 11)), "up_to": 60},
    ]


def _add_follower(draft: Draft) -> None:
    """Add a rule that is booked beside direct downgrades of another instrument."""
    luck = draft.luck
    where = luck.choice(list(draft.instruments))
    grades = [its for name, tree in draft.grades.items() if name != where for its in tree]
    if grades:
        its = _plain(draft, where, luck.choice(AMOUNTS))
        draft.add(its | {"follows": luck.choice(grades)})


def _add_feed(draft: Draft) -> None:
    """Add a feed from the grades of one instrument to another one."""
    luck = draft.luck
    source, target = luck.sample(list(draft.instruments), 2)
    grades = draft.bands.get(source, ["listed", "unlisted"])
    free = [its for its in grades if (source, its.removesuffix("+")) not in draft.fed]
    if draft.kind(target) == "list" or not free:
        return
    books = {
        grade: draft.add(_plain(draft, target, luck.choice(POINTS))) for grade in some(luck, free, least=1)
    }
    draft.feeds[f"feed-{len(draft.feeds)}"] = laws.feed(source, books)
    draft.fed |= {(source, grade.removesuffix("+")) for grade in books}
