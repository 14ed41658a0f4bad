"""Branches: copies of a running notebook that go on from one place, each with cells of its own."""

from dataclasses import replace

import pytest
from small_jobs import QUICK, locked, run_job, student, task_cell, written

from autograder.execution.executor import Executor
from autograder.execution.job import Cell, Job, Run
from autograder.execution.reports import cell_report


def branch(name: str, *sources: str) -> Cell:
    """A branch that runs student cells, and then collects."""
    return Cell(name, "", "branch", cells=(*student(*sources), task_cell()))


def run(executor: Executor, *cells: Cell, seconds: float = 8.0) -> Run:
    return run_job(executor, Job("branches", cells, limits=replace(QUICK, wall_seconds_per_cell=seconds)))


def branches(run: Run) -> list[Run]:
    """What came of each branch."""
    found = [cell.branch for cell in run.cells if cell is not None and cell.branch is not None]
    assert run.end == "finished"
    return found


def test_each_branch_starts_from_the_same_place(isolated: Executor) -> None:
    begin = locked("import random, torch\ntorch.manual_seed(1)\nLOSS = [0.5]\ndrawn = torch.zeros(1)")
    code = "LOSS.append(float(torch.rand(1)) + random.random())\ndrawn += 1\nLOSS.append(float(drawn))"
    done = run(isolated, *begin, branch("a", code), branch("b", code), *student("print(LOSS, float(drawn))"))
    first, second = branches(done)
    assert first.evidence == second.evidence
    assert first.evidence["t"]["values"]["LOSS"][2] == 1.0
    assert written(done, 3) == "[0.5] 0.0\n"


def test_a_branch_leaves_what_the_same_cells_leave_in_a_notebook_of_their_own(isolated: Executor) -> None:
    begin = locked("import torch\nw = torch.tensor(2.0, requires_grad=True)")
    sources = (
        "LOSS = []\nfor _ in range(3):\n    LOSS.append((w * w).item()); w.data -= 0.1",
        "undefined",
        "LOSS.pop()",
    )
    (branched,) = branches(run(isolated, *begin, branch("a", *sources)))
    whole = run(isolated, *begin, *student(*sources), task_cell())
    assert branched.evidence == whole.evidence
    assert [cell.error for cell in branched.cells if cell] == [cell.error for cell in whole.cells[1:] if cell]


@pytest.mark.parametrize("end", ["import os; os._exit(3)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_branch_that_ends_its_process_is_not_finished_and_the_next_one_runs(isolated: Executor, end: str) -> None:
    first, second = branches(run(isolated, branch("a", "LOSS = [1.0]", end), branch("b", "LOSS = [2.0]")))
    assert (first.end, second.end) == ("killed", "finished")
    assert "exit code 3" in first.detail or "signal 9" in first.detail
    assert first.evidence == {}
    assert second.evidence["t"]["values"]["LOSS"] == [2.0]


def test_a_branch_that_does_not_end_is_stopped_and_the_next_one_runs(isolated: Executor) -> None:
    endless = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    done = run(isolated, branch("a", endless), branch("b", "LOSS = [2.0]"), seconds=1.0)
    stopped, after = done.cells
    assert stopped is not None
    assert stopped.branch is None
    assert stopped.error is not None
    assert stopped.error.kind == "CellTimeout"
    assert after is not None
    assert after.branch is not None
    assert after.branch.evidence["t"]["values"]["LOSS"] == [2.0]


def test_a_process_that_a_branch_leaves_behind_does_not_hold_it_up(isolated: Executor) -> None:
    leave = "import os, time\nif os.fork() == 0:\n    time.sleep(600)\n    os._exit(0)\nLOSS = [1.0]"
    (done,) = branches(run(isolated, branch("a", leave), seconds=120.0))
    assert done.evidence["t"]["values"]["LOSS"] == [1.0]


def test_only_a_cell_that_was_asked_for_as_a_branch_has_one(isolated: Executor) -> None:
    """A process that runs student code may claim anything."""
    told = {"cells": [], "evidence": {"t": {}}, "end": "finished"}
    message = {"cell": 0, "outputs": [], "execution_count": 1, "error": None, "seconds": 0.0, "branch": told}
    assert cell_report(message).run.branch is None
    assert cell_report(message, is_branch=True).run.branch is not None


def test_a_cell_is_a_branch_exactly_if_it_has_cells() -> None:
    with pytest.raises(ValueError, match="cell b"):
        Cell("b", "", "branch")
    with pytest.raises(ValueError, match="cell s"):
        Cell("s", "1", "student", cells=student("1"))
