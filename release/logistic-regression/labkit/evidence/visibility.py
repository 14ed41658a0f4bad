"""Whether a reader can see what was drawn: colours, widths and limits, as matplotlib keeps them."""

from collections.abc import Iterator
from typing import Any, Literal, get_args

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba_array
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from .drawn_points import Drawn, Floats

Hidden = Literal["", "switched off", "transparent", "a single point", "outside"]
"""Why something cannot be seen; empty where it can."""
REASONS: tuple[str, ...] = get_args(Hidden)

FAINTEST = 0.03
"""Opacity, and distance of a colour from the background, below which nothing is seen."""
MOST_COLOURS = 64
SMALLEST = 1.0
"""Font size in points up to which nobody can read a text."""
IN_VIEW = 0.5
"""The share of the points that must lie within the limits of the axes: zooming in is fine."""
NONE = ("", " ", "None", "none", None)


def why_hidden(drawn: Drawn, axes: Axes) -> Hidden:
    """Why a reader cannot see the points; empty where one can."""
    artist: Any = drawn.artist
    if not (artist.get_visible() and axes.get_visible()):
        return "switched off"
    colours = list(_colours(artist, drawn.length))
    if not colours:
        return "a single point" if isinstance(artist, Line2D) and _has_line(artist) else "transparent"
    if not any(_is_painted(colour, artist.get_alpha(), axes) for colour in colours):
        return "transparent"
    return "" if _in_view(drawn, axes) else "outside"


def is_readable(text: Any) -> bool:
    """Whether a text is there and can be seen."""
    shown = text is not None and text.get_visible() and text.get_fontsize() > SMALLEST
    return bool(shown and text.get_text().strip() and _opacity(text.get_color(), text.get_alpha()) > FAINTEST)


def colours_of(artist: Any) -> NDArray[np.float64]:
    """The colours in which an artist is painted, one a row, as red, green and blue."""
    parts = [to_rgba_array(colour)[:, :3] for colour in _colours(artist, 2) if colour is not None]
    return np.concatenate(parts)[:MOST_COLOURS] if parts else np.empty((0, 3))


def _has_line(line: Line2D) -> bool:
    return line.get_linestyle() not in NONE and line.get_linewidth() > 0


def _colours(artist: Any, length: int) -> Iterator[Any]:
    """The colours of those parts of an artist that have an extent."""
    if isinstance(artist, Line2D):
        if _has_line(artist) and length > 1:
            yield artist.get_color()
        if artist.get_marker() not in NONE and artist.get_markersize() > 0:
            yield artist.get_markerfacecolor()
            if artist.get_markeredgewidth() > 0:
                yield artist.get_markeredgecolor()
        return
    sizes = np.asarray(artist.get_sizes()) if isinstance(artist, PathCollection) else np.ones(1)
    if not np.any(sizes > 0):
        return
    yield artist.get_facecolor()
    if np.any(np.asarray(artist.get_linewidth()) > 0) and artist.get_linestyle() not in NONE:
        yield artist.get_edgecolor()


def _opacity(colour: Any, alpha: Any) -> float:
    own = 1.0 if alpha is None else float(np.max(alpha))
    return min(own, float(to_rgba_array(colour)[:, 3].max(initial=0.0)))


def _is_painted(colour: Any, alpha: Any, axes: Axes) -> bool:
    """Whether a colour can be distinguished from what is behind it."""
    if _opacity(colour, alpha) <= FAINTEST:
        return False
    rgba = to_rgba_array(colour)
    return bool(np.any(np.abs(rgba[:, :3] - _background(axes)) > FAINTEST))


def _background(axes: Axes) -> NDArray[np.float64]:
    """The colour behind the curves: that of the axes, or of the figure where the axes have none, or paper."""
    figure: Any = axes.get_figure()
    own = axes.axison and axes.patch.get_visible() and axes.get_frame_on()
    layers = [figure.get_facecolor(), *([axes.get_facecolor()] if own else [])]
    paper = np.ones(3)
    for layer in layers:
        rgba = to_rgba_array(layer)[0]
        paper = rgba[3] * rgba[:3] + (1 - rgba[3]) * paper
    return paper


def _in_view(drawn: Drawn, axes: Axes) -> bool:
    """Whether enough of the points lie within the limits of the axes."""
    x, y = drawn.seen_at or (drawn.x, drawn.y)
    if not x.size or hasattr(axes, "get_zlim"):
        return True
    inside = _between(x[: y.size], axes.get_xlim()) & _between(y[: x.size], axes.get_ylim())
    return float(np.mean(inside)) >= IN_VIEW


def _between(values: Floats, limits: tuple[float, float]) -> NDArray[np.bool_]:
    low, high = sorted(limits)
    slack = 1e-9 * (high - low)
    with np.errstate(invalid="ignore"):
        return np.asarray((values >= low - slack) & (values <= high + slack))
