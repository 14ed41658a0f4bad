"""matplotlib's open font files, which no fork may inherit: their descriptors would be closed under its feet."""

import gc
from typing import Any

from matplotlib import font_manager, mathtext


def close_fonts() -> None:
    """Empty the caches that hold fonts open; matplotlib opens them again where it needs them.

    It does the same by itself in every forked process, but for its first cache only. What stays open all the
    same is seen by whoever looks at the open descriptors.
    """
    caches: tuple[Any, ...] = (
        getattr(mathtext.MathTextParser, "_parse_cached", None),
        getattr(font_manager, "_get_font", None),
    )
    for cache in caches:
        if hasattr(cache, "cache_clear"):
            cache.cache_clear()
    gc.collect()
