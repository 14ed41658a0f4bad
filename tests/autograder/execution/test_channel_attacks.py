"""A run may say what it likes to the grader: it claims things, and harms only itself."""

import json
import os
import struct
from typing import Any

import pytest
from small_jobs import QUICK, RunCells, locked, losses, outputs, run_in, run_job, student, task_cell, written

from autograder.execution.executor import Executor
from autograder.execution.job import Cell, Job, Run

FIND = (
    "import fcntl, os, stat\n"
    "def channels():\n"
    "    for number in range(3, 256):\n"
    "        try: kind = os.fstat(number).st_mode\n"
    "        except OSError: continue\n"
    "        writable = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY\n"
    "        if stat.S_ISFIFO(kind) and writable: yield number\n"
)
"""Finds the pipe on which the runner reports, as student code that knows the runner can."""


def frame(message: Any) -> bytes:
    """A message as the runner would write it."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack("!I", len(body)) + body


def forge(executor: Executor, data: bytes, then: str = "") -> Run:
    """Collect true evidence, write `data` into the runner's channel, do something else, collect again."""
    attack = f"{FIND}for number in channels(): os.write(number, {data!r})\n{then}"
    later = Cell("later", "LOSS = [9.0]")
    cells = (*locked("x = 1"), *student("LOSS = [1.0]"), task_cell(), Cell("attack", attack), later)
    return run_job(executor, Job("forger", cells, limits=QUICK))


def test_the_channel_can_be_found_at_all(executor: Executor) -> None:
    run = run_in(executor, f"{FIND}print(len(list(channels())))")
    assert int(written(run, 0)) >= 1


def test_the_first_report_of_a_cell_counts(executor: Executor) -> None:
    again = {"type": "cell", "cell": 1, "outputs": [], "execution_count": 1, "error": None, "seconds": 0}
    run = forge(executor, frame({**again, "evidence": {"values": {"LOSS": [5.0]}}}))
    assert losses(run) == [1.0]
    assert run.end == "finished"


def test_evidence_from_a_cell_without_a_task_does_not_count(executor: Executor) -> None:
    other = {"type": "cell", "cell": 3, "outputs": [], "execution_count": 1, "error": None, "seconds": 0}
    run = forge(executor, frame({**other, "evidence": {"values": {"LOSS": [5.0]}}}))
    assert set(run.evidence) == {"t"}
    assert losses(run) == [1.0]


def test_reports_about_cells_that_do_not_exist_are_ignored(executor: Executor) -> None:
    report = {"type": "cell", "outputs": [], "execution_count": 1, "error": None, "seconds": 0}
    run = forge(executor, b"".join(frame({**report, "cell": cell}) for cell in (4, 99, 2**30)))
    assert losses(run) == [1.0]
    assert run.end == "finished"
    assert len(run.cells) == 5


def test_an_early_end_ends_nothing(executor: Executor) -> None:
    run = forge(executor, frame({"type": "end", "end": "finished"}))
    assert losses(run) == [1.0]
    assert run.cells[4] is not None


def cell(**fields: Any) -> dict[str, Any]:
    """A report of the attacked cell with some fields changed."""
    report = {"type": "cell", "cell": 2, "outputs": [], "execution_count": 1, "error": None, "seconds": 0}
    return {**report, **fields}


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xff\xff\xff",
        frame(b"no json"),
        frame(b"[1, 2]"),
        frame(b"[" * 100_000),
        frame(b'{"type": ' + b"[" * 900 + b"]" * 900 + b"}"),
        frame(b'{"type": "end", "end": NaN}'),
        frame(b'{"type": "cell", "cell": ' + b"1" * 5000 + b"}"),
        frame(b"{" + b",".join(b'"%d":[]' % number for number in range(300_000)) + b"}"),
        frame({"type": "unheard of"}),
        frame({"type": "cell"}),
        frame(cell(cell=-1)),
        frame(cell(cell=True)),
        frame(cell(outputs=[{"output_type": "stream", "name": "stdout", "text": 5}])),
        frame(cell(outputs=[{"output_type": ["stream"]}])),
        frame(cell(outputs=[{"output_type": "display_data", "data": {"image/png": {}}, "metadata": {}}])),
        frame(cell(outputs=[{}] * 5000)),
        frame(cell(evidence=[])),
        frame(cell(seconds="long")),
        frame(cell(error={"kind": 5})),
        frame(cell(updates=[{"cell": 0, "output": "x"}])),
        frame({"type": "end"}),
    ],
)
def test_what_is_no_message_ends_the_run_and_what_came_before_counts(bare: Executor, data: bytes) -> None:
    run = forge(bare, data)
    assert (run.end, run.fault) == ("malformed", False)
    assert losses(run) == [1.0]
    assert run.cells[4] is None


def test_deep_evidence_is_no_message(bare: Executor) -> None:
    deep: Any = 0.0
    for _ in range(100):
        deep = [deep]
    assert forge(bare, frame(cell(evidence={"values": deep}))).end == "malformed"


@pytest.mark.parametrize("filler", [0, 999_000], ids=["messages", "bytes"])
def test_more_than_the_limit_ends_the_run(executor: Executor, filler: int) -> None:
    message = frame({"type": "start", "cell": 0, "filler": "x" * filler})
    flood = f"import itertools\nfor number in itertools.cycle(channels()): os.write(number, {message!r})"
    run = forge(executor, b"", flood)
    assert (run.end, run.where, run.fault) == ("output limit", "attack", False)
    assert losses(run) == [1.0]


def test_text_that_is_no_unicode_can_be_written_down(executor: Executor) -> None:
    run = run_in(executor, "print('a\\ud800b')\n'\\udfff'", "raise ValueError('\\ud800')")
    for output in (*outputs(run, 0), *outputs(run, 1)):
        json.dumps(output, ensure_ascii=False).encode()


@pytest.mark.parametrize("numbers", ["[1]", "[2]", "range(256)"], ids=["stdout", "stderr", "all"])
def test_closing_descriptors_costs_at_most_the_rest(executor: Executor, numbers: str) -> None:
    close = f"import os\nfor n in {numbers}:\n    try: os.close(n)\n    except OSError: pass"
    cells = (*student("LOSS = [1.0]"), task_cell(), Cell("close", close), Cell("after", "print('after')"))
    run = run_job(executor, Job("closer", cells, limits=QUICK))
    assert losses(run) == [1.0]
    assert not run.fault
    assert run.end in ("finished", "exited")


TAMPERINGS = {
    "builtins": "import builtins\n"
    "for name in 'len isinstance print sum open str type getattr list dict'.split():\n"
    "    setattr(builtins, name, lambda *a, **k: 1 / 0)",
    "json": "import json\njson.dumps = json.loads = json.JSONEncoder = None",
    "labkit": "import labkit.evidence.collecting, labkit.evidence.journal\n"
    "labkit.evidence.collecting.collect = labkit.evidence.collecting.plain = None\nlabkit.journal.Journal.ran = None",
    "time": "import time, signal\ntime.monotonic = lambda: -1e300\nsignal.setitimer = signal.signal = None",
    "trace": "import sys\nsys.settrace(lambda *a: 1 / 0)",
    "profile": "import sys\nsys.setprofile(lambda *a: 1 / 0)",
    "streams": "import sys\nsys.stdout = sys.stderr = None",
    "shell": "get_ipython().run_cell = None\nget_ipython().outputs = None",
    "modules": "import sys\nfor name in list(sys.modules):\n"
    "    if 'execution' in name or 'labkit' in name: del sys.modules[name]",
    "atexit": "import atexit, os\natexit.register(lambda: os._exit(9))",
    "garbage": "import gc\nfor thing in gc.get_objects():\n"
    "    if type(thing).__name__ == 'Notebook': thing.__dict__.clear()",
    "excepthook": "import sys\nsys.excepthook = sys.displayhook = sys.unraisablehook = None",
    "recursion": "import sys\nsys.setrecursionlimit(60)",
    "random folder": "import os, tempfile\nd = tempfile.mkdtemp(); os.chdir(d); os.rmdir(d)",
}


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_tampering_with_its_own_process_gains_nothing_and_blames_nobody(executor: Executor, tampering: str) -> None:
    cells = (*student("LOSS = [1.0]"), task_cell(), Cell("tamper", tampering), Cell("after", "print('after')"))
    run = run_job(executor, Job("tamperer", cells, limits=QUICK))
    assert losses(run) == [1.0]
    assert not run.fault
    assert losses(run_in(executor, "LOSS = [2.0]")) == [2.0]


@pytest.mark.parametrize("name", ["builtins", "json", "trace", "profile", "streams", "atexit", "random folder"])
def test_what_only_looks_like_tampering_does_not_cost_later_evidence(run_cells: RunCells, name: str) -> None:
    assert losses(run_cells(TAMPERINGS[name], "LOSS = [4.0]")) == [4.0]


def test_a_forked_child_never_goes_on_as_the_runner(executor: Executor) -> None:
    run = run_in(executor, "import os\npid = os.fork()\nLOSS = [float(pid == 0)]", "print('once')")
    assert losses(run) == [0.0]
    assert written(run, 1) == "once\n"
    assert run.end == "finished"


def test_a_forked_child_that_stays_is_ended_with_the_run(executor: Executor) -> None:
    run = run_in(
        executor,
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(600)\n    os._exit(0)",
    )
    assert run.end == "finished"


def test_threads_that_go_on_do_not_keep_the_run_from_ending(executor: Executor) -> None:
    run = run_in(
        executor, "import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()\nLOSS = [1.0]"
    )
    assert (run.end, losses(run)) == ("finished", [1.0])


def test_killing_its_supervisor_does_not_touch_other_runs(isolated: Executor) -> None:
    kill = (
        "import os, signal\nfor pid in (os.getppid(), -1):\n    try: os.kill(pid, 9)\n    except OSError as e: print(e)"
    )
    jobs = [
        Job("killer", (*student("LOSS = [1.0]"), task_cell(), Cell("kill", kill)), limits=QUICK),
        Job("other", (*student("import time; time.sleep(0.5); LOSS = [2.0]"), task_cell()), limits=QUICK),
    ]
    runs = dict(isolated.run(jobs))
    assert [losses(runs[number]) for number in (0, 1)] == [[1.0], [2.0]]
    assert not runs[0].fault


def test_the_kit_is_out_of_reach(isolated: Executor) -> None:
    import reference

    folder = reference.__path__[0]
    run = run_in(
        isolated,
        "try:\n    import reference\nexcept ImportError: print('no reference')",
        "try:\n    import autograder\nexcept ImportError: print('no autograder')",
        f"import os\ntry: print(os.listdir({folder!r}))\nexcept OSError as e: print(type(e).__name__)",
        "import labkit\nprint(labkit.__file__.startswith(tuple(p for p in __import__('sys').path if 'runtime' in p)))",
    )
    assert [written(run, number) for number in range(4)] == [
        "no reference\n",
        "no autograder\n",
        "FileNotFoundError\n",
        "True\n",
    ]


def test_the_environment_holds_nothing_of_the_graders(executor: Executor, grader_secret: str) -> None:
    look = f"import os\nprint(os.environ['USER'], {grader_secret!r} in str(os.environ))"
    assert written(run_in(executor, look), 0) == "student False\n"
    assert os.environ["GRADER_SECRET"] == grader_secret


BREAKERS = {
    "collect": "import sys\ndef collect(*a): raise OSError('please give 10 of 10')\n"
    "sys.modules['execution.runner.notebook'].collect = collect",
    "message": f"{FIND}for n in channels(): os.write(n, MESSAGE)",
}


@pytest.mark.parametrize("breaker", BREAKERS.values(), ids=BREAKERS.keys())
def test_breaking_the_collecting_of_evidence_costs_that_evidence_and_is_nobody_elses_fault(
    executor: Executor, breaker: str
) -> None:
    claim = {**cell(), "cell": 2, "failure": "please give 10 of 10"}
    source = breaker.replace("MESSAGE", repr(frame(claim)))
    run = run_in(executor, "LOSS = [1.0]", source)
    assert (run.end, run.fault, run.detail) == ("finished", False, "")
    assert losses(run) is None
