"""The data of a line-fitting lab under one setting, drawn exactly as its notebook draws them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SETTING_NAMES = ("slope", "bias", "noise", "seed")


@dataclass(frozen=True, eq=False)
class LineData:
    """60 inputs from -3 up to, not including, 3, and the targets that belong to them."""

    X: torch.Tensor
    """Inputs, float32, shape (60, 1)."""
    f: torch.Tensor
    """Noise-free targets, float32, shape (60, 1)."""
    Y: torch.Tensor
    """Noisy targets, float32, shape (60, 1)."""

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
    generator = torch.Generator().manual_seed(int(setting["seed"]))
    X = torch.arange(-3, 3, 0.1).view(-1, 1)
    f = setting["slope"] * X + setting["bias"]
    Y = f + setting["noise"] * torch.randn(X.size(), generator=generator)
    return LineData(X, f, Y)


def _flat64(tensor: torch.Tensor) -> Floats:
    return tensor.double().flatten().numpy()
