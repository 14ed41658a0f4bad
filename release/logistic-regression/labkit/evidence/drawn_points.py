"""From what matplotlib holds to points in data units: lines, steps, bars, stems, areas and clouds of points.

What a chart is made of does not matter to who reads it: a history can be drawn as a line, as bars, or point by point.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection, PathCollection, PolyCollection
from matplotlib.container import BarContainer
from matplotlib.patches import Polygon, StepPatch
from numpy.typing import NDArray

MAX_POINTS = 2048
"""Points of one curve that are looked at; its full length is known all the same."""
MAX_ARTISTS = 4096
"""Artists of one pair of axes that are looked at."""
PIECE = 2
"""Most points of what may be one step of a curve that was drawn step by step."""

Floats = NDArray[np.float64]
NOTHING: Floats = np.empty(0)


@dataclass(frozen=True, eq=False)
class Drawn:
    """Points that belong together, and the artist that draws them."""

    x: Floats
    y: Floats
    artist: Artist
    label: str
    length: int
    """The number of points in all, of which `x` and `y` may hold the first ones only."""
    seen_at: tuple[Floats, Floats] | None = None
    """Where the points are seen, where that is not at `x` and `y`: the ends of bars that stand on others or lie."""


def drawn_in(axes: Axes) -> Iterator[Drawn]:
    """All that could be a curve, in the order of drawing within each kind; what cannot be read is left out."""
    bars = [container for container in axes.containers if isinstance(container, BarContainer)]
    artists = [*bars, *axes.lines, *axes.collections, *axes.patches]
    for artist in islice(artists, MAX_ARTISTS):
        try:
            yield from (drawn for drawn in _points_of(artist) if drawn.length)
        except Exception:  # names of categories, ragged data, or an artist of the student's own
            continue


def _points_of(artist: Any) -> Iterator[Drawn]:
    if isinstance(artist, BarContainer):
        yield from _bars(artist)
    elif hasattr(artist, "get_xydata"):
        yield _drawn(artist.get_xdata(orig=False), artist.get_ydata(orig=False), artist)
    elif isinstance(artist, PathCollection):
        offsets: Any = artist.get_offsets()
        yield _drawn(offsets[:, 0], offsets[:, 1], artist)
    elif isinstance(artist, LineCollection):
        yield from _segments(artist)
    elif isinstance(artist, PolyCollection):
        yield from _outlines(artist)
    elif isinstance(artist, StepPatch):
        values, edges, _ = artist.get_data()
        yield _drawn(np.asarray(edges)[:-1], values, artist)
    elif isinstance(artist, Polygon):
        yield from _outline(artist.get_xy(), artist)


def _drawn(x: Any, y: Any, artist: Any) -> Drawn:
    return Drawn(_numbers(x), _numbers(y), artist, str(artist.get_label()), min(len(x), len(y)))


def _numbers(data: Any) -> Floats:
    """The first points as floats; a masked one is not a number."""
    first: Any = np.ma.asarray(data[:MAX_POINTS]).astype(np.float64)
    return np.asarray(first.filled(np.nan)).ravel()


def _bars(container: BarContainer) -> Iterator[Drawn]:
    """Bars by their middles and lengths, upright or lying."""
    patches = container.patches[:MAX_POINTS]
    if not patches:
        return
    boxes = np.array([(p.get_x(), p.get_y(), p.get_width(), p.get_height()) for p in patches], dtype=np.float64)
    x, y, width, height = boxes.T
    label = str(container.get_label())
    if getattr(container, "orientation", "vertical") == "horizontal":
        middle, end = y + height / 2, x + width
        yield Drawn(middle, width, patches[0], label, len(container.patches), (end, middle))
    else:
        middle, end = x + width / 2, y + height
        yield Drawn(middle, height, patches[0], label, len(container.patches), (middle, end))


def _segments(collection: LineCollection) -> Iterator[Drawn]:
    """Segments joined to one curve; upright ones by either end, for one of them stands on the base line."""
    paths = [np.asarray(path.vertices) for path in islice(collection.get_paths(), MAX_POINTS)]
    if not paths:
        return
    ends = np.array([(*path[0], *path[-1]) for path in paths], dtype=np.float64)
    if all(len(path) == PIECE for path in paths) and bool(np.all(ends[:, 0] == ends[:, 2])):
        yield _drawn(ends[:, 2], ends[:, 3], collection)
        yield _drawn(ends[:, 0], ends[:, 1], collection)
        return
    points = np.concatenate(paths)
    new = np.append(True, np.any(np.diff(points, axis=0) != 0, axis=1))
    yield _drawn(points[new, 0], points[new, 1], collection)


def _outlines(collection: Collection) -> Iterator[Drawn]:
    for path in islice(collection.get_paths(), PIECE):
        yield from _outline(path.vertices, collection)


def _outline(vertices: Any, artist: Any) -> Iterator[Drawn]:
    """The upper and the lower edge of a filled area."""
    points = np.asarray(vertices[: 4 * MAX_POINTS], dtype=np.float64)
    x, where = np.unique(points[:, 0], return_inverse=True)
    upper, lower = np.full(x.size, -np.inf), np.full(x.size, np.inf)
    np.maximum.at(upper, where, points[:, 1])
    np.minimum.at(lower, where, points[:, 1])
    yield _drawn(x, upper, artist)
    yield _drawn(x, lower, artist)


def joined(pieces: list[Drawn]) -> Drawn:
    """What was drawn point by point, or step by step, as one; a point where two steps meet counts once."""
    x, y = (np.concatenate([getattr(piece, axis) for piece in pieces]) for axis in "xy")
    if x.size:
        new = np.append(True, (np.diff(x) != 0) | (np.diff(y) != 0))
        x, y = x[new], y[new]
    label = next((piece.label for piece in pieces if not piece.label.startswith("_")), pieces[0].label)
    return Drawn(x[:MAX_POINTS], y[:MAX_POINTS], pieces[0].artist, label, x.size)
