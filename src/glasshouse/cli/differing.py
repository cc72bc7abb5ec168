"""Two laws come in, what changed between them goes out: `diff`."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from glasshouse.cli.amending import WithOption, stacked
from glasshouse.cli.console import Form, FormOption, answer, mistakes_shown
from glasshouse.cli.layout import paragraph

if TYPE_CHECKING:
    from pydantic import JsonValue

    from glasshouse.law.difference import Change, Fold
    from glasshouse.law.schema import Regime

SIGNS = {"added": "+", "removed": "\N{MINUS SIGN}", "changed": "~"}
MOST_SHOWN = 30
"""Lines of one section, and rules of one annex that came or went, before the rest is only counted."""
MOST_NAMED = 5
HEADINGS = {"law": "the law itself", "scored": "who is scored", "labels": "by which source a value stands"}


def diff(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="A law: its id, or a path.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The law that it is compared with.")],
    every: Annotated[
        bool, typer.Option("--all", help="Show each change on a line of its own, however many there are.")
    ] = False,
    amendments: WithOption = None,
    form: FormOption = Form.TEXT,
) -> None:
    """List what changed from one law to another, value by value, with both places.

    With `--with` AFTER is amended: `glasshouse diff LAW LAW --with human-review` is what that changes.
    """
    with mistakes_shown(form):
        from glasshouse.law.difference import differences
        from glasshouse.law.loader import load_regime

        old, new = load_regime(before), load_regime(after, amendments=stacked(amendments))
        changes = differences(old, new)
    answer(form, _payload(old, new, changes), _lines(old, new, changes, every=every))


def _payload(old: "Regime", new: "Regime", changes: "Sequence[Change]") -> dict[str, object]:
    return {
        "before": {"id": old.id, "title": old.title},
        "after": {"id": new.id, "title": new.title, "amendments": list(new.amendments)},
        "counts": {kind: sum(change.kind == kind for change in changes) for kind in SIGNS},
        "changes": [change.as_json() for change in changes],
    }


def _lines(old: "Regime", new: "Regime", changes: "Sequence[Change]", *, every: bool) -> Iterator[str]:
    yield from paragraph(f"{old.id} → {' + '.join((new.id, *new.amendments))}")
    if not changes:
        yield "  nothing differs"
        return
    n = {kind: sum(change.kind == kind for change in changes) for kind in SIGNS}
    yield "  " + ", ".join(f"{count:,} {kind}" for kind, count in n.items() if count)
    for section, group in groupby(changes, lambda change: change.section):
        yield from ("", HEADINGS.get(section, section).upper())
        lines = list(_section(list(group), old, new, every=every))
        shown = lines if every or len(lines) <= MOST_SHOWN + 1 else lines[:MOST_SHOWN]
        yield from (line for entry in shown for line in entry)
        if len(shown) < len(lines):
            yield f"  … and {len(lines) - len(shown):,} more; `--all` shows them"


def _section(
    changes: "Sequence[Change]", old: "Regime", new: "Regime", *, every: bool
) -> Iterator[list[str]]:
    """Yield the lines of each change of a section: entries that came or went, then values."""
    from glasshouse.law.difference import Fold, folded

    whole = [change for change in changes if change.entry and not change.field]
    parts = [change for change in changes if not change.entry or change.field]
    for kind in ("added", "removed"):
        law = new if kind == "added" else old
        yield from _entries([change for change in whole if change.kind == kind], law, every=every)
    for fold in [Fold((part,)) for part in parts] if every else folded(parts):
        yield _value(fold, old, new)


def _entries(changes: "Sequence[Change]", law: "Regime", *, every: bool) -> Iterator[list[str]]:
    """Yield entries that came or went, one by one, or counted by annex where they are many."""
    by_annex: dict[str, list[Change]] = {}
    for change in changes:
        by_annex.setdefault(_annex(change, law), []).append(change)
    for annex, group in by_annex.items():
        if every or len(group) <= MOST_SHOWN:
            yield from (_entry(change, law) for change in group)
        else:
            codes = [change.entry for change in group]
            named = f"{', '.join(codes[: MOST_NAMED - 1])} … {codes[-1]}"
            of = f" of {annex}" if annex else ""
            yield paragraph(f"{SIGNS[group[0].kind]} {len(group):,} {group[0].section}{of}: {named}", 2, 4)


def _annex(change: "Change", law: "Regime") -> str:
    if change.section != "rules":
        return ""
    rule = law.rules[change.entry]
    annex = law.annexes.get(rule.annex or "")
    return law.instruments[law.instrument_of(rule)].title if annex is None else annex.title


def _entry(change: "Change", law: "Regime") -> list[str]:
    """Say in a line what came or went."""
    from glasshouse.law.labels import place_words
    from glasshouse.law.procedures import provider_words
    from glasshouse.law.shorts import amount_of, length_in_short

    value = change.after if change.kind == "added" else change.before
    words = [_titled(value)]
    if change.section == "providers":
        words = [provider_words(law.providers[change.entry])]
    if change.section == "rules":
        rule = law.rules[change.entry]
        words += [amount_of(law, rule), length_in_short(law, change.entry)]
    place = place_words(change.after_place or change.before_place)
    text = "; ".join(word for word in words if word)
    return paragraph(f"{SIGNS[change.kind]} {change.entry}: {text} ({place})", 2, 4)


def _titled(value: "JsonValue") -> str:
    title = value.get("title") if isinstance(value, dict) else None
    return str(title) if title is not None else _plain(value)


def _value(fold: "Fold", old: "Regime", new: "Regime") -> list[str]:
    """Say what one value was and is; of a fold once for all its entries."""
    from glasshouse.law.labels import place_words

    first = fold.first
    was, now = _said(first, first.before, old), _said(first, first.after, new)
    said = {"added": now, "removed": was, "changed": f"{was} → {now}"}[first.kind]
    if len(fold.changes) > 1 and not first.entry:
        return paragraph(f"{SIGNS[first.kind]} {first.path}: {len(fold.changes):,} {first.kind}", 2, 4)
    if len(fold.changes) > 1:
        said = "other words" if first.is_prose else said
        entries = [change.entry for change in fold.changes]
        named = ", ".join(entries[:MOST_NAMED]) + (" …" if len(entries) > MOST_NAMED else "")
        text = f"{SIGNS[first.kind]} {first.field}: {said}, {_of(fold)}: {named}"
        return paragraph(text, 2, 4)
    path = ".".join([first.entry, first.field] if first.entry else [first.path])
    places = [place_words(place) for place in (first.before_place, first.after_place)]
    head = paragraph(f"{SIGNS[first.kind]} {path}: {said}{_relabels(first, new)}", 2, 4)
    return [*head, *paragraph(" → ".join(place for place in places if place), 4, 6)]


def _of(fold: "Fold") -> str:
    n, section = len(fold.changes), fold.first.section
    return f"behind {n:,} values" if section == "labels" else f"in {n:,} of {section}"


def _relabels(change: "Change", new: "Regime") -> str:
    """Say how many values a changed source stands behind."""
    from glasshouse.law.difference import citing
    from glasshouse.law.phrases import many

    n = citing(new, change.entry) if change.section == "sources" else 0
    return f" (behind {many(n, 'value')})" if n else ""


def _said(change: "Change", value: "JsonValue", law: "Regime") -> str:
    """Write a value in a line; what has words of its own, as a procedure and its choices, in these."""
    from glasshouse.law.phrases import CHOICES
    from glasshouse.law.procedures import words_at

    field = change.field.removesuffix(".value").rpartition(".")[2]
    part = value.get("value") if isinstance(value, dict) else value
    if field in CHOICES and isinstance(part, str):
        return CHOICES[field].get(part, part)
    return (None if value is None else words_at(law, change.path)) or _plain(value)


def _plain(value: "JsonValue") -> str:
    """Write a value in a line, as people would say it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        whole = int(value) if value == int(value) else value
        return f"{whole:,}".replace("-", "\N{MINUS SIGN}")
    if isinstance(value, dict):
        return "; ".join(f"{key} {_plain(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    return "nothing" if value is None else str(value)
