"""The warm process and its fork points, as the trusted side holds them: which exist, which to fork from."""

import json
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from . import channel, reports
from .job import Cell, CellRun, Job
from .runtime import Runtime
from .wire import Malformed, Reader, TooMuch

START_SECONDS = 300.0
"""How long the warm process may take for its imports on a slow disk."""
GROW_GRACE = 10.0
MAX_POINTS = 32
"""Fork points kept at once; each holds the memory that its cells changed."""
MAX_LOSSES = 2
"""So often is a prefix tried that ends its process."""
OVERHEAD_BYTES = 1 << 20

Key = tuple[object, ...]
State = Literal["growing", "ready", "blocked", "lost"]


class WarmProcessFailed(RuntimeError):  # noqa: N818 - it says what failed
    """The process from which all runs are forked did not start."""


@dataclass
class Point:
    """One process that waits to be forked; `blocked` ones have ended, because forks of them would differ."""

    key: Key
    control: socket.socket
    folder: Path
    """Its working folder, and the path under which runs see theirs where they have a root of their own."""
    parent: "Point | None"
    runs: tuple[CellRun, ...] = ()
    """What came of its cells, the first ones first."""
    state: State = "growing"
    detail: str = ""
    users: int = 0
    """Runs that were forked from it and have not ended, and jobs that wait for it."""
    used: float = 0.0
    growth: "Growth | None" = None


@dataclass
class Growth:
    """A fork point that still runs its cells."""

    messages_fd: int
    deadline: float
    cells: tuple[Cell, ...]
    reader: Reader
    pid_fd: int | None = None
    runs: list[CellRun] = field(default_factory=list)

    def note(self, before: int, report: reports.CellReport) -> None:
        """One more cell has run; `before` cells had when growing began."""
        self.runs.append(report.run)
        for update in report.updates:
            changed = reports.updated(dict(enumerate(self.runs, before)), update)
            if changed is not None:
                self.runs[update.cell - before] = changed


class ForkPoints:
    """All fork points of one warm process. When that process dies, all of them do."""

    def __init__(self, runtime: Runtime, folder: Path, many_runs: bool) -> None:
        self._runtime = runtime
        self._many_runs = many_runs
        self._folder = folder
        self._count = 0
        self._points: dict[Key, Point] = {}
        self._losses: dict[Key, int] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._log = folder / "warm.log"
        self._awaited = False

    def start(self) -> None:
        """Start the warm process, which takes seconds; `wait` for it before asking it for anything."""
        self._awaited = False
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._runtime.command(theirs.fileno(), self._many_runs),
                env=self._runtime.environment(),
                cwd=self._runtime.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._points = {(): Point((), ours, self._folder / "lab0", None, state="ready")}

    def wait(self) -> None:
        """Return when the warm process waits to be forked.

        Raises:
            WarmProcessFailed: with what it said instead.
        """
        if self._awaited:
            return
        ours = self._points[()].control
        if not select.select([ours], [], [], START_SECONDS)[0] or not ours.recv(4096):
            self.close()
            words = self._log.read_text(errors="replace")[-2000:].strip() or "it said nothing"
            raise WarmProcessFailed(f"the process that runs notebooks did not start: {words}")
        self._awaited = True

    def all(self) -> list[Point]:
        """Every fork point that lives or grows, the warm process among them."""
        return [point for point in self._points.values() if point.state in ("ready", "growing")]

    def point_for(self, job: Job) -> Point:
        """The fork point that has run the locked cells with which `job` begins; perhaps it still grows."""
        self.forget_dead()
        prefix = job.locked_prefix()
        key = key_of(job, len(prefix))
        if key not in self._points:
            self._points[key] = self._grow(job, prefix, key)
        point = self._points[key]
        point.used = time.monotonic()
        return point

    def forget_dead(self) -> None:
        """Forget fork points whose process has died; start again where it was the warm process itself."""
        poll = select.poll()
        controls = {point.control.fileno(): point for point in self._points.values() if point.state == "ready"}
        for descriptor in controls:
            poll.register(descriptor, select.POLLHUP)
        for descriptor, _ in poll.poll(0):
            if controls[descriptor].parent is None:
                self.close()
                self.start()
                return self.wait()
            self.lose(controls[descriptor], "the process ended")
        return None

    def _grow(self, job: Job, prefix: tuple[Cell, ...], key: Key) -> Point:
        """Let the longest fork point that there is run the cells that are still missing."""
        if self._losses.get(key, 0) >= MAX_LOSSES:
            raise PrefixLost("the locked cells of the lab end the process that runs them")
        self._make_room()
        depth = next(d for d in range(len(prefix) - 1, -1, -1) if self._is_ready(key_of(job, d)))
        base = self._points[key_of(job, depth)]
        self._count += 1
        folder = self._folder / f"lab{self._count}"
        folder.mkdir(mode=0o700)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        reading, writing = channel.message_pipe()
        job_fd = channel.payload(prefix[depth:], job.lab_files, job.limits, job.render)
        command = {"do": "grow", "folder": str(folder), "output_bytes": job.limits.output_bytes}
        sent = send(base, command, (job_fd, theirs.fileno(), writing))
        theirs.close()
        os.close(job_fd)
        os.close(writing)
        limit = time.monotonic() + job.limits.wall_seconds_per_notebook + GROW_GRACE
        reader = Reader(job.limits.output_bytes + OVERHEAD_BYTES, 2 * len(prefix) + 2)
        growth = Growth(reading, limit, prefix[depth:], reader)
        point = Point(key, ours, folder, base, runs=base.runs, growth=growth)
        if not sent:
            self.lose(point, "the process to be forked is gone")
        return point

    def _is_ready(self, key: Key) -> bool:
        return key in self._points and self._points[key].state == "ready"

    def listen(self, point: Point) -> None:
        """Take in what a growing fork point reports; its state says what came of it."""
        growth = point.growth
        assert growth is not None
        try:
            while (data := channel.available(growth.messages_fd)) is not None:
                if not data:
                    return self.lose(point, f"the process ended in {_cell_after(growth)}")
                for message in growth.reader.feed(data):
                    self._note(point, growth, message)
                if point.growth is None:
                    return None
        except (Malformed, TooMuch) as error:
            self.lose(point, str(error))
        return None

    def _note(self, point: Point, growth: Growth, message: Mapping[str, Any]) -> None:
        kind = message.get("type")
        if kind == "pid":
            with suppress(ProcessLookupError):  # its cells may have ended it already: the end of its channel says so
                growth.pid_fd = os.pidfd_open(int(message["pid"]))
        elif kind == "cell":
            growth.note(len(point.runs), reports.cell_report(message))
        elif kind == "end":
            self._grown(point, growth, message)

    def _grown(self, point: Point, growth: Growth, message: Mapping[str, Any]) -> None:
        slow = [run for run in growth.runs if run.error is not None and run.error.kind == "CellTimeout"]
        if message.get("end") != "finished" or slow:
            return self.lose(point, "the locked cells took longer than the limits allow")
        point.runs = (*point.runs, *growth.runs)
        self._stop_growing(point)
        point.state, obstacle = "ready", message.get("obstacle")
        if obstacle is not None:
            point.state, point.detail = "blocked", str(obstacle)
            point.control.close()
        return None

    def expire(self, now: float) -> None:
        """Give up fork points that took too long."""
        for point in self.all():
            if point.growth is not None and now > point.growth.deadline:
                if point.growth.pid_fd is not None:
                    with suppress(ProcessLookupError):
                        signal.pidfd_send_signal(point.growth.pid_fd, signal.SIGKILL)
                self.lose(point, f"{_cell_after(point.growth)} did not end in time")

    def lose(self, point: Point, detail: str) -> None:
        """A fork point is gone, and with it all that were forked from it; a later job may grow them again."""
        if point.growth is not None:
            self._losses[point.key] = self._losses.get(point.key, 0) + 1
        self._stop_growing(point)
        point.state, point.detail = "lost", detail
        point.control.close()
        if self._points.get(point.key) is point:
            del self._points[point.key]
        for child in [other for other in self._points.values() if other.parent is point]:
            self.lose(child, detail)

    def _stop_growing(self, point: Point) -> None:
        if point.growth is not None:
            os.close(point.growth.messages_fd)
            if point.growth.pid_fd is not None:
                os.close(point.growth.pid_fd)
            point.growth = None

    def _make_room(self) -> None:
        """End the fork point that was not used for longest, where there are too many and nobody needs it."""
        parents = {id(point.parent) for point in self._points.values()}
        idle = [
            point
            for point in self._points.values()
            if point.key and point.state in ("ready", "blocked") and not point.users and id(point) not in parents
        ]
        if len(self._points) > MAX_POINTS and idle:
            oldest = min(idle, key=lambda point: point.used)
            oldest.control.close()
            del self._points[oldest.key]

    def close(self) -> None:
        """End the warm process and everything that was forked from it.

        It is killed before its socket is closed: on its own it would think that nobody needs its folder any more.
        """
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        for point in list(self._points.values()):
            self._stop_growing(point)
            point.state, point.detail = "lost", "the warm process ended"
            point.control.close()
        self._points = {}


class PrefixLost(RuntimeError):  # noqa: N818 - it says what was lost
    """A prefix cannot be run."""


def key_of(job: Job, depth: int) -> Key:
    """What distinguishes the fork point that has run the first `depth` cells of a job; empty for none of them."""
    if depth == 0:
        return ()
    files = tuple(sorted(job.lab_files.items()))
    return (job.render, files, *((cell.name, cell.source) for cell in job.cells[:depth]))


def send(point: Point, command: Mapping[str, Any], descriptors: tuple[int, ...]) -> bool:
    """Ask a waiting process for something; False if it is gone."""
    try:
        socket.send_fds(point.control, [json.dumps(command).encode()], list(descriptors))
    except OSError:
        return False
    return True


def _cell_after(growth: Growth) -> str:
    """Which cell a growing fork point is in."""
    done = len(growth.runs)
    return f"the locked cell {growth.cells[done].name}" if done < len(growth.cells) else "no cell"
