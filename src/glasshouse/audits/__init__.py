"""Runs and comparisons come in, findings go out: one question a file, one signature for all."""

from glasshouse.audits.finding import Definition, Finding, Interval
from glasshouse.audits.registry import QUESTIONS, Audit, audit
from glasshouse.audits.writing import findings_frame, write_findings

__all__ = [
    "QUESTIONS",
    "Audit",
    "Definition",
    "Finding",
    "Interval",
    "audit",
    "findings_frame",
    "write_findings",
]
