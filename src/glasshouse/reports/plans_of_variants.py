"""A comparison's base comes in, what its chapters are to show goes out: which findings, in which words."""

from collections.abc import Mapping

from glasshouse.reports.chapters import Claim, Drawing, Plan
from glasshouse.reports.runfolder import OFFICIAL, RunFolder

BY_VARIANT = ("variant",)


def stopped() -> Plan:
    """Plan what people stopped doing, against the same people without a law."""
    return Plan(
        "stopped",
        "What people stopped doing",
        "What stopped",
        "The same people lived without any law as well, with the same dice. What happens there and not "
        "under the law is what the law did. Less unlawful conduct is harm deterred. Less lawful conduct for "
        "which the law charges is liberty deterred.",
        ("chilling",),
        (
            Claim(
                "chilling.liberty_share",
                "of the lawful acts that the law charges for do not happen under it: liberty deterred.",
            ),
            Claim("chilling.liberty_n", "such acts did not happen, all years together."),
            Claim("chilling.harm_share", "of unlawful acts do not happen under the law: harm deterred."),
            Claim("chilling.harm_n", "such acts did not happen, all years together."),
            Claim(
                "chilling.encouraged_share",
                "more lawful acts that the law rewards, for each such act without it.",
            ),
        ),
        (_by_conduct(), _by_law()),
    )


def _by_conduct() -> Drawing:
    return Drawing(
        "stopped-conduct",
        "Which acts people stopped",
        "Of the acts of one kind that happen without the law, how many do not happen under it. Left of the "
        "line there are more of them. Only acts that somebody could record are counted: what nobody can see "
        "responds to nothing.",
        "share of the acts without the law",
        {"chilling.conduct_share": "Vanished"},
        by=("conduct", "kind"),
        panels_by="kind",
        is_ranked=True,
        has_own_scales=True,
        file="none (acts, not entries)",
    )


def _by_law() -> Drawing:
    return Drawing(
        "stopped-variants",
        "The same under each variant",
        "How much liberty and how much harm each law deters, the law as it is first.",
        "share of the acts without the law",
        {"chilling.liberty_share": "Liberty deterred", "chilling.harm_share": "Harm deterred"},
        by=BY_VARIANT,
        file="none (acts, not entries)",
    )


def mistakes_beside() -> Plan:
    """Plan what each variant does to mistakes."""
    return Plan(
        "mistakes",
        "Mistakes under each law",
        "Mistakes",
        "How many people ever stood in too low a grade, or too long on a list, beside what their truthful "
        "file gives. The truthful file is that of each law: what a law does not let anybody know is on "
        "neither.",
        ("wrongful",),
        drawings=(
            Drawing(
                "wrong-variants",
                "Who was ever wronged",
                "Adults in too low a grade at one publication or more, and adults with too many days on "
                "lists.",
                "share of all adults",
                {
                    "wrongful.ever_share": "Ever in too low a grade",
                    "wrongful.ever_listed_share": "Ever wrongly on a list",
                },
                by=BY_VARIANT,
                has_own_scales=True,
            ),
        ),
    )


def remedies_beside(run: RunFolder) -> Plan:
    """Plan who is corrected, how late, and who never asks, under each law."""
    return Plan(
        "remedies",
        "Who is corrected, how late, and who never asks",
        "Remedies",
        "Charges that an error made, under each law: how many come to the ears of whom they hit, how many "
        "are never objected to, how many are corrected, and after how long.",
        ("remedies",),
        drawings=(
            Drawing(
                "remedies-variants",
                "Charges made by error, from booking to correction",
                "The law as it is stands first. What is not corrected when the run ends is not corrected "
                "here.",
                "share of charges made by error, and days",
                {
                    "remedies.learns_share": "Learnt of",
                    "remedies.never_asks_share": "Never objected to",
                    "remedies.corrected_share": "Corrected",
                    "remedies.days": "Days until the correction",
                },
                by=BY_VARIANT,
                of={"instrument": run.first, "charge": "wrongly"},
                has_own_scales=True,
                file=OFFICIAL,
            ),
        ),
    )


def equal_conduct_beside() -> Plan:
    """Plan through which mechanism equal conduct ends unequally."""
    return Plan(
        "equal-conduct",
        "Through which mechanism equal conduct ends unequally",
        "Equal conduct",
        "Two residents who did the same end in different grades. The variants of this comparison switch one "
        "mechanism off after the other, so that the share of such pairs can be taken apart.",
        ("equal_conduct",),
        (
            Claim(
                "equal_conduct.unequal_share",
                "of pairs of residents who did the same end in different grades under the law as it is.",
            ),
            Claim(
                "equal_conduct.truthful_share",
                "would by their truthful files: one was seen and the other not, or at another time.",
            ),
        ),
        (
            Drawing(
                "equal-steps",
                "What sets them apart",
                "By how much the share falls as a mechanism is switched off, on top of those before it.",
                "share of pairs",
                {"equal_conduct.step_share": "Less"},
                by=("step",),
            ),
        ),
    )


def headline_claims(run: RunFolder, best: Mapping[str, str], worst: Mapping[str, str]) -> list[Claim]:
    """Return what a comparison says first; the first five that there is an estimate of.

    Args:
        run: The law as it is.
        best: The safeguard that helps most people, with its title; empty where none helps anybody.
        worst: The variant that harms most people, likewise.
    """
    wrongly = {"instrument": run.first, "charge": "wrongly"}
    of_variants = [
        Claim(
            "safeguards.residents_share",
            f"of all adults are {outcome} by “{title}”{among}.",
            {"variant": name, "outcome": outcome},
        )
        for outcome, among, found in (
            ("helped", ", more than by any other safeguard", best),
            ("harmed", ", more than by any other variant", worst),
        )
        for name, title in found.items()
    ]
    return [
        Claim(
            "chilling.liberty_share",
            "of the lawful acts that the law charges for do not happen under it.",
        ),
        Claim("chilling.harm_share", "of unlawful acts do not happen under the law."),
        Claim(
            "wrongful.ever_share",
            "of all adults stood at least once in a worse grade than their truthful file gives, under the "
            "law as it is.",
        ),
        *of_variants,
        Claim(
            "remedies.never_asks_share",
            "of charges made by error are never objected to, under the law as it is.",
            wrongly,
        ),
        Claim(
            "standing.ever_below_share",
            f"of all adults stood below {run.default_grade} at least once, under the law as it is.",
        ),
        Claim(
            "equal_conduct.unequal_share",
            "of pairs of residents who did the same end in different grades under the law as it is.",
        ),
    ]
