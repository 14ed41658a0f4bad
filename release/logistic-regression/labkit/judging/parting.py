"""Where evidence and key part first, over the names of a task in their order."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..evidence.collecting import Evidence
from ..evidence.plain_values import Form, Value, leaves
from .key import Box, Key, Number
from .observed_numbers import said_leaf
from .verdict import Parting

NOUNS = ("weight", "bias")
"""What entries of parameters are called by the last name of their path; others are entries."""


def first_parting(evidence: Evidence, usable: Mapping[str, Number], key: Key) -> Parting | None:
    """Where they part; `usable` holds what can be compared. `None` where all names of the task are right."""
    for name in key.task.names:
        box = key.right[name]
        if name not in evidence.values:
            return Parting(name)
        if name not in usable:
            return _of_form(name, evidence, box, key)
        if not box.holds(usable[name]):
            return _of_numbers(name, np.asarray(usable[name]), evidence, key)
    return None


def _of_form(name: str, evidence: Evidence, box: Box, key: Key) -> Parting:
    """Something else than numbers, or entries where one number should be."""
    wanted = "" if box.text(0) is None or box.low.ndim else f"the text {box.text(0)!r}"
    if key.task.kind == "values" and not wanted and box.texts:
        wanted = f"{box.low.size} entries"
    length = box.low.size if box.low.ndim else None
    return Parting(name, found_form=_said_form(evidence, name), expected_length=length, wanted=wanted)


def _of_numbers(name: str, found: Any, evidence: Evidence, key: Key) -> Parting:
    box = key.right[name]
    if box.low.ndim == 0:
        expected, shown = _pair(name, 0, float(found), evidence, key)
        return Parting(name, expected=expected, found=shown)
    both = min(found.size, box.low.size)
    outside = np.flatnonzero(~Box(box.low[:both], box.high[:both]).inside(found[:both]))
    expected_length, found_length = (box.low.size, int(found.size)) if found.size != box.low.size else (None, None)
    history = key.task.kind == "history"
    entry = key.task.entry if history else ""
    parting = Parting(name, expected_length=expected_length, found_length=found_length, entry=entry)
    if not outside.size:
        return parting
    first = int(outside[0])
    expected, shown = _pair(name, first, float(found[first]), evidence, key)
    indices = _indices(evidence.values[name], first) if key.task.kind == "values" else ""
    place = "" if history else place_of(name, first, found.size, evidence.forms.get(name), indices)
    return replace(parting, position=first, expected=expected, found=shown, place=place)


def _pair(name: str, position: int, found: float, evidence: Evidence, key: Key) -> tuple[float | str, float | str]:
    """What was expected and what was found at a position: both numbers, or both as a message shows them."""
    there = leaves(evidence.values[name])
    leaf = there[position] if position < len(there) else found
    text = key.right[name].text(position)
    centre = float(key.right[name].centre.flat[position])
    if text is None and isinstance(leaf, float):
        counts = key.task.kind == "values" and centre.is_integer() and found.is_integer()
        return (f"{centre:.0f}", f"{found:.0f}") if counts else (centre, found)
    return repr(text) if text is not None else said_leaf(centre), said_leaf(leaf)


def place_of(name: str, position: int, count: int, form: Form | None, indices: str = "") -> str:
    """Which of `count` entries of parameters or values stands at a position of all of them in reading order.

    `indices` leads there where the value is nested and its parts have no names.
    """
    for label, size in form.parts if form is not None else ():
        if position < size:
            in_dict = label.startswith("[")
            return _in_dict(name, label, position, size) if in_dict else _entry(name + label, position, size)
        position -= size
    return f"{name}{indices}" if indices else _entry(name, position, count)


def _in_dict(name: str, label: str, position: int, count: int) -> str:
    """A key of a dict, or an entry behind it."""
    if position == 0:
        return f"a key of {name}"
    return _entry(name + label, position - 1, count - 1)


def _entry(name: str, position: int, count: int) -> str:
    if count == 1:
        return name
    last = name.rpartition(".")[2]
    return f"{last if last in NOUNS else 'entry'} {position + 1} of {name}"


def _indices(value: Value, position: int) -> str:
    """The indices that lead to an entry of nested sequences; empty where they are not nested."""
    nested = isinstance(value, tuple) and any(isinstance(entry, tuple) for entry in value)
    if not nested:
        return ""
    indices = ""
    while isinstance(value, tuple):
        for index, entry in enumerate(value):
            count = len(leaves(entry))
            if position < count:
                indices, value = f"{indices}[{index}]", entry
                break
            position -= count
        else:
            return ""
    return indices


def _said_form(evidence: Evidence, name: str) -> str:
    """In words, what was found where numbers were expected."""
    stored = evidence.forms.get(name)
    if isinstance(evidence.values[name], float):
        return "a single number"
    if stored is None or stored.kind == "unknown":
        return "something that cannot be read as numbers"
    kind = f"{'an' if stored.kind[:1].lower() in 'aeiou' else 'a'} {stored.kind}"
    return kind if stored.length is None else f"{kind} with {stored.length} entries"
