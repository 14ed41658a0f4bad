"""Runs jobs: forks each from the right fork point, a few at a time, and yields what came of them.

This is the trusted side. It hands plain data out and takes bounded plain data back; it never runs student code.
"""

import itertools
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

from .batch import Batch
from .feed import Feed
from .forkpoints import ForkPoints
from .isolation import Isolation, run_isolation
from .job import Job, Run
from .own_folder import OwnFolder
from .runtime import make_runtime
from .sandbox.readable import is_below


class Executor:
    """Runs notebooks. Use it as a context manager; its processes and files are gone when it is closed."""

    def __init__(
        self,
        isolation: Isolation = "auto",
        jobs: int | None = None,
        python: str = sys.executable,
        share_prefix: bool = True,
        many_runs: bool = True,
        courses: Iterable[str | Path] = (),
    ) -> None:
        """Start the warm process; its imports go on while this returns, and the first `run` waits for them.

        `isolation`: `auto` takes every layer that the machine offers, `none` isolates nothing. `jobs`: runs at the same
        time, by default one per core. `share_prefix=False` runs every job from its first cell. `many_runs=False` starts
        some tenths of a second sooner, and takes some hundredths longer for every run. `courses`: folders that no run
        may read, even where they lie among Python's own.

        Raises:
            IsolationRefused: where isolation is too weak.
            RuntimeProblem: where `python` lacks what runs need.
        """
        self._slots = jobs or len(os.sched_getaffinity(0))
        self._share = share_prefix
        self._own = OwnFolder()
        self.folder = self._own.path
        """Holds everything that the runs need on the disk."""
        self._closed = tuple(os.path.realpath(course) for course in courses)
        try:
            self._runtime = make_runtime(self.folder / "runtime", python, self._closed)
            self._points = ForkPoints(self._runtime, self.folder, many_runs)
        except BaseException:
            self._own.remove()
            raise
        try:
            self._points.start()
            # Meanwhile the warm process imports: looking for what must be hidden reads many folders.
            self._isolation = run_isolation(
                isolation, self._runtime, str(self.folder / "trial"), self._slots, self._closed
            )
        except BaseException:
            self.close()
            raise
        self._runs = itertools.count(1)

    def hide(self, courses: Iterable[str | Path]) -> None:
        """Let no run read these folders either, from the next call of `run` on."""
        new = {os.path.realpath(course) for course in courses} - set(self._closed)
        if any(not is_below(course, self._closed) for course in new):
            self._closed = (*self._closed, *sorted(new))
            self._isolation = self._isolation.without(self._runtime, self._closed)

    def __enter__(self) -> "Executor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every process and remove every file."""
        self._points.close()
        self._own.remove()

    def run(self, jobs: Iterable[Job] | Feed) -> Iterator[tuple[int, Run]]:
        """What came of each job, with its position, in the order in which they end.

        `jobs` is drawn from only as slots become free, some dozens further while fork points grow; a `Feed` may be
        filled meanwhile. A broken run does not touch the others.

        Raises:
            WarmProcessFailed: where `python` cannot run notebooks.
        """
        self._points.wait()
        batch = Batch(self._points, self._isolation, self.folder, self._runs, self._slots, self._share)
        try:
            yield from batch.run(jobs)
        finally:
            batch.close()
