"""A folder comes in, a comparison of made-up worlds goes out; of its variants there are manifests alone."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.reports.synthetic import write_synthetic_run
from tests.reports.synthetic_findings import STACKS


def write_synthetic_comparison(folder: Path, *, adults_n: int = 1_500) -> Path:
    """Write a comparison folder and return it."""
    base = write_synthetic_run(folder / "base", adults_n=adults_n, years=2)
    manifest: dict[str, Any] = json.loads((base / "manifest.json").read_text("utf-8"))
    stacks: Mapping[str, Sequence[str]] = {
        "base": [],
        **{name: name.split("+") for name in STACKS},
        "unscored": [],
    }
    worlds: list[dict[str, Any]] = []
    for ix, (name, amendments) in enumerate(stacks.items()):
        its = {**manifest, "amendments": amendments, "fingerprint": f"{ix:x}" * 64}
        its["is_scored"] = name != "unscored"
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "manifest.json").write_text(json.dumps(its), "utf-8")
        worlds.append({"name": name, "amendments": amendments, "fingerprint": its["fingerprint"]})
    kept = ("regime", "world", "seed", "years", "communities", "residents", "timing", "peak_rss_mb")
    whole = {"glasshouse": "comparison/1", "worlds": worlds, **{key: manifest[key] for key in kept}}
    whole |= {"command": "glasshouse compare made-up --with human-review", "out": "out/compared"}
    (folder / "manifest.json").write_text(json.dumps(whole), "utf-8")
    return folder
