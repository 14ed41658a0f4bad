"""The runs of a lab's own solution, and of its mutants, on the kit's executor: evidence collected as from a student.

Most of them differ in their answer cells alone. So one job goes through the locked cells and a prologue once, and each
of a share of the runs is a branch of it: a process more, and not the isolation, the files and the prologue once more.
What does not end as it should in a branch runs again as a job of its own, which tells whose fault it was. What the
machine spoils runs again, too, and ends everything if that is spoilt as well: a mistake must not be unknown by chance.

What a run left is kept in the course; one that was interrupted is not, for a quieter machine may let it end.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from autograder.course.course import Course
from autograder.execution.fingerprint import fingerprint
from autograder.execution.isolation import isolation_for_trusted
from autograder.execution.job import Cell, Job, Limits, Run
from autograder.execution.when_needed import ExecutorWhenNeeded
from autograder.references.expected_file import EXPECTED
from autograder.references.kept_runs import Claims, KeptRuns
from autograder.references.run_limits import limits_of
from autograder.shared.errors import GraderFault
from autograder.shared.files import digest
from autograder.submissions import lab_files, read_files
from labkit.drills.known_drills import FILE_NAME as DRILLS
from labkit.evidence.collecting import Evidence
from labkit.evidence.task import Task
from reference.lab_files.lab import Numbers
from reference.solutions.asked_runs import AskedRun, LeftBehind

if TYPE_CHECKING:
    from reference.solutions.notebook import SolutionNotebook

PROLOGUE = "prologue"
SHARE = 16
"""Runs that one job holds at most."""
INTERRUPTED = ("CellTimeout", "KeyboardInterrupt", "MemoryError")
"""Exceptions that the machine has a part in."""


class SolutionRuns:
    """Runs a notebook's solution as it is asked to; one executor for all, which ends with this object."""

    def __init__(self, course: Course, assignment: str, notebook_name: str, notebook: SolutionNotebook) -> None:
        """`notebook` is the source notebook `notebook_name` of the assignment."""
        self._name = f"{assignment}/{notebook_name}"
        self._runs_kept = KeptRuns(course, assignment)
        self._notebook = notebook
        self._files, _ = read_files(lab_files(course, assignment))
        self._limits = limits_of(course)
        self._executor = ExecutorWhenNeeded(isolation_for_trusted(), courses=course.own_folders)
        weakref.finalize(self, self._executor.close)

    def __call__(self, setting: Numbers, tasks: Sequence[Task], asked: Sequence[AskedRun]) -> list[LeftBehind]:
        """What each run leaves, in the order in which they were asked for.

        Raises:
            GraderFault: if the machine twice keeps one from running.
        """
        by_task = {task.name: task for task in tasks}
        runs = [self._asked_cells(place, one, *self._cells(setting, by_task, one)) for place, one in enumerate(asked)]
        kept = {beginning: self._runs_kept.read(beginning) for beginning in {run.beginning for run in runs}}
        left = {run.place: kept[run.beginning][run.own] for run in runs if run.own in kept[run.beginning]}
        made = self._made([run for run in runs if run.place not in left])
        for beginning in kept:
            of = {run.own: made[run.place] for run in runs if run.beginning == beginning and run.place in made}
            lasting = {own: one.claims for own, one in of.items() if one.lasts}
            self._runs_kept.add(beginning, lasting)
        left |= {place: one.claims for place, one in made.items()}
        return [_left_behind(left[place]) for place in range(len(asked))]

    def _made(self, runs: Sequence[_AskedCells]) -> dict[int, _Made]:
        """What each run leaves, by its place; raises as a call does."""
        left: dict[int, _Made] = {}
        shares = list(_shares(runs))
        for number, job_run in self._executor.run(self._job(share) for share in shares):
            left |= _left_in(shares[number], job_run)
        again = [run for run in runs if run.place not in left]
        for number, job_run in self._executor.run(self._job([run]) for run in again):
            if job_run.fault:
                why = (job_run.detail or job_run.end).rstrip(".")
                what = f"the run '{again[number].asked.name}' of its solution failed twice ({why})"
                raise GraderFault(f"{self._name}.ipynb", what, "See what the machine lacks, and do the same again.")
            left[again[number].place] = _made(job_run)
        return left

    @cached_property
    def _surroundings(self) -> tuple[str | bytes, ...]:
        """All that runs depend on beside their cells; not what is written of what they left."""
        own = {name: data for name, data in self._files.items() if name not in (EXPECTED, DRILLS)}
        files = (part for name, data in sorted(own.items()) for part in (name, data))
        return (*fingerprint().parts(), repr(self._limits), *files)

    def _job(self, share: Sequence[_AskedCells]) -> Job:
        """One job for runs that begin alike."""
        first = share[0]
        if len(share) == 1:
            return Job(
                f"{self._name}, {first.asked.name}", (*first.begin, *first.rest), self._files, {}, self._limits, False
            )
        branches = tuple(Cell(run.asked.name, "", "branch", cells=run.rest) for run in share)
        name = f"{self._name}, {first.asked.name} and {len(share) - 1} more"
        return Job(name, (*first.begin, *branches), self._files, {}, self._limits_of(share), render=False)

    def _limits_of(self, share: Sequence[_AskedCells]) -> Limits:
        """What all of them may take together; a branch counts as one cell."""
        one, count = self._limits, len(share)
        longest = max(len(run.rest) for run in share)
        return replace(
            one,
            wall_seconds_per_cell=one.wall_seconds_per_cell * longest,
            wall_seconds_per_notebook=one.wall_seconds_per_notebook * count,
            cpu_seconds=one.cpu_seconds * count,
            output_bytes=one.output_bytes * count,
        )

    def _asked_cells(self, place: int, asked: AskedRun, begin: tuple[Cell, ...], rest: tuple[Cell, ...]) -> _AskedCells:
        locked = begin[:-1] if asked.prologue else begin
        beginning = digest([*self._surroundings, _text(locked)])
        # By its name, too: a run is made once more to see whether it leaves the same.
        own = digest([asked.name, asked.prologue, _text(rest)])
        return _AskedCells(place, asked, begin, rest, beginning, own)

    def _cells(
        self, setting: Numbers, tasks: Mapping[str, Task], asked: AskedRun
    ) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
        """The cells down to the prologue, and those from the first answer on."""
        begin: list[Cell] = []
        rest: list[Cell] = []
        begun = False
        for cell in self._notebook.cells:
            if cell.role == "answer":
                begun = True
                if cell.name in asked.cells:
                    rest.append(Cell(cell.name, asked.cells[cell.name]))
            elif cell.role != "task":
                source = _as_code(setting) if cell.role == "parameters" else cell.code
                (rest if begun else begin).append(Cell(cell.name, source, "locked"))
            elif cell.name in tasks:
                (rest if begun else begin).append(Cell(cell.name, cell.code, "task", tasks[cell.name]))
        prologue = [Cell(PROLOGUE, asked.prologue)] if asked.prologue else []
        return (*begin, *prologue), tuple(rest if asked.whole else _to_last_task(rest))


@dataclass(frozen=True, eq=False)
class _AskedCells:
    """A run that was asked for, as cells."""

    place: int
    asked: AskedRun
    begin: tuple[Cell, ...]
    rest: tuple[Cell, ...]
    beginning: str
    """Hash of what comes before its prologue, and of all that runs depend on beside their cells."""
    own: str
    """Hash of what comes then."""


@dataclass(frozen=True)
class _Made:
    """What a run left that was made now."""

    claims: Claims
    lasts: bool
    """Whether another try would leave the same."""


def _text(cells: Sequence[Cell]) -> str:
    return json.dumps([cell.to_json() for cell in cells])


def _to_last_task(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Cells without those that stand below the last task: what they do, nobody asks."""
    last = max((place for place, cell in enumerate(cells) if cell.task is not None), default=-1)
    return cells[: last + 1]


def _as_code(setting: Numbers) -> str:
    return "\n".join(f"{name} = {value!r}" for name, value in setting.items())


def _shares(runs: Sequence[_AskedCells]) -> Iterator[list[_AskedCells]]:
    """Runs that begin alike, in shares of nearly equal size, the same on every machine."""
    alike: dict[str, list[_AskedCells]] = {}
    for run in runs:
        alike.setdefault(run.asked.prologue if run.rest else f"{run.place}", []).append(run)
    for group in alike.values():
        count = -(-len(group) // SHARE)
        for number in range(count):
            yield group[number::count]


def _left_in(share: Sequence[_AskedCells], run: Run) -> dict[int, _Made]:
    """What each run of a share left, by its place; those that have to run by themselves are left out."""
    if len(share) == 1:
        return {} if run.fault else {share[0].place: _made(run)}
    branches = run.cells[-len(share) :]
    found: dict[int, _Made] = {}
    for asked, cell in zip(share, branches, strict=True):
        if cell is not None and cell.branch is not None and cell.branch.end == "finished":
            found[asked.place] = _made(cell.branch)
    return found


def _made(run: Run) -> _Made:
    """What a run left, and why it did not come to its end where it did not."""
    errors = [cell.error for cell in run.cells if cell is not None and cell.error is not None]
    stopped = f"{errors[0].kind}: {errors[0].message}" if errors else ""
    why = stopped or ("" if run.end == "finished" else run.detail or run.end)
    lasts = run.end == "finished" and not any(error.kind in INTERRUPTED for error in errors)
    return _Made({"evidence": run.evidence, "stopped": why}, lasts)


def _left_behind(claims: Claims) -> LeftBehind:
    evidence = {name: Evidence.from_json(claim) for name, claim in claims["evidence"].items()}
    return LeftBehind(evidence, str(claims["stopped"]))
