"""Nothing comes in; the dictionary of a run's tables goes out: each column, its type and its meaning.

`docs/reference/columns.md` is written from it, and a test holds every table of a run to it.
"""

from typing import NamedTuple


class Column(NamedTuple):
    """One column of a table."""

    name: str
    dtype: str
    """The polars type, by name; the categories of an `Enum` stand in their natural order."""
    about: str


class Table(NamedTuple):
    """One parquet file of a run folder."""

    about: str
    columns: tuple[Column, ...]


COMMUNITY = Column("community", "Int32", "Number of the community, from 0.")
MONTH = Column("month", "Int16", "Month of the run, from 0.")
YEAR = Column("year", "Int16", "Year of the run, from 0.")
INSTRUMENT = Column("instrument", "Enum", "Account or list of the law, by its id.")
FILE = Column("file", "Enum", "`official` or `truthful`.")
HOLDER = Column("holder", "Enum", "`residents` or `organisations`: who holds the account.")
GRADE = Column("grade", "Enum", "Grade, as the law names it; of a list `listed` or `unlisted`.")
RULE = Column("rule", "Enum", "Code of the rule.")
PROVIDER = Column("provider", "Enum", "Who reports under the rule; empty where another rule books it.")
SEVERITY = Column("severity", "Enum", "Severity of the act; `any` where its conduct has none.")
KIND = Column(
    "kind",
    "Enum",
    "What the record is of its act: `true`, `late` past the law's deadline, `false` where nobody did it, "
    "`wrong-person` or `duplicate`.",
)
CAUSE = Column(
    "cause",
    "Enum",
    "How that came about: of `false` records `mistake`, `malice`, `quota` or `grudge`, of `wrong-person` "
    "ones `namesake`, `housemate`, `neighbour` or `elsewhere` (of somebody in another "
    "community); else the kind.",
)
DIMENSION = Column(
    "dimension", "Enum", "What the groups differ by: `age`, `sex` or an attribute of the world."
)
LEVEL = Column("level", "Enum", "The group.")
OF_EVERYBODY = (
    DIMENSION._replace(about=f"{DIMENSION.about[:-1]}; `everybody` for all residents together."),
    LEVEL._replace(about="The group; `everybody` likewise."),
)
OFFICIAL = Column("official", "Enum", "Grade on the official file.")
TRUTHFUL = Column("truthful", "Enum", "Grade on the truthful file.")
SCORE_SUM = Column(
    "score_sum_pt", "Int64", "Sum of their scores, in tenths; on a list −10 for each who is listed."
)
OF_ENTRY = (INSTRUMENT, FILE, HOLDER, RULE, PROVIDER, KIND, CAUSE)
OF_ACT = (Column("conduct", "Enum", "Kind of conduct."), SEVERITY)
POINTS = Column(
    "points_pt",
    "Int64",
    "Sum of their points as booked, in tenths; of a downgrade 0, of an index percent points.",
)

OF_VARIANTS = {"joint"}
"""Tables that only the variants of a comparison have."""
TABLES: dict[str, Table] = {
    "grades": Table(
        "How holders spread over the grades at each month's publication.",
        (
            MONTH,
            INSTRUMENT,
            FILE,
            HOLDER,
            GRADE,
            Column("n", "Int64", "Holders in that grade."),
            SCORE_SUM,
        ),
    ),
    "groups": Table(
        "How groups of residents spread over the grades at each December's publication.",
        (
            YEAR,
            DIMENSION,
            LEVEL,
            INSTRUMENT,
            FILE,
            GRADE,
            Column("n", "Int64", "Residents of the group in that grade."),
            SCORE_SUM,
        ),
    ),
    "final": Table(
        "How each community, and each group in it, spreads over the grades at the last publication.",
        (
            COMMUNITY,
            DIMENSION._replace(about=f"{DIMENSION.about[:-1]}; `everybody` for all holders of the kind."),
            OF_EVERYBODY[1],
            INSTRUMENT,
            FILE,
            HOLDER,
            GRADE,
            Column("n", "Int32", "Holders in that grade; groups are of residents."),
            SCORE_SUM,
        ),
    ),
    "flows": Table(
        "Who moved between grades from one publication to the next, among those with an account at both.",
        (
            MONTH,
            INSTRUMENT,
            FILE,
            HOLDER,
            Column("grade_from", "Enum", "Grade at the publication before."),
            Column("grade_to", "Enum", "Grade at this publication."),
            Column("n", "Int64", "Holders."),
        ),
    ),
    "scores": Table(
        "The distribution of scores at each December's publication; lists have none.",
        (
            YEAR,
            INSTRUMENT,
            FILE,
            HOLDER,
            Column(
                "score_from",
                "Int32",
                "Lowest score of a bucket that is 5 points wide; the last has no upper limit, in points.",
            ),
            Column("n", "Int64", "Holders."),
        ),
    ),
    "entries": Table(
        "What was booked in each year, by rule.",
        (YEAR, *OF_ENTRY, Column("n", "Int64", "Entries booked."), POINTS),
    ),
    "entry_totals": Table(
        "What was booked in all years, by community and rule.",
        (COMMUNITY, *OF_ENTRY, Column("n", "Int32", "Entries booked."), POINTS),
    ),
    "acts": Table(
        "What people did in each year that some provider could record.",
        (
            YEAR,
            *OF_ACT,
            Column("happened_n", "Int64", "Acts that happened."),
            Column("recorded_n", "Int64", "Of these, acts that at least one provider recorded."),
        ),
    ),
    "act_totals": Table(
        "What people did in all years that some provider could record, by community.",
        (
            COMMUNITY,
            *OF_ACT,
            Column("happened_n", "Int32", "Acts that happened."),
            Column("recorded_n", "Int32", "Of these, acts that at least one provider recorded."),
        ),
    ),
    "standing": Table(
        "Official grade by truthful grade at each December's publication.",
        (
            YEAR,
            INSTRUMENT,
            HOLDER,
            OFFICIAL,
            TRUTHFUL,
            Column("n", "Int64", "Holders."),
        ),
    ),
    "days": Table(
        "Days that holders of an account spent in each grade.",
        (
            COMMUNITY,
            YEAR,
            INSTRUMENT,
            FILE,
            HOLDER,
            GRADE,
            Column("person_days", "Int64", "Days, summed over holders."),
        ),
    ),
    "burdens": Table(
        "What residents who had an account bore in all years, by community and group at the end. Counts are "
        "of the first instrument, days of all; each word as in docs/concepts/mistakes.md.",
        (
            COMMUNITY,
            *OF_EVERYBODY,
            Column("residents", "Int64", "Residents who had an account."),
            Column(
                "below_n",
                "Int64",
                "Monthly counts that found the official grade below that of an empty file.",
            ),
            Column("truthful_below_n", "Int64", "The same with the truthful grade."),
            Column("listed_d", "Int64", "Days on lists by the official files; once for each instrument."),
            Column("truthful_listed_d", "Int64", "The same by the truthful files."),
            Column(
                "wronged_n", "Int64", "Monthly counts that found the official grade below the truthful one."
            ),
            Column("spared_n", "Int64", "The same with the official grade above it."),
            Column("others_n", "Int64", "Charges for what somebody else did, those by mistake left out."),
            Column("merits_n", "Int64", "Merits booked on the official file."),
            Column("charges_n", "Int64", "Charges booked on it."),
            Column("ever_below", "Int64", "Residents with `below_n`."),
            Column("ever_listed", "Int64", "Residents with `listed_d`."),
            Column("ever_wronged", "Int64", "Residents with `wronged_n`."),
            Column("ever_spared", "Int64", "Residents with `spared_n`."),
            Column(
                "ever_wrongly_listed", "Int64", "Residents with more `listed_d` than `truthful_listed_d`."
            ),
            Column("ever_for_others", "Int64", "Residents with `others_n`."),
        ),
    ),
    "remedies": Table(
        "What became of charges that may be objected to, all years: residents' and organisations'.",
        (
            COMMUNITY,
            INSTRUMENT,
            Column("charge", "Enum", "`wrongly` made where the record is an error, else `rightly`."),
            Column("charged", "Int64", "Charges."),
            Column("learnt", "Int64", "Of these, those of which the holder learns."),
            Column("too_late", "Int64", "Objections after the period for them."),
            Column("objected", "Int64", "Objections filed in time."),
            Column("granted", "Int64", "Of these, those granted by the first body."),
            Column("went_on", "Int64", "Of those lost, those that the next body has."),
            Column("granted_there", "Int64", "Of these, those granted there."),
            Column("corrected", "Int64", "Charges corrected within the run."),
            Column("corrected_d", "Int64", "Days from booking to correction, added up."),
        ),
    ),
    "wrongs": Table(
        "Residents with another official than truthful grade at December's count, and the heaviest entry "
        "that did it: one that one file has and the other lacks.",
        (
            COMMUNITY,
            YEAR,
            INSTRUMENT,
            OFFICIAL,
            TRUTHFUL,
            Column("is_wronged", "Boolean", "Whether the official grade is the worse one."),
            RULE._replace(about="Rule of that entry; empty where the files differ in days alone."),
            PROVIDER._replace(about="Who reported it; empty where nobody did."),
            KIND._replace(
                about="What its record is, or what became of it: as in `entries`, and `missed` or `spared` "
                "where it never came, `stale` past its end, `corrected` or `suspended` after an objection, "
                "`delay` where the files differ in days alone."
            ),
            CAUSE._replace(
                about="How that came about, as in `entries`; `astray` where it left the community."
            ),
            Column("n", "Int32", "Residents."),
        ),
    ),
    "pairs": Table(
        "Pairs of residents of a community at the last count of the first instrument. Equal conduct is the "
        "same non-empty multiset of acts that the law has a rule for and that somebody could record.",
        (
            COMMUNITY,
            Column("pairs", "Int64", "Pairs of equal conduct."),
            Column("unequal", "Int64", "Of these, those with another official grade."),
            Column("truthful_unequal", "Int64", "Of these, those with another truthful grade."),
            Column("all_pairs", "Int64", "All pairs of residents with an account."),
            Column("all_unequal", "Int64", "Of all pairs, those with another official grade."),
        ),
    ),
    "joint": Table(
        "What a variant did to residents beside the law as it is; in the folders of a comparison's variants "
        "alone.",
        (
            COMMUNITY,
            *OF_EVERYBODY,
            Column(
                "outcome",
                "Enum",
                "`helped`: fewer monthly counts below the default grade or days on lists, and more of "
                "neither; `harmed`; `mixed`: fewer of the one and more of the other; `untouched`.",
            ),
            Column("residents", "Int64", "Residents with that outcome."),
            Column(
                "undeserved",
                "Int64",
                "Of these, those whose burden went beyond that of their truthful file, where it was greater.",
            ),
            Column("below_n", "Int64", "Counts below the default grade, the variant's less the base's."),
            Column("listed_d", "Int64", "Days on lists, likewise."),
        ),
    ),
    "communities": Table(
        "The size of each community, and the digest of everything that happened in it.",
        (
            COMMUNITY,
            Column("residents", "Int64", "Residents, children included, at the start."),
            Column("organisations", "Int64", "Organisations."),
            Column(
                "digest", "UInt64", "Digest of every entry and every score; the fingerprint is made of these."
            ),
        ),
    ),
    "ledger": Table(
        "Single records and what became of them, if the run was told to keep them (`--ledger`).",
        (
            Column("id", "String", "Public id of who it is booked on; of an organisation community.oNumber."),
            INSTRUMENT,
            FILE,
            Column(
                "event",
                "Enum",
                "`booked`; `blocked` or `replaced` by a heavier one of the same act; `repaired`: taken off, "
                "since the conduct was corrected; `refused`: the rule's condition or its tally left no room; "
                "`outstayed`: gone later than its end; `objected`: an objection was filed; `rejected`: it "
                "was lost; `corrected`: it was won, and the entry counts no longer; `recharged`: it costs "
                "less, since what had doubled it was corrected.",
            ),
            RULE,
            PROVIDER,
            SEVERITY,
            Column("act", "Int64", "Key of the act; entries of one act of one doer share it."),
            Column("doer", "String", "Public id of whose conduct it is."),
            Column("act_day", "Int32", "Day of the conduct, from 1 January of the world's year."),
            Column("booked_day", "Int32", "Day of booking, or of what else became of it."),
            Column(
                "until_day",
                "Int32",
                "First day on which it does not count any more; empty where no day is set.",
            ),
            Column("points_pt", "Int32", "Points as booked, in tenths; empty for a direct downgrade."),
            Column("downgrade_to", "String", "Grade of a direct downgrade; empty for points."),
            KIND,
            CAUSE,
        ),
    ),
}
