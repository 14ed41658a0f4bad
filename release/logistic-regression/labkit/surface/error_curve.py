"""A loss over one parameter: its curve, and paths of descent along it, for labs that have no second parameter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from . import display, palette
from .descent_path import thinned_late
from .given_numbers import Floats, number
from .objective import Called
from .views import FEW, MAX_POINTS, drawable

DPI = 120
MAX_SAMPLES = 10_000
BORDER = 0.05
"""Views reach past the range by this share of it, and past the losses over it."""


@dataclass(frozen=True)
class CurveRun:
    """One training run, step by step."""

    name: str
    w: tuple[float, ...]
    """The parameter at each step."""
    losses: tuple[float, ...]
    """The loss that was recorded with it."""

    def __len__(self) -> int:
        return len(self.w)


@dataclass(frozen=True, eq=False)
class ErrorCurve:
    """The losses of any `loss(w)` over a range of its one parameter."""

    w: Floats
    """The parameter, shape `(n_samples,)`, rising."""
    loss: Floats
    """The losses, shape `(n_samples,)`."""
    function: Called

    @classmethod
    def from_loss(
        cls, loss: Callable[[Any], Any], w_range: float | tuple[float, float], n_samples: float = 200
    ) -> "ErrorCurve":
        """The curve from `-w_range` to `w_range`, or over a pair of bounds.

        `loss` is a function of a number, or of an array entry by entry.

        Raises:
            TypeError: for what is no function, or no number.
            ValueError: for an empty range, fewer than 2 or too many samples, and losses that are not finite.
        """
        low, high = _bounds(w_range)
        size = number(n_samples, "n_samples")
        if size != round(size) or not 2 <= size <= MAX_SAMPLES:
            raise ValueError(f"n_samples is {size:g}; it needs a whole number from 2 to {MAX_SAMPLES}")
        function = Called(loss, "the loss")
        w = np.linspace(low, high, int(size))
        with np.errstate(over="ignore", invalid="ignore"):
            losses = function(w)
        if not np.isfinite(losses).all():
            raise ValueError("the losses over this range are too large for a float; choose a narrower one")
        for values in (w, losses):
            values.flags.writeable = False
        return cls(w, losses, function)

    def loss_at(self, w: ArrayLike) -> Floats:
        """The losses at any values of the parameter."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self.function(np.asarray(w, np.float64))

    @property
    def minimum(self) -> float:
        """The value of the grid with the lowest loss."""
        return float(self.w[int(np.argmin(self.loss))])


class plot_error_curve:  # noqa: N801 - named like plot_error_surfaces
    """Records training runs over one parameter and draws them on the curve of their loss.

    Only plain floats are kept, never a tensor.
    """

    def __init__(
        self,
        loss: Callable[[Any], Any],
        w_range: float | tuple[float, float],
        n_samples: float = 200,
        go: bool = True,
    ) -> None:
        """Compute the curve, and show it unless `go` is false; all are as in `ErrorCurve.from_loss`."""
        self._curve = ErrorCurve.from_loss(loss, w_range, n_samples)
        self._earlier: list[CurveRun] = []
        self._name = ""
        self._steps: list[tuple[float, float]] = []
        if go:
            self._show({})

    @property
    def curve(self) -> ErrorCurve:
        """The losses over the range."""
        return self._curve

    @property
    def run(self) -> CurveRun:
        """The run that is being recorded, as it is now."""
        w, losses = zip(*self._steps, strict=True) if self._steps else ((), ())
        return CurveRun(self._name, w, losses)

    @property
    def runs(self) -> tuple[CurveRun, ...]:
        """All runs that have recorded steps, the present one last."""
        return (*self._earlier, self.run) if self._steps else tuple(self._earlier)

    def start_run(self, name: str = "") -> None:
        """Begin a new run: what is recorded from here on is a path of its own."""
        if self._steps:
            self._earlier.append(self.run)
        self._name, self._steps = name, []

    def set_para_loss(self, w: Any, loss: Any) -> None:
        """Record one step; `w`, also that of a model with one parameter, and `loss` are one number each.

        Raises:
            TypeError: for anything else.
        """
        self._steps.append((_parameter(w), number(loss, "loss")))

    def final_plot(self) -> None:
        """Show the curve with the run that is being recorded."""
        self._show({self._name or "path": np.array(self.run.w)})

    def compare_paths(self, paths: Mapping[str, Iterable[Any]] | None = None) -> None:
        """Show several paths on the curve, and their losses by step; without `paths` the recorded runs.

        `paths` maps names to sequences of numbers.

        Raises:
            ValueError: where there is nothing to show.
        """
        named = {run.name or f"run {place}": run.w for place, run in enumerate(self.runs, start=1)}
        points = {
            name: np.array([number(w, f"w of the path {name!r}") for w in path], dtype=np.float64)
            for name, path in (named if paths is None else paths).items()
        }
        if not points or not all(len(path) for path in points.values()):
            raise ValueError("there is no path to compare; pass {'momentum 0': path, ...} or record a run")
        self._show(points)

    def _show(self, paths: Mapping[str, Floats]) -> None:
        if display.drawing():
            shown = {name: path for name, path in paths.items() if len(path)}
            display.show(curve_figure(self._curve, shown), curve_description(self._curve, shown))


def curve_figure(curve: ErrorCurve, paths: Mapping[str, Floats]) -> Figure:
    """The curve with paths on it, and beside it their losses by step."""
    with mpl.rc_context(palette.STYLE):
        figure = display.new_figure(10.0, 4.2, DPI)
        left = figure.add_axes((0.07, 0.13, 0.5 if paths else 0.88, 0.78))
        _draw_curve(left, curve)
        left.set_title(_title(curve, paths))
        right = figure.add_axes((0.66, 0.13, 0.32, 0.78)) if paths else None
        for index, (name, path) in enumerate(paths.items()):
            _draw_path(left, right, curve, path, name, index)
        if right is not None:
            right.set(xlabel="step", ylabel="loss")
            right.set_title("loss history")
            right.grid(True, color="#e4e7eb", linewidth=0.7)
            left.legend(loc="best")
        return figure


def _draw_curve(axes: Axes, curve: ErrorCurve) -> None:
    axes.plot(curve.w, curve.loss, color=palette.QUIET, linewidth=1.6, zorder=1)
    axes.plot(curve.minimum, curve.loss.min(), "+", color=palette.INK, markersize=9, markeredgewidth=1.6)
    axes.set(xlabel="w", ylabel="loss", xlim=_padded(curve.w), ylim=_padded(curve.loss))


def _draw_path(left: Axes, right: Axes | None, curve: ErrorCurve, path: Floats, name: str, index: int) -> None:
    """One path on the curve, hollow where it starts, and its losses; colour, marker and dashes are its signs."""
    colour, marker, dash = (signs[index % len(signs)] for signs in (palette.PATHS, palette.MARKERS, palette.DASHES))
    at = thinned_late(len(path), MAX_POINTS)
    w, losses = drawable(path[at]), drawable(curve.loss_at(path[at]))
    size = 5.0 if len(path) <= FEW else 2.5
    left.plot(w, losses, marker, color=colour, markersize=size, label=name, zorder=2)
    left.plot(w[:1], losses[:1], marker, color=colour, markersize=9, markerfacecolor=palette.PAPER, markeredgewidth=1.8)
    if right is not None:
        right.plot(at, losses, color=colour, linestyle=dash, marker=marker if len(path) <= FEW else "", markersize=3.5)


def _title(curve: ErrorCurve, paths: Mapping[str, Floats]) -> str:
    points = np.concatenate(list(paths.values())) if paths else np.empty(0)
    inside = (points >= curve.w[0]) & (points <= curve.w[-1])
    if not inside.all():
        return "loss over w; a path leaves this view"
    return "loss over w; + marks the lowest loss in view"


def curve_description(curve: ErrorCurve, paths: Mapping[str, Floats]) -> str:
    """What `curve_figure` shows, for those who do not see it."""
    ends = "".join(
        f" {name}: {len(path)} steps from w = {path[0]:.4g} to w = {path[-1]:.4g}, loss "
        f"{float(curve.loss_at(path[-1])):.4g}."
        for name, path in paths.items()
    )
    return (
        f"The loss over w from {curve.w[0]:g} to {curve.w[-1]:g} as a curve, with its lowest point in this range at "
        f"w = {curve.minimum:.3g}, where the loss is {curve.loss.min():.3g}.{ends}"
    )


def _padded(values: Floats) -> tuple[float, float]:
    room = BORDER * float(np.ptp(values)) or 1.0
    return float(values.min()) - room, float(values.max()) + room


def _bounds(w_range: Any) -> tuple[float, float]:
    pair = isinstance(w_range, tuple | list) and len(w_range) == 2
    low, high = (number(w, "w_range") for w in (w_range if pair else (w_range, w_range)))
    low = low if pair else -low
    if not (np.isfinite([low, high]).all() and low < high):
        raise ValueError(f"w_range goes from {low:g} to {high:g}; it needs a positive number, or two that rise")
    return low, high


def _parameter(w: Any) -> float:
    """The number in a parameter, or in the only parameter of a model."""
    if hasattr(w, "named_parameters"):
        values = [value for _, value in w.named_parameters()]
        if len(values) != 1:
            raise TypeError(f"the model {type(w).__name__} has {len(values)} parameters; the curve is over one")
        w = values[0]
    return number(w, "w")
