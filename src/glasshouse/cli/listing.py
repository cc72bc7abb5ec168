"""The libraries come in, listings and templates go out: `regimes`, `worlds` and `new`."""

from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glasshouse.cli.console import Form, FormOption, answer, mistakes_shown, wrapped
from glasshouse.errors import misuse

if TYPE_CHECKING:
    from glasshouse.law.schema import Reference, Regime
    from glasshouse.people.world import World


def regimes(form: FormOption = Form.TEXT) -> None:
    """List the laws that ship with Glasshouse."""
    with mistakes_shown(form):
        from glasshouse.law.loader import list_regimes, load_regime

        found = [load_regime(path) for path in list_regimes()]
    answer(
        form,
        {"regimes": [_regime_row(regime) for regime in found]},
        (line for regime in found for line in _regime_lines(regime)),
    )


def worlds(form: FormOption = Form.TEXT) -> None:
    """List the worlds that ship with Glasshouse."""
    with mistakes_shown(form):
        from glasshouse.people.loader import list_worlds, load_world

        found = [load_world(path) for path in list_worlds()]
    answer(
        form,
        {"worlds": [_world_row(world) for world in found]},
        (line for world in found for line in _world_lines(world)),
    )


class Template(StrEnum):
    """What `new` can write."""

    REGIME = "regime"
    WORLD = "world"


def new(
    kind: Annotated[
        Template, typer.Argument(metavar="regime|world", help="What to write: a law or a world.")
    ],
    name: Annotated[str, typer.Argument(metavar="ID", help="Its id: lower case, digits and hyphens.")],
    out: Annotated[Path | None, typer.Option(help="The file to write; ID.yaml here if not given.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there already.")] = False,
    form: FormOption = Form.TEXT,
) -> None:
    """Write a commented template of a law or a world, which `check` accepts as it is."""
    with mistakes_shown(form):
        path = out or Path(f"{name}.yaml")
        _refuse_bad_id(name)
        if path.exists() and not force:
            raise misuse(
                "X802", "the file is there already", "give another `--out`, or `--force`", file=str(path)
            )
        template = files("glasshouse.cli").joinpath("templates", f"{kind.value}.yaml")
        path.write_text(template.read_text("utf-8").replace("new-id", name), "utf-8")
    answer(form, {"written": str(path)}, [str(path)])


def _refuse_bad_id(name: str) -> None:
    plain = name.isascii() and name.replace("-", "a").isalnum() and name == name.lower()
    if not plain or name.startswith("-"):
        message = f"{name!r} is not an id"
        raise misuse("X801", message, "use lower case letters, digits and hyphens, as in `my-town`")


def _counts(regime: "Regime") -> dict[str, int]:
    downgrades_n = sum(rule.downgrade_to is not None for rule in regime.rules.values())
    return {
        "individual_rules": len(regime.rules) - downgrades_n,
        "direct_downgrades": downgrades_n,
        "company_rules": 0,  # no instrument for companies exists yet
        "providers": len(regime.providers),
        "bands": len(regime.instrument.bands),
        "lists": len(regime.lists),
        "gates": len(regime.gates),
        "assumptions": sum(value.source == "assumption" for _, value in regime.sourced()),
    }


def _regime_row(regime: "Regime") -> dict[str, object]:
    return {
        "id": regime.id,
        "title": regime.title,
        "about": regime.about,
        "world": regime.world,
        "instruments": [
            {"id": name, "kind": instrument.kind, "title": instrument.title}
            for name, instrument in regime.instruments.items()
        ],
        "counts": _counts(regime),
        "sources": _source_rows(regime.sources),
    }


def _source_rows(sources: "dict[str, Reference]") -> list[dict[str, str | None]]:
    return [
        {"id": name, "kind": source.kind, "reference": source.reference} for name, source in sources.items()
    ]


def _regime_lines(regime: "Regime") -> list[str]:
    counts = _counts(regime)
    shown = {
        "individual_rules": "rule",
        "direct_downgrades": "direct downgrade",
        "lists": "list",
        "gates": "gate",
    }
    rules = ", ".join(_many(counts[name], word) for name, word in shown.items())
    kinds = ", ".join(sorted({source.kind for source in regime.sources.values()}))
    assumed = _many(counts["assumptions"], "assumption")
    sources = wrapped(f"sources: {kinds}; {assumed}; written for the world {regime.world}")
    return [regime.id, *wrapped(regime.title), *wrapped(rules), *sources]


def _world_row(world: "World") -> dict[str, object]:
    return {
        "id": world.id,
        "title": world.title,
        "about": world.about,
        "year": world.year,
        "residents": world.population.residents.value,
        "conduct": len(world.conduct),
        "providers": len(world.providers),
        "sources": _source_rows(world.sources),
    }


def _world_lines(world: "World") -> list[str]:
    residents_n = f"{world.population.residents.value:,} residents"
    text = f"{residents_n}, {len(world.conduct)} kinds of conduct, {_many(len(world.providers), 'provider')}"
    return [world.id, *wrapped(world.title), *wrapped(f"{text}; from {world.year} on")]


def _many(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
