"""A few lines of script come in, one script with Vega and Vega-Lite inside goes out: what draws a page.

To bundle takes two seconds and gives the same bytes each time, so it is done once on a machine and kept
among the user's caches. Where nothing can be kept, it is done each time.
"""

import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from markupsafe import Markup

from glasshouse.reports import pages

VEGA_LITE = "6.1"
"""The grammar that Altair writes; the bundle holds this version and no other."""
SCRIPT = "draw.js"
KEEP = "GLASSHOUSE_CACHE_DIR"
"""A variable that names another place for what is kept."""


@cache
def drawing_script() -> Markup:
    """Bundle Vega, Vega-Lite and the few lines that draw a page's panels into one script."""
    snippet = str(pages.stylesheet(SCRIPT))
    place = kept_at(snippet)
    found = _read(place)
    if found is None:
        found = _bundled(snippet)
        _keep(place, found)
    return Markup(found)


def kept_at(snippet: str) -> Path:
    """Return the file that keeps a bundle; another snippet or version has another name."""
    made_of = "\n".join((version("vl-convert-python"), VEGA_LITE, snippet))
    name = hashlib.sha256(made_of.encode()).hexdigest()[:16]
    return _caches() / f"drawing-{name}.js"


def _bundled(snippet: str) -> str:
    import vl_convert  # noqa: PLC0415 - not needed where a bundle was kept

    bundle = vl_convert.javascript_bundle(snippet=snippet, vl_version=VEGA_LITE)
    return bundle.replace("</script", "<\\/script")


def _caches() -> Path:
    named = os.environ.get(KEEP)
    if named:
        return Path(named)
    home = Path(os.path.expanduser("~"))  # never fails, as `Path.home` may
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "glasshouse"
    below = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else os.environ.get("XDG_CACHE_HOME")
    return (Path(below) if below else home / ".cache") / "glasshouse"


def _read(place: Path) -> str | None:
    """Return a bundle that was kept whole: the first line holds the hash of the rest."""
    try:
        said, _, bundle = place.read_text("utf-8").partition("\n")
    except (OSError, ValueError):
        return None
    return bundle if said == _seal(bundle) else None


def _keep(place: Path, bundle: str) -> None:
    """Keep a bundle; whoever reads while it is written finds none."""
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=place.parent, delete=False
        ) as half:
            half.write(f"{_seal(bundle)}\n{bundle}")
        Path(half.name).replace(place)


def _seal(bundle: str) -> str:
    return hashlib.sha256(bundle.encode()).hexdigest()
