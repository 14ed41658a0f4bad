"""Whole figures of an error surface: the opening view, the end of a run, and several paths compared."""

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from . import palette
from .descent_path import Run
from .display import new_figure
from .error_surface import ErrorSurface
from .given_numbers import Floats
from .views import (
    FEW,
    decades,
    draw_contour,
    draw_path,
    draw_path_in_space,
    draw_surface,
    drawable,
    leaves_view,
    short,
    use_loss_scale,
    view_factor,
)

DPI = 120
MANY_UPDATES = 100
"""Beyond so many updates their axis is logarithmic: else a path of ten is a stroke beside one of hundreds."""
WIDER = 2.4
NO_STEPS = "nothing recorded yet: call set_para_loss in the training loop"


def surface_figure(surface: ErrorSurface, run: Run | None = None) -> Figure:
    """The surface in space and its contour, with the path of a run where there is one."""
    with mpl.rc_context(palette.STYLE):
        figure = new_figure(10.0, 4.3, DPI)
        space = figure.add_axes((0.0, 0.035, 0.47, 0.92), projection="3d")
        flat = figure.add_axes((0.56, 0.12, 0.42, 0.78))
        points = run.points if run is not None else np.empty((0, 2))
        factor = view_factor(surface, points)
        draw_surface(space, surface)
        draw_contour(flat, surface, factor)
        figure.text(0.02, 0.925, f"loss over {surface.objective.over}", fontsize=10.5)
        flat.set_title(_contour_title(surface, run, points, factor))
        if len(points):
            draw_path_in_space(space, surface, points)
            draw_path(flat, points)
        return figure


def _contour_title(surface: ErrorSurface, run: Run | None, points: Floats, factor: float) -> str:
    if run is None:
        return f"lines of equal loss; + marks {surface.objective.lowest}"
    if not len(points):
        return NO_STEPS
    if leaves_view(surface, points, factor):
        return f"path of {len(points)} steps; it leaves this view"
    return f"path of {len(points)} steps; + marks {surface.objective.lowest}"


def surface_description(surface: ErrorSurface, run: Run | None = None) -> str:
    """What `surface_figure` shows, for those who do not see it."""
    w, b = surface.minimum
    what = surface.objective
    valley = "a long valley with its lowest point" if what.straight else "its lowest point in these ranges is"
    text = (
        f"{what.name} over {what.w_name} from {-surface.w[-1]:g} to {surface.w[-1]:g} and {what.b_name} from "
        f"{-surface.b[-1]:g} to {surface.b[-1]:g}, as a surface in space and as lines of equal loss: {valley} "
        f"at w = {w:.3g}, b = {b:.3g}, where the loss is "
        f"{short(float(surface.loss_at(w, b)))}."
    )
    if run is None:
        return text
    if not len(run):
        return f"{text} No path: {NO_STEPS}."
    return (
        f"{text} A path of {len(run)} steps leads from w = {run.w[0]:.4g}, b = {run.b[0]:.4g} (loss "
        f"{run.losses[0]:.4g}) to w = {run.w[-1]:.4g}, b = {run.b[-1]:.4g} (loss {run.losses[-1]:.4g})."
    )


def comparison_figure(
    surface: ErrorSurface,
    paths: Mapping[str, Floats],
    updates_per_epoch: Mapping[str, float],
    points_per_epoch: Mapping[str, float],
) -> Figure:
    """Several paths over one contour; beside it their losses by epoch, and by update; once where these are the same."""
    everything = np.concatenate(list(paths.values()))
    losses = {name: drawable(surface.loss_at(*points.T)) for name, points in paths.items()}
    epochs = {name: np.arange(len(points)) / points_per_epoch[name] for name, points in paths.items()}
    updates = {name: epochs[name] * updates_per_epoch[name] for name in paths}
    limits = decades(surface, np.concatenate(list(losses.values())))
    with mpl.rc_context(palette.STYLE):
        figure = new_figure(10.0, 4.6, DPI)
        flat = figure.add_axes((0.055, 0.11, 0.47, 0.81))
        alike = all(updates_per_epoch[name] == 1 for name in paths)
        by_update = figure.add_axes((0.605, 0.11, 0.385, 0.81 if alike else 0.31))
        draw_contour(flat, surface, view_factor(surface, everything))
        flat.set_title("paths through the parameters")
        for index, (name, points) in enumerate(paths.items()):
            draw_path(flat, points, label=name, width=_width(index, paths), **_look(index))
        if not alike:
            by_epoch = figure.add_axes((0.605, 0.61, 0.385, 0.31))
            _draw_losses(by_epoch, epochs, losses, "epoch", limits)
        _draw_losses(by_update, updates, losses, "update", limits)
        if max(places[-1] for places in updates.values()) > MANY_UPDATES:
            by_update.set_xscale("symlog", linthresh=1.0)
        by_update.xaxis.set_major_formatter(FuncFormatter(lambda update, _: f"{update:g}"))
        by_update.set_xlim(left=0.0)
        flat.legend(loc="best")
        return figure


def _look(index: int) -> dict[str, Any]:
    """Colour, marker and dashes of a path: three signs, any of which is enough."""
    return {
        "colour": palette.PATHS[index % len(palette.PATHS)],
        "marker": palette.MARKERS[index % len(palette.MARKERS)],
        "dash": palette.DASHES[index % len(palette.DASHES)],
    }


def _width(index: int, paths: Mapping[str, Floats]) -> float | None:
    """For one of several paths of many steps: wider than the later ones, which may lie upon it."""
    many = [len(points) > FEW for points in paths.values()]
    return 1.0 + WIDER * sum(many[index + 1 :]) if many[index] and sum(many) > 1 else None


def _draw_losses(
    axes: Axes, places: Mapping[str, Floats], losses: Mapping[str, Floats], unit: str, limits: tuple[float, float]
) -> None:
    for index, name in enumerate(places):
        look = _look(index)
        few = len(places[name]) <= FEW
        width = _width(index, places) or (1.5 if few else 1.0)
        axes.plot(places[name], losses[name], color=look["colour"], linestyle=look["dash"] if few else "-",
                  marker=look["marker"], markersize=3.5 if few else 0.0, linewidth=width)  # fmt: skip
    use_loss_scale(axes, *limits)
    axes.set(xlabel=unit, ylabel="total loss")
    axes.set_title(f"by {unit}")


def comparison_description(
    surface: ErrorSurface, paths: Mapping[str, Floats], updates_per_epoch: Mapping[str, float]
) -> str:
    """What `comparison_figure` shows, for those who do not see it."""
    ends = "; ".join(
        f"{name}: {len(points)} points from w = {points[0, 0]:.4g}, b = {points[0, 1]:.4g} to w = "
        f"{points[-1, 0]:.4g}, b = {points[-1, 1]:.4g}, loss {float(surface.loss_at(*points[-1])):.4g}"
        for name, points in paths.items()
    )
    counted = "by epoch and by update" if any(count != 1 for count in updates_per_epoch.values()) else "by update"
    return f"Paths over lines of equal loss, and their total losses {counted}. {ends}."
