"""The loss histories of the class on a logarithmic scale: all in one picture, and each kind beside the right one."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from autograder.report.data import Kind, RunShown, Training
from autograder.report.svg import (
    Frame,
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

WIDTH, HEIGHT = 470.0, 400.0
SMALL_WIDTH, SMALL_HEIGHT = 230.0, 140.0
MOST_LINES = 40
"""Histories that differ, for each kind."""
LONGEST = 1.5
"""Entries that are drawn at most, as a multiple of the right number of them."""
USUAL = 10
"""The number of entries where the right one is not known."""
FINE = 2
"""Powers of ten up to which the picture reaches only as far as the losses do."""
ABOVE, BELOW = 2, 2
"""Powers of ten that are drawn above and below the right history at most."""


def entries_drawn(shown: Training) -> int:
    """How many entries of a history are drawn at most."""
    longest = max((len(run.loss) for run in shown.runs), default=0)
    usual = len(shown.right) or USUAL
    return max(2, min(max(longest, usual), math.ceil(LONGEST * usual)))


def history_picture(shown: Training, kinds: Sequence[Kind]) -> Markup:
    """All histories, the right one beneath them as a broad band."""
    frame = _frame(shown, WIDTH, HEIGHT)
    band = line(_pixels(frame, shown.right), "band")
    groups = [_group(frame, shown.runs, kind.key, signs=True) for kind in kinds]
    parts = [
        *_grid(frame),
        clipped(frame, shown.id("histories"), [band, *groups]),
        outline(frame),
        x_name(frame, f"entry of {shown.names[0]}" + ("" if shown.place else f", one per {shown.entry}")),
        y_name(frame, "loss, logarithmic"),
    ]
    title = f"{_with_entries(shown)} loss histories on a logarithmic scale; the table below has their numbers"
    return picture(frame, shown.id("histories"), title, parts)


def small_picture(shown: Training, kind: Kind) -> Markup:
    """The histories of one kind, and the right one as a broad band."""
    whole = _frame(shown, SMALL_WIDTH, SMALL_HEIGHT)
    frame = Frame(SMALL_WIDTH, SMALL_HEIGHT, whole.x, whole.y, left=46, right=6, top=6, bottom=23)
    band = line(_pixels(frame, shown.right), "band")
    lacking = not any(run.loss for run in shown.runs if run.kind == kind.key)
    parts = [
        *_grid(frame, most=4),
        text(frame.left + frame.inner[0] / 2, frame.top + 20, "no numbers in the list") if lacking else "",
        clipped(frame, shown.id(f"small-{kind.key}"), [band, _group(frame, shown.runs, kind.key, signs=False)]),
        outline(frame),
    ]
    title = f"Loss histories of the kind '{kind.label}' beside the right one"
    return picture(frame, shown.id(f"small-{kind.key}"), title, parts, "small")


def _with_entries(shown: Training) -> int:
    return sum(bool(run.loss) for run in shown.runs)


def _frame(shown: Training, width: float, height: float) -> Frame:
    """Room for all that is drawn, in whole powers of ten, but not for what is far beyond the right history."""
    last = entries_drawn(shown)
    drawn = [loss for run in shown.runs for loss in run.loss[:last]]
    low, high = _powers(drawn)
    if right := [loss for loss in shown.right if loss > 0]:
        least, most = _powers(right)
        low, high = max(min(low, least), least - BELOW), min(max(high, most), most + ABOVE)
    across = (1 - 0.02 * last, last * 1.02)
    logs = [math.log10(loss) for loss in (*drawn, *shown.right) if 0 < loss < math.inf]
    if logs and high - low <= FINE:
        near = [log for log in logs if low <= log <= high]
        room = 0.05 * (max(near) - min(near) or 1.0)
        return Frame(width, height, across, (min(near) - room, max(near) + room))
    return Frame(width, height, across, (low - 0.05, max(high, low + 1) + 0.05))


def _powers(losses: Sequence[float]) -> tuple[int, int]:
    """Powers of ten below and above all losses that a logarithmic scale can show."""
    found = [math.log10(loss) for loss in losses if 0 < loss < math.inf]
    return (math.floor(min(found)), math.ceil(max(found))) if found else (0, 1)


def _grid(frame: Frame, most: int = 8) -> Iterable[str]:
    """A line and a number for powers of ten, or for round losses between them, and numbers along the entries."""
    for place, said in _ticks(frame, most):
        x, y = frame.at(frame.x[0], place)
        yield f'<path class="grid" d="M{x:.1f} {y:.1f}h{frame.inner[0]:.1f}"/>' + text(x - 6, y + 4, said, "end")
    for entry in round_steps(1, frame.x[1], most):
        if entry >= 1 and entry == round(entry):
            yield text(frame.at(entry, frame.y[0])[0], frame.height - frame.bottom + 15, f"{entry:g}")


def _ticks(frame: Frame, most: int) -> list[tuple[float, str]]:
    """Places on the logarithmic axis, with their numbers."""
    powers = range(math.ceil(frame.y[0]), math.floor(frame.y[1]) + 1)
    if frame.y[1] - frame.y[0] > FINE:
        return [(power, _said(power)) for power in powers[:: max(1, math.ceil(len(powers) / most))]]
    low, high = 10.0 ** frame.y[0], 10.0 ** frame.y[1]
    if high > 10 * low:
        whole = range(math.floor(frame.y[0]), math.ceil(frame.y[1]) + 1)
        round_ones = [digit * 10.0**power for power in whole for digit in (1, 2, 5)]
    else:
        round_ones = round_steps(low, high, most)
    return [(math.log10(loss), f"{loss:.6g}") for loss in round_ones if low <= loss <= high and loss > 0]


def _said(power: int) -> str:
    return f"{10.0**power:g}" if -3 <= power <= 4 else f"1e{power}"


def _pixels(frame: Frame, history: Sequence[float]) -> Pixels:
    """The pixels of the entries that a logarithmic scale can show; what is beyond the frame ends at its border."""
    last = math.floor(frame.x[1])
    shown = ((entry, loss) for entry, loss in enumerate(history[:last], start=1) if 0 < loss < math.inf)
    edges = frame.y[0] - 1.0, frame.y[1] + 1.0
    pixels = (frame.at(entry, min(max(math.log10(loss), edges[0]), edges[1])) for entry, loss in shown)
    return tuple((round(x, 1), round(y, 1)) for x, y in pixels)


def _group(frame: Frame, runs: Sequence[RunShown], key: str, signs: bool) -> str:
    """The histories of one kind that differ, each with the kind's sign at its end."""
    counted = Counter(_pixels(frame, run.loss) for run in runs if run.kind == key)
    counted.pop((), None)
    lines = [path for path, _ in counted.most_common(MOST_LINES)]
    many = " many" if len(lines) > 12 else ""
    ends = "".join(sign(key, *path[-1]) for path in lines) if signs else ""
    drawn = "".join(line(path, "path") for path in lines)
    return f'<g class="run k-{key}{many}">{drawn}{ends}</g>'
