"""Tolerances, and the boxes that they make of replayed numbers.

A float32 run errs in two ways. Its losses err in proportion to themselves; and each error (prediction minus target)
errs in proportion to the numbers that it is the difference of, which matters where a loss is close to zero. Parameters
err in proportion to the larger of them, so that one near zero needs no tolerance of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from labkit.judging.key import Box
from reference.recipes.data import Floats, LineData
from reference.recipes.recipe import Reduction
from reference.recipes.replay import Replay

HISTORY = "history"
"""Stands for the name of the history until a lab gives it one (see `reference.keys.explanations.SettingReplays`)."""
PARAMETERS = ("w", "b")
LATE = 5
"""Runs that swing carry the rounding of their peaks along, of those in the last fifth at least."""
WIDEST = 0.02
"""Width relative to the targets from which on a box of a parameter tells nothing."""
MISTAKE_WIDTH = 4.0
"""Runs that do not settle carry rounding further than right ones do, so boxes of mistakes are wider by this."""
ORDER_MARGIN = 0.5
"""By how much of its range a box over random orders reaches beyond the orders that were tried, at each end."""
VAGUE_LOSSES = 0.4
"""Mean width in decades at which boxes of losses hold so much that they explain nothing."""
VAGUE_PARAMETERS = 0.3
"""The same for parameters, relative to the targets."""


@dataclass(frozen=True)
class Tolerances:
    """How far a right answer may lie from the reference."""

    loss: float
    """Relative to each entry of a history."""
    parameters: float
    """Relative to the larger of the parameters."""


def right_boxes(replayed: Replay, tolerances: Tolerances) -> dict[str, Box]:
    """The boxes of a right answer: `HISTORY`, `w` and `b`."""
    return {
        HISTORY: Box.around(replayed.loss, relative=tolerances.loss),
        **_parameter_boxes(replayed, tolerances.parameters * _largest(replayed.path[-1:])),
    }


def mistake_boxes(replayed: Replay, how: Reduction, data: LineData, tolerances: Tolerances) -> dict[str, Box]:
    """The boxes of a run with a mistake in it, whose history holds losses reduced as `how` says."""
    wide = Tolerances(MISTAKE_WIDTH * tolerances.loss, MISTAKE_WIDTH * tolerances.parameters)
    late = replayed.path[-(len(replayed.path) // LATE + 1) :]
    carried = MISTAKE_WIDTH * float(np.finfo(np.float32).eps) * _largest(late)
    return {
        HISTORY: _loss_box(replayed.loss, how, data, wide),
        **_parameter_boxes(replayed, wide.parameters * _largest(replayed.path[-1:]) + carried),
    }


def telling(boxes: Mapping[str, Box], data: LineData) -> dict[str, Box]:
    """Boxes without those of parameters that rounding leaves so open that they would explain nearly anything."""
    widest = WIDEST * float(np.max(np.abs(data.noisy)))
    return {name: box for name, box in boxes.items() if name not in PARAMETERS or not box.high - box.low > widest}


def order_boxes(replayed: Replay, how: Reduction, data: LineData, tolerances: Tolerances) -> dict[str, Box] | None:
    """The boxes over many random orders, the first axis of `replayed`.

    `None` where some diverge and some do not, and where orders differ so much that nearly anything would be explained.
    """
    finite = np.isfinite(replayed.loss), np.isfinite(replayed.path[:, -1])
    if not all(np.all(part == part[:1]) for part in finite):
        return None
    lowest, highest = (_along_orders(replayed, end) for end in (np.min, np.max))
    boxes = [mistake_boxes(end, how, data, tolerances) for end in (lowest, highest)]
    spanned = {name: _stretched(Box.spanning(box[name] for box in boxes), name == HISTORY) for name in boxes[0]}
    return None if _is_vague(spanned, data) else spanned


def _along_orders(replayed: Replay, end: Callable[..., Floats]) -> Replay:
    return Replay(end(replayed.loss, axis=0), end(replayed.path[:, -1:], axis=0))


def _stretched(box: Box, positive: bool) -> Box:
    """A box that reaches further at both ends: losses by a factor, parameters by a distance."""
    if not positive:
        reach = ORDER_MARGIN * (box.high - box.low)
        return Box(box.low - reach, box.high + reach)
    smallest = np.finfo(np.float64).tiny
    factor = (np.maximum(box.high, smallest) / np.maximum(box.low, smallest)) ** ORDER_MARGIN
    return Box(box.low / factor, box.high * factor)


def _is_vague(boxes: Mapping[str, Box], data: LineData) -> bool:
    """Whether boxes over random orders are too wide to tell anything."""
    scale = float(np.max(np.abs(data.noisy)))
    floor = (1e-3 * scale) ** 2
    losses = boxes[HISTORY]
    decades = np.log10((losses.high + floor) / (losses.low + floor))
    widths = [float(boxes[name].high - boxes[name].low) for name in PARAMETERS]
    return not (np.mean(decades) <= VAGUE_LOSSES and max(widths) <= VAGUE_PARAMETERS * scale)


def _parameter_boxes(replayed: Replay, margin: float) -> dict[str, Box]:
    return {name: Box.around(value, absolute=margin) for name, value in zip(PARAMETERS, replayed.path[-1], strict=True)}


def _largest(points: Floats) -> float:
    """The largest finite parameter of a path."""
    return float(np.max(np.abs(points), initial=0.0, where=np.isfinite(points)))


def _loss_box(losses: Floats, how: Reduction, data: LineData, tolerances: Tolerances) -> Box:
    """Widened in proportion to the loss, and by what the errors behind it may err."""
    linear = how in ("root", "absolute")
    errors = np.sqrt(losses / _unit(how, data))
    if linear:
        errors = losses
    relative = tolerances.loss / (1 if linear else 2)
    reach = relative * errors + tolerances.parameters * (np.max(np.abs(data.noisy)) + errors)
    with np.errstate(invalid="ignore"):
        low, high = np.maximum(errors - reach, 0.0), errors + reach
    if not linear:
        low, high = _unit(how, data) * low**2, _unit(how, data) * high**2
    finite = np.isfinite(losses)
    return Box(np.where(finite, low, np.nan), np.where(finite, high, np.nan))


def _unit(how: Reduction, data: LineData) -> float:
    """The loss in this form of a squared error of 1 at each pair."""
    return {"sum": float(data.x.size), "half": 0.5}.get(how, 1.0)
