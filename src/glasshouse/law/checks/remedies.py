"""The remedies of a draft come in, those in which nobody can keep a period or be heard go out."""

from collections.abc import Iterator

from glasshouse.errors import Problem
from glasshouse.law.draft import Draft
from glasshouse.law.durations import WITHOUT_NUMBER

PERIODS = (
    ("object_within",), ("decide_within",), ("correct_within",), ("review", "within"),
    ("review", "decide_within"),
)  # fmt: skip


def period_without_number(draft: Draft) -> Iterator[Problem]:
    """A period for an objection, a decision or a correction that is no number of days, months or years."""
    for remedy in draft.remedies:
        for part in (remedy.at(*steps) for steps in PERIODS):
            if part.text() in WITHOUT_NUMBER:
                fact = f"nobody can keep a period of `{part.text()}`"
                yield part.problem("R441", fact, "write a number with its unit, such as `7 working days`")


def heard_without_notice(draft: Draft) -> Iterator[Problem]:
    """A hearing before a charge takes effect, and nobody who is told of the charge."""
    for remedy in draft.remedies:
        if remedy.at("hearing").scalar() is True and remedy.text("told") == "nobody":
            fact = "there is a hearing, and nobody is told of the charge"
            what = "write `told: each-charge` or `told: publication`, or remove `hearing`"
            yield remedy.at("hearing").problem("R442", fact, what)
