"""What students really store, brought down to plain numbers, short strings and tuples of bounded size."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from numbers import Real
from typing import Any

FLOATS = frozenset({float})
MAX_ENTRIES = 4096
"""A longer sequence is cut; its form still tells the full length."""
MAX_STRING = 80
MAX_DEPTH = 3

Value = float | str | tuple["Value", ...]


@dataclass(frozen=True)
class Form:
    """How a value was stored, which its numbers do not show."""

    kind: str
    """The name of the class, such as `float`, `Tensor` or `list`."""
    length: int | None = None
    """The number of entries of a sequence."""
    graph: bool = False
    """Whether it, or an entry of it, is a tensor that requires grad."""


def plain(value: object) -> Value:
    """`value` as a float, a short string, or nested tuples of these.

    Numbers, 0-d and 1-element tensors and arrays become floats, with or without grad; sequences, longer
    tensors and arrays become tuples, in which a row of one element counts as that element. Anything else
    becomes a short string that names its class. Never raises for a strange value.
    """
    try:
        return _plain(value, MAX_DEPTH)
    except Exception:  # a student's own class may raise anything here
        return f"<{type(value).__name__}>"[:MAX_STRING]


def _plain(value: Any, depth: int) -> Value:
    if isinstance(value, str):
        return value[:MAX_STRING]
    if isinstance(value, Real) or (_elements(value) == 1 and hasattr(value, "item")):
        return float(value.item() if hasattr(value, "item") else value)
    if depth > 0 and (rows := _rows(value)) is not None:
        entries = tuple(_plain(row, depth - 1) for row in rows)
        return tuple(_unwrapped(entry) for entry in entries)
    return f"<{type(value).__name__}>"[:MAX_STRING]


def _elements(value: Any) -> int | None:
    """The number of elements of a tensor or an array; `None` for anything else."""
    count = getattr(value, "numel", None)
    if callable(count) and not isinstance(value, type):
        return int(count())
    size = getattr(value, "size", None)
    return size if isinstance(size, int) and hasattr(value, "dtype") else None


def _rows(value: Any) -> list[Any] | None:
    """The entries of a sequence, a tensor or an array, cut to a bounded number; `None` for anything else."""
    if _elements(value) is not None:
        data = value.detach() if hasattr(value, "detach") else value
        return list(data[:MAX_ENTRIES].tolist()) if data.ndim else [data.item()]
    if isinstance(value, Iterable) and hasattr(value, "__len__") and not isinstance(value, dict | bytes):
        return list(islice(iter(value), MAX_ENTRIES))
    return None


def _unwrapped(entry: Value) -> Value:
    """A row of one element is that element."""
    while isinstance(entry, tuple) and len(entry) == 1:
        entry = entry[0]
    return entry


def form(value: object) -> Form:
    """How `value` was stored. Never raises for a strange value."""
    try:
        kind = type(value).__name__[:MAX_STRING]
        length = len(value) if _rows(value) is not None and _has_length(value) else None  # type: ignore[arg-type]
        return Form(kind, length, _keeps_graph(value))
    except Exception:
        return Form("unknown")


def _has_length(value: Any) -> bool:
    return hasattr(value, "__len__") and getattr(value, "ndim", 1) > 0


def _keeps_graph(value: Any) -> bool:
    """Whether a tensor, or an entry of a list or tuple, requires grad."""
    if getattr(value, "requires_grad", False) is True:
        return True
    entries = islice(value, MAX_ENTRIES) if isinstance(value, list | tuple) else ()
    return any(getattr(entry, "requires_grad", False) is True for entry in entries)


def is_number(value: Value | None) -> bool:
    """Whether a plain value is a number, finite or not."""
    return isinstance(value, float)


def numbers(value: Value | None) -> tuple[float, ...] | None:
    """A plain value as a history, that is, a tuple of numbers; `None` where it is none."""
    if isinstance(value, tuple) and set(map(type, value)) <= FLOATS:
        return value  # type: ignore[return-value]
    return None


def to_json(value: Value) -> Any:
    """A plain value as strict JSON: a number that is not finite becomes `{"float": "nan"}` and the like."""
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    return [to_json(entry) for entry in value] if isinstance(value, tuple) else value


def from_json(data: Any, depth: int = MAX_DEPTH + 1) -> Value:
    """The plain value that `to_json` wrote, bounded; raises `ValueError` for anything else."""
    if isinstance(data, bool) or data is None:
        raise ValueError(f"evidence holds {data!r}, must hold numbers, strings and lists")
    if isinstance(data, int | float):
        return float(data)
    if isinstance(data, str):
        return data[:MAX_STRING]
    if isinstance(data, dict) and set(data) == {"float"}:
        return _special(data["float"])
    if isinstance(data, list) and depth > 0 and len(data) <= MAX_ENTRIES:
        if set(map(type, data)) <= FLOATS:  # the usual case, and a class holds millions of numbers
            return tuple(data)
        return tuple(from_json(entry, depth - 1) for entry in data)
    raise ValueError("evidence holds something that is neither a number, a string nor a list, or too much of it")


def _special(name: object) -> float:
    if name in ("nan", "inf", "-inf"):
        return float(str(name))
    raise ValueError(f"evidence holds the number {name!r}, must be nan, inf or -inf")
