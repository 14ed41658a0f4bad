"""What an error surface is of: a loss over two parameters, and the model whose predictions are drawn beside it.

Built in are a line with squared errors, and a sigmoid of a line with cross-entropy or squared errors. Any other loss
can be given as a function of the two parameters.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .given_numbers import number

Floats = NDArray[np.float64]
Loss = Callable[[Floats, Floats, Floats, Floats], Floats]
"""From inputs and targets, both of shape `(n,)`, and parameters that broadcast, to their losses."""
Predict = Callable[[Floats, Any, Any], Floats]
"""From inputs and two parameters to predictions; all three broadcast."""


@dataclass(frozen=True, eq=False)
class Objective:
    """A loss over two parameters, and the words for what is drawn of it."""

    loss: Loss
    name: str
    """What the loss is, at the beginning of a sentence."""
    fit: str = ""
    """What the predictions are called; empty where there are none to draw."""
    predict: Predict | None = None
    """The model; `None` where data space is not drawn."""
    straight: bool = False
    """Whether predictions lie on a line, so that its two ends show it."""
    w_name: str = "weight w"
    b_name: str = "bias b"
    lowest: str = "the lowest loss in view"
    """What stands at the sign that marks the lowest point."""

    @property
    def over(self) -> str:
        """Both parameters in words, such as `slope and bias`."""
        return " and ".join(name.rpartition(" ")[0] or name for name in (self.w_name, self.b_name))

    @property
    def by_point(self) -> bool:
        """Whether the loss is computed point by point, so that fine grids take long."""
        return isinstance(self.loss, GivenLoss) and not self.loss.takes_grids


def mean_squared_error(x: Floats, y: Floats, w: Floats, b: Floats) -> Floats:
    """The mean over the samples of `(y - (w * x + b)) ** 2`, for every pair of the broadcast `w` and `b`.

    With the columns `[x, 1, y]` = QR, the residuals of a line are Q times R @ (w, b, -1), and Q keeps lengths:
    three numbers stand for all samples, so memory does not grow with samples times grid.
    """
    triangle = np.linalg.qr(np.stack([x, np.ones_like(x), y], axis=1), mode="r")
    lines = np.stack(np.broadcast_arrays(w, b, -1.0))
    loss: Floats = np.square(np.einsum("rc,c...->r...", triangle, lines)).sum(axis=0) / len(x)
    return loss


def straight_line(x: Floats, w: Any, b: Any) -> Floats:
    """Predictions `w * x + b`."""
    return np.asarray(w * x + b)


def sigmoid_line(x: Floats, w: Any, b: Any) -> Floats:
    """Predictions `1 / (1 + exp(-(w * x + b)))`, without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * (w * x + b))))


def cross_entropy(x: Floats, y: Floats, w: Floats, b: Floats) -> Floats:
    """The mean over the samples of `-y log p - (1 - y) log(1 - p)` with `p` the sigmoid of `w * x + b`."""
    return _mean(x, y, lambda one, target: _entropy(w * one + b, target))


def _entropy(logit: Floats, target: float) -> Floats:
    return np.asarray(np.logaddexp(0.0, logit) - target * logit)


def squared_error_of_sigmoid(x: Floats, y: Floats, w: Floats, b: Floats) -> Floats:
    """The mean over the samples of `(y - p) ** 2` with `p` the sigmoid of `w * x + b`."""
    return _mean(x, y, lambda one, target: np.square(target - sigmoid_line(one, w, b)))


def _mean(x: Floats, y: Floats, term: Callable[[Any, float], Floats]) -> Floats:
    """The mean of a term over the samples, added up one by one, so that memory does not grow with samples."""
    total: Any = 0.0
    for one, target in zip(x, y, strict=True):
        total = total + term(one, target)
    return np.asarray(total / len(x), dtype=np.float64)


LINE = Objective(
    mean_squared_error,
    "The mean squared error",
    "line",
    straight_line,
    straight=True,
    w_name="slope w",
    lowest="the least-squares line",
)
CROSS_ENTROPY = Objective(cross_entropy, "The cross-entropy", "sigmoid", sigmoid_line)
SQUARED_SIGMOID = Objective(squared_error_of_sigmoid, "The mean squared error of a sigmoid", "sigmoid", sigmoid_line)
MODELS = {
    "line": {"squared": LINE},
    "logistic": {"cross-entropy": CROSS_ENTROPY, "squared": SQUARED_SIGMOID},
}
"""For each model its costs, the usual one first."""


def objective_of(model: str = "line", cost: str = "") -> Objective:
    """What is built in for a model and one of its costs, by default the usual one.

    Raises:
        ValueError: for a model or a cost that is not built in, naming those that are.
    """
    if model not in MODELS:
        raise ValueError(f"model is {model!r}, must be one of {', '.join(MODELS)}; for any other give loss=")
    costs = MODELS[model]
    if cost and cost not in costs:
        raise ValueError(f"cost is {cost!r}, must be one of {', '.join(costs)} for {model}; for any other give loss=")
    return costs[cost or next(iter(costs))]


def given_objective(
    loss: Callable[[Any, Any], Any], predict: Callable[[Any, Any, Any], Any] | None = None
) -> Objective:
    """An objective of any `loss(w, b)`, with the predictions `predict(x, w, b)` where data space is to be drawn.

    Raises:
        TypeError: for what cannot be called.
    """
    drawn = None if predict is None else Called(predict, "a prediction")
    return Objective(GivenLoss(loss), "The loss", "prediction" if predict else "", drawn, w_name="w", b_name="b")


class GivenLoss:
    """Any `loss(w, b)` as the loss of an objective."""

    def __init__(self, loss: Callable[[Any, Any], Any]) -> None:
        self._called = Called(loss, "the loss")

    @property
    def takes_grids(self) -> bool:
        """Whether it took all grids so far."""
        return self._called.takes_grids

    def __call__(self, x: Floats, y: Floats, w: Any, b: Any) -> Floats:
        """The losses of parameters that broadcast."""
        return self._called(w, b)


class Called:
    """A function of numbers, called on arrays: at once where it takes them, else entry by entry."""

    def __init__(self, function: Callable[..., Any], name: str) -> None:
        """Take any function; `name` stands for its answers in messages.

        Raises:
            TypeError: for what cannot be called.
        """
        if not callable(function):
            raise TypeError(f"{name} is a {type(function).__name__}; it needs a function")
        self._function, self._name = function, name
        self.takes_grids = True

    def __call__(self, *values: Any) -> Floats:
        """The answers to values that broadcast.

        Raises:
            TypeError: where an answer is no number; and whatever the function raises for numbers.
        """
        arrays = np.broadcast_arrays(*(np.asarray(value, np.float64) for value in values))
        found = self._at_once(arrays) if self.takes_grids and arrays[0].size > 1 else None
        if found is not None:
            return found
        self.takes_grids = self.takes_grids and arrays[0].size <= 1
        entries = zip(*(array.ravel() for array in arrays), strict=True)
        return np.array([self._at(entry) for entry in entries], dtype=np.float64).reshape(arrays[0].shape)

    def _at(self, entry: Iterable[Any]) -> float:
        return number(self._function(*map(float, entry)), self._name)

    def _at_once(self, arrays: Sequence[Floats]) -> Floats | None:
        """All answers; `None` where the function does not take arrays, or answers otherwise than for numbers."""
        try:
            made: Any = self._function(*(array.copy() for array in arrays))
            found = np.array(made.detach() if hasattr(made, "detach") else made, dtype=np.float64)
        except Exception:  # a function of numbers, or of tensors
            return None
        if found.shape != arrays[0].shape:
            return None
        places = (0, found.size // 2, found.size - 1)
        alone = [self._at(array.flat[place] for array in arrays) for place in places]
        same = np.allclose([found.flat[place] for place in places], alone, rtol=1e-5, atol=1e-12, equal_nan=True)
        return found if same else None
