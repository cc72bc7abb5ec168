"""A world comes in, the faults of its conduct go out."""

from collections.abc import Iterator

from glasshouse.law.wording import did_you_mean
from glasshouse.people.checks.attributes import ROUNDING
from glasshouse.people.checks.faults import Fault
from glasshouse.people.conduct import ANY_SEVERITY, Conduct, Span
from glasshouse.people.world import World

MOST_PER_MONTH = 8.0
"""Candidates of one domain in a month for which acts have numbers enough: 64 a month, 768 a year."""
MONTHS_N = 12
MOST_CELLS_N = 4096


def severities_that_do_not_sum_to_one(world: World) -> Iterator[Fault]:
    """Severities that leave some acts out, or count some twice."""
    for name, spec in world.conduct.items():
        total = sum(share.value for share in spec.severity.values())
        if spec.severity and abs(total - 1) > ROUNDING:
            fact = f"the severities sum to {total:.6g}"
            yield Fault(f"conduct.{name}.severity", "W161", fact, "make their shares sum to 1")


def rate_too_high(world: World) -> Iterator[Fault]:
    """Conduct, or a domain, with more acts in a month than the model is made for."""
    by_domain: dict[str, float] = dict.fromkeys(world.domains, 0.0)
    for name, spec in world.conduct.items():
        monthly = highest_rate(world, spec) / MONTHS_N
        by_domain[spec.domain] = by_domain.get(spec.domain, 0.0) + monthly
        if monthly > MOST_PER_MONTH:
            fact = f"up to {monthly:.3g} acts a month, with factors and bound; the most is {MOST_PER_MONTH:g}"
            remedy = "lower the rate, its factors or its bound"
            yield Fault(f"conduct.{name}.per_adult_y", "W162", fact, remedy)
            by_domain[spec.domain] -= monthly
    for domain, monthly in by_domain.items():
        if monthly > MOST_PER_MONTH:
            fact = f"up to {monthly:.3g} acts a month in one domain; the most is {MOST_PER_MONTH:g}"
            yield Fault(f"domains.{domain}", "W162", fact, "lower the rates, or split the domain")


def highest_rate(world: World, spec: Conduct) -> float:
    """Return the yearly rate in the cell where it is highest, at the bound."""
    rate = spec.per_adult_y.value * spec.bound
    for dimension, table in spec.by.items():
        rate *= max(table.factors.get(level, 1.0) for level in world.levels_of(dimension) or ("",))
    return rate


def too_many_cells(world: World) -> Iterator[Fault]:
    """A domain whose conduct differs by so much at once that its tables explode."""
    for domain in world.domains:
        used = {by for spec in world.conduct.values() if spec.domain == domain for by in spec.by}
        cells_n = 1
        for dimension in used:
            cells_n *= len(world.levels_of(dimension) or ("",))
        if cells_n > MOST_CELLS_N:
            fact = f"rates differ by {cells_n:,} cells; the most is {MOST_CELLS_N:,}"
            remedy = "let its conduct differ by less, or split the domain"
            yield Fault(f"domains.{domain}", "W163", fact, remedy)


def size_of_unknown_severity(world: World) -> Iterator[Fault]:
    """A size for a severity that the conduct does not have."""
    for name, spec in world.conduct.items():
        severities = tuple(spec.severity) or (ANY_SEVERITY,)
        for severity in spec.sizes:
            if severity not in severities:
                fact = f"`{name}` has no severity `{severity}`"
                path = f"conduct.{name}.sizes.{severity}"
                yield Fault(path, "W165", fact, did_you_mean(severity, severities))


def median_beyond_longest(world: World) -> Iterator[Fault]:
    """A span whose median is longer than any may be."""
    spans = [
        (f"conduct.{name}.{key}", span)
        for name, spec in world.conduct.items()
        for key, span in (("lasts", spec.lasts), ("decided", spec.decided))
        if span is not None
    ]
    for path, span in [*spans, *spans_of_mistakes(world)]:
        if span.median_d > span.max_d:
            fact = f"the median is {span.median_d:g} days, and the longest {span.max_d}"
            yield Fault(f"{path}.median_d", "W166", fact, "lower `median_d`, or raise `max_d`")


def spans_of_mistakes(world: World) -> Iterator[tuple[str, Span]]:
    """Yield every span of errors and objections, and where it stands."""
    for key in ("stale_by_hand", "stale_automatic"):
        span = getattr(world.errors, key)
        if span is not None:
            yield f"errors.{key}", span
    if world.objections is not None:
        yield "objections.files_after", world.objections.files_after
        for body, span in world.objections.decides_after.items():
            yield f"objections.decides_after.{body}", span


def decision_that_never_comes(world: World) -> Iterator[Fault]:
    """A decision that is never final for some acts."""
    for name, spec in world.conduct.items():
        if spec.decided is not None and spec.decided.never > 0:
            fact = f"{spec.decided.never:.6g} of the decisions are never final"
            remedy = "leave `never` out; an act that nobody decides is one that nobody sees"
            yield Fault(f"conduct.{name}.decided.never", "W167", fact, remedy)


def chilled_but_unlawful(world: World) -> Iterator[Fault]:
    """Chilling is about lawful conduct; what is unlawful is deterred."""
    for name, spec in world.conduct.items():
        if spec.chills_as is not None and not spec.lawful:
            remedy = "remove it, or say that the conduct is lawful"
            yield Fault(f"conduct.{name}.chills_as", "W164", "unlawful conduct does not chill", remedy)
