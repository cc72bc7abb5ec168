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
KIND = Column("kind", "Enum", "What the record is of its act: `true`, or `late` past the law's deadline.")
SCORE_SUM = Column(
    "score_sum_pt", "Int64", "Sum of their scores, in tenths; on a list −10 for each who is listed."
)

TABLES: dict[str, Table] = {
    "grades": Table(
        "How each community spreads over the grades at each month's publication.",
        (
            COMMUNITY,
            MONTH,
            INSTRUMENT,
            FILE,
            HOLDER,
            GRADE,
            Column("n", "Int32", "Holders in that grade."),
            SCORE_SUM,
        ),
    ),
    "groups": Table(
        "How groups of residents spread over the grades at each December's publication.",
        (
            COMMUNITY,
            YEAR,
            Column(
                "dimension", "Enum", "What the groups differ by: `age`, `sex` or an attribute of the world."
            ),
            Column("level", "Enum", "The group."),
            INSTRUMENT,
            FILE,
            GRADE,
            Column("n", "Int32", "Residents of the group in that grade."),
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
        "What was booked in each year, by community and rule.",
        (
            COMMUNITY,
            YEAR,
            INSTRUMENT,
            FILE,
            HOLDER,
            RULE,
            PROVIDER,
            KIND,
            Column("n", "Int32", "Entries booked."),
            Column(
                "points_pt",
                "Int64",
                "Sum of their points as booked, in tenths; of a downgrade 0, of an index percent points.",
            ),
        ),
    ),
    "acts": Table(
        "What people did that some provider could record, by community and year.",
        (
            COMMUNITY,
            YEAR,
            Column("conduct", "Enum", "Kind of conduct."),
            SEVERITY,
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
            Column("official", "Enum", "Grade on the official file."),
            Column("truthful", "Enum", "Grade on the truthful file."),
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
                "since the conduct was corrected; `refused`: the rule's condition or its tally left no room.",
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
        ),
    ),
}
