"""Numbers as students pass them: tensors with or without grad, arrays, lists, slices of a dataset."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def samples(values: object, name: str, part: int = 0) -> Floats:
    """`values` as float64 of shape `(n,)`; of a pair from a dataset slice the entry `part`.

    `name` stands for the values in messages.

    Raises:
        TypeError: where something is no number.
        ValueError: for a wrong shape, no samples, or numbers that are not finite.
    """
    if isinstance(values, tuple) and len(values) == 2 and all(_is_column(entry) for entry in values):
        values = values[part]
    array = _array(values, name)
    if array.size == 0:
        raise ValueError(f"{name} is empty; it needs at least one sample")
    if array.ndim == 0 or array.size != max(array.shape):
        raise ValueError(
            f"{name} has the shape {array.shape}; it needs one number per sample, such as (60, 1) or (60,)"
        )
    column = array.reshape(-1).astype(np.float64)
    bad = np.flatnonzero(~np.isfinite(column))
    if bad.size:
        raise ValueError(f"{name}[{bad[0]}] is {column[bad[0]]}; all numbers in {name} must be finite")
    return column


def _is_column(value: Any) -> bool:
    """Whether a value is a tensor or an array of more than one sample."""
    return hasattr(value, "shape") and hasattr(value, "dtype") and len(value.shape) > 0 and value.shape[0] > 1


def _array(values: Any, name: str) -> NDArray[Any]:
    """A real-valued array of what may be a tensor, an array, or nested lists of either."""
    if hasattr(values, "detach"):
        values = values.detach().cpu().tolist()
    if isinstance(values, Sequence) and not isinstance(values, str | bytes):
        return _stacked([_array(entry, name) for entry in values], name)
    array = np.asarray(values)
    if array.dtype.kind not in "iuf":
        found = type(values).__name__ if array.ndim == 0 else f"{array.dtype} values"
        raise TypeError(f"{name} holds {found}; it needs numbers: a tensor, an array or a list")
    return array


def _stacked(rows: list[NDArray[Any]], name: str) -> NDArray[Any]:
    shapes = {row.shape for row in rows}
    if len(shapes) > 1:
        raise ValueError(f"{name} has entries of different shapes {sorted(shapes)}; each sample needs one number")
    return np.stack(rows) if rows else np.empty(0)


def number(value: Any, name: str) -> float:
    """One number as a plain float, so that no tensor and no graph is kept; it need not be finite.

    Takes floats, ints, and tensors and arrays of one element, with or without grad.

    Raises:
        TypeError: for anything else, naming `name`.
    """
    array = np.empty(0) if isinstance(value, bool) else _array_or_empty(value, name)
    if array.size != 1:
        raise TypeError(f"{name} is {_described(value)}; it needs one number")
    return float(array.reshape(()))


def _array_or_empty(value: Any, name: str) -> NDArray[Any]:
    try:
        return _array(value, name)
    except (TypeError, ValueError):
        return np.empty(0)


def _described(value: Any) -> str:
    shape = getattr(value, "shape", None)
    kind = type(value).__name__
    return f"a {kind} of shape {tuple(shape)}" if shape is not None and not callable(shape) else f"a {kind}"
