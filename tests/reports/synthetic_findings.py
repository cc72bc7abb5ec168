"""Nothing comes in, invented findings of a run and of a comparison go out, by the audits' definitions."""

from collections.abc import Mapping
from dataclasses import replace

from glasshouse.audits import QUESTIONS, Finding, Interval

CAUSES = {"mistake": 0.02, "namesake": 0.012, "duplicate": 0.004, "stale": 0.001}
PROVIDERS = {"traffic-police": 0.018, "court": 0.013, "none": 0.004}
LEVELS = {"sex": ("female", "male"), "registration": ("local", "other-township")}
STACKS = ("human-review", "short-memory", "human-review+short-memory")
FIRST = {"instrument": "points"}


def finding(definition: str, value: float, of: Mapping[str, str] | None = None, n: int = 1_000) -> Finding:
    """Invent an estimate; its interval goes a tenth to both sides."""
    question = definition.partition(".")[0]
    meant = QUESTIONS[question].definitions[definition]
    wide = abs(value) / 10
    how = "months" if question == "escape" else "communities"
    interval = Interval(value - wide, value + wide, how=how)
    return Finding(question, definition, meant.title, value, meant.unit, interval, dict(of or {}), n)


def of_run() -> list[Finding]:
    """Return what a run without lists of its own would say."""
    return [*_standing(), *_wrongs(), *_pairs(), *_remedies(), *_others(), *_contexts()]


def of_comparison() -> list[Finding]:
    """Return what a comparison with three variants and the world without a law would say."""
    found = [*of_run(), *_stopped({})]
    for at, name in enumerate(STACKS):
        found += [*_stopped({"variant": name}), *_changed(name, at)]
        found += [replace(each, of={"variant": name, **each.of}) for each in (*_remedies(), *_ever_wronged())]
    found.append(finding("equal_conduct.step_share", 0.03, {"step": "link"}))
    linked = {"1": 0.01, "10": 0.05, "50": 0.11, "all": 0.15, "as it is": 0.09}
    for name in ("ever_wronged_share", "ever_wrongly_listed_share"):
        found += [finding(f"linkage.{name}", share, {"linked": step}) for step, share in linked.items()]
    return found


def _standing() -> list[Finding]:
    there = {**FIRST, "list": "below default", "file": "official"}
    return [
        finding("standing.ever_below_share", 0.2),
        finding("escape.leave_share", 0.1, there),
        finding("escape.still_share", 0.3, there),
        finding("escape.months", 9.5, there),
    ]


def _ever_wronged() -> list[Finding]:
    return [finding("wrongful.ever_share", 0.12), finding("wrongful.ever_listed_share", 0.01)]


def _wrongs() -> list[Finding]:
    found = [
        *_ever_wronged(),
        finding("wrongful.months_each", 5.25),
        finding("wrongful.ever_spared_share", 0.08),
        finding("wrongful.charges_share", 0.031, FIRST),
    ]
    found += [
        finding("wrongful.grade_share", share, {**FIRST, "cause": name}) for name, share in CAUSES.items()
    ]
    found += [
        finding("wrongful.grade_share", share, {**FIRST, "provider": name})
        for name, share in PROVIDERS.items()
    ]
    found.append(finding("wrongful.sparing_share", 0.02, {**FIRST, "cause": "missed"}))
    red = {**FIRST, "list": "black", "cause": "namesake"}
    return [*found, finding("wrongful.listing_share", 0.001, red), *_by_group("wrongful.ever_share", 0.12)]


def _by_group(definition: str, value: float) -> list[Finding]:
    return [
        finding(definition, value * (1 + at / 10), {"dimension": dimension, "level": level})
        for dimension, levels in LEVELS.items()
        for at, level in enumerate(levels)
    ]


def _pairs() -> list[Finding]:
    shares = {"unequal_share": 0.2, "random_share": 0.5, "truthful_share": 0.21, "error_share": -0.01}
    return [finding(f"equal_conduct.{name}", share) for name, share in shares.items()]


def _remedies() -> list[Finding]:
    steps = {
        "learns_share": 0.6,
        "never_asks_share": 0.7,
        "objects_share": 0.3,
        "wins_share": 0.5,
        "days": 61.0,
    }
    steps |= {"corrected_share": 0.14}
    return [
        finding(f"remedies.{name}", value, {**FIRST, "charge": charge})
        for charge in ("rightly", "wrongly")
        for name, value in steps.items()
    ]


def _others() -> list[Finding]:
    found = [finding("contagion.ever_share", 0.03), finding("contagion.charges_share", 0.02)]
    return [*found, finding("contagion.charges_each", 1.6), *_by_group("contagion.ever_share", 0.03)]


def _contexts() -> list[Finding]:
    return [
        finding("contexts.lawful_share", 0.17, FIRST),
        finding("contexts.below_days_per_charge", 37.0, FIRST),
        finding("contexts.charges_share", 1.0, {**FIRST, "domain": "daily-life"}),
        replace(finding("contexts.domains_n", 3.0, {"gate": "promotion"}, 0), interval=None),
        replace(finding("contexts.providers_n", 2.0, {"gate": "promotion"}, 0), interval=None),
    ]


def _stopped(of: Mapping[str, str]) -> list[Finding]:
    values = {"liberty_share": 0.1, "liberty_n": 212.0, "harm_share": 0.03, "harm_n": 400.0}
    found = [finding(f"chilling.{name}", value, of) for name, value in values.items()]
    found.append(finding("chilling.encouraged_share", 0.07, of))
    if not of:
        kinds = {"petition": ("liberty", 0.12), "red-light": ("harm", 0.03), "helps": ("encouraged", -0.07)}
        found += [
            finding("chilling.conduct_share", share, {"conduct": name, "kind": kind})
            for name, (kind, share) in kinds.items()
        ]
    return found


def _changed(name: str, at: int) -> list[Finding]:
    """Return what a variant changed for 1,000 residents; the second one touches nobody."""
    n = {"helped": 40 + at, "harmed": 10, "mixed": 2} if at != 1 else {"helped": 0, "harmed": 0, "mixed": 0}
    n["untouched"] = 1_000 - sum(n.values())
    of = {"variant": name}
    found = [
        finding("safeguards.residents_share", each / 1_000, of | {"outcome": outcome})
        for outcome, each in n.items()
    ]
    found += [
        finding("safeguards.undeserved_share", 0.5, of | {"outcome": outcome}, each)
        for outcome, each in n.items()
        if each and outcome != "untouched"
    ]
    found += [
        finding("safeguards.months", -0.25 if at != 1 else 0.0, of),
        finding("safeguards.days", 1.5 if at != 1 else 0.0, of),
    ]
    for outcome in ("helped", "harmed", "mixed") if at != 1 else ():
        found += [
            replace(each, of=of | each.of | {"outcome": outcome})
            for each in _by_group("safeguards.residents_share", n[outcome] / 1_000)
        ]
    if "+" in name:
        found.append(finding("safeguards.together_months", 0.01, of))
    return found
