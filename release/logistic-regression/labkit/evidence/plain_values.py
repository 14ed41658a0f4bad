"""What students really store, brought down to plain numbers, short strings and tuples of bounded size.

Any object may come here, also one made to deceive: its class may answer every question with an exception. So classes
are asked by `type`, which they cannot override, and whatever an object raises makes it a string that names its class.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from numbers import Real
from typing import Any

FLOATS = frozenset({float})
MAX_ENTRIES = 4096
"""A longer sequence is cut; its form still holds the full length."""
MAX_NODES = 16_384
"""Numbers, strings and sequences in one value, all together; what goes beyond is cut."""
MAX_STRING = 80
MAX_DEPTH = 3

Value = float | str | tuple["Value", ...]


Parts = tuple[tuple[str, int], ...]
"""Names of the parts of a value, and how many numbers or texts each has, in order."""


@dataclass(frozen=True)
class Form:
    """How a value was stored, which its numbers do not show."""

    kind: str
    """The name of the class, such as `float`, `Tensor` or `list`."""
    length: int | None = None
    """The number of entries of a sequence."""
    graph: bool = False
    """Whether it, or an entry of it, is a tensor that requires grad."""
    parts: Parts = ()
    """Of a module its parameters (`.linear.weight`), of a dict its entries (`['accuracy']`); empty for very many."""
    whole: bool = False
    """Whether all numbers in a value of a `values` task are integers or truth values."""


@dataclass
class _Room:
    """How many more numbers, strings and sequences a value may have, and of which kinds these may be."""

    left: int = MAX_NODES
    labelled: bool = False
    """Whether dicts, sets and arrays of texts are read as well."""


def plain(value: object) -> Value:
    """`value` as a float, a short string, or nested tuples of these.

    Numbers, 0-d and 1-element tensors and arrays become floats, with or without grad; sequences, longer
    tensors and arrays become tuples, in which a row of one element counts as that element. Anything else
    becomes a short string that names its class. Never raises for a strange value.
    """
    return _plain(value, MAX_DEPTH, _Room())


def labelled(value: object) -> Value:
    """As `plain`, and of a dict its keys and values in turn, by sorted keys; of a set its entries, sorted."""
    return _plain(value, MAX_DEPTH, _Room(labelled=True))


def _plain(value: Any, depth: int, room: _Room) -> Value:
    room.left -= 1
    try:
        return _by_kind(value, depth, room)
    except KeyboardInterrupt:  # the person at the keyboard, or a limit of time
        raise
    except BaseException:  # a student's own class may raise anything here
        return _class_in_brackets(value)


def _by_kind(value: Any, depth: int, room: _Room) -> Value:
    if type(value) is float:  # the usual case
        return value
    if issubclass(type(value), str):
        return short(value)
    if isinstance(value, Real | Decimal) or (elements_of(value) == 1 and hasattr(value, "item")):
        number = value.item() if hasattr(value, "item") else value
        return short(number) if room.labelled and isinstance(number, str) else _float(number)
    if depth > 0 and room.labelled and issubclass(type(value), dict | set | frozenset):
        return _sorted(value, depth, room)
    if depth > 0 and (rows := _rows(value)) is not None:
        return tuple(_entries(rows, depth, room))
    return _class_in_brackets(value)


def _entries(rows: list[Any], depth: int, room: _Room) -> list[Value]:
    """The entries of a sequence, as many as have room."""
    entries: list[Value] = []
    for row in rows:
        if room.left <= 0:
            break
        entries.append(_unwrapped(_plain(row, depth - 1, room)))
    return entries


def _sorted(value: Any, depth: int, room: _Room) -> Value:
    """The entries of a set, or the keys and values of a dict in turn, in an order that says nothing of its making."""
    if not issubclass(type(value), dict):
        return tuple(sorted(_entries(list(islice(iter(value), MAX_ENTRIES)), depth, room), key=_rank))
    items = list(islice(dict.items(value), MAX_ENTRIES // 2))
    keys = _entries([key for key, _ in items], depth, room)
    in_order = sorted(zip(keys, items, strict=False), key=lambda pair: _rank(pair[0]))
    found: list[Value] = []
    for key, (_, entry) in in_order:
        found += [key, *_entries([entry], depth, room)]
    return tuple(found)


def _rank(value: Value) -> tuple[bool, float, str]:
    """Numbers in their order, then texts and all else in theirs."""
    number = isinstance(value, float) and not math.isnan(value)
    return (not number, value if number else 0.0, "" if number else str(value))  # type: ignore[return-value]


def _float(number: Any) -> float:
    """The number as exactly a float; one too large for that is infinite, as it would be in a computation."""
    try:
        return float.__float__(float(number))
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def short(text: str, longest: int = MAX_STRING) -> str:
    """The beginning of a text, as a plain one that can be written in UTF-8."""
    if type(text) is str and len(text) <= longest and text.isascii():  # nearly every text there is
        return text
    return str.encode(str.__getitem__(text, slice(longest)), "utf-8", "replace").decode()


def class_name(value: object) -> str:
    """The name of the class of `value`, which a class of classes may hide otherwise."""
    return short(str(type.__dict__["__name__"].__get__(type(value))))


def _class_in_brackets(value: object) -> str:
    return f"<{class_name(value)}>"[:MAX_STRING]


def elements_of(value: Any) -> int | None:
    """The number of elements of a tensor or an array; `None` for anything else."""
    count = getattr(value, "numel", None)
    if callable(count) and not isinstance(value, type):
        return int(count())
    size = getattr(value, "size", None)
    return size if isinstance(size, int) and hasattr(value, "dtype") else None


def _rows(value: Any) -> list[Any] | None:
    """The entries of a sequence, a tensor or an array, cut to a bounded number; `None` for anything else."""
    elements = elements_of(value)
    if elements is not None:
        data = value.detach() if hasattr(value, "detach") else value
        return _rows_of_array(data, elements) if data.ndim else [data.item()]
    if isinstance(value, Iterable) and hasattr(value, "__len__") and not isinstance(value, dict | bytes):
        return list(islice(iter(value), MAX_ENTRIES))
    return None


def _rows_of_array(data: Any, elements: int) -> list[Any] | None:
    """The first rows, as many as have room; `None` where not even one has."""
    count = len(data)
    row = elements // count if count else 1
    return None if row > MAX_NODES else list(data[: min(MAX_ENTRIES, MAX_NODES // max(row, 1))].tolist())


def _unwrapped(entry: Value) -> Value:
    """A row of one element is that element."""
    while isinstance(entry, tuple) and len(entry) == 1:
        entry = entry[0]
    return entry


def form(value: object) -> Form:
    """How `value` was stored. Never raises for a strange value."""
    try:
        length = len(value) if _rows(value) is not None and _has_length(value) else None  # type: ignore[arg-type]
        return Form(class_name(value), length, keeps_graph(value))
    except KeyboardInterrupt:
        raise
    except BaseException:
        return Form("unknown")


def _has_length(value: Any) -> bool:
    return hasattr(value, "__len__") and getattr(value, "ndim", 1) > 0


def keeps_graph(value: Any) -> bool:
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


def leaves(value: Value) -> tuple[float | str, ...]:
    """All numbers and texts of a plain value, one after the other."""
    if not isinstance(value, tuple):
        return (value,)
    if set(map(type, value)) <= FLOATS:  # the usual case
        return value  # type: ignore[return-value]
    return tuple(leaf for entry in value for leaf in leaves(entry))


def to_json(value: Value) -> Any:
    """A plain value as strict JSON: a number that is not finite becomes `{"float": "nan"}` and the like."""
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    return [to_json(entry) for entry in value] if isinstance(value, tuple) else value


def from_json(data: Any) -> Value:
    """The plain value that `to_json` wrote, bounded.

    Raises:
        ValueError: for anything else.
    """
    return _from_json(data, MAX_DEPTH + 1, _Room())


def _from_json(data: Any, depth: int, room: _Room) -> Value:
    room.left -= 1
    if isinstance(data, str):
        return short(data)
    if isinstance(data, int | float) and not isinstance(data, bool):
        return _float(data)
    if isinstance(data, dict) and set(data) == {"float"}:
        return _special(data["float"])
    if isinstance(data, list) and depth > 0 and len(data) <= min(MAX_ENTRIES, room.left):
        if set(map(type, data)) <= FLOATS:  # the usual case, and a class holds millions of numbers
            room.left -= len(data)
            return tuple(data)
        return tuple(_from_json(entry, depth - 1, room) for entry in data)
    raise ValueError("evidence holds something that is neither a number, a string nor a list, or too much of it")


def _special(name: object) -> float:
    if name in ("nan", "inf", "-inf"):
        return float(str(name))
    raise ValueError("evidence holds a special number that is not nan, inf or -inf")
