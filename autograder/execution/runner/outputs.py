"""The outputs of the cell that runs, as nbformat knows them, and not more of them than a grader can use."""

import base64
import json
from collections.abc import Mapping
from typing import Any

TEXT_BYTES = 1_000_000
"""Most text of one cell."""
RICH_BYTES = 10_000_000
"""Most images and other rich output of one cell."""
MAX_OUTPUTS = 2_000
"""Most outputs of one cell."""
MAX_TRACE = 1_000
"""Most parts of an exception's traceback; of more the last are kept, where the exception was raised."""
MAX_DEPTH = 20
"""Most lists and objects in each other that rich output may hold."""
LEFT_OUT = "[left out: what this cell shows beyond "
NOTICE = "\n" + LEFT_OUT + "{limit} {unit}]\n"

# Made once: student code may have replaced what `json` would look up.
_encode = json.JSONEncoder(allow_nan=False).encode
_decode = json.JSONDecoder().decode

Output = dict[str, Any]
Place = tuple[int, int]
"""The position of a cell in the notebook, and of an output in that cell."""


class Outputs:
    """What one cell showed so far; `start` begins the next cell.

    `left` bounds all cells together, in bytes; what goes beyond it is left out, with a notice.
    """

    def __init__(self) -> None:
        self.left = RICH_BYTES
        self._cell = -1
        self._places: dict[str, list[Place]] = {}
        self._updates: dict[Place, Output] = {}
        self.start(0)

    def start(self, cell: int) -> None:
        """Begin the cell with that position in the notebook."""
        self._cell = cell
        self._outputs: list[Output] = []
        self._chunks: list[list[str]] = []
        self._shown: dict[str, list[Output]] = {}
        self._clear_next = False
        self._empty()

    def _empty(self) -> None:
        self._outputs.clear()
        self._chunks.clear()
        self._shown.clear()
        self._text = min(TEXT_BYTES, self.left)
        self._rich = min(RICH_BYTES, self.left)
        self._full = False

    def stream(self, name: str, text: str) -> None:
        """Text on `stdout` or `stderr`; what follows on the same stream joins it."""
        self._make_room()
        self._text -= len(text)
        beyond = -self._text
        if beyond <= 0:
            self._write(name, text)
            return
        if beyond < len(text):
            self._write(name, text[:-beyond])
        self._refuse(min(TEXT_BYTES, self.left), "characters")

    def _write(self, name: str, text: str) -> None:
        last = self._outputs[-1] if self._outputs else {}
        if last.get("name") != name:
            if len(self._outputs) >= MAX_OUTPUTS:
                self._refuse(MAX_OUTPUTS, "outputs")
                return
            self._outputs.append({"output_type": "stream", "name": name, "text": ""})
            self._chunks.append([])
        self._chunks[-1].append(text)

    def display(self, data: Mapping[str, Any], metadata: Mapping[str, Any], display_id: str | None = None) -> None:
        """Something shown by `display`."""
        self._add_rich({"output_type": "display_data"}, data, metadata, display_id)

    def result(self, data: Mapping[str, Any], metadata: Mapping[str, Any], count: int) -> None:
        """The value of the cell's last expression."""
        self._add_rich({"output_type": "execute_result", "execution_count": count}, data, metadata, None)

    def update(self, data: Mapping[str, Any], metadata: Mapping[str, Any], display_id: str) -> None:
        """Replace what was shown under `display_id`, in this cell or an earlier one."""
        new = {"data": bundle(data), "metadata": _clean(metadata)}
        current = self._shown.get(display_id, [])
        self._rich += sum(_size(output) for output in current)
        if not self._fits(new["data"]):
            return
        for output in current:
            output.update(new)
        for place in self._places.get(display_id, []):
            self._updates[place] = new

    def error(self, kind: str, message: str, traceback: list[str]) -> None:
        """An exception."""
        self._make_room()
        trace, room = [], TEXT_BYTES // 4
        for part in traceback[-MAX_TRACE:]:
            trace.append(part[:room])
            room = max(0, room - len(part))
        self._add({"output_type": "error", "ename": kind[:200], "evalue": message[:10_000], "traceback": trace})

    def clear(self, wait: bool) -> None:
        """Forget what the cell showed, now or as soon as it shows something else."""
        self._clear_next = wait
        if not wait:
            self._empty()

    def updates(self) -> list[Output]:
        """What this cell changed in the outputs of earlier ones."""
        made = [{"cell": cell, "output": output, **new} for (cell, output), new in self._updates.items()]
        self._updates.clear()
        return made[:MAX_OUTPUTS]

    def finish(self) -> list[Output]:
        """The outputs of the cell, with streams put together; `left` shrinks by their size."""
        chunks = iter(self._chunks)
        for output in self._outputs:
            if output["output_type"] == "stream":
                output["text"] = "".join(next(chunks))
            self.left = max(0, self.left - _size(output))
        position = {id(output): number for number, output in enumerate(self._outputs)}
        for display_id, shown in self._shown.items():
            places = [(self._cell, position[id(output)]) for output in shown if id(output) in position]
            self._places.setdefault(display_id, []).extend(places)
        return self._outputs

    def _add_rich(self, output: Output, data: Any, metadata: Any, display_id: str | None) -> None:
        self._make_room()
        shown = bundle(data)
        if not self._fits(shown):
            return
        output.update(data=shown, metadata=_clean(metadata))
        self._add(output)
        if display_id is not None:
            self._shown.setdefault(display_id, []).append(output)

    def _fits(self, shown: Mapping[str, Any]) -> bool:
        self._rich -= sum(len(str(value)) for value in shown.values())
        if self._rich < 0:
            self._refuse(min(RICH_BYTES, self.left), "bytes")
        return self._rich >= 0

    def _refuse(self, limit: int, unit: str) -> None:
        """Say once that something is left out."""
        if not self._full:
            self._full = True
            self._outputs.append({"output_type": "stream", "name": "stdout", "text": ""})
            self._chunks.append([NOTICE.format(limit=limit, unit=unit)])

    def _add(self, output: Output) -> None:
        if len(self._outputs) < MAX_OUTPUTS:
            self._outputs.append(output)
        else:
            self._refuse(MAX_OUTPUTS, "outputs")

    def _make_room(self) -> None:
        if self._clear_next:
            self._clear_next = False
            self.clear(wait=False)


def bundle(data: Mapping[str, Any]) -> dict[str, Any]:
    """A MIME bundle as a notebook can hold it: bytes as base64, JSON types as JSON, all else as text."""
    return {str(kind): _content(str(kind), value) for kind, value in data.items()}


def _content(kind: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if kind == "application/json" or kind.endswith("+json"):
        return _clean(value)
    return value if isinstance(value, str) else str(value)


def _clean(value: Any) -> Any:
    """`value` as strict JSON; nothing where it is none, or nested too deep."""
    try:
        plain = _decode(_encode(value)) if value is not None else {}
    except (TypeError, ValueError, RecursionError):
        return {}
    return plain if _is_shallow(plain) else {}


def _is_shallow(value: Any, room: int = MAX_DEPTH) -> bool:
    """Whether no more than `room` lists and objects lie in each other."""
    if not isinstance(value, list | dict):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return room > 0 and all(_is_shallow(part, room - 1) for part in parts)


def _size(output: Output) -> int:
    return len(output.get("text", "")) + sum(len(str(value)) for value in output.get("data", {}).values()) + 200
