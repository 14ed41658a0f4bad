"""What a training run left behind: its path through the parameters and the losses recorded along it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .given_numbers import Floats, number


@dataclass(frozen=True)
class Run:
    """One training run, step by step; step `k` is the `k`-th time that something was recorded."""

    name: str
    w: tuple[float, ...]
    """Slope at each step."""
    b: tuple[float, ...]
    """Bias at each step."""
    losses: tuple[float, ...]
    """Loss that was recorded together with that slope and bias."""

    def __len__(self) -> int:
        return len(self.losses)

    @property
    def path(self) -> tuple[tuple[float, float], ...]:
        """The pairs `(w, b)`, one for each step."""
        return tuple(zip(self.w, self.b, strict=True))

    @property
    def points(self) -> Floats:
        """The path as an array of shape `(steps, 2)`."""
        return np.array([self.w, self.b], dtype=np.float64).T.reshape(-1, 2)


def as_points(path: Iterable[Any], name: str = "the path") -> Floats:
    """Any path as float64 of shape `(steps, 2)`: a sequence of pairs `(w, b)` of floats, tensors or arrays.

    Raises:
        TypeError: where an entry is no such pair.
        ValueError: where there is no entry.
    """
    pairs = [_pair(entry, f"step {step} of {name}") for step, entry in enumerate(path)]
    if not pairs:
        raise ValueError(f"{name} has no steps; record the training first, or pass a sequence of (w, b)")
    return np.array(pairs, dtype=np.float64)


def _pair(entry: Any, name: str) -> tuple[float, float]:
    try:
        w, b = entry
    except (TypeError, ValueError):
        raise TypeError(f"{name} is a {type(entry).__name__}; it needs a pair (w, b)") from None
    return number(w, f"w at {name}"), number(b, f"b at {name}")


def line_of(model: Any) -> tuple[float, float]:
    """Slope and bias of a model with one weight and one bias, such as `nn.Linear(1, 1)`, alone or inside another.

    Raises:
        TypeError: for a model that holds anything else.
    """
    found = {name.rpartition(".")[2]: value for name, value in model.named_parameters()}
    sizes = {name: tuple(value.shape) for name, value in found.items()}
    if set(found) != {"weight", "bias"} or any(value.numel() != 1 for value in found.values()):
        raise TypeError(
            f"the model {type(model).__name__} has the parameters {sizes}; a line has one weight and one bias, "
            "as nn.Linear(1, 1) has"
        )
    return number(found["weight"], "weight"), number(found["bias"], "bias")


def thinned(steps: int, limit: int) -> list[int]:
    """At most `limit` of the numbers below `steps`, evenly spread, the first and the last among them."""
    if steps <= limit:
        return list(range(steps))
    return sorted({round(k) for k in np.linspace(0, steps - 1, limit)})


def thinned_late(steps: int, limit: int) -> list[int]:
    """As `thinned`, but all of the first half of `limit`: early steps are the longest, and make a path's shape."""
    early = min(steps, limit // 2)
    return [*range(early), *(early + k for k in thinned(steps - early, limit - early))]
