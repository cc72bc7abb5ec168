"""Rule rows and categories of acts come in, links go out: under which row a record is booked, and on whom."""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from glasshouse.engine.false_records import FalseStreams
from glasshouse.engine.fields import COUNTED_MONTHS, LONGEST_DELAY_D, TARGETS, RuleField, Target
from glasshouse.engine.rows import Row, is_graded_so
from glasshouse.engine.streams import Streams, severities
from glasshouse.law.schema import Regime, Rule
from glasshouse.people.world import World


class Kinds(NamedTuple):
    """What records may be about: categories of acts, and after them those of false records."""

    conduct_ix: list[int]
    severity_ix: list[int]
    seen_by: list[int]

    @classmethod
    def of(cls, acts: Streams | None, false: FalseStreams | None) -> "Kinds":
        """Put the categories of both streams in a row."""
        both = [its for its in (acts, false) if its is not None]
        return cls(
            [int(ix) for its in both for ix in its.conduct_ix],
            [int(ix) for its in both for ix in its.severity_ix],
            [int(bits) for its in both for bits in its.seen_by],
        )

    def names(self, world: World) -> list[tuple[str, str]]:
        """Return conduct and severity of each."""
        conducts = list(world.conduct.items())
        return [
            (conducts[c][0], severities(conducts[c][1])[s])
            for c, s in zip(self.conduct_ix, self.severity_ix, strict=True)
        ]


def links_of(
    regime: Regime, rows: Sequence[Row], table: Sequence[Sequence[int]], world: World, kinds: Kinds
) -> tuple[list[int], list[tuple[int, ...]]]:
    """Find, for each category of act, what its records are booked under and on whom, in order of the rows."""
    provider_ids = list(world.providers)
    start, link = [0], list[tuple[int, ...]]()
    by_key = _rows_by_key(regime, rows)
    cache = dict[tuple[str, str, str], list[tuple[int, Target, Rule]]]()
    for (conduct_id, severity), seen_by in zip(kinds.names(world), kinds.seen_by, strict=True):
        found = list[tuple[int, ...]]()
        for slot, provider in enumerate(world.conduct[conduct_id].seen_by):
            if not seen_by >> slot & 1:
                continue
            key = conduct_id, severity, provider
            if key not in cache:
                cache[key] = list(_booked_under(regime, rows, table, by_key, key))
            place = provider_ids.index(provider)
            found += [
                (row, slot, place, target, COUNTED_MONTHS[rule.counted], _deadline_d(regime, rule))
                for row, target, rule in cache[key]
            ]
        # Of rules that book the same on one person the first counts, in the order of providers and rules.
        link += sorted(found, key=itemgetter(0))
        start.append(len(link))
    return start, link


def _rows_by_key(regime: Regime, rows: Sequence[Row]) -> dict[tuple[str, str], list[int]]:
    """Group the rows by conduct and provider."""
    found: dict[tuple[str, str], list[int]] = {}
    for ix, row in enumerate(rows):
        rule = regime.rules[row.code]
        if rule.conduct is not None and rule.provider is not None and regime.providers[rule.provider].linked:
            found.setdefault((rule.conduct, rule.provider), []).append(ix)
    return found


def _booked_under(
    regime: Regime,
    rows: Sequence[Row],
    table: Sequence[Sequence[int]],
    by_key: Mapping[tuple[str, str], list[int]],
    key: tuple[str, str, str],
) -> Iterator[tuple[int, Target, Rule]]:
    """Yield rule rows, targets and the rule of the act for what a provider sees of a conduct and severity."""
    conduct_id, severity, provider = key
    tallies = set[int]()
    for ix in by_key.get((conduct_id, provider), []):
        its = rows[ix].severities
        if its is not None and severity not in its:
            continue
        if table[ix][RuleField.IS_SCALED]:
            # The first of a tally's scaled rules takes the record in and books for all of them.
            if table[ix][RuleField.TALLY] in tallies:
                continue
            tallies.add(table[ix][RuleField.TALLY])
        for row, target in booked_by(regime, rows, ix, severity):
            yield row, target, regime.rules[rows[ix].code]


def booked_by(
    regime: Regime, rows: Sequence[Row], ix: int, severity: str | None
) -> Iterator[tuple[int, Target]]:
    """Yield what a record under a row books: itself, on others what it books too, and what follows these.

    Args:
        regime: The law.
        rows: Its rule rows.
        ix: The row.
        severity: Of the act; None is for every severity.
    """
    rule = regime.rules[rows[ix].code]
    found = [(ix, target) for relation in rule.booked_on for target in TARGETS[relation]]
    if not rows[ix].is_taken_over:
        found += [
            (other, target)
            for relation, code in rule.books_too.items()
            for other, each in enumerate(rows)
            if each.code == code and (regime.rules[code].points_by is None or is_graded_so(each, severity))
            for target in TARGETS[relation]
        ]
    for row, target in found:
        yield row, target
        for follower in _followers(regime, rows, row):
            yield follower, target


def _followers(regime: Regime, rows: Sequence[Row], ix: int) -> list[int]:
    """Return the rows that are booked beside a direct downgrade on another instrument."""
    grade = regime.rules[rows[ix].code].downgrade_to
    if grade is None:
        return []
    return [
        other
        for other, each in enumerate(rows)
        if regime.rules[each.code].follows == grade and each.instrument != rows[ix].instrument
    ]


def _deadline_d(regime: Regime, rule: Rule) -> int:
    within_d = None if rule.provider is None else regime.providers[rule.provider].report_within_d
    return LONGEST_DELAY_D if within_d is None else within_d
