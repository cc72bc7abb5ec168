"""A world comes in, the faults of its errors and objections go out."""

from collections.abc import Iterator

from glasshouse.law.wording import did_you_mean
from glasshouse.people.checks.conduct import highest_rate, spans_of_mistakes
from glasshouse.people.checks.faults import Fault
from glasshouse.people.conduct import Conduct
from glasshouse.people.mistakes import Errors
from glasshouse.people.world import World

MOST_FALSE_PER_YEAR = 8.0
"""False records of one resident in one domain at which there are still numbers for all of them."""


def unknown_mark_of_thin_files(world: World) -> Iterator[Fault]:
    """An attribute or a level whose records are said to go wrong more often, and which nobody has."""
    for name, table in world.errors.thin_files.items():
        path = f"errors.thin_files.{name}"
        attribute = world.attributes.get(name)
        if attribute is None:
            remedy = did_you_mean(name, world.attributes, nothing="leave it out; the world has no attributes")
            yield Fault(path, "W113", f"residents have no attribute `{name}`", remedy)
            continue
        for level in table.factors:
            if level not in attribute.levels:
                remedy = did_you_mean(level, attribute.levels)
                yield Fault(f"{path}.factors.{level}", "W114", f"no level is called `{level}`", remedy)


def wait_without_end(world: World) -> Iterator[Fault]:
    """An entry that never goes, or an objection that is never filed or decided."""
    for path, span in spans_of_mistakes(world):
        if span.never > 0:
            fact = f"the wait never ends for {span.never:.6g} of them"
            remedy = "leave `never` out, and raise `max_d` for those that take longest"
            yield Fault(f"{path}.never", "W191", fact, remedy)


def shares_the_wrong_way_round(world: World) -> Iterator[Fault]:
    """Objections against errors that win less often than others, or notices that fewer learn from."""
    if world.objections is None:
        return
    for body, wins in world.objections.wins.items():
        wrongly, rightly = wins.wrongly.value, wins.rightly.value
        if wrongly < rightly:
            fact = f"objections against errors win less often than others, {wrongly:g} and {rightly:g}"
            remedy = "write under `wrongly` the share of those charged wrongly who win"
            yield Fault(f"objections.wins.{body}", "W192", fact, remedy)
    learns = world.objections.learns
    if "each-charge" in learns and "nobody" in learns:
        told, by_chance = learns["each-charge"].value, learns["nobody"].value
        if told < by_chance:
            fact = f"fewer learn from a notice than by chance, {told:g} and {by_chance:g}"
            remedy = "raise `each-charge`, or lower `nobody`"
            yield Fault("objections.learns.each-charge", "W192", fact, remedy)


def rate_of_nothing(world: World) -> Iterator[Fault]:
    """A value that bears on mistakes which the world does not have, or that everything hangs on."""
    errors = world.errors
    if errors.in_household is not None and "address" not in errors.wrong_person:
        fact = "no record is matched wrongly by address"
        yield Fault("errors.in_household", "W193", fact, "give `wrong_person` for `address`, or remove it")
    if errors.thin_files and not errors.wrong_person and errors.missed is None:
        fact = "no record is missed or goes to another person"
        yield Fault("errors.thin_files", "W193", fact, "give `wrong_person` or `missed`, or remove it")
    if errors.caught_by_hand is not None and not _is_any_caught(errors):
        fact = "there is no record that somebody could stop"
        remedy = "give `wrong_person`, `duplicate` or false records, or remove it"
        yield Fault("errors.caught_by_hand", "W193", fact, remedy)
    if world.objections is not None and not world.objections.learns:
        fact = "nobody learns of a charge, so nobody objects"
        yield Fault("objections.learns", "W193", fact, "give a share under `each-charge`, say")


def too_many_false_records(world: World) -> Iterator[Fault]:
    """More records of what nobody did than the numbers of a year's acts have room for."""
    by_domain: dict[str, float] = {}
    for spec in world.conduct.values():
        seen = sum(share.value for share in spec.seen_by.values())
        yearly = highest_rate(world, spec) / spec.bound * seen * _highest_ratio(world, spec)
        by_domain[spec.domain] = by_domain.get(spec.domain, 0.0) + yearly
    for domain, yearly in by_domain.items():
        if domain in world.domains and world.domains[domain].of == "organisations":
            continue
        if yearly > MOST_FALSE_PER_YEAR:
            most = f"the most is {MOST_FALSE_PER_YEAR:g}"
            fact = f"up to {yearly:.3g} false records of one resident in a year in `{domain}`; {most}"
            remedy = "lower the ratios or `thin_files`, or the rates of its conduct"
            yield Fault("errors", "W194", fact, remedy)


def _is_any_caught(errors: Errors) -> bool:
    made_up = errors.mistake or errors.malice or errors.quota or errors.grudge
    return bool(errors.wrong_person or errors.duplicate or made_up)


def _highest_ratio(world: World, spec: Conduct) -> float:
    """Return how many records of nobody's conduct there are for each true one, at the most."""
    errors = world.errors
    elsewhere = max((share.value for share in errors.wrong_person.values()), default=0.0)
    for name, table in errors.thin_files.items():
        elsewhere *= max(table.factors.get(level, 1.0) for level in world.levels_of(name) or ("",))
    mistake = max((rate.value for rate in errors.mistake.values()), default=0.0)
    if spec.lawful and spec.chills_as is None:
        return elsewhere + mistake
    made_up = max((rate.value for rate in errors.malice.values()), default=0.0)
    made_up += sum(rate.value for rate in (errors.quota, errors.grudge) if rate is not None)
    return elsewhere + mistake + made_up
