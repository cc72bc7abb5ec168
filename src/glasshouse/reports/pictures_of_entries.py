"""A run folder comes in, the pictures of entries and acts go out: words, colours, figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from glasshouse.reports import charts, palette, tallies, wording
from glasshouse.reports.picture import DataTable, Panel, Picture
from glasshouse.reports.runfolder import OFFICIAL, RunFolder
from glasshouse.reports.tallies import ActTally, RuleTally

MOST_RULES_N = 24
"""A law may have hundreds of rules: a picture shows those that were booked most, the table all."""
MERITS, DEDUCTIONS = "merits", "deductions"


@dataclass(slots=True)
class _Booked:
    """What one provider had booked."""

    merits_n: int = 0
    deductions_n: int = 0
    late_n: int = 0

    @property
    def all_n(self) -> int:
        return self.merits_n + self.deductions_n


def entries_by_provider(run: RunFolder) -> Picture:
    """Draw what each provider had booked, deductions to the left and merits to the right."""
    booked = _by_provider(tallies.by_rule(run))
    titles = {name: run.provider_title(name) for name in booked}
    rows = [
        bar
        for name, one in booked.items()
        for bar in (
            _bar(titles[name], one.merits_n, MERITS),
            _bar(titles[name], -one.deductions_n, DEDUCTIONS),
        )
        if bar["n"]
    ]
    table = [
        (
            titles[name],
            *(wording.count(n) for n in (one.merits_n, one.deductions_n, one.late_n)),
            wording.percent(one.late_n / max(1, one.all_n)),
        )
        for name, one in booked.items()
    ]
    return Picture(
        id="providers",
        title="Who reports",
        caption="Entries booked on official files, by the provider that reported them: merits to the right, "
        "deductions and direct downgrades to the left.",
        alt="Bars to both sides of zero for each provider: deductions left, merits right.",
        unit="entries",
        period=run.period,
        file=OFFICIAL,
        panels=[charts.named_bars("", rows, list(titles.values()))] if rows else [],
        table=DataTable(("provider", MERITS, DEDUCTIONS, "past the deadline", "share of its entries"), table),
        key={MERITS: palette.MERIT, DEDUCTIONS: palette.DEDUCTION},
    )


def entries_by_rule(run: RunFolder) -> Picture:
    """Draw how often each rule was booked, merits and deductions on scales of their own."""
    booked = tallies.by_rule(run)
    names = _rule_names(run, booked)
    panels: list[Panel] = []
    for kind, title in ((MERITS, "Merits"), (DEDUCTIONS, "Deductions and direct downgrades")):
        shown = [tally for tally in booked if tally.is_merit == (kind == MERITS)][:MOST_RULES_N]
        rows = [_bar(names[tally], tally.booked_n, kind) for tally in shown]
        panels += [charts.named_bars(title, rows, [names[tally] for tally in shown])] if shown else []
    table = [
        (names[one], run.provider_title(one.provider), wording.count(one.booked_n), wording.count(one.late_n))
        for one in booked
    ]
    return Picture(
        id="rules",
        title="For what",
        caption="Entries booked on official files, by rule, with what one entry is worth. "
        "Merits and deductions have scales of their own: read the figures, not only the bars.",
        alt="Two sets of bars: entries by rule, merits and deductions, most frequent first.",
        unit="entries; the scales differ",
        period=run.period,
        file=OFFICIAL,
        panels=panels,
        table=DataTable(("rule", "provider", "booked", "past the deadline"), table),
        layout="halves",
    )


def seen_and_unseen(run: RunFolder) -> Picture:
    """Draw how much of what happened was recorded."""
    acts = tallies.by_conduct(run)
    rows = [_act_row(act) for act in acts]
    happened, recorded = sum(act.happened_n for act in acts), sum(act.recorded_n for act in acts)
    table = [tuple(str(row[part]) for part in ("name", "h", "r", "share")) for row in rows]
    return Picture(
        id="seen",
        title="What happened, and what was recorded of it",
        caption="The ring is what happened, the dot what some provider recorded, on a logarithmic scale; the "
        "figure beside it is the share recorded. Only conduct that somebody could record is counted. Of "
        f"{wording.count(happened)} such acts, {wording.percent(recorded / max(1, happened))} were recorded.",
        alt="A ring and a dot for each kind of conduct: acts that happened and acts that were recorded.",
        unit="acts, logarithmic scale",
        period=run.period,
        file="the city, no file",
        panels=[charts.seen_of_happened(rows, [act.title for act in acts])] if acts else [],
        table=DataTable(("conduct", "happened", "recorded", "share"), table),
    )


def _by_provider(booked: Sequence[RuleTally]) -> dict[str, _Booked]:
    sums: dict[str, _Booked] = {}
    for tally in booked:
        one = sums.setdefault(tally.provider, _Booked())
        one.merits_n += tally.booked_n if tally.is_merit else 0
        one.deductions_n += 0 if tally.is_merit else tally.booked_n
        one.late_n += tally.late_n
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1].all_n, pair[0])))


def _bar(name: str, n: int, kind: str) -> charts.Row:
    return {"name": name, "n": n, "kind": kind, "shown": wording.count(abs(n))}


def _rule_names(run: RunFolder, booked: Sequence[RuleTally]) -> dict[RuleTally, str]:
    """Name each rule by its title and worth, and by its code where two would share a name."""
    named = {tally: _rule_name(run, tally.rule) for tally in booked}
    shared = Counter(named.values())
    return {tally: name if shared[name] == 1 else f"{name}, {tally.rule}" for tally, name in named.items()}


def _rule_name(run: RunFolder, code: str) -> str:
    rule = run.rule(code)
    if rule is None:
        return code
    worth = f"down to {rule.downgrade_to}" if rule.points_pt is None else wording.signed(rule.points_pt / 10)
    return f"{rule.title} ({worth})"


def _act_row(act: ActTally) -> charts.Row:
    return {
        "name": act.title,
        "happened": act.happened_n,
        "recorded": max(act.recorded_n, 1),
        "h": wording.count(act.happened_n),
        "r": wording.count(act.recorded_n),
        "share": wording.percent(act.recorded_n / max(1, act.happened_n)),
    }
