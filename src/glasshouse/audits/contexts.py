"""Facts on the two tests of Art. 5(1)(c) of the EU AI Act: other contexts, and proportion.

The article asks whether a score leads to detrimental treatment (i) in contexts unrelated to those in
which the data was generated, or (ii) that is unjustified or disproportionate to the conduct or its
gravity. Which contexts are related, and what is in proportion, is not a matter of counting. These are
facts from the law and from the entries that were booked, not verdicts.

*Contexts.* Where conduct comes from is its domain in the world; what is at stake is the gates that
hang on an instrument's grades and lists. *Proportion.* What follows from a charge is the time below
the default grade. It cannot be shared out to single charges, so it stands in total; by rule there is
how often the conduct is charged, what a charge costs and how long the law has it count.
"""

from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

import polars as pl

from glasshouse.audits.asked import (
    OFFICIAL,
    RESIDENTS,
    Asked,
    below_default,
    charges_of,
    lists_of,
    residents_entries,
)
from glasshouse.audits.estimates import Estimates
from glasshouse.audits.finding import Definition, Finding
from glasshouse.audits.sums import Summed, summed
from glasshouse.law.durations import duration
from glasshouse.law.schema import Gate, Regime, Rule
from glasshouse.people.world import World
from glasshouse.runs import Run
from glasshouse.units import TENTHS

DEFINITIONS = {
    "contexts.charges_share": Definition(
        "of charges, for conduct of this domain",
        "share",
        "Of the charges booked on official files of residents in all years, those under rules for conduct of "
        "the domain; `none` are rules that other rules book.",
    ),
    "contexts.lawful_share": Definition(
        "of charges, for lawful conduct",
        "share",
        "Of the same charges, those under rules for conduct that is lawful.",
    ),
    "contexts.points_share": Definition(
        "of points charged, for conduct of this domain",
        "share",
        "Of the points that charges cost as booked, those under rules for conduct of the domain. Direct "
        "downgrades have no points and are left out.",
    ),
    "contexts.domains_n": Definition(
        "domains of conduct that can shut this gate",
        "count",
        "Read from the law: domains of the conduct for which some rule charges on an instrument whose grades "
        "or lists the gate asks for.",
    ),
    "contexts.providers_n": Definition(
        "providers whose records can shut this gate",
        "count",
        "Read from the law: the providers of the same rules, those that are not linked left out.",
    ),
    "contexts.below_days_per_charge": Definition(
        "days below the default grade for each charge",
        "days",
        "Days that residents spent below the grade of an empty file on official files in all years, for each "
        "charge booked there.",
    ),
    "contexts.below_days_per_act": Definition(
        "days below the default grade for each act",
        "days",
        "The same days for each act that happened, of conduct for which the instrument has a charge, as far "
        "as some provider could record it.",
    ),
    "contexts.charges_per_act": Definition(
        "charges for each act",
        "ratio",
        "Charges booked under the rule on official files of residents in all years, errors included, for "
        "each act that happened of its conduct and severities, as far as some provider could record it.",
    ),
    "contexts.charge_points": Definition(
        "points that a charge costs",
        "points",
        "Points as booked under the rule for each charge, doubled and capped as they were.",
    ),
    "contexts.valid_days": Definition(
        "days that a charge counts, by law",
        "days",
        "Read from the rule, a year as 365 and a month as 30.4 days; left out where it lasts until something "
        "happens, or where the law has no span for the rule alone.",
    ),
}
UNIT_D = {"months": 365 / 12, "days": 1.0, "working days": 1.4}
ANY, ASSUMPTION = "any", "assumption"


class _Totals(NamedTuple):
    """What charges are held against each other by."""

    entries: Summed
    acts: Summed
    days: Summed


def audit(asked: Asked) -> list[Finding]:
    """Ask where charges come from and what hangs on them, and how long they weigh."""
    run, found = asked.run, Estimates("contexts", DEFINITIONS)
    here = (pl.col("file") == OFFICIAL) & (pl.col("holder") == RESIDENTS)
    entries = residents_entries(run)
    acts = summed(run, "act_totals", ("conduct", "severity"), ("happened_n",))
    days = summed(run, "days", ("instrument", "grade"), ("person_days",), here)
    totals = _Totals(entries, acts, days)
    charges = {instrument: charges_of(run.regime, instrument) for instrument in run.regime.instruments}
    for instrument in run.regime.instruments:
        _domains(run, found, instrument, charges[instrument], entries)
        _weight(found, run.regime, instrument, charges[instrument], totals)
    _gates(run, found, charges)
    for instrument in run.regime.instruments:
        for code in run.regime.rules:
            # Rules that were charged under at all, in the order of the law.
            if code in charges[instrument] and entries.of("n", instrument, code).any():
                _rule(run, found, instrument, code, entries, acts)
    return found.findings()


def domain_of(world: World, rule: Rule) -> str:
    """Return the domain of a rule's conduct; `none` where another rule books it."""
    return "none" if rule.conduct not in world.conduct else world.conduct[rule.conduct].domain


def _domains(run: Run, found: Estimates, instrument: str, charges: Set[str], entries: Summed) -> None:
    regime, world, of = run.regime, run.world, {"instrument": instrument}
    n = entries.total("n", instrument, where={1: charges})
    cost = abs(entries.total("points_pt", instrument, where={1: charges})) / TENTHS
    lawful = {
        code
        for code in charges
        if (conduct := world.conduct.get(regime.rules[code].conduct or "")) and conduct.lawful
    }
    found.share("lawful_share", of, entries.total("n", instrument, where={1: lawful}), n)
    for domain in (*world.domains, "none"):
        where = {1: {code for code in charges if domain_of(world, regime.rules[code]) == domain}}
        if where[1]:
            split = of | {"domain": domain}
            found.share("charges_share", split, entries.total("n", instrument, where=where), n)
            part = abs(entries.total("points_pt", instrument, where=where)) / TENTHS
            found.share("points_share", split, part, cost)


def _weight(found: Estimates, regime: Regime, instrument: str, charges: Set[str], totals: _Totals) -> None:
    of, (entries, acts, days) = {"instrument": instrument}, totals
    below = days.total("person_days", instrument, where={1: below_default(regime, instrument).grades})
    charged = {regime.rules[code].conduct or "" for code in charges}
    found.share("below_days_per_charge", of, below, entries.total("n", instrument, where={1: charges}))
    found.share("below_days_per_act", of, below, acts.total("happened_n", where={0: charged}))


def _rule(run: Run, found: Estimates, instrument: str, code: str, entries: Summed, acts: Summed) -> None:
    rule = run.regime.rules[code]
    severities = rule.severity or tuple(rule.points_by or ())
    of = {"instrument": instrument, "rule": code, "conduct": rule.conduct or "none"}
    of["severity"] = " ".join(severities) or ANY
    n = entries.of("n", instrument, code)
    if rule.conduct is not None:
        where = {0: {rule.conduct}} | ({1: set(severities)} if severities else {})
        found.share("charges_per_act", of, n, acts.total("happened_n", where=where))
    if rule.downgrade_to is None:
        found.share("charge_points", of, abs(entries.of("points_pt", instrument, code)) / TENTHS, n)
    span = duration(rule.valid) if rule.valid is not None else None
    if span is not None and span.unit in UNIT_D:
        is_assumed = rule.source == ASSUMPTION or "valid" in rule.assumed
        found.exact("valid_days", of, round(span.n * UNIT_D[span.unit], 1), is_assumed=is_assumed)


def _gates(run: Run, found: Estimates, charges: Mapping[str, Set[str]]) -> None:
    regime = run.regime
    for name, gate in regime.gates.items():
        rules = [
            regime.rules[code]
            for instrument in sorted(set(_instruments(regime, gate)))
            for code in charges[instrument]
        ]
        domains = {domain_of(run.world, rule) for rule in rules if rule.conduct is not None}
        linked = {rule.provider for rule in rules if rule.provider and regime.providers[rule.provider].linked}
        found.exact("domains_n", {"gate": name}, len(domains), is_assumed=gate.source == ASSUMPTION)
        found.exact("providers_n", {"gate": name}, len(linked), is_assumed=gate.source == ASSUMPTION)


def _instruments(regime: Regime, gate: Gate) -> Iterator[str]:
    """Yield the instruments on whose grades or lists a gate hangs."""
    wanted = {*(gate.opens_for or ()), *(gate.shut_for or ())}
    for grades in lists_of(regime):
        if grades.name in wanted:
            yield grades.instrument
    for name, its in regime.instruments.items():
        if any(set(its.meant_by(grade)) for grade in wanted):
            yield name
