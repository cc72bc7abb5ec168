"""An id or a path comes in, the file that it names goes out, or a problem with the nearest id."""

from pathlib import Path
from typing import NamedTuple

from glasshouse.errors import GlasshouseError, misuse
from glasshouse.law.wording import did_you_mean

CASES_ENDING = ".cases.yaml"


class Named(NamedTuple):
    """A file, and how diagnostics name it: the same on every machine for what ships."""

    path: Path
    label: str


class Shelf(NamedTuple):
    """A folder of files that ship, named by id."""

    folder: Path
    label: str
    what: str
    """What a file here is: `regime`, `world`."""

    def paths(self) -> list[Path]:
        """Return the files, by id."""
        return sorted(path for path in self.folder.glob("*.yaml") if not path.name.endswith(CASES_ENDING))

    def find(self, name_or_path: str | Path) -> Named:
        """Return the file that an id or a path names; whatever has a dot or a slash is a path.

        Raises:
            GlasshouseError: If no file here has that id.
        """
        by_id = {path.stem: path for path in self.paths()}
        text = str(name_or_path)
        if isinstance(name_or_path, str) and text in by_id:
            return Named(by_id[text], f"{self.label}/{text}.yaml")
        if isinstance(name_or_path, Path) or any(sign in text for sign in "./\\"):
            return Named(Path(name_or_path), text)
        raise self.unknown(text, list(by_id))

    def unknown(self, name: str, ids: list[str]) -> GlasshouseError:
        """Build the error for an id that no file here has."""
        remedy = did_you_mean(name, ids, nothing=f"give the path of a {self.what} file")
        return misuse("N101", f"no {self.what} here is called `{name}`", f"{remedy} (a path ends in `.yaml`)")
