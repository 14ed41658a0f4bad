"""An error surface as plain numbers and texts; also run as text inside of notebooks, so it imports nothing of ours."""

from collections.abc import Iterable, Sequence
from typing import Any

FINE = 61
"""Losses a side: 3,721 in all, which is what evidence has room for."""
BORDER = 1.07
"""The surface reaches a little past its ranges: a path often starts right on the edge."""
MOST_DATA = 400
"""Samples that are kept to be drawn, evenly spread."""


def described(surface: Any, path: Iterable[Sequence[float]]) -> list[Any]:
    """Names, ranges, lowest point, model, data and losses of an `ErrorSurface`, made so wide that it holds a path."""
    pairs = [row for row in path if len(row) == 2]
    reach = max((max(abs(w) / surface.w[-1], abs(b) / surface.b[-1]) for w, b in pairs), default=1.0)
    wide, what = surface.resized(BORDER * max(1.0, float(reach)), FINE), surface.objective
    model = "line" if what.straight else "logistic" if what.fit == "sigmoid" else ""
    few = max(1, -(-len(surface.x) // MOST_DATA))
    return [
        [what.w_name, what.b_name, model],
        [float(wide.w[-1]), float(wide.b[-1]), *map(float, surface.minimum)],
        surface.x[::few].tolist(),
        surface.y[::few].tolist(),
        wide.loss.ravel().tolist(),
    ]
