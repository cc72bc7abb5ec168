"""What a command answered, as tests of several rooms read it."""

from collections.abc import Callable
from typing import NamedTuple


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]
"""Runs `glasshouse` with some words in this process."""
