"""What an estimate is split by comes in, the words of a row go out: titles of the law, causes in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from glasshouse.audits.finding import Finding
from glasshouse.reports import wording
from glasshouse.reports.runfolder import RunFolder, tree_at

CAUSES: Mapping[str, str] = {
    "true": "Rightly recorded",
    "late": "Booked late",
    "mistake": "Whoever reported it was mistaken",
    "malice": "Reported in malice",
    "quota": "Reported to fill a quota",
    "grudge": "Reported out of a grudge",
    "namesake": "Taken for a name-sake",
    "housemate": "Taken for a housemate",
    "neighbour": "Taken for a neighbour",
    "elsewhere": "The record of somebody elsewhere",
    "duplicate": "Booked twice",
    "astray": "The record went to somebody else",
    "missed": "The record found no file",
    "spared": "Left out by whoever reports",
    "stale": "Stayed on file past its end",
    "delay": "Only days differ",
    "corrected": "Corrected after an objection",
    "suspended": "Suspended while an objection is open",
    "false": "Of what nobody did",
    "wrong-person": "With a wrong person",
    "none": "No entry explains it",
}
CHARGES = {"rightly": "Rightly charged", "wrongly": "Charged by error"}
CONDUCT = {
    "liberty": "Lawful, and charged",
    "harm": "Unlawful",
    "encouraged": "Lawful, and rewarded",
}
STEPS = {
    "link": "Records that find the wrong person",
    "ties": "Charges for what others did",
    "remedy": "Mistakes that nobody puts right",
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "cause": CAUSES,
    "kind": CONDUCT,
    "charge": CHARGES,
    "step": STEPS,
}
BELOW_DEFAULT = "below default"
"""How audits call the grades below that of an empty file."""


@dataclass(frozen=True)
class PartWords:
    """How the parts of a split are called under the law and in the world of a run."""

    run: RunFolder
    variants: Mapping[str, str] = field(default_factory=dict[str, str])
    """Title of each variant, by its name."""

    def of(self, finding: Finding, but: Collection[str] = ()) -> str:
        """Name the part that an estimate is of, less the keys that are said elsewhere."""
        hidden = {*but, "instrument"} if "list" in finding.of else set(but)
        told = [self.one(key, name, finding) for key, name in finding.of.items() if key not in hidden]
        return ", ".join(told) or "Everybody"

    def one(self, key: str, name: str, finding: Finding | None = None) -> str:
        """Name one part of a split; the list of grades below the default needs the estimate itself."""
        if key in WORDS:
            return WORDS[key].get(name, wording.phrase(name))
        if key == "variant":
            return self.variants.get(name, wording.phrase(name))
        if key == "list":
            return self._list(name, finding.of.get("instrument", "") if finding else "")
        return self._titled(key, name) or wording.phrase(name)

    def _list(self, name: str, instrument: str) -> str:
        law = self.run.regime
        if name == BELOW_DEFAULT:
            below = f"Below {self.run.scale_of(instrument or self.run.first).default}"
            return below if len(law.instruments) == 1 else f"{below}, {law.instruments[instrument].title}"
        return law.lists[name].title if name in law.lists else law.instruments[name].title

    def _titled(self, key: str, name: str) -> str:
        law = self.run.regime
        if key == "provider":
            return self.run.provider_title(None if name == "none" else name)
        if key == "rule" and name in law.rules:
            return law.rules[name].title
        if key == "gate" and name in law.gates:
            return law.gates[name].title
        if key == "instrument" and name in law.instruments:
            return law.instruments[name].title
        if key == "conduct":
            known = tree_at(self.run.manifest.world_summary, "conduct", name)
            return wording.sentence(str(known.get("title", "")))
        return ""
