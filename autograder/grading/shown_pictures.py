"""Whether a picture came with what a student's cells showed: what the trusted side itself sees of a figure.

Evidence of a figure is a claim. Outputs come from the same process, but a person sees them, so a claim without any
picture beside it is worth nothing.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable, Mapping
from typing import Any

from autograder.execution.job import Job, Run
from autograder.execution.runner.outputs import LEFT_OUT

SMALLEST = 40
"""Pixels, both ways, below which nobody reads a figure."""
PNG = b"\x89PNG\r\n\x1a\n"
TAGS = ("<img", "<svg", "<video", "<canvas")
HEADER = 64
"""Letters of base64 that hold the head of a PNG with its size."""


def shows_picture(run: Run, job: Job) -> bool | None:
    """Whether a student's cell shows a picture; `None` where that is not known.

    It is not known where outputs were not wanted, where a cell did not run to its end, and where outputs were left out
    because there were too many.
    """
    cells = [made for cell, made in zip(job.cells, run.cells, strict=True) if cell.role == "student"]
    if not job.render or None in cells:
        return None
    outputs = [output for cell in cells if cell is not None for output in cell.outputs]
    if any(map(_is_picture, outputs)):
        return True
    return None if _some_left_out(outputs) else False


def _some_left_out(outputs: Iterable[Mapping[str, Any]]) -> bool:
    return any(LEFT_OUT in str(output.get("text", "")) for output in outputs)


def _is_picture(output: Mapping[str, Any]) -> bool:
    data = output.get("data")
    if not isinstance(data, Mapping):
        return False
    if "image/png" in data:
        return _is_large_enough(str(data["image/png"]))
    if any(kind.startswith("image/") for kind in data):
        return True
    return any(tag in str(data.get("text/html", "")) for tag in TAGS) or "![" in str(data.get("text/markdown", ""))


def _is_large_enough(encoded: str) -> bool:
    """Whether a PNG in base64 has the size of a figure, by its head."""
    try:
        head = base64.b64decode("".join(encoded[: 2 * HEADER].split())[:HEADER])
        width, height = struct.unpack(">II", head[16:24])
    except (ValueError, struct.error):
        return False
    return head.startswith(PNG) and min(width, height) >= SMALLEST
