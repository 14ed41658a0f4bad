"""The training runs of the class on one error surface.

The mean squared error of a line is a quadratic form, so each line of equal loss is an ellipse, drawn here as exactly
that: around the least-squares line, with axes along the eigenvectors of the form.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product, takewhile

import numpy as np
from markupsafe import Markup

from autograder.report.data import Kind, Point, RunShown, Training
from autograder.report.svg import (
    Frame,
    Pixel,
    Pixels,
    clipped,
    line,
    outline,
    picture,
    round_steps,
    sign,
    text,
    x_name,
    y_name,
)
from labkit.judging.key import Floats
from labkit.judging.paths.known_paths import Landscape
from labkit.judging.paths.level_lines import level_lines
from labkit.surface.error_surface import ErrorSurface

WIDTH, HEIGHT = 470.0, 400.0
DEPTH = 1e-3
"""The lowest line of equal loss lies this share of the way up from the minimum to the highest corner."""
MOST_PATHS = 40
"""Paths that differ, for each kind."""
MOST_ENDS = 120
"""Ends of runs without a path, for each kind."""
NEAR = 4.0
"""Points of paths that are this near each other, in pixels, are drawn as one."""
FEW = 40
"""Up to so many points of a path have a sign each."""
STRIPE = 9.0
"""Length of the stripes of a path that several kinds have in common."""


def surface_picture(shown: Training, surface: ErrorSurface | Landscape, kinds: Sequence[Kind]) -> Markup:
    """The surface with the right path, each path that is known, and the ends of all other runs."""
    frame = Frame(WIDTH, HEIGHT, *_reach(surface))
    lines = _contours(frame, surface) if isinstance(surface, ErrorSurface) else [level_lines(surface, frame.at)]
    w_name, b_name = _axis_names(shown, surface)
    runs = [
        line([_pixel(frame, point) for point in _there(shown.right_path)], "band on-surface"),
        *_paths(frame, shown.runs, kinds),
        *_ends(frame, shown.runs, kinds),
        _minimum(frame, surface),
    ]
    parts = [
        clipped(frame, "surface", [_rim(frame), *lines, *runs]),
        outline(frame),
        *_numbers(frame),
        x_name(frame, w_name),
        y_name(frame, b_name),
    ]
    return picture(frame, "surface", _title(shown), parts)


def _reach(surface: ErrorSurface | Landscape) -> tuple[Point, Point]:
    """From which to which parameters it reaches."""
    if isinstance(surface, Landscape):
        return surface.w, surface.b
    return (-surface.w[-1], surface.w[-1]), (-surface.b[-1], surface.b[-1])


def _axis_names(shown: Training, surface: ErrorSurface | Landscape) -> tuple[str, str]:
    if isinstance(surface, Landscape):
        return surface.names
    return f"slope {shown.names[1]}", f"bias {shown.names[2]}"


def _title(shown: Training) -> str:
    known = sum(bool(run.path) for run in shown.runs)
    return (
        f"Error surface of the published data with the paths of {known} of {len(shown.runs)} training runs; "
        "the table below has their numbers"
    )


def outside(shown: Training, surface: ErrorSurface | Landscape) -> int:
    """How many runs ended beyond the surface that is drawn, or in no number."""
    frame = Frame(WIDTH, HEIGHT, *_reach(surface))
    return sum(run.end is not None and not frame.holds(*run.end) for run in shown.runs)


# The surface


def _rim(frame: Frame) -> str:
    wide, high = frame.inner
    return f'<rect class="rim" x="{frame.left:g}" y="{frame.top:g}" width="{wide:g}" height="{high:g}"/>'


def _contours(frame: Frame, surface: ErrorSurface) -> Iterable[str]:
    """Ellipses of equal loss from the outermost to the innermost, each a little lighter, and some of the losses."""
    form = _form_in_pixels(frame, surface)
    values, vectors = np.linalg.eigh(form)
    if values[0] <= 1e-12 * values[1]:  # all inputs are the same: no ellipses, only a trench
        return
    low = float(surface.loss_at(*surface.minimum))
    x, y = frame.at(*surface.minimum)
    turn = math.degrees(math.atan2(vectors[1, 0], vectors[0, 0]))
    heights = _heights(float(surface.loss.max()) - low)
    for height in reversed(heights):
        rx, ry = np.sqrt(height / values)
        yield (
            f'<ellipse class="level" cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" '
            f'transform="rotate({turn:.2f} {x:.1f} {y:.1f})"/>'
        )
    for height in heights[1::2]:
        above = math.sqrt(height / form[1, 1])
        if above > 24 and y - above > frame.top + 12:
            yield text(x, y - above + 4, f"{height + low:.2g}", css="height")


def _form_in_pixels(frame: Frame, surface: ErrorSurface) -> Floats:
    """The matrix A with loss = minimum + p A p, where p is the distance from the minimum in pixels."""
    x = surface.x
    form = np.array([[(x * x).mean(), x.mean()], [x.mean(), 1.0]])
    origin, right = frame.at(0.0, 0.0), frame.at(1.0, 1.0)
    scale = np.array([right[0] - origin[0], right[1] - origin[1]])
    return np.asarray(form / np.outer(scale, scale))


def _heights(span: float) -> list[float]:
    """Steps of 1, 2, 5, 10, ... above the minimum, up to `span`."""
    powers = range(math.floor(math.log10(DEPTH * span)), math.ceil(math.log10(span)) + 1)
    steps = [factor * 10.0**power for power in powers for factor in (1, 2, 5)]
    return [height for height in steps if DEPTH * span <= height < span]


def _minimum(frame: Frame, surface: ErrorSurface | Landscape) -> str:
    x, y = frame.at(*surface.minimum)
    return f'<path class="minimum" d="M{x - 6:.1f} {y:.1f}h12M{x:.1f} {y - 6:.1f}v12"/>'


def _numbers(frame: Frame) -> Iterable[str]:
    for value in round_steps(*frame.x):
        yield text(frame.at(value, 0)[0], frame.height - frame.bottom + 15, f"{value:g}")
    for value in round_steps(*frame.y):
        yield text(frame.left - 6, frame.at(0, value)[1] + 4, f"{value:g}", "end")


# The runs


def _paths(frame: Frame, runs: Sequence[RunShown], kinds: Sequence[Kind]) -> Iterable[str]:
    """Each step of a path once, in stripes of all kinds that share it; signs mark the epochs, in turn where shared.

    Where the steps are too many, signs mark the ends alone.
    """
    marks_steps = marks_each_step(runs)
    sharing: dict[tuple[Pixel, Pixel], dict[str, None]] = defaultdict(dict)
    paths = _snapped({kind.key: _distinct(frame, runs, kind.key) for kind in kinds})
    for key, found in paths.items():
        for path in found:
            for step in pairwise(path):
                sharing[step][key] = None
    steps: dict[str, list[str]] = defaultdict(list)
    signs: dict[str, list[str]] = defaultdict(list)
    for place, (step, keys) in enumerate(sharing.items()):
        for turn, key in enumerate(keys):
            steps[key].append(_striped(step, turn, len(keys)))
        shown = list(keys)[place % len(keys)]
        if marks_steps:
            signs[shown].append(sign(shown, *step[1]))
    if not marks_steps:
        for key, found in paths.items():
            signs[key] += [sign(key, *place) for place in dict.fromkeys(path[-1] for path in found)]
    for drawn in (steps, signs):
        for key in sorted(drawn, key=lambda key: key != "other"):
            yield f'<g class="run k-{key}">{"".join(drawn[key])}</g>'
    starts = Counter(path[0] for found in paths.values() for path in found)
    for place, ((x, y), _) in enumerate(starts.most_common()):
        named = text(x, y + 19, "start") if place == 0 else ""
        yield f'<circle class="start" cx="{x:.1f}" cy="{y:.1f}" r="6"/>{named}'


def _snapped(paths: Mapping[str, Sequence[Pixels]]) -> dict[str, list[Pixels]]:
    """The paths with every point moved to one that is there already within `NEAR`, so that none hides another."""
    known: dict[tuple[int, int], Pixel] = {}

    def moved(point: Pixel) -> Pixel:
        across, up = (math.floor(number / NEAR) for number in point)
        around = [
            known[cell] for cell in product(range(across - 1, across + 2), range(up - 1, up + 2)) if cell in known
        ]
        close = [other for other in around if math.dist(point, other) <= NEAR]
        return min(close, key=lambda other: math.dist(point, other)) if close else known.setdefault((across, up), point)

    return {key: [tuple(map(moved, path)) for path in found] for key, found in paths.items()}


def _distinct(frame: Frame, runs: Sequence[RunShown], key: str) -> list[Pixels]:
    """The paths of one kind that differ, those that most runs share first."""
    counted: Counter[tuple[Point, ...]] = Counter(run.path for run in runs if run.kind == key and run.path)
    return [tuple(_pixel(frame, point) for point in _there(path)) for path, _ in counted.most_common(MOST_PATHS)]


def _there(path: Sequence[Point]) -> Iterable[Point]:
    """The points of a path up to the first that is no number."""
    return takewhile(lambda point: all(map(math.isfinite, point)), path)


def marks_each_step(runs: Sequence[RunShown]) -> bool:
    """Whether paths are so short that each of their steps has a sign."""
    return max((len(run.path) for run in runs), default=0) <= FEW


def _pixel(frame: Frame, point: Point) -> Pixel:
    """The pixel of a point, at most some pictures away, so that no browser stumbles over it."""
    x, y = frame.at(*point)
    far = 20 * WIDTH
    return round(min(max(x, -far), far), 1), round(min(max(y, -far), far), 1)


def _striped(step: tuple[Pixel, Pixel], turn: int, kinds: int) -> str:
    """One kind's stripes of a step that `kinds` of them share."""
    dashes = f"{STRIPE:g} {STRIPE * (kinds - 1):g}" if kinds > 1 else ""
    return line(step, "path", dashes, -STRIPE * turn)


def _ends(frame: Frame, runs: Sequence[RunShown], kinds: Sequence[Kind]) -> Iterable[str]:
    """A sign where a run ended of which only the end is known; the same place is marked once."""
    for kind in kinds:
        ends = [run.end for run in runs if run.kind == kind.key and run.end is not None and not run.path]
        places = Counter(_pixel(frame, end) for end in ends if frame.holds(*end))
        signs = "".join(sign(kind.key, *place) for place, _ in places.most_common(MOST_ENDS))
        if signs:
            yield f'<g class="run k-{kind.key}">{signs}</g>'


def ranges(runs: Iterable[RunShown]) -> Mapping[str, str]:
    """For the table behind the pictures: final losses, lengths and parameters of the runs of a kind, in words."""
    shown = list(runs)
    return {
        "entries": _range([float(len(run.loss)) for run in shown], "g"),
        "first": _range([run.loss[0] for run in shown if run.loss], ".4g"),
        "last": _range([run.loss[-1] for run in shown if run.loss], ".3g"),
        "w": _range([run.end[0] for run in shown if run.end is not None], ".3g"),
        "b": _range([run.end[1] for run in shown if run.end is not None], ".3g"),
    }


def _range(values: Sequence[float], form: str) -> str:
    """`low to high`, or the one number that all share; what is not finite is said."""
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return "not finite" if values else "–"
    low, high = f"{min(finite):{form}}", f"{max(finite):{form}}"
    said = low if low == high else f"{low} to {high}"
    lost = len(values) - len(finite)
    return f"{said}, {lost} not finite" if lost else said
