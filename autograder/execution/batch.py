"""One stream of jobs: which of them run, wait for a fork point, are tried again, or are done."""

import itertools
import os
import select
import selectors
import shutil
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import channel
from .active_run import ActiveRun
from .feed import Feed
from .forkpoints import ForkPoints, Point, PrefixLost, send
from .isolation import RunIsolation
from .job import Job, Run, not_run

ATTEMPTS = 2
"""How often a run is tried that ended for what it may not have caused: the second time nothing else runs."""
LAST_GRACE = 20.0
"""Seconds after which a run that was killed, and whose supervisor does not say so, is given up."""
MOST_WAITING = 32
"""Jobs that may wait for fork points while there is room for runs: jobs that come after them may have theirs already.

A fork point takes seconds to grow, and most runs some tenths of one.
"""
IDLE_SECONDS = 1.0
"""Longest wait for something to happen before the clocks are looked at."""


@dataclass(frozen=True)
class Order:
    """A job that waits for its turn."""

    index: int
    job: Job
    attempt: int = 1


@dataclass
class Running:
    """A run, where it came from, and what it occupies."""

    active_run: ActiveRun
    point: Point
    slot: int
    folder: Path | None
    """Its folder on the disk, where it has no disk of its own."""
    has_ended: bool = False
    given_up: float = field(default=float("inf"))


class Batch:
    """All that goes on for one call of `Executor.run`."""

    def __init__(
        self,
        points: ForkPoints,
        run_isolation: RunIsolation,
        folder: Path,
        numbers: Iterator[int],
        slots: int,
        share_prefix: bool,
    ) -> None:
        self._points = points
        self._isolation = run_isolation
        self._folder = folder
        self._numbers = numbers
        self._share = share_prefix
        self._free = deque(range(slots))
        self._again: deque[Order] = deque()
        """What runs again, alone, when all else is done."""
        self._waiting: list[tuple[Order, Point]] = []
        self._running: list[Running] = []
        self._done: deque[tuple[int, Run]] = deque()
        self._feed: Feed | None = None
        """Where jobs come from other threads, until no more can come."""

    def run(self, jobs: Iterable[Job] | Feed) -> Iterator[tuple[int, Run]]:
        """What came of each job, in the order in which they end."""
        self._feed = jobs if isinstance(jobs, Feed) else None
        orders = self._orders(jobs)
        while True:
            self._fill(orders)
            while self._done:
                left = time.monotonic()
                yield self._done.popleft()
                for running in self._running:
                    running.active_run.wait_longer(time.monotonic() - left)
                self._fill(orders)
            if not self._running and not self._waiting and not self._again and self._feed is None:
                return
            self._wait()
            self._collect()

    def _orders(self, jobs: Iterable[Job] | Feed) -> Iterator[Order | None]:
        """Jobs with their positions; None where one may still come."""
        count = itertools.count()
        for job in jobs:
            yield None if job is None else Order(next(count), job)
        self._feed = None

    def _fill(self, orders: Iterator[Order | None]) -> None:
        """Take jobs while some can be started, now or as soon as their fork points are there."""
        while self._takes_jobs():
            order = next(orders, None) or self._alone()
            if order is None:
                return
            self._admit(order)

    def _takes_jobs(self) -> bool:
        return bool(self._free) and len(self._waiting) < MOST_WAITING and not self._is_one_alone()

    def _is_one_alone(self) -> bool:
        """Whether a run is under way that nothing may disturb."""
        under_way = [running.active_run.attempt for running in self._running]
        return any(attempt > 1 for attempt in (*under_way, *(order.attempt for order, _ in self._waiting)))

    def _alone(self) -> Order | None:
        """The next run that has to be alone, once nothing else is under way."""
        return self._again.popleft() if self._again and not self._running and not self._waiting else None

    def _admit(self, order: Order) -> None:
        """Start a job, or let it wait for its fork point."""
        try:
            point = self._points.point_for(order.job if self._share else _without_cells(order.job))
        except PrefixLost as lost:
            self._done.append((order.index, not_run(order.job, str(lost))))
            return
        if point.state == "growing":
            point.users += 1
            self._waiting.append((order, point))
        elif point.state == "lost":
            self._try_again(order, point.detail)
        else:
            self._start(order, point)

    def _start(self, order: Order, point: Point) -> None:
        """Fork a run; where forks of its fork point would differ, from the one above."""
        while point.state == "blocked" and point.parent is not None:
            point = point.parent
        slot = self._free.popleft()
        folder = None if self._isolation.private_root else self._folder / f"run{next(self._numbers)}"
        running = self._fork(order, point, slot, folder)
        if running is None:
            self._free.append(slot)
            self._try_again(order, "the process to be forked is gone")
            return
        point.users += 1
        self._running.append(running)

    def _fork(self, order: Order, point: Point, slot: int, folder: Path | None) -> Running | None:
        """Hand a job to a fork point; None if that is gone."""
        job, first = order.job, len(point.runs)
        scratch = str(folder or point.folder)
        confinement = self._isolation.confinement(scratch, job.limits, slot)
        if confinement is None:
            Path(scratch).mkdir(mode=0o700)
        files = job.files if first else {**job.lab_files, **job.files}
        job_fd = channel.payload(job.cells[first:], files, job.limits, job.render)
        reading, writing = channel.message_pipe()
        killed, kill = os.pipe2(os.O_CLOEXEC)
        status, tell = os.pipe2(os.O_CLOEXEC)
        command = {
            "do": "run",
            "folder": scratch,
            "output_bytes": job.limits.output_bytes,
            "confinement": None if confinement is None else confinement.to_json(),
        }
        sent = send(point, command, (job_fd, writing, killed, tell))
        for descriptor in (job_fd, writing, killed, tell):
            os.close(descriptor)
        active_run = ActiveRun(order.index, job, order.attempt, first, point.runs, reading, kill, status)
        if not sent:
            active_run.close()
            return None
        return Running(active_run, point, slot, folder)

    def _try_again(self, order: Order, why: str) -> None:
        """Another attempt for a job that did not fail by itself, or the verdict that the grader failed."""
        if order.attempt < ATTEMPTS:
            self._again.append(replace(order, attempt=order.attempt + 1))
        else:
            self._done.append((order.index, not_run(order.job, why)))

    def _wait(self) -> None:
        """Wait until something is reported or a clock runs out; take in what was reported."""
        now = time.monotonic()
        until = min((running.active_run.deadline() for running in self._running), default=now + IDLE_SECONDS)
        with selectors.DefaultSelector() as selector:
            for running in self._running:
                selector.register(running.active_run.status_fd, selectors.EVENT_READ)
                if running.active_run.listening:
                    selector.register(running.active_run.messages_fd, selectors.EVENT_READ)
            if self._feed is not None and self._takes_jobs():
                selector.register(self._feed, selectors.EVENT_READ)
            for point in {id(point): point for _, point in self._waiting}.values():
                if point.growth is not None:
                    selector.register(point.growth.messages_fd, selectors.EVENT_READ)
            ready = {key.fd for key, _ in selector.select(max(0.0, min(until - now, IDLE_SECONDS)))}
        for running in self._running:
            if running.active_run.messages_fd in ready:
                running.active_run.listen()
            if running.active_run.status_fd in ready:
                running.has_ended = running.active_run.has_ended()
        for _, point in self._waiting:
            if point.growth is not None and point.growth.messages_fd in ready:
                self._points.listen(point)

    def _collect(self) -> None:
        """Move on whatever is ready to: runs that ended, runs out of time, jobs whose fork point is there."""
        now = time.monotonic()
        self._points.expire(now)
        for running in self._running:
            if not running.has_ended and now > running.active_run.deadline():
                running.active_run.expire()
            if running.active_run.killed:
                running.given_up = min(running.given_up, now + LAST_GRACE)
        ended = [running for running in self._running if running.has_ended or now > running.given_up]
        for running in ended:
            self._running.remove(running)
            self._finish(running)
        self._start_waiting()

    def _start_waiting(self) -> None:
        """Start jobs whose fork points are there, in their order, as far as there is room."""
        still: list[tuple[Order, Point]] = []
        for order, point in self._waiting:
            if point.state == "growing" or (point.state != "lost" and not self._free):
                still.append((order, point))
                continue
            point.users -= 1
            if point.state == "lost":
                self._try_again(order, point.detail)
            else:
                self._start(order, point)
        self._waiting = still

    def _finish(self, running: Running) -> None:
        """Take a run's result, give back what it occupied."""
        active_run = running.active_run
        result = active_run.finish()
        again = active_run.blameless and active_run.attempt < ATTEMPTS
        self._release(running)
        if again:
            self._again.append(Order(active_run.index, active_run.job, active_run.attempt + 1))
        else:
            self._done.append((active_run.index, result))

    def _release(self, running: Running) -> None:
        running.active_run.close()
        running.point.users -= 1
        self._free.append(running.slot)
        if running.folder is not None:
            shutil.rmtree(running.folder, ignore_errors=True)

    def close(self) -> None:
        """End what still runs, and wait until it has."""
        for _, point in self._waiting:
            point.users -= 1
        self._waiting.clear()
        for running in self._running:
            running.active_run.kill("fault", "given up")
        give_up = time.monotonic() + LAST_GRACE
        for running in self._running:
            while not running.has_ended and time.monotonic() < give_up:
                select.select([running.active_run.status_fd], [], [], IDLE_SECONDS)
                running.has_ended = running.active_run.has_ended()
            self._release(running)
        self._running.clear()


def _without_cells(job: Job) -> Job:
    """A job whose fork point is the warm process itself."""
    return replace(job, cells=())
