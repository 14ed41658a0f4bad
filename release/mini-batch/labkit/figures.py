"""What a figure shows: curves, axis labels and legends as plain numbers and short strings.

The inline backend closes each figure as soon as it is shown, and `plt.gcf()` afterwards makes a new, empty
one. So figures are remembered when pyplot makes them, by a function named in matplotlib's `figure.hooks`.
"""

from collections.abc import Iterable
from typing import Any, TypedDict

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

MAX_CURVES = 40
MAX_POINTS = 2048
MAX_AXES = 12
MAX_LABEL = 120


class CurveShown(TypedDict):
    """One curve: its points in data units."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    label: str


class AxesShown(TypedDict):
    """One pair of axes."""

    curves: tuple[CurveShown, ...]
    xlabel: str
    ylabel: str
    legend: tuple[str, ...]
    """The texts of the legend; empty where there is none."""


def describe(figure: Figure) -> tuple[AxesShown, ...]:
    """What each pair of axes of a figure shows; labels of the whole figure count for each of them."""
    shared_legend = tuple(text for legend in figure.legends for text in _legend_texts(legend))
    return tuple(
        AxesShown(
            curves=tuple(_curves(axes)),
            xlabel=_short(axes.get_xlabel() or figure.get_supxlabel()),
            ylabel=_short(axes.get_ylabel() or figure.get_supylabel()),
            legend=_legend_texts(axes.get_legend()) + shared_legend,
        )
        for axes in figure.axes[:MAX_AXES]
    )


def _curves(axes: Axes) -> Iterable[CurveShown]:
    """Lines, and scattered points, in the order of drawing."""
    points: list[tuple[Any, Any, Artist]] = [
        (line.get_xdata(orig=False), line.get_ydata(orig=False), line) for line in axes.lines
    ]
    for collection in axes.collections:
        offsets = np.asarray(collection.get_offsets())
        if type(collection).__name__ == "PathCollection" and offsets.ndim == 2:
            points.append((offsets[:, 0], offsets[:, 1], collection))
    for x, y, artist in points[:MAX_CURVES]:
        yield CurveShown(x=_numbers(x), y=_numbers(y), label=_short(str(artist.get_label())))


def _numbers(data: Any) -> tuple[float, ...]:
    """Points as floats; empty where they are no numbers, such as names of categories."""
    try:
        return tuple(np.asarray(data, dtype=np.float64).ravel()[:MAX_POINTS].tolist())
    except (TypeError, ValueError):
        return ()


def _legend_texts(legend: Artist | None) -> tuple[str, ...]:
    """The texts of a legend that are not blank."""
    texts = [] if legend is None else [_short(text.get_text()) for text in legend.get_texts()]  # type: ignore[attr-defined]
    return tuple(text for text in texts if text)


def _short(text: str) -> str:
    return text.strip()[:MAX_LABEL]
