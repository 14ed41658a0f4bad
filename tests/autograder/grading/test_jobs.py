"""From the notebook that runs to jobs, and back to the graded notebook."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import nbformat
import pytest
from small_notebooks import HIDDEN_TEST, RELEASED, cell, notebook

from autograder.execution.job import Limits
from autograder.grading.jobs import notebook_text, plan_job, setting_source, with_outputs, with_setting
from autograder.shared.errors import CourseError
from autograder.submissions.restoring import Release, Restored, restore
from labkit.evidence.task import Task

TASK = Task("solve-test", "parameters", ("result",), "solve")


@pytest.fixture
def restored(release: Release) -> Restored:
    cells = deepcopy(list(RELEASED))
    cells.insert(2, cell("own", None, "slope = 7"))
    cells[4]["source"] = "result = data"
    return restore(notebook(*cells), release)


def job(restored: Restored, **changes: Any) -> Any:
    options: dict[str, Any] = {"name": "ada", "lab_files": {}, "files": {}, "limits": Limits(), "render": True}
    tasks = changes.pop("tasks", {})
    setting = changes.pop("setting", None)
    return plan_job(restored, tasks, setting, **options | changes)


def test_every_code_cell_has_the_role_that_the_release_gives_it(restored: Restored) -> None:
    cells = job(restored, tasks={"solve-test": TASK}).cells
    assert [(one.name, one.role) for one in cells] == [
        ("parameters", "locked"),
        ("added-by-student-1", "student"),
        ("data", "locked"),
        ("solve", "student"),
        ("solve-test", "task"),
        ("end", "locked"),
    ]
    assert cells[4].task == TASK


def test_an_autograder_cell_that_is_no_task_runs_as_an_ordinary_test(restored: Restored) -> None:
    test = job(restored).cells[4]
    assert (test.role, test.source, test.task) == ("test", HIDDEN_TEST, None)


def test_a_setting_stands_in_the_locked_parameters_cell_and_nowhere_else(restored: Restored) -> None:
    planned = job(restored, setting={"slope": -2.5, "seed": 9}).cells
    assert planned[0].source == "slope = -2.5\nseed = 9"
    assert planned[1].source == "slope = 7"
    assert job(restored).cells[0].source == "slope = 1.0\nseed = 1"


def test_a_notebook_without_a_place_for_the_setting_is_refused(restored: Restored) -> None:
    cells = [one for one in restored.notebook.cells if one.get("id") != "parameters"]
    kinds = restored.kinds[:1] + restored.kinds[2:]
    without = Restored(nbformat.from_dict(notebook(*cells)), kinds)
    with pytest.raises(CourseError, match="grade_id 'parameters'"):
        job(without, setting={"slope": 1.0})


def test_settings_are_written_so_that_python_reads_the_same_numbers() -> None:
    setting = {"slope": 0.1 + 0.2, "bias": -1e-17, "noise": 1.0, "seed": 2**40}
    read: dict[str, object] = {}
    exec(setting_source(setting), read)
    assert {name: read[name] for name in setting} == setting


def test_a_notebook_to_run_again_has_the_setting_and_leaves_the_other_as_it_is(restored: Restored) -> None:
    changed = with_setting(restored.notebook, {"slope": 3.0, "seed": 4})
    assert changed.cells[1].source == "slope = 3.0\nseed = 4"
    assert restored.notebook.cells[1].source == "slope = 1.0\nseed = 1"


def test_a_graded_notebook_shows_what_ran_and_the_verdict_at_its_task(restored: Restored) -> None:
    printed = {"output_type": "stream", "name": "stdout", "text": "done\n"}
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["no"]}
    ran: list[Any] = [{"outputs": [], "execution_count": count} for count in (1, 2, 3, 4)]
    ran += [{"outputs": [error], "execution_count": 5}, None]
    ran[3]["outputs"] = [printed]
    graded = with_outputs(restored.notebook, ran, {"solve-test": ("right", "<p>right</p>")})
    nbformat.validate(graded)
    code = [one for one in graded.cells if one.cell_type == "code"]
    assert code[3].outputs == [printed]
    assert code[4].outputs == [
        {"output_type": "display_data", "data": {"text/plain": "right", "text/html": "<p>right</p>"}, "metadata": {}}
    ]
    assert (code[4].execution_count, code[5].execution_count, code[5].outputs) == (5, None, [])


def test_notebooks_are_written_as_nbformat_writes_them(restored: Restored) -> None:
    expected = nbformat.writes(restored.notebook, version=4) + "\n"
    assert notebook_text(restored.notebook) == expected
    assert notebook_text(restored.notebook) == expected
