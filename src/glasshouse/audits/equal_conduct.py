"""Equal conduct, unequal grade: pairs of residents who did the same, and how often they stand apart.

A run comes in, shares of pairs go out. Pairs are made inside communities. Equal conduct is the same
non-empty multiset of kinds and severities of acts for which the law has a rule, as far as some
provider could have recorded them; unequal is another grade of the first instrument at the last count.

What is unequal is taken apart in a fixed order. The truthful files come first: what they leave apart
is detection (who was seen) and time (when it was). The rest is mistakes, lateness and remedies. In a
comparison it is taken apart further by switching mechanisms off one after the other, each on top of
those before it: the link of records to persons, ties to others, the remedy. A step needs a variant
that carries exactly the amendments up to it.
"""

from typing import NamedTuple

from glasshouse.audits.asked import Asked
from glasshouse.audits.estimates import Estimates, Ratio
from glasshouse.audits.finding import Definition, Finding
from glasshouse.audits.sums import Summed, summed
from glasshouse.runs import Comparison, Run
from glasshouse.runs.frames_of_burdens import PAIRS

DEFINITIONS = {
    "equal_conduct.unequal_share": Definition(
        "pairs of equal conduct with unequal grades",
        "share",
        "Of the pairs of residents of one community with equal conduct, those with another official grade.",
    ),
    "equal_conduct.truthful_share": Definition(
        "the same by the truthful files: detection and time",
        "share",
        "Of the same pairs, those with another truthful grade: what was seen of them, and when, differs.",
    ),
    "equal_conduct.random_share": Definition(
        "random pairs with unequal grades",
        "share",
        "Of all pairs of residents with an account in one community, those with another official grade.",
    ),
    "equal_conduct.error_share": Definition(
        "unequal beyond the truthful files",
        "share",
        "`equal_conduct.unequal_share` less `equal_conduct.truthful_share`: a balance, since a mistake may "
        "make two grades equal.",
    ),
    "equal_conduct.step_share": Definition(
        "unequal through this mechanism",
        "share",
        "The share of unequal pairs of the variant before, less that of the variant in which the mechanism "
        "is switched off as well. Below 0 where switching it off sets more pairs apart.",
    ),
    "equal_conduct.left_share": Definition(
        "unequal still, and not taken apart",
        "share",
        "The share of unequal pairs of the last variant in the fixed order (of the law as it is, if there "
        "is none). `left` names the steps for which there is no variant.",
    ),
}
STEPS = {
    "link": "strict-identity-match",
    "ties": "no-guilt-by-association",
    "remedy": "independent-tribunal",
}
"""Mechanisms in the order in which they are switched off, and the amendment that does it."""


class _Pairs(NamedTuple):
    """Pairs of one world, by community."""

    pairs: Summed

    def share(self, unequal: str, of: str = "pairs", times: float = 1.0) -> Ratio:
        return Ratio(self.pairs.of(unequal), self.pairs.of(of), times)


def audit(asked: Asked) -> list[Finding]:
    """Ask how often equal conduct ends in unequal grades, and through which mechanism."""
    found, base = Estimates("equal_conduct", DEFINITIONS), _pairs_of(asked.run)
    found.combine("unequal_share", {}, base.share("unequal"))
    found.combine("random_share", {}, base.share("all_unequal", "all_pairs"))
    found.combine("truthful_share", {}, base.share("truthful_unequal"))
    found.combine("error_share", {}, base.share("unequal"), base.share("truthful_unequal", times=-1.0))
    before, left = base, list(STEPS)
    for step, run in _variants(asked.comparison):
        after = _pairs_of(run)
        found.combine(
            "step_share", {"step": step}, before.share("unequal"), after.share("unequal", times=-1.0)
        )
        before = after
        left.remove(step)
    found.combine("left_share", {"left": " and ".join(left)} if left else {}, before.share("unequal"))
    return found.findings()


def _pairs_of(run: Run) -> _Pairs:
    return _Pairs(summed(run, "pairs", (), PAIRS))


def _variants(comparison: Comparison | None) -> list[tuple[str, Run]]:
    """Return the variants that switch one mechanism after the other off, as far as there are such."""
    by_stack = {
        frozenset(run.manifest["amendments"]): run
        for run in ({} if comparison is None else comparison.variants).values()
    }
    found: list[tuple[str, Run]] = []
    stack = frozenset[str]()
    for step, amendment in STEPS.items():
        stack |= {amendment}
        if stack not in by_stack:
            break
        found.append((step, by_stack[stack]))
    return found
