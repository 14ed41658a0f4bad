"""A fork point: a process that has run the first cells of a lab and waits, to be forked once per submission.

It is asked over a socket, never sees a byte of a submission, and the processes that it forks are handed all they
need as descriptors. It ends when the other end of the socket is closed or its parent dies.
"""

import base64
import gc
import json
import os
import random
import shutil
import signal
import socket
import sys
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from .. import wire
from ..sandbox.plan import Confinement
from ..sandbox.run import confined
from . import bare, process
from .matplotlib_seam import close_fonts
from .notebook import Notebook

MAX_COMMAND = 65_536
MAX_DESCRIPTORS = 4


@dataclass(frozen=True)
class ForkPoint:
    """What a waiting process holds."""

    notebook: Notebook
    control: socket.socket
    folder: str | None = None
    """What the warm process removes when the trusted side is gone, killed perhaps; None elsewhere."""


def serve(point: ForkPoint) -> NoReturn:
    """Answer commands until the other end closes the socket."""
    while True:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps what ends while this waits
        data, descriptors, _, _ = socket.recv_fds(point.control, MAX_COMMAND, MAX_DESCRIPTORS)
        if not data:
            if point.folder is not None:
                shutil.rmtree(point.folder, ignore_errors=True)
            os._exit(0)
        command = json.loads(data)
        state = random.getstate()
        pid = process.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            random.setstate(state)
            point.control.close()
            begin = _grow if command["do"] == "grow" else _run
            _or_exit(begin, point, command, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _or_exit(begin: Any, point: ForkPoint, command: dict[str, Any], descriptors: list[int]) -> NoReturn:
    """Do what a command asks for in a process of its own, which never comes back into the waiting loop."""
    try:
        begin(point, command, descriptors)
    except BaseException as error:
        os.write(2, f"{command['do']}: {type(error).__name__}: {error}\n".encode())
    os._exit(70)


def _grow(point: ForkPoint, command: dict[str, Any], descriptors: list[int]) -> NoReturn:
    """Run more locked cells, then wait as a fork point of one's own.

    It ends with its parent. Runs do not: their supervisors wait for the trusted side, and must outlive nobody else
    to clean up behind them.
    """
    process.die_with_parent(os.getppid())
    process.adopt_orphans()
    payload, control, channel = descriptors
    job = _read_job(payload)
    notebook = point.notebook
    notebook.files = {**notebook.files, **job["files"]}
    wire.write_all(channel, wire.encoded({"type": "pid", "pid": os.getpid()}))
    log = os.dup(2)
    notebook.settle(command["folder"], job["render"], command["output_bytes"])
    before = process.descriptors()
    end = notebook.run(job["cells"], job["limits"], lambda message: wire.write_all(channel, wire.encoded(message)))
    close_fonts()
    gc.freeze()
    held = process.descriptors() - before
    notebook.keep_files()
    _rest(log)
    obstacle = _obstacle(held)
    wire.write_all(channel, wire.encoded({"type": "end", "end": end, "obstacle": obstacle}))
    os.close(channel)
    if obstacle is not None:
        process.end_descendants()
        os._exit(0)
    serve(replace(point, control=socket.socket(fileno=control), folder=None))


def _rest(log: int) -> None:
    """Give up the streams in which cells wrote."""
    for number in (1, 2):
        os.dup2(log, number)
    os.close(log)


def _obstacle(held: frozenset[int]) -> str | None:
    """Why forks of this process would differ from a run from the top; None where they do not."""
    if process.threads() != 1:
        return f"the locked cells left {process.threads() - 1} threads"
    if process.children():
        return "the locked cells left a process"
    if held:
        return "the locked cells left open files"
    return None


def _run(point: ForkPoint, command: dict[str, Any], descriptors: list[int]) -> NoReturn:
    """Run the rest of a notebook under supervision."""
    payload, channel, kill_fd, status_fd = descriptors
    state = random.getstate()

    def work() -> None:
        random.setstate(state)  # the supervisor forked once more
        _work(point.notebook, command, payload, channel)

    if command["confinement"] is None:
        bare.supervised(work, kill_fd, status_fd)
    confined(Confinement.from_json(command["confinement"]), work, kill_fd, status_fd, keep=(payload, channel))


def _work(notebook: Notebook, command: dict[str, Any], payload: int, channel: int) -> None:
    """Read the submission, run it, report what it shows."""
    job = _read_job(payload)
    if command["confinement"] is None:
        bare.limit_resources(job["limits"]["open_files"], job["limits"]["file_bytes"])
    notebook.files = {**notebook.files, **job["files"]}
    notebook.settle(command["folder"], job["render"], command["output_bytes"])
    end = notebook.run(job["cells"], job["limits"], lambda message: wire.write_all(channel, wire.encoded(message)))
    wire.write_all(channel, wire.encoded({"type": "end", "end": end}))
    os._exit(0)


def _read_job(payload: int) -> dict[str, Any]:
    """The cells, files and limits in a descriptor, which is closed."""
    with open(payload, "rb") as file:
        job = json.loads(file.read())
    if not isinstance(job, dict):
        sys.exit("a job is no JSON object")
    job["files"] = {name: base64.b64decode(data) for name, data in job["files"].items()}
    return job
