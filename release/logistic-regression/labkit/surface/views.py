"""The single views: contour, surface in space, data with a line, loss history. Each draws into given axes."""

import math
from typing import Any

import matplotlib.patheffects as effects
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullLocator

from . import palette
from .descent_path import thinned_late
from .error_surface import ErrorSurface
from .given_numbers import Floats

FINE = 121
"""Lines of equal loss are traced on at least this many points a side; the loss is exact at every one of them."""
COARSE = 41
"""The same for a loss that is computed point by point."""
CURVE = 41
"""Points of a curve that is no straight line."""
BORDER = 1.07
"""Views reach a little past the ranges: a path often starts right on the edge."""
FACTORS = (1.0, 1.5, 2.0, 3.0)
"""How far a view widens for a path that leaves the ranges; beyond the last it is cut off, and said so."""
DEPTH = 1e-3
"""The lowest line of equal loss lies this share of the way up from the minimum to the highest corner."""
MAX_POINTS = 400
FEW = 60
"""Up to so many steps are drawn with a dot each."""
COLOURS = LinearSegmentedColormap.from_list("valley", palette.VALLEY)
HALO = [effects.withStroke(linewidth=3.6, foreground=palette.PAPER)]
THIN_HALO = [effects.withStroke(linewidth=2.2, foreground=palette.PAPER)]


def view_factor(surface: ErrorSurface, points: Floats) -> float:
    """The least of `FACTORS` that shows all finite points, or the largest where none does."""
    finite = points[np.isfinite(points).all(axis=1)]
    if not len(finite):
        return FACTORS[0]
    reach = float((np.abs(finite) / (surface.w[-1], surface.b[-1])).max())
    return next((factor for factor in FACTORS if reach <= factor * (BORDER - 0.03)), FACTORS[-1])


def leaves_view(surface: ErrorSurface, points: Floats, factor: float) -> bool:
    """Whether a point lies outside a view, or is no number."""
    limits = BORDER * factor * np.array([surface.w[-1], surface.b[-1]])
    return not bool((np.abs(points) <= limits).all())


def levels(surface: ErrorSurface) -> Floats:
    """Lines of equal loss in steps of 1, 2, 5, 10, 20, 50 above the lowest loss, so that the valley shows."""
    low, span = _depth(surface)
    if span == 0:
        return np.empty(0)
    decades = np.arange(math.floor(math.log10(DEPTH * span)), math.ceil(math.log10(span)) + 1)
    heights = np.outer(10.0**decades, (1.0, 2.0, 5.0)).ravel()
    return np.unique(low + heights[(heights >= DEPTH * span) & (heights < span)])


def shade(surface: ErrorSurface, loss: Floats) -> Floats:
    """Where losses lie between valley (0) and rim (1), by their logarithm above the lowest loss."""
    low, span = _depth(surface)
    height = np.clip((loss - low) / (span or 1.0), DEPTH, 1.0)
    return 1.0 - np.log10(height) / math.log10(DEPTH)


def _depth(surface: ErrorSurface) -> tuple[float, float]:
    """The lowest loss within the ranges, and how far the highest lies above it."""
    w, b = surface.minimum
    inside = abs(w) <= surface.w[-1] and abs(b) <= surface.b[-1]
    low = float(surface.loss_at(w, b) if inside else surface.loss.min())
    return low, max(float(surface.loss.max()) - low, 0.0)


def draw_contour(axes: Axes, surface: ErrorSurface, factor: float = 1.0) -> None:
    """Lines of equal loss over slope and bias, with the least-squares line marked."""
    finest = COARSE if surface.objective.by_point else FINE
    fine = surface.resized(BORDER * factor, max(finest, len(surface.w)))
    edges = levels(fine)
    # Where all losses are equal to the last digit there is no line to draw.
    if len(edges) > 1:
        base = min(0.0, _depth(fine)[0])
        between = shade(fine, base + np.sqrt((edges[:-1] - base) * (edges[1:] - base)))
        colours = COLOURS(np.concatenate([[0.0], between, [1.0]]))
        axes.contourf(fine.w, fine.b, fine.loss, edges, colors=colours, extend="both")
        lines = axes.contour(fine.w, fine.b, fine.loss, edges, colors=palette.INK, linewidths=0.5, alpha=0.55)
        labelled = edges[edges < 0.5 * surface.loss.max()][::2]
        axes.clabel(lines, labelled, fmt=short, fontsize=7, inline_spacing=2)
    axes.plot(*surface.minimum, "+", color=palette.INK, markersize=9, markeredgewidth=1.6)
    axes.set(xlabel=surface.objective.w_name, ylabel=surface.objective.b_name)
    axes.set_xlim(fine.w[0], fine.w[-1])
    axes.set_ylim(fine.b[0], fine.b[-1])


def draw_surface(axes: Any, surface: ErrorSurface) -> None:
    """The loss as a height over slope and bias, on the surface's own grid; `axes` are 3-D axes."""
    w, b = np.meshgrid(surface.w, surface.b)
    axes.plot_surface(
        w, b, surface.loss, facecolors=COLOURS(shade(surface, surface.loss)),
        rcount=60, ccount=60, edgecolor=palette.QUIET, linewidth=0.2, shade=False,
    )  # fmt: skip
    axes.set(xlabel=surface.objective.w_name, ylabel=surface.objective.b_name, zlabel="loss")
    axes.set_zlim(min(0.0, float(surface.loss.min())), None)
    axes.view_init(elev=32, azim=-58)
    axes.tick_params(pad=0)


def draw_path(axes: Axes, points: Floats, *, colour: str = palette.PATH, marker: str = "o", dash: Any = "-",
              width: float | None = None, label: str = "") -> list[Line2D]:  # fmt: skip
    """A path over a contour: its steps, a hollow sign where it starts, a large one where it is now.

    `width` in points: for one of several paths that lie upon each other, which a bright edge would cut off.
    """
    kept = drawable(points)[thinned_late(len(points), MAX_POINTS)]
    few = len(points) <= FEW
    # Many steps lie close together: there a thin solid line shows more than dots and dashes.
    steps = axes.plot(*kept.T, color=colour, marker=marker, markersize=4.5 if few else 0.0,
                      linestyle=dash if few else "-", linewidth=width or (1.7 if few else 1.0), label=label,
                      path_effects=[] if width else HALO if few else THIN_HALO)  # fmt: skip
    start = axes.plot(*kept[:1].T, color=colour, marker=marker, markersize=8, markerfacecolor=palette.PAPER,
                      markeredgewidth=1.8)  # fmt: skip
    now = axes.plot(*kept[-1:].T, color=colour, marker=marker, markersize=9, markeredgecolor=palette.PAPER,
                    markeredgewidth=1.4)  # fmt: skip
    return [*steps, *start, *now]


def draw_path_in_space(axes: Any, surface: ErrorSurface, points: Floats) -> None:
    """A path on the surface; steps outside the ranges are left out, for there is no surface below them."""
    inside = points[(np.abs(points) <= (surface.w[-1], surface.b[-1])).all(axis=1)]
    kept = inside[thinned_late(len(inside), MAX_POINTS)]
    heights = surface.loss_at(kept[:, 0], kept[:, 1])
    axes.plot(*kept.T, heights, color=palette.PATH, marker="o", markersize=4, linewidth=1.8, zorder=10)


def draw_data(axes: Axes, surface: ErrorSurface) -> None:
    """The samples, with room above and below for predictions that do not fit yet."""
    axes.plot(surface.x, surface.y, "o", color=palette.PATHS[1], markersize=3.6, label="data", zorder=2)
    left, right = _padded(surface.x, 0.05)
    low, high = _padded(surface.y, 0.6)
    axes.set(xlabel="x", ylabel="y", xlim=(left, right), ylim=(low, high))
    if not surface.objective.straight:
        axes.locator_params(axis="y", nbins=5)


def draw_predictions(axes: Axes, surface: ErrorSurface, w: float, b: float) -> Line2D:
    """The predictions of the model with parameters `w` and `b` across the axes: a line, or a curve."""
    across = places_across(axes, surface)
    heights = drawable(predictions(surface, across, w, b))
    return axes.plot(across, heights, color=palette.PATH, linewidth=2.2, label=surface.objective.fit, zorder=3)[0]


def places_across(axes: Axes, surface: ErrorSurface) -> Floats:
    """Inputs across the axes: both ends for a line, some more for a curve."""
    ends = np.array(axes.get_xlim())
    return ends if surface.objective.straight else np.linspace(ends[0], ends[1], CURVE)


def predictions(surface: ErrorSurface, x: Any, w: Any, b: Any) -> Floats:
    """What the model predicts; the surface has one."""
    assert surface.objective.predict is not None
    return surface.objective.predict(x, w, b)


def draw_history(axes: Axes, steps: int, lowest: float, highest: float) -> None:
    """Empty axes for the losses of `steps` steps, on a logarithmic scale."""
    use_loss_scale(axes, lowest, highest)
    axes.set(xlabel="recorded step", ylabel="loss", xlim=(-0.03 * steps, 1.03 * steps))
    axes.locator_params(axis="x", integer=True, nbins=6)


def use_loss_scale(axes: Axes, lowest: float, highest: float) -> None:
    """A logarithmic axis for losses, a linear one below 0, with plain numbers at its ticks, and a grid."""
    axes.set_yscale("log" if lowest > 0 else "linear")
    axes.set_ylim(lowest, highest)
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda loss, _: f"{loss:g}"))
    axes.grid(True, color="#e4e7eb", linewidth=0.7)


def decades(surface: ErrorSurface, losses: Floats) -> tuple[float, float]:
    """Powers of ten below and above both the recorded losses and those of the surface; 12 decades at most.

    Where losses of the surface lie below 0, limits of a linear axis, the lower one below 0 as well.
    """
    known = np.concatenate([losses, [float(surface.loss_at(*surface.minimum)), float(surface.loss.max())]])
    if surface.loss.min() < 0:
        return _padded(known[np.isfinite(known)], 0.05)
    known = known[np.isfinite(known) & (known > 0)]
    highest = 10.0 ** math.ceil(math.log10(min(float(known.max()), 1e300)))
    lowest = 10.0 ** math.floor(math.log10(max(float(known.min()), 1e-300)))
    return max(lowest, highest * 1e-12), highest


def drawable(values: Floats) -> Floats:
    """Values without infinities and beyond-all-bounds numbers, at which drawing engines give up."""
    return np.clip(np.where(np.isinf(values), np.nan, values), -1e9, 1e9)


def short(value: float) -> str:
    """A loss or a parameter in as few digits as a reader needs."""
    return f"{float(f'{value:.2g}'):g}" if math.isfinite(value) else str(value)


def _padded(values: Floats, share: float) -> tuple[float, float]:
    room = share * float(np.ptp(values)) or 1.0
    return float(values.min()) - room, float(values.max()) + room
