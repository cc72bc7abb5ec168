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
COLOURS = {MERITS: palette.MERIT, DEDUCTIONS: palette.DEDUCTION}


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
        panels=[charts.named_bars("", rows, list(titles.values()), COLOURS)] if rows else [],
        table=DataTable(("provider", MERITS, DEDUCTIONS, "past the deadline", "share of its entries"), table),
        key=COLOURS,
    )


def entries_by_rule(run: RunFolder) -> Picture:
    """Draw how often each rule was booked, merits and deductions on scales of their own."""
    booked = tallies.by_rule(run)
    names = _rule_names(run, booked)
    panels: list[Panel] = []
    for kind, title in ((MERITS, "Merits"), (DEDUCTIONS, "Deductions and direct downgrades")):
        shown = [tally for tally in booked if tally.is_merit == (kind == MERITS)][:MOST_RULES_N]
        rows = [_bar(names[tally], tally.booked_n, kind) for tally in shown]
        panels += (
            [charts.named_bars(title, rows, [names[tally] for tally in shown], COLOURS)] if shown else []
        )
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
    """Draw how much of what people did somebody saw."""
    acts = tallies.by_conduct(run)
    rows = [_act_row(act) for act in acts]
    all_n, seen_n = sum(act.all_n for act in acts), sum(act.seen_n for act in acts)
    table = [
        (act.title, wording.count(round(act.all_n)), wording.count(act.seen_n), wording.percent(act.seen_p),
         wording.count(act.recorded_n))
        for act in acts
    ]  # fmt: skip
    return Picture(
        id="seen",
        title="What is seen, and what is not",
        caption="The dot is how often some provider saw the conduct. The ring is how often people must have "
        "done it for so much to be seen: the world's probability of being seen, beside the ring, gives it. "
        f"It is an expectation and no count. Of about {wording.rounded(all_n)} acts in all, "
        f"{wording.count(seen_n)} were seen, {wording.percent(seen_n / max(1, all_n))}.",
        alt="A ring and a dot for each kind of conduct: acts in all, as expected, and acts that were seen.",
        unit="acts, logarithmic scale",
        period=run.period,
        file="none (acts, not entries)",
        panels=[charts.seen_of_all(rows, [str(row["name"]) for row in rows])] if acts else [],
        table=DataTable(("conduct", "in all, expected", "seen", "share seen", "entered by some rule"), table),
        key={"in all, expected": palette.FAINT, "seen": palette.INK},
    )


def _by_provider(booked: Sequence[RuleTally]) -> dict[str | None, _Booked]:
    sums: dict[str | None, _Booked] = {}
    for tally in booked:
        one = sums.setdefault(tally.provider, _Booked())
        one.merits_n += tally.booked_n if tally.is_merit else 0
        one.deductions_n += 0 if tally.is_merit else tally.booked_n
        one.late_n += tally.late_n
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1].all_n, pair[0] or "")))


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
    return f"{rule.title} ({run.worth(rule)})"


def _act_row(act: ActTally) -> charts.Row:
    return {
        "name": act.title,
        "all": max(1.0, act.all_n),
        "seen": max(1, act.seen_n),
        "all_text": f"about {wording.rounded(act.all_n)}",
        "seen_text": wording.count(act.seen_n),
        "share": wording.percent(act.seen_p),
    }
