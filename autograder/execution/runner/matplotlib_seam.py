"""What the runner uses of matplotlib that matplotlib does not promise: the caches that hold font files open.

No fork may inherit an open font file: its descriptor would be closed under matplotlib's feet.
"""

import gc
from typing import Any

from matplotlib import font_manager, mathtext


def close_fonts() -> None:
    """Empty the caches that hold fonts open; matplotlib opens them again where it needs them.

    Uses the caches of `font_manager._get_font` and `MathTextParser._parse_cached`: matplotlib empties the first by
    itself in every forked process, has no function for either, and keeps them at other places in other versions. What
    stays open all the same is seen by whoever looks at the open descriptors: then executors refuse to start, or to keep
    a fork point.
    """
    caches: tuple[Any, ...] = (
        getattr(mathtext.MathTextParser, "_parse_cached", None),
        getattr(font_manager, "_get_font", None),
    )
    for cache in caches:
        if hasattr(cache, "cache_clear"):
            cache.cache_clear()
    gc.collect()
