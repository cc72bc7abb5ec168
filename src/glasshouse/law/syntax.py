"""An error of the YAML parser comes in, a `Problem` in our own words goes out."""

import yaml

from glasshouse.errors import Problem
from glasshouse.law.tree import Mark

_INDENT = ("this line fits none of the levels above it", "mend its indentation")
_ANCHOR = ("an anchor or alias is malformed", "put text that begins with & or * in quotes")

# The two parsers of PyYAML word the same mistake differently; a few words are common to both.
_WORDINGS: dict[str, tuple[str, str]] = {
    "mapping values are not allowed": (
        "a `:` stands where no key can be",
        "put text that contains `: ` in quotes, or mend the indentation",
    ),
    "cannot start any token": (
        "a value begins with a tab or a sign that YAML reserves",
        "indent with spaces; put text that begins with @, ` or % in quotes",
    ),
    "unexpected end of stream": ("a quotation mark is never closed", "close it"),
    "',' or ']'": (
        "a list in [ ] is not closed, or lacks a comma",
        "close it with `]`, or put a comma between its items",
    ),
    "',' or '}'": (
        "a mapping in { } is not closed, or lacks a comma",
        "close it with `}`, or put a comma between its keys",
    ),
    "expected ':'": ("a key has no `:`", "write `key: value`"),
    "expected key": _INDENT,
    "expected <block end>": _INDENT,
    "expected '-' indicator": (
        "a key stands among the items of a list",
        "mend its indentation, or begin it with `- `",
    ),
    "escape": (
        "the text in quotes has an escape that YAML does not know",
        "use single quotes, or write \\\\ for a backslash",
    ),
    "tag": ("a tag is malformed", "remove it; put text that begins with ! in quotes"),
    "anchor": _ANCHOR,
    "alias": _ANCHOR,
}


def syntax_problem(file: str, why: yaml.YAMLError) -> Problem:
    """Say in our words what the parser found, and where."""
    said = str(getattr(why, "problem", None) or "")
    fact, remedy = next(
        ((fact, remedy) for words, (fact, remedy) in _WORDINGS.items() if words in said),
        (f"the text is not YAML ({said or 'no reason given'})", "compare this line with the lines above it"),
    )
    begin = getattr(why, "context_mark", None)
    if "',' or" in said and begin is not None:
        fact = f"{fact}; it begins in line {begin.line + 1}"
    is_open = "unexpected end of stream" in said
    mark = getattr(why, "context_mark" if is_open else "problem_mark", None) or getattr(
        why, "problem_mark", None
    )
    place = Mark(file, 1, 1) if mark is None else Mark(file, mark.line + 1, mark.column + 1)
    return Problem(*place, "T113", fact, "", remedy)
