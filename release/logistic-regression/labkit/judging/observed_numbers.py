"""The numbers in evidence, as they can be compared with a key."""

import math
from collections.abc import Mapping

import numpy as np

from ..evidence.collecting import Evidence
from ..evidence.plain_values import Value, leaves, numbers
from .key import Box, Key, Number, as_numbers

LISTS = ("list", "tuple", "deque")


def observed(evidence: Evidence) -> dict[str, Number]:
    """The names whose values are numbers or histories; a parameter may be a tensor or a module of one number."""
    found: dict[str, Number] = {}
    for name, value in evidence.values.items():
        history = numbers(value)
        if isinstance(value, float):
            found[name] = value
        elif history is not None:
            found[name] = history[0] if len(history) == 1 and _is_array(evidence, name) else history
    return found


def comparable(evidence: Evidence, key: Key) -> dict[str, Number]:
    """What was observed, as far as it has the kind that the key knows: a number where a number should be.

    Parameters and values of several entries are compared in reading order, whatever their shape; texts in values by
    the numbers that stand for them.
    """
    plainly = observed(evidence)
    found: dict[str, Number] = {}
    for name in evidence.values:
        number = _as_known(name, plainly.get(name), evidence, key) if name in key.right else None
        if number is not None:
            found[name] = number
    return found


def _as_known(name: str, plainly: Number | None, evidence: Evidence, key: Key) -> Number | None:
    box, value = key.right[name], evidence.values[name]
    if key.task.kind == "values" and name in key.task.names:
        return _entries(as_numbers(value), box)
    if name in key.parameters and box.low.ndim:
        return _entries(as_numbers(value), box) if all(isinstance(leaf, float) for leaf in leaves(value)) else None
    return plainly if isinstance(plainly, tuple) == bool(box.low.ndim) else None


def _entries(found: tuple[float, ...], box: Box) -> Number | None:
    """Entries where these should be, and the only one where a single number should."""
    if box.low.ndim:
        return found
    return found[0] if len(found) == 1 else None


def is_at_start(found: Mapping[str, Number], key: Key) -> bool:
    """Whether all parameters that the task collects hold their start values."""
    start = {name: value for name, value in key.start.items() if name in key.task.collected}
    return bool(start) and all(_is_start(found.get(name), value) for name, value in start.items())


def _is_start(found: Number | None, start: Number) -> bool:
    """Whether a value is that before any training, but for the rounding of its storage."""
    if found is None or np.shape(found) != np.shape(start):
        return False
    with np.errstate(over="ignore"):
        mine, theirs = np.asarray(found, np.float64), np.asarray(start, np.float64)
        return bool(np.array_equal(mine, theirs) or np.array_equal(mine.astype(np.float32), theirs.astype(np.float32)))


def holds_module(evidence: Evidence, name: str) -> bool:
    """Whether a name holds a module, whose entries were read."""
    stored = evidence.forms.get(name)
    return stored is not None and any(label.startswith(".") for label, _ in stored.parts)


def said_leaf(value: Value) -> str:
    """A single number or text of a plain value, as a message shows it; what is neither by its class."""
    if isinstance(value, float):
        return f"{value:.6g}" if math.isfinite(value) else str(value)
    if value == "<NoneType>":
        return "None"
    return str(value) if str(value).startswith("<") else repr(value)


def _is_array(evidence: Evidence, name: str) -> bool:
    """Whether a single entry was stored in a tensor or an array, where it means a number."""
    stored = evidence.forms.get(name)
    return stored is not None and stored.kind not in LISTS
