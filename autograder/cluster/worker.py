"""A worker: connected to a scheduler for as long as it is not stopped, however often that one is started again."""

from __future__ import annotations

import asyncio
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.cluster.encryption import NOT_ENCRYPTED, agree
from autograder.cluster.installed import require
from autograder.cluster.offer import Offer
from autograder.cluster.runs_here import runs_here
from autograder.execution.executor import Executor
from autograder.execution.fingerprint import fingerprint
from autograder.execution.isolation import Isolation
from autograder.execution.sandbox import describe, probe
from autograder.seams import distributed
from autograder.shared.errors import CourseError

PAUSE_SECONDS = 1.0
"""Before another attempt to reach the scheduler."""


@dataclass(frozen=True)
class Launched:
    """What whoever started this worker asks of it, such as dask-jobqueue."""

    name: str | None = None
    """By which the scheduler knows it; its address otherwise."""
    patience: float | None = None
    """Seconds without a scheduler after which it ends; otherwise it waits for ever."""
    folder: Path | None = None
    """In which Dask's own files lie while it works."""


def serve(
    scheduler: str,
    isolation: Isolation,
    jobs: int,
    safety: Any,
    tell: Callable[[str], None],
    launched: Launched | None = None,
) -> None:
    """Run notebooks for a scheduler until this process is told to stop.

    Raises:
        CourseError: where Dask is not installed, the scheduler's certificate and this machine's do not fit, or no
            scheduler answers for as long as `launched` has patience.
        IsolationRefused: where this machine isolates too little, unless `isolation` is `none`.
    """
    require()
    launched = launched or Launched()
    agree(scheduler, safety)
    hidden = distributed.private_files(safety)
    with (
        Executor(isolation, jobs, courses=hidden) as executor,
        tempfile.TemporaryDirectory(prefix="descent-worker-", dir=launched.folder) as folder,
    ):
        layers = () if isolation == "none" else tuple(row.layer for row in describe(probe()) if row.active)
        offer = Offer(fingerprint(), layers, jobs)
        tell(_greeting(offer))
        with runs_here(executor):
            asyncio.run(_serve(scheduler, offer, Path(folder), safety, tell, launched))


def _greeting(offer: Offer) -> str:
    isolated = f"isolated by {', '.join(offer.layers)}" if offer.layers else "NOT isolated: only what you trust may run"
    return f"Runs {offer.jobs} at a time, {isolated}."


async def _serve(
    scheduler: str, offer: Offer, folder: Path, safety: Any, tell: Callable[[str], None], launched: Launched
) -> None:
    stopped = asyncio.Event()
    seen = time.monotonic()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    while not stopped.is_set():
        await asyncio.to_thread(agree, scheduler, safety)
        try:
            offered = offer.jobs, offer.resources(), offer.to_json()
            worker = distributed.worker(scheduler, *offered, folder, safety, launched.name)
            await _until(stopped, worker)
            if worker.status.name in ("running", "paused"):
                tell(f"Connected to {worker.scheduler.address}.")
                if not worker.scheduler.address.startswith("tls://"):
                    tell(NOT_ENCRYPTED.format(worker.scheduler.address))
                await _until(stopped, worker.finished())  # type: ignore[no-untyped-call]
                await worker.close(reason="stopped")
                seen = time.monotonic()
        except (OSError, TimeoutError) as error:
            if launched.patience is not None and time.monotonic() - seen > launched.patience:
                what = f"no scheduler answered for {launched.patience:g} seconds ({error})"
                raise CourseError(
                    scheduler, what, "Start the scheduler first, or allow more by --death-timeout."
                ) from error
            tell(f"No scheduler at {scheduler} ({error}); trying again.")
        if not stopped.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), PAUSE_SECONDS)


async def _until(stopped: asyncio.Event, what: Any) -> None:
    """Wait for something, or for the order to stop."""
    task = asyncio.ensure_future(what)
    stop = asyncio.ensure_future(stopped.wait())
    await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if task.done():
        task.result()
    else:
        task.cancel()
        with suppress(asyncio.CancelledError, OSError, TimeoutError):
            await task
