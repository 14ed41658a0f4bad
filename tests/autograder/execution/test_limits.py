"""What runs too long, writes too much or ends itself loses nothing but its own rest."""

from dataclasses import replace

import pytest
from small_jobs import QUICK, TASK, RunCells, losses, outputs, run_job, student, task_cell, written

from autograder.execution.executor import Executor
from autograder.execution.job import Cell, Job

SHORT = replace(QUICK, wall_seconds_per_cell=0.5)


@pytest.mark.parametrize(
    "endless",
    [
        "while True: pass",
        "import time\ntime.sleep(60)",
        "try:\n    while True: pass\nexcept BaseException: pass\nwhile True: pass",
        "import threading, time\nt = threading.Thread(target=time.sleep, args=(60,), daemon=True)\nt.start(); t.join()",
        "import asyncio\nawait asyncio.sleep(60)",
        "!sleep 60",
    ],
    ids=["loop", "sleep", "one bare except", "join", "await", "shell command"],
)
def test_a_cell_that_does_not_end_is_stopped_and_the_next_one_runs(run_cells: RunCells, endless: str) -> None:
    run = run_cells(endless, "LOSS = [1.0]", limits=SHORT)
    error = run.cells[0].error if run.cells[0] else None
    assert error is not None
    assert error.kind == "CellTimeout"
    assert losses(run) == [1.0]
    assert run.end == "finished"


@pytest.mark.slow
@pytest.mark.parametrize(
    "endless",
    [
        "import time\nwhile True:\n    try:\n        while True: time.sleep(9)\n    except BaseException: pass",
        "import signal, time\nfor n in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:\n"
        "    signal.signal(n, signal.SIG_IGN)\nwhile True: time.sleep(1)",
        "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass",
        "sum(range(10**13))",
    ],
    ids=["bare excepts", "ignored signals", "stopped clock", "long call in C"],
)
def test_a_cell_that_cannot_be_stopped_is_killed_and_earlier_evidence_counts(executor: Executor, endless: str) -> None:
    job = Job("x", (*student("LOSS = [1.0]"), task_cell(), Cell("endless", endless), Cell("after", "1")), limits=SHORT)
    run = run_job(executor, job)
    assert (run.end, run.where, run.fault) == ("cell timeout", "endless", False)
    assert losses(run) == [1.0]
    assert run.cells[2:] == (None, None)


def test_all_cells_together_have_a_limit(run_cells: RunCells) -> None:
    limits = replace(QUICK, wall_seconds_per_cell=0.5, wall_seconds_per_notebook=0.8)
    run = run_cells("LOSS = [1.0]", *["import time; time.sleep(9)"] * 4, limits=limits)
    assert run.end == "notebook timeout"
    assert run.cells[0] is not None
    assert run.cells[4] is None


def test_values_that_answer_for_ever_do_not_hold_up_the_evidence_of_other_tasks(executor: Executor) -> None:
    slow = "class Slow(list):\n    def __len__(self):\n        while True: pass\n    __iter__ = __len__\nLOSS = Slow()"
    cells = (
        *student("LOSS = [1.0]"),
        task_cell(),
        Cell("slow", slow),
        replace(task_cell(), name="t2", task=replace(TASK, name="t2")),
        Cell("after", "2"),
    )
    run = run_job(executor, Job("x", cells, limits=SHORT))
    assert losses(run) == [1.0]
    assert run.cells[-1] is not None
    assert not run.fault


def test_the_text_of_a_cell_is_bounded_with_a_notice(run_cells: RunCells) -> None:
    run = run_cells("for _ in range(40): print('x' * 99_999)", "print('next')")
    assert 900_000 < len(written(run, 0)) < 1_100_000
    assert "left out" in written(run, 0)[-100:]
    assert written(run, 1) == "next\n"
    assert run.end == "finished"


def test_what_child_processes_write_is_bounded_too(run_cells: RunCells) -> None:
    run = run_cells("!head -c 5000000 /dev/zero | tr '\\0' y", "print('next')")
    assert 900_000 < len(written(run, 0)) < 1_100_000
    assert written(run, 1) == "next\n"


def test_images_of_a_cell_are_bounded_with_a_notice(run_cells: RunCells) -> None:
    run = run_cells("for _ in range(9): display({'image/png': 'A' * 2_000_000}, raw=True)")
    assert run.cells[0] is not None
    assert sum(len(output.get("data", {}).get("image/png", "")) for output in run.cells[0].outputs) <= 10_000_000
    assert "left out" in written(run, 0)


def test_many_small_outputs_are_bounded(run_cells: RunCells) -> None:
    run = run_cells("import sys\nfor _ in range(30_000):\n    print('o'); print('e', file=sys.stderr)")
    assert run.cells[0] is not None
    assert len(run.cells[0].outputs) < 2_100
    assert run.end == "finished"


@pytest.mark.parametrize(
    "source",
    [
        "error = ValueError(0)\nfor n in range(6000):\n    later = ValueError(n)\n    later.__cause__ = error\n"
        "    error = later\nraise error",
        "from IPython.display import JSON\ntree = {}\nfor n in range(60):\n    tree = {'left': tree}\nJSON(tree)",
        "from IPython.display import display\ntree = []\nfor n in range(60):\n    tree = [tree]\n"
        "display(1, metadata={'tree': tree})",
    ],
    ids=["a long chain of exceptions", "deep JSON", "deep metadata"],
)
def test_outputs_that_no_message_can_hold_cost_no_evidence(run_cells: RunCells, source: str) -> None:
    run = run_cells(source, "LOSS = [1.0]")
    assert run.end == "finished", run.detail
    assert losses(run) == [1.0]
    assert outputs(run, 0)


def test_a_notebook_that_shows_much_in_every_cell_still_gives_all_its_evidence(run_cells: RunCells) -> None:
    run = run_cells(*["print('x' * 900_000)"] * 12, "LOSS = [1.0]", limits=replace(QUICK, output_bytes=4_000_000))
    assert run.end == "finished"
    assert losses(run) == [1.0]


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        ("import os\nos._exit(5)", "exited"),
        ("import ctypes\nctypes.string_at(0)", "killed"),
        ("import os\nos.abort()", "killed"),
        ("import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f()\nexec('x = ' + '-' * 10**6 + '1')", None),
    ],
    ids=["os._exit", "segmentation fault", "abort", "stack"],
)
def test_a_process_that_ends_itself_loses_nothing_that_was_finished(
    executor: Executor, end: str, kind: str | None
) -> None:
    cells = (*student("LOSS = [1.0]"), task_cell(), Cell("end", end), Cell("after", "1"))
    run = run_job(executor, Job("x", cells, limits=QUICK))
    assert losses(run) == [1.0]
    assert not run.fault
    if kind is not None:
        assert (run.end, run.where) == (kind, "end")


def test_memory_is_bounded(run_isolated: RunCells) -> None:
    limits = replace(QUICK, memory_bytes=300 * 2**20)
    run = run_isolated(
        "LOSS = [1.0]", "block = bytearray(400 * 2**20)", "import torch\ntorch.ones(200_000_000)", limits=limits
    )
    assert [cell.error is not None if cell else None for cell in run.cells] == [False, True, True, False]
    assert run.cells[1] is not None
    assert run.cells[1].error is not None
    assert run.cells[1].error.kind == "MemoryError"
    assert losses(run) == [1.0]


def test_a_cell_that_only_computes_is_stopped_by_its_processor_time_however_long_it_may_wait(
    run_cells: RunCells,
) -> None:
    limits = replace(SHORT, wall_seconds_per_cell=60.0, wall_seconds_per_notebook=90.0, cpu_seconds_per_cell=0.5)
    run = run_cells("import time\ntime.sleep(1.0)\nwhile True: pass", "LOSS = [1.0]", limits=limits)
    assert run.cells[0].error.kind == "CellTimeout"
    assert run.cells[0].seconds < 50.0
    assert losses(run) == [1.0]
