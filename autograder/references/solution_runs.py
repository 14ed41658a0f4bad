"""The runs of a lab's own solution, and of its mutants, on the kit's executor: evidence collected as from a student."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from autograder.course.course import Course
from autograder.execution.isolation import isolation_for_trusted
from autograder.execution.job import Cell, Job, Limits, Run
from autograder.execution.when_needed import ExecutorWhenNeeded
from autograder.submissions import lab_files, read_files
from labkit.evidence.collecting import Evidence
from labkit.evidence.task import Task
from reference.lab_files.lab import Numbers
from reference.solutions.asked_runs import AskedRun, LeftBehind

if TYPE_CHECKING:
    from reference.solutions.notebook import SolutionNotebook

PROLOGUE = "prologue"


class SolutionRuns:
    """Runs a notebook's solution as it is asked to; one executor for all, which ends with this object."""

    def __init__(self, course: Course, assignment: str, notebook_name: str, notebook: SolutionNotebook) -> None:
        """`notebook` is the source notebook `notebook_name` of the assignment."""
        self._name = f"{assignment}/{notebook_name}"
        self._notebook = notebook
        self._files, _ = read_files(lab_files(course, assignment))
        seconds = course.config.get("Execute", {}).get("timeout")
        self._limits = Limits() if seconds is None else Limits(wall_seconds_per_cell=float(seconds))
        self._executor = ExecutorWhenNeeded(isolation_for_trusted(), courses=course.own_folders)
        weakref.finalize(self, self._executor.close)

    def __call__(self, setting: Numbers, tasks: Sequence[Task], asked: Sequence[AskedRun]) -> list[LeftBehind]:
        """What each run leaves, in the order in which they were asked for."""
        left: dict[int, LeftBehind] = {}
        for position, run in self._executor.run(self._job(setting, tasks, one) for one in asked):
            left[position] = _left_behind(run)
        return [left[position] for position in range(len(asked))]

    def _job(self, setting: Numbers, tasks: Sequence[Task], asked: AskedRun) -> Job:
        cells = tuple(self._cells(setting, {task.name: task for task in tasks}, asked))
        name = f"{self._name}, {asked.name}"
        return Job(name, cells, self._files, {}, replace(self._limits), render=False)

    def _cells(self, setting: Numbers, tasks: Mapping[str, Task], asked: AskedRun) -> Iterator[Cell]:
        begun = False
        for cell in self._notebook.cells:
            if cell.role == "task":
                if cell.name in tasks:
                    yield Cell(cell.name, cell.code, "task", tasks[cell.name])
            elif cell.role == "answer":
                if not begun and asked.prologue:
                    yield Cell(PROLOGUE, asked.prologue)
                begun = True
                if cell.name in asked.cells:
                    yield Cell(cell.name, asked.cells[cell.name])
            elif cell.role == "parameters":
                yield Cell(cell.name, "\n".join(f"{name} = {value!r}" for name, value in setting.items()), "locked")
            else:
                yield Cell(cell.name, cell.code, "locked")


def _left_behind(run: Run) -> LeftBehind:
    """What a run left, and why it did not come to its end where it did not."""
    evidence = {name: Evidence.from_json(claim) for name, claim in run.evidence.items()}
    errors = [cell.error for cell in run.cells if cell is not None and cell.error is not None]
    stopped = f"{errors[0].kind}: {errors[0].message}" if errors else ""
    return LeftBehind(evidence, stopped or ("" if run.end == "finished" else run.detail or run.end))
