"""Which reference a lab has: its recipe where its file gives one, else the solution in its source notebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course.course import Course, find_lab
from autograder.references.sample_answers import Sample, read_sample, samples_folder
from autograder.shared.errors import CourseError

if TYPE_CHECKING:
    from reference.lab_files.lab import Lab
    from reference.lab_files.reference import Reference
    from reference.solutions.drills import DrillRuns
    from reference.solutions.notebook import SolutionNotebook


def reference_of(course: Course, name: str) -> Reference | None:
    """What says what is right in assignment ``name``; None for an ordinary nbgrader assignment.

    Raises:
        CourseError: if the lab's notebook is missing or holds no solution of its tasks.
        SampleError: if a sample answer cannot be read.
        reference.lab_files.lab.LabFileError: if its file is no lab.
    """
    lab = find_lab(course, name)
    return None if lab is None else reference_for(course, lab)


def reference_for(course: Course, lab: Lab) -> Reference:
    """What says what is right in a lab of the course; raises as `reference_of` does."""
    if not any(drill.asked for drill in lab.drills):
        return _without_drills(course, lab)
    from reference.solutions.drill_tasks import WithDrills, without_drill_tasks

    notebook = solution_notebook(course, lab)
    try:
        others = _without_drills(course, without_drill_tasks(lab, notebook))
        return WithDrills(lab, others, notebook, drill_runs(course, lab))
    except KeyError as error:
        raise _no_answer(source_notebook(course, lab), error) from error


def drill_runs(course: Course, lab: Lab) -> tuple[DrillRuns, ...]:
    """The runs of a lab's drills; none has run yet.

    Raises:
        reference.lab_files.calibrated.CalibrationError: where the notebook has no such training.
        CourseError: where the notebook cannot be read.
    """
    from autograder.references.solution_runs import SolutionRuns
    from reference.solutions.drills import DrillRuns, drill_notebook

    notebook, stem = solution_notebook(course, lab), source_notebook(course, lab).stem
    return tuple(
        DrillRuns(lab, notebook, drill, SolutionRuns(course, lab.name, stem, drill_notebook(notebook, drill)))
        for drill in lab.drills
    )


def _no_answer(path: Path, error: KeyError) -> CourseError:
    remedy = "Put the answer cell above its autograder cell, or write answer= in the lab file's task."
    return CourseError(path, str(error.args[0]), remedy)


def _without_drills(course: Course, lab: Lab) -> Reference:
    if lab.recipe is not None:
        from reference.keys.by_recipe import ByRecipe

        return ByRecipe(lab)
    return _by_solution(course, lab)


def source_notebook(course: Course, lab: Lab) -> Path:
    """The source notebook that holds a lab's tasks.

    Raises:
        CourseError: if none does, or several do.
    """
    folder = course.step("source", lab.name)
    tasks = {task.name for task in lab.tasks}
    holding = [path for path in sorted(folder.glob("*.ipynb")) if tasks & _grade_ids(path)]
    if len(holding) == 1:
        return holding[0]
    if not holding:
        what = f"no notebook holds an autograder cell for {', '.join(sorted(tasks))}"
        raise CourseError(folder, what, "Put the solution and the cells there, or give the lab file a recipe.")
    names = ", ".join(path.name for path in holding)
    raise CourseError(folder, f"the lab's tasks are in several notebooks: {names}", "Keep a lab's tasks in one.")


def _grade_ids(path: Path) -> set[str]:
    cells = _notebook(path).get("cells", [])
    return {str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")) for cell in cells}


def _notebook(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise CourseError(path, f"it is no notebook ({error})", "Open and save it in Jupyter.") from error


def solution_notebook(course: Course, lab: Lab) -> SolutionNotebook:
    """The code cells of a lab's source notebook.

    Raises:
        CourseError: where it cannot be read, or a cell is no Python.
    """
    from reference.solutions.notebook import NotebookError, read_notebook

    path = source_notebook(course, lab)
    try:
        return read_notebook(_notebook(path))
    except NotebookError as error:
        raise CourseError(path, str(error), "Correct the cell; its code must be plain Python.") from error


def _by_solution(course: Course, lab: Lab) -> Reference:
    from autograder.references.solution_runs import SolutionRuns
    from reference.solutions.by_solution import BySolution
    from reference.solutions.mutants import Mutant

    path, notebook = source_notebook(course, lab), solution_notebook(course, lab)
    samples = _samples(course, lab)
    right = {sample.name: sample.cells for sample in samples if sample.right}
    examples = [
        Mutant(
            sample.mistake.name,
            sample.mistake.title,
            sample.mistake.hint,
            None,
            sample.cells,
            (),
            closer_hint=sample.mistake.closer_hint,
            by_example=True,
        )
        for sample in samples
        if sample.mistake is not None
    ]
    try:
        return BySolution(lab, notebook, SolutionRuns(course, lab.name, path.stem, notebook), right, examples)
    except KeyError as error:
        raise _no_answer(path, error) from error


def _samples(course: Course, lab: Lab) -> list[Sample]:
    return [read_sample(path) for path in sorted(samples_folder(course, lab.name).glob("*.py"))]
