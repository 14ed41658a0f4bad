"""A walk through everything that a notebook holds: the tensors, arrays and containers behind its names."""

from collections.abc import Callable, Iterator, MutableMapping, MutableSequence
from types import CellType, FunctionType, ModuleType
from typing import Any

import torch

FOREIGN = ("matplotlib", "mpl_toolkits", "IPython", "ipykernel", "numpy", "PIL", "builtins", "_io", "threading")
"""Packages whose objects hold no data of a lab."""
Change = Callable[[Any], Any]
"""From a value to the one that should stand in its place; tensors are changed in place instead."""


def walk(names: MutableMapping[str, Any], tensor: Callable[[torch.Tensor], None], other: Change) -> None:
    """Call `tensor` once with each tensor behind `names`, and put what `other` makes of anything else in its place."""
    seen: set[int] = set()
    waiting: list[Any] = [names]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, str | bytes | int | float | complex | ModuleType):
            continue
        seen.add(id(thing))
        if isinstance(thing, torch.Tensor):
            tensor(thing)
            waiting += [thing.grad] if thing.is_leaf and thing.grad is not None else []
        else:
            _exchange(thing, other)
            waiting += _held_by(thing, names)


def _exchange(thing: Any, other: Change) -> None:
    """Put what `other` makes of each entry into a container that can be changed."""
    if isinstance(thing, MutableMapping):
        for key, value in list(thing.items()):
            if other(value) is not value:
                thing[key] = other(value)
    elif isinstance(thing, MutableSequence):
        for place, value in enumerate(thing):
            if other(value) is not value:
                thing[place] = other(value)
    elif isinstance(thing, FunctionType) and thing.__defaults__:
        thing.__defaults__ = tuple(other(value) for value in thing.__defaults__)


def _held_by(thing: Any, names: MutableMapping[str, Any]) -> Iterator[Any]:
    if isinstance(thing, MutableMapping | dict):
        yield from list(thing.keys())
        yield from list(thing.values())
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from thing
    elif isinstance(thing, FunctionType):
        if thing.__globals__ is names:
            yield from thing.__defaults__ or ()
            yield from thing.__closure__ or ()
    elif isinstance(thing, CellType):
        try:
            yield thing.cell_contents
        except ValueError:
            return
    elif isinstance(thing, type):
        if thing.__module__ == names.get("__name__"):
            yield from vars(thing).values()
    elif type(thing).__module__.split(".")[0] not in FOREIGN:
        yield getattr(thing, "__dict__", None)
