"""Small notebooks for the tests of the grader's trusted side."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any


def cell(kind: str, name: str | None, source: str, cell_type: str = "code", **changes: Any) -> dict[str, Any]:
    """A notebook cell as nbgrader writes it; ``kind`` is locked, test, answer, manual or own."""
    flags = {
        "locked": {"grade": False, "solution": False, "locked": True, "task": False},
        "test": {"grade": True, "solution": False, "locked": True, "task": False, "points": 2.0},
        "answer": {"grade": False, "solution": True, "locked": False, "task": False},
        "manual": {"grade": True, "solution": True, "locked": False, "task": False, "points": 3.0},
    }
    metadata = {} if kind == "own" else {"nbgrader": {**flags[kind], "grade_id": name, "schema_version": 3}}
    made: dict[str, Any] = {"cell_type": cell_type, "metadata": metadata, "source": source}
    if name is not None:
        made["id"] = name
    if cell_type == "code":
        made |= {"outputs": [], "execution_count": None}
    return made | changes


def notebook(*cells: Mapping[str, Any], minor: int = 5) -> dict[str, Any]:
    """A notebook of these cells."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return {"nbformat": 4, "nbformat_minor": minor, "metadata": kernel, "cells": [dict(one) for one in cells]}


RELEASED = (
    cell("locked", "intro", "# Lab", "markdown"),
    cell("locked", "parameters", "slope = 1.0\nseed = 1"),
    cell("locked", "data", "data = slope * seed"),
    cell("answer", "solve", "# YOUR CODE HERE\nraise NotImplementedError()"),
    cell("test", "solve-test", "assert result == data"),
    cell("manual", "explain", "YOUR ANSWER HERE", "markdown"),
    cell("locked", "end", "print('done')"),
)
HIDDEN_TEST = "assert result == data\nassert result is not None  # hidden"


def source_row(made: Mapping[str, Any]) -> SimpleNamespace:
    """What nbgrader's gradebook keeps of a cell; the test cell has its hidden test there."""
    nbgrader = made["metadata"]["nbgrader"]
    source = HIDDEN_TEST if nbgrader["grade_id"] == "solve-test" else made["source"]
    locked = nbgrader["locked"]
    return SimpleNamespace(
        name=nbgrader["grade_id"], cell_type=made["cell_type"], locked=locked, source=source, checksum="sum"
    )
