"""Findings come in, a table, and a file in a run or comparison folder, go out."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from glasshouse.audits.finding import Finding
from glasshouse.runs.folder import write_json

FINDINGS = "findings.json"


def findings_frame(findings: Sequence[Finding]) -> pl.DataFrame:
    """Return findings as a table, a row each; `of` in words, and empty limits where there is no interval.

    Args:
        findings: What an audit answered.
    """
    intervals = [finding.interval for finding in findings]
    columns = {
        "question": pl.Series([each.question for each in findings], dtype=pl.String),
        "definition": pl.Series([each.definition for each in findings], dtype=pl.String),
        "title": pl.Series([each.title for each in findings], dtype=pl.String),
        "of": pl.Series([each.part for each in findings], dtype=pl.String),
        "value": pl.Series([each.value for each in findings], dtype=pl.Float64),
        "low": pl.Series([its and its.low for its in intervals], dtype=pl.Float64),
        "high": pl.Series([its and its.high for its in intervals], dtype=pl.Float64),
        "unit": pl.Series([each.unit for each in findings], dtype=pl.String),
        "n": pl.Series([each.n for each in findings], dtype=pl.Int64),
        "is_assumed": pl.Series([each.is_assumed for each in findings], dtype=pl.Boolean),
    }
    return pl.DataFrame(columns)


def write_findings(folder: Path, findings: Sequence[Finding]) -> Path:
    """Write findings into the folder of a run or comparison, as `findings.json`."""
    path = folder / FINDINGS
    write_json(path, {"findings": [finding.as_json() for finding in findings]})
    return path
