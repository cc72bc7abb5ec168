"""A comparison folder comes in, one self-contained page goes out: what each variant changes, for whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from glasshouse.audits import Finding, write_findings
from glasshouse.errors import GlasshouseError
from glasshouse.law.amendments import Amendment, load_amendment
from glasshouse.reports import findings as words
from glasshouse.reports import pages, vega, wording
from glasshouse.reports.assumed import grouped, law_assumptions, world_assumptions
from glasshouse.reports.beside import findings_of, side_by_side
from glasshouse.reports.bundle import drawing_script
from glasshouse.reports.chapters import Chapter, Statement, chapters_of, statement_of
from glasshouse.reports.linked import linkage_picture
from glasshouse.reports.outcomes import HARMED, HELPED, VariantOutcome, outcomes_of
from glasshouse.reports.part_words import PartWords
from glasshouse.reports.plans_of_variants import (
    equal_conduct_beside,
    headline_claims,
    mistakes_beside,
    remedies_beside,
    stopped,
)
from glasshouse.reports.runfolder import RunFolder, read_run_folder
from glasshouse.reports.variants import Variant, helped_and_harmed, variant_of
from glasshouse.runs import Comparison, load_comparison
from glasshouse.runs.living import BASE

FIRST_N = 5
AS_IT_IS = "The law as it is"


def write_comparison(
    folder: Path, page: Path | None = None, *, findings: Sequence[Finding] | None = None
) -> Path:
    """Write the report of a comparison, and what its audits found as `findings.json` beside it.

    Args:
        folder: A folder that `glasshouse compare` wrote.
        page: The file to write, alone; `report.html` in that folder if it is not given.
        findings: What `findings_of` found; it is asked if it is not given.

    Returns:
        The file that was written.

    Raises:
        GlasshouseError: If the folder holds no comparison.
    """
    comparison = load_comparison(folder)
    found = findings_of(comparison) if findings is None else findings
    if page is None:
        write_findings(folder, found)
    page = page or folder / "report.html"
    page.write_text(comparison_page(comparison, found), encoding="utf-8")
    return page


@dataclass(frozen=True, slots=True)
class Lived:
    """One world of a comparison, as the end of the page names it."""

    name: str
    title: str
    fingerprint: str


def comparison_page(comparison: Comparison, findings: Sequence[Finding]) -> str:
    """Compose the page: numbers, what stopped, what each variant changes and for whom, how to do it again."""
    base = read_run_folder(comparison.folder / BASE)
    amendments = _amendments(comparison)
    called = PartWords(base, _titles(comparison, amendments))
    outcomes = outcomes_of(findings)
    variants = [_variant(each, comparison, amendments, findings, called) for each in outcomes]
    guarding = {each.name for each in variants if each.kind == "safeguard"}
    return pages.render(
        "comparison.html.j2",
        base=base,
        law=base.regime,
        manifest=base.manifest,
        numbers=first_numbers(base, findings, outcomes, called, guarding),
        chapters=_chapters(base, findings, called),
        overview=helped_and_harmed(outcomes, called),
        variants=variants,
        linkage=linkage_picture(base, findings),
        has_unscored=comparison.unscored is not None,
        worlds=_worlds(comparison, called),
        assumed_of={
            "law": grouped(law_assumptions(base.manifest)),
            "world": grouped(world_assumptions(base.manifest)),
        },
        folder=str(comparison.manifest.get("out") or comparison.folder.name),
        command=str(comparison.manifest.get("command", "")),
        theme=vega.theme(),
        script=drawing_script(),
    )


def first_numbers(
    base: RunFolder,
    findings: Sequence[Finding],
    outcomes: Sequence[VariantOutcome],
    called: PartWords,
    guarding: Collection[str],
) -> list[Statement]:
    """Choose the five numbers that a comparison says first.

    Args:
        base: The law as it is.
        findings: Of the comparison.
        outcomes: What each variant did.
        called: How parts are called.
        guarding: Names of the variants that are safeguards.
    """
    safeguards = [each for each in outcomes if each.name in guarding]
    best, worst = _most(safeguards, HELPED, called), _most(outcomes, HARMED, called)
    claims = headline_claims(base, best, worst)
    found = [(claim, words.only(findings, claim.definition, **claim.of)) for claim in claims]
    return [statement_of(each, claim.says) for claim, each in found if each is not None][:FIRST_N]


def _most(outcomes: Sequence[VariantOutcome], side: str, called: PartWords) -> dict[str, str]:
    """Return the variant that helps or harms most people, and its title; nothing if none does."""
    found = max(outcomes, key=lambda each: each.residents[side], default=None)
    return {found.name: called.variants[found.name]} if found and found.residents[side] else {}


def _chapters(base: RunFolder, findings: Sequence[Finding], called: PartWords) -> Mapping[str, Chapter]:
    """Make the chapters; equal conduct is one only where a variant takes it apart."""
    plans = [stopped(), mistakes_beside(), remedies_beside(base)]
    if any(each.definition == "equal_conduct.step_share" for each in findings):
        plans.append(equal_conduct_beside())
    return {each.id: each for each in chapters_of(plans, side_by_side(findings), called) if each.pictures}


def _amendments(comparison: Comparison) -> dict[str, Amendment]:
    """Return the amendments of all variants that ship, by id; others have their id alone."""
    found: dict[str, Amendment] = {}
    for name in dict.fromkeys(
        each for world in comparison.manifest["worlds"] for each in world["amendments"]
    ):
        try:
            found[name] = load_amendment(name)
        except GlasshouseError:
            continue
    return found


def _titles(comparison: Comparison, amendments: Mapping[str, Amendment]) -> dict[str, str]:
    """Name each world of a comparison; a stack has the titles of its amendments."""
    stacks: dict[str, list[str]] = {
        each["name"]: each["amendments"] for each in comparison.manifest["worlds"]
    }
    titles = {
        name: " + ".join(amendments[each].title if each in amendments else each for each in stack)
        or wording.phrase(name)
        for name, stack in stacks.items()
    }
    return {**titles, BASE: AS_IT_IS}


def _variant(
    outcome: VariantOutcome,
    comparison: Comparison,
    amendments: Mapping[str, Amendment],
    findings: Sequence[Finding],
    called: PartWords,
) -> Variant:
    stack: list[str] = comparison.variants[outcome.name].manifest["amendments"]
    known = {each: amendments[each] for each in stack if each in amendments}
    kinds = dict.fromkeys(each.kind for each in known.values())
    about = {name: each.about.strip() for name, each in known.items()}
    return variant_of(outcome, findings, called, about, " and ".join(kinds))


def _worlds(comparison: Comparison, called: PartWords) -> list[Lived]:
    return [
        Lived(each["name"], called.variants[each["name"]], each["fingerprint"])
        for each in comparison.manifest["worlds"]
    ]
