"""An assignment as the gradebook knows it: the release of each notebook, its graded cells and their points."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course.course import Course
from autograder.shared.errors import CourseError
from autograder.submissions import parse_notebook
from autograder.submissions.restoring import Release, Restored, cell_name, read_release
from autograder.submissions.written_answers import unfilled, written_elsewhere


@dataclass(frozen=True)
class GivenNotebook:
    """One notebook of an assignment, as it was given out and registered."""

    name: str
    release: Release
    points: Mapping[str, float]
    """every graded cell (autograder cells and answers graded by hand) -> its maximum"""
    tests: frozenset[str]
    """the autograder cells among them"""

    def hand_scores(self, unanswered: frozenset[str]) -> dict[str, float | None]:
        """Answers graded by hand: 0 where the answer is among those `unanswered`, else None."""
        return {name: 0.0 if name in unanswered else None for name in self.points if name not in self.tests}

    def unanswered(self, restored: Restored) -> frozenset[str]:
        """Answer cells whose text is as released; those graded by hand only where no text stands elsewhere either."""
        same = self._as_released(restored)
        return same - unfilled(restored, self.release) if written_elsewhere(restored, self.release) else same

    def _as_released(self, restored: Restored) -> frozenset[str]:
        released = {cell.name: cell for cell in self.release.cells if cell.kind == "answer"}
        return frozenset(
            name
            for cell, kind in zip(restored.notebook.cells, restored.kinds, strict=True)
            if kind == "answer" and released[name := cell_name(cell)].is_text_of(cell) and not cell.get("attachments")
        )


def given_notebooks(course: Course, assignment: str, session: Any) -> dict[str, GivenNotebook]:
    """The notebooks of a registered assignment by name.

    Args:
        session: of nbgrader's gradebook

    Raises:
        CourseError: if the assignment is not registered, or a notebook is in neither release/ nor source/.
    """
    from nbgrader.api import Assignment
    from sqlalchemy import select

    row = session.execute(select(Assignment).where(Assignment.name == assignment)).scalar_one_or_none()
    if row is None or not row.notebooks:
        remedy = f"Run 'nbgrader generate_assignment {assignment}' in the course."
        raise CourseError(assignment, "the gradebook does not know this lab's notebooks", remedy)
    return {notebook.name: _given(course, assignment, notebook) for notebook in row.notebooks}


def _given(course: Course, assignment: str, row: Any) -> GivenNotebook:
    file = _given_file(course, assignment, str(row.name))
    notebook = parse_notebook(file.read_bytes(), file)
    release = read_release(notebook, row.source_cells, json.loads(row.kernelspec or "null"))
    points = {str(cell.name): float(cell.max_score) for cell in row.grade_cells}
    tests = frozenset(points) - {str(cell.name) for cell in row.solution_cells}
    return GivenNotebook(str(row.name), release, points, tests)


def _given_file(course: Course, assignment: str, name: str) -> Path:
    for step in ("release", "source"):
        file = course.step(step, assignment) / f"{name}.ipynb"
        if file.is_file():
            return file
    where = course.step("source", assignment) / f"{name}.ipynb"
    raise CourseError(where, "the gradebook knows this notebook, but it is gone", "Bring it back.")


def imports_labkit(notebook: Mapping[str, Any]) -> bool:
    """Whether a notebook's code imports labkit, so that labkit has to lie beside it."""
    lines = (
        line.split()
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        for line in str(cell["source"]).splitlines()
    )
    return any(
        words[:1] in (["from"], ["import"]) and words[1:2] and words[1].split(".")[0] == "labkit" for words in lines
    )
