"""Findings of a comparison come in, what each variant did to how many residents goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glasshouse.audits import Finding
from glasshouse.reports.findings import only

OUTCOMES = ("helped", "harmed", "mixed", "untouched")
HELPED, HARMED, *_ = OUTCOMES
SHARE, UNDESERVED = "safeguards.residents_share", "safeguards.undeserved_share"


@dataclass(frozen=True, slots=True)
class VariantOutcome:
    """What one variant did to all residents with an account, beside the law as it is."""

    name: str
    residents: Mapping[str, int]
    """How many, by outcome."""
    undeserved: Mapping[str, int]
    """Of these, those whose burden, where it was greater, went beyond what their truthful file gives."""
    below_months: int
    """Months that residents spent below the default grade, the variant's less those of the law."""
    listed_days: int
    """Days on lists, likewise."""

    @property
    def all_n(self) -> int:
        """All residents with an account."""
        return sum(self.residents.values())


def outcomes_of(findings: Sequence[Finding]) -> list[VariantOutcome]:
    """Count what each variant did, in the order of the findings."""
    names = dict.fromkeys(each.of["variant"] for each in findings if each.definition == SHARE)
    return [_outcome(findings, name) for name in names]


def _outcome(findings: Sequence[Finding], name: str) -> VariantOutcome:
    residents = {each: _n(only(findings, SHARE, variant=name, outcome=each)) for each in OUTCOMES}
    undeserved = {each: _n(only(findings, UNDESERVED, variant=name, outcome=each)) for each in OUTCOMES[:-1]}
    months, days = (_n(only(findings, f"safeguards.{what}", variant=name)) for what in ("months", "days"))
    return VariantOutcome(name, residents, undeserved, months, days)


def _n(finding: Finding | None) -> int:
    """Return the whole number of which an estimate is the share or the mean."""
    return 0 if finding is None else round(finding.value * finding.n)
