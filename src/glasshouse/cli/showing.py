"""Laws come in, what they say and how they differ goes out: `show` and `diff`."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from glasshouse.cli.console import Form, FormOption, answer, mistakes_shown
from glasshouse.cli.layout import columns, keyed, paragraph
from glasshouse.errors import GlasshouseError, misuse

if TYPE_CHECKING:
    from glasshouse.law.accounts import Section
    from glasshouse.law.contents import Contents, RuleGroup, RuleRow
    from glasshouse.law.labels import Fact, Label
    from glasshouse.law.reading import Reading
    from glasshouse.law.schema import Regime

RegimeArgument = Annotated[str, typer.Argument(metavar="REGIME", help="A law: its id, or a path.")]
MOST_NAMED = 5
FIELD_WORDS = {
    "points_by": "points",
    "downgrade_to": "the grade",
    "valid": "how long",
    "starts": "from when",
    "booked_on": "on whom",
    "counted": "how often",
    "provider": "who reports",
}
"""How a field on which a source is silent is named in a line."""


def show(
    regime: RegimeArgument,
    rule: Annotated[
        str | None, typer.Argument(metavar="RULE", help="The code of one of its rules; all if not given.")
    ] = None,
    form: FormOption = Form.TEXT,
) -> None:
    """Read a law aloud, or one of its rules: what it says, since where, by which source."""
    with mistakes_shown(form):
        from glasshouse.law.loader import load_regime

        law = load_regime(regime)
        if rule is not None and rule not in law.rules:
            raise _unknown_rule(law, rule)
        if rule is None:
            payload, lines = _law_payload(law), _law_lines(law)
        else:
            payload, lines = _rule_payload(law, rule), _rule_lines(law, rule)
    answer(form, payload, lines)


def _unknown_rule(law: "Regime", code: str) -> GlasshouseError:
    from glasshouse.law.phrases import joined
    from glasshouse.law.wording import shown

    near = _near(law, code)
    remedy = f"did you mean {joined([f'`{each}`' for each in near], last='or')}?" if near else ""
    remedy = remedy or f"`glasshouse show {law.id}` lists its {len(law.rules)} rules"
    return misuse("X807", f"the law {law.id} has no rule `{shown(code)}`", remedy)


def _near(law: "Regime", code: str) -> list[str]:
    """Return the codes that are spelt most alike, else those of rules whose title has the word."""
    from difflib import get_close_matches

    by_lower = {each.lower(): each for each in law.rules}
    alike = get_close_matches(code.lower()[:80], by_lower, n=MOST_NAMED)
    if alike:
        return [by_lower[each] for each in alike]
    found = [each for each, rule in law.rules.items() if code.strip() and code.lower() in rule.title.lower()]
    return found[:MOST_NAMED]


def _beside(label: "Label | None", own: "Label | None" = None) -> str:
    """Write a label as it stands beside a value; none where it is that of the whole."""
    if label is None or (own is not None and label == own):
        return ""
    reason = f": {label.reason}" if label.reason else ""
    return f" [{label.short}{reason}]"


def _rule_lines(law: "Regime", code: str) -> Iterator[str]:
    from glasshouse.law.labels import place_words
    from glasshouse.law.reading import read_rule

    reading = read_rule(law, code)
    yield from paragraph(f"{code}: {reading.title}", 0, 2)
    yield from paragraph(f"{law.title} ({law.id})", 2)
    yield ""
    facts = [(fact.name, fact.says + _beside(fact.label, reading.label)) for fact in reading.facts]
    yield from keyed([*facts, *_source_rows(reading), ("place", place_words(reading.place))])


def _source_rows(reading: "Reading") -> Iterator[tuple[str, str]]:
    from glasshouse.law.labels import spread

    label = reading.label
    grade = f" {label.grade}" if label.grade else ""
    words = "" if label.reference is None else f"{grade}: {label.reference} ({label.source})"
    if label.range:
        words += f", {spread(label.range)}"
    article = f", {label.article}" if label.article else ""
    yield "source", f"{label.kind}{words}{article}"
    for name, text in (("reason", label.reason), ("note", label.note)):
        if text:
            yield name, text


def _rule_payload(law: "Regime", code: str) -> dict[str, object]:
    from glasshouse.law.labels import label_of, place_words
    from glasshouse.law.reading import read_rule
    from glasshouse.law.shorts import amount_of, class_of, length_in_short

    reading, rule = read_rule(law, code), law.rules[code]
    role = law.providers.get(rule.provider or "")
    written = rule.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    return {
        "regime": law.id,
        "code": code,
        "title": rule.title,
        "is": class_of(law, rule),
        "instrument": law.instrument_of(rule),
        "amount": amount_of(law, rule),
        "points": written.get("points"),
        "points_by": written.get("points_by"),
        "downgrade_to": rule.downgrade_to,
        "provider": rule.provider,
        "provider_title": None if role is None else role.title,
        "conduct": rule.conduct,
        "severity": list(rule.severity or rule.points_by or ()),
        "booked_on": list(rule.booked_on),
        "valid": length_in_short(law, code),
        "source": label_of(law, rule).as_json(),
        "place": place_words(reading.place),
        "facts": [_fact_row(fact) for fact in reading.facts],
        "written": written,
    }


def _fact_row(fact: "Fact") -> dict[str, object]:
    from glasshouse.law.labels import place_words

    label = None if fact.label is None else fact.label.as_json()
    return {"name": fact.name, "says": fact.says, "source": label, "place": place_words(fact.place)}


def _law_lines(law: "Regime") -> Iterator[str]:
    from glasshouse.law.contents import contents_of

    contents = contents_of(law)
    yield law.id
    yield from paragraph(law.title, 2)
    yield from paragraph(law.about, 2)
    yield from paragraph(f"{_counted(contents)}; written for the world {law.world}", 2)
    for section in contents.before:
        yield from _section_lines(section)
    for group in contents.groups:
        yield from _group_lines(group)
    for section in contents.after:
        yield from _section_lines(section)
    if law.notes:
        yield from ("", "NOTES")
        yield from (line for note in law.notes for line in paragraph(f"- {note}", 2, 4))
    yield ""
    yield from paragraph(f"`glasshouse show {law.id} RULE` reads one rule with every source and place.")


def _counted(contents: "Contents") -> str:
    from glasshouse.law.phrases import many

    n = Counter[str]()
    for group in contents.groups:
        n.update(group.n)
    parts = ", ".join(many(count, name) for name, count in n.items())
    return f"{many(n.total(), 'rule')} ({parts})" if parts else "no rules"


def _section_lines(section: "Section") -> Iterator[str]:
    yield ""
    yield from paragraph(section.title.upper() if section.id.count(".") == 0 else section.title)
    yield from keyed([(fact.name, fact.says + _in_brackets(fact)) for fact in section.facts])


def _in_brackets(fact: "Fact") -> str:
    return "" if fact.label is None else f" [{fact.label.short}]"


def _group_lines(group: "RuleGroup") -> Iterator[str]:
    from glasshouse.law.phrases import many

    n = ", ".join(many(count, name) for name, count in group.n.items())
    yield ""
    yield from paragraph(f"RULES: {group.title}")
    yield from paragraph(f"{n} [{group.usual_kind}, where nothing else is said]", 2)
    for provider, rows in group.by_provider().items():
        yield from paragraph(provider, 2, 4)
        yield from columns(
            ((row.code, row.title + _marks(row, group), row.amount, row.length) for row in rows), indent=4
        )


def _marks(row: "RuleRow", group: "RuleGroup") -> str:
    """Say what is not from the usual source, or in part assumed."""
    marks = [] if row.label.kind == group.usual_kind else [row.label.kind]
    if row.assumed:
        fields = dict.fromkeys(FIELD_WORDS.get(field, field.replace("_", " ")) for field in row.assumed)
        marks.append(f"assumed: {', '.join(fields)}")
    return f" [{'; '.join(marks)}]" if marks else ""


def _law_payload(law: "Regime") -> dict[str, object]:
    from glasshouse.law.contents import contents_of

    contents = contents_of(law)
    return {
        "id": law.id,
        "title": law.title,
        "about": law.about,
        "world": law.world,
        "sections": [_section_row(section) for section in (*contents.before, *contents.after)],
        "rules": [_group_row(law, group) for group in contents.groups],
        "notes": list(law.notes),
    }


def _section_row(section: "Section") -> dict[str, object]:
    return {
        "id": section.id,
        "title": section.title,
        "facts": [_fact_row(fact) for fact in section.facts],
    }


def _group_row(law: "Regime", group: "RuleGroup") -> dict[str, object]:
    return {
        "annex": group.id if group.label else None,
        "title": group.title,
        "counts": group.n,
        "rules": [_row(law, row) for row in group.rows],
    }


def _row(law: "Regime", row: "RuleRow") -> dict[str, object]:
    from glasshouse.law.labels import place_words

    rule = law.rules[row.code]
    return {
        "code": row.code,
        "title": row.title,
        "instrument": law.instrument_of(rule),
        "amount": row.amount,
        "valid": row.length,
        "provider": rule.provider,
        "source": row.label.as_json(),
        "assumed": list(row.assumed),
        "place": place_words(row.place),
    }
