"""A run folder comes in, one self-contained page goes out: `report.html`, which needs no network."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from glasshouse.audits import Finding, audit, write_findings
from glasshouse.reports import again, pages, tallies, vega, wording
from glasshouse.reports.accounts import accounts_of_organisations, further_accounts
from glasshouse.reports.assumed import grouped, law_assumptions, world_assumptions
from glasshouse.reports.bundle import drawing_script
from glasshouse.reports.chapters import chapters_of
from glasshouse.reports.headline import five_numbers_of
from glasshouse.reports.law_rows import LawTable, law_tables
from glasshouse.reports.part_words import PartWords
from glasshouse.reports.picture import Picture
from glasshouse.reports.pictures import all_pictures
from glasshouse.reports.plans import plans_of_run
from glasshouse.reports.published import published_rows
from glasshouse.reports.runfolder import RunFolder, read_run_folder
from glasshouse.reports.slip_model import Slip
from glasshouse.runs import Run


class Chosen(BaseModel):
    """A resident chosen by a rule, with the slip that the run computed."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    rule: str
    why: str
    id: str
    slip: Slip


def write_report(
    run: Path | Run | RunFolder, page: Path | None = None, *, findings: Sequence[Finding] | None = None
) -> Path:
    """Write the report of a run, and what its audits found as `findings.json` beside it.

    Args:
        run: A folder that `glasshouse run` wrote, or its run.
        page: The file to write, alone; `report.html` in that folder if it is not given.
        findings: What the audits found; they are asked if it is not given.

    Returns:
        The file that was written.

    Raises:
        GlasshouseError: If the folder is no run folder.
    """
    run = run if isinstance(run, RunFolder) else read_run_folder(run)
    found = audit(run.lived) if findings is None else findings
    if page is None:
        write_findings(run.folder, found)
    page = page or run.folder / "report.html"
    page.write_text(_filled(run, _parts(run), found), encoding="utf-8")
    return page


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page that is made of pictures."""

    id: str
    title: str
    short: str
    """As the table of contents names it."""
    pictures: Sequence[Picture]


def _parts(run: RunFolder) -> dict[str, object]:
    """Put the parts of the page together that no audit has a say in: numbers, pictures, slips, the law."""
    drawn = all_pictures(run)
    return {
        "law": run.regime,
        "manifest": run.manifest,
        "numbers": five_numbers_of(run),
        "pictures": drawn,
        "sections": sections_of(run, drawn),
        "further": further_accounts(run),
        "organisations": accounts_of_organisations(run),
        "published": published_rows(run),
        "chosen": read_chosen(run),
        "shown_as": {band.grade: band.shown_as or "" for band in run.bands},
        "law_tables": _headed(law_tables(run)),
        "assumed_of": {
            "law": grouped(law_assumptions(run.manifest)),
            "world": grouped(world_assumptions(run.manifest)),
        },
        "again": {section: again.commands(run, section) for section in again.QUERIES},
        "folder": again.run_path(run),
        "theme": vega.theme(),
        "script": drawing_script(),
    }


def _filled(run: RunFolder, parts: Mapping[str, object], findings: Sequence[Finding]) -> str:
    """Fill the page with its parts, and with the chapters that are made of findings."""
    chapters = chapters_of(plans_of_run(run), findings, PartWords(run))
    return pages.render("report.html.j2", run=run, chapters=chapters, **parts)


def sections_of(run: RunFolder, drawn: Mapping[str, Picture]) -> list[Section]:
    """Put the pictures of the first instrument into sections, those that were drawn."""
    stand = (
        ("Who is on the list", "Who is on it") if run.is_list() else ("Who stands where", "Who stands where")
    )
    groups = wording.sentence(", ".join(wording.phrase(name).lower() for name in tallies.by_group(run)))
    parts = (
        ("grades", *stand, ("spread", "each-grade", f"listed-{run.first}", "on-and-off")),
        ("moves", "Who moves", "Who moves", ("moves",)),
        ("scores", "Scores", "Scores", ("scores",)),
        ("groups", groups, "Groups", ("below", "groups")),
        ("entries", "What is entered, and by whom", "Entries", ("providers", "rules", "seen")),
    )
    found = [
        Section(name, title, short, [drawn[each] for each in wanted if each in drawn])
        for name, title, short, wanted in parts
    ]
    return [section for section in found if section.pictures]


def _headed(tables: Sequence[LawTable]) -> list[tuple[str, list[LawTable]]]:
    """Put the parts of the rules below one heading."""
    return [(title, list(parts)) for title, parts in groupby(tables, key=lambda table: table.title)]


def read_chosen(run: RunFolder) -> list[Chosen]:
    """Read the residents whose slips the page shows; none if the run chose none."""
    place = run.folder / "chosen.json"
    if not place.is_file():
        return []
    return [Chosen.model_validate(one) for one in json.loads(place.read_text(encoding="utf-8"))]
