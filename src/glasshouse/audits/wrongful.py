"""Whose grade or listing is wrong, whose is spared, for how long, by whose error. A run comes in.

The official file is held against the truthful one, on which every detected act was booked once, on
its doer, on time. `DEFINITIONS` says exactly what is counted. Where nothing goes wrong and nothing is
late, every number here is 0.

The cause of a wrong grade is that of the heaviest entry that one file has and the other lacks, as
docs/concepts/mistakes.md says; its provider is who reported that entry. Both are known at December's
count alone.
"""

import polars as pl

from glasshouse.audits.asked import (
    OFFICIAL,
    RIGHT_KINDS,
    Asked,
    groups_of,
    lists_of,
    residents_at_end,
    residents_charges,
)
from glasshouse.audits.estimates import Estimates
from glasshouse.audits.finding import Definition, Finding
from glasshouse.audits.sums import Column, Summed, Where, summed
from glasshouse.runs import Run

DEFINITIONS = {
    "wrongful.grade_share": Definition(
        "worse grade than the truthful file gives, at the end",
        "share",
        "Of the residents with an account at the last publication, those whose official grade is below the "
        "truthful one; by the cause and the provider of the heaviest entry that did it.",
    ),
    "wrongful.sparing_share": Definition(
        "better grade than the truthful file gives, at the end",
        "share",
        "The same with an official grade above the truthful one.",
    ),
    "wrongful.listing_share": Definition(
        "on the list, and not by the truthful file, at the end",
        "share",
        "Of the residents with an account with the instrument at the last publication, those whose official "
        "grade means the list while the truthful one does not. Lists of honour are left out.",
    ),
    "wrongful.unlisting_share": Definition(
        "on the list by the truthful file alone, at the end",
        "share",
        "The same with a truthful grade that means the list and an official one that does not.",
    ),
    "wrongful.of_listed_share": Definition(
        "of those on the list, not there by the truthful file",
        "share",
        "Of the residents whose official grade means the list at the last publication, those whose truthful "
        "one does not.",
    ),
    "wrongful.ever_share": Definition(
        "ever in a worse grade than the truthful one",
        "share",
        "Of the residents who had an account, those whom one publication or more of the first instrument "
        "found with an official grade below the truthful one.",
    ),
    "wrongful.months": Definition(
        "months in a worse grade than the truthful one",
        "months",
        "Such publications in all years, for each resident who had an account.",
    ),
    "wrongful.months_each": Definition(
        "months in it, of those who ever were",
        "months",
        "The same for each resident with one such publication or more: how long a wrongful grade lasts, all "
        "spells of one person together.",
    ),
    "wrongful.ever_spared_share": Definition(
        "ever in a better grade than the truthful one",
        "share",
        "As `wrongful.ever_share`, with an official grade above the truthful one.",
    ),
    "wrongful.spared_months": Definition(
        "months in a better grade than the truthful one",
        "months",
        "As `wrongful.months`, with an official grade above the truthful one.",
    ),
    "wrongful.ever_listed_share": Definition(
        "more days on lists than the truthful file gives",
        "share",
        "Of the residents who had an account, those with more days on lists (as in `standing.listed_days`) "
        "by the official files than by the truthful ones.",
    ),
    "wrongful.listed_days": Definition(
        "days on lists, beyond what truthful files give",
        "days",
        "Days on lists by the official files less those by the truthful ones, for each resident who had an "
        "account. Days that somebody is spared are taken off: it is a balance, and may be below 0.",
    ),
    "wrongful.charges_share": Definition(
        "of charges booked, errors",
        "share",
        "Of the charges booked on official files of residents in all years, those whose record is of any "
        "kind but true and late; by provider, of the charges of that provider.",
    ),
    "wrongful.charges_by_cause": Definition(
        "of charges booked, errors of this cause",
        "share",
        "The same charges, by the cause of the error.",
    ),
}


def audit(asked: Asked) -> list[Finding]:
    """Ask whose standing is wrong: by cause, provider and group, and for how long."""
    run, found = asked.run, Estimates("wrongful", DEFINITIONS)
    _at_end(run, found)
    _over_time(run, found)
    _charges(run, found)
    return found.findings()


def _at_end(run: Run, found: Estimates) -> None:
    here = pl.col("year") == int(run.manifest["years"]) - 1
    by = ("instrument", "official", "truthful", "is_wronged", "cause", "provider")
    wrongs, residents = summed(run, "wrongs", by, ("n",), here), residents_at_end(run)
    for instrument in run.regime.instruments:
        of, everybody = {"instrument": instrument}, residents.total("n", instrument, OFFICIAL)
        _split(found, "grade_share", of, wrongs, {0: {instrument}, 3: {"true"}}, everybody)
        _split(found, "sparing_share", of, wrongs, {0: {instrument}, 3: {"false"}}, everybody)
    for grades in lists_of(run.regime):
        if not grades.is_burden:
            continue
        its = run.regime.instruments[grades.instrument]
        others = frozenset(its.grades_from_worst()) - grades.grades
        everybody = residents.total("n", grades.instrument, OFFICIAL)
        on_it = {0: {grades.instrument}, 1: grades.grades, 2: others}
        off_it = {0: {grades.instrument}, 1: others, 2: grades.grades}
        _split(found, "listing_share", grades.of, wrongs, on_it, everybody)
        _split(found, "unlisting_share", grades.of, wrongs, off_it, everybody)
        listed = residents.total("n", grades.instrument, OFFICIAL, where={2: grades.grades})
        found.share("of_listed_share", grades.of, wrongs.total("n", where=on_it), listed)


def _split(
    found: Estimates, name: str, of: dict[str, str], wrongs: Summed, where: Where, everybody: Column
) -> None:
    """Take a share in total, by cause, and by the provider of the entry that did it."""
    found.share(name, of, wrongs.total("n", where=where), everybody)
    for place, split in ((4, "cause"), (5, "provider")):
        for part in wrongs.names(place, where):
            top = wrongs.total("n", where={**where, place: {part}})
            found.share(name, of | {split: part or "none"}, top, everybody)


def _over_time(run: Run, found: Estimates) -> None:
    for group in groups_of(run):
        residents, wronged_n = group.bore("residents"), group.bore("wronged_n")
        found.share("ever_share", group.of, group.bore("ever_wronged"), residents)
        found.share("months", group.of, wronged_n, residents)
        found.share("months_each", group.of, wronged_n, group.bore("ever_wronged"))
        found.share("ever_spared_share", group.of, group.bore("ever_spared"), residents)
        found.share("spared_months", group.of, group.bore("spared_n"), residents)
        found.share("ever_listed_share", group.of, group.bore("ever_wrongly_listed"), residents)
        net_d = group.bore("listed_d") - group.bore("truthful_listed_d")
        found.share("listed_days", group.of, net_d, residents)


def _charges(run: Run, found: Estimates) -> None:
    n = residents_charges(run)
    for instrument in run.regime.instruments:
        of, charges = {"instrument": instrument}, {0: {instrument}}
        wrong = {**charges, 1: set(n.names(1, charges)) - set(RIGHT_KINDS)}
        everything = n.total("n", where=charges)
        found.share("charges_share", of, n.total("n", where=wrong), everything)
        for cause in n.names(2, wrong):
            found.share(
                "charges_by_cause",
                of | {"cause": cause},
                n.total("n", where={**wrong, 2: {cause}}),
                everything,
            )
        for provider in n.names(3, charges):
            top, bottom = (n.total("n", where={**each, 3: {provider}}) for each in (wrong, charges))
            found.share("charges_share", of | {"provider": provider or "none"}, top, bottom)
