"""Copies of what a notebook's names hold, so that a training can be tried without changing any of it in place."""

import copy
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

PLAIN = (bool, int, float, complex, str, bytes, type(None))
MOST_ENTRIES = 100_000
"""Entries of a list, or of what is in it, that are looked at; one that holds more stays what it is."""


def copies(values: Mapping[str, Any]) -> dict[str, Any]:
    """Copies of numbers in lists, arrays, tensors, models, optimisers, data sets and loaders, by the same names.

    What holds another thing holds its copy, as an optimiser holds a model's parameters. Of a list that holds what
    cannot be copied, such as results that keep their graph, the copy holds the same entries. All else is left out.
    """
    memo: dict[int, Any] = {}
    memos = []  # a copy knows things by their place in memory, which must not become that of another
    found = {}
    for name, value in values.items():
        if not _can_be_copied(value):
            continue
        trial = dict(memo)
        memos.append(trial)
        try:
            found[name] = copy.deepcopy(value, trial)
        except Exception:  # a tensor with a graph, a loader that holds a lock, ...
            if isinstance(value, (list, dict, set)):
                found[name] = copy.copy(value)
            continue
        memo = trial
    return found


def _can_be_copied(value: Any) -> bool:
    return isinstance(value, (np.ndarray, *_kinds_of_torch())) or _is_plain(value)


def _kinds_of_torch() -> tuple[type, ...]:
    torch = sys.modules.get("torch")
    if torch is None:
        return ()
    data = torch.utils.data
    return (torch.Tensor, torch.nn.Module, torch.optim.Optimizer, data.Dataset, data.DataLoader, torch.Generator)


def _is_plain(value: Any) -> bool:
    """Whether it is a list, a tuple, a set or a mapping of numbers, texts, arrays and tensors, however deep."""
    kinds: tuple[type, ...] = (*PLAIN, np.ndarray, np.generic, *_kinds_of_torch()[:1])
    if not isinstance(value, (list, tuple, set, dict)):
        return False
    waiting: list[Any] = [value]
    seen = 0
    while waiting:
        one = waiting.pop()
        seen += 1
        if seen > MOST_ENTRIES:
            return False
        if isinstance(one, (list, tuple, set)):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend(one.values())
        elif not isinstance(one, kinds):
            return False
    return True
