"""What a law check must know of a world: which conduct there is, and who can see it."""

from collections.abc import Mapping
from typing import NamedTuple


class Catalogue(NamedTuple):
    """The conduct of one world, as far as a law can name it."""

    world: str
    """The id of the world, for messages."""
    severities: Mapping[str, frozenset[str]]
    """The severities of each conduct; `any` alone where it has none."""
    seen_by: Mapping[str, frozenset[str]]
    """The providers that can see each conduct."""
