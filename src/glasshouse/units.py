"""Points as people write them come in, whole tenths for the kernel go out, and back."""

from decimal import Decimal

TENTHS = 10
"""Kernel units in one point: the law writes points with at most one decimal."""


def tenths(points: int | float | Decimal) -> int:
    """Convert points to whole tenths of a point.

    Args:
        points: Points, with at most one decimal.

    Returns:
        The same amount in tenths of a point.

    Raises:
        ValueError: If the amount has more than one decimal.
    """
    exact = Decimal(str(points)) * TENTHS
    if exact != exact.to_integral_value():
        msg = f"{points} has more than one decimal"
        raise ValueError(msg)
    return int(exact)


def points(amount_pt: int) -> int | float:
    """Convert whole tenths to points; whole points come back as `int`, so 1015 prints as 1015."""
    whole, rest = divmod(amount_pt, TENTHS)
    return whole if rest == 0 else amount_pt / TENTHS
