"""The libraries come in, listings and templates go out: `regimes`, `worlds` and `new`."""

from collections import Counter
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glasshouse.cli.console import Form, FormOption, answer, mistakes_shown, wrapped
from glasshouse.errors import GlasshouseError, misuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glasshouse.law.schema import Regime, Rule
    from glasshouse.law.values import Reference
    from glasshouse.people.world import World


def regimes(form: FormOption = Form.TEXT) -> None:
    """List the laws that ship with Glasshouse."""
    with mistakes_shown(form):
        from glasshouse.law.loader import list_regimes, load_regime

        found = [(load_regime(path), path) for path in list_regimes()]
        payload = {"regimes": [_regime_row(*each) for each in found]} if form is Form.JSON else None
    answer(form, payload, (line for each in found for line in _regime_lines(*each)))


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
    AMENDMENT = "amendment"


def new(
    kind: Annotated[
        Template,
        typer.Argument(metavar="regime|world|amendment", help="What to write: a law, a world, an amendment."),
    ],
    name: Annotated[str, typer.Argument(metavar="ID", help="Its id: lower case, digits and hyphens.")],
    out: Annotated[Path | None, typer.Option(help="The file to write; ID.yaml here if not given.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there already.")] = False,
    form: FormOption = Form.TEXT,
) -> None:
    """Write a commented template of a law, a world or an amendment, which `check` accepts as it is."""
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


def _counts(regime: "Regime", path: Path) -> dict[str, int]:
    from glasshouse.law.labels import kinds_of_values
    from glasshouse.law.shorts import class_of

    beside = {name for name, annex in regime.annexes.items() if not annex.in_tables}
    rules = {code: rule for code, rule in regime.rules.items() if rule.annex not in beside}
    classes = Counter(class_of(regime, rule) for rule in rules.values())
    downgrades_n = classes["direct downgrade"] + classes["listing"]
    companies_n = _company_rules_n(regime, rules)
    instruments = regime.instruments.values()
    return {
        "rules": len(rules),
        "rules_beside_tables": len(regime.rules) - len(rules),
        "individual_rules": len(rules) - downgrades_n - companies_n,
        "company_rules": companies_n,
        "direct_downgrades": downgrades_n,
        "merits": classes["merit"],
        "deductions": classes["deduction"] + classes["charge"],
        "instruments": len(instruments),
        "providers": len(regime.providers),
        "bands": sum(len(its.bands) for its in instruments),
        "lists": len(regime.lists) + sum(its.kind == "list" for its in instruments),
        "gates": len(regime.gates),
        "cases": _cases_n(path),
        "assumptions": kinds_of_values(regime).get("assumption", 0),
    }


def _company_rules_n(regime: "Regime", rules: "Mapping[str, Rule]") -> int:
    """Count the rules with points for what organisations do in the law's own world, or make good."""
    theirs = _conduct_of_organisations(regime.world)
    of_conduct = {code: rule for code, rule in rules.items() if rule.conduct in theirs}
    made_good = {rule.repair.rule for rule in of_conduct.values() if rule.repair is not None}
    return sum(
        (code in of_conduct or (code in made_good and rule.conduct is None)) and rule.downgrade_to is None
        for code, rule in rules.items()
    )


@cache
def _conduct_of_organisations(world: str) -> frozenset[str]:
    """Return the conduct of a world that is not residents'; none where no such world ships."""
    from glasshouse.law.tree import Fields
    from glasshouse.people.loader import read_world

    try:
        tree = read_world(world)
    except GlasshouseError:
        return frozenset()
    conduct = tree.nearest(("conduct",)).node
    names = conduct.entries if isinstance(conduct, Fields) else {}
    domains = {name: tree.text("conduct", name, "domain") for name in names}
    return frozenset(
        name
        for name, domain in domains.items()
        if tree.text("domains", domain or "", "of") == "organisations"
    )


def _cases_n(path: Path) -> int:
    """Count the cases that stand beside a law."""
    from glasshouse.law.cases import cases_path
    from glasshouse.law.text import read_file
    from glasshouse.law.tree import Fields

    beside = cases_path(path)
    found = read_file(beside).find(("cases",)) if beside.is_file() else None
    return len(found.node.entries) if found is not None and isinstance(found.node, Fields) else 0


def _regime_row(regime: "Regime", path: Path) -> dict[str, object]:
    from glasshouse.law.contents import rules_by_annex
    from glasshouse.law.labels import kinds_of_values, without_source

    kinds = Counter(source.kind for source in regime.sources.values())
    return {
        "id": regime.id,
        "title": regime.title,
        "about": regime.about,
        "world": regime.world,
        "instruments": [
            {"id": name, "kind": instrument.kind, "title": instrument.title}
            for name, instrument in regime.instruments.items()
        ],
        "counts": _counts(regime, path),
        "rules_by_annex": {name: len(codes) for name, codes in rules_by_annex(regime).items()},
        "sources_by_kind": dict(kinds.most_common()),
        "values_by_kind": kinds_of_values(regime),
        "without_source": len(without_source(regime)),
        "sources": _source_rows(regime.sources),
    }


def _source_rows(sources: "dict[str, Reference]") -> list[dict[str, str | None]]:
    return [
        {"id": name, "kind": source.kind, "reference": source.reference} for name, source in sources.items()
    ]


def _regime_lines(regime: "Regime", path: Path) -> list[str]:
    from glasshouse.law.labels import kinds_of_values
    from glasshouse.law.phrases import joined, many

    counts = _counts(regime, path)
    shown = {"rules": "rule", "lists": "list", "gates": "gate", "cases": "case"}
    rules = ", ".join(many(counts[name], word) for name, word in shown.items() if counts[name])
    kinds = joined(sorted(kind for kind in kinds_of_values(regime) if kind != "assumption"))
    assumed = many(counts["assumptions"], "assumption")
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
    from glasshouse.law.phrases import many

    residents_n = f"{world.population.residents.value:,} residents"
    text = f"{residents_n}, {len(world.conduct)} kinds of conduct, {many(len(world.providers), 'provider')}"
    return [world.id, *wrapped(world.title), *wrapped(f"{text}; from {world.year} on")]
