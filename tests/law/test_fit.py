"""What pydantic complains of comes to its place in the file, in words that people use."""

from typing import Annotated, Literal

import pytest
from pydantic import Field

from glasshouse.errors import Problem
from glasshouse.law.fit import fit
from glasshouse.law.text import read_tree
from glasshouse.law.values import Model, Name


class Leg(Model):
    """A part."""

    length: Annotated[float, Field(gt=0, lt=2)]
    wood: Literal["oak", "ash"]


class Seat(Model):
    """Another kind of part."""

    kind: Literal["seat"]
    soft: bool


class Back(Model):
    """A third kind of part."""

    kind: Literal["back"]
    height: int


class Chair(Model):
    """Everything that a schema here can have."""

    name: Name
    legs: dict[Name, Leg]
    pair: tuple[int, str] | None = None
    words: tuple[str, ...] = ()
    top: Annotated[Seat | Back, Field(discriminator="kind")] | None = None
    price: float | Literal["free"] = "free"
    title: Annotated[str, Field(min_length=2, max_length=5)] = "chair"


def check(text: str) -> list[Problem]:
    """Fit a chair."""
    fitted, problems = fit(read_tree(text, "f"), Chair)
    assert (fitted is None) == bool(problems)
    return problems


def short(problems: list[Problem]) -> list[tuple[int, int, str, str]]:
    """Keep the place, the code and the path."""
    return [(p.line, p.column, p.code, p.path) for p in problems]


GOOD = "name: stool\nlegs:\n  one: {length: 1, wood: oak}\n"


def test_a_tree_that_fits_gives_the_declaration() -> None:
    fitted, problems = fit(
        read_tree(GOOD + "pair: [1, x]\ntop: {kind: seat, soft: true}\nprice: 2\n", "f"), Chair
    )
    assert problems == []
    assert fitted is not None
    assert fitted.pair == (1, "x")
    assert fitted.top == Seat(kind="seat", soft=True)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("pear: [1, x]", (4, 1, "F201", "pear")),
        ("pair: [1, x, 2]", (4, 7, "F207", "pair")),
        ("pair: [1]", (4, 7, "F207", "pair.1")),
        ("pair: {a: 1}", (4, 7, "F203", "pair")),
        ("pair: [x, x]", (4, 8, "F203", "pair.0")),
        ("words: [a, 5]", (4, 12, "F203", "words.1")),
        ("top: {kind: seatt, soft: true}", (4, 13, "F204", "top.kind")),
        ("top: {soft: true}", (4, 1, "F202", "top.kind")),
        ("top: {kind: seat, soft: yes}", (4, 25, "F203", "top.soft")),
        ("top: {kind: seat}", (4, 1, "F202", "top.soft")),
        ("top: {kind: back, height: 1.5}", (4, 27, "F203", "top.height")),
        ("price: cheap", (4, 8, "F203", "price")),
        ("title: x", (4, 8, "F207", "title")),
        ("title: settee", (4, 8, "F207", "title")),
        ("title: null", (4, 8, "F203", "title")),
    ],
)
def test_a_problem_stands_at_its_key_or_value(line: str, place: tuple[int, int, str, str]) -> None:
    assert short(check(f"{GOOD}{line}\n")) == [place]


def test_problems_of_all_parts_come_together_in_the_order_of_the_file() -> None:
    found = check("name: My Stool\nlegs:\n  One: {length: 3, wood: pine}\n  two: {length: 0}\n  three: 5\n")
    assert short(found) == [
        (1, 7, "F206", "name"),
        (3, 3, "F206", "legs.One"),
        (3, 17, "F205", "legs.One.length"),
        (3, 26, "F204", "legs.One.wood"),
        (4, 3, "F202", "legs.two.wood"),
        (4, 17, "F205", "legs.two.length"),
        (5, 10, "F203", "legs.three"),
    ]


def test_a_key_misspelt_is_one_problem_and_the_key_that_was_meant_is_not_missing() -> None:
    (problem,) = check("name: stool\nlegs:\n  one: {lenkth: 1, wood: oak}\n")
    assert (problem.code, problem.path, problem.help) == (
        "F201",
        "legs.one.lenkth",
        "did you mean `length`?",
    )


def test_a_key_that_resembles_nothing_does_not_hide_a_missing_one() -> None:
    found = check("name: stool\nlegs:\n  one: {colour: blue, wood: oak}\n")
    assert short(found) == [(3, 3, "F202", "legs.one.length"), (3, 9, "F201", "legs.one.colour")]


def test_what_the_reader_reported_is_not_reported_again() -> None:
    found = check("name: stool\nlegs:\n  one: &l {length: 1, wood: oak}\n  two: *l\n")
    assert [problem.code for problem in found] == ["T108", "T108"]


def test_a_field_cannot_be_given_by_the_name_that_it_has_inside() -> None:
    class Priced(Model):
        price_pt: int = Field(alias="price")

    _, problems = fit(read_tree("price_pt: 5\n", "f"), Priced)
    assert short(problems) == [(1, 1, "F201", "price_pt")]


@pytest.mark.parametrize("text", ["5\n", "text\n", "[1, 2]\n", "null\n"])
def test_a_file_that_is_no_mapping_says_so(text: str) -> None:
    (problem,) = check(text)
    assert problem.code == "F203"
    assert problem.message.startswith("the file must be a mapping")


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("price: '5'", "write `5`, without quotes or signs between the digits"),
        ("price: 1_000", "write `1000`, without quotes or signs between the digits"),
        ("top: {kind: seat, soft: no}", "write `false`, without quotes"),
        ("words: one", "write `[one]`"),
        ("words: [8]", "put it in quotes"),
        ("words: [null]", "write text, or remove the key"),
    ],
)
def test_the_remedy_shows_the_very_value_where_it_is_clear(written: str, remedy: str) -> None:
    assert check(f"{GOOD}{written}\n")[0].help == remedy


@pytest.mark.parametrize("value", ["x" * 5000, "'two\n\n  lines'", "{a: {b: [1, 2]}}"])
def test_a_long_value_is_shortened_to_one_line(value: str) -> None:
    (problem,) = check(f"{GOOD}price: {value}\n")
    assert len(problem.message) < 120
    assert "\n" not in problem.message
