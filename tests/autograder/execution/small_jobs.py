"""Small notebooks for tests of the executor, and what to look up in their runs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from autograder.execution.executor import Executor
from autograder.execution.job import Cell, Job, Limits, Run
from labkit.evidence.task import Task

TASK = Task(name="t", kind="history", names=("LOSS",), answer="answer", beside=("w",))
QUICK = replace(Limits(), wall_seconds_per_cell=8.0, wall_seconds_per_notebook=30.0)

RunCells = Callable[..., Run]


def student(*sources: str) -> tuple[Cell, ...]:
    """Student cells called c0, c1, ..."""
    return tuple(Cell(f"c{number}", source, "student") for number, source in enumerate(sources))


def locked(*sources: str) -> tuple[Cell, ...]:
    """Locked cells called l0, l1, ..."""
    return tuple(Cell(f"l{number}", source, "locked") for number, source in enumerate(sources))


def task_cell() -> Cell:
    """A cell at which evidence for `TASK` is collected."""
    return Cell("t", "check('t')", "task", TASK)


def run_job(executor: Executor, job: Job) -> Run:
    """The run of one job."""
    ((_, run),) = executor.run([job])
    return run


def run_in(executor: Executor, *sources: str, prefix: tuple[Cell, ...] = (), **job: Any) -> Run:
    """Run student cells with quick limits, and then collect evidence for `TASK`."""
    cells = (*prefix, *student(*sources), task_cell())
    return run_job(executor, Job("test", cells, **{"limits": QUICK, **job}))


def outputs(run: Run, cell: int) -> list[dict[str, Any]]:
    """What a cell showed."""
    found = run.cells[cell]
    assert found is not None, f"cell {cell} did not run: {run.end} {run.where} {run.detail}"
    return [dict(output) for output in found.outputs]


def written(run: Run, cell: int, stream: str = "stdout") -> str:
    """What a cell wrote to a stream."""
    return "".join(output["text"] for output in outputs(run, cell) if output.get("name") == stream)


def shown(run: Run, cell: int) -> list[str]:
    """The plain texts of what a cell displayed."""
    return [output["data"]["text/plain"] for output in outputs(run, cell) if "data" in output]


def losses(run: Run) -> Any:
    """The history that the run claims, None where it claims none."""
    return run.evidence.get("t", {}).get("values", {}).get("LOSS")
