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
    "": "No entry explains it",
}
CHARGES = {"rightly": "rightly charged", "wrongly": "wrongly charged"}
KINDS: Mapping[str, Mapping[str, str]] = {"cause": CAUSES, "kind": CAUSES, "charge": CHARGES}


@dataclass(frozen=True)
class PartWords:
    """How the parts of a split are called under the law and in the world of a run."""

    run: RunFolder
    variants: Mapping[str, str] = field(default_factory=dict[str, str])
    """Title of each variant, by its name."""

    def of(self, finding: Finding, but: Collection[str] = ()) -> str:
        """Name the part that an estimate is of, less the keys that are said elsewhere."""
        told = [self.one(key, name) for key, name in finding.of.items() if key not in but]
        return ", ".join(told) or "Everybody"

    def one(self, key: str, name: str) -> str:
        """Name one part of a split."""
        if key in KINDS:
            return KINDS[key].get(name, wording.phrase(name))
        if key in {"variant", "world", "safeguard"}:
            return self.variants.get(name, wording.phrase(name))
        return self._titled(key, name) or wording.phrase(name) or "Nobody"

    def _titled(self, key: str, name: str) -> str:
        law = self.run.regime
        if key == "provider":
            return self.run.provider_title(name or None)
        if key == "rule" and name in law.rules:
            return law.rules[name].title
        if key == "instrument" and name in law.instruments:
            return law.instruments[name].title
        if key == "conduct":
            known = tree_at(self.run.manifest.world_summary, "conduct", name)
            return wording.sentence(str(known.get("title", "")))
        return ""
