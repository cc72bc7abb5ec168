"""Positions of residents and organisations in a community come in, public ids go out, and back.

A resident is `community.number`, an organisation `community.oNumber`: 12.4 and 12.o4.
"""

import re
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from glasshouse.draws import FIRST_ORGANISATION
from glasshouse.errors import GlasshouseError, misuse

ID = re.compile(r"(\d{1,9})\.(o?)(\d{1,9})", re.ASCII)


class Parsed(NamedTuple):
    """What a public id names."""

    community: int
    is_organisation: bool
    number: int


def public_id(community: int, residents_n: int, holder: int) -> str:
    """Name a holder of accounts by its place in the community, or by what draws know it as.

    Args:
        community: The community's number.
        residents_n: Its residents; organisations stand after them.
        holder: The place; from `FIRST_ORGANISATION` on an organisation's number.
    """
    if holder < residents_n:
        return f"{community}.{holder}"
    return f"{community}.o{holder - (residents_n if holder < FIRST_ORGANISATION else FIRST_ORGANISATION)}"


def public_ids(community: int, residents_n: int, holders: NDArray[np.int64]) -> pl.Series:
    """Name many holders."""
    return pl.Series(
        [public_id(community, residents_n, holder) for holder in holders.tolist()], dtype=pl.String
    )


def parsed(name: str, communities_n: int) -> Parsed:
    """Read a public id.

    Raises:
        GlasshouseError: If it is no id, or names no community of the run.
    """
    match = ID.fullmatch(name)
    if match is None:
        raise misuse("N207", f"`{name}` is no resident's id", "write community.number, as in 12.4")
    community, number = int(match[1]), int(match[3])
    if community >= communities_n:
        raise _nobody("resident", name, f"there are communities 0 to {communities_n - 1}")
    return Parsed(community, bool(match[2]), number)


def nobody(named: Parsed, there_n: int) -> GlasshouseError:
    """Build the error for an id that names nobody in a community that has so many of its kind."""
    kind, mark = ("organisation", "o") if named.is_organisation else ("resident", "")
    name, first = f"{named.community}.{mark}{named.number}", f"{named.community}.{mark}0"
    there_are = (
        f"there are {first} to {named.community}.{mark}{there_n - 1}" if there_n else "there is none here"
    )
    return _nobody(kind, name, there_are)


def _nobody(kind: str, name: str, there_are: str) -> GlasshouseError:
    return misuse("N208", f"there is no {kind} {name} in this run", there_are)
