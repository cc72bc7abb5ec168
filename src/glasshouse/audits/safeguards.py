"""What each amendment would have changed, and for whom: every variant beside the law as it is.

A comparison comes in. Both worlds have the same people and the same dice, so that each resident is held
against the same resident under the other law. *Helped* is who has fewer publications of the first
instrument below the default grade or fewer days on lists, and more of neither; *harmed* the other way
round; *mixed* who has fewer of the one and more of the other; *untouched* everybody else, whatever
else may have changed.
"""

from collections.abc import Mapping
from itertools import chain

from glasshouse.audits.asked import Asked, group_of
from glasshouse.audits.estimates import Estimates, Ratio
from glasshouse.audits.finding import Definition, Finding
from glasshouse.audits.sums import Column, Summed, summed
from glasshouse.runs import Run
from glasshouse.runs.frames_of_burdens import EVERYBODY, JOINTS, OUTCOMES

DEFINITIONS = {
    "safeguards.residents_share": Definition(
        "residents with this outcome",
        "share",
        "Of the residents who had an account, those who are helped, harmed, mixed or untouched.",
    ),
    "safeguards.undeserved_share": Definition(
        "of these, beyond what their truthful file gives",
        "share",
        "Of the residents with the outcome, those whose burden went beyond that of their truthful file: "
        "under the law as it is if it became less, under the variant if it became more.",
    ),
    "safeguards.months": Definition(
        "change in months below the default grade",
        "months",
        "Publications below the default grade under the variant less those under the law as it is, for each "
        "resident who had an account; by outcome, for each resident with it.",
    ),
    "safeguards.days": Definition(
        "change in days on lists",
        "days",
        "The same for days on lists, as in `standing.listed_days`.",
    ),
    "safeguards.together_months": Definition(
        "months, together less one by one",
        "months",
        "`safeguards.months` of a variant with several amendments, less the sum over variants that carry one "
        "of them each. 0 where they do not get into each other's way; below 0 where they do more together.",
    ),
    "safeguards.together_days": Definition(
        "days, together less one by one", "days", "The same for `safeguards.days`."
    ),
}
CHANGES = {"months": "below_n", "days": "listed_d"}
TOUCHED = OUTCOMES[1:]


def audit(asked: Asked) -> list[Finding]:
    """Ask who is helped and who is harmed by each variant, by how much, and whether it was deserved."""
    if asked.comparison is None:
        return []
    found, variants = Estimates("safeguards", DEFINITIONS), asked.comparison.variants
    joints = {name: _joint(run) for name, run in variants.items()}
    for name, joint in joints.items():
        _outcomes(found, {"variant": name}, joint)
    for name, joint in joints.items():
        groups = dict.fromkeys((dimension, level) for dimension, level, _ in joint)
        for dimension, level in groups:
            if dimension != EVERYBODY:
                _group(found, {"variant": name} | group_of(dimension, level), joint, (dimension, level))
    _together(found, variants, joints)
    return found.findings()


def _joint(run: Run) -> Summed:
    return summed(run, "joint", ("dimension", "level", "outcome"), JOINTS)


def _everybody(joint: Summed, value: str) -> Column:
    return joint.total(value, EVERYBODY, EVERYBODY)


def _outcomes(found: Estimates, of: dict[str, str], joint: Summed) -> None:
    residents = _everybody(joint, "residents")
    for outcome in (*TOUCHED, OUTCOMES[0]):
        with_it = joint.of("residents", EVERYBODY, EVERYBODY, outcome)
        found.share("residents_share", of | {"outcome": outcome}, with_it, residents)
    for outcome in TOUCHED:
        here = (EVERYBODY, EVERYBODY, outcome)
        with_it = joint.of("residents", *here)
        found.share("undeserved_share", of | {"outcome": outcome}, joint.of("undeserved", *here), with_it)
    for name, value in CHANGES.items():
        found.share(name, of, _everybody(joint, value), residents)
        for outcome in TOUCHED:
            here = (EVERYBODY, EVERYBODY, outcome)
            found.share(name, of | {"outcome": outcome}, joint.of(value, *here), joint.of("residents", *here))


def _group(found: Estimates, of: dict[str, str], joint: Summed, group: tuple[str, str]) -> None:
    residents = joint.total("residents", *group)
    for outcome in TOUCHED:
        found.share(
            "residents_share", of | {"outcome": outcome}, joint.of("residents", *group, outcome), residents
        )
    for name, value in CHANGES.items():
        found.share(name, of, joint.total(value, *group), residents)


def _together(found: Estimates, variants: Mapping[str, Run], joints: Mapping[str, Summed]) -> None:
    """Hold stacks of amendments against the same amendments one by one, where all of them are there."""
    stacks = {name: tuple(run.manifest["amendments"]) for name, run in variants.items()}
    alone = {stack[0]: joints[name] for name, stack in stacks.items() if len(stack) == 1}
    for name, stack in stacks.items():
        if len(stack) > 1 and set(stack) <= set(alone):
            for change, value in CHANGES.items():
                parts = chain([(joints[name], 1.0)], ((alone[each], -1.0) for each in stack))
                ratios = (
                    Ratio(_everybody(joint, value), _everybody(joint, "residents"), sign)
                    for joint, sign in parts
                )
                found.combine(f"together_{change}", {"variant": name}, *ratios)
