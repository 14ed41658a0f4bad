"""Whether a figure shows a history: as one curve, or put together from points, steps and parts.

How it is drawn does not matter, nor against what, as long as x grows from entry to entry.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..evidence.figures import AxesShown, CurveShown
from ..evidence.plain_values import Form, Value

RELATIVE = 1e-5
"""Curves may have passed through float32, whose spacing is 1.2e-7 relative."""


@dataclass(frozen=True)
class History:
    """Numbers that a figure may show."""

    name: str
    entries: tuple[float, ...]
    length: int
    """The number of entries in all, of which `entries` may hold the first ones only."""


def histories_in(name: str, value: Value | None, form: Form | None = None) -> list[History]:
    """The histories that a value can be read as: numbers, numbers in quotes, one row, or the columns of a table."""
    if isinstance(value, tuple) and value and all(isinstance(row, tuple) for row in value):
        rows = [_numbers(row) for row in value if isinstance(row, tuple)]
        readings = rows if len(rows) == 1 else _columns(rows)
        telling = [reading for reading in readings if not counts(reading)]
        return [History(name, reading, len(reading)) for reading in telling or readings if reading]
    entries = _numbers(value if isinstance(value, tuple) else () if value is None else (value,))
    stored = form.length if form is not None and form.length else 0
    return [History(name, entries, max(len(entries), stored))] if entries else []


def counts(entries: tuple[float, ...]) -> bool:
    """Whether numbers only count something, such as epochs: whole ones in equal steps."""
    steps = {second - first for first, second in pairwise(entries)}
    return len(steps) == 1 and steps != {0.0} and all(entry.is_integer() for entry in entries)


def _columns(rows: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    return list(zip(*rows, strict=True)) if len({len(row) for row in rows}) == 1 else []


def _numbers(entries: Iterable[Value]) -> tuple[float, ...]:
    """The entries as numbers; none where one of them is no number."""
    found = [_number(entry) for entry in entries]
    return tuple(number for number in found if number is not None) if None not in found else ()


def _number(entry: Value) -> float | None:
    if isinstance(entry, tuple):
        return None
    try:
        return float(entry)
    except ValueError:
        return None


def curve_of(axes: AxesShown, history: History) -> CurveShown | None:
    """What shows the history on some axes, the best of several; `None` where nothing does."""
    whole = [curve for curve in axes["curves"] if _is_whole(curve, history)]
    found = sorted(whole, key=lambda curve: (bool(curve["hidden"]), not curve["legend"]))
    if found and not found[0]["hidden"]:
        return found[0]
    return next(_from_parts(axes, history), found[0] if found else None)


def is_drawn_sideways(axes: AxesShown, history: History) -> bool:
    """Whether the losses stand on the x axis, and the epochs on the y axis."""
    turned = [CurveShown(**{**curve, "x": curve["y"], "y": curve["x"]}) for curve in axes["curves"]]
    return any(not curve["hidden"] and _is_whole(curve, history) for curve in turned)


def entries_drawn(axes: AxesShown, history: History) -> int:
    """How many entries of a history the longest curve shows that goes through a part of it, at least two; else 0."""
    return max((_length_of_part(curve, history.entries) for curve in axes["curves"] if not curve["hidden"]), default=0)


def _length_of_part(curve: CurveShown, entries: tuple[float, ...]) -> int:
    length = len(curve["y"])
    places = range(len(entries) - length + 1) if 1 < length < len(entries) else range(0)
    y = np.asarray(curve["y"])
    return length if any(np.allclose(y, entries[at : at + length], rtol=RELATIVE, atol=0.0) for at in places) else 0


def _is_whole(curve: CurveShown, history: History) -> bool:
    """Whether a curve goes through the history, entry by entry, over growing x."""
    if curve["length"] != history.length:
        return False
    both = min(len(curve["y"]), len(history.entries))
    y, x = np.asarray(curve["y"][:both]), np.asarray(curve["x"][:both])
    same = both > 0 and bool(np.allclose(y, history.entries[:both], rtol=RELATIVE, atol=0.0))
    return same and bool(np.all(np.diff(x) > 0))


def _from_parts(axes: AxesShown, history: History) -> Iterator[CurveShown]:
    """The history put together from what was drawn in parts or steps: each entry to the right of the last."""
    parts = [curve for curve in axes["curves"] if not curve["hidden"] and _may_be_part(curve, history)]
    if history.length != len(history.entries):
        return
    found, last, used = 0, -math.inf, dict[int, None]()
    for number, part in enumerate(parts):
        for x, y in zip(part["x"], part["y"], strict=False):
            entry = history.entries[found]
            if x > last and abs(y - entry) <= RELATIVE * abs(entry):
                found, last = found + 1, x
                used[number] = None
            if found == history.length:
                yield _joined([parts[place] for place in used])
                return


def _may_be_part(curve: CurveShown, history: History) -> bool:
    return curve["in_steps"] or curve["length"] < history.length


def _joined(used: list[CurveShown]) -> CurveShown:
    """The parts that hold the points of a history, as one curve."""
    length = sum(len(part["y"]) for part in used)
    legend = next(filter(None, (part["legend"] for part in used)), "")
    return CurveShown(x=(), y=(), label=used[0]["label"], length=length, legend=legend, in_steps=True, hidden="")
