"""A folder that otter-grader can grade: a class's notebooks without nbgrader's checks, and tests of the same numbers.

The tests compare the numbers that the kit's tasks compare, by the published key: the loss history and the parameters.
What a figure shows is left out: it is closed when its cell ends, and otter's tests run after that. They run under the
published setting only, as otter's tests do.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.course.course import Course, kit_files
from reference.keys.by_recipe import ByRecipe
from reference.lab_files.lab import Lab

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

VALUES = """
from otter.test_files import test_case

OK_FORMAT = False
name = "{name}"
points = {points}


def numbers(value):
    return [float(entry) for entry in (value if isinstance(value, (list, tuple)) else [value])]


@test_case(points={points})
def right({arguments}):
    for value, bounds in zip([{arguments}], {bounds!r}):
        found = numbers(value)
        assert len(found) == len(bounds), "another number of entries"
        assert all(low <= entry <= high for entry, (low, high) in zip(found, bounds)), "other numbers"
"""


def make(course: Course, lab: Lab, students: Sequence[str], points: dict[str, float], folder: Path) -> None:
    """Fill a new folder."""
    (folder / "tests").mkdir(parents=True)
    setting = lab.public_settings[0]
    keys, _ = ByRecipe(lab).keys(setting)
    for task in (task for task in lab.tasks if task.kind != "figure"):
        bounds = [_bounds(keys[task.name].right[name]) for name in task.names]
        names = ", ".join(task.names)
        test = VALUES.format(name=task.name, points=points[task.name], arguments=names, bounds=bounds)
        (folder / "tests" / f"{task.name}.py").write_text(test)
    for name, content in kit_files().items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    for path in course.step("release", lab.name).glob("*.json"):
        shutil.copyfile(path, folder / path.name)
    for student in students:
        submitted = course.step("submitted", lab.name, student) / f"{lab.name}.ipynb"
        (folder / f"{student}.ipynb").write_text(json.dumps(without_checks(json.loads(submitted.read_text()))))


def without_checks(notebook: dict[str, Any]) -> dict[str, Any]:
    """A notebook without autograder cells, and without rehearsals: otter runs its own tests instead."""

    def is_check(cell: dict[str, Any]) -> bool:
        nbgrader = cell["metadata"].get("nbgrader", {})
        rehearses = cell["cell_type"] == "code" and "rehearse()" in "".join(cell["source"])
        return rehearses or bool(nbgrader.get("grade") and not nbgrader.get("solution"))

    cells = [cell for cell in notebook["cells"] if not is_check(cell)]
    return {**notebook, "cells": cells, "metadata": {**notebook["metadata"], "kernelspec": KERNEL}}


def _bounds(box: Any) -> list[tuple[float, float]]:
    return list(zip(box.low.ravel().tolist(), box.high.ravel().tolist(), strict=True))
