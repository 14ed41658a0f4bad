"""From the notebook that runs to a job for the executor, and from a run back to the graded notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from nbformat import from_dict

from autograder.execution.job import Cell, Job, Limits
from autograder.feedback.sections import NOTES
from autograder.grading.evidence_store import Outputs
from autograder.pages.sanitizing import clean_output
from autograder.seams.nbformat import written
from autograder.shared.errors import CourseError
from autograder.submissions.restoring import Restored, cell_name
from labkit.evidence.task import Task
from labkit.judging.setting import Setting

PARAMETERS = "parameters"
"""grade_id of the locked cell that sets a lab's setting (papermill's word)"""


def plan_job(
    restored: Restored,
    tasks: Mapping[str, Task],
    setting: Setting | None,
    *,
    name: str,
    lab_files: Mapping[str, bytes],
    files: Mapping[str, bytes],
    limits: Limits,
    render: bool,
) -> Job:
    """What the executor runs for one notebook under one setting.

    Args:
        restored: see `autograder.submissions.restoring.restore`
        tasks: the lab's tasks by grade_id; empty for an ordinary nbgrader assignment
        setting: put in place of the parameters cell; None leaves that cell as released
        name: for messages
        lab_files: the lab's files beside the notebook
        files: the student's
        render: keep outputs and figures (the published setting), or collect evidence only

    Raises:
        CourseError: if there is a setting but no locked parameters cell to put it in.
    """
    cells = []
    placed = setting is None
    for cell, kind in zip(restored.notebook.cells, restored.kinds, strict=True):
        if cell["cell_type"] != "code":
            continue
        source, cell_id = str(cell["source"]), cell_name(cell)
        if setting is not None and kind == "locked" and cell_id == PARAMETERS:
            source, placed = setting_source(setting), True
        task = tasks.get(cell_id) if kind == "test" else None
        cells.append(Cell(cell_id, source, _role(kind, task), task))
    if not placed:
        what = f"it has no locked code cell named '{PARAMETERS}', so no other setting can be put in"
        raise CourseError(Path(name).name, what, f"Give the cell that sets the data the grade_id '{PARAMETERS}'.")
    return Job(name, tuple(cells), lab_files, files, limits, render)


def _role(kind: str, task: Task | None) -> Any:
    if kind == "test":
        return "test" if task is None else "task"
    return "locked" if kind == "locked" else "student"


def setting_source(setting: Mapping[str, float]) -> str:
    """The parameters cell for a setting: one assignment per line."""
    return "\n".join(f"{name} = {value!r}" for name, value in setting.items())


def with_setting(notebook: Any, setting: Setting) -> Any:
    """A copy of a notebook whose parameters cell holds ``setting``, to be run again by hand."""
    changed = deepcopy(notebook)
    for cell in changed.cells:
        if cell["cell_type"] == "code" and cell_name(cell) == PARAMETERS:
            cell["source"] = setting_source(setting)
    return changed


def with_outputs(notebook: Any, outputs: Outputs, verdicts: Mapping[str, tuple[str, str]]) -> Any:
    """The restored notebook as it was run, with the verdict as the output of each task's cell; changes it in place.

    nbgrader ignores ``display_data`` when it scores, and shows it in feedback.

    Args:
        outputs: per code cell, in order, what the published run gave; None where it ended before; nothing at all
            where nothing is known of the run
        verdicts: task -> text and HTML
    """
    code = [cell for cell in notebook.cells if cell["cell_type"] == "code"]
    for cell, run in zip(code, outputs or [None] * len(code), strict=True):
        if run is not None:
            cell["outputs"] = [from_dict(clean_output(output)) for output in run["outputs"]]
            cell["execution_count"] = run["execution_count"]
        if (verdict := verdicts.get(cell_name(cell))) is not None:
            cell["outputs"] = [verdict_output(*verdict)]
    return notebook


def with_notes(notebook: Any, notes: Sequence[str]) -> Any:
    """The notebook with a cell on top that says what was repaired before it ran; unchanged where nothing was."""
    if notes:
        lines = "\n".join(f"- {note}" for note in notes)
        source = f"**Before this notebook ran, it was repaired:**\n\n{lines}"
        notebook.cells.insert(0, from_dict({"cell_type": "markdown", "id": NOTES, "metadata": {}, "source": source}))
    return notebook


def verdict_output(text: str, html: str) -> Any:
    """A verdict as an nbformat output."""
    data = {"text/plain": text, "text/html": html}
    return from_dict({"output_type": "display_data", "data": data, "metadata": {}})


def notebook_text(notebook: Any) -> str:
    """The notebook as Jupyter writes it, byte for byte as nbgrader does; texts of its outputs are lines after that."""
    return written(notebook) + "\n"
