"""Locked cells run once for everyone, and nobody can tell."""

import contextlib
import itertools
import os
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from processes import descendants, memory_holds
from small_jobs import QUICK, RunCells, locked, losses, outputs, run_in, run_job, shown, student, task_cell, written

from autograder.execution.batch import MOST_WAITING
from autograder.execution.executor import Executor
from autograder.execution.job import Cell, Job, Run

STAMP = "import time\nstamp = time.monotonic_ns()\nprint(stamp)"


@pytest.fixture(scope="module")
def from_the_top() -> Iterator[Executor]:
    """Runs every notebook from its first cell."""
    with Executor("auto", jobs=1, share_prefix=False, many_runs=False) as executor:
        yield executor


def without_times(run: Run) -> Run:
    """A run without what the clock and the kernel's accounts put into it."""
    cells = tuple(None if cell is None else replace(cell, seconds=0.0) for cell in run.cells)
    return replace(run, cells=cells, seconds=0.0, peak_kib=0)


@pytest.mark.parametrize("render", [True, False])
def test_a_run_from_a_fork_point_equals_a_run_from_the_top(
    isolated: Executor, from_the_top: Executor, render: bool
) -> None:
    prefix = locked(
        "import random, numpy as np, torch\nimport matplotlib.pyplot as plt\ntorch.manual_seed(1);",
        "noise = torch.randn(3)\nnoise",
        "plt.plot(noise)\nprint('plotted')\nopen('kept.txt', 'w').write(str(random.random()))",
        "1 / 0",
        "",
        "from IPython.display import display\nhandle = display('old', display_id='shared')\n5",
    )
    sources = (
        "_ + 1, In[-2], len(In)",
        "random.random(), np.random.rand(), torch.randn(2)",
        "handle.update('new')\nprint(open('kept.txt').read())\nundefined",
        "LOSS = [float(x) for x in noise]\nplt.plot(LOSS, label='x'); plt.show()\nset('abcdef')",
    )
    shared = run_in(isolated, *sources, prefix=prefix, render=render)
    whole = run_in(from_the_top, *sources, prefix=prefix, render=render)
    assert shared.end == "finished"
    assert without_times(shared) == without_times(whole)
    assert [cell.execution_count if cell else None for cell in shared.cells] == [1, 2, 3, 4, None, 5, 6, 7, 8, 9, 10]


def test_locked_cells_run_once_for_all_submissions(run_cells: RunCells) -> None:
    prefix = locked(STAMP, "x = 1")
    stamps = {written(run_cells(f"LOSS = [{number}]", prefix=prefix), 0) for number in range(3)}
    assert len(stamps) == 1


def test_locked_cells_that_draw_are_shared_too_and_fonts_stay_usable(run_cells: RunCells) -> None:
    draw = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2], label='$x^2$')\nax.legend()"
    redraw = "ax.set_title('$\\\\alpha$ again')\nfig.savefig('figure.png')\nfig"
    first, second = (run_cells(redraw, prefix=locked(STAMP, draw)) for _ in range(2))
    assert written(first, 0) == written(second, 0)
    assert outputs(first, 2) == outputs(second, 2)
    assert [output["output_type"] for output in outputs(first, 2)] == ["execute_result"]


def test_a_cell_of_one_s_own_further_up_keeps_what_is_before_it_shared(isolated: Executor) -> None:
    first, second = locked(STAMP + "  # further up", "x = 1")
    early = run_job(isolated, Job("early", (first, *student("x = 5"), second, task_cell()), limits=QUICK))
    usual = run_job(isolated, Job("usual", (first, second, *student("x"), task_cell()), limits=QUICK))
    again = run_job(isolated, Job("again", (first, *student("x = 6"), second, task_cell()), limits=QUICK))
    assert written(early, 0) == written(usual, 0) == written(again, 0)


def test_settings_and_lab_files_do_not_share_what_depends_on_them(isolated: Executor) -> None:
    def value(slope: str, data: bytes) -> list[str]:
        prefix = locked(f"slope = {slope}", "y = slope * float(open('data.txt').read())")
        return shown(run_in(isolated, "y", prefix=prefix, lab_files={"data.txt": data}), 2)

    assert [value("2.0", b"3"), value("5.0", b"3"), value("2.0", b"7")] == [["6.0"], ["15.0"], ["14.0"]]


def test_nothing_of_a_submission_is_seen_by_the_next(run_cells: RunCells) -> None:
    prefix = locked("import torch, os\ncounter = [0]")
    change = (
        "counter.append(1); leaked = 1; torch.manual_seed(9); torch.mean = None; os.environ['X'] = 'y'\n"
        "open('left.txt', 'w').write('x'); open('/tmp/left-by-student.txt', 'w').write('x')"
    )
    look = "print(counter, 'leaked' in globals(), torch.mean is None, 'X' in os.environ)\nprint(os.listdir())"
    run_cells(change, prefix=prefix)
    assert written(run_cells(look, prefix=prefix), 1) == "[0] False False False\n[]\n"


def test_no_waiting_process_ever_holds_a_byte_of_a_submission(isolated: Executor) -> None:
    marker = uuid.uuid4().hex
    run = run_in(
        isolated, f"secret = '{marker}'\nprint(secret)", prefix=locked("x = 1"), files={"s.txt": marker.encode()}
    )
    assert written(run, 1) == f"{marker}\n"
    waiting = []
    for pid in descendants():
        with contextlib.suppress(FileNotFoundError):  # gone in the meantime
            if os.readlink(f"/proc/{pid}/cwd").startswith(str(isolated.folder)):
                waiting.append(pid)
    assert waiting
    assert not [pid for pid in waiting if memory_holds(pid, marker.encode())]
    assert any(memory_holds(pid, b"import torch") for pid in waiting), "the search itself finds nothing"


def sleepers() -> set[int]:
    """All `sleep` commands below this process; other tests may have left some."""
    found = set()
    for pid in descendants():
        with contextlib.suppress(OSError):  # gone in the meantime
            if "sleep" in os.readlink(f"/proc/{pid}/exe"):
                found.add(pid)
    return found


@pytest.mark.parametrize(
    "obstacle",
    [
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        "import subprocess\nsleeper = subprocess.Popen(['sleep', '60'])",
        "kept_open = open('log.txt', 'w')",
    ],
    ids=["thread", "process", "file"],
)
def test_locked_cells_that_cannot_be_forked_from_run_in_every_submission(isolated: Executor, obstacle: str) -> None:
    before = sleepers()
    prefix = locked(STAMP, obstacle, "x = 3.0")
    first, second = (run_in(isolated, "LOSS = [x]", prefix=prefix) for _ in range(2))
    assert losses(first) == losses(second) == [3.0]
    assert sleepers() <= before
    assert written(first, 0) != written(second, 0)


def test_what_waits_for_a_fork_point_holds_up_nothing_that_has_its_own(executor: Executor, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    closed = locked(f"import os, time\nwhile not os.path.exists({str(gate)!r}):\n    time.sleep(0.01)\nx = 5.0")
    limits = replace(QUICK, wall_seconds_per_cell=120.0, wall_seconds_per_notebook=240.0)
    cells = (*student("LOSS = [x]"), task_cell())
    late = [Job(f"late {number}", (*closed, *cells), limits=limits) for number in range(5)]
    early = [Job(f"early {number}", (*locked("x = 7.0"), *cells), limits=limits) for number in range(5)]
    ended = executor.run([*late, *early])
    first = dict(itertools.islice(ended, 5))
    gate.touch()
    then = dict(ended)
    assert {index: losses(run) for index, run in first.items()} == {index: [7.0] for index in range(5, 10)}
    assert {index: losses(run) for index, run in then.items()} == {index: [5.0] for index in range(5)}


def test_no_more_than_some_dozens_of_jobs_are_drawn_while_a_fork_point_grows(bare: Executor, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    closed = locked(f"import os, time\nwhile not os.path.exists({str(gate)!r}):\n    time.sleep(0.01)\ny = 5.0")
    limits = replace(QUICK, wall_seconds_per_cell=120.0, wall_seconds_per_notebook=240.0)
    drawn: list[int] = []

    def jobs() -> Iterator[Job]:
        yield Job("early", student("x = 1"), limits=limits)
        for number in range(100):
            drawn.append(number)
            yield Job(f"late {number}", (*closed, *student("x = 1")), limits=limits)

    ended = bare.run(jobs())
    assert next(ended)[0] == 0
    assert 2 < len(drawn) <= MOST_WAITING
    gate.touch()
    assert sum(1 for _ in ended) == len(drawn) == 100


def test_a_locked_cell_that_ends_its_process_is_the_graders_fault(isolated: Executor) -> None:
    broken = run_in(isolated, "LOSS = [1.0]", prefix=locked("import os", "os._exit(3)"))
    assert (broken.end, broken.fault) == ("fault", True)
    assert "l1" in broken.detail
    assert losses(run_in(isolated, "LOSS = [1.0]", prefix=locked("import os"))) == [1.0]


def test_a_locked_cell_that_takes_too_long_is_the_graders_fault(isolated: Executor) -> None:
    limits = replace(QUICK, wall_seconds_per_cell=0.3)
    broken = run_in(isolated, "LOSS = [1.0]", prefix=locked("import time\ntime.sleep(30)"), limits=limits)
    assert (broken.end, broken.fault) == ("fault", True)
    assert "too" in broken.detail or "longer" in broken.detail


def test_a_notebook_of_locked_cells_alone_runs(executor: Executor) -> None:
    run = run_job(executor, Job("x", (*locked("print(1)"), task_cell()), limits=QUICK))
    assert (written(run, 0), run.end) == ("1\n", "finished")
    assert run_job(executor, Job("empty", (), limits=QUICK)).end == "finished"


def test_locked_cells_after_the_students_run_with_what_the_student_left(
    run_cells: RunCells, executor: Executor
) -> None:
    cells = (*locked("x = 1"), *student("x = 2"), Cell("late", "x * 10", "locked"), task_cell())
    assert shown(run_job(executor, Job("x", cells, limits=QUICK)), 2) == ["20"]
