"""Who objects, who wins, how late. A run comes in, shares of charges go out, rightly and wrongly made.

Counted are charges on official files that may be objected to, of residents and of organisations. A
charge is *wrongly* made if its record is an error: of any kind but true and late. All that is not
decided when the run ends counts as not granted and not corrected.
"""

from glasshouse.audits.asked import Asked
from glasshouse.audits.estimates import Estimates
from glasshouse.audits.finding import Definition, Finding
from glasshouse.audits.sums import summed
from glasshouse.engine.columns import Step

DEFINITIONS = {
    "remedies.learns_share": Definition(
        "charges of which the holder learns",
        "share",
        "Of the charges that may be objected to, those of which the holder learns.",
    ),
    "remedies.never_asks_share": Definition(
        "charges against which nobody objects",
        "share",
        "Of the charges, those against which no objection comes within the run: who does not learn of it, "
        "who does not dare, and whose entry was over before. Objections that are too late are none of these.",
    ),
    "remedies.too_late_share": Definition(
        "objections that come too late",
        "share",
        "Of the objections, timely and late, those after the period in which the law takes them.",
    ),
    "remedies.objects_share": Definition(
        "charges that are objected to in time",
        "share",
        "Of the charges, those against which an objection is filed in time.",
    ),
    "remedies.wins_share": Definition(
        "objections granted by the first body", "share", "Of the objections filed in time, those granted."
    ),
    "remedies.goes_on_share": Definition(
        "of those not granted, taken to the next body",
        "share",
        "Of the objections filed in time and not granted, those that the next body has.",
    ),
    "remedies.wins_there_share": Definition(
        "of these, granted there", "share", "Of the objections that the next body has, those granted there."
    ),
    "remedies.corrected_share": Definition(
        "charges corrected in the end", "share", "Of the charges, those corrected within the run."
    ),
    "remedies.days": Definition(
        "days from booking to correction",
        "days",
        "Mean days from the booking of a charge to its correction, of those corrected within the run. Late "
        "ones are missing for charges near its end.",
    ),
}
STEPS = tuple(step.name.lower() for step in Step)


def audit(asked: Asked) -> list[Finding]:
    """Ask what becomes of charges that somebody could object to."""
    found = Estimates("remedies", DEFINITIONS)
    steps = summed(asked.run, "remedies", ("instrument", "charge"), STEPS)
    for instrument, charge in steps:
        n = {step: steps.of(step, instrument, charge) for step in STEPS}
        of, filed, asked_n = (
            {"instrument": instrument, "charge": charge},
            n["objected"],
            n["objected"] + n["too_late"],
        )
        found.share("learns_share", of, n["learnt"], n["charged"])
        found.share("never_asks_share", of, n["charged"] - asked_n, n["charged"])
        found.share("objects_share", of, filed, n["charged"])
        found.share("too_late_share", of, n["too_late"], asked_n)
        found.share("wins_share", of, n["granted"], filed)
        found.share("goes_on_share", of, n["went_on"], filed - n["granted"])
        found.share("wins_there_share", of, n["granted_there"], n["went_on"])
        found.share("corrected_share", of, n["corrected"], n["charged"])
        found.share("days", of, n["corrected_d"], n["corrected"])
    return found.findings()
