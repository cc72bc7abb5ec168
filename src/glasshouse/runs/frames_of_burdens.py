"""Sums over residents come in, tables of burdens, pairs and joint outcomes go out.

The columns are described in docs/reference/columns.md.
"""

from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.engine.kernel_burdens import Burden, Joint, Outcome
from glasshouse.runs.accounts import named
from glasshouse.runs.layout import EVERYBODY
from glasshouse.runs.setting import Setting

PAIRS = ("pairs", "unequal", "truthful_unequal", "all_pairs", "all_unequal")
PAIRS_N = len(PAIRS)
BURDENS = tuple(each.name.lower() for each in Burden)
Named = tuple[NDArray[np.int64], dict[str, pl.Series]]
OUTCOMES = tuple(each.name.lower() for each in Outcome)
JOINTS = tuple(each.name.lower() for each in Joint)


def group_names(setting: Setting) -> list[tuple[str, str]]:
    """Return dimension and level of each group; the first is everybody."""
    return [(EVERYBODY, EVERYBODY), *((dim.name, level) for dim in setting.dims for level in dim.levels)]


def burden_frame(setting: Setting, first: int, burdens: NDArray[np.int64]) -> pl.DataFrame:
    """Name what residents bore, by community and group. From shape [n, 1 + G, Burden]."""
    at, names = _where(setting, first, burdens[:, :, Burden.RESIDENTS])
    rows = burdens.reshape(-1, len(Burden))[at]
    return pl.DataFrame({**names, **_numbers(rows, BURDENS)})


def joint_frame(setting: Setting, first: int, joint: NDArray[np.int64]) -> pl.DataFrame:
    """Name what another world did to residents, by community, group and outcome.

    From shape [n, 1 + G, Outcome, Joint].
    """
    n = joint[:, :, :, Joint.RESIDENTS]
    at = np.flatnonzero(n != 0)
    place, outcome = np.divmod(at, len(Outcome))
    _, names = _named(setting, first, place)
    rows = joint.reshape(-1, len(Joint))[at]
    return pl.DataFrame({**names, "outcome": named(outcome, OUTCOMES), **_numbers(rows, JOINTS)})


def pair_frame(first: int, pairs: NDArray[np.int64]) -> pl.DataFrame:
    """Name the pairs of residents with equal conduct, by community. From shape [n, 5]."""
    community = np.arange(first, first + len(pairs), dtype=np.int32)
    return pl.DataFrame({"community": community, **_numbers(pairs, PAIRS)})


def joint_of_all(setting: Setting, joint: NDArray[np.int64]) -> pl.DataFrame:
    """Name the joint outcomes of all communities together. From shape [1 + G, Outcome, Joint]."""
    names = group_names(setting)
    rows = [
        {
            "dimension": names[g][0],
            "level": names[g][1],
            "outcome": OUTCOMES[o],
            **dict(zip(JOINTS, n, strict=True)),
        }
        for (g, o), n in zip(
            product(range(len(names)), range(len(Outcome))),
            joint.reshape(-1, len(Joint)).tolist(),
            strict=True,
        )
        if n[0]
    ]
    return pl.DataFrame(rows)


def _where(
    setting: Setting, first: int, n: NDArray[np.int64]
) -> tuple[NDArray[np.int64], dict[str, pl.Series]]:
    """Return where counts are not 0, and the community and group of each."""
    return _named(setting, first, np.flatnonzero(n != 0))


def _named(setting: Setting, first: int, place: NDArray[np.int64]) -> Named:
    names = group_names(setting)
    community, group = np.divmod(place, len(names))
    dims = tuple(dict.fromkeys(dimension for dimension, _ in names))
    levels = tuple(sorted({level for _, level in names}))
    dim_of = np.array([dims.index(dimension) for dimension, _ in names], dtype=np.int64)
    level_of = np.array([levels.index(level) for _, level in names], dtype=np.int64)
    return place, {
        "community": pl.Series((first + community).astype(np.int32)),
        "dimension": named(dim_of[group], dims),
        "level": named(level_of[group], levels),
    }


def _numbers(rows: NDArray[np.int64], names: tuple[str, ...]) -> dict[str, pl.Series]:
    return {name: pl.Series(rows[:, ix]) for ix, name in enumerate(names)}
