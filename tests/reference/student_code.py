"""Runs practice answers as a student writes them, in a namespace like that of the notebook."""

from collections.abc import Mapping
from textwrap import dedent
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

GIVEN = """
def forward(x):
    return w * x + b

def criterion(yhat, y):
    return torch.mean((yhat - y) ** 2)

LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
"""


class Points(Dataset[Any]):
    """Inputs and targets as a data set."""

    def __init__(self, x: torch.Tensor, y: torch.Tensor) -> None:
        self.x, self.y = x, y

    def __getitem__(self, index: Any) -> Any:
        return self.x[index], self.y[index]

    def __len__(self) -> int:
        return len(self.x)


def namespace(setting: Mapping[str, float]) -> dict[str, Any]:
    """The names that the notebook gives to the practice, the parameters as the worked runs leave them."""
    generator = torch.Generator().manual_seed(int(setting["seed"]))
    X = torch.arange(-3, 3, 0.1).view(-1, 1)
    f = setting["slope"] * X + setting["bias"]
    Y = f + setting["noise"] * torch.randn(X.size(), generator=generator)
    dataset = Points(X, f)
    names: dict[str, Any] = {"torch": torch, "np": np, "X": X, "f": f, "Y": Y, "dataset": dataset, "lr": 0.1}
    names |= {"DataLoader": DataLoader, "trainloader": DataLoader(dataset, batch_size=1)}
    return names


def run(code: str, setting: Mapping[str, float]) -> dict[str, Any]:
    """What `LOSS`, `w` and `b` hold after a student's `code`, as plain numbers."""
    names = namespace(setting)
    exec(GIVEN, names)
    exec(dedent(code), names)
    history = tuple(torch.as_tensor(loss).item() for loss in names["LOSS"])
    return {"LOSS": history, "w": float(names["w"].item()), "b": float(names["b"].item())}
