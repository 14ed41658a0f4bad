"""Runs many answers of one lab under one setting, without a sandbox: these answers are the project's own.

    python benchmarks/run_answers.py < jobs.json

The locked cells that nearly all answers begin with run once; each of these answers runs in a fork of that process, by
the cell runner that also runs submissions, so the evidence is the same. Answers that begin otherwise run before.
Reads `{"prefix": [cell, ...], "answers": [[cell, ...], ...]}` and writes a line for each answer: its position, and task
to evidence.
"""

import gc
import json
import os
import select
import signal
import sys
import tempfile
from typing import Any, TextIO

os.environ |= {"OMP_NUM_THREADS": "1", "IPYTHONDIR": tempfile.mkdtemp(prefix="answers-")}

SECONDS = 60.0
OUTPUT = 10_000_000
LIMITS = {"wall_seconds_per_notebook": SECONDS, "wall_seconds_per_cell": SECONDS, "cpu_seconds_per_cell": SECONDS}


def main() -> None:
    """Run what stdin asks for."""
    import torch

    from autograder.execution.runner import process
    from autograder.execution.runner.rehearsal import rehearse
    from autograder.execution.runner.shell import make_shell
    from autograder.execution.runner.torch_seam import mark_for_profilers_only, postpone_compiler

    postpone_compiler()
    mark_for_profilers_only()
    torch.set_num_threads(1)
    jobs = json.load(sys.stdin)
    shell = make_shell(os.environ["IPYTHONDIR"])
    rehearse(shell, many_runs=True)
    # After the shell, as in a student's notebook: labkit looks for one when it is imported.
    from autograder.execution.runner.notebook import Notebook

    notebook = Notebook(shell)
    with tempfile.TemporaryDirectory() as folder, os.fdopen(os.dup(1), "w") as results:
        sys.path.insert(0, folder)
        notebook.settle(folder, False, OUTPUT)
        prefix, length = jobs["prefix"], len(jobs["prefix"])
        usual = {number for number, cells in enumerate(jobs["answers"]) if cells[:length] == prefix}
        gc.freeze()
        process.gather_memory()
        for number, cells in enumerate(jobs["answers"]):
            if number not in usual:
                _write(results, number, _forked(notebook, cells))
        notebook.run(prefix, LIMITS, lambda message: None)
        gc.freeze()
        for number in sorted(usual):
            _write(results, number, _forked(notebook, jobs["answers"][number][length:]))


def _write(results: TextIO, number: int, evidence: str) -> None:
    results.write(f"[{number}, {evidence}]\n")
    results.flush()


def _forked(notebook: Any, cells: list[dict[str, Any]]) -> str:
    """What the cells show, reported by a process of their own; nothing where that does not end in time."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        found: dict[str, Any] = {}
        try:
            notebook.settle(os.getcwd(), False, OUTPUT)
            notebook.run(cells, LIMITS, lambda message: _keep(found, cells, message))
            with os.fdopen(writing, "w") as told:
                json.dump(found, told)
        finally:
            os._exit(0)
    os.close(writing)
    try:
        return _read(reading) or "{}"
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _keep(found: dict[str, Any], cells: list[dict[str, Any]], message: dict[str, Any]) -> None:
    if message.get("evidence") is not None:
        found[cells[message["cell"]]["name"]] = message["evidence"]


def _read(descriptor: int) -> str:
    parts: list[bytes] = []
    while select.select([descriptor], [], [], SECONDS)[0]:
        part = os.read(descriptor, 1 << 20)
        if not part:
            break
        parts.append(part)
    return b"".join(parts).decode()


if __name__ == "__main__":
    main()
