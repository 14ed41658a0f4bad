"""The error surface of a lab as lines of equal loss, small enough to ship."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labkit.judging.paths.known_paths import Landscape, Level, Path
from labkit.surface.error_surface import ErrorSurface
from reference.lab_files.described_surface import described

DEPTH = 1e-3
"""The lowest line of equal loss lies this share of the way up from the lowest loss to the highest."""
MOST_POINTS = 48
"""Points that a line keeps, evenly spread along it."""

Floats = NDArray[np.float64]


def landscape_of(surface: ErrorSurface, path: Path = ()) -> Landscape:
    """The lines of equal loss of a surface that holds a path, and its data where its model is built in."""
    return read_landscape(described(surface, path))


def read_landscape(told: Any) -> Landscape:
    """The landscape of a surface that was described as plain numbers and texts.

    Raises:
        ValueError: where it has another form.
    """
    (w_name, b_name, model), (w_range, b_range, w, b), x, y, losses = told
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
