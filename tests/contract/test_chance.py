"""Chance has one source: no module of the package reaches for another."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "glasshouse"
OTHER_SOURCES = {"random", "secrets", "uuid"}


def other_chance(module: ast.Module) -> list[str]:
    """Return each use of a source of chance that is not `glasshouse.draws`."""
    found: list[str] = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found += [
                a.name for a in node.names if a.name.split(".")[0] in OTHER_SOURCES or "random" in a.name
            ]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [n for n in names if n.split(".")[0] in OTHER_SOURCES or "random" in n.split(".")[:2]]
        elif _is_chance(node):
            found.append(ast.unparse(node))
    return found


def _is_chance(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return getattr(node.func, "attr", "") in {"sample", "shuffle"}
    return isinstance(node, ast.Attribute) and node.attr in {"random", "urandom"}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_draws_from_nowhere_but_draws(path: Path) -> None:
    assert other_chance(ast.parse(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "import random",
        "import numpy.random",
        "from numpy import random",
        "from numpy.random import default_rng",
        "import numpy as np\nnp.random.seed(1)",
        "import os\nos.urandom(4)",
        "frame.sample(10)",
    ],
)
def test_another_source_of_chance_is_found(line: str) -> None:
    assert other_chance(ast.parse(line))
