"""The worker's side: notebooks that a grader elsewhere hands over run here, on the executor of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from autograder.execution.executor import Executor
from autograder.execution.feed import Feed
from autograder.execution.job import Job, Run
from autograder.execution.plain import job_from_bytes, run_as_bytes


class RunsHere:
    """One executor for all jobs of this process; Dask's threads only wait for it."""

    def __init__(self, executor: Executor) -> None:
        """Begin to run what `run` is given."""
        self._executor = executor
        self._feed = Feed()
        self._awaited: list[Future[Run]] = []
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._serve, name="runs", daemon=True)
        self._thread.start()

    def run(self, job: Job) -> Run:
        """What came of a job; waits for it.

        Raises:
            RuntimeError: where the executor has failed, or was closed.
        """
        with self._lock:  # positions follow the order in which jobs are put
            awaited: Future[Run] = Future()
            if not self._thread.is_alive():
                raise RuntimeError("this worker runs no more notebooks")
            self._awaited.append(awaited)
            self._feed.put(job)
        return awaited.result()

    def close(self) -> None:
        """End when all that was taken has run."""
        self._feed.close()
        self._thread.join()

    def _serve(self) -> None:
        failed: BaseException = RuntimeError("this worker was stopped")
        try:
            for position, run in self._executor.run(self._feed):
                self._awaited[position].set_result(run)
        except BaseException as error:
            failed = error
        with self._lock:
            for awaited in self._awaited:
                if not awaited.done():
                    awaited.set_exception(RuntimeError(f"{type(failed).__name__}: {failed}"))


_here: RunsHere | None = None


@contextmanager
def runs_here(executor: Executor) -> Iterator[None]:
    """Let `run_job` run on this executor."""
    global _here
    _here = RunsHere(executor)
    try:
        yield
    finally:
        _here.close()
        _here = None


def run_job(data: bytes) -> bytes:
    """A job in, what came of it out, as `autograder.execution.plain` has both: the whole of a worker's task.

    Raises:
        RuntimeError: where this process is no worker of the kit, or can run no more.
    """
    if _here is None:
        raise RuntimeError("this process was not started by 'descent worker'")
    return run_as_bytes(_here.run(job_from_bytes(data)))
