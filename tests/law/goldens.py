"""The golden files of diagnostics: a file with one mistake each, and the exact text that it must give.

`python -m tests.law.goldens` rewrites the texts, and the examples in the page of codes; look at the
difference before you keep it.
"""

import re
from pathlib import Path

from glasshouse.errors import Problem
from glasshouse.law.cases import check_cases
from glasshouse.law.catalogue import Catalogue
from glasshouse.law.loader import check_regime, load_regime
from glasshouse.law.shelf import CASES_ENDING

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "golden" / "diagnostics"
PAGE = ROOT / "docs" / "reference" / "codes.md"
SMALL = FOLDER / "small.yaml"
"""A law without a mistake, of one rule of everything that most laws have."""
RICH = FOLDER / "rich.yaml"
"""A law without a mistake that uses every construct of the schema."""
WORLD = Catalogue(
    world="small",
    severities={
        "litter": frozenset({"any"}),
        "brawl": frozenset({"minor", "serious"}),
        "deed": frozenset({"any"}),
        "help": frozenset({"any"}),
        "gift": frozenset({"any"}),
        "dumping": frozenset({"any"}),
    },
    seen_by={
        "litter": frozenset({"watch"}),
        "brawl": frozenset({"watch"}),
        "deed": frozenset({"council"}),
        "help": frozenset({"council"}),
        "gift": frozenset({"council"}),
        "dumping": frozenset({"watch"}),
    },
    attributes={"work": frozenset({"office", "boats", "none"})},
    doers={
        "litter": "residents",
        "brawl": "residents",
        "deed": "residents",
        "help": "residents",
        "gift": "residents",
        "dumping": "organisations",
    },
    lasting=frozenset({"litter", "brawl"}),
    asks_consent=True,
)
OTHER_WORLDS = {"R507": WORLD._replace(asks_consent=False)}
"""The worlds of the goldens that the usual one would not fault."""
# What no file can show: the file is not there, or the mistake is on the command line.
COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "T101": ("no-such-folder/law.yaml", ()),
    "P101-suffix": ("people.csv", ()),
    "N101": ("lantern-bey", ()),
    "S101": ("lantern-bay", ("rules.brawl.valid",)),
    "S102": ("lantern-bay", ("rules.brawl.valod=3",)),
    "S102-item": ("lantern-bay", ("instruments.lanterns.bands.9.from=1",)),
    "F203-set": ("lantern-bay", ("scored.from_age_y=long",)),
    "T113-set": ("lantern-bay", ("rules.brawl.valid=[1",)),
}
# What a law without a mistake becomes with amendments, as they stand in the folder of that name.
AMENDED: dict[str, tuple[Path, tuple[str, ...]]] = {
    "N104-selector": (SMALL, ("N104-selector",)),
    "N105": (SMALL, ("N105-other", "N105")),
    "N105-drop": (SMALL, ("N105-drop", "N105")),
    "N105-own": (SMALL, ("N105-own",)),
    "N106": (SMALL, ("N106",)),
    "N107": (SMALL, ("N107",)),
    "N108": (SMALL, ("N108",)),
    "N109": (RICH, ("N109",)),
}


def names() -> list[str]:
    """Return the names of the goldens: a code, and what tells several of one code apart."""
    files = {path.name.removesuffix(CASES_ENDING).removesuffix(".yaml") for path in FOLDER.glob("*.yaml")}
    return sorted(files - {"small", "rich"} | set(COMMANDS) | set(AMENDED))


def problems(name: str) -> list[Problem]:
    """Check the file of a golden, or run what stands for it."""
    if name in COMMANDS:
        law, sets = COMMANDS[name]
        return check_regime(law, sets=sets)
    if name in AMENDED:
        law_file, stack = AMENDED[name]
        files = [FOLDER / "amendments" / f"{each}.yaml" for each in stack]
        return check_regime(law_file, WORLD, amendments=files)
    cases = FOLDER / f"{name}{CASES_ENDING}"
    if cases.exists():
        return check_cases(cases, load_regime(SMALL))
    return check_regime(FOLDER / f"{name}.yaml", OTHER_WORLDS.get(name, WORLD))


def shown(name: str) -> str:
    """Return the diagnostics as a terminal shows them, without the folder."""
    return "".join(f"{problem}\n" for problem in problems(name)).replace(f"{FOLDER}/", "")


def golden(name: str) -> str:
    """Return the text that is kept."""
    return (FOLDER / f"{name}.txt").read_text("utf-8")


def with_examples(page: str) -> str:
    """Put the kept text of each code into its section of the page of codes."""
    for name in names():
        if "-" not in name or name.split("-")[0] not in names():
            code = name.split("-")[0]
            section = re.compile(rf"(^### {code}\b.*?^```text\n).*?(^```$)", re.MULTILINE | re.DOTALL)
            example = golden(name)
            page = section.sub(lambda found, text=example: f"{found[1]}{text}{found[2]}", page, count=1)
    return page


if __name__ == "__main__":
    for each in names():
        (FOLDER / f"{each}.txt").write_text(shown(each), "utf-8")
    if PAGE.exists():
        PAGE.write_text(with_examples(PAGE.read_text("utf-8")), "utf-8")
