"""The replay of a recipe in float64: what a notebook holds after a training run.

The gradient of a loss of squared differences is linear in w and b. So an update needs five weighted sums over its
pairs only (of x², x, 1, xy, y), computed beforehand, and the loop itself is a handful of multiplications.

Shapes: a leading axis `...` is absent, or counts random orders or values of a sweep, replayed all at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.recipes.data import Floats, LineData
from reference.recipes.recipe import Recipe, Record, Reduction, Store, Update

SHUFFLES = 320
"""How many random orders stand for all of them."""
SWEEPABLE = ("start_w", "start_b", "rate")
NO_SWEEP: Mapping[str, Floats] = MappingProxyType({})
FLOAT32_MAX = float(np.finfo(np.float32).max)

Positions = NDArray[np.intp]
Gradient = Callable[[Any, Any, Any], tuple[Any, Any]]
"""From what an update needs to know of its pairs, w and b to the gradients of w and b."""


@dataclass(frozen=True, eq=False)
class Batches:
    """The pairs of each update; the axis of epochs has one entry where all epochs are alike."""

    x: Floats
    """Inputs, shape (..., epochs or 1, updates, pairs)."""
    y: Floats
    """Targets, of the same shape."""
    weights: Floats
    """The share of each pair in the mean, shape (updates, pairs); 0 for pairs that fill up a short last batch."""
    last_y: Floats
    """The target of the last pair at hand, shape (..., epochs or 1, updates)."""


@dataclass(frozen=True, eq=False)
class Walk:
    """Where the parameters went, and the pairs that moved them."""

    path: Floats
    """(w, b) at the start and after each update; shape (..., updates + 1, 2)."""
    batches: Batches
    epochs: int


@dataclass(frozen=True, eq=False)
class Replay:
    """What the notebook holds after a run. Numbers beyond float32 are not finite."""

    loss: Floats
    """What was written down, shape (..., entries)."""
    path: Floats
    """(w, b) at the start and after each update; shape (..., updates + 1, 2)."""

    @property
    def w(self) -> Floats:
        """The last w, shape (...)."""
        return np.asarray(self.path[..., -1, 0])

    @property
    def b(self) -> Floats:
        """The last b, shape (...)."""
        return np.asarray(self.path[..., -1, 1])


def replay(recipe: Recipe, data: LineData) -> Replay:
    """What `recipe` leads to on `data`; a shuffled order gives `SHUFFLES` replays along the first axis."""
    return written(recipe, walk(recipe.update, data), data)


def written(recipe: Recipe, walked: Walk, data: LineData) -> Replay:
    """What is written down by a run that went along `walked`, the walk of the recipe's update."""
    history = _stored(recorded(recipe.record, walked, data), recipe.store)
    return Replay(np.where(np.abs(history) > FLOAT32_MAX, np.inf, history), walked.path)


def walk(update: Update, data: LineData, sweep: Mapping[str, Floats] = NO_SWEEP) -> Walk:
    """Move the parameters as `update` says.

    `sweep` gives many values, shape (values,), for one or more of `start_w`, `start_b` and `rate`; there is then one
    run for each along the first axis (not with a shuffled order).
    """
    batches, gradient, steps = _prepared(update, data)
    lead = np.broadcast_shapes(batches.x.shape[:-3], *(values.shape for values in sweep.values()))
    numbers = {name: sweep.get(name, getattr(update, name)) for name in SWEEPABLE}
    if lead:
        numbers = {name: np.broadcast_to(value, lead) for name, value in numbers.items()}
    if update.precision == "float32":
        numbers = {name: np.float32(value) for name, value in numbers.items()}
        steps = [[tuple(map(np.float32, step)) for step in epoch] for epoch in steps]
    with np.errstate(all="ignore"):
        flat = _descend(update, numbers, steps, gradient)
    path = np.moveaxis(np.array(flat).reshape(-1, 2, *lead), (0, 1), (-2, -1))
    return Walk(_overflowing(path), batches, update.epochs)


def _prepared(update: Update, data: LineData) -> tuple[Batches, Gradient, list[list[Any]]]:
    """The pairs of each update and what a gradient needs of them: remembered, for many recipes share them."""
    if update.order == "shuffled":  # tens of megabytes, and rarely shared
        batches = _batches(update, data)
        return batches, *_gradient(update, batches)
    shared = (update.pairs, update.order, update.batch, update.taken, update.predicted, update.target, update.loss)
    if shared not in data.memo:
        batches = _batches(update, data)
        data.memo[shared] = (batches, *_gradient(update, batches))
    return data.memo[shared]  # type: ignore[no-any-return]


def _descend(update: Update, numbers: Mapping[str, Any], steps: list[list[Any]], gradient: Gradient) -> list[Any]:
    """w, b, w, b, ... at the start and after each update; numbers, or arrays over random orders or a sweep."""
    usual = update.zero_w == update.zero_b == "update" and (update.moves_w, update.moves_b) == ("w", "b")
    if usual and gradient is _of_squares:
        return _descend_squares(update, numbers, steps)
    w, b, gw, gb = numbers["start_w"], numbers["start_b"], 0.0, 0.0
    moves = ("w", "b", None)
    from_w, from_b = moves.index(update.moves_w), moves.index(update.moves_b)
    fresh_w, fresh_b = update.zero_w == "update", update.zero_b == "update"
    move = update.sign * numbers["rate"]
    flat = [w, b]
    for epoch in range(update.epochs):
        gw = 0.0 if update.zero_w == "epoch" else gw
        gb = 0.0 if update.zero_b == "epoch" else gb
        for step in steps[epoch % len(steps)]:
            new_w, new_b = gradient(step, w, b)
            gw = new_w if fresh_w else gw + new_w
            gb = new_b if fresh_b else gb + new_b
            grads = (gw, gb, 0.0)
            w, b = w + move * grads[from_w], b + move * grads[from_b]
            flat += (w, b)
    return flat


def _descend_squares(update: Update, numbers: Mapping[str, Any], steps: list[list[Any]]) -> list[Any]:
    """The same where each parameter follows its own, fresh gradient of squares: most recipes, and quickly."""
    w, b = numbers["start_w"], numbers["start_b"]
    move = update.sign * numbers["rate"]
    flat = [w, b]
    for epoch in range(update.epochs):
        for xx, x, n, xy, y in steps[epoch % len(steps)]:
            w, b = w + move * (xx * w + x * b - xy), b + move * (x * w + n * b - y)
            flat += (w, b)
    return flat


def _overflowing(path: Floats) -> Floats:
    """The path with each parameter lost from where float32 cannot hold it."""
    with np.errstate(invalid="ignore"):
        lost = np.logical_or.accumulate(~(np.abs(path) <= FLOAT32_MAX), axis=-2)
    return np.where(lost, np.nan, path)


def _batches(update: Update, data: LineData) -> Batches:
    """The pairs of each update, in the order of the recipe."""
    targets = {"dataset": data.clean, "noisy": data.noisy, "x-as-target": data.x}[update.pairs]
    order, weights = _split(_order(update, data.x.size), update.batch)
    if update.taken == "last":
        order, weights = order[..., -1:, :], weights[-1:]
    elif update.taken == "summed":
        order, weights = order.reshape(*order.shape[:-2], 1, -1), weights.reshape(1, -1)
    x, y = data.x[order], targets[order]
    held = y[..., -1]
    if "all" in (update.predicted, update.target):
        if order.shape[-1] > 1 and "own" in (update.predicted, update.target):
            raise ValueError("a recipe that mixes the pairs of a batch with all of them needs batches of one pair")
        shape = (*order.shape[:-1], data.x.size)
        x = np.broadcast_to(data.x if update.predicted == "all" else x, shape)
        y = np.broadcast_to(data.noisy if update.target == "all" else y, shape)
        weights = np.full(shape[-2:], 1 / data.x.size)
    return Batches(x, y, weights, held)


def _order(update: Update, count: int) -> Positions:
    """Positions of pairs, shape (..., epochs or 1, pairs)."""
    if update.order == "shuffled":
        orders = np.broadcast_to(np.arange(count), (SHUFFLES, update.epochs, count))
        return np.random.default_rng(0).permuted(orders, axis=-1)
    return np.arange(count)[np.newaxis, :: -1 if update.order == "reversed" else 1]


def _split(order: Positions, batch: int) -> tuple[Positions, Floats]:
    """Positions by batch, shape (..., updates, pairs), and weights; a short last batch repeats its last pair."""
    count = order.shape[-1]
    size = min(batch, count) or count
    updates = -(-count // size)
    missing = updates * size - count
    filled = np.concatenate([order, np.repeat(order[..., -1:], missing, axis=-1)], axis=-1)
    weights = np.full((updates, size), 1 / size)
    weights[-1] = np.where(np.arange(size) < size - missing, 1 / (size - missing), 0.0)
    return filled.reshape(*order.shape[:-1], updates, size), weights


def _gradient(update: Update, batches: Batches) -> tuple[Gradient, list[list[Any]]]:
    """The gradient of the recipe's loss, and for each epoch what it needs to know of the pairs of each update."""
    if update.loss in ("mean", "sum", "half"):
        return _of_squares, _as_steps(_sums(update.loss, batches))
    if batches.x.shape[-1] == 1:
        alone = {"root": _of_one_root, "absolute": _of_one_absolute}[update.loss]
        return alone, _as_steps(np.stack([batches.x[..., 0], batches.y[..., 0]]))
    weights = np.broadcast_to(batches.weights, batches.x.shape)
    pairs = np.stack([batches.x, batches.y, weights])
    steps = np.moveaxis(pairs, (-3, -2), (0, 1))
    return {"root": _of_root, "absolute": _of_absolutes}[update.loss], [list(epoch) for epoch in steps]


def _sums(loss: Reduction, batches: Batches) -> Floats:
    """For each update the sums that give the gradients: d/dw = xx w + x b - xy, d/db = x w + n b - y."""
    weights = batches.weights > 0 if loss == "sum" else batches.weights
    factor = 1.0 if loss == "half" else 2.0
    wx, wy = factor * weights * batches.x, factor * weights * batches.y
    n = np.broadcast_to(factor * weights.sum(-1), wx.shape[:-1])
    return np.stack([(wx * batches.x).sum(-1), wx.sum(-1), n, (wx * batches.y).sum(-1), wy.sum(-1)])


def _as_steps(table: Floats) -> list[list[Any]]:
    """A table of shape (numbers, ..., epochs, updates) as lists by epoch and update of these numbers."""
    by_update = np.moveaxis(table, (-2, -1), (0, 1))
    if by_update.ndim == 3:
        return by_update.tolist()  # type: ignore[no-any-return]  # plain floats are the fastest
    return [[list(step) for step in epoch] for epoch in by_update]


def _of_squares(step: Any, w: Any, b: Any) -> tuple[Any, Any]:
    xx, x, n, xy, y = step
    return xx * w + x * b - xy, x * w + n * b - y


def _of_one_absolute(step: Any, w: Any, b: Any) -> tuple[Any, Any]:
    x, y = step
    sign = np.sign(w * x + b - y)
    return sign * x, sign


def _of_one_root(step: Any, w: Any, b: Any) -> tuple[Any, Any]:
    """The sign of the error as well, but computed as torch does, which has no answer for an error of zero."""
    x, y = step
    error = w * x + b - y
    sign = 1 / (2 * np.sqrt(error * error)) * (2 * error)
    return sign * x, sign


def _of_absolutes(step: Any, w: Any, b: Any) -> tuple[Any, Any]:
    x, y, weights = step
    signs = weights * np.sign(_times(w, x) + _times(b, 1.0) - y)
    return (signs * x).sum(-1), signs.sum(-1)


def _of_root(step: Any, w: Any, b: Any) -> tuple[Any, Any]:
    x, y, weights = step
    errors = _times(w, x) + _times(b, 1.0) - y
    root = np.sqrt((weights * errors**2).sum(-1))
    return (weights * errors * x).sum(-1) / root, (weights * errors).sum(-1) / root


def _times(parameter: Any, x: Any) -> Any:
    """A number, or one number for each order, times inputs along a last axis of their own."""
    return np.asarray(parameter)[..., np.newaxis] * x


def recorded(record: Record, walked: Walk, data: LineData) -> Floats:
    """What `record` makes a run write down that went along `walked`; shape (..., entries)."""
    with np.errstate(all="ignore"):
        points = _points(record, walked)
        entries = (_batch_losses if record.of == "batch" else _total_losses)(record, points, walked, data)
        return _kept(record, entries, walked.epochs)


def _points(record: Record, walked: Walk) -> Floats:
    """(w, b) at each moment of measuring, shape (..., entries, 2)."""
    path = walked.path
    updates = walked.batches.x.shape[-2]
    slices = {
        "epoch-start": slice(0, walked.epochs * updates, updates),
        "epoch-end": slice(updates, None, updates),
        "start-and-ends": slice(0, None, updates),
        "at-end": slice(-1, None),
        "update": slice(0, -1),
        "updated": slice(1, None),
    }
    return path[..., slices[record.when], :]


def _total_losses(record: Record, points: Floats, walked: Walk, data: LineData) -> Floats:
    """Losses over all inputs, from sums over the data: one entry costs the same for any number of pairs."""
    x, count = data.x, data.x.size
    targets_of_all = {"noisy": data.noisy, "clean": data.clean, "x": x}
    if record.against not in targets_of_all:
        y = _inner_targets(record, walked, points.shape[-2])
        targets, of_y, of_xy, of_yy = y[..., np.newaxis], y, y * x.mean(), y * y
    else:
        targets = targets_of_all[record.against]
        of_y, of_xy, of_yy = targets.mean(), (x * targets).mean(), (targets * targets).mean()
    w, b = points[..., 0], points[..., 1]
    if record.reduced == "absolute":
        return np.asarray(np.abs(w[..., np.newaxis] * x + b[..., np.newaxis] - targets).mean(-1))
    mean = w * w * (x * x).mean() + b * b + of_yy + 2 * (w * b * x.mean() - w * of_xy - b * of_y)
    return _from_mean(np.maximum(mean, 0.0), count, record.reduced)


def _inner_targets(record: Record, walked: Walk, entries: int) -> Floats:
    """The target of a single pair at each moment of measuring, shape (..., entries)."""
    held = walked.batches.last_y
    held = np.broadcast_to(held, (*held.shape[:-2], walked.epochs, held.shape[-1]))
    if record.when in ("update", "updated"):
        return held.reshape(*held.shape[:-2], -1)
    firsts, lasts = held[..., 0], held[..., -1]
    if record.when in ("epoch-end", "at-end"):
        return lasts[..., -entries:]
    if record.when == "epoch-start" and record.against == "first-y":
        return firsts
    at_first = lasts if record.against == "inner-y" else firsts
    return np.concatenate([at_first[..., :1], lasts], axis=-1)[..., :entries]


def _batch_losses(record: Record, points: Floats, walked: Walk, data: LineData) -> Floats:
    if record.when not in ("update", "updated"):
        raise ValueError(f"the loss of a batch cannot be recorded at {record.when!r}, only at each update")
    batches = walked.batches
    by_epoch = points.reshape(*points.shape[:-2], walked.epochs, batches.x.shape[-2], 2)
    errors = by_epoch[..., :1] * batches.x + by_epoch[..., 1:] - batches.y
    losses = _reduced(errors, batches.weights, record.reduced)
    return losses.reshape(points.shape[:-1])


def _reduced(errors: Floats, weights: Floats, how: Reduction) -> Floats:
    """The errors of batches, along the last axis, as one loss each."""
    if how == "absolute":
        return np.asarray((weights * np.abs(errors)).sum(-1))
    return _from_mean((weights * errors**2).sum(-1), (weights > 0).sum(-1), how)


def _from_mean(mean: Floats, count: Any, how: Reduction) -> Floats:
    """The mean squared error in another form."""
    return np.asarray({"mean": mean, "sum": mean * count, "half": mean / 2, "root": np.sqrt(mean)}[how])


def _kept(record: Record, entries: Floats, epochs: int) -> Floats:
    """What is kept of the entries of an epoch."""
    if record.kept == "each":
        return entries
    by_epoch = entries.reshape(*entries.shape[:-1], epochs, -1)
    if record.kept == "last":
        return by_epoch[..., -1]
    gathered = by_epoch.mean(-1) if record.kept.endswith("mean") else by_epoch.sum(-1)
    return np.asarray(np.cumsum(gathered, axis=-1) if record.kept.startswith("running") else gathered)


def _stored(history: Floats, store: Store) -> Floats:
    if store.times == "entries-twice":
        return np.repeat(history, 2, axis=-1)
    if store.times == "history-twice":
        return np.concatenate([history, history], axis=-1)
    return history[..., -1:] if store.times == "last-only" else history
