"""Lines of equal loss as SVG text, for every picture of a landscape."""

from collections.abc import Callable

from .known_paths import Landscape, Point

FAINTEST, MORE = 0.2, 0.35
"""How opaque the lowest line is, and how much more the highest."""


def level_lines(landscape: Landscape, at: Callable[[float, float], Point]) -> str:
    """The lines in the colour of the page, the lower ones fainter; `at` gives a point its pixel."""
    last = max(1, len(landscape.levels) - 1)
    return "".join(
        f'<polyline points="{" ".join(f"{x:g},{y:g}" for x, y in (at(*point) for point in line))}" fill="none" '
        f'stroke="currentColor" stroke-width="1" stroke-opacity="{FAINTEST + MORE * place / last:.2f}"/>'
        for place, level in enumerate(landscape.levels)
        for line in level.lines
    )
