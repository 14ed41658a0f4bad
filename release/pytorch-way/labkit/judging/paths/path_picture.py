"""Paths over the error surface, as SVG text with a short script that plays them: no image file, nothing to fetch.

Data space, parameter space and losses stand side by side and show the same step. Without the script, or where scripts
are not run, the last step is shown. Lines and texts have the colours of the page, so that it reads on light and dark.
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from ..history_plot import Scale
from .free_places import free_place
from .known_paths import Point
from .level_lines import level_lines
from .playing import SCRIPT
from .walks import Picture, Walk

WIDTH, HEIGHT = 960, 330
TOP, BOTTOM = 44, 46
CURVE = 24
"""Points of a curve of predictions that is no straight line."""
MAX_STEPS = 48
"""Steps that are played at most; of longer paths some are left out, evenly spread."""
FEW = 40
"""Up to so many points of a path have a sign each."""
FAR = 20.0
"""Points are drawn at most so many widths away, so that no browser stumbles over them."""
PART_HERE, PART_WIDE = "part here", 52.0
"""What stands beside the last point that two paths have in common, and how wide it is in pixels."""
RING = 11
"""The radius of the ring round that point."""


@dataclass(frozen=True)
class _Frame:
    """A view: where it lies in the picture, and what its axes reach over."""

    left: float
    right: float
    x: Point
    y: Point

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of a point, bounded; not a number where it is not finite."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return (
            _bounded(self.left + across * (self.right - self.left)),
            _bounded(HEIGHT - BOTTOM - up * (HEIGHT - BOTTOM - TOP)),
        )

    @property
    def window(self) -> str:
        """A nested SVG cuts off what leaves it, without an id that could meet another picture's."""
        wide, high = self.right - self.left, HEIGHT - BOTTOM - TOP
        box = f"{self.left:g} {TOP} {wide:g} {high:g}"
        return f'<svg x="{self.left:g}" y="{TOP}" width="{wide:g}" height="{high:g}" viewBox="{box}">'


def picture_html(picture: Picture, sentence: str = "", *, plays: bool = True) -> str:
    """The picture as HTML, with buttons to play and to step through it where it `plays`."""
    steps = _steps(picture)
    views = _views(picture)
    about = _about(picture, sentence)
    drawn = _svg(picture, views, about)
    said = f'<div style="margin-top:0.3em">{escape(sentence)}</div>' if sentence else ""
    if not plays or len(steps) < 2:
        return f'<div style="max-width:{WIDTH}px">{said}{drawn}</div>'
    data = json.dumps(_data(picture, views, steps), separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    name = hashlib.sha256((data + drawn).encode()).hexdigest()[:16]
    script = SCRIPT.replace("__NAME__", name).replace("__DATA__", data)
    return f'<div data-paths="{name}" style="max-width:{WIDTH}px">{said}{drawn}</div><script>{script}</script>'


def _about(picture: Picture, sentence: str) -> str:
    shown = ", ".join(walk.name for walk in picture.walks)
    ended = f"; a sign: {picture.end_name}" if picture.end is not None else ""
    where = f"{picture.landscape.names[0]} and {picture.landscape.names[1]}"
    return f"Paths over lines of equal loss by {where}: {shown}{ended}. {sentence}".strip()


# What is in view


@dataclass(frozen=True)
class _Views:
    data: _Frame | None
    parameters: _Frame
    losses: _Frame
    scale: Scale


def _views(picture: Picture) -> _Views:
    land = picture.landscape
    data = None
    if land.model:
        xs, ys = [x for x, _ in land.data], [y for _, y in land.data]
        data = _Frame(52, 300, _padded(xs, 0.04), _padded(ys, 0.5))
    found = [loss for walk in picture.walks for loss in walk.losses if math.isfinite(loss) and loss > 0]
    scale = Scale.over(found or [1.0, 2.0])
    last = max(2, *(max(len(walk.path) - 1, len(walk.losses)) for walk in picture.walks))
    across = (0.0, last + 0.04 * last)
    losses = _Frame(712 if land.model else 548, 946, across, (scale.low, scale.high))
    left, right = (366, 640) if land.model else (58, 470)
    return _Views(data, _Frame(left, right, land.w, land.b), losses, scale)


def _padded(values: Sequence[float], share: float) -> Point:
    room = share * (max(values) - min(values)) or 1.0
    return min(values) - room, max(values) + room


def _steps(picture: Picture) -> list[int]:
    """The steps that are played, the first and the last among them."""
    last = max(len(walk.path) for walk in picture.walks) - 1
    if last < MAX_STEPS:
        return list(range(last + 1))
    return sorted({round(k * last / (MAX_STEPS - 1)) for k in range(MAX_STEPS)})


# What is drawn


def _svg(picture: Picture, views: _Views, about: str) -> str:
    parts = [_legend(picture), _parameters(picture, views.parameters), _losses(picture, views)]
    if views.data is not None:
        parts.append(_data_space(picture, views.data))
    return (
        f'<svg role="img" aria-label="{escape(about)}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'style="display:block;width:100%;max-width:{WIDTH}px;margin-top:0.5em" font-family="sans-serif" '
        f'font-size="13" fill="currentColor">{"".join(parts)}</svg>'
    )


def _legend(picture: Picture) -> str:
    entries = []
    x = 52.0
    named = [(walk.name, walk.colour, walk.dashes, False) for walk in picture.walks]
    if picture.end is not None:
        named.append((picture.end_name, "currentColor", "", True))
    for name, colour, dashes, is_end in named:
        sign = (
            _diamond(x + 12, 12)
            if is_end
            else f'<path d="M{x:g} 12h26" stroke="{colour}" stroke-width="3" stroke-dasharray="{dashes}" fill="none"/>'
            f'<circle cx="{x + 13:g}" cy="12" r="4" fill="{colour}"/>'
        )
        entries.append(f'{sign}<text x="{x + 33:g}" y="16.5">{escape(name)}</text>')
        x += 33 + 7.0 * len(name) + 26
    return "".join(entries)


def _axes(frame: _Frame, title: str, below: str, ticks: Iterable[tuple[float, str]], beside: str = "") -> str:
    """The border of a view, its title, the name below it, and numbers at its left side."""
    wide, high = frame.right - frame.left, HEIGHT - BOTTOM - TOP
    parts = [
        f'<rect x="{frame.left:g}" y="{TOP}" width="{wide:g}" height="{high:g}" fill="none" stroke="currentColor" '
        f'stroke-opacity="0.5"/><text x="{frame.left:g}" y="{TOP - 7}">{escape(title)}</text>'
        f'<text x="{frame.left + wide / 2:g}" y="{HEIGHT - 10}" text-anchor="middle">{escape(below)}</text>'
    ]
    for place, text in ticks:
        y = frame.at(frame.x[0], place)[1]
        parts.append(f'<text x="{frame.left - 6:g}" y="{y + 4:.1f}" text-anchor="end" font-size="11">{text}</text>')
    if beside:
        parts.append(
            f'<text transform="translate({frame.left - 36:g} {TOP + high / 2:g}) rotate(-90)" '
            f'text-anchor="middle">{escape(beside)}</text>'
        )
    return "".join(parts)


def _across(frame: _Frame, ticks: Iterable[float]) -> str:
    """Numbers below a view."""
    made = ((frame.at(place, frame.y[0])[0], f"{place:g}") for place in ticks)
    y = HEIGHT - BOTTOM + 16
    return "".join(f'<text x="{x:.1f}" y="{y}" text-anchor="middle" font-size="11">{text}</text>' for x, text in made)


def _round_places(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from `low` to `high`, 1, 2 or 5 times a power of ten apart."""
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next(digit * power for digit in (1, 2, 5, 10) if (high - low) / (digit * power) <= most)
    return [round(count * step, 10) for count in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _data_space(picture: Picture, frame: _Frame) -> str:
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2"/>' for x, y in (frame.at(*point) for point in picture.landscape.data)
    )
    lines = "".join(
        _line(_fits(picture, frame, walk, len(walk.path) - 1), walk, f"fit{place}", 2.5)
        for place, walk in enumerate(picture.walks)
        if walk.path
    )
    model = "line" if picture.landscape.model == "line" else "curve"
    return (
        _axes(
            frame,
            f"data and {model}",
            "x",
            ((place, f"{place:g}") for place in _round_places(*frame.y)),
            "y",
        )
        + _across(frame, _round_places(*frame.x))
        + f'{frame.window}<g fill-opacity="0.55">{dots}</g>{lines}</svg>'
    )


def _parameters(picture: Picture, frame: _Frame) -> str:
    land = picture.landscape
    x, y = frame.at(*land.minimum)
    lowest = f'<path d="M{x - 6:.1f} {y:.1f}h12M{x:.1f} {y - 6:.1f}v12" stroke="currentColor" stroke-width="1.5"/>'
    walks = "".join(_walk(frame, walk, place) for place, walk in enumerate(picture.walks) if walk.path)
    return (
        _axes(
            frame,
            "parameters; + marks the lowest loss",
            land.names[0],
            ((place, f"{place:g}") for place in _round_places(*frame.y)),
            land.names[1],
        )
        + _across(frame, _round_places(*frame.x))
        + f"{frame.window}{level_lines(land, frame.at)}{lowest}{walks}"
        + f"{_ring(picture, frame)}{_end_sign(picture, frame)}</svg>"
    )


def _walk(frame: _Frame, walk: Walk, place: int) -> str:
    points = [frame.at(*point) for point in walk.path]
    start = points[0]
    begun = (
        f'<circle cx="{start[0]}" cy="{start[1]}" r="6" fill="none" stroke="{walk.colour}" stroke-width="2"/>'
        if all(map(math.isfinite, start))
        else ""
    )
    return _line(points, walk, f"path{place}", 2.2 + (place == 0) * 1.6) + begun + _signs(points, walk, place, "at")


def _signs(points: Sequence[Point], walk: Walk, place: int, role: str) -> str:
    """A sign at each point where they are few, round for the right walk and square for others, and one for now."""
    finite = [point for point in points if all(map(math.isfinite, point))]
    small, large = (3.2, 6.0) if place < 2 else (1.8, 3.5)
    few = "".join(_sign(point, place, walk.colour, small) for point in finite) if len(points) <= FEW else ""
    now = finite[-1] if finite else (-99.0, -99.0)
    return (
        f'<g data-p="{role}s{place}">{few}</g>'
        f'<circle data-p="{role}{place}" cx="{now[0]}" cy="{now[1]}" r="{large:g}" fill="{walk.colour}"/>'
    )


def _sign(point: Point, place: int, colour: str, size: float) -> str:
    x, y = point
    if place == 0:
        return f'<circle cx="{x}" cy="{y}" r="{size}" fill="{colour}"/>'
    return f'<path d="M{x - size:.1f} {y - size:.1f}h{2 * size}v{2 * size}h{-2 * size}z" fill="{colour}"/>'


def _ring(picture: Picture, frame: _Frame) -> str:
    """A ring round the last point that both walks have in common."""
    if picture.part_at is None or picture.part_at < 1:
        return ""
    x, y = frame.at(*picture.walks[0].path[picture.part_at - 1])
    left, base = _free_of_lines(picture, frame, (x, y))
    return (
        f'<circle cx="{x}" cy="{y}" r="{RING}" fill="none" stroke="currentColor" stroke-width="2"/>'
        f'<text x="{left:.1f}" y="{base:.1f}" font-size="12">{PART_HERE}</text>'
    )


def _free_of_lines(picture: Picture, frame: _Frame, point: Point) -> Point:
    """Where the words beside the ring cover the fewest lines."""
    paths = [[frame.at(*step) for step in walk.path] for walk in picture.walks]
    levels = [[frame.at(*step) for step in line] for level in picture.landscape.levels for line in level.lines]
    end = picture.end and frame.at(*picture.end)
    signs = [[(end[0] - RING, end[1]), (end[0] + RING, end[1])]] if end and all(map(math.isfinite, end)) else []
    view = (frame.left, float(TOP)), (frame.right, float(HEIGHT - BOTTOM))
    return free_place(point, (PART_WIDE, 9.0), RING + 4.0, view, [*paths, *signs], levels)


def _end_sign(picture: Picture, frame: _Frame) -> str:
    if picture.end is None or not all(map(math.isfinite, picture.end)):
        return ""
    return _diamond(*frame.at(*picture.end))


def _diamond(x: float, y: float) -> str:
    return (
        f'<path d="M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8 -8z" fill="none" stroke="currentColor" stroke-width="2.5"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.6"/>'
    )


def _losses(picture: Picture, views: _Views) -> str:
    frame, scale = views.losses, views.scale
    kind = "logarithmic" if scale.is_logarithmic else "linear"
    below = picture.entry if all(walk.is_in_step or not walk.path for walk in picture.walks) else "entry"
    grid = "".join(
        f'<line x1="{frame.left:g}" x2="{frame.right:g}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" '
        'stroke-opacity="0.18"/>'
        for y in (frame.at(0, place)[1] for place, _ in scale.ticks)
    )
    lines = ""
    for place, walk in enumerate(picture.walks):
        points = _loss_points(walk, views)
        lines += _line(points, walk, f"loss{place}", 2.0 + (place == 0) * 1.2) + _signs(points, walk, place, "now")
    ticks = [place for place in _round_places(*frame.x) if place == int(place)]
    return (
        _axes(frame, f"{picture.history}, {kind}", below, scale.ticks)
        + _across(frame, ticks)
        + f"{grid}{frame.window}{lines}</svg>"
    )


def _loss_points(walk: Walk, views: _Views) -> list[tuple[float, float]]:
    """The entries of a history where they are drawn: entry k belongs to step k + 1."""
    log = views.scale.is_logarithmic
    shown = ((place, walk.losses[place - 1]) for place in walk.entries)
    return [
        views.losses.at(place, math.log10(loss) if log else loss) if math.isfinite(loss) and loss > 0 else NOWHERE
        for place, loss in shown
    ]


NOWHERE = (math.nan, math.nan)


def _fits(picture: Picture, frame: _Frame, walk: Walk, step: int) -> list[tuple[float, float]]:
    """The predictions of a step across the data."""
    w, b = walk.path[step]
    low, high = frame.x
    count = 2 if picture.landscape.model == "line" else CURVE
    places = [low + (high - low) * k / (count - 1) for k in range(count)]
    predict = PREDICT[picture.landscape.model]
    return [frame.at(x, predict(w * x + b)) for x in places]


PREDICT: Mapping[str, Callable[[float], float]] = {
    "line": lambda value: value,
    "logistic": lambda value: 0.5 * (1.0 + math.tanh(0.5 * value)),
}


def _line(points: Sequence[tuple[float, float]], walk: Walk, role: str, width: float) -> str:
    return (
        f'<polyline data-p="{role}" points="{_joined(_until_lost(points))}" fill="none" stroke="{walk.colour}" '
        f'stroke-width="{width:g}" stroke-dasharray="{walk.dashes}" stroke-linejoin="round"/>'
    )


def _until_lost(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points that are there."""
    return [point for point in points if all(map(math.isfinite, point))]


def _joined(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points if math.isfinite(x) and math.isfinite(y))


def _bounded(pixel: float) -> float:
    return round(min(max(pixel, -FAR * WIDTH), FAR * WIDTH), 1) if math.isfinite(pixel) else math.nan


# What is played


def _data(picture: Picture, views: _Views, steps: Sequence[int]) -> dict[str, Any]:
    walks = []
    for walk in picture.walks:
        last = len(walk.path) - 1 if walk.path else 0
        path = [views.parameters.at(*point) for point in walk.path]
        made: dict[str, Any] = {
            "path": [_pixels(point) for point in path],
            "loss": [_pixels(point) for point in _loss_points(walk, views)],
            "entries": walk.entries if walk.is_in_step else [],
            "until": [min(step, last) for step in steps],
        }
        if views.data is not None and walk.path:
            fits = [_fits(picture, views.data, walk, min(step, last)) for step in steps]
            made["fit"] = [_joined(fit) for fit in fits]
        walks.append(made)
    return {
        "walks": walks,
        "steps": list(steps),
        "text": [_step_text(picture, step) for step in steps],
    }


def _pixels(point: tuple[float, float]) -> list[float] | None:
    return list(point) if all(map(math.isfinite, point)) else None


def _step_text(picture: Picture, step: int) -> str:
    """The numbers of a step, walk after walk."""
    when = "start" if step == 0 else f"after {picture.entry} {step}"
    said = []
    for walk in picture.walks:
        if not walk.path:
            continue
        last = len(walk.path) - 1
        pairs = zip(picture.symbols, walk.path[min(step, last)], strict=True)
        numbers = ", ".join(f"{s} = {n:.4g}" if math.isfinite(n) else f"{s} is no number any more" for s, n in pairs)
        ended = f" (ended after {last})" if step > last else ""
        said.append(f"{walk.name}{ended}: {numbers}")
    return f"{when}: " + "; ".join(said)
