"""What people stopped doing: acts of the same people without any law, less those under it.

A comparison with the unscored world comes in. Both worlds have the same dice, so a difference is what
the law did and nothing else. Acts are those that some provider could record, of residents and of
organisations; what nobody can see responds to nothing.

Conduct is sorted by the law as it is: unlawful conduct (less of it is harm deterred); lawful conduct
for which some rule charges (less of it is liberty deterred); other lawful conduct for which some rule
rewards (more of it is encouraged).
"""

from collections.abc import Mapping

from glasshouse.audits.asked import Asked, charges_of
from glasshouse.audits.estimates import Estimates, Ratio
from glasshouse.audits.finding import Definition, Finding
from glasshouse.audits.sums import Column, Summed, summed
from glasshouse.law.schema import Regime
from glasshouse.people.world import World
from glasshouse.runs import Run

DEFINITIONS = {
    "chilling.liberty_share": Definition(
        "lawful acts that vanished where the law charges for them",
        "share",
        "Of the lawful acts that happen without the law and for which some rule charges, the share that does "
        "not happen under it.",
    ),
    "chilling.liberty_n": Definition(
        "such lawful acts that vanished, all years",
        "count",
        "The same as a number of acts.",
    ),
    "chilling.harm_share": Definition(
        "unlawful acts that vanished",
        "share",
        "Of the unlawful acts that happen without the law, the share that does not happen under it.",
    ),
    "chilling.harm_n": Definition(
        "unlawful acts that vanished, all years", "count", "The same as a number of acts."
    ),
    "chilling.encouraged_share": Definition(
        "lawful acts added where the law rewards them",
        "share",
        "Acts under the law beyond those without it, for each act without it, of lawful conduct that some "
        "rule rewards and none charges.",
    ),
    "chilling.conduct_share": Definition(
        "acts of this kind that vanished",
        "share",
        "Of the acts of one kind of conduct that happen without the law, the share that does not happen "
        "under it. Below 0 where there are more. Conduct for which the law has no rule is left out.",
    ),
}
KINDS = ("liberty", "harm", "encouraged")


def sorted_conduct(regime: Regime, world: World) -> dict[str, str]:
    """Return `liberty`, `harm` or `encouraged` for each conduct that the law has a rule for."""
    charged: set[str] = set()
    for instrument in regime.instruments:
        charged |= {regime.rules[code].conduct or "" for code in charges_of(regime, instrument)}
    ruled = {rule.conduct for rule in regime.rules.values()}
    return {
        name: "harm" if not conduct.lawful else "liberty" if name in charged else "encouraged"
        for name, conduct in world.conduct.items()
        if name in ruled
    }


def audit(asked: Asked) -> list[Finding]:
    """Ask which acts vanished, lawful and unlawful, in the law as it is and in each variant."""
    if asked.comparison is None or asked.comparison.unscored is None:
        return []
    found, kinds = Estimates("chilling", DEFINITIONS), sorted_conduct(asked.run.regime, asked.run.world)
    without, under = _acts(asked.comparison.unscored), _acts(asked.run)
    _in_total(found, {}, kinds, without, under)
    for conduct, kind in kinds.items():
        gone = without.of("happened_n", conduct) - under.of("happened_n", conduct)
        found.share(
            "conduct_share", {"conduct": conduct, "kind": kind}, gone, without.of("happened_n", conduct)
        )
    for name, run in asked.comparison.variants.items():
        _in_total(found, {"variant": name}, kinds, without, _acts(run))
    return found.findings()


def _acts(run: Run) -> Summed:
    return summed(run, "act_totals", ("conduct",), ("happened_n",))


def _in_total(
    found: Estimates, of: dict[str, str], kinds: Mapping[str, str], without: Summed, under: Summed
) -> None:
    before, after = ({kind: _of_kind(acts, kinds, kind) for kind in KINDS} for acts in (without, under))
    for kind in ("liberty", "harm"):
        gone = before[kind] - after[kind]
        found.share(f"{kind}_share", of, gone, before[kind])
        found.count(f"{kind}_n", of, gone, before[kind])
    added = after["encouraged"] - before["encouraged"]
    found.combine("encouraged_share", of, Ratio(added, before["encouraged"]))


def _of_kind(acts: Summed, kinds: Mapping[str, str], kind: str) -> Column:
    return acts.total("happened_n", where={0: {name for name, its in kinds.items() if its == kind}})
