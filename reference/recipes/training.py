"""Three ways to fit a line by gradient descent: batch, stochastic, and stochastic through a `DataLoader`.

They share one loop and differ only in what an epoch goes through: all data at once, or one pair after the other.
The model is `w * x + b`, the cost the mean squared error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor  # importing torch takes a second, and few who import this train

Point = tuple[float, float]
"""A pair (w, b)."""
Pairs = Iterable[tuple["Tensor", "Tensor"]]
"""What an epoch goes through: inputs and targets for one update each. Gone through once per epoch."""


@dataclass(frozen=True)
class Trajectory:
    """A training run: what the loss was, and where the parameters went."""

    losses: tuple[float, ...]
    """The total loss over all data at the start of each epoch, before its first update."""
    path: tuple[Point, ...]
    """(w, b) at the start and after each update, so one point more than there were updates."""

    @property
    def final(self) -> Point:
        """(w, b) after the last update."""
        return self.path[-1]

    @property
    def recorded(self) -> tuple[Point, ...]:
        """(w, b) at the start of each epoch: where `losses` were measured, in the same order."""
        if not self.losses:
            return ()
        updates_per_epoch = (len(self.path) - 1) // len(self.losses)
        return tuple(self.path[epoch * updates_per_epoch] for epoch in range(len(self.losses)))


def mean_squared_error(yhat: Tensor, y: Tensor) -> Tensor:
    """The mean of the squared differences, a 0-d tensor."""
    import torch

    return torch.mean((yhat - y) ** 2)


def train_batch(X: Tensor, Y: Tensor, start: Point, lr: float, epochs: int) -> Trajectory:
    """Batch gradient descent: one update per epoch, from the gradient over all of `X`, `Y`."""
    return _train(X, Y, [(X, Y)], start, lr, epochs)


def train_stochastic(X: Tensor, Y: Tensor, start: Point, lr: float, epochs: int) -> Trajectory:
    """Stochastic gradient descent: one update per pair of `X`, `Y`, in order."""
    return _train(X, Y, list(zip(X, Y, strict=True)), start, lr, epochs)


def train_with_loader(X: Tensor, Y: Tensor, loader: Pairs, start: Point, lr: float, epochs: int) -> Trajectory:
    """Gradient descent on what `loader` yields, such as a `DataLoader`; the loss is measured over `X`, `Y`."""
    return _train(X, Y, loader, start, lr, epochs)


def _train(X: Tensor, Y: Tensor, pairs: Pairs, start: Point, lr: float, epochs: int) -> Trajectory:
    """Go through `pairs` once per epoch, with one update each; record the loss over `X`, `Y` first."""
    import torch

    w, b = (torch.tensor(value, dtype=X.dtype, requires_grad=True) for value in start)
    losses, path = [], [(w.item(), b.item())]
    for _ in range(epochs):
        losses.append(mean_squared_error(w * X + b, Y).item())
        for x, y in pairs:
            mean_squared_error(w * x + b, y).backward()  # type: ignore[no-untyped-call]
            _step(w, lr)
            _step(b, lr)
            path.append((w.item(), b.item()))
    return Trajectory(tuple(losses), tuple(path))


def _step(parameter: Tensor, lr: float) -> None:
    """Move a parameter down its gradient, then forget the gradient."""
    import torch

    with torch.no_grad():
        parameter -= lr * parameter.grad  # type: ignore[operator]
    parameter.grad = None
