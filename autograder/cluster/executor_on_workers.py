"""An executor whose runs go on elsewhere: it stands in the place of `ExecutorWhenNeeded` for a grading."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any
from uuid import uuid4

from autograder.cluster.encryption import NOT_ENCRYPTED, agree
from autograder.cluster.installed import require
from autograder.cluster.offer import Offer, refusal, resource
from autograder.cluster.runs_here import run_job
from autograder.execution.fingerprint import fingerprint
from autograder.execution.job import Job, Run, not_run
from autograder.execution.plain import job_as_bytes, run_from_bytes
from autograder.execution.wire import Malformed
from autograder.seams import distributed
from autograder.shared.errors import CourseError, StoreError

ATTEMPTS = 2
"""How often a job is handed over whose worker raised something, before its submission waits for a person."""
AHEAD = 2
"""Jobs that are handed over for each that can run at the same time."""
LOOK_SECONDS = 1.0
"""How often it is looked which workers there are, and whether the scheduler is."""
PATIENCE_SECONDS = 120.0
"""How long to wait for a worker, or for a scheduler that is started again."""
FIRST_SECONDS = 30.0
"""How long to wait for the first one."""


@dataclass
class _Order:
    """A job under way."""

    index: int
    job: Job
    attempt: int
    future: Any = None


class ExecutorOnWorkers:
    """Hands jobs to the workers of a Dask scheduler that fit, and takes back what came of them.

    What was handed over and is lost, with a worker or with the scheduler, is handed over again.
    """

    def __init__(
        self, scheduler: str, isolation: str = "auto", safety: Any = None, tell: Callable[[str], None] = print
    ) -> None:
        """`scheduler` is an address or a scheduler file; `tell` is called with sentences for people."""
        require()
        self._scheduler = scheduler
        self._isolated = isolation != "none"
        self._safety = safety
        self._tell = tell
        self._own = fingerprint()
        self._client: Any = None
        self._started = ""
        """Which start of the scheduler was seen last."""
        self._refused: dict[str, str] = {}
        self._slots = 0
        self._since = 0.0
        """When there was a worker last."""
        self._had_workers = False
        self._looked = 0.0

    def __enter__(self) -> ExecutorOnWorkers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the scheduler; what is still under way there is given up."""
        if self._client is not None:
            self._client.close(timeout=5)
            self._client = None

    def hide(self, folders: Iterable[Path]) -> None:
        """Nothing: no folder of the grader's can be read where runs go on."""

    def start(self) -> None:
        """Connect.

        Raises:
            CourseError: where no scheduler answers, or its certificate and this machine's do not fit.
        """
        if self._client is not None:
            return
        agree(self._scheduler, self._safety)
        try:
            self._client = distributed.connect(self._scheduler, self._safety)
        except (OSError, ValueError, TypeError) as error:
            remedy = "Start one with 'dask scheduler', and look at the address, its protocol (tcp or tls) and its port."
            raise CourseError(
                "--scheduler", f"no Dask scheduler answers at {self._scheduler} ({error})", remedy
            ) from error
        address = distributed.address_of(self._client)
        if not address.startswith("tls://"):
            self._tell(NOT_ENCRYPTED.format(address))
        self._since = time.monotonic()
        self._look()

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[int, Run]]:
        """What came of each job, with its position, in the order in which they end; see `Executor.run`.

        Raises:
            CourseError: where no scheduler answers, or no worker fits.
            StoreError: where all workers, or the scheduler, are gone for too long; what is done is kept.
        """
        self.start()
        new = (_Order(index, job, 1) for index, job in enumerate(jobs))
        again: deque[_Order] = deque()  # before anything new
        tickets = itertools.count()
        ended: SimpleQueue[int] = SimpleQueue()
        under_way: dict[int, _Order] = {}
        while True:
            room = max(AHEAD * self._slots, 1)
            while len(under_way) < room and (order := again.popleft() if again else next(new, None)) is not None:
                ticket = next(tickets)
                under_way[ticket] = self._handed_over(order, ticket, ended)
            if not under_way:
                return
            try:
                done = under_way.pop(ended.get(timeout=LOOK_SECONDS), None)
            except Empty:
                self._look()
                again.extend(self._lost(under_way))
                continue
            if done is not None:  # else it was found to be lost before
                run = self._result(done)
                if run is None:
                    again.append(done)
                else:
                    yield done.index, run
            if time.monotonic() - self._looked > LOOK_SECONDS:
                self._look()

    def _handed_over(self, order: _Order, ticket: int, ended: SimpleQueue[int]) -> _Order:
        wanted = resource(self._own, self._isolated)
        key = f"descent-{uuid4().hex}"
        order.future = distributed.submit(self._client, run_job, job_as_bytes(order.job), wanted, key)
        order.future.add_done_callback(lambda _: ended.put(ticket))
        return order

    def _result(self, order: _Order) -> Run | None:
        """What came of a job that has ended; None where it has to be handed over again."""
        future, order.future = order.future, None
        if future.status == distributed.FINISHED:
            try:
                return run_from_bytes(future.result(timeout=PATIENCE_SECONDS), order.job)
            except distributed.LOST:
                return None
            except Malformed as error:
                why = f"what its worker sent back is no run ({error})"
        elif future.status == distributed.FAILED:
            raised = future.exception()
            why = f"its worker failed ({type(raised).__name__}: {raised})"
        else:
            return None
        order.attempt += 1
        return None if order.attempt <= ATTEMPTS else not_run(order.job, why)

    def _lost(self, under_way: dict[int, _Order]) -> list[_Order]:
        """What has to be handed over again, taken from what is under way."""
        gone = [ticket for ticket, order in under_way.items() if order.future.status in ("cancelled", "lost")]
        return [under_way.pop(ticket) for ticket in gone]

    def _look(self) -> None:
        """Who is there: count those that fit, name those that do not, and wait for a scheduler that is gone."""
        self._looked = time.monotonic()
        started, there = self._workers()
        if self._started not in ("", started):
            self._tell(
                f"The scheduler at {self._scheduler} was started again; what was under way is handed over again."
            )
        self._started = started
        self._slots = 0
        for address, told in there.items():
            why = refusal(told.get(distributed.OFFER), self._own, self._isolated)
            if why is None:
                self._slots += Offer.from_json(told[distributed.OFFER]).jobs
            elif address not in self._refused:
                self._refused[address] = why
                self._tell(f"The worker {address} gets no notebook: {why}.")
        if self._slots:
            self._since = time.monotonic()
            self._had_workers = True
        elif time.monotonic() - self._since > (PATIENCE_SECONDS if self._had_workers else FIRST_SECONDS):
            raise StoreError(
                "--scheduler",
                f"no worker of {self._scheduler} can run notebooks",
                "Start one: descent worker ADDRESS. What is done is kept; then grade again.",
            )

    def _workers(self) -> tuple[str, dict[str, Any]]:
        """Which scheduler there is, another one if need be, and what each worker's registration said."""
        with suppress(OSError):  # the connection is lost at this moment
            if self._client.status == distributed.RUNNING:
                return distributed.workers(self._client)
        self._tell(f"The scheduler at {self._scheduler} is gone; waiting for it to come back.")
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self._client.close(timeout=5)
                self._client = distributed.connect(self._scheduler, self._safety)
                return distributed.workers(self._client)
            except (OSError, ValueError) as error:
                if time.monotonic() > until:
                    remedy = "Start it, and its workers; what is done is kept. Then grade again."
                    raise StoreError("--scheduler", f"the scheduler did not come back ({error})", remedy) from error
                time.sleep(LOOK_SECONDS)
