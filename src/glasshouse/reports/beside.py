"""A comparison comes in, what its worlds say side by side goes out: findings under the name of a variant."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from glasshouse.audits import Finding, audit
from glasshouse.runs import Comparison
from glasshouse.runs.living import BASE

OF_EACH = ("remedies", "wrongful", "contagion")
"""Questions that are put to each variant as well."""
WITH_BASE = (*OF_EACH, "chilling")
"""Questions whose answers for the law as it is stand beside those for its variants."""


def findings_of(comparison: Comparison) -> list[Finding]:
    """Put every question to a comparison, and those that bear it to each of its variants.

    What a variant answers has its name under `variant` beside whatever else it is split by.
    """
    found = audit(comparison)
    for name, run in comparison.variants.items():
        found += [_under(name, each) for each in audit(run, OF_EACH) if not _is_of_a_group(each)]
    return found


def side_by_side(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with those of the law as it is once more, under its name among the variants."""
    return [*_of_base(findings), *findings]


def _of_base(findings: Sequence[Finding]) -> Iterator[Finding]:
    for each in findings:
        if each.question in WITH_BASE and "variant" not in each.of:
            yield _under(BASE, each)


def _under(name: str, finding: Finding) -> Finding:
    return replace(finding, of={"variant": name, **finding.of})


def _is_of_a_group(finding: Finding) -> bool:
    return "dimension" in finding.of
