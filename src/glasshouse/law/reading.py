"""A regime and the code of a rule come in, the rule in words goes out, each fact with its label and place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from glasshouse.law import phrases
from glasshouse.law.labels import Fact, Label, assumed_label, label_of, place_of
from glasshouse.law.lengths import Length, is_charge, lengths
from glasshouse.law.procedures import SILENT, mechanisms, objection
from glasshouse.law.schema import Instrument, Place, Regime, Rule
from glasshouse.law.shorts import amount_of
from glasshouse.law.values import Sourced


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule in words."""

    code: str
    title: str
    facts: tuple[Fact, ...]
    label: Label
    place: Place | None


def read_rule(regime: Regime, code: str) -> Reading:
    """Read one rule aloud.

    Args:
        regime: The law.
        code: The code of one of its rules.

    Returns:
        The rule's facts in a fixed order; what its instrument says of it is resolved.
    """
    rule = regime.rules[code]
    facts = [fact for part in _PARTS for fact in part(_Read(regime, code, rule))]
    return Reading(code, rule.title, tuple(facts), label_of(regime, rule), place_of(regime, f"rules.{code}"))


class _Read(NamedTuple):
    """A rule while it is read."""

    regime: Regime
    code: str
    rule: Rule

    @property
    def path(self) -> str:
        return f"rules.{self.code}"

    @property
    def instrument(self) -> str:
        return self.regime.instrument_of(self.rule)

    @property
    def its(self) -> Instrument:
        return self.regime.instruments[self.instrument]

    @property
    def is_repair(self) -> bool:
        """Whether its entries only take the place of others: from that day on, and never doubled."""
        others = self.regime.rules.values()
        return self.rule.conduct is None and any(
            each.repair is not None and each.repair.rule == self.code for each in others
        )

    def fact(self, name: str, says: str, field: str) -> Fact:
        """Build a fact that the rule itself says; on some fields its source may be silent."""
        assumed = self.rule.assumed.get(field)
        label = label_of(self.regime, self.rule) if assumed is None else assumed_label(assumed)
        return Fact(name, says, label, place_of(self.regime, f"{self.path}.{field}"))

    def of_instrument(self, name: str, says: str, field: str) -> Fact:
        """Build a fact that the rule's instrument says, or that holds because it is silent."""
        declared: Sourced | None = getattr(self.its, field)
        if declared is None:
            return Fact(name, f"{says} ({SILENT})", None, None)
        place = place_of(self.regime, f"instruments.{self.instrument}.{field}")
        return Fact(name, says, label_of(self.regime, declared), place)

    def named(self, code: str) -> str:
        """Name another rule: `COM-CT-01 (Did not perform a contract, −20)`."""
        other = self.regime.rules.get(code)
        return code if other is None else f"{code} ({other.title}, {amount_of(self.regime, other)})"


def _amount(read: _Read) -> Iterator[Fact]:
    rule, unit = read.rule, phrases.unit_of(read.its)
    if rule.downgrade_to is not None:
        yield read.fact("amount", _downgrade_words(read), "downgrade_to")
    elif rule.points_by is not None:
        graded = [f"{phrases.signed(amount)} if {severity}" for severity, amount in rule.points_by.items()]
        yield read.fact("points", phrases.joined(graded, last="or"), "points_by")
    else:
        yield read.fact("points", phrases.amount_words(rule.points_pt or 0, unit=unit), "points")
    if rule.dimension is not None:
        dimension = read.its.dimensions.get(rule.dimension)
        words = f"{dimension.title}, {dimension.weight}% of the whole" if dimension else ""
        yield read.fact("dimension", f"{rule.dimension}: {words}", "dimension")


def _downgrade_words(read: _Read) -> str:
    target = read.rule.downgrade_to or ""
    if read.its.kind == "list":
        return f"put on the list {read.instrument}"
    meant = set(read.its.meant_by(target))
    worst = next((band for band in read.its.bands_from_worst() if band.grade in meant), None)
    limit_pt = None if worst is None else worst.highest_pt if read.its.is_up_worse else worst.lowest_pt
    floor = ""
    if worst is not None and limit_pt is None and not read.its.is_up_worse and read.its.floor is not None:
        limit_pt, kind = read.its.floor_pt, label_of(read.regime, read.its.floor).kind
        floor = f" (the floor: {kind})" if kind != label_of(read.regime, read.rule).kind else " (the floor)"
    if limit_pt is None:
        return f"straight to {target}, at once"
    way = "worse" if read.its.is_up_worse else "lower"
    return (
        f"straight to {target}, at once: the score becomes {phrases.number(limit_pt)}{floor}, or stays {way}"
    )


def _where(read: _Read) -> Iterator[Fact]:
    yield read.fact("on", f"{read.its.title} ({read.instrument})", "instrument")
    annex = read.regime.annexes.get(read.rule.annex or "")
    if annex is not None:
        yield read.fact("annex", f"{annex.title} ({read.rule.annex})", "annex")


def _reported(read: _Read) -> Iterator[Fact]:
    rule = read.rule
    role = read.regime.providers.get(rule.provider or "")
    if role is not None:
        label, place = label_of(read.regime, role), place_of(read.regime, f"providers.{rule.provider}")
        own = read.fact("reported by", f"{role.title} ({rule.provider})", "provider")
        yield own if "provider" in rule.assumed else replace(own, label=label)
        if role.report_within_d is not None:
            yield Fact("deadline", f"{phrases.many(role.report_within_d, 'day')} after the act", label, place)
        yield from mechanisms(read.regime, rule.provider or "")
    if rule.conduct is not None:
        severities = list(rule.severity or rule.points_by or ())
        words = phrases.joined([f"`{each}`" for each in severities], last="or")
        severity = f", of severity {words}" if severities else ""
        yield read.fact("for", f"the conduct `{rule.conduct}`{severity}", "conduct")
    if rule.counted != "once":
        yield read.fact("counted", phrases.COUNTED[rule.counted], "counted")


def _booked_on(read: _Read) -> Iterator[Fact]:
    people = [phrases.RELATIONS[relation] for relation in read.rule.booked_on]
    if read.rule.conduct is not None:
        yield read.fact("on whose file", phrases.joined(people), "booked_on")
    for relation, code in read.rule.books_too.items():
        yield read.fact("books too", f"{read.named(code)} on {phrases.RELATIONS[relation]}", "books_too")


def _booked_by(read: _Read) -> Iterator[Fact]:
    """Say which other parts of the law book this rule."""
    regime = read.regime
    if read.rule.follows is not None:
        words = f"every direct downgrade to {read.rule.follows} of another instrument, on the same person"
        yield read.fact("booked beside", words, "follows")
    for code, other in regime.rules.items():
        place = regime.places.get(f"rules.{code}")
        if other.repair is not None and other.repair.rule == read.code:
            words = f"{code} ({other.title}) once that is corrected"
            yield Fact("takes the place of", words, label_of(regime, other.repair), place)
        for relation, too in other.books_too.items():
            if too != read.code:
                continue
            words = f"{code} ({other.title}), on {phrases.RELATIONS[relation]}"
            yield Fact("booked beside", words, label_of(regime, other), place)
    for name, feed in regime.feeds.items():
        for grade in (grade for grade, code in feed.books.items() if code == read.code):
            words = f"by who is {grade} on {feed.instrument} at the end of a year, on 1 January"
            yield Fact("earned", words, label_of(regime, feed), place_of(regime, f"feeds.{name}"))


def _counts(read: _Read) -> Iterator[Fact]:
    yield from _length_facts(read, "counts", read.instrument)
    spans = {length.valid for _, length in lengths(read.regime, read.code, read.rule, read.instrument)}
    if spans == {"until corrected"}:
        return
    if read.is_repair:
        yield Fact("from", "the day on which it takes that place", None, None)
        return
    is_counted = read.rule.counted != "once"
    if read.rule.starts is not None:
        words = "the day of each instalment" if is_counted else phrases.STARTS[read.rule.starts]
        yield read.fact("from", words, "starts")
    elif is_counted:
        yield Fact("from", "the day of each instalment", None, None)
    else:
        words = phrases.STARTS[read.its.validity_starts.value]
        yield read.of_instrument("from", words, "validity_starts")


def _length_facts(read: _Read, name: str, instrument: str) -> Iterator[Fact]:
    """Yield how long a rule counts on an instrument, one fact for each part of the law that says so."""
    by_path: dict[str, list[str]] = {}
    found: dict[str, Length] = {}
    for severity, length in lengths(read.regime, read.code, read.rule, instrument):
        found[length.path] = length
        by_path.setdefault(length.path, []).append(severity)
    for path, severities in by_path.items():
        length = found[path]
        words = phrases.valid_words(length.valid)
        if len(by_path) > 1:
            words += f" if {phrases.joined(severities, last='or')}"
        if not length.why:
            yield read.fact(name, words, "valid")
            continue
        validity = read.regime.instruments[instrument].validity
        label = None if validity is None else label_of(read.regime, validity)
        yield Fact(name, f"{words}, as {length.why}", label, place_of(read.regime, path))


def _again(read: _Read) -> Iterator[Fact]:
    rule = read.rule
    if read.is_repair:
        return
    if rule.repeat is not None:
        yield read.fact("again", phrases.REPEATS[rule.repeat], "repeat")
        return
    told = read.its.repeat
    is_plain = rule.downgrade_to is not None or not is_charge(read.its, _first_amount(rule))
    if told is None or not (told.value == "doubles" and is_plain):
        yield read.of_instrument("again", phrases.REPEATS["counts" if told is None else told.value], "repeat")
    else:
        what = "direct downgrades" if rule.downgrade_to is not None else "merits"
        yield read.of_instrument("again", f"{phrases.REPEATS['counts']}; {what} never double", "repeat")


def _first_amount(rule: Rule) -> int:
    return next(iter(rule.points_by.values())) if rule.points_by else rule.points_pt or 0


def _repair(read: _Read) -> Iterator[Fact]:
    repair = read.rule.repair
    if repair is not None:
        words = phrases.repair_words(repair, None if repair.rule is None else read.named(repair.rule))
        place = place_of(read.regime, f"{read.path}.repair")
        yield Fact("once corrected", words, label_of(read.regime, repair), place)


def _objection(read: _Read) -> Iterator[Fact]:
    """Say how a charge may be objected to; what a repair leaves, and merits, cannot be."""
    is_charged = read.rule.downgrade_to is not None or is_charge(read.its, _first_amount(read.rule))
    if is_charged and not read.is_repair:
        yield objection(read.regime, read.instrument)


def _tally(read: _Read) -> Iterator[Fact]:
    rule = read.rule
    tally = read.regime.tallies.get(rule.tally or "")
    if tally is None:
        return
    if rule.from_size is not None:
        yield read.fact(
            "earned", f"once the sum comes to {rule.from_size:,}, in place of the tier below", "from"
        )
    if rule.for_each is not None:
        above = f" above {rule.above:,}" if rule.above else ""
        up_to = f" up to {rule.up_to:,}" if rule.up_to else ""
        within = f" of what lies{above}{' and' if above and up_to else ''}{up_to}" if above or up_to else ""
        yield read.fact("earned", f"for each {rule.for_each:,}{within}", "for_each")
    most = "" if tally.most_pt is None else f"; at most {phrases.number(tally.most_pt)} in all"
    words = f"{tally.title} ({rule.tally}), over {phrases.PERIODS[tally.per]}{most}"
    yield Fact("adds up", words, label_of(read.regime, tally), place_of(read.regime, f"tallies.{rule.tally}"))


def _conditions(read: _Read) -> Iterator[Fact]:
    allowed = read.rule.only_while
    if allowed is not None:
        limits = f"{phrases.number(allowed.lowest_pt)} to {phrases.number(allowed.highest_pt)}"
        yield read.fact("only while", f"the score shown is {limits}", "only_while")


def _taken_over(read: _Read) -> Iterator[Fact]:
    """Say where else the entry counts, with that instrument's own validity."""
    rule = read.rule
    if rule.conduct is None or rule.downgrade_to is not None:
        return
    for name, other in read.regime.instruments.items():
        if other.takes_over is None or other.takes_over.value != read.instrument:
            continue
        place = place_of(read.regime, f"instruments.{name}.takes_over")
        words = f"{other.title} ({name}), {amount_of(read.regime, rule)}"
        yield Fact("counts too on", words, label_of(read.regime, other.takes_over), place)
        yield from _length_facts(read, "there", name)


_PARTS = (
    _amount, _where, _reported, _booked_on, _booked_by, _counts, _again, _repair, _objection, _tally,
    _conditions, _taken_over,
)  # fmt: skip
