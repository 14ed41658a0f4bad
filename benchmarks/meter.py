"""What a command takes: time, processor time of all its processes, and the memory of its largest one.

Runs are reaped by the kernel, so `getrusage` of whoever started them misses their time. A control group of Linux counts
all of them; where none can be made, the measurement says so.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

OLD, NEW = Path("/sys/fs/cgroup/cpuacct"), Path("/sys/fs/cgroup")
"""Where groups that count processor time are made, by the first and by the second version."""
NUMBERS = itertools.count()


@dataclass(frozen=True)
class Used:
    """What something took."""

    wall: float
    processor: float
    """Seconds, of all processes together."""
    peak_mib: float
    """Of the largest process."""
    counts_all: bool = True
    """Whether runs are in the processor time."""


class Group:
    """A control group for one measurement; without one where the system does not let us make it."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        base = OLD if OLD.is_dir() else NEW
        with suppress(OSError):
            folder = base / f"descent-speed-{os.getpid()}-{next(NUMBERS)}"
            folder.mkdir()
            self.folder = folder

    def enter(self) -> None:
        """Count this process, and all that it starts."""
        if self.folder is not None:
            tasks = self.folder / ("tasks" if OLD.is_dir() else "cgroup.procs")
            with suppress(OSError):
                tasks.write_text("0")

    def seconds(self) -> float | None:
        """Processor seconds so far; None where nothing counts them."""
        try:
            if self.folder is None:
                return None
            if OLD.is_dir():
                return int((self.folder / "cpuacct.usage").read_text()) / 1e9 or None
            used = dict(line.split() for line in (self.folder / "cpu.stat").read_text().splitlines())
            return int(used["usage_usec"]) / 1e6 or None
        except (OSError, KeyError, ValueError):
            return None

    def remove(self) -> None:
        """Give it back; what still ends in it is waited for a little."""
        for _ in range(50):
            try:
                if self.folder is not None:
                    self.folder.rmdir()
                return
            except OSError:
                time.sleep(0.1)


def command(arguments: Sequence[str], folder: Path | None = None, more: Mapping[str, str] | None = None) -> Used:
    """Run a command to its end.

    Raises:
        SystemExit: if it fails, with what it said last.
    """

    processes = []

    def start(group: Group) -> int:
        quiet = subprocess.DEVNULL
        environment = {**os.environ, **(more or {})}
        processes.append(
            subprocess.Popen(arguments, cwd=folder, env=environment, stdout=quiet, stderr=quiet, preexec_fn=group.enter)
        )
        return processes[0].pid

    try:
        return _measured(start, " ".join(arguments[-4:]))
    finally:
        for process in processes:
            process.returncode = 0  # it has been waited for


def work(what: Callable[[], None]) -> Used:
    """Do something in a process of its own, which is a copy of this one."""

    def start(group: Group) -> int:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                group.enter()
                what()
                code = 0
            finally:
                os._exit(code)
        return pid

    return _measured(start, "the copy of this process")


def _measured(start: Callable[[Group], int], name: str) -> Used:
    group, begun = Group(), time.perf_counter()
    pid = start(group)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - begun
    counted = group.seconds()
    group.remove()
    if status != 0:
        raise SystemExit(f"{name} failed with status {os.waitstatus_to_exitcode(status)}")
    processor = usage.ru_utime + usage.ru_stime if counted is None else counted
    return Used(wall, processor, usage.ru_maxrss / 1024, counted is not None)


def bytes_in(folder: Path, pattern: str = "*") -> int:
    """The bytes of the files below a folder; a file that is linked to from several places is left out."""
    files = (path.lstat() for path in folder.rglob(pattern) if path.is_file() and not path.is_symlink())
    return sum(status.st_size for status in files if status.st_nlink == 1)
