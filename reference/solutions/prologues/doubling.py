"""Double precision from here on, on the data that were drawn in single precision.

Every tensor behind the notebook's names becomes float64 in place, so that optimisers keep pointing at the parameters
they move. Numbers that are drawn later are drawn in single precision and then widened: torch draws others for float64.
"""

from collections.abc import Callable, MutableMapping
from functools import wraps
from typing import Any

import numpy as np
import torch

from reference.solutions.prologues.walking import walk

SINGLE, DOUBLE = torch.float32, torch.float64
MAKING = (
    "rand", "randn", "rand_like", "randn_like", "normal", "bernoulli", "multinomial", "poisson", "arange", "linspace",
    "logspace", "tensor", "as_tensor", "from_numpy",
)  # fmt: skip
"""Functions of torch whose numbers depend on the precision in which they are made."""
LITERAL = ("tensor", "as_tensor", "from_numpy")
"""Those that take over numbers that are written down: in double precision, even from single-precision arrays."""
FILLING = (
    "normal_", "uniform_", "exponential_", "log_normal_", "cauchy_", "geometric_", "random_", "bernoulli_",
)  # fmt: skip
DROPPING = ("dropout", "dropout1d", "dropout2d", "dropout3d")


def prepare(names: MutableMapping[str, Any]) -> None:
    """Make everything behind `names` double, and everything that is made from now on."""
    walk(names, widen, widened)
    torch.set_default_dtype(DOUBLE)
    for name in MAKING:
        function = getattr(torch, name)
        setattr(torch, name, taken_over(function) if name in LITERAL else made_in_single(function))
    for name in FILLING:
        setattr(torch.Tensor, name, filled_in_single(getattr(torch.Tensor, name)))
    for name in DROPPING:
        setattr(torch.nn.functional, name, dropped_in_single(getattr(torch.nn.functional, name)))
    for owner, single, double in (
        (torch, "float32", DOUBLE),
        (torch, "float", DOUBLE),
        (torch, "FloatTensor", torch.DoubleTensor),
        (torch.Tensor, "float", torch.Tensor.double),
        (torch.nn.Module, "float", torch.nn.Module.double),
    ):
        setattr(owner, single, double)


def widen(tensor: torch.Tensor) -> None:
    """Make a tensor float64 in place, whoever holds it."""
    if tensor.dtype is SINGLE:
        tensor.data = tensor.data.to(DOUBLE)


def widened(value: Any) -> Any:
    """An array of single precision as one of double precision, the type likewise; anything else as it is."""
    if isinstance(value, np.ndarray) and value.dtype == np.float32:
        return value.astype(np.float64)
    return DOUBLE if value is SINGLE else value


def made_in_single(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of torch that computes in single precision, its result widened."""

    @wraps(function)
    def make(*arguments: Any, **options: Any) -> Any:
        torch.set_default_dtype(SINGLE)
        try:
            narrow = {name: narrowed(value) for name, value in options.items()}
            return doubled(function(*map(narrowed, arguments), **narrow))
        finally:
            torch.set_default_dtype(DOUBLE)

    return make


def taken_over(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of torch that takes numbers over, its result widened where they were in single precision."""

    @wraps(function)
    def take(*arguments: Any, **options: Any) -> Any:
        return doubled(function(*arguments, **options))

    return take


def filled_in_single(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method that fills a tensor with random numbers, drawn in single precision."""

    @wraps(method)
    def fill(tensor: torch.Tensor, *arguments: Any, **options: Any) -> torch.Tensor:
        if tensor.dtype is not DOUBLE:
            return method(tensor, *arguments, **options)  # type: ignore[no-any-return]
        drawn = method(torch.empty_like(tensor, dtype=SINGLE, requires_grad=False), *arguments, **options)
        with torch.no_grad():
            tensor.copy_(drawn)
        return tensor

    return fill


def dropped_in_single(function: Callable[..., Any]) -> Callable[..., Any]:
    """A dropout whose mask is drawn in single precision."""

    @wraps(function)
    def drop(input: torch.Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> torch.Tensor:
        mask = function(torch.ones_like(input, dtype=SINGLE), p, training)
        kept: torch.Tensor = input * mask.to(DOUBLE)
        return kept

    return drop


def narrowed(value: Any) -> Any:
    """A tensor or a type of double precision in single precision; anything else as it is."""
    if isinstance(value, torch.Tensor) and value.dtype is DOUBLE:
        return value.to(SINGLE)
    return SINGLE if value is DOUBLE else value


def doubled(made: torch.Tensor) -> torch.Tensor:
    """A new tensor in double precision where it is in single, a leaf of the graph as before."""
    if made.dtype is not SINGLE:
        return made
    return made.detach().to(DOUBLE).requires_grad_(made.requires_grad)
