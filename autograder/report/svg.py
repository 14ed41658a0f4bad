"""What all pictures of the report share: a frame from numbers to pixels, and small pieces of SVG text.

Pictures carry classes and no styles: the page's style sheet colours them for light and dark, and its content security
policy forbids style attributes.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

SIGNS = {
    "right": "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    "m1": "M-4.2-4.2h8.4v8.4h-8.4z",
    "m2": "M0-5.4L5.2 3.9H-5.2z",
    "m3": "M0-5.8L4.8 0L0 5.8L-4.8 0z",
    "m4": "M0 5.4L5.2-3.9H-5.2z",
    "m5": "M-1.8-5.2h3.6v3.4h3.4v3.6h-3.4v3.4h-3.6v-3.4h-3.4v-3.6h3.4z",
    "m6": "M0-5.6L4.9-2.8V2.8L0 5.6L-4.9 2.8V-2.8z",
    "other": "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
    "unknown": "M-5-3.2L-3.2-5L0-1.8L3.2-5L5-3.2L1.8 0L5 3.2L3.2 5L0 1.8L-3.2 5L-5 3.2L-1.8 0z",
    "missing": "M-5-1.4h10v2.8h-10z",
}
"""A sign for each kind of training run, around (0, 0): colour is never the only difference."""

Pixel = tuple[float, float]
Pixels = tuple[Pixel, ...]


@dataclass(frozen=True)
class Frame:
    """A rectangle of a picture that shows x from `x[0]` to `x[1]` and y from `y[0]`, at its bottom, to `y[1]`."""

    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    left: float = 52.0
    right: float = 10.0
    top: float = 10.0
    bottom: float = 40.0

    @property
    def inner(self) -> tuple[float, float]:
        """Width and height of the rectangle in pixels."""
        return self.width - self.left - self.right, self.height - self.top - self.bottom

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of a point."""
        wide, high = self.inner
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return self.left + across * wide, self.top + (1.0 - up) * high

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the rectangle; never for what is no number."""
        return self.x[0] <= x <= self.x[1] and self.y[0] <= y <= self.y[1]


def picture(frame: Frame, name: str, title: str, parts: Iterable[str], css: str = "") -> Markup:
    """A whole picture; `name` must be unique in the page, `title` says in words what it shows."""
    return Markup(
        f'<svg class="picture {escape(css)}" role="img" aria-labelledby="{escape(name)}-title" '
        f'viewBox="0 0 {frame.width:g} {frame.height:g}"><title id="{escape(name)}-title">{escape(title)}</title>'
        f"{''.join(parts)}</svg>"
    )


def bar(width: float, title: str, parts: Iterable[str], css: str = "") -> Markup:
    """A picture that is stretched to the width it is given, `width` units across and 1 high."""
    return Markup(
        f'<svg class="bar {escape(css)}" role="img" aria-label="{escape(title)}" viewBox="0 0 {width:g} 1" '
        f'preserveAspectRatio="none">{"".join(parts)}</svg>'
    )


def clipped(frame: Frame, name: str, parts: Iterable[str]) -> str:
    """Parts of a picture of which only what lies in the frame is seen."""
    wide, high = frame.inner
    return (
        f'<clipPath id="{escape(name)}-clip"><rect x="{frame.left:g}" y="{frame.top:g}" width="{wide:g}" '
        f'height="{high:g}"/></clipPath><g clip-path="url(#{escape(name)}-clip)">{"".join(parts)}</g>'
    )


def outline(frame: Frame) -> str:
    """The border of the frame."""
    wide, high = frame.inner
    return f'<rect class="outline" x="{frame.left:g}" y="{frame.top:g}" width="{wide:g}" height="{high:g}"/>'


def text(x: float, y: float, words: str, anchor: str = "middle", css: str = "", turn: bool = False) -> str:
    """Words at a pixel, turned by a quarter for the name of a y axis."""
    turned = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turn else ""
    named = f' class="{escape(css)}"' if css else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{named}{turned}>{escape(words)}</text>'


def x_name(frame: Frame, words: str) -> str:
    """The name of the x axis."""
    return text(frame.left + frame.inner[0] / 2, frame.height - 5, words, css="axis")


def y_name(frame: Frame, words: str) -> str:
    """The name of the y axis, upright along it."""
    return text(13, frame.top + frame.inner[1] / 2, words, css="axis", turn=True)


def line(points: Sequence[tuple[float, float]], css: str, dashes: str = "", offset: float = 0.0) -> str:
    """A line through pixels; nothing for fewer than two of them."""
    if len(points) < 2:
        return ""
    dashed = f' stroke-dasharray="{dashes}" stroke-dashoffset="{offset:g}"' if dashes else ""
    return f'<polyline class="{escape(css)}" points="{joined(points)}"{dashed}/>'


def joined(points: Iterable[tuple[float, float]]) -> str:
    """Pixels as the attribute `points` wants them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def sign(kind: str, x: float, y: float) -> str:
    """The sign of a kind at a pixel; `definitions` must be in the page."""
    return f'<use href="#sign-{escape(kind)}" x="{x:.1f}" y="{y:.1f}"/>'


def definitions() -> Markup:
    """The signs of all kinds, once for the page."""
    signs = "".join(f'<path id="sign-{kind}" class="sign" d="{shape}"/>' for kind, shape in SIGNS.items())
    return Markup(
        f'<svg class="away" width="0" height="0" aria-hidden="true" focusable="false"><defs>{signs}</defs></svg>'
    )


def round_steps(low: float, high: float, most: int = 7) -> list[float]:
    """Round numbers from `low` to `high` in steps of 1, 2 or 5 times a power of ten; at most `most` of them."""
    rough = (high - low) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [place * step for place in range(first, last + 1)]
