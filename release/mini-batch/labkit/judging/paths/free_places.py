"""Where words beside a point cover the fewest lines."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .known_paths import Point

EVERY = 3.0
"""Pixels from one looked-at point of a line to the next."""
LONGEST = 2000.0
"""Pixels of a step that are looked at: what lies farther away is out of view."""

Line = Sequence[Point]


def free_place(
    point: Point, size: Point, apart: float, view: tuple[Point, Point], strong: Sequence[Line], faint: Sequence[Line]
) -> Point:
    """The left end of the base line of words of this `size` (width, height) in pixels, `apart` from `point`.

    `view` holds the corners at the upper left and the lower right, which are not left where that can be. Of the places
    round the point the one is taken that covers the least of the `strong` lines, then of the `faint` ones.
    """
    strongly, faintly = ([spot for line in lines for spot in _along(line)] for lines in (strong, faint))

    def cost(place: Point) -> tuple[int, int, int]:
        left, base = place
        outside = not (
            view[0][0] <= left and left + size[0] <= view[1][0] and view[0][1] <= base - size[1] and base <= view[1][1]
        )
        return outside, _covered(place, size, strongly), _covered(place, size, faintly)

    return min(_round(point, size, apart), key=cost)


def _round(point: Point, size: Point, apart: float) -> Iterator[Point]:
    """Places right, left, below and above of a point, and between these; the nearer ones first."""
    (x, y), (wide, high) = point, size
    for away in (apart, 1.8 * apart, 3.0 * apart):
        near = 0.75 * away
        yield from (
            (x + near, y + near + high / 2),
            (x + near, y - near + high / 2),
            (x - near - wide, y + near + high / 2),
            (x - near - wide, y - near + high / 2),
            (x + away, y + high / 2),
            (x - away - wide, y + high / 2),
            (x - wide / 2, y + away + high),
            (x - wide / 2, y - away),
        )


def _along(line: Line) -> Iterator[Point]:
    """Points along a line, close to each other."""
    for (x, y), (to_x, to_y) in pairwise(line):
        long = math.dist((x, y), (to_x, to_y))
        if not math.isfinite(long):
            continue
        count = max(1, math.ceil(min(long, LONGEST) / EVERY))
        yield from ((x + (to_x - x) * k / count, y + (to_y - y) * k / count) for k in range(count + 1))


def _covered(place: Point, size: Point, spots: Sequence[Point]) -> int:
    left, base = place
    return sum(left - 2 <= x <= left + size[0] + 2 and base - size[1] - 2 <= y <= base + 3 for x, y in spots)
