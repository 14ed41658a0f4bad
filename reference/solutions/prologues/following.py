"""Parameters written down after every epoch of a training, beside whatever it records itself."""

from collections.abc import Callable, MutableMapping
from typing import Any

import torch

FOLLOWED = "parameters_after_epochs"
FOLLOW = "follow_parameters"


def prepare(names: MutableMapping[str, Any]) -> None:
    """Put a list for the parameters, and the function that appends them, into the notebook's names."""
    followed: list[list[float]] = []

    def follow(parameters: Callable[[], tuple[Any, ...]]) -> None:
        try:
            followed.append([number for parameter in parameters() for number in numbers(parameter)])
        except Exception:  # a name that is not there inside of a function
            followed.append([])

    names[FOLLOWED], names[FOLLOW] = followed, follow


def numbers(parameter: Any) -> list[float]:
    """All numbers of a parameter in reading order, those of a module parameter by parameter."""
    if isinstance(parameter, torch.nn.Module):
        return [number for each in parameter.parameters() for number in numbers(each)]
    if isinstance(parameter, list | tuple):
        return [number for each in parameter for number in numbers(each)]
    tensor = torch.as_tensor(parameter).detach()
    return [float(number) for number in tensor.reshape(-1).tolist()]
