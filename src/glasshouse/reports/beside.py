"""A comparison comes in, what its worlds say side by side goes out: findings under the name of a variant."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from glasshouse.audits import QUESTIONS, Finding, audit
from glasshouse.audits.asked import groups_of
from glasshouse.audits.estimates import Estimates
from glasshouse.runs import Comparison, Run
from glasshouse.runs.living import BASE

WITH_BASE = ("wrongful", "remedies", "chilling")
"""Questions whose answers for the law as it is stand beside those for its variants."""
EVER = {"ever_share": "ever_wronged", "ever_listed_share": "ever_wrongly_listed"}
"""What is asked of the mistakes in each variant, and the sum that it is taken from."""


def findings_of(comparison: Comparison) -> list[Finding]:
    """Put every question to a comparison, and to each of its variants who is wronged and what they can do.

    What a variant answers has its name under `variant` beside whatever else it is split by.
    """
    found = audit(comparison)
    for name, run in comparison.variants.items():
        found += [_under(name, each) for each in (*_wronged(run), *audit(run, ["remedies"]))]
    return found


def _wronged(run: Run) -> list[Finding]:
    """Ask how many are ever wronged, and no more: all of `wrongful` would take as long as a world."""
    found, everybody = Estimates("wrongful", QUESTIONS["wrongful"].definitions), groups_of(run)[0]
    for name, burden in EVER.items():
        found.share(name, {}, everybody.bore(burden), everybody.bore("residents"))
    return found.findings()


def side_by_side(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with those of the law as it is once more, under its name among the variants."""
    return [*_of_base(findings), *findings]


def _of_base(findings: Sequence[Finding]) -> Iterator[Finding]:
    for each in findings:
        if each.question in WITH_BASE and "variant" not in each.of:
            yield _under(BASE, each)


def _under(name: str, finding: Finding) -> Finding:
    return replace(finding, of={"variant": name, **finding.of})
