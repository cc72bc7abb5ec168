"""The code comes in, the pages of `docs/reference/` that describe it go out.

`python -m docs.generate` writes them; a test compares them with what it would write. The page of error
codes is written by hand, and a test holds it to the code.
"""

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial
from pathlib import Path
from types import UnionType
from typing import NamedTuple, Union, get_args, get_origin, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

import glasshouse
from docs.execute import executed
from docs.firing import firing_page
from docs.regimes import index_page, regime_ids, regime_page
from glasshouse.cli import app
from glasshouse.law.amendments import Amendment
from glasshouse.law.json_schema import Schema, schema_of
from glasshouse.people.json_schema import MODELS, json_schema
from glasshouse.runs.columns import TABLES

REFERENCE = Path(__file__).parent / "reference"
NOTE = "<!-- Written by `make docs`; edit the code instead. -->"


class Parameter(NamedTuple):
    """One argument or option of a command, as the page shows it."""

    command: str
    name: str
    """The name in the function's signature."""
    is_option: bool
    shown: str
    text: str
    default: object
    """What it is if not given; `inspect.Parameter.empty` where it must be given."""
    annotation: object


def commands() -> dict[str, Callable[..., object]]:
    """Return the command line's functions by the name of their command."""
    found = {
        str(info.name or info.callback.__name__): info.callback
        for info in app.registered_commands
        if info.callback
    }
    return dict(sorted(found.items()))


def parameters(command: str) -> Iterator[Parameter]:
    """Yield what a command takes, in the order of its signature."""
    function = commands()[command]
    hints = get_type_hints(function, include_extras=True)
    for name, parameter in inspect.signature(function).parameters.items():
        base, info = get_args(hints[name])
        given = parameter.default
        yield Parameter(
            command, name, isinstance(info, OptionInfo), _shown(name, base, info), str(info.help), given, base
        )


def _shown(name: str, base: object, info: ArgumentInfo | OptionInfo) -> str:
    if isinstance(info, ArgumentInfo):
        return str(info.metavar or name.upper())
    words: list[object] = [info.default, *(info.param_decls or ())]
    declared = [word for word in words if isinstance(word, str) and word.startswith("--")]
    option = declared[0] if declared else f"--{name.replace('_', '-')}"
    return option if base is bool else f"{option} {info.metavar or _kind(base)}"


def _kind(base: object) -> str:
    """Say what a value of a type looks like."""
    kinds: list[object] = (
        [kind for kind in get_args(base) if kind is not type(None)] if _is_union(base) else [base]
    )
    kind = kinds[0]
    if get_origin(kind) is list:
        kind = get_args(kind)[0]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "|".join(str(choice.value) for choice in kind)
    return "N" if kind is int else "PATH" if kind is Path else "TEXT"


def _is_union(base: object) -> bool:
    return get_origin(base) in {Union, UnionType}


def _default(parameter: Parameter) -> str:
    given = parameter.default
    if given is inspect.Parameter.empty:
        return "needed"
    if given is None or given is False:
        return ""
    return f"`{given.value}`" if isinstance(given, Enum) else f"`{given}`"


def cli_page() -> str:
    """Write the page of commands."""
    lines = [
        NOTE,
        "",
        "# Commands",
        "",
        "Results go to stdout, talk to stderr. Exit codes: 0 fine, 1 faults found in a",
        "file, 2 misuse, 130 stopped with Ctrl-C.",
        "",
    ]
    for command, function in commands().items():
        taken = list(parameters(command))
        words = [parameter.shown for parameter in taken if not parameter.is_option]
        usage = " ".join(["glasshouse", command, *words])
        lines += [f"## {command}", "", inspect.cleandoc(function.__doc__ or ""), "", "```", usage, "```", ""]
        lines += ["| | | if not given |", "| --- | --- | --- |"]
        lines += [f"| `{_escaped(p.shown)}` | {_escaped(p.text)} | {_default(p)} |" for p in taken]
        lines += [""]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def columns_page() -> str:
    """Write the page of tables and columns."""
    lines = [NOTE, "", "# Columns of a run", ""]
    lines += [
        "Every table is a parquet file of a run folder; `glasshouse export` writes the same as CSV. Points",
        "columns end in `_pt` and count tenths of a point.",
        "",
    ]
    for name, table in TABLES.items():
        lines += [f"## {name}", "", table.about, "", "| column | type | meaning |", "| --- | --- | --- |"]
        lines += [
            f"| `{column.name}` | {column.dtype} | {_escaped(column.about)} |" for column in table.columns
        ]
        lines += [""]
    return "\n".join(lines)


def python_page() -> str:
    """Write the page of the Python interface."""
    lines = [
        NOTE,
        "",
        "# Python",
        "",
        "`from glasshouse import ...` gives these names; everything else may change.",
        "",
    ]
    for name in sorted(set(glasshouse.__all__) - {"__version__"}):
        value: object = getattr(glasshouse, name)
        lines += [f"## {name}", "", *_signature(name, value), *_told(inspect.cleandoc(value.__doc__ or ""))]
    return "\n".join(lines)


def _signature(name: str, value: object) -> list[str]:
    if isinstance(value, type) or not callable(value):
        return []
    taken = inspect.signature(value)
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in taken.parameters.values()]
    call = str(taken.replace(parameters=bare, return_annotation=inspect.Signature.empty))
    return ["```python", f"{name}{call}", "```", ""]


def _told(text: str) -> list[str]:
    """Turn a docstring into Markdown: what it says as it is, its Args, Returns and Raises as a block."""
    said, *sections = re.split(r"\n\n(?=(?:Args|Returns|Raises):\n)", text)
    return [said, "", *(["```text", "\n\n".join(sections), "```", ""] if sections else [])]


def _noted(page: Callable[[], str]) -> Callable[[], str]:
    """Put the note that a page is generated at its head."""
    return lambda: f"{NOTE}\n\n{page()}"


def schema_page(kind: str) -> str:
    """Write the JSON Schema of one kind of file."""
    return _written(json_schema(kind))


def _written(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "columns.md": columns_page,
    "python.md": python_page,
    "firing.md": _noted(firing_page),
    "regimes/index.md": _noted(index_page),
    **{f"regimes/{name}.md": _noted(partial(regime_page, name)) for name in regime_ids()},
    **{f"{kind}.schema.json": partial(schema_page, kind) for kind in MODELS},
    "amendment.schema.json": lambda: _written(schema_of(Amendment, can_be_like=False)),
}
"""Every generated file of `docs/reference/`, and what writes it."""


TUTORIAL = Path(__file__).parent / "tutorial.md"


def main() -> None:
    """Write the pages, and the answers in the tutorial."""
    (REFERENCE / "regimes").mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), "utf-8")
        sys.stdout.write(f"docs/reference/{name}\n")
    TUTORIAL.write_text(executed(TUTORIAL.read_text("utf-8")), "utf-8")
    sys.stdout.write("docs/tutorial.md\n")


if __name__ == "__main__":
    main()
