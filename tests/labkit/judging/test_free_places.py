"""Words beside a point stand where they cover the fewest lines, and within the view."""

import math
import re
from itertools import pairwise

import pytest
from test_known_paths import LAND, PATHS, RIGHT, wrong

from labkit.judging.key import Finding
from labkit.judging.paths.free_places import free_place
from labkit.judging.paths.shown import paths_html

VIEW = (0.0, 0.0), (400.0, 300.0)
SIZE = (50.0, 10.0)


def is_covered(place, line) -> bool:
    """Whether a line of two points crosses the words, by the sides of their box."""
    (x, y), (to_x, to_y) = line
    for step in range(2001):
        across, up = x + (to_x - x) * step / 2000, y + (to_y - y) * step / 2000
        if place[0] <= across <= place[0] + SIZE[0] and place[1] - SIZE[1] <= up <= place[1]:
            return True
    return False


@pytest.mark.parametrize("turn", range(0, 360, 15))
def test_words_cover_no_line_that_leaves_a_point(turn: int) -> None:
    one, other = math.radians(turn), math.radians(turn + 100)
    point = (200.0, 150.0)
    ends = [(point[0] + 190 * math.cos(angle), point[1] + 140 * math.sin(angle)) for angle in (one, other)]
    lines = [(point, end) for end in ends]
    place = free_place(point, SIZE, 15.0, VIEW, lines, [])
    assert not any(is_covered(place, line) for line in lines)


@pytest.mark.parametrize("point", [(2.0, 2.0), (398.0, 2.0), (2.0, 298.0), (398.0, 298.0), (200.0, 150.0)])
def test_words_stay_in_view(point) -> None:
    left, base = free_place(point, SIZE, 15.0, VIEW, [], [])
    assert left >= 0
    assert left + SIZE[0] <= 400
    assert base - SIZE[1] >= 0
    assert base <= 300


def test_faint_lines_are_avoided_where_strong_ones_leave_a_choice() -> None:
    point, strong = (200.0, 150.0), [((200.0, 150.0), (390.0, 150.0))]
    faint = [((0.0, y), (200.0, y)) for y in range(0, 300, 4)]  # all that lies to the left
    left, base = free_place(point, SIZE, 15.0, VIEW, strong, faint)
    assert left > 200.0
    assert not is_covered((left, base), strong[0])


def test_a_line_that_leads_to_no_number_is_left_out() -> None:
    lines = [((200.0, 150.0), (math.nan, math.nan)), ((200.0, 150.0), (1e300, 150.0))]
    assert all(map(math.isfinite, free_place((200.0, 150.0), SIZE, 15.0, VIEW, lines, [])))


def test_the_words_of_a_picture_lie_beside_its_paths() -> None:
    end = {"w": -9.0, "b": -7.0}
    markup = paths_html(wrong(Finding("learning-rate-too-small", 0.01), beside=end), [PATHS])
    place = re.search(r'<text x="([\d.]+)" y="([\d.]+)" font-size="12">part here', markup)
    assert place is not None
    left, base = map(float, place.groups())
    # the view of parameters without data space: 58 to 470 across for w, 284 to 44 for b
    wide, high = LAND.w[1] - LAND.w[0], LAND.b[1] - LAND.b[0]
    pixels = [(58 + (w - LAND.w[0]) / wide * 412, 284 - (b - LAND.b[0]) / high * 240) for w, b in RIGHT]
    assert not any(is_covered((left, base), line) for line in pairwise(pixels))
    assert 58 <= left <= 470
    assert 44 <= base <= 284
