"""What a task names, found and read: names and paths through attributes, the parameters of modules, labelled values.

A path leads through objects of the student's own, whose attributes may raise anything: then its name is missing.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from numbers import Real
from typing import Any

from .plain_values import (
    MAX_DEPTH,
    MAX_NODES,
    Form,
    Parts,
    Value,
    elements_of,
    form,
    labelled,
    leaves,
    plain,
    short,
)
from .task import Task

MAX_PARAMETERS = 512
"""Entries of one parameter, and of all parameters of a module; of more none is read."""
MAX_PARTS = 64
"""Named parts of a value that are told apart."""

Namespace = Mapping[str, object]


class _Absent:
    """Stands for what is not there."""


ABSENT = _Absent()


def root(name: str) -> str:
    """The variable in which a path begins: `model` for `model.linear.weight`."""
    return name.partition(".")[0]


def find(name: str, namespace: Namespace) -> object:
    """What a name or a path such as `model.linear.weight` leads to; `ABSENT` where it leads nowhere. Never raises."""
    first, *others = name.split(".")
    found = namespace.get(first, ABSENT)
    for other in others:
        try:
            found = getattr(found, other)
        except KeyboardInterrupt:
            raise
        except BaseException:  # a student's own class may raise anything here
            return ABSENT
    return found


def read(name: str, value: object, task: Task) -> tuple[Value, Form]:
    """The plain value that a task collects under `name`, and how it was stored. Never raises for a strange value.

    The entries of modules stand in the order of their `state_dict`.
    """
    stored = form(value)
    if task.kind in ("history", "figure") and name in task.names:
        return plain(value), stored
    try:
        return _read(value, stored, labels=task.kind == "values" and name in task.names)
    except KeyboardInterrupt:
        raise
    except BaseException:  # a student's own class may raise anything here
        return plain(value), stored


def _read(value: Any, stored: Form, labels: bool) -> tuple[Value, Form]:
    if _is_module(value):
        parts = _module_parts(value)
        numbers = tuple(number for _, entries in parts for number in entries)
        return numbers, replace(stored, parts=_named((f".{name}", len(entries)) for name, entries in parts))
    if labels:
        return _labelled(value, stored)
    if getattr(value, "ndim", 0) > MAX_DEPTH and (elements_of(value) or 0) > 1:
        return _flat(value, MAX_PARAMETERS), stored
    return plain(value), stored


def _is_module(value: object) -> bool:
    modules = sys.modules.get("torch.nn")
    return modules is not None and issubclass(type(value), modules.Module)


def _module_parts(module: Any) -> list[tuple[str, tuple[float, ...]]]:
    """The names and the numbers of what a module holds.

    Raises:
        ValueError: where that is too much.
    """
    parts: list[tuple[str, tuple[float, ...]]] = []
    room = MAX_PARAMETERS
    for name, tensor in islice(module.state_dict().items(), MAX_PARAMETERS + 1):
        parts.append((short(name), _flat(tensor, room)))
        room -= len(parts[-1][1])
    return parts


def _flat(tensor: Any, room: int) -> tuple[float, ...]:
    """All entries of a tensor or an array in reading order.

    Raises:
        ValueError: for more than `room`.
    """
    count = elements_of(tensor)
    if count is None or count > room:
        raise ValueError("these are too many entries for a parameter")
    data = tensor.detach() if hasattr(tensor, "detach") else tensor
    return tuple(float(number) for number in islice(data.reshape(-1).tolist(), count))


def _named(parts: Iterable[tuple[str, int]]) -> Parts:
    found = tuple(islice(parts, MAX_PARTS + 1))
    return found if len(found) <= MAX_PARTS else ()


def _labelled(value: Any, stored: Form) -> tuple[Value, Form]:
    found = labelled(value)
    parts = _dict_parts(found) if issubclass(type(value), dict) and isinstance(found, tuple) else ()
    return found, replace(stored, parts=parts, whole=_is_whole(value))


def _dict_parts(found: tuple[Value, ...]) -> Parts:
    """The keys of a dict as its messages name them; a key counts as an entry."""
    pairs = zip(found[::2], found[1::2], strict=False)
    return _named((_said_key(key), len(leaves(key)) + len(leaves(entry))) for key, entry in pairs)


def _said_key(key: Value) -> str:
    return short(f"[{key:g}]" if isinstance(key, float) else f"[{key!r}]")


def _is_whole(value: Any) -> bool:
    """Whether a value holds no numbers but integers and truth values."""
    return all(_says_whole(leaf) for leaf in islice(_inside(value, MAX_DEPTH), MAX_NODES))


def _inside(value: Any, depth: int) -> Iterator[Any]:
    """A value and all that lists, tuples, sets and dicts in it hold."""
    yield value
    kind = type(value)
    if depth and issubclass(kind, dict | list | tuple | set | frozenset):
        for entry in islice(dict.values(value) if issubclass(kind, dict) else iter(value), MAX_NODES):
            yield from _inside(entry, depth - 1)


def _says_whole(value: Any) -> bool:
    if elements_of(value) is not None:
        return not any(word in str(value.dtype) for word in ("float", "complex", "object"))
    return not issubclass(type(value), Real | Decimal) or issubclass(type(value), int)
