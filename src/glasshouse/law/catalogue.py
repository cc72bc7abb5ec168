"""What a law check must know of a world: which conduct there is, who can see it, what residents have."""

from collections.abc import Mapping
from typing import NamedTuple


class Catalogue(NamedTuple):
    """What of one world a law can name."""

    world: str
    """The id of the world, for messages."""
    severities: Mapping[str, frozenset[str]]
    """The severities of each conduct; `any` alone where it has none."""
    seen_by: Mapping[str, frozenset[str]]
    """The providers that can see each conduct."""
    attributes: Mapping[str, frozenset[str]]
    """The levels of each attribute of residents."""
