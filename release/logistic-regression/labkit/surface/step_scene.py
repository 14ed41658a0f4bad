"""Data space, parameter space and loss history of one recorded step, side by side.

What stays the same from step to step is drawn once; what moves is laid over it, either by matplotlib for a
picture that is kept, or as a few SVG lines for one that changes many times a second.
"""

import html
from dataclasses import dataclass, replace
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from . import palette
from . import views as surface_views
from .descent_path import Run, thinned_late
from .display import data_uri, drawn_figure, encoded
from .error_surface import ErrorSurface
from .given_numbers import Floats
from .views import (
    draw_contour,
    draw_data,
    draw_history,
    draw_path,
    draw_predictions,
    drawable,
    places_across,
    predictions,
)

WIDTH, HEIGHT, DPI = 11.0, 3.7, 130
CSS_WIDTH = 1060
"""The widest that a picture is shown, in CSS pixels."""
FIRST_STEPS, MORE_STEPS = 10, 4
"""The history has room for 10 steps at first, then for 4 times as many whenever it is full."""
HISTORY_LEFT, HISTORY_LEFT_OF_TWO = 0.65, 0.5
"""Right of this share of the figure there is nothing but the history, of three views and of two."""
HEADLINE = (0.006, 0.945)
"""Where the line of text with the step's numbers begins, as a share of the figure."""


@dataclass(frozen=True)
class View:
    """The ranges that are in view."""

    factor: float
    steps: int
    lowest: float
    highest: float
    leaves: bool
    """Whether the path leaves even the widest view."""


@dataclass(frozen=True)
class Scene:
    """The parts that stay, drawn once."""

    surface: ErrorSurface
    view: View
    figure: Figure
    data: Axes | None
    """`None` where there is no model to draw."""
    parameters: Axes
    history: Axes
    background: bytes
    """What stays, as a PNG."""
    region: Any
    """What stays, as matplotlib's own copy of its pixels."""


def view_of(surface: ErrorSurface, run: Run, exact: bool = False) -> View:
    """Ranges that hold a whole run; with room for later steps unless `exact`."""
    points = run.points
    factor = surface_views.view_factor(surface, points)
    steps = max(len(run) - 1, 1)
    if not exact:
        steps = FIRST_STEPS
        while steps < len(run) - 1:
            steps *= MORE_STEPS
    lowest, highest = surface_views.decades(surface, np.array(run.losses, dtype=np.float64))
    leaves = surface_views.leaves_view(surface, points, factor)
    return View(factor, steps, lowest, highest, leaves)


def make_scene(surface: ErrorSurface, view: View) -> Scene:
    """Draw what stays."""
    with mpl.rc_context(palette.STYLE):
        figure = drawn_figure(WIDTH, HEIGHT, DPI)
        data, parameters, history = _axes(figure, surface.shows_data)
        if data is not None:
            draw_data(data, surface)
            data.set_title(f"data space: data and {surface.objective.fit}")
        draw_contour(parameters, surface, view.factor)
        draw_history(history, view.steps, view.lowest, view.highest)
        parameters.set_title("parameter space: " + ("the path leaves this view" if view.leaves else "loss and path"))
        history.set_title("loss history")
        canvas: Any = figure.canvas
        canvas.draw()
        pixels = canvas.copy_from_bbox(figure.bbox)
        return Scene(surface, view, figure, data, parameters, history, encoded(canvas), pixels)


def adapted(scene: Scene, view: View) -> Scene:
    """A scene with other ranges, in place of `scene`; where only the history has others, only that is drawn again."""
    if (view.factor, view.leaves) != (scene.view.factor, scene.view.leaves):
        return make_scene(scene.surface, view)
    with mpl.rc_context(palette.STYLE):
        canvas: Any = scene.figure.canvas
        canvas.restore_region(scene.region)
        left = HISTORY_LEFT if scene.data is not None else HISTORY_LEFT_OF_TWO
        size = 1.0 - left, HEADLINE[1]
        blank = Rectangle((left, 0.0), *size, transform=scene.figure.transFigure, color=palette.PAPER)
        blank.draw(canvas.get_renderer())
        draw_history(scene.history, view.steps, view.lowest, view.highest)
        scene.history.draw(canvas.get_renderer())
        pixels = canvas.copy_from_bbox(scene.figure.bbox)
        return replace(scene, view=view, background=encoded(canvas), region=pixels)


def _axes(figure: Figure, with_data: bool) -> tuple[Axes | None, Axes, Axes]:
    """Axes in fixed places: to have them placed by their labels would double the time of drawing."""
    lefts, width, bottom, height = (0.05, 0.375, 0.725), 0.268, 0.145, 0.68
    if not with_data:
        lefts, width = (0.05, 0.05, 0.56), 0.42
    axes = [figure.add_axes((left, bottom, width, height)) for left in (lefts if with_data else lefts[1:])]
    for each in axes:
        each.xaxis.set_label_coords(0.5, -0.115)
        each.yaxis.set_label_coords(-0.135 * 0.268 / width, 0.5)
    return (axes[0] if with_data else None), axes[-2], axes[-1]


def draw_step(scene: Scene, run: Run, step: int) -> list[Line2D]:
    """Draw step `step` of a run, and the path up to it, into the scene's axes; the same step in all three."""
    with mpl.rc_context(palette.STYLE):
        fits = [] if scene.data is None else [draw_predictions(scene.data, scene.surface, run.w[step], run.b[step])]
        path = draw_path(scene.parameters, run.points[: step + 1])
        at = thinned_late(step + 1, surface_views.MAX_POINTS)
        losses = drawable(np.array(run.losses))[at]
        size = 4.5 if step < surface_views.FEW else 0.0
        past = scene.history.plot(at, losses, "o-", color=palette.PATH, markersize=size)
        now = scene.history.plot(at[-1:], losses[-1:], "o", color=palette.PATH, markersize=9,
                                 markeredgecolor=palette.PAPER, markeredgewidth=1.4)  # fmt: skip
        return [*fits, *path, *past, *now]


def step_png(scene: Scene, run: Run, step: int) -> bytes:
    """The scene with one step as a PNG."""
    with mpl.rc_context(palette.STYLE):
        canvas: Any = scene.figure.canvas
        canvas.restore_region(scene.region)
        text = scene.figure.text(*HEADLINE, headline(run, step), fontsize=11, fontweight="bold")
        for artist in [text, *draw_step(scene, run, step)]:
            artist.draw(canvas.get_renderer())
            artist.remove()
        return encoded(canvas)


def headline(run: Run, step: int) -> str:
    """The numbers of one step in a line."""
    name = f"{run.name}, " if run.name else ""
    return f"{name}step {step}: w = {run.w[step]:.4g}, b = {run.b[step]:.4g}, loss = {run.losses[step]:.4g}"


def description(run: Run, step: int, surface: ErrorSurface) -> str:
    """What the picture of one step shows, for those who do not see it."""
    begin, now = headline(run, 0), headline(run, step)
    views, data = ("Two", "")
    if surface.shows_data:
        views, data = "Three", f"Data space: the samples with this step's {surface.objective.fit}. "
    scale = "" if surface.loss.min() < 0 else " on a logarithmic scale"
    return (
        f"{views} views of one recorded step ({now}). {data}Parameter "
        f"space: lines of equal loss over {surface.objective.over} with the path of {step + 1} steps so far, from "
        f"{begin}. Loss history: the recorded losses up to this step{scale}."
    )


# --- the moving parts as SVG ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Track:
    """Where a run's moving parts lie in a scene, in the pixels of its background, for the steps that are kept."""

    line: Floats
    """Each step's line in data space, shape `(steps, 4)`: x1, y1, x2, y2; of a curve more points, of none no column."""
    path: Floats
    """The pairs (w, b) in parameter space, shape `(steps, 2)`."""
    history: Floats
    """The losses, shape `(steps, 2)`."""


def track(scene: Scene, run: Run, steps: list[int]) -> Track:
    """Pixels of the given steps of a run, counted from the top left; `nan` where a number is not finite."""
    w, b = run.points[steps].T
    losses = np.array([run.losses[step] for step in steps], dtype=np.float64)
    return Track(
        _line_track(scene, w, b),
        _pixels(scene, scene.parameters, w, b),
        _pixels(scene, scene.history, np.array(steps, dtype=np.float64), np.maximum(losses, scene.view.lowest)),
    )


def _line_track(scene: Scene, w: Floats, b: Floats) -> Floats:
    """The predictions of each step across data space, point after point."""
    if scene.data is None:
        return np.empty((len(w), 0))
    columns = [
        _pixels(scene, scene.data, np.full_like(w, place), predictions(scene.surface, place, w, b))
        for place in places_across(scene.data, scene.surface).tolist()
    ]
    return np.concatenate(columns, axis=1)


def _pixels(scene: Scene, axes: Axes, x: Floats, y: Floats) -> Floats:
    points = np.stack([drawable(x), drawable(y)], axis=1)
    with np.errstate(invalid="ignore"):
        pixels: Floats = axes.transData.transform(points)
    pixels[:, 1] = scene.figure.bbox.height - pixels[:, 1]
    return pixels.clip(-1e5, 1e5).round(1)


def pixel_size(scene: Scene) -> tuple[int, int]:
    """Width and height of the background in pixels."""
    return round(float(scene.figure.bbox.width)), round(float(scene.figure.bbox.height))


def window(scene: Scene, axes: Axes) -> tuple[float, float, float, float]:
    """Left, top, width and height of axes in pixels of the background."""
    box = axes.get_window_extent()
    return (
        round(float(box.x0), 1),
        round(float(scene.figure.bbox.height - box.y1), 1),
        round(float(box.width), 1),
        round(float(box.height), 1),
    )


def step_svg(scene: Scene, run: Run, step: int) -> str:
    """The scene with one step as an SVG image."""
    kept = track(scene, run, thinned_late(step + 1, surface_views.MAX_POINTS))
    wide, high = pixel_size(scene)
    dots = step < surface_views.FEW
    views = [
        (scene.data, _polyline(kept.line[-1].reshape(-1, 2), palette.PATH, 4.0)),
        (scene.parameters, _walk(kept.path, dots) + _start(kept.path[0])),
        (scene.history, _walk(kept.history, dots)),
    ]
    parts = "".join(_clipped(scene, axes, markup) for axes, markup in views if axes is not None)
    numbers = html.escape(headline(run, step))
    text = f'<text x="{HEADLINE[0] * wide:g}" y="{(1 - HEADLINE[1]) * high:g}">{numbers}</text>'
    return (
        f'<svg role="img" viewBox="0 0 {wide} {high}" aria-label="{numbers}" '
        f'style="width:100%;max-width:{CSS_WIDTH}px;background:#ffffff;font:bold 20px DejaVu Sans,sans-serif" '
        f'fill="{palette.INK}"><image href="{data_uri(scene.background)}" width="{wide}" height="{high}"/>'
        f"{parts}{text}</svg>"
    )


def _clipped(scene: Scene, axes: Axes, markup: str) -> str:
    """A nested SVG cuts off what leaves its axes, without an id that could meet another picture's."""
    left, top, wide, high = window(scene, axes)
    return (
        f'<svg x="{left}" y="{top}" width="{wide}" height="{high}" viewBox="{left} {top} {wide} {high}">{markup}</svg>'
    )


def _walk(points: Floats, dots: bool) -> str:
    """A line through points on a white edge, a dot at each if wanted, a larger one at the last."""
    finite = points[np.isfinite(points).all(axis=1)]
    thickness = 3.0 if dots else 2.0
    lines = _polyline(finite, palette.PAPER, thickness + 3.0) + _polyline(finite, palette.PATH, thickness)
    signs = "".join(f'<circle cx="{x}" cy="{y}" r="5"/>' for x, y in finite) if dots else ""
    if np.isfinite(points[-1]).all():
        signs += f'<circle cx="{points[-1, 0]}" cy="{points[-1, 1]}" r="9" stroke="#ffffff" stroke-width="2.5"/>'
    return f'{lines}<g fill="{palette.PATH}">{signs}</g>'


def _start(point: Floats) -> str:
    """A hollow dot."""
    if not np.isfinite(point).all():
        return ""
    look = f'r="7" fill="{palette.PAPER}" stroke="{palette.PATH}" stroke-width="3"'
    return f'<circle cx="{point[0]}" cy="{point[1]}" {look}/>'


def _polyline(points: Floats, colour: str, thickness: float) -> str:
    if not np.isfinite(points).all():
        return ""
    corners = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline points="{corners}" fill="none" stroke="{colour}" stroke-width="{thickness}"/>'
