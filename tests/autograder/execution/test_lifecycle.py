"""Processes, files and descriptors: what there is while jobs run, and what is left afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from processes import alive, descendants, settled_descendants, wait_until
from small_jobs import QUICK, locked, losses, run_in, run_job, student, task_cell

from autograder.execution import active_run
from autograder.execution.executor import Executor
from autograder.execution.forkpoints import WarmProcessFailed
from autograder.execution.isolation import IsolationRefused
from autograder.execution.job import Cell, Job
from autograder.execution.own_folder import OwnFolder
from autograder.execution.runtime import RuntimeProblem
from autograder.execution.sandbox.plan import Layers

PREFIX = locked("import torch")


def job(source: str, name: str = "x") -> Job:
    """A job with a short prefix."""
    return Job(name, (*PREFIX, *student(source), task_cell()), limits=QUICK)


def test_jobs_are_drawn_only_as_slots_become_free(bare: Executor, tmp_path: Path) -> None:
    drawn: list[int] = []
    waits = "import os, time\nwhile not os.path.exists({sign!r}): time.sleep(0.02)\nLOSS = [0.0]"

    def sign(number: int) -> Path:
        return tmp_path / f"sign{number}"

    def jobs() -> Iterator[Job]:
        for number in range(12):
            drawn.append(number)
            yield job(waits.format(sign=str(sign(number))))

    assert len(list(bare.run([job("LOSS = [0.0]")]))) == 1  # from here on their fork point is there
    sign(0).touch()
    for done, _ in enumerate(bare.run(jobs()), start=1):  # each ends when the one before it was taken
        assert len(drawn) <= done + 2
        sign(done).touch()
    assert len(drawn) == 12


def test_runs_come_in_the_order_in_which_they_end_with_their_positions(bare: Executor, tmp_path: Path) -> None:
    sign = str(tmp_path / "sign")
    slow = f"import os, time\nwhile not os.path.exists({sign!r}): time.sleep(0.02)\nLOSS = [0.0]"
    sources = (slow, "LOSS = [1.0]", "LOSS = [2.0]", f"open({sign!r}, 'w')\nLOSS = [3.0]")
    runs = list(bare.run(job(source) for source in sources))
    assert [index for index, _ in runs][:2] == [1, 2]
    assert {index: losses(run) for index, run in runs} == {0: [0.0], 1: [1.0], 2: [2.0], 3: [3.0]}


def test_a_broken_run_stops_no_other(executor: Executor) -> None:
    jobs = [
        job("import os; os._exit(1)"),
        job("LOSS = [1.0]"),
        job("import ctypes; ctypes.string_at(0)"),
        job("LOSS = [2.0]"),
    ]
    runs = dict(executor.run(jobs))
    assert [runs[number].end for number in range(4)] == ["exited", "finished", "killed", "finished"]
    assert not any(run.fault for run in runs.values())


def test_runs_leave_no_process_descriptor_or_file(executor: Executor) -> None:
    run_in(executor, "1", prefix=PREFIX)
    stay = "import os, time\nopen('file.txt', 'w').write('x')\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)"
    folder = Path(executor.folder)
    before = (sorted(settled_descendants()), sorted(os.listdir("/proc/self/fd")), sorted(os.listdir(folder)))
    open_before = [len(os.listdir(f"/proc/{pid}/fd")) for pid in before[0]]
    list(executor.run(job(stay) for _ in range(6)))
    assert wait_until(lambda: set(descendants()) <= set(before[0]))
    assert sorted(os.listdir("/proc/self/fd")) == before[1]
    assert sorted(os.listdir(folder)) == before[2]
    assert [len(os.listdir(f"/proc/{pid}/fd")) for pid in before[0]] == open_before


def test_abandoned_runs_are_ended(executor: Executor) -> None:
    run_in(executor, "1", prefix=PREFIX)
    before = settled_descendants()
    runs = executor.run([job("LOSS = [1.0]"), job("import time\nwhile True: time.sleep(1)")])
    next(runs)
    assert len(descendants()) > len(before)
    runs.close()  # type: ignore[attr-defined]
    assert wait_until(lambda: set(descendants()) <= before)


@pytest.mark.slow
def test_closing_ends_every_process_and_removes_every_file() -> None:
    before = settled_descendants()
    with Executor("none", jobs=1, many_runs=False) as executor:
        run_in(executor, "1", prefix=PREFIX)
        folder = Path(executor.folder)
        # the warm process and one fork point; the supervisor of the run may take a moment to go
        assert wait_until(lambda: len(set(descendants()) - before) == 2)
        processes = set(descendants()) - before
    assert not folder.exists()
    assert wait_until(lambda: not alive(processes))


def test_many_fork_points_do_not_pile_up(bare: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.execution.forkpoints.MAX_POINTS", 3)
    before = len(settled_descendants())
    for number in range(9):
        assert losses(run_in(bare, "LOSS = [x]", prefix=locked(f"x = {number}.0"))) == [float(number)]
    assert wait_until(lambda: len(descendants()) <= before + 4)


@pytest.mark.slow
def test_a_warm_process_that_dies_is_replaced_and_its_runs_are_done_again() -> None:
    before = settled_descendants()
    with Executor("auto", jobs=2, many_runs=False) as executor:
        (warm,) = set(descendants()) - before
        sources = ("LOSS = [1.0]", "import time; time.sleep(1.0); LOSS = [2.0]", "LOSS = [3.0]")
        runs = executor.run([job(source) for source in sources])
        _, first = next(runs)
        os.kill(warm, signal.SIGKILL)
        rest = dict(runs)
    assert losses(first) == [1.0]
    assert sorted(losses(run)[0] for run in rest.values()) == [2.0, 3.0]
    assert not any(run.fault for run in rest.values())


def test_a_run_whose_supervisor_is_killed_twice_is_the_graders_fault(bare: Executor) -> None:
    run_in(bare, "1", prefix=PREFIX)
    before = settled_descendants()
    run = run_job(bare, job("import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(5)"))
    assert (run.end, run.fault) == ("fault", True)
    assert wait_until(lambda: set(descendants()) <= before)


KILLED = """
import sys
import tempfile
sys.path.insert(0, {tests!r})
from small_jobs import locked, student
from autograder.execution.executor import Executor
from autograder.execution.job import Cell, Job
from autograder.execution.own_folder import OwnFolder
endless = Cell("c", "import os, time\\nif os.fork() == 0: os.setsid()\\nwhile True: time.sleep(1)")
with Executor({isolation!r}, jobs=2, many_runs=False) as executor:
    for _ in executor.run([Job("a", (*student("1"),)), Job("b", (*locked("x = 1"), endless)), Job("c", (endless,))]):
        print(executor.folder, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("isolation", ["none", "auto"])
def test_nothing_outlives_a_killed_grader(isolation: str) -> None:
    script = KILLED.format(tests=str(Path(__file__).parent), isolation=isolation)
    grader = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert grader.stdout is not None
    folder = Path(grader.stdout.readline().decode().strip())
    assert folder.is_dir()
    assert wait_until(lambda: len(descendants(grader.pid)) >= 6)
    time.sleep(0.3)
    processes = descendants(grader.pid)
    grader.kill()
    grader.wait()
    grader.stdout.close()
    assert wait_until(lambda: not alive(processes) and not folder.exists())


def test_a_slow_consumer_costs_no_run_its_time(bare: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(active_run, "CELL_GRACE", 0.1)
    monkeypatch.setattr(active_run, "NOTEBOOK_GRACE", 0.1)
    limits = replace(QUICK, wall_seconds_per_cell=2.0, wall_seconds_per_notebook=2.5)
    loud = ["print('x' * 900_000)"] * 3
    jobs = [Job("a", (*student("LOSS = [1.0]"), task_cell()), limits=limits)]
    jobs.append(Job("b", (*student(*loud, "LOSS = [2.0]"), task_cell()), limits=limits))
    runs = bare.run(jobs)
    ends = [next(runs)[1].end]
    time.sleep(3.0)  # the other run fills the pipe, and waits
    ends += [run.end for _, run in runs]
    assert ends == ["finished", "finished"]


def test_too_little_isolation_is_refused_with_a_remedy() -> None:
    with pytest.raises(IsolationRefused, match="--isolation none"):
        Executor(Layers(), jobs=1)


def test_a_python_that_cannot_run_notebooks_is_named() -> None:
    with pytest.raises(RuntimeProblem, match="/bin/false"):
        Executor("none", jobs=1, python="/bin/false")


def test_a_warm_process_that_does_not_start_says_why(tmp_path: Path) -> None:
    bad = tmp_path / "python"
    refuse = 'case "$*" in *execution*) echo no torch here >&2; exit 1;; esac'
    bad.write_text(f'#!/bin/sh\n{refuse}\nexec {sys.executable} "$@"\n')
    bad.chmod(0o755)
    with Executor("none", jobs=1, python=str(bad)) as executor, pytest.raises(WarmProcessFailed, match="no torch here"):
        next(executor.run([]), None)


def test_a_task_cell_needs_its_task() -> None:
    with pytest.raises(ValueError, match="cell t"):
        Cell("t", "check('t')", "task")


ABANDONED = """
import os, signal, time
from autograder.execution.executor import Executor
executor = Executor("none", jobs=1, many_runs=False)
print(executor.folder, flush=True)
{then}
"""


@pytest.mark.slow
@pytest.mark.parametrize("then", ["time.sleep(60)", "os.kill(executor._points._process.pid, 9); time.sleep(60)"])
def test_a_grader_killed_before_its_first_run_leaves_no_folder(then: str) -> None:
    grader = subprocess.Popen([sys.executable, "-c", ABANDONED.format(then=then)], stdout=subprocess.PIPE)
    assert grader.stdout is not None
    folder = Path(grader.stdout.readline().decode().strip())
    time.sleep(0.2)
    grader.kill()
    grader.wait()
    grader.stdout.close()
    if "os.kill" in then:  # nobody is left to clean up: the next one does
        assert folder.is_dir()
        OwnFolder().remove()
    assert wait_until(lambda: not folder.exists(), 60.0)


def test_folders_of_living_graders_and_of_people_are_left_alone(bare: Executor, tmp_path: Path) -> None:
    mine = Path(tempfile.mkdtemp(prefix="descent-"))
    OwnFolder().remove()
    assert Path(bare.folder).is_dir()
    assert mine.is_dir()
    mine.rmdir()
