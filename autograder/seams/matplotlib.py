"""What the trusted side uses of matplotlib that matplotlib does not promise: where it keeps its list of fonts."""

from __future__ import annotations

import os
from pathlib import Path


def font_lists() -> list[Path]:
    """The lists of fonts that matplotlib has made for this user before; empty where there are none.

    Uses their file names and, without importing matplotlib, which takes half a second, the folder that it takes where
    no other is set. Were they elsewhere, every grading would make a list again: a second or more.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib"
    return sorted(cache.glob("fontlist-*.json"))
