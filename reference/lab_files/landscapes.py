"""The error surface of a lab as lines of equal loss, small enough to ship."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labkit.judging.paths.known_paths import Landscape, Level, Path
from labkit.surface.error_surface import ErrorSurface

FINE = 61
"""Points a side on which lines of equal loss are traced."""
BORDER = 1.07
"""The surface reaches a little past its ranges: a path often starts right on the edge."""
DEPTH = 1e-3
"""The lowest line of equal loss lies this share of the way up from the lowest loss to the highest."""
MOST_POINTS = 48
"""Points that a line keeps, evenly spread along it."""
MOST_DATA = 400
"""Samples that are kept to be drawn, evenly spread."""

Floats = NDArray[np.float64]


def landscape_of(surface: ErrorSurface, path: Path = ()) -> Landscape:
    """The lines of equal loss of a surface that holds a path, and its data where its model is built in."""
    return read_landscape(described(surface, path))


def described(surface: ErrorSurface, path: Path) -> list[Any]:
    """A surface as plain numbers and texts, in the form of `reference.solutions.prologues.surfacing`."""
    reach = max((max(abs(w) / surface.w[-1], abs(b) / surface.b[-1]) for w, b in path), default=1.0)
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


def read_landscape(described: Any) -> Landscape:
    """The landscape of a surface that was described as plain numbers and texts.

    Raises:
        ValueError: where it has another form.
    """
    (w_name, b_name, model), (w_range, b_range, w, b), x, y, losses = described
    side = math.isqrt(len(losses))
    loss = np.array(losses, dtype=np.float64).reshape(side, side)
    axes = (np.linspace(-w_range, w_range, side), np.linspace(-b_range, b_range, side))
    data = tuple((float(one), float(target)) for one, target in zip(x, y, strict=True)) if model else ()
    names = (str(w_name), str(b_name))
    return Landscape((-w_range, w_range), (-b_range, b_range), names, (w, b), _levels(*axes, loss), data, str(model))


def _levels(w: Floats, b: Floats, loss: Floats) -> tuple[Level, ...]:
    heights = _heights(float(loss.min()), float(loss.max()))
    if not heights:
        return ()
    from matplotlib.figure import Figure  # half a second, which only those spend who make a landscape

    traced = Figure().add_subplot().contour(w, b, loss, levels=heights)
    found = []
    for height, segments in zip(heights, traced.allsegs, strict=True):
        lines = tuple(_thinned(line) for line in segments if len(line) > 1)
        if lines:
            found.append(Level(height, lines))
    return tuple(found)


def _heights(low: float, high: float) -> list[float]:
    """Steps of 1, 2, 5, 10, ... above the lowest loss, so that the valley shows."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return []
    powers = range(math.floor(math.log10(DEPTH * span)), math.ceil(math.log10(span)) + 1)
    steps = [factor * 10.0**power for power in powers for factor in (1, 2, 5)]
    return [low + step for step in steps if DEPTH * span <= step < span]


def _thinned(line: Floats) -> Path:
    kept = np.linspace(0, len(line) - 1, min(len(line), MOST_POINTS)).round().astype(int)
    return tuple((float(f"{w:.4g}"), float(f"{b:.4g}")) for w, b in line[kept].tolist())
