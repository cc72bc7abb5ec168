"""Faults of worlds for tests: a slip in Lantern Bay's file, and what must be said of it."""

from typing import NamedTuple


class Slip(NamedTuple):
    """One change of the text, the problem that follows, and where."""

    code: str
    old: str
    new: str
    message: str
    path: str


_MEN = "male: [95, 103, 110, 112, 106, 119, 136, 143, 149, 151, 153, 140, 121, 104, 78, 52, 38]"
_WOMEN = "female: [91, 98, 105, 108, 104, 118, 137, 145, 152, 154, 156, 146, 130, 117, 95, 72, 62]"
_ALONE = "[1, 2, 9, 1, 1, 0, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]"
_FIRMS = """organisations:
  count: {value: 90, source: almanac}
  forms: {trader: {value: 0.7, source: almanac}, company: {value: 0.3, source: almanac}}
  head_ages: [25, 60]
  head_has: {work: [shop, harbour]}
  source: almanac

domains:
"""
_OF_FIRMS = "title: good deeds\n    of: organisations\n"
_BRAWL = "    title: takes part in a brawl\n"
_HOLIDAYS = "holidays: {every_year: [07-14, 02-29], days: [2021-10-04], source: almanac}\n\ndomains:\n"
_TENANT = '    title: rents a home\n    levels: ["no", "yes"]\n'

SLIPS = (
    Slip(
        "W101",
        "frailty_k: {value: 1.0, source: assumption",
        "frailty_k: {value: 1.0, source: almanak",
        "no source is called `almanak`",
        "domains.kindness.frailty_k.source",
    ),
    Slip(
        "W102",
        "reason: few good deeds are told, range: [0.03, 0.5]}",
        "reason: few good deeds are told}",
        "an assumption has no `range`",
        "conduct.good-deed.seen_by.council.source",
    ),
    Slip(
        "W103",
        "of about one size, range: [0.1, 0.6]",
        "of about one size, range: [0.4, 0.6]",
        "0.3 is outside its own range",
        "population.communities.log_sd.value",
    ),
    Slip(
        "W103",
        "reason: lanterns are liked, range: [0, 0.6]",
        "reason: lanterns are liked, range: [0.6, 0]",
        "begins at 0.6 and ends at 0",
        "responses.incentive.rise.range",
    ),
    Slip(
        "W111",
        "    title: petitions the council\n    domain: voice",
        "    title: petitions the council\n    domain: voices",
        "no domain is called `voices`",
        "conduct.petition.domain",
    ),
    Slip(
        "W112",
        "      bank: {value: 0.95",
        "      banks: {value: 0.95",
        "no provider is called `banks`",
        "conduct.loan-default.seen_by.banks",
    ),
    Slip(
        "W113",
        "      tenant: {source: rent-book, factors",
        "      tenants: {source: rent-book, factors",
        "residents have no `tenants`",
        "conduct.late-rent.by.tenants",
    ),
    Slip(
        "W114",
        "factors: {newcomer: 0.5}",
        "factors: {new-comer: 0.5}",
        "no level is called `new-comer`",
        "conduct.lighthouse-watch.by.registration.factors.new-comer",
    ),
    Slip(
        "W114",
        "    in_couples: married ",
        "    in_couples: marred ",
        "no level is called `marred`",
        "attributes.marital.in_couples",
    ),
    Slip(
        "W113",
        "title: good deeds\n",
        _OF_FIRMS,
        "organisations have no `age`",
        "conduct.lighthouse-watch.by.age",
    ),
    Slip(
        "W113",
        "      sex: {source: almanac, factors: {male: 1.7, female: 0.35}}\n",
        "      form: {source: almanac, factors: {trader: 1.7}}\n",
        "residents have no `form`",
        "conduct.brawl.by.form",
    ),
    Slip(
        "W113",
        "domains:\n",
        _FIRMS.replace("work:", "works:"),
        "residents have no `works`",
        "organisations.head_has.works",
    ),
    Slip(
        "W114",
        "domains:\n",
        _FIRMS.replace("shop, harbour", "shop, harbor"),
        "no level is called `harbor`",
        "organisations.head_has.work.1",
    ),
    Slip(
        "W115",
        "strata: {urban: 0.7, rural: 1.4}",
        "strata: {urban: 0.7, shore: 1.4}",
        "no stratum is called `shore`",
        "population.households.three-generations.strata.shore",
    ),
    Slip(
        "W121",
        "age_groups: [18, 30, 45, 60, 75]",
        "age_groups: [18, 45, 30, 60, 75]",
        "the ages do not rise",
        "age_groups",
    ),
    Slip(
        "W122",
        "78, 52, 38]",
        "78, 90]",
        "16 counts stand for 17 ages",
        "population.age_sex.male",
    ),
    Slip(
        "W123",
        "{at_age: 6, male_below: 19",
        "{at_age: 5, male_below: 19",
        "no age group can be cut at 5",
        "population.cuts.0.at_age",
    ),
    Slip(
        "W123",
        "male_below: 19",
        "male_below: 190",
        "190 below the cut are more than the 103",
        "population.cuts.0.male_below",
    ),
    Slip(
        "W124",
        "residents: {value: 3900, source: almanac}",
        "residents: {value: 3901, source: almanac}",
        "sum to 3,900, and 3,901 residents are counted",
        "population.age_sex",
    ),
    Slip(
        "W131",
        "head: parent",
        "head: father",
        "no role is called `father`",
        "population.households.parent-child.head",
    ),
    Slip(
        "W131",
        "alone: {ages: living-alone}",
        "alone: {ages: living-lone}",
        "no age shape is called `living-lone`",
        "population.households.one-person.roles.alone.ages",
    ),
    Slip(
        "W131",
        "parents: [parent]",
        "parents: [father]",
        "no role is called `father`",
        "population.households.parent-child.roles.child.parents.0",
    ),
    Slip(
        "W132",
        "resident: {ages: in-the-home}",
        "resident: {}",
        "the first role of a household has no `ages`",
        "population.households.seamens-home.roles.resident",
    ),
    Slip(
        "W132",
        "grandparent: {given: husband, gap: parent-of-adult}",
        "grandparent: {given: husband}",
        "does not say from whose age",
        "population.households.three-generations.roles.grandparent",
    ),
    Slip(
        "W133",
        "parents: [parent]",
        "parents: [child]",
        "`child` descends from `child`",
        "population.households.parent-child.roles.child.parents",
    ),
    Slip(
        "W133",
        "parents: [grandparent]",
        "parents: [child]",
        "`husband` descends from `husband`",
        "population.households.three-generations.roles.husband.parents",
    ),
    Slip(
        "W133",
        "parents: [wife, husband]",
        "parents: [wife, wife]",
        "`child` has the same parent twice",
        "population.households.couple-child.roles.child.parents",
    ),
    Slip(
        "W141",
        "    of_community: true           #",
        "    of_community: true\n    otherwise: urban  #",
        "is of the community, and dealt to residents too",
        "attributes.residence",
    ),
    Slip(
        "W141",
        f'{_TENANT}    otherwise: "no"\n',
        _TENANT,
        "some residents have no level of `tenant`",
        "attributes.tenant",
    ),
    Slip(
        "W142",
        "- counts: {newcomer: 600}",
        "- counts: {newcomer: 600}\n        shares: {newcomer: 1.0}",
        "a margin has 2 tables",
        "attributes.registration.margins.0",
    ),
    Slip(
        "W143",
        'shares: {"no": 0.55, "yes": 0.45}',
        'shares: {"no": 0.55, "yes": 0.4}',
        "the shares sum to 0.95",
        "attributes.tenant.margins.0.shares",
    ),
    Slip(
        "W143",
        "domains:\n",
        _FIRMS.replace("0.7", "0.6"),
        "the shares sum to 0.9",
        "organisations.forms",
    ),
    Slip(
        "W144",
        "{from_age: 60, shares",
        "{from_age: 55, shares",
        "margins 1 and 2 hold for some of the same residents",
        "attributes.online.margins.1",
    ),
    Slip(
        "W145",
        "      - from_age: 18\n        shares",
        "      - from_age: 17\n        shares",
        "parts an age group at 17",
        "attributes.tenant.margins.0.from_age",
    ),
    Slip(
        "W146",
        "- counts: {newcomer: 600}",
        "- counts: {newcomer: 6000}",
        "sum to 6,000, and the group has 3,900",
        "attributes.registration.margins.0.counts",
    ),
    Slip(
        "W150",
        f"{_MEN}\n    {_WOMEN}",
        f"male: {_ALONE}\n    female: {_ALONE}",
        "no cell counts more than 9 residents",
        "population.age_sex",
    ),
    Slip(
        "W151",
        "village-school: 420, harbour-school: 1020",
        "village-school: 440, harbour-school: 1020",
        "the people of lantern-bay cannot be made: schooling",
        "population",
    ),
    Slip(
        "W161",
        "month: {value: 0.25",
        "month: {value: 0.2",
        "the severities sum to 0.95",
        "conduct.late-rent.severity",
    ),
    Slip(
        "W162",
        "per_adult_y: {value: 2, source: almanac}",
        "per_adult_y: {value: 90, source: almanac}",
        "up to 12 acts a month",
        "conduct.good-deed.per_adult_y",
    ),
    Slip(
        "W164",
        "    lawful: true\n    per_adult_y: {value: 0.4",
        "    lawful: false\n    per_adult_y: {value: 0.4",
        "unlawful conduct does not chill",
        "conduct.critical-post.chills_as",
    ),
    Slip(
        "W165",
        "      month: {value: 0.25, source: rent-book}\n",
        "      month: {value: 0.25, source: rent-book}\n    sizes: {weeks: 1}\n",
        "`late-rent` has no severity `weeks`",
        "conduct.late-rent.sizes.weeks",
    ),
    Slip(
        "W165",
        _BRAWL,
        f"{_BRAWL}    sizes: {{week: 1}}\n",
        "`brawl` has no severity `week`",
        "conduct.brawl.sizes.week",
    ),
    Slip(
        "W166",
        _BRAWL,
        f"{_BRAWL}    lasts: {{median_d: 90, max_d: 60, source: almanac}}\n",
        "the median is 90 days, and the longest 60",
        "conduct.brawl.lasts.median_d",
    ),
    Slip(
        "W167",
        _BRAWL,
        f"{_BRAWL}    decided: {{median_d: 90, never: 0.1, source: almanac}}\n",
        "0.1 of the decisions are never final",
        "conduct.brawl.decided.never",
    ),
    Slip(
        "W171",
        "title: good deeds\n",
        _OF_FIRMS,
        "`kindness` is of organisations, and the world has none",
        "domains.kindness.of",
    ),
    Slip(
        "W172",
        "domains:\n",
        _FIRMS.replace("[25, 60]", "[17, 60]"),
        "somebody of 17 would be at the head",
        "organisations.head_ages",
    ),
    Slip(
        "W172",
        "domains:\n",
        _FIRMS.replace("[25, 60]", "[60, 25]"),
        "nobody is at least 60 and at most 25",
        "organisations.head_ages",
    ),
    Slip(
        "W181",
        "domains:\n",
        _HOLIDAYS.replace("02-29", "02-30"),
        "there is no day 02-30",
        "holidays.every_year.1",
    ),
    Slip(
        "W181",
        "domains:\n",
        _HOLIDAYS.replace("2021-10-04", "2021-02-29"),
        "there is no day 2021-02-29",
        "holidays.days.0",
    ),
    Slip(
        "W113",
        "  thin_files:\n    registration:",
        "  thin_files:\n    age:",
        "residents have no attribute `age`",
        "errors.thin_files.age",
    ),
    Slip(
        "W114",
        "factors: {newcomer: 2}",
        "factors: {stranger: 2}",
        "no level is called `stranger`",
        "errors.thin_files.registration.factors.stranger",
    ),
    Slip(
        "W166",
        "files_after: {median_d: 7, sigma: 1.0, max_d: 90",
        "files_after: {median_d: 7, sigma: 1.0, max_d: 5",
        "the median is 7 days, and the longest 5",
        "objections.files_after.median_d",
    ),
    Slip(
        "W191",
        "stale_by_hand: {median_d: 20, sigma: 1.0, max_d: 180",
        "stale_by_hand: {median_d: 20, sigma: 1.0, never: 0.05",
        "never ends for 0.05 of them",
        "errors.stale_by_hand.never",
    ),
    Slip(
        "W191",
        "    court: {median_d: 90, sigma: 0.5, max_d: 360",
        "    court: {median_d: 90, sigma: 0.5, never: 1.0",
        "never ends for 1 of them",
        "objections.decides_after.court.never",
    ),
    Slip(
        "W192",
        "office: {wrongly: {value: 0.6, source: almanac}",
        "office: {wrongly: {value: 0.05, source: almanac}",
        "win less often than others, 0.05 and 0.1",
        "objections.wins.office",
    ),
    Slip(
        "W192",
        "each-charge: {value: 0.95, source: almanac}",
        "each-charge: {value: 0.05, source: almanac}",
        "fewer learn from a notice than by chance, 0.05 and 0.1",
        "objections.learns.each-charge",
    ),
    Slip(
        "W193",
        "    address: {value: 0.1, source: almanac}\n",
        "",
        "no record is matched wrongly by address",
        "errors.in_household",
    ),
    Slip(
        "W194",
        "  quota: {value: 0.2, source: almanac}",
        "  quota: {value: 11.5, source: almanac}",
        "false records of one resident in a year in `home`; the most is 8",
        "errors",
    ),
)
"""Every code of a world but W163, which needs a longer text."""

SOUND = (_FIRMS, _HOLIDAYS)
"""What the slips above leave in order, when it is written as it should be."""
