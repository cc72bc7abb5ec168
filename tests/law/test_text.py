"""Restricted YAML: what has a type, what stays text, what is refused, and where everything stands."""

import pytest

from glasshouse.law.text import DEEPEST, read_tree, read_value
from glasshouse.law.tree import Fields, Items, Leaf, Mark, Tree


def value_of(text: str) -> object:
    """Return the value under `k`."""
    found = read_tree(f"k: {text}\n", "f").find(("k",))
    assert found is not None
    assert isinstance(found.node, Leaf)
    return found.node.value


def codes(tree: Tree) -> list[str]:
    """Return the codes of a tree's problems."""
    return [problem.code for problem in tree.problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("0", 0),
        ("-5", -5),
        ("+5", 5),
        ("1015", 1015),
        ("2.5", 2.5),
        ("-0.10", -0.1),
    ],
)
def test_only_these_have_a_type(text: str, value: object) -> None:
    assert value_of(text) == value
    assert type(value_of(text)) is type(value)


@pytest.mark.parametrize(
    "text",
    ["yes", "no", "on", "off", "y", "True", "NULL", "~", "1_000", "0x1F", "0o17", "017", "1e3", ".5", "5.",
     ".inf", ".nan", "2017-09-25", "12:30:00", "1,000", "٣"],
)  # fmt: skip
def test_everything_else_stays_text(text: str) -> None:
    assert value_of(text) == text


@pytest.mark.parametrize("quoted", ["'5'", '"5"', "'true'", '"null"', "''"])
def test_what_stands_in_quotes_is_text(quoted: str) -> None:
    assert value_of(quoted) == quoted[1:-1]


def test_keys_are_text_whatever_they_look_like() -> None:
    tree = read_tree("1: a\ntrue: b\nnull: c\n2017-09-25: d\n", "f")
    assert isinstance(tree.root, Fields)
    assert list(tree.root.entries) == ["1", "true", "null", "2017-09-25"]


def test_every_key_and_value_has_its_place() -> None:
    tree = read_tree("# first\na:\n  b:   [x,  {c: 5}]\n", "f")
    places = {path: (found.key, found.node.mark) for path, found in tree.walk()}
    assert places == {
        ("a",): (Mark("f", 2, 1), Mark("f", 3, 3)),
        ("a", "b"): (Mark("f", 3, 3), Mark("f", 3, 8)),
        ("a", "b", 0): (Mark("f", 3, 9), Mark("f", 3, 9)),
        ("a", "b", 1): (Mark("f", 3, 13), Mark("f", 3, 13)),
        ("a", "b", 1, "c"): (Mark("f", 3, 14), Mark("f", 3, 17)),
    }


def test_a_column_counts_characters_and_not_bytes() -> None:
    found = read_tree("名前: 荣成 # 名\n荣: [é, x]\n", "f").find(("荣", 1))
    assert found is not None
    assert found.node.mark == Mark("f", 2, 8)


def test_a_mark_of_byte_order_is_passed_over() -> None:
    tree = read_tree(b"\xef\xbb\xbfa: 1\n", "f")
    assert codes(tree) == []
    assert tree.places() == {"a": Mark("f", 1, 1)}


def test_of_a_key_given_twice_the_first_counts_and_the_place_is_that_of_the_second() -> None:
    tree = read_tree("a: 1\nb: 2\na: 3\n", "f")
    assert [(p.code, p.line, p.column, p.path) for p in tree.problems] == [("T106", 3, 1, "a")]
    assert tree.as_json() == '{"a": 1, "b": 2}'


def test_problems_of_the_form_are_all_reported_and_the_rest_is_read() -> None:
    tree = read_tree("a: &x 1\nb: *x\nc: !t 2\n[d]: 3\na: 4\ne: 5\n", "f")
    assert codes(tree) == ["T108", "T108", "T109", "T107", "T106"]
    assert tree.as_json() == '{"a": 1, "b": null, "c": "2", "e": 5}'
    assert tree.broken() == {("b",)}


def test_problems_before_a_syntax_error_are_kept_and_nothing_after_it_is_guessed() -> None:
    tree = read_tree("a: 1\na: 2\nb: [1, 2\nc: 3\n", "f")
    assert codes(tree) == ["T106", "T113"]
    assert tree.root is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 'x\nb: 1\n", (1, 4)),
        ("a: b: c\n", (1, 5)),
        ("a:\n\tb: 1\n", (2, 1)),
        ("a: {b: 1\n", (2, 1)),
        ("a: @x\n", (1, 4)),
        ("a:\n  b: 1\n c: 2\n", (3, 2)),
        ("- a\nb: 1\n", (2, 1)),
        ('a: "\\q"\n', (1, 5)),
        ("a: !<\n", (1, 6)),
        ("a: *\n", (1, 5)),
        ("%YAML 9.9\n---\na: 1\n", (1, 1)),
    ],
)
def test_a_syntax_error_is_one_problem_with_a_place_and_a_remedy(text: str, place: tuple[int, int]) -> None:
    tree = read_tree(text, "f")
    assert [(p.code, (p.line, p.column)) for p in tree.problems] == [("T113", place)]
    assert tree.problems[0].help


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_without_end_ends_the_reading(opening: str) -> None:
    tree = read_tree(opening * 100_000, "f")
    assert tree.root is None
    assert codes(tree)[-1] == "T111"
    assert set(codes(tree)[:-1]) <= {"T107"}


def test_nesting_up_to_the_limit_is_read() -> None:
    assert codes(read_tree("[" * DEEPEST + "1" + "]" * DEEPEST, "f")) == ["P101"]
    assert codes(read_value("[" * DEEPEST + "1" + "]" * DEEPEST, "f")) == []


@pytest.mark.parametrize("digits", ["9" * 19, "9" * 5000, "-0." + "1" * 5000])
def test_a_number_with_too_many_digits_is_a_problem(digits: str) -> None:
    assert codes(read_tree(f"a: {digits}\n", "f")) == ["T112"]


@pytest.mark.parametrize(
    ("text", "place"),
    [("a: 1\nb: x\0y\n", (2, 5)), ("a: \x07\n", (1, 4)), ("a: \ud800\n", (1, 4)), ("\ufffe", (1, 1))],
)
def test_a_character_that_no_text_has_is_one_problem_at_its_place(text: str, place: tuple[int, int]) -> None:
    tree = read_tree(text, "f")
    assert [(p.code, (p.line, p.column)) for p in tree.problems] == [("T104", place)]


@pytest.mark.parametrize("escape", ["\\0", "\\a", "\\x07", "\\uFFFE"])
def test_an_escape_cannot_bring_it_in_either(escape: str) -> None:
    assert codes(read_tree(f'a: "{escape}"\n', "f")) == ["T104"]


def test_bytes_that_are_no_text_are_one_problem_at_their_place() -> None:
    tree = read_tree("a: é\nb: 名x".encode() + b"\xff\n", "f")
    assert [(p.code, p.line, p.column) for p in tree.problems] == [("T102", 2, 6)]


@pytest.mark.parametrize("text", ["", "   \n\n", "# only a comment\n", "---\n...\n"])
def test_an_empty_file_is_a_problem(text: str) -> None:
    assert codes(read_tree(text, "f")) in (["T105"], [])


def test_a_second_document_is_a_problem_and_the_first_is_read() -> None:
    tree = read_tree("a: 1\n---\nb: 2\n", "f")
    assert [(p.code, p.line) for p in tree.problems] == [("T110", 2)]
    assert tree.as_json() == '{"a": 1}'


def test_a_value_alone_may_be_a_list_of_mappings_as_bands_are() -> None:
    tree = read_value("[{grade: A}, {grade: B}]", "--set bands")
    assert isinstance(tree.root, Items)
    assert codes(tree) == []


def test_a_tree_can_be_changed_at_a_path_without_touching_the_one_it_came_from() -> None:
    tree = read_tree("a:\n  - b: 1\n    c: 2\n", "f")
    changed = tree.with_value(("a", 0, "b"), Leaf(9, Mark("", 0, 0)))
    assert changed.as_json() == '{"a": [{"b": 9, "c": 2}]}'
    assert tree.as_json() == '{"a": [{"b": 1, "c": 2}]}'
    assert changed.without(("a", 0, "c")).as_json() == '{"a": [{"b": 9}]}'


@pytest.mark.parametrize(
    "path", [("x",), ("a", 1), ("a", "0x"), ("a", "-1"), ("a", 0, "b", "c"), ("a", "9" * 5000)]
)
def test_a_path_that_is_not_there_finds_nothing(path: tuple[str | int, ...]) -> None:
    assert read_tree("a:\n  - b: 1\n", "f").find(path) is None
