"""The rooms: a module imports only from rooms before its own."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "glasshouse"
GROUND = ("units", "errors", "draws", "sources")
ROOMS = ("law", "people", "engine", "runs", "audits", "reports", "townhall", "cli")
MODULES = sorted(SOURCE.rglob("*.py"))
FRONT_DOOR = {SOURCE / "__init__.py", SOURCE / "__main__.py"}
IN_ROOMS = [path for path in MODULES if path not in FRONT_DOOR]


def imported_by(module: ast.Module) -> set[str]:
    """Return the names of Glasshouse's rooms that a module imports, wherever the import stands."""
    dotted: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            base = node.module or ""
            dotted |= {f"{base}.{alias.name}" for alias in node.names} if base == "glasshouse" else {base}
        elif isinstance(node, ast.Import):
            dotted |= {alias.name for alias in node.names}
    rooms = {name.split(".")[1] for name in dotted if name.startswith("glasshouse.")}
    return rooms - {"__version__"}


def forbidden(room: str, wanted: set[str]) -> set[str]:
    """Return what a room may not import."""
    if room in GROUND:
        return wanted - set(GROUND)
    return wanted - set(GROUND) - set(ROOMS[: ROOMS.index(room) + 1])


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 20


@pytest.mark.parametrize("path", IN_ROOMS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_only_from_rooms_before_its_own(path: Path) -> None:
    room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    assert forbidden(room, imported_by(ast.parse(path.read_text("utf-8")))) == set()


def test_a_room_that_looks_ahead_is_found() -> None:
    looks_ahead = ast.parse(
        "def f():\n    from glasshouse.engine import tables\n    import glasshouse.runs\n"
    )
    assert forbidden("law", imported_by(looks_ahead)) == {"engine", "runs"}
    assert forbidden("runs", imported_by(looks_ahead)) == set()


def test_every_folder_of_the_package_is_a_room() -> None:
    folders = {path.relative_to(SOURCE).parts[0] for path in MODULES if path.parent != SOURCE}
    assert folders <= set(ROOMS)


def test_the_package_never_imports_the_oracle_or_the_tests() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & {"reference", "tests", "benchmarks"}, path
