"""The mean squared error of a line over a grid of its two parameters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MAX_SAMPLES = 1000
"""The finest grid along one axis: a million losses."""


@dataclass(frozen=True, eq=False)
class ErrorSurface:
    """The losses of the lines `w * x + b` against the data, on a grid that is centred on 0."""

    w: Floats
    """Slopes of the grid, shape `(n_samples,)`, rising."""
    b: Floats
    """Biases of the grid, shape `(n_samples,)`, rising."""
    loss: Floats
    """Mean squared errors, shape `(n_samples, n_samples)`: `loss[i, j]` belongs to `b[i]` and `w[j]`."""
    x: Floats
    """Inputs, shape `(samples,)`."""
    y: Floats
    """Targets, shape `(samples,)`."""

    @classmethod
    def from_data(cls, X: object, Y: object, w_range: float, b_range: float, n_samples: float = 30) -> "ErrorSurface":
        """The surface over slopes from `-w_range` to `w_range` and biases from `-b_range` to `b_range`.

        `X` and `Y` hold one number per sample: tensors with or without grad, arrays or lists of shape `(n,)` or
        `(n, 1)`, or slices of a dataset such as `dataset[0:60]`, of which `X` takes the inputs and `Y` the targets.

        Raises:
            TypeError: for what is no number.
            ValueError: for shapes that do not fit, empty data and values that are not finite.
        """
        x, y = samples(X, "X", part=0), samples(Y, "Y", part=1)
        if len(x) != len(y):
            raise ValueError(f"X has {len(x)} samples and Y has {len(y)}; both need the same number")
        size = _grid_size(n_samples)
        w, b = (
            np.linspace(-half, half, size)
            for half in (_half_width(w_range, "w_range"), _half_width(b_range, "b_range"))
        )
        return cls._over(x, y, w, b)

    @classmethod
    def _over(cls, x: Floats, y: Floats, w: Floats, b: Floats) -> "ErrorSurface":
        with np.errstate(over="ignore", invalid="ignore"):
            loss = mean_squared_error(x, y, w[np.newaxis, :], b[:, np.newaxis])
        if not np.isfinite(loss).all():
            raise ValueError("the losses over this grid are too large for a float; scale the data or the ranges")
        for values in (x, y, w, b, loss):
            values.flags.writeable = False
        return cls(w, b, loss, x, y)

    def loss_at(self, w: ArrayLike, b: ArrayLike) -> Floats:
        """The mean squared errors of the lines with slopes `w` and biases `b`, which broadcast; `inf` past a float."""
        with np.errstate(over="ignore", invalid="ignore"):
            return mean_squared_error(self.x, self.y, np.asarray(w, np.float64), np.asarray(b, np.float64))

    @property
    def minimum(self) -> tuple[float, float]:
        """Slope and bias of the least-squares line; the shortest such pair where many fit equally well."""
        columns = np.stack([self.x, np.ones_like(self.x)], axis=1)
        w, b = np.linalg.lstsq(columns, self.y, rcond=None)[0]
        return float(w), float(b)

    def resized(self, factor: float = 1.0, n_samples: int | None = None) -> "ErrorSurface":
        """The same data over ranges `factor` times as wide, on `n_samples` by `n_samples` points."""
        size = n_samples or len(self.w)
        w, b = (np.linspace(-factor * axis[-1], factor * axis[-1], size) for axis in (self.w, self.b))
        return self._over(self.x, self.y, w, b)


def mean_squared_error(x: Floats, y: Floats, w: Floats, b: Floats) -> Floats:
    """The mean over the samples of `(y - (w * x + b)) ** 2`, for every pair of the broadcast `w` and `b`.

    With the columns `[x, 1, y]` = QR, the residuals of a line are Q times R @ (w, b, -1), and Q keeps lengths:
    three numbers stand for all samples, so memory does not grow with samples times grid.
    """
    triangle = np.linalg.qr(np.stack([x, np.ones_like(x), y], axis=1), mode="r")
    lines = np.stack(np.broadcast_arrays(w, b, -1.0))
    loss: Floats = np.square(np.einsum("rc,c...->r...", triangle, lines)).sum(axis=0) / len(x)
    return loss


def samples(values: object, name: str, part: int = 0) -> Floats:
    """`values` as float64 of shape `(n,)`; of a pair from a dataset slice the entry `part`.

    `name` stands for the values in messages.

    Raises:
        TypeError: where something is no number.
        ValueError: for a wrong shape, no samples, or numbers that are not finite.
    """
    if isinstance(values, tuple) and len(values) == 2 and all(_is_column(entry) for entry in values):
        values = values[part]
    array = _array(values, name)
    if array.size == 0:
        raise ValueError(f"{name} is empty; it needs at least one sample")
    if array.ndim == 0 or array.size != max(array.shape):
        raise ValueError(
            f"{name} has the shape {array.shape}; it needs one number per sample, such as (60, 1) or (60,)"
        )
    column = array.reshape(-1).astype(np.float64)
    bad = np.flatnonzero(~np.isfinite(column))
    if bad.size:
        raise ValueError(f"{name}[{bad[0]}] is {column[bad[0]]}; all numbers in {name} must be finite")
    return column


def _is_column(value: Any) -> bool:
    """Whether a value is a tensor or an array of more than one sample."""
    return hasattr(value, "shape") and hasattr(value, "dtype") and len(value.shape) > 0 and value.shape[0] > 1


def _array(values: Any, name: str) -> NDArray[Any]:
    """A real-valued array of what may be a tensor, an array, or nested lists of either."""
    if hasattr(values, "detach"):
        values = values.detach().cpu().tolist()
    if isinstance(values, Sequence) and not isinstance(values, str | bytes):
        return _stacked([_array(entry, name) for entry in values], name)
    array = np.asarray(values)
    if array.dtype.kind not in "iuf":
        found = type(values).__name__ if array.ndim == 0 else f"{array.dtype} values"
        raise TypeError(f"{name} holds {found}; it needs numbers: a tensor, an array or a list")
    return array


def _stacked(rows: list[NDArray[Any]], name: str) -> NDArray[Any]:
    shapes = {row.shape for row in rows}
    if len(shapes) > 1:
        raise ValueError(f"{name} has entries of different shapes {sorted(shapes)}; each sample needs one number")
    return np.stack(rows) if rows else np.empty(0)


def _half_width(value: Any, name: str) -> float:
    width = number(value, name)
    if not 0 < width < np.inf:
        raise ValueError(f"{name} is {width:g}; it needs a positive number, the axis goes from minus to plus it")
    return width


def _grid_size(value: Any) -> int:
    size = number(value, "n_samples")
    if size != round(size) or not 2 <= size <= MAX_SAMPLES:
        raise ValueError(f"n_samples is {size:g}; it needs a whole number from 2 to {MAX_SAMPLES}")
    return int(size)


def number(value: Any, name: str) -> float:
    """One number as a plain float, so that no tensor and no graph is kept; it need not be finite.

    Takes floats, ints, and tensors and arrays of one element, with or without grad.

    Raises:
        TypeError: for anything else, naming `name`.
    """
    array = np.empty(0) if isinstance(value, bool) else _array_or_empty(value, name)
    if array.size != 1:
        raise TypeError(f"{name} is {_described(value)}; it needs one number")
    return float(array.reshape(()))


def _array_or_empty(value: Any, name: str) -> NDArray[Any]:
    try:
        return _array(value, name)
    except (TypeError, ValueError):
        return np.empty(0)


def _described(value: Any) -> str:
    shape = getattr(value, "shape", None)
    kind = type(value).__name__
    return f"a {kind} of shape {tuple(shape)}" if shape is not None and not callable(shape) else f"a {kind}"
