"""Integer sums come in, tables with named columns go out: one row per combination that occurs.

The columns are described in docs/reference/columns.md.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.engine.columns import FILES, LEDGER_FIELDS, WRONG_FIELDS, Event, Step
from glasshouse.engine.spans import NO_END_D
from glasshouse.engine.state import Sums
from glasshouse.runs.accounts import Ix, named
from glasshouse.runs.frames_of_acts import act_totals, entry_totals
from glasshouse.runs.ids import public_ids
from glasshouse.runs.layout import CAUSES, KIND_OF, KINDS, Layout, Shown
from glasshouse.runs.setting import Setting

CHARGES = ("rightly", "wrongly")
EVENTS = tuple(event.name.lower() for event in Event)


def concat_tables(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put tables below each other as one block of memory, so that their bytes do not depend on the parts."""
    return pl.concat(parts, rechunk=True)


def community_frames(setting: Setting, first: int, sums: Sequence[Sums]) -> dict[str, pl.DataFrame]:
    """Build the tables that keep communities apart.

    Args:
        setting: Names of everything.
        first: Number of the first community.
        sums: One per community, in order.
    """
    layout = setting.layout
    return {
        "final": _final(layout, first, sums),
        "entry_totals": entry_totals(layout, first, sums),
        "act_totals": act_totals(layout, first, sums),
        "days": _days(layout.days, first, sums),
        "remedies": _remedies(setting, first, sums),
        "wrongs": _wrongs(setting, first, sums),
    }


def shown_of(shown: Shown, array: NDArray[np.integer]) -> NDArray[np.integer]:
    """Pick from a sum what its table shows. Shape [time, P]."""
    return array.reshape(len(array), -1).take(shown.places, axis=1)


def _where(keys: pl.DataFrame, first: int, n: NDArray[np.integer]) -> tuple[Ix, dict[str, pl.Series]]:
    """Return where counts are not 0, and the community and names that each of them has."""
    at = np.flatnonzero(n != 0)
    community, row = np.divmod(at, len(keys))
    names = _columns(keys[pl.Series(row.astype(np.uint32))])
    return at, {"community": pl.Series((first + community).astype(np.int32)), **names}


def _columns(frame: pl.DataFrame) -> dict[str, pl.Series]:
    return {column.name: column for column in frame}


def _final(layout: Layout, first: int, sums: Sequence[Sums]) -> pl.DataFrame:
    """Everybody at the last month's publication, then residents by group at the last December's: the same."""

    def last(of_everybody: str, of_groups: str) -> NDArray[np.integer]:
        picked = [
            shown_of(shown, getattr(each, name)[-1:]).ravel()
            for each in sums
            for shown, name in ((layout.grades, of_everybody), (layout.groups, of_groups))
        ]
        return np.concatenate(picked)

    n = last("grade_n", "group_n")
    at, names = _where(layout.final, first, n)
    score_pt = last("grade_score_pt", "group_score_pt")[at].astype(np.int64)
    return pl.DataFrame(
        {**names, "n": pl.Series(n[at].astype(np.int32)), "score_sum_pt": pl.Series(score_pt)}
    )


def _days(shown: Shown, first: int, sums: Sequence[Sums]) -> pl.DataFrame:
    n = np.concatenate([shown_of(shown, each.grade_days).ravel() for each in sums])
    at, names = _where(shown.keys, first, n)
    return pl.DataFrame({**names, "person_days": pl.Series(n[at].astype(np.int64))})


def _remedies(setting: Setting, first: int, sums: Sequence[Sums]) -> pl.DataFrame:
    """What came of charges that could be objected to: of those that were errors, and of all others."""
    steps = np.stack([each.remedy_n for each in sums])
    rows = steps.reshape(-1, len(Step))
    at = np.flatnonzero(rows[:, Step.CHARGED] != 0)
    community, place = np.divmod(at, steps.shape[1] * 2)
    instrument, charge = np.divmod(place, 2)
    return pl.DataFrame(
        {
            "community": pl.Series((first + community).astype(np.int32)),
            "instrument": named(instrument, setting.layout.accounts.instruments),
            "charge": named(charge, CHARGES),
            **{step.name.lower(): pl.Series(rows[at, step]) for step in Step},
        }
    )


def _wrongs(setting: Setting, first: int, sums: Sequence[Sums]) -> pl.DataFrame:
    """Residents with a wrong grade at December's count, by grades, rule and cause."""
    rows = np.concatenate([each.wrongs for each in sums])
    community = np.repeat(np.arange(first, first + len(sums)), [len(each.wrongs) for each in sums])
    field = {name: rows[:, ix] for ix, name in enumerate(WRONG_FIELDS)}
    layout, code = setting.layout, field["code"]
    provider = np.append(layout.provider_of, -1)[code]
    table = pl.DataFrame(
        {
            "community": pl.Series(community.astype(np.int32)),
            "year": pl.Series(field["year"].astype(np.int16)),
            "instrument": named(field["instrument"], layout.accounts.instruments),
            "official": layout.accounts.grade_names(field["official"]),
            "truthful": layout.accounts.grade_names(field["truthful"]),
            "is_wronged": pl.Series(field["official"] < field["truthful"]),
            "rule": named(code, list(setting.regime.rules)),
            "provider": named(provider, layout.providers),
            "kind": named(KIND_OF[field["cause"]], KINDS),
            "cause": named(field["cause"], CAUSES),
        }
    )
    keys = table.columns
    return table.group_by(keys, maintain_order=True).agg(pl.len().cast(pl.Int32).alias("n"))


def counted_frame(shown: Shown, n: Ix, score_pt: Ix | None = None) -> pl.DataFrame:
    """Name counts, and sums of scores, that are added up over communities.

    Args:
        shown: What they are of.
        n: As `shown_of` picked them, flat.
        score_pt: Likewise; none if None.
    """
    at = np.flatnonzero(n != 0)
    scores = {} if score_pt is None else {"score_sum_pt": pl.Series(score_pt[at])}
    return pl.DataFrame({**_columns(shown.keys[at]), "n": pl.Series(n[at]), **scores})


def ledger_frame(setting: Setting, number: int, residents_n: int, rows: NDArray[np.int64]) -> pl.DataFrame:
    """The records of one community and what became of them, one row each.

    Args:
        setting: Names of everything.
        number: The community.
        residents_n: Its residents; holders of accounts from there on are organisations.
        rows: As in `LEDGER_FIELDS`.
    """
    layout, rules = setting.layout, setting.regime.rules
    field = {name: rows[:, ix] for ix, name in enumerate(LEDGER_FIELDS)}
    code, until = field["code"], field["until_d"]
    targets = np.array([rule.downgrade_to for rule in rules.values()], dtype=object)[code]
    is_points = pl.Series([target is None for target in targets], dtype=pl.Boolean)
    amount = pl.Series(field["amount_pt"].astype(np.int32))
    # A record without an act has category -1, and so the severity -1: none.
    severity = np.append(layout.severity_of_records, -1)[field["category"]]
    ends = pl.Series(np.where(until < NO_END_D, until, 0).astype(np.int32))
    return pl.DataFrame(
        {
            "id": public_ids(number, residents_n, field["person"]),
            "instrument": named(field["instrument"], layout.accounts.instruments),
            "file": named(field["file"], FILES),
            "event": named(field["event"], EVENTS),
            "rule": named(code, list(rules)),
            "provider": named(layout.provider_of[code], layout.providers),
            "severity": named(severity, layout.severity_names),
            "act": pl.Series(field["act"]),
            "doer": public_ids(number, residents_n, field["doer"]),
            "act_day": pl.Series(field["act_d"].astype(np.int32)),
            "booked_day": pl.Series(field["booked_d"].astype(np.int32)),
            "until_day": ends.set(pl.Series(until >= NO_END_D), None),
            "points_pt": amount.set(~is_points, None),
            "downgrade_to": pl.Series(targets.tolist(), dtype=pl.String),
            "kind": named(KIND_OF[field["kind"]], KINDS),
            "cause": named(field["kind"], CAUSES),
        }
    )
