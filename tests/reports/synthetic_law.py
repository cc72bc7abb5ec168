"""The invented law beside this file comes in, its tree goes out as a manifest keeps it, with places."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import yaml

FILE = Path(__file__).with_name("made_up_law.yaml")


def law() -> dict[str, Any]:
    """Read the law in the syntax of its file, and add where each value stands."""
    text = FILE.read_text(encoding="utf-8")
    whole = cast("dict[str, Any]", yaml.safe_load(text))
    root = yaml.SafeLoader(text).get_single_node()
    return {**whole, "places": dict(_places(root, ""))}


def _places(node: yaml.Node | None, path: str) -> Iterator[tuple[str, dict[str, str | int]]]:
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            below = f"{path}.{key.value}" if path else str(key.value)
            mark = key.start_mark
            yield below, {"file": FILE.name, "line": mark.line + 1, "column": mark.column + 1}
            yield from _places(child, below)
    elif isinstance(node, yaml.SequenceNode):
        for ix, child in enumerate(node.value):
            mark = child.start_mark
            yield f"{path}.{ix}", {"file": FILE.name, "line": mark.line + 1, "column": mark.column + 1}
            yield from _places(child, f"{path}.{ix}")
