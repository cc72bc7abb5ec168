"""What people bore for what somebody else did. A run comes in, shares of charges and residents go out.

The law books acts on heads of households, spouses, parents and heads of organisations. Counted are
charges on the official file of the first instrument whose act the holder did not do and whose record
is no error: a record with the wrong person is a mistake, and stands under `wrongful`.
"""

from glasshouse.audits.asked import Asked, groups_of
from glasshouse.audits.estimates import Estimates
from glasshouse.audits.finding import Definition, Finding

DEFINITIONS = {
    "contagion.charges_share": Definition(
        "of charges, for what somebody else did",
        "share",
        "Of the charges on official files of residents with the first instrument in all years, those for the "
        "act of somebody else.",
    ),
    "contagion.ever_share": Definition(
        "residents who ever bore such a charge",
        "share",
        "Of the residents who had an account, those with one such charge or more.",
    ),
    "contagion.charges_each": Definition(
        "such charges for each who bore any",
        "ratio",
        "Such charges in all years for each resident with one or more.",
    ),
}


def audit(asked: Asked) -> list[Finding]:
    """Ask how much is charged to somebody else than who did it."""
    found = Estimates("contagion", DEFINITIONS)
    for group in groups_of(asked.run):
        others_n, bearers = group.bore("others_n"), group.bore("ever_for_others")
        found.share("charges_share", group.of, others_n, group.bore("charges_n"))
        found.share("ever_share", group.of, bearers, group.bore("residents"))
        found.share("charges_each", group.of, others_n, bearers)
    return found.findings()
