"""Integer sums come in, tables with named columns go out: one row per combination that occurs.

The columns are described in docs/reference/columns.md.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.engine.state import BUCKET_PT, FILES, LEDGER_FIELDS, Event, Kind, Sums
from glasshouse.engine.streams import severities
from glasshouse.runs.setting import Setting
from glasshouse.units import TENTHS

KINDS = tuple(kind.name.lower() for kind in Kind)
EVENTS = tuple(event.name.lower() for event in Event)


def grades_of(setting: Setting) -> list[str]:
    """Return the grades of a law, worst first: the order of every grade axis."""
    return [band.grade for band in setting.regime.bands_from_worst()]


def concat_tables(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put tables below each other as one block of memory, so that their bytes do not depend on the parts."""
    return pl.concat(parts, rechunk=True)


def named(codes: NDArray[np.int64], names: Sequence[str]) -> pl.Series:
    """Turn positions into names."""
    categories = pl.Enum(list(names))
    width = np.uint8 if len(names) < 256 else np.uint16
    return pl.Series(codes.astype(width)).cat.to(categories)


def community_frames(setting: Setting, first: int, sums: Sequence[Sums]) -> dict[str, pl.DataFrame]:
    """Build the tables that keep communities apart.

    Args:
        setting: Names of everything.
        first: Number of the first community.
        sums: One per community, in order.
    """
    return {
        "grades": _grades(setting, first, sums),
        "groups": _groups(setting, first, sums),
        "entries": _entries(setting, first, sums),
        "acts": _acts(setting, first, sums),
        "days": _days(setting, first, sums),
    }


def _stack(sums: Sequence[Sums], name: str) -> NDArray[np.int64]:
    return np.stack([getattr(each, name) for each in sums])


def _grades(setting: Setting, first: int, sums: Sequence[Sums]) -> pl.DataFrame:
    n = _stack(sums, "grade_n")
    at = np.nonzero(n)
    return pl.DataFrame(
        {
            "community": pl.Series((first + at[0]).astype(np.int32)),
            "month": pl.Series(at[1].astype(np.int16)),
            "file": named(at[2], FILES),
            "grade": named(at[3], grades_of(setting)),
            "n": pl.Series(n[at].astype(np.int32)),
            "score_sum_pt": pl.Series(_stack(sums, "grade_score_pt")[at]),
        }
    )


def _groups(setting: Setting, first: int, sums: Sequence[Sums]) -> pl.DataFrame:
    n = _stack(sums, "group_n")
    at = np.nonzero(n)
    names = [dim.name for dim in setting.dims]
    levels = sorted({level for dim in setting.dims for level in dim.levels})
    dim_of = np.array([ix for ix, dim in enumerate(setting.dims) for _ in dim.levels])
    level_of = np.array([levels.index(level) for dim in setting.dims for level in dim.levels])
    return pl.DataFrame(
        {
            "community": pl.Series((first + at[0]).astype(np.int32)),
            "year": pl.Series(at[1].astype(np.int16)),
            "dimension": named(dim_of[at[3]], names),
            "level": named(level_of[at[3]], levels),
            "file": named(at[2], FILES),
            "grade": named(at[4], grades_of(setting)),
            "n": pl.Series(n[at].astype(np.int32)),
            "score_sum_pt": pl.Series(_stack(sums, "group_score_pt")[at]),
        }
    )


def _entries(setting: Setting, first: int, sums: Sequence[Sums]) -> pl.DataFrame:
    n = _stack(sums, "entry_n")
    at = np.nonzero(n)
    rules = setting.regime.rules
    providers = sorted({rule.provider for rule in rules.values()})
    provider_of = np.array([providers.index(rule.provider) for rule in rules.values()], dtype=np.int64)
    points_pt = np.array([rule.points_pt or 0 for rule in rules.values()], dtype=np.int64)
    return pl.DataFrame(
        {
            "community": pl.Series((first + at[0]).astype(np.int32)),
            "year": pl.Series(at[1].astype(np.int16)),
            "file": named(at[2], FILES),
            "rule": named(at[3], list(rules)),
            "provider": named(provider_of[at[3]], providers),
            "kind": named(at[4], KINDS),
            "n": pl.Series(n[at].astype(np.int32)),
            "points_pt": pl.Series(n[at].astype(np.int64) * points_pt[at[3]]),
        }
    )


def act_names(setting: Setting) -> list[tuple[str, str]]:
    """Return the conduct and severity of each category of act that somebody could record."""
    conduct = list(setting.world.conduct.items())
    seen = setting.tables.seen
    return [
        (conduct[int(c)][0], severities(conduct[int(c)][1])[int(s)])
        for c, s in zip(seen.conduct_ix, seen.severity_ix, strict=True)
    ]


def _acts(setting: Setting, first: int, sums: Sequence[Sums]) -> pl.DataFrame:
    """Categories that differ only in who saw the act are added up."""
    names = act_names(setting)
    kinds = list(dict.fromkeys(names))
    stacked = _stack(sums, "act_n")
    n = np.zeros((*stacked.shape[:2], len(kinds), 2), dtype=np.int64)
    for ix, name in enumerate(names):
        n[:, :, kinds.index(name)] += stacked[:, :, ix]
    at = np.nonzero(n[..., 0])
    conducts = list(setting.world.conduct)
    every = sorted({severity for _, severity in kinds})
    return pl.DataFrame(
        {
            "community": pl.Series((first + at[0]).astype(np.int32)),
            "year": pl.Series(at[1].astype(np.int16)),
            "conduct": named(
                np.array([conducts.index(c) for c, _ in kinds], dtype=np.int64)[at[2]], conducts
            ),
            "severity": named(np.array([every.index(s) for _, s in kinds], dtype=np.int64)[at[2]], every),
            "happened_n": pl.Series(n[..., 0][at].astype(np.int32)),
            "recorded_n": pl.Series(n[..., 1][at].astype(np.int32)),
        }
    )


def _days(setting: Setting, first: int, sums: Sequence[Sums]) -> pl.DataFrame:
    n = _stack(sums, "grade_days")
    at = np.nonzero(n)
    return pl.DataFrame(
        {
            "community": pl.Series((first + at[0]).astype(np.int32)),
            "year": pl.Series(at[1].astype(np.int16)),
            "file": named(at[2], FILES),
            "grade": named(at[3], grades_of(setting)),
            "person_days": pl.Series(n[at].astype(np.int64)),
        }
    )


def flows_frame(setting: Setting, flow_n: NDArray[np.int64]) -> pl.DataFrame:
    """Who went from which grade to which between two publications. From [T, F, B, B]."""
    at = np.nonzero(flow_n)
    grades = grades_of(setting)
    return pl.DataFrame(
        {
            "month": pl.Series(at[0].astype(np.int16)),
            "file": named(at[1], FILES),
            "grade_from": named(at[2], grades),
            "grade_to": named(at[3], grades),
            "n": pl.Series(flow_n[at]),
        }
    )


def scores_frame(setting: Setting, bucket_n: NDArray[np.int64]) -> pl.DataFrame:
    """The distribution of scores at December's publication. From [Y, F, S]."""
    at = np.nonzero(bucket_n)
    floor = setting.regime.instrument.floor.value_pt // TENTHS
    return pl.DataFrame(
        {
            "year": pl.Series(at[0].astype(np.int16)),
            "file": named(at[1], FILES),
            "score_from": pl.Series((floor + at[2] * (BUCKET_PT // TENTHS)).astype(np.int32)),
            "n": pl.Series(bucket_n[at]),
        }
    )


def standing_frame(setting: Setting, standing_n: NDArray[np.int64]) -> pl.DataFrame:
    """The two files of a resident against each other at December's publication. From [Y, B, B]."""
    at = np.nonzero(standing_n)
    grades = grades_of(setting)
    return pl.DataFrame(
        {
            "year": pl.Series(at[0].astype(np.int16)),
            "official": named(at[1], grades),
            "truthful": named(at[2], grades),
            "n": pl.Series(standing_n[at]),
        }
    )


def ledger_frame(setting: Setting, number: int, rows: NDArray[np.int64]) -> pl.DataFrame:
    """The bookings of one community, one row each. From rows as in `LEDGER_FIELDS`."""
    rules = setting.regime.rules
    providers = sorted({rule.provider for rule in rules.values()})
    row = {name: rows[:, ix] for ix, name in enumerate(LEDGER_FIELDS)}
    rule_ix = row["rule"]
    points_pt = np.array([rule.points_pt or 0 for rule in rules.values()], dtype=np.int32)
    targets = np.array([rule.downgrade_to or "" for rule in rules.values()], dtype=object)
    provider_of = np.array([providers.index(rule.provider) for rule in rules.values()], dtype=np.int64)
    every = sorted({severity for _, severity in act_names(setting)})
    severity_of = np.array([every.index(s) for _, s in act_names(setting)], dtype=np.int64)
    return pl.DataFrame(
        {
            "id": [f"{number}.{resident}" for resident in row["resident"]],
            "file": named(row["file"], FILES),
            "event": named(row["event"], EVENTS),
            "rule": named(rule_ix, list(rules)),
            "provider": named(provider_of[rule_ix], providers),
            "severity": named(severity_of[row["category"]], every),
            "act": pl.Series(row["act"]),
            "act_day": pl.Series(row["act_d"].astype(np.int32)),
            "booked_day": pl.Series(row["booked_d"].astype(np.int32)),
            "until_day": pl.Series(row["until_d"].astype(np.int32)),
            "points_pt": pl.Series(points_pt[rule_ix]),
            "downgrade_to": pl.Series(list(targets[rule_ix]), dtype=pl.String),
            "kind": named(row["kind"], KINDS),
        },
        schema_overrides={"id": pl.String},
    )
