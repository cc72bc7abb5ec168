"""What happens as databases are joined: variants with one, ten, fifty and all of them, side by side.

A comparison comes in whose variants carry one amendment `linked-databases-*` and no other. What an
unlinked provider knows reaches neither file, so that the truthful file of each variant is another
one: a grade is wrongful against what the linked databases know.
"""

from collections.abc import Iterator

from glasshouse.audits.asked import Asked, groups_of
from glasshouse.audits.estimates import Estimates
from glasshouse.audits.finding import Definition, Finding
from glasshouse.runs import Comparison, Run

DEFINITIONS = {
    "linkage.ever_wronged_share": Definition(
        "ever in a worse grade than the truthful one",
        "share",
        "As `wrongful.ever_share`, by how many databases are linked; `as it is` is the law unamended.",
    ),
    "linkage.wronged_months": Definition(
        "months in a worse grade than the truthful one", "months", "As `wrongful.months`, likewise."
    ),
    "linkage.ever_wrongly_listed_share": Definition(
        "more days on lists than the truthful file gives",
        "share",
        "As `wrongful.ever_listed_share`, likewise.",
    ),
    "linkage.below_months": Definition(
        "months below the default grade", "months", "As `standing.below_months`, likewise."
    ),
    "linkage.listed_days": Definition("days on lists", "days", "As `standing.listed_days`, likewise."),
}
AMENDMENT = "linked-databases-"
AS_IT_IS = "as it is"


def audit(asked: Asked) -> list[Finding]:
    """Ask what linking does to everybody's standing, and to the mistakes in it."""
    found, steps = Estimates("linkage", DEFINITIONS), _steps(asked.comparison)
    if not steps:
        return []
    for linked, run in (*steps, (AS_IT_IS, asked.run)):
        everybody, of = groups_of(run)[0], {"linked": linked}
        residents = everybody.bore("residents")
        found.share("ever_wronged_share", of, everybody.bore("ever_wronged"), residents)
        found.share("wronged_months", of, everybody.bore("wronged_n"), residents)
        found.share("ever_wrongly_listed_share", of, everybody.bore("ever_wrongly_listed"), residents)
        found.share("below_months", of, everybody.bore("below_n"), residents)
        found.share("listed_days", of, everybody.bore("listed_d"), residents)
    return found.findings()


def _steps(comparison: Comparison | None) -> list[tuple[str, Run]]:
    """Return how many databases are linked and the run, the fewest first, all of them last."""
    return sorted(_linked(comparison), key=lambda step: (not step[0].isdigit(), step[0].zfill(6)))


def _linked(comparison: Comparison | None) -> Iterator[tuple[str, Run]]:
    for run in ({} if comparison is None else comparison.variants).values():
        amendments: list[str] = run.manifest["amendments"]
        if len(amendments) == 1 and amendments[0].startswith(AMENDMENT):
            yield amendments[0].removeprefix(AMENDMENT), run
