"""A world comes in, the names that mean nothing go out, each with the nearest that does."""

from collections.abc import Iterable, Iterator

from glasshouse.law.wording import did_you_mean
from glasshouse.people.checks.faults import Fault
from glasshouse.people.population import Attribute, Margin
from glasshouse.people.world import World


def unknown_domain(world: World) -> Iterator[Fault]:
    """Conduct in a domain that the world does not have."""
    for name, spec in world.conduct.items():
        if spec.domain not in world.domains:
            remedy = did_you_mean(spec.domain, world.domains, nothing="declare it under `domains`")
            yield Fault(f"conduct.{name}.domain", "W111", f"no domain is called `{spec.domain}`", remedy)


def unknown_provider(world: World) -> Iterator[Fault]:
    """Conduct seen by a provider that the world does not have."""
    for name, spec in world.conduct.items():
        for provider in spec.seen_by:
            if provider not in world.providers:
                remedy = did_you_mean(provider, world.providers, nothing="declare it under `providers`")
                path = f"conduct.{name}.seen_by.{provider}"
                yield Fault(path, "W112", f"no provider is called `{provider}`", remedy)


def unknown_dimension(world: World) -> Iterator[Fault]:
    """A rate that differs by something that those who act do not have."""
    known = {"residents": {"age", "sex", *world.attributes}, "organisations": {"form"}}
    if world.organisations is not None:
        # A `form` is the organisations' alone, whatever attributes residents have.
        known["residents"].discard("form")
    for name, spec in world.conduct.items():
        who = world.domains[spec.domain].of if spec.domain in world.domains else "residents"
        for dimension in spec.by:
            if dimension not in known[who]:
                remedy = did_you_mean(dimension, known[who])
                fact = f"{who} have no `{dimension}`"
                yield Fault(f"conduct.{name}.by.{dimension}", "W113", fact, remedy)


def unknown_level(world: World) -> Iterator[Fault]:
    """A level that its attribute does not have."""
    for name, spec in world.conduct.items():
        for dimension, table in spec.by.items():
            levels = world.levels_of(dimension)
            if levels is not None:
                path = f"conduct.{name}.by.{dimension}.factors"
                yield from _strange(((f"{path}.{level}", level) for level in table.factors), levels)
    for name, attribute in world.attributes.items():
        yield from _strange(_levels_named(f"attributes.{name}", attribute), attribute.levels)


def unknown_stratum(world: World) -> Iterator[Fault]:
    """A stratum that the communities do not have."""
    strata = set(world.population.communities.strata)
    named = [
        (f"population.households.{name}.strata.{stratum}", stratum)
        for name, spec in world.population.households.items()
        for stratum in spec.strata
    ]
    for name, attribute in world.attributes.items():
        shapes = attribute.shape.levels if attribute.shape is not None else {}
        for level, shape in shapes.items():
            path = f"attributes.{name}.shape.levels.{level}.by_stratum"
            named += [(f"{path}.{stratum}", stratum) for stratum in shape.by_stratum]
    for path, stratum in named:
        if stratum not in strata:
            yield Fault(path, "W115", f"no stratum is called `{stratum}`", did_you_mean(stratum, strata))


def _levels_named(path: str, attribute: Attribute) -> Iterator[tuple[str, str]]:
    """Yield every level that an attribute names, and where."""
    for key in ("otherwise", "in_couples"):
        level = getattr(attribute, key)
        if level is not None:
            yield f"{path}.{key}", level
    for ix, margin in enumerate(attribute.margins):
        yield from _levels_in_margin(f"{path}.margins.{ix}", margin)
    for level in attribute.shape.levels if attribute.shape is not None else ():
        yield f"{path}.shape.levels.{level}", level


def _levels_in_margin(path: str, margin: Margin) -> Iterator[tuple[str, str]]:
    for key in ("counts", "shares", "sample"):
        for level in getattr(margin, key) or ():
            yield f"{path}.{key}.{level}", level
    if margin.rest is not None:
        yield f"{path}.rest", margin.rest


def _strange(named: Iterable[tuple[str, str]], levels: tuple[str, ...]) -> Iterator[Fault]:
    for path, level in named:
        if level not in levels:
            yield Fault(path, "W114", f"no level is called `{level}`", did_you_mean(level, levels))
