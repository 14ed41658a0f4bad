"""What is to be run and what came of it: plain data, so that a run can also be done on another machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from .sandbox.plan import Limits

if TYPE_CHECKING:  # labkit brings matplotlib: nothing of that is needed before the warm process has been started
    from labkit.evidence.task import Task

__all__ = ["Cell", "CellError", "CellRun", "Job", "Limits", "Run", "not_run"]

Role = Literal["locked", "student", "task", "test", "branch"]
End = Literal[
    "finished",
    "cell timeout",
    "notebook timeout",
    "memory",
    "cpu time",
    "scratch full",
    "output limit",
    "exited",
    "killed",
    "malformed",
    "fault",
]


@dataclass(frozen=True)
class Cell:
    """A code cell."""

    name: str
    """Its nbgrader `grade_id`, or its cell id."""
    source: str
    role: Role = "student"
    """`locked`: as released, the same for everyone. `student`: may hold anything. `task`: evidence is collected in
    its place, its source does not run. `test`: ordinary nbgrader test code. `branch`: a copy of the notebook as it is
    at this place runs other cells, and nothing of that stays in the notebook itself."""
    task: Task | None = None
    """For the role `task`: what to collect."""
    cells: tuple[Cell, ...] = ()
    """For the role `branch`: what the copy runs, within the time of one cell."""

    def __post_init__(self) -> None:
        """Refuse a task cell without a task, a branch without cells, and either elsewhere."""
        if (self.role == "task") != (self.task is not None):
            raise ValueError(f"cell {self.name}: role is {self.role!r}, task is {self.task!r}; these must go together")
        if (self.role == "branch") != bool(self.cells):
            raise ValueError(f"cell {self.name}: role is {self.role!r}, and it has {len(self.cells)} cells of its own")

    def to_json(self) -> dict[str, Any]:
        """The cell as plain JSON data."""
        task = None if self.task is None else self.task.to_json()
        own = {"cells": [cell.to_json() for cell in self.cells]} if self.cells else {}
        return {"name": self.name, "source": self.source, "role": self.role, "task": task, **own}


@dataclass(frozen=True)
class Job:
    """One notebook to run."""

    name: str
    """For messages, such as `submission alice, setting 2`."""
    cells: tuple[Cell, ...]
    """The code cells in the order in which they run."""
    lab_files: Mapping[str, bytes] = field(default_factory=dict)
    """Files that the lab puts beside the notebook, the same for everyone; locked cells see these alone."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Files of this submission, put there before the first cell that is not locked."""
    limits: Limits = field(default_factory=Limits)
    render: bool = True
    """Keep outputs and draw figures. Without it figures are real but not drawn, and outputs are not sent."""

    def locked_prefix(self) -> tuple[Cell, ...]:
        """The locked cells before the first cell that is not locked."""
        for position, cell in enumerate(self.cells):
            if cell.role != "locked":
                return self.cells[:position]
        return self.cells


@dataclass(frozen=True)
class CellError:
    """The exception that ended a cell."""

    kind: str
    """The name of its class."""
    message: str
    line: int | None
    """The line of the cell, counted from 1; None where it is not known."""
    source_line: str = ""


@dataclass(frozen=True)
class CellRun:
    """What came of one cell."""

    outputs: tuple[Mapping[str, Any], ...]
    """Outputs as nbformat holds them; shared between runs of one prefix, so copy before changing them."""
    execution_count: int | None
    error: CellError | None
    seconds: float
    branch: Run | None = None
    """Of a branch: what came of its cells; its end says how the copy ended, whatever became of the notebook."""


@dataclass(frozen=True)
class Run:
    """What came of a job."""

    cells: tuple[CellRun | None, ...]
    """In the order of the job's cells; None for a cell that did not run to an end."""
    evidence: Mapping[str, Mapping[str, Any]]
    """By task: what `Evidence.to_json` of `labkit.evidence.collecting` gave; a claim by the process that ran it."""
    end: End
    where: str | None = None
    """The cell in which the run ended early."""
    detail: str = ""
    """More about the end, for people."""
    fault: bool = False
    """The grader's own fault, never the student's: what was found out must not be judged."""
    seconds: float = 0.0
    """From the fork to the end."""
    peak_kib: int = 0
    """Largest memory of its processes, with what it shares with the warm process."""


def not_run(job: Job, why: str) -> Run:
    """What is said of a job that the grader could not run."""
    return Run((None,) * len(job.cells), {}, "fault", detail=why, fault=True)
