"""Where the training runs of a class ended, by two parameters: without a surface, for a loss of any kind."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from autograder.report.data import Kind, Point, RunShown, Training
from autograder.report.svg import Frame, clipped, outline, picture, round_steps, sign, text, x_name, y_name

WIDTH, HEIGHT = 470.0, 400.0
MOST_ENDS = 120
"""Ends that differ, for each kind."""
ROOM = 0.08
"""Room round the ends, as a share of what they reach over."""
FAR = 20.0
"""Ends that lie farther from what is right than this many times the middle distance are left out."""


def ends_picture(shown: Training, kinds: Sequence[Kind]) -> Markup:
    """A sign for each end, the right one in a ring."""
    frame = _frame(shown)
    parts = [
        *_numbers(frame),
        clipped(frame, shown.id("ends"), [*_ends(frame, shown.runs, kinds), *_right(frame, shown.right_end)]),
        outline(frame),
        x_name(frame, shown.names[1]),
        y_name(frame, shown.names[2]),
    ]
    count = sum(run.end is not None for run in shown.runs)
    title = f"Where {count} training runs ended: {shown.names[1]} and {shown.names[2]}, the right ones in a ring"
    return picture(frame, shown.id("ends"), title, parts)


def beyond(shown: Training) -> int:
    """How many runs ended outside of the picture, or in no number."""
    frame = _frame(shown)
    return sum(run.end is not None and not frame.holds(*run.end) for run in shown.runs)


def _frame(shown: Training) -> Frame:
    """Room for the ends that lie not too far from the right one."""
    ends = [run.end for run in shown.runs if run.end is not None and all(map(math.isfinite, run.end))]
    across, up = (_reach([end[place] for end in ends], _of(shown.right_end, place)) for place in (0, 1))
    return Frame(WIDTH, HEIGHT, across, up)


def _of(end: Point | None, place: int) -> float | None:
    return None if end is None else end[place]


def _reach(found: Sequence[float], right: float | None) -> tuple[float, float]:
    centre = right if right is not None else found[len(found) // 2] if found else 0.0
    apart = sorted(abs(number - centre) for number in found if number != centre)
    far = FAR * apart[len(apart) // 2] if apart else 0.0
    near = [centre, *(number for number in found if abs(number - centre) <= far)]
    low, high = min(near), max(near)
    room = ROOM * (high - low) or 0.1 * abs(centre) or 1.0
    return low - room, high + room


def _numbers(frame: Frame) -> Iterable[str]:
    for value in round_steps(*frame.x):
        yield text(frame.at(value, frame.y[0])[0], frame.height - frame.bottom + 15, f"{value:.6g}")
    for value in round_steps(*frame.y):
        yield text(frame.left - 6, frame.at(frame.x[0], value)[1] + 4, f"{value:.6g}", "end")


def _ends(frame: Frame, runs: Sequence[RunShown], kinds: Sequence[Kind]) -> Iterable[str]:
    """A sign at each place where runs of a kind ended."""
    for kind in kinds:
        ends = [run.end for run in runs if run.kind == kind.key and run.end is not None and frame.holds(*run.end)]
        pixels = (frame.at(*end) for end in ends)
        places = Counter((round(x, 1), round(y, 1)) for x, y in pixels)
        signs = "".join(sign(kind.key, *place) for place, _ in places.most_common(MOST_ENDS))
        if signs:
            yield f'<g class="run k-{kind.key}">{signs}</g>'


def _right(frame: Frame, end: Point | None) -> Iterable[str]:
    if end is not None:
        x, y = frame.at(*end)
        yield f'<circle class="start" cx="{x:.1f}" cy="{y:.1f}" r="9"/>'
