"""A Dask scheduler and workers as processes on the loopback interface, each worker in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from certificates import Certificate

DESCENT = str(Path(sys.executable).with_name("descent"))
PATIENCE = 240.0
"""Seconds in which a process has to come up, however busy the machine is."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """Starts and ends its processes; every one is ended by its process id."""

    def __init__(self, folder: Path, certificate: Certificate | None = None) -> None:
        """With a certificate for the scheduler, connections are encrypted."""
        self.folder = folder
        self.environment: dict[str, str] = {}
        """For its processes, beside that of the tests."""
        self.port = free_port()
        self.certificate = certificate
        self.address = f"{'tls' if certificate else 'tcp'}://127.0.0.1:{self.port}"
        self.enter: Callable[[], None] | None = None
        """Called in each process before it becomes what it is started as, to count what it takes."""
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler: subprocess.Popen[bytes] | None = None

    def start_scheduler(self) -> None:
        """A scheduler, always at the same address."""
        command = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(self.port)]
        encrypted = ["--protocol", "tls", *self.certificate.options()] if self.certificate else []
        self.scheduler = self._start("scheduler", [sys.executable, *command, "--no-dashboard", *encrypted])
        until = time.monotonic() + PATIENCE
        while True:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.scheduler.poll() is None, self.said("scheduler")
            assert time.monotonic() < until, self.said("scheduler")
            time.sleep(0.1)

    def start_worker(self, name: str, *options: str, connected: bool = True) -> subprocess.Popen[bytes]:
        """A worker of the kit, with one run at a time; returns when it is connected."""
        command = [DESCENT, "worker", self.address, "--jobs", "1", *options]
        process = self._start(name, command)
        if connected:
            self.wait_for(name, "Connected")
        return process

    def start_worker_as_dask_jobqueue_does(self, name: str, *options: str) -> subprocess.Popen[bytes]:
        """A worker by the command line of dask-jobqueue's job scripts, with the kit's module as `worker_command`."""
        given = ["--name", name, "--nthreads", "1", "--memory-limit", "1.86GiB", "--death-timeout", "60", *options]
        return self._start(name, [sys.executable, "-m", "autograder.commands.worker", self.address, *given])

    def start_plain_worker(self, name: str) -> subprocess.Popen[bytes]:
        """A worker of Dask's own, that knows nothing of the kit."""
        options = ["--host", "127.0.0.1", "--no-nanny", "--no-dashboard", "--local-directory", str(self.folder / name)]
        return self._start(name, [sys.executable, "-m", "distributed.cli.dask_worker", self.address, *options])

    def _start(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "400", **self.environment}
        with (folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=self.enter,
            )
        self.processes.append(process)
        return process

    def said(self, name: str) -> str:
        return (self.folder / name / "log").read_text(errors="replace")

    def wait_for(self, name: str, words: str) -> None:
        """Return when a process has said something."""
        until = time.monotonic() + PATIENCE
        while words not in self.said(name):
            assert time.monotonic() < until, self.said(name)
            time.sleep(0.1)

    def end(self, process: subprocess.Popen[bytes], how: int = signal.SIGKILL) -> int:
        """End one process by its id, and wait until it is gone."""
        process.send_signal(how)
        code = process.wait(PATIENCE)
        self.processes.remove(process)
        return code


@contextmanager
def cluster(folder: Path, certificate: Certificate | None = None) -> Iterator[Cluster]:
    """A scheduler; all that was started ends with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Cluster(folder, certificate)
    try:
        made.start_scheduler()
        yield made
    finally:
        for process in list(reversed(made.processes)):
            made.end(process)
