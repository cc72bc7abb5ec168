"""A Regime, its variants and a World come in, all of them are lived side by side, one folder goes out.

Same people, same dice: the base, each variant and the world without any law meet the same candidates.
Each world has a run folder of its own inside the comparison's.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import polars as pl

from glasshouse.errors import misuse
from glasshouse.law.schema import Regime
from glasshouse.people.world import World
from glasshouse.runs.folder import MANIFEST, Run, check_free, load_run, whole_folder, write_json
from glasshouse.runs.living import (
    BASE,
    UNSCORED,
    WRITING_N,
    Options,
    Progress,
    Watch,
    check_options,
    live_worlds,
)

KIND = "comparison/1"


@dataclass(frozen=True)
class Comparison:
    """A comparison folder: a run for each world, the base first."""

    folder: Path
    manifest: Mapping[str, Any]

    @cached_property
    def runs(self) -> dict[str, Run]:
        """The run of each world, by name."""
        return {each["name"]: load_run(self.folder / each["name"]) for each in self.manifest["worlds"]}

    @property
    def base(self) -> Run:
        """The law as it is."""
        return self.runs[BASE]

    @property
    def variants(self) -> dict[str, Run]:
        """The amended laws, by name."""
        return {name: run for name, run in self.runs.items() if name not in {BASE, UNSCORED}}

    @property
    def unscored(self) -> Run | None:
        """The same people without a law."""
        return self.runs.get(UNSCORED)

    def joint(self, name: str) -> pl.DataFrame:
        """Read what a variant did to residents, beside the base; see docs/reference/columns.md."""
        return self.runs[name].table("joint")


def compare(  # noqa: PLR0913 - the options of a run, all but two by name
    regime: Regime,
    world: World,
    *,
    variants: Mapping[str, Regime],
    out: Path | str,
    unscored: bool = True,
    years: int = 10,
    seed: int = 0,
    threads: int | None = None,
    chunk: int | None = None,
    ledger: str = "none",
    sets: Sequence[str] = (),
    force: bool = False,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
    finish: Callable[[Path], object] | None = None,
    command: str = "",
) -> Comparison:
    """Let one world live under a law, under each variant of it and under none, with the same dice.

    Args:
        regime: The law; its world is called `base`.
        world: The people.
        variants: Other laws, as amendments make them, by name.
        out: The folder to make.
        unscored: Whether the world without a law is lived as well.
        years: As for `simulate`, and so all that follows.
        seed: See there.
        threads: See there.
        chunk: See there.
        ledger: See there.
        sets: See there.
        force: Replace a run or comparison that is there already.
        progress: See there.
        announce: See there.
        finish: Called with the folder before it takes its name, to add a report to it.
        command: See there.

    Returns:
        The comparison.

    Raises:
        GlasshouseError: As for `simulate`; or if a variant is called `base` or `unscored`.
    """
    out = Path(out)
    options = Options(years, seed, threads, chunk, ledger, tuple(sets), command)
    check_options(options)
    _check_names(variants)
    check_free(out, force=force)
    laws = {BASE: regime, **variants}
    with whole_folder(out.absolute(), force=force) as folder:
        names = [*laws, UNSCORED] if unscored else list(laws)
        folders = {name: folder / name for name in names}
        for each in folders.values():
            each.mkdir()
        with ThreadPoolExecutor(WRITING_N) as writing:
            watch = Watch(progress, announce)
            lived = live_worlds(folders, laws, world, options, watch=watch, writing=writing)
            for each in lived.values():
                each.writer.wait()
        manifests = {name: each.manifest for name, each in lived.items()}
        for name, manifest in manifests.items():
            manifest["out"] = str(out / name)
            write_json(folders[name] / MANIFEST, manifest)
        whole = _described(manifests, out)
        write_json(folder / MANIFEST, whole)
        if finish is not None:
            finish(folder)
    return Comparison(out, whole)


def _check_names(variants: Mapping[str, Regime]) -> None:
    """Refuse names that mean something else."""
    taken = sorted({BASE, UNSCORED} & set(variants))
    if taken:
        raise misuse("N211", f"a variant is called `{taken[0]}`", "choose another name")


def _described(manifests: Mapping[str, dict[str, Any]], out: Path) -> dict[str, Any]:
    base = manifests[BASE]
    kept = ("regime", "world", "seed", "years", "sets", "command", "ledger", "communities", "residents")
    worlds = [
        {"name": name, "amendments": each["amendments"], "fingerprint": each["fingerprint"]}
        for name, each in manifests.items()
    ]
    return {
        "glasshouse": KIND,
        "worlds": worlds,
        **{key: base[key] for key in kept},
        "out": str(out),
        "timing": base["timing"],
        "peak_rss_mb": base["peak_rss_mb"],
    }


def is_comparison(folder: Path | str) -> bool:
    """Return whether a folder holds a comparison."""
    try:
        said = json.loads((Path(folder) / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and cast("dict[str, Any]", said).get("glasshouse") == KIND


def load_comparison(folder: Path | str) -> Comparison:
    """Open a comparison folder.

    Raises:
        GlasshouseError: If it is none.
    """
    if not is_comparison(folder):
        fact, remedy = "this is no comparison", "give a folder that `glasshouse compare` made"
        raise misuse("N212", fact, remedy, file=str(folder))
    path = Path(folder)
    return Comparison(path, json.loads((path / MANIFEST).read_text("utf-8")))
