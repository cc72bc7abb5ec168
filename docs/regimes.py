"""The laws that ship come in, the pages of `docs/reference/regimes/` go out."""

from collections.abc import Iterable, Iterator, Sequence

from glasshouse.law.accounts import Section
from glasshouse.law.contents import Contents, RuleGroup, RuleRow, contents_of
from glasshouse.law.labels import Fact, assumed_fields, kinds_of_values, spread
from glasshouse.law.loader import list_regimes, load_regime
from glasshouse.law.phrases import many, signed
from glasshouse.law.reading import read_rule
from glasshouse.law.schema import Place, Regime, Rule
from glasshouse.law.values import ASSUMPTION, Assumption

SOURCE = "../../../src/glasshouse"
"""From a regime's page to the package."""
BESIDES = (
    "on whose file", "books too", "booked beside", "takes the place of", "earned", "counted",
    "once corrected", "adds up", "only while", "dimension", "counts too on", "there",
)  # fmt: skip
"""Facts of a rule that have no column of their own."""


def regime_ids() -> list[str]:
    """Return the ids of the laws that ship."""
    return [path.stem for path in list_regimes()]


def index_page() -> str:
    """Write the page that leads to the laws."""
    lines = [
        "# The laws that ship",
        "",
        "Each page says what `glasshouse show` says of a law: every rule with its source and its place in",
        "the law file. [How often rules fire](../firing.md) is a page of its own.",
        "",
    ]
    rows: list[Sequence[str]] = []
    for name in regime_ids():
        regime = load_regime(name)
        kinds = ", ".join(f"{n:,} {kind}" for kind, n in kinds_of_values(regime).items())
        rows.append((f"[{name}]({name}.md)", regime.title, f"{len(regime.rules):,}", kinds))
    return "\n".join([*lines, *_table(("law", "title", "rules", "values by kind of source"), rows), ""])


def regime_page(name: str) -> str:
    """Write the page of one law."""
    regime = load_regime(name)
    contents = contents_of(regime)
    lines = [f"# {regime.title}", "", regime.about, ""]
    lines += [
        f"`{regime.id}`, written for the world `{regime.world}`. What stands beside a value is the kind"
    ]
    lines += ["of its source; what is assumed is listed with its reason at the end.", ""]
    lines += [*_numbers(contents), ""]
    for section in contents.before:
        lines += [f"## {_escaped(section.title)}", "", *_facts(section), ""]
    for group in contents.groups:
        lines += [f"## Rules: {_escaped(group.title)}", "", *_rules(regime, group), ""]
    for section in contents.after:
        lines += [f"## {section.title}", "", *_facts(section), ""]
    assumptions = list(_assumptions(regime))
    if assumptions:
        lines += ["## Assumptions", "", *_table(("reason", "may lie", "values"), assumptions), ""]
    if regime.notes:
        lines += ["## Notes", "", *(f"- {_flat(note)}" for note in regime.notes), ""]
    return "\n".join(lines)


def _numbers(contents: Contents) -> Iterator[str]:
    for group in contents.groups:
        n = ", ".join(many(count, what) for what, count in group.n.items())
        yield f"- {_escaped(group.title)}: {n}"


def _facts(section: Section) -> Iterator[str]:
    rows = [(_escaped(f.name), _escaped(_flat(f.says)), _label(f), _place(f.place)) for f in section.facts]
    return _table(("", "", "source", "where"), rows)


def _label(fact: Fact) -> str:
    return "" if fact.label is None else _escaped(fact.label.short)


def _rules(regime: Regime, group: RuleGroup) -> Iterator[str]:
    header = ("code", "rule", "amount", "counts", "reported by", "for", "besides", "source", "where")
    return _table(header, (_rule(regime, row) for row in group.rows))


def _rule(regime: Regime, row: RuleRow) -> Sequence[str]:
    rule = regime.rules[row.code]
    amount_fields = ("points", "points_by", "downgrade_to")
    cells = (
        row.code,
        row.title,
        _amounts(row.amount, rule) + _marked(rule.assumed, amount_fields),
        row.length + _marked(rule.assumed, ("valid",)),
        row.provider + _marked(rule.assumed, ("provider",)),
        _conduct(rule),
        "; ".join(_besides(regime, row.code)),
        row.label.short,
    )
    return (*(_escaped(_flat(cell)) for cell in cells), _place(row.place))


def _amounts(amount: str, rule: Rule) -> str:
    """Write the points of each severity where the law grades them."""
    graded = [f"{signed(each)} {severity}" for severity, each in (rule.points_by or {}).items()]
    return ", ".join(graded) or amount


def _conduct(rule: Rule) -> str:
    severities = ", ".join(rule.severity or ())
    return "" if rule.conduct is None else f"`{rule.conduct}`" + (f": {severities}" if severities else "")


def _marked(assumed: dict[str, Assumption], fields: Iterable[str]) -> str:
    """Say beside a value that it is assumed."""
    found = [assumed[field] for field in fields if field in assumed]
    return "".join(f" ({ASSUMPTION}{', ' + spread(each.range) if each.range else ''})" for each in found)


def _besides(regime: Regime, code: str) -> Iterator[str]:
    for fact in read_rule(regime, code).facts:
        is_usual = fact.name == "on whose file" and fact.says == "the doer"
        if fact.name in BESIDES and not is_usual:
            yield f"{fact.name}: {fact.says}"


def _assumptions(regime: Regime) -> Iterator[Sequence[str]]:
    """Yield each reason once, with the values that stand by it."""
    found: dict[tuple[str, str], list[str]] = {}
    for path, declared in regime.sourced():
        if declared.source == ASSUMPTION:
            reason, limits = declared.reason or "", spread(declared.range) if declared.range else ""
            found.setdefault((reason, limits), []).append(path)
    for path, each in assumed_fields(regime):
        limits = spread(each.range) if each.range else ""
        found.setdefault((each.reason, limits), []).append(path)
    for (reason, limits), paths in found.items():
        yield _escaped(_flat(reason)), limits, ", ".join(f"`{path}`" for path in paths)


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    name = place.file.rsplit("/", 1)[-1]
    return f"[{name}:{place.line}]({SOURCE}/{place.file}#L{place.line})"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
