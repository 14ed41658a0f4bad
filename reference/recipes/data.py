"""The data of a line-fitting lab under one setting, drawn exactly as its notebook draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor  # importing torch takes a second, and replays need none of it

Floats = NDArray[np.float64]

SETTING_NAMES = ("slope", "bias", "noise", "seed")
NUMBERS = ("x", "clean", "noisy")


class LineData:
    """60 inputs from -3 up to, not including, 3, and the targets that belong to them.

    They are made of tensors, as drawn, or of the numbers in them, as kept; each is there in both forms.
    """

    def __init__(self, X: Tensor, f: Tensor, Y: Tensor) -> None:
        """Inputs, noise-free targets and noisy targets; float32, shape (60, 1)."""
        vars(self).update(X=X, f=f, Y=Y)

    @classmethod
    def of_numbers(cls, numbers: Mapping[str, Sequence[float]]) -> LineData:
        """The data whose `numbers` were kept."""
        data = cls.__new__(cls)
        vars(data).update({name: np.array(numbers[name], dtype=np.float64) for name in NUMBERS})
        return data

    @property
    def numbers(self) -> dict[str, list[float]]:
        """Inputs and targets in float64, by the names `x`, `clean` and `noisy`."""
        return {name: getattr(self, name).tolist() for name in NUMBERS}

    @cached_property
    def X(self) -> Tensor:
        """Inputs, float32, shape (60, 1)."""
        return _column(self.x)

    @cached_property
    def f(self) -> Tensor:
        """Noise-free targets, float32, shape (60, 1)."""
        return _column(self.clean)

    @cached_property
    def Y(self) -> Tensor:
        """Noisy targets, float32, shape (60, 1)."""
        return _column(self.noisy)

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What replays on these data have in common (see `reference.recipes.replay`)."""
        return {}

    @cached_property
    def x(self) -> Floats:
        """Inputs in float64, shape (60,)."""
        return _flat64(self.X)

    @cached_property
    def clean(self) -> Floats:
        """Noise-free targets in float64, shape (60,)."""
        return _flat64(self.f)

    @cached_property
    def noisy(self) -> Floats:
        """Noisy targets in float64, shape (60,)."""
        return _flat64(self.Y)


def draw_line(setting: Mapping[str, float]) -> LineData:
    """The data of a setting with the names `slope`, `bias`, `noise`, `seed`.

    The notebook calls `torch.manual_seed(seed)` and then `torch.randn`; a generator of its own draws the same numbers
    and leaves torch's global state alone.

    Raises:
        ValueError: where the setting lacks a name.
    """
    missing = [name for name in SETTING_NAMES if name not in setting]
    if missing:
        raise ValueError(f"setting lacks {', '.join(missing)}; it must give {', '.join(SETTING_NAMES)}")
    import torch

    generator = torch.Generator().manual_seed(int(setting["seed"]))
    X = torch.arange(-3, 3, 0.1).view(-1, 1)
    f = setting["slope"] * X + setting["bias"]
    Y = f + setting["noise"] * torch.randn(X.size(), generator=generator)
    return LineData(X, f, Y)


def _flat64(tensor: Tensor) -> Floats:
    return tensor.double().flatten().numpy()


def _column(numbers: Floats) -> Tensor:
    import torch

    return torch.tensor(numbers, dtype=torch.float32).view(-1, 1)
