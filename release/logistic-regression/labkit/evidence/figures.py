"""What a figure shows: curves, axis labels and legends as plain numbers and short strings.

Only what a reader can see counts, and it is read when the figure is shown: matplotlib's inline backend closes a
figure at that moment, and what is changed afterwards is in no picture.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypedDict

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .drawn_points import PIECE, Drawn, drawn_in, joined
from .matplotlib_seam import holder_of, shared_label, shows_axis
from .plain_values import from_json, numbers, short, to_json
from .visibility import REASONS, colours_of, is_readable, why_hidden

MAX_CURVES = 40
MAX_POINTS = 16_384
"""Points of one figure, all its curves together."""
MAX_AXES = 12
MAX_LABEL = 120
MAX_LEGEND = 200
"""Texts of all legends that stand for one pair of axes."""
LARGEST_COUNT = 10**9
SCALES = ("linear", "log", "symlog", "asinh", "logit", "function", "functionlog")
SAME_COLOUR = 0.02
SAME_PLACE = 1e-3


class CurveShown(TypedDict):
    """One curve: its points in data units."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    label: str
    length: int
    """The number of its points; `x` and `y` hold the first of very many."""
    legend: str
    """The text of the legend that stands for it; empty where none does."""
    in_steps: bool
    """Whether it was put together from points and steps that were drawn one by one, perhaps of several curves."""
    hidden: str
    """Why a reader cannot see it, in the words of `labkit.evidence.visibility`; empty where one can."""


class AxesShown(TypedDict):
    """One pair of axes."""

    curves: tuple[CurveShown, ...]
    xlabel: str
    ylabel: str
    legend: tuple[str, ...]
    """The texts of the legend; empty where there is none."""
    switched_off: bool
    """Whether `axis("off")` hides labels that are there."""
    xscale: str
    """How x is drawn, in matplotlib's word: one of `SCALES`, or empty for any other."""
    yscale: str
    """The same of y."""


FigureShown = tuple[AxesShown, ...]


def describe(figure: Figure) -> FigureShown:
    """What a reader of a figure sees on each pair of axes.

    A label that a neighbour with the same axis carries counts, as do labels of the whole figure, and a legend on any
    of several axes in one place.
    """
    room = MAX_POINTS
    shown = []
    for axes in figure.axes[:MAX_AXES]:
        shown.append(_axes_shown(axes, room))
        room -= points_in(shown[-1:])
    return tuple(shown)


def points_in(figure: Sequence[AxesShown]) -> int:
    """The number of points that are kept of a figure."""
    return sum(max(len(curve["x"]), len(curve["y"])) for axes in figure for curve in axes["curves"])


def _axes_shown(axes: Axes, room: int) -> AxesShown:
    entries = list(chain.from_iterable(_legend_entries(legend) for legend in _legends(axes)))
    return AxesShown(
        curves=tuple(_curves(axes, entries, room)),
        xlabel=_label(axes, "x"),
        ylabel=_label(axes, "y"),
        legend=tuple(text for text, _ in entries[:MAX_LEGEND]),
        switched_off=not shows_axis(axes) and bool(axes.get_xlabel() or axes.get_ylabel()),
        xscale=_scale(axes.get_xscale()),
        yscale=_scale(axes.get_yscale()),
    )


def _scale(name: object) -> str:
    return name if isinstance(name, str) and name in SCALES else ""


# Curves


def _curves(axes: Axes, entries: Sequence["_Entry"], room: int) -> Iterator[CurveShown]:
    """The curves, one after the other, and last what was drawn in single points and steps."""
    pieces: list[tuple[Drawn, str]] = []
    hidden: str
    count = 0
    for drawn in drawn_in(axes):
        hidden = _why_hidden(drawn, axes)
        if drawn.length <= PIECE:
            pieces.append((drawn, hidden))
        elif count < MAX_CURVES:
            count += 1
            yield _shown(drawn, _entry_for(drawn, entries), hidden, room, in_steps=False)
            room -= drawn.y.size
    if pieces:
        # What cannot be seen is left out, unless nothing can.
        seen = [piece for piece, hidden in pieces if not hidden] or [piece for piece, _ in pieces]
        hidden = "" if any(not hidden for _, hidden in pieces) else pieces[0][1]
        legends = (_entry_for(piece, entries) for piece in seen)
        yield _shown(joined(seen), next(filter(None, legends), ""), hidden, room, in_steps=len(seen) > 1)


def _why_hidden(drawn: Drawn, axes: Axes) -> str:
    try:
        return why_hidden(drawn, axes)
    except Exception:  # an artist of the student's own that cannot be asked
        return ""


def _shown(drawn: Drawn, legend: str, hidden: str, room: int, in_steps: bool) -> CurveShown:
    most = max(0, room)
    return CurveShown(
        x=tuple(drawn.x[:most].tolist()),
        y=tuple(drawn.y[:most].tolist()),
        label=_short(drawn.label),
        length=drawn.length,
        legend=legend,
        in_steps=in_steps,
        hidden=hidden,
    )


# Legends

_Entry = tuple[str, Any]
"""A text of a legend, and what stands beside it; `None` where that is not known."""


def _legends(axes: Axes) -> list[Any]:
    """The legends that a reader finds for some axes: on these, on others in the same place, of the figure."""
    together = [axes.get_legend(), *(other.get_legend() for other in _in_same_place(axes))]
    return [*filter(None, together), *_figure_legends(axes.get_figure())]


def _figure_legends(figure: Any) -> list[Any]:
    """The legends of a part of a figure and of all that it is a part of."""
    above = holder_of(figure)
    return [*getattr(figure, "legends", []), *(_figure_legends(above) if above is not None else [])]


def _legend_entries(legend: Any) -> Iterator[_Entry]:
    """The texts of a legend that can be read."""
    if not legend.get_visible():
        return
    handles = list(legend.legend_handles)
    for number, text in enumerate(legend.get_texts()[:MAX_CURVES]):
        if is_readable(text):
            yield _short(text.get_text()), handles[number] if number < len(handles) else None


def _colours(handle: Any) -> Any:
    try:
        return colours_of(handle)
    except Exception:  # a handle of the student's own
        return None


def _entry_for(drawn: Drawn, entries: Sequence[_Entry]) -> str:
    """The text that stands for a curve: by its label, else by its colour."""
    label = _short(drawn.label)
    if not entries or any(text == label for text, _ in entries):
        return label if entries else ""
    own = _colours(drawn.artist)
    return next((text for text, handle in entries if _same_colour(own, _colours(handle))), "")


def _same_colour(own: Any, other: Any) -> bool:
    """Whether two sets of colours have one in common; what is not known may be the same."""
    if own is None or other is None or not len(own) or not len(other):
        return True
    return bool(np.any(np.all(np.abs(own[:, None] - other[None]) <= SAME_COLOUR, axis=2)))


# Labels


def _label(axes: Axes, which: str) -> str:
    """The label that a reader finds for the x or the y axis: its own, a neighbour's, the figure's."""
    own = _own_label(axes, which)
    near = (text for other in _neighbours(axes, which) if (text := _own_label(other, which)))
    return own or next(near, "") or _figure_label(axes.get_figure(), which)


def _own_label(axes: Axes, which: str) -> str:
    axis = getattr(axes, f"{which}axis")
    readable = shows_axis(axes) and axes.get_visible() and axis.get_visible() and is_readable(axis.label)
    return _short(axis.label.get_text()) if readable else ""


def _neighbours(axes: Axes, which: str) -> list[Axes]:
    """Axes whose label stands for these as well: those in the same place, and those that share it in line.

    Of a twin only the axis that both have: each one's other axis has a scale of its own.
    """
    shared = getattr(axes, f"get_shared_{which}_axes")()
    side = 0 if which == "x" else 1
    return [other for other in shared.get_siblings(axes) if other is not axes and _in_line(axes, other, side)]


def _in_line(axes: Axes, other: Axes, side: int) -> bool:
    """Whether two axes begin and end at the same place of a side, so that they stand in one column or row."""
    one, two = axes.get_position().get_points(), other.get_position().get_points()
    return bool(np.allclose(one[:, side], two[:, side], atol=SAME_PLACE))


def _in_same_place(axes: Axes) -> list[Axes]:
    figure: Any = axes.get_figure()
    others = [other for other in figure.axes[:MAX_AXES] if other is not axes and other.get_visible()]
    return [other for other in others if _in_line(axes, other, 0) and _in_line(axes, other, 1)]


def _figure_label(figure: Any, which: str) -> str:
    """A label of a part of a figure, or of what it is a part of."""
    if figure is None:
        return ""
    text = shared_label(figure, which)
    if text is not None and is_readable(text):
        return _short(text.get_text())
    return _figure_label(holder_of(figure), which)


def _short(text: str) -> str:
    return short(str(text).strip(), MAX_LABEL)


# As JSON


def figure_to_json(figure: FigureShown) -> list[dict[str, Any]]:
    """What a figure shows, as strict JSON data."""
    return [
        {**axes, "curves": [_curve_to_json(curve) for curve in axes["curves"]], "legend": list(axes["legend"])}
        for axes in figure
    ]


def _curve_to_json(curve: CurveShown) -> dict[str, Any]:
    return {**curve, "x": to_json(curve["x"]), "y": to_json(curve["y"])}


def figure_from_json(data: Any) -> FigureShown:
    """What `figure_to_json` wrote, bounded.

    Raises:
        ValueError: for anything else; or what a dict or a list raises.
    """
    return tuple(_axes_from_json(axes) for axes in _few(data, MAX_AXES))


def _axes_from_json(axes: Mapping[str, Any]) -> AxesShown:
    return AxesShown(
        curves=tuple(_curve_from_json(curve) for curve in _few(axes["curves"], MAX_CURVES + 1)),
        xlabel=_text(axes["xlabel"]),
        ylabel=_text(axes["ylabel"]),
        legend=tuple(_text(text) for text in _few(axes["legend"], MAX_LEGEND)),
        switched_off=axes["switched_off"] is True,
        xscale=_scale(axes["xscale"]),
        yscale=_scale(axes["yscale"]),
    )


def _curve_from_json(data: Mapping[str, Any]) -> CurveShown:
    return CurveShown(
        x=_points(data["x"]),
        y=_points(data["y"]),
        label=_text(data["label"]),
        length=_count(data["length"]),
        legend=_text(data["legend"]),
        in_steps=data["in_steps"] is True,
        hidden=_text(data["hidden"]) if data["hidden"] in REASONS else REASONS[1],
    )


def _few(data: Any, most: int) -> list[Any]:
    if not isinstance(data, list) or len(data) > most:
        raise ValueError(f"evidence holds no list of at most {most} parts of a figure where one must be")
    return data


def _points(data: Any) -> tuple[float, ...]:
    points = numbers(from_json(data))
    if points is None:
        raise ValueError("evidence holds something else where points of a curve must be")
    return points


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST_COUNT:
        raise ValueError("evidence holds no count where one must be")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("evidence holds something else where a text of a figure must be")
    return short(value, MAX_LABEL)
