"""A run comes in, the first residents whom an error put on a list go out: by number, not by story."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from glasshouse.engine.rows import adverse_grades, grade_axis
from glasshouse.runs.folder import Run
from glasshouse.runs.ids import public_id
from glasshouse.runs.setting import Setting, deal_one, live_one
from glasshouse.runs.slips import check_digest, digest_in, setting_of


class WronglyListed(NamedTuple):
    """A resident on a list at the last December's count on which the truthful file does not put them."""

    id: str
    instrument: str
    official: str
    """Grade; of a list instrument, `listed`."""
    truthful: str


def wrongly_listed(run: Run, n: int = 10) -> list[WronglyListed]:
    """Return the residents with the lowest ids who are wrongly on a list at the last December's count.

    A list is what a list instrument keeps, or one that follows from a grade below that of an empty file;
    where the law keeps neither, each grade below that of an empty file counts as one.
    Whoever is wrongly listed on several accounts is named once, by the first of them.

    Args:
        run: The run.
        n: How many at most.

    Raises:
        GlasshouseError: If the run was made by another version.
    """
    setting = setting_of(run)
    found: list[WronglyListed] = []
    for community in _communities(run, setting):
        known = set[str]()
        for each in _in_community(run, setting, community):
            if each.id not in known and len(found) < n:
                known.add(each.id)
                found.append(each)
        if len(found) >= n:
            break
    return found


def _adverse(setting: Setting) -> list[bool]:
    """Return, for each grade of all instruments, whether who has it is on a list; see `adverse_grades`."""
    adverse = adverse_grades(setting.regime)
    return [grade in adverse[name] for name, grade in grade_axis(setting.regime)]


def _communities(run: Run, setting: Setting) -> list[int]:
    """Return the communities with somebody who is wrongly listed at the last count."""
    axis = pl.DataFrame(
        {
            "instrument": [name for name, _ in grade_axis(setting.regime)],
            "grade": [grade for _, grade in grade_axis(setting.regime)],
            "is_on": _adverse(setting),
        }
    )
    text = [pl.col(name).cast(pl.String) for name in ("instrument", "official", "truthful")]
    rows = run.table("wrongs").filter(pl.col("year") == setting.years - 1).with_columns(text)
    for file in ("official", "truthful"):
        keys = axis.rename({"grade": file, "is_on": f"{file}_on"})
        rows = rows.join(keys, on=["instrument", file])
    wrong = rows.filter(pl.col("official_on") & ~pl.col("truthful_on"))
    return wrong["community"].unique().sort().to_list()


def _in_community(run: Run, setting: Setting, number: int) -> Iterator[WronglyListed]:
    """Live a community again and yield who is wrongly listed in it, in the order of ids."""
    community = deal_one(setting, number)
    life = live_one(setting, community, seed=int(run.manifest["seed"]))
    check_digest(life, digest_in(run, number))
    axis, adverse, residents_n = grade_axis(setting.regime), _adverse(setting), len(community.sex)
    rows = life.sums.wrongs
    rows = rows[rows[:, 0] == setting.years - 1]
    ordered: list[list[int]] = rows[np.lexsort((rows[:, 1], rows[:, 2]))].tolist()
    for _, _, person, official, truthful, _, _ in ordered:
        if adverse[official] and not adverse[truthful]:
            (instrument, listed), (_, unlisted) = axis[official], axis[truthful]
            yield WronglyListed(public_id(number, residents_n, person), instrument, listed, unlisted)
