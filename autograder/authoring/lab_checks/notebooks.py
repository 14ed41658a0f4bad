"""The source notebooks by themselves: format, nbgrader's metadata, names, locks, points, solution marks."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.assignments.assignment import imports_labkit
from autograder.authoring.lab_checks.findings import Check, Problem, shown
from autograder.course.course import Course
from autograder.seams.nbgrader import CELL_NAME
from autograder.submissions.restoring import grade_id

FORMAT = (4, 5)
NAME = re.compile(CELL_NAME)
CREATE = "In JupyterLab: View, Show nbgrader's Create Assignment."


@dataclass(frozen=True)
class SourceCell:
    """One cell of a source notebook."""

    file: str
    """as messages name it"""
    number: int
    """counted from 1"""
    data: Mapping[str, Any]

    @property
    def source(self) -> str:
        """What the cell holds."""
        source = self.data.get("source", "")
        return source if isinstance(source, str) else "".join(source)

    @property
    def name(self) -> str | None:
        """Its grade_id."""
        return grade_id(self.data)

    @property
    def where(self) -> str:
        """How messages name it."""
        return f"{self.file}, cell {self.number}" + (f" '{self.name}'" if self.name else "")

    @property
    def is_code(self) -> bool:
        """Whether it is a code cell."""
        return self.data.get("cell_type") == "code"

    @property
    def nbgrader(self) -> Mapping[str, Any]:
        """nbgrader's metadata; empty where there is none."""
        found = self.data.get("metadata", {}).get("nbgrader", {})
        return found if isinstance(found, Mapping) else {}

    @property
    def kind(self) -> str:
        """``test``, ``answer``, ``manual`` (an answer graded by hand), ``task``, ``locked`` or ``plain``."""
        flags = self.nbgrader
        if flags.get("task"):
            return "task"
        if flags.get("solution"):
            return "manual" if flags.get("grade") else "answer"
        if flags.get("grade"):
            return "test"
        return "locked" if flags.get("locked") else "plain"

    @property
    def points(self) -> float | None:
        """Its points; None where it has none that are a number."""
        points = self.nbgrader.get("points")
        good = isinstance(points, int | float) and not isinstance(points, bool) and math.isfinite(points)
        return float(points) if good and points is not None else None


@dataclass(frozen=True)
class SourceNotebook:
    """One notebook of the source folder."""

    path: Path
    file: str
    """as messages name it"""
    data: Mapping[str, Any]
    cells: tuple[SourceCell, ...]


def read_sources(course: Course, lab: str) -> tuple[tuple[SourceNotebook, ...], tuple[Problem, ...]]:
    """The notebooks in a lab's source folder, and what is wrong with those that are none."""
    found, problems = [], []
    for path in sorted(course.step("source", lab).glob("*.ipynb")):
        file = shown(path, course.root)
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            cells = tuple(SourceCell(file, number, cell) for number, cell in enumerate(data["cells"], start=1))
            found.append(SourceNotebook(path, file, data, cells))
        except (OSError, ValueError, KeyError, TypeError) as error:
            what = f"this is no notebook ({type(error).__name__}: {error})"
            problems.append(Problem(file, what, "Bring it back from a copy, or save it in Jupyter again."))
    return tuple(found), tuple(problems)


def check_notebooks(course: Course, notebooks: Sequence[SourceNotebook]) -> Check:
    """Everything that can be seen without the lab file and without running anything."""
    begin, end = solution_marks(course)
    problems: list[Problem] = []
    for notebook in notebooks:
        wrong = list(_format(notebook))
        problems += wrong
        if not wrong:
            problems += [*_metadata(notebook), *_names(notebook), *_locks(notebook), *_points(notebook)]
            problems += [found for cell in notebook.cells for found in _marks(cell, begin, end)]
            problems += _labkit(notebook)
    cells = [cell for notebook in notebooks for cell in notebook.cells]
    by_kind = Counter(cell.kind for cell in cells)
    points = sum(cell.points or 0.0 for cell in cells)
    hand = sum(cell.points or 0.0 for cell in cells if cell.kind in ("manual", "task"))
    note = f"{len(cells)} cells, {by_kind['answer'] + by_kind['manual']} of them answers; {points:g} points, "
    return Check(
        "the notebook is whole: nbformat 4.5, nbgrader's metadata, unique names, locked cells, points",
        tuple(problems),
        (f"{note}{hand:g} of them by hand",),
        {"cells": len(cells), "points": points, "points_by_hand": hand},
    )


def solution_marks(course: Course) -> tuple[str, str]:
    """The lines that stand before and behind a solution, as nbgrader is configured here."""
    from nbgrader.preprocessors import ClearSolutions

    step = ClearSolutions(config=course.config)
    return str(step.begin_solution_delimeter), str(step.end_solution_delimeter)


def _format(notebook: SourceNotebook) -> Iterator[Problem]:
    from nbformat.validator import iter_validate

    version = notebook.data.get("nbformat"), notebook.data.get("nbformat_minor")
    if version != FORMAT:
        what = f"its format is {version[0]}.{version[1]}, not 4.5, so its cells have no ids"
        yield Problem(notebook.file, what, "Open it in a current JupyterLab, change something, and save it.")
        return
    for error in iter_validate(dict(notebook.data), version=4, version_minor=5):
        place = ".".join(str(part) for part in error.path) or "the notebook"
        yield Problem(
            notebook.file, f"{place} is not as nbformat 4.5 asks: {error.message:.200}", "Save it in Jupyter."
        )


def _metadata(notebook: SourceNotebook) -> Iterator[Problem]:
    """What nbgrader's own validator says of each cell."""
    from nbformat import from_dict
    from nbgrader.nbgraderformat import MetadataValidator, ValidationError
    from nbgrader.nbgraderformat.common import SchemaMismatchError

    validator = MetadataValidator()
    for cell in notebook.cells:
        try:
            validator.validate_cell(from_dict(dict(cell.data)))
        except SchemaMismatchError as error:
            yield Problem(cell.where, f"nbgrader: {error}", f"Run 'nbgrader update {notebook.file}'.")
        except ValidationError as error:
            what = f"nbgrader refuses its metadata: {error.message.strip():.200}"
            yield Problem(cell.where, what, f"Choose its kind again. {CREATE}")
        if cell.name and not NAME.fullmatch(cell.name):
            yield Problem(cell.where, "its name has other signs than letters, digits, - and _", f"Rename it. {CREATE}")


def _names(notebook: SourceNotebook) -> Iterator[Problem]:
    for what, names in (
        ("grade_id", [cell.name for cell in notebook.cells]),
        ("cell id", [cell.data.get("id") for cell in notebook.cells]),
    ):
        for name, count in Counter(filter(None, names)).items():
            if count > 1:
                remedy = "Names are unique: rename the others, or delete the copies."
                yield Problem(f"{notebook.file}, cell '{name}'", f"the {what} stands on {count} cells", remedy)


def _locks(notebook: SourceNotebook) -> Iterator[Problem]:
    for cell in notebook.cells:
        if cell.is_code and cell.kind == "plain":
            what = "this worked cell is not locked: a student may change it and lose points for what follows"
            yield Problem(cell.where, what, f"Make it 'Read-only', or an autograded answer. {CREATE}")
        if cell.kind == "test" and not cell.nbgrader.get("locked"):
            yield Problem(cell.where, "this autograder cell is not locked", f"Choose its kind again. {CREATE}")


def _points(notebook: SourceNotebook) -> Iterator[Problem]:
    for cell in notebook.cells:
        if cell.kind in ("test", "manual", "task") and not (cell.points or 0.0) > 0.0:
            what = f"it is graded and has {'no points' if cell.points is None else f'{cell.points:g} points'}"
            yield Problem(cell.where, what, f"Give it points above 0. {CREATE}")


def _marks(cell: SourceCell, begin: str, end: str) -> Iterator[Problem]:
    """Solution marks come in pairs, in answer cells; without any, nbgrader takes the whole cell for the solution."""
    marks = [mark for line in cell.source.splitlines() for mark in (begin, end) if mark in line]
    if not marks:
        return
    if cell.kind not in ("answer", "manual"):
        what = f"it is no answer cell but holds '{marks[0]}'"
        yield Problem(cell.where, what, f"Make it an autograded or manually graded answer. {CREATE}")
    if marks != [begin, end] * (len(marks) // 2):
        what = "its solution marks do not go together"
        yield Problem(cell.where, what, f"Each '{begin}' has its '{end}', one line each.")


def _labkit(notebook: SourceNotebook) -> Iterator[Problem]:
    checks = any(cell.kind == "test" and cell.source.strip().startswith("check(") for cell in notebook.cells)
    if checks and not imports_labkit({"cells": [{**cell.data, "source": cell.source} for cell in notebook.cells]}):
        what = "it calls check() but does not import it, so labkit is not put beside it"
        yield Problem(notebook.file, what, "Write 'from labkit import check' in a locked cell.")


def solution_lines(cell: SourceCell, begin: str, end: str) -> tuple[str, ...]:
    """The lines of an answer that nbgrader takes out for the release."""
    lines = cell.source.splitlines()
    if not any(begin in line for line in lines):
        return tuple(lines)
    inside, taken = False, []
    for line in lines:
        if begin in line or end in line:
            inside = begin in line
        elif inside:
            taken.append(line)
    return tuple(taken)


def given_text(cells: Iterable[SourceCell], begin: str, end: str) -> str:
    """All that students are given: every line of the notebook that is no solution."""
    lines = []
    for cell in cells:
        solved = Counter(solution_lines(cell, begin, end) if cell.kind in ("answer", "manual") else ())
        for line in cell.source.splitlines():
            if solved[line]:
                solved[line] -= 1
            else:
                lines.append(line)
    return "\n".join(lines)
