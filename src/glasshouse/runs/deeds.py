"""A holder and a life that was lived again come in, what they really did goes out, and who knows of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from glasshouse.engine.columns import NOBODY, Kind
from glasshouse.engine.spans import NO_END_D
from glasshouse.engine.streams import severities
from glasshouse.runs.asked import Asked
from glasshouse.runs.fates import Fate, Reporters, fates_of, reporters_of, seers


def conduct_of(asked: Asked) -> Iterator[dict[str, Any]]:
    """List what was done, seen or not, in order; candidates that did not happen are not acts."""
    reporters = reporters_of(asked.setting)
    for act in asked.acts_of(asked.holder):
        yield _told(asked, act, reporters)


def named(asked: Asked, act: Sequence[int]) -> tuple[str, str]:
    """Return conduct and severity of an act, a row as `ACT_FIELDS` say."""
    _, _, _, category, is_seen, *_ = act
    if is_seen:
        return asked.about(category)
    unseen = asked.setting.tables.unseen
    name, spec = list(asked.setting.world.conduct.items())[int(unseen.conduct_ix[category])]
    return name, severities(spec)[int(unseen.severity_ix[category])]


def _told(asked: Asked, act: Sequence[int], reporters: Reporters) -> dict[str, Any]:
    _, number, day, _, is_seen, _, end_d, _ = act
    conduct, severity = named(asked, act)
    spec = asked.setting.world.conduct[conduct]
    fates = fates_of(asked, act, reporters)
    wrong = [wrong_way(asked, fate) for fate in fates if fate.kind is not Kind.TRUE or fate.is_twice]
    return {
        "act": f"{number}" if is_seen else f"unseen-{number}",
        "day": asked.iso(day),
        "conduct": conduct,
        "title": spec.title,
        "severity": severity,
        "lawful": spec.lawful,
        "happened": True,
        "seen_by": seers(asked, act),
        "recorded_by": [fate.provider for fate in fates if fate.kind is Kind.TRUE],
        **({"went_wrong": wrong} if wrong else {}),
        **_ends(asked, day, end_d),
    }


def wrong_way(asked: Asked, fate: Fate) -> dict[str, Any]:
    """Say what a provider's record of an act came to instead of its doer's file."""
    kind = Kind.DUPLICATE if fate.kind is Kind.TRUE else fate.kind
    to = {} if fate.kind is Kind.TRUE or fate.whose == NOBODY else {"to": asked.id_of(fate.whose)}
    return {"provider": fate.provider, "became": kind.name.lower(), **to}


def _ends(asked: Asked, day: int, end_d: int) -> dict[str, str]:
    """Say when an act that lasted was over."""
    if end_d >= NO_END_D:
        return {"ends": "never"}
    if end_d >= asked.setting.tables.month_start_d[-1]:
        return {"ends": "later"}
    return {"ends": asked.iso(end_d)} if end_d > day else {}
