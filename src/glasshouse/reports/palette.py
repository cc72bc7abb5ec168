"""Grades from worst to best come in, one colour each goes out: an ordered, colour-blind-safe scale.

The default grade, where a blank file stands, is a quiet grey; what lies below it turns to burnt
orange, what lies above it to blue. Orange against blue survives every common colour blindness,
and both ends grow darker, so that the order survives a grey print as well.
"""

from collections.abc import Sequence

INK = "#22211e"
MUTED = "#6b675e"
FAINT = "#e3dfd5"
EMPTY = "#f5f2ea"
PAPER = "#fbfaf6"
NEUTRAL = "#d3cfc3"
BELOW = ("#f0b878", "#d9822b", "#a44a0b", "#67290a")
ABOVE = ("#a9cbe0", "#5f9fc8", "#2a6d9f", "#123f66")
MERIT, DEDUCTION = ABOVE[2], BELOW[1]


def grade_colours(grades: Sequence[str], default: str) -> dict[str, str]:
    """Give each grade its colour.

    Args:
        grades: All grades, worst first.
        default: The grade of a blank file.

    Returns:
        Grade to colour, in the order given.
    """
    at = grades.index(default)
    below, above = _steps(BELOW, at)[::-1], _steps(ABOVE, len(grades) - at - 1)
    return dict(zip(grades, [*below, NEUTRAL, *above], strict=True))


def shade(ramp: Sequence[str], share: float) -> str:
    """Mix a colour of a ramp from paper (0) to its darkest (1)."""
    return _along((PAPER, *ramp), share)


def ink_on(colour: str) -> str:
    """Choose dark or light text for a background."""
    red, green, blue = _parts(colour)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#ffffff"


def _steps(ramp: Sequence[str], n: int) -> list[str]:
    """Return n colours, evenly apart, the last the ramp's darkest."""
    return [_along(ramp, 0.1 + 0.9 * step / (n - 1)) if n > 1 else ramp[1] for step in range(n)]


def _along(ramp: Sequence[str], share: float) -> str:
    at = min(max(share, 0.0), 1.0) * (len(ramp) - 1)
    lower = min(int(at), len(ramp) - 2)
    mixed = (
        round(a + (b - a) * (at - lower))
        for a, b in zip(_parts(ramp[lower]), _parts(ramp[lower + 1]), strict=True)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
