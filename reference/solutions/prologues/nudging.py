"""The given data a last digit apart: as another processor would have drawn them, or a reader would have typed them."""

from collections.abc import MutableMapping
from typing import Any

import torch

from reference.solutions.prologues.walking import walk

SEED = 0
"""Which digits go up and which go down; set to another number where the text of this module is put to use."""


def prepare(names: MutableMapping[str, Any]) -> None:
    """Move each number of each given single-precision tensor to its neighbour, up or down by chance.

    Whole numbers, such as labels, and parameters stay as they are; torch's own random numbers do too.
    """
    generator = torch.Generator().manual_seed(SEED)

    def nudge(tensor: torch.Tensor) -> None:
        if tensor.dtype is torch.float32 and not tensor.requires_grad:
            data = tensor.data
            up = torch.rand(data.shape, generator=generator) < 0.5
            near = torch.nextafter(data, torch.where(up, torch.inf, -torch.inf))
            tensor.data.copy_(torch.where(data == data.round(), data, near))

    walk(names, nudge, lambda value: value)
