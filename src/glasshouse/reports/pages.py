"""A template's name and its parts come in, a page goes out: every value is escaped."""

import datetime as dt
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from glasshouse.reports import wording
from glasshouse.reports.slip_words import known_by, no_score_words, notes_of, same_or_not, stands

Words = dict[str, Callable[..., object]]


def render(template: str, **parts: object) -> str:
    """Fill a template; a part that is missing or a name that is misspelt is an error."""
    return _environment().get_template(template).render(**parts)


def stylesheet(name: str) -> Markup:
    """Return a stylesheet or script of this room; it is ours, so it goes in as it is."""
    place = resources.files("glasshouse.reports") / "templates" / name
    return Markup(place.read_text(encoding="utf-8"))


def _day(day: dt.date | None) -> str:
    return wording.short_date(day) if day else ""


def _basename(place: str) -> str:
    return place.rpartition("/")[2]


def _breakable(path: str) -> Markup:
    """Let a dotted path break after its dots and nowhere else."""
    return Markup("<wbr>").join(part + "." for part in path.split("."))[:-1]


WORDS: Words = {
    "count": wording.count,
    "signed": wording.signed,
    "percent": wording.percent,
    "phrase": wording.phrase,
    "listing": wording.listing,
    "sentence": wording.sentence,
    "breakable": _breakable,
    "day": _day,
    "basename": _basename,
    "notes": notes_of,
    "known_by": known_by,
    "stands": stands,
    "no_score": no_score_words,
    "same_or_not": same_or_not,
}
"""What a template may call on a value, as `{{ value | word }}`."""


@cache
def _environment() -> Environment:
    loader = PackageLoader("glasshouse.reports", "templates")
    pages = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    cast("Words", pages.filters).update(WORDS)
    cast("Words", pages.globals).update(ours=stylesheet)
    return pages
