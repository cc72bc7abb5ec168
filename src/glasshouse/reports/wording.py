"""Numbers, dates and ids come in, the words that people read go out."""

import datetime as dt
import math
from collections.abc import Iterable

MINUS = "\N{MINUS SIGN}"
THIN = "\N{NARROW NO-BREAK SPACE}"


def count(n: float) -> str:
    """Write a count with thousands separators: 714,211; one decimal where it has one."""
    whole = round(n, 1)
    text = f"{abs(whole):,.0f}" if whole == int(whole) else f"{abs(whole):,.1f}"
    return f"{MINUS}{text}" if whole < 0 else text


def signed(amount: float) -> str:
    """Write points with their sign, as a slip does: +20, −5."""
    return f"+{count(amount)}" if amount > 0 else count(amount)


def short_count(n: float) -> str:
    """Write a count in at most four characters for the cell of a matrix: 213, 1.2k, 46k, 1.3m."""
    size = abs(n)
    for unit, limit in (("", 1e3), ("k", 1e6), ("m", 1e9)):
        scaled = size * 1e3 / limit
        if scaled < 999.5 or unit == "m":
            digits = 1 if unit and scaled < 9.95 else 0
            return f"{scaled:.{digits}f}{unit}"
    return count(n)


def rounded(n: float) -> str:
    """Write an estimate with two figures that mean something: 29,000,000 for 29,114,250."""
    if n < 100:
        return count(round(n))
    return count(round(n, 1 - math.floor(math.log10(n))))


def percent(share: float) -> str:
    """Write a share in percent with as many decimals as its size deserves: 93.4%, 0.21%, 0%."""
    value = share * 100
    if value == 0 or value >= 99.95:
        return f"{value:.0f}%"
    if value >= 1:
        return f"{value:.1f}%"
    decimals = min(6, 1 - math.floor(math.log10(value)))
    return f"{value:.{decimals}f}%"


def date(day: dt.date) -> str:
    """Write a date as people do: 25 December 2029."""
    return f"{day.day} {day:%B %Y}"


def short_date(day: dt.date) -> str:
    """Write a date for a narrow column: 25 Dec 2029."""
    return f"{day.day} {day:%b %Y}"


def phrase(name: str) -> str:
    """Turn an id into words: other-township becomes Other township."""
    if name.removeprefix("-").isdigit():
        return name.replace("-", MINUS)
    words = name.replace("-", " ").replace("_", " ") if not name[:1].isdigit() else name.replace("-", "–")
    return words[:1].upper() + words[1:]


def says_more(title: str, name: str) -> bool:
    """Say whether a title is more than a name in other letters: Integrity model, of AAA."""
    return title.lower().replace("-", " ") != name.lower().replace("-", " ")


def sentence(text: str) -> str:
    """Begin with a capital, as a line of its own does."""
    return text[:1].upper() + text[1:]


def either(words: Iterable[str]) -> str:
    """Join what may hold, each once: 1 year or 2 years."""
    return listing(list(dict.fromkeys(words)), last="or")


def listing(words: list[str], last: str = "and") -> str:
    """Join words as a sentence does: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else "none"
