"""A little plot of two loss histories, as SVG text: no script, no image file, readable on light and dark pages."""

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 420, 170
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 26, 34
EXPECTED_COLOUR, FOUND_COLOUR = "#3b82c4", "#d4731c"
"""Blue and orange, which colour-blind readers distinguish on white and on black."""
BEYOND = 3
"""Entries that are drawn after the first difference."""
SAME = 1e-3
"""Relative difference below which two points cannot be distinguished in a plot of this size."""


def compare_histories(name: str, expected: Sequence[float], found: Sequence[float]) -> str:
    """An SVG element with both histories over the epochs on a log scale, up to a little after they part.

    Entries that are not positive and finite are left out, as a log scale cannot show them.
    """
    last = _last_shown(expected, found)
    lines = [_positive(expected[:last]), _positive(found[:last])]
    points = [point for line in lines for point in line]
    if not points:
        return ""
    lowest = math.floor(min(math.log10(loss) for _, loss in points) - 0.05)
    highest = math.ceil(max(math.log10(loss) for _, loss in points) + 0.05)
    title = f"{name} as expected and as found, over the epochs, on a logarithmic scale"
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'style="display:block;margin-top:0.5em;max-width:100%" font-family="sans-serif" font-size="11" '
        f'fill="currentColor"><title>{escape(title)}</title>'
        + _axes(lowest, highest, last)
        + _line(lines[0], lowest, highest, last, EXPECTED_COLOUR, "")
        + _line(lines[1], lowest, highest, last, FOUND_COLOUR, "5 3")
        + _legend(name)
        + "</svg>"
    )


def _last_shown(expected: Sequence[float], found: Sequence[float]) -> int:
    """How many epochs are drawn: up to a few after the first difference."""
    both = min(len(expected), len(found))
    differing = (i for i in range(both) if not math.isclose(expected[i], found[i], rel_tol=SAME))
    return max(2, min(next(differing, both) + 1 + BEYOND, max(len(expected), len(found))))


def _positive(history: Sequence[float]) -> list[tuple[int, float]]:
    return [(epoch, loss) for epoch, loss in enumerate(history, 1) if math.isfinite(loss) and loss > 0.0]


def _x(epoch: int, last: int) -> float:
    return LEFT + (epoch - 1) / (last - 1) * (WIDTH - LEFT - RIGHT)


def _y(exponent: float, lowest: int, highest: int) -> float:
    return HEIGHT - BOTTOM - (exponent - lowest) / (highest - lowest) * (HEIGHT - TOP - BOTTOM)


def _axes(lowest: int, highest: int, last: int) -> str:
    """Frame, a grid line at powers of ten, and a number at each epoch."""
    parts = []
    step = max(1, (highest - lowest) // 5)
    for exponent in range(lowest, highest + 1, step):
        y = _y(exponent, lowest, highest)
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" '
            f'stroke-opacity="0.18"/><text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_power(exponent)}</text>'
        )
    for epoch in range(1, last + 1, max(1, last // 10)):
        parts.append(f'<text x="{_x(epoch, last):.1f}" y="{HEIGHT - BOTTOM + 14}" text-anchor="middle">{epoch}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.0f}" y="{HEIGHT - 5}" text-anchor="middle">epoch</text>')
    return "".join(parts)


def _power(exponent: int) -> str:
    """A power of ten as a short text, also where no float can hold it."""
    return f"{10.0**exponent:g}" if abs(exponent) < 6 else f"1e{exponent:+03d}"


def _line(points: Sequence[tuple[int, float]], lowest: int, highest: int, last: int, colour: str, dashes: str) -> str:
    places = [(_x(epoch, last), _y(math.log10(loss), lowest, highest)) for epoch, loss in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colour}"/>' for x, y in places)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>{dots}'


def _legend(name: str) -> str:
    entries = [("expected", EXPECTED_COLOUR, LEFT), (f"your {name}", FOUND_COLOUR, LEFT + 100)]
    return "".join(
        f'<circle cx="{x + 4}" cy="11" r="4" fill="{colour}"/><text x="{x + 13}" y="15">{escape(text)}</text>'
        for text, colour, x in entries
    )
