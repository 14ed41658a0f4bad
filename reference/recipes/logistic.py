"""Logistic regression on one input by mini-batches: what the lab on it teaches, without PyTorch's ready-made parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

Cost = Literal["cross-entropy", "squared"]


@dataclass(frozen=True)
class Classifier:
    """A trained model, and how it got there."""

    weight: float
    bias: float
    losses: tuple[float, ...]
    """The loss over all data before each epoch."""

    @property
    def boundary(self) -> float:
        """The input at which both classes are equally probable."""
        return -self.bias / self.weight

    def probability(self, x: Tensor) -> Tensor:
        """How probable class 1 is for each of the inputs `x`, of any shape."""
        return torch.sigmoid(self.weight * x + self.bias)

    def accuracy(self, x: Tensor, y: Tensor) -> float:
        """The share of the inputs `x` that are put into their classes `y`, 0 or 1; both of one shape."""
        return float(((self.probability(x) > 0.5) == (y > 0.5)).double().mean())


def loss_of(z: Tensor, y: Tensor, cost: Cost) -> Tensor:
    """The mean loss of outputs `z` of the line, before the sigmoid, for classes `y`; both of one shape.

    The cross-entropy is written in `z`: there nothing is rounded to a probability of exactly 0 or 1.
    """
    if cost == "squared":
        return torch.mean((torch.sigmoid(z) - y) ** 2)
    return torch.mean(torch.nn.functional.softplus(z) - y * z)


def pull_of(z: Tensor, y: Tensor, cost: Cost) -> Tensor:
    """The derivative of each point's loss by its `z`: the slope of the sigmoid is in the squared error's alone."""
    p = torch.sigmoid(z)
    return 2 * (p - y) * p * (1 - p) if cost == "squared" else p - y


def train_classifier(
    x: Tensor, y: Tensor, start: tuple[float, float], lr: float, batch: int, epochs: int, cost: Cost = "cross-entropy"
) -> Classifier:
    """Train weight and bias from `start` on batches of `batch` pairs, in their order.

    Args:
        x: inputs, of shape `(n, 1)`.
        y: their classes, 0 or 1, of the same shape.
        start: weight and bias before the first update.
        lr: the learning rate.
        batch: pairs per update; the last batch may hold fewer.
        epochs: how often all pairs are gone through.
        cost: what is lowered and recorded.
    """
    (weight, bias), losses = start, list[float]()
    for _ in range(epochs):
        losses.append(loss_of(weight * x + bias, y, cost).item())
        for first in range(0, len(x), batch):
            inputs, classes = x[first : first + batch], y[first : first + batch]
            pull = pull_of(weight * inputs + bias, classes, cost)
            weight, bias = weight - lr * (pull * inputs).mean().item(), bias - lr * pull.mean().item()
    return Classifier(weight, bias, tuple(losses))
