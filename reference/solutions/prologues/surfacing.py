"""The error surface of a notebook as plain numbers, for whoever draws paths over it elsewhere."""

from collections.abc import MutableMapping
from typing import Any

SURFACE = "surface_below_paths"
PATH = "parameters_after_epochs"
"""Where `following` keeps the path."""
SEE_SURFACE = "see_surface"
FINE = 61
"""Losses a side: 3,721 in all, which is what evidence has room for."""
REACH = 1.07
MOST_DATA = 400


def prepare(names: MutableMapping[str, Any]) -> None:
    """Put a function into the notebook's names that describes the surface whose name an answer mentions."""

    def see(mentioned: str) -> None:
        helpers = {name: value for name, value in names.items() if is_helper(value)}
        chosen = [name for name in mentioned.split() if name in helpers] or list(helpers)
        names[SURFACE] = described(helpers[chosen[-1]].surface, names.get(PATH, [])) if chosen else []

    names[SEE_SURFACE] = see


def is_helper(value: Any) -> bool:
    """Whether a value is one of the lab's helpers that draw an error surface."""
    return type(value).__name__ == "plot_error_surfaces" and hasattr(value, "surface")


def described(surface: Any, path: Any) -> list[Any]:
    """Names, ranges, lowest point, model, data and losses of a surface, made so wide that it holds a path."""
    pairs = [row for row in path if len(row) == 2]
    reach = max((max(abs(w) / surface.w[-1], abs(b) / surface.b[-1]) for w, b in pairs), default=1.0)
    wide, what = surface.resized(REACH * max(1.0, float(reach)), FINE), surface.objective
    model = "line" if what.straight else "logistic" if what.fit == "sigmoid" else ""
    few = max(1, -(-len(surface.x) // MOST_DATA))
    return [
        [what.w_name, what.b_name, model],
        [float(wide.w[-1]), float(wide.b[-1]), *map(float, surface.minimum)],
        surface.x[::few].tolist(),
        surface.y[::few].tolist(),
        wide.loss.ravel().tolist(),
    ]
