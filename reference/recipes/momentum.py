"""Gradient descent with momentum, for any loss: what the lab on momentum teaches, in the definition of PyTorch.

Each parameter has a velocity, zero at the start. A step keeps the share `momentum` of it, adds the new derivative, and
moves the parameter by the learning rate times the velocity.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Descent:
    """Where a descent went, and how high it was."""

    losses: tuple[float, ...]
    """The loss before each step."""
    path: tuple[tuple[float, ...], ...]
    """The parameters at the start and after each step, so one place more than there were steps."""

    @property
    def final(self) -> tuple[float, ...]:
        """The parameters after the last step."""
        return self.path[-1]


def descend(
    loss: Callable[[Tensor], Tensor], start: Sequence[float], lr: float, momentum: float, steps: int
) -> Descent:
    """Go down `loss` from `start`; `momentum` 0 is plain gradient descent.

    Args:
        loss: from a tensor of all parameters, of the shape `(len(start),)`, to a 0-d tensor.
        start: the first value of each parameter.
        lr: what a step multiplies the velocity with.
        momentum: the share of its velocity that a parameter keeps in each step.
        steps: how often the parameters move.
    """
    place = torch.tensor(start, requires_grad=True)
    velocity = torch.zeros_like(place)
    losses, path = [], [tuple(place.tolist())]
    for _ in range(steps):
        height = loss(place)
        losses.append(height.item())
        (derivative,) = torch.autograd.grad(height, place)
        velocity = momentum * velocity + derivative
        with torch.no_grad():
            place -= lr * velocity
        path.append(tuple(place.tolist()))
    return Descent(tuple(losses), tuple(path))
