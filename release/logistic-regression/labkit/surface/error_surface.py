"""A loss over a grid of its two parameters: the mean squared error of a line, or any other."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .given_numbers import Floats, number, samples
from .objective import LINE, Objective, given_objective, objective_of

MAX_SAMPLES = 1000
"""The finest grid along one axis: a million losses."""
ZOOMS, ZOOM, PLACES = 8, 5.0, 21
"""The lowest loss is looked for on `PLACES` points a side, `ZOOMS` times around the lowest so far."""
NOTHING = np.empty(0)


@dataclass(frozen=True, eq=False)
class ErrorSurface:
    """The losses of a model of two parameters, such as the line `w * x + b`, on a grid that is centred on 0."""

    w: Floats
    """Slopes or weights of the grid, shape `(n_samples,)`, rising."""
    b: Floats
    """Biases of the grid, shape `(n_samples,)`, rising."""
    loss: Floats
    """Losses, shape `(n_samples, n_samples)`: `loss[i, j]` belongs to `b[i]` and `w[j]`."""
    x: Floats
    """Inputs, shape `(samples,)`; empty where the loss was given without data."""
    y: Floats
    """Targets, shape `(samples,)`."""
    objective: Objective = LINE
    """What the losses are of."""

    @classmethod
    def from_data(
        cls,
        X: object,
        Y: object,
        w_range: float,
        b_range: float,
        n_samples: float = 30,
        model: str = "line",
        cost: str = "",
    ) -> "ErrorSurface":
        """The surface over slopes from `-w_range` to `w_range` and biases from `-b_range` to `b_range`.

        `model` is `line`, with squared errors, or `logistic`, whose `cost` is `cross-entropy` or `squared`.
        `X` and `Y` hold one number per sample: tensors with or without grad, arrays or lists of shape `(n,)`
        or `(n, 1)`, or slices of a dataset such as `dataset[0:60]`, of which `X` takes the inputs and `Y` the
        targets.

        Raises:
            TypeError: for what is no number.
            ValueError: for shapes that do not fit, empty data, values that are not finite, and a model or cost that is
                not built in.
        """
        objective = objective_of(model, cost)
        x, y = samples(X, "X", part=0), samples(Y, "Y", part=1)
        if len(x) != len(y):
            raise ValueError(f"X has {len(x)} samples and Y has {len(y)}; both need the same number")
        return cls._over(x, y, *_grid(w_range, b_range, n_samples), objective)

    @classmethod
    def from_loss(
        cls,
        loss: Callable[[Any, Any], Any],
        w_range: float,
        b_range: float,
        n_samples: float = 30,
        X: object = None,
        Y: object = None,
        predict: Callable[[Any, Any, Any], Any] | None = None,
    ) -> "ErrorSurface":
        """The surface of any `loss(w, b)`: a function of two numbers, or of two arrays entry by entry.

        With `X`, `Y` and `predict(x, w, b)` the data and the predictions are drawn beside it; without one of them only
        the parameters are.

        Raises:
            TypeError: for what is no function, or returns no number; and whatever the function raises for numbers.
            ValueError: as `from_data`.
        """
        objective = given_objective(loss, predict)
        given = X is not None and Y is not None
        x, y = (samples(X, "X", part=0), samples(Y, "Y", part=1)) if given else (NOTHING.copy(), NOTHING.copy())
        if len(x) != len(y):
            raise ValueError(f"X has {len(x)} samples and Y has {len(y)}; both need the same number")
        return cls._over(x, y, *_grid(w_range, b_range, n_samples), objective)

    @classmethod
    def _over(cls, x: Floats, y: Floats, w: Floats, b: Floats, objective: Objective) -> "ErrorSurface":
        with np.errstate(over="ignore", invalid="ignore"):
            loss = objective.loss(x, y, w[np.newaxis, :], b[:, np.newaxis])
        if not np.isfinite(loss).all():
            raise ValueError("the losses over this grid are too large for a float; scale the data or the ranges")
        for values in (x, y, w, b, loss):
            values.flags.writeable = False
        return cls(w, b, loss, x, y, objective)

    @property
    def shows_data(self) -> bool:
        """Whether there are data, and a model to draw beside them."""
        return self.objective.predict is not None and len(self.x) > 0

    def loss_at(self, w: ArrayLike, b: ArrayLike) -> Floats:
        """The losses at slopes or weights `w` and biases `b`, which broadcast; `inf` past a float."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self.objective.loss(self.x, self.y, np.asarray(w, np.float64), np.asarray(b, np.float64))

    @property
    def minimum(self) -> tuple[float, float]:
        """Slope and bias of the least-squares line, the shortest such pair where many fit equally well.

        Of another loss the parameters of the lowest one within the ranges, to about six digits.
        """
        if self.objective is not LINE:
            return self._lowest
        columns = np.stack([self.x, np.ones_like(self.x)], axis=1)
        w, b = np.linalg.lstsq(columns, self.y, rcond=None)[0]
        return float(w), float(b)

    def resized(self, factor: float = 1.0, n_samples: int | None = None) -> "ErrorSurface":
        """The same data over ranges `factor` times as wide, on `n_samples` by `n_samples` points."""
        size = n_samples or len(self.w)
        w, b = (np.linspace(-factor * axis[-1], factor * axis[-1], size) for axis in (self.w, self.b))
        return self._over(self.x, self.y, w, b, self.objective)

    @cached_property
    def _lowest(self) -> tuple[float, float]:
        """The lowest point of the grid, looked at ever more closely."""
        row, column = np.unravel_index(int(np.argmin(self.loss)), self.loss.shape)
        w, b = float(self.w[column]), float(self.b[row])
        reach = np.array([self.w[1] - self.w[0], self.b[1] - self.b[0]])
        for _ in range(ZOOMS):
            ws = np.clip(np.linspace(w - reach[0], w + reach[0], PLACES), self.w[0], self.w[-1])
            bs = np.clip(np.linspace(b - reach[1], b + reach[1], PLACES), self.b[0], self.b[-1])
            losses = self.loss_at(ws[np.newaxis, :], bs[:, np.newaxis])
            row, column = np.unravel_index(int(np.argmin(losses)), losses.shape)
            w, b = float(ws[column]), float(bs[row])
            reach = reach / ZOOM
        return w, b


def _grid(w_range: Any, b_range: Any, n_samples: Any) -> tuple[Floats, Floats]:
    """The parameters along both axes."""
    size = _grid_size(n_samples)
    halves = _half_width(w_range, "w_range"), _half_width(b_range, "b_range")
    return np.linspace(-halves[0], halves[0], size), np.linspace(-halves[1], halves[1], size)


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
