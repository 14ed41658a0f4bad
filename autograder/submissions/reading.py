"""A notebook file read without trust: any bytes become plain cells, or a refusal in one line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from autograder.shared.cell_text import decoded, with_plain_lines
from autograder.shared.errors import SubmissionError
from autograder.submissions.merge_marks import sides
from autograder.submissions.opening import read_regular
from autograder.submissions.walking import named

MAX_NOTEBOOK_BYTES = 50_000_000
MAX_CELLS = 5_000
MAX_PARTS = 12_000_000
"""commas and brackets of a notebook: a bound for the memory that its parts take when they are read"""
KEYS = ("nbformat_minor", "metadata", "cells", "worksheets")
HALVES = re.compile(r"\\u[dD][89a-fA-F]")
"""how JSON writes halves of characters; two that belong together are one character when it is read"""
MERGED = "It held leftovers of a merge, which made no difference to its cells: they were taken out."
ASK = "Ask for the notebook again."
AS_SAVED = "Ask for the .ipynb file as Jupyter saves it."
CELL_TYPES = ("code", "markdown", "raw")


def read_notebook(file: Path) -> dict[str, Any]:
    """Read a notebook of any version as nbformat 4 cells, believing nothing about it.

    Returns:
        ``{"cells": [...], "metadata": {...}, "notes": [...]}``; every cell has a known ``cell_type``, a string
        ``source`` and a ``metadata`` mapping; outputs are left out. The notes say what had to be repaired.

    Raises:
        SubmissionError: naming the file, what is wrong with it, and the remedy.
    """
    return parse_notebook(read_bytes(file), file)


def parse_notebook(content: bytes, file: Path) -> dict[str, Any]:
    """`read_notebook` for the content of a file that was read already."""
    try:
        return _parsed(content, file)
    except RecursionError as error:
        raise SubmissionError(file, "this is no notebook: it is nested too deep", ASK) from error


def read_bytes(file: Path) -> bytes:
    """The content of a notebook file of acceptable size.

    Raises:
        SubmissionError: where it is larger, or cannot be read.
    """
    try:
        return read_regular(file, MAX_NOTEBOOK_BYTES)
    except FileNotFoundError as error:
        others = sorted(path.name for path in file.parent.glob("*.ipynb"))
        instead = f"; found instead: {named(others)}" if others else ""
        raise SubmissionError(file, f"there is no such notebook{instead}", f"It must be called {file.name}.") from error


def _parsed(content: bytes, file: Path) -> dict[str, Any]:
    text = _decode(content, file)
    if sum(map(content.count, (b",", b"[", b"{"))) > MAX_PARTS:
        raise SubmissionError(file, "the notebook holds too many parts", "Clear its outputs and save it again.")
    try:
        data = _load(file, text)
    except SubmissionError:
        versions = sides(text)
        if versions is None:
            raise
        return {**_unmerged(file, *versions), "notes": [MERGED]}
    return {**plain_notebook(data, file), "notes": []}


def _decode(content: bytes, file: Path) -> str:
    try:
        text = decoded(content)
    except UnicodeDecodeError as error:
        raise SubmissionError(file, "this is no text in UTF-8, so no notebook", ASK) from error
    if not text.strip():
        raise SubmissionError(file, "the file is empty", ASK)
    return text


def _unmerged(file: Path, ours: str, theirs: str) -> dict[str, Any]:
    """A notebook without leftovers of a merge, if both sides have the same cells: outputs and counters may differ.

    Raises:
        SubmissionError: if cells differ, or a side is no notebook.
    """
    kept, other = (plain_notebook(_load(file, side), file) for side in (ours, theirs))
    first, second = ([(cell["cell_type"], cell["source"]) for cell in side["cells"]] for side in (kept, other))
    if first != second:
        parts = (number for number, (a, b) in enumerate(zip_longest(first, second), start=1) if a != b)
        what = f"it holds leftovers of a merge, and two versions of cell {next(parts)}"
        raise SubmissionError(file, what, "Ask which of the two is meant.")
    return kept


def _load(file: Path, text: str) -> dict[str, Any]:
    """The notebook's data, with every half of a character replaced: no file, hash or page can hold one."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise SubmissionError(file, f"this is not JSON (line {error.lineno}), so no notebook", AS_SAVED) from error
    except RecursionError as error:
        raise SubmissionError(file, "this is not JSON (nested too deep), so no notebook", AS_SAVED) from error
    except ValueError as error:  # a whole number of thousands of digits
        raise SubmissionError(file, "this is no notebook: it holds a number that is too long", AS_SAVED) from error
    if not isinstance(data, dict) or not isinstance(data.get("nbformat"), int):
        raise SubmissionError(file, "this is JSON but no notebook", AS_SAVED)
    data = {"nbformat": data["nbformat"], **{key: data[key] for key in KEYS if key in data}}
    if HALVES.search(text):
        data = _whole(data)
    return data if data["nbformat"] == 4 else _upgrade(file, data)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_whole(key): _whole(part) for key, part in value.items()}
    return [_whole(part) for part in value] if isinstance(value, list) else value


def _upgrade(file: Path, data: dict[str, Any]) -> dict[str, Any]:
    from nbformat import reads

    try:
        return dict(reads(json.dumps(data), as_version=4))
    except Exception as error:
        what = f"this notebook has format {str(data['nbformat'])[:20]}, which cannot be read"
        raise SubmissionError(file, what, "Open and save it with a current Jupyter, then grade again.") from error


def plain_notebook(data: Mapping[str, Any], file: Path) -> dict[str, Any]:
    """Cells reduced to type, source, id, metadata and attachments; see `read_notebook`."""
    cells = data.get("cells")
    if not isinstance(cells, list):
        raise SubmissionError(file, "this notebook has no list of cells", ASK)
    if len(cells) > MAX_CELLS:
        raise SubmissionError(file, f"the notebook has more than {MAX_CELLS} cells", "Have a look at it by hand.")
    metadata = data.get("metadata")
    return {
        "metadata": metadata if isinstance(metadata, Mapping) else {},
        "cells": [_plain_cell(cell, index, file) for index, cell in enumerate(cells)],
    }


def _plain_cell(cell: Any, index: int, file: Path) -> dict[str, Any]:
    source = cell.get("source", "") if isinstance(cell, Mapping) else None
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str) or cell.get("cell_type") not in CELL_TYPES:
        raise SubmissionError(file, f"cell {index + 1} is no notebook cell", ASK)
    metadata = cell.get("metadata")
    plain = {
        "cell_type": cell["cell_type"],
        "source": with_plain_lines(source),
        "metadata": metadata if isinstance(metadata, Mapping) else {},
    }
    if isinstance(cell.get("id"), str):
        plain["id"] = cell["id"]
    if attachments := _attachments(cell.get("attachments")):
        plain["attachments"] = attachments
    return plain


def _attachments(value: Any) -> dict[str, dict[str, str]]:
    if not isinstance(value, Mapping):
        return {}
    return {
        str(name): {str(kind): data for kind, data in bundle.items() if isinstance(data, str)}
        for name, bundle in value.items()
        if isinstance(bundle, Mapping)
    }
