"""One run under way, as the trusted side sees it: what it has reported, how long it may still take, how it ended."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from signal import SIGKILL
from typing import Any

from . import channel, memory, reports
from .job import CellRun, End, Job, Run
from .sandbox.plan import Status
from .wire import Malformed, Reader, TooMuch

CELL_GRACE = 3.0
"""Seconds beyond a cell's limit in which the runner can end it by itself before the run is killed."""
NOTEBOOK_GRACE = 4.0
OVERHEAD_BYTES = 1 << 20
"""What a run may send beyond `Limits.output_bytes`: its own bookkeeping."""
SPARE_MESSAGES = 64
"""What a run may send beyond the two messages that each cell needs."""
MAX_STATUS = 65_536
STARVED_SHARE = 0.1
"""A run that was kept waiting for a processor for more than this share of a cell's time was starved."""
NEAR_THE_LIMIT = 0.75
"""A run that grew to this share of the memory it may use has taken it itself."""
TIMEOUTS: tuple[End, ...] = ("cell timeout", "notebook timeout")


@dataclass
class ActiveRun:
    """A run between its fork and its end."""

    index: int
    job: Job
    attempt: int
    """1, or 2 where it runs again, alone."""
    first: int
    """The position of the first cell that is its own to run; those before came with the fork point."""
    shared: tuple[CellRun, ...]
    messages_fd: int
    kill_fd: int
    status_fd: int
    started: float = field(default_factory=time.monotonic)
    memory_kills: int | None = field(default_factory=lambda: memory.kills())
    """How often the machine had run out of memory before."""
    listening: bool = True
    """More messages can come."""
    _reader: Reader = field(init=False)
    _reports: dict[int, CellRun] = field(default_factory=dict)
    _evidence: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _current: int | None = None
    _current_since: float = 0.0
    _away: float = 0.0
    _claimed: str | None = None
    _killed: tuple[End, str] | None = None
    _status: bytes = b""

    def __post_init__(self) -> None:
        """Start counting what comes back."""
        os.set_blocking(self.status_fd, False)
        self._reports.update(enumerate(self.shared))
        messages = 2 * len(self.job.cells) + SPARE_MESSAGES
        self._reader = Reader(self.job.limits.output_bytes + OVERHEAD_BYTES, messages)

    def listen(self) -> None:
        """Take in what the run sent so far."""
        while self.listening and (data := channel.available(self.messages_fd)) is not None:
            self.listening = bool(data)
            if self._killed is None:
                self._take(data)

    def _take(self, data: bytes) -> None:
        try:
            for message in self._reader.feed(data):
                self._note(message)
        except TooMuch as much:
            self.kill("output limit", str(much))
        except Malformed as malformed:
            self.kill("malformed", str(malformed))

    def _note(self, message: Mapping[str, Any]) -> None:
        kind = message.get("type")
        if kind == "start":
            self._begin(self.first + reports.position(message))
        elif kind == "cell":
            self._record(reports.cell_report(message, self._is_branch(message)))
        elif kind == "end":
            self._claimed = self._claimed or reports.text(message.get("end"), 40)
        else:
            raise Malformed("a message of no known type")

    def _begin(self, position: int) -> None:
        """A cell began; one that claims to begin again or earlier ones do not count."""
        if position < len(self.job.cells) and (self._current is None or position > self._current):
            self._current, self._current_since, self._away = position, time.monotonic(), 0.0

    def _is_branch(self, message: Mapping[str, Any]) -> bool:
        """Whether a message is about a cell that the trusted side made a branch."""
        position = self.first + reports.position(message)
        return position < len(self.job.cells) and self.job.cells[position].role == "branch"

    def _record(self, report: reports.CellReport) -> None:
        """A cell ended; only the first report of each counts."""
        position = self.first + report.cell
        if position >= len(self.job.cells) or position in self._reports:
            return
        self._reports[position] = report.run
        for update in report.updates:
            changed = reports.updated(self._reports, update)
            if changed is not None:
                self._reports[update.cell] = changed
        cell = self.job.cells[position]
        if cell.task is not None and report.evidence is not None:
            self._evidence[cell.task.name] = report.evidence

    @property
    def killed(self) -> bool:
        """Whether the trusted side has ended the run."""
        return self._killed is not None

    @property
    def blameless(self) -> bool:
        """Whether it may have ended as it did for what it did not cause, so that it is to run again, alone."""
        status = self._parsed_status()
        if status is None or status.end == "fault":
            return not self.killed
        return self._was_killed_by_others(status) or (self._timed_out(status) and self._was_starved(status))

    def _was_killed_by_others(self, status: Status) -> bool:
        return not self.killed and status.end == "signalled" and status.signal == SIGKILL

    def _was_starved(self, status: Status) -> bool:
        """Whether other processes kept it from running for a good part of the time that a cell has.

        A run that had all the processor time of a cell was not: what loops forever need not do so twice.
        """
        limits = self.job.limits
        waited = status.waited_seconds > STARVED_SHARE * limits.wall_seconds_per_cell
        return waited and status.cpu_seconds < limits.cpu_seconds_per_cell

    def _timed_out(self, status: Status) -> bool:
        if self._killed is not None:
            return self._killed[0] in TIMEOUTS
        errors = [run.error for run in self._reports.values() if run.error is not None]
        stopped = any(error.kind == "CellTimeout" for error in errors)
        return stopped or status.end == "deadline" or self._claimed not in (None, "finished")

    def wait_longer(self, seconds: float) -> None:
        """Do not count a time in which nobody listened."""
        self.started += seconds
        self._away += seconds

    def deadline(self) -> float:
        """When the run is to be killed, on the monotonic clock."""
        if self.killed:
            return float("inf")
        whole = self.started + self.job.limits.wall_seconds_per_notebook + NOTEBOOK_GRACE
        if self._current is None or self._current in self._reports:
            return whole
        cell = self._current_since + self._away + self.job.limits.wall_seconds_per_cell + CELL_GRACE
        return min(whole, cell)

    def expire(self) -> None:
        """Kill the run because its time is over."""
        spent = time.monotonic() - self.started
        whole = spent >= self.job.limits.wall_seconds_per_notebook + NOTEBOOK_GRACE
        if whole:
            seconds = self.job.limits.wall_seconds_per_notebook
            self.kill("notebook timeout", f"the notebook ran for more than {seconds:g} s")
        else:
            self.kill("cell timeout", f"a cell ran for more than {self.job.limits.wall_seconds_per_cell:g} s")

    def kill(self, end: End, detail: str) -> None:
        """Have the run's supervisor end it; the first reason counts."""
        if self._killed is None:
            self._killed = (end, detail)
            os.close(self.kill_fd)

    def has_ended(self) -> bool:
        """Whether the supervisor has reported the end; takes in what it says."""
        data = channel.available(self.status_fd)
        self._status = (self._status + (data or b""))[:MAX_STATUS]
        return data == b""

    def close(self) -> None:
        """Give the descriptors back."""
        self.kill("fault", "given up")
        os.close(self.messages_fd)
        os.close(self.status_fd)

    def finish(self) -> Run:
        """What came of it."""
        self.listen()
        status = self._parsed_status()
        end, detail = self._end(status)
        return Run(
            cells=self._cells(),
            evidence=self._evidence,
            end=end,
            where=self._where() if end not in ("finished", "fault") else None,
            detail=detail,
            fault=end == "fault",
            seconds=time.monotonic() - self.started,
            peak_kib=0 if status is None else status.peak_kib,
        )

    def _cells(self) -> tuple[CellRun | None, ...]:
        return tuple(self._reports.get(position) for position in range(len(self.job.cells)))

    def _where(self) -> str | None:
        """The cell that was running, or the last one that ran."""
        return None if self._current is None else self.job.cells[self._current].name

    def _parsed_status(self) -> Status | None:
        try:
            return Status.from_json(json.loads(self._status))
        except (ValueError, TypeError):
            return None

    def _end(self, status: Status | None) -> tuple[End, str]:
        if self._killed is not None and self._killed[0] != "fault":
            return self._killed
        if status is None:
            return "fault", "the supervisor of the run ended without a word"
        if status.end == "fault":
            return "fault", f"isolation failed: {status.detail}"
        if self._was_killed_by_others(status):
            return self._killed_by_others(status)
        return _natural_end(status, self._claimed)

    def _killed_by_others(self, status: Status) -> tuple[End, str]:
        """What a run ended by that was killed: by want of memory, its own or the machine's, or by itself."""
        now, limit = memory.kills(), self.job.limits.memory_bytes // 1024
        grown = status.peak_kib - status.shared_kib
        if now is not None and now == self.memory_kills:
            return "killed", "the process ended by signal 9"
        if now is None or grown > NEAR_THE_LIMIT * limit:
            return "memory", "the process was killed by the system, most likely for memory"
        here, most = (f"{kib // 1024} MB" for kib in (grown, limit))
        return "fault", f"this machine ran out of memory with a run that used {here} of the {most} that it may use"


def _natural_end(status: Status, claimed: str | None) -> tuple[End, str]:
    """The end of a run that the trusted side did not kill."""
    if status.end == "scratch full":
        return "scratch full", "the run filled its folder"
    if status.end == "cpu time":
        return "cpu time", "its processes used too much CPU time together"
    if status.end == "deadline":
        return "notebook timeout", "the notebook ran for too long"
    if claimed is not None:
        return ("notebook timeout", "the notebook ran for too long") if claimed != "finished" else ("finished", "")
    if status.end == "signalled":
        return _SIGNAL_ENDS.get(status.signal or 0, ("killed", f"the process ended by signal {status.signal}"))
    return "exited", f"the process ended itself with exit code {status.code}"


_SIGNAL_ENDS: Mapping[int, tuple[End, str]] = {
    24: ("cpu time", "the process used too much CPU time"),
}
