"""What a run takes while it goes on, all its processes together: seen from its supervisor, which is outside of it."""

from __future__ import annotations

import contextlib
import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

INTERVAL_SECONDS = 0.5
"""How often a run is looked at; what ends sooner, as nearly all do, costs nothing."""
FAIR_SHARE = 1.25
"""Processors that a run may keep busy before its processes give way to those of others."""
LOWEST_PRIORITY = 19
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_KIB = resource.getpagesize() // 1024


@dataclass
class Watch:
    """Made before the run is forked: it keeps the view of all processes that the run's own root folder hides."""

    cpu_seconds: float = 0.0
    """Processor time of all processes, also of those that have ended."""
    peak_kib: int = 0
    """Most memory that they held together, counted once where it is shared with the warm process."""
    shared_kib: int = 0
    """Memory of the supervisor: what every process of the run begins with, and shares."""
    waited_seconds: float = 0.0
    """How long the run's first process was ready to run, but no processor was free."""
    _proc: int = field(default_factory=lambda: os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
    _spent: dict[tuple[int, str], float] = field(default_factory=dict)
    _since: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.shared_kib = self._kib(os.getpid())

    def descriptor(self) -> int:
        """What it holds open."""
        return self._proc

    def look(self, first: int) -> None:
        """Take a look at the run, of which `first` is the first process, and let a greedy one give way."""
        members = tuple(self._members(os.getpid()))
        self.waited_seconds = max(self.waited_seconds, self.waited(first))
        own = sum(max(0, self._kib(pid) - self.shared_kib) for pid in members)
        self.peak_kib = max(self.peak_kib, self.shared_kib + own)
        before, began = self.cpu_seconds, self._since
        self._count(members)
        self._since = time.monotonic()
        if self.cpu_seconds - before > FAIR_SHARE * (self._since - began):
            self._give_way(members)

    def _count(self, members: tuple[int, ...]) -> None:
        """Each process counts with the most that it was seen to have used: who has ended is not forgotten."""
        reaped = 0.0
        for pid in members:
            if stat := self._stat(pid):
                self._spent[pid, stat[19]] = (int(stat[11]) + int(stat[12])) / TICKS
                reaped += sum(int(ticks) for ticks in stat[11:15]) / TICKS
        self.cpu_seconds = max(self.cpu_seconds, sum(self._spent.values()), reaped + _of_children())

    def _give_way(self, members: tuple[int, ...]) -> None:
        for pid in members:
            for thread in self._threads(pid):
                with contextlib.suppress(OSError):  # ended meanwhile
                    os.setpriority(os.PRIO_PROCESS, thread, LOWEST_PRIORITY)

    def _members(self, pid: int) -> Iterator[int]:
        """All descendants of a process."""
        for thread in self._threads(pid):
            for child in self._read(f"{pid}/task/{thread}/children").split():
                yield int(child)
                yield from self._members(int(child))

    def _threads(self, pid: int) -> list[int]:
        try:
            folder = os.open(f"{pid}/task", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=self._proc)
        except OSError:
            return []
        try:
            return [int(name) for name in os.listdir(folder)]
        except OSError:
            return []
        finally:
            os.close(folder)

    def _stat(self, pid: int) -> list[str]:
        """The fields of proc(5)'s stat from the third on: the name before them may hold anything."""
        return self._read(f"{pid}/stat").rpartition(")")[2].split()

    def _kib(self, pid: int) -> int:
        fields = self._read(f"{pid}/statm").split()
        return int(fields[1]) * PAGE_KIB if fields else 0

    def waited(self, pid: int) -> float:
        """How long a process was kept waiting for a processor so far."""
        fields = self._read(f"{pid}/schedstat").split()
        return int(fields[1]) / 1e9 if len(fields) > 1 else 0.0

    def _read(self, path: str) -> str:
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._proc)
        except OSError:
            return ""
        try:
            return os.read(descriptor, 65_536).decode(errors="replace")
        except OSError:
            return ""
        finally:
            os.close(descriptor)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
