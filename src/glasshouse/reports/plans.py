"""A run comes in, what its chapters are to show goes out: which findings, in which words."""

from glasshouse.reports.chapters import Claim, Drawing, Plan
from glasshouse.reports.runfolder import OFFICIAL, RunFolder
from glasshouse.reports.tallies import SHOWN_DIMENSIONS

GROUPS = ("dimension", "level")


def plans_of_run(run: RunFolder) -> list[Plan]:
    """Plan the chapters of one run, in their order."""
    return [escape(), mistakes(run), equal_conduct(), remedies(run), contagion(), contexts(run)]


def escape() -> Plan:
    """Plan who gets out again."""
    return Plan(
        "escape",
        "Who gets out again",
        "Who gets out",
        "Whoever stands below the grade of an empty file, or on a list, may be out of it at the next "
        "publication. How likely that is, counted over all months of the run.",
        ("escape",),
        drawings=(
            Drawing(
                "escape",
                "How hard it is to get out",
                "Of those who are there: how many are out a month later, and how many would still be there "
                "after a year; and how many months a stay takes.",
                "share of those who are there, and months",
                {
                    "escape.leave_share": "Out within a month",
                    "escape.still_share": "Still there after twelve months",
                    "escape.months": "Months that a stay takes",
                },
                by=("instrument", "list"),
                of={"file": OFFICIAL},
                has_own_scales=True,
                file=OFFICIAL,
            ),
        ),
    )


def mistakes(run: RunFolder) -> Plan:
    """Plan whose mistakes put people where they are."""
    first, last = {"instrument": run.first}, str(run.year + run.manifest.years - 1)
    adults = "share of adults with an account"
    return Plan(
        "mistakes",
        "Whose mistakes",
        "Whose mistakes",
        "The official file is held against the truthful one. Where the two give two grades, somebody made a "
        "mistake: its cause is that of the heaviest entry that one file has and the other lacks.",
        ("wrongful",),
        (
            Claim(
                "wrongful.ever_share",
                "of all adults were, at one publication or more, in a worse grade than their truthful file "
                "gives.",
            ),
            Claim(
                "wrongful.months_each",
                "is how long they were, on average, all such months of one person together.",
            ),
            Claim(
                "wrongful.ever_listed_share",
                "had more days on lists than their truthful file gives.",
                is_said_of_none=False,
            ),
            Claim(
                "wrongful.ever_spared_share",
                "were, at one publication or more, in a better grade than their truthful file gives.",
            ),
            Claim(
                "wrongful.charges_share",
                "of all charges on official files are errors: false, doubled, or with a wrong person.",
                first,
            ),
        ),
        (
            Drawing(
                "wrong-causes",
                "What went wrong with grades that are too low, and with those that are too high",
                "Adults in a grade that is not the one of their truthful file, by what was wrong with the "
                "entry that weighs most. A record that got lost spares whoever did it.",
                adults,
                {"wrongful.grade_share": "Too low", "wrongful.sparing_share": "Too high"},
                by=("cause",),
                of=first,
                is_ranked=True,
                period=f"December {last}",
            ),
            Drawing(
                "wrong-providers",
                "Whose records put people into a grade that is too low",
                "The same adults in too low a grade, by who reported the entry that weighs most.",
                adults,
                {"wrongful.grade_share": "Too low"},
                by=("provider",),
                of=first,
                is_ranked=True,
                period=f"December {last}",
            ),
            Drawing(
                "wrong-lists",
                "Who is on a list and should not be",
                "Adults on a list on which their truthful file would not put them, by what went wrong.",
                adults,
                {"wrongful.listing_share": "On the list"},
                by=("instrument", "list", "cause"),
                panels_by="list",
                is_ranked=True,
                period=f"December {last}",
            ),
            Drawing(
                "wrong-groups",
                "Who was ever in a grade that is too low, by group",
                "Groups differ in how many records there are of them, in how many people share their names, "
                "and in how well files find them.",
                "share of the adults of a group",
                {"wrongful.ever_share": "Ever too low"},
                by=GROUPS,
                panels_by="dimension",
                panels=frozenset(SHOWN_DIMENSIONS),
            ),
        ),
    )


def equal_conduct() -> Plan:
    """Plan how equal conduct ends."""
    return Plan(
        "equal-conduct",
        "Equal conduct, unequal outcome",
        "Equal conduct",
        "Take two residents of one community who did the same things, as far as anybody could have seen "
        "them. How often do they end in different grades?",
        ("equal_conduct",),
        drawings=(
            Drawing(
                "equal-conduct",
                "Pairs who end in different grades",
                "By their truthful files a pair differs because one was seen and the other not, or at "
                "another time. What mistakes add is the difference of the first two; it may be negative.",
                "share of pairs",
                {
                    "equal_conduct.unequal_share": "Two who did the same",
                    "equal_conduct.truthful_share": "The same two, by their truthful files",
                    "equal_conduct.error_share": "What mistakes add",
                    "equal_conduct.random_share": "Any two residents of a community",
                },
            ),
        ),
    )


def remedies(run: RunFolder) -> Plan:
    """Plan who asks, who wins and how late."""
    wrongly = {"instrument": run.first, "charge": "wrongly"}
    return Plan(
        "remedies",
        "Who asks, who wins, how late",
        "Remedies",
        "A charge that an error made, followed from its booking to its correction. Who does not hear of a "
        "charge cannot ask.",
        ("remedies",),
        (
            Claim(
                "remedies.learns_share",
                "of charges made by error come to the ears of whom they hit.",
                wrongly,
            ),
            Claim("remedies.never_asks_share", "of them are never objected to.", wrongly),
            Claim(
                "remedies.wins_share", "of objections to them are granted by whoever decides first.", wrongly
            ),
            Claim("remedies.corrected_share", "of charges made by error are corrected in the end.", wrongly),
            Claim(
                "remedies.days", "from the booking of such a charge to its correction, on average.", wrongly
            ),
        ),
        (
            Drawing(
                "remedies",
                "From the charge to its correction",
                "Of all charges of a kind: how many the holder learns of, how many are objected to in time, "
                "how many are corrected.",
                "share of charges that may be objected to",
                {
                    "remedies.learns_share": "Learnt of",
                    "remedies.objects_share": "Objected to in time",
                    "remedies.corrected_share": "Corrected",
                },
                by=("charge",),
                of={"instrument": run.first},
                panels_by="charge",
                file=OFFICIAL,
            ),
        ),
        "Nobody objects to anything in this run. Either the law names no remedy, or the world does not say "
        "who would use one.",
    )


def contagion() -> Plan:
    """Plan what people bear for others."""
    return Plan(
        "contagion",
        "Charged for what somebody else did",
        "For others",
        "A law may book an act on the head of a household, a spouse, a parent or the head of a firm. Such "
        "charges are no errors: the law wants them.",
        ("contagion",),
        (
            Claim("contagion.ever_share", "of all adults bore a charge for the act of somebody else."),
            Claim("contagion.charges_share", "of all charges are for the act of somebody else."),
            Claim("contagion.charges_each", "such charges fall on each who bore any."),
        ),
        (
            Drawing(
                "contagion-groups",
                "Who bore a charge for somebody else, by group",
                "Adults with one such charge or more.",
                "share of the adults of a group",
                {"contagion.ever_share": "Ever"},
                by=GROUPS,
                panels_by="dimension",
                panels=frozenset(SHOWN_DIMENSIONS),
                file=OFFICIAL,
            ),
        ),
        at_nought="Nobody was charged for what somebody else did: this law books each act on its doer, or "
        "nobody came into the position of those whom it would bind.",
    )


def contexts(run: RunFolder) -> Plan:
    """Plan where charges come from and what hangs on them."""
    first = {"instrument": run.first}
    return Plan(
        "contexts",
        "Where charges come from, and what hangs on them",
        "Contexts",
        "Article 5(1)(c) of the AI Act of the EU asks whether a score harms somebody in a context that has "
        "nothing to do with where the data come from, and whether that is out of proportion. These are "
        "facts for the question, and no verdict.",
        ("contexts",),
        (
            Claim("contexts.lawful_share", "of charges are for conduct that is lawful.", first),
            Claim(
                "contexts.below_days_per_charge",
                "below the grade of an empty file, on average, for each charge.",
                first,
            ),
        ),
        (
            Drawing(
                "contexts-domains",
                "From which parts of life charges come",
                "Charges on official files, by the part of life in which the world places the conduct.",
                "share of charges",
                {"contexts.charges_share": "Charges"},
                by=("domain",),
                of=first,
                is_ranked=True,
                file=OFFICIAL,
            ),
            Drawing(
                "contexts-gates",
                "How many parts of life, and how many providers, can shut each gate",
                "Read from the law: whose records, and of what conduct, can lower the standing that a gate "
                "asks for. Nothing here is left to luck.",
                "parts of life; providers",
                {"contexts.domains_n": "Parts of life", "contexts.providers_n": "Providers"},
                by=("gate",),
                has_own_scales=True,
                period="the law",
                file="none (the law itself)",
            ),
        ),
    )
