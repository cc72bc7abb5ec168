"""The entries of a file that count come in, its score goes out: the arithmetic of an instrument."""

from collections.abc import Sequence

from glasshouse.law.schema import Instrument
from reference.entries import Entry
from reference.law import held_pt, worse

INDEX_SCALE = 100_000
"""A hundred percent of weight times a thousand tenths of a percent."""


def balance_pt(instrument: Instrument, counting: Sequence[Entry], day: int) -> int:
    """Return what the law says a file is worth on a day, shown or not."""
    score_pt = _sum_pt(instrument, counting, are_merits_suspended=_suspends(instrument, counting, day))
    after_downgrade = instrument.after_downgrade
    for place, entry in enumerate(counting):
        target_pt = entry.row.target_pt
        if target_pt is not None:
            later = [after for after in counting[place + 1 :] if after.is_charge]
            if after_downgrade is not None and after_downgrade.value == "subtract":
                target_pt += sum(after.amount_pt or 0 for after in later)
            score_pt = worse(instrument, score_pt, target_pt)
    return held_pt(instrument, score_pt)


def _sum_pt(its: Instrument, counting: Sequence[Entry], *, are_merits_suspended: bool) -> int:
    """Return base and amounts; of an index, what its weighted dimensions come to."""
    adding = [entry for entry in counting if not (entry.is_merit and are_merits_suspended)]
    if its.kind != "index":
        return its.base_pt + sum(entry.amount_pt or 0 for entry in adding)
    assert its.ceiling_pt is not None
    share = 0
    for name, dimension in its.dimensions.items():
        amounts = (entry.amount_pt or 0 for entry in adding if entry.row.rule.dimension == name)
        share += dimension.weight * min(max(dimension.start * 10 + sum(amounts), 0), 1000)
    return its.floor_pt + (its.ceiling_pt - its.floor_pt) * share // INDEX_SCALE


def _suspends(its: Instrument, counting: Sequence[Entry], day: int) -> bool:
    """Whether merits are suspended: conduct behind a direct downgrade is not corrected yet."""
    law = its.merits_while_uncorrected
    is_uncorrected = any(entry.is_downgrade and entry.record.end_day > day for entry in counting)
    return law is not None and law.value == "suspended" and is_uncorrected
