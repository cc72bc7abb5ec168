"""Files that people wrote come in, diagnostics and verdicts go out: `check` and `cases`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glasshouse.cli.console import (
    FAULTS,
    Form,
    FormOption,
    answer,
    exit_code,
    mistakes_shown,
    say,
    show_problems,
    wrapped,
)
from glasshouse.errors import GlasshouseError, Problem, misuse

if TYPE_CHECKING:
    from glasshouse.engine.replay import CaseResult, Shown
    from glasshouse.law.cases import Case, Expected, ExpectedStanding
    from glasshouse.law.catalogue import Catalogue


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A law, world, case file or amendment.")],
    world: Annotated[
        str | None,
        typer.Option(help="For a law: the world to hold its rules against (id or path), if not its own."),
    ] = None,
    form: FormOption = Form.TEXT,
) -> None:
    """Check a law, a world, a case file or an amendment and show every problem in it at once.

    An amendment is laid over the laws that it is `for`, or over lantern-bay, and those are checked, too.
    """
    with mistakes_shown(form):
        problems = _problems_in(file, world)
    if form is Form.JSON or problems:
        show_problems(form, problems)
    else:
        answer(form, None, [f"{file}: no problems"])
    raise typer.Exit(exit_code(problems))


def _problems_in(file: Path, world: str | None) -> list[Problem]:
    from glasshouse.law.kinds import file_kind, named_kind
    from glasshouse.law.loader import check_amendment, check_regime, read_regime
    from glasshouse.law.text import read_file

    tree = read_file(file)
    kind = file_kind(tree) or "regime/1"
    if world is not None and kind != "regime/1":
        message = f"--world is for laws, and this is {named_kind(kind)}"
        raise misuse("X803", message, "leave `--world` out", file=str(file))
    if kind == "world/1":
        from glasshouse.people.loader import check_world

        return check_world(file)
    if kind == "cases/1":
        from glasshouse.law.cases import check_cases

        return check_cases(file)
    if kind == "amendment/1":
        return check_amendment(file)
    # A law that is like another may leave it to that one to name the world.
    return check_regime(file, _catalogue(world) if world else _catalogue_of(read_regime(file).text("world")))


def _catalogue(world: str) -> "Catalogue":
    from glasshouse.people.loader import catalogue, load_world

    return catalogue(load_world(world))


def _catalogue_of(named: str | None) -> "Catalogue | None":
    """Return what can happen in the world that a law names; None, and a word, where there is no such world.

    The law itself is not loaded first, so that one with faults is still held against its world.
    """
    try:
        return _catalogue(named) if named else None
    except GlasshouseError:
        say(f"note: no world `{named}` ships with Glasshouse, so nothing was looked up in it; give `--world`")
        return None


def cases(
    regime: Annotated[str | None, typer.Argument(metavar="REGIME", help="A law: its id, or a path.")] = None,
    every: Annotated[bool, typer.Option("--all", help="The cases of every law that ships.")] = False,
    form: FormOption = Form.TEXT,
) -> None:
    """Hold a law against its case file: does each account come out as its source says?"""
    with mistakes_shown(form):
        if every == (regime is not None):
            raise misuse("X804", "which cases?", "name one law, or say `--all`")
        rows = _verdicts(regime) if regime else [row for name in _with_cases() for row in _verdicts(name)]
    answer(form, {"cases": rows}, _verdict_lines(rows))
    if not all(row["passed"] for row in rows):
        raise typer.Exit(FAULTS)


def _with_cases() -> list[str]:
    """Return the laws that ship and have cases; say which have none."""
    from glasshouse.law.cases import cases_path
    from glasshouse.law.loader import list_regimes

    names = [path.stem for path in list_regimes()]
    found = [name for name in names if cases_path(name).is_file()]
    for name in sorted(set(names) - set(found)):
        say(f"note: the law {name} has no cases")
    return found


def _verdicts(name: str) -> list[dict[str, Any]]:
    from glasshouse.engine.replay import run_case
    from glasshouse.law.cases import cases_of
    from glasshouse.law.loader import load_regime

    regime = load_regime(name)
    found = cases_of(name, regime)
    if not found:
        raise misuse("X805", f"the law {regime.id} has no cases", "write a case file beside it", file=name)
    return [_verdict(case, run_case(regime, case)) for case in found]


def _verdict(case: "Case", result: "CaseResult") -> dict[str, Any]:
    """Compare what a case expects with what the law gave; what it does not name is not looked at."""
    expected = _facts(case.expected)
    got = _facts(result)
    return {
        "regime": case.regime,
        "id": case.id,
        "title": case.title,
        "source": case.source,
        "place": "{}:{}:{}".format(*case.place),
        "passed": not _differing(expected, got),
        "expected": expected,
        "got": got,
    }


def _facts(state: "Expected | CaseResult") -> dict[str, Any]:
    """Write a state as JSON has it: points, and names in a fixed order."""
    facts = {
        **_standing(state),
        **{
            name: None if names is None else sorted(names)
            for name, names in (("lists", state.lists), ("fired", state.fired), ("blocked", state.blocked))
        },
        "instruments": {name: _standing(its) for name, its in state.instruments.items()} or None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _standing(of: "Expected | CaseResult | ExpectedStanding | Shown") -> dict[str, Any]:
    from glasshouse.units import points

    facts = {"score": None if of.score_pt is None else points(of.score_pt), "grade": of.grade}
    return {name: value for name, value in facts.items() if value is not None}


def _differing(expected: dict[str, Any], got: dict[str, Any], within: str = "") -> list[str]:
    """Say what is not as a case expects, instrument by instrument."""
    found: list[str] = []
    for name, wanted in expected.items():
        if name == "instruments":
            for each, its in wanted.items():
                found += _differing(its, got.get(name, {}).get(each, {}), f"{each} ")
        elif got.get(name) != wanted:
            found.append(f"{within}{name} is {got.get(name, 'none')}, not {wanted}")
    return found


def _verdict_lines(rows: list[dict[str, Any]]) -> list[str]:
    lines: list[str] = []
    for row in rows:
        lines.append(f"{'ok    ' if row['passed'] else 'FAILED'} {row['regime']} {row['id']}: {_state(row)}")
        if not row["passed"]:
            lines += wrapped("; ".join(_differing(row["expected"], row["got"])), " " * 7)
            lines.append(f"       at {row['place']}")
    failed_n = sum(not row["passed"] for row in rows)
    return [*lines, f"{len(rows) - failed_n} passed, {failed_n} failed"]


def _state(row: dict[str, Any]) -> str:
    """Say where the account of a case stands: on the first instrument, and on others that it names."""
    got = row["got"]
    words = [f"{got['score']} {got['grade']}"] if "score" in got else []
    named = row["expected"].get("instruments", {})
    for name in (each for each in named if each in got["instruments"]):
        its = got["instruments"][name]
        words.append(f"{name} {its['score']} {its['grade']}")
    lists = [f"on {', '.join(got['lists'])}"] if got["lists"] else []
    return ", ".join([*words, *lists]) or "on no list"
