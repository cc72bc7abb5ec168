"""What a law check must know of a world: its conduct, who does it, who sees it, and the residents."""

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
    doers: Mapping[str, str]
    """Whose each conduct is: `residents` or `organisations`."""
    lasting: frozenset[str]
    """The conduct that lasts; any other is over on its day."""
    asks_consent: bool
    """Whether the world says how many consent to be scored."""
