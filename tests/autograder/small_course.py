"""A course with nothing but labs of one's own, for the tests of what authors use."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.assignments.releases import CONFIG_TEXT
from autograder.course.course import Course, find_course


def empty_course(root: Path) -> Course:
    """A course without labs."""
    (root / "source").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG_TEXT)
    return find_course(root)


def edit(file: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a notebook file, or any other file of JSON."""
    data = json.loads(file.read_text())
    change(data)
    file.write_text(json.dumps(data))


def cell(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    """The cell with this grade_id."""
    (found,) = [one for one in notebook["cells"] if one["metadata"]["nbgrader"]["grade_id"] == name]
    return found  # type: ignore[no-any-return]
