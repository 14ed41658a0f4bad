"""What a run did not cause does not count against it: it runs again, alone; what it did cause counts."""

import itertools
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from processes import descendants, settled_descendants, wait_until
from small_jobs import QUICK, RunCells, losses, student, task_cell

from autograder.execution import memory
from autograder.execution.executor import Executor
from autograder.execution.job import Cell, Job, Run

SPIN = "import os\nfor _ in range(40):\n    if os.fork() == 0:\n        while True: pass\n"
GENEROUS = replace(QUICK, wall_seconds_per_cell=12.0, wall_seconds_per_notebook=60.0)


def killed_from_outside(executor: Executor, jobs: list[Job], sign: Path) -> dict[int, Run]:
    """Run jobs, and kill the newest process as soon as `sign` exists, as the system does when memory runs out."""
    before = settled_descendants()

    def kill() -> None:
        assert wait_until(sign.exists, 30.0)
        os.kill(max(set(descendants()) - before), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    runs = dict(executor.run(jobs))
    killer.join()
    return runs


def test_a_run_that_the_system_killed_runs_again(bare: Executor, tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    wait = f"import os, time\nif not os.path.exists({str(sign)!r}):\n    open({str(sign)!r}, 'w'); time.sleep(20)"
    runs = killed_from_outside(bare, [Job("x", (*student(wait, "LOSS = [1.0]"), task_cell()), limits=GENEROUS)], sign)
    assert (runs[0].end, losses(runs[0])) == ("finished", [1.0])


def test_what_runs_again_has_the_machine_for_itself(bare: Executor, tmp_path: Path) -> None:
    seen, spans = tmp_path / "seen", tmp_path / "spans"
    first = f"import os\nif not os.path.exists({str(seen)!r}):\n    open({str(seen)!r}, 'w'); os.kill(os.getpid(), 9)\n"
    note = (
        "import time\nbegan = time.monotonic(); time.sleep(0.3)\n"
        f"open({str(spans)!r}, 'a').write(f'{{NAME}} {{began}} {{time.monotonic()}}\\n')\nLOSS = [1.0]"
    )
    jobs = [
        Job("x", (*student(f"NAME = {number}\n{first if number == 0 else ''}{note}"), task_cell()), limits=GENEROUS)
        for number in range(5)
    ]
    runs = dict(bare.run(jobs))
    assert [losses(runs[number]) for number in range(5)] == [[1.0]] * 5
    rows = [line.split() for line in spans.read_text().splitlines()]
    times = {int(name): (float(began), float(ended)) for name, began, ended in rows}
    assert all(ended <= times[0][0] for name, (_, ended) in times.items() if name != 0)


KILL_ITSELF = "import os\nos.kill(os.getpid(), 9)"


@pytest.fixture
def memory_runs_out(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool | None], None]:
    """Lets the kernel say that it has, or has not, killed processes for want of memory; None lets it say nothing."""

    def say(out: bool | None) -> None:
        count = itertools.count(5)
        monkeypatch.setattr(memory, "kills", lambda: None if out is None else next(count) if out else 5)

    return say


@pytest.mark.parametrize("out", [False, None], ids=["memory is left", "nobody knows"])
def test_a_run_that_kills_itself_is_not_the_graders_fault(
    bare: Executor, memory_runs_out: Callable[[bool | None], None], out: bool | None
) -> None:
    memory_runs_out(out)
    job = Job("x", (*student("LOSS = [1.0]"), task_cell(), Cell("kill", KILL_ITSELF)), limits=QUICK)
    ((_, run),) = bare.run([job])
    assert (run.end, run.where, run.fault) == ("killed" if out is False else "memory", "kill", False)
    assert losses(run) == [1.0]


def test_a_machine_without_memory_for_one_run_alone_is_the_graders_fault(
    bare: Executor, memory_runs_out: Callable[[bool | None], None]
) -> None:
    memory_runs_out(True)
    ((_, run),) = bare.run([Job("x", (*student(KILL_ITSELF), task_cell()), limits=QUICK)])
    assert run.fault
    assert "ran out of memory" in run.detail
    assert "of the 2048 MB" in run.detail


def test_a_run_that_took_nearly_all_that_it_may_is_to_blame_for_the_want_of_memory(
    bare: Executor, memory_runs_out: Callable[[bool | None], None]
) -> None:
    memory_runs_out(True)
    limits = replace(QUICK, memory_bytes=400 * 2**20)
    take = f"block = bytearray(b'x') * (500 * 2**20)\n{KILL_ITSELF}"
    ((_, run),) = bare.run([Job("x", (*student(take), task_cell()), limits=limits)])
    assert (run.end, run.fault) == ("memory", False)


@pytest.mark.slow
def test_the_children_of_one_run_do_not_cost_another_its_cell(isolated: Executor) -> None:
    greedy = Job("greedy", (*student(f"{SPIN}import time; time.sleep(9)"), task_cell()), limits=QUICK)
    work = "import time\nwhile time.process_time() < start + 2.0: pass\nLOSS = [1.0]"
    wait = "import time\ntime.sleep(1.5)\nstart = time.process_time()"
    modest = Job("modest", (*student(wait, work), task_cell()), limits=replace(QUICK, wall_seconds_per_cell=8.0))
    runs = dict(isolated.run([greedy, modest]))
    assert losses(runs[1]) == [1.0]


@pytest.mark.slow
def test_processor_time_is_bounded_over_all_processes_of_a_run(run_isolated: RunCells) -> None:
    began = time.monotonic()
    limits = replace(QUICK, cpu_seconds=3, wall_seconds_per_cell=60.0, wall_seconds_per_notebook=90.0)
    run = run_isolated("LOSS = [1.0]", f"{SPIN}import time; time.sleep(50)", limits=limits)
    assert (run.end, run.fault) == ("cpu time", False)
    assert "together" in run.detail
    assert time.monotonic() - began < 40.0


def test_a_loop_without_end_is_not_run_twice(bare: Executor, tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    loop = f"open({str(starts)!r}, 'a').write('x')\nwhile True: pass"
    limits = replace(QUICK, wall_seconds_per_cell=60.0, wall_seconds_per_notebook=90.0, cpu_seconds_per_cell=0.5)
    jobs = [Job("x", student(loop), limits=limits) for _ in range(4)]
    assert {run.end for _, run in bare.run(jobs)} == {"finished"}
    assert starts.read_text() == "xxxx"
