"""Numbers and colours as people see them."""

import pytest

from glasshouse.reports import palette, wording


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "0%"), (1, "100%"), (0.93371, "93.4%"), (0.9996, "100%"), (0.0213, "2.1%"), (0.00752, "0.75%"),
     (0.0000321, "0.0032%"), (0.01, "1.0%")],
)  # fmt: skip
def test_a_share_has_the_decimals_that_it_deserves(share: float, shown: str) -> None:
    assert wording.percent(share) == shown


@pytest.mark.parametrize(
    ("n", "shown"),
    [(0, "0"), (999, "999"), (1_000, "1.0k"), (9_960, "10k"), (628_700, "629k"), (999_600, "1.0m")],
)
def test_a_matrix_has_room_for_four_characters(n: int, shown: str) -> None:
    assert wording.short_count(n) == shown


@pytest.mark.parametrize(
    ("n", "shown"), [(714_211, "714,211"), (-5, "−5"), (1015.5, "1,015.5"), (20.0, "20")]
)
def test_counts_have_separators_and_a_real_minus(n: float, shown: str) -> None:
    assert wording.count(n) == shown


def test_a_listing_reads_like_a_sentence() -> None:
    assert wording.listing([]) == "none"
    assert wording.listing(["a"]) == "a"
    assert wording.listing(["a", "b", "c"]) == "a, b and c"


def lightness(colour: str) -> float:
    """Return how light a colour looks, from 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("default", range(7))
def test_grades_grow_darker_away_from_the_default(default: int) -> None:
    grades = list("DCBAXYZ")
    colours = list(palette.grade_colours(grades, grades[default]).values())
    assert len(set(colours)) == 7
    assert colours[default] == palette.NEUTRAL
    steps = [lightness(colour) for colour in colours]
    assert steps[:default] == sorted(steps[:default])
    assert steps[default + 1 :] == sorted(steps[default + 1 :], reverse=True)
