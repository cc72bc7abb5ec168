"""A run's tables and manifest come in, a folder goes out whole or not at all; and a folder is read."""

import json
import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import polars as pl
from pydantic import ValidationError

from glasshouse.errors import GlasshouseError, misuse
from glasshouse.law.schema import Place, Regime
from glasshouse.people.world import World

MANIFEST = "manifest.json"
CHOSEN = "chosen.json"
PARTIAL = ".partial"
NEEDED = {"fingerprint", "regime", "world", "seed", "years", "law", "world_summary"}
"""What a manifest must hold for its run to be lived again."""


@dataclass(frozen=True)
class Run:
    """A run folder: what it holds is in its manifest and its tables."""

    folder: Path
    manifest: Mapping[str, Any]
    memory: dict[str, object] = field(default_factory=dict[str, object], repr=False, compare=False)
    """What was compiled for this run already."""
    held: Mapping[str, pl.DataFrame] = field(
        default_factory=dict[str, pl.DataFrame], repr=False, compare=False
    )
    """Tables that need not be read, since they were written just now."""

    @classmethod
    def just_lived(
        cls,
        folder: Path,
        manifest: Mapping[str, Any],
        held: Mapping[str, pl.DataFrame],
        regime: Regime,
        world: World,
    ) -> "Run":
        """Return a run whose law and world are at hand, and need not be read from its manifest."""
        run = cls(folder, manifest, held=held)
        vars(run).update(regime=regime, world=world)
        return run

    @cached_property
    def regime(self) -> Regime:
        """The law that the run was made with, values changed by `--set` included."""
        tree, places = self._tree("law")
        try:
            return Regime.model_validate_json(json.dumps(tree)).with_places(places)
        except ValidationError:
            raise self._damaged() from None

    @cached_property
    def world(self) -> World:
        """The world that the run was made with."""
        tree, places = self._tree("world_summary")
        try:
            return World.model_validate_json(json.dumps(tree)).with_places(places)
        except ValidationError:
            raise self._damaged() from None

    def _tree(self, key: str) -> tuple[dict[str, Any], dict[str, Place]]:
        """Return a law or world of the manifest, and where its values stand."""
        try:
            tree = dict(self.manifest[key])
            return tree, {path: Place(**place) for path, place in tree.pop("places").items()}
        except (KeyError, TypeError, ValueError, AttributeError):
            raise self._damaged() from None

    def _damaged(self) -> GlasshouseError:
        return misuse(
            "N202", "the manifest is damaged", "make the run again", file=str(self.folder / MANIFEST)
        )

    @property
    def tables(self) -> list[str]:
        """Names of the run's tables."""
        return sorted({path.name.split(".")[0] for path in self.folder.glob("*.parquet")} | set(self.held))

    def scan(self, name: str) -> pl.LazyFrame:
        """Scan one of the run's tables, as `grades`, whatever the number of its files."""
        if name in self.held:
            return self.held[name].lazy()
        # `final.parquet` comes before `final.1.parquet`, and `final.10` after `final.9`.
        further = sorted(self.folder.glob(f"{name}.*.parquet"), key=lambda path: (len(path.name), path))
        return pl.scan_parquet([self.folder / f"{name}.parquet", *further])

    def table(self, name: str) -> pl.DataFrame:
        """Read one of the run's tables, as `grades`; see docs/reference/columns.md."""
        try:
            return self.scan(name).collect()
        except (OSError, pl.exceptions.PolarsError):
            raise misuse(
                "N209", f"the table {name} is missing or damaged", "make the run again", file=str(self.folder)
            ) from None


def load_run(folder: Path | str) -> Run:
    """Open a run folder.

    Raises:
        GlasshouseError: If it is none, or its manifest cannot be read.
    """
    path = Path(folder) / MANIFEST
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except OSError:
        raise misuse(
            "N201", "this is no run folder", "give a folder that `glasshouse run` made", file=str(folder)
        ) from None
    except ValueError:
        raise misuse("N202", "the manifest is damaged", "make the run again", file=str(path)) from None
    worlds = cast("dict[str, Any]", manifest).get("worlds") if isinstance(manifest, dict) else None
    if worlds:
        names = ", ".join(f"{folder}/{each['name']}" for each in worlds)
        raise misuse("N213", "this is a comparison of several worlds", f"name one: {names}", file=str(folder))
    if not isinstance(manifest, dict) or NEEDED.difference(cast("dict[str, Any]", manifest)):
        raise misuse("N202", "the manifest is damaged", "make the run again", file=str(path))
    return Run(Path(folder), cast("dict[str, Any]", manifest))


def tree_of(model: Regime | World) -> dict[str, Any]:
    """Dump a law or a world as its file has it, with the places of its values."""
    tree = model.model_dump(mode="json", by_alias=True, exclude_none=True)
    return tree | {"places": {path: dict(place) for path, place in model.places.items()}}


def check_free(out: Path, *, force: bool) -> None:
    """Refuse a folder that is there already, unless it is a run or empty and may be replaced.

    Raises:
        GlasshouseError: With what stands in the way.
    """
    if not out.exists() and not out.is_symlink():
        return
    if out.is_symlink():
        raise misuse("N204", "this is a link, so it is not replaced", "name the folder itself", file=str(out))
    if not force:
        raise misuse(
            "N203", "there is something already", "choose another --out, or say --force", file=str(out)
        )
    if not (out / MANIFEST).is_file() and not (out.is_dir() and not any(out.iterdir())):
        raise misuse(
            "N204", "this is no run folder, so it is not replaced", "choose another --out", file=str(out)
        )


@contextmanager
def whole_folder(out: Path, *, force: bool) -> Generator[Path]:
    """Give a folder to write into that takes the name `out` only once everything is there."""
    check_free(out, force=force)
    partial = out.with_name(f"{out.name}{PARTIAL}-{os.getpid()}")
    try:
        partial.mkdir(parents=True)
    except OSError as why:
        raise _cannot_write(out, why) from None
    try:
        yield partial
        check_free(out, force=force)
        _take_name(partial, out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _take_name(partial: Path, out: Path) -> None:
    """Give a whole folder its name; what had the name goes only once the new one has it."""
    old = out.with_name(f"{out.name}{PARTIAL}-{os.getpid()}.old")
    try:
        if out.exists():
            out.replace(old)
        partial.replace(out)
    except OSError as why:
        raise _cannot_write(out, why) from None
    finally:
        if old.exists() and not out.exists():
            old.replace(out)
        shutil.rmtree(old, ignore_errors=True)


def _cannot_write(out: Path, why: OSError) -> GlasshouseError:
    return misuse(
        "N205", f"the folder cannot be written: {why.strerror or why}", "choose another --out", file=str(out)
    )


def write_json(path: Path, tree: object) -> None:
    """Write JSON for people and programs alike: two levels have lines, all below stands in them."""
    path.write_text(_json(tree, " ", levels_n=2) + "\n", "utf-8")


def _json(tree: object, indent: str, *, levels_n: int) -> str:
    # Python's encoder that indents takes ten times as long as the one that does not.
    if not tree or not levels_n or not isinstance(tree, dict | list):
        return json.dumps(tree, ensure_ascii=False)
    further, deeper = levels_n - 1, indent + " "
    if isinstance(tree, list):
        branches = [_json(branch, deeper, levels_n=further) for branch in cast("list[object]", tree)]
        return "[\n" + ",\n".join(indent + branch for branch in branches) + f"\n{indent[1:]}]"
    branches = [
        f"{json.dumps(name, ensure_ascii=False)}: {_json(branch, deeper, levels_n=further)}"
        for name, branch in cast("dict[str, object]", tree).items()
    ]
    return "{\n" + ",\n".join(indent + branch for branch in branches) + f"\n{indent[1:]}}}"
