"""What the kit uses of nbformat that nbformat does not promise: how it writes a notebook, without the copy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain
from json.encoder import encode_basestring
from typing import Any

from nbformat import NotebookNode
from nbformat.v4.rwbase import split_lines, strip_transient

SCALARS = frozenset({str, int, float, bool, type(None)})
"""What Python's json writes within one line, and at the speed of C."""
CONSTANTS = {None: "null", True: "true", False: "false"}


def written(notebook: Any) -> str:
    """A notebook as ``nbformat.writes(notebook, version=4)`` gives it.

    Uses `split_lines` and `strip_transient` of `nbformat.v4.rwbase`, and the options with which nbformat writes JSON:
    ``writes`` copies everything first, figures and all, which takes longer than all else that is done with a graded
    notebook, and Python's json writes with an indent letter by letter. Here cells are copied and outputs are not: their
    texts are lists of lines after that. Wrote nbformat otherwise, graded notebooks would differ from those that
    nbgrader writes.
    """
    copied = NotebookNode(notebook, cells=[NotebookNode(cell) for cell in notebook.cells])
    data = strip_transient(split_lines(copied))
    pieces: list[str] = []
    _write(data, "\n", pieces.append)
    return "".join(pieces)


@cache
def _encoder(line: str) -> json.JSONEncoder:
    """Writes a list or an object without any in it, each entry but the first on a line that begins like this."""
    return json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(f",{line}", ": "))


def _entries(value: dict[Any, Any] | list[Any]) -> Iterable[Any]:
    """All that stands in it, and the names that it has there."""
    return chain(value, value.values()) if isinstance(value, dict) else value


def _write(value: Any, line: str, put: Callable[[str], None]) -> None:
    """A value as `json.dumps` writes it with these options; `line` begins a line as far indented as the value is."""
    if isinstance(value, str):
        put(encode_basestring(value))
    elif value is None or value is True or value is False:
        put(CONSTANTS[value])
    elif isinstance(value, dict | list) and value and SCALARS.issuperset(map(type, _entries(value))):
        inner = f"{line} "
        flat = _encoder(inner).encode(value)
        put(f"{flat[0]}{inner}{flat[1:-1]}{line}{flat[-1]}")
    elif isinstance(value, dict) and value and all(isinstance(name, str) for name in value):
        inner, before = f"{line} ", "{"
        for name, entry in sorted(value.items()):
            put(f"{before}{inner}{encode_basestring(name)}: ")
            _write(entry, inner, put)
            before = ","
        put(f"{line}}}")
    elif isinstance(value, list | tuple) and value:
        inner, before = f"{line} ", "["
        for entry in value:
            put(before + inner)
            _write(entry, inner, put)
            before = ","
        put(f"{line}]")
    else:
        put(json.dumps(value, ensure_ascii=False, sort_keys=True))
