"""Bars: how scores are spread, and how the outcomes of a task divide."""

from collections.abc import Mapping

from markupsafe import Markup, escape

from autograder.report.data import Scores
from autograder.report.svg import Frame, bar, picture, round_steps, text, x_name

WIDTH, HEIGHT = 360.0, 170.0


def score_picture(scores: Scores) -> Markup:
    """A column for each bin of scores, with its count, and a mark at the median."""
    most = max(column.count for column in scores.bins)
    frame = Frame(WIDTH, HEIGHT, (0.0, scores.highest), (0.0, most * 1.15), left=8, right=8, top=8)
    columns = []
    for column in scores.bins:
        left, top = frame.at(column.low, column.count)
        right, bottom = frame.at(column.high, 0)
        columns.append(
            f'<rect class="column" x="{left + 1:.1f}" y="{top:.1f}" width="{right - left - 2:.1f}" '
            f'height="{bottom - top:.1f}"/>'
            + (text((left + right) / 2, top - 4, str(column.count)) if column.count else "")
        )
    floor = frame.at(0, 0)
    base = f'<path class="outline" d="M{floor[0]:.1f} {floor[1]:.1f}h{frame.inner[0]:.1f}"/>'
    numbers = [text(frame.at(value, 0)[0], floor[1] + 15, f"{value:g}") for value in round_steps(0, scores.highest)]
    title = f"Scores of the graded notebooks: mean {scores.mean:.1f}, median {scores.median:g} of {scores.highest:g}"
    return picture(frame, "scores", title, [*columns, base, *numbers, x_name(frame, "points in autograded tasks")])


def divided(counts: Mapping[str, int], title: str) -> Markup:
    """One bar across, divided into the shares of `counts`, whose keys become classes; no words inside."""
    parts, done = [], 0
    for key, count in counts.items():
        if count:
            parts.append(f'<rect class="o-{escape(key)}" x="{done}" width="{count}" height="1"/>')
        done += count
    return bar(max(done, 1), title, parts, "divided")


def single(count: int, total: int, title: str) -> Markup:
    """One bar across, filled up to `count` of `total`."""
    whole = max(total, count, 1)
    rects = [f'<rect class="track" width="{whole}" height="1"/>', f'<rect class="fill" width="{count}" height="1"/>']
    return bar(whole, title, rects)
